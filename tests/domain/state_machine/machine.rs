//! A study in memory that is judged by the rule book, stored as the owner stores it, and built anew from its entries.

use chrono::{DateTime, FixedOffset};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::entry::{Assessor, Draft, Entry};
use coreset::domain::record::event::{Event, FieldPath};
use coreset::domain::record::heads::Heads;
use coreset::domain::record::lock::Locks;
use coreset::domain::record::participant::{Alike, Likeness, Sex};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::user::Users;
use coreset::domain::rules::conflict::{Part, is_own, is_unseen, writes};
use coreset::domain::rules::{
    Append, Asker, Proof, Refusal, Unread, World, admit, amend, heads, sign,
};
use coreset::domain::study::Study;
use coreset::domain::study::laboratory::Laboratory;
use coreset::domain::study::version::earlier::Earlier;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What applying entries gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub study: Study,
    pub users: Users,
    pub locks: Locks,
    pub heads: Heads,
    pub records: BTreeMap<ParticipantId, ParticipantRecord>,
}

impl State {
    fn new(study: &Study) -> Self {
        Self {
            study: study.clone(),
            users: Users::default(),
            locks: Locks::default(),
            heads: Heads::default(),
            records: BTreeMap::new(),
        }
    }

    fn apply(&mut self, entry: &Entry, versions: &[Study]) {
        self.users.apply(entry);
        self.locks.apply(entry);
        self.heads.apply(entry);
        let event = &entry.draft.event;
        if let Event::Enrolled { participant } = event {
            let record = ParticipantRecord::new(participant.clone());
            self.records.insert(participant.id.clone(), record);
        }
        match event.participant() {
            Some(who) => {
                if let Some(record) = self.records.get_mut(who) {
                    record.apply(entry);
                }
            }
            None => self.records.values_mut().for_each(|r| r.apply(entry)),
        }
        if let Event::Amended {
            version,
            content,
            accepted,
            ..
        } = event
        {
            let next = versions.iter().find(|study| study.content == *content);
            let mut earlier = self.study.earlier.clone();
            earlier.push(Earlier {
                study: Arc::new(self.study.clone()),
                until: entry.seq,
                next_from: accepted.as_ref().map(|accepted| accepted.from),
                reconsent: None,
            });
            self.study = Study {
                number: *version,
                earlier,
                ..next.unwrap().clone()
            };
        }
    }
}

/// Why nothing was stored.
#[derive(Debug)]
#[allow(dead_code, reason = "what is inside is printed")]
pub(super) enum Refused {
    /// By a rule.
    Rule(Box<Refusal>),
    /// The user may not come in.
    NoAccess,
    /// Somebody else has changed a field since.
    Conflict,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Rule(Box::new(refusal))
    }
}

/// A study in memory.
pub(super) struct Machine {
    /// The studies between which amendments choose; the first is the one that it begins with.
    pub versions: Vec<Study>,
    pub is_demo: bool,
    pub clock: DateTime<FixedOffset>,
    pub entries: Vec<Entry>,
    pub state: State,
    newest: BTreeMap<(FieldPath, Part), (u64, String)>,
}

impl Machine {
    pub(super) fn new(versions: Vec<Study>, is_demo: bool, clock: DateTime<FixedOffset>) -> Self {
        let state = State::new(&versions[0]);
        Self {
            versions,
            is_demo,
            clock,
            entries: Vec::new(),
            state,
            newest: BTreeMap::new(),
        }
    }

