//! The driver in a real terminal: what is left behind, what a frame costs, how each end comes out.
//!
//! The program under test is a small form in this file: a test starts this very binary again, in a
//! terminal, with `FORM` set to a directory for what the form keeps.

use crate::support::pty;
use crate::support::pty::{Pty, frames};
use coreset::input::key::Code;
use coreset::protocol::messages::{Client, Reply, Request};
use coreset::screens::effect::{Effect, Msg};
use coreset::screens::workspace::resume_point::ResumePoint;
use coreset::server::places::Places;
use coreset::term::caps::Wishes;
use coreset::term::{self, Inbox, Program, ReplySink, Setup};
use ratatui::Frame;
use ratatui::style::{Color, Modifier, Style};
use rustix::process::{Pid, Signal, kill_process};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

const FORM: &str = "CORESET_TEST_FORM";
/// File that makes the form's store hang at the end.
const HANGS: &str = "hangs";
const USER: &str = "anna";
const ENTRANCE: &str = "term_driver::the_form_runs_in_a_terminal_only";

/// Twelve fields; digits are typed, Enter goes on, `q` quits, `p` panics, `e` asks for an answer
/// that leads to the next question for ever.
#[derive(Default)]
struct Form {
    fields: [String; 12],
    focus: usize,
    typed: usize,
    answers: usize,
    dirty: bool,
}

impl Program for Form {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => self.key(key.code),
            Msg::Reply(_) => {
                self.answers += 1;
                self.dirty = true;
                vec![Effect::Send(Request::Users)]
            }
            Msg::Paste(_)
            | Msg::PasteLost
            | Msg::Resize(..)
            | Msg::Now(_)
            | Msg::Idle
            | Msg::Paused
            | Msg::Silent => Vec::new(),
        }
    }

    fn view(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let buffer = frame.buffer_mut();
        let mut put = |x: u16, y: u16, text: &str, style: Style| {
            if y < area.height && x < area.width {
                buffer.set_stringn(x, y, text, usize::from(area.width - x), style);
            }
        };
        let head = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
        put(0, 0, "┌ form ≥ é ┐", head);
        put(0, 20, &format!("typed {}", self.typed), Style::new());
        if self.answers > 0 {
            let wall = format!("{:>1$}", self.answers, usize::from(area.width));
            for y in 0..area.height {
                put(
                    0,
                    y,
                    &wall.replace(
                        ' ',
                        if self.answers.is_multiple_of(2) {
                            "a"
                        } else {
                            "b"
                        },
                    ),
                    head,
                );
            }
        }
        for (n, value) in self.fields.iter().enumerate() {
            let y = n as u16 + 2;
            put(
                2,
                y,
                &format!("field {n:>2}"),
                Style::new().fg(Color::Indexed(208)),
            );
            let mut style = Style::new();
            if n == self.focus {
                style = style.add_modifier(Modifier::REVERSED);
            }
            put(12, y, &format!("{value:<9}"), style);
        }
        let x = 12 + self.fields[self.focus].len() as u16;
        frame.set_cursor_position((x, self.focus as u16 + 2));
    }

    fn dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }
}

impl Form {
    fn key(&mut self, code: Code) -> Vec<Effect> {
        self.dirty = true;
        match code {
            Code::Char('q') => return vec![Effect::Quit],
            Code::Char('p') => panic!("the field holds {}", self.fields[self.focus]),
            Code::Char('e') => return vec![Effect::Send(Request::Users)],
            Code::Enter => self.focus = (self.focus + 1) % self.fields.len(),
            Code::Char(c @ '0'..='9') => {
                self.typed += 1;
                if self.fields[self.focus].len() == 8 {
                    self.fields[self.focus].clear();
                }
                self.fields[self.focus].push(c);
            }
            _ => self.dirty = false,
        }
        vec![Effect::Remember(ResumePoint {
            field: Some(self.focus.to_string()),
            text: self.fields[self.focus].clone(),
            ..ResumePoint::default()
        })]
    }
}

/// Answers each request at once, as another thread would, and keeps the place as an owner does.
struct Owner {
    replies: ReplySink,
    places: Mutex<Places>,
}

impl Client for Owner {
    fn send(&self, request: Request) {
        match request {
            Request::Remember(place) => {
                let mut places = self.places.lock().unwrap();
                places.remember(USER, place.as_deref()).unwrap();
            }
            _ => self.replies.put(Reply::Users(Vec::new())),
        }
    }
}

