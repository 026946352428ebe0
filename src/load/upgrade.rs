//! Relations for rows that are already loaded: nothing is read again, no row moves.

use crate::load::mode::{Blocking, Connected, Mode};
use crate::model::graph::Graph;
use crate::model::level::{Borrowed, Level, Owned, Rows};
use crate::model::relation::Model;
use crate::plan::fits::{Allow, Alone, FitsIn, Fitted, NoMore};
use std::marker::PhantomData;
use std::slice;

/// Loaded rows together with the relations to load for them.
///
/// Made by [`with`](WithRowsDsl::with); run by [`load`](Self::load), or by [`build`](Self::build) if the
/// related rows are given too. `H` is the form of the rows: several, or a single one.
#[must_use = "nothing is loaded until `.load(conn)`, or built until `.build()`"]
pub struct Upgrade<'r, M, E, H> {
    pub(crate) level: Level<'r, M, E>,
    hand: PhantomData<fn() -> H>,
}

/// Specifies which relations to load for rows that were loaded before.
///
/// | rows | what is returned |
/// |---|---|
/// | `Vec<User>`, a [`Graph`] | a [`Graph`] that owns them |
/// | `&[User]`, `&Vec<User>`, `Vec<&User>`, `&[&User]`, `&Vec<&User>` | a [`Graph`] that [borrows](crate::graph::Borrowed) them |
/// | what [`first`](crate::Load::first) returns | a single row that owns itself |
/// | `&User`, `User` | a single row that is borrowed |
// The model is a parameter, so that rustc can tell a row from a reference to one.
pub trait WithRowsDsl<'r, M: Model>: Sized {
    /// What has been loaded with them.
    type Edges;
    /// Whether they are several rows or a single one.
    type Hand: Hand<'r>;

    /// The rows, and no relation to load yet.
    fn upgrade(self) -> Upgrade<'r, M, Self::Edges, Self::Hand>;

    /// Also loads a relation, with the statements of a load except the one for the rows themselves.
    ///
    /// The rows stay where they are, and so does everything loaded with them. A relation that is
    /// already loaded cannot be loaded again.
    ///
    /// ```
    /// use blog::{Post, User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users: Vec<User> = users::table.order_by(users::id).load(conn)?;
    /// let users = users.with(User::posts).load(conn)?;
    /// let users = users.with(User::profile).load(conn)?; // the posts are still there
    /// // SELECT users.id, users.username FROM users ORDER BY users.id
    /// // SELECT … FROM posts WHERE posts.user_id IN (?, ?, ?)
    /// // SELECT … FROM profiles WHERE profiles.user_id IN (?, ?, ?)
    /// let alice = users.get(0).expect("alice");
    /// assert_eq!((alice.posts().len(), alice.profile().is_some()), (2, true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Rows that belong to somebody else are borrowed; nothing is cloned:
    ///
    /// ```
    /// use blog::{User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// fn titles(users: &[User], conn: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    ///     let users = users.with(User::posts).load(conn)?;
    ///     // SELECT … FROM posts WHERE posts.user_id IN (?, ?, ?)
    ///     let posts = users.iter().flat_map(|user| user.posts());
    ///     Ok(posts.map(|post| post.title.clone()).collect())
    /// }
    ///
    /// # let conn = &mut blog::database()?;
    /// let users: Vec<User> = users::table.load(conn)?;
    /// assert_eq!(titles(&users, conn)?.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn with<P>(self, plan: P) -> WithRows<'r, Self, M, P>
    where
        P: FitsIn<Self::Edges>,
    {
        self.upgrade().with(plan)
    }

    /// Also loads a relation if the condition holds. See [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    fn with_if<P>(self, condition: bool, plan: P) -> WithRows<'r, Self, M, Option<P>>
    where
        Option<P>: FitsIn<Self::Edges>,
    {
        self.upgrade().with(condition.then_some(plan))
    }
}

/// The type that `rows.with(P)` returns.
pub type WithRows<'r, T, M, P> =
    Upgrade<'r, M, Fitted<<T as WithRowsDsl<'r, M>>::Edges, P>, <T as WithRowsDsl<'r, M>>::Hand>;

/// The form in which rows are passed, and returned with more relations.
pub trait Hand<'r> {
    /// The rows with what is loaded.
    type Of<M: Model, E: 'static>;
    /// Converts a level to this form.
    fn hold<M: Model, E: 'static>(level: Level<'r, M, E>) -> Self::Of<M, E>;
}

/// Several rows: a [`Graph`].
#[derive(Debug)]
pub struct Several<O>(PhantomData<O>);

/// A single row.
#[derive(Debug)]
pub struct Row<O>(PhantomData<O>);

macro_rules! hands {
    ($([$($borrowed:lifetime)?] $life:lifetime $owner:ty;)+) => {$(
        impl<$($borrowed)?> Hand<$life> for Several<$owner> {
            type Of<M: Model, E: 'static> = Graph<M, E, $owner>;

            fn hold<M: Model, E: 'static>(level: Level<$life, M, E>) -> Self::Of<M, E> {
                Graph::new(level)
            }
        }

        impl<$($borrowed)?> Hand<$life> for Row<$owner> {
            type Of<M: Model, E: 'static> = M::One<E, $owner>;

            fn hold<M: Model, E: 'static>(level: Level<$life, M, E>) -> Self::Of<M, E> {
                M::one(Graph::new(level))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($borrowed,)? M: Model, E> WithRowsDsl<$life, M> for Graph<M, E, $owner> {
            type Edges = E;
            type Hand = Several<$owner>;

            fn upgrade(self) -> Upgrade<$life, M, E, Self::Hand> {
                Upgrade::of(self.into_level())
            }
        }
    )+};
}

