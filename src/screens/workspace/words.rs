//! Words that are written on a line of their own - notes, queries, reasons - and wait until they are stored.
//!
//! They are known by what they are for: the same line opened again has them. A passphrase is never among them.

use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::lock::Scope;
use crate::domain::record::moved::MoveSide;
use crate::domain::record::status::StatusName;
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::addition::state as addition;
use crate::screens::correction::state as correction;
use crate::screens::form::edit::why::new_answers;
use crate::screens::judging::state as judging;
use crate::screens::late_entry::state::{LateAsk, LateStep};
use crate::screens::lock::state::LockingState;
use crate::screens::note::state::NoteState;
use crate::screens::participation::state::Question;
use crate::screens::picker::state::WordsFor;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::unfinished::{Words, WordsAt};
use crate::text::screens::drafts::{AskedReason, TypedFor};

/// Returns the place of words about the day of a visit: the visit.
fn visit_place(participant: &ParticipantId, visit: &VisitId) -> FieldPath {
    FieldPath {
        participant: participant.clone(),
        visit: visit.clone(),
        form: FormId::from(""),
        field: FieldId::from(""),
    }
}

/// Returns what is typed at a step about the day of a visit is known by.
pub(crate) fn late_words(participant: &ParticipantId, visit: &VisitId, step: &LateStep) -> WordsAt {
    (visit_place(participant, visit), typed_at(step))
}

/// Returns what is typed at a step about the day of a visit.
pub(crate) fn typed_at(step: &LateStep) -> TypedFor {
    match step {
        LateStep::Day => TypedFor::HeldOn,
        LateStep::Time(day) => TypedFor::HeldAt(*day),
        LateStep::Words(_, code) => TypedFor::Late(code.clone()),
        LateStep::NewDay => TypedFor::NewDay,
        LateStep::NewDayWords(_, code) => TypedFor::Day(code.clone()),
    }
}

/// Returns what words about how somebody takes part are known by.
pub(crate) fn status_words(participant: &ParticipantId, name: StatusName) -> WordsAt {
    let place = lock_place(&Scope::participant(participant));
    (place, TypedFor::Participation(name))
}

/// Returns what the reason for correcting an enrolment is known by.
pub(crate) fn correction_words(participant: &ParticipantId) -> WordsAt {
    let place = lock_place(&Scope::participant(participant));
    (place, TypedFor::Correction)
}

/// Returns what the reason why a visit was begun by mistake is known by.
pub(crate) fn unbegin_words(participant: &ParticipantId, visit: &VisitId) -> WordsAt {
    (visit_place(participant, visit), TypedFor::Unbegin)
}

/// Returns what the reason for moving a form here is known by.
pub(crate) fn move_words(participant: &ParticipantId, visit: &VisitId, form: &FormId) -> WordsAt {
    let place = lock_place(&Scope::form(participant, visit, form));
    (place, TypedFor::Move)
}

/// Returns what words about something beside the schedule are known by.
pub(crate) fn addition_words(participant: &ParticipantId, what: addition::Addition) -> WordsAt {
    let place = lock_place(&Scope::participant(participant));
    (place, TypedFor::Addition(what))
}

/// Returns what words about a deviation are known by.
pub(crate) fn judging_words(participant: &ParticipantId, key: &str) -> WordsAt {
    let place = lock_place(&Scope::participant(participant));
    (place, TypedFor::Judging(key.to_owned()))
}

/// Returns the place of a lock; what lies below the part that is locked is empty.
fn lock_place(scope: &Scope) -> FieldPath {
    FieldPath {
        participant: scope.participant.clone().unwrap_or_else(|| "".into()),
        visit: scope.visit.clone().unwrap_or_else(|| "".into()),
        form: scope.form.clone().unwrap_or_else(|| "".into()),
        field: FieldId::from(""),
    }
}

/// Returns what the reason for a lock is known by.
pub(crate) fn lock_words(scope: &Scope, unlock: bool) -> WordsAt {
    let typed_for = if unlock {
        TypedFor::Unlock
    } else {
        TypedFor::Lock
    };
    (lock_place(scope), typed_for)
}

impl NoteState {
    /// Returns what the words are known by.
    fn words_at(&self) -> WordsAt {
        (self.place.clone(), typed_for(&self.place, &self.words))
    }
}

