//! Changes of links, before they are sent.

use crate::database::backend::{Database, binds};
use crate::load::mode::{Blocking, Connected, Mode};
use crate::model::relation::{Model, Target};
use crate::related::Sources;
use crate::write::kind::{Action, Adds, Kind, OneStatement};
use crate::write::links::{FarKey, Links, Step};
use crate::write::many_to_many::{ManyToMany, Targets};
use crate::write::once::twice;
use crate::write::statement::WriteLinks;
use crate::write::values::{AndValue, ColumnOf, OneRow, ValueOf, WriteValues};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::marker::PhantomData;

/// A change of links, as [`link`](crate::dsl::WriteDsl::link), [`unlink`](crate::dsl::WriteDsl::unlink)
/// and [`set`](crate::dsl::WriteDsl::set) return it; run by [`execute`](Self::execute).
///
/// `K` is what is done with the links: [`Add`](crate::query::Add),
/// [`Delete`](crate::query::Delete) or [`Set`](crate::query::Set). `R` is the relation, and `M` its
/// source. Diesel prints a change that is one statement:
///
/// ```
/// use blog::{Post, Tag};
/// use conjoin::prelude::*;
/// use diesel::sqlite::Sqlite;
///
/// let post = Post { id: 1, title: String::new(), content: None, user_id: None };
/// let rust = Tag { id: 2, name: "rust".to_owned() };
/// let link = post.link(Post::tags, [&rust]);
/// assert_eq!(
///     diesel::debug_query::<Sqlite, _>(&link).to_string(),
///     "INSERT INTO `post_tags` (`post_id`, `tag_id`) VALUES (?, ?) \
///      ON CONFLICT (`post_id`, `tag_id`) DO NOTHING -- binds: [1, 2]"
/// );
/// ```
#[derive(Debug)]
#[must_use = "nothing is changed until `.execute(conn)`"]
pub struct ChangeLinks<K, R: ManyToMany<M>, M: Model, V = ()> {
    pub(crate) links: Links<R, M>,
    pub(crate) values: V,
    kind: PhantomData<fn() -> K>,
}

impl<K, R: ManyToMany<M>, M: Model> ChangeLinks<K, R, M> {
    pub(crate) fn of<S>(sources: &S, targets: impl Targets<Target<R>, FarKey<R, M>>) -> Self
    where
        S: Sources<Model = M> + ?Sized,
    {
        ChangeLinks { links: Links::of(sources, targets), values: (), kind: PhantomData }
    }
}

impl<K: Kind, R: ManyToMany<M>, M: Model, V> ChangeLinks<K, R, M, V> {
    /// The statements, in their order.
    pub(crate) fn steps<DB>(&self) -> QueryResult<Vec<Step>>
    where
        DB: Database,
        V: WriteValues<DB>,
    {
        let others = || {
            let mut columns: Vec<_> = Links::<R, M>::columns().collect();
            V::add_names(&mut columns);
            match twice(R::NAME, &columns) {
                Some(twice) => Err(twice.error()),
                None => binds::<DB, _>(&OneRow(&self.values)),
            }
        };
        match K::ACTION {
            Action::Add => self.links.link::<DB>(others()?),
            Action::Delete => self.links.unlink::<DB>(),
            Action::Set => self.links.set::<DB>(others()?),
        }
    }
}

impl<K, R: ManyToMany<M>, M: Model, V> ChangeLinks<K, R, M, V> {
    /// Gives each new link a value in a further column of the association table. Call it once for
    /// each column: a column that is given twice is an [`Error`](crate::Error) before anything is sent.
    ///
    /// A link that is there already keeps its values.
    ///
    /// ```
    /// use conjoin::prelude::*;
    /// use diesel::{connection::SimpleConnection, prelude::*};
    ///
    /// diesel::table! { posts (id) { id -> Integer, } }
    /// diesel::table! { tags (id) { id -> Integer, } }
    /// diesel::table! {
    ///     post_tags (post_id, tag_id) { post_id -> Integer, tag_id -> Integer, by -> Text, }
    /// }
    /// diesel::allow_tables_to_appear_in_same_query!(posts, tags, post_tags);
    ///
    /// #[derive(Queryable, Selectable, Relations)]
    /// #[diesel(table_name = posts)]
    /// #[relations(many_to_many(tags: Tag, through = post_tags, one_way))]
    /// struct Post { id: i32 }
    ///
    /// #[derive(Queryable, Selectable, Relations)]
    /// #[diesel(table_name = tags)]
    /// struct Tag { id: i32 }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let conn = &mut SqliteConnection::establish(":memory:")?;
    /// # conn.batch_execute("CREATE TABLE post_tags (post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
    /// #     by TEXT NOT NULL, PRIMARY KEY (post_id, tag_id))")?;
    /// let (post, tag) = (Post { id: 1 }, Tag { id: 2 });
    /// post.link(Post::tags, [&tag]).value(post_tags::by, "alice").execute(conn)?;
    /// // INSERT INTO post_tags (post_id, tag_id, by) VALUES (?, ?, ?)
    /// //   ON CONFLICT (post_id, tag_id) DO NOTHING
    /// assert_eq!(post_tags::table.first(conn), Ok((1, 2, "alice".to_owned())));
    /// # Ok(())
    /// # }
    /// ```
    pub fn value<C, X>(
        self,
        column: C,
        value: X,
    ) -> ChangeLinks<K, R, M, AndValue<V, C, X::Expression>>
    where
        K: Adds,
        C: ColumnOf<R::Through>,
        X: ValueOf<C>,
    {
        let _ = column;
        let values = AndValue::new(self.values, value.expression());
        ChangeLinks { links: self.links, values, kind: PhantomData }
    }
}

