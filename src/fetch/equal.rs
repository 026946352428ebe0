//! Rows whose keys are equal to others only in the database.
//!
//! A key list finds rows by the equality of the database, which Rust does not know:
//! case-insensitive collations, padded text, different notations. Keys without an exact match are
//! looked up here, column by column, so that the result is the one that a join would give.

use crate::database::backend::Database;
use crate::database::key_in::Bind;
use crate::database::selection::{Readable, Selection};
use crate::fetch::collector::{RowSink, read};
use crate::fetch::groups::Groups;
use crate::model::key::{Key, KeyBound, KeyColumns, KeyRef, KeySqlType, Keyed, WriteColumns};
use crate::model::relation::{Model, Relation, Source, Target};
use crate::route::direct::DirectHop;
use crate::route::key_location::{KeyInRow, KeySelected};
use crate::route::target_from::TargetFrom;
use crate::route::{Route, WriteRoute};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::any::Any;
use std::marker::PhantomData;

/// The number of keys in one statement: SQLite allows at most 500 parts.
const AT_A_TIME: usize = 100;

/// As many of the keys as fit into one statement, if there are any.
pub(crate) fn next<K>(open: &mut Vec<(u32, K)>) -> Option<Vec<(u32, K)>> {
    let keys = open.split_off(open.len().saturating_sub(AT_A_TIME));
    (!keys.is_empty()).then_some(keys)
}

/// Asks the database which keys of the relation `R` equal others. For keys that rows came with, it
/// looks for the key of a parent; if the parents refer to the rows, for the parents' keys, it looks
/// for that of a row.
pub trait FetchEqual<DB: Database, R: Relation, K: Key> {
    /// The statement.
    type Statement: QueryFragment<DB>;
    /// Collects its rows.
    type Matches: RowSink<DB> + Into<MatchedKeys<K>>;
    /// Whether keys are equal in the database exactly if they are in Rust.
    fn is_exact() -> bool;
    /// The statement for some keys, each with its number.
    fn statement(keys: Vec<(u32, K)>) -> (Self::Statement, Self::Matches);
}

/// The next statement to send before rows with these groups can be linked, if there is one.
pub(crate) fn recheck<DB, R, A, K>(
    groups: &mut Groups<K>,
    found: impl Iterator<Item = u32>,
) -> Option<(A::Statement, A::Matches)>
where
    DB: Database,
    R: Relation,
    A: FetchEqual<DB, R, K>,
    K: Key,
{
    if A::is_exact() {
        return None;
    }
    let keys = if R::REFERS { groups.without_rows(found) } else { groups.unknown() };
    keys.map(A::statement)
}

/// Keys that were returned, each with the number of the one that it equals.
pub struct MatchedKeys<K>(pub(crate) Vec<(u32, K)>);

/// A statement for either side of a relation, or what collects its rows.
pub enum EitherSide<S, T> {
    Source(S),
    Target(T),
}

impl<DB: Backend, S: QueryFragment<DB>, T: QueryFragment<DB>> QueryFragment<DB>
    for EitherSide<S, T>
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self {
            EitherSide::Source(parents) => parents.walk_ast(out),
            EitherSide::Target(rows) => rows.walk_ast(out),
        }
    }
}

impl<DB: Backend, S: RowSink<DB>, T: RowSink<DB>> RowSink<DB> for EitherSide<S, T> {
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        match self {
            EitherSide::Source(parents) => parents.row(row),
            EitherSide::Target(rows) => rows.row(row),
        }
    }
}

impl<S: Into<MatchedKeys<K>>, T: Into<MatchedKeys<K>>, K> From<EitherSide<S, T>>
    for MatchedKeys<K>
{
    fn from(side: EitherSide<S, T>) -> Self {
        match side {
            EitherSide::Source(parents) => parents.into(),
            EitherSide::Target(rows) => rows.into(),
        }
    }
}

type EqualRows<DB, M, C, B, K> = EqualTo<M, DirectHop<C>, WholeRow<M, DB>, B, K>;

/// Whole rows are read, because their structs know the type of the key.
impl<DB, R, S, T, K> FetchEqual<DB, R, K> for KeyInRow<S, T>
where
    DB: Database,
    R: Relation,
    Source<R>: Keyed<S> + Readable<DB>,
    Target<R>: Keyed<T> + Readable<DB>,
    S: KeyColumns,
    T: KeyColumns,
    K: Key,
    EqualRows<DB, Source<R>, S, KeyBound<S>, K>: QueryFragment<DB>,
    EqualRows<DB, Target<R>, T, KeyBound<S>, K>: QueryFragment<DB>,
{
    type Statement = EitherSide<
        EqualRows<DB, Source<R>, S, KeyBound<S>, K>,
        EqualRows<DB, Target<R>, T, KeyBound<S>, K>,
    >;
    type Matches = EitherSide<RowMatches<Source<R>, S, K>, RowMatches<Target<R>, T, K>>;

    fn is_exact() -> bool {
        T::is_exact()
    }

    fn statement(keys: Vec<(u32, K)>) -> (Self::Statement, Self::Matches) {
        match R::REFERS {
            true => (
                EitherSide::Target(EqualTo::new(keys, WholeRow::new())),
                EitherSide::Target(RowMatches::new()),
            ),
            false => (
                EitherSide::Source(EqualTo::new(keys, WholeRow::new())),
                EitherSide::Source(RowMatches::new()),
            ),
        }
    }
}

