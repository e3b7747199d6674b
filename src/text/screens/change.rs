//! The words of the screen of `screens::change`.

use crate::domain::base::measured::Measured;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::response::tis::Points;
use crate::domain::verdict::response::{Category, Judgement};

/// A column of the tables of measures, on the panel and on the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The value at baseline.
    Base,
    /// The best value since.
    Best,
    /// The last value before this visit, or the last one at all.
    Last,
    /// The value at this visit.
    Now,
    /// Which way it went.
    Change,
    /// The change in percent.
    Percent,
    /// Points of the total improvement score.
    Points,
}

/// What measures count as, where those that do are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Improved, by the IMACS definition.
    Improved,
    /// Worse, by the IMACS definition.
    Worse,
    /// Missing for a reason.
    Missing,
    /// It is open which value counts.
    Open,
}

/// The words of the screen of `screens::change`.
pub trait Change {
    /// Says where a change is asked for and no visit is open what to do.
    fn open_visit_for_change(&self) -> &'static str;

    /// Stands where something is hidden from the user.
    fn hidden(&self) -> &'static str;

    /// Says that no verdict is shown before every hidden measure is entered.
    fn verdict_hidden(&self) -> &'static str;

    /// Says that no score is shown while a patient answers the form.
    fn scores_hidden(&self) -> &'static str;

    /// Stands where the values of a measure may not be seen before its own is entered.
    fn hidden_until_entered(&self) -> &'static str;

    /// Heads the values of a visit that is compared with nothing: baseline, or one without a baseline.
    fn values_alone(&self, baseline: bool) -> &'static str;

    /// Heads the page of a visit that is compared with baseline.
    fn change_at(&self, visit: &str) -> String;

    /// Heads a column of the tables of measures, in at most 6 columns of the screen.
    fn column(&self, column: Column) -> &'static str;

    /// Stands for a value that is missing for a reason, in at most 7 columns.
    fn missing_value(&self) -> &'static str;

    /// Stands for a value that is not asked for at this visit.
    fn value_not_asked(&self) -> &'static str;

    /// Says a value of a scale and the most that the scale has.
    fn value_of_most(&self, value: &str, most: &str) -> String;

    /// Says an enzyme as a multiple of its upper limit of normal, where that limit is known; `open` says that blanks
    /// can still make another one count.
    fn enzyme_value(&self, enzyme: Enzyme, open: bool, multiple: Option<Measured>) -> String;

    /// Says points of the total improvement score, in at most 6 columns.
    fn points_in_short(&self, points: Points) -> String;

    /// Says what the IMACS definition comes to.
    fn imacs_verdict(&self, judged: Judgement) -> String;

    /// Says how many measures count as what by the IMACS definition.
    fn imacs_counts(&self, verdict: &Verdict) -> String;

    /// Says what the registered wording comes to, and whether that differs from the IMACS definition.
    fn registered_verdict(&self, judged: Judgement, differs: bool) -> String;

    /// Says which enzyme counts and its multiple of the upper limit of normal at baseline.
    fn enzyme_counts(&self, enzyme: Enzyme, multiple: Measured) -> String;

    /// Says the total improvement score with its category.
    fn tis_total(&self, total: Points, category: Category) -> String;

    /// Says how many points are lacking to the next category.
    fn tis_lacking(&self, lacking: Points, next: Category) -> String;

    /// Says that a visit does not ask for all that the total improvement score needs.
    fn tis_not_scored(&self) -> &'static str;

    /// Says between which ends the total improvement score lies; `dash` is the terminal's.
    fn tis_bounds(&self, low: Points, high: Points, dash: &str) -> String;

    /// Says which category is certain: whatever is missing, or whatever the number is that only a limit is known of.
    fn tis_certain(&self, category: Category, only_limit: bool) -> String;

    /// Says both verdicts and the total improvement score on one line.
    fn verdict_in_short(&self, verdict: &Verdict) -> String;

    /// Says that the criteria of deterioration were confirmed, and at which visits.
    fn deterioration_confirmed(&self, first: &str, confirmed: &str) -> String;

    /// Says that the criteria of deterioration are fulfilled at this visit and not confirmed yet.
    fn deterioration_here(&self) -> &'static str;

    /// Lists the measures that count as something; there may be none.
    fn counted(&self, counted: Counted, measures: &[String]) -> String;
}
