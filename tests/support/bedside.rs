//! The bedside without a terminal and without a disk: keys in, model and effects out.
//!
//! [`Bedside`] drives the real [`App`]; [`Owner`] answers its requests from memory the way the owner
//! of a study does, and can hold back or refuse.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use chrono::{DateTime, FixedOffset};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FieldId, ParticipantId, VisitId};
use coreset::domain::forms::engine::instrument::FieldKind;
use coreset::domain::forms::engine::typing;
use coreset::domain::record::entry::{Assessor, Draft, Entry, Head, Receipt};
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::heads::Heads;
use coreset::domain::record::lock::{Locks, Scope};
use coreset::domain::record::participant::{Alike, Diagnosis, Likeness, Participant, Sex};
use coreset::domain::record::query::listed;
use coreset::domain::record::session::{Cell, ParticipantRecord};
use coreset::domain::record::user::{Role, User, Users};
use coreset::domain::rules::conflict::{self, Part};
use coreset::domain::rules::{self, AmendFault, Asker, MapFault, Proof, Refusal, Unread, World};
use coreset::domain::study::Study;
use coreset::domain::study::fit;
use coreset::domain::study::laboratory::Laboratory;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::study::withheld::{self, Hidden, Viewer};
use coreset::domain::views::audit::{HIDDEN, Redaction, redact};
use coreset::domain::views::find::Finder;
use coreset::domain::views::find::filter::Filter;
use coreset::domain::views::find::order::Sort;
use coreset::domain::views::overview;
use coreset::domain::views::overview::Overview;
use coreset::domain::views::summary::Summary;
use coreset::input::action::{Action, Context};
use coreset::input::key::{Code, Key};
use coreset::input::keymap::Keymap;
use coreset::protocol::messages::{
    Amend, Amendment, Append, ExportEnd, Found, HeadStatus, Location, Presence, Reply, Request,
    SentStudy, Sign, Verdict, Welcome,
};
use coreset::screens::app::App;
use coreset::screens::effect::{Effect, Msg};
use coreset::screens::form::state::FormState;
use coreset::screens::look::Look;
use coreset::screens::model::Model;
use coreset::screens::picker::state::Picker;
use coreset::screens::stack::Layer;
use coreset::screens::view;
use coreset::screens::workspace::resume_point::ResumePoint;
use coreset::server::opening::summarise;
use coreset::text::server::Unreached;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

/// The day of every first visit.
pub const DAY: &str = "2026-03-02";

/// The study that comes with the program, but for eligibility, which it asks for before any visit.
pub fn study() -> Study {
    let mut study = embedded_study().unwrap();
    study.protocol.eligibility = None;
    study
}

pub fn at(day: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{day}T09:00:00+01:00")).unwrap()
}

pub fn who() -> Assessor {
    Assessor {
        user: "mk".to_owned(),
        name: "M. Kern".to_owned(),
        role: "assessor".to_owned(),
        from: "tty1".to_owned(),
    }
}

pub fn participant(id: &str) -> Participant {
    Participant {
        id: ParticipantId::new(id),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::new(625, 1),
        enrolled_on: at(DAY).date_naive(),
    }
}

/// One terminal, as the owner knows it.
#[derive(Clone, Debug)]
pub struct Seat {
    pub who: Assessor,
    pub roles: Vec<Role>,
    pub record: Option<ParticipantId>,
    pub location: Option<Location>,
    pub gone: bool,
}

/// The owner of a study, in memory.
pub struct Owner {
    pub study: Arc<Study>,
    pub now: DateTime<FixedOffset>,
    /// Whether answers may be made by the generator: tests fill in what they do not type.
    pub demo: bool,
    /// Every entry stored, oldest first.
    pub entries: Vec<Entry>,
    pub records: BTreeMap<ParticipantId, ParticipantRecord>,
    order: Vec<ParticipantId>,
    requests: HashMap<String, (usize, usize)>,
    /// Who changed an answer, or a note, last: entry and client.
    changed: HashMap<(FieldPath, Part), (usize, String)>,
    pub locks: Locks,
    pub heads: Heads,
    users: Users,
    /// Why appends are refused now.
    pub refuses: Option<String>,
    /// The exports that go on: who began each, and by which entry.
    pub exports: Vec<(usize, u64)>,
    /// What waits as the next version of the study.
    pub waits: Option<Amendment>,
    /// What was accepted.
    pub accepted: Vec<Amend>,
    /// Why appends are refused now, for ever.
    pub refuses_for_good: Option<String>,
    /// Why reading fails now.
    pub fails: Option<String>,
    pub seats: Vec<Seat>,
    /// What is told unasked: seat and reply.
    told: Vec<(usize, Reply)>,
    pub passphrases: HashMap<String, String>,
    /// Whether the program asks a user without a passphrase for one at its start.
    pub offers_passphrase: bool,
    /// Rows given out so far.
    pub rows_given: usize,
}

/// Appends that go round the terminals.
const NOBODY: usize = usize::MAX;

impl World for Owner {
    fn study(&self) -> &Study {
        &self.study
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    fn users(&self) -> &Users {
        &self.users
    }

    fn locks(&self) -> &Locks {
        &self.locks
    }

    fn heads(&self) -> &Heads {
        &self.heads
    }

    fn program(&self) -> &str {
        "test"
    }

    fn last(&self) -> u64 {
        self.entries.len() as u64
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let mut entries = self.entries.iter();
        Ok(entries
            .find(|entry| entry.seq == seq)
            .map(|entry| entry.hash.clone()))
    }

    fn request_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let mut entries = self.entries.iter();
        Ok(entries
            .find(|entry| entry.seq == seq)
            .map(|entry| entry.request.clone()))
    }

    fn is_demo(&self) -> bool {
        self.demo
    }

    fn laboratories(&self, sex: Sex) -> Vec<Laboratory> {
        let rows = self.summaries().into_iter();
        let mut known: Vec<Laboratory> = rows
            .filter(|row| row.participant.sex == sex)
            .flat_map(|row| row.laboratories)
            .collect();
        known.sort_by_key(|known| std::cmp::Reverse(known.date));
        known
    }

    fn stood(&mut self, place: &FieldPath, answer: &Answer) -> Result<bool, Unread> {
        let mut entries = self.entries.iter();
        Ok(entries.any(|entry| entry.draft.event.answer_at(place) == Some(answer)))
    }

