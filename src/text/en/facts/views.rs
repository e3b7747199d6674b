//! Words of the timeline, the overview and the list of participants.

use crate::domain::study::schedule::VisitState;
use crate::domain::treatment::abatacept::Given;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::overview::Property;
use crate::domain::views::timeline::Timing;
use crate::domain::views::timeline::lane::{LaneName, Moment, What};

/// Says how a visit lies to its window, such as `2 days before its window`.
pub(super) fn timing(timing: Timing) -> String {
    let days = |days: i64| match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    match timing {
        Timing::Early(early) => format!("{} before its window", days(early)),
        Timing::Within => "in its window".to_owned(),
        Timing::Late(late) => format!("{} after its window", days(late)),
        Timing::Missed => "missed".to_owned(),
        Timing::Due => "due now".to_owned(),
        Timing::Overdue(late) => format!("overdue by {}", days(late)),
        Timing::Ahead => "still to come".to_owned(),
        Timing::Closed => "not to come any more".to_owned(),
        Timing::Unplanned => "unscheduled".to_owned(),
        Timing::Unknown => "its window is not known".to_owned(),
    }
}

/// Returns the word for how a visit of the schedule stands.
pub(super) fn visit_state(state: VisitState) -> &'static str {
    match state {
        VisitState::Done { .. } => "done",
        VisitState::Open { .. } => "open",
        VisitState::Due => "due",
        VisitState::Early { .. } => "early",
        VisitState::Late { .. } => "late",
        VisitState::Missed => "missed",
        VisitState::Ahead => "ahead",
        VisitState::Closed { .. } => "closed",
        VisitState::Removed { .. } => "removed",
    }
}

/// Names a lane of the timeline.
pub(super) fn lane(name: &LaneName) -> String {
    let name = match name {
        LaneName::Abatacept => "Abatacept",
        LaneName::Glucocorticoid => "Glucocorticoid",
        LaneName::Pulse => "Steroid pulse",
        LaneName::Drug(name) => name,
        LaneName::NotNamed => "Drug not named",
        LaneName::Events => "Adverse events",
    };
    name.to_owned()
}

const DOSE_NOT_KNOWN: &str = "dose not known";

/// Says what happened in a span of a lane.
pub(super) fn span(what: &What) -> String {
    match what {
        What::Nothing => String::new(),
        What::Infusion(mg, given) => {
            let dose = mg.map_or_else(|| DOSE_NOT_KNOWN.to_owned(), |mg| format!("{mg} mg"));
            match given {
                Given::Whole => dose,
                Given::Interrupted => format!("{dose}, interrupted"),
                Given::LeftOut => "left out".to_owned(),
            }
        }
        What::Daily(Some(mg)) => format!("{} mg/day", mg.rounded(1)),
        What::Daily(None) => DOSE_NOT_KNOWN.to_owned(),
        What::Drug { dose, frequency } => {
            let dose = dose.as_ref().map(|(dose, unit)| format!("{dose} {unit}"));
            let frequency = frequency.as_deref().map(often);
            match (dose, frequency) {
                (Some(dose), Some(often)) => format!("{dose} {often}"),
                (Some(alone), None) | (None, Some(alone)) => alone,
                (None, None) => DOSE_NOT_KNOWN.to_owned(),
            }
        }
        What::Event(term) if term.is_empty() => "not named".to_owned(),
        What::Event(term) => term.clone(),
    }
}

/// Says a frequency by its code; one that is not known here by the words of its code.
fn often(code: &str) -> String {
    match code {
        "once-daily" => "a day".to_owned(),
        "twice-daily" => "twice a day".to_owned(),
        "tid" => "3 times a day".to_owned(),
        "qid" => "4 times a day".to_owned(),
        "weekly" => "a week".to_owned(),
        other => other.replace('-', " "),
    }
}

/// Says a day as far as it is known, such as `2026-03` for a month.
pub(super) fn moment(moment: &Moment) -> String {
    moment
        .day
        .map_or_else(|| "a day not known".to_owned(), |day| day.to_string())
}

/// Names a verdict that participants are counted by.
pub(super) fn property(property: Property) -> &'static str {
    match property {
        Property::Imacs => "IMACS improvement",
        Property::Registered => "Registered wording",
        Property::TisMinimal => "TIS minimal or more",
        Property::TisModerate => "TIS moderate or more",
        Property::TisMajor => "TIS major",
    }
}

/// Names a filter of the list of participants.
pub(super) fn filter(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "all",
        Filter::DueThisWeek => "due this week",
        Filter::Overdue => "overdue",
        Filter::FormsMissing => "forms missing",
        Filter::Unsigned => "unsigned",
        Filter::SeriousOpen => "serious event open",
        Filter::QueryOpen => "query open",
        Filter::Screening => "screening",
        Filter::ConsentOwed => "renewed consent owed",
    }
}

/// Names an order of the list of participants.
pub(super) fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::LastVisit => "last visit",
        Sort::Id => "id",
        Sort::NextDue => "next due",
        Sort::Verdict => "verdict",
        Sort::LastEntry => "last entry",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::ratio::Exact;

    #[test]
    fn a_visit_outside_its_window_says_by_how_many_days() {
        assert_eq!(timing(Timing::Early(2)), "2 days before its window");
        assert_eq!(timing(Timing::Late(1)), "1 day after its window");
        assert_eq!(timing(Timing::Overdue(3)), "overdue by 3 days");
    }

    #[test]
    fn a_dose_is_said_as_far_as_it_is_known() {
        let mg = Exact::int(15);
        let drug = |dose: bool, often: Option<&str>| What::Drug {
            dose: dose.then(|| (mg, "mg".to_owned())),
            frequency: often.map(str::to_owned),
        };
        assert_eq!(span(&What::Daily(Some(Exact::int(20)))), "20.0 mg/day");
        assert_eq!(span(&What::Daily(None)), "dose not known");
        assert_eq!(span(&drug(true, Some("weekly"))), "15 mg a week");
        assert_eq!(span(&drug(true, None)), "15 mg");
        assert_eq!(span(&drug(false, Some("as-needed"))), "as needed");
        assert_eq!(span(&drug(false, None)), "dose not known");
        let infusion = |mg, given| span(&What::Infusion(mg, given));
        assert_eq!(infusion(Some(mg), Given::Interrupted), "15 mg, interrupted");
        assert_eq!(infusion(Some(mg), Given::LeftOut), "left out");
        assert_eq!(infusion(None, Given::Whole), "dose not known");
    }
}
