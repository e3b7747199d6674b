//! The loop on a pipe instead of a keyboard, with every frame counted.

use super::*;
use crate::domain::rules::Refusal;
use crate::input::key::Code;
use crate::protocol::messages::{Reply, Request};
use crate::term::caps::{Colours, Glyphs};
use std::cell::{Cell, RefCell};
use std::io::{PipeReader, PipeWriter, Write as _};
use std::os::fd::AsFd as _;

const CAPS: Caps = Caps {
    colours: Colours::Off,
    glyphs: Glyphs::Ascii,
};

/// Where keys are typed, and the keys.
type Script = (PipeWriter, Vec<&'static [u8]>);

/// A keyboard that is a pipe, and a screen that keeps the frames. The keys of the script, last first,
/// are typed one part a frame, and then the keyboard is closed.
struct Wire {
    keys: PipeReader,
    frames: RefCell<Vec<Vec<u8>>>,
    size: Cell<Option<(u16, u16)>>,
    fails: Cell<Option<i32>>,
    script: RefCell<Option<Script>>,
}

impl Line for Wire {
    fn keys(&self) -> BorrowedFd<'_> {
        self.keys.as_fd()
    }

    fn frame(&self, bytes: &[u8]) -> io::Result<()> {
        if let Some(errno) = self.fails.get() {
            return Err(io::Error::from_raw_os_error(errno));
        }
        self.frames.borrow_mut().push(bytes.to_vec());
        let mut script = self.script.borrow_mut();
        match script
            .as_mut()
            .and_then(|(to, keys)| Some((to, keys.pop()?)))
        {
            Some((to, keys)) => to.write_all(keys),
            None => {
                script.take();
                Ok(())
            }
        }
    }

    fn size(&self) -> Option<(u16, u16)> {
        self.size.get()
    }

    fn retake(&self) -> io::Result<()> {
        Ok(())
    }
}

fn wire() -> (Wire, PipeWriter) {
    let (keys, writer) = io::pipe().unwrap();
    let wire = Wire {
        keys,
        frames: RefCell::default(),
        size: Cell::new(Some((40, 5))),
        fails: Cell::default(),
        script: RefCell::default(),
    };
    (wire, writer)
}

/// Shows what was typed; `?` asks the owner, `!` redraws, `~` clears, Enter quits.
#[derive(Default)]
struct Slip {
    text: String,
    told: Vec<String>,
    dirty: bool,
    quit_on_reply: bool,
}

impl Program for Slip {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        self.told.push(match &msg {
            Msg::Now(_) => "now".to_owned(),
            Msg::Resize(columns, rows) => format!("{columns}x{rows}"),
            Msg::Reply(_) => "reply".to_owned(),
            Msg::Key(key) => key.typed().map_or("key".to_owned(), String::from),
            Msg::Paste(text) => text.clone(),
            Msg::PasteLost => "lost".to_owned(),
            Msg::Idle => "idle".to_owned(),
            Msg::Paused => "paused".to_owned(),
            Msg::Silent => "silent".to_owned(),
        });
        match msg {
            Msg::Key(key) if key.code == Code::Enter => vec![Effect::Quit],
            Msg::Key(key) => match key.typed() {
                Some('?') => vec![Effect::Send(Request::Users)],
                Some('!') => vec![Effect::Redraw],
                Some('~') => {
                    self.text.clear();
                    vec![Effect::Remember(ResumePoint::default())]
                }
                Some(c) => {
                    self.text.push(c);
                    self.dirty = true;
                    vec![Effect::Remember(ResumePoint {
                        text: self.text.clone(),
                        ..ResumePoint::default()
                    })]
                }
                None => Vec::new(),
            },
            Msg::Reply(Reply::Failed(Refusal::InWords { sentence: text, .. })) => {
                self.text += &text;
                self.dirty = true;
                if self.quit_on_reply {
                    vec![Effect::Quit]
                } else {
                    Vec::new()
                }
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, frame: &mut Frame<'_>) {
        frame.render_widget(self.text.as_str(), frame.area());
    }

    fn dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }
}

/// Answers each request at once, and keeps what it was told to remember.
struct Echo {
    replies: crate::term::ReplySink,
    remembered: RefCell<Vec<Option<String>>>,
}

impl Client for Echo {
    fn send(&self, request: Request) {
        match request {
            Request::Remember(text) => self.remembered.borrow_mut().push(text),
            _ => self
                .replies
                .put(Reply::Failed(Refusal::in_words("<reply>"))),
        }
    }
}

fn run(slip: &mut Slip, wire: &Wire, inbox: &Inbox) -> io::Result<Left> {
    run_remembered(slip, wire, inbox).0
}

/// The same, with the texts of the places that were sent; `None` for one that was forgotten.
fn run_remembered(
    slip: &mut Slip,
    wire: &Wire,
    inbox: &Inbox,
) -> (io::Result<Left>, Vec<Option<String>>) {
    let echo = Echo {
        replies: inbox.sink(),
        remembered: RefCell::default(),
    };
    let left = Driver::new(slip, wire, &echo, inbox, CAPS).run();
    let text = |place: String| serde_json::from_str::<ResumePoint>(&place).unwrap().text;
    let places = echo.remembered.into_inner().into_iter();
    (left, places.map(|place| place.map(text)).collect())
}

