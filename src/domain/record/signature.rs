//! Signatures on visits: who, when, what it means, and a hash of what was signed.
//!
//! A signature is bound to content: when an answer of the visit changes afterwards, the hash differs and the
//! signature is void, also when the answer is put back. It is never removed. The owner verifies who signs.

pub mod signed;

pub use signed::{Meaning, Signature, Void, moment};

use super::entry::Entry;
use super::session::visit::Session;
use crate::domain::base::ids::ParticipantId;

/// Says of each signature of a session whether it is void after an entry that changed an answer, and since when.
pub fn judge_anew(participant: &ParticipantId, session: &mut Session, entry: &Entry) {
    if session.signatures.is_empty() {
        return;
    }
    // Of what is left out no hash can be computed; an answer was changed.
    let now = session
        .withheld
        .is_empty()
        .then(|| content(participant, session));
    for signature in &mut session.signatures {
        let stored = signature.voided.as_ref().is_some_and(|void| void.seq != 0);
        if stored {
            // A change voids the signature even when the old answer is put back; only a new signature counts again.
            continue;
        }
        if now.as_ref() == Some(&signature.content) {
            signature.voided = None;
        } else {
            signature.voided = Some(Void {
                seq: entry.seq,
                at: entry.recorded_at,
            });
        }
    }
}

/// Whether a session on which signatures were given is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A signature stands.
    Signed,
    /// None stands any more.
    Void,
}

/// Returns the mark of a session in lists; `None` when nobody signed it.
pub fn mark(participant: &ParticipantId, session: &Session) -> Option<Mark> {
    match session.signatures.is_empty() {
        true => None,
        false if is_signed(participant, session) => Some(Mark::Signed),
        false => Some(Mark::Void),
    }
}

/// Returns the hash of what a session says: BLAKE3, in hex, over its participant, visit, day and every answer with its
/// form and field, each on a line as JSON. Notes, questions and queries are about the answers and are not part of it.
pub fn content(participant: &ParticipantId, session: &Session) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut line = |value: &serde_json::Value| {
        hasher.update(value.to_string().as_bytes());
        hasher.update(b"\n");
    };
    line(&serde_json::json!([
        "coreset visit 1",
        participant,
        session.visit,
        session.date
    ]));
    for (form, cells) in &session.forms {
        for (field, cell) in cells {
            if let Some(answer) = cell.stored() {
                line(&serde_json::json!([form, field, answer]));
            }
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// Returns the valid signatures of a session: those whose content has not changed since they were given.
pub fn standing<'a>(
    participant: &ParticipantId,
    session: &'a Session,
) -> impl Iterator<Item = &'a Signature> {
    // The hash takes time to compute, and most sessions are not signed.
    let whole = session.withheld.is_empty();
    let now = (whole && !session.signatures.is_empty()).then(|| content(participant, session));
    let signatures = session.signatures.iter();
    signatures.filter(move |signature| {
        // Where answers are left out, what the record says of the signature counts.
        signature.voided.is_none() && (!whole || now.as_ref() == Some(&signature.content))
    })
}

/// Returns whether a signature stands on a session.
pub fn is_signed(participant: &ParticipantId, session: &Session) -> bool {
    standing(participant, session).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::answer::Answer;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::Event;
    use crate::domain::sample::session;
    use chrono::DateTime;

    #[test]
    fn a_signature_stands_until_an_answer_changes_and_no_more_when_it_is_put_back() {
        let who = "01-001".into();
        let mut visit = session(
            "week-2",
            "2026-01-19",
            "mixed",
            &[("rash", Answer::code("n"))],
        );
        assert!(!is_signed(&who, &visit));
        visit.signatures.push(Signature {
            meaning: Meaning::Approved,
            user: "mk".to_owned(),
            name: "M. Kern".to_owned(),
            role: "investigator".to_owned(),
            at: DateTime::default(),
            seq: 9,
            content: content(&who, &visit),
            voided: None,
        });
        assert_eq!(mark(&who, &visit), Some(Mark::Signed));
        assert!(
            !is_signed(&"01-002".into(), &visit),
            "bound to the participant"
        );
        let cell = visit.cell_mut(&"mixed".into(), &"rash".into());
        cell.note = Some("seen".to_owned());
        assert!(is_signed(&who, &visit), "a note changes no answer");
        let cell = visit.cell_mut(&"mixed".into(), &"rash".into());
        cell.answer = Some(Answer::code("y"));
        assert_eq!(mark(&who, &visit), Some(Mark::Void));
        let entry = |seq| {
            let draft = Draft::new(
                Assessor {
                    user: String::new(),
                    name: String::new(),
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
        let put_back = |visit: &mut Session| {
            let cell = visit.cell_mut(&"mixed".into(), &"rash".into());
            cell.answer = Some(Answer::code("n"));
        };
        // A change that was shown and not stored is none.
        judge_anew(&who, &mut visit, &entry(0));
        let mut refused = visit.clone();
        put_back(&mut refused);
        judge_anew(&who, &mut refused, &entry(0));
        assert!(is_signed(&who, &refused));
        // One that was stored is, also when the old answer is put back.
        judge_anew(&who, &mut visit, &entry(12));
        put_back(&mut visit);
        judge_anew(&who, &mut visit, &entry(13));
        assert!(!is_signed(&who, &visit));
        assert_eq!(visit.signatures[0].voided.as_ref().unwrap().seq, 12);
    }
}
