//! What the owner says: which question a reply belongs to, and what a failure means.
//!
//! Replies come in the order of the questions. A reply that nobody waits for any more changes nothing.

use crate::domain::record::entry::Entry;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::laboratory::Laboratory;
use crate::protocol::messages::Reply;
use crate::screens::amendment::state::AmendmentState;
use crate::screens::effect::Effect;
use crate::screens::history::state::HistoryState;
use crate::screens::model::Model;
use crate::screens::participant::state::Visits;
use crate::screens::queries::state::QueriesState;
use crate::screens::stack::{Layer, OnStack};
use crate::screens::study::state::StudyState;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Takes what the owner says.
    pub(crate) fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Appended {
                receipt,
                entries,
                summary,
                proof: _,
            } => {
                let request = receipt.request.clone();
                let last = receipt.last;
                let mut effects = self.appended(receipt, &entries);
                let begun = self.shared.begin_export(&request, last);
                self.signed(&request);
                self.amendment_accepted(&request);
                self.show_stored_entries(&entries);
                if let Some(summary) = summary {
                    self.update_row(*summary);
                }
                effects.extend(begun);
                effects
            }
            Reply::Refused { request, refusal } => {
                let reason = self.shared.language.refusal(&refusal);
                let seen = self.is_study_seen();
                if self.not_signed(&request, &reason)
                    || self.not_amended(&request, &refusal, &reason)
                    || self.shared.is_export_refused(&request, &reason, seen)
                {
                    return Vec::new();
                }
                if refusal.is_lasting() {
                    return self.refused_for_good(&request, &refusal, reason);
                }
                self.shared.refused(&request, reason);
                Vec::new()
            }
            Reply::Conflict { request, standing } => self.conflict(&request, standing),
            Reply::History { place, entries } => {
                let asked = Asked::History(place.clone());
                self.shared.answered(|known| *known == asked);
                if let Some(screen) = self.topmost_mut::<HistoryState>() {
                    screen.take(&place, entries);
                }
                Vec::new()
            }
            // Only commands ask for these.
            Reply::Trail { .. } | Reply::Head(_) => Vec::new(),
            Reply::Amendment(waits) => {
                self.shared.answered(|asked| *asked == Asked::Amendment);
                if let Some(screen) = self.topmost_mut::<AmendmentState>() {
                    screen.take(waits);
                }
                Vec::new()
            }
            Reply::Found(found) => {
                self.shared
                    .answered(|asked| matches!(asked, Asked::Find(..)));
                self.found(found);
                Vec::new()
            }
            Reply::Record {
                record,
                last,
                laboratories,
            } => self.read_record(record, last, laboratories),
            Reply::Taken { id, taken } => {
                self.shared
                    .answered(|asked| *asked == Asked::Taken(id.clone()));
                self.learn_taken(&id, taken);
                Vec::new()
            }
            Reply::Alike { likeness, others } => {
                let asked = Asked::Alike(likeness.clone());
                self.shared.answered(|known| *known == asked);
                self.learn_alike(&likeness, others);
                Vec::new()
            }
            Reply::Passphrase(verdict) => {
                let asked = [Asked::Unlock, Asked::Locking, Asked::NewPassphrase];
                match self.shared.answered(|known| asked.contains(known)) {
                    Some(Asked::NewPassphrase) => self.passphrase_judged(verdict),
                    Some(Asked::Locking) => return self.locking_judged(verdict),
                    _ => self.shared.judged(verdict),
                }
                Vec::new()
            }
            Reply::Failed(why) => {
                self.failed(self.shared.language.refusal(&why));
                Vec::new()
            }
            Reply::Changed { entries, summary } => {
                let effects = self.changed(&entries, summary.map(|summary| *summary));
                self.show_stored_entries(&entries);
                effects
            }
            Reply::Notice(notice) => {
                let words = self.shared.language.notice(&notice);
                self.shared.notice = Some(Notice::warn(words));
                Vec::new()
            }
            Reply::Mended => {
                self.shared.notice = Some(Notice::info(self.shared.language.saves_again()));
                self.shared.resend()
            }
            Reply::Present(present) => {
                self.shared.open.present = present;
                Vec::new()
            }
            Reply::Lost(reason) => {
                self.lose(self.shared.language.unreached(&reason));
                Vec::new()
            }
            Reply::Back(welcome) => self.go_on(*welcome),
            Reply::Amended(study) => self.amended(&study),
            Reply::BackupStatus(backup_status) => {
                self.shared.backup_status = Some(backup_status);
                Vec::new()
            }
            Reply::Heads(status) => self.heads(*status),
            Reply::Overview(overview) => {
                self.shared.answered(|asked| *asked == Asked::Overview);
                if let Some(screen) = self.topmost_mut::<StudyState>() {
                    screen.take(overview);
                }
                Vec::new()
            }
            Reply::Queries(queries) => {
                self.shared.answered(|asked| *asked == Asked::Queries);
                let lists = self.layers.iter_mut().filter_map(QueriesState::of_mut);
                lists.for_each(|list| list.take(&queries));
                Vec::new()
            }
            // Only a command asks for it.
            Reply::ImportMap(_) => Vec::new(),
            Reply::ExportBegun { .. } => {
                self.shared.answered(|asked| *asked == Asked::Export);
                Vec::new()
            }
            Reply::Exporting { entry, done, all } => {
                self.shared.export_is_at(entry, done, all);
                Vec::new()
            }
            Reply::Exported { entry, end } => {
                let seen = self.is_study_seen();
                self.shared.export_ended(entry, end, seen);
                Vec::new()
            }
            // Only a command asks for these.
            Reply::Users(_) | Reply::Ids(_) | Reply::AsOf(_) => Vec::new(),
        }
    }

    /// Returns whether the study screen is seen, perhaps with a question over it.
    pub(crate) fn is_study_seen(&self) -> bool {
        let covering = self.layers.iter().rev().find(|layer| layer.covers());
        matches!(covering, Some(Layer::Study(_)))
    }

    /// Tells the screens which entries were stored.
    fn show_stored_entries(&mut self, entries: &[Entry]) {
        for layer in &mut self.layers {
            if let Some(screen) = layer.screen_mut() {
                screen.learn(entries);
            }
        }
    }

    /// Handles that the oldest question cannot be answered.
    fn failed(&mut self, reason: String) {
        match self.shared.connection.asked.pop_front() {
            Some(Asked::Unlock) => return self.shared.unlock_failed(reason),
            Some(Asked::Sign(_)) => return self.sign_failed(reason),
            Some(Asked::NewPassphrase) => return self.passphrase_failed(reason),
            Some(Asked::Locking) => return self.locking_failed(reason),
            Some(Asked::Find(..)) if !self.shared.is_finding() => {
                if let Some(Layer::Participants(list)) = self.layers.first_mut() {
                    list.failed = true;
                }
            }
            Some(Asked::Record(id)) if self.shared.opening.participant.as_ref() == Some(&id) => {
                self.shared.opening.cancel();
            }
            Some(Asked::Overview) => {
                if let Some(screen) = self.topmost_mut::<StudyState>() {
                    screen.age.fail();
                }
            }
            Some(Asked::Amendment) => {
                if let Some(screen) = self.topmost_mut::<AmendmentState>() {
                    screen.fail(reason);
                }
                return;
            }
            Some(Asked::Export) => {
                let seen = self.is_study_seen();
                return self.shared.export_failed(reason, seen);
            }
            Some(Asked::Amend(_)) => return self.amend_failed(reason, false),
            Some(Asked::Queries) => {
                let lists = self.layers.iter_mut().filter_map(QueriesState::of_mut);
                lists.for_each(|list| list.age.fail());
            }
            Some(Asked::History(place)) => {
                if let Some(screen) = self.topmost_mut::<HistoryState>() {
                    screen.fail(&place, reason);
                }
                return;
            }
            _ => {}
        }
        self.shared.notice = Some(Notice::error(reason));
        if self
            .shared
            .connection
            .typed_ahead
            .front()
            .is_some_and(|next| !self.must_wait(next))
        {
            self.shared.drop_typed_ahead();
        }
    }

    fn read_record(
        &mut self,
        record: Option<Box<ParticipantRecord>>,
        last: u64,
        laboratories: Vec<Laboratory>,
    ) -> Vec<Effect> {
        let asked = self
            .shared
            .answered(|asked| matches!(asked, Asked::Record(_)));
        self.shared.connection.seen = self.shared.connection.seen.max(last);
        let Some(record) = record else {
            if let Some(Asked::Record(id)) = asked
                && self.shared.opening.participant.as_ref() == Some(&id)
            {
                self.shared.opening.cancel();
                if !self.shared.saving.waits() {
                    self.shared.notice =
                        Some(Notice::error(self.shared.language.no_such_participant()));
                }
                self.shared.drop_typed_ahead();
            }
            return Vec::new();
        };
        let id = &record.participant.id;
        if self.shared.opening.participant.as_ref() == Some(id) {
            self.shared.opening.participant = None;
            let study = matches!(
                self.layers.last(),
                Some(Layer::Study(_) | Layer::Queries(_))
            );
            if !study && !self.is_list_on_top() {
                // The user opened something else while this reply was on its way; that stays on the screen.
                self.shared.opening.cancel();
                return Vec::new();
            }
            let looks = self.is_in_finder();
            let way_back = self.here_in_words().filter(|_| looks);
            let mut effects = match looks {
                true => self.look_away(),
                false => Vec::new(),
            };
            self.shared.laboratories = laboratories;
            effects.extend(self.open_record(*record));
            if let (Some(words), None) = (way_back, &self.shared.notice) {
                self.shared.notice = Some(Notice::info(self.shared.language.one_step_back(&words)));
            }
            return effects;
        }
        if self.shared.open.id() == Some(id) {
            self.shared.laboratories = laboratories;
            self.refresh_record(*record);
        }
        Vec::new()
    }

    /// Shows a participant's visits, or goes on where the program was left.
    fn open_record(&mut self, record: ParticipantRecord) -> Vec<Effect> {
        let participant = record.participant.id.clone();
        self.shared.forget_others();
        self.show(record);
        let timeline = std::mem::take(&mut self.shared.opening.then_timeline);
        let looks = !self.away.is_empty() && self.layers.len() == 1;
        if !(timeline && looks) {
            let cursor = self.shared.due_visit();
            self.layers.push(Layer::Participant(Visits {
                participant,
                cursor,
            }));
        }
        if timeline {
            self.open_timeline();
        }
        self.resume_in_record()
    }

    /// Shows a record as the owner has it, with what is on its way.
    pub(crate) fn show(&mut self, record: ParticipantRecord) {
        self.shared.open.stored = Some(record);
        self.show_stored();
    }

    /// Shows again what the owner has, with the changes that are on their way.
    pub(crate) fn show_stored(&mut self) {
        self.shared.open.record = self.shared.open.stored.clone();
        if let Some(record) = &mut self.shared.open.record {
            self.shared.saving.preview(record, self.shared.now);
        }
        self.shared.refresh_sets();
    }

    /// Goes from a participant back to the list.
    pub(crate) fn leave_record(&mut self) {
        let left = self
            .shared
            .open
            .record
            .take()
            .map(|record| record.participant.id);
        self.shared.open.stored = None;
        self.shared.forget_others();
        self.shared.laboratories.clear();
        self.shared.open.sets.clear();
        self.become_stale();
        if let Some(Layer::Participants(list)) = self.layers.first_mut() {
            list.used = true;
            list.mark_stale(left);
        }
    }
}
