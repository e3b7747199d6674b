//! What the last row says of the keys here, and what the help explains.

use crate::domain::forms::engine::instrument::Measure;
use crate::input::action::Action;
use crate::screens::explained::{CHANGES, CHART, Explained, Shown, TIMELINE, VERDICTS, WINDOWS};
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::timeline::draw::WIDE;
use crate::screens::timeline::state::Sight;
use crate::screens::timeline::state::TimelineState;
use crate::screens::timeline::update::lane_rows;
use crate::screens::workspace::Workspace;
use crate::text::glossary::Term;
use crate::text::screens::help::Concealed;
use ratatui::layout::Rect;

impl Hints for TimelineState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.timeline_title().to_owned())
    }

    fn explained(&self, scene: &Scene<'_>) -> Option<Explained> {
        let verdict = || {
            let sight = Sight::of(scene.shared, scene.beneath, scene.away);
            let stop = self.told.stops.get(self.cursor)?;
            let seen = |measure: &Measure| !sight.nothing && !sight.hidden.contains(measure);
            Some(Shown {
                visit: stop.planned.visit.clone(),
                verdict: Box::new(stop.verdict.clone()?),
                open: Measure::ALL.into_iter().filter(seen).collect(),
                concealed: match (sight.nothing, sight.shows_verdicts()) {
                    (true, _) => Some(Concealed::PatientAnswers),
                    (false, false) => Some(Concealed::NotEntered),
                    (false, true) => None,
                },
            })
        };
        let parts: &[&[Term]] = match self.chart {
            true => &[CHART],
            false => &[WINDOWS, CHANGES, VERDICTS, TIMELINE],
        };
        Some(Explained::of(parts, verdict()).first())
    }

    fn hints(&self, scene: &Scene<'_>, body: Rect) -> Vec<Offer> {
        let stops = self.told.stops.len();
        let tracks = self.told.tracks().count();
        let (visits, measures) = (self.cursor + 1 < stops, self.track + 1 < tracks);
        if self.chart {
            return vec![
                (Action::Chart, true),
                (Action::NextMeasure, measures),
                (Action::Next, visits),
                (Action::Open, stops > 0),
                (Action::Back, true),
                (Action::Help, true),
            ];
        }
        let below = self.scroll + 1 < lane_rows(&self.told);
        let connected = scene.shared.connection.lost.is_none();
        // Where little fits, the rows out of sight are wanted before the other measures, which are in sight.
        let little = body.width < WIDE;
        vec![
            (Action::Open, stops > 0),
            (Action::Next, visits),
            (Action::NextSection, below && little),
            (Action::NextMeasure, measures),
            (Action::Chart, tracks > 0),
            (Action::Back, true),
            (Action::NextSection, below && !little),
            (Action::Help, true),
            (Action::Find, connected),
        ]
    }
}
