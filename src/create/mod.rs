//! New rows together with those that they are related to.
//!
//! Rows are inserted level by level, those that others refer to first; what was created is then loaded.
//! Uses `write` and what that uses.

#[cfg(feature = "async")]
pub(crate) mod asynchronous;
pub(crate) mod batch;
pub(crate) mod blocking;
pub(crate) mod explain;
pub(crate) mod found;
pub(crate) mod generated;
pub(crate) mod given;
pub(crate) mod nested;
pub(crate) mod pairs;
pub(crate) mod relations;
pub(crate) mod session;
pub(crate) mod slots;

use crate::create::batch::NewRow;
use crate::create::given::Given;
use crate::create::nested::{Below, Linked, Nested, RowOf};
use crate::create::relations::{Nests, RelatedRow};
use crate::create::slots::{TakesLinks, TakesRows};
use crate::graph::slot::Slot;
use crate::load::mode::{Blocking, Connected, Mode};
use crate::model::relation::{Source, TableOf, Target};
use crate::write::links::FarKey;
use crate::write::many_to_many::{LinkRelation, ManyToMany, Targets};

/// A new row, to be created together with others.
///
/// `new` is what Diesel's `values` takes for one row: a struct that derives
/// [`Insertable`](diesel::Insertable), a reference to one, or a tuple. It does not contain the foreign
/// keys that are to be filled in.
///
/// ```
/// use blog::{Post, Tag, User, schema::{posts, profiles, tags, users}};
/// use conjoin::create;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let rust: Tag = tags::table.filter(tags::name.eq("rust")).first(conn)?;
/// let diesel: Tag = tags::table.filter(tags::name.eq("diesel")).first(conn)?;
/// let dora = create(users::username.eq("dora"))
///     .with(User::profile, create(profiles::bio.eq("Writes.")))
///     .with(User::posts, [
///         create(posts::title.eq("Graphs")).link(Post::tags, [&rust]),
///         create(posts::title.eq("Trees")).link(Post::tags, [&rust, &diesel]),
///     ])
///     .save(conn)?;
/// assert!(dora.profile().is_some_and(|profile| profile.bio == "Writes."));
/// assert_eq!(dora.posts().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn create<N>(new: N) -> Create<N> {
    Create { new, nested: () }
}

