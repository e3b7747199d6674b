//! What is asked of the owner and read: which question a reply belongs to, and what a failure means.
//!
//! Replies come in the order of the questions. A reply that nobody waits for any more changes nothing.

use crate::domain::base::ids::ParticipantId;
use crate::domain::record::event::FieldPath;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::laboratory::Laboratory;
use crate::domain::study::schedule;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::protocol::messages::{Reply, Request};
use crate::screens::app::Effect;
use crate::screens::stack::{Layer, Visits};
use crate::screens::workspace::{Model, Notice, Workspace};
use crate::text::{English, Language as _};

/// A question without a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A part of the list, for this query and filter.
    Find(String, Filter, Sort),
    /// A record.
    Record(ParticipantId),
    /// Whether an id is in use.
    Taken(ParticipantId),
    /// Whether a passphrase is right.
    Unlock,
    /// Where the study stands.
    Overview,
    /// The queries of the study.
    Queries,
    /// A signature, under this request.
    Sign(String),
    /// That a new passphrase be set.
    NewPassphrase,
    /// What happened to a field.
    History(FieldPath),
}

impl Workspace {
    /// Asks a question.
    pub(crate) fn question(&mut self, asked: Asked, request: Request) -> Vec<Effect> {
        self.asked.push_back(asked);
        vec![Effect::Send(request)]
    }

    /// Takes the oldest question of a kind off those without a reply.
    pub(crate) fn answered(&mut self, is: impl Fn(&Asked) -> bool) -> Option<Asked> {
        let place = self.asked.iter().position(is)?;
        self.asked.remove(place)
    }

    /// Asks for a participant's record, to open it.
    pub(crate) fn ask_record(&mut self, id: ParticipantId) -> Vec<Effect> {
        if self.opening.as_ref() == Some(&id) {
            return Vec::new();
        }
        self.opening = Some(id.clone());
        self.question(Asked::Record(id.clone()), Request::Record(id))
    }

    /// Asks for the open record once more; nothing on the screen moves when it comes.
    pub(crate) fn ask_record_again(&mut self) -> Vec<Effect> {
        let id = self
            .record
            .as_ref()
            .map(|record| record.participant.id.clone());
        id.map_or_else(Vec::new, |id| {
            self.question(Asked::Record(id.clone()), Request::Record(id))
        })
    }

    /// Forgets what was told of others at the participant until now.
    fn forget_others(&mut self) {
        self.news.clear();
        self.noted.clear();
        self.present.clear();
    }

    /// Returns the place in the schedule of the visit to open next.
    pub(crate) fn due_visit(&self) -> usize {
        let plan = self.plan();
        schedule::next_visit(&plan, self.today())
            .and_then(|next| self.study.visit_index(next.visit.as_str()))
            .unwrap_or_else(|| plan.len().saturating_sub(1))
    }
}

