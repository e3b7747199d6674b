//! What terminals send, byte for byte, and what must come of it.
//!
//! The sequences were taken from xterm, PuTTY, Windows Terminal, the Linux console, rxvt, tmux and
//! screen, and from what those terminals answer when asked about themselves.

use coreset::input::decode::{Decoder, Input};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Name, bytes (`|` in the list of chunks is a pause of 30 ms), expected keys.
type Row = (&'static str, &'static [&'static [u8]], &'static str);

/// The keys in words, pastes as `paste"..."`.
fn words(inputs: &[Input]) -> String {
    let word = |input: &Input| match input {
        Input::Key(key) => key.to_string(),
        Input::Paste(text) => format!("paste{text:?}"),
        Input::PasteLost => "lost".to_owned(),
    };
    inputs.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// A decoder with a clock of its own.
struct Bench {
    decoder: Decoder,
    now: Instant,
    got: Vec<Input>,
}

impl Bench {
    fn new() -> Self {
        Self {
            decoder: Decoder::default(),
            now: Instant::now(),
            got: Vec::new(),
        }
    }

    fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.got.extend(self.decoder.feed(bytes, self.now));
        self
    }

    /// Lets time pass as the driver does: the deadline is met when it comes.
    fn pause(&mut self, ms: u64) -> &mut Self {
        let end = self.now + Duration::from_millis(ms);
        while let Some(deadline) = self.decoder.deadline().filter(|at| *at <= end) {
            self.now = deadline;
            self.got.extend(self.decoder.expire(deadline));
        }
        self.now = end;
        self
    }

    fn words(&self) -> String {
        words(&self.got)
    }
}

/// Sends chunks `ms` apart, then waits until everything is resolved.
fn play(chunks: &[&[u8]], ms: u64) -> String {
    let mut bench = Bench::new();
    for chunk in chunks {
        bench.send(chunk).pause(ms);
    }
    bench.pause(5_000);
    assert_eq!(bench.decoder.deadline(), None, "not at rest");
    bench.words()
}

/// Every spelling, whole, in the chunks given, and one byte at a time.
fn check(rows: &[Row]) {
    for (name, chunks, expected) in rows {
        let whole: Vec<u8> = chunks.concat();
        let single: Vec<&[u8]> = whole.chunks(1).collect();
        assert_eq!(play(&[&whole], 0), *expected, "{name}, whole");
        assert_eq!(play(chunks, 30), *expected, "{name}, chunks 30 ms apart");
        assert_eq!(play(&single, 0), *expected, "{name}, bytes");
        for ms in [10, 30, 49] {
            // A pause is what tells Esc from Alt: see `esc_and_alt`.
            assert_eq!(play(&single, ms), *expected, "{name}, bytes {ms} ms apart");
        }
    }
}

const F_KEYS: &[Row] = &[
    ("F1 xterm", &[b"\x1bOP"], "f1"),
    ("F2 xterm", &[b"\x1bOQ"], "f2"),
    ("F3 xterm", &[b"\x1bOR"], "f3"),
    ("F4 xterm", &[b"\x1bOS"], "f4"),
    ("F1 putty", &[b"\x1b[11~"], "f1"),
    ("F2 putty", &[b"\x1b[12~"], "f2"),
    ("F3 putty", &[b"\x1b[13~"], "f3"),
    ("F4 putty", &[b"\x1b[14~"], "f4"),
    ("F1 linux", &[b"\x1b[[A"], "f1"),
    ("F2 linux", &[b"\x1b[[B"], "f2"),
    ("F3 linux", &[b"\x1b[[C"], "f3"),
    ("F4 linux", &[b"\x1b[[D"], "f4"),
    ("F5 linux", &[b"\x1b[[E"], "f5"),
    ("F5", &[b"\x1b[15~"], "f5"),
    ("F6", &[b"\x1b[17~"], "f6"),
    ("F7", &[b"\x1b[18~"], "f7"),
    ("F8", &[b"\x1b[19~"], "f8"),
    ("F9", &[b"\x1b[20~"], "f9"),
    ("F10", &[b"\x1b[21~"], "f10"),
    ("F11", &[b"\x1b[23~"], "f11"),
    ("F12", &[b"\x1b[24~"], "f12"),
    ("Shift-F1 linux", &[b"\x1b[25~"], "f13"),
    ("F15", &[b"\x1b[28~"], "f15"),
    ("F20", &[b"\x1b[34~"], "f20"),
    ("F5 VT100+", &[b"\x1bOT"], "f5"),
    ("F6 VT100+", &[b"\x1bOU"], "f6"),
    ("F11 VT100+", &[b"\x1bOZ"], "f11"),
    ("F12 VT100+", &[b"\x1bO["], "f12"),
    ("Shift-F1 xterm", &[b"\x1b[1;2P"], "shift-f1"),
    ("Ctrl-F5 xterm", &[b"\x1b[15;5~"], "ctrl-f5"),
    ("Ctrl-F1 old", &[b"\x1bO5P"], "ctrl-f1"),
    ("F5 split ESC[1 | 5~", &[b"\x1b[1", b"5~"], "f5"),
    (
        "hole between the groups",
        &[b"\x1b[16~\x1b[22~\x1b[35~"],
        "",
    ),
    ("F2 SCO", &[b"\x1b[N"], ""),
    ("F1 SCO", &[b"\x1b[M"], ""),
];

const CURSOR: &[Row] = &[
    (
        "arrows",
        &[b"\x1b[A\x1b[B\x1b[C\x1b[D"],
        "up down right left",
    ),
    (
        "arrows app",
        &[b"\x1bOA\x1bOB\x1bOC\x1bOD"],
        "up down right left",
    ),
    ("Home End xterm", &[b"\x1b[H\x1b[F"], "home end"),
    ("Home End app", &[b"\x1bOH\x1bOF"], "home end"),
    ("Home End putty", &[b"\x1b[1~\x1b[4~"], "home end"),
    ("Home End rxvt", &[b"\x1b[7~\x1b[8~"], "home end"),
    ("End rxvt (putty)", &[b"\x1bOw"], "end"),
    ("Ins Del", &[b"\x1b[2~\x1b[3~"], "insert delete"),
    ("PgUp PgDn", &[b"\x1b[5~\x1b[6~"], "page-up page-down"),
    ("Ctrl-Left xterm", &[b"\x1b[1;5D"], "ctrl-left"),
    ("Alt-Left xterm", &[b"\x1b[1;3D"], "alt-left"),
    ("Meta-Left", &[b"\x1b[1;9D"], "alt-left"),
    (
        "Shift-Ctrl-Alt-Left",
        &[b"\x1b[1;8D"],
        "ctrl-alt-shift-left",
    ),
    ("Ctrl-Left alone", &[b"\x1b[5D"], "ctrl-left"),
    ("Ctrl-Left rxvt", &[b"\x1bOd"], "ctrl-left"),
    ("Shift-Left rxvt", &[b"\x1b[d"], "shift-left"),
    ("Shift-Del rxvt", &[b"\x1b[3$"], "shift-delete"),
    ("Ctrl-Del rxvt", &[b"\x1b[3^"], "ctrl-delete"),
    ("Ctrl-Shift-Del rxvt", &[b"\x1b[3@"], "ctrl-shift-delete"),
    ("Ctrl-Home", &[b"\x1b[1;5H"], "ctrl-home"),
    ("Ctrl-Del", &[b"\x1b[3;5~"], "ctrl-delete"),
    ("Alt-Left putty", &[b"\x1b\x1b[D"], "alt-left"),
    ("Alt-Left putty app", &[b"\x1b\x1bOD"], "alt-left"),
    ("Alt-Del putty", &[b"\x1b\x1b[3~"], "alt-delete"),
    ("Alt-F1 linux", &[b"\x1b\x1b[[A"], "alt-f1"),
    ("Shift-Tab xterm", &[b"\x1b[Z"], "shift-tab"),
    ("Shift-Tab modified", &[b"\x1b[1;2Z"], "shift-tab"),
    ("Shift-Tab linux", &[b"\x1b\t"], "shift-tab"),
    ("Down split ESC | [B", &[b"\x1b", b"[B"], "down"),
    ("Down split ESC[ | B", &[b"\x1b[", b"B"], "down"),
    ("numpad 5 without NumLock", &[b"\x1b[E\x1b[G\x1bOE"], ""),
];

const KEYPAD: &[Row] = &[
    (
        "1 to 6",
        &[b"\x1bOq\x1bOr\x1bOs\x1bOt\x1bOu\x1bOv"],
        "1 2 3 4 5 6",
    ),
    ("0 8 9", &[b"\x1bOp\x1bOx\x1bOy"], "0 8 9"),
    (
        "7 once the mode is known",
        &[b"\x1bOx\x1bOw\x1bOw"],
        "8 7 7",
    ),
    (
        "signs",
        &[b"\x1bOj\x1bOk\x1bOl\x1bOm\x1bOn\x1bOo\x1bOX"],
        "* + + - . / =",
    ),
    (
        "Enter Space Tab",
        &[b"\x1bOM\x1bO \x1bOI"],
        "enter space tab",
    ),
    ("NumLock putty", &[b"\x1bOP"], "f1"),
    ("unknown letter", &[b"\x1bOzx"], "x"),
];

const CHARACTERS: &[Row] = &[
    ("letters", &[b"aZ7 .~"], "a Z 7 space . ~"),
    ("Enter", &[b"\r\n"], "enter enter"),
    ("Tab", &[b"\t"], "tab"),
    ("Backspace", &[b"\x7f\x08"], "backspace backspace"),
    ("Ctrl-Space", &[b"\x00"], "ctrl-space"),
    (
        "Ctrl-A C G Q S Z",
        &[b"\x01\x03\x07\x11\x13\x1a"],
        "ctrl-a ctrl-c ctrl-g ctrl-q ctrl-s ctrl-z",
    ),
    (
        "Ctrl-\\ ] ^ _",
        &[b"\x1c\x1d\x1e\x1f"],
        "ctrl-\\ ctrl-] ctrl-^ ctrl-_",
    ),
    ("paste without brackets", &[b"12\r34"], "1 2 enter 3 4"),
    ("utf8", &[b"\xc3\xa9"], "é"),
    ("utf8 split", &[b"\xc3", b"\xa9"], "é"),
    ("utf8 of three and four", &["€😀".as_bytes()], "€ 😀"),
    ("combining", &[b"e\xcc\x81"], "e \u{301}"),
    ("8-bit meta in utf8", &["ø".as_bytes()], "ø"),
    ("Latin-1 e-acute then ab", &[b"\xe9", b"a", b"b"], "a b"),
    ("Latin-1 in one write", &[b"\xe9ab"], "a b"),
    ("Alt-x in Latin-1", &[b"\xf8x"], "x"),
    ("C1 CSI is no sequence", &[b"\x9bA"], "A"),
    ("C1 in utf8", &[b"\xc2\x9bA"], "A"),
    ("cut character", &[b"\xe2\x82A"], "A"),
    (
        "cut character, then a whole one",
        &[b"\xe2\x82\xc3\xa9"],
        "é",
    ),
    ("overlong", &[b"\xc0\x80\xe0\x80\x80x"], "x"),
    ("surrogate", &[b"\xed\xa0\x80x"], "x"),
    ("too high", &[b"\xf4\x90\x80\x80\xf5x"], "x"),
    ("continuation alone", &[b"\x80\xbfx"], "x"),
];

const CSI_U: &[Row] = &[
    ("Ctrl-Enter", &[b"\x1b[13;5u"], "ctrl-enter"),
    ("Ctrl-Enter xterm", &[b"\x1b[27;5;13~"], "ctrl-enter"),
    ("Shift-Tab", &[b"\x1b[9;2u"], "shift-tab"),
    ("Esc", &[b"\x1b[27u"], "esc"),
    ("Ctrl-G", &[b"\x1b[103;5u"], "ctrl-g"),
    ("Ctrl-I is Tab", &[b"\x1b[105;5u"], "tab"),
    (
        "Ctrl-M J H [",
        &[b"\x1b[109;5u\x1b[106;5u\x1b[104;5u\x1b[91;5u"],
        "enter enter backspace esc",
    ),
    ("Alt-x", &[b"\x1b[120;3u"], "alt-x"),
    ("A", &[b"\x1b[97;2u\x1b[49:33;2u"], "A !"),
    ("released", &[b"\x1b[97;1:3u"], ""),
    (
        "keypad",
        &[b"\x1b[57406u\x1b[57414u\x1b[57409u"],
        "7 enter .",
    ),
    (
        "no character",
        &[b"\x1b[55296u\x1b[4294967295u\x1b[1u\x1b[u"],
        "",
    ),
];

const SWALLOWED: &[Row] = &[
    ("focus", &[b"\x1b[Ix\x1b[Oy"], "x y"),
    ("mouse X10", &[b"\x1b[M !!x"], "x"),
    ("mouse X10 split", &[b"\x1b[M", b" !", b"!x"], "x"),
    ("mouse X10 low bytes", &[b"\x1b[M\x01\x01\x01x"], "x"),
    ("mouse X10 high bytes", &[b"\x1b[M \xff\xfex"], "x"),
    ("mouse X10 cut by a key", &[b"\x1b[M \x1b[Bx"], "down x"),
    ("mouse SGR", &[b"\x1b[<0;0;0Mx\x1b[<0;10;20m"], "x"),
    ("mouse urxvt", &[b"\x1b[32;10;10Mx"], "x"),
    ("OSC 11 ST", &[b"\x1b]11;rgb:0000/0000/0000\x1b\\x"], "x"),
    ("OSC 11 BEL", &[b"\x1b]11;rgb:0000/0000/0000\x07x"], "x"),
    (
        "OSC split",
        &[b"\x1b]11;rgb:0000", b"/0000/0000\x1b", b"\\x"],
        "x",
    ),
    ("OSC split after ESC", &[b"\x1b", b"]52;c;QUJD\x07x"], "x"),
    ("OSC cut by a key", &[b"\x1b]11;12\x1b[Bx"], "down x"),
    ("OSC cut by CAN", &[b"\x1b]11;12\x18x"], "x"),
    ("DA1", &[b"\x1b[?62;22cx"], "x"),
    ("DA1 split", &[b"\x1b[?6", b"2;22cx"], "x"),
    ("DA2", &[b"\x1b[>0;276;0cx"], "x"),
    ("DA2 split", &[b"\x1b", b"[>0;2", b"76;0cx"], "x"),
    ("DA3", &[b"\x1bP!|00000000\x1b\\x"], "x"),
    ("XTVERSION", &[b"\x1bP>|XTerm(379)\x1b\\x"], "x"),
    (
        "APC PM SOS",
        &[b"\x1b_Gi=1;OK\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\x"],
        "x",
    ),
    ("CPR", &[b"\x1b[0;0Rx\x1b[12;40R"], "x"),
    ("CPR like Ctrl-F3", &[b"\x1b[1;5Rx"], "x"),
    ("DECRPM", &[b"\x1b[?2026;2$yx\x1b[4;1$y"], "x"),
    ("window size", &[b"\x1b[8;24;80tx"], "x"),
    ("kitty flags", &[b"\x1b[?0ux"], "x"),
    ("huge parameter", &[b"\x1b[99999999~x"], "x"),
    (
        "more than 64 bits",
        &[b"\x1b[99999999999999999999999999;5Ax"],
        "ctrl-up x",
    ),
    (
        "a long list",
        &[b"\x1b[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1Ax"],
        "x",
    ),
    ("no numbers", &[b"\x1b[;;;Ax"], "up x"),
    ("unknown final", &[b"\x1b[5yx\x1b[!px"], "x x"),
    ("cut by Ctrl-C", &[b"\x1b[1;\x03x"], "ctrl-c x"),
    ("cut by a key", &[b"\x1b[1;\x1b[Bx"], "down x"),
    ("end of a paste that never began", &[b"\x1b[201~x"], "x"),
];

const PASTES: &[Row] = &[
    ("paste", &[b"\x1b[200~12\r34\x1b[201~"], "paste\"12\\n34\""),
    (
        "end split",
        &[b"\x1b[200~12\x1b[2", b"01~x"],
        "paste\"12\" x",
    ),
    (
        "line ends and tabs",
        &[b"\x1b[200~a\r\nb\nc\rd\te\x1b[201~"],
        "paste\"a\\nb\\nc\\nd\\te\"",
    ),
    (
        "controls",
        &[b"\x1b[200~a\x00\x03\x1b[31mb\x7f\xc2\x85c\x1b[201~"],
        "paste\"a\\0\\u{3}\\u{1b}[31mb\\u{7f}\\u{85}c\"",
    ),
    (
        "invalid bytes",
        &[b"\x1b[200~\xe9ab\xff\x1b[201~"],
        "paste\"\u{fffd}ab\u{fffd}\"",
    ),
    (
        "utf8",
        &["\x1b[200~müde\x1b[201~".as_bytes()],
        "paste\"müde\"",
    ),
    ("empty", &[b"\x1b[200~\x1b[201~x"], "paste\"\" x"),
];

#[test]
fn f_keys() {
    check(F_KEYS);
}

#[test]
fn cursor_keys() {
    check(CURSOR);
}

#[test]
fn keypad_in_application_mode() {
    check(KEYPAD);
}

#[test]
fn characters() {
    check(CHARACTERS);
}

#[test]
fn keys_as_code_points() {
    check(CSI_U);
}

#[test]
fn reports_are_swallowed() {
    check(SWALLOWED);
}

#[test]
fn pastes() {
    check(PASTES);
}

#[test]
fn esc_and_alt() {
    assert_eq!(play(&[b"\x1b"], 0), "esc");
    assert_eq!(play(&[b"\x1b\x1b"], 0), "esc esc");
    assert_eq!(play(&[b"\x1b\x1b\x1b[D"], 0), "esc alt-left");
    assert_eq!(play(&[b"\x1bj"], 0), "alt-j");
    assert_eq!(play(&[b"\x1b\xc3\xa9"], 0), "alt-é");
    assert_eq!(
        play(&[b"\x1b\x7f\x1b\r\x1b\x18"], 0),
        "alt-backspace alt-enter ctrl-alt-x"
    );
    assert_eq!(play(&[b"\x1b\x1bj"], 0), "esc alt-j");
    assert_eq!(play(&[b"\x1b", b"j"], 49), "alt-j");
    assert_eq!(play(&[b"\x1b", b"j"], 51), "esc j");
    assert_eq!(play(&[b"\x1b", b"\x1b"], 51), "esc esc");
}

#[test]
fn deadlines_are_the_patience() {
    let mut bench = Bench::new();
    let start = bench.now;
    bench.send(b"\x1b");
    assert_eq!(
        bench.decoder.deadline(),
        Some(start + Duration::from_millis(50))
    );
    assert_eq!(bench.decoder.expire(start + Duration::from_millis(49)), []);
    bench.send(b"[1");
    assert_eq!(
        bench.decoder.deadline(),
        Some(start + Duration::from_millis(200))
    );
    bench.send(b"~\x1b[200~");
    assert_eq!(
        bench.decoder.deadline(),
        Some(start + Duration::from_secs(1))
    );
    bench.send(b"\x1b[201~");
    assert_eq!(bench.decoder.deadline(), None);
}

#[test]
fn rest_of_a_sequence_after_esc_is_not_typed() {
    // The ESC of a slow line has become Esc already; what follows at once is dropped.
    assert_eq!(play(&[b"\x1b", b"[B", b"7"], 100), "esc 7");
    assert_eq!(play(&[b"\x1b", b"[1;5D", b"7"], 100), "esc 7");
    assert_eq!(play(&[b"\x1b", b"OP", b"7"], 100), "esc 7");
    assert_eq!(play(&[b"\x1b", b"[[A", b"7"], 100), "esc 7");
    assert_eq!(play(&[b"\x1b", b"[?62;22c", b"7"], 100), "esc 7");
    // Lines of a paste must not act as keys even then.
    assert_eq!(
        play(&[b"\x1b", b"[200~1\r\x1b[201~"], 100),
        "esc paste\"1\\n\""
    );
    // What a person types is kept.
    assert_eq!(play(&[b"\x1b", b"[", b"7"], 100), "esc [ 7");
    assert_eq!(play(&[b"\x1b", b"O", b"k"], 100), "esc O k");
    assert_eq!(play(&[b"\x1b", b"[ "], 100), "esc [ space");
    assert_eq!(play(&[b"\x1b", b"[B"], 300), "esc [ B");
}

#[test]
fn unfinished_sequences_are_dropped() {
    for start in [
        &b"\x1b["[..],
        b"\x1b[1;",
        b"\x1b[[",
        b"\x1bO",
        b"\x1bO5",
        b"\x1b[M ",
        b"\x1b]11;rgb",
        b"\x1b]11;rgb\x1b",
        b"\x1bP>|X",
        b"\x1b_",
        b"\x1b^",
        b"\x1bX",
        b"\xe2\x82",
        b"\x1b\xe2",
        b"\x1b[3 ",
    ] {
        assert_eq!(play(&[start, b"7\x03"], 201), "7 ctrl-c", "{start:?}");
    }
}

#[test]
fn held_key_gets_through_an_open_sequence() {
    let mut bench = Bench::new();
    bench.send(b"\x1b[");
    for _ in 0..200 {
        bench.pause(33).send(b"7");
    }
    let typed = bench.words();
    assert!(typed.starts_with("7 7"), "{typed}");
    let mut bench = Bench::new();
    bench.send(b"\x1b]");
    for _ in 0..200 {
        bench.pause(33).send(b"7");
    }
    assert!(bench.words().starts_with("7 7"));
}

#[test]
fn paste_without_end() {
    let mut bench = Bench::new();
    for key in [&b"\x1b[200~"[..], b"1", b"2", b"\t", b"\x03"] {
        bench.send(key).pause(300);
    }
    assert_eq!(bench.words(), "");
    bench.pause(1_000).send(b"\x037");
    assert_eq!(bench.words(), "lost ctrl-c 7");
}

#[test]
fn paste_of_the_longest_length_and_one_more() {
    let paste = |length: usize| [&b"\x1b[200~"[..], &vec![b'x'; length], b"\x1b[201~7"].concat();
    let whole = format!("paste{:?} 7", "x".repeat(80_000));
    assert_eq!(play(&[&paste(80_000)], 0), whole);
    // None of a longer one is typed, and it is said once.
    assert_eq!(play(&[&paste(80_001)], 0), "lost 7");
    assert_eq!(play(&[&paste(1_000_000)], 0), "lost 7");
    let endless = [&b"\x1b[200~"[..], &[b'x'; 160_000]].concat();
    assert_eq!(play(&[&endless, b"\x037"], 250), "lost ctrl-c 7");
}

/// Whole sequences that stand for themselves wherever they are.
fn sequences() -> impl Strategy<Value = Vec<Row>> {
    let rows: Vec<Row> = [F_KEYS, CURSOR, CHARACTERS, CSI_U, SWALLOWED, PASTES]
        .concat()
        .into_iter()
        // Bare ESC [ M is the start of a mouse report, ESC O w depends on the keypad.
        .filter(|(name, ..)| !matches!(*name, "F1 SCO" | "End rxvt (putty)"))
        .collect();
    proptest::collection::vec(proptest::sample::select(rows), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_come_to_rest(
        chunks in proptest::collection::vec(
            (proptest::collection::vec(any::<u8>(), 0..40), 0u64..400), 0..12),
    ) {
        let mut bench = Bench::new();
        for (bytes, ms) in &chunks {
            bench.send(bytes).pause(*ms);
        }
        bench.pause(2_000);
        prop_assert_eq!(bench.decoder.deadline(), None);
        bench.got.clear();
        bench.send(b"7").pause(2_000);
        prop_assert_eq!(bench.words(), "7");
    }

    #[test]
    fn pieces_of_sequences_come_to_rest(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            &b"\x1b"[..], b"[", b"O", b"M", b"]", b"P", b"_", b"\\", b"\x07", b"<", b"?", b";",
            b"200~", b"201~", b"1", b"5", b"~", b"A", b"u", b"$", b"\xe2", b"\x82", b"\x18", b"x",
        ]), 0..60),
        ms in 0u64..80,
    ) {
        let mut bench = Bench::new();
        for piece in &pieces {
            bench.send(piece).pause(ms);
        }
        bench.pause(2_000);
        prop_assert_eq!(bench.decoder.deadline(), None);
        for input in &bench.got {
            if let Input::Key(key) = input {
                prop_assert!(key.typed().is_none_or(|c| !c.is_control()));
                prop_assert_eq!(key.canonical(), *key);
            }
        }
        bench.got.clear();
        bench.send(b"7").pause(2_000);
        prop_assert_eq!(bench.words(), "7");
    }

    #[test]
    fn splits_change_nothing(
        rows in sequences(),
        cuts in proptest::collection::vec((any::<proptest::sample::Index>(), 0u64..50), 0..8),
    ) {
        let bytes: Vec<u8> = rows.iter().flat_map(|(_, chunks, _)| chunks.concat()).collect();
        let expected = rows.iter().map(|(.., keys)| *keys).filter(|k| !k.is_empty())
            .collect::<Vec<_>>().join(" ");
        let mut cuts: Vec<(usize, u64)> =
            cuts.iter().map(|(at, ms)| (at.index(bytes.len()), *ms)).collect();
        cuts.sort_unstable();
        // Two pauses at one place would be longer than the patience.
        cuts.dedup_by_key(|(at, _)| *at);
        let mut bench = Bench::new();
        let mut from = 0;
        for (at, ms) in cuts {
            bench.send(&bytes[from..at]).pause(ms);
            from = at;
        }
        bench.send(&bytes[from..]).pause(5_000);
        prop_assert_eq!(bench.words(), expected);
    }
}
