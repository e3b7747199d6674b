//! A participant's story on the screen: where its two cursors are, what may be seen of it, what its keys open.
//!
//! The story itself is told by [`crate::domain::views::timeline`]; it is computed again when the record or the day
//! changes.

use crate::domain::forms::engine::instrument::Measure;
use crate::domain::views::timeline;
use crate::domain::views::timeline::Timeline;
use crate::domain::views::timeline::lane::lanes;
use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::put_aside::{Away, visit_put_aside};
use crate::screens::screen::Screen;
use crate::screens::stack::{Layer, visit_of};
use crate::screens::timeline::state::Sight;
use crate::screens::timeline::state::TimelineState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::step::Step;

impl Workspace {
    pub(crate) fn tell(&self) -> Option<Timeline> {
        let record = self.open.record.as_ref()?;
        let lanes = lanes(&self.study, record);
        Some(timeline::tell(&self.study, record, lanes, self.today()))
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

impl Sight {
    /// Returns what may be seen of the open participant's story beside the visit that is being assessed in these layers.
    pub(crate) fn of(shared: &Workspace, layers: &[Layer], away: &[Away]) -> Self {
        // A look at the same participant from the finder shows no more than the visit below it does.
        let aside = || {
            let (away, visit) = visit_put_aside(shared, away)?;
            Some((away.layers.as_slice(), visit))
        };
        let open = visit_of(layers).map(|visit| (layers, visit));
        let Some((layers, visit)) = open.or_else(aside) else {
            return Self::beside_no_visit(shared);
        };
        // The logs may be open over the form that a patient answers.
        let nothing = layers.iter().any(|layer| match layer {
            Layer::Form(form) => {
                form.visit.as_ref() == Some(visit) && shared.patient_answers(visit, form)
            }
            _ => false,
        });
        // A story tells of later visits too.
        let hidden =
            |measure: &Measure| !shared.is_open(visit, *measure) || shared.hides_anywhere(*measure);
        Self {
            nothing,
            hidden: Measure::ALL.into_iter().filter(hidden).collect(),
        }
    }

    fn beside_no_visit(shared: &Workspace) -> Self {
        let hidden = |measure: &Measure| shared.hides_anywhere(*measure);
        Self {
            nothing: false,
            hidden: Measure::ALL.into_iter().filter(hidden).collect(),
        }
    }
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
            _ => shared.refuse_key(),
        }
        Vec::new()
    }
}