/// Returns for what words about a field are typed.
fn typed_for(place: &FieldPath, words: &WordsFor) -> TypedFor {
    match words {
        WordsFor::Note => TypedFor::Note,
        WordsFor::Query { query, step } => TypedFor::Query(*query, *step),
        WordsFor::Missing(code) => TypedFor::Missing(code.clone()),
        WordsFor::Keep {
            code,
            answer,
            questions,
            then: _,
        } => TypedFor::Keep(AskedReason {
            code: code.clone(),
            answers: vec![(place.field.clone(), answer.clone())],
            rules: questions.iter().map(|asked| asked.rule.clone()).collect(),
        }),
        WordsFor::Outside(_) => TypedFor::Outside,
        WordsFor::Why { code, change } => TypedFor::Why(AskedReason {
            code: code.clone(),
            answers: new_answers(change),
            rules: Vec::new(),
        }),
    }
}

impl Workspace {
    /// Opens a line for words about a field; what was typed there before stands in it.
    pub(crate) fn open_words(&mut self, place: FieldPath, label: String, words: WordsFor) {
        let line = self.line_of_words(&(place.clone(), typed_for(&place, &words)));
        self.open(Layer::Note(NoteState {
            place,
            label,
            line,
            words,
            seen: 0,
        }));
    }

    /// Returns a line with the words that wait for it, and says that they were typed before.
    pub(crate) fn line_of_words(&mut self, at: &WordsAt) -> Line {
        match self.texts.words.get(at) {
            Some(words) => {
                let keys = self.keymap.keys(Context::Line, Action::DeleteLine);
                let key = keys.first().map(|key| self.language.key(key, true));
                let said = self.language.typed_before(key.as_deref());
                self.notice = Some(Notice::info(said));
                Line::new(&words.text)
            }
            None => Line::default(),
        }
    }

    /// Keeps the words of a line that is open, as they are now: they wait however it is closed, until they are stored.
    pub(crate) fn keep_words(&mut self, layer: &Layer) {
        let (at, line, seen) = match layer {
            Layer::Note(note) => (note.words_at(), &note.line, note.seen),
            Layer::Late(LateAsk {
                visit, step, line, ..
            }) => {
                let Some(id) = self.open.id() else {
                    return;
                };
                (late_words(id, visit, step), line, 0)
            }
            Layer::Locking(LockingState {
                scope,
                unlock,
                line,
                ..
            }) => (lock_words(scope, *unlock), line, 0),
            Layer::Unbegin(asked) if asked.agreement.reason.is_none() => {
                let at = unbegin_words(&asked.participant, &asked.visit);
                (at, &asked.agreement.answering.line, 0)
            }
            Layer::MoveForm(asked) if asked.agreement.reason.is_none() => {
                let form = &asked.picked_up.form;
                let at = move_words(&asked.participant, &asked.visit, form);
                (at, &asked.agreement.answering.line, 0)
            }
            Layer::Addition(asked) => {
                let (Some(id), addition::Question::Words(what)) =
                    (self.open.id(), asked.question())
                else {
                    return;
                };
                (addition_words(id, what), &asked.answering.line, 0)
            }
            Layer::Judging(asked) => {
                let question = asked.said.question();
                let (Some(id), judging::Question::Words) = (self.open.id(), question) else {
                    return;
                };
                let at = judging_words(id, &asked.deviation.key);
                (at, &asked.answering.line, 0)
            }
            Layer::Correction(asked) => {
                if asked.question() != correction::Question::Reason {
                    return;
                }
                (correction_words(&asked.before.id), &asked.answering.line, 0)
            }
            Layer::Participation(asked) => {
                let (Some(id), Some(name)) = (self.open.id(), asked.said.name) else {
                    return;
                };
                if asked.said.question() != Question::Words {
                    return;
                }
                (status_words(id, name), &asked.answering.line, 0)
            }
            _ => return,
        };
        let stands = match at.1 {
            TypedFor::Note => self.note_at(&at.0),
            _ => String::new(),
        };
        if line.text() == stands {
            self.texts.words.remove(&at);
        } else {
            let text = line.text().to_owned();
            self.texts.words.insert(at, Words { text, seen });
        }
    }

