//! What choosing a line of a short list does.

use crate::domain::record::event::Origin;
use crate::screens::effect::Effect;
use crate::screens::form::state::{Change, FormState, Move};
use crate::screens::model::Model;
use crate::screens::picker::state::{Pick, Purpose, WordsFor};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Does what was chosen; the picker is gone by then.
    pub(crate) fn picked(&mut self, purpose: Purpose, pick: Pick) -> Vec<Effect> {
        match (purpose, pick) {
            (_, Pick::Do(action)) => self.act(action),
            (Purpose::First { field, .. }, Pick::Kept(form)) => {
                self.open_kept_form(form);
                // At what the sentence spoke of.
                let to = field.map(Move::To);
                to.map_or_else(Vec::new, |to| {
                    self.in_form(|form, shared| form.go(shared, to))
                })
            }
            (_, Pick::Kept(form)) => {
                self.shared.open_kept(form);
                Vec::new()
            }
            (Purpose::Missing { field, label, .. }, Pick::Reason(reason)) => {
                if reason.needs_text {
                    let words = WordsFor::Missing(reason.code);
                    return self
                        .in_form(|form, shared| form.ask_words(shared, &field, label, words));
                }
                self.in_form(|form, shared| form.set_missing(shared, &field, &reason.code, None))
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
                    return self
                        .in_form(|form, shared| form.ask_words(shared, &field, label, words));
                }
                self.in_form(|form, shared| {
                    form.keep(shared, &field, answer, questions, &reason.code, then)
                })
            }
            (
                Purpose::Keep {
                    field, questions, ..
                },
                _,
            ) => self.in_form(|form, shared| form.correct(shared, &field, questions)),
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
                self.in_form(|form, shared| {
                    form.read_as(shared, &field, question, (answer, &reading), then)
                })
            }
            (Purpose::Reading { field, words, .. }, _) => {
                let asked = vec![Workspace::reading_question(&words)];
                self.in_form(|form, shared| form.correct(shared, &field, asked))
            }
            (Purpose::OldDraft { .. }, Pick::Yes) => self.in_form(FormState::go_on_with_draft),
            (Purpose::OldDraft { typed, .. }, Pick::Anew) => {
                self.in_form(|form, shared| form.begin_anew(shared, typed))
            }
            (Purpose::Hides { about, change }, Pick::Yes) => {
                self.in_form(|form, shared| form.hide(shared, about, change))
            }
            (Purpose::Hides { about, change }, _) => {
                self.in_form(|form, shared| form.hide_nothing(shared, about, change))
            }
            (
                Purpose::Which {
                    place, words, mine, ..
                },
                Pick::Yes,
            ) => self.in_form(|form, shared| form.save_mine(shared, place, words, mine)),
            (Purpose::Which { place, mine, .. }, Pick::Theirs) => {
                self.in_form(|form, shared| form.keep_theirs(shared, &place, mine))
            }
            (Purpose::Which { place, mine, .. }, _) => {
                self.in_form(|form, shared| form.decide_later(shared, place, mine))
            }
            (Purpose::Query { place, .. }, Pick::Step(query, step)) => {
                self.shared.word_query(place, query, step)
            }
            (Purpose::RestAbsent { mut answers, .. }, Pick::Yes) => {
                // Fields that somebody else filled while the question was open are not set to absent.
                let form = self.form();
                answers.retain(|(field, _)| {
                    form.is_none_or(|form| form.standing_in(&self.shared, field).is_none())
                });
                if answers.is_empty() {
                    self.shared.notice =
                        Some(Notice::info(self.shared.language.nothing_is_empty()));
                    return Vec::new();
                }
                let change = Change::Several {
                    answers,
                    origin: Origin::Bulk,
                    agreed: None,
                    then: Move::NextRequired,
                };
                self.in_form(|form, shared| form.change_form(shared, change))
            }
            (Purpose::Export, Pick::Export(formats)) => self.shared.export(formats),
            (Purpose::Filter { .. }, Pick::Filter(filter)) => self.set_filter(filter),
            (Purpose::Sort { .. }, Pick::Sort(sort)) => self.set_sort(sort),
            (Purpose::Why { text, change, .. }, Pick::Reason(reason)) => {
                self.in_form(|form, shared| form.change_because(shared, reason, text, change))
            }
            (Purpose::Why { change, .. }, Pick::Same(reason)) => {
                self.in_form(|form, shared| form.make(shared, change, Some(reason)))
            }
            (Purpose::Why { change, .. }, Pick::KeepOld) => {
                self.in_form(|form, shared| form.keep_old(shared, change))
            }
            (Purpose::Why { change, .. }, _) => {
                self.in_form(|form, shared| form.give_up(shared, change))
            }
            (Purpose::Begin { visit, .. }, Pick::Late) => {
                self.shared.ask_late(visit, true);
                Vec::new()
            }
            (
                Purpose::Late {
                    visit,
                    observed_at,
                    opens,
                },
                Pick::Reason(reason),
            ) => {
                self.shared.late_because(visit, observed_at, reason, opens);
                Vec::new()
            }
            (Purpose::NewDay { visit, days, .. }, Pick::Reason(reason)) => {
                self.shared.new_day_because(visit, days, reason)
            }
            (Purpose::Begin { visit, .. }, Pick::Yes) => {
                self.open_visit_layer(visit);
                Vec::new()
            }
            (Purpose::Enrol { alike, .. }, Pick::Yes) => self.enrol(&alike),
            (Purpose::Resume { place, .. }, Pick::Yes) => self.go_back_to(place),
            (Purpose::Resume { place, .. }, Pick::Forget) => {
                self.shared.forget_draft(&place);
                Vec::new()
            }
            (Purpose::Resume { place, .. }, _) => {
                self.shared.put_off(&place);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
