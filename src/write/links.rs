//! Links, and the steps by which they are changed.

use crate::database::backend::Database;
use crate::database::keys::{KeyList, distinct};
use crate::model::error::Error;
use crate::model::key::KeyColumns;
use crate::model::key::names::ColumnNames;
use crate::model::relation::{Model, TableOf, Target};
use crate::related::Sources;
use crate::write::kind::Action;
use crate::write::many_to_many::{End, ManyToMany, Targets};
use diesel::QueryResult;
use diesel::associations::HasTable;
use std::any::type_name;
use std::fmt::{self, Debug};
use std::ops::Range;

/// Each of some sources with each of some targets of the relation `R`.
pub(crate) struct Links<R: ManyToMany<M>, M: Model> {
    pub(crate) near: KeyList<NearKey<R, M>>,
    pub(crate) far: KeyList<FarKey<R, M>>,
    /// Whether a row has no key.
    null: bool,
    pub(crate) columns: Columns<R, M>,
}

/// The tables and columns, as values that SQL is written from.
pub(crate) struct Columns<R: ManyToMany<M>, M: Model> {
    pub(crate) through: R::Through,
    pub(crate) near: <R::Near as End<M>>::Foreign,
    pub(crate) far: <R::Far as End<Target<R>>>::Foreign,
    pub(crate) source: (M::Table, <R::Near as End<M>>::Own),
    pub(crate) target: (TableOf<R>, <R::Far as End<Target<R>>>::Own),
}

pub(crate) type NearKey<R, M> = <<R as ManyToMany<M>>::Near as End<M>>::Key;
pub(crate) type FarKey<R, M> = <<R as ManyToMany<M>>::Far as End<Target<R>>>::Key;

impl<R: ManyToMany<M>, M: Model> Links<R, M> {
    pub(crate) fn of<S>(sources: &S, targets: impl Targets<Target<R>, FarKey<R, M>>) -> Self
    where
        S: Sources<Model = M> + ?Sized,
    {
        let (near, no_source) = distinct(sources.rows().map(R::Near::key));
        let (far, no_target) = distinct(targets.keys(R::Far::key));
        Links {
            null: no_source || no_target,
            near: KeyList::new(near, false),
            far: KeyList::new(far, false),
            columns: Columns {
                through: R::Through::table(),
                near: Default::default(),
                far: Default::default(),
                source: (M::Table::table(), Default::default()),
                target: (TableOf::<R>::table(), Default::default()),
            },
        }
    }

    /// The names of the columns of a link.
    pub(crate) fn columns() -> impl Iterator<Item = &'static str> {
        type Near<R, M> = <<R as ManyToMany<M>>::Near as End<M>>::Foreign;
        type Far<R, M> = <<R as ManyToMany<M>>::Far as End<Target<R>>>::Foreign;
        let near = (0..Near::<R, M>::LEN).map(Near::<R, M>::name);
        near.chain((0..Far::<R, M>::LEN).map(Far::<R, M>::name))
    }

    pub(crate) fn sources(&self) -> usize {
        self.near.keys.len()
    }

    pub(crate) fn targets(&self) -> usize {
        self.far.keys.len()
    }
}

impl<R: ManyToMany<M>, M: Model> Debug for Links<R, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut links = f.debug_struct(R::NAME);
        links.field("sources", &self.near.keys).field("targets", &self.far.keys).finish()
    }
}

/// One statement about some of the links.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Locks sources until the end of the transaction, so that nobody else sets their links.
    LockSources(Range<usize>),
    /// Locks targets until the end of the transaction, so that nobody sets the links of their side.
    LockTargets(Range<usize>),
    /// Adds links; they are numbered, with those of the first source first.
    Link(Range<usize>),
    /// Deletes the links of sources with targets.
    Unlink(Range<usize>, Range<usize>),
    /// Deletes the links of sources with all other rows.
    UnlinkOthers(Range<usize>),
}

