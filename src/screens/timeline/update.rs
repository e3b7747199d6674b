//! A participant's story on the screen: where its two cursors are, what may be seen of it, what its keys open.
//!
//! The story itself is told by [`crate::domain::views::timeline`]; it is told anew whenever the record or the day changes.

use crate::domain::base::ids::VisitId;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::views::timeline;
use crate::domain::views::timeline::Timeline;
use crate::domain::views::timeline::lane::lanes;
use crate::domain::views::timeline::track::Track;
use crate::input::action::Action;
use crate::screens::app::Effect;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::Layer;

/// The timeline of the open participant.
#[derive(Clone, Debug)]
pub struct TimelineState {
    /// The story.
    pub told: Timeline,
    /// Place in the schedule of the visit under the cursor.
    pub cursor: usize,
    /// Place of the chosen measure among the tracks.
    pub track: usize,
    /// First row of the lanes on the screen, as far as there are more than fit.
    pub scroll: usize,
}

/// What may be seen of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Nothing of any score: a patient is answering.
    pub nothing: bool,
    /// Measures whose earlier scores the open visit hides until its own are entered; no verdict is seen then.
    pub hidden: Vec<Measure>,
}

impl Sight {
    /// Returns whether the scores of a track may be seen.
    pub fn shows(&self, track: &Track) -> bool {
        !self.nothing
            && track
                .measure()
                .is_none_or(|measure| !self.hidden.contains(&measure))
    }

    /// Returns whether verdicts may be seen.
    pub fn shows_verdicts(&self) -> bool {
        !self.nothing && self.hidden.is_empty()
    }
}

impl Model {
    /// Returns the timeline that is open, also under a chart or a question.
    pub fn timeline(&self) -> Option<&TimelineState> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Timeline(state) => Some(state.as_ref()),
            _ => None,
        })
    }

    /// Returns what may be seen of the open participant's story beside the visit that is being assessed.
    pub fn sight(&self) -> Sight {
        // A look at the same participant from the finder shows no more than the visit beneath it does.
        let aside = || {
            let (away, visit) = self.visit_put_aside()?;
            Some((away.layers.as_slice(), visit))
        };
        let open = self
            .open_visit()
            .map(|visit| (self.layers.as_slice(), visit));
        let Some((layers, visit)) = open.or_else(aside) else {
            return Sight::default();
        };
        // The logs may lie over the form that a patient answers.
        let nothing = layers.iter().any(|layer| match layer {
            Layer::Form(form) => {
                form.visit.as_ref() == Some(visit) && self.patient_answers(visit, form)
            }
            _ => false,
        });
        let hidden = |measure: &Measure| !self.is_open(visit, *measure);
        Sight {
            nothing,
            hidden: Measure::ALL.into_iter().filter(hidden).collect(),
        }
    }

    fn tell(&self) -> Option<Timeline> {
        let record = self.record.as_ref()?;
        let lanes = lanes(&self.study, record);
        Some(timeline::tell(&self.study, record, lanes, self.today()))
    }

    /// Opens the timeline, its cursor on the visit that is open or under the cursor, else on the latest.
    pub(crate) fn open_timeline(&mut self) -> Vec<Effect> {
        match self.layers.last() {
            Some(Layer::Timeline(_)) => {
                self.close();
                return Vec::new();
            }
            Some(Layer::Chart) => return self.act_timeline(Action::Chart),
            Some(Layer::Page(_)) => self.close(),
            _ => {}
        }
        let Some(told) = self.tell() else {
            return Vec::new();
        };
        let open = self.open_visit().and_then(|visit| told.place(visit));
        let state = TimelineState {
            cursor: open.unwrap_or_else(|| told.latest()),
            told,
            track: 0,
            scroll: 0,
        };
        self.layers.push(Layer::Timeline(Box::new(state)));
        Vec::new()
    }

    /// Tells the stories on the screen anew.
    pub(crate) fn retell(&mut self) {
        if self.timeline().is_none() {
            return;
        }
        let Some(told) = self.tell() else { return };
        for layer in &mut self.layers {
            if let Layer::Timeline(state) = layer {
                state.told = told.clone();
            }
        }
    }

    pub(crate) fn act_timeline(&mut self, action: Action) -> Vec<Effect> {
        let chart = matches!(self.layers.last(), Some(Layer::Chart));
        let page = usize::from(self.size.1 / 4).max(1);
        let state = self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Timeline(state) => Some(state),
            _ => None,
        });
        let Some(state) = state else {
            return Vec::new();
        };
        let last = state.told.stops.len().saturating_sub(1);
        let tracks = state.told.tracks().count();
        match action {
            Action::Next => state.cursor = (state.cursor + 1).min(last),
            Action::Previous => state.cursor = state.cursor.saturating_sub(1),
            Action::First => state.cursor = 0,
            Action::Last => state.cursor = last,
            Action::NextMeasure => state.track = (state.track + 1).min(tracks.saturating_sub(1)),
            Action::PreviousMeasure => state.track = state.track.saturating_sub(1),
            Action::NextSection => {
                let rows = lane_rows(&state.told);
                state.scroll = (state.scroll + page).min(rows.saturating_sub(1));
            }
            Action::PreviousSection => state.scroll = state.scroll.saturating_sub(page),
            Action::Chart if chart => self.close(),
            Action::Chart => self.layers.push(Layer::Chart),
            Action::Open => {
                let stop = state.told.stops.get(state.cursor);
                let visit = stop.map(|stop| stop.planned.visit.clone());
                return visit.map_or_else(Vec::new, |visit| self.open_from_timeline(&visit));
            }
            Action::Back => self.close(),
            Action::Change => {
                self.notice = Some(Notice::info("Open a visit to see its change."));
            }
            _ => {}
        }
        Vec::new()
    }

    /// Opens a visit from the timeline. One that is open beneath is gone back to; another one that is open is left
    /// first, with what is typed in it.
    fn open_from_timeline(&mut self, visit: &VisitId) -> Vec<Effect> {
        while matches!(self.layers.last(), Some(Layer::Chart)) {
            self.layers.pop();
        }
        let beneath = self.open_visit().cloned();
        let mut effects = Vec::new();
        let mut layers = self.layers.iter();
        let inside = layers.any(|layer| matches!(layer, Layer::Form(_) | Layer::Log(_)));
        if beneath.is_some() || inside {
            self.layers.pop();
            if beneath.as_ref() == Some(visit) {
                return effects;
            }
            while !matches!(
                self.layers.last(),
                None | Some(Layer::Participant(_) | Layer::Participants(_))
            ) {
                match self.layers.last() {
                    Some(Layer::Form(_)) => effects.extend(self.act_form(Action::Back)),
                    _ => self.close(),
                }
            }
        }
        if let Some(place) = self.study.visit_index(visit.as_str()) {
            if let Some(Layer::Participant(visits)) = self.layers.last_mut() {
                visits.cursor = place;
            }
            effects.extend(self.open_nth_visit(place));
        }
        effects
    }
}

/// Returns an upper bound of the rows that the lanes of a story take.
pub(crate) fn lane_rows(told: &Timeline) -> usize {
    let events = |lane: &timeline::lane::Lane| lane.spans.len() + 1;
    told.lanes
        .iter()
        .map(|lane| match lane.kind {
            timeline::lane::LaneKind::Event => events(lane),
            _ => 1,
        })
        .sum()
}
