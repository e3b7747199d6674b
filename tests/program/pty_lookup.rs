//! The program as an assessor meets it: from wherever one is to a named participant's timeline, counting the keys.

use crate::support::pty;
use crate::support::pty::Pty;
use crate::support::visit;
use rustix::process::Signal;

/// Presses keys one after another; returns how many.
fn press(pty: &mut Pty, keys: &[&str]) -> usize {
    for key in keys {
        pty.send(key.as_bytes());
    }
    keys.len()
}

const CTRL_F: &str = "\x06";
const CTRL_P: &str = "\x10";
const CTRL_O: &str = "\x0f";

/// Waits for the timeline and returns id and initials as they stand on its header.
fn on_header(pty: &mut Pty, id: &str) -> (String, String) {
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        let header = text.lines().next().unwrap_or_default();
        header.contains("Timeline") && header.contains(id)
    })
    .unwrap_or_else(|_| panic!("no timeline of {id}:\n{}", pty.text()));
    let text = pty.text();
    let mut words = text.lines().next().unwrap().split_whitespace();
    assert_eq!(words.next(), Some("DEMO"));
    let id = words.next().unwrap().to_owned();
    (id, words.next().unwrap().to_owned())
}

/// Waits until the physician's form of 99-009 shows the text that is half typed in its first field.
fn half_typed(pty: &mut Pty) {
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        let mut rows = text.lines();
        let header = rows.next().unwrap_or_default();
        let there = header.contains("99-009") && header.contains("Physician global");
        // The keys of the form are the last that is written of it.
        let there = there && text.contains("Ctrl-D missing");
        there && rows.any(|row| row.contains("Physician global VAS") && row.contains(" 3. "))
    })
    .unwrap_or_else(|_| panic!("{}", pty.text()));
}

/// Ids and initials of the rows of the list.
fn listed(pty: &Pty) -> Vec<(String, String)> {
    let text = pty.text();
    let words = text.lines().map(|line| {
        // The cursor, and the mark of a serious event that nobody has seen.
        let line = line.trim_start_matches(['▸', ' ', '!']);
        line.split_whitespace().collect::<Vec<_>>()
    });
    let rows = words.filter(|words| words.len() > 2 && words[0].starts_with("99-0"));
    rows.map(|words| (words[0].to_owned(), words[1].to_owned()))
        .collect()
}

#[test]
fn three_keys_lead_from_the_start_screen_to_a_named_participants_timeline() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("demo");
    let args = ["demo", "--dir", study.to_str().unwrap()];
    let mut pty = visit::start_with(dir.path(), &args, &[]);
    pty.wait_for_text("14 of 14");
    let rows = listed(&pty);
    assert_eq!(rows.len(), 14, "{}", pty.text());
    let initials = |id: &str| {
        let row = rows.iter().find(|(known, _)| known == id);
        row.map(|(_, initials)| initials.clone()).unwrap()
    };

    // From the start screen: the digits of the number, and the timeline.
    let keys = press(&mut pty, &["1", "1", CTRL_P]);
    assert_eq!(keys, 3);
    let seen = on_header(&mut pty, "99-011");
    assert_eq!(seen, ("99-011".to_owned(), initials("99-011")));
    let text = pty.text();
    assert!(text.contains("MMT-8"), "{text}");

    // From that timeline to somebody else's: the finder, a digit, the timeline; one step back, it is there again.
    let keys = press(&mut pty, &[CTRL_F, "9", CTRL_P]);
    assert_eq!(keys, 3);
    let seen = on_header(&mut pty, "99-009");
    assert_eq!(seen, ("99-009".to_owned(), initials("99-009")));
    press(&mut pty, &[CTRL_O]);
    on_header(&mut pty, "99-011");
    press(&mut pty, &[CTRL_F, "9", "\r"]);
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        text.contains("enrolment on") && text.contains("99-009")
    })
    .unwrap();

    // From a form with something half typed: the same three, and what was typed waits.
    press(&mut pty, &["5", "6", "3", "."]);
    half_typed(&mut pty);
    let keys = press(&mut pty, &[CTRL_F, "3", CTRL_P]);
    assert_eq!(keys, 3);
    let seen = on_header(&mut pty, "99-003");
    assert_eq!(seen, ("99-003".to_owned(), initials("99-003")));
    // One step back the form is as it was, and from there again.
    press(&mut pty, &[CTRL_O]);
    half_typed(&mut pty);
    press(&mut pty, &[CTRL_F, "3", CTRL_P]);
    on_header(&mut pty, "99-003");
    press(&mut pty, &[CTRL_F, "9", "\r"]);
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        text.contains("enrolment on") && text.contains("99-009")
    })
    .unwrap();
    press(&mut pty, &["5", "6"]);
    half_typed(&mut pty);

    // Out of the finder nothing has moved.
    let before = pty.text();
    press(&mut pty, &[CTRL_F]);
    pty.wait_for_text("14 of 14");
    press(&mut pty, &[CTRL_O]);
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        text.lines().take(20).eq(before.lines().take(20))
    })
    .unwrap_or_else(|_| panic!("{before}\n{}", pty.text()));

    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.line_mode_changes(), "");
    assert_eq!(pty.leftovers(), [""; 0]);
}

#[test]
fn an_id_typed_at_the_offer_after_a_kill_opens_that_participant_and_the_draft_waits() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("demo");
    let path = study.to_str().unwrap();
    let mut pty = visit::start_with(dir.path(), &["demo", "--dir", path], &[]);
    pty.wait_for_text("14 of 14");
    press(&mut pty, &["9", "\r"]);
    pty.wait_for_text("enrolment on");
    press(&mut pty, &["5", "6", "3", "."]);
    half_typed(&mut pty);
    let ended = |mut pty: Pty| {
        pty.kill(Signal::KILL);
        assert_ne!(pty.exit_code(), 0);
        visit::wait_until_closed(&study);
    };
    ended(pty);

    // Twice, since the draft waits beside another participant the second time.
    for _ in 0..2 {
        let mut again = visit::start_with(dir.path(), &["--study", path], &[]);
        again.wait_for_text("Go on where you were?");
        let text = again.text();
        assert!(text.contains("99-009 XI at Week 12"), "{text}");
        assert!(text.contains("with \"3.\" open"), "{text}");
        again.send(b"99-004\r");
        again
            .wait_for(|screen| {
                let text = pty::text(screen);
                let header = text.lines().next().unwrap_or_default();
                header.contains("99-004") && text.contains("enrolment on")
            })
            .unwrap_or_else(|_| panic!("{}", again.text()));
        ended(again);
    }

    let mut again = visit::start_with(dir.path(), &["--study", path], &[]);
    again.wait_for_text("Go on where you were?");
    again.send(b"\r");
    half_typed(&mut again);
    again.send(b"\x18");
    assert_eq!(again.exit_code(), 0);
}
