use crate::clause::narrow::Everything;
use crate::clause::stated::Unset;
use crate::filter::rows::RelatedRows;
use crate::join::condition::Given;
use crate::model::end::{AliasOf, End, Itself};
use crate::model::from::SourceTable;
use crate::model::key::Association;
use crate::model::relation::{KeysOf, Relation, TableOf};
use diesel::expression::Expression;
use diesel::sql_types::BoolOrNullableBool;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// A relation as a join goes through it: from one [alias](diesel::alias) to another, on a condition of
/// its own.
///
/// Made by the methods of [`BetweenDsl`], and has them itself to go on with.
pub struct Between<R, From = Itself, To = Itself, Via = Itself, P = Unset> {
    to: To,
    via: Via,
    on: P,
    types: PhantomData<fn() -> (R, From)>,
}

impl<R: Relation, From, To, Via, P> Debug for Between<R, From, To, Via, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(R::NAME)
    }
}

/// What [`join`](crate::dsl::JoinDsl::join) takes: a [`Relation`], or one [`Between`] aliases.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `User::posts`"
)]
pub trait Joint {
    /// The relation.
    type Relation: Relation;
    /// Where its source is.
    type From: End<SourceTable<Self::Relation>>;
    /// Where its target is.
    type To: End<TableOf<Self::Relation>>;
    /// Where its association table is.
    type Via;
    /// A condition besides the keys.
    type On;
    /// Where its tables are, and the condition.
    fn ends(self) -> (Self::To, Self::Via, Self::On);
}

#[diagnostic::do_not_recommend]
impl<R: Relation> Joint for R {
    type Relation = R;
    type From = Itself;
    type To = Itself;
    type Via = Itself;
    type On = Unset;

    fn ends(self) -> (Itself, Itself, Unset) {
        (Itself, Itself, Unset)
    }
}

impl<R, From, To, Via, P> Joint for Between<R, From, To, Via, P>
where
    R: Relation,
    From: End<SourceTable<R>>,
    To: End<TableOf<R>>,
{
    type Relation = R;
    type From = From;
    type To = To;
    type Via = Via;
    type On = P;

    fn ends(self) -> (To, Via, P) {
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

/// Says which occurrences of its tables a relation joins, and on what besides its keys.
///
/// A table that is in a query twice is there under an [alias](diesel::alias). Aliases of one table are
/// declared together, so that Diesel knows them to be different.
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
    fn to<A: AliasOf<TableOf<Self>>>(self, alias: A) -> Between<Self, Itself, A> {
        plain(self).to(alias)
    }

    /// Starts from an alias of the relation's table that is in the query.
    fn from<A: AliasOf<SourceTable<Self>>>(self, alias: A) -> Between<Self, A> {
        plain(self).from(alias)
    }

    /// Joins an alias of a many_to_many relation's association table.
    fn via<A>(self, alias: A) -> Between<Self, Itself, Itself, A>
    where
        KeysOf<Self>: Associates,
        A: AliasOf<<KeysOf<Self> as Associates>::Table>,
    {
        plain(self).via(alias)
    }

    /// Joins only the related rows for which `predicate` holds as well: `ON … AND (…)`. In an outer
    /// join the others stay, with `NULL`s, where a filter of the query would leave them out.
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
    fn on<P>(self, predicate: P) -> Between<Self, Itself, Itself, Itself, Given<P>>
    where
        P: Expression<SqlType: BoolOrNullableBool>,
    {
        plain(self).on(predicate)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation> BetweenDsl for R {}

fn plain<R: Relation>(_: R) -> Between<R> {
    Between { to: Itself, via: Itself, on: Unset, types: PhantomData }
}

impl<R: Relation, To, Via, P> Between<R, Itself, To, Via, P> {
    /// See [`BetweenDsl::from`].
    pub fn from<A: AliasOf<SourceTable<R>>>(self, alias: A) -> Between<R, A, To, Via, P> {
        let _ = alias;
        Between { to: self.to, via: self.via, on: self.on, types: PhantomData }
    }
}

impl<R: Relation, From, Via, P> Between<R, From, Itself, Via, P> {
    /// See [`BetweenDsl::to`].
    pub fn to<A: AliasOf<TableOf<R>>>(self, alias: A) -> Between<R, From, A, Via, P> {
        Between { to: alias, via: self.via, on: self.on, types: PhantomData }
    }
}

impl<R: Relation, From, To, P> Between<R, From, To, Itself, P> {
    /// See [`BetweenDsl::via`].
    pub fn via<A>(self, alias: A) -> Between<R, From, To, A, P>
    where
        KeysOf<R>: Associates,
        A: AliasOf<<KeysOf<R> as Associates>::Table>,
    {
        Between { to: self.to, via: alias, on: self.on, types: PhantomData }
    }
}

impl<R: Relation, From, To, Via> Between<R, From, To, Via, Unset> {
    /// See [`BetweenDsl::on`].
    pub fn on<P>(self, predicate: P) -> Between<R, From, To, Via, Given<P>>
    where
        P: Expression<SqlType: BoolOrNullableBool>,
    {
        Between { to: self.to, via: self.via, on: Given(predicate), types: PhantomData }
    }
}

impl<R: Relation, From: End<SourceTable<R>>> RelatedRows for Between<R, From> {
    type Relation = R;
    type End = From;
    type Condition = Everything;

    fn condition(self) -> Everything {
        Everything
    }
}
