//! Relations whose rows are given by hand, instead of loaded.

use crate::clause::filter_order::Everything;
use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
use crate::graph::vacant::AsRows;
use crate::model::relation::{Extent, LinksOf, Part, Relation, Target, Whole};
use crate::plan::dsl::{Nothing, Plan};
use crate::plan::fits::{Allow, Alone, FitsBeside, FitsIn, More, NestsIn};
use crate::plan::how::Recursive;
use crate::plan::joined::NotJoined;
use crate::plan::loadable::Loadable;
use crate::plan::planned::Planned;
use crate::plan::values::ComputedFor;

/// The rows of a relation, for a graph that is built by hand. See [`GivenDsl::rows`].
#[allow(missing_debug_implementations)]
pub struct ByHand<Row, Links = ByKeys> {
    pub(crate) rows: Vec<Row>,
    pub(crate) links: Links,
}

/// The plan of [`ByHand`] rows of the relation `R`, with the relations `E` beneath them.
pub type GivenRows<R, E, X, Links = ByKeys> =
    Planned<R, Everything, E, X, ByHand<Target<R>, Links>>;

/// The rows that a recursive relation adds, at every depth. See [`GivenDsl::rows`].
#[allow(missing_debug_implementations)]
pub struct RecursiveByHand<R: Relation, Links = ByKeys> {
    pub(crate) given: ByHand<Target<R>, Links>,
    /// The links, once the rows are in their level.
    pub(crate) linked: LinksOf<R>,
}

/// Rows that are found by their own keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByKeys;

/// Rows that are found by links: pairs of the primary keys of a row and of one that it leads to.
#[derive(Debug, Clone)]
pub struct ByLinks<K, I>(pub(crate) Vec<(K, I)>);

impl<K, I> Default for ByLinks<K, I> {
    fn default() -> Self {
        ByLinks(Vec::new())
    }
}

/// Relations and aggregates whose rows and values are given by hand: for a graph that is
/// [built](crate::query::Upgrade::build) without a database.
pub trait GivenDsl: Plan + Sized {
    /// Gives the rows of the relation, all of those that a database would return for the rows
    /// above, in their order.
    ///
    /// They are matched by their keys. A `many_to_many`, or a path, has its keys in other tables;
    /// call [`links`](Planned::links) for those.
    ///
    /// ```
    /// use blog::{Post, Tag, User};
    /// use conjoin::{Loaded, prelude::*};
    ///
    /// fn tags(users: &Loaded!(User { posts { tags } })) -> usize {
    ///     users.iter().flat_map(|user| user.posts()).map(|post| post.tags().len()).sum()
    /// }
    ///
    /// let post = |id, author| Post {
    ///     id,
    ///     title: format!("Post {id}"),
    ///     content: None,
    ///     user_id: Some(author),
    /// };
    /// let users = vec![User { id: 1, username: "alice".to_owned() }]
    ///     .with(
    ///         User::posts
    ///             .rows([post(1, 1), post(2, 1)])
    ///             .with(Post::tags.rows([Tag { id: 7, name: "sql".to_owned() }]).links([(1, 7), (2, 7)])),
    ///     )
    ///     .build()?;
    /// assert_eq!(tags(&users), 2);
    /// # Ok::<(), diesel::result::Error>(())
    /// ```
    fn rows(
        self,
        rows: impl IntoIterator<Item = Target<Self>>,
    ) -> GivenRows<Self, Nothing<Self>, Whole>
    where
        Self: Relation,
    {
        given(rows)
    }

    /// Gives some of the rows of the relation, as if it was loaded with a filter or `per_parent`:
    /// `some posts` in [`Loaded!`](crate::Loaded!).
    ///
    /// ```
    /// use blog::User;
    /// use conjoin::{Loaded, prelude::*};
    ///
    /// let users = vec![User { id: 1, username: "alice".to_owned() }];
    /// let users: Loaded!(User { some posts }) = users.with(User::posts.some_rows([])).build()?;
    /// assert!(users.get(0).expect("alice").posts().is_empty());
    /// # Ok::<(), diesel::result::Error>(())
    /// ```
    fn some_rows(
        self,
        rows: impl IntoIterator<Item = Target<Self>>,
    ) -> GivenRows<Self, Nothing<Self>, Part>
    where
        Self: Relation,
    {
        given(rows)
    }

    /// Gives the values of an aggregate, each with the primary key of its row. Other rows have the
    /// value that a database returns without related rows.
    ///
    /// ```
    /// use blog::{User, schema::posts};
    /// use conjoin::{Loaded, prelude::*};
    ///
    /// let user = |id| User { id, username: format!("user {id}") };
    /// let users: Loaded!(User { count posts, max(posts::id) posts }) = vec![user(1), user(2)]
    ///     .with(User::posts.count().values([(1, 3)]))
    ///     .with(User::posts.max(posts::id).values([(1, Some(9))]))
    ///     .build()?;
    /// let counts: Vec<i64> = users.iter().map(|user| user.count(User::posts)).collect();
    /// assert_eq!(counts, [3, 0]);
    /// # Ok::<(), diesel::result::Error>(())
    /// ```
    fn values(
        self,
        values: impl IntoIterator<
            Item = (<Self::Planned as ComputedFor>::Key, <Self::Planned as ComputedFor>::Value),
        >,
    ) -> GivenValues<Self::Planned>
    where
        Self: Plan<Planned: ComputedFor>,
    {
        GivenValues(values.into_iter().collect())
    }
}

#[diagnostic::do_not_recommend]
impl<P: Plan> GivenDsl for P {}

fn given<R: Relation, X>(rows: impl IntoIterator<Item = Target<R>>) -> GivenRows<R, Nothing<R>, X> {
    let how = ByHand { rows: rows.into_iter().collect(), links: ByKeys };
    Planned::new(Everything, Default::default(), how)
}

