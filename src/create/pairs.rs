//! The links of new rows.

use crate::create::nested::{Linked, not_null};
use crate::database::backend::Database;
use crate::database::key_in::Bind;
use crate::database::keys::distinct;
use crate::model::key::KeyColumns;
use crate::model::relation::{Source, Target};
use crate::write::links::{FarKey, Links, NearKey};
use crate::write::many_to_many::{End, ManyToMany};
use crate::write::statement::WriteLinks;
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

type Near<R> = <R as ManyToMany<Source<R>>>::Near;
type Far<R> = <R as ManyToMany<Source<R>>>::Far;
type Pair<R> = (NearKey<R, Source<R>>, FarKey<R, Source<R>>);

/// ```sql
/// INSERT INTO post_tags (post_id, tag_id) VALUES (?, ?), (?, ?)
/// ```
pub(crate) struct InsertPairs<R: ManyToMany<Source<R>>> {
    through: R::Through,
    pairs: Vec<Pair<R>>,
}

impl<R: ManyToMany<Source<R>>> InsertPairs<R> {
    /// The statements for the links of new rows with these targets.
    pub(crate) fn with<DB: Database>(
        sources: &[Source<R>],
        of: &[usize],
        targets: &[Target<R>],
    ) -> QueryResult<Vec<Self>> {
        let key = |row| not_null(R::NAME, R::Near::key(row));
        let pair = |(&source, target): (&usize, _)| {
            Ok((key(&sources[source])?, not_null(R::NAME, R::Far::key(target))?))
        };
        let pairs = of.iter().zip(targets).map(pair).collect::<QueryResult<_>>()?;
        Ok(Self::chunks::<DB>(pairs))
    }

    /// The statements for the links of new rows with rows that are there already.
    pub(crate) fn to<DB: Database>(
        sources: &[Source<R>],
        linked: Vec<Linked<R>>,
    ) -> QueryResult<Vec<Self>> {
        let mut pairs = Vec::new();
        for (source, linked) in sources.iter().zip(linked) {
            let near = not_null(R::NAME, R::Near::key(source))?;
            let (far, null) = distinct(linked.keys.into_iter());
            not_null(R::NAME, (!null).then_some(()))?;
            pairs.extend(far.into_iter().map(|far| (near.clone(), far)));
        }
        Ok(Self::chunks::<DB>(pairs))
    }

    fn chunks<DB: Database>(mut pairs: Vec<Pair<R>>) -> Vec<Self> {
        let columns = <Near<R> as End<_>>::Foreign::LEN + <Far<R> as End<_>>::Foreign::LEN;
        let most = DB::MAX_BINDS / columns;
        let mut statements = Vec::new();
        while !pairs.is_empty() {
            let rest = pairs.split_off(pairs.len().min(most));
            statements.push(InsertPairs { through: R::Through::table(), pairs });
            pairs = rest;
        }
        statements
    }

    /// How many links it inserts.
    pub(crate) fn len(&self) -> usize {
        self.pairs.len()
    }
}

impl<R: ManyToMany<Source<R>>> QueryId for InsertPairs<R> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R, DB> QueryFragment<DB> for InsertPairs<R>
where
    R: WriteLinks<Source<R>, DB>,
    DB: Database,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.pairs.len() != 1 {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("INSERT INTO ");
        self.through.walk_ast(out.reborrow())?;
        out.push_sql(" (");
        Links::<R, Source<R>>::write_names(", ", &mut out)?;
        out.push_sql(") VALUES ");
        for (place, (near, far)) in self.pairs.iter().enumerate() {
            out.push_sql(if place > 0 { ", (" } else { "(" });
            <Near<R> as End<_>>::Bound::write_value(near, out.reborrow())?;
            out.push_sql(", ");
            <Far<R> as End<_>>::Bound::write_value(far, out.reborrow())?;
            out.push_sql(")");
        }
        Ok(())
    }
}