/// Runs the form on the inherited terminal and ends the process.
fn form(dir: &Path) -> ! {
    let outcome = term::look(Wishes::default())
        .map_err(term::Error::from)
        .and_then(|caps| {
            let inbox = Inbox::new().unwrap();
            let done = dir.join("finished");
            let setup = Setup {
                caps,
                finish: Box::new(move || {
                    std::fs::write(&done, "").unwrap();
                    // A store that hangs: as long as the mark is there, it is not done.
                    while done.with_file_name(HANGS).exists() {
                        std::thread::park_timeout(Duration::from_millis(5));
                    }
                }),
                report: Some(dir.join("report")),
            };
            let owner = Owner {
                replies: inbox.sink(),
                places: Mutex::new(Places::new(dir)),
            };
            term::run(&mut Form::default(), &owner, &inbox, setup)
        });
    match outcome {
        Ok(()) => std::process::exit(0),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}

#[test]
fn the_form_runs_in_a_terminal_only() {
    if let Some(dir) = std::env::var_os(FORM) {
        form(Path::new(&dir));
    }
    let dir = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(ARGS)
        .env(FORM, dir.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("ssh -t"), "{told}");
}

const ARGS: [&str; 5] = [
    "--exact",
    ENTRANCE,
    "--nocapture",
    "--quiet",
    "--test-threads=1",
];

/// Names and values of the environment.
type Vars<'a> = &'a [(&'a str, &'a str)];

struct Run {
    pty: Pty,
    dir: tempfile::TempDir,
}

/// Starts the form and waits for its first frame.
fn start(env: &[(&str, &str)]) -> Run {
    let mut run = begin(env);
    run.pty.wait_for_text("typed 0");
    run
}

fn begin(env: &[(&str, &str)]) -> Run {
    let dir = tempfile::tempdir().unwrap();
    let mut env = env.to_vec();
    env.push((FORM, dir.path().to_str().unwrap()));
    let exe = std::env::current_exe().unwrap();
    let pty = Pty::start(&exe, &ARGS, &env, (80, 24));
    Run { pty, dir }
}

impl Run {
    fn finished(&self) -> bool {
        self.dir.path().join("finished").exists()
    }

    fn place(&self) -> Option<ResumePoint> {
        let place = Places::new(self.dir.path()).recall(USER)?;
        Some(serde_json::from_str(&place).unwrap())
    }

    fn assert_restored(&self) {
        assert_eq!(self.pty.line_mode_changes(), "");
        assert_eq!(self.pty.leftovers(), [""; 0]);
    }
}

#[test]
fn a_normal_end_leaves_nothing_behind() {
    let mut run = begin(&[]);
    // What a program before may have left: keypad and cursor keys in their application modes.
    run.pty.left_behind(b"\x1b=\x1b[?1h");
    run.pty.wait_for_text("typed 0");
    assert_eq!(run.pty.leftovers(), ["alternate screen", "paste"]);
    assert_ne!(run.pty.line_mode_changes(), "");
    assert_eq!(run.pty.cursor(), (12, 2));
    run.pty.send(b"12\r3");
    run.pty.wait_for_text("typed 3");
    assert_eq!(run.pty.cursor(), (13, 3));
    assert_eq!(run.place().unwrap().text, "3");
    run.pty.send(b"q");
    assert_eq!(run.pty.exit_code(), 0);
    run.assert_restored();
    // The terminal is as it was; what stood half typed is kept for the next start.
    assert_eq!(run.place().unwrap().text, "3");
    assert!(!run.finished());
    for question in ["\x1b[c", "\x1b[>c", "\x1b[6n", "\x1b]", "\x1bP", "\x1b[?u"] {
        let asked = run
            .pty
            .bytes()
            .windows(question.len())
            .any(|part| part == question.as_bytes());
        assert!(!asked, "the terminal was asked {question:?}");
    }
}

/// Undoes what another program may have left; pastes come in brackets.
const RESET: &str = "\x1b>\x1b[?1l\x1b[?7h\x1b(B\x1b[?2004h\x1b[m";
/// The same switches back, and the screen of before.
const LEAVE: &str =
    "\x1b[?2026l\x1b[m\x1b[?2004l\x1b>\x1b[?1l\x1b[?7h\x1b(B\x1b[?25h\x1b[?1049l\x1b[m";

#[test]
fn entering_leaving_and_coming_back_write_these_bytes() {
    let mut run = start(&[]);
    let enter = format!("\x1b[?1049h{RESET}\x1b[?2026h\x1b[m\x1b[2J");
    let text = |run: &Run| String::from_utf8_lossy(run.pty.bytes()).into_owned();
    assert_eq!(text(&run).matches(&enter).count(), 1, "{:?}", text(&run));
    let seen = text(&run).len();
    run.pty.kill(Signal::STOP);
    run.pty.take_back();
    run.pty.kill(Signal::CONT);
    let again = format!("{RESET}\x1b[?2026h\x1b[m\x1b[2J");
    run.pty.wait_for_bytes(seen, again.as_bytes());
    run.pty.send(b"1");
    run.pty.wait_for_text("typed 1");
    assert!(!text(&run).contains(LEAVE));
    run.pty.send(b"q");
    assert_eq!(run.pty.exit_code(), 0);
    assert!(text(&run).ends_with(LEAVE), "{:?}", text(&run));
    assert_eq!(text(&run).matches("\x1b[?1049").count(), 2);
    run.assert_restored();

    let mut run = start(&[]);
    run.pty.send(b"p");
    assert_eq!(run.pty.exit_code(), 101);
    let told = text(&run);
    let (_, message) = told.split_once(LEAVE).unwrap();
    assert!(!message.contains('\x1b'), "{message:?}");
}

#[test]
fn signals_end_with_the_terminal_given_back_and_the_place_kept() {
    for (signal, number) in [(Signal::HUP, 1), (Signal::INT, 2), (Signal::TERM, 15)] {
        let mut run = start(&[]);
        run.pty.send(b"47");
        run.pty.wait_for_text("typed 2");
        run.pty.kill(signal);
        assert_eq!(run.pty.exit_code(), 128 + number);
        run.assert_restored();
        assert!(run.finished());
        assert_eq!(run.place().unwrap().text, "47");
    }
}

#[test]
fn after_a_stop_the_terminal_is_taken_again_and_drawn() {
    let mut run = start(&[]);
    run.pty.send(b"1");
    run.pty.wait_for_text("typed 1");
    run.pty.kill(Signal::STOP);
    run.pty.take_back();
    run.pty.left_behind(b"\x1b=\x1b[2Ja shell was here");
    run.pty.kill(Signal::CONT);
    run.pty.wait_for_text("typed 1");
    assert_eq!(run.pty.leftovers(), ["alternate screen", "paste"]);
    assert!(!run.pty.text().contains("shell"));
    run.pty.send(b"2");
    run.pty.wait_for_text("typed 2");
    run.pty.send(b"q");
    assert_eq!(run.pty.exit_code(), 0);
    run.assert_restored();
}

/// Returns the one process that another one started.
fn child_of(parent: u32) -> Pid {
    let children = format!("/proc/{parent}/task/{parent}/children");
    let children = std::fs::read_to_string(children).unwrap();
    Pid::from_raw(children.trim().parse().unwrap()).unwrap()
}

#[test]
fn a_shell_that_stops_it_gets_a_clean_screen_and_brings_it_back_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let env = [
        (FORM, dir.path().to_str().unwrap()),
        ("PS1", "ready> "),
        ("HISTFILE", ""),
    ];
    let mut pty = Pty::start(Path::new("sh"), &["-i"], &env, (80, 24));
    pty.wait_for_text("ready>");
    let exe = std::env::current_exe().unwrap();
    pty.send(format!("{} {}\r", exe.display(), ARGS.join(" ")).as_bytes());
    pty.wait_for_text("typed 0");
    pty.send(b"1");
    pty.wait_for_text("typed 1");
    let seen = pty.bytes().len();

    kill_process(child_of(pty.pid()), Signal::TSTP).unwrap();
    pty.wait_for_bytes(seen, LEAVE.as_bytes());
    pty.wait_for_text("topped");
    assert!(!pty.screen().alternate_screen() && !pty.screen().hide_cursor());
    // The line mode is the shell's: what is typed is shown and read as a line.
    pty.send(b"echo a$((40+2))b\r");
    pty.wait_for_text("a42b");
    assert!(pty.text().contains("echo a$((40+2))b"), "{}", pty.text());

    let seen = pty.bytes().len();
    pty.send(b"fg\r");
    pty.wait_for_bytes(seen, format!("\x1b[?1049h{RESET}").as_bytes());
    pty.wait_for_text("typed 1");
    pty.send(b"2");
    pty.wait_for_text("typed 2");
    assert!(!pty.text().contains("a42b"), "{}", pty.text());
    pty.send(b"q");
    pty.wait_for(|screen| !screen.alternate_screen()).unwrap();
    pty.wait_for_text("a42b");
    // What is typed before the shell asks again may go with the end of the form.
    let asks = |screen: &vt100::Screen| pty::text(screen).trim_end().ends_with("ready>");
    pty.wait_for(asks).unwrap();
    pty.send(b"exit\r");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn without_a_shell_that_could_let_it_go_on_it_is_not_stopped() {
    let mut run = start(&[]);
    run.pty.kill(Signal::TSTP);
    run.pty.send(b"1");
    run.pty.wait_for_text("typed 1");
    assert_eq!(run.pty.leftovers(), ["alternate screen", "paste"]);
    run.pty.send(b"q");
    assert_eq!(run.pty.exit_code(), 0);
    run.assert_restored();
}

#[test]
fn a_store_that_hangs_does_not_hold_the_end_up() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut run = start(&[]);
        std::fs::write(run.dir.path().join(HANGS), "").unwrap();
        run.pty.kill(signal);
        assert!(run.pty.exit_code() > 128);
        run.assert_restored();
        assert!(run.finished());
    }
}

