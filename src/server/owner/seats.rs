//! The seats of an owner: who is there, what they look at, and where their replies go.

use super::{Replies, SeatId};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Assessor;
use crate::protocol::messages::{Location, Presence, Reply};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One terminal or command.
pub(super) struct Seat {
    /// Who, in the first of their roles, and from where.
    pub(super) who: Assessor,
    /// Front of the ids of its requests.
    pub(super) client: String,
    /// Whether it may keep the list of users without being on it: it owns the files anyway.
    pub(super) owns: bool,
    /// Whether it shows screens.
    pub(super) screens: bool,
    /// The participant whose record it asked for last.
    pub(super) record: Option<ParticipantId>,
    /// Where it says it is.
    pub(super) location: Option<Location>,
    pub(super) replies: Replies,
}

impl Seat {
    fn presence(&self) -> Option<Presence> {
        Some(Presence {
            user: self.who.user.clone(),
            name: self.who.name.clone(),
            role: self.who.role.clone(),
            location: self.location.clone()?,
        })
    }
}

/// All seats.
#[derive(Default)]
pub(super) struct Seats {
    seats: BTreeMap<SeatId, Seat>,
    last: u64,
}

impl Seats {
    /// Gives out a seat.
    pub(super) fn add(&mut self, seat: Seat) -> SeatId {
        self.last += 1;
        let id = SeatId(self.last);
        self.seats.insert(id, seat);
        id
    }

    /// Takes a seat away.
    pub(super) fn remove(&mut self, id: SeatId) -> Option<Seat> {
        self.seats.remove(&id)
    }

    /// Returns a seat.
    pub(super) fn get(&self, id: SeatId) -> Option<&Seat> {
        self.seats.get(&id)
    }

    /// Returns a seat, for writing.
    pub(super) fn get_mut(&mut self, id: SeatId) -> Option<&mut Seat> {
        self.seats.get_mut(&id)
    }

    /// Returns all seats.
    pub(super) fn ids(&self) -> impl Iterator<Item = SeatId> {
        self.seats.keys().copied()
    }

    /// Returns whether a client has a seat with screens.
    pub(super) fn has_client(&self, client: &str) -> bool {
        let mut seats = self.seats.values();
        seats.any(|seat| seat.screens && seat.client == client)
    }

    /// Returns all seats but one.
    pub(super) fn others(&self, id: SeatId) -> impl Iterator<Item = (SeatId, &Seat)> {
        self.seats
            .iter()
            .filter(move |(other, _)| **other != id)
            .map(|(id, seat)| (*id, seat))
    }

    /// Sends a reply to a seat, if it is still there.
    pub(super) fn reply(&self, id: SeatId, reply: Reply) {
        if let Some(seat) = self.seats.get(&id) {
            // Whoever asked may fail to take it; the others are served all the same.
            let _ = catch_unwind(AssertUnwindSafe(|| (seat.replies)(reply)));
        }
    }

    /// Tells everybody who has a screen.
    pub(super) fn tell_screens(&self, reply: &Reply) {
        for (id, _) in self.seats.iter().filter(|(_, seat)| seat.screens) {
            self.reply(*id, reply.clone());
        }
    }

    /// Tells everybody at a participant who else is there.
    pub(super) fn tell_present(&self, who: &ParticipantId) {
        let at = |seat: &Seat| {
            seat.location
                .as_ref()
                .is_some_and(|location| location.participant == *who)
        };
        for (id, _) in self.seats.iter().filter(|(_, seat)| at(seat)) {
            let others = self.others(*id).filter(|(_, seat)| at(seat));
            let present = others.filter_map(|(_, seat)| seat.presence()).collect();
            self.reply(*id, Reply::Present(present));
        }
    }
}
