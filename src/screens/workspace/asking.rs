//! Asking the owner: which questions wait, and the record of a participant.

use crate::domain::base::ids::ParticipantId;
use crate::domain::study::schedule;
use crate::protocol::messages::Request;
use crate::screens::effect::Effect;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;

impl Workspace {
    /// Asks a question.
    pub(crate) fn question(&mut self, asked: Asked, request: Request) -> Vec<Effect> {
        self.connection.asked.push_back(asked);
        vec![Effect::Send(request)]
    }

    /// Takes the oldest question of a kind off those without a reply.
    pub(crate) fn answered(&mut self, is: impl Fn(&Asked) -> bool) -> Option<Asked> {
        let place = self.connection.asked.iter().position(is)?;
        self.connection.asked.remove(place)
    }

    /// Asks for a participant's record, to open it.
    pub(crate) fn ask_record(&mut self, id: ParticipantId) -> Vec<Effect> {
        if self.opening.participant.as_ref() == Some(&id) {
            return Vec::new();
        }
        self.opening.participant = Some(id.clone());
        self.question(Asked::Record(id.clone()), Request::Record(id))
    }

    /// Asks for the open record once more; nothing on the screen moves when it comes.
    pub(crate) fn ask_record_again(&mut self) -> Vec<Effect> {
        let id = self
            .open
            .record
            .as_ref()
            .map(|record| record.participant.id.clone());
        id.map_or_else(Vec::new, |id| {
            self.question(Asked::Record(id.clone()), Request::Record(id))
        })
    }

    /// Forgets what was told of others at the participant until now.
    pub(crate) fn forget_others(&mut self) {
        self.open.changed_by_others.clear();
        self.open.notes_by_others.clear();
        self.open.present.clear();
    }

    /// Returns the place in the schedule of the visit to open next.
    pub(crate) fn due_visit(&self) -> usize {
        let plan = self.plan();
        schedule::next_visit(&plan, self.today())
            .and_then(|next| self.place_of_visit(&next.visit))
            .unwrap_or_else(|| plan.len().saturating_sub(1))
    }
}