    pub(super) fn last(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Returns a user as the owner knows who asks.
    fn asker(&self, login: &str, client: u32) -> Result<Asker, Refused> {
        let user = self.state.users.get(login).filter(|user| user.active);
        Ok(Asker {
            user: user.cloned().ok_or(Refused::NoAccess)?,
            client: format!("{login}-{client}"),
            from: "test".to_owned(),
            proof: Some(Proof::of("right words here")),
        })
    }

    /// Judges a request of a client, and stores it.
    pub(super) fn save(
        &mut self,
        login: &str,
        client: u32,
        append: Append,
    ) -> Result<Vec<Entry>, Refused> {
        let asker = self.asker(login, client)?;
        heads::check_may_save(&self.state.heads, None, &append.events)?;
        let (request, seen) = (append.request.clone(), append.seen);
        let drafts = admit(self, &asker, append)?;
        let unseen = drafts.iter().flat_map(|draft| writes(&draft.event));
        for written in unseen {
            if let Some((seq, by)) = self.newest.get(&written)
                && is_unseen(seen, *seq)
                && !is_own(by, &asker.client)
            {
                return Err(Refused::Conflict);
            }
        }
        Ok(self.store(&request, drafts))
    }

    /// Judges a signature, after the right passphrase, and stores it.
    pub(super) fn sign(
        &mut self,
        login: &str,
        client: u32,
        wish: sign::Wish,
    ) -> Result<Vec<Entry>, Refused> {
        let asker = self.asker(login, client)?;
        heads::check_may_save(&self.state.heads, None, &[])?;
        let request = wish.request.clone();
        let drafts = sign::admit(self, &asker, wish)?;
        Ok(self.store(&request, drafts))
    }

    /// Judges an amendment to one of the versions, and stores it.
    pub(super) fn amend(
        &mut self,
        login: &str,
        client: u32,
        (wish, to): (amend::Wish, usize),
    ) -> Result<Vec<Entry>, Refused> {
        let asker = self.asker(login, client)?;
        heads::check_may_save(&self.state.heads, None, &[])?;
        let next = self.versions[to].clone();
        let waits = (next.content != self.state.study.content).then(|| next.content.clone());
        let event = Event::Amended {
            version: self.state.study.number + 1,
            content: next.content.clone(),
            protocol: next.protocol.id.clone(),
            protocol_hash: next.hash.clone(),
            files: Vec::new(),
            accepted: Some(wish.acceptance.clone()),
        };
        let request = wish.request.clone();
        let by = program();
        let from = wish.acceptance.from;
        let visits = self
            .state
            .records
            .values()
            .flat_map(|record| record.visits());
        let begun = visits.filter(|session| session.date >= from).count();
        let drafts = amend::admit(
            self,
            &asker,
            &by,
            &wish,
            waits.as_deref(),
            begun,
            vec![event],
        )?;
        // Nobody amends from a day in the past who was not asked about it.
        assert!(wish.past || from >= self.clock.date_naive());
        amend::check_kept(&self.state.study, &next, self.state.records.keys())?;
        Ok(self.store(&request, drafts))
    }

    /// Stores what the owner itself brings about.
    pub(super) fn own(&mut self, event: Event) -> Vec<Entry> {
        let request = format!("owner-{}", self.last() + 1);
        self.store(&request, vec![Draft::new(program(), event)])
    }

    fn store(&mut self, request: &str, drafts: Vec<Draft>) -> Vec<Entry> {
        let mut stored = Vec::new();
        for draft in drafts {
            let seq = self.last() + 1;
            let entry = Entry {
                seq,
                request: request.to_owned(),
                hash: hash(seq),
                ..Entry::preview(draft, self.clock)
            };
            for written in writes(&entry.draft.event) {
                self.newest.insert(written, (seq, request.to_owned()));
            }
            self.state.apply(&entry, &self.versions);
            self.entries.push(entry.clone());
            stored.push(entry);
        }
        stored
    }

    /// Builds everything anew from the lines of the entries; returns whether it is what it was.
    pub(super) fn restart(&mut self) -> Result<(), String> {
        let mut state = State::new(&self.versions[0]);
        for entry in &self.entries {
            let line = serde_json::to_string(entry).unwrap();
            let read: Entry = serde_json::from_str(&line).unwrap();
            if read != *entry {
                return Err(format!("entry {} is read as another", entry.seq));
            }
            state.apply(&read, &self.versions);
        }
        let differs = |what: &str| Err(format!("{what} differ after a restart"));
        match () {
            () if state.users != self.state.users => differs("users"),
            () if state.locks != self.state.locks => differs("locks"),
            () if state.heads != self.state.heads => differs("heads"),
            () if state.records != self.state.records => differs("records"),
            () if state.study != self.state.study => differs("versions"),
            () => {
                self.state = state;
                Ok(())
            }
        }
    }
}

fn hash(seq: u64) -> String {
    format!("{seq:064x}")
}

pub(super) fn program() -> Assessor {
    Assessor {
        user: "coreset".to_owned(),
        name: "coreset".to_owned(),
        role: String::new(),
        from: "test".to_owned(),
    }
}

impl World for Machine {
    fn study(&self) -> &Study {
        &self.state.study
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.clock
    }

    fn users(&self) -> &Users {
        &self.state.users
    }

    fn locks(&self) -> &Locks {
        &self.state.locks
    }

    fn heads(&self) -> &Heads {
        &self.state.heads
    }

    fn program(&self) -> &str {
        "test"
    }

    fn last(&self) -> u64 {
        self.entries.len() as u64
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        Ok((1..=self.entries.len() as u64)
            .contains(&seq)
            .then(|| hash(seq)))
    }

    fn request_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let mut entries = self.entries.iter();
        Ok(entries
            .find(|entry| entry.seq == seq)
            .map(|entry| entry.request.clone()))
    }

    fn is_demo(&self) -> bool {
        self.is_demo
    }

    fn laboratories(&self, _: Sex) -> Vec<Laboratory> {
        Vec::new()
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
        let record = self.state.records.get(who);
        Ok(record.map(|record| look(&self.state.study, record)))
    }
}