impl Model {
    /// Takes what the owner says.
    pub(crate) fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Appended {
                receipt,
                entries,
                summary,
            } => {
                let request = receipt.request.clone();
                self.appended(receipt, &entries);
                self.signed(&request);
                self.learn_history(&entries);
                if let Some(summary) = summary {
                    self.update_row(*summary);
                }
                Vec::new()
            }
            Reply::Refused { request, refusal } => {
                let reason = English.refusal(&refusal);
                if self.not_signed(&request, &reason) {
                    return Vec::new();
                }
                if refusal.is_lasting() {
                    return self.refused_for_good(&request, reason);
                }
                self.shared.refused(&request, reason);
                Vec::new()
            }
            Reply::Conflict { request, standing } => self.conflict(&request, standing),
            Reply::History { place, entries } => {
                self.take_history(&place, entries);
                Vec::new()
            }
            // Asked by commands only.
            Reply::Trail { .. } | Reply::Head(_) => Vec::new(),
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
            Reply::Passphrase(verdict) => {
                let asked = [Asked::Unlock, Asked::NewPassphrase];
                match self.shared.answered(|known| asked.contains(known)) {
                    Some(Asked::NewPassphrase) => self.passphrase_set(verdict),
                    _ => self.shared.judged(verdict),
                }
                Vec::new()
            }
            Reply::Failed(why) => {
                self.failed(self.shared.language.refusal(&why));
                Vec::new()
            }
            Reply::Changed { entries, summary } => {
                self.changed(&entries, summary.map(|summary| *summary));
                self.learn_history(&entries);
                Vec::new()
            }
            Reply::Notice(words) => {
                self.shared.notice = Some(Notice::warn(words));
                Vec::new()
            }
            Reply::Present(present) => {
                self.shared.present = present;
                Vec::new()
            }
            Reply::Lost(reason) => {
                self.lose(reason);
                Vec::new()
            }
            Reply::Back(welcome) => self.go_on(*welcome),
            Reply::BackupStatus(backup_status) => {
                self.shared.backup_status = Some(backup_status);
                Vec::new()
            }
            Reply::Overview(overview) => {
                self.shared.answered(|asked| *asked == Asked::Overview);
                self.take_overview(overview);
                Vec::new()
            }
            Reply::Queries(queries) => {
                self.shared.answered(|asked| *asked == Asked::Queries);
                self.take_queries(queries);
                Vec::new()
            }
            Reply::Users(_) => Vec::new(),
        }
    }

    /// Takes it that the oldest question cannot be answered.
    fn failed(&mut self, reason: String) {
        match self.shared.asked.pop_front() {
            Some(Asked::Unlock) => return self.shared.unlock_failed(reason),
            Some(Asked::Sign(_) | Asked::NewPassphrase) => return self.sign_failed(reason),
            Some(Asked::Find(..)) if !self.shared.is_finding() => {
                if let Some(Layer::Participants(list)) = self.layers.first_mut() {
                    list.failed = true;
                }
            }
            Some(Asked::Record(id)) if self.shared.opening.as_ref() == Some(&id) => {
                self.shared.opening = None;
                self.shared.then_timeline = false;
                self.shared.resume = None;
            }
            Some(Asked::Overview) => self.overview_failed(),
            Some(Asked::Queries) => self.queries_failed(),
            Some(Asked::History(place)) => return self.history_failed(&place, reason),
            _ => {}
        }
        self.shared.notice = Some(Notice::error(reason));
        if self
            .shared
            .early
            .front()
            .is_some_and(|next| !self.must_wait(next))
        {
            self.shared.drop_early();
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
        self.shared.seen = self.shared.seen.max(last);
        let Some(record) = record else {
            if let Some(Asked::Record(id)) = asked
                && self.shared.opening.as_ref() == Some(&id)
            {
                self.shared.opening = None;
                self.shared.then_timeline = false;
                self.shared.resume = None;
                if !self.shared.saving.waits() {
                    self.shared.notice =
                        Some(Notice::error("This participant is not in the record."));
                }
                self.shared.drop_early();
            }
            return Vec::new();
        };
        let id = &record.participant.id;
        let open = self.shared.record.as_ref().map(|open| &open.participant.id);
        if self.shared.opening.as_ref() == Some(id) {
            self.shared.opening = None;
            let study = matches!(
                self.layers.last(),
                Some(Layer::Study(_) | Layer::Queries(_))
            );
            if !study && !self.is_list_on_top() {
                // Something else was opened while this was on its way; it is not taken away.
                self.shared.resume = None;
                self.shared.then_timeline = false;
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
                self.shared.notice = Some(Notice::info(format!("One step back is {words}.")));
            }
            return effects;
        }
        if open == Some(id) {
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
        let timeline = std::mem::take(&mut self.shared.then_timeline);
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
        self.shared.stored = Some(record);
        self.show_stored();
    }

    /// Shows anew what the owner has, with what is on its way.
    pub(crate) fn show_stored(&mut self) {
        self.shared.record = self.shared.stored.clone();
        if let Some(record) = &mut self.shared.record {
            self.shared.saving.preview(record, self.shared.now);
        }
        self.shared.refresh_sets();
    }

    /// Goes from a participant back to the list.
    pub(crate) fn leave_record(&mut self) {
        let left = self
            .shared
            .record
            .take()
            .map(|record| record.participant.id);
        self.shared.stored = None;
        self.shared.forget_others();
        self.shared.laboratories.clear();
        self.shared.sets.clear();
        self.study_is_old();
        self.queries_are_old();
        if let Some(Layer::Participants(list)) = self.layers.first_mut() {
            list.used = true;
            list.is_old(left);
        }
    }
}