/// The kinds of change, as steps.
impl<R: ManyToMany<M>, M: Model> Links<R, M> {
    const NEAR: usize = <R::Near as End<M>>::Foreign::LEN;
    const FAR: usize = <R::Far as End<Target<R>>>::Foreign::LEN;

    /// Adds all links. A row has this many binds beside those of its link.
    pub(crate) fn link<DB: Database>(&self, others: usize) -> QueryResult<Vec<Step>> {
        self.check()?;
        let most = DB::MAX_BINDS / (Self::NEAR + Self::FAR + others);
        Ok(chunks(self.sources() * self.targets(), most).map(Step::Link).collect())
    }

    /// Deletes all links.
    pub(crate) fn unlink<DB: Database>(&self) -> QueryResult<Vec<Step>> {
        self.check()?;
        let near = chunks(self.sources(), keys::<DB>(Self::NEAR));
        let far = || chunks(self.targets(), keys::<DB>(Self::FAR));
        Ok(near.flat_map(|near| far().map(move |far| Step::Unlink(near.clone(), far))).collect())
    }

    /// Deletes the other links of the sources, and adds all links.
    pub(crate) fn set<DB: Database>(&self, others: usize) -> QueryResult<Vec<Step>> {
        let most = keys::<DB>(Self::FAR);
        if self.targets() > most {
            return Err(Error::TooManyTargets { relation: R::NAME, most }.into());
        }
        if self.sources() == 0 {
            return Ok(Vec::new());
        }
        let mut steps = if DB::LOCKS_ROWS { self.locks::<DB>() } else { Vec::new() };
        let sources = chunks(self.sources(), keys::<DB>(Self::NEAR));
        steps.extend(sources.map(Step::UnlinkOthers));
        steps.extend(self.link::<DB>(others)?);
        Ok(steps)
    }

    /// Locks all rows: those of one table first, from whichever side they are locked, so that two
    /// transactions do not wait for each other.
    fn locks<DB: Database>(&self) -> Vec<Step> {
        let sources = chunks(self.sources(), keys::<DB>(Self::NEAR)).map(Step::LockSources);
        let targets = chunks(self.targets(), keys::<DB>(Self::FAR)).map(Step::LockTargets);
        match type_name::<M::Table>() <= type_name::<TableOf<R>>() {
            true => sources.chain(targets).collect(),
            false => targets.chain(sources).collect(),
        }
    }

    /// All of it in one statement.
    pub(crate) fn whole(&self, action: Action) -> Step {
        match action {
            Action::Delete => Step::Unlink(0..self.sources(), 0..self.targets()),
            Action::Add | Action::Set => Step::Link(0..self.sources() * self.targets()),
        }
    }

    /// `NULL` cannot be linked.
    fn check(&self) -> QueryResult<()> {
        match self.null {
            true => Err(Error::NullPrimaryKey { relation: R::NAME }.into()),
            false => Ok(()),
        }
    }
}

/// How many keys of this many columns may be half of a statement's binds.
pub(crate) fn keys<DB: Database>(columns: usize) -> usize {
    // An array is one bind.
    if columns == 1 && !DB::LISTS { usize::MAX } else { DB::MAX_BINDS / 2 / columns }
}

/// Ranges of at most this length.
pub(crate) fn chunks(len: usize, most: usize) -> impl Iterator<Item = Range<usize>> {
    let most = most.max(1);
    (0..len.div_ceil(most))
        .map(move |chunk| chunk * most..len.min((chunk + 1).saturating_mul(most)))
}

#[cfg(test)]
mod tests {
    use super::chunks;

    #[test]
    fn chunks_cover_everything_once() {
        let ends = |len, most| chunks(len, most).map(|it| (it.start, it.end)).collect::<Vec<_>>();
        assert_eq!(ends(0, 3), []);
        assert_eq!(ends(3, 3), [(0, 3)]);
        assert_eq!(ends(7, 3), [(0, 3), (3, 6), (6, 7)]);
        assert_eq!(ends(7, usize::MAX), [(0, 7)]);
    }
}
