//! What an entry of the record, a lock, a signature or a query says in English, and the lines of history and audit.

mod audit;
mod history;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use crate::domain::record::entry::{Entry, Receipt};
use crate::domain::record::event::{Event, FieldPath, PromptOutcome};
use crate::domain::record::lock::{Lock, Part, Scope};
use crate::domain::record::participant::Participant;
use crate::domain::record::query::State;
use crate::domain::record::query::listed::Kind;
use crate::domain::record::server_run::Absence;
use crate::domain::record::signature::{Mark, Meaning, Signature, moment};
use crate::domain::study::Study;
use crate::domain::views::audit::{Line, time};
use crate::text::English;
use crate::text::entries::{Entries, HistoryLine};

/// Stands behind an answer that is not by the rules.
const NOT_BY_RULES: &str = ", not by the rules";

impl Entries for English {
    fn part(&self, part: Part) -> &'static str {
        match part {
            Part::Form => "form",
            Part::Visit => "visit",
            Part::Participant => "participant",
            Part::Study => "study",
        }
    }

    fn lock_mark(&self, scope: &Scope, lock: &Lock) -> String {
        format!(
            "LOCKED ({}) by {} on {}: {}",
            self.part(scope.part()),
            lock.name,
            lock.at.format("%Y-%m-%d"),
            lock.reason
        )
    }

    fn query_state(&self, state: State) -> &'static str {
        match state {
            State::New => "new",
            State::Answered => "answered",
            State::Proposed => "resolution proposed",
            State::Closed => "closed",
        }
    }

    fn listed_kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Query(State::Closed) => "query closed",
            Kind::Query(State::New) => "query new",
            Kind::Query(State::Answered) => "query answered",
            Kind::Query(State::Proposed) => "query, resolved?",
            Kind::FailedCheck => "kept",
            Kind::Note => "note",
            Kind::ReasonForChange => "changed",
        }
    }

    fn signed_as(&self, meaning: Meaning) -> &'static str {
        match meaning {
            Meaning::Assessed => "assessed",
            Meaning::Reviewed => "reviewed",
            Meaning::Approved => "approved",
        }
    }

    fn signer_says(&self, meaning: Meaning) -> &'static str {
        match meaning {
            Meaning::Assessed => "I made these assessments",
            Meaning::Reviewed => "I looked through them",
            Meaning::Approved => "I answer for them",
        }
    }

    fn signed_mark(&self, mark: Mark) -> &'static str {
        match mark {
            Mark::Signed => "signed",
            Mark::Void => "VOID",
        }
    }

    fn signature(&self, signature: &Signature, stands: bool) -> String {
        let signed = format!(
            "igned {} by {} ({}), {}: {}.",
            moment(signature.at),
            signature.name,
            signature.user,
            signature.role,
            self.signed_as(signature.meaning)
        );
        if stands {
            return format!("S{signed}");
        }
        let since = signature.voided.as_ref().map(|void| moment(void.at));
        let since = since.map_or_else(String::new, |at| format!(" at {at}"));
        format!("VOID: s{signed} The visit changed{since}: sign again.")
    }

    fn history(
        &self,
        study: &Study,
        participant: Option<&Participant>,
        place: &FieldPath,
        entries: &[Entry],
    ) -> Vec<Vec<HistoryLine>> {
        history::entries(study, participant, place, entries)
    }

    fn audit_title(&self, study: &Study, hidden: &[FormId]) -> String {
        audit::title(study, hidden)
    }

    fn audit_entry(&self, study: &Study, entry: &Entry, lines: &[Line]) -> String {
        audit::entry(study, entry, lines)
    }

    fn audit_text(&self, study: &Study, event: &Event, line: &Line) -> String {
        audit::line_text(study, event, line)
    }

    fn no_server(&self, absence: &Absence) -> String {
        let (from, to) = (time(absence.from), time(absence.to));
        match absence.stopped {
            true => format!("no server from {from} to {to}"),
            false => format!(
                "no server until {to}; the one before left no stop, and ran until {from} at least"
            ),
        }
    }

    fn before_start(&self, absence: &Absence) -> String {
        format!("Before the server that runs: {}.", self.no_server(absence))
    }

    fn audit_answer(&self, study: &Study, line: &Line, answer: &Answer) -> String {
        audit::answer(study, line, answer)
    }

    fn audit_head(&self, head: &Receipt) -> String {
        audit::head(head)
    }
}

/// Returns what came of a question.
fn outcome(outcome: PromptOutcome) -> &'static str {
    match outcome {
        PromptOutcome::Kept => "kept",
        PromptOutcome::Corrected => "gone back to the field",
        PromptOutcome::Refused => "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::signature::Void;
    use chrono::DateTime;

    #[test]
    fn a_mark_of_a_lock_names_what_is_locked_by_whom_and_why() {
        let lock = Lock {
            reason: "cleaned".to_owned(),
            name: "M. Kern".to_owned(),
            at: DateTime::default(),
            seq: 3,
        };
        assert_eq!(
            English.lock_mark(&Scope::participant(&"01-001".into()), &lock),
            "LOCKED (participant) by M. Kern on 1970-01-01: cleaned"
        );
    }

    #[test]
    fn a_signature_says_whether_it_stands_and_since_when_it_does_not() {
        let mut signature = Signature {
            meaning: Meaning::Approved,
            user: "mk".to_owned(),
            name: "M. Kern".to_owned(),
            role: "investigator".to_owned(),
            at: DateTime::default(),
            seq: 9,
            content: String::new(),
            voided: None,
        };
        assert_eq!(
            English.signature(&signature, true),
            "Signed 1970-01-01 00:00 +00:00 by M. Kern (mk), investigator: approved."
        );
        let words = English.signature(&signature, false);
        assert!(words.starts_with("VOID: signed 1970-01-01"), "{words}");
        assert!(words.ends_with("The visit changed: sign again."), "{words}");
        signature.voided = Some(Void {
            seq: 12,
            at: DateTime::default(),
        });
        let words = English.signature(&signature, false);
        assert!(
            words.ends_with("The visit changed at 1970-01-01 00:00 +00:00: sign again."),
            "{words}"
        );
    }
}