    fn alike(&mut self, likeness: &Likeness) -> Result<Vec<Alike>, Unread> {
        let enrolled = self.entries.iter().filter_map(|entry| {
            let who = entry.draft.event.enrolled()?;
            (who.likeness() == *likeness).then(|| Alike {
                id: who.id.clone(),
                enrolled_on: who.enrolled_on,
                seq: entry.seq,
            })
        });
        Ok(enrolled.collect())
    }

    fn look<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Unread> {
        Ok(self
            .records
            .get(who)
            .map(|record| look(&self.study, record)))
    }
}

/// Returns the client that a request is named after.
fn client_of(request: &str) -> &str {
    request.rsplit_once('-').map_or("", |(client, _)| client)
}

impl Owner {
    pub fn new(study: Arc<Study>) -> Self {
        Self {
            study,
            now: at(DAY),
            demo: true,
            exports: Vec::new(),
            waits: None,
            accepted: Vec::new(),
            entries: Vec::new(),
            records: BTreeMap::new(),
            order: Vec::new(),
            requests: HashMap::new(),
            changed: HashMap::new(),
            locks: Locks::default(),
            heads: Heads::default(),
            users: Users::default(),
            refuses: None,
            refuses_for_good: None,
            fails: None,
            seats: Vec::new(),
            told: Vec::new(),
            passphrases: HashMap::new(),
            offers_passphrase: false,
            rows_given: 0,
        }
    }

    pub fn sit(&mut self, who: Assessor, roles: &[Role]) -> usize {
        self.seats.push(Seat {
            who,
            roles: roles.to_vec(),
            record: None,
            location: None,
            gone: false,
        });
        self.seats.len() - 1
    }

    /// Gives who sits there other roles, as a manager does, and tells them.
    pub fn give_roles(&mut self, seat: usize, roles: &[Role]) {
        self.seats[seat].roles = roles.to_vec();
        let by = self.seats[seat].who.clone();
        let event = Event::UserRoles {
            user: by.user.clone(),
            roles: roles.to_vec(),
        };
        let entries = vec![Entry::preview(Draft::new(by, event), self.now)];
        let summary = None;
        self.told.push((seat, Reply::Changed { entries, summary }));
    }

    pub fn welcome(&self, seat: usize) -> Welcome {
        let who = self.seats[seat].who.clone();
        Welcome {
            program: "test".to_owned(),
            roles: self.seats[seat].roles.clone(),
            demo: false,
            study: SentStudy {
                protocol_hash: self.study.hash.clone(),
                version: 1,
                ..SentStudy::default()
            },
            place: None,
            passphrase: self.passphrases.contains_key(&who.user),
            findings: Vec::new(),
            backup_status: None,
            heads: HeadStatus::default(),
            who,
        }
    }

    /// What a seat is to the rule of earlier scores.
    fn viewer(&self, seat: usize) -> Viewer {
        // Nobody sits where a test itself stores something.
        let roles = self.seats.get(seat).map(|seat| seat.roles.as_slice());
        Viewer::of(roles.unwrap_or_default())
    }

    /// A record as it is sent to a seat.
    fn sent_to(&self, seat: usize, record: &ParticipantRecord) -> ParticipantRecord {
        let (viewer, today) = (self.viewer(seat), self.now.date_naive());
        let user = self.seats.get(seat).map_or("", |seat| &seat.who.user);
        let hidden = rules::hidden_from(&self.study, record, (user, viewer), today);
        let mut record = record.clone();
        withheld::leave_out(&self.study, &mut record, &hidden);
        record
    }

    /// What of a participant is left out for a user.
    fn hidden(&self, who: &ParticipantId, viewer: Viewer) -> Hidden {
        let today = self.now.date_naive();
        withheld::hidden_in(&self.study, &self.records[who], viewer, today)
    }

    fn seen_by(&self, viewer: Viewer, mut summary: Summary) -> Summary {
        let hidden = self.hidden(&summary.participant.id, viewer);
        summary.hide(&self.study, &hidden);
        summary
    }

    /// The entries as a user sees them who did not just send them.
    fn entries_seen_by(&self, viewer: Viewer, mut entries: Vec<Entry>) -> Vec<Entry> {
        for entry in &mut entries {
            let who = entry.draft.event.participant();
            let withheld = who.map_or_else(Hidden::default, |who| self.hidden(who, viewer));
            let hidden = Redaction {
                study: &self.study,
                forms: &[],
                withheld: &withheld,
            };
            redact(&hidden, entry);
        }
        entries
    }

    pub fn summaries(&self) -> Vec<Summary> {
        let summary = |id| summarise(&self.study, &self.records[id]);
        self.order.iter().map(summary).collect()
    }

