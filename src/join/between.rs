use crate::clause::declared::NoClause;
use crate::clause::filter_order::Everything;
use crate::filter::rows::RelatedRows;
use crate::join::condition::Given;
use crate::model::from::SourceTable;
use crate::model::key::Association;
use crate::model::relation::{KeysOf, Relation, TableOf};
use crate::model::table_ref::{AliasOf, TableRef, Unaliased};
use diesel::expression::Expression;
use diesel::sql_types::BoolOrNullableBool;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// A relation joined under [aliases](diesel::alias), or on a further condition.
///
/// Made by the methods of [`BetweenDsl`], and has the same methods, for chaining.
pub struct Between<R, From = Unaliased, To = Unaliased, JunctionHop = Unaliased, P = NoClause> {
    to: To,
    via: JunctionHop,
    on: P,
    types: PhantomData<fn() -> (R, From)>,
}

impl<R, From, To: Clone, JunctionHop: Clone, P: Clone> Clone
    for Between<R, From, To, JunctionHop, P>
{
    fn clone(&self) -> Self {
        let (to, via, on) = (self.to.clone(), self.via.clone(), self.on.clone());
        Between { to, via, on, types: PhantomData }
    }
}

impl<R: Relation, From, To, JunctionHop, P> Debug for Between<R, From, To, JunctionHop, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(R::NAME)
    }
}

/// What [`join`](crate::dsl::JoinDsl::join) takes: a [`Relation`], or one [`Between`] aliases.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `User::posts`"
)]
pub trait RelationEnds {
    /// The relation.
    type Relation: Relation;
    /// The table or alias of its source.
    type From: TableRef<SourceTable<Self::Relation>>;
    /// The table or alias of its target.
    type To: TableRef<TableOf<Self::Relation>>;
    /// The table or alias of its association table.
    type JunctionHop;
    /// The filter that the relation declares.
    type Filter;
    /// A condition besides the keys.
    type On;
    /// Its tables or aliases, and the condition.
    fn ends(self) -> (Self::To, Self::JunctionHop, Self::On);
}

#[diagnostic::do_not_recommend]
impl<R: Relation> RelationEnds for R {
    type Relation = R;
    type From = Unaliased;
    type To = Unaliased;
    type JunctionHop = Unaliased;
    type Filter = R::Filter;
    type On = NoClause;

    fn ends(self) -> (Unaliased, Unaliased, NoClause) {
        (Unaliased, Unaliased, NoClause)
    }
}

impl<R, From, To, JunctionHop, P> RelationEnds for Between<R, From, To, JunctionHop, P>
where
    R: Relation,
    From: TableRef<SourceTable<R>>,
    To: TableRef<TableOf<R>>,
{
    type Relation = R;
    type From = From;
    type To = To;
    type JunctionHop = JunctionHop;
    type Filter = R::Filter;
    type On = P;

    fn ends(self) -> (To, JunctionHop, P) {
        (self.to, self.via, self.on)
    }
}

/// A many_to_many relation's association table.
#[diagnostic::on_unimplemented(
    message = "this relation has no association table",
    label = "`.via(alias)` is for a many_to_many relation"
)]
pub trait Associates {
    /// The table.
    type Table;
}

impl<Table, S, Near, Far, T> Associates for Association<Table, S, Near, Far, T> {
    type Table = Table;
}

/// Specifies the aliases that a relation joins, and a condition besides its keys.
///
/// A table that occurs twice in a query needs an [alias](diesel::alias). Declare the aliases of one
/// table together, so that Diesel knows them to be different.
///
/// ```
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// diesel::table! { users (id) { id -> Integer, name -> Text, } }
/// diesel::table! { messages (id) { id -> Integer, sender_id -> Integer, recipient_id -> Integer, } }
/// diesel::allow_tables_to_appear_in_same_query!(users, messages);
///
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = users)]
/// #[relations(
///     has_many(sent: Message, back_populates = sender),
///     has_many(received: Message, back_populates = recipient),
/// )]
/// struct User {
///     id: i32,
///     name: String,
/// }
///
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = messages)]
/// #[relations(
///     belongs_to(sender: User, foreign_key = sender_id, back_populates = sent),
///     belongs_to(recipient: User, foreign_key = recipient_id, back_populates = received),
/// )]
/// struct Message {
///     id: i32,
///     sender_id: i32,
///     recipient_id: i32,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let conn = &mut SqliteConnection::establish(":memory:")?;
/// # diesel::connection::SimpleConnection::batch_execute(conn, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
/// # CREATE TABLE messages (id INTEGER PRIMARY KEY, sender_id INTEGER NOT NULL, recipient_id INTEGER NOT NULL);
/// # INSERT INTO users VALUES (1, 'alice'), (2, 'bob'); INSERT INTO messages VALUES (1, 1, 2)")?;
/// let (senders, recipients) = diesel::alias!(users as senders, users as recipients);
/// let names: Vec<(String, String)> = messages::table
///     .join(Message::sender.to(senders))
///     .join(Message::recipient.to(recipients))
///     .select((senders.field(users::name), recipients.field(users::name)))
///     .load(conn)?;
/// // SELECT senders.name, recipients.name FROM
/// //   ((messages INNER JOIN users AS senders ON senders.id = messages.sender_id)
/// //     INNER JOIN users AS recipients ON recipients.id = messages.recipient_id)
/// # assert_eq!(names, [("alice".to_owned(), "bob".to_owned())]);
/// # Ok(())
/// # }
/// ```
pub trait BetweenDsl: Relation {
    /// Joins an alias of the table that the relation leads to.
    fn to<A: AliasOf<TableOf<Self>>>(self, alias: A) -> Between<Self, Unaliased, A> {
        plain(self).to(alias)
    }

