//! `coreset` without a command: the screens.

use super::connect::{self, Embedded, ServerAddress};
use super::failure::{CLOSED, Failure};
use super::open::{no_demo, origin, peer};
use super::{KeymapOption, ScreenOptions, StudyOption, output};
use crate::domain::study::Study;
use crate::input::keymap::Keymap;
use crate::protocol::messages::{Client, Hello, Welcome};
use crate::screens::app::App;
use crate::screens::effect::{Effect, Msg};
use crate::screens::look::Look;
use crate::screens::model::Model;
use crate::screens::screen_lock::state::EndedLocked;
use crate::screens::view;
use crate::screens::workspace::notice::Notice;
use crate::server::local::Local;
use crate::server::opening::Opened;
use crate::term::caps::{self, Caps, Colours, Wishes};
use crate::term::{self, Inbox, Program, Setup};
use crate::text::DEFAULT;
use crate::text::store::Opening;
use chrono::{Local as Clock, TimeZone};
use ratatui::Frame;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Time for the owner of the study to finish what is on its way when the program must go at once.
const FINISH: Duration = Duration::from_millis(80);
/// The same when the assessor quits and can wait.
const FINISH_CALMLY: Duration = Duration::from_secs(10);

/// Opens the default study, or the one named; `captive` when the user has nothing but this program.
///
/// # Errors
/// When there is no fit terminal, or the study's server is not reached or does not know the user.
pub fn run(study: &StudyOption, screen: &ScreenOptions, captive: bool) -> Result<(), Failure> {
    let caps = look(screen)?;
    let keymap = keys(screen)?;
    let report = if captive { None } else { report_file() };
    let address = connect::server_address(study)?;
    through(&address, keymap, caps, report, false)
}

/// Decides how the screens look on this terminal.
///
/// # Errors
/// When the terminal is unfit, with what to do.
pub fn look(screen: &ScreenOptions) -> Result<Caps, Failure> {
    let colours =
        caps::parse_colours(screen.color.as_deref().unwrap_or("auto")).map_err(Failure::new)?;
    term::look(Wishes {
        colours,
        ascii: screen.ascii.ascii,
    })
    .map_err(|refusal| Failure::new(refusal.to_string()))
}

/// Reads the keys that were asked for, with what ends the word in a choice.
///
/// # Errors
/// When the keymap has a mistake.
pub fn keys(screen: &ScreenOptions) -> Result<Keymap, Failure> {
    let mut keymap = keymap(&screen.keymap)?;
    keymap.advance = screen.advance.unwrap_or(keymap.advance);
    Ok(keymap)
}

/// Reads the keys that were asked for.
///
/// # Errors
/// When the keymap has a mistake, with line and column.
pub fn keymap(option: &KeymapOption) -> Result<Keymap, Failure> {
    let name = option.keymap.as_deref().unwrap_or("default");
    if let Some(keymap) = Keymap::builtin(name) {
        return Ok(keymap);
    }
    let text = fs::read_to_string(name)
        .map_err(|error| Failure::from(DEFAULT.keymap_not_read(name, &error.to_string())))?;
    let base = Keymap::builtin("default").unwrap_or_default();
    Keymap::parse(name, &text, &base).map_err(|mistakes| {
        Failure::lines(mistakes.iter().map(ToString::to_string)).hint(DEFAULT.correct_keymap())
    })
}

/// Shows the screens over a study's server until the assessor leaves; `demo` when it must be one of synthetic
/// participants.
///
/// # Errors
/// When the server is not reached or does not know the user, or the terminal fails.
pub fn show_through(
    address: &ServerAddress,
    keymap: Keymap,
    caps: Caps,
    demo: bool,
) -> Result<(), Failure> {
    through(address, keymap, caps, report_file(), demo)
}

fn through(
    address: &ServerAddress,
    keymap: Keymap,
    caps: Caps,
    report: Option<PathBuf>,
    demo: bool,
) -> Result<(), Failure> {
    let inbox = Inbox::new()?;
    let sink = inbox.sink();
    let embedded = Embedded::begin();
    let (remote, welcome, client) =
        connect::connect(address, None, Box::new(move |reply| sink.put(reply)))?;
    if let (true, false, ServerAddress::Study(dir) | ServerAddress::Socket(dir)) =
        (demo, welcome.demo, address)
    {
        return Err(no_demo(dir));
    }
    let study = Arc::new(connect::study_of(&welcome, embedded)?);
    let remote = Arc::new(remote);
    let finishing = Arc::clone(&remote);
    let setup = Setup {
        caps,
        finish: Box::new(move || {
            finishing.finish(FINISH);
        }),
        report,
    };
    let mut model = model(study, keymap, welcome, client);
    if let (false, Err(why)) = (model.shared.demo, connect::head_file(address)) {
        let mut words = model.shared.language.keeps_no_head(&why);
        if let Some(notice) = &model.shared.notice {
            words = format!("{} {words}", notice.text);
        }
        model.shared.notice = Some(Notice::warn(words));
    }
    let shown = show(model, caps, remote.as_ref(), &inbox, setup);
    remote.finish(FINISH_CALMLY);
    shown
}

