//! What the two sides of a relation must agree on, for the compiler to check. Every error points at
//! an attribute, and each mistake is reported by one side only.

use crate::attr::{Columns, Kind};
use crate::model::{Key, Model, Relation};
use crate::name;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Path};

/// Whether the fields of foreign keys can be `NULL` exactly if their columns can. Rows of a model whose
/// fields cannot be read are of no type, so that nothing more is reported about them.
pub(super) fn sound(model: &Model) -> TokenStream {
    if !model.checks_fields() {
        return TokenStream::new();
    }
    let checks = model.key_fields().map(|column| {
        let (table, name, value) = (&model.table, &column.column, &column.value);
        let path = name::join(table, name);
        let (field, model) = (column.field.to_token_stream(), &model.name);
        let is = format!("the column `{}` is", name::text_of(&path));
        let may_be = format!("{is} `Nullable<…>` in `table!`, but the field `{field}` of `{model}`");
        let cannot_be = format!("{is} not `Nullable<…>` in `table!`, but the field `{field}` of `{model}`");
        let shown = name::type_text(value);
        let no_option = format!(
            "{may_be} is no `Option`: write `{field}: Option<{shown}>`, or correct `table!` if the \
             column is `NOT NULL`"
        );
        let option = format!(
            "{cannot_be} is an `Option`: remove the `Option`, or correct `table!` if the column may be \
             `NULL`"
        );
        quote_spanned! {value.span()=>
            ::conjoin::private::check::nullable_alike::<#path>(
                ::conjoin::private::check::Optional::<#value>::SAID,
                #no_option,
                #option,
            );
        }
    });
    let model = &model.name;
    quote! {
        impl __conjoin::check::FieldsChecked for #model {
            type Model = <#model as __conjoin::check::Provided<{
                use ::conjoin::private::check::Unsaid as _;
                #(#checks)*
                true
            }>>::Type;
        }
    }
}

