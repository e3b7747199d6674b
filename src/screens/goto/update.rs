//! "Go to field": any field of the open visit by its name, code or muscle.

use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::views::find;
use crate::input::action::Action;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::form::state::Move;
use crate::screens::picker::state::edit_line;
use crate::screens::session::Model;
use crate::screens::stack::Layer;

/// The finder of fields.
#[derive(Clone, Debug)]
pub struct GoTo {
    /// What is searched.
    pub line: Line,
    /// Line with the cursor.
    pub cursor: usize,
    /// Every field that can be gone to, this form's first.
    pub all: Vec<Target>,
    /// Indices into `all` of those that match, best first.
    pub found: Vec<usize>,
}

/// A field that can be gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The form.
    pub form: FormId,
    /// The field.
    pub field: FieldId,
    /// Words that are searched.
    pub words: String,
    /// Words that are shown.
    pub label: String,
}

impl GoTo {
    fn refresh(&mut self) {
        self.found = find::rank(
            self.line.text(),
            self.all.iter().map(|target| target.words.as_str()),
        );
        self.cursor = 0;
    }
}

impl Model {
    pub(crate) fn open_goto(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let mut ids = vec![form.form.clone()];
        if let Some(visit) = form
            .visit
            .as_ref()
            .and_then(|visit| self.study.visit(visit.as_str()))
        {
            ids.extend(visit.forms.iter().filter(|id| **id != form.form).cloned());
        }
        let mut all = Vec::new();
        for id in ids {
            let own = id == form.form;
            let Some(instrument) = (if own {
                self.instrument(form)
            } else {
                self.study.form(id.as_str())
            }) else {
                continue;
            };
            let cells = if own {
                self.form_cells(form)
            } else {
                form.visit
                    .as_ref()
                    .and_then(|v| self.cells(v, &id).cloned())
                    .unwrap_or_default()
            };
            for field in self.asked(instrument, form.visit.as_ref(), &cells) {
                all.push(Target {
                    form: id.clone(),
                    field: field.id.clone(),
                    words: format!("{} {} {}", field.label, field.id, field.aliases.join(" ")),
                    label: format!("{}  {}", instrument.title, field.label),
                });
            }
        }
        let found = (0..all.len()).collect();
        self.layers.push(Layer::GoTo(GoTo {
            line: Line::default(),
            cursor: 0,
            all,
            found,
        }));
        Vec::new()
    }

    pub(crate) fn type_in_goto(&mut self, c: char) {
        if let Some(Layer::GoTo(goto)) = self.layers.last_mut() {
            goto.line.insert(c);
            goto.refresh();
        }
    }

    pub(crate) fn act_goto(&mut self, action: Action) -> Vec<Effect> {
        let Some(Layer::GoTo(goto)) = self.layers.last_mut() else {
            return Vec::new();
        };
        let last = goto.found.len().saturating_sub(1);
        match action {
            Action::Next => goto.cursor = (goto.cursor + 1).min(last),
            Action::Previous => goto.cursor = goto.cursor.saturating_sub(1),
            Action::Open => {
                let target = goto
                    .found
                    .get(goto.cursor)
                    .and_then(|i| goto.all.get(*i))
                    .cloned();
                self.close();
                return target.map_or_else(Vec::new, |target| self.go_to_target(&target));
            }
            Action::Back => self.close(),
            other => {
                if edit_line(&mut goto.line, other) {
                    goto.refresh();
                }
            }
        }
        Vec::new()
    }

    fn go_to_target(&mut self, target: &Target) -> Vec<Effect> {
        let own = self.form().is_some_and(|form| form.form == target.form);
        let (form, field) = (target.form.clone(), target.field.clone());
        self.leave(if own {
            Move::To(field)
        } else {
            Move::Other(form, field)
        })
    }
}