    fn find(
        &mut self,
        seat: usize,
        query: String,
        (filter, sort): (Filter, Sort),
        from: impl FnOnce(&[Summary]) -> usize,
        count: usize,
    ) -> Reply {
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.record = None;
        }
        let all = self.summaries();
        let mut finder = Finder::new(&self.study, &all, self.now.date_naive());
        let counts = finder.counts();
        let viewer = self.viewer(seat);
        let found = finder
            .matches_for(viewer, &query, filter)
            .sorted_by(sort)
            .part(0, usize::MAX);
        let found: Vec<Summary> = found.into_iter().map(|place| all[place].clone()).collect();
        let from = from(&found);
        let rows = found.iter().skip(from).take(count).cloned();
        let rows: Vec<Summary> = rows.map(|row| self.seen_by(viewer, row)).collect();
        self.rows_given += rows.len();
        Reply::Found(Found {
            query,
            filter,
            sort,
            from,
            matching: found.len(),
            all: all.len(),
            counts,
            rows,
        })
    }

    pub fn answer(&mut self, seat: usize, request: Request) -> Option<Reply> {
        let reads = matches!(
            request,
            Request::Find { .. }
                | Request::FindNear { .. }
                | Request::Record(_)
                | Request::Taken(_)
                | Request::Alike(_)
                | Request::Overview
        );
        if reads && let Some(reason) = &self.fails {
            return Some(Reply::Failed(Refusal::in_words(reason)));
        }
        Some(match request {
            Request::Find {
                query,
                filter,
                sort,
                from,
                count,
            } => self.find(seat, query, (filter, sort), |_| from, count),
            Request::FindNear {
                query,
                filter,
                sort,
                who,
                count,
            } => {
                let near = |found: &[Summary]| {
                    let at = found.iter().position(|row| row.participant.id == who);
                    at.map_or(0, |at| at.saturating_sub(count / 2))
                };
                self.find(seat, query, (filter, sort), near, count)
            }
            Request::Record(id) => {
                let record = self.records.get(&id);
                let record = record.map(|record| Box::new(self.sent_to(seat, record)));
                self.seats[seat].record = record.is_some().then(|| id.clone());
                let sex = record.as_ref().map(|record| record.participant.sex);
                let laboratories = sex.map_or_else(Vec::new, |sex| self.laboratories(sex));
                Reply::Record {
                    record,
                    last: self.entries.len() as u64,
                    laboratories,
                }
            }
            // Only a command asks for these.
            Request::RecordAt { participant, .. } => Reply::Record {
                record: self
                    .records
                    .get(&participant)
                    .map(|record| Box::new(self.sent_to(seat, record))),
                last: self.entries.len() as u64,
                laboratories: Vec::new(),
            },
            Request::Ids { after } => {
                let ids = self.records.keys();
                let later = ids.filter(|id| after.as_ref().is_none_or(|after| *id > after));
                Reply::Ids(later.cloned().collect())
            }
            Request::AsOf(_) => Reply::AsOf(Head::default()),
            Request::Taken(id) => Reply::Taken {
                taken: self
                    .order
                    .iter()
                    .any(|known| known.as_str().eq_ignore_ascii_case(id.as_str())),
                id,
            },
            Request::Alike(likeness) => {
                let others = self.alike(&likeness).unwrap();
                Reply::Alike { likeness, others }
            }
            Request::Append(append) => self.append(seat, append),
            Request::Sign(sign) => self.sign(seat, sign),
            Request::Queries => {
                self.seats[seat].record = None;
                let viewer = self.viewer(seat);
                let mut open: Vec<_> = self.records.values().flat_map(listed::open).collect();
                for query in &mut open {
                    let (visit, form) = (&query.place.visit, &query.place.form);
                    if self
                        .hidden(&query.place.participant, viewer)
                        .has(visit, form)
                    {
                        query.hide(HIDDEN);
                    }
                }
                Reply::Queries(open)
            }
            Request::History(place) => {
                let concerned = |entry: &&Entry| entry.draft.event.concerns(&place);
                let entries = self.entries.iter().filter(concerned).cloned().collect();
                let entries = self.entries_seen_by(self.viewer(seat), entries);
                Reply::History { place, entries }
            }
            Request::Trail { participant, after } => {
                let asked = |entry: &&Entry| {
                    let who = entry.draft.event.participant();
                    entry.seq > after && (participant.is_none() || who == participant.as_ref())
                };
                Reply::Trail {
                    entries: self.entries_seen_by(
                        self.viewer(seat),
                        self.entries.iter().filter(asked).cloned().collect(),
                    ),
                    next: None,
                }
            }
            Request::At(location) => {
                let before = std::mem::replace(&mut self.seats[seat].location, location.clone());
                let places = [before, location].into_iter().flatten();
                let mut places: Vec<_> = places.map(|location| location.participant).collect();
                places.dedup();
                for place in places {
                    self.tell_present(&place);
                }
                return None;
            }
            Request::Remember(_) => return None,
            Request::Users => Reply::Users(Vec::new()),
            Request::Overview => {
                self.seats[seat].record = None;
                let viewer = self.viewer(seat);
                let summaries = self.summaries().into_iter();
                let summaries: Vec<Summary> =
                    summaries.map(|row| self.seen_by(viewer, row)).collect();
                let people = summaries.iter();
                let today = self.now.date_naive();
                let mut records = self.records.values();
                let locked = records.find_map(|record| record.locks.on(&Scope::study()).cloned());
                Reply::Overview(Box::new(Overview {
                    locked,
                    ..overview::overview(&self.study, people, today)
                }))
            }
            Request::Unlock(tried) => {
                let known = self.passphrases.get(&self.seats[seat].who.user);
                Reply::Passphrase(match known {
                    None => Verdict::Unfit(Refusal::in_words("No passphrase is set.")),
                    Some(known) if *known == tried.0 => Verdict::Right,
                    Some(_) => {
                        Verdict::Wrong(Refusal::in_words("That is wrong; 4 tries are left."))
                    }
                })
            }
            Request::SetPassphrase { new, .. } if new.0.len() < 8 => Reply::Passphrase(
                Verdict::Unfit(Refusal::in_words("A passphrase has at least 8 characters.")),
            ),
            Request::SetPassphrase { old, new } => {
                let user = self.seats[seat].who.user.clone();
                let known = self.passphrases.get(&user);
                let given = old.as_ref().map(|old| &old.0);
                Reply::Passphrase(match known {
                    Some(known) if given != Some(known) => {
                        Verdict::Wrong(Refusal::in_words("That is wrong; 4 tries are left."))
                    }
                    _ => {
                        self.passphrases.insert(user, new.0.clone());
                        Verdict::Right
                    }
                })
            }
            Request::Amendment => Reply::Amendment(self.waits.clone().map(Box::new)),
            Request::Amend(amend)
                if amend.acceptance.from < self.now.date_naive() && !amend.past =>
            {
                let from = amend.acceptance.from;
                let sessions = self.records.values().flat_map(ParticipantRecord::visits);
                let begun = sessions.filter(|session| session.date >= from).count();
                Reply::Refused {
                    request: amend.request,
                    refusal: Refusal::Amend {
                        fault: AmendFault::PastDay { from, begun },
                    },
                }
            }
            Request::Amend(amend)
                if self
                    .waits
                    .as_ref()
                    .is_some_and(|waits| waits.content == amend.content) =>
            {
                self.waits = None;
                self.accepted.push(amend.clone());
                Reply::Appended {
                    receipt: Receipt {
                        request: amend.request,
                        first: self.entries.len() as u64,
                        last: self.entries.len() as u64,
                        hash: String::new(),
                        at: self.now,
                    },
                    entries: Vec::new(),
                    summary: None,
                    proof: None,
                }
            }
            Request::Amend(amend) => Reply::Refused {
                request: amend.request,
                refusal: Refusal::Amend {
                    fault: AmendFault::NothingWaits,
                },
            },
            Request::Export { entry } => {
                self.exports.push((seat, entry));
                Reply::ExportBegun { entry }
            }
            Request::StopExport => {
                let own = self.exports.iter().position(|(by, _)| *by == seat);
                if let Some(own) = own {
                    let (_, entry) = self.exports.remove(own);
                    let end = ExportEnd::Stopped;
                    self.told.push((seat, Reply::Exported { entry, end }));
                }
                return None;
            }
            Request::ImportMap(name) => Reply::Failed(Refusal::NoMap {
                name,
                fault: MapFault::NotThere,
            }),
            Request::Head => Reply::Head(Head {
                seq: self.entries.len() as u64,
                hash: format!("{:064}", self.entries.len()),
                at: self.entries.last().map(|entry| entry.recorded_at),
            }),
        })
    }

    fn tell_present(&mut self, who: &ParticipantId) {
        let here: Vec<usize> = (0..self.seats.len())
            .filter(|seat| {
                let seat = &self.seats[*seat];
                !seat.gone
                    && seat
                        .location
                        .as_ref()
                        .is_some_and(|location| location.participant == *who)
            })
            .collect();
        for seat in &here {
            let others = here.iter().filter(|other| *other != seat);
            let present = others
                .map(|other| {
                    let other = &self.seats[*other];
                    Presence {
                        user: other.who.user.clone(),
                        name: other.who.name.clone(),
                        role: other.who.role.clone(),
                        location: other.location.clone().unwrap(),
                    }
                })
                .collect();
            self.told.push((*seat, Reply::Present(present)));
        }
    }

    /// A terminal is gone: the others see it.
    pub fn leave(&mut self, seat: usize) {
        self.seats[seat].gone = true;
        if let Some(location) = self.seats[seat].location.take() {
            self.tell_present(&location.participant);
        }
    }

    /// Stores events of the program itself.
    pub fn store(&mut self, request: String, events: Vec<Event>) -> Reply {
        let append = Append {
            // A request is named after its client.
            request: match request.contains('-') {
                true => request,
                false => format!("test-{request}"),
            },
            // All are alike, and whoever enrols them elsewhere has seen nobody.
            seen: match events.iter().all(|event| event.enrolled().is_some()) {
                true => 0,
                false => u64::MAX,
            },
            events,
            ..Append::default()
        };
        self.append(NOBODY, append)
    }

    /// Stores events as an earlier version of the program did, whatever the rules say of them today.
    pub fn store_unjudged(&mut self, request: &str, events: Vec<Event>) -> Reply {
        let drafts = events.into_iter().map(|event| Draft::new(who(), event));
        self.store_drafts(NOBODY, request, drafts.collect())
    }

    /// Stores what another terminal sent, for a reason; the others hear of it with [`Bedside::spread`].
    pub fn store_for(&mut self, reason: &str, events: Vec<Event>) -> Reply {
        let append = Append {
            request: format!("other-{}", self.entries.len()),
            seen: u64::MAX,
            reason: Some(reason.to_owned()),
            events,
            ..Append::default()
        };
        self.append(NOBODY, append)
    }

    /// Returns who asks: whoever sits there, or the program of the tests, which may do everything.
    fn asker(&self, seat: usize, client: &str) -> Asker {
        let (who, roles) = match self.seats.get(seat) {
            Some(seat) => (seat.who.clone(), seat.roles.clone()),
            None => (who(), Role::ALL.to_vec()),
        };
        Asker {
            user: User::new(&who.user, &who.name, &roles),
            client: client.to_owned(),
            from: who.from,
            proof: Some(Proof::of("right words here")),
        }
    }

    /// Signs as the owner does: passphrase, then what the rules say.
    fn sign(&mut self, seat: usize, sign: Sign) -> Reply {
        let request = sign.request.clone();
        let refused = |refusal| Reply::Refused {
            request: request.clone(),
            refusal,
        };
        let user = &self.seats[seat].who.user;
        if self.passphrases.get(user) != Some(&sign.passphrase.0) {
            return refused(Refusal::in_words(
                "Not signed. This is not your passphrase.",
            ));
        }
        if self.requests.contains_key(&request) {
            return self.again(seat, self.receipt(seat, &request));
        }
        let client = client_of(&request).to_owned();
        let asker = self.asker(seat, &client);
        let wish = rules::sign::Wish {
            request: sign.request,
            participant: sign.participant,
            visit: sign.visit,
            meaning: sign.meaning,
            content: sign.content,
        };
        match rules::sign::admit(self, &asker, wish) {
            // That the passphrase was right is told to nobody here.
            Ok(drafts) => {
                let signed = drafts.into_iter().skip(1).collect();
                self.store_drafts(seat, &request, signed)
            }
            Err(refusal) => refused(refusal),
        }
    }

    fn standing(&self, client: &str, seen: u64, drafts: &[Draft]) -> Vec<(FieldPath, Entry)> {
        let marks = drafts
            .iter()
            .flat_map(|draft| conflict::writes(&draft.event));
        let found = marks.filter_map(|mark| {
            let (entry, by) = self.changed.get(&mark)?;
            let entry = &self.entries[*entry];
            let stands = conflict::is_unseen(seen, entry.seq) && by != client;
            stands.then(|| (mark.0, entry.clone()))
        });
        found.collect()
    }

    fn append(&mut self, seat: usize, append: Append) -> Reply {
        let request = append.request.clone();
        let client = client_of(&request).to_owned();
        let refused = |refusal| Reply::Refused {
            request: request.clone(),
            refusal,
        };
        let in_words = |sentence: &String, lasting| Refusal::InWords {
            sentence: sentence.clone(),
            lasting,
        };
        if let Some(reason) = &self.refuses {
            return refused(in_words(reason, false));
        }
        if self.requests.contains_key(&request) {
            return self.again(seat, self.receipt(seat, &request));
        }
        if let Some(reason) = &self.refuses_for_good {
            return refused(in_words(reason, true));
        }
        let taken = append.events.iter().any(|event| match event {
            Event::Enrolled { participant } => self.records.contains_key(&participant.id),
            _ => false,
        });
        if taken {
            return refused(Refusal::in_words("This id is already enrolled."));
        }
        let seen = append.seen;
        let asker = self.asker(seat, &client);
        let drafts = match rules::admit(self, &asker, append) {
            Ok(drafts) => drafts,
            Err(refusal) => return refused(refusal),
        };
        let standing = self.standing(&client, seen, &drafts);
        if !standing.is_empty() {
            return Reply::Conflict { request, standing };
        }
        self.store_drafts(seat, &request, drafts)
    }

    /// Stores what was admitted, and tells the others.
    fn store_drafts(&mut self, seat: usize, request: &str, drafts: Vec<Draft>) -> Reply {
        let client = client_of(request).to_owned();
        let first = self.entries.len();
        for draft in drafts {
            let event = &draft.event;
            let known = event
                .participant()
                .is_none_or(|id| self.records.contains_key(id));
            let enrols = matches!(event, Event::Enrolled { .. });
            assert!(known != enrols, "unfit for the record: {event:?}");
            let seq = self.entries.len() as u64 + 1;
            for mark in conflict::writes(event) {
                let change = (self.entries.len(), client.clone());
                self.changed.insert(mark, change);
            }
            let entry = Entry {
                seq,
                recorded_at: self.now,
                program: "test".to_owned(),
                request: request.to_owned(),
                draft,
                salt: None,
                more: 0,
                prev: format!("{:064}", seq - 1),
                hash: format!("{seq:064}"),
            };
            if let Event::Enrolled { participant } = &entry.draft.event {
                self.order.push(participant.id.clone());
                self.records.insert(
                    participant.id.clone(),
                    ParticipantRecord::new(participant.clone()),
                );
            }
            self.locks.apply(&entry);
            match entry.draft.event.participant() {
                Some(id) => {
                    let record = self.records.get_mut(id).unwrap();
                    record.apply(&entry);
                    fit::judge(&self.study, record, &entry);
                }
                // The whole study is locked or unlocked.
                None => self
                    .records
                    .values_mut()
                    .for_each(|record| record.apply(&entry)),
            }
            self.entries.push(entry);
        }
        let end = self.entries.len();
        self.requests.insert(request.to_owned(), (first, end));
        self.tell_changed(seat, first);
        self.receipt(seat, request)
    }

    /// The answer to a request that was answered before.
    fn again(&self, seat: usize, mut reply: Reply) -> Reply {
        if let Reply::Appended { entries, .. } = &mut reply {
            *entries = self.entries_seen_by(self.viewer(seat), std::mem::take(entries));
        }
        reply
    }

    fn receipt(&self, seat: usize, request: &str) -> Reply {
        let (first, end) = self.requests[request];
        let entries = self.entries[first..end].to_vec();
        let who = entries.iter().find_map(|e| e.draft.event.participant());
        Reply::Appended {
            receipt: Receipt {
                request: request.to_owned(),
                first: first as u64 + 1,
                last: end as u64,
                hash: format!("{end:064}"),
                at: self.now,
            },
            summary: who.map(|id| {
                let summary = summarise(&self.study, &self.records[id]);
                Box::new(self.seen_by(self.viewer(seat), summary))
            }),
            proof: None,
            entries,
        }
    }

    fn tell_changed(&mut self, by: usize, first: usize) {
        let entries = self.entries[first..].to_vec();
        let Some(who) = entries.iter().find_map(|e| e.draft.event.participant()) else {
            for (place, _) in self.seats.iter().enumerate().filter(|(_, seat)| !seat.gone) {
                if place != by {
                    let (entries, summary) = (entries.clone(), None);
                    self.told.push((place, Reply::Changed { entries, summary }));
                }
            }
            return;
        };
        let summary = summarise(&self.study, &self.records[who]);
        for (place, seat) in self.seats.iter().enumerate() {
            if place == by || seat.gone {
                continue;
            }
            let viewer = Viewer::of(&seat.roles);
            let entries = match &seat.record {
                None => Vec::new(),
                Some(open) if open == who => self.entries_seen_by(viewer, entries.clone()),
                Some(_) => continue,
            };
            let summary = Some(Box::new(self.seen_by(viewer, summary.clone())));
            self.told.push((place, Reply::Changed { entries, summary }));
        }
    }
}