#[test]
fn all_that_waits_is_one_frame_and_the_time_comes_first() {
    let (wire, mut writer) = wire();
    let inbox = Inbox::new().unwrap();
    let mut slip = Slip::default();
    writer.write_all(b"123\r45").unwrap();
    assert_eq!(run(&mut slip, &wire, &inbox).unwrap(), Left::Quit);
    assert_eq!(slip.told, ["now", "40x5", "now", "1", "2", "3", "key"]);
    assert!(
        wire.frames.borrow().is_empty(),
        "quitting draws nothing more"
    );
}

#[test]
fn a_reply_wakes_the_loop_and_is_drawn_once() {
    let (wire, mut writer) = wire();
    let inbox = Inbox::new().unwrap();
    let mut slip = Slip {
        quit_on_reply: true,
        ..Slip::default()
    };
    writer.write_all(b"a?").unwrap();
    assert_eq!(run(&mut slip, &wire, &inbox).unwrap(), Left::Quit);
    assert_eq!(slip.told, ["now", "40x5", "now", "a", "?", "now", "reply"]);
}

#[test]
fn a_closed_keyboard_is_a_hang_up_after_what_was_typed() {
    let (wire, mut writer) = wire();
    let inbox = Inbox::new().unwrap();
    let mut slip = Slip::default();
    writer.write_all(b"12").unwrap();
    drop(writer);
    let (left, places) = run_remembered(&mut slip, &wire, &inbox);
    assert_eq!(left.unwrap(), Left::HungUp);
    assert_eq!(slip.text, "12");
    assert_eq!(places.last().unwrap().as_deref(), Some("12"));
}

#[test]
fn a_normal_end_forgets_the_place_unless_something_is_half_typed() {
    for (keys, wanted) in [
        (&b"12\r"[..], vec![Some("1"), Some("12")]),
        // Taken back to nothing.
        (b"1~\r", vec![Some("1"), Some(""), None]),
        // Nothing to go back to was said, so what stood before is left alone.
        (b"\r", vec![]),
    ] {
        let (wire, mut writer) = wire();
        let inbox = Inbox::new().unwrap();
        writer.write_all(keys).unwrap();
        let (left, places) = run_remembered(&mut Slip::default(), &wire, &inbox);
        assert_eq!(left.unwrap(), Left::Quit);
        let places: Vec<Option<&str>> = places.iter().map(Option::as_deref).collect();
        assert_eq!(places, wanted);
    }
}

#[test]
fn of_a_rush_only_the_last_place_is_sent() {
    let (wire, mut writer) = wire();
    let inbox = Inbox::new().unwrap();
    let rush = "7".repeat(RUSH + 1);
    writer.write_all(rush.as_bytes()).unwrap();
    drop(writer);
    let (left, places) = run_remembered(&mut Slip::default(), &wire, &inbox);
    assert_eq!(left.unwrap(), Left::HungUp);
    assert_eq!(places, [Some(rush)]);
}

#[test]
fn a_screen_that_is_gone_is_a_hang_up_and_another_failure_an_error() {
    for (errno, gone) in [
        (Errno::IO, true),
        (Errno::PIPE, true),
        (Errno::NOSPC, false),
    ] {
        let (wire, _writer) = wire();
        let inbox = Inbox::new().unwrap();
        wire.fails.set(Some(errno.raw_os_error()));
        let left = run(&mut Slip::default(), &wire, &inbox);
        assert_eq!(left.is_ok_and(|left| left == Left::HungUp), gone);
    }
}

#[test]
fn each_change_is_one_frame_and_a_redraw_writes_all() {
    let (mut wire, writer) = wire();
    wire.script = RefCell::new(Some((writer, vec![b"\x01!", b"b", b"a"])));
    let inbox = Inbox::new().unwrap();
    let mut slip = Slip::default();
    assert_eq!(run(&mut slip, &wire, &inbox).unwrap(), Left::HungUp);
    let frames: Vec<String> = wire
        .frames
        .borrow()
        .iter()
        .map(|frame| String::from_utf8_lossy(frame).into_owned())
        .collect();
    let hidden = "\x1b[?25l";
    let all = |text: &str| format!("\x1b[?2026h\x1b[m\x1b[2J{text}{hidden}\x1b[?2026l");
    assert_eq!(
        frames,
        [
            all(""),
            "\x1b[?2026h\x1b[Ha\x1b[?2026l".to_owned(),
            "\x1b[?2026hb\x1b[?2026l".to_owned(),
            all("\x1b[Hab"),
        ]
    );
}

