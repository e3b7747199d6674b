//! The timeline over what is open: opening it, what may be seen of it, and leaving it for a visit.

use crate::domain::base::ids::VisitId;
use crate::input::action::Action;
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::screen::Screen as _;
use crate::screens::stack::Layer;
use crate::screens::timeline::state::{Sight, TimelineState};

impl Model {
    /// Returns what may be seen of the open participant's story beside the visit that is being assessed.
    pub fn sight(&self) -> Sight {
        Sight::of(&self.shared, &self.layers, &self.away)
    }

    /// Opens the timeline, its cursor on the visit that is open or under the cursor, else on the latest.
    pub(crate) fn open_timeline(&mut self) -> Vec<Effect> {
        match self.layers.last_mut() {
            Some(Layer::Timeline(state)) if state.chart => {
                state.chart = false;
                return Vec::new();
            }
            Some(Layer::Timeline(_)) => {
                self.close();
                return Vec::new();
            }
            Some(Layer::Page(_)) => self.close(),
            _ => {}
        }
        let Some(told) = self.shared.tell() else {
            return Vec::new();
        };
        let open = self.open_visit().and_then(|visit| told.place(visit));
        let state = TimelineState {
            cursor: open.unwrap_or_else(|| told.latest()),
            told,
            track: 0,
            chart: false,
            scroll: 0,
        };
        self.layers.push(Layer::Timeline(state));
        Vec::new()
    }

    /// Computes the timelines on the screen again.
    pub(crate) fn refresh_timelines(&mut self) {
        if self.timeline().is_none() {
            return;
        }
        let Some(told) = self.shared.tell() else {
            return;
        };
        for layer in &mut self.layers {
            if let Layer::Timeline(state) = layer {
                state.told = told.clone();
            }
        }
    }

    /// Opens a visit from the timeline. It goes back to that visit if it is open below; another open visit is left
    /// first, and its unfinished text waits with its fields.
    pub(crate) fn open_from_timeline(&mut self, visit: &VisitId) -> Vec<Effect> {
        let open = self.open_visit().cloned();
        let mut effects = Vec::new();
        let mut layers = self.layers.iter();
        let inside = layers.any(|layer| matches!(layer, Layer::Form(_) | Layer::Log(_)));
        if open.is_some() || inside {
            self.layers.pop();
            if open.as_ref() == Some(visit) {
                return effects;
            }
            while !matches!(
                self.layers.last(),
                None | Some(Layer::Participant(_) | Layer::Participants(_))
            ) {
                match self.layers.last() {
                    Some(Layer::Form(_)) => {
                        effects.extend(self.in_form(|form, shared| form.act(shared, Action::Back)));
                    }
                    _ => self.close(),
                }
            }
        }
        if let Some(place) = self.shared.place_of_visit(visit) {
            if let Some(Layer::Participant(visits)) = self.layers.last_mut() {
                visits.cursor = place;
            }
            self.shared.open_nth_visit(place);
            effects.extend(self.take_steps());
        }
        effects
    }
}
