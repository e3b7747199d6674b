//! `coreset` without a command: the screens.

use super::failure::{CLOSED, Failure};
use super::open::{assessor, is_demo, load_study, open_store, study_dir};
use super::{ScreenOptions, StudyOption};
use crate::app::model::{Model, Notice};
use crate::app::{App, Effect, Msg};
use crate::client::Client;
use crate::domain::study::Study;
use crate::input::keymap::Keymap;
use crate::server::local::Local;
use crate::store::{OpenReport, Options, Store};
use crate::term::caps::{self, Caps, Colours, Glyphs, Wishes};
use crate::term::{self, Inbox, Program, Setup, recall};
use crate::ui;
use crate::ui::look::Look;
use chrono::Local as Clock;
use ratatui::Frame;
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Time for the owner of the study to finish what is on its way when the program must go at once.
const FINISH: Duration = Duration::from_millis(80);
/// The same when the assessor quits and can wait.
const FINISH_CALMLY: Duration = Duration::from_secs(10);

/// Opens the default study, or the one named.
///
/// # Errors
/// When there is no fit terminal or the study cannot be opened.
pub fn run(study: &StudyOption, screen: &ScreenOptions) -> Result<(), Failure> {
    let caps = look(screen)?;
    let keymap = keymap(screen)?;
    let dir = match &study.study {
        Some(dir) => dir.clone(),
        // Only the name of the default directory needs the study that comes with the program.
        None => {
            let built_in = crate::library::embedded_study()
                .map_err(|error| Failure::new(error.to_string()))?;
            study_dir(study, &built_in.protocol.id)?
        }
    };
    let study = Arc::new(load_study(&dir)?);
    let (store, report) = open_store(&dir, &study, false, Options::default())?;
    show(&dir, study, store, &report, keymap, caps, None)
}

/// Decides how the screens look on this terminal.
///
/// # Errors
/// When the terminal is unfit, with what to do.
pub fn look(screen: &ScreenOptions) -> Result<Caps, Failure> {
    let colours = caps::parse_colours(&screen.color).map_err(Failure::new)?;
    term::look(Wishes {
        colours,
        ascii: screen.ascii,
    })
    .map_err(|refusal| Failure::new(refusal.to_string()))
}

/// Reads the keys that were asked for.
///
/// # Errors
/// When the keymap has a mistake, with line and column.
pub fn keymap(screen: &ScreenOptions) -> Result<Keymap, Failure> {
    let name = screen.keymap.as_deref().unwrap_or("default");
    if let Some(keymap) = Keymap::builtin(name) {
        return Ok(keymap);
    }
    let text = fs::read_to_string(name).map_err(|error| {
        Failure::new(format!("cannot read the keymap {name}: {error}"))
            .hint("name default, vi, emacs, numpad, or a file")
    })?;
    let base = Keymap::builtin("default").unwrap_or_default();
    Keymap::parse(name, &text, &base).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        Failure::new(lines.join("\n"))
            .hint("correct the file; coreset keys --check FILE checks it again")
    })
}

/// Shows the screens over an open store until the assessor leaves; a study to throw away goes at the end,
/// however the end comes.
///
/// # Errors
/// When the terminal fails.
pub fn show(
    dir: &Path,
    study: Arc<Study>,
    mut store: Store,
    report: &OpenReport,
    keymap: Keymap,
    caps: Caps,
    throw_away: Option<TempDir>,
) -> Result<(), Failure> {
    let demo = is_demo(&mut store)?;
    let throw_away = Arc::new(Mutex::new(throw_away));
    let who = assessor();
    let places = dir.join("places");
    // What is half typed is as private as the rest of the study.
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&places)?;
    let place = places.join(&who.user);
    let inbox = Inbox::new()?;
    let sink = inbox.sink();
    let local = Arc::new(Local::start(store, Box::new(move |reply| sink.put(reply)))?);
    let now = Clock::now();
    let client = format!(
        "{}-{}-{}",
        who.user,
        std::process::id(),
        now.timestamp_millis()
    );
    let mut model = Model::new(study, Arc::new(keymap), who, now.fixed_offset(), client);
    model.demo = demo;
    model.resume = recall::recall(&place);
    model.notice = (!report.findings.is_empty()).then(|| Notice::warn(report.findings.join(" ")));
    let mut screens = Screens::new(App::new(model), caps);
    for effect in screens.app.start() {
        if let Effect::Send(request) = effect {
            local.send(request);
        }
    }
    let (finishing, thrown) = (Arc::clone(&local), Arc::clone(&throw_away));
    let setup = Setup {
        caps,
        finish: Box::new(move || {
            finishing.finish(FINISH);
            // The process ends without dropping anything.
            drop(thrown.lock().map(|mut dir| dir.take()));
        }),
        place: Some(place),
        report: Some(dir.join("last-panic.txt")),
    };
    let shown = term::run(&mut screens, local.as_ref(), &inbox, setup);
    // The screens had a hook of their own; closing the store may still meet a damaged sled.
    super::hush_caught_panics();
    local.finish(FINISH_CALMLY);
    drop(throw_away.lock().map(|mut dir| dir.take()));
    shown.map_err(|error| Failure::new(error.to_string()).code(CLOSED))
}

/// The program as the driver sees it.
struct Screens {
    app: App,
    look: Look,
    dirty: bool,
}

impl Screens {
    fn new(app: App, caps: Caps) -> Self {
        let look = Look {
            colour: caps.colours != Colours::Off,
            ascii: caps.glyphs == Glyphs::Ascii,
        };
        Self {
            app,
            look,
            dirty: true,
        }
    }
}

impl Program for Screens {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        // The clock alone changes the picture only when the day does.
        let new_day = |now: &chrono::DateTime<chrono::FixedOffset>| {
            now.date_naive() != self.app.model.today()
        };
        self.dirty |= match &msg {
            Msg::Now(now) => new_day(now),
            _ => true,
        };
        self.app.update(msg)
    }

    fn view(&self, frame: &mut Frame<'_>) {
        ui::view(&self.app.model, &self.look, frame);
    }

    fn dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }
}
