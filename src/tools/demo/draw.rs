//! Random numbers, rounded to whole units at the place where they are drawn.
//!
//! The only code of the program that holds a binary floating point number near a value; none leaves
//! this file.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rand_distr::StandardNormal;

/// The source of chance of one participant.
pub(super) struct Draw(StdRng);

/// How ill a participant is among all, as a standard normal deviate; higher is worse.
#[derive(Clone, Copy)]
pub(super) struct Severity(f64);

impl Draw {
    /// Returns the source of one participant, independent of all others of the same seed.
    pub(super) fn new(seed: u64, index: usize) -> Self {
        // An odd multiplier spreads neighbouring participants over the seeds (Weyl sequence, golden ratio).
        let step = (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self(StdRng::seed_from_u64(seed.wrapping_add(step)))
    }

    /// Returns a normal deviate of mean and standard deviation, in tenths, within limits in tenths.
    pub(super) fn tenths(&mut self, mean: f64, sd: f64, low: i64, high: i64) -> i64 {
        let z: f64 = self.0.sample(StandardNormal);
        ((mean + sd * z) * 10.0)
            .round()
            .clamp(low as f64, high as f64) as i64
    }

    /// Returns how ill a participant is.
    pub(super) fn severity(&mut self) -> Severity {
        Severity(self.0.sample(StandardNormal))
    }

    /// Returns a deviate as [`Draw::tenths`] does, correlated by `loading` (-1 to 1) with the severity: two measures drawn so
    /// correlate by the product of their loadings.
    pub(super) fn tenths_with(
        &mut self,
        (severity, loading): (Severity, f64),
        (mean, sd): (f64, f64),
        low: i64,
        high: i64,
    ) -> i64 {
        let rest = (1.0 - loading * loading).max(0.0).sqrt();
        let shift = mean + sd * loading * severity.0;
        self.tenths(shift, sd * rest, low, high)
    }

    /// Returns a normal deviate of mean and standard deviation, whole, within limits.
    pub(super) fn whole(&mut self, mean: f64, sd: f64, low: i64, high: i64) -> i64 {
        let z: f64 = self.0.sample(StandardNormal);
        (mean + sd * z).round().clamp(low as f64, high as f64) as i64
    }

    /// Returns a log-normal deviate of median and sigma, in thousandths, within limits in thousandths.
    pub(super) fn log_thousandths(&mut self, median: f64, sigma: f64, low: i64, high: i64) -> i64 {
        let z: f64 = self.0.sample(StandardNormal);
        let drawn = median * (sigma * z).exp();
        (drawn * 1000.0).round().clamp(low as f64, high as f64) as i64
    }

    /// Returns a deviate as [`Draw::log_thousandths`] does, its logarithm correlated with the severity.
    pub(super) fn log_thousandths_with(
        &mut self,
        (severity, loading): (Severity, f64),
        (median, sigma): (f64, f64),
        low: i64,
        high: i64,
    ) -> i64 {
        let rest = (1.0 - loading * loading).max(0.0).sqrt();
        let shifted = median * (sigma * loading * severity.0).exp();
        self.log_thousandths(shifted, sigma * rest, low, high)
    }

    /// Returns a whole number from `low` to `high`, both possible; `low` when they are the wrong way round.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        if low >= high {
            return low;
        }
        self.0.random_range(low..=high)
    }

    /// Returns true in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// Returns one of some things, none of none.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(things.len()).ok()?.checked_sub(1)?;
        things.get(usize::try_from(self.between(0, last)).ok()?)
    }
}
