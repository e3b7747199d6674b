//! What choosing a line does, and which keys choose.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::Origin;
use crate::input::action::Action;
use crate::screens::app::Effect;
use crate::screens::form::edit::why::Change;
use crate::screens::form::state::Move;
use crate::screens::picker::state::{Pick, Purpose, WordsFor};
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Notice, Workspace};

impl Model {
    /// Chooses the line of a key.
    pub(crate) fn pick_key(&mut self, c: char) -> Vec<Effect> {
        let Some(Layer::Picker(picker)) = self.layers.last_mut() else {
            return Vec::new();
        };
        if !picker.armed {
            // What was typed ahead has an Enter of its own, which opens nothing.
            picker.guarded = true;
            self.notice = Some(Notice::warn(match picker.purpose {
                Purpose::Which { .. } => {
                    "Enter lets you choose which one stays; Backspace goes back to the field."
                }
                Purpose::Reading { .. } => {
                    "Enter lets you choose the number; Backspace goes back to the field."
                }
                Purpose::Why { .. } => "Enter lets you say why; Backspace keeps the old value.",
                _ => "Enter keeps the value and asks why; Backspace goes back to it.",
            }));
            return Vec::new();
        }
        let pick = picker.line_of(c).map(|line| line.pick.clone());
        match pick {
            Some(pick) => self.pick(pick),
            None => {
                self.notice = Some(Notice::info("Press one of the keys shown."));
                Vec::new()
            }
        }
    }

    pub(crate) fn act_picker(&mut self, action: Action) -> Vec<Effect> {
        let Some(Layer::Picker(picker)) = self.layers.last_mut() else {
            return Vec::new();
        };
        let last = picker.lines.len().saturating_sub(1);
        match action {
            Action::Open if picker.guarded => {
                picker.guarded = false;
                self.notice = Some(Notice::info(match picker.purpose {
                    Purpose::Which { .. } | Purpose::Reading { .. } => {
                        "Enter once more lets you choose."
                    }
                    Purpose::Why { .. } => "Enter once more lets you say why.",
                    _ => "Enter once more keeps the value and asks why.",
                }));
            }
            Action::Open if !picker.armed => picker.armed = true,
            Action::Next | Action::Previous if !picker.armed => {}
            Action::Next => {
                picker.cursor = Some(picker.cursor.map_or(0, |cursor| (cursor + 1).min(last)));
            }
            Action::Previous => {
                picker.cursor = Some(
                    picker
                        .cursor
                        .map_or(last, |cursor| cursor.saturating_sub(1)),
                );
            }
            Action::First => picker.cursor = Some(0),
            Action::Last => picker.cursor = Some(last),
            Action::Open => {
                let pick = picker
                    .cursor
                    .and_then(|cursor| picker.lines.get(cursor))
                    .map(|line| line.pick.clone());
                match pick {
                    Some(pick) => return self.pick(pick),
                    None => self.notice = Some(Notice::info("Press one of the keys shown.")),
                }
            }
            Action::Back | Action::DeleteBack => return self.pick(Pick::No),
            _ => {}
        }
        Vec::new()
    }

    fn pick(&mut self, pick: Pick) -> Vec<Effect> {
        let Some(Layer::Picker(picker)) = self.layers.pop() else {
            return Vec::new();
        };
        match (picker.purpose, pick) {
            (_, Pick::Do(action)) => self.act(action),
            (_, Pick::Kept(form)) => {
                self.open_kept(form);
                Vec::new()
            }
            (Purpose::Missing { field, label, .. }, Pick::Reason(reason)) => {
                if reason.needs_text {
                    return self.ask_words(&field, label, WordsFor::Missing(reason.code));
                }
                self.set_missing(&field, &reason.code, None)
            }
            (
                Purpose::Keep {
                    field,
                    answer,
                    questions,
                    then,
                    ..
                },
                Pick::Reason(reason),
            ) => {
                if reason.needs_text {
                    let code = reason.code;
                    let label = reason.label;
                    let words = WordsFor::Keep {
                        code,
                        answer,
                        questions,
                        then,
                    };
                    return self.ask_words(&field, label, words);
                }
                self.keep(&field, answer, questions, &reason.code, then)
            }
            (
                Purpose::Keep {
                    field, questions, ..
                },
                _,
            ) => self.correct(&field, questions),
            (
                Purpose::Reading {
                    field,
                    answers: [decimal, whole],
                    words,
                    then,
                    ..
                },
                Pick::Reading(is_decimal),
            ) => {
                let question = Workspace::reading_question(&words);
                let [as_decimal, as_whole] = words;
                let (answer, reading) = match is_decimal {
                    true => (decimal, format!("{as_decimal}, not {as_whole}")),
                    false => (whole, format!("{as_whole}, not {as_decimal}")),
                };
                self.read_as(&field, question, (answer, &reading), then)
            }
            (Purpose::Reading { field, words, .. }, _) => {
                self.correct(&field, vec![Workspace::reading_question(&words)])
            }
            (
                Purpose::Which {
                    place, words, mine, ..
                },
                Pick::Yes,
            ) => self.save_mine(place, words, mine),
            (Purpose::Which { place, mine, .. }, Pick::Theirs) => self.keep_theirs(&place, mine),
            (
                Purpose::Which {
                    place, label, mine, ..
                },
                _,
            ) => self.decide_later(place, label, mine),
            (Purpose::Query { place, .. }, Pick::Step(query, step)) => {
                self.word_query(place, query, step)
            }
            (Purpose::RestAbsent { mut answers, .. }, Pick::Yes) => {
                // What somebody else has filled while this was asked is not absent.
                answers.retain(|(field, _)| self.standing_in(field).is_none());
                if answers.is_empty() {
                    self.notice = Some(Notice::info("Nothing is empty here any more."));
                    return Vec::new();
                }
                self.change_form(Change::Several {
                    answers,
                    origin: Origin::Bulk,
                    then: Move::NextRequired,
                })
            }
            (Purpose::Filter { .. }, Pick::Filter(filter)) => self.set_filter(filter),
            (Purpose::Sort { .. }, Pick::Sort(sort)) => self.set_sort(sort),
            (Purpose::Why { text, change }, Pick::Reason(reason)) => {
                self.change_because(reason, text, change)
            }
            (Purpose::Why { change, .. }, _) => self.give_up(change),
            (Purpose::Begin { visit, .. }, Pick::Late) => self.ask_late(visit, true),
            (
                Purpose::Late {
                    visit,
                    observed_at,
                    opens,
                },
                Pick::Reason(reason),
            ) => self.late_because(visit, observed_at, reason, opens),
            (Purpose::Begin { visit, .. }, Pick::Yes) => self.open_visit_layer(visit),
            (Purpose::Enrol { .. }, Pick::Yes) => self.enrol(),
            (Purpose::Resume { place, .. }, Pick::Yes) => self.go_back_to(place),
            (Purpose::Resume { place, .. }, Pick::Forget) => {
                self.forget_draft(&place);
                Vec::new()
            }
            (Purpose::Resume { place, .. }, _) => {
                self.put_off(&place);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Sets the missing reason of a field and goes on.
    pub(crate) fn set_missing(
        &mut self,
        field: &FieldId,
        reason: &str,
        text: Option<String>,
    ) -> Vec<Effect> {
        let answer = Answer::Missing {
            reason: reason.to_owned(),
            text,
        };
        let effects = self.commit(field, answer, Vec::new(), Move::Next);
        self.mark_went_on();
        effects
    }
}
