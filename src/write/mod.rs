//! Writing through relations: links of a many-to-many, and rows with the keys of others.
//!
//! Uses `load` and what that uses.

#[cfg(feature = "async")]
pub(crate) mod asynchronous;
pub(crate) mod blocking;
pub(crate) mod change;
pub(crate) mod kind;
pub(crate) mod links;
pub(crate) mod many_to_many;
pub(crate) mod statement;
pub(crate) mod values;

use crate::model::relation::{Relation, Source, Target};
use crate::related::Sources;
use crate::write::kind::{Add, Delete, Set};
use crate::write::many_to_many::{Change, LinkKeys, Rows};

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
    fn link<R, T>(&self, relation: R, targets: T) -> Change<Add, R, Self::Model>
    where
        R: Relation<Keys: LinkKeys<R, Self::Model, Source<R>, R::Filter>>,
        T: Rows<Target<R>>,
    {
        let _ = relation;
        R::Keys::change(self, targets)
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
    fn unlink<R, T>(&self, relation: R, targets: T) -> Change<Delete, R, Self::Model>
    where
        R: Relation<Keys: LinkKeys<R, Self::Model, Source<R>, R::Filter>>,
        T: Rows<Target<R>>,
    {
        let _ = relation;
        R::Keys::change(self, targets)
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
    fn set<R, T>(&self, relation: R, targets: T) -> Change<Set, R, Self::Model>
    where
        R: Relation<Keys: LinkKeys<R, Self::Model, Source<R>, R::Filter>>,
        T: Rows<Target<R>>,
    {
        let _ = relation;
        R::Keys::change(self, targets)
    }
}

impl<S: Sources + ?Sized> WriteDsl for S {}
