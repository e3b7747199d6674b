//! All that a record says about its values besides the values: queries, checks that a value was kept against,
//! notes, and reasons for changes, each at its field.

use super::{Query, State};
use crate::domain::record::event::FieldPath;
use crate::domain::record::session::{Cell, ParticipantRecord};
use serde::{Deserialize, Serialize};

/// What kind of thing is said about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Somebody asked.
    Query(State),
    /// A check asked, and the value was kept.
    FailedCheck,
    /// Somebody wrote it down.
    Note,
    /// Why an answer was changed after its form was complete.
    ReasonForChange,
}

impl Kind {
    /// Returns whether somebody still has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Query(state) if state != State::Closed)
    }
}

/// One thing said about a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The field.
    pub place: FieldPath,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Number of the query's first entry; 0 for what is no query.
    pub query: u64,
    /// What is said.
    pub text: String,
    /// What was answered last, and by whom.
    pub answer: Option<(String, String)>,
    /// Name of who asked; empty where it is told by the history of the field only.
    pub by: String,
}

impl Listed {
    /// Puts a word in the place of what is said and answered.
    pub fn hide(&mut self, word: &str) {
        word.clone_into(&mut self.text);
        if let Some((answer, _)) = &mut self.answer {
            word.clone_into(answer);
        }
    }
}

/// Returns all that is said about the values of a record: what is open first, then by kind, visit, form and field.
pub fn listed(record: &ParticipantRecord) -> Vec<Listed> {
    let mut found = Vec::new();
    for session in record.sessions.values() {
        for (form, cells) in &session.forms {
            for (field, cell) in cells {
                let place = FieldPath {
                    participant: record.participant.id.clone(),
                    visit: session.visit.clone(),
                    form: form.clone(),
                    field: field.clone(),
                };
                found.extend(said(&place, cell));
            }
        }
    }
    found.sort_by_key(|listed| (!listed.kind.is_open(), listed.kind));
    found
}

/// Returns the queries of a record that are not closed.
pub fn open(record: &ParticipantRecord) -> Vec<Listed> {
    let mut found = listed(record);
    found.retain(|listed| listed.kind.is_open());
    found
}

fn said<'a>(place: &'a FieldPath, cell: &'a Cell) -> impl Iterator<Item = Listed> + 'a {
    let plain = |kind, text: &str| Listed {
        place: place.clone(),
        kind,
        query: 0,
        text: text.to_owned(),
        answer: None,
        by: String::new(),
    };
    let asked = move |query: &Query| Listed {
        place: place.clone(),
        kind: Kind::Query(query.state),
        query: query.id,
        text: query.question.clone(),
        answer: query.last.clone(),
        by: query.asked_by.clone(),
    };
    let queries = cell.queries.iter().map(asked);
    let kept = cell.kept.iter();
    let kept =
        kept.map(move |(rule, reason)| plain(Kind::FailedCheck, &format!("{rule}: {reason}")));
    let note = cell.note.iter();
    let note = note.map(move |note| plain(Kind::Note, note));
    let reason = cell.reason.iter();
    let reason = reason.map(move |reason| plain(Kind::ReasonForChange, reason));
    queries.chain(kept).chain(note).chain(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::answer::Answer;
    use crate::domain::sample::{participant, session};
    use chrono::DateTime;

    fn query(id: u64, state: State) -> Query {
        Query {
            id,
            state,
            question: format!("question {id}"),
            asked_by: "A. Monitor".to_owned(),
            asked_at: DateTime::default(),
            last: None,
            seq: id,
        }
    }

    #[test]
    fn what_is_open_stands_before_what_is_settled_and_before_all_else() {
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        let answers = [("rash", Answer::code("n")), ("vas", Answer::code("y"))];
        let mut visit = session("week-2", "2026-01-19", "mixed", &answers);
        let rash = visit.cell_mut(&"mixed".into(), &"rash".into());
        rash.note = Some("faint".to_owned());
        rash.queries.push(query(4, State::Closed));
        rash.queries.push(query(9, State::Answered));
        let vas = visit.cell_mut(&"mixed".into(), &"vas".into());
        vas.kept.push(("jump".to_owned(), "confirmed".to_owned()));
        vas.reason = Some("misread".to_owned());
        vas.queries.push(query(7, State::New));
        record.sessions.insert(visit.visit.clone(), visit);
        let all = listed(&record);
        let seen: Vec<_> = all
            .iter()
            .map(|one| (one.kind, one.place.field.as_str(), one.query))
            .collect();
        assert_eq!(
            seen,
            [
                (Kind::Query(State::New), "vas", 7),
                (Kind::Query(State::Answered), "rash", 9),
                (Kind::Query(State::Closed), "rash", 4),
                (Kind::FailedCheck, "vas", 0),
                (Kind::Note, "rash", 0),
                (Kind::ReasonForChange, "vas", 0),
            ]
        );
        assert_eq!(open(&record), all[..2]);
        assert_eq!(all[3].text, "jump: confirmed");
    }
}