impl<DB, R, S, W, K> FetchEqual<DB, R, K> for KeySelected<S, W>
where
    DB: Database,
    R: Relation,
    S: KeyColumns,
    W: Route,
    K: Key + FromSqlRow<KeySqlType<S>, DB>,
    EqualTo<Source<R>, DirectHop<S>, ItsKey, KeyBound<S>, K>: QueryFragment<DB>,
    EqualTo<Target<R>, W, ItsKey, KeyBound<S>, K>: QueryFragment<DB>,
{
    type Statement = EitherSide<
        EqualTo<Source<R>, DirectHop<S>, ItsKey, KeyBound<S>, K>,
        EqualTo<Target<R>, W, ItsKey, KeyBound<S>, K>,
    >;
    type Matches = KeyMatches<K, KeySqlType<S>>;

    fn is_exact() -> bool {
        S::is_exact()
    }

    fn statement(keys: Vec<(u32, K)>) -> (Self::Statement, Self::Matches) {
        let statement = match R::REFERS {
            true => EitherSide::Target(EqualTo::new(keys, ItsKey)),
            false => EitherSide::Source(EqualTo::new(keys, ItsKey)),
        };
        (statement, KeyMatches { keys: Vec::new(), sql_type: PhantomData })
    }
}

/// The rows of the table that holds the key, or of one that leads to `M` by the route `W`, whose
/// key equals one of several; each with the number of that key:
///
/// ```sql
/// SELECT 0, users.id, users.name FROM users WHERE users.name = ? UNION ALL SELECT 1, …
/// ```
pub struct EqualTo<M: Model, W, C, B, K> {
    from: TargetFrom<M, W>,
    columns: C,
    keys: Vec<(u32, K)>,
    bound: PhantomData<fn() -> B>,
}

impl<M: Model, W: Route, C, B, K> EqualTo<M, W, C, B, K> {
    fn new(keys: Vec<(u32, K)>, columns: C) -> Self {
        EqualTo { from: TargetFrom::new(), columns, keys, bound: PhantomData }
    }
}

/// What is selected of such rows.
pub trait SelectOf<DB: Backend, M: Model, W> {
    /// Writes the columns and the `FROM`.
    fn write<'b>(&'b self, from: &'b TargetFrom<M, W>, out: AstPass<'_, 'b, DB>)
    -> QueryResult<()>;
}

/// All columns of a model.
pub struct WholeRow<M: Readable<DB>, DB: Backend> {
    columns: Selection<M, DB>,
    base: M::From,
}

impl<M: Readable<DB>, DB: Backend> WholeRow<M, DB> {
    fn new() -> Self {
        WholeRow { columns: Selection::default(), base: M::from() }
    }
}

impl<DB: Backend, M: Readable<DB>, W> SelectOf<DB, M, W> for WholeRow<M, DB> {
    fn write<'b>(
        &'b self,
        _: &'b TargetFrom<M, W>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.columns.walk_ast(out.reborrow())?;
        self.base.walk_ast(out)
    }
}

/// The key alone.
pub struct ItsKey;

impl<DB, M, W> SelectOf<DB, M, W> for ItsKey
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
{
    fn write<'b>(
        &'b self,
        from: &'b TargetFrom<M, W>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let (target, way) = from.parts();
        way.near().write(None, out.reborrow())?;
        out.push_sql(" FROM ");
        way.write_near_table(target, out)
    }
}

impl<M, W, C, B, K, DB> QueryFragment<DB> for EqualTo<M, W, C, B, K>
where
    M: Model<Table: QueryFragment<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
    C: SelectOf<DB, M, W>,
    B: Bind<DB, K>,
    DB: Database,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        let way = self.from.parts().1;
        for (place, (number, key)) in self.keys.iter().enumerate() {
            out.push_sql(if place > 0 { " UNION ALL SELECT " } else { "SELECT " });
            out.push_sql(&format!("{number}, "));
            self.columns.write(&self.from, out.reborrow())?;
            out.push_sql(" WHERE ");
            B::write_key((way.near(), None), key, out.reborrow())?;
        }
        Ok(())
    }
}

/// Collects whole rows of `M` for their keys in the columns `C`.
pub struct RowMatches<M, C, K> {
    keys: Vec<(u32, K)>,
    row: PhantomData<fn() -> (M, C)>,
}

impl<M, C, K> RowMatches<M, C, K> {
    fn new() -> Self {
        RowMatches { keys: Vec::new(), row: PhantomData }
    }
}

impl<DB: Database, M: Readable<DB> + Keyed<C>, C, K: Key> RowSink<DB> for RowMatches<M, C, K> {
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let number = DB::number(row)? as u32;
        let model = M::build_from_row(&row.partial_row(1..row.field_count()));
        let key = model.map_err(DeserializationError)?.key().map(KeyRef::owned);
        // Both sides have the same type, which is checked in the declaration of the relation.
        let key = key.and_then(|key| (&key as &dyn Any).downcast_ref::<K>().cloned());
        self.keys.extend(key.map(|key| (number, key)));
        Ok(())
    }
}

impl<M, C, K> From<RowMatches<M, C, K>> for MatchedKeys<K> {
    fn from(matches: RowMatches<M, C, K>) -> Self {
        MatchedKeys(matches.keys)
    }
}

/// Collects keys of the SQL type `ST`.
pub struct KeyMatches<K, ST> {
    keys: Vec<(u32, K)>,
    sql_type: PhantomData<fn() -> ST>,
}

impl<DB: Database, K: Key + FromSqlRow<ST, DB>, ST> RowSink<DB> for KeyMatches<K, ST> {
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let number = DB::number(row)? as u32;
        self.keys.push((number, read::<K, ST, _>(row, 1..row.field_count())?));
        Ok(())
    }
}

impl<K, ST> From<KeyMatches<K, ST>> for MatchedKeys<K> {
    fn from(matches: KeyMatches<K, ST>) -> Self {
        MatchedKeys(matches.keys)
    }
}
