//! Over Diesel's own connections.

pub(crate) use crate::database::Blocking as Inner;
use conjoin::LoadOn;
use conjoin::connection::{Blocking as Mode, FirstOn, NextOn, PairsOn, SaveOn, UpgradeOn, WriteOn};
use diesel::{Connection, QueryResult};

/// Whether connections are async.
pub(crate) const ASYNC: bool = false;

pub(crate) fn establish(url: &str) -> Inner {
    Inner::establish(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// A load whose first row these connections can load.
pub(crate) trait RunsFirst<'q> {
    type OneRow;
    fn run_limited(self, conn: &mut Inner) -> QueryResult<Self::OneRow>;
}

impl<'q, L: FirstOn<'q, Inner, Mode>> RunsFirst<'q> for L {
    type OneRow = L::One;

    fn run_limited(self, conn: &mut Inner) -> QueryResult<Self::OneRow> {
        self.limited(conn)
    }
}

/// A load that these connections can run.
pub(crate) trait Runs<'q>: RunsFirst<'q> {
    type AllRows;
    fn run_all(self, conn: &mut Inner) -> QueryResult<Self::AllRows>;
    fn run_single(self, conn: &mut Inner) -> QueryResult<Self::OneRow>;
}

impl<'q, L: LoadOn<'q, Inner, Mode>> Runs<'q> for L {
    type AllRows = L::Graph;

    fn run_all(self, conn: &mut Inner) -> QueryResult<Self::AllRows> {
        self.all(conn)
    }

    fn run_single(self, conn: &mut Inner) -> QueryResult<Self::OneRow> {
        self.single(conn)
    }
}

/// Rows in hand that these connections can load more of.
pub(crate) trait Upgrades<'q> {
    type Rows;
    fn run(self, conn: &mut Inner) -> QueryResult<Self::Rows>;
}

impl<'q, U: UpgradeOn<'q, Inner, Mode>> Upgrades<'q> for U {
    type Rows = U::Upgraded;

    fn run(self, conn: &mut Inner) -> QueryResult<U::Upgraded> {
        self.upgraded(conn)
    }
}

/// Batches that these connections can load.
pub(crate) trait GoesOn {
    type Batch;
    fn go_on(&mut self, conn: &mut Inner) -> QueryResult<Option<Self::Batch>>;
}

impl<B: NextOn<Inner, Mode>> GoesOn for B {
    type Batch = B::Graph;

    fn go_on(&mut self, conn: &mut Inner) -> QueryResult<Option<B::Graph>> {
        self.next_batch(conn)
    }
}

/// Rows with values that these connections can load.
pub(crate) trait Pairs<'q, V> {
    type AllRows;
    type OneRow;
    fn pairs(self, conn: &mut Inner) -> QueryResult<Self::AllRows>;
    fn first_pair(self, conn: &mut Inner) -> QueryResult<Self::OneRow>;
    fn single_pair(self, conn: &mut Inner) -> QueryResult<Self::OneRow>;
}

impl<'q, V, L: PairsOn<'q, Inner, V, Mode>> Pairs<'q, V> for L {
    type AllRows = L::Pairs;
    type OneRow = L::Pair;

    fn pairs(self, conn: &mut Inner) -> QueryResult<L::Pairs> {
        self.all(conn)
    }

    fn first_pair(self, conn: &mut Inner) -> QueryResult<L::Pair> {
        self.limited(conn)
    }

    fn single_pair(self, conn: &mut Inner) -> QueryResult<L::Pair> {
        self.single(conn)
    }
}

/// Changes that these connections can send.
pub(crate) trait Writes {
    type Answer;
    fn write(self, conn: &mut Inner) -> QueryResult<Self::Answer>;
}

impl<W: WriteOn<Inner, Mode>> Writes for W {
    type Answer = W::Output;

    fn write(self, conn: &mut Inner) -> QueryResult<W::Output> {
        self.written(conn)
    }
}

/// New rows that these connections can create.
pub(crate) trait Saves {
    type Saved;
    fn save_over(self, conn: &mut Inner) -> QueryResult<Self::Saved>;
}

impl<S: SaveOn<Inner, Mode>> Saves for S {
    type Saved = S::Output;

    fn save_over(self, conn: &mut Inner) -> QueryResult<S::Output> {
        self.saved(conn)
    }
}