    /// Forgets the words that events carry, or that belong to a change which they make.
    pub(crate) fn forget_words(&mut self, events: &[Event]) {
        for event in events {
            let answers = event.answers();
            let is_stored = |(place, typed_for): &WordsAt| match typed_for {
                TypedFor::Note => event.note() == Some(place),
                TypedFor::Missing(_) | TypedFor::Why(_) => answers.contains(place),
                TypedFor::Outside => answers.contains(place) || event.note() == Some(place),
                // A question about a whole form is answered without a new answer.
                TypedFor::Keep(asked) => {
                    let mut rules = asked.rules.iter();
                    let is_kept = rules.any(|rule| event.kept_against(rule) == Some(place));
                    is_kept || answers.contains(place)
                }
                // These are forgotten where they are sent.
                TypedFor::Answer
                | TypedFor::Query(..)
                | TypedFor::HeldOn
                | TypedFor::HeldAt(_)
                | TypedFor::Late(_)
                | TypedFor::NewDay
                | TypedFor::Day(_)
                | TypedFor::Participation(_)
                | TypedFor::Correction
                | TypedFor::Unbegin
                | TypedFor::Move
                | TypedFor::Addition(_)
                | TypedFor::Judging(_)
                | TypedFor::Lock
                | TypedFor::Unlock => false,
            };
            self.texts.words.retain(|at, _| !is_stored(at));
        }
    }

    /// Lets the words of an event that is not stored after all wait again; those of a reason wait with the text of its field.
    pub(crate) fn words_back(&mut self, event: &Event, seen: u64) {
        let (at, text) = match event {
            Event::Noted { place, text } => ((place.clone(), TypedFor::Note), text),
            Event::Queried {
                place,
                query,
                step,
                text,
            } => ((place.clone(), TypedFor::Query(*query, *step)), text),
            Event::Locked { scope, reason } => (lock_words(scope, false), reason),
            Event::Unlocked { scope, reason } => (lock_words(scope, true), reason),
            Event::StatusChanged {
                participant,
                status,
                words,
                ..
            } => (status_words(participant, status.name()), words),
            Event::UnscheduledBegun {
                participant, words, ..
            } => {
                let what = addition::Addition::Unscheduled;
                (addition_words(participant, what), words)
            }
            _ => return,
        };
        if !text.is_empty() {
            let text = text.clone();
            self.texts.words.insert(at, Words { text, seen });
        }
    }

    /// Lets the reason of a correction that is not stored after all wait again.
    pub(crate) fn reason_back(&mut self, draft: &Draft) {
        let corrected = draft.event.corrected();
        let corrected = corrected.map(|(before, _)| correction_words(&before.id));
        let voided = draft.event.participant().zip(draft.event.voided());
        let voided = voided.map(|(who, visit)| unbegin_words(who, visit));
        let moved = draft.event.moved();
        let moved = moved.filter(|moved| moved.side == MoveSide::Here);
        let moved = moved.map(|moved| move_words(moved.here.0, moved.here.1, moved.form));
        if let (Some(at), Some(reason)) = (corrected.or(voided).or(moved), &draft.reason) {
            let words = Words {
                text: reason.clone(),
                seen: 0,
            };
            self.texts.words.insert(at, words);
        }
    }

    /// Forgets day, time and words for a late entry of a visit, whatever the code of their reason: it has them.
    pub(crate) fn forget_late_words(&mut self, participant: &ParticipantId, visit: &VisitId) {
        self.forget_words_of(participant, visit, |typed_for| {
            matches!(
                typed_for,
                TypedFor::HeldOn | TypedFor::HeldAt(_) | TypedFor::Late(_)
            )
        });
    }

    /// Forgets the other day of a visit and the words for it, whatever the code of their reason: it is sent.
    pub(crate) fn forget_day_words(&mut self, participant: &ParticipantId, visit: &VisitId) {
        self.forget_words_of(participant, visit, |typed_for| {
            matches!(typed_for, TypedFor::NewDay | TypedFor::Day(_))
        });
    }

    /// Forgets words that are known by this: they are sent.
    pub(crate) fn forget_words_at(&mut self, at: &WordsAt) {
        self.texts.words.remove(at);
    }

    /// Forgets the words about how somebody takes part: they are sent.
    pub(crate) fn forget_status_words(&mut self, participant: &ParticipantId) {
        let place = lock_place(&Scope::participant(participant));
        let is_it = |(at, typed_for): &WordsAt| {
            *at == place && matches!(typed_for, TypedFor::Participation(_))
        };
        self.texts.words.retain(|at, _| !is_it(at));
    }

    fn forget_words_of(
        &mut self,
        participant: &ParticipantId,
        visit: &VisitId,
        are_these: impl Fn(&TypedFor) -> bool,
    ) {
        let place = visit_place(participant, visit);
        let words = &mut self.texts.words;
        words.retain(|(at, typed_for), _| *at != place || !are_these(typed_for));
    }
}
