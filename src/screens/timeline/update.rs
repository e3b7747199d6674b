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
use crate::input::action::Context;
use crate::screens::app::Effect;
use crate::screens::cursor::moved;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::steps::Step;
use crate::screens::workspace::{Model, Workspace};

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
    /// The measure chosen is shown as a chart.
    pub chart: bool,
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

impl Workspace {
    fn tell(&self) -> Option<Timeline> {
        let record = self.record.as_ref()?;
        let lanes = lanes(&self.study, record);
        Some(timeline::tell(&self.study, record, lanes, self.today()))
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
                form.visit.as_ref() == Some(visit) && self.shared.patient_answers(visit, form)
            }
            _ => false,
        });
        let hidden = |measure: &Measure| !self.shared.is_open(visit, *measure);
        Sight {
            nothing,
            hidden: Measure::ALL.into_iter().filter(hidden).collect(),
        }
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
        self.layers.push(Layer::Timeline(Box::new(state)));
        Vec::new()
    }

    /// Tells the stories on the screen anew.
    pub(crate) fn retell(&mut self) {
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

    /// Opens a visit from the timeline. One that is open beneath is gone back to; another one that is open is left
    /// first, with what is typed in it.
    pub(crate) fn open_from_timeline(&mut self, visit: &VisitId) -> Vec<Effect> {
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
                    Some(Layer::Form(_)) => {
                        effects.extend(
                            self.in_form(|form, shared| form.act_form(shared, Action::Back)),
                        );
                    }
                    _ => self.close(),
                }
            }
        }
        if let Some(place) = self.shared.study.visit_index(visit.as_str()) {
            if let Some(Layer::Participant(visits)) = self.layers.last_mut() {
                visits.cursor = place;
            }
            self.shared.open_nth_visit(place);
            effects.extend(self.take_steps());
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

impl Screen for TimelineState {
    fn context(&self) -> Context {
        Context::Timeline
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let page = usize::from(shared.size.1 / 4).max(1);
        let stops = self.told.stops.len();
        let tracks = self.told.tracks().count();
        match action {
            Action::Next | Action::Previous | Action::First | Action::Last => {
                self.cursor = moved(self.cursor, stops, 1, action).unwrap_or(self.cursor);
            }
            Action::NextMeasure => self.track = (self.track + 1).min(tracks.saturating_sub(1)),
            Action::PreviousMeasure => self.track = self.track.saturating_sub(1),
            Action::NextSection => {
                let rows = lane_rows(&self.told);
                self.scroll = (self.scroll + page).min(rows.saturating_sub(1));
            }
            Action::PreviousSection => self.scroll = self.scroll.saturating_sub(page),
            Action::Chart => self.chart = !self.chart,
            Action::Open => {
                self.chart = false;
                let stop = self.told.stops.get(self.cursor);
                if let Some(visit) = stop.map(|stop| stop.planned.visit.clone()) {
                    shared.steps.push(Step::VisitFromTimeline(visit));
                }
            }
            Action::Back if self.chart => self.chart = false,
            Action::Back => shared.close(),
            Action::Change => shared.no_change(),
            _ => {}
        }
        Vec::new()
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        if self.chart {
            return vec![
                Action::Chart,
                Action::NextMeasure,
                Action::Next,
                Action::Open,
                Action::Help,
            ];
        }
        vec![
            Action::Open,
            Action::Next,
            Action::NextMeasure,
            Action::Chart,
            Action::Back,
            Action::NextSection,
            Action::Help,
            Action::Find,
        ]
    }
}
