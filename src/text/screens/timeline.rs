//! The words of the screen of `screens::timeline`.

use crate::domain::base::ratio::Exact;
use crate::domain::record::participant::Participant;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::core_set::Reading;
use crate::domain::views::timeline::lane::Span;
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Judgement, Stop};

/// What a row of the timeline or of its chart holds, as it is named at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowName {
    /// Days of the visits.
    Days,
    /// Names of the visits.
    Visits,
    /// How the visits lie to their windows.
    Windows,
    /// Verdicts by the IMACS definition.
    Imacs,
    /// Verdicts by the registered wording.
    Registered,
    /// Total improvement scores.
    Tis,
    /// Visits at which the criteria of deterioration are fulfilled.
    Deterioration,
    /// Days below the chart.
    ChartDays,
    /// Values below the chart.
    ChartValues,
}

/// A part of the timeline that has a line with its name above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The scales of quality of life.
    Quality,
    /// The verdicts.
    Verdicts,
    /// What was given and taken, and adverse events.
    Lanes,
}

/// A line across the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartLine {
    /// At the value of baseline.
    Baseline,
    /// From here a value counts as improved.
    Improved,
    /// From here a value counts as worse.
    Worse,
}

/// The words of the screen of `screens::timeline`.
pub trait Timeline {
    /// Names the screen in the header.
    fn timeline_title(&self) -> &'static str;

    /// Says who it is about and which day of the trial it is today; `named` says with id and initials.
    fn participant_on_day(&self, who: &Participant, named: bool, day: i64) -> String;

    /// Names a row, in at most 14 columns; the rows of the chart in at most 8.
    fn row_name(&self, row: RowName) -> &'static str;

    /// Names a part.
    fn section(&self, section: Section) -> &'static str;

    /// Heads the numbers of a measure where only baseline, last value and change have room, in at most 22 columns.
    fn base_to_last(&self) -> &'static str;

    /// Explains the signs of visits that were held early, held late, missed, and that are overdue, in at most 39
    /// columns.
    fn window_signs(&self, early: &str, late: &str, missed: &str, overdue: &str) -> String;

    /// Says that no verdict is shown before every hidden measure is entered.
    fn verdicts_hidden(&self) -> &'static str;

    /// Says what a definition comes to at a visit.
    fn judged_at(&self, visit: &str, judged: Judgement) -> String;

    /// Says the total improvement score at a visit; `dash` is the terminal's.
    fn tis_at(&self, visit: &str, verdict: &Verdict, dash: &str) -> String;

    /// Says in the row of deterioration at which visits it was found and confirmed.
    fn deterioration_row(&self, first: &str, confirmed: &str) -> String;

    /// Says in the row of deterioration that no second visit confirms it.
    fn deterioration_not_confirmed(&self) -> &'static str;

    /// Says how many rows do not fit above and below; one of both is more than 0.
    fn more_rows(&self, above: usize, below: usize) -> String;

    /// Says when a visit was held or is planned for, how that lies to its window, and how many forms are complete.
    fn visit_on_day(&self, stop: &Stop, day: i64) -> String;

    /// Says what is judged of a visit; `dash` stands between two bounds.
    fn visit_judged(&self, verdict: &Verdict, dash: &str) -> String;

    /// Says what a track has at a visit.
    fn track_reading(&self, track: &Track, reading: Option<&Reading>) -> String;

    /// Says from where to where the scale of a track goes, and from which values on it counts as improved and worse.
    fn track_scale(&self, track: &Track, low: Exact, high: Exact) -> String;

    /// Says how many infusions were given, and when and what the last one was.
    fn infusions(&self, given: usize, last: Option<&Span>) -> String;

    /// Says the first and the last dose in mg of prednisone a day, as far as they are known; `arrow` is the terminal's.
    fn doses(&self, first: Option<&str>, last: Option<&str>, arrow: &str) -> String;

    /// Says how a drug was taken last, and when.
    fn drug_taken(&self, span: &Span) -> String;

    /// Says how many adverse events there are, how many of them are serious, and how many go on.
    fn events(&self, all: usize, serious: usize, ongoing: usize) -> String;

    /// Says grade and days of an adverse event.
    fn event_grade(&self, span: &Span) -> String;

    /// Says that the values of a track may not be seen before the one of this visit is entered.
    fn track_hidden(&self, track: &Track) -> String;

    /// Heads the chart: baseline, last value with its visit, change; `direction` says which way is better too.
    fn chart_title(&self, track: &Track, last: Option<&str>, direction: bool) -> String;

    /// Says that there is no value to draw.
    fn chart_has_no_value(&self) -> &'static str;

    /// Names a line of the chart with its value, in at most 21 columns.
    fn chart_line(&self, line: ChartLine, value: &str) -> String;
}
