//! The logs over what is open: opening one, going back to a row, giving way to somebody else's row.

use crate::domain::base::ids::FormId;
use crate::domain::record::entry::Entry;
use crate::domain::record::rows;
use crate::domain::record::rows::{SESSION, row_id};
use crate::input::action::Action;
use crate::screens::effect::Effect;
use crate::screens::logs::state::LogState;
use crate::screens::model::Model;
use crate::screens::picker::state::Picker;
use crate::screens::screen::Screen as _;
use crate::screens::stack::Layer;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Shows the rows of a log, in place of another log on top.
    pub(crate) fn open_log(&mut self, form: FormId, row: Option<u32>) {
        if matches!(self.layers.last(), Some(Layer::Log(_))) {
            self.close();
        }
        self.layers.push(Layer::Log(LogState { form, row }));
    }

    /// Asks which of the logs is opened.
    pub(crate) fn open_logs(&mut self) -> Vec<Effect> {
        let beside = self.shared.kept_beside();
        if beside.is_empty() {
            self.shared.notice = Some(Notice::info(self.shared.language.nothing_beside_visits()));
            return Vec::new();
        }
        self.layers
            .push(Layer::Picker(Picker::logs(beside, self.shared.language)));
        Vec::new()
    }

    /// Puts the cursor of the log on top on a row that was just left, if it is in the record.
    pub(crate) fn left_row(&mut self, id: &FormId) {
        let Some((form, number)) = rows::split(id.as_str()) else {
            return;
        };
        let Some(Layer::Log(state)) = self.layers.last() else {
            return;
        };
        let here = state.form.as_str() == form;
        let lines = self.shared.log_lines(&FormId::from(form));
        if here
            && lines.iter().any(|line| line.number == number)
            && let Some(Layer::Log(state)) = self.layers.last_mut()
        {
            state.row = Some(number);
        }
    }

    /// Goes back to a form beside the visits that is open below; returns whether one was.
    pub(crate) fn back_to_open(&mut self, id: &FormId) -> bool {
        let is = |layer: &Layer| match layer {
            Layer::Form(form) => {
                form.form == *id && form.visit.as_ref().is_some_and(|v| v.as_str() == SESSION)
            }
            _ => false,
        };
        let Some(place) = self.layers.iter().rposition(is) else {
            return false;
        };
        while self.layers.len() > place + 1 {
            match self.layers.last() {
                Some(Layer::Form(_)) => {
                    let effects = self.in_form(|form, shared| form.act(shared, Action::Back));
                    self.shared.opening.leaving_effects.extend(effects);
                }
                _ => self.close(),
            }
        }
        true
    }

    /// Gives a row that was begun and holds nothing another number, where somebody else has saved one under it.
    pub(crate) fn yield_row(&mut self, entries: &[Entry]) {
        let taken = |id: &FormId| {
            let mut fields = entries.iter().flat_map(|entry| entry.draft.event.fields());
            fields.any(|place| place.visit.as_str() == SESSION && place.form == *id)
        };
        let record = self.shared.open.record.as_ref();
        let session = record.and_then(|record| record.session(SESSION));
        let is_empty = |id: &FormId| session.is_none_or(|session| !session.forms.contains_key(id));
        let mut moved = None;
        for layer in &mut self.layers {
            let Layer::Form(form) = layer else { continue };
            let Some((of, number)) = rows::split(form.form.as_str()) else {
                continue;
            };
            if !taken(&form.form) || !is_empty(&form.form) {
                continue;
            }
            let of = of.to_owned();
            let free = |number: &u32| {
                let id = row_id(&of, *number);
                !taken(&id) && is_empty(&id)
            };
            if let Some(next) = (number.saturating_add(1)..).find(free) {
                form.form = row_id(&of, next);
                moved = Some((number, next));
            }
        }
        if let Some((number, next)) = moved {
            let words = self.shared.language.row_moved(number, next);
            self.shared.notice = Some(Notice::info(words));
        }
    }
}
