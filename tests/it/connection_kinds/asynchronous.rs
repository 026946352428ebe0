//! Over the connections of diesel-async, on one runtime that every test waits for.

use crate::database::Asynchronous;
use blog::tokio::runtime::Runtime;
use conjoin::LoadOn;
use conjoin::connection::{Async as Mode, FirstOn, NextOn, PairsOn, SaveOn, UpgradeOn, WriteOn};
use diesel::{Connection, QueryResult};
use diesel_async::async_connection_wrapper::{AsyncConnectionWrapper, BlockOn};
use std::sync::LazyLock;

/// Whether connections are async.
pub(crate) const ASYNC: bool = true;

/// What is not conjoin's goes through diesel-async's own wrapper for blocking code.
pub(crate) type Inner = AsyncConnectionWrapper<Asynchronous, OnRuntime>;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

pub(crate) struct OnRuntime;

impl BlockOn for OnRuntime {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        RUNTIME.block_on(future)
    }

    fn get_runtime() -> Self {
        OnRuntime
    }
}

pub(crate) fn establish(url: &str) -> Inner {
    Inner::establish(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// A load whose first row these connections can load.
pub(crate) trait RunsFirst<'q> {
    type OneRow;
    fn run_limited(self, conn: &mut Inner) -> QueryResult<Self::OneRow>;
}

impl<'q, L: FirstOn<'q, Asynchronous, Mode>> RunsFirst<'q> for L {
    type OneRow = L::One;

    fn run_limited(self, conn: &mut Inner) -> QueryResult<Self::OneRow> {
        RUNTIME.block_on(self.limited(&mut **conn))
    }
}

/// A load that these connections can run.
pub(crate) trait Runs<'q>: RunsFirst<'q> {
    type AllRows;
    fn run_all(self, conn: &mut Inner) -> QueryResult<Self::AllRows>;
    fn run_single(self, conn: &mut Inner) -> QueryResult<Self::OneRow>;
}

impl<'q, L: LoadOn<'q, Asynchronous, Mode>> Runs<'q> for L {
    type AllRows = L::Graph;

    fn run_all(self, conn: &mut Inner) -> QueryResult<Self::AllRows> {
        RUNTIME.block_on(self.all(&mut **conn))
    }

    fn run_single(self, conn: &mut Inner) -> QueryResult<Self::OneRow> {
        RUNTIME.block_on(self.single(&mut **conn))
    }
}

/// Rows in hand that these connections can load more of.
pub(crate) trait Upgrades<'q> {
    type Rows;
    fn run(self, conn: &mut Inner) -> QueryResult<Self::Rows>;
}

impl<'q, U: UpgradeOn<'q, Asynchronous, Mode>> Upgrades<'q> for U {
    type Rows = U::Upgraded;

    fn run(self, conn: &mut Inner) -> QueryResult<U::Upgraded> {
        RUNTIME.block_on(self.upgraded(&mut **conn))
    }
}

/// Batches that these connections can load.
pub(crate) trait GoesOn {
    type Batch;
    fn go_on(&mut self, conn: &mut Inner) -> QueryResult<Option<Self::Batch>>;
}

impl<B: NextOn<Asynchronous, Mode>> GoesOn for B {
    type Batch = B::Graph;

    fn go_on(&mut self, conn: &mut Inner) -> QueryResult<Option<B::Graph>> {
        RUNTIME.block_on(self.next_batch(&mut **conn))
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

impl<'q, V, L: PairsOn<'q, Asynchronous, V, Mode>> Pairs<'q, V> for L {
    type AllRows = L::Pairs;
    type OneRow = L::Pair;

    fn pairs(self, conn: &mut Inner) -> QueryResult<L::Pairs> {
        RUNTIME.block_on(self.all(&mut **conn))
    }

    fn first_pair(self, conn: &mut Inner) -> QueryResult<L::Pair> {
        RUNTIME.block_on(self.limited(&mut **conn))
    }

    fn single_pair(self, conn: &mut Inner) -> QueryResult<L::Pair> {
        RUNTIME.block_on(self.single(&mut **conn))
    }
}

/// Changes that these connections can send.
pub(crate) trait Writes {
    type Answer;
    fn write(self, conn: &mut Inner) -> QueryResult<Self::Answer>;
}

impl<W: WriteOn<Asynchronous, Mode>> Writes for W {
    type Answer = W::Output;

    fn write(self, conn: &mut Inner) -> QueryResult<W::Output> {
        RUNTIME.block_on(self.written(&mut **conn))
    }
}

/// New rows that these connections can create.
pub(crate) trait Saves {
    type Saved;
    fn save_over(self, conn: &mut Inner) -> QueryResult<Self::Saved>;
}

impl<S: SaveOn<Asynchronous, Mode>> Saves for S {
    type Saved = S::Output;

    fn save_over(self, conn: &mut Inner) -> QueryResult<S::Output> {
        RUNTIME.block_on(self.saved(&mut **conn))
    }
}