hands! {
    [] 'static Owned;
    ['r] 'r Borrowed<'r>;
}

/// Rows in hand for which the slots `E` can be loaded.
#[diagnostic::on_unimplemented(
    message = "a recursive relation adds rows to those in hand, and these are borrowed",
    label = "pass the rows themselves, not references to them",
    note = "that is a `Vec` of rows, a graph, or the single row that `first` returns"
)]
pub trait Takes<E> {}

impl<E> Takes<E> for Several<Owned> {}
impl<E> Takes<E> for Row<Owned> {}
#[diagnostic::do_not_recommend]
impl<E: Allow<NoMore>> Takes<E> for Several<Borrowed<'_>> {}
#[diagnostic::do_not_recommend]
impl<E: Allow<NoMore>> Takes<E> for Row<Borrowed<'_>> {}

macro_rules! rows_in_hand {
    ($([$($life:lifetime)?] $rows:ty, $hand:ident<$owner:ty>, $life_of_rows:lifetime: $wrap:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($life,)? M: Model> WithRowsDsl<$life_of_rows, M> for $rows {
            type Edges = M::Edges;
            type Hand = $hand<$owner>;

            fn upgrade(self) -> Upgrade<$life_of_rows, M, M::Edges, Self::Hand> {
                let rows: fn(Self) -> Rows<$life_of_rows, M> = $wrap;
                Upgrade::of(Level::of(rows(self), Default::default()))
            }
        }
    )+};
}

rows_in_hand! {
    [] Vec<M>, Several<Owned>, 'static: Rows::Owned;
    ['r] &'r M, Row<Borrowed<'r>>, 'r: |row| Rows::Slice(slice::from_ref(row));
    ['r] &'r [M], Several<Borrowed<'r>>, 'r: Rows::Slice;
    ['r] &'r Vec<M>, Several<Borrowed<'r>>, 'r: |rows| Rows::Slice(rows);
    ['r] Vec<&'r M>, Several<Borrowed<'r>>, 'r: Rows::References;
    ['r] &'r [&'r M], Several<Borrowed<'r>>, 'r: |rows| Rows::References(rows.to_vec());
    ['r] &'r Vec<&'r M>, Several<Borrowed<'r>>, 'r: |rows| Rows::References(rows.clone());
}

impl<'r, M, E, H> Upgrade<'r, M, E, H> {
    /// Rows with what is loaded.
    pub fn of(level: Level<'r, M, E>) -> Self {
        Upgrade { level, hand: PhantomData }
    }

    /// The same row as a single one.
    #[doc(hidden)]
    pub fn single<O>(self) -> Upgrade<'r, M, E, Row<O>> {
        Upgrade::of(self.level)
    }

    /// Also loads another relation of the same rows. See [`WithRowsDsl::with`].
    pub fn with<P>(self, plan: P) -> Upgrade<'r, M, P::Edges, H>
    where
        P: FitsIn<E>,
    {
        Upgrade::of(self.level.map_edges(|edges| plan.fit(edges, Alone).0))
    }

    /// Also loads another relation if the condition holds. See
    /// [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    pub fn with_if<P>(self, condition: bool, plan: P) -> Upgrade<'r, M, Fitted<E, Option<P>>, H>
    where
        Option<P>: FitsIn<E>,
    {
        self.with(condition.then_some(plan))
    }

    /// Loads the relations. Returns a [`Graph`] for several rows, and a single row for a single
    /// one.
    ///
    /// Whether it blocks depends on the connection, as with [`Load::load`](crate::Load::load).
    ///
    /// # Errors
    ///
    /// As [`Load::load`](crate::Load::load). The rows are dropped in that case.
    pub fn load<'q, 'c, C, S, G>(self, conn: &'c mut C) -> S::Output<'c, G>
    where
        S: Mode,
        C: Connected<S>,
        H: Takes<E>,
        Self: UpgradeOn<'q, C, S, Upgraded = G> + 'c,
    {
        self.upgraded(conn)
    }
}

/// An [`Upgrade`] that can be run over the connection `C`.
#[diagnostic::on_unimplemented(
    message = "these relations cannot be loaded over this connection",
    label = "a generic one needs `C: LoadConnection<Backend = …>`, another database its feature of conjoin",
    note = "what is in the query and in `.with(…)` has to be valid for that database; over an async connection, models have \
            to be `Send` and `Sync`",
    note = "a `MultiConnection` needs `conjoin::multi_connection!`; what is generic over the database requires \
            `LoadOn<…>`"
)]
pub trait UpgradeOn<'q, C: Connected<S>, S: Mode = Blocking> {
    /// The rows with what is loaded.
    type Upgraded;
    /// Loads the planned relations.
    fn upgraded<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Upgraded>
    where
        Self: 'c;
}
