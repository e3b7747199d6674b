//! The screen of the whole study: participants by visits. What it shows is computed by the owner.

use crate::domain::record::lock::Scope;
use crate::domain::views::overview::Overview;
use crate::input::action::{Action, Context};
use crate::protocol::messages::Request;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::study::state::StudyState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Returns whether the overview was asked for and is not there yet.
    pub(crate) fn is_asked_overview(&self) -> bool {
        self.connection.asked.contains(&Asked::Overview)
    }
}

impl StudyState {
    /// Takes where the study stands; the cursor stays with its participant.
    pub(crate) fn take(&mut self, overview: Box<Overview>) {
        let person = |overview: &Overview| overview.people.get(self.cursor).map(|p| p.id.clone());
        if let Some(under) = self.overview.as_deref().and_then(person) {
            let mut people = overview.people.iter();
            let place = people.position(|person| person.id == under);
            self.cursor = place.unwrap_or(self.cursor);
        }
        self.cursor = self.cursor.min(overview.people.len().saturating_sub(1));
        self.overview = Some(overview);
    }
}

impl Screen for StudyState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let page = usize::from(shared.size.1 / 2).max(1);
        self.age.try_again();
        let people = self.overview.as_ref().map(|overview| &overview.people);
        let len = people.map_or(0, Vec::len);
        if let Some(cursor) = moved(self.cursor, len, page, action) {
            self.cursor = cursor;
            return Vec::new();
        }
        match action {
            Action::Open | Action::Timeline => {
                let person = people.and_then(|people| people.get(self.cursor));
                let id = person.map(|person| person.id.clone());
                shared.opening.then_timeline = action == Action::Timeline && id.is_some();
                return id.map_or_else(Vec::new, |id| shared.ask_record(id));
            }
            Action::Review => {
                let Some(overview) = &self.overview else {
                    return Vec::new();
                };
                if shared.may_lock() {
                    shared.open_locking(Scope::study(), overview.locked.is_some());
                } else {
                    let words = shared.language.who_locks_study();
                    shared.notice = Some(Notice::warn(words));
                }
            }
            Action::Study if shared.amendment_waits => shared.open_amendment(),
            Action::Back | Action::Study => shared.close(),
            _ => {}
        }
        Vec::new()
    }

    fn become_stale(&mut self) {
        self.age.become_stale();
    }

    /// Asks where the study stands when that is seen and what is held is old.
    fn ask_owner(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let asked = shared.is_asked_overview();
        let seen = shared.open.record.is_none() && shared.connection.lost.is_none();
        if !seen || asked || !self.age.is_due(self.overview.is_some()) {
            return Vec::new();
        }
        shared.question(Asked::Overview, Request::Overview)
    }
}

impl Workspace {
    /// Opens the screen of the study.
    pub(crate) fn open_study(&mut self) {
        self.open(Layer::Study(StudyState::default()));
    }
}