#[test]
fn a_kill_keeps_the_place() {
    let mut run = start(&[]);
    run.pty.send(b"\r\r58");
    run.pty.wait_for_text("typed 2");
    run.pty.kill(Signal::KILL);
    assert_eq!(run.pty.exit_code(), 137);
    let place = run.place().unwrap();
    assert_eq!(
        (place.field.as_deref(), place.text.as_str()),
        (Some("2"), "58")
    );
}

#[test]
fn a_closed_window_ends_it() {
    let mut run = start(&[]);
    run.pty.send(b"6");
    run.pty.wait_for_text("typed 1");
    run.pty.close();
    assert_eq!(run.pty.exit_code(), 129);
    assert!(run.finished());
    assert_eq!(run.place().unwrap().text, "6");
}

#[test]
fn a_closed_window_ends_it_without_a_signal() {
    // The shell leads the session and ignores the hang-up, so none reaches the form.
    let dir = tempfile::tempdir().unwrap();
    let exe = std::env::current_exe().unwrap();
    let script = r#"trap '' HUP; "$@"; echo $? >"$CORESET_TEST_FORM/status""#;
    let mut args = vec!["-c", script, "sh", exe.to_str().unwrap()];
    args.extend(ARGS);
    let env = [(FORM, dir.path().to_str().unwrap())];
    let mut pty = Pty::start(Path::new("/bin/sh"), &args, &env, (80, 24));
    pty.wait_for_text("typed 0");
    pty.close();
    assert_eq!(pty.exit_code(), 0);
    let status = std::fs::read_to_string(dir.path().join("status")).unwrap();
    assert_eq!(status.trim(), "129");
    assert!(dir.path().join("finished").exists());
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_no_answer() {
    let mut run = start(&[]);
    run.pty.send(b"4711p");
    assert_eq!(run.pty.exit_code(), 101);
    run.assert_restored();
    assert!(
        run.pty.text().contains("Start coreset again"),
        "{}",
        run.pty.text()
    );
    assert!(run.finished());
    assert_eq!(run.place().unwrap().text, "4711");
    let report = std::fs::read_to_string(run.dir.path().join("report")).unwrap();
    assert!(report.contains("term_driver.rs:"), "{report}");
    assert!(!report.contains("the field holds"), "{report}");
}

#[test]
fn a_signal_is_served_while_a_frame_waits_for_the_terminal() {
    let mut run = start(&[]);
    // Nobody reads from here on, so that the frames without end fill the line.
    run.pty.send_blindly(b"e");
    let writes = || {
        let io = std::fs::read_to_string(format!("/proc/{}/io", run.pty.pid())).unwrap();
        let count = io
            .lines()
            .find_map(|line| line.strip_prefix("syscw: "))
            .unwrap();
        count.parse::<u64>().unwrap()
    };
    let mut last = writes();
    let mut still = 0;
    for _ in 0..200 {
        assert!(run.pty.runs_for(Duration::from_millis(20)));
        let now = writes();
        still = if now == last { still + 1 } else { 0 };
        last = now;
        if still == 5 {
            break;
        }
    }
    assert_eq!(still, 5, "it goes on writing");
    run.pty.kill(Signal::TERM);
    assert!(!run.pty.runs_for(pty::LIMIT), "it does not end");
    assert_eq!(run.pty.line_mode_changes(), "");
    assert_eq!(run.pty.exit_code(), 143);
    assert!(run.finished());
}

#[test]
fn frames_are_small_and_an_idle_program_is_still() {
    let mut run = start(&[]);
    let quiet = Duration::from_millis(60);
    run.pty.settle(quiet);
    for key in [&b"1"[..], b"2", b"\r", b"3"] {
        run.pty.send(key);
        let bytes = run.pty.settle(quiet);
        assert_eq!(frames(&bytes), 1);
        let most = if key == b"\r" { 150 } else { 60 };
        assert!(bytes.len() <= most, "{}", String::from_utf8_lossy(&bytes));
        assert!(bytes.starts_with(b"\x1b[?2026h") && bytes.ends_with(b"\x1b[?2026l"));
    }
    // A key that changes nothing.
    run.pty.send(b"x");
    assert_eq!(run.pty.settle(quiet), b"");
    let switches = || -> u64 {
        std::fs::read_dir(format!("/proc/{}/task", run.pty.pid()))
            .unwrap()
            .map(|task| std::fs::read_to_string(task.unwrap().path().join("status")).unwrap())
            .flat_map(|status| {
                let lines = status.lines().filter_map(|line| {
                    line.strip_prefix("voluntary_ctxt_switches:")
                        .map(|count| count.trim().parse::<u64>().unwrap())
                });
                lines.collect::<Vec<_>>()
            })
            .sum()
    };
    let before = switches();
    assert!(run.pty.runs_for(Duration::from_millis(500)));
    assert_eq!(switches(), before, "it wakes by itself");
    assert_eq!(run.pty.settle(Duration::ZERO), b"");
}

#[test]
fn a_rush_of_keys_is_all_taken_and_drawn_a_few_times() {
    let mut run = start(&[]);
    run.pty.settle(Duration::from_millis(60));
    let start = run.pty.bytes().len();
    run.pty.send(&b"1234567890".repeat(300));
    run.pty.wait_for_text("typed 3000");
    let drawn = frames(&run.pty.bytes()[start..]);
    assert!(drawn < 300, "{drawn} frames");
}

#[test]
fn every_size_is_drawn_and_the_picture_comes_back() {
    let mut run = start(&[]);
    run.pty.send(b"12\r34");
    run.pty.wait_for_text("typed 4");
    let before = run.pty.text();
    let cursor = run.pty.cursor();
    let mut seed = 1_u32;
    for n in 0..200_u16 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let size = ((seed >> 16) as u16 % 200 + 1, (seed >> 8) as u16 % 60 + 1);
        run.pty.resize(if n % 20 == 0 { (1, 1) } else { size });
        if n % 7 == 0 {
            run.pty.settle(Duration::from_millis(1));
        }
    }
    // No size at all, as a terminal that is going away has it.
    run.pty.resize((0, 0));
    run.pty.resize((80, 24));
    run.pty
        .wait_for(|screen| pty::text(screen) == before)
        .unwrap();
    run.pty.settle(Duration::from_millis(60));
    assert_eq!((run.pty.text(), run.pty.cursor()), (before, cursor));
    run.pty.send(b"q");
    assert_eq!(run.pty.exit_code(), 0);
    run.assert_restored();
}

