//! A trial of synthetic participants in a store, and the program on it, without a terminal.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each bench uses a part and may fail"
)]

use chrono::Local;
use coreset::cli::open::program;
use coreset::domain::record::entry::Draft;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::study::Study;
use coreset::domain::study::schedule::{VisitState, next_visit, plan};
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::views::find::Finder;
use coreset::domain::views::find::filter::Filter;
use coreset::domain::views::find::order::Sort;
use coreset::domain::views::summary::Summary;
use coreset::input::key::{Code, Key};
use coreset::input::keymap::Keymap;
use coreset::protocol::messages::{Append, Found, Reply, Request};
use coreset::screens::app::App;
use coreset::screens::effect::{Effect, Msg};
use coreset::screens::look::Look;
use coreset::screens::model::Model;
use coreset::screens::stack::Layer;
use coreset::screens::view;
use coreset::server::opening::summarise;
use coreset::store::{Options, Projection, Store};
use coreset::term::caps::{Caps, Colours, Glyphs};
use coreset::term::writer::Painter;
use coreset::tools::demo;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const CAPS: Caps = Caps {
    colours: Colours::Sixteen,
    glyphs: Glyphs::Utf8,
};

pub fn study() -> Arc<Study> {
    Arc::new(embedded_study().unwrap())
}

/// Opens a store as the program does.
pub fn open(dir: &Path, study: &Arc<Study>) -> Store {
    let own = Arc::clone(study);
    let projection = Projection {
        summarise: Box::new(move |record| summarise(&own, record)),
        judge: Box::new(|_, _| {}),
    };
    Store::open(dir, Options::default(), projection, &mut |_, _| {})
        .unwrap()
        .0
}

/// Enrols synthetic participants with all their visits.
pub fn fill(store: &mut Store, study: &Study, count: usize) {
    let by = program();
    let today = Local::now().date_naive();
    let mut batch = Vec::new();
    for (made, events) in demo::participants(study, count, today, 1).enumerate() {
        batch.extend(
            events
                .into_iter()
                .map(|event| Draft::new(by.clone(), event)),
        );
        if batch.len() >= 1000 || made + 1 == count {
            store
                .append(&format!("fill-{made}"), std::mem::take(&mut batch))
                .unwrap();
        }
    }
}

/// Returns the record of each participant, by id.
pub fn records(store: &mut Store) -> Vec<ParticipantRecord> {
    let people = store.participants().unwrap().into_iter();
    people
        .map(|summary| store.record(&summary.participant.id).unwrap().unwrap())
        .collect()
}

/// What one key cost.
pub struct Cost {
    /// From the key to the bytes of its frame.
    pub time: Duration,
    /// Bytes of that frame.
    pub bytes: usize,
    /// Bytes of the frame that follows when the owner of the study has answered.
    pub after: usize,
}

/// The program on a store, whose answers come between two keys.
pub struct Terminal {
    pub app: App,
    store: Store,
    all: Vec<Summary>,
    finder: Finder,
    painter: Painter,
}

impl Terminal {
    pub fn new(study: Arc<Study>, mut store: Store) -> Self {
        let all = store.participants().unwrap();
        let finder = Finder::new(&study, &all, Local::now().date_naive());
        let keymap = Arc::new(Keymap::builtin("default").unwrap());
        let now = Local::now().fixed_offset();
        let model = Model::new(study, keymap, program(), now, "bench");
        let mut terminal = Self {
            app: App::new(model),
            store,
            all,
            finder,
            painter: Painter::new(CAPS, 80, 24),
        };
        let effects = terminal.app.start();
        terminal.perform(effects);
        terminal.paint();
        terminal
    }

    fn paint(&mut self) -> usize {
        let model = &self.app.model;
        let bytes = self
            .painter
            .paint(|frame| view::view(model, &Look::FULL, frame));
        bytes.len()
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Send(request) = effect else {
                continue;
            };
            let reply = match request {
                Request::Append(Append {
                    request, events, ..
                }) => {
                    let by = program();
                    let drafts = events
                        .into_iter()
                        .map(|event| Draft::new(by.clone(), event));
                    let appended = self.store.append(&request, drafts.collect()).unwrap();
                    Reply::Appended {
                        receipt: appended.receipt,
                        entries: appended.entries,
                        summary: appended.summary.map(Box::new),
                        proof: None,
                    }
                }
                Request::Find {
                    query,
                    filter,
                    sort,
                    from,
                    count,
                } => self.find(query, (filter, sort), from, count),
                Request::Record(who) => Reply::Record {
                    record: self.store.record(&who).unwrap().map(Box::new),
                    last: self.store.last(),
                    laboratories: Vec::new(),
                },
                _ => continue,
            };
            let more = self.app.update(Msg::Reply(reply));
            self.perform(more);
        }
    }

    fn find(
        &mut self,
        query: String,
        (filter, sort): (Filter, Sort),
        from: usize,
        count: usize,
    ) -> Reply {
        let found = self.finder.matches(&query, filter).sorted_by(sort);
        let found = found.part(0, usize::MAX);
        let rows = found.iter().skip(from).take(count);
        Reply::Found(Found {
            query,
            filter,
            sort,
            from,
            matching: found.len(),
            all: self.all.len(),
            counts: self.finder.counts(),
            rows: rows.map(|place| self.all[*place].clone()).collect(),
        })
    }

    /// Presses a key, draws, and only then does what the key asks for.
    pub fn press(&mut self, code: Code) -> Cost {
        let start = Instant::now();
        let effects = self.app.update(Msg::Key(Key::plain(code)));
        let bytes = self.paint();
        let time = start.elapsed();
        self.perform(effects);
        Cost {
            time,
            bytes,
            after: self.paint(),
        }
    }

    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.press(Code::Char(c));
        }
    }

    /// Opens a form at a visit after baseline that is due, of the first participant who has one.
    pub fn open_form(&mut self, form: &str) {
        let model = &self.app.model;
        let (study, today) = (&model.shared.study, model.shared.today());
        let (id, place) = self
            .all
            .iter()
            .find_map(|summary| {
                let who = &summary.participant;
                let plan = plan(study, summary.who(), &summary.visits, today);
                let next = next_visit(&plan, today).filter(|visit| {
                    visit.visit != study.protocol.baseline && visit.state == VisitState::Due
                })?;
                let forms = &study.visit(next.visit.as_str())?.forms;
                let place = forms.iter().position(|id| id.as_str() == form)?;
                Some((who.id.to_string(), place))
            })
            .unwrap();
        self.text(&id);
        self.press(Code::Enter);
        self.press(Code::Enter);
        self.text(&(place + 1).to_string());
        assert!(matches!(
            self.app.model.layers.last(),
            Some(Layer::Form(state)) if state.form.as_str() == form
        ));
    }
}
