//! Where a batch starts: after the last row of the previous one.

use crate::database::backend::Database;
use crate::model::key::{KeyBound, KeyColumns, One, Several, WriteColumns, for_each_tuple};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, SqlType};
use std::array;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// The keys of the last rows of all batches so far.
///
/// The statement is built once, since a boxed query cannot be cloned, and a bind must live as long
/// as its statement. Hence all keys are kept, in chunks that are each as long as all before them.
#[derive(Debug)]
pub struct Cursor<K> {
    chunks: [OnceLock<Box<[OnceLock<K>]>>; usize::BITS as usize],
    len: AtomicUsize,
    descending: AtomicBool,
}

impl<K> Default for Cursor<K> {
    fn default() -> Self {
        let chunks = array::from_fn(|_| OnceLock::new());
        Cursor { chunks, len: AtomicUsize::new(0), descending: AtomicBool::new(false) }
    }
}

impl<K> Cursor<K> {
    pub(crate) fn push(&self, key: K) {
        let len = self.len.load(Ordering::Relaxed);
        let (chunk, place) = position(len);
        let chunk = self.chunks[chunk]
            .get_or_init(|| (0..1_usize << chunk).map(|_| OnceLock::new()).collect());
        // Nobody else sets it: one batch at a time moves the cursor.
        let _ = chunk[place].set(key);
        self.len.store(len + 1, Ordering::Relaxed);
    }

    pub(crate) fn last(&self) -> Option<&K> {
        let last = self.len.load(Ordering::Relaxed).checked_sub(1)?;
        let (chunk, place) = position(last);
        self.chunks[chunk].get()?[place].get()
    }

    pub(crate) fn descend(&self) {
        self.descending.store(true, Ordering::Relaxed);
    }

    fn is_descending(&self) -> bool {
        self.descending.load(Ordering::Relaxed)
    }
}

/// The chunk of an element, and its index there.
fn position(element: usize) -> (usize, usize) {
    let chunk = (element + 1).ilog2() as usize;
    (chunk, element + 1 - (1 << chunk))
}

/// The columns that rows are ordered by, with keys of the type `K`.
pub trait Places<DB: Backend, K> {
    /// The number of columns.
    const LEN: usize;
    /// Writes a column.
    fn write_column<'b>(&'b self, place: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// Binds the value of a key in a column.
    fn bind<'b>(place: usize, key: &'b K, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// The columns of a key.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByKey<C>(C);

impl<DB, C, K> Places<DB, K> for ByKey<C>
where
    DB: Backend,
    C: WriteColumns<DB, Bound: BindAt<DB, K>>,
{
    const LEN: usize = <C as KeyColumns>::LEN;

    fn write_column<'b>(&'b self, place: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.write_column(place, None, out)
    }

    fn bind<'b>(place: usize, key: &'b K, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        KeyBound::<C>::bind_at(place, key, out)
    }
}

/// The columns of `A`, and those of `B` where the former are equal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Then<A, B>(A, B);

impl<DB, A, B, K, L> Places<DB, (K, L)> for Then<A, B>
where
    DB: Backend,
    A: Places<DB, K>,
    B: Places<DB, L>,
{
    const LEN: usize = A::LEN + B::LEN;

    fn write_column<'b>(&'b self, place: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match place.checked_sub(A::LEN) {
            None => self.0.write_column(place, out),
            Some(place) => self.1.write_column(place, out),
        }
    }

    fn bind<'b>(place: usize, key: &'b (K, L), out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match place.checked_sub(A::LEN) {
            None => A::bind(place, &key.0, out),
            Some(place) => B::bind(place, &key.1, out),
        }
    }
}

/// How one column of a key of the type `K` is bound.
pub trait BindAt<DB: Backend, K> {
    /// Binds the value of the key at an index.
    fn bind_at<'b>(place: usize, key: &'b K, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<DB, ST, K> BindAt<DB, K> for One<ST>
where
    DB: Backend + HasSqlType<ST>,
    ST: SqlType,
    K: ToSql<ST, DB>,
{
    fn bind_at<'b>(_: usize, key: &'b K, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_bind_param::<ST, K>(key)
    }
}

macro_rules! several {
    ($(($ST:ident $K:ident $place:tt))+) => {
        impl<DB, $($ST, $K),+> BindAt<DB, ($($K,)+)> for Several<($($ST,)+)>
        where
            DB: Backend $(+ HasSqlType<$ST>)+,
            $($K: ToSql<$ST, DB>,)+
        {
            fn bind_at<'b>(
                place: usize,
                key: &'b ($($K,)+),
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                match place {
                    $($place => out.push_bind_param::<$ST, $K>(&key.$place),)+
                    _ => Ok(()),
                }
            }
        }
    };
}

