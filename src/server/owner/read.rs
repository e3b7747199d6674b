//! Answers the requests that only read; they must not change the record.

use super::list::Part;
use super::passphrase::Wish;
use super::{ConnectionId, Work, now};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::rules::text_limits;
use crate::domain::rules::{Refusal, hidden_from, hidden_from_earlier};
use crate::domain::study::withheld::{Hidden, Viewer, leave_out};
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::protocol::messages::{Found, Location, Reply, Request};
use crate::server::sentences::sentence;
use crate::store::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most rows of the list in one reply: more than any screen shows.
const MOST_ROWS: usize = 1000;

impl Work {
    /// Answers a request that is no append.
    pub(super) fn answer(&mut self, connection: ConnectionId, request: Request) {
        if let Err(refusal) = self.user_of(connection) {
            self.request_refused(connection, "read", &refusal);
            return self.connections.reply(connection, Reply::Failed(refusal));
        }
        let answer = catch_unwind(AssertUnwindSafe(|| self.read(connection, request)));
        match answer {
            Ok(Ok(Some(reply))) => self.connections.reply(connection, reply),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => self.connections.reply(
                connection,
                Reply::Failed(Refusal::in_words(sentence(&error))),
            ),
            Err(_) => {
                self.connections
                    .reply(connection, Reply::Failed(Refusal::ReadFailed));
            }
        }
    }

    fn read(
        &mut self,
        connection: ConnectionId,
        request: Request,
    ) -> Result<Option<Reply>, StoreError> {
        Ok(match request {
            Request::Find {
                query,
                filter,
                sort,
                from,
                count,
            } => Some(self.find(connection, query, (filter, sort), &Part::From(from), count)?),
            Request::FindNear {
                query,
                filter,
                sort,
                who,
                count,
            } => Some(self.find(connection, query, (filter, sort), &Part::Around(who), count)?),
            Request::Record(who) => Some(self.record(connection, who)?),
            Request::RecordAt { participant, as_of } => {
                Some(self.record_at(connection, &participant, as_of)?)
            }
            Request::Ids { after } => Some(Reply::Ids(self.list.ids(after.as_ref()))),
            Request::AsOf(entry) => Some(Reply::AsOf(self.newest_about_data(entry)?)),
            Request::Taken(id) => Some(Reply::Taken {
                taken: self.list.is_taken(&id),
                id,
            }),
            Request::Alike(likeness) => Some(Reply::Alike {
                others: self.alike_to(&likeness),
                likeness,
            }),
            Request::At(location) => {
                self.at(connection, location);
                None
            }
            Request::Overview => Some(Reply::Overview(Box::new(self.overview(connection)?))),
            Request::Queries => Some(self.queries(connection)?),
            Request::Users => {
                let users = self.store.users();
                Some(Reply::Users(users.iter().cloned().collect()))
            }
            Request::Remember(text) => {
                self.remember(connection, text.as_deref());
                None
            }
            Request::Unlock(given) => {
                self.passphrase(connection, Wish::Unlock(given));
                None
            }
            Request::SetPassphrase { old, new } => {
                self.passphrase(connection, Wish::Set { old, new });
                None
            }
            Request::Sign(sign) => {
                self.passphrase(connection, Wish::Sign(sign));
                None
            }
            Request::Amendment => Some(self.amendment(connection)?),
            Request::Amend(wish) => {
                self.amend(connection, wish);
                None
            }
            Request::Export { entry } => Some(self.export(connection, entry)?),
            Request::ImportMap(name) => Some(self.import_map(connection, name)),
            Request::StopExport => {
                self.exports.stop(connection);
                None
            }
            Request::Head => Some(Reply::Head(self.store.head()?)),
            Request::History(place) => Some(self.history(connection, place)?),
            Request::Trail { participant, after } => {
                Some(self.trail(connection, participant.as_ref(), after)?)
            }
            // Appends have a way of their own.
            Request::Append(_) => None,
        })
    }