impl<K, R: ManyToMany<M>, M: Model, V> ChangeLinks<K, R, M, V> {
    /// Sends the change: nothing if there are no rows, and otherwise one statement, or several in a
    /// transaction.
    ///
    /// The result depends on the connection: for a connection of Diesel's, a [`QueryResult`]; for
    /// one of diesel-async, a future of it, to be awaited. It is the number of deleted links for
    /// `unlink`, and `()` for `link` and `set`, since databases count links that are there already
    /// differently.
    ///
    /// More links than one statement has binds for are sent in several. All of them are in one
    /// transaction, or in a savepoint inside one, so that an error leaves no change. The rows of
    /// `.set(…)` have to fit into one statement: 16 383 on SQLite, 32 767 on MariaDB, and for a key
    /// of several columns.
    ///
    /// # Errors
    ///
    /// Those of Diesel's `execute`: a row that is gone is a
    /// [`ForeignKeyViolation`](diesel::result::DatabaseErrorKind::ForeignKeyViolation). For `set`
    /// also conjoin's [`Error`](crate::Error).
    pub fn execute<'c, C, S, T>(self, conn: &'c mut C) -> S::Output<'c, T>
    where
        S: Mode,
        C: Connected<S>,
        Self: WriteOn<C, S, Output = T> + 'c,
    {
        self.written(conn)
    }
}

/// A change that can be sent over the connection `C`: the bound for functions that are generic over
/// the connection.
///
/// ```
/// use blog::{Post, Tag, post};
/// use conjoin::connection::WriteOn;
/// use conjoin::query::{Add, ChangeLinks};
/// use conjoin::prelude::*;
/// use diesel::{connection::LoadConnection, prelude::*};
///
/// fn tag<C>(post: &Post, tag: &Tag, conn: &mut C) -> QueryResult<()>
/// where
///     C: LoadConnection,
///     ChangeLinks<Add, post::tags, Post>: WriteOn<C, Output = ()>,
/// {
///     post.link(Post::tags, [tag]).execute(conn)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "this cannot be written over `{C}`",
    label = "not a connection to a database that this change is valid for",
    note = "it takes a connection of Diesel's, or with the feature `async` one of diesel-async's, to a \
            database whose feature is enabled in conjoin; an async one must be able to begin a \
            transaction"
)]
pub trait WriteOn<C: Connected<S>, S: Mode = Blocking> {
    /// What it returns.
    type Output;
    /// Sends it.
    fn written<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Output>
    where
        Self: 'c;
}

/// One of the statements of a change.
pub(crate) struct LinkStatement<'c, K, R: ManyToMany<M>, M: Model, V> {
    pub(crate) change: &'c ChangeLinks<K, R, M, V>,
    pub(crate) step: Step,
}

impl<K, R: ManyToMany<M>, M: Model, V> QueryId for LinkStatement<'_, K, R, M, V> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<K, R, M, V, DB> QueryFragment<DB> for LinkStatement<'_, K, R, M, V>
where
    R: WriteLinks<M, DB>,
    M: Model<Table: QueryFragment<DB>>,
    V: WriteValues<DB>,
    DB: Database,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.change.links.write(&self.change.values, &self.step, out)
    }
}

impl<K, R: ManyToMany<M>, M: Model, V> QueryId for ChangeLinks<K, R, M, V> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<K, R, M, V, DB> QueryFragment<DB> for ChangeLinks<K, R, M, V>
where
    K: Kind + OneStatement,
    R: WriteLinks<M, DB>,
    M: Model<Table: QueryFragment<DB>>,
    V: WriteValues<DB>,
    DB: Database,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.links.write(&self.values, &self.links.whole(K::ACTION), out)
    }
}
