//! One relation: `has_many(posts: Post, back_populates = author)`.

use super::{collect, item, unquoted, value};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, Expr, GenericArgument, Ident, Path, PathArguments, Result, Token, Type,
    parenthesized, token,
};

/// The kinds of relation, named like their keywords.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    HasMany,
    HasOne,
    BelongsTo,
    ManyToMany,
}

impl Kind {
    const ALL: [(&str, Kind); 4] = [
        ("has_many", Kind::HasMany),
        ("has_one", Kind::HasOne),
        ("belongs_to", Kind::BelongsTo),
        ("many_to_many", Kind::ManyToMany),
    ];

    pub(super) fn of(word: &Ident) -> Option<Self> {
        Kind::ALL.iter().find(|(name, _)| word == name).map(|&(_, kind)| kind)
    }

    pub(crate) fn name(self) -> &'static str {
        Kind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// `has_many(posts: Post, back_populates = author)`
pub(crate) struct Declaration {
    pub(crate) kind: Kind,
    /// The position of the keyword `has_many`, for errors about the declaration as a whole.
    pub(crate) span: Span,
    /// The doc comment before it.
    pub(crate) docs: Vec<Attribute>,
    pub(crate) name: Ident,
    pub(crate) target: Path,
    pub(crate) options: Options,
    /// Errors in the options. The relation itself is parsed all the same.
    pub(crate) error: Option<Error>,
}

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) back_populates: Option<Ident>,
    pub(crate) foreign_key: Option<Columns>,
    pub(crate) references: Option<Columns>,
    pub(crate) through: Option<Through>,
    pub(crate) filter: Option<Expr>,
    pub(crate) order_by: Option<Expr>,
    pub(crate) one_way: Option<Span>,
}

/// The columns of a key: `user_id`, `posts::user_id`, or several, `(region, number)`.
#[derive(Clone)]
pub(crate) struct Columns(pub(crate) Vec<Path>);

impl Parse for Columns {
    fn parse(input: ParseStream) -> Result<Self> {
        if !input.peek(token::Paren) {
            return Ok(Columns(vec![input.parse()?]));
        }
        let content;
        let parentheses = parenthesized!(content in input);
        let columns = Punctuated::<Path, Token![,]>::parse_terminated(&content)?;
        match columns.len() {
            0 | 7.. => Err(Error::new(parentheses.span.join(), "a key has one to six columns")),
            _ => Ok(Columns(columns.into_iter().collect())),
        }
    }
}

impl Columns {
    /// The columns, each made of the one before.
    pub(crate) fn try_map(&self, make: impl FnMut(&Path) -> Result<Path>) -> Result<Self> {
        self.0.iter().map(make).collect::<Result<_>>().map(Columns)
    }
}

/// As a type: the column, or a tuple of them that is one key.
impl ToTokens for Columns {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.0[..] {
            [column] => column.to_tokens(tokens),
            columns => tokens.extend(quote!(::conjoin::private::Composite<(#(#columns),*)>)),
        }
    }
}

/// What is between the two models.
pub(crate) enum Through {
    /// `post_tags`, or `post_tags(post_id, tag_id)`, with the columns of this side first.
    Table { table: Path, columns: Option<(Columns, Columns)> },
    /// `posts.tags`: relations, the first of which is this model's.
    Path(Vec<Ident>),
}

impl Declaration {
    /// Parses what follows the keyword `has_many`.
    pub(super) fn read(kind: Kind, word: &Ident, input: ParseStream) -> Result<Self> {
        if !input.peek(token::Paren) {
            let message = format!("expected `{word}(name: Model, …)`");
            return Err(Error::new(word.span(), message));
        }
        // Parsed in place: syn would not know where a separate stream ends.
        let content;
        parenthesized!(content in input);
        let declaration = Declaration::content(kind, word.span(), &content);
        // The rest after an error is skipped, or syn would report it as well.
        content.parse::<TokenStream>()?;
        declaration
    }