#[test]
fn a_new_size_is_told_once_and_an_unknown_one_is_not() {
    let (wire, mut writer) = wire();
    let inbox = Inbox::new().unwrap();
    wire.size.set(None);
    let mut slip = Slip {
        quit_on_reply: true,
        ..Slip::default()
    };
    inbox.sink().resized();
    writer.write_all(b"?").unwrap();
    run(&mut slip, &wire, &inbox).unwrap();
    assert_eq!(slip.told, ["now", "80x24", "now", "?", "now", "reply"]);

    wire.size.set(Some((u16::MAX, u16::MAX)));
    writer.write_all(b"?").unwrap();
    slip.told.clear();
    run(&mut slip, &wire, &inbox).unwrap();
    assert_eq!(slip.told.get(1).unwrap(), "500x200");
}

#[test]
fn a_program_that_is_impatient_is_told_once_and_again_only_after_a_key() {
    let (wire, mut writer) = wire();
    writer.write_all(b"a").unwrap();
    let inbox = Inbox::new().unwrap();
    let mut slip = Impatient {
        told: Vec::new(),
        keys: Some((writer, vec![b"b"])),
    };
    let echo = Echo {
        replies: inbox.sink(),
        remembered: RefCell::default(),
    };
    let left = Driver::new(&mut slip, &wire, &echo, &inbox, CAPS).run();
    assert_eq!(left.unwrap(), Left::HungUp);
    assert_eq!(slip.told, ["a", "idle", "b", "idle"]);
}

/// Has a key of its script typed each time it is told that none came, and then the keyboard closed.
struct Impatient {
    told: Vec<String>,
    keys: Option<Script>,
}

impl Program for Impatient {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => self.told.extend(key.typed().map(String::from)),
            Msg::Idle => {
                self.told.push("idle".to_owned());
                let next = self
                    .keys
                    .as_mut()
                    .and_then(|(to, keys)| Some((to, keys.pop()?)));
                match next {
                    Some((to, keys)) => to.write_all(keys).unwrap(),
                    None => self.keys = None,
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>) {
        frame.render_widget(self.told.join(" ").as_str(), frame.area());
    }

    fn dirty(&mut self) -> bool {
        false
    }

    fn patience(&self) -> Option<Duration> {
        Some(Duration::from_millis(2))
    }
}

#[test]
fn a_program_that_awaits_a_reply_is_told_once_that_none_comes_and_again_after_the_next_reply() {
    let (wire, writer) = wire();
    let inbox = Inbox::new().unwrap();
    let mut asks = Asks {
        told: Vec::new(),
        keys: Some(writer),
    };
    let echo = Echo {
        replies: inbox.sink(),
        remembered: RefCell::default(),
    };
    let left = Driver::new(&mut asks, &wire, &echo, &inbox, CAPS).run();
    assert_eq!(left.unwrap(), Left::HungUp);
    assert_eq!(asks.told, ["silent", "reply", "silent"]);
}

/// Asks when it is told that no reply comes, and closes the keyboard when it is told so again.
struct Asks {
    told: Vec<&'static str>,
    keys: Option<PipeWriter>,
}

impl Program for Asks {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Reply(_) => self.told.push("reply"),
            Msg::Silent => {
                self.told.push("silent");
                if self.told.len() == 1 {
                    return vec![Effect::Send(Request::Users)];
                }
                self.keys = None;
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, _: &mut Frame<'_>) {}

    fn dirty(&mut self) -> bool {
        false
    }

    fn reply_patience(&self) -> Option<Duration> {
        Some(Duration::from_millis(2))
    }
}

#[test]
fn a_program_that_waits_for_a_pause_is_told_once_and_again_after_the_next_key() {
    let (wire, writer) = wire();
    let inbox = Inbox::new().unwrap();
    let mut pauses = Pauses {
        told: Vec::new(),
        keys: Some(writer),
    };
    let echo = Echo {
        replies: inbox.sink(),
        remembered: RefCell::default(),
    };
    let left = Driver::new(&mut pauses, &wire, &echo, &inbox, CAPS).run();
    assert_eq!(left.unwrap(), Left::HungUp);
    // It is told that no key has come for long as well, by which time the pause was told once.
    assert_eq!(pauses.told, ["paused", "key", "paused", "idle"]);
}

/// Types a key at the first pause, and closes the keyboard once no key has come for long.
struct Pauses {
    told: Vec<&'static str>,
    keys: Option<PipeWriter>,
}

impl Program for Pauses {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(_) => self.told.push("key"),
            Msg::Paused => {
                let first = self.told.is_empty();
                self.told.push("paused");
                if let Some(keys) = self.keys.as_mut().filter(|_| first) {
                    keys.write_all(b"x").unwrap();
                }
            }
            Msg::Idle => {
                self.told.push("idle");
                self.keys = None;
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>) {
        frame.render_widget("", frame.area());
    }

    fn dirty(&mut self) -> bool {
        false
    }

    fn pause(&self) -> Option<Duration> {
        Some(Duration::from_millis(2))
    }

    fn patience(&self) -> Option<Duration> {
        // Long enough for the key that is typed at the first pause.
        Some(Duration::from_millis(200)).filter(|_| self.told.len() > 2)
    }
}
