//! One short visit in the key spellings of the terminals on clinic desks: the record is the same.
//!
//! Bytes as the programs send them: xterm, PuTTY (its default, and with Backspace as ^H), the Linux
//! console, inside screen and tmux, and a line on which a program before left the keypad and the
//! cursor keys in their application modes.

use crate::support::pty;
use crate::support::visit;
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::study::shipped::embedded_study;
use coreset::store::{Options, Projection, Store};
use std::path::Path;

/// How a terminal spells its keys.
#[derive(Clone, Copy)]
struct Keys {
    name: &'static str,
    term: &'static str,
    up: &'static str,
    down: &'static str,
    left: &'static str,
    home: &'static str,
    end: &'static str,
    f1: &'static str,
    f4: &'static str,
    f6: &'static str,
    f10: &'static str,
    backspace: &'static str,
    enter: &'static str,
    back_tab: &'static str,
    /// Enter and the digits of the number pad.
    pad_enter: &'static str,
    pad: fn(char) -> String,
}

const XTERM: Keys = Keys {
    name: "xterm",
    term: "xterm",
    up: "\x1b[A",
    down: "\x1b[B",
    left: "\x1b[D",
    home: "\x1b[H",
    end: "\x1b[F",
    f1: "\x1bOP",
    f4: "\x1bOS",
    f6: "\x1b[17~",
    f10: "\x1b[21~",
    backspace: "\x7f",
    enter: "\r",
    back_tab: "\x1b[Z",
    pad_enter: "\r",
    pad: plain,
};

const PUTTY: Keys = Keys {
    name: "putty",
    home: "\x1b[1~",
    end: "\x1b[4~",
    f1: "\x1b[11~",
    f4: "\x1b[14~",
    pad_enter: "\x1bOM",
    pad: application,
    ..XTERM
};

const ALL: [Keys; 7] = [
    XTERM,
    PUTTY,
    Keys {
        name: "putty, Backspace as ^H, Enter as line feed",
        backspace: "\x08",
        enter: "\n",
        ..PUTTY
    },
    Keys {
        name: "linux",
        term: "linux",
        home: "\x1b[1~",
        end: "\x1b[4~",
        f1: "\x1b[[A",
        f4: "\x1b[[D",
        back_tab: "\x1b\t",
        ..XTERM
    },
    Keys {
        name: "screen",
        term: "screen",
        home: "\x1b[1~",
        end: "\x1b[4~",
        ..XTERM
    },
    Keys {
        name: "tmux",
        term: "tmux-256color",
        home: "\x1b[1~",
        end: "\x1b[4~",
        pad_enter: "\n",
        ..XTERM
    },
    Keys {
        name: "application modes left on",
        up: "\x1bOA",
        down: "\x1bOB",
        left: "\x1bOD",
        home: "\x1bOH",
        end: "\x1bOF",
        pad_enter: "\x1bOM",
        pad: application,
        ..XTERM
    },
];

fn plain(key: char) -> String {
    key.to_string()
}

/// Spells a key of the number pad in application mode: `ESC O p` for 0 to `ESC O y` for 9, `ESC O n`
/// for the point.
fn application(key: char) -> String {
    let letter = match key {
        '.' => 'n',
        digit => char::from(b'p' + u8::try_from(digit.to_digit(10).unwrap()).unwrap()),
    };
    format!("\x1bO{letter}")
}

impl Keys {
    fn pad(&self, keys: &str) -> String {
        keys.chars().map(self.pad).collect()
    }
}