    /// Starts from an alias of the relation's table that is in the query.
    fn from<A: AliasOf<SourceTable<Self>>>(self, alias: A) -> Between<Self, A> {
        plain(self).from(alias)
    }

    /// Joins an alias of a many_to_many relation's association table.
    fn via<A>(self, alias: A) -> Between<Self, Unaliased, Unaliased, A>
    where
        KeysOf<Self>: Associates,
        A: AliasOf<<KeysOf<Self> as Associates>::Table>,
    {
        plain(self).via(alias)
    }

    /// Joins only the related rows that also satisfy `predicate`: `ON … AND (…)`. An outer join
    /// keeps rows without one, with `NULL`s, whereas a filter on the query would remove them.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let drafts: Vec<(String, Option<String>)> = users::table
    ///     .outer_join(User::posts.on(posts::content.is_null()))
    ///     .order_by(users::id)
    ///     .select((users::username, posts::title.nullable()))
    ///     .load(conn)?;
    /// // SELECT users.username, posts.title FROM (users LEFT OUTER JOIN posts
    /// //   ON posts.user_id = users.id AND ((posts.content IS NULL))) ORDER BY users.id
    /// # assert_eq!(drafts.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn on<P>(self, predicate: P) -> Between<Self, Unaliased, Unaliased, Unaliased, Given<P>>
    where
        P: Expression<SqlType: BoolOrNullableBool>,
    {
        plain(self).on(predicate)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation> BetweenDsl for R {}

fn plain<R: Relation>(_: R) -> Between<R> {
    Between { to: Unaliased, via: Unaliased, on: NoClause, types: PhantomData }
}

impl<R: Relation, To, JunctionHop, P> Between<R, Unaliased, To, JunctionHop, P> {
    /// See [`BetweenDsl::from`].
    pub fn from<A: AliasOf<SourceTable<R>>>(self, alias: A) -> Between<R, A, To, JunctionHop, P> {
        let _ = alias;
        Between { to: self.to, via: self.via, on: self.on, types: PhantomData }
    }
}

impl<R: Relation, From, JunctionHop, P> Between<R, From, Unaliased, JunctionHop, P> {
    /// See [`BetweenDsl::to`].
    pub fn to<A: AliasOf<TableOf<R>>>(self, alias: A) -> Between<R, From, A, JunctionHop, P> {
        Between { to: alias, via: self.via, on: self.on, types: PhantomData }
    }
}

impl<R: Relation, From, To, P> Between<R, From, To, Unaliased, P> {
    /// See [`BetweenDsl::via`].
    pub fn via<A>(self, alias: A) -> Between<R, From, To, A, P>
    where
        KeysOf<R>: Associates,
        A: AliasOf<<KeysOf<R> as Associates>::Table>,
    {
        Between { to: self.to, via: alias, on: self.on, types: PhantomData }
    }
}

impl<R: Relation, From, To, JunctionHop> Between<R, From, To, JunctionHop, NoClause> {
    /// See [`BetweenDsl::on`].
    pub fn on<P>(self, predicate: P) -> Between<R, From, To, JunctionHop, Given<P>>
    where
        P: Expression<SqlType: BoolOrNullableBool>,
    {
        Between { to: self.to, via: self.via, on: Given(predicate), types: PhantomData }
    }
}

impl<R: Relation, From: TableRef<SourceTable<R>>> RelatedRows for Between<R, From> {
    type Relation = R;
    type TableRef = From;
    type Condition = Everything;

    fn condition(self) -> Everything {
        Everything
    }
}