for_each_tuple!(several);

/// The condition that a row is after the cursor: `users.id > ?`.
#[derive(Debug)]
pub struct After<O, K> {
    columns: O,
    cursor: Arc<Cursor<K>>,
}

/// `ORDER BY users.id`
#[derive(Debug)]
pub struct InKeyOrder<O, K> {
    columns: O,
    cursor: Arc<Cursor<K>>,
}

impl<O, K, DB> QueryFragment<DB> for After<O, K>
where
    DB: Database,
    O: Places<DB, K>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some(key) = self.cursor.last() else {
            out.push_sql("1 = 1");
            return Ok(());
        };
        let after = if self.cursor.is_descending() { " < " } else { " > " };
        match O::LEN {
            1 => self.write_compared(0, after, key, out),
            _ if out.backend().dialect().compares_rows => self.write_row(after, key, out),
            _ => self.write_columns(after, key, out),
        }
    }
}

impl<O, K> After<O, K> {
    /// `users.id > ?`
    fn write_compared<'b, DB: Database>(
        &'b self,
        place: usize,
        operator: &str,
        key: &'b K,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        O: Places<DB, K>,
    {
        self.columns.write_column(place, out.reborrow())?;
        out.push_sql(operator);
        O::bind(place, key, out)
    }

    /// `(users.name, users.id) > (?, ?)`
    fn write_row<'b, DB: Database>(
        &'b self,
        after: &str,
        key: &'b K,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        O: Places<DB, K>,
    {
        for place in 0..O::LEN {
            out.push_sql(if place > 0 { ", " } else { "(" });
            self.columns.write_column(place, out.reborrow())?;
        }
        out.push_sql(")");
        out.push_sql(after);
        for place in 0..O::LEN {
            out.push_sql(if place > 0 { ", " } else { "(" });
            O::bind(place, key, out.reborrow())?;
        }
        out.push_sql(")");
        Ok(())
    }

    /// `(users.name > ? OR (users.name = ? AND users.id > ?))`
    fn write_columns<'b, DB: Database>(
        &'b self,
        after: &str,
        key: &'b K,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        O: Places<DB, K>,
    {
        for last in 0..O::LEN {
            out.push_sql(if last > 0 { " OR (" } else { "((" });
            for place in 0..last {
                self.write_compared(place, " = ", key, out.reborrow())?;
                out.push_sql(" AND ");
            }
            self.write_compared(last, after, key, out.reborrow())?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }
}

impl<O, K, DB> QueryFragment<DB> for InKeyOrder<O, K>
where
    DB: Database,
    O: Places<DB, K>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for place in 0..O::LEN {
            out.push_sql(if place > 0 { ", " } else { "" });
            self.columns.write_column(place, out.reborrow())?;
            out.push_sql(if self.cursor.is_descending() { " DESC" } else { "" });
        }
        Ok(())
    }
}

/// How Diesel sees them. The model determines which table the columns belong to.
macro_rules! expression {
    ($name:ident: $sql_type:ty) => {
        impl<O: Default, K> $name<O, K> {
            pub(crate) fn new(cursor: &Arc<Cursor<K>>) -> Self {
                $name { columns: O::default(), cursor: Arc::clone(cursor) }
            }
        }

        impl<O, K> Expression for $name<O, K> {
            type SqlType = $sql_type;
        }

        impl<O, K, GB> ValidGrouping<GB> for $name<O, K> {
            type IsAggregate = is_aggregate::No;
        }

        impl<O, K, QS> AppearsOnTable<QS> for $name<O, K> {}

        impl<O, K, QS> SelectableExpression<QS> for $name<O, K> {}

        impl<O, K> QueryId for $name<O, K> {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    };
}

expression!(After: Bool);
expression!(InKeyOrder: Bool);

#[cfg(test)]
mod tests {
    use super::{Cursor, position};

    #[test]
    fn chunks_double() {
        let positions = [0, 1, 2, 3, 6, 7].map(position);
        assert_eq!(positions, [(0, 0), (1, 0), (1, 1), (2, 0), (2, 3), (3, 0)]);
    }

    #[test]
    fn the_last_key_is_the_one_pushed_last() {
        let cursor = Cursor::default();
        assert_eq!(cursor.last(), None);
        for key in 0..100 {
            cursor.push(key);
            assert_eq!(cursor.last(), Some(&key));
        }
    }
}
