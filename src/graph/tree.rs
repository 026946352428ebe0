use crate::graph::slot::{Access, IsLoaded, IsWhole};
use crate::model::level::Level;
use crate::model::node::{At, Nodes};
use crate::model::relation::{Cardinality, Extent, LinksOf, Model, Relation, View, Whole};
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::sync::OnceLock;

/// The slot of a relation that was loaded [recursively](crate::dsl::RelationDsl::recursive): links
/// between the rows of the level itself.
///
/// Everything loaded with the rows of the level was loaded at every depth.
/// [`depth`](crate::InTree::depth) returns how deep a row is.
///
/// ```
/// use conjoin::graph::Tree;
/// use conjoin::{Graph, prelude::*};
/// use diesel::prelude::*;
///
/// diesel::table! { categories (id) { id -> Integer, parent_id -> Nullable<Integer>, } }
///
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = categories)]
/// #[relations(
///     belongs_to(parent: Category, foreign_key = parent_id, back_populates = children),
///     has_many(children: Category, back_populates = parent),
/// )]
/// struct Category {
///     id: i32,
///     parent_id: Option<i32>,
/// }
///
/// type Whole = Graph<Category, category::Edges<conjoin::NotLoaded<category::parent>, Tree<category::children>>>;
///
/// fn load(conn: &mut SqliteConnection) -> QueryResult<Whole> {
///     categories::table
///         .filter(categories::parent_id.is_null())
///         .with(Category::children.recursive())
///         .load(conn)
/// }
/// # fn main() {}
/// ```
pub struct Tree<R: Relation, X = Whole> {
    pub(super) links: LinksOf<R>,
    /// How deep each row of the level is, once somebody asked.
    pub(super) depths: OnceLock<Vec<usize>>,
    /// The rows at which a limited depth ends, in ascending order.
    ends: Vec<u32>,
    extent: PhantomData<fn() -> X>,
}

impl<R: Relation, X> Tree<R, X> {
    pub(crate) fn new(links: LinksOf<R>, ends: Vec<u32>) -> Self {
        Tree { links, depths: OnceLock::new(), ends, extent: PhantomData }
    }

    /// Whether the relation was loaded for the row `index`: not if it is at the end of a limited depth.
    pub(crate) fn leads_on(&self, index: usize) -> bool {
        self.ends.is_empty() || self.ends.binary_search(&(index as u32)).is_err()
    }

    #[cfg(feature = "serde")]
    pub(crate) fn links(&self) -> &LinksOf<R> {
        &self.links
    }

    /// The links between the rows of the level: see [`Graph::into_parts`](crate::Graph::into_parts).
    pub fn into_links(self) -> LinksOf<R> {
        self.links
    }
}

impl<R: Relation<Cardinality: Cardinality<Links: Clone>>, X> Clone for Tree<R, X> {
    fn clone(&self) -> Self {
        Tree::new(self.links.clone(), self.ends.clone())
    }
}

impl<R: Relation<Cardinality: Cardinality<Links: Debug>>, X> Debug for Tree<R, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree").field("links", &self.links).finish()
    }
}

impl<R: Relation<Cardinality: Cardinality<Links: PartialEq>>, X> PartialEq for Tree<R, X> {
    fn eq(&self, other: &Self) -> bool {
        self.links == other.links && self.ends == other.ends
    }
}

#[diagnostic::do_not_recommend]
impl<M, R, X, Own> IsLoaded<R, Own> for Tree<R, X>
where
    M: Model,
    R: Relation<Source = M, Target = M>,
    X: Extent,
    Own: 'static,
{
    type Extent = X;
    type Edges = Own;

    fn links(&self) -> &LinksOf<R> {
        &self.links
    }

    fn level<'g>(&'g self, own: &'g Level<'g, M, Own>) -> &'g Level<'g, M, Own> {
        own
    }

    fn is_loaded_for(&self, index: usize) -> bool {
        self.leads_on(index)
    }

    const RECURSIVE: bool = true;
}

impl<M, R, Own> IsWhole<R, Own> for Tree<R, Whole>
where
    M: Model,
    R: Relation<Source = M, Target = M>,
    Own: 'static,
{
}

#[diagnostic::do_not_recommend]
impl<'g, M, R, X, Own> Access<'g, R, Own, View<R, X, M::Node<'g, Own>, Nodes<'g, M, Own>>>
    for Tree<R, X>
where
    M: Model,
    R: Relation<Source = M, Target = M>,
    X: Extent,
    Own: 'static,
{
    fn access(&'g self, row: At<'g, M, Own>) -> View<R, X, M::Node<'g, Own>, Nodes<'g, M, Own>> {
        R::Cardinality::view::<X, _, _>(&self.links, row.index(), row.level())
    }
}
