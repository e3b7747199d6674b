//! What the finder keeps of one participant.

use super::filter::{Filter, Held};
use super::order::Keys;
use crate::domain::record::status::StatusName;
use crate::domain::study::Study;
use crate::domain::study::schedule::{PlannedVisit, VisitState, next_visit, plan};
use crate::domain::study::withheld::{Viewer, hidden};
use crate::domain::views::summary::Summary;
use chrono::NaiveDate;

/// What the finder keeps of one participant, in lower case.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Id and initials, divided by a space.
    pub(super) name: String,
    /// Bytes of the id in `name`.
    pub(super) id_length: usize,
    /// Words for how the participant stands, divided by spaces.
    pub(super) status: String,
    /// The word for the verdict.
    pub(super) verdict: Option<&'static str>,
    /// Whether the verdict is hidden from who enters assessments, and from who signs too.
    hidden: (bool, bool),
    /// What it is put in order by.
    pub(super) keys: Keys,
    /// The filters that hold.
    pub(super) held: Held,
}

impl Row {
    pub(super) fn new(study: &Study, summary: &Summary, today: NaiveDate) -> Self {
        let who = &summary.participant;
        let id = who.id.as_str().to_lowercase();
        let plan = plan(study, summary.who(), &summary.visits, today);
        let held = Held::of(study, summary, &plan, today);
        Self {
            name: format!("{id} {}", who.initials.to_lowercase()),
            id_length: id.len(),
            status: status(&plan, held, summary.statuses.name(), today).join(" "),
            verdict: verdict_word(summary),
            hidden: (
                hides_verdict(study, summary, &plan, (Viewer::Enters, today)),
                hides_verdict(study, summary, &plan, (Viewer::Signs, today)),
            ),
            keys: Keys::of(summary, &plan, today),
            held,
        }
    }

    /// Returns whether a user does not see the verdict yet.
    pub(super) fn hides_verdict(&self, viewer: Viewer) -> bool {
        match viewer {
            Viewer::Reads => false,
            Viewer::Enters => self.hidden.0,
            Viewer::Signs => self.hidden.1,
        }
    }

    pub(super) fn id(&self) -> &str {
        self.name.get(..self.id_length).unwrap_or_default()
    }

    pub(super) fn initials(&self) -> &str {
        self.name.get(self.id_length + 1..).unwrap_or_default()
    }

    /// Returns the digits of the participant's number within the site: `003` of `01-003`.
    pub(super) fn number(&self) -> &str {
        let id = self.id();
        let digits = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        id.get(digits..).unwrap_or_default()
    }

    /// Returns whether a word is the participant's number, with or without its zeros.
    pub(super) fn has_number(&self, word: &str) -> bool {
        let number = self.number();
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        digits(number)
            && digits(word)
            && number.trim_start_matches('0') == word.trim_start_matches('0')
    }

    /// Returns whether a word is the id without its hyphens, or with others.
    pub(super) fn has_id_unhyphened(&self, word: &str) -> bool {
        let own = self.id().chars().filter(|c| *c != '-');
        own.eq(word.chars().filter(|c| *c != '-'))
    }
}

/// Returns the words for how a participant stands: the state and the id of the next visit, `missed`
/// where a visit was missed, `done` when nothing is left, how they take part where that was said, and the words of the
/// filters.
fn status(plan: &[PlannedVisit], held: Held, status: StatusName, today: NaiveDate) -> Vec<String> {
    let mut words = Vec::new();
    match next_visit(plan, today) {
        Some(next) => {
            words.push(next.state.word().to_owned());
            words.push(next.visit.as_str().to_lowercase());
        }
        None if status == StatusName::TakesPart => words.push("done".to_owned()),
        None => {}
    }
    if status != StatusName::TakesPart {
        words.push(status.word().to_owned());
        if status == StatusName::ScreenFailure {
            words.push("failed".to_owned());
        }
    }
    if plan.iter().any(|visit| visit.state == VisitState::Missed) {
        words.push(VisitState::Missed.word().to_owned());
    }
    let filters = Filter::ALL.into_iter().filter(|filter| held.has(*filter));
    words.extend(filters.filter_map(|filter| filter.word().map(str::to_owned)));
    words
}

/// Returns the word for the verdict.
fn verdict_word(summary: &Summary) -> Option<&'static str> {
    let verdict = summary.verdict.seen().and_then(Option::as_ref);
    match verdict?.doi? {
        true => Some("improved"),
        false => Some("not-improved"),
    }
}

fn hides_verdict(
    study: &Study,
    summary: &Summary,
    plan: &[PlannedVisit],
    viewer: (Viewer, NaiveDate),
) -> bool {
    let verdict = summary.verdict.seen().and_then(Option::as_ref);
    verdict.is_some_and(|verdict| {
        hidden(study, plan, &summary.visits, viewer).has_verdict(study, &verdict.visit)
    })
}