impl<R: Relation, N, E, X> Planned<R, N, E, X, Recursive<R>> {
    /// Gives the rows that the relation adds, at every depth, in any order: those of the query are
    /// not among them. See [`GivenDsl::rows`].
    ///
    /// ```
    /// use conjoin::prelude::*;
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
    /// # fn main() -> QueryResult<()> {
    /// let category = |id, parent_id| Category { id, parent_id };
    /// let trees = vec![category(1, None)]
    ///     .with(Category::children.recursive().rows([category(2, Some(1)), category(3, Some(2))]))
    ///     .build()?;
    /// let child = trees.get(0).and_then(|root| root.children().next()).expect("2");
    /// assert_eq!(child.children().map(|category| category.id).collect::<Vec<_>>(), [3]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows(
        self,
        rows: impl IntoIterator<Item = Target<R>>,
    ) -> Planned<R, N, E, X, RecursiveByHand<R>> {
        let given = ByHand { rows: rows.into_iter().collect(), links: ByKeys };
        let how = RecursiveByHand { given, linked: self.how.links };
        Planned::new(self.filter_order, self.edges, how)
    }
}

impl<R: Relation, E, X> GivenRows<R, E, X> {
    /// Links the rows that were given: pairs of the primary keys of a row above and of one of these,
    /// as in an association table. The links of a row are in this order.
    ///
    /// For a `many_to_many`, a path, and rows that are read as another struct by `as_model`.
    ///
    /// ```
    /// use blog::{Post, Tag};
    /// use conjoin::{Loaded, prelude::*};
    ///
    /// let post = |id| Post { id, title: "Joins".to_owned(), content: None, user_id: None };
    /// let tag = |id| Tag { id, name: format!("tag {id}") };
    /// let posts: Loaded!(Post { tags }) = vec![post(1), post(2)]
    ///     .with(Post::tags.rows([tag(7), tag(8)]).links([(1, 8), (1, 7), (2, 7)]))
    ///     .build()?;
    /// let tags = |post: Loaded!(node Post { tags })| post.tags().map(|tag| tag.id).collect();
    /// assert_eq!(posts.iter().map(tags).collect::<Vec<Vec<i32>>>(), [vec![8, 7], vec![7]]);
    /// # Ok::<(), diesel::result::Error>(())
    /// ```
    pub fn links<K, I>(
        self,
        links: impl IntoIterator<Item = (K, I)>,
    ) -> GivenRows<R, E, X, ByLinks<K, I>> {
        let how = ByHand { rows: self.how.rows, links: ByLinks(links.into_iter().collect()) };
        Planned::new(self.filter_order, self.edges, how)
    }
}

impl<R: Relation, N, E, X> Planned<R, N, E, X, RecursiveByHand<R>> {
    /// Links the rows of the whole tree: pairs of the primary keys of a row and of one it leads to.
    pub fn links<K, I>(
        self,
        links: impl IntoIterator<Item = (K, I)>,
    ) -> Planned<R, N, E, X, RecursiveByHand<R, ByLinks<K, I>>> {
        let RecursiveByHand { given, linked } = self.how;
        let given = ByHand { rows: given.rows, links: ByLinks(links.into_iter().collect()) };
        Planned::new(self.filter_order, self.edges, RecursiveByHand { given, linked })
    }
}

/// The values of the aggregate `P`, for a graph that is built by hand. See [`GivenDsl::values`].
#[allow(missing_debug_implementations)]
pub struct GivenValues<P: ComputedFor>(pub(crate) Vec<(P::Key, P::Value)>);

/// Plans that join nothing, with what they become and beside what they can be.
macro_rules! plans {
    ($([$($parameter:ident $(: $bound:path)?),*] $given:ty:
        $relation:ty, $place:ty, $loaded:ty, beside $others:path;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($parameter $(: $bound)?),*> Plan for $given {
            type Relation = $relation;
            type Place = $place;
            type Planned = Self;
            type Joins = NotJoined;

            fn planned(self) -> (Self, NotJoined) {
                (self, NotJoined)
            }
        }

        impl<$($parameter $(: $bound)?),*> Loadable for $given {
            type Loaded = $loaded;
        }

        #[diagnostic::do_not_recommend]
        impl<__Others: $others, $($parameter $(: $bound)?),*> FitsBeside<__Others> for $given {}
    )*};
}

plans! {
    [R: Relation, N, E: Loadable, X: Extent, Row, L] Planned<R, N, E, X, ByHand<Row, L>>:
        R::Declared, AsRows, Loaded<R, E::Loaded, X>, beside Sized;
    [R: Relation, N, E: Loadable, X: Extent, L] Planned<R, N, E, X, RecursiveByHand<R, L>>:
        R::Declared, AsRows, Tree<R, X>, beside Allow<More>;
    [P: ComputedFor] GivenValues<P>:
        P::Relation, P::Function, P::Loaded, beside Sized;
}

#[diagnostic::do_not_recommend]
impl<R, N, E, X, Row, L, Rows> Allow<Rows> for Planned<R, N, E, X, ByHand<Row, L>> {}
#[diagnostic::do_not_recommend]
impl<P: ComputedFor, Rows> Allow<Rows> for GivenValues<P> {}

impl<R, E, Row, L, P: FitsIn<E>> NestsIn<ByHand<Row, L>, R, E> for P {
    type Edges = P::Edges;
    type How = ByHand<Row, L>;

    fn nest(self, edges: E, how: ByHand<Row, L>) -> (P::Edges, ByHand<Row, L>) {
        (self.fit(edges, Alone).0, how)
    }
}
