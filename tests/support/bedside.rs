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
use coreset::app::form::FormState;
use coreset::app::layer::Layer;
use coreset::app::model::Model;
use coreset::app::picker::Picker;
use coreset::app::{App, Effect, Msg, Place};
use coreset::cli::open::summarise;
use coreset::client::{Reply, Request};
use coreset::domain::answer::Answer;
use coreset::domain::entry::{Assessor, Draft, Entry, Receipt};
use coreset::domain::event::{Event, Origin, PromptOutcome};
use coreset::domain::ids::{ParticipantId, VisitId};
use coreset::domain::participant::{Diagnosis, Participant, Sex};
use coreset::domain::session::{Cell, ParticipantRecord};
use coreset::domain::study::Study;
use coreset::domain::summary::Summary;
use coreset::domain::typing;
use coreset::input::action::{Action, Context};
use coreset::input::key::{Code, Key};
use coreset::input::keymap::Keymap;
use coreset::library;
use coreset::ui;
use coreset::ui::look::Look;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

/// The day of every first visit.
pub const DAY: &str = "2026-03-02";

pub fn study() -> Study {
    library::embedded_study().unwrap()
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

/// The owner of a study, in memory.
pub struct Owner {
    pub study: Arc<Study>,
    pub now: DateTime<FixedOffset>,
    /// Every entry stored, oldest first.
    pub entries: Vec<Entry>,
    pub records: BTreeMap<ParticipantId, ParticipantRecord>,
    order: Vec<ParticipantId>,
    requests: HashMap<String, (usize, usize)>,
    /// Why appends are refused now.
    pub refuses: Option<String>,
}

impl Owner {
    pub fn new(study: Arc<Study>) -> Self {
        Self {
            study,
            now: at(DAY),
            entries: Vec::new(),
            records: BTreeMap::new(),
            order: Vec::new(),
            requests: HashMap::new(),
            refuses: None,
        }
    }

    pub fn answer(&mut self, request: Request) -> Reply {
        match request {
            Request::Participants => Reply::Participants(
                self.order
                    .iter()
                    .map(|id| summarise(&self.study, &self.records[id]))
                    .collect(),
            ),
            Request::Record(id) => Reply::Record(self.records.get(&id).cloned().map(Box::new)),
            Request::Append { request, drafts } => self.append(request, drafts),
        }
    }

    fn append(&mut self, request: String, drafts: Vec<Draft>) -> Reply {
        if let Some(reason) = &self.refuses {
            return Reply::Refused {
                request,
                reason: reason.clone(),
                fatal: false,
            };
        }
        if !self.requests.contains_key(&request) {
            let first = self.entries.len();
            for draft in drafts {
                let known = draft
                    .event
                    .participant()
                    .is_none_or(|id| self.records.contains_key(id));
                let enrols = matches!(draft.event, Event::Enrolled { .. });
                assert!(known != enrols, "unfit for the record: {draft:?}");
                let seq = self.entries.len() as u64 + 1;
                let entry = Entry {
                    seq,
                    recorded_at: self.now,
                    program: "test".to_owned(),
                    request: request.clone(),
                    draft,
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
                if let Some(id) = entry.draft.event.participant() {
                    self.records.get_mut(id).unwrap().apply(&entry);
                }
                self.entries.push(entry);
            }
            self.requests
                .insert(request.clone(), (first, self.entries.len()));
        }
        let (first, end) = self.requests[&request];
        let entries = self.entries[first..end].to_vec();
        let who = entries.iter().find_map(|e| e.draft.event.participant());
        Reply::Appended {
            receipt: Receipt {
                request,
                first: first as u64 + 1,
                last: end as u64,
                hash: format!("{end:064}"),
                at: self.now,
            },
            summary: who.map(|id| Box::new(summarise(&self.study, &self.records[id]))),
            entries,
        }
    }
}

impl Owner {
    /// Stores answers of a form, `field=text` each, as made on a day without the program.
    pub fn fill(&mut self, id: &str, visit: &str, day: &str, form: &str, answers: &str) {
        let study = self.study.clone();
        let instrument = study.form(form).unwrap();
        let read = |word: &str| {
            let (field, text) = word.split_once('=').unwrap();
            let known = instrument.field(field).unwrap();
            let answer = match text.strip_prefix('!') {
                Some(reason) => Answer::missing(reason),
                None => typing::read(
                    instrument,
                    known,
                    &text.replace('_', " "),
                    Some("U/L"),
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
            form: instrument.id.clone(),
            answers: answers.split_whitespace().map(read).collect(),
            origin: Origin::Generated,
        });
        let drafts = events
            .into_iter()
            .map(|event| Draft {
                by: who(),
                observed_at: None,
                event,
            })
            .collect();
        let request = format!("fill-{}", self.entries.len());
        self.append(request, drafts);
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
    pub place: Option<Place>,
    /// Places remembered so far.
    pub places: usize,
    pub quit: bool,
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
            owner.append(
                format!("enrol-{id}"),
                vec![Draft {
                    by: who(),
                    observed_at: None,
                    event: Event::Enrolled {
                        participant: participant(id),
                    },
                }],
            );
        }
        Self::start(keymap, owner, None, "mk-1")
    }

    /// Starts the program on what an owner has, as client `client`, perhaps with a place remembered.
    pub fn start(keymap: &str, owner: Owner, place: Option<Place>, client: &str) -> Self {
        let keymap = Arc::new(Keymap::builtin(keymap).unwrap());
        let mut model = Model::new(owner.study.clone(), keymap, who(), owner.now, client);
        model.resume = place;
        let mut app = App::new(model);
        let effects = app.start();
        let mut bedside = Self {
            app,
            owner,
            mail: VecDeque::new(),
            holds: false,
            sent: Vec::new(),
            keys: 0,
            place: None,
            places: 0,
            quit: false,
        };
        bedside.perform(effects);
        bedside
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

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(request) => {
                    if let Request::Append { request, drafts } = &request {
                        let events = drafts.iter().map(|draft| draft.event.clone());
                        self.sent.push((request.clone(), events.collect()));
                    }
                    self.mail.push_back(request);
                }
                Effect::Remember(place) => {
                    self.place = Some(place);
                    self.places += 1;
                }
                Effect::Redraw => {}
                Effect::Quit => self.quit = true,
            }
        }
        if !self.holds {
            self.deliver_all();
        }
    }

    /// Lets the owner answer the oldest request; returns whether there was one.
    pub fn deliver(&mut self) -> bool {
        let Some(request) = self.mail.pop_front() else {
            return false;
        };
        let reply = self.owner.answer(request);
        let effects = self.app.update(Msg::Reply(reply));
        self.perform(effects);
        true
    }

    pub fn deliver_all(&mut self) -> &mut Self {
        while self.deliver() {}
        self
    }

    pub fn key(&mut self, key: Key) -> &mut Self {
        self.keys += 1;
        self.tell(Msg::Key(key))
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
        let key = self.model().keymap.keys(context, action).first().copied();
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

    pub fn text(&self) -> &str {
        self.form().line.text()
    }

    pub fn notice(&self) -> &str {
        self.model().notice.as_ref().map_or("", |n| n.text.as_str())
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
        let instrument = self.model().instrument(form).unwrap();
        let answer = self.model().standing(form, &field.into());
        answer.map_or(String::new(), |answer| {
            typing::show(instrument, instrument.field(field).unwrap(), &answer)
        })
    }

    /// The whole screen as text.
    pub fn screen(&self) -> String {
        self.screen_of(80, 24, Look::FULL)
    }

    pub fn screen_of(&self, columns: u16, rows: u16, look: Look) -> String {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal
            .draw(|frame| ui::view(self.model(), &look, frame))
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

    /// What the program shows of the open participant is what the owner has.
    pub fn assert_settled(&self) {
        assert!(self.mail.is_empty(), "requests are still on their way");
        assert!(
            !self.model().saving.waits(),
            "something waits for a receipt"
        );
        if let Some(record) = &self.model().record {
            let stored = &self.owner.records[&record.participant.id];
            assert_eq!(record, stored);
        }
    }
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
        Layer::Participant(_) => "participant",
        Layer::Visit(_) => "visit",
        Layer::Form(_) => "form",
        Layer::Picker(_) => "picker",
        Layer::GoTo(_) => "goto",
        Layer::Note(_) => "note",
        Layer::Page(_) => "page",
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