/// Several new rows of one table, each with those that it is to be created with.
///
/// All rows of a level are inserted together, whichever parents they have.
///
/// ```
/// use blog::{User, schema::{posts, users}};
/// use conjoin::{create, create_all};
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let authors = ["dora", "emil"].map(|name| {
///     create(users::username.eq(name)).with(User::posts, [create(posts::title.eq("Hello"))])
/// });
/// let authors = create_all(authors).save(conn)?;
/// assert_eq!(authors.len(), 2);
/// assert!(authors.iter().all(|author| author.posts().len() == 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn create_all<N, L>(rows: impl IntoIterator<Item = Create<N, L>>) -> CreateAll<N, L> {
    CreateAll { rows: rows.into_iter().collect() }
}

/// A new row and those that it is created with, as [`create`] returns it.
///
/// `N` is the row, `L` what was given to [`with`](Self::with) and [`link`](Self::link).
#[derive(Debug, Clone)]
#[must_use = "nothing is created until `.save(conn)`"]
pub struct Create<N, L = ()> {
    pub(crate) new: N,
    pub(crate) nested: L,
}

/// Several new rows, as [`create_all`] returns them.
#[derive(Debug, Clone)]
#[must_use = "nothing is created until `.save(conn)`"]
pub struct CreateAll<N, L> {
    pub(crate) rows: Vec<Create<N, L>>,
}

/// The slot of `R` in what is created with `N`.
type StateOf<N, L, R> = <PlanOf<N, L, R> as Slot<R>>::State;
type PlanOf<N, L, R> = <CheckedOf<N, L, R> as Nested<Source<R>>>::Plan;
type CheckedOf<N, L, R> = <L as RowOf<Source<R>, N>>::Checked;

/// The new rows `G` of `R` in addition to `L`.
type And<L, R, G, How> = (L, Below<R, NewOf<R, G, How>, NestedOf<R, G, How>, How>);
type NewOf<R, G, How> = <G as Given<<R as Nests<How>>::Takes>>::New;
type NestedOf<R, G, How> = <G as Given<<R as Nests<How>>::Takes>>::Nested;

/// The same, if the relation has no new rows.
type Checked<N, L, R, G, How> = <StateOf<N, L, R> as TakesRows<R>>::Then<And<L, R, G, How>>;

/// A new row of `G`, with all keys that are filled in.
type RelatedOf<R, G, How> = RelatedRow<R, NewOf<R, G, How>, NestedOf<R, G, How>, How>;

/// The links of `R` in addition to `L`, if the relation has none.
type AndLinked<N, L, R> = <StateOf<N, L, R> as TakesLinks<R>>::Then<(L, Linked<R>)>;

impl<N, L> Create<N, L> {
    /// Creates related rows with this one: several for a has_many or a many_to_many, one or an `Option`
    /// for a has_one, one for a belongs_to. Call it once for each relation.
    ///
    /// The keys are filled in: those of this row in the rows of a has_many and a has_one, that of the
    /// new parent in this row, and both in the association table of a many_to_many.
    pub fn with<R, G, How>(self, relation: R, new: G) -> Create<N, Checked<N, L, R, G, How>>
    where
        R: Nests<How>,
        L: RowOf<Source<R>, N, Checked: Nested<Source<R>, Plan: Slot<R, State: TakesRows<R>>>>,
        G: Given<R::Takes, Nested: Nested<Target<R>>>,
        RelatedOf<R, G, How>: NewRow<TableOf<R>>,
    {
        let _ = relation;
        let both = (self.nested, Below::new(new.creates()));
        let nested = <StateOf<N, L, R> as TakesRows<R>>::then(both);
        Create { new: self.new, nested }
    }

    /// Links this row with rows that are there, by a many_to_many.
    ///
    /// Together with [`with`](Self::with), the row has both: those that are linked, and new ones.
    pub fn link<R, T>(self, relation: R, targets: T) -> Create<N, AndLinked<N, L, R>>
    where
        R: LinkRelation<Source<R>> + ManyToMany<Source<R>>,
        L: RowOf<Source<R>, N, Checked: Nested<Source<R>, Plan: Slot<R, State: TakesLinks<R>>>>,
        T: Targets<Target<R>, FarKey<R, Source<R>>>,
    {
        let _ = relation;
        let nested = <StateOf<N, L, R> as TakesLinks<R>>::then((self.nested, Linked::to(targets)));
        Create { new: self.new, nested }
    }

    /// Inserts the rows and returns them: a single row, with the relations that were given loaded.
    ///
    /// The result depends on the connection, as that of [`Load::load`](crate::Load::load).
    ///
    /// # Errors
    ///
    /// Those of the database, with the relation in the message; nothing is kept then. conjoin's
    /// [`Error`](crate::Error) if the database inserted fewer rows than it was sent.
    pub fn save<'c, C, S, T>(self, conn: &'c mut C) -> S::Output<'c, T>
    where
        S: Mode,
        C: Connected<S>,
        Self: SaveOn<C, S, Output = T> + 'c,
    {
        self.saved(conn)
    }
}

impl<N, L> CreateAll<N, L> {
    /// Inserts the rows and returns them: a [`Graph`](crate::Graph), in the order in which they were
    /// given. See [`Create::save`].
    pub fn save<'c, C, S, T>(self, conn: &'c mut C) -> S::Output<'c, T>
    where
        S: Mode,
        C: Connected<S>,
        Self: SaveOn<C, S, Output = T> + 'c,
    {
        self.saved(conn)
    }
}

/// New rows that can be created over the connection `C`: the bound for functions that are generic over
/// the connection.
#[diagnostic::on_unimplemented(
    message = "these rows cannot be created over `{C}`",
    label = "nothing is created with the row, or this is not a connection to a database that all are valid for",
    note = "a row alone is inserted by Diesel: `diesel::insert_into(…).values(…)`",
    note = "it takes a connection of Diesel's, or with the feature `async` one of diesel-async's, to a \
            database whose feature is enabled in conjoin"
)]
pub trait SaveOn<C: Connected<S>, S: Mode = Blocking> {
    /// What it returns.
    type Output;
    /// Creates them.
    fn saved<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Output>
    where
        Self: 'c;
}
