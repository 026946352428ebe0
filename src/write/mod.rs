//! Writing through relations: links of a many-to-many, and rows with the keys of others.
//!
//! Uses `load` and what that uses.

pub(crate) mod assign;
#[cfg(feature = "async")]
pub(crate) mod asynchronous;
pub(crate) mod blocking;
pub(crate) mod change;
pub(crate) mod children;
pub(crate) mod delete;
pub(crate) mod keys;
pub(crate) mod kind;
pub(crate) mod links;
pub(crate) mod many_to_many;
pub(crate) mod once;
pub(crate) mod statement;
pub(crate) mod values;

use crate::model::key::Keyed;
use crate::model::relation::{Model, PrimaryKey, TableOf, Target};
use crate::related::Sources;
use crate::write::assign::{NullableParentRelation, ParentRelation, UpdateOf};
use crate::write::children::{
    ChildRelation, ChildrenOf, Insert, NewRows, OneParent, RowsOfEach, Takes,
};
use crate::write::delete::DeleteRows;
use crate::write::kind::{Add, Delete, Set};
use crate::write::many_to_many::{LinkRelation, Targets};
use crate::write::once::twice_in;
use diesel::{Insertable, Table};

/// Writes rows through the relations of rows in hand.
///
/// Available on a model, on a slice or `Vec` of models or of references to them, on a
/// [`Graph`](crate::Graph), and on the [`Nodes`](crate::Nodes) that an accessor returns. Nothing is
/// sent before `execute`, and rows in hand stay as they are: what was loaded is not changed.
pub trait WriteDsl: Sources {
    /// Links each of these rows with each of the targets, by the association table of a
    /// many-to-many. A link that is there already stays as it is.
    ///
    /// ```
    /// use blog::{Post, Tag, schema::{posts, tags}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let post: Post = posts::table.find(2).first(conn)?;
    /// let rust: Tag = tags::table.filter(tags::name.eq("rust")).first(conn)?;
    /// let diesel: Tag = tags::table.filter(tags::name.eq("diesel")).first(conn)?;
    ///
    /// post.link(Post::tags, [&rust, &diesel]).execute(conn)?;
    /// // INSERT INTO post_tags (post_id, tag_id) VALUES (?, ?), (?, ?)
    /// //   ON CONFLICT (post_id, tag_id) DO NOTHING
    /// rust.link(Tag::posts, [&post]).execute(conn)?; // the same link, from its other side
    /// assert_eq!(post.related(Post::tags).count().get_result(conn), Ok(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The association table needs a unique constraint on the two keys, which its primary key
    /// usually is. Without one, SQLite and PostgreSQL report an error, but MariaDB adds the link
    /// again.
    fn link<R, T>(&self, relation: R, targets: T) -> R::Change<Add>
    where
        R: LinkRelation<Self::Model>,
        T: Targets<Target<R>, R::TargetKey>,
    {
        let _ = relation;
        R::change(self, targets)
    }

    /// Deletes the links of each of these rows with each of the targets. The rows themselves stay.
    ///
    /// ```
    /// use blog::{Post, Tag, schema::{posts, tags}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let posts: Vec<Post> = posts::table.load(conn)?;
    /// let rust: Tag = tags::table.filter(tags::name.eq("rust")).first(conn)?;
    /// let deleted = posts.unlink(Post::tags, [&rust]).execute(conn)?;
    /// // DELETE FROM post_tags WHERE post_tags.post_id IN (?, ?, ?, ?) AND post_tags.tag_id = ?
    /// assert_eq!(deleted, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn unlink<R, T>(&self, relation: R, targets: T) -> R::Change<Delete>
    where
        R: LinkRelation<Self::Model>,
        T: Targets<Target<R>, R::TargetKey>,
    {
        let _ = relation;
        R::change(self, targets)
    }

