//! The program as an assessor meets it: from an empty data directory to a verdict, by keys alone.

use crate::support::pty;
use crate::support::visit;
use crate::support::visit::Findings;

const BASELINE: Findings = Findings {
    patient: "6.0\r3",
    physician: "6.0\r3",
    grade: "5",
    extramuscular: "4.0",
    ck: "1000",
    first: true,
};

const WEEK_12: Findings = Findings {
    patient: "4.0\r2",
    physician: "4.8\r3",
    grade: "6",
    extramuscular: "3.9",
    ck: "1300",
    first: false,
};

/// The numbers of the two visits, worked out by hand:
///
/// | measure | relative | of its range | points |
/// |---|---|---|---|
/// | physician VAS 6.0 to 4.8 | 1.2 / 6.0 = 20 %, exactly | 1.2 / 10 = 12 % | 7.5 |
/// | patient VAS 6.0 to 4.0 | 33.3 % | 2.0 / 10 = 20 % | 5 |
/// | MMT 15 x 5 = 75 to 15 x 6 = 90 | 15 / 75 = 20 %, exactly | 15 / 150 = 10 % | 10 |
/// | HAQ-DI 1 in all eight categories, both times | 0 | 0 | 0 |
/// | CK 1000 to 1300 | worse by 30 % | worse | 0 |
/// | extramuscular 4.0 to 3.9 | 2.5 % | 1 % | 0 |
///
/// IMACS (20 % is enough): three improved, one worse by 25 % or more, not MMT: met. The registered
/// reading (more than 20 %) counts the patient's scale alone: not met. Total 22.5: minimal, since 20.
const VERDICT: [&str; 5] = [
    "IMACS improvement: MET",
    "3 improved (3 needed), 1 worse",
    "Registered: not met",
    "differs",
    "TIS 22.5 of 100: minimal",
];

/// Rows of the table of change.
const CHANGE: [&str; 6] = [
    "Physician VAS     6.0           4.8  ▲ improved    -1.2  -20.0 %   7.5",
    "Patient VAS       6.0           4.0  ▲ improved    -2.0  -33.3 %   5.0",
    "MMT-8              75            90  ▲ improved     +15  +20.0 %  10.0",
    "HAQ-DI          1.000         1.000  = same       0.000    0.0 %   0.0",
    "CK U/L           1000          1300  ▼ WORSE       +300  +30.0 %   0.0",
    "Extramuscular     4.0           3.9  ▲ better      -0.1   -2.5 %   0.0",
];

/// Keys from the start screen to a participant's visits.
const FIND: &[u8] = b"3\r";

#[test]
fn from_an_empty_directory_to_the_verdict() {
    let data = tempfile::tempdir().unwrap();
    let mut pty = visit::start(data.path());
    visit::enrol(&mut pty);
    visit::admit(&mut pty);
    pty.send(b"1");
    pty.wait_for_text("Not begun");
    visit::enter(&mut pty, &BASELINE, None);
    // Two steps back: to the forms, to the visits.
    pty.send(b"\x0f\x0f");
    pty.wait_for_text("enrolment on");
    // Week 12 lies ahead: Enter alone does not answer that question.
    pty.send(b"5");
    pty.wait_for_text("Outside the window");
    pty.send(b"\r");
    pty.send(b"1");
    pty.wait_for_text("Not begun");
    visit::enter(&mut pty, &WEEK_12, Some("travels"));
    pty.wait_for(|screen| {
        let text = pty::text(screen);
        text.contains("saved #") && !text.contains("saving")
    })
    .unwrap();
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.line_mode_changes(), "");
    assert_eq!(pty.leftovers(), [""; 0]);

    let mut pty = visit::start(data.path());
    pty.wait_for_text("1 of 1");
    let list = pty.text();
    let row = list.lines().find(|row| row.contains("01-003")).unwrap();
    assert!(row.contains("22.5") && row.contains("met"), "{row}");
    assert!(FIND.len() <= 3);
    pty.send(FIND);
    pty.wait_for_text("enrolment on");
    let visits = pty.text();
    for (label, complete) in [("Baseline", "12/12"), ("Week 12", "11/11")] {
        let row = visits.lines().find(|row| row.contains(label)).unwrap();
        assert!(row.contains("done") && row.contains(complete), "{row}");
    }
    pty.send(b"5");
    pty.wait_for_text("Held on 2");
    let forms = pty.text();
    assert_eq!(forms.matches('✓').count(), 11, "{forms}");
    pty.send(b"\x14");
    pty.wait_for_text("Worse by 25 % or more: CK");
    let page = pty.text();
    for line in CHANGE.iter().chain(&VERDICT) {
        assert!(page.contains(line), "{line:?}\n{page}");
    }
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn two_keys_lead_from_the_start_to_a_participant_among_many() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("demo");
    let args = ["demo", "--dir", study.to_str().unwrap()];
    let mut pty = visit::start_with(dir.path(), &args, &[]);
    pty.wait_for_text("14 of 14");
    let list = pty.text();
    let first = list.lines().find(|row| row.contains("▸")).unwrap();
    let first = first.split_whitespace().nth(1).unwrap().to_owned();
    // Enter opens whom the cursor is on; two digits find any of them.
    pty.send(b"\r");
    pty.wait_for_text("enrolment on");
    assert!(pty.text().contains(&first), "{}", pty.text());
    pty.send(b"\x0f");
    pty.wait_for_text("Find:");
    pty.send(b"11\r");
    pty.wait_for_text("enrolment on");
    let head = pty.text();
    let id = head
        .split_whitespace()
        .find(|word| word.contains('-'))
        .unwrap();
    assert!(id.ends_with("11"), "{head}");
}
