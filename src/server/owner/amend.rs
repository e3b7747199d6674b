//! Tells what waits as the next version of the study, and puts it in force once somebody has accepted it.

use super::admit::refusal;
use super::list::List;
use super::{ConnectionId, Work, now};
use crate::domain::record::amendment::Acceptance;
use crate::domain::rules::{Doing, Refusal, amend};
use crate::domain::study::version::change::{Change, Touch};
use crate::domain::study::version::recorded::Recorded;
use crate::domain::study::version::touched;
use crate::protocol::messages::{Amend, Amendment, Reply};
use crate::store::{StoreError, Wanted};
use crate::text::server::Notice;
use crate::text::store::Opening;
use chrono::NaiveDate;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

impl Work {
    /// Returns what waits to be accepted, with how much was begun before it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn amendment(&mut self, connection: ConnectionId) -> Result<Reply, StoreError> {
        if let Err(error) = self.versions.look(self.store.dir()) {
            let sentence = error.to_string();
            return Ok(Reply::Failed(Refusal::in_words(sentence)));
        }
        let refused = self.would_refuse(connection);
        let changes = self.versions.changes();
        let touches: Vec<Touch> = changes.iter().map(Change::touches).collect();
        let Some(waits) = self.versions.waits() else {
            // The files were put back.
            self.findings.retain(|notice| !is_about_amendment(notice));
            return Ok(Reply::Amendment(None));
        };
        let mut amendment = Amendment {
            number: self.study.number + 1,
            content: waits.study.content.clone(),
            changes,
            sessions: 0,
            signed: 0,
            rows: 0,
            refused,
        };
        let study = Arc::clone(&self.study);
        let beside = touched::is_beside(&touches, &study);
        for summary in self.store.participants()? {
            let visits = summary.visits.iter();
            let changed = visits.filter(|visit| touched::visit(&touches, &study, visit));
            for visit in changed {
                amendment.sessions += 1;
                amendment.signed += usize::from(visit.signed);
            }
            // Each record is read only where rows can be touched.
            if beside && let Some(record) = self.store.record(&summary.participant.id)? {
                amendment.rows += touched::rows(&touches, &record);
            }
        }
        Ok(Reply::Amendment(Some(Box::new(amendment))))
    }

    /// Returns why nobody can accept what waits, whatever they say.
    fn would_refuse(&mut self, connection: ConnectionId) -> Option<Refusal> {
        let acceptance = Acceptance {
            from: now().date_naive(),
            reconsent: false,
            reason: String::new(),
        };
        let events = self.versions.amendment(acceptance)?;
        let stops = self.check_may_save(connection, &[]).err();
        let mut events = events.iter();
        let long = events.find_map(|event| amend::check_stored(event).err());
        stops.or_else(|| self.check_kept().err()).or(long)
    }

    /// Puts what waits in force.
    pub(super) fn amend(&mut self, connection: ConnectionId, wish: Amend) {
        let request = wish.request.clone();
        if let Err(refusal) = self.try_amend(connection, wish) {
            self.request_refused(connection, "amend", &refusal);
            self.connections
                .reply(connection, Reply::Refused { request, refusal });
        }
    }

    fn try_amend(&mut self, connection: ConnectionId, wish: Amend) -> Result<(), Refusal> {
        let asker = self.asker(connection)?;
        self.check_may_save(connection, &[])?;
        let Amend {
            request,
            content,
            acceptance,
            past,
        } = wish;
        asker.check_request(&request, Doing::Save)?;
        let known = self.store.is_known(&request);
        if known.map_err(|error| refusal(&error))? {
            // Nothing waits any more for a client that did not hear the answer and asks again.
            let wanted = Wanted {
                request: request.clone(),
                drafts: Vec::new(),
                seen: None,
            };
            self.append_for(connection, request, wanted);
            return Ok(());
        }
        let events = self.versions.amendment(acceptance.clone());
        let waiting = self
            .versions
            .waits()
            .map(|waits| waits.study.content.clone());
        let wish = amend::Wish {
            request: request.clone(),
            content,
            acceptance,
            past,
        };
        let begun = self.begun_since(wish.acceptance.from)?;
        let drafts = amend::admit(
            self,
            &asker,
            &self.program,
            &wish,
            waiting.as_deref(),
            begun,
            events.unwrap_or_default(),
        )?;
        self.check_kept()?;
        let before = self.store.last();
        self.append_for(
            connection,
            request,
            Wanted {
                request: wish.request,
                drafts,
                seen: None,
            },
        );
        self.take_amendment(before);
        Ok(())
    }

    /// Returns how many visits of a day or a later one were begun.
    fn begun_since(&mut self, day: NaiveDate) -> Result<usize, Refusal> {
        let all = self.store.participants().map_err(|error| refusal(&error))?;
        let visits = all.iter().flat_map(|summary| &summary.visits);
        Ok(visits
            .filter(|visit| !visit.unfit_date && visit.date >= day)
            .count())
    }

    fn check_kept(&mut self) -> Result<(), Refusal> {
        let Some(next) = self.versions.waits().map(|waits| Arc::clone(&waits.study)) else {
            return Ok(());
        };
        let all = self.store.participants().map_err(|error| refusal(&error))?;
        let enrolled = all.iter().map(|summary| &summary.participant.id);
        amend::check_kept(&self.study, &next, enrolled)
    }

    /// Runs the study under the version that an entry behind this one put in force, and has every terminal with screens
    /// connect again, since the forms that it draws are others.
    fn take_amendment(&mut self, before: u64) {
        let mut stored = Recorded::default();
        for seq in before + 1..=self.store.last() {
            if let Ok(Some(entry)) = self.store.entry(seq) {
                stored.apply(&entry);
            }
        }
        let named = stored.in_force();
        let Some(study) = named.and_then(|named| self.versions.amended(named)) else {
            return;
        };
        self.study = study;
        self.findings.retain(|notice| !is_about_amendment(notice));
        let store = &mut self.store;
        // What closes the store is mended before the next request, and everybody is summarised again then.
        let summarised = catch_unwind(AssertUnwindSafe(|| store.summarise_all()));
        if let Ok(Ok(())) = summarised {
            let study = Arc::clone(&self.study);
            if let Ok(list) = List::read(study, &mut self.store, now().date_naive()) {
                self.list = list;
            }
        }
        let sent = self.versions.sent();
        self.connections
            .tell_screens(&Reply::Amended(Box::new(sent)));
    }
}

fn is_about_amendment(notice: &Notice) -> bool {
    matches!(
        notice.found(),
        Some(Opening::AmendmentWaits { .. } | Opening::FilesUnread { .. })
    )
}