impl Owner {
    /// The same as [`Owner::fill`], where the owner may have a reason not to take it.
    pub fn try_fill(
        &mut self,
        id: &str,
        visit: &str,
        day: &str,
        form: &str,
        answers: &str,
    ) -> Reply {
        let study = self.study.clone();
        let instrument = study.form(form).unwrap();
        let chosen = |field: &FieldId| {
            let mut words = answers.split_whitespace();
            let text =
                words.find_map(|word| word.strip_prefix(field.as_str())?.strip_prefix('='))?;
            let mut choices = instrument.choices(instrument.field(field.as_str())?).iter();
            let choice = choices.find(|c| c.code == text || c.key.as_deref() == Some(text))?;
            Some(choice.code.as_str())
        };
        let read = |word: &str| {
            let (field, text) = word.split_once('=').unwrap();
            let known = instrument.field(field).unwrap();
            let unit = match &known.kind {
                FieldKind::Lab { unit_field, .. } => chosen(unit_field).or(Some("U/L")),
                _ => None,
            };
            let answer = match text.strip_prefix('!') {
                Some(reason) => Answer::missing(reason),
                None => typing::read(
                    instrument,
                    known,
                    &text.replace('_', " "),
                    unit,
                    at(day).date_naive(),
                )
                .answer()
                .unwrap_or_else(|| panic!("{word} is no answer"))
                .clone(),
            };
            (known.id.clone(), answer)
        };
        let (participant, visit) = (ParticipantId::new(id), VisitId::from(visit));
        let mut events = Vec::new();
        if self.records[&participant].session(visit.as_str()).is_none() {
            events.push(Event::SessionBegun {
                participant: participant.clone(),
                visit: visit.clone(),
                date: at(day).date_naive(),
            });
        }
        events.push(Event::Filled {
            participant,
            visit,
            form: form.into(),
            answers: answers.split_whitespace().map(read).collect(),
            origin: Origin::Generated,
        });
        let request = format!("fill-{}", self.entries.len());
        // It is entered on that day, or later.
        let now = self.now;
        self.now = now.max(at(day));
        let reply = self.store(request, events);
        self.now = now;
        reply
    }

