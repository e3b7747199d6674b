//! Records that this server starts and stops, and finds out since when there was none.

use super::Work;
use crate::domain::record::entry::{Draft, Entry};
use crate::domain::record::event::Event;
use crate::domain::record::server_run::{ServerRuns, ServerStep, StopReason};
use crate::store::{Store, StoreError};

/// Returns when the server before this one ran, as the newest entries say.
pub(super) fn before(store: &mut Store) -> Result<ServerRuns, StoreError> {
    let mut runs = ServerRuns::default();
    let mut seq = store.last();
    while seq > 0 && runs == ServerRuns::default() {
        if let Some(entry) = store.entry(seq)? {
            runs.apply(&entry);
        }
        seq -= 1;
    }
    Ok(runs)
}

impl Work {
    /// Records that this server starts. Where the disk takes nothing, the next append writes it.
    pub(super) fn started(&mut self) {
        let event = Event::ServerStarted {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            boot: self.store.boot(),
        };
        let started = Entry::preview(
            Draft::new(self.program.clone(), event.clone()),
            self.store.now(),
        );
        self.note_own(event);
        self.write_logins();
        let stored = self.store.entry(self.store.last()).ok().flatten();
        let is_start = |entry: &Entry| match entry.draft.event.server_step() {
            ServerStep::Starts { .. } => true,
            ServerStep::Stops { .. }
            | ServerStep::ClockMoved { .. }
            | ServerStep::Runs
            | ServerStep::NotSaid => false,
        };
        self.absence = self.runs.apply(&stored.filter(is_start).unwrap_or(started));
    }

    /// Records that this server stops, after the logouts of all who are still there.
    pub(super) fn stopped(&mut self, why: StopReason) {
        self.write_refusals();
        let boot = self.store.boot();
        self.note_own(Event::ServerStopped { why, boot });
        self.write_logins();
    }

    /// Queues an entry of the owner's own.
    fn note_own(&mut self, event: Event) {
        let (request, program) = (self.own_request(), self.program.clone());
        self.note(request, &program, event);
    }
}
