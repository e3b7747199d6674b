//! What choosing a line does, and which keys choose.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::Origin;
use crate::input::action::Action;
use crate::input::action::Context;
use crate::input::key::{Code, Key};
use crate::screens::app::Effect;
use crate::screens::cursor::moved;
use crate::screens::form::edit::paste::{FINDER, one_line};
use crate::screens::form::edit::why::Change;
use crate::screens::form::state::FormState;
use crate::screens::form::state::Move;
use crate::screens::picker::state::Picker;
use crate::screens::picker::state::{Pick, Purpose, WordsFor};
use crate::screens::screen::Screen;
use crate::screens::steps::Step;
use crate::screens::workspace::{Model, Notice, Workspace};

impl Model {
    /// Does what was chosen; the picker is gone by then.
    pub(crate) fn picked(&mut self, purpose: Purpose, pick: Pick) -> Vec<Effect> {
        match (purpose, pick) {
            (_, Pick::Do(action)) => self.act(action),
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
            (
                Purpose::Which {
                    place, words, mine, ..
                },
                Pick::Yes,
            ) => self.in_form(|form, shared| form.save_mine(shared, place, words, mine)),
            (Purpose::Which { place, mine, .. }, Pick::Theirs) => {
                self.in_form(|form, shared| form.keep_theirs(shared, &place, mine))
            }
            (
                Purpose::Which {
                    place, label, mine, ..
                },
                _,
            ) => self.in_form(|form, shared| form.decide_later(shared, place, label, mine)),
            (Purpose::Query { place, .. }, Pick::Step(query, step)) => {
                self.shared.word_query(place, query, step)
            }
            (Purpose::RestAbsent { mut answers, .. }, Pick::Yes) => {
                // What somebody else has filled while this was asked is not absent.
                let form = self.form();
                answers.retain(|(field, _)| {
                    form.is_none_or(|form| form.standing_in(&self.shared, field).is_none())
                });
                if answers.is_empty() {
                    self.shared.notice = Some(Notice::info("Nothing is empty here any more."));
                    return Vec::new();
                }
                let change = Change::Several {
                    answers,
                    origin: Origin::Bulk,
                    then: Move::NextRequired,
                };
                self.in_form(|form, shared| form.change_form(shared, change))
            }
            (Purpose::Filter { .. }, Pick::Filter(filter)) => self.set_filter(filter),
            (Purpose::Sort { .. }, Pick::Sort(sort)) => self.set_sort(sort),
            (Purpose::Why { text, change }, Pick::Reason(reason)) => {
                self.in_form(|form, shared| form.change_because(shared, reason, text, change))
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
            (Purpose::Begin { visit, .. }, Pick::Yes) => {
                self.open_visit_layer(visit);
                Vec::new()
            }
            (Purpose::Enrol { .. }, Pick::Yes) => self.enrol(),
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

impl FormState {
    /// Sets the missing reason of a field and goes on.
    pub(crate) fn set_missing(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        reason: &str,
        text: Option<String>,
    ) -> Vec<Effect> {
        let answer = Answer::Missing {
            reason: reason.to_owned(),
            text,
        };
        let effects = self.commit(shared, field, answer, Vec::new(), Move::Next);
        self.mark_went_on();
        effects
    }
}

/// What is said when the words typed narrow the menu to nothing.
const NO_SUCH_LINE: &str = "No line has these words; Backspace takes the last letter back.";

impl Picker {
    /// Chooses a line: the picker closes, and what was chosen is done.
    fn choose(&self, shared: &mut Workspace, pick: Pick) {
        shared.close();
        let purpose = Box::new(self.purpose.clone());
        shared.steps.push(Step::Picked(purpose, pick));
    }

    /// Says what Enter does while no key chooses.
    fn needs_enter(&self) -> &'static str {
        match self.purpose {
            Purpose::Which { .. } => {
                "Enter lets you choose which one stays; Backspace goes back to the field."
            }
            Purpose::Reading { .. } => {
                "Enter lets you choose the number; Backspace goes back to the field."
            }
            Purpose::Why { .. } => "Enter lets you say why; Backspace keeps the old value.",
            _ => "Enter keeps the value and asks why; Backspace goes back to it.",
        }
    }

    fn choose_by_key(&mut self, shared: &mut Workspace, c: char) {
        if !self.armed {
            // What was typed ahead has an Enter of its own, which opens nothing.
            self.guarded = true;
            shared.notice = Some(Notice::warn(self.needs_enter()));
            return;
        }
        if self.narrow(c) {
            if self.shown().is_empty() {
                shared.notice = Some(Notice::info(NO_SUCH_LINE));
            }
            return;
        }
        match self.line_of(c).map(|line| line.pick.clone()) {
            Some(pick) => self.choose(shared, pick),
            None => shared.notice = Some(Notice::info("Press one of the keys shown.")),
        }
    }
}

impl Screen for Picker {
    fn context(&self) -> Context {
        Context::Picker
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let len = self.shown().len();
        match action {
            Action::Open if self.guarded => {
                self.guarded = false;
                shared.notice = Some(Notice::info(match self.purpose {
                    Purpose::Which { .. } | Purpose::Reading { .. } => {
                        "Enter once more lets you choose."
                    }
                    Purpose::Why { .. } => "Enter once more lets you say why.",
                    _ => "Enter once more keeps the value and asks why.",
                }));
            }
            Action::Open if !self.armed => self.armed = true,
            Action::Next | Action::Previous if !self.armed => {}
            Action::Next | Action::Previous => {
                self.cursor = Some(match (self.cursor, action) {
                    (Some(cursor), _) => moved(cursor, len, 1, action).unwrap_or(cursor),
                    (None, Action::Next) => 0,
                    (None, _) => len.saturating_sub(1),
                });
            }
            Action::First => self.cursor = Some(0),
            Action::Last => self.cursor = Some(len.saturating_sub(1)),
            Action::Open => {
                let shown = self.shown();
                let line = self.cursor.and_then(|cursor| shown.get(cursor));
                match line.map(|line| line.pick.clone()) {
                    Some(pick) => self.choose(shared, pick),
                    None if self.filter.is_some() => {
                        shared.notice = Some(Notice::info(NO_SUCH_LINE));
                    }
                    None => shared.notice = Some(Notice::info("Press one of the keys shown.")),
                }
            }
            Action::DeleteBack if self.widen() => {}
            Action::Back | Action::DeleteLine if self.show_all() => {}
            Action::Back | Action::DeleteBack => self.choose(shared, Pick::No),
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if self.yields_to_search() {
            shared.steps.push(Step::SearchInstead(c.to_string()));
            return Some(Vec::new());
        }
        let key = Key::plain(Code::Char(c));
        let bound = shared.keymap.lookup(Context::Picker, &key);
        let known = self.takes(c) || self.line_of(c).is_some();
        if !known && bound.is_some() {
            return None;
        }
        self.choose_by_key(shared, c);
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::DeleteBack)
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        if self.yields_to_search() {
            let text = one_line(text).chars().take(FINDER).collect();
            shared.steps.push(Step::SearchInstead(text));
        } else {
            shared.notice = Some(Notice::warn("A paste does not answer this; use the keys."));
        }
        Vec::new()
    }

    fn covers(&self) -> bool {
        false
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        match self.cursor {
            _ if self.yields_to_search() => vec![Action::Next, Action::Back],
            // What Enter does among the lines in sight is said first already.
            Some(_) if self.filter.is_some() => vec![Action::Back, Action::Next],
            Some(_) => vec![Action::Back, Action::Next, Action::Open],
            None if self.armed => vec![Action::Back, Action::Next],
            None => Vec::new(),
        }
    }
}