    /// Stores answers of a form, `field=text` each, as made on a day without the program.
    pub fn fill(&mut self, id: &str, visit: &str, day: &str, form: &str, answers: &str) {
        let reply = self.try_fill(id, visit, day, form, answers);
        assert!(matches!(reply, Reply::Appended { .. }), "{reply:?}");
    }
}

/// The program, its owner, and what went between them.
pub struct Bedside {
    pub app: App,
    pub owner: Owner,
    /// Requests that the owner has not looked at yet.
    pub mail: VecDeque<Request>,
    /// The owner answers nothing until asked to.
    pub holds: bool,
    /// Every append ever sent: request id and events.
    pub sent: Vec<(String, Vec<Event>)>,
    /// Keys and pastes so far.
    pub keys: usize,
    pub place: Option<ResumePoint>,
    /// Places remembered so far.
    pub places: usize,
    pub quit: bool,
    /// The seat of this terminal at the owner.
    pub seat: usize,
    /// The owner cannot be reached.
    pub lost: bool,
    /// Whoever types looks at the paper and reads no question.
    pub is_blind: bool,
    /// Terminals at which nobody types at the moment.
    parked: Vec<Parked>,
}

/// A terminal at which nobody types at the moment.
struct Parked {
    seat: usize,
    app: App,
    mail: VecDeque<Request>,
    holds: bool,
    lost: bool,
    place: Option<ResumePoint>,
    quit: bool,
}

