//! What the list of participants shows of each, small enough to hold for ten thousand.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::ratio::Exact;
use crate::domain::course;
use crate::domain::course::deviations::Grounds;
use crate::domain::course::eligibility::State;
use crate::domain::course::reconsent::{self, ConsentOwed, Consents};
use crate::domain::forms::enzymes::OpenChoice;
use crate::domain::record::participant::Participant;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::Study;
use crate::domain::study::fit;
use crate::domain::study::laboratory::Laboratory;
use crate::domain::study::visit_summary::{VisitSummary, summarise_visit};
use crate::domain::study::withheld::Hidden;
use crate::domain::verdict::VerdictSummary;
use crate::domain::verdict::response::{Category, Judgement};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// One participant in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Who.
    pub participant: Participant,
    /// How they take part, as it was said.
    pub statuses: StatusHistory,
    /// Visits begun, in the order of the schedule.
    pub visits: Vec<VisitSummary>,
    /// Verdict of the latest visit after baseline that has one.
    pub verdict: Hideable<Option<VerdictSummary>>,
    /// Laboratories of the latest results of each form, for the limits that the next results of them need.
    pub laboratories: Vec<Laboratory>,
    /// What the logs say, for the list and for the study as a whole.
    pub story: StorySummary,
    /// Queries that are not closed.
    pub open_queries: u16,
    /// What the outcome visit says, for the study as a whole.
    pub outcome: Hideable<OutcomeSummary>,
    /// When the last entry about the participant was stored, locks aside; nothing before the first one is stored.
    pub last_entry: Option<DateTime<FixedOffset>>,
    /// Answers that are not by the rules, where there are any.
    pub unfit: Vec<UnfitAnswers>,
}

/// How many answers of a form at a visit, or of a form beside the visits, are not by the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnfitAnswers {
    /// The visit.
    pub visit: VisitId,
    /// The form, or the row of a log.
    pub form: FormId,
    /// So many of its answers.
    pub answers: u16,
}

/// What a user sees, or that it is hidden from them. What is stored hides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hideable<T> {
    /// It is seen.
    Seen(T),
    /// There may be something, which the user does not see yet.
    Hidden,
}

impl<T> Hideable<T> {
    /// Returns what is seen; `None` where it is hidden.
    pub fn seen(&self) -> Option<&T> {
        match self {
            Self::Seen(value) => Some(value),
            Self::Hidden => None,
        }
    }

    /// Returns whether it is hidden.
    pub fn is_hidden(&self) -> bool {
        self.seen().is_none()
    }
}

impl<T> From<T> for Hideable<T> {
    fn from(value: T) -> Self {
        Self::Seen(value)
    }
}

impl<T: Default> Default for Hideable<T> {
    fn default() -> Self {
        Self::Seen(T::default())
    }
}

impl Summary {
    /// Hides the verdicts that are computed from forms that a user does not see, which measures have a value at the visits
    /// of such forms, which of their answers are not by the rules, and which of them hold nothing but reasons.
    pub fn hide(&mut self, study: &Study, hidden: &Hidden) {
        for visit in &mut self.visits {
            if hidden.forms().any(|(at, _)| *at == visit.visit) {
                visit.entered.clear();
            }
        }
        self.unfit
            .retain(|unfit| !hidden.has(&unfit.visit, &unfit.form));
        let deviations = &mut self.story.deviations;
        deviations.hide(|visit, form| hidden.has(visit, form));
        let judged = self.verdict.seen().and_then(Option::as_ref);
        if judged.is_some_and(|verdict| hidden.has_verdict(study, &verdict.visit)) {
            self.verdict = Hideable::Hidden;
        }
        // Before the outcome visit there is nothing to hide.
        let judged = self.outcome.seen() != Some(&OutcomeSummary::default());
        if judged && hidden.has_verdict(study, &study.protocol.outcome) {
            self.outcome = Hideable::Hidden;
        }
    }

    /// Returns who it is and how they take part, as the schedule asks it.
    pub fn who(&self) -> (&Participant, &StatusHistory) {
        (&self.participant, &self.statuses)
    }

    /// Returns the renewed consent that the participant owes.
    pub fn consent_owed(&self, study: &Study) -> Option<ConsentOwed> {
        let enrolled = self.participant.enrolled();
        reconsent::owed(study, &self.statuses, enrolled, self.story.consents)
    }

    /// Returns how many answers at a visit are not by the rules, with the day of the visit where that is not.
    pub fn unfit_at(&self, visit: &VisitId) -> u16 {
        let days = self
            .visits
            .iter()
            .filter(|own| own.visit == *visit && own.unfit_date);
        let answers = self.unfit.iter().filter(|unfit| unfit.visit == *visit);
        let answers = answers.map(|unfit| unfit.answers);
        let days = days.map(|_| 1);
        answers.chain(days).fold(0, u16::saturating_add)
    }

