//! The types next to a model: a module with its relations, edges and nodes.

use super::docs;
use crate::check;
use crate::model::{Model, Relation};
use crate::name;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Visibility};

/// The type parameter of a relation's slot, by the relation's own name.
fn parameter(relation: &Relation) -> &Ident {
    &relation.name
}

/// `pub mod user`: markers, edges, node types. It refers to nothing outside itself except conjoin,
/// so it works wherever a struct can be declared, also in a function.
pub(super) fn module(model: &Model) -> TokenStream {
    let Model { name, visibility, module, .. } = model;
    let text = name::text(name);
    let doc = format!("The relations of [`{text}`], as types.");
    let edges_doc = format!("What is loaded with rows of `{text}`: a slot per relation.");
    let node_doc = format!(
        "A `{text}` in a graph: dereferences to the row, and has a method per loaded relation."
    );
    let one_doc = format!("A single `{text}` that owns what was loaded with it.");
    let rows_doc = format!(
        "The relations of a `{text}` in a function that requires them, by [`Has`](::conjoin::Has)."
    );
    let (trait_name, accessors) = (accessors_trait(model), named(model));
    let docs = accessible(model).map(|relation| docs::accessor_text(model, relation));
    let inner = inner_visibility(model);
    let markers = model.relations.iter().map(|relation| marker(&inner, relation));
    let names: Vec<_> = model.relations.iter().map(parameter).collect();
    let texts = names.iter().map(|name| name::text(name));
    let slot_docs = names.iter().map(|name| format!("The slot of `{name}`."));
    quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types, unreachable_pub, dead_code)]
        #[allow(clippy::derive_partial_eq_without_eq)] // Not every row and slot is `Eq`.
        #visibility mod #module {
            #(#markers)*

            #[doc = #edges_doc]
            #[derive(Clone, Debug, Default, PartialEq)]
            #inner struct Edges<#(#names = ::conjoin::NotLoaded<self::#names>),*> {
                #(
                    #[doc = #slot_docs]
                    #inner #names: #names,
                )*
            }

            impl<#(#names: ::conjoin::private::DebugSlot),*> ::conjoin::private::DebugEdges
                for Edges<#(#names),*>
            {
                fn debug(
                    &self,
                    __index: usize,
                    __own: &dyn ::conjoin::private::DebugRows,
                    __relations: &mut ::std::fmt::DebugStruct<'_, '_>,
                ) {
                    #(self.#names.debug(#texts, __index, __own, __relations);)*
                }
            }

            #[doc = #node_doc]
            #inner struct Node<'g, M, E> {
                #[doc(hidden)]
                #inner __at: ::conjoin::private::At<'g, M, E>,
            }

            #[doc = #one_doc]
            #[derive(PartialEq)]
            #inner struct One<M: 'static, E, O: ::conjoin::graph::Ownership = ::conjoin::graph::Owned> {
                #[doc(hidden)]
                #inner __graph: ::conjoin::Graph<M, E, O>,
            }

            ::conjoin::__node_impls! {}

            // Not in that macro, whose name rustc would print where a node of another model is expected.
            #[diagnostic::do_not_recommend]
            impl<'g, M, E> ::conjoin::private::NodeOf<M> for Node<'g, M, E> {
                type At = ::conjoin::private::At<'g, M, E>;

                fn place(self) -> ::conjoin::private::At<'g, M, E> {
                    self.__at
                }
            }
        }

        // So that a row without its relations is told what it lacks. An import of it from the module would be
        // ambiguous in a file that is named like the model and imports those beside it.
        #[doc = #rows_doc]
        #[allow(dead_code)]
        #visibility trait #trait_name: ::std::marker::Copy {
            #(
                #[doc = #docs]
                fn #accessors<__View>(self) -> __View
                where
                    Self: ::conjoin::private::ReadsRelation<#module::#accessors, __View>,
                {
                    ::conjoin::private::ReadsRelation::read_relation(self)
                }
            )*
        }
    }
}