impl Bedside {
    /// Starts with nobody enrolled.
    pub fn new() -> Self {
        Self::with("default", study(), &[])
    }

    /// Starts with one participant enrolled and the list on the screen.
    pub fn enrolled() -> Self {
        Self::with("default", study(), &["01-001"])
    }

    /// Starts with one participant for whom `fill` has stored something.
    pub fn after(fill: impl FnOnce(&mut Owner)) -> Self {
        let mut owner = Self::enrolled().owner;
        fill(&mut owner);
        Self::start("default", owner, None, "mk-1")
    }

    pub fn with(keymap: &str, study: Study, ids: &[&str]) -> Self {
        let study = Arc::new(study);
        let mut owner = Owner::new(study.clone());
        for id in ids {
            let participant = participant(id);
            owner.store(format!("enrol-{id}"), vec![Event::Enrolled { participant }]);
        }
        Self::start(keymap, owner, None, "mk-1")
    }

    /// Starts the program on what an owner has, as client `client`, perhaps with a place remembered.
    pub fn start(keymap: &str, owner: Owner, place: Option<ResumePoint>, client: &str) -> Self {
        Self::start_as(keymap, owner, place, client, who(), &[Role::Assessor])
    }

    /// Starts the program for a user with these roles.
    pub fn start_as(
        keymap: &str,
        mut owner: Owner,
        place: Option<ResumePoint>,
        client: &str,
        who: Assessor,
        roles: &[Role],
    ) -> Self {
        // Whoever sat there before is gone.
        owner.seats.iter_mut().for_each(|seat| seat.gone = true);
        owner.told.clear();
        let seat = owner.sit(who, roles);
        let app = app(keymap, &owner, seat, place, client);
        let mut bedside = Self {
            seat,
            lost: false,
            parked: Vec::new(),
            app,
            owner,
            mail: VecDeque::new(),
            holds: false,
            sent: Vec::new(),
            is_blind: false,
            keys: 0,
            place: None,
            places: 0,
            quit: false,
        };
        let effects = bedside.app.start();
        bedside.perform(effects);
        bedside
    }

    /// Somebody else sits down at another terminal, which is then the one that is typed at; returns its seat.
    pub fn joined_by(&mut self, user: &str, name: &str, roles: &[Role]) -> usize {
        let who = Assessor {
            user: user.to_owned(),
            name: name.to_owned(),
            role: roles.first().map_or("", |role| role.key()).to_owned(),
            from: "tty2".to_owned(),
        };
        let seat = self.owner.sit(who, roles);
        let client = format!("{user}-{seat}");
        let mut app = app("default", &self.owner, seat, None, &client);
        let effects = app.start();
        self.parked.push(Parked {
            seat,
            app,
            mail: VecDeque::new(),
            holds: false,
            lost: false,
            place: None,
            quit: false,
        });
        self.sit(seat);
        self.perform(effects);
        seat
    }

    /// Goes over to another terminal; what it was told meanwhile it has taken already.
    pub fn sit(&mut self, seat: usize) -> &mut Self {
        if let Some(parked) = self.parked.iter_mut().find(|parked| parked.seat == seat) {
            std::mem::swap(&mut self.seat, &mut parked.seat);
            std::mem::swap(&mut self.app, &mut parked.app);
            std::mem::swap(&mut self.mail, &mut parked.mail);
            std::mem::swap(&mut self.holds, &mut parked.holds);
            std::mem::swap(&mut self.lost, &mut parked.lost);
            std::mem::swap(&mut self.place, &mut parked.place);
            std::mem::swap(&mut self.quit, &mut parked.quit);
        }
        assert_eq!(self.seat, seat, "nobody sits there");
        self
    }

    /// The owner is gone for this terminal; what was sent and not looked at is lost.
    pub fn lose(&mut self) -> &mut Self {
        self.mail.clear();
        self.lost = true;
        self.owner.seats[self.seat].gone = true;
        let sentence = "The study cannot be reached.".to_owned();
        self.tell(Msg::Reply(Reply::Lost(Unreached::OtherVersion {
            sentence,
        })))
    }

    /// The owner has done what was sent, but its replies are lost with the connection.
    pub fn lose_replies(&mut self) -> &mut Self {
        for request in std::mem::take(&mut self.mail) {
            self.owner.answer(self.seat, request);
        }
        // What it tells unasked is lost as well.
        self.lost = true;
        self.spread();
        self.lose()
    }

    /// The owner is reached again.
    pub fn back(&mut self) -> &mut Self {
        self.lost = false;
        self.owner.seats[self.seat].gone = false;
        self.owner.seats[self.seat].record = None;
        self.owner.seats[self.seat].location = None;
        let welcome = self.owner.welcome(self.seat);
        self.tell(Msg::Reply(Reply::Back(Box::new(welcome))))
    }