    /// Returns how much of all that is stored is not by the rules: answers, days of visits, facts of the enrolment.
    pub fn unfit_in_all(&self, study: &Study) -> u32 {
        let answers = self.unfit.iter().map(|unfit| u32::from(unfit.answers));
        let days = self.visits.iter().map(|visit| u32::from(visit.unfit_date));
        let facts = fit::unfit_facts(study, &self.participant);
        let facts = u32::try_from(facts.len()).unwrap_or(u32::MAX);
        answers.chain(days).fold(facts, u32::saturating_add)
    }

    /// Returns how many forms are not complete at visits of the schedule that were begun before a day.
    pub fn forms_missing(&self, study: &Study, today: NaiveDate) -> u32 {
        let removed = |visit: &VisitSummary| study.visit_removed(&visit.visit, today).is_some();
        let past = self
            .visits
            .iter()
            .filter(|visit| (visit.unfit_date || visit.date < today) && !removed(visit));
        past.map(|visit| u32::from(visit.asked(today).saturating_sub(visit.complete)))
            .sum()
    }
}

/// Eligibility, events and doses in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorySummary {
    /// How far the participant is on the way in; none when the study does not ask.
    pub eligibility: Option<State>,
    /// Serious events that no investigator has seen, also those entered in error.
    pub serious_unseen: u16,
    /// Serious events that go on or that no investigator has seen.
    pub serious_open: u16,
    /// Events by CTCAE grade, 1 to 5.
    pub grades: [u16; 5],
    /// Doses of the study drug that were given.
    pub doses_given: u16,
    /// Glucocorticoid at baseline, mg of prednisone a day.
    pub dose_baseline: Option<Exact>,
    /// Glucocorticoid at the outcome visit, mg of prednisone a day.
    pub dose_outcome: Option<Exact>,
    /// When the participant consented, where that is known.
    pub consents: Consents,
    /// What deviations from the protocol follow from.
    pub deviations: Grounds,
}

impl StorySummary {
    /// Returns what the logs of a record say.
    pub fn of(study: &Study, record: &ParticipantRecord) -> Self {
        // What happened happened, also where an amendment took the log away.
        let events = course::events(record);
        let count = |is: &dyn Fn(&course::AdverseEvent) -> bool| {
            u16::try_from(events.iter().filter(|event| is(event)).count()).unwrap_or(u16::MAX)
        };
        let ongoing = |event: &course::AdverseEvent| {
            event.serious == Some(true) && event.is_ongoing() && !event.is_unseen()
        };
        let unseen = u16::try_from(course::unseen(record).len()).unwrap_or(u16::MAX);
        Self {
            eligibility: course::eligibility::judge(study, record).map(|judged| judged.state()),
            serious_unseen: unseen,
            serious_open: unseen.saturating_add(count(&ongoing)),
            grades: [1, 2, 3, 4, 5].map(|grade| count(&|event| event.grade == Some(grade))),
            doses_given: u16::try_from(course::doses_given(record)).unwrap_or(u16::MAX),
            dose_baseline: course::dose_at(study, record, &study.protocol.baseline),
            dose_outcome: course::dose_at(study, record, &study.protocol.outcome),
            consents: Consents::of(study, record),
            deviations: Grounds::of(study, record),
        }
    }

    /// Returns the highest grade of any event.
    pub fn highest_grade(&self) -> Option<u8> {
        let counts = (1_u8..).zip(self.grades);
        counts
            .filter(|(_, count)| *count > 0)
            .last()
            .map(|(grade, _)| grade)
    }
}

/// What the outcome visit says against baseline; all unknown until both were begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeSummary {
    /// IMACS definition of improvement.
    pub imacs: Option<Judgement>,
    /// Registered wording, read literally.
    pub registered: Option<Judgement>,
    /// Why it is open which enzyme counts; none when it is decided.
    pub open_choice: Option<OpenChoice>,
    /// Whether nothing but a result that is only known to be below a limit leaves something open.
    pub open_below_limit: bool,
    /// Total improvement score, 0 to 100, when all six measures are there and it is decided which enzyme counts.
    pub tis: Option<rust_decimal::Decimal>,
    /// Its category, which can be certain where a `<` result leaves the score open.
    pub category: Option<Category>,
}

