//! The two crates of one world, measured in turns.

use crate::measure::Package;
use crate::world::World;
use crate::{MAX_ROUNDS, ROUNDS, conjoin, plain, writes};
use std::fmt::{self, Display, Formatter};
use std::io;
use std::time::Duration;

/// What the code of both crates does.
#[derive(Clone, Copy)]
pub(crate) enum Task {
    Loads,
    Writes,
}

impl Task {
    fn name(self) -> &'static str {
        match self {
            Task::Loads => "loads",
            Task::Writes => "writes",
        }
    }
}

pub(crate) struct Comparison {
    task: Task,
    world: World,
    /// How many times as long as the plain one the other crate may take.
    limit: f64,
    plain: Vec<Duration>,
    conjoin: Vec<Duration>,
}

impl Comparison {
    pub(crate) fn new(task: Task, models: usize, limit: f64) -> Self {
        let (plain, conjoin) = Default::default();
        Comparison { task, world: World { models }, limit, plain, conjoin }
    }

    /// The names and sources of the two crates.
    pub(crate) fn crates(&self) -> [(String, String); 2] {
        let [plain, conjoin] = self.names();
        let [by_plain, by_conjoin] = match self.task {
            Task::Loads => [plain::source, conjoin::source],
            Task::Writes => [writes::plain, writes::conjoin],
        };
        [(plain, by_plain(self.world)), (conjoin, by_conjoin(self.world))]
    }

    fn names(&self) -> [String; 2] {
        let (task, models) = (self.task.name(), self.world.models);
        ["plain", "conjoin"].map(|kind| format!("{kind}_{task}_{models}"))
    }

    /// Measures until the ratio is within the limit, or has had every chance to be.
    pub(crate) fn run(&mut self, package: &Package) -> io::Result<()> {
        let [plain, conjoin] = self.names();
        for round in 0..MAX_ROUNDS {
            if round >= ROUNDS && self.ratio() <= self.limit {
                break;
            }
            self.plain.push(package.check(&plain)?);
            self.conjoin.push(package.check(&conjoin)?);
        }
        Ok(())
    }

    /// Whether the ratio is within the limit.
    pub(crate) fn judge(&self) -> io::Result<()> {
        let (task, models) = (self.task.name(), self.world.models);
        let (ratio, limit) = (self.ratio(), self.limit);
        if ratio <= limit {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "{task} of {models} models with relations take {ratio:.2} times as long to check as on plain \
             Diesel; the limit is {limit}"
        )))
    }

    /// What no limit guards: a check after an edit, and a release build.
    pub(crate) fn others(&self, package: &Package) -> io::Result<String> {
        let [plain, conjoin] = self.names();
        // The first builds the dependencies for release.
        package.release(&plain)?;
        let edited = [package.check_after_edit(&plain)?, package.check_after_edit(&conjoin)?];
        let built = [package.release(&plain)?, package.release(&conjoin)?];
        let row = |what, [plain, conjoin]: [Duration; 2]| {
            let (plain, conjoin) = (seconds(plain), seconds(conjoin));
            format!("{what:14}  {plain:>15.2}  {conjoin:>16.2}  {:5.2}", conjoin / plain)
        };
        Ok(format!("{}\n{}", row("after an edit", edited), row("for release", built)))
    }

    /// Whether both crates compile.
    pub(crate) fn check(&self, package: &Package) -> io::Result<()> {
        self.names().iter().try_for_each(|name| package.check(name).map(drop))
    }

    /// The median of the ratios within a round.
    fn ratio(&self) -> f64 {
        let rounds = self.plain.iter().zip(&self.conjoin);
        let mut ratios: Vec<f64> =
            rounds.map(|(plain, conjoin)| seconds(*conjoin) / seconds(*plain)).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

fn least(times: &[Duration]) -> Duration {
    times.iter().copied().min().unwrap_or_default()
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

/// A row of the table; after the least times the greatest, which tell how noisy the machine is.
impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let span = |times: &[Duration]| {
            let greatest = times.iter().copied().max().unwrap_or_default();
            format!("{:.2} (to {:.2})", seconds(least(times)), seconds(greatest))
        };
        let (plain, conjoin) = (span(&self.plain), span(&self.conjoin));
        let (task, models) = (self.task.name(), self.world.models);
        let (rounds, ratio) = (self.plain.len(), self.ratio());
        write!(f, "{task:6}  {models:6}  {rounds:6}  {plain:>15}  {conjoin:>16}  {ratio:5.2}")
    }
}
