//! The filters of the list: which participants need somebody now, and why.
//!
//! The study as a whole counts who is due and who is overdue by the same rules.

use crate::domain::course::eligibility::State;
use crate::domain::study::Study;
use crate::domain::study::schedule::{PlannedVisit, VisitState};
use crate::domain::views::summary::Summary;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days from today within which a window opens for a visit to be due this week.
const WEEK: Days = Days::new(7);

/// Which participants are listed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// A visit is not begun, and its window is open or opens within the 7 days after today.
    DueThisWeek,
    /// A visit is not begun, its window has closed, and nothing has overtaken it.
    Overdue,
    /// A visit was begun before today, and a form of it is not complete.
    FormsMissing,
    /// All forms of a visit are complete, and no signature stands on it.
    Unsigned,
    /// A serious adverse event goes on, or no investigator has seen it.
    SeriousOpen,
    /// A query is not closed.
    QueryOpen,
    /// Whether somebody may take part is not settled.
    Screening,
    /// An amendment asks for a renewed consent that is not recorded.
    ConsentOwed,
}

impl Filter {
    /// All filters, in the order in which one key goes through them.
    pub const ALL: [Self; 9] = [
        Self::All,
        Self::DueThisWeek,
        Self::Overdue,
        Self::FormsMissing,
        Self::Unsigned,
        Self::SeriousOpen,
        Self::QueryOpen,
        Self::Screening,
        Self::ConsentOwed,
    ];

    /// Returns the word that is typed to find them; none for all.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::DueThisWeek => Some("this-week"),
            Self::Overdue => Some("overdue"),
            Self::FormsMissing => Some("forms-missing"),
            Self::Unsigned => Some("unsigned"),
            Self::SeriousOpen => Some("serious-event"),
            Self::QueryOpen => Some("query"),
            Self::Screening => Some("screening"),
            Self::ConsentOwed => Some("reconsent"),
        }
    }

    /// Returns whether a participant, whose visits stand as in `plan`, is listed on a day.
    pub fn holds(
        self,
        study: &Study,
        summary: &Summary,
        plan: &[PlannedVisit],
        today: NaiveDate,
    ) -> bool {
        match self {
            Self::All => true,
            // Who was enrolled by mistake waits for nothing.
            _ if summary.statuses.is_void() => false,
            Self::DueThisWeek => is_due(study, plan, today),
            Self::Overdue => plan
                .iter()
                .any(|visit| matches!(visit.state, VisitState::Late { .. })),
            Self::FormsMissing => summary.forms_missing(study, today) > 0,
            Self::Unsigned => summary
                .visits
                .iter()
                .filter(|visit| study.visit_removed(&visit.visit, today).is_none())
                .any(|visit| visit.forms > 0 && visit.is_complete(today) && !visit.signed),
            Self::SeriousOpen => summary.story.serious_open > 0,
            Self::QueryOpen => summary.open_queries > 0,
            Self::Screening => summary.story.eligibility == Some(State::Screening),
            Self::ConsentOwed => summary.consent_owed(study).is_some(),
        }
    }
}

fn is_due(study: &Study, plan: &[PlannedVisit], today: NaiveDate) -> bool {
    let end = today.checked_add_days(WEEK).unwrap_or(NaiveDate::MAX);
    let baseline = plan
        .iter()
        .find(|visit| visit.visit == study.protocol.baseline);
    // The days of all later visits are counted from the baseline.
    let known = baseline
        .is_none_or(|visit| visit.state.date().is_some() || visit.state == VisitState::Missed);
    plan.iter().any(|visit| match visit.state {
        VisitState::Due => true,
        VisitState::Early { opens } => opens <= end,
        VisitState::Ahead => known && visit.from <= end,
        VisitState::Done { .. }
        | VisitState::Open { .. }
        | VisitState::Late { .. }
        | VisitState::Missed
        | VisitState::Closed { .. }
        | VisitState::Removed { .. } => false,
    })
}

/// A set of filters that hold of one participant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held(u16);

impl Held {
    /// Returns those that hold on a day.
    pub(super) fn of(
        study: &Study,
        summary: &Summary,
        plan: &[PlannedVisit],
        today: NaiveDate,
    ) -> Self {
        let holds = |filter: &Filter| filter.holds(study, summary, plan, today);
        let held = Filter::ALL.into_iter().filter(holds);
        Self(held.fold(0, |bits, filter| bits | bit(filter)))
    }

    /// Returns whether a filter is in it.
    pub(super) fn has(self, filter: Filter) -> bool {
        self.0 & bit(filter) != 0
    }
}