    fn find(
        &mut self,
        connection: ConnectionId,
        query: String,
        (filter, sort): (Filter, Sort),
        part: &Part,
        count: usize,
    ) -> Result<Reply, StoreError> {
        if let Some(connection) = self.connections.get_mut(connection) {
            connection.record = None;
        }
        let viewer = self.viewer(connection);
        self.list.turn_to(now().date_naive(), &mut self.store)?;
        let found = self
            .list
            .find(viewer, &query, (filter, sort), part, count.min(MOST_ROWS));
        let mut rows = Vec::with_capacity(found.rows.len());
        for id in &found.rows {
            let mut row = self.store.summary(id)?;
            if let Some(row) = &mut row {
                self.hide_verdicts(row, viewer);
            }
            rows.extend(row);
        }
        Ok(Reply::Found(Found {
            query,
            filter,
            sort,
            from: found.from,
            matching: found.matching,
            all: self.list.len(),
            counts: self.list.counts(),
            rows,
        }))
    }

    fn record(
        &mut self,
        connection: ConnectionId,
        who: ParticipantId,
    ) -> Result<Reply, StoreError> {
        let viewer = self.viewer(connection);
        // The limits of laboratories that come with it may have to be gathered anew.
        self.list.turn_to(now().date_naive(), &mut self.store)?;
        let mut record = self.store.record(&who)?;
        if let Some(record) = &mut record {
            let left_out = self.left_out(connection, viewer, record);
            leave_out(&self.study, record, &left_out);
        }
        if let Some(connection) = self.connections.get_mut(connection) {
            connection.record = record.is_some().then_some(who);
        }
        let sex = record.as_ref().map(|record| record.participant.sex);
        Ok(Reply::Record {
            last: self.store.last(),
            laboratories: sex.map_or_else(Vec::new, |sex| self.list.laboratories(sex)),
            record: record.map(Box::new),
        })
    }

    /// Returns what of a record is left out for the user of a connection.
    pub(super) fn left_out(
        &self,
        connection: ConnectionId,
        viewer: Viewer,
        record: &ParticipantRecord,
    ) -> Hidden {
        let user = self.connections.get(connection);
        let user = user.map_or("", |connection| connection.who.user.as_str());
        hidden_from(&self.study, record, (user, viewer), now().date_naive())
    }

    /// Returns what is left out of a record as it stood earlier.
    pub(super) fn left_out_earlier(
        &self,
        connection: ConnectionId,
        viewer: Viewer,
        records: (&ParticipantRecord, &ParticipantRecord),
    ) -> Hidden {
        let user = self.connections.get(connection);
        let user = user.map_or("", |connection| connection.who.user.as_str());
        hidden_from_earlier(&self.study, records, (user, viewer), now().date_naive())
    }

    fn remember(&mut self, connection: ConnectionId, text: Option<&str>) {
        if let Some(connection) = self.connections.get(connection) {
            // A full disk takes this comfort away, not the answers: those have their own way and say so.
            let _ = self.remembered.remember(&connection.who.user, text);
        }
    }

    fn at(&mut self, id: ConnectionId, location: Option<Location>) {
        // The location is sent to others, so one with invalid names counts as none.
        let location = location.filter(has_short_names);
        let Some(connection) = self.connections.get_mut(id) else {
            return;
        };
        let before = std::mem::replace(&mut connection.location, location.clone());
        let before = before.map(|location| location.participant);
        let after = location.map(|location| location.participant);
        if let Some(left) = before.filter(|before| after.as_ref() != Some(before)) {
            self.connections.tell_present(&left);
        }
        if let Some(there) = after {
            self.connections.tell_present(&there);
        }
    }
}

fn has_short_names(location: &Location) -> bool {
    let visit = location.visit.iter().map(|visit| visit.as_str());
    let form = location.form.iter().map(|form| form.as_str());
    let names = visit.chain(form).chain([location.participant.as_str()]);
    text_limits::are_short(names)
}
