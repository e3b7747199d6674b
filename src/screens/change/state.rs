//! What the change of a visit shows.

use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::core_set::CoreSet;
use std::collections::BTreeMap;

/// The core set measures of three sessions, as far as they are there.
#[derive(Clone, Debug)]
pub struct View {
    /// At baseline; `None` while the baseline visit itself is open.
    pub baseline: Option<CoreSet>,
    /// At the visits between baseline and this one, the latest first.
    pub earlier: Vec<CoreSet>,
    /// Now, with what is being typed.
    pub now: CoreSet,
    /// Verdict of now against baseline.
    pub verdict: Option<Verdict>,
    /// Which measures' earlier scores may be seen.
    pub open: BTreeMap<Measure, bool>,
}

impl View {
    /// Returns whether every earlier score may be seen, and with them the verdict.
    pub fn all_open(&self) -> bool {
        self.open.values().all(|open| *open)
    }
}
