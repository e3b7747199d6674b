//! Questions about an answer, and findings of the checks that run over the record.

use crate::domain::forms::engine::checks::About;
use crate::domain::rules::text_limits::TextName;
use crate::domain::study::schedule::OutOfOrder;
use crate::domain::treatment::adverse::Contradiction;
use crate::domain::views::recheck::{Finding, Found};
use crate::domain::views::review::Matter;

/// Questions about an answer, and findings of the checks that run over the record.
pub trait Questions {
    /// Says what is unusual, in one or two sentences.
    fn question(&self, about: &About) -> String;

    /// Says which answers about an adverse event do not go together, and what to look at: one sentence.
    fn contradiction(&self, found: Contradiction) -> &'static str;

    /// Says what is open or was decided at a field or a form, in a few words.
    fn matter(&self, matter: &Matter) -> String;

    /// Says which visit was held on the day that keeps another one from lying there.
    fn out_of_order(&self, wrong: &OutOfOrder) -> String;

    /// Names a text that is stored, as a sentence goes on about it.
    fn text_name(&self, name: TextName) -> &'static str;

    /// Says what a rule found in the record.
    fn found(&self, found: &Found) -> String;

    /// Returns the line about a finding in a report: where it is, its rule, what was found and why it was kept.
    fn finding(&self, finding: &Finding, found: &str, kept: Option<&str>) -> String;

    /// Says over how many participants the rules ran, how many findings there are and how many more were kept.
    fn checked(&self, participants: u64, findings: u64, kept: u64) -> String;

    /// Says how many findings there are, as the reason why a command fails.
    fn findings(&self, count: u64) -> String;

    /// Says what to do about findings.
    fn settle_findings(&self) -> &'static str;
}
