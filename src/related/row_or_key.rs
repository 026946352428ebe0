//! One row, or its key.

use crate::model::as_row::AsRow;

/// A row of `M`, or the key `K` of such a row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of `{M}`",
    label = "expected a row of `{M}`: a reference to one, or a node",
    note = "a row that is known by its key alone is `key(…)`, of `{K}` or what converts into it"
)]
pub trait RowOrKey<M, K> {
    /// Its key, unless that is `NULL`.
    fn key(self, of: impl FnOnce(&M) -> Option<K>) -> Option<K>;
}

#[diagnostic::do_not_recommend]
impl<T: AsRow<Model: Is<M>>, M, K> RowOrKey<M, K> for T {
    fn key(self, of: impl FnOnce(&M) -> Option<K>) -> Option<K> {
        of(self.as_row().same())
    }
}

/// No row is like one whose key is `NULL`.
#[diagnostic::do_not_recommend]
impl<T: RowOrKey<M, K>, M, K> RowOrKey<M, K> for Option<T> {
    fn key(self, of: impl FnOnce(&M) -> Option<K>) -> Option<K> {
        self?.key(of)
    }
}

/// The key of a row that is not in hand, as [`key`] returns it.
#[derive(Debug, Clone, Copy)]
pub struct OneKey<K>(K);

/// The key of a row that is not in hand, in place of the row: for conditions such as
/// [`contains`](crate::dsl::RelationExpressionMethods::contains) and
/// [`is`](crate::dsl::RelationExpressionMethods::is).
///
/// ```
/// use blog::{Post, schema::posts};
/// use conjoin::{key, prelude::*};
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let chosen = 1; // sent by a form
/// let tagged = posts::table.filter(Post::tags.contains(key(chosen)));
/// // … WHERE (posts.id IN (SELECT post_tags.post_id FROM post_tags
/// //     WHERE (post_tags.tag_id = ?) AND post_tags.post_id IS NOT NULL))
/// assert_eq!(tagged.count().get_result::<i64>(conn)?, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It is a tuple if it has several columns. With an `Option` of a key, `None` is the key of no row:
/// `Post::tags.contains(chosen.map(key))`.
pub fn key<K>(key: K) -> OneKey<K> {
    OneKey(key)
}

#[diagnostic::do_not_recommend]
impl<M, K, V: Into<K>> RowOrKey<M, K> for OneKey<V> {
    fn key(self, _: impl FnOnce(&M) -> Option<K>) -> Option<K> {
        Some(self.0.into())
    }
}

/// The same type.
pub trait Is<M> {
    /// The value.
    fn same(&self) -> &M;
}

impl<M> Is<M> for M {
    fn same(&self) -> &M {
        self
    }
}