    /// Gives each of these rows links with exactly the targets: deletes its other links and adds
    /// those that are missing. Links that are there already stay as they are.
    ///
    /// ```
    /// use blog::{Post, Tag, schema::{posts, tags}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let post: Post = posts::table.find(1).first(conn)?;
    /// let rust: Tag = tags::table.filter(tags::name.eq("rust")).first(conn)?;
    /// post.set(Post::tags, [&rust]).execute(conn)?;
    /// // BEGIN
    /// // DELETE FROM post_tags WHERE post_tags.post_id = ? AND NOT (post_tags.tag_id = ?)
    /// // INSERT INTO post_tags (post_id, tag_id) VALUES (?, ?)
    /// //   ON CONFLICT (post_id, tag_id) DO NOTHING
    /// // COMMIT
    /// assert_eq!(post.related(Post::tags).load::<Tag>(conn)?, [rust]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// On PostgreSQL and MariaDB, two more statements come first, which lock these rows and the
    /// targets (`SELECT … FOR UPDATE`): of two transactions that set the same links, from the same side
    /// or from both, the second waits for the first. Without the locks, each would keep the links of
    /// the other. On SQLite only one transaction writes at a time.
    ///
    /// PostgreSQL's isolation level `REPEATABLE READ` is refused, since a lock does not show the
    /// transaction what others have committed since it began: use `READ COMMITTED`, or `SERIALIZABLE`
    /// and try again after a serialization failure.
    fn set<R, T>(&self, relation: R, targets: T) -> R::Change<Set>
    where
        R: LinkRelation<Self::Model>,
        T: Targets<Target<R>, R::TargetKey>,
    {
        let _ = relation;
        R::change(self, targets)
    }

    /// Creates rows of a has_many, or the row of a has_one: Diesel's `INSERT` of them with the key of
    /// this row.
    ///
    /// The new rows are what Diesel's `values` takes: one or several structs that derive
    /// [`Insertable`](diesel::Insertable), or tuples. They do not contain the foreign key: a column that is
    /// given twice is an [`Error`](crate::Error) before anything is sent. What Diesel offers for an insert can follow: `.on_conflict(…)`, `.returning(…)`, `.execute(conn)`.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// #[derive(Insertable)]
    /// #[diesel(table_name = posts)]
    /// struct NewPost {
    ///     id: i32,
    ///     title: String,
    /// }
    ///
    /// # let conn = &mut blog::database()?;
    /// let alice: User = users::table.find(1).first(conn)?;
    /// let new = NewPost { id: 10, title: "Writing".to_owned() };
    /// alice.create(User::posts, &new).execute(conn)?;
    /// // INSERT INTO posts (user_id, id, title) VALUES (?, ?, ?)
    ///
    /// let more = [11, 12].map(|id| NewPost { id, title: format!("Part {id}") });
    /// alice.create(User::posts, &more).execute(conn)?;
    /// // INSERT INTO posts (user_id, id, title) VALUES (?, ?, ?), (?, ?, ?)
    /// // On SQLite, Diesel inserts structs one by one, in a transaction.
    /// assert_eq!(alice.related(User::posts).count().get_result(conn), Ok(5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Over a `SyncConnectionWrapper` of diesel-async and over a `MultiConnection`, Diesel does not
    /// insert several rows at a time; create them one after the other there.
    fn create<R, N, Number>(&self, relation: R, rows: N) -> Insert<R, N::Rows>
    where
        Self: OneParent,
        R: ChildRelation<Self::Model, Cardinality: Takes<Number>, Target: Model<Table: Table>>,
        N: NewRows<children::Filled<R, Self::Model>, TableOf<R>, Number>,
    {
        let _ = relation;
        let mut parents = self.rows();
        let parent = parents.next().expect("a single row");
        let twice = twice_in::<R, N::Rows>();
        children::insert::<R, _>(rows.rows(|| R::filled(parent, twice)))
    }

