//! The words of the screen of `screens::participant`.

use crate::domain::course::eligibility::Reason;
use crate::domain::record::participant;
use chrono::NaiveDate;

/// The words of the screen of `screens::participant`.
pub trait Participant {
    /// Says who a participant is: sex, year of birth, diagnosis, weight and whether that is by the rules, day of enrolment.
    fn who(&self, participant: &participant::Participant, has_weight: bool) -> String;

    /// Stands in the place of a day that is not known; at most 11 columns.
    fn day_not_known(&self) -> &'static str;

    /// Says the same without the weight, for a narrow screen.
    fn who_without_weight(&self, participant: &participant::Participant) -> String;

    /// Heads the columns of the visits: visit, state, planned day, window, day held, forms.
    fn visits_columns(&self) -> [&'static str; 6];

    /// Stands for the state of a visit or the respondent of a form that is locked.
    fn locked_here(&self) -> &'static str;

    /// Asked before a visit is begun whose window has not opened.
    fn begin_early(&self, visit: &str, opens: NaiveDate, today: NaiveDate) -> String;

    /// Asked before a visit is begun whose window has closed.
    fn begin_late(&self, visit: &str, closed: NaiveDate, today: NaiveDate) -> String;

    /// Asked before a visit is begun that was missed.
    fn begin_missed(&self, visit: &str, from: NaiveDate, to: NaiveDate) -> String;

    /// Asked before a visit is begun that can come no more, since the participation ended on a day.
    fn begin_closed(&self, visit: &str, since: NaiveDate) -> String;

    /// Says where the key that begins something new does so.
    fn new_begins_elsewhere(&self) -> &'static str;

    /// Says that a visit cannot begin, why, and how many reasons there are besides.
    fn cannot_begin(&self, visit: &str, reasons: &[Reason]) -> String;
}