    /// Once its name is read there is a relation, so that its uses are not errors as well.
    fn content(kind: Kind, span: Span, input: ParseStream) -> Result<Self> {
        let mut error = None;
        let name: Ident = unquoted(input, "the name", &mut error)?;
        if !input.peek(Token![:]) && name.to_string().starts_with(char::is_uppercase) {
            let kind = kind.name();
            let message = format!("this {kind} needs a name: write `{kind}(name: {name}, …)`");
            return Err(Error::new(name.span(), message));
        }
        let target = match target(kind, &name, input, &mut error) {
            Ok(target) => target,
            Err(reason) => {
                collect(&mut error, Err(reason));
                name.clone().into()
            }
        };
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            collect(&mut error, Err(input.error("expected `,`")));
        }
        let mut options = Options::default();
        // What follows an error is not reported: it may be no option at all.
        error = error.or_else(|| options.read_all(input));
        Ok(Declaration { kind, span, docs: Vec::new(), name, target, options, error })
    }
}

/// `: Post`
fn target(kind: Kind, name: &Ident, input: ParseStream, error: &mut Option<Error>) -> Result<Path> {
    let missing = |span| {
        let kind = kind.name();
        let message = format!(
            "{kind} `{name}` needs the model that it leads to: write `{kind}({name}: Model, …)`"
        );
        Error::new(span, message)
    };
    if !input.peek(Token![:]) {
        return Err(missing(name.span()));
    }
    let colon: Token![:] = input.parse()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(missing(colon.span));
    }
    let target = unquoted(input, "the model", error)?;
    let Some(model) = argument(&target) else { return Ok(target) };
    let how_many = match kind {
        Kind::HasMany | Kind::ManyToMany => "it leads to many rows in any case",
        Kind::HasOne => "there may be none in any case",
        Kind::BelongsTo => "there may be none if the column of its foreign key is `Nullable<…>`",
    };
    let (kind, shown) = (kind.name(), crate::name::text_of(&model));
    let message = format!("write the model alone, `{kind}({name}: {shown}, …)`: {how_many}");
    collect(error, Err(Error::new_spanned(&target, message)));
    Ok(model)
}

/// `Post` of `Vec<Post>`.
fn argument(path: &Path) -> Option<Path> {
    let PathArguments::AngleBracketed(arguments) = &path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(Type::Path(inner)) => Some(inner.path.clone()),
        _ => None,
    }
}

impl Options {
    fn read_all(&mut self, input: ParseStream) -> Option<Error> {
        let mut errors = None;
        while !input.is_empty() {
            let option = item(input, |word, input| self.read(word, input));
            collect(&mut errors, option);
        }
        errors
    }

    fn read(&mut self, option: Ident, input: ParseStream) -> Result<()> {
        const EXPECTED: &str = "expected `back_populates`, `foreign_key`, `references`, `through`, \
                                `filter`, `order_by` or `one_way`";
        let before = match option.to_string().as_str() {
            "one_way" => self.one_way.replace(option.span()).is_some(),
            "back_populates" => {
                self.back_populates.replace(last(value(&option, input)?)?).is_some()
            }
            "foreign_key" => self.foreign_key.replace(value(&option, input)?).is_some(),
            "references" => self.references.replace(value(&option, input)?).is_some(),
            "through" => self.through.replace(value(&option, input)?).is_some(),
            "filter" => self.filter.replace(value(&option, input)?).is_some(),
            "order_by" => self.order_by.replace(value(&option, input)?).is_some(),
            _ => {
                let message = format!("unknown option `{option}`; {EXPECTED}");
                return Err(Error::new(option.span(), message));
            }
        };
        match before {
            true => Err(Error::new(option.span(), format!("`{option}` is specified twice"))),
            false => Ok(()),
        }
    }
}

/// A relation is named without its model.
fn last(path: Path) -> Result<Ident> {
    if let Some(name) = path.get_ident() {
        return Ok(name.clone());
    }
    let name = crate::name::last(&path).map(crate::name::text).unwrap_or_default();
    let message = format!("write the name of the relation alone: `back_populates = {name}`");
    Err(Error::new_spanned(path, message))
}

impl Parse for Through {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek2(Token![.]) {
            let path = Punctuated::<Ident, Token![.]>::parse_separated_nonempty(input)?;
            return Ok(Through::Path(path.into_iter().collect()));
        }
        let table = input.call(Path::parse_mod_style)?;
        if !input.peek(token::Paren) {
            return Ok(Through::Table { table, columns: None });
        }
        let content;
        parenthesized!(content in input);
        let near = content.parse()?;
        content.parse::<Token![,]>()?;
        let far = content.parse()?;
        Ok(Through::Table { table, columns: Some((near, far)) })
    }
}