/// The target of a relation, if it is a model.
pub(super) fn target(relation: &Relation) -> TokenStream {
    let target = &relation.target;
    if let Key::Refused = relation.key {
        return quote!(<() as __conjoin::check::Provided<{ __REJECTED }>>::Type);
    }
    let check = quote_spanned! {target.span()=>
        ::conjoin::private::check::is_model::<#target>();
    };
    quote!(<#target as __conjoin::check::Provided<{ #check true }>>::Type)
}

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
    let found = found(&marker, relation);
    let back = match &relation.back {
        _ if matches!(relation.key, Key::Refused) => quote!(Rejected),
        Some(back) => {
            let hash = name::hash(back);
            quote!(Relation(#hash))
        }
        None => quote!(OneWay),
    };
    let back = quote! {
        const BACK: __conjoin::check::BackPopulates = __conjoin::check::BackPopulates::#back;
    };
    let side = match relation.kind {
        Kind::HasMany | Kind::HasOne => quote!(impl __conjoin::check::HasSide for #marker {}),
        Kind::ManyToMany => quote!(impl __conjoin::check::ManyToMany for #marker { #back }),
        Kind::BelongsTo => quote!(impl __conjoin::BelongsTo for #marker { #back }),
    };
    quote!(#side #found)
}

/// The relations of other models that this one names: its other side, and the steps of a path.
fn found(marker: &Path, relation: &Relation) -> TokenStream {
    match (&relation.key, &relation.back) {
        (Key::Refused, _) => TokenStream::new(),
        (Key::Path(path), _) => {
            let mut model = quote!(<#marker as ::conjoin::private::Relation>::Source);
            let steps = path.iter().enumerate().map(|(place, name)| {
                let relation = relation_of(&model, name);
                let step = super::step(marker, place);
                model = super::respan(quote!(::conjoin::private::Target<#step>), name.span());
                quote! {
                    impl __conjoin::check::Step<#place> for #marker {
                        type Relation = #relation;
                    }
                }
            });
            steps.collect()
        }
        (_, Some(back)) => {
            let target = quote!(::conjoin::private::Target<#marker>);
            let relation = relation_of(&target, back);
            quote! {
                impl __conjoin::check::Paired for #marker {
                    type Back = #relation;
                }
            }
        }
        (_, None) => TokenStream::new(),
    }
}

/// The relation of a model with this name. The derive sees neither the path of its marker nor whether it
/// exists. Errors point at the name.
fn relation_of(model: &TokenStream, name: &Ident) -> TokenStream {
    let text = name::text(name);
    let relation = quote! {
        ::conjoin::private::RelationOf<
            #model, { ::conjoin::private::named::<#model>(#text) }
        >
    };
    super::respan(relation, name.span())
}

/// A has_many or has_one: its other side is a belongs_to that names it.
fn has(model: &Model, relation: &Relation) -> TokenStream {
    let (marker, demand) = (model.marker(relation), demand(model, relation));
    spanned(relation, quote!(::conjoin::private::check::pairs_with_belongs_to::<#marker>(#demand);))
}

/// A belongs_to: its other side is a has_many or has_one of this model. Whether that names it back
/// is checked by the other side.
fn belongs_to(model: &Model, relation: &Relation) -> TokenStream {
    let marker = model.marker(relation);
    spanned(relation, quote!(::conjoin::private::check::pairs_with_has::<#marker>();))
}

/// A many_to_many: its other side is one. Both sides detect that they differ; the first by name reports it.
fn many_to_many(model: &Model, relation: &Relation) -> TokenStream {
    let marker = model.marker(relation);
    if relation.full_name(model) > other_name(relation) {
        let check = quote!(::conjoin::private::check::pairs_with_many_to_many::<#marker>(););
        return spanned(relation, check);
    }
    let (back, demand) = (super::back(&marker), demand(model, relation));
    let check = quote!(::conjoin::private::check::pairs_through_one_table::<#marker>(#demand););
    let check = spanned(relation, check);
    let agreed = quote!(::conjoin::private::check::Agree::<#marker, #back>::SAID);
    let way = right_way(model, relation, agreed);
    quote!(#check #way)
}

/// That the other side names this relation.
fn demand(model: &Model, relation: &Relation) -> TokenStream {
    let name = name::text(&relation.name);
    let others = model.relations.iter().filter(|other| other.name != relation.name);
    let others = others.map(|other| name::hash(&other.name));
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
        ::conjoin::private::check::Demand {
            others: &[#(#others),*],
            names_another: #names_another,
            one_way: #one_way,
        }
    }
}

/// The foreign key has the type of the key it refers to.
fn keys(model: &Model, relation: &Relation) -> TokenStream {
    let (source, marker) = (&model.name, model.marker(relation));
    let target = &quote!(::conjoin::private::Target<#marker>);
    let own = &quote!(::conjoin::private::Source<#marker>);
    let types = match &relation.key {
        Key::Path(path) => return self::path(&marker, relation, path),
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
                ::conjoin::private::check::KeyTypeOf<#own, #columns>,
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
    let (source, marker) = (&model.name, model.marker(relation));
    let target = quote!(::conjoin::private::Target<#marker>);
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
        "according to `joinable!`, the columns of `through` are the other way round: the one that \
         refers to `{}` comes first",
        name::text(source)
    );
    quote_spanned! {span=> {
        use ::conjoin::private::check::Unsaid as _;
        ::conjoin::private::check::right_way(#agreed, [#(#refer),*], #message);
    }}
}

/// A path leads to the declared model.
fn path(marker: &Path, relation: &Relation, path: &[Ident]) -> TokenStream {
    let last = super::step(marker, path.len().saturating_sub(1));
    let target = quote!(::conjoin::private::Target<#marker>);
    let check = quote!(::conjoin::private::check::path_leads_to::<#last, #target>(););
    super::respan(check, path.last().map_or(relation.span, Ident::span))
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
