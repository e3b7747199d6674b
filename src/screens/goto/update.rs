//! "Go to field": any field of the open visit by its name, code or muscle.

use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::goto::state::{GoTo, Target};
use crate::screens::line_edit::edit_line;
use crate::screens::line_edit::{FINDER, one_line};
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::step::Step;

impl FormState {
    pub(crate) fn open_goto(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let mut ids = vec![self.form.clone()];
        if let Some(visit) = &self.visit {
            let others = shared.forms_at(visit).iter().filter(|id| **id != self.form);
            ids.extend(others.cloned());
        }
        let mut all = Vec::new();
        for id in ids {
            let own = id == self.form;
            let Some(instrument) = (if own {
                shared.instrument(self)
            } else {
                self.visit
                    .as_ref()
                    .and_then(|visit| shared.form_at(visit, &id))
            }) else {
                continue;
            };
            let cells = if own {
                shared.form_cells(self)
            } else {
                self.visit
                    .as_ref()
                    .and_then(|v| shared.cells(v, &id).cloned())
                    .unwrap_or_default()
            };
            for field in shared.asked(instrument, self.visit.as_ref(), &cells) {
                all.push(Target {
                    form: id.clone(),
                    field: field.id.clone(),
                    names: [field.label.as_str(), field.id.as_str()]
                        .into_iter()
                        .chain(field.aliases.iter().map(String::as_str))
                        .map(str::to_owned)
                        .collect(),
                    words: format!("{} {} {}", field.label, field.id, field.aliases.join(" ")),
                    label: format!("{}  {}", instrument.title, field.label),
                });
            }
        }
        let found = (0..all.len()).collect();
        shared.open(Layer::GoTo(GoTo {
            form: self.form.clone(),
            line: Line::default(),
            cursor: 0,
            all,
            found,
        }));
        Vec::new()
    }
}

impl Screen for GoTo {
    fn context(&self) -> Context {
        Context::Line
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let found = self.found.len();
        match action {
            Action::Next | Action::Previous => {
                self.cursor = moved(self.cursor, found, 1, action).unwrap_or(self.cursor);
            }
            Action::Open => {
                shared.close();
                let target = self.found.get(self.cursor);
                if let Some(target) = target.and_then(|place| self.all.get(*place)) {
                    let (form, field) = (target.form.clone(), target.field.clone());
                    shared.steps.push(Step::Leave(match form == self.form {
                        true => Move::To(field),
                        false => Move::Other(form, field),
                    }));
                }
            }
            Action::Back => shared.close(),
            other => {
                if edit_line(&mut self.line, other) {
                    self.refresh();
                }
            }
        }
        Vec::new()
    }

    fn type_char(&mut self, _shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        self.line.insert(c);
        self.refresh();
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::DeleteBack)
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        for c in one_line(text).chars().take(FINDER) {
            self.type_char(shared, c);
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        false
    }
}
