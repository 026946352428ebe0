//! Writes the code: facts about a model, which the library works from.

mod checks;
mod types;

use crate::attr::Kind;
use crate::model::{Key, Model, Relation};
use crate::name;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

/// Everything that is generated for one model.
pub(crate) fn model(model: &Model) -> TokenStream {
    let module = types::module(model);
    let implementation = types::model_impl(model);
    let constants = types::constants(model);
    let accessors = types::accessors(model);
    let fields = fields(model);
    let relations = model.relations.iter().map(|relation| self::relation(model, relation));
    let slots = (0..model.relations.len()).map(|place| types::slot(model, place));
    let checks = model.relations.iter().map(|relation| checks::checks(model, relation));
    quote! {
        #module
        #constants
        #accessors
        const _: () = {
            use ::conjoin::private as __conjoin;
            #implementation
            #fields
            #(#slots)*
            #(#relations)*
        };
        #(#checks)*
    }
}

/// `impl Field<posts::user_id> for Post`, for each column.
fn fields(model: &Model) -> TokenStream {
    let Model { name, table, .. } = model;
    let fields = model.columns.iter().map(|column| {
        let path = name::join(table, &column.column);
        let (field, value) = (&column.field, &column.value);
        quote! {
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
    let (source, marker) = (&model.name, model.marker(relation));
    let target = &relation.target;
    let name = relation.full_name(model);
    let hash = name::hash(&relation.name);
    let cardinality = cardinality(relation);
    let keys = keys(model, relation);
    quote! {
        impl __conjoin::Relation for #marker {
            type Source = #source;
            type Target = #target;
            type Cardinality = #cardinality;
            const NAME: &'static str = #name;
        }
        impl __conjoin::Named<#hash> for #source {
            type Relation = #marker;
        }
        #keys
    }
}

fn cardinality(relation: &Relation) -> TokenStream {
    match (relation.kind, &relation.key) {
        (Kind::HasMany | Kind::ManyToMany, _) => quote!(__conjoin::ToMany),
        (Kind::BelongsTo, Key::Own(column)) => quote!(__conjoin::ToOneOf<#column>),
        _ => quote!(__conjoin::ToMaybeOne),
    }
}

/// Which columns connect the two sides, and what follows from them.
fn keys(model: &Model, relation: &Relation) -> TokenStream {
    let (source, marker) = (&model.name, model.marker(relation));
    let target = &relation.target;
    let span = relation.span;
    match &relation.key {
        Key::Own(column) => quote_spanned! {span=>
            impl __conjoin::Direct for #marker {
                type SourceColumn = #column;
                type TargetColumn = __conjoin::PrimaryKey<#target>;
            }
            impl __conjoin::BelongsTo for #marker {}
            ::conjoin::__direct! { #marker }
        },
        Key::Theirs(column) => quote_spanned! {span=>
            impl __conjoin::Direct for #marker {
                type SourceColumn = __conjoin::PrimaryKey<#source>;
                type TargetColumn = #column;
            }
            ::conjoin::__direct! { #marker }
        },
        Key::OfBack => {
            let back = back(relation);
            quote_spanned! {span=>
                impl __conjoin::Direct for #marker {
                    type SourceColumn = <#back as __conjoin::Direct>::TargetColumn;
                    type TargetColumn = <#back as __conjoin::Direct>::SourceColumn;
                }
                ::conjoin::__direct! { #marker }
            }
        }
        Key::Association { table, near, far } => {
            let (near, far) = (name::join(table, near), name::join(table, far));
            quote_spanned! {span=>
                impl __conjoin::Linked for #marker {
                    type Through = #table::table;
                    type SourceColumn = __conjoin::PrimaryKey<#source>;
                    type Near = #near;
                    type Far = #far;
                    type TargetColumn = __conjoin::PrimaryKey<#target>;
                    fn through() -> #table::table {
                        #table::table
                    }
                }
                ::conjoin::__linked! { #marker }
            }
        }
        Key::Refused => TokenStream::new(),
    }
}

/// The marker of the other side, found by the hash of its name. Errors point at the name.
fn back(relation: &Relation) -> TokenStream {
    let target = &relation.target;
    match &relation.back {
        Some(back) => {
            let hash = name::hash(back);
            quote_spanned!(back.span()=> __conjoin::RelationOf<#target, #hash>)
        }
        None => TokenStream::new(),
    }
}
