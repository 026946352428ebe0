//! The two crates of one world, measured in turns.

use crate::measure::Package;
use crate::world::World;
use crate::{LIMIT, MAX_ROUNDS, ROUNDS, conjoin, plain};
use std::fmt::{self, Display, Formatter};
use std::io;
use std::time::Duration;

pub(crate) struct Comparison {
    world: World,
    plain: Vec<Duration>,
    conjoin: Vec<Duration>,
}

impl Comparison {
    pub(crate) fn new(world: World) -> Self {
        Comparison { world, plain: Vec::new(), conjoin: Vec::new() }
    }

    /// The names and sources of the two crates.
    pub(crate) fn crates(&self) -> [(String, String); 2] {
        let [plain, conjoin] = self.names();
        [(plain, plain::source(self.world)), (conjoin, conjoin::source(self.world))]
    }

    fn names(&self) -> [String; 2] {
        ["plain", "conjoin"].map(|kind| format!("{kind}_{}", self.world.models))
    }

    /// Measures until the ratio is within the limit, or has had every chance to be.
    pub(crate) fn run(&mut self, package: &Package) -> io::Result<()> {
        let [plain, conjoin] = self.names();
        for round in 0..MAX_ROUNDS {
            if round >= ROUNDS && self.ratio() <= LIMIT {
                break;
            }
            self.plain.push(package.check(&plain)?);
            self.conjoin.push(package.check(&conjoin)?);
        }
        Ok(())
    }

    /// Whether both crates compile.
    pub(crate) fn check(&self, package: &Package) -> io::Result<()> {
        self.names().iter().try_for_each(|name| package.check(name).map(drop))
    }

    /// The median of the ratios within a round.
    pub(crate) fn ratio(&self) -> f64 {
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
        let (models, rounds, ratio) = (self.world.models, self.plain.len(), self.ratio());
        write!(f, "{models:6}  {rounds:6}  {plain:>15}  {conjoin:>16}  {ratio:5.2}")
    }
}
