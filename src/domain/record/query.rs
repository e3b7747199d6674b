//! Queries on fields: a question about a value, its answers, and how far it is settled.
//!
//! A query is known by the number of the entry that opened it. Its whole thread stays in the journal; a cell
//! holds where it stands. Who may take which step is for `user`.

pub mod listed;
pub mod step;

pub use step::{State, Step};

use super::entry::Entry;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// A query as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Number of the entry that opened it; 0 while it is not stored.
    pub id: u64,
    /// Where it stands.
    pub state: State,
    /// What was asked.
    pub question: String,
    /// Name of who asked, as printed.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<FixedOffset>,
    /// What was said last, and by whom, after the question.
    pub last: Option<(String, String)>,
    /// Number of the newest entry about it.
    pub seq: u64,
}

/// Takes a step into the queries of a field. A step that cannot be taken, or was taken before, changes nothing.
pub fn apply(queries: &mut Vec<Query>, id: u64, step: Step, text: &str, entry: &Entry) {
    if step == Step::Open {
        let id = entry.seq;
        if id != 0 {
            // The query is stored now and gets its number; while it was only shown it had none.
            let shown = |query: &Query| query.id == 0 && query.question == text;
            if let Some(place) = queries.iter().position(shown) {
                queries.remove(place);
            }
        }
        if id == 0 || queries.iter().all(|query| query.id != id) {
            queries.push(Query {
                id,
                state: State::New,
                question: text.to_owned(),
                asked_by: entry.draft.by.name.clone(),
                asked_at: entry.recorded_at,
                last: None,
                seq: entry.seq,
            });
        }
        return;
    }
    let Some(query) = queries.iter_mut().find(|query| query.id == id) else {
        return;
    };
    if entry.seq != 0 && entry.seq <= query.seq {
        return;
    }
    // A step shown before it was stored is taken again with its number.
    let again = (query.seq == 0 && entry.seq != 0).then(|| step.leads_to());
    if let Some(state) = query.state.after(step).or(again) {
        query.state = state;
        query.seq = entry.seq;
        query.last = Some((text.to_owned(), entry.draft.by.name.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Answer, Close, Open, Propose, Reopen};

    #[test]
    fn a_query_shown_before_it_was_stored_is_not_there_twice() {
        use crate::domain::record::entry::{Assessor, Draft};
        use crate::domain::record::event::Event;
        let entry = |seq| {
            let draft = Draft::new(
                Assessor {
                    user: String::new(),
                    name: "V. Monitor".to_owned(),
                    role: String::new(),
                    from: String::new(),
                },
                Event::LoggedIn {
                    user: String::new(),
                    command: None,
                },
            );
            Entry {
                seq,
                ..Entry::preview(draft, DateTime::default())
            }
        };
        let mut queries = Vec::new();
        apply(&mut queries, 0, Open, "why?", &entry(0));
        assert_eq!((queries.len(), queries[0].id), (1, 0));
        for _ in 0..2 {
            apply(&mut queries, 0, Open, "why?", &entry(7));
            assert_eq!((queries.len(), queries[0].id), (1, 7));
        }
        apply(&mut queries, 7, Close, "", &entry(9));
        apply(&mut queries, 7, Reopen, "so", &entry(8));
        assert_eq!((queries[0].state, queries[0].seq), (State::Closed, 9));
    }

    #[test]
    fn a_query_goes_from_asked_to_settled_and_back_only_by_being_reopened() {
        use State::{Answered, Closed, New, Proposed};
        let steps = [
            (New, Answer, Some(Answered)),
            (New, Propose, Some(Proposed)),
            (New, Close, Some(Closed)),
            (Answered, Answer, Some(Answered)),
            (Proposed, Close, Some(Closed)),
            (Proposed, Answer, Some(Answered)),
            (Closed, Reopen, Some(New)),
            (Closed, Answer, None),
            (Closed, Close, None),
            (New, Reopen, None),
            (New, Open, None),
        ];
        for (from, step, to) in steps {
            assert_eq!(from.after(step), to, "{from:?} {step:?}");
        }
    }
}