/// Returns the numbers of every colour and attribute code in the bytes.
fn looks(bytes: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    text.split("\x1b[")
        .skip(1)
        .filter_map(|rest| rest.split_once('m'))
        .filter(|(codes, _)| codes.chars().all(|c| c.is_ascii_digit() || c == ';'))
        .flat_map(|(codes, _)| {
            codes
                .split(';')
                .map(|n| n.parse().unwrap_or(0))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn colours_are_those_the_terminal_has() {
    let table: [(Vars<'_>, bool, bool); 3] = [
        (&[], true, true),
        (&[("TERM", "linux")], true, false),
        (&[("NO_COLOR", "1")], false, false),
    ];
    for (env, named, indexed) in table {
        let run = start(env);
        let codes = looks(run.pty.bytes());
        assert!(
            codes.contains(&1) && codes.contains(&7),
            "bold and reverse stay"
        );
        assert_eq!(
            codes.iter().any(|n| (30..=37).contains(n)),
            named,
            "{env:?}"
        );
        assert_eq!(codes.contains(&38), indexed, "{env:?}");
    }
}

#[test]
fn a_plain_locale_gets_plain_bytes() {
    let run = start(&[("LANG", "C")]);
    assert!(run.pty.bytes().is_ascii());
    assert!(
        run.pty.text().contains("+ form ? ? +"),
        "{}",
        run.pty.text()
    );
}

#[test]
fn a_terminal_without_a_cursor_is_refused() {
    for env in [("TERM", "dumb"), ("TERM", "")] {
        let mut run = begin(&[env]);
        assert_eq!(run.pty.exit_code(), 1);
        assert!(run.pty.text().contains("TERM=xterm"), "{}", run.pty.text());
        assert_eq!(run.pty.line_mode_changes(), "");
    }
}