/// Returns what the list shows of a participant, without verdicts but the one given. Visits stand in the order of
/// the schedule; sessions of visits that the schedule does not have follow it, without forms.
pub fn summarise(
    study: &Study,
    record: &ParticipantRecord,
    verdict: Option<VerdictSummary>,
) -> Summary {
    let mut sessions: Vec<&Session> = record.visits().collect();
    sessions.sort_by_key(|session| {
        let place = study.visit_index(session.visit.as_str());
        (place.unwrap_or(usize::MAX), session.date)
    });
    Summary {
        participant: record.participant.clone(),
        statuses: record.statuses.clone(),
        visits: sessions
            .into_iter()
            .map(|session| summarise_visit(study, &record.participant, session))
            .collect(),
        verdict: verdict.into(),
        laboratories: Laboratory::latest(study, record),
        story: StorySummary::of(study, record),
        open_queries: {
            let open: usize = record.sessions.values().map(Session::open_queries).sum();
            u16::try_from(open).unwrap_or(u16::MAX)
        },
        outcome: Hideable::default(),
        last_entry: record.last_entry(),
        unfit: unfit_answers(record),
    }
}

/// Counts the answers of a record that are not by the rules.
fn unfit_answers(record: &ParticipantRecord) -> Vec<UnfitAnswers> {
    let sessions = record.sessions.values();
    let forms = sessions.flat_map(|session| session.forms.iter().map(move |form| (session, form)));
    let counted = forms.map(|(session, (form, cells))| {
        let unfit = cells.values().filter(|cell| cell.unfit.is_some());
        UnfitAnswers {
            visit: session.visit.clone(),
            form: form.clone(),
            answers: u16::try_from(unfit.count()).unwrap_or(u16::MAX),
        }
    });
    counted.filter(|unfit| unfit.answers > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::answer::Answer;
    use crate::domain::sample::{amended, number, participant, session, study};
    use crate::domain::study::schedule::{self, VisitState};
    use crate::domain::views::find::filter::Filter;
    use crate::domain::views::{review, timeline};

    #[test]
    fn a_form_that_an_amendment_takes_away_is_missing_until_the_day_from_which_that_holds() {
        let drop = |study: &mut crate::domain::study::Study| {
            study.instruments.remove("mdaat");
        };
        let study = amended(study(), "2026-04-10", drop);
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        let answers = [("rash", Answer::code("n")), ("vas", number("4.7"))];
        let visit = session("week-12", "2026-03-30", "mixed", &answers);
        record.sessions.insert(visit.visit.clone(), visit);
        let summary = summarise(&study, &record, None);
        let on = |day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            let plan = schedule::plan(&study, summary.who(), &summary.visits, day);
            let stop = timeline::tell(&study, &record, Vec::new(), day);
            let stop = stop.stops.into_iter().find(|stop| stop.forms.0 > 0);
            let missing = review::review(&study, &record, "week-12", day).open;
            let missing = missing
                .iter()
                .filter(|point| point.form.as_str() == "mdaat");
            let done = plan
                .iter()
                .any(|visit| matches!(visit.state, VisitState::Done { .. }));
            let unsigned = Filter::Unsigned.holds(&study, &summary, &plan, day);
            (
                summary.forms_missing(&study, day),
                stop.unwrap().forms,
                missing.count() > 0,
                (done, unsigned),
            )
        };
        assert_eq!(on("2026-04-09"), (1, (1, 2), true, (false, false)));
        assert_eq!(on("2026-04-10"), (0, (1, 1), false, (true, true)));
    }

    #[test]
    fn visits_stand_in_the_order_of_the_schedule_with_their_complete_forms() {
        let study = study();
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        let answers = [("rash", Answer::code("n")), ("vas", number("4.7"))];
        for visit in [
            session("week-2", "2026-01-19", "mixed", &answers),
            session("week-12", "2026-03-30", "mixed", &answers),
            // At baseline the first symptom is asked as well.
            session("baseline", "2026-01-05", "mixed", &answers),
        ] {
            record.sessions.insert(visit.visit.clone(), visit);
        }
        let summary = summarise(&study, &record, None);
        let seen: Vec<_> = summary
            .visits
            .iter()
            .map(|v| (v.visit.as_str(), v.complete, v.forms))
            .collect();
        assert_eq!(
            seen,
            [("baseline", 0, 2), ("week-2", 1, 1), ("week-12", 1, 2)]
        );
        // Week 12 with one of two forms and baseline with none lie before the day; week 12 on its day does not.
        let missing = |day: &str| summary.forms_missing(&study, day.parse().unwrap());
        assert_eq!((missing("2026-03-31"), missing("2026-03-30")), (3, 2));
        let blank = session("week-2", "2026-01-19", "mixed", &[]);
        assert_eq!(
            summarise_visit(&study, &summary.participant, &blank).complete,
            0
        );
    }
}