    /// Creates rows of a has_many or a has_one for each of these rows, in one `INSERT` of Diesel's.
    ///
    /// ```
    /// use blog::{User, schema::{profiles, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users: Vec<User> = users::table.filter(users::id.gt(1)).load(conn)?;
    /// let created = users
    ///     .create_each(User::profile, |user| {
    ///         Some((profiles::id.eq(user.id), profiles::bio.eq(format!("I am {}", user.username))))
    ///     })
    ///     .execute(conn)?;
    /// // INSERT INTO profiles (user_id, id, bio) VALUES (?, ?, ?), (?, ?, ?)
    /// assert_eq!(created, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// For a has_many, return several rows for each parent; for a has_one, an `Option`.
    fn create_each<R, I>(
        &self,
        relation: R,
        mut rows: impl FnMut(&Self::Model) -> I,
    ) -> Insert<R, ChildrenOf<R, Self::Model, I>>
    where
        R: ChildRelation<Self::Model, Target: Model<Table: Table>>,
        I: RowsOfEach<R::Cardinality>,
        ChildrenOf<R, Self::Model, I>: Insertable<TableOf<R>>,
    {
        let _ = relation;
        let twice = twice_in::<R, ChildrenOf<R, Self::Model, I>>();
        let of_each = |parent| {
            let filled = move |row| (R::filled(parent, twice), row);
            rows(parent).into_iter().map(filled)
        };
        children::insert::<R, _>(self.rows().flat_map(of_each).collect::<Vec<_>>())
    }

    /// Has these rows refer to another row by a belongs_to: Diesel's `UPDATE` of their foreign key.
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let bob: User = users::table.find(2).first(conn)?;
    /// let post: Post = posts::table.find(1).first(conn)?;
    /// post.assign(Post::author, &bob).execute(conn)?;
    /// // UPDATE posts SET user_id = ? WHERE posts.id = ?
    ///
    /// let posts: Vec<Post> = posts::table.load(conn)?;
    /// posts.assign(Post::author, &bob).execute(conn)?;
    /// // UPDATE posts SET user_id = ? WHERE posts.id IN (?, ?, ?, ?)
    /// assert_eq!(bob.related(User::posts).count().get_result(conn), Ok(4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The keys of several rows are one list; SQLite allows 32 766 of them, MariaDB 65 535.
    fn assign<R>(
        &self,
        relation: R,
        target: &Target<R>,
    ) -> <assign::Filled<R, Self::Model> as UpdateOf<Self>>::Statement
    where
        R: ParentRelation<Self::Model>,
        assign::Filled<R, Self::Model>: UpdateOf<Self>,
    {
        let _ = relation;
        R::filled(target).update(self)
    }

    /// Has these rows refer to no row by a belongs_to whose foreign key may be `NULL`: Diesel's
    /// `UPDATE` of the foreign key to `NULL`.
    ///
    /// ```
    /// use blog::{Post, schema::posts};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let post: Post = posts::table.find(1).first(conn)?;
    /// post.unassign(Post::author).execute(conn)?;
    /// // UPDATE posts SET user_id = ? WHERE posts.id = ?
    /// assert_eq!(posts::table.find(1).select(posts::user_id).first(conn), Ok(None::<i32>));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn unassign<R>(
        &self,
        relation: R,
    ) -> <assign::Cleared<R, Self::Model> as UpdateOf<Self>>::Statement
    where
        R: NullableParentRelation<Self::Model>,
        assign::Cleared<R, Self::Model>: UpdateOf<Self>,
    {
        let _ = relation;
        R::cleared().update(self)
    }

    /// Deletes these rows. The relations that go with them are named by
    /// [`with`](crate::query::DeleteRows::with); nothing else is deleted.
    ///
    /// ```
    /// use blog::{Post, Tag, schema::tags};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let rust: Tag = tags::table.filter(tags::name.eq("rust")).first(conn)?;
    /// assert!(rust.delete().execute(conn).is_err()); // posts are tagged with it
    /// let deleted = rust.delete().with(Tag::posts).execute(conn)?;
    /// // BEGIN
    /// // DELETE FROM post_tags WHERE post_tags.tag_id = ?
    /// // DELETE FROM tags WHERE tags.id = ?
    /// // COMMIT
    /// assert_eq!(deleted, 3); // two links, and the tag; the posts stay
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// To delete the related rows without these, pass [`related`](crate::dsl::RelatedDsl::related) to
    /// Diesel's `delete`.
    fn delete(&self) -> DeleteRows<Self::Model>
    where
        Self::Model: Model<PrimaryKey: Default> + Keyed<PrimaryKey<Self::Model>>,
    {
        DeleteRows::of(self)
    }
}

impl<S: Sources + ?Sized> WriteDsl for S {}
