//! How many deviations from the protocol there are, by what was not kept.

use crate::domain::course::deviations::{Named, Rule};
use serde::{Deserialize, Serialize};

/// Deviations of all participants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviating {
    /// How many of each rule, in the order of [`Rule::ALL`].
    pub rules: [u32; Rule::ALL.len()],
    /// Participants with any.
    pub people: u32,
    /// Those that an investigator judged major.
    pub major: u32,
}

impl Deviating {
    /// Counts those of one more participant.
    pub(super) fn count(&mut self, found: &[Named]) {
        for (rule, count) in Rule::ALL.into_iter().zip(&mut self.rules) {
            let own = found.iter().filter(|deviation| deviation.rule == rule);
            *count = count.saturating_add(whole(own.count()));
        }
        self.people += u32::from(!found.is_empty());
        let major = found.iter().filter(|deviation| deviation.is_major);
        self.major = self.major.saturating_add(whole(major.count()));
    }

    /// Returns how many there are.
    pub fn all(&self) -> u32 {
        self.rules.into_iter().fold(0, u32::saturating_add)
    }

    /// Returns how many of each rule there are.
    pub fn by_rule(&self) -> impl Iterator<Item = (Rule, u32)> {
        Rule::ALL.into_iter().zip(self.rules)
    }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
