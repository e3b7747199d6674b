//! What the last row says of the keys here, and what the help explains.

use crate::domain::views::find::filter::Filter;
use crate::input::action::Action;
use crate::screens::explained::{Explained, LIST};
use crate::screens::participants::state::ListState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use ratatui::layout::Rect;

impl Hints for ListState {
    fn explained(&self, _scene: &Scene<'_>) -> Option<Explained> {
        Some(Explained::of(&[LIST], None))
    }

    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let shared = scene.shared;
        let some = self.matching() > 0;
        let lists = |filter: &Filter| *filter != self.filter && self.count(*filter) > 0;
        let narrower = self.filter != Filter::All || Filter::ALL.iter().any(lists);
        if shared.in_finder {
            return vec![
                (Action::Open, some),
                (Action::Timeline, some),
                (Action::Back, true),
                (Action::NextFilter, narrower),
                (Action::Filter, true),
                (Action::Help, true),
                (Action::Menu, true),
                (Action::NextSort, true),
            ];
        }
        vec![
            (Action::Open, some),
            (Action::Timeline, some),
            (Action::Study, true),
            (Action::New, shared.may_enter()),
            (Action::NextFilter, narrower),
            (Action::Help, true),
            (Action::Menu, true),
            (Action::Quit, true),
            (Action::NextSort, true),
            (Action::Drafts, true),
        ]
    }
}
