//! Generates the code that fills a struct.

use super::attr::{Function, Item};
use super::{Field, Filled, Source};
use crate::name;
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Error, GenericArgument, Ident, Path, PathArguments, Type};

/// `impl FromGraph<User, E> for UserPage`
pub(super) fn filled(filled: &Filled) -> TokenStream {
    let Filled { name, model, fields } = filled;
    let related: Vec<_> =
        fields.iter().enumerate().filter_map(|it| Related::of(name, it)).collect();
    let aliases = related.iter().map(|it| it.aliases(model));
    let bounds = related.iter().map(|it| it.bound(name, model));
    let shared = related.iter().filter_map(Related::shares);
    let values = related.iter().map(Related::values);
    let variables: Vec<_> = related.iter().map(|it| &it.variable).collect();
    let pattern = variables.iter().fold(quote!(()), |pattern, it| quote!((#pattern, #it)));
    let row_alias = alias("row_of", name);
    let row_type = row_type(model, &row_alias, fields);
    // At the name of the struct: rustc would otherwise suggest to implement the trait by hand.
    let header = quote_spanned! {name.span()=>
        impl<loaded_edges> ::conjoin::FromGraph<#model, loaded_edges> for #name
    };
    let row = of_row(model, fields);
    let members = fields.iter().enumerate().map(|(place, field)| {
        let (name, variable) = (&field.name, variable(place, field));
        quote!(#name: #variable)
    });
    quote! {
        #[allow(non_camel_case_types)]
        const _: () = {
            use ::conjoin::private as __conjoin;
            #row_type
            #(#aliases)*
            #header
            where
                #(#bounds,)*
            {
                fn from_rows(
                    __level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, #model, loaded_edges>>,
                    __rows: &__conjoin::RowList<'_>,
                ) -> ::std::vec::Vec<Self> {
                    let __level = &mut __level.unless(false #(|| #shared)*);
                    #(#values)*
                    let __related = ::std::iter::repeat(()) #(.zip(#variables))*;
                    __conjoin::filled(
                        __level,
                        __rows,
                        __related,
                        |__row: __conjoin::TakenRow<'_, #row_alias>, #pattern| {
                            #row
                            #name { #(#members),* }
                        },
                    )
                }
            }
        };
    }
}

/// The model, unless a field is of a relation that is not listed: its type then has an error, so that nothing is
/// said about the field of the row that there is not.
fn row_type(model: &Path, alias: &Ident, fields: &[Field]) -> TokenStream {
    let model_name = name::last(model).map(name::text).unwrap_or_default();
    let checks = fields.iter().filter_map(|field| {
        let Source::Column { name, stated: false } = &field.source else { return None };
        let name = name::text(name);
        let message = format!(
            "`{name}` is a relation of `{model_name}`: list it, as in `#[from_graph({model_name} {{ {name} }})]`"
        );
        Some(quote_spanned! {field.name.span()=>
            ::conjoin::private::check::is_no_relation::<#model>(#name, #message);
        })
    });
    quote!(type #alias = <#model as __conjoin::check::Provided<{ #(#checks)* true }>>::Type;)
}

/// The error, and an implementation, so that nothing is reported where the struct is used.
pub(super) fn rejected(name: &Ident, model: &Path, error: &Error) -> TokenStream {
    let error = error.to_compile_error();
    quote! {
        #error
        impl<loaded_edges> ::conjoin::FromGraph<#model, loaded_edges> for #name {
            fn from_rows(
                _: &mut ::conjoin::private::Origin<'_, ::conjoin::private::Level<'_, #model, loaded_edges>>,
                _: &::conjoin::private::RowList<'_>,
            ) -> ::std::vec::Vec<Self> {
                ::std::vec::Vec::new()
            }
        }
    }
}

/// The name of a type, which messages print: `relation_of_posts`.
fn alias(what: &str, name: &Ident) -> Ident {
    format_ident!("{what}_{}", name::text(name), span = name.span())
}

fn variable(place: usize, field: &Field) -> Ident {
    format_ident!("__{place}", span = field.name.span())
}

/// The fields that are from the row itself, moved or cloned. The row comes last, after what is cloned from it.
fn of_row(model: &Path, fields: &[Field]) -> TokenStream {
    let whole = fields.iter().any(|field| matches!(field.source, Source::Row));
    let (mut names, mut moved, mut cloned) = (Vec::new(), Vec::new(), Vec::new());
    for (place, field) in fields.iter().enumerate() {
        let Source::Column { name: column, .. } = &field.source else { continue };
        let span = field.name.span();
        let clone = quote_spanned!(span=> ::std::clone::Clone::clone(&(*__row).#column));
        names.push(variable(place, field));
        moved.push(match whole {
            true => quote_spanned!(span=> ::std::clone::Clone::clone(&__row.#column)),
            false => quote_spanned!(span=> __row.#column),
        });
        cloned.push(clone);
    }
    let rows = fields.iter().enumerate().filter(|(_, it)| matches!(it.source, Source::Row));
    for (place, field) in rows {
        names.push(variable(place, field));
        moved.push(quote!(__row));
        cloned.push(quote!(<#model as ::std::clone::Clone>::clone(__row)));
    }
    if names.is_empty() {
        return quote!(let _ = __row;);
    }
    quote! {
        let (#(#names,)*) = match __row {
            __conjoin::TakenRow::Moved(__row) => (#(#moved,)*),
            __conjoin::TakenRow::Shared(__row) => (#(#cloned,)*),
        };
    }
}

/// A field that is filled from a relation or an aggregate.
struct Related<'f> {
    field: &'f Field,
    item: &'f Item,
    /// The type of the field, without `Self` and, if it may be loaded, in its `Option`.
    value: TokenStream,
    /// What it is filled with.
    variable: Ident,
    /// The aliases of the relation and of that type.
    relation: Ident,
    checked: Ident,
}

impl<'f> Related<'f> {
    fn of(name: &Ident, (place, field): (usize, &'f Field)) -> Option<Self> {
        let Source::Related(item) = &field.source else { return None };
        let value = match item.may {
            true => in_option(&field.value),
            false => field.value.to_token_stream(),
        };
        Some(Related {
            field,
            item,
            value: without_self(value, name),
            variable: variable(place, field),
            relation: alias("relation_of", &field.name),
            checked: alias("type_of", &field.name),
        })
    }

    /// The relation and the type of the field, each once, so that what is wrong with them is reported once.
    fn aliases(&self, model: &Path) -> TokenStream {
        let Related { item, relation, checked, value, .. } = self;
        let text = name::text(&item.relation);
        let found = quote_spanned! {item.relation.span()=>
            ::conjoin::private::RelationOf<#model, { ::conjoin::private::named::<#model>(#text) }>
        };
        let found = match &item.read_as {
            Some(read_as) => quote!(::conjoin::plan::AsModel<#found, #read_as>),
            None => found,
        };
        let holds = if item.recursive { quote!(holds_tree) } else { quote!(holds_rows) };
        let extent = self.extent();
        let checked = item.function.is_none().then(|| {
            let check = quote_spanned! {self.field.name.span()=>
                ::conjoin::private::#holds::<#value, #relation, #extent>();
            };
            quote!(type #checked = <#value as __conjoin::check::Provided<{ #check true }>>::Type;)
        });
        quote!(type #relation = #found; #checked)
    }

    fn extent(&self) -> TokenStream {
        let extent = if self.item.some { quote!(Part) } else { quote!(Whole) };
        quote!(::conjoin::#extent)
    }

    /// What is required of the edges, at the field: `FillsField<user::posts, Whole, Vec<PostView>>`.
    fn required(&self) -> TokenStream {
        let Related { item, relation, checked, .. } = self;
        let (extent, span) = (self.extent(), self.field.name.span());
        if let Some(Function { name, column }) = &item.function {
            let how = if item.may { quote!(FillsValueIf) } else { quote!(FillsValue) };
            let function = format_ident!("{}", capital(&name.to_string()), span = name.span());
            let column = column.as_ref().map_or_else(|| quote!(()), |column| quote!(#column));
            return quote_spanned! {span=>
                ::conjoin::private::#how<#relation, ::conjoin::aggregate::#function, #column, #extent>
            };
        }
        let how = match (item.may, item.recursive) {
            (true, _) => quote!(FillsIf),
            (false, true) => quote!(FillsTree),
            (false, false) => quote!(FillsField),
        };
        quote_spanned!(span=> ::conjoin::private::#how<#relation, #extent, #checked>)
    }

    fn bound(&self, name: &Ident, model: &Path) -> TokenStream {
        let Related { relation, checked, .. } = self;
        let (required, extent, span) = (self.required(), self.extent(), self.field.name.span());
        // Of the struct itself nothing is asked that is answered by this implementation.
        let of_another = self.item.recursive && !mentions(&self.value, name);
        let rows = of_another.then(|| {
            quote_spanned! {span=>
                , ::conjoin::private::TreeRow<#relation, #extent, #checked>:
                    ::conjoin::FromGraph<#model, loaded_edges>
            }
        });
        quote_spanned!(span=> loaded_edges: #required #rows)
    }

    /// Whether the rows of the level cannot be moved: they are also those of the relation.
    fn shares(&self) -> Option<TokenStream> {
        let required = self.required();
        match (&self.item.function, self.item.recursive) {
            (Some(_), _) => None,
            (None, true) => Some(quote!(true)),
            (None, false) => Some(quote!(<loaded_edges as #required>::RECURSIVE)),
        }
    }

    /// Fills the field of each row.
    fn values(&self) -> TokenStream {
        let (required, variable) = (self.required(), &self.variable);
        let next = self.item.recursive.then(|| quote!(, ::conjoin::FromGraph::from_rows));
        quote_spanned! {self.field.name.span()=>
            let #variable = <loaded_edges as #required>::fill(__level, __rows #next);
        }
    }
}

/// Whether a type has a word in it.
fn mentions(value: &TokenStream, name: &Ident) -> bool {
    value.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == *name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// A type with the name of the struct instead of `Self`.
fn without_self(tokens: TokenStream, name: &Ident) -> TokenStream {
    let named = |token: TokenTree| match token {
        TokenTree::Ident(word) if word == "Self" => name.clone().into(),
        TokenTree::Group(group) => {
            Group::new(group.delimiter(), without_self(group.stream(), name)).into()
        }
        token => token,
    };
    tokens.into_iter().map(named).collect()
}

/// `Vec<PostView>` of `Option<Vec<PostView>>`; another type itself, which rustc then finds to be none.
fn in_option(value: &Type) -> TokenStream {
    let option = match value {
        Type::Path(path) => path.path.segments.last().filter(|last| last.ident == "Option"),
        _ => None,
    };
    match option.map(|option| &option.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => match arguments.args.first() {
            Some(GenericArgument::Type(inner)) => quote!(#inner),
            _ => quote!(#value),
        },
        _ => quote!(#value),
    }
}

/// `count` → `Count`
fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