    /// Tells every terminal what the owner tells unasked.
    pub fn spread(&mut self) {
        while !self.owner.told.is_empty() {
            let (seat, reply) = self.owner.told.remove(0);
            if seat == self.seat {
                if !self.lost {
                    let effects = self.app.update(Msg::Reply(reply));
                    self.perform(effects);
                }
                continue;
            }
            let typist = self.seat;
            self.sit(seat);
            if !self.lost {
                let effects = self.app.update(Msg::Reply(reply));
                self.perform(effects);
            }
            self.sit(typist);
        }
    }

    /// The program is killed and started again: only the owner and the place remembered are left.
    pub fn restarted(self) -> Self {
        Self::start("default", self.owner, self.place, "mk-2")
    }

    pub fn model(&self) -> &Model {
        &self.app.model
    }

    pub fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = self.app.update(msg);
        self.perform(effects);
        self
    }

    /// Types a script in one write, before any of it is drawn.
    pub fn burst(&mut self, script: &str) -> &mut Self {
        let mut effects = Vec::new();
        for key in script.split_whitespace().flat_map(keys_of) {
            self.keys += 1;
            effects.extend(self.app.update(Msg::Key(key)));
        }
        self.perform(effects);
        self
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(request) => {
                    assert!(!self.lost, "sent to nobody: {request:?}");
                    if let Request::Append(Append {
                        request, events, ..
                    }) = &request
                    {
                        self.sent.push((request.clone(), events.clone()));
                    }
                    self.mail.push_back(request);
                }
                Effect::Remember(place) => {
                    self.place = Some(place);
                    self.places += 1;
                }
                Effect::Redraw => {}
                Effect::Quit | Effect::Leave => self.quit = true,
            }
        }
        // Nobody types so fast that a picture would be missed; `burst` does.
        self.app.drawn();
        if !self.holds {
            self.deliver_all();
        }
    }

    /// Lets the owner answer the oldest request; returns whether there was one.
    pub fn deliver(&mut self) -> bool {
        let Some(request) = self.mail.pop_front() else {
            return false;
        };
        if let Some(reply) = self.owner.answer(self.seat, request) {
            let effects = self.app.update(Msg::Reply(reply));
            self.perform(effects);
        }
        self.spread();
        true
    }

    pub fn deliver_all(&mut self) -> &mut Self {
        while self.deliver() {}
        let waits = self.app.model.shared.awaits_reply();
        assert!(!waits, "something that was asked is never answered");
        self
    }

    pub fn key(&mut self, key: Key) -> &mut Self {
        self.keys += 1;
        let reads = match self.model().layers.last() {
            Some(Layer::Picker(picker)) => picker.just_opened,
            _ => false,
        };
        if reads && !self.is_blind && matches!(key.code, Code::Char(_)) {
            // Somebody reads the lines before one is chosen.
            let later = self.model().shared.now + chrono::TimeDelta::seconds(3);
            self.tell(Msg::Now(later));
        }
        self.tell(Msg::Key(key));
        let marks = match self.model().layers.last() {
            Some(Layer::Picker(picker)) => picker.marks_line(),
            _ => false,
        };
        if marks && !self.is_blind && matches!(key.code, Code::Char(_)) {
            // Whoever reads the lines takes the one that a key has marked.
            self.keys += 1;
            self.tell(Msg::Key(Key::plain(Code::Enter)));
        }
        self
    }

    /// Types a script: keys as in keymap files, `type:some_words` with `_` for spaces, and runs of
    /// what is typed into numbers and codes (`4.7`, `<5`, `*`).
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for word in script.split_whitespace() {
            for key in keys_of(word) {
                self.key(key);
            }
        }
        self
    }

    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.key(Key::plain(Code::Char(c)));
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.keys += 1;
        self.tell(Msg::Paste(text.to_owned()))
    }

    /// Presses the first key that the keymap has for an action where the program is now.
    pub fn act(&mut self, action: Action) -> &mut Self {
        let context = self.model().context();
        let key = self
            .model()
            .shared
            .keymap
            .keys(context, action)
            .first()
            .copied();
        let key = key.unwrap_or_else(|| panic!("{} has no key here", action.name()));
        self.key(key)
    }

    /// The day changes, for the owner as well.
    pub fn today(&mut self, day: &str) -> &mut Self {
        self.owner.now = at(day);
        self.tell(Msg::Now(at(day)))
    }

    // What is on the screen.

    pub fn layers(&self) -> Vec<&'static str> {
        self.model().layers.iter().map(layer_name).collect()
    }

    pub fn top(&self) -> &'static str {
        self.layers().last().copied().unwrap()
    }

    pub fn form(&self) -> &FormState {
        self.model().form().expect("a form is open")
    }

    /// Form and field with the focus, `mmt8 deltoid.r`; `mmt8 end` behind the last field.
    pub fn here(&self) -> String {
        let form = self.form();
        let field = if form.at_end {
            "end"
        } else {
            form.focus.as_str()
        };
        format!("{} {field}", form.form)
    }

    /// What waits in the focused field: the open word, or a draft that stands there.
    pub fn waits(&self) -> &str {
        self.form().text_here()
    }

    /// The open word.
    pub fn text(&self) -> &str {
        self.form().line.text()
    }

    pub fn notice(&self) -> &str {
        self.model()
            .shared
            .notice
            .as_ref()
            .map_or("", |n| n.text.as_str())
    }

    pub fn picker(&self) -> &Picker {
        match self.model().layers.last() {
            Some(Layer::Picker(picker)) => picker,
            _ => panic!("no choice is open but {:?}", self.layers()),
        }
    }

    /// The answer that the open form shows in a field, as text; nothing when it is empty.
    pub fn shows(&self, field: &str) -> String {
        let form = self.form();
        let instrument = self.model().shared.instrument(form).unwrap();
        let answer = self.model().shared.standing(form, &field.into());
        answer.map_or(String::new(), |answer| {
            typing::show(instrument, instrument.field(field).unwrap(), &answer)
        })
    }

    /// Expects a text on the screen.
    #[track_caller]
    pub fn must_show(&self, text: &str) {
        let screen = self.screen();
        assert!(
            screen.contains(text),
            "{text:?} is not on the screen:\n{screen}"
        );
    }

    /// Expects a text not to be on the screen.
    #[track_caller]
    pub fn must_not_show(&self, text: &str) {
        let screen = self.screen();
        assert!(
            !screen.contains(text),
            "{text:?} is on the screen:\n{screen}"
        );
    }

    /// The whole screen as text.
    pub fn screen(&self) -> String {
        self.screen_of(80, 24, Look::FULL)
    }

    pub fn screen_of(&self, columns: u16, rows: u16, look: Look) -> String {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal
            .draw(|frame| view::view(self.model(), &look, frame))
            .unwrap();
        let buffer = terminal.backend().buffer();
        let rows = buffer.content().chunks(usize::from(columns.max(1)));
        rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>())
            .collect::<Vec<_>>()
            .join("\n")
    }

    // What is stored.

    pub fn record(&self, id: &str) -> &ParticipantRecord {
        &self.owner.records[&ParticipantId::new(id)]
    }

    pub fn cell(&self, visit: &str, form: &str, field: &str) -> Option<&Cell> {
        let session = self.record("01-001").session(visit)?;
        session.forms.get(form)?.get(field)
    }

    pub fn stored_answer(&self, visit: &str, form: &str, field: &str) -> Option<&Answer> {
        self.cell(visit, form, field)?.answer.as_ref()
    }

    /// The stored answer as text; nothing when there is none.
    pub fn stored(&self, visit: &str, form: &str, field: &str) -> String {
        let instrument = self.owner.study.form(form).unwrap();
        let field_of = instrument.field(field).unwrap();
        self.stored_answer(visit, form, field)
            .map_or(String::new(), |a| typing::show(instrument, field_of, a))
    }

    pub fn summary(&self, id: &str) -> Summary {
        summarise(&self.owner.study, self.record(id))
    }

    pub fn events(&self) -> Vec<&Event> {
        self.owner.entries.iter().map(|e| &e.draft.event).collect()
    }

    /// Events stored since there were so many.
    pub fn since(&self, count: usize) -> Vec<&Event> {
        self.events().split_off(count)
    }

    pub fn count(&self) -> usize {
        self.owner.entries.len()
    }

    /// Questions in the record: field, rule, what was typed, outcome, reason.
    pub fn prompts(&self) -> Vec<(String, String, String, PromptOutcome, Option<String>)> {
        self.events()
            .into_iter()
            .filter_map(|event| match event {
                Event::Prompted {
                    place,
                    rule,
                    value,
                    outcome,
                    reason,
                    ..
                } => Some((
                    place.field.to_string(),
                    rule.clone(),
                    value.clone(),
                    *outcome,
                    reason.clone(),
                )),
                _ => None,
            })
            .collect()
    }

    pub fn origin(&self, visit: &str, form: &str, field: &str) -> Option<Origin> {
        self.cell(visit, form, field)?.origin
    }

    /// What the program shows of the open participant is what the owner has and its user may see.
    pub fn assert_settled(&self) {
        assert!(self.mail.is_empty(), "requests are still on their way");
        assert!(
            !self.model().shared.saving.waits(),
            "something waits for a receipt"
        );
        if let Some(record) = &self.model().shared.open.record {
            let stored = &self.owner.records[&record.participant.id];
            assert_eq!(record, &self.owner.sent_to(self.seat, stored));
        }
    }
}