/// How a relation serializes: not at all next to a field of its name.
fn serialized(model: &Model, relation: &Relation) -> TokenStream {
    let name = model.case.of(&name::text(&relation.name));
    let slot = match model.serialized.contains(&name) {
        true => quote!(SerializeField),
        false => quote!(SerializeSlot),
    };
    let case = format_ident!("{}", format!("{:?}", model.case));
    quote!(#slot #name #case)
}

/// The model's visibility as seen from inside its module. A more visible marker would leak a
/// private model in its associated types.
fn inner_visibility(model: &Model) -> TokenStream {
    match &model.visibility {
        Visibility::Inherited => quote!(pub(super)),
        Visibility::Restricted(restricted) => {
            let path = &restricted.path;
            match path.segments.first().map(|segment| segment.ident.to_string()).as_deref() {
                Some("self") => quote!(pub(super)),
                Some("super") => quote!(pub(in super::#path)),
                _ => quote!(#restricted),
            }
        }
        Visibility::Public(public) => quote!(#public),
    }
}

fn marker(visibility: &TokenStream, relation: &Relation) -> TokenStream {
    let name = &relation.name;
    let target = name::last(&relation.target).map(name::text).unwrap_or_default();
    let doc = format!("The relation `{name}`: {} `{target}`.", relation.kind.name());
    quote! {
        #[doc = #doc]
        #[derive(Clone, Copy, Debug, Default)]
        #visibility struct #name;
    }
}

/// `impl User { pub const posts: user::posts = user::posts; }`
pub(super) fn constants(model: &Model) -> TokenStream {
    let Model { name, .. } = model;
    let constants = model.relations.iter().map(|relation| {
        let (visibility, relation_name) = (&model.visibility, &relation.name);
        let marker = model.marker(relation);
        let docs = docs::constant(relation);
        quote! {
            #docs
            #visibility const #relation_name: #marker = #marker;
        }
    });
    quote! {
        #[allow(non_upper_case_globals, dead_code)]
        impl #name {
            #(#constants)*
        }
    }
}

/// `impl Model for User`
pub(super) fn model_impl(model: &Model) -> TokenStream {
    let Model { name, table, module, .. } = model;
    let (text, accessors) = (name::text(name), accessors_trait(model));
    // A name that could not be read is not reported where it is used.
    let incomplete = model.incomplete.then(|| quote!(let _: bool = __REJECTED;));
    let relations = model.relations.iter().map(|relation| name::text(&relation.name));
    let primary_key = match &model.primary_key {
        Some(columns) => quote!(#columns),
        None => quote!(__conjoin::PrimaryKeyOf<#table::table>),
    };
    let tables = match model.joined {
        None => quote!(OneTable),
        Some(_) => quote!(JoinedTables),
    };
    let joined = model.joined.as_ref().map(|tables| {
        quote! {
            fn tables_of_query() -> ::std::vec::Vec<::std::any::TypeId> {
                ::std::vec![#(::std::any::TypeId::of::<#tables>()),*]
            }
        }
    });
    quote! {
        impl __conjoin::Model for #name {
            type Table = #table::table;
            type PrimaryKey = #primary_key;
            type Tables = __conjoin::#tables;
            type Edges = #module::Edges;
            type Node<'g, __E: 'static> = #module::Node<'g, #name, __E>;
            type One<__E: 'static, __O: __conjoin::Ownership> = #module::One<#name, __E, __O>;
            const NAME: &'static str = #text;
            const RELATIONS: &'static [&'static str] = { #incomplete &[#(#relations),*] };

            #joined
            fn node<'g, __E: 'static>(at: __conjoin::At<'g, #name, __E>) -> Self::Node<'g, __E> {
                #module::Node { __at: at }
            }
            fn one<__E: 'static, __O: __conjoin::Ownership>(
                graph: __conjoin::Graph<#name, __E, __O>,
            ) -> Self::One<__E, __O> {
                #module::One { __graph: graph }
            }
        }
        // Not for `One`, which has accessors of its own.
        impl<__Row> #accessors for __Row
        where
            __Row: ::std::marker::Copy + ::std::ops::Deref<Target = #name>,
        {
        }
    }
}

/// `UserAccessors`
fn accessors_trait(model: &Model) -> Ident {
    format_ident!("{}Accessors", model.name)
}

/// `impl Slot<user::posts> for user::Edges<…>`
pub(super) fn slot(model: &Model, place: usize) -> TokenStream {
    let Model { module, relations, .. } = model;
    let own = &relations[place];
    let marker = model.marker(own);
    let field = parameter(own);
    let names: Vec<_> = relations.iter().map(parameter).collect();
    let with_s = relations.iter().enumerate().map(|(other, relation)| {
        if other == place { format_ident!("__S") } else { parameter(relation).clone() }
    });
    let values = relations.iter().enumerate().map(|(other, relation)| {
        let name = parameter(relation);
        if other == place { quote!(#name: change(self.#name)) } else { quote!(#name: self.#name) }
    });
    quote! {
        #[allow(non_camel_case_types)]
        #[diagnostic::do_not_recommend]
        impl<#(#names),*> __conjoin::Slot<#marker> for #module::Edges<#(#names),*> {
            type State = #field;
            type Set<__S> = #module::Edges<#(#with_s),*>;

            fn slot(&self) -> &#field {
                &self.#field
            }
            fn slot_mut(&mut self) -> &mut #field {
                &mut self.#field
            }
            fn change<__S>(self, change: impl ::std::ops::FnOnce(#field) -> __S) -> Self::Set<__S> {
                #module::Edges { #(#values),* }
            }
        }
    }
}

/// A second slot for a model with one relation: with a single impl, rustc would take whatever is named for
/// that relation, and report that it is loaded twice.
pub(super) fn no_other_slot(model: &Model) -> TokenStream {
    let Model { module, relations, .. } = model;
    let [only] = &relations[..] else { return TokenStream::new() };
    let name = parameter(only);
    quote! {
        #[allow(non_camel_case_types)]
        #[diagnostic::do_not_recommend]
        impl<#name> __conjoin::Slot<__conjoin::NoOtherRelation> for #module::Edges<#name> {
            type State = Self;
            type Set<__S> = Self;

            fn slot(&self) -> &Self {
                self
            }
            fn slot_mut(&mut self) -> &mut Self {
                self
            }
            fn change<__S>(self, _: impl ::std::ops::FnOnce(Self) -> __S) -> Self {
                self
            }
        }
    }
}

/// The slots as a list: `(posts, (profile, ()))`. No pattern has their names: those could be taken by a table, as
/// `use schema::posts::dsl::*` imports it.
pub(super) fn slot_list(model: &Model) -> TokenStream {
    let Model { module, relations, .. } = model;
    let names: Vec<_> = relations.iter().map(parameter).collect();
    let list = |of: fn(&Ident) -> TokenStream| {
        names.iter().rev().fold(quote!(()), |rest, name| {
            let slot = of(name);
            quote!((#slot, #rest))
        })
    };
    let (slots, fields) = (list(|name| quote!(#name)), list(|name| quote!(self.#name)));
    let mut rest = quote!(__list);
    let values: Vec<_> = names
        .iter()
        .map(|_| {
            let value = quote!(#rest.0);
            rest.extend(quote!(.1));
            value
        })
        .collect();
    quote! {
        #[allow(non_camel_case_types)]
        #[allow(clippy::unused_unit)] // Without relations.
        impl<#(#names),*> __conjoin::Slots for #module::Edges<#(#names),*> {
            type List = #slots;

            fn into_list(self) -> Self::List {
                #fields
            }
            fn from_list(__list: Self::List) -> Self {
                #module::Edges { #(#names: #values),* }
            }
        }
    }
}

/// The relations that have an accessor.
fn named(model: &Model) -> Vec<&Ident> {
    accessible(model).map(parameter).collect()
}

fn accessible(model: &Model) -> impl Iterator<Item = &Relation> {
    model.relations.iter().filter(|relation| !check::is_reserved(&relation.name))
}

/// The accessors on `user::Node` and `user::One`, their bounds for functions, and loading.
pub(super) fn accessors(model: &Model) -> TokenStream {
    let Model { name, module, relations, .. } = model;
    let names: Vec<_> = relations.iter().map(parameter).collect();
    let edges = quote!(#module::Edges<#(#names),*>);
    let accessors = named(model);
    let markers: Vec<_> = accessors.iter().map(|name| quote!(#module::#name)).collect();
    let docs: Vec<_> = accessible(model).map(|it| docs::accessor(model, it)).collect();
    let serialized = relations.iter().map(|relation| serialized(model, relation));
    quote! {
        #[allow(non_camel_case_types, dead_code)]
        impl<'g, #(#names),*> #module::Node<'g, #name, #edges> {
            #(
                #docs
                pub fn #accessors<__View>(self) -> __View
                where
                    #accessors: ::conjoin::private::Access<'g, #markers, #edges, __View>,
                {
                    ::conjoin::private::Access::access(&self.__at.edges().#accessors, self.__at)
                }
            )*
        }

        #[allow(non_camel_case_types, dead_code)]
        impl<#(#names,)* owned_or_borrowed: ::conjoin::graph::Ownership> #module::One<#name, #edges, owned_or_borrowed> {
            #(
                #docs
                pub fn #accessors<'g, __View>(&'g self) -> __View
                where
                    #accessors: ::conjoin::private::Access<'g, #markers, #edges, __View>,
                {
                    self.node().#accessors()
                }
            )*
        }

        ::conjoin::__fill! { #module, [#(#names),*] }
        ::conjoin::__serialize! { #module, [#(#names: #serialized),*] }
    }
}