fn bit(filter: Filter) -> u16 {
    1 << filter as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{date, participant, study};
    use crate::domain::study::schedule::plan;
    use crate::domain::study::visit_summary::VisitSummary;

    /// Somebody planned for 5 January, with these visits: id, day, complete forms of two.
    fn with(visits: &[(&str, &str, u16)]) -> Summary {
        Summary {
            participant: participant("01-001", "2026-01-05"),
            statuses: Default::default(),
            visits: visits
                .iter()
                .map(|(visit, day, complete)| VisitSummary {
                    chosen: Vec::new(),
                    unfit_date: false,
                    earlier_days: Vec::new(),
                    visit: (*visit).into(),
                    date: date(day),
                    complete: *complete,
                    forms: 2,
                    ending: Vec::new(),
                    answered: Vec::new(),
                    entered: Vec::new(),
                    signed: true,
                    version: 1,
                })
                .collect(),
            verdict: Default::default(),
            laboratories: Vec::new(),
            story: Default::default(),
            open_queries: 0,
            outcome: Default::default(),
            last_entry: None,
            unfit: Vec::new(),
        }
    }

    fn held(summary: &Summary, day: &str) -> Vec<Filter> {
        let (study, today) = (study(), date(day));
        let plan = plan(&study, summary.who(), &summary.visits, today);
        let held = Held::of(&study, summary, &plan, today);
        let all = Filter::ALL.into_iter();
        all.filter(|filter| {
            assert_eq!(
                held.has(*filter),
                filter.holds(&study, summary, &plan, today)
            );
            held.has(*filter) && *filter != Filter::All
        })
        .collect()
    }

    #[test]
    fn everybody_is_among_all() {
        let (study, who) = (study(), with(&[]));
        let plan = plan(&study, who.who(), &who.visits, date("2026-01-01"));
        assert!(Filter::All.holds(&study, &who, &plan, date("2026-01-01")));
        assert!(Held::of(&study, &who, &plan, date("2026-01-01")).has(Filter::All));
    }

    #[test]
    fn due_is_a_window_that_is_open_or_opens_within_seven_days() {
        // Baseline on 5 January: week 2 on the 19th from the 16th to the 22nd, week 4 from 30 January.
        let came = with(&[("baseline", "2026-01-05", 2)]);
        for (day, due) in [
            ("2026-01-05", false),
            ("2026-01-08", false),
            ("2026-01-09", true),
            ("2026-01-16", true),
            ("2026-01-22", true),
        ] {
            assert_eq!(
                held(&came, day).contains(&Filter::DueThisWeek),
                due,
                "{day}"
            );
        }
        // From the 23rd on week 2 is overdue, and the window of week 4 opens within seven days.
        let both = [Filter::DueThisWeek, Filter::Overdue];
        assert_eq!(held(&came, "2026-01-23"), both);
        // Week 2 was held; on the 22nd week 4 is eight days away.
        let second = with(&[("baseline", "2026-01-05", 2), ("week-2", "2026-01-16", 2)]);
        assert_eq!(held(&second, "2026-01-22"), []);
        assert_eq!(held(&second, "2026-01-23"), [Filter::DueThisWeek]);
        // A visit that was begun is not due any more.
        assert_eq!(held(&second, "2026-01-16"), []);
    }

    #[test]
    fn before_baseline_nothing_else_has_a_day() {
        // Planned for 5 January, and never held: week 2 would have been open on the 19th.
        let nobody = with(&[]);
        assert_eq!(held(&nobody, "2026-01-05"), [Filter::DueThisWeek]);
        assert_eq!(held(&nobody, "2025-12-29"), [Filter::DueThisWeek]);
        assert_eq!(held(&nobody, "2025-12-28"), []);
        assert_eq!(held(&nobody, "2026-01-20"), [Filter::Overdue]);
    }

    #[test]
    fn overdue_ends_where_a_visit_is_overtaken() {
        let came = with(&[("baseline", "2026-01-05", 2)]);
        assert_eq!(held(&came, "2026-01-22"), [Filter::DueThisWeek]);
        assert!(held(&came, "2026-01-29").contains(&Filter::Overdue));
        // The window of week 4 opens on 30 January: week 2 is missed then.
        assert_eq!(held(&came, "2026-01-30"), [Filter::DueThisWeek]);
        // The last visit stays overdue for ever: week 12 up to 6 April.
        assert_eq!(held(&came, "2026-06-01"), [Filter::Overdue]);
        let skipped = with(&[("baseline", "2026-01-05", 2), ("week-4", "2026-01-27", 2)]);
        assert_eq!(held(&skipped, "2026-01-28"), []);
    }

    #[test]
    fn forms_are_missing_from_the_day_after_the_visit() {
        let begun = with(&[("baseline", "2026-01-05", 1)]);
        assert_eq!(held(&begun, "2026-01-05"), []);
        assert_eq!(held(&begun, "2026-01-06"), [Filter::FormsMissing]);
        let done = with(&[("baseline", "2026-01-05", 2)]);
        assert_eq!(held(&done, "2026-01-06"), []);
    }

    #[test]
    fn a_visit_is_unsigned_once_its_forms_are_complete_and_until_a_signature_stands() {
        let mut who = with(&[("baseline", "2026-01-05", 1)]);
        who.visits[0].signed = false;
        assert_eq!(held(&who, "2026-01-05"), []);
        who.visits[0].complete = 2;
        assert_eq!(held(&who, "2026-01-05"), [Filter::Unsigned]);
        who.visits[0].signed = true;
        assert_eq!(held(&who, "2026-01-05"), []);
        who.open_queries = 1;
        assert_eq!(held(&who, "2026-01-05"), [Filter::QueryOpen]);
    }

    #[test]
    fn serious_events_and_screening_come_from_the_logs() {
        let mut who = with(&[("baseline", "2026-01-05", 2)]);
        who.story.serious_open = 1;
        assert_eq!(held(&who, "2026-01-06"), [Filter::SeriousOpen]);
        who.story.serious_open = 0;
        for (state, screening) in [
            (None, false),
            (Some(State::Screening), true),
            (Some(State::Failed), false),
            (Some(State::Eligible), false),
            (Some(State::Exception), false),
        ] {
            who.story.eligibility = state;
            let held = held(&who, "2026-01-06");
            assert_eq!(held.contains(&Filter::Screening), screening, "{state:?}");
        }
    }
}
