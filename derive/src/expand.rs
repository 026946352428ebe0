//! Generates the code: facts about a model, on which the library is built.

mod checks;
mod docs;
mod types;

use crate::attr::{Columns, Kind};
use crate::model::{Key, Model, Relation};
use crate::name;
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Path};

/// Everything that is generated for one model.
pub(crate) fn model(model: &Model, errors: Vec<TokenStream>) -> TokenStream {
    let Model { name, .. } = model;
    let module = types::module(model);
    let implementation = types::model_impl(model);
    let constants = types::constants(model);
    let accessors = types::accessors(model);
    let fields = fields(model);
    let readable = readable(model);
    let relations = model.relations.iter().map(|relation| self::relation(model, relation));
    let slots = (0..model.relations.len()).map(|place| types::slot(model, place));
    let sound = checks::sound(model);
    let no_other_slot = types::no_other_slot(model);
    let slot_list = types::slot_list(model);
    // A type with an error that was reported causes no others: a relation that is rejected has one in its
    // keys, so that nothing more is said where it is loaded.
    let rejected = (!errors.is_empty())
        .then(|| quote!(const __REJECTED: bool = { #(let _: () = #errors;)* true };));
    quote! {
        #module
        #constants
        #accessors
        const _: () = {
            use ::conjoin::private as __conjoin;
            #implementation
            #sound
            #readable
            impl __conjoin::AsRow for #name {
                type Model = #name;
                fn as_row(&self) -> &#name {
                    self
                }
            }
            // Not if it is no `Clone`, about which nothing is asked before it is used.
            #[allow(non_camel_case_types)]
            impl<loaded_edges> __conjoin::FromGraph<#name, loaded_edges> for #name
            where
                for<'row> #name: ::std::clone::Clone,
            {
                fn from_rows(
                    level: &mut __conjoin::Origin<'_, __conjoin::Level<'_, #name, loaded_edges>>,
                    rows: &__conjoin::RowList<'_>,
                ) -> ::std::vec::Vec<Self> {
                    __conjoin::cloned_rows(level, rows)
                }
            }
            #fields
            #rejected
            #(#slots)*
            #no_other_slot
            #slot_list
            #(#relations)*
        };
    }
}

/// `[MultiBackend]`: additional ones; `(Pg)`: only these.
fn backends(model: &Model) -> TokenStream {
    let backends = &model.backends;
    if model.only { quote!((#(#backends),*)) } else { quote!([#(#backends),*]) }
}

/// `impl Readable<Sqlite> for Post`, for each backend.
fn readable(model: &Model) -> TokenStream {
    let (name, backends) = (&model.name, backends(model));
    match (model.joined.is_some(), model.checks_fields()) {
        (true, _) => quote!(::conjoin::__readable_by_query! { #backends, #name }),
        (false, true) => quote!(::conjoin::__readable! { #backends, checked #name }),
        (false, false) => quote!(::conjoin::__readable! { #backends, #name }),
    }
}

/// `impl Field<posts::user_id> for Post`, for each column.
fn fields(model: &Model) -> TokenStream {
    let Model { name, table, .. } = model;
    let fields = model.columns.iter().map(|column| {
        let path = name::join(table, &column.column);
        let (field, value) = (&column.field, &column.value);
        quote! {
            #[diagnostic::do_not_recommend]
            impl __conjoin::Field<#path> for #name {
                type Value = #value;
                fn field(&self) -> &#value {
                    &self.#field
                }
            }
        }
    });
    quote!(#(#fields)*)
}

/// The facts of one relation.
fn relation(model: &Model, relation: &Relation) -> TokenStream {
    let (name, marker) = (&model.name, model.marker(relation));
    let source = match model.checks_fields() {
        true => quote!(<#name as __conjoin::check::FieldsChecked>::Model),
        false => quote!(#name),
    };
    let target = checks::target(relation);
    let full_name = relation.full_name(model);
    let hash = name::hash(&relation.name);
    let cardinality = cardinality(relation);
    let refers = refers(model, relation);
    let keys = keys(model, relation);
    let checks = match relation.key {
        Key::Refused => quote!(__REJECTED),
        _ => {
            let checks = checks::checks(model, relation);
            quote!(#checks true)
        }
    };
    let facts = checks::facts(model, relation);
    let (filter, order, stated) = stated(model, relation);
    let loaded = loaded_from(model, relation);
    quote! {
        impl __conjoin::Relation for #marker {
            type Source = #source;
            type Target = #target;
            type Cardinality = #cardinality;
            type Keys = <#marker as __conjoin::check::Checked<{ #checks }>>::Keys;
            type Filter = #filter;
            type Order = #order;
            type Declared = Self;
            const NAME: &'static str = #full_name;
            const REFERS: bool = #refers;
        }
        impl __conjoin::check::Checked<true> for #marker {
            type Keys = #keys;
        }
        #loaded
        impl __conjoin::Named<#hash> for #name {
            type Relation = #marker;
        }
        #facts
        #stated
    }
}

/// Where the key is not in the struct, it is found by the primary key: this has to be a field.
fn loaded_from(model: &Model, relation: &Relation) -> TokenStream {
    let (name, marker) = (&model.name, model.marker(relation));
    let key = match relation.key {
        Key::Unread { .. } => quote!(, ::conjoin::private::PrimaryKey<#name>),
        _ => TokenStream::new(),
    };
    quote!(::conjoin::__loaded_from! { #marker #key })
}

/// Whether a relation begins with a foreign key of the source. A key that the struct lacks is read
/// from its own table, where the source is found by its primary key.
fn refers(model: &Model, relation: &Relation) -> TokenStream {
    match &relation.key {
        Key::Path(_) => {
            let first = step(&model.marker(relation), 0);
            quote!(<#first as __conjoin::Relation>::REFERS)
        }
        Key::Unread { .. } => quote!(false),
        _ if relation.kind == Kind::BelongsTo => quote!(true),
        _ => quote!(false),
    }
}

/// The filter and the order that a relation declares: their types, and how they are written.
fn stated(model: &Model, relation: &Relation) -> (TokenStream, TokenStream, TokenStream) {
    let marker = model.marker(relation);
    let backends = backends(model);
    let mut all = TokenStream::new();
    let mut state = |what: TokenStream, hold: TokenStream, expression: &Option<Expr>| {
        let Some(expression) = expression else { return quote!(__conjoin::NoClause) };
        // The position of the expression, so that errors in it are reported there.
        let held = quote_spanned! {expression.span()=>
            ::conjoin::private::#hold::<#marker, _, _>(#expression)
        };
        all.extend(quote! {
            impl __conjoin::DeclareClause<__conjoin::#what> for #marker {
                fn state() -> __conjoin::BoxedClause {
                    #held
                }
            }
            ::conjoin::__stated! { #backends, #marker, #what, #expression }
        });
        quote!(__conjoin::DeclaredClause<#marker, __conjoin::#what>)
    };
    let mut filter = state(quote!(AsFilter), quote!(hold_filter), &relation.filter);
    // A path has the filters of its relations: that of the last one is about its own rows.
    if let Key::Path(path) = &relation.key {
        let span = path.last().map_or(relation.span, Ident::span);
        let last = step(&marker, path.len().saturating_sub(1));
        let theirs = respan(quote!(::conjoin::private::FilterOf<#last>), span);
        filter = match relation.filter {
            Some(_) => quote!(__conjoin::BothFilters<#filter, #theirs>),
            None => theirs,
        };
    }
    let order = state(quote!(AsOrder), quote!(hold_order), &relation.order_by);
    (filter, order, all)
}

/// The relation at a place of a path.
fn step(marker: &Path, place: usize) -> TokenStream {
    quote!(<#marker as ::conjoin::private::check::Step<#place>>::Relation)
}

fn cardinality(relation: &Relation) -> TokenStream {
    match (relation.kind, &relation.key) {
        (Kind::HasMany | Kind::ManyToMany, _) => quote!(__conjoin::ToMany),
        // What a filter leaves out is missing.
        (Kind::BelongsTo, _) if relation.filter.is_some() => quote!(__conjoin::ToMaybeOne),
        (Kind::BelongsTo, Key::Own { columns, .. } | Key::Unread { columns, .. }) => {
            quote!(__conjoin::ToOneOf<#columns>)
        }
        _ => quote!(__conjoin::ToMaybeOne),
    }
}

/// The columns that connect the two sides, as a type.
fn keys(model: &Model, relation: &Relation) -> TokenStream {
    let (source, marker) = (&model.name, model.marker(relation));
    let target = quote!(::conjoin::private::Target<#marker>);
    match &relation.key {
        Key::Own { columns, references } => {
            let referred = referred(&target, references);
            quote!(__conjoin::Columns<#columns, #referred>)
        }
        Key::Theirs { columns, references } => {
            let referred = referred(source, references);
            quote!(__conjoin::Columns<#referred, #columns>)
        }
        Key::OfBack(span) => {
            let back = back(&marker);
            quote_spanned!(*span=> ::conjoin::private::Reversed<#back>)
        }
        Key::Unread { columns, references } => {
            let table = &model.table;
            let (own, referred) = (referred(source, &None), referred(&target, references));
            quote!(__conjoin::Unread<#table::table, #own, #columns, #referred>)
        }
        Key::Path(path) => {
            let span = path.last().map_or(relation.span, Ident::span);
            let mut steps = (0..path.len()).rev().map(|place| step(&marker, place));
            let last = steps.next();
            let last = quote_spanned!(span=> ::conjoin::private::KeysOf<#last>);
            steps.fold(
                last,
                |rest, step| quote_spanned!(span=> ::conjoin::private::Path<#step, #rest>),
            )
        }
        Key::Association { table, near, far } => {
            let (own, theirs) = (referred(source, &None), referred(&target, &None));
            quote!(__conjoin::Association<#table::table, #own, #near, #far, #theirs>)
        }
        Key::Refused => quote!(()),
    }
}

/// What a foreign key refers to: the specified columns, or the primary key.
fn referred(model: &impl ToTokens, columns: &Option<Columns>) -> TokenStream {
    match columns {
        Some(columns) => quote!(#columns),
        None => quote!(::conjoin::private::PrimaryKey<#model>),
    }
}

/// The other side's marker.
fn back(marker: &Path) -> TokenStream {
    quote!(::conjoin::private::check::Back<#marker>)
}

/// Gives every token one span, so that equal errors from several places are one error.
fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let respan_one = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            let inner = respan(group.stream(), span);
            token = Group::new(group.delimiter(), inner).into();
        }
        token.set_span(span);
        token
    };
    tokens.into_iter().map(respan_one).collect()
}