/// Shows the screens over a study that nobody else sees and that is thrown away at the end, however the end comes.
///
/// # Errors
/// When the terminal fails.
pub fn show_here(
    opened: Opened,
    keymap: Keymap,
    caps: Caps,
    throw_away: TempDir,
) -> Result<(), Failure> {
    let study = Arc::clone(&opened.study);
    let throw_away = Arc::new(Mutex::new(Some(throw_away)));
    let inbox = Inbox::new()?;
    let sink = inbox.sink();
    let client = connect::client_name()?;
    let hello = Hello {
        client: client.clone(),
        from: origin(),
        command: String::new(),
        head: None,
    };
    let replies = Box::new(move |reply| sink.put(reply));
    let (local, welcome) = Local::start(opened, peer(), hello, replies)?;
    let local = Arc::new(local);
    let (finishing, thrown) = (Arc::clone(&local), Arc::clone(&throw_away));
    let setup = Setup {
        caps,
        finish: Box::new(move || {
            finishing.finish(FINISH);
            // The process ends without dropping anything.
            drop(thrown.lock().map(|mut dir| dir.take()));
        }),
        report: report_file(),
    };
    let model = model(study, keymap, welcome, client);
    let shown = show(model, caps, local.as_ref(), &inbox, setup);
    local.finish(FINISH_CALMLY);
    drop(throw_away.lock().map(|mut dir| dir.take()));
    shown
}

fn model(study: Arc<Study>, keymap: Keymap, welcome: Welcome, client: String) -> Model {
    let now = Clock::now().fixed_offset();
    let minutes = u64::from(study.protocol.terminal.lock_after_minutes);
    let mut model = Model::new(study, Arc::new(keymap), welcome.who, now, client);
    model.shared.zone = Some(|local| Clock.offset_from_local_datetime(local));
    model.shared.demo = welcome.demo;
    model.shared.account.roles = welcome.roles;
    model.shared.account.passphrase = welcome.passphrase;
    model.shared.backup_status = welcome.backup_status;
    model.shared.amendment_waits = welcome.study.amendment_waits;
    // 0 is never.
    model.shared.lock.after = (minutes > 0).then(|| Duration::from_secs(minutes * 60));
    // One that an older program wrote and this one does not read is no place to go back to.
    model.shared.opening.resume = welcome
        .place
        .and_then(|place| serde_json::from_str(&place).ok());
    // The lasting line says that files wait.
    let findings = welcome.findings.iter();
    let findings =
        findings.filter(|notice| !matches!(notice.found(), Some(Opening::AmendmentWaits { .. })));
    let findings: Vec<String> = findings
        .map(|found| model.shared.language.notice(found))
        .collect();
    model.shared.notice = (!findings.is_empty()).then(|| Notice::warn(findings.join(" ")));
    model.shared.take_heads(welcome.heads);
    model
}

fn show(
    mut model: Model,
    caps: Caps,
    client: &dyn Client,
    inbox: &Inbox,
    setup: Setup,
) -> Result<(), Failure> {
    let minutes = model.shared.study.protocol.terminal.lock_after_minutes;
    model.offer_passphrase();
    let mut screens = Screens::new(App::new(model), caps);
    for effect in screens.app.start() {
        if let Effect::Send(request) = effect {
            client.send(request);
        }
    }
    let shown = term::run(&mut screens, client, inbox, setup);
    // The screens had a hook of their own; closing the store may still meet a damaged sled.
    super::hush_caught_panics();
    if let Some(ended) = screens.app.model.shared.lock.ended {
        let words = match ended {
            EndedLocked::Idle => DEFAULT.ended_unlocked(minutes),
            EndedLocked::PassphraseTaken => DEFAULT.ended_passphrase_taken().to_owned(),
        };
        output::tell(&format!("{words}\n"));
    }
    shown.map_err(|error| Failure::new(error.to_string()).code(CLOSED))
}

/// Returns the file that a fault of the program is noted in, without answers or names; none where there is no
/// place for it.
fn report_file() -> Option<PathBuf> {
    let from = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let state = from("XDG_STATE_HOME").or_else(|| Some(from("HOME")?.join(".local/state")))?;
    Some(state.join("coreset").join("last-panic.txt"))
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
            glyphs: caps.glyphs,
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
            now.date_naive() != self.app.model.shared.today()
        };
        self.dirty |= match &msg {
            Msg::Now(now) => new_day(now),
            _ => true,
        };
        self.app.update(msg)
    }

    fn view(&self, frame: &mut Frame<'_>) {
        view::view(&self.app.model, &self.look, frame);
    }

    fn dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    fn drawn(&mut self) {
        self.app.drawn();
    }

    fn patience(&self) -> Option<Duration> {
        self.app.model.shared.patience()
    }

    fn pause(&self) -> Option<Duration> {
        self.app.model.pause()
    }

    fn reply_patience(&self) -> Option<Duration> {
        self.app.model.shared.reply_patience()
    }
}
