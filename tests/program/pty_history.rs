//! A monitor at a terminal: from a field to who changed it, why and when, counting the keys.

use crate::support::pty;
use crate::support::pty::Pty;
use crate::support::visit;

const F8: &str = "\x1b[19~";
const ESC: &str = "\x1b";
const HOME: &str = "\x1b[H";

/// Presses a key and waits for what it brings.
fn press(pty: &mut Pty, key: &str, wanted: &str) {
    pty.send(key.as_bytes());
    pty.wait_for(|screen| pty::text(screen).contains(wanted))
        .unwrap_or_else(|_| panic!("{key:?} did not bring {wanted:?}:\n{}", pty.text()));
}

#[test]
fn one_key_from_a_field_tells_who_changed_it_why_and_when() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("demo");
    let args = ["demo", "--dir", study.to_str().unwrap()];
    let mut pty = visit::start_with(dir.path(), &args, &[("TZ", "UTC")]);
    pty.wait_for_text("14 of 14");
    // The physician's form of week 12 is left complete, opened again, and its first value changed for a reason.
    press(&mut pty, "9", "99-009");
    press(&mut pty, "\r", "at enrolment on");
    press(&mut pty, "5", "Held on");
    press(&mut pty, "6", "End: complete");
    press(&mut pty, ESC, "Held on");
    press(&mut pty, "6", "End: complete");
    press(&mut pty, HOME, "Physician global VAS");
    for (key, wanted) in [
        ("1", "1"),
        (".", "1."),
        ("7", "1.7"),
        ("\r", "Reason for the change"),
        ("\r", "typing error"),
    ] {
        press(&mut pty, key, wanted);
    }
    // A digit chooses nothing while nobody can have read the lines; an arrow and Enter choose what stands there.
    press(&mut pty, "\x1b[B", "▸ 1 typing error");
    press(&mut pty, "\r", "saved #");
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        let changed = |row: &str| row.contains("Physician global VAS") && row.contains("1.7");
        !text.contains("Reason for the change") && text.lines().any(changed)
    })
    .unwrap_or_else(|_| panic!("not changed:\n{}", pty.text()));
    press(&mut pty, HOME, "Physician global VAS");

    let keys = [F8];
    for key in keys {
        pty.send(key.as_bytes());
    }
    assert!(keys.len() <= 3);
    let today = chrono::Utc::now().date_naive().to_string();
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        // What, why, who and in which role, and when with the offset of the clock.
        let said = [
            "-> 1.7",
            "typing error",
            ", assessor",
            today.as_str(),
            "+00:00",
        ];
        said.iter().all(|words| text.contains(words))
    })
    .unwrap_or_else(|_| panic!("not told:\n{}", pty.text()));
    // And back to the field.
    press(&mut pty, ESC, "Ctrl-D missing");
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
}