/// Plays the visit; what the fields hold afterwards.
fn play(keys: &Keys) -> Vec<(String, String, Option<Answer>)> {
    let data = tempfile::tempdir().unwrap();
    let env = [("TERM", keys.term)];
    let mut pty = visit::start_after(data.path(), &[], &env, |pty| {
        if keys.name.starts_with("application") {
            pty.left_behind(b"\x1b=\x1b[?1h");
        }
    });
    visit::enrol(&mut pty);
    visit::admit(&mut pty);
    assert!(!pty.leftovers().contains(&"keypad"), "{}", keys.name);
    assert!(!pty.leftovers().contains(&"cursor keys"), "{}", keys.name);
    // Down to the forms of baseline by the keys of the list.
    pty.send(format!("{}{}{}", keys.down, keys.up, keys.enter).as_bytes());
    pty.wait_for_text("Not begun");
    // Physician global is the sixth form; the scale is typed, seen, and typed anew.
    pty.send(format!("{}{}", keys.down.repeat(5), keys.enter).as_bytes());
    // The font of the Linux console has another mark.
    let mark = if keys.term == "linux" { "►" } else { "▸" };
    let on = |label: &str| format!("{mark} {label}");
    pty.wait_for_text(&on("Physician global VAS"));
    pty.send(format!("{}{}", keys.pad("5.0"), keys.pad_enter).as_bytes());
    pty.wait_for_text(&on("Physician global category"));
    pty.send(format!("{}{}{}3", keys.up, keys.pad("6.1"), keys.enter).as_bytes());
    pty.wait_for_text("End: complete");
    // Help opens over it and goes away again.
    pty.send(keys.f1.as_bytes());
    pty.wait_for(|screen| !pty::text(screen).contains(mark))
        .unwrap();
    pty.send(keys.left.as_bytes());
    pty.wait_for_text(&on("End: "));
    pty.send(b"\x0f");
    pty.wait_for_text("Held on 2");
    pty.send(format!("{}{}", keys.up.repeat(2), keys.enter).as_bytes());
    pty.wait_for_text(&on("Deltoid, right"));
    // Right by the pad, then the last grade before the tester, back to the first, one down.
    let first = format!(
        "{}{}{}{}{}{}",
        keys.pad("8"),
        keys.end,
        keys.up,
        keys.pad("9"),
        keys.home,
        keys.down
    );
    pty.send(first.as_bytes());
    pty.wait_for_text(&on("Deltoid, left"));
    // A slip taken back, the right grade, then the next empty field by F10 past one left out.
    let next = format!(
        "1{}{}{}{}",
        keys.backspace,
        keys.pad("7"),
        keys.down,
        keys.up
    );
    pty.send(next.as_bytes());
    pty.wait_for_text(&on("Biceps, right"));
    pty.send(format!("9{}{}", keys.back_tab, keys.f10).as_bytes());
    pty.wait_for_text(&on("Biceps, left"));
    pty.send(format!("1{}", keys.pad_enter).as_bytes());
    pty.wait_for_text("Biceps, left: is this right?");
    // Nine and one: back to the field, and ten by the pad.
    pty.send(format!("{}{}", keys.backspace, keys.pad("10")).as_bytes());
    pty.wait_for_text(&on("Wrist extensors, right"));
    // The page of change and back; a field found by its name; an answer erased.
    pty.send(keys.f4.as_bytes());
    pty.wait_for(|screen| !pty::text(screen).contains(mark))
        .unwrap();
    pty.send(keys.left.as_bytes());
    pty.wait_for_text(&on("Wrist extensors, right"));
    pty.send(format!("5{}neck{}", keys.f6, keys.enter).as_bytes());
    pty.wait_for_text(&on("Neck flexors"));
    pty.send(format!("{}{}\x1b[3~", keys.pad("4"), keys.up).as_bytes());
    pty.send(format!("1{}", keys.enter).as_bytes());
    pty.wait_for_text(&on("Gluteus medius, right"));
    pty.wait_for(|screen| !pty::text(screen).contains("saving"))
        .unwrap();
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    stored(&data.path().join("coreset/NCT04946669"))
}

fn stored(study: &Path) -> Vec<(String, String, Option<Answer>)> {
    let summarise = |record: &_| {
        coreset::domain::views::summary::summarise(&embedded_study().unwrap(), record, None)
    };
    let projection = Projection {
        summarise: Box::new(summarise),
        judge: Box::new(|_, _| {}),
    };
    let (mut store, _) =
        Store::open(study, Options::default(), projection, &mut |_, _| {}).unwrap();
    let record = store
        .record(&ParticipantId::new("01-003"))
        .unwrap()
        .unwrap();
    let session = record.session("baseline").unwrap();
    let cells = session.forms.iter().flat_map(|(form, cells)| {
        cells
            .iter()
            .map(|(field, cell)| (form.to_string(), field.to_string(), cell.answer.clone()))
    });
    cells.collect()
}

#[test]
fn every_terminal_gives_the_same_record() {
    let code = |form: &str, field: &str, code: &str| {
        (form.to_owned(), field.to_owned(), Some(Answer::code(code)))
    };
    let mut expected = vec![
        code("mmt8", "biceps.l", "10"),
        code("mmt8", "biceps.r", "9"),
        code("mmt8", "deltoid.l", "7"),
        code("mmt8", "deltoid.r", "8"),
        code("mmt8", "gmax.l", "9"),
        code("mmt8", "neckflex", "1"),
        code("mmt8", "wristext.r", "5"),
        code("phga", "likert", "3"),
    ];
    let vas = Answer::number("6.1".parse().unwrap(), None);
    expected.push(("phga".to_owned(), "vas".to_owned(), Some(vas)));
    for keys in &ALL {
        assert_eq!(play(keys), expected, "{}", keys.name);
    }
}
