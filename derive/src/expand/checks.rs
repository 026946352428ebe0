//! What the two sides of a relation must agree on, for the compiler to check. Every error points at
//! an attribute, and each mistake is reported by one side only.

use crate::attr::{Columns, Kind};
use crate::model::{Key, Model, Relation};
use crate::name;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

/// The checks of one relation.
pub(super) fn checks(model: &Model, relation: &Relation) -> TokenStream {
    let refused = matches!(relation.key, Key::Refused);
    let sides = match (&relation.back, relation.kind) {
        _ if refused => TokenStream::new(),
        (None, _) => right_way(model, relation, quote!(true)),
        (Some(_), Kind::HasMany | Kind::HasOne) => has(model, relation),
        (Some(_), Kind::BelongsTo) => belongs_to(model, relation),
        (Some(_), Kind::ManyToMany) => many_to_many(model, relation),
    };
    let keys = keys(model, relation);
    quote!(#sides #keys)
}

/// What a relation exposes to its other side. A rejected one names nothing, and passes every check.
pub(super) fn facts(model: &Model, relation: &Relation) -> TokenStream {
    let marker = model.marker(relation);
    let kind = relation.kind.name();
    let back = match &relation.back {
        _ if matches!(relation.key, Key::Refused) => quote!(Some("")),
        Some(back) => {
            let back = name::text(back);
            quote!(Some(#back))
        }
        None => quote!(None),
    };
    let side = match relation.kind {
        Kind::HasMany | Kind::HasOne => quote!(impl __conjoin::check::Has for #marker {}),
        Kind::ManyToMany => quote!(impl __conjoin::check::ManyToMany for #marker {}),
        Kind::BelongsTo => quote!(impl __conjoin::BelongsTo for #marker {}),
    };
    quote! {
        impl __conjoin::check::Sided for #marker {
            const KIND: &'static str = #kind;
            const BACK: Option<&'static str> = #back;
        }
        #side
    }
}

/// A has_many or has_one: its other side is a belongs_to that names it.
fn has(model: &Model, relation: &Relation) -> TokenStream {
    let (marker, back) = (model.marker(relation), super::back(relation));
    let named_back = named_back(model, relation, Kind::BelongsTo);
    spanned(
        relation,
        quote! {
            ::conjoin::private::check::is_belongs_to::<#back>();
            ::conjoin::private::check::leads_back::<#marker, #back>();
            #named_back
        },
    )
}

/// A belongs_to: its other side is a has_many or has_one of this model. Whether that names it back
/// is checked by the other side.
fn belongs_to(model: &Model, relation: &Relation) -> TokenStream {
    let (marker, back) = (model.marker(relation), super::back(relation));
    spanned(
        relation,
        quote! {
            ::conjoin::private::check::is_has::<#back>();
            ::conjoin::private::check::leads_back::<#marker, #back>();
        },
    )
}

fn many_to_many(model: &Model, relation: &Relation) -> TokenStream {
    let (marker, back) = (model.marker(relation), super::back(relation));
    let mut way = TokenStream::new();
    let mut checks = quote! {
        ::conjoin::private::check::is_many_to_many::<#back>();
    };
    // Both sides detect that they differ; the first by name reports it.
    if relation.full_name(model) <= other_name(relation) {
        let named_back = named_back(model, relation, Kind::ManyToMany);
        checks.extend(quote! {
            ::conjoin::private::check::leads_back::<#marker, #back>();
            ::conjoin::private::check::opposite::<#marker, #back>();
            #named_back
        });
        let agreed = quote!(::conjoin::private::check::Agree::<#marker, #back>::SAID);
        way = right_way(model, relation, agreed);
    }
    let checks = spanned(relation, checks);
    quote!(#checks #way)
}

/// The other side, of this kind, names this relation.
fn named_back(model: &Model, relation: &Relation, kind: Kind) -> TokenStream {
    let back = super::back(relation);
    let kind = kind.name();
    let name = name::text(&relation.name);
    let names = model.relations.iter().map(|relation| name::text(&relation.name));
    let (own, other) = (relation.full_name(model), other_name(relation));
    let names_another = format!(
        "`{own}` names `{other}` as its other side, but `{other}` names another relation: \
         write `back_populates = {name}` there, or name the relation that does"
    );
    let one_way = format!(
        "`{own}` names `{other}` as its other side, but `{other}` is `one_way`: \
         write `back_populates = {name}` there"
    );
    quote! {
        ::conjoin::private::check::named_back::<#back>(::conjoin::private::check::Demand {
            kind: #kind,
            name: #name,
            names: &[#(#names),*],
            names_another: #names_another,
            one_way: #one_way,
        });
    }
}

/// The foreign key has the type of the key it refers to.
fn keys(model: &Model, relation: &Relation) -> TokenStream {
    let (source, target) = (&model.name, &relation.target);
    let types = match &relation.key {
        Key::Path(path) => return self::path(model, relation, path),
        // A key that is not read has no Rust type.
        Key::Unread { columns, references } => {
            let table = &model.table;
            let own = columns_of(relation, columns, quote!(#table::table));
            let table = quote!(<#target as ::conjoin::private::Model>::Table);
            let theirs = references.as_ref().map(|it| columns_of(relation, it, table));
            let types = same_sql(relation, columns, super::referred(target, references));
            return quote!(#own #theirs #types);
        }
        Key::Association { near, far, .. } => {
            let near = same_sql(relation, near, super::referred(source, &None));
            let far = same_sql(relation, far, super::referred(target, &None));
            return quote!(#near #far);
        }
        Key::Own { columns, references } => {
            let referred = super::referred(target, references);
            quote! {
                ::conjoin::private::check::KeyTypeOf<#source, #columns>,
                ::conjoin::private::check::KeyTypeOf<#target, #referred>
            }
        }
        Key::Theirs { columns, references } => {
            let referred = super::referred(source, references);
            quote! {
                ::conjoin::private::check::KeyTypeOf<#target, #columns>,
                ::conjoin::private::check::KeyTypeOf<#source, #referred>
            }
        }
        _ => return TokenStream::new(),
    };
    let types = super::respan(types, relation.span);
    quote_spanned!(relation.span=> ::conjoin::private::check::same_key::<#types>();)
}

/// The columns belong to a table.
fn columns_of(relation: &Relation, columns: &Columns, table: TokenStream) -> TokenStream {
    let table = super::respan(table, relation.span);
    let checks = columns.0.iter().map(|column| {
        quote_spanned!(relation.span=> ::conjoin::private::check::column_of::<#column, #table>();)
    });
    quote!(#(#checks)*)
}

/// Columns have the SQL type of the key that they refer to.
fn same_sql(relation: &Relation, columns: &Columns, referred: TokenStream) -> TokenStream {
    let referred = super::respan(referred, relation.span);
    // The columns keep their own spans, so that a missing one is reported once.
    quote_spanned!(relation.span=> ::conjoin::private::check::same_sql::<#columns, #referred>();)
}

/// The columns of an association table refer to the sides declared by `joinable!`, if there is one:
/// checked where the two sides agree, because then both may be wrong.
fn right_way(model: &Model, relation: &Relation, agreed: TokenStream) -> TokenStream {
    let Key::Association { table, near, far } = &relation.key else { return TokenStream::new() };
    let (source, target) = (&model.name, &relation.target);
    let span = name::last(table).map_or(relation.span, Ident::span);
    // The columns keep their own spans, so that a missing one is reported once.
    let refers = |column: &Columns, model: TokenStream| {
        quote_spanned! {span=>
            ::conjoin::private::check::Refers::<
                #table::table, <#model as ::conjoin::private::Model>::Table, #column
            >::SAID
        }
    };
    let refer = [near, far].map(|column| {
        let (source, target) = (refers(column, quote!(#source)), refers(column, quote!(#target)));
        quote!((#source, #target))
    });
    let message = format!(
        "`joinable!` says that the columns of `through` are the other way round: the one that \
         refers to `{}` comes first",
        name::text(source)
    );
    quote_spanned! {span=> {
        use ::conjoin::private::check::Unsaid as _;
        ::conjoin::private::check::right_way(#agreed, [#(#refer),*], #message);
    }}
}

/// A path leads to the declared model, through relations without a filter.
fn path(model: &Model, relation: &Relation, path: &[Ident]) -> TokenStream {
    let target = &relation.target;
    let steps = super::path(&model.name, path);
    let mut checks = TokenStream::new();
    for (step, name) in steps.iter().zip(path) {
        let check = quote!(::conjoin::private::check::unfiltered::<#step>(););
        checks.extend(super::respan(check, name.span()));
    }
    let (last, name) = (steps.last(), path.last());
    let check = quote!(::conjoin::private::check::path_leads_to::<#last, #target>(););
    checks.extend(super::respan(check, name.map_or(relation.span, Ident::span)));
    checks
}

/// Makes the errors of checks point at `back_populates`.
fn spanned(relation: &Relation, checks: TokenStream) -> TokenStream {
    let span = relation.back.as_ref().map_or(relation.span, |back| back.span());
    super::respan(checks, span)
}

/// `Post::author`
fn other_name(relation: &Relation) -> String {
    let target = name::last(&relation.target).map(name::text).unwrap_or_default();
    let back = relation.back.as_ref().map(name::text).unwrap_or_default();
    format!("{target}::{back}")
}
