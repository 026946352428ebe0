//! Names: of modules, of columns by convention, and the hash that stands for a relation's name.

use quote::{ToTokens, format_ident};
use syn::{Ident, Path, Type};

/// `BlogPost` → `blog_post`
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (place, letter) in name.trim_start_matches("r#").chars().enumerate() {
        if letter.is_uppercase() && place > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// The last segment of a path: `Post` of `crate::models::Post`.
pub(crate) fn last(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}

/// A path as text, to compare it by.
pub(crate) fn path(path: &Path) -> String {
    path.to_token_stream().to_string()
}

/// A path as people write it.
pub(crate) fn text_of(path: &Path) -> String {
    self::path(path).replace(' ', "")
}

/// A type as people write it.
pub(crate) fn type_text(written: &Type) -> String {
    written.to_token_stream().to_string().replace(' ', "")
}

/// `user_id` for `User` or `user`, Diesel's own convention for foreign keys.
pub(crate) fn foreign_key(name: &Ident) -> Ident {
    format_ident!("{}_id", snake_case(&text(name)), span = name.span())
}

/// `path::name`
pub(crate) fn join(path: &Path, name: &Ident) -> Path {
    let mut path = path.clone();
    path.segments.push(name.clone().into());
    path
}

/// FNV-1a over the name without `r#`.
pub(crate) fn hash(name: &Ident) -> u64 {
    let text = text(name);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The name without `r#`.
pub(crate) fn text(name: &Ident) -> String {
    use syn::ext::IdentExt;
    name.unraw().to_string()
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn struct_names_become_snake_case_as_in_diesel() {
        assert_eq!(snake_case("User"), "user");
        assert_eq!(snake_case("BlogPost"), "blog_post");
    }
}
