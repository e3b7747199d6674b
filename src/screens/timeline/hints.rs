//! What the last row says of the keys here, and what the help explains.

use crate::domain::forms::engine::instrument::Measure;
use crate::input::action::Action;
use crate::screens::explained::{
    CHANGES, CHART, Explained, NOT_ENTERED, PATIENT_ANSWERS, Shown, TIMELINE, VERDICTS, WINDOWS,
};
use crate::screens::scene::Scene;
use crate::screens::screen::Hints;
use crate::screens::timeline::state::Sight;
use crate::screens::timeline::state::TimelineState;
use crate::screens::workspace::Workspace;
use crate::text::glossary::Term;

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
                    (true, _) => Some(PATIENT_ANSWERS),
                    (false, false) => Some(NOT_ENTERED),
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