fn app(keymap: &str, owner: &Owner, seat: usize, place: Option<ResumePoint>, client: &str) -> App {
    let keymap = Arc::new(Keymap::builtin(keymap).unwrap());
    let welcome = owner.welcome(seat);
    let mut model = Model::new(owner.study.clone(), keymap, welcome.who, owner.now, client);
    model.shared.account.roles = welcome.roles;
    model.shared.account.passphrase = welcome.passphrase;
    model.shared.opening.resume = place;
    if owner.offers_passphrase {
        model.offer_passphrase();
    }
    App::new(model)
}

/// Keys of one word of a script.
pub fn keys_of(word: &str) -> Vec<Key> {
    let typed = |text: &str| {
        text.chars()
            .map(|c| Key::plain(Code::Char(if c == '_' { ' ' } else { c })))
            .collect()
    };
    if let Some(text) = word.strip_prefix("type:") {
        return typed(text);
    }
    if let Ok(key) = word.parse::<Key>() {
        return vec![key];
    }
    assert!(
        word.chars().all(|c| "0123456789.,<*".contains(c)),
        "{word} is no key"
    );
    typed(word)
}

fn layer_name(layer: &Layer) -> &'static str {
    match layer {
        Layer::Participants(_) => "participants",
        Layer::Finder(_) => "finder",
        Layer::Participant(_) => "participant",
        Layer::Visit(_) => "visit",
        Layer::Log(_) => "log",
        Layer::Form(_) => "form",
        Layer::Picker(_) => "picker",
        Layer::GoTo(_) => "goto",
        Layer::Note(_) => "note",
        Layer::Page(_) => "page",
        Layer::Timeline(state) if state.chart => "chart",
        Layer::Timeline(_) => "timeline",
        Layer::Study(_) => "study",
        Layer::Queries(_) => "queries",
        Layer::Deviations(_) => "deviations",
        Layer::Judging(_) => "judging",
        Layer::Drafts(_) => "drafts",
        Layer::Review(_) => "review",
        Layer::Sign(_) => "sign",
        Layer::Correction(_) => "correction",
        Layer::Unbegin(_) => "unbegin",
        Layer::Addition(_) => "addition",
        Layer::MoveForm(_) => "move-form",
        Layer::Participation(_) => "participation",
        Layer::Locking(_) => "locking",
        Layer::Passphrase(_) => "passphrase",
        Layer::History(_) => "history",
        Layer::Late(_) => "late",
        Layer::Amendment(_) => "amendment",
    }
}

/// Every key that a keymap binds anywhere, and characters that are typed.
pub fn all_keys(keymap: &Keymap) -> Vec<Key> {
    let mut keys: Vec<Key> = Context::ALL
        .iter()
        .flat_map(|context| keymap.bindings(*context))
        .flat_map(|(_, keys)| keys)
        .collect();
    keys.extend(
        "0123456789.,<*+-/=?!abnyTtxzé漢\u{301} "
            .chars()
            .map(|c| Key::plain(Code::Char(c))),
    );
    keys.sort();
    keys.dedup();
    keys
}
