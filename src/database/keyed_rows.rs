//! The condition that rows are those that some keys lead to, or any key.

use crate::database::backend::Database;
use crate::database::key_in::Bind;
use crate::database::keys::{KeyChunk, ParentKeys};
use crate::model::key::{KeyColumns, WriteColumns, write_none_null};
use crate::model::relation::Model;
use crate::route::target_from::TargetFrom;
use crate::route::{Route, WriteRoute};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;
use std::ops::Range;

/// The rows of `M` that some keys lead to by the route `W`: `column = ?` for one key, and the form
/// of the database for several; keys of the type `K` are bound as `B`. Or those that any key leads to.
///
/// Diesel's own `eq_any` keeps every `IN` list out of the cache of prepared statements.
pub struct KeyIn<M: Model, W, B, K> {
    from: TargetFrom<M, W>,
    keys: ParentKeys<K>,
    any: bool,
    bound: PhantomData<fn() -> B>,
}

impl<M: Model, W: Route, B, K> KeyIn<M, W, B, K> {
    pub(crate) fn new(keys: ParentKeys<K>) -> Self {
        KeyIn { from: TargetFrom::new(), keys, any: false, bound: PhantomData }
    }

    /// The next rows are those of all keys.
    pub(crate) fn expect_any(&mut self) {
        self.any = true;
    }

    /// The keys, if they fill a list without being padded.
    pub(crate) fn full_list(&self) -> Option<KeyChunk<'_, K>> {
        match &self.keys {
            ParentKeys::Many(keys) => keys.full(),
            ParentKeys::One(_) => None,
        }
    }

    /// Other keys instead.
    pub(crate) fn replace(&mut self, keys: ParentKeys<K>) {
        self.keys = keys;
    }

    /// Limits the keys to a part of their list.
    pub(crate) fn limit(&mut self, range: Range<usize>) {
        self.any = false;
        self.keys.limit(range);
    }
}

impl<M, W, B, K, DB> QueryFragment<DB> for KeyIn<M, W, B, K>
where
    DB: Database,
    M: Model<Table: QueryFragment<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
    B: Bind<DB, K>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.any {
            return self.write_any(out);
        }
        let near_table = TargetFrom::<M, W>::near_table();
        self.keys.write::<B, DB>((self.from.near(), near_table.as_deref()), out)
    }
}

impl<M: Model, W, B, K> KeyIn<M, W, B, K> {
    /// `posts.user_id IS NOT NULL`, for a key of integers.
    ///
    /// Where a column may hold other values, which Rust would read as integers too, those with a fraction are
    /// left out: `posts.user_id = CAST(posts.user_id AS INTEGER)`. Of a text and of an integer that is too
    /// large only the database knows which key it equals: if there is one, nothing is found. The key's index
    /// says so at once: `AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.user_id >= '')`.
    fn write_any<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        M::Table: QueryFragment<DB>,
        W: WriteRoute<DB, Near: WriteColumns<DB>>,
    {
        let near = self.from.near();
        if !out.backend().dialect().loose_types {
            return write_none_null(near, None, &mut out);
        }
        near.write(None, out.reborrow())?;
        out.push_sql(" = CAST(");
        near.write(None, out.reborrow())?;
        out.push_sql(" AS INTEGER)");
        let range = <W::Near as KeyColumns>::integers().filter(|&(least, _)| least > i64::MIN);
        let range = range.map(|(least, most)| [format!(" < {least}"), format!(" > {most}")]);
        for odd in [" >= ''".to_owned()].into_iter().chain(range.into_iter().flatten()) {
            self.write_none(&odd, out.reborrow())?;
        }
        Ok(())
    }

    /// ` AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.user_id > 2147483647)`
    fn write_none<'b, DB>(&'b self, odd: &str, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        M::Table: QueryFragment<DB>,
        W: WriteRoute<DB, Near: WriteColumns<DB>>,
    {
        let (target, way) = self.from.parts();
        out.push_sql(" AND NOT EXISTS (SELECT 1 FROM ");
        way.write_near_table(target, out.reborrow())?;
        out.push_sql(" WHERE ");
        way.near().write(None, out.reborrow())?;
        out.push_sql(odd);
        out.push_sql(")");
        Ok(())
    }
}
