//! The words of the screen of `screens::study`.

use crate::domain::record::exports::Formats;
use crate::domain::verdict::response::Judgement;
use crate::domain::views::overview::{
    AnalysisSet, Cell, Deviating, Flow, LeftOut, Overview, Screened,
};
use rust_decimal::Decimal;

/// The words of the screen of `screens::study`.
pub trait Study {
    /// Said while the study is read.
    fn study_is_read(&self) -> &'static str;

    /// Said where nobody is enrolled.
    fn study_has_nobody(&self) -> &'static str;

    /// Says how many participants are enrolled, of how many the study wants.
    fn enrolled_of(&self, enrolled: usize, target: usize) -> String;

    /// Says how many visits are due this week, overdue and missed, and how many participants owe a renewed consent.
    fn visits_due(&self, overview: &Overview) -> String;

    /// Heads the columns of the participants: id, initials.
    fn study_columns(&self) -> [&'static str; 2];

    /// Heads the columns of the verdict: IMACS definition, total improvement score.
    fn study_verdict_columns(&self) -> [&'static str; 2];

    /// Returns the word for the IMACS definition at the outcome visit; blank where it is not judged.
    fn study_verdict(&self, judgement: Judgement) -> &'static str;

    /// Says how a visit stands, behind its sign; the text is long where there is `room`. A date has no words.
    fn study_cell(&self, cell: &Cell, room: bool) -> String;

    /// Says in a word or two what the key of the study shows while an amendment waits.
    fn changed_files(&self) -> &'static str;

    /// Says that a visit was taken out of the schedule, by the number of the version that did.
    fn visit_removed(&self, visit: &str, by: u32) -> String;

    /// Says how much is stored that is not by the rules, of how many participants, and what names it.
    fn study_unfit(&self, unfit: u32, people: usize) -> String;

    /// How participants went through the trial, in a few lines.
    fn flow(&self, flow: &Flow) -> Vec<String>;

    /// Says how many deviations from the protocol there are, in how many participants, and what was not kept.
    fn deviating(&self, deviating: &Deviating) -> String;

    /// Names the columns of the screening log: id, enrolment, consent, how far they came, since when and why.
    fn screening_columns(&self) -> [&'static str; 5];

    /// Stands for a day that there is not.
    fn no_day(&self) -> &'static str;

    /// Says how far somebody came on the way into the trial, in at most 13 columns.
    fn screened(&self, screened: &Screened) -> &'static str;

    /// Says more of it: which criteria are not met, as the form labels them; blank where there is nothing to say.
    fn screening_more(&self, screened: &Screened, criteria: &[String]) -> String;

    /// Names the screening log, in at most 16 columns.
    fn screening_log(&self) -> &'static str;

    /// Heading of the sets that are analysed, in at most 20 columns.
    fn analysis_sets(&self) -> &'static str;

    /// Names a set that is analysed with how many are in it, and how drop-outs count, each in at most 18 columns.
    fn analysis_set(&self, set: AnalysisSet, members: u32, drop_outs: bool) -> [String; 2];

    /// Heads the responders at a visit, with their intervals.
    fn responders_at(&self, visit: &str) -> String;

    /// Says who is in no count of responders at a visit and why, a line for each kind of reason; none where all are in.
    fn left_out(&self, left_out: &LeftOut, visit: &str) -> Vec<String>;

    /// Says a confidence interval in percent.
    fn study_interval(&self, low: Decimal, high: Decimal) -> String;

    /// Heads the medians, each with the number of participants behind it.
    fn study_medians(&self) -> &'static str;

    /// Names the median of the total improvement score.
    fn median_tis(&self) -> &'static str;

    /// Names the median change of the dose of prednisone.
    fn median_dose(&self) -> &'static str;

    /// Heads the adverse events, here and below the forms of a visit.
    fn adverse_events(&self) -> &'static str;

    /// Says how many events there are of each grade, mildest first.
    fn events_by_grade(&self, grades: &[u32; 5]) -> String;

    /// Says how many serious events are open.
    fn serious_open(&self, events: u32) -> String;

    /// Said to somebody who may not lock the study.
    fn who_locks_study(&self) -> &'static str;

    /// Heading of the formats in which the data are given out.
    fn export_formats(&self) -> &'static str;

    /// Says what a format is, in at most 36 columns.
    fn export_format(&self, formats: Formats) -> &'static str;

    /// Says how far an export is in percent, and which key stops it.
    fn exporting(&self, formats: Formats, percent: u64, key: Option<&str>) -> String;

    /// Says of the key that goes back that it stops the export, in at most 16 columns.
    fn stop_export(&self) -> &'static str;

    /// Says that an export has ended, and in which folder of the study it is.
    fn exported_to(&self, folder: &str) -> String;

    /// Says it with the number of files and the entry as of which the data are.
    fn exported_files(&self, folder: &str, files: usize, as_of: u64) -> String;

    /// Said when an export was stopped.
    fn export_stopped(&self) -> &'static str;

    /// Says that an export was stopped with the connection.
    fn export_interrupted(&self) -> &'static str;

    /// Said to somebody who may not export.
    fn who_exports(&self) -> &'static str;

    /// Said where nothing can be exported without a connection.
    fn no_export_unconnected(&self) -> &'static str;

    /// Said where another export goes on.
    fn export_goes_on(&self) -> &'static str;

    /// Said at the key that leaves while an export goes on.
    fn leaving_export(&self) -> &'static str;
}
