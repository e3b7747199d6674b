//! A whole visit as the keys of its forms, and the program in a terminal with a data directory of its
//! own.
#![allow(dead_code, reason = "each test file uses a part")]

use super::pty::Pty;
use coreset::domain::study::named_files::used_files;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::study::version::kept::keep;
use rustix::fs::FlockOperation;
use std::path::Path;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");
/// Lets the study's server end with its last terminal.
pub(crate) const AT_ONCE: (&str, &str) = ("CORESET_UNTIL_IDLE", "0");
/// "The rest of this part is absent", and the answer to the question.
const REST_ABSENT: &str = "\x121";
/// Goes to the next field that must have an answer.
const NEXT_REQUIRED: &str = "\x05";

/// Starts the program at 80x24 on the default study of a data directory.
pub(crate) fn start(data: &Path) -> Pty {
    start_with(data, &[], &[])
}

/// The same with arguments and more environment.
pub(crate) fn start_with(data: &Path, args: &[&str], env: &[(&str, &str)]) -> Pty {
    start_after(data, args, env, |_| {})
}

/// The same in a terminal to which something happens before the program draws.
pub(crate) fn start_after(
    data: &Path,
    args: &[&str],
    env: &[(&str, &str)],
    before: impl FnOnce(&mut Pty),
) -> Pty {
    let mut all = vec![("XDG_DATA_HOME", data.to_str().unwrap()), AT_ONCE];
    all.extend(env);
    let mut pty = Pty::start(Path::new(PROGRAM), args, &all, (80, 24));
    before(&mut pty);
    put_off_passphrase(&mut pty);
    pty
}

/// Waits for the first screen, and goes on without a passphrase where the start asks for one.
pub(crate) fn put_off_passphrase(pty: &mut Pty) {
    let asked = |screen: &vt100::Screen| super::pty::text(screen).contains("Set your passphrase");
    // Rows are drawn from the top, so that with the last one all are there. Who is refused shows none.
    let drawn = |screen: &vt100::Screen| {
        let last = screen.rows(0, screen.size().1.into()).last();
        last.is_some_and(|row| !row.trim().is_empty())
    };
    if pty.wait_for(drawn).is_ok() && pty.text().contains("Set your passphrase") {
        pty.send(b"\x03");
        pty.wait_for(|screen| !asked(screen)).unwrap();
    }
}

/// Waits until nobody owns a study any more: its server ends a moment after its last terminal.
pub(crate) fn wait_until_closed(study: &Path) {
    let lock = std::fs::File::open(study.join("owner.lock")).unwrap();
    let begun = std::time::Instant::now();
    while rustix::fs::flock(&lock, FlockOperation::NonBlockingLockShared).is_err() {
        assert!(
            begun.elapsed() < super::pty::LIMIT,
            "the server does not end"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Entries with which the study that comes with the program is opened: that it was, its files, and its first version.
pub(crate) fn opening_entries() -> u64 {
    let study = embedded_study().unwrap();
    let files = used_files(&study, &[]).into_iter();
    let parts = files.map(|file| keep(&file.file.name, &file.text).len() as u64);
    2 + parts.sum::<u64>()
}

/// Enrols 01-003 AB; ends on the list of visits.
pub(crate) fn enrol(pty: &mut Pty) {
    pty.wait_for_text("No participant yet");
    pty.send(b"\x0e");
    pty.wait_for_text("Participant id");
    pty.send(b"01-003\rAB\r1970\rf162\r\r\r");
    pty.wait_for_text("01-003, AB, female, born 1970, dermatomyositis, 62 kg.");
    pty.send(b"\r1");
    pty.wait_for_text("enrolment on");
    // Before it: the study was opened, its server started, its first user let in, and came in.
    pty.wait_for_text(&format!("saved #{} ", opening_entries() + 4));
}

/// Answers the form of eligibility, which comes in place of a first visit; from the list of visits and back to it.
pub(crate) fn admit(pty: &mut Pty) {
    pty.send(b"1");
    pty.wait_for_text("Baseline cannot begin yet");
    pty.send(b"\r");
    pty.wait_for_text("Consent");
    // Consent today; every criterion met; methotrexate, stable for 200 days, failed; no biologic; tests normal.
    let consent = "11t\r";
    let criteria = "11121212111";
    let treatment = "1215\r2024\rt-200\r10062\r0";
    let tests = "000020130\r40\r35\r45\r060\r420\r161\r1135\r94.2\r240\r0";
    pty.send(format!("{consent}{criteria}{treatment}{tests}{REST_ABSENT}").as_bytes());
    pty.wait_for_text("End: complete");
    pty.send(b"\x0f");
    pty.wait_for(|screen| {
        let text = super::pty::text(screen);
        text.contains("enrolment on") && text.contains("saved #") && !text.contains("saving")
    })
    .unwrap();
}

/// What is rated and measured at a visit; all else is the same at every visit.
pub(crate) struct Findings {
    /// Patient's and physician's global as typed: the scale, 0.0-10.0, and the category.
    pub(crate) patient: &'static str,
    pub(crate) physician: &'static str,
    /// The grade of all fifteen muscles, in one key.
    pub(crate) grade: &'static str,
    /// Extramuscular global.
    pub(crate) extramuscular: &'static str,
    /// Creatine kinase in U/L; its upper limit is 200.
    pub(crate) ck: &'static str,
    /// Whether it is the first visit, which asks what was ever active and for the limits of normal.
    pub(crate) first: bool,
}

/// Title and keys of every form of a visit, in the order of the visit.
pub(crate) fn forms(at: &Findings) -> Vec<(&'static str, String)> {
    let haq = format!(
        "{items1}{REST_ABSENT}0000{items2}{REST_ABSENT}00005.0\r1",
        items1 = "1".repeat(9),
        items2 = "1".repeat(11),
    );
    let rand36 = format!(
        "33{}{}334{}333331",
        "2".repeat(10),
        "1".repeat(7),
        "3".repeat(9)
    );
    // Skin and muscle are active, each with one item; the other systems are absent.
    let skin = at.extramuscular;
    let (course, ever) = if at.first {
        ('2', "0100001")
    } else {
        ('1', "")
    };
    let absent = format!("0.0{REST_ABSENT}");
    let mdaat = format!(
        "{absent}{skin}\r00000{course}{REST_ABSENT}{absent}{absent}{absent}{absent}\
         0.0\r0{skin}\r5.0\r0{course}{REST_ABSENT}5.0\r{ever}5255552"
    );
    let ck = at.ck;
    let enzymes = if at.first {
        format!("Central\r10{ck}\r200\r4\r8\r250\r250\r30\r40\r30\r40\r")
    } else {
        // The laboratory is repeated (a text, which takes `=` itself and waits for Enter), and so is the unit; the limits of that laboratory come by themselves.
        format!("\x19\r=0{ck}\r4\r250\r30\r30\r")
    };
    let mut forms = vec![
        ("Patient global", format!("{}2", at.patient)),
        ("HAQ-DI", haq),
        ("RAND-36", rand36),
        ("MMT-8", format!("{}1", at.grade.repeat(15))),
        ("MDAAT", mdaat),
        ("Physician global", at.physician.to_owned()),
        ("Muscle enzymes", enzymes),
        ("Glucocorticoid", "062\r".to_owned()),
    ];
    forms.extend([
        ("Vital signs", vital_signs(at)),
        ("Safety laboratory", laboratory(at.first)),
    ]);
    if at.first {
        forms.push(("Disease", disease()));
    }
    forms.push(("Adverse events", "0".to_owned()));
    forms
}

/// Passes over a field that may stay blank.
const PASS: &str = "\x1b[B";

fn vital_signs(at: &Findings) -> String {
    // The height is asked once.
    let height = if at.first { "165\r" } else { "" };
    format!("62\r{height}36.6\r3172\r118\r76\r0388\r820\r")
}

/// A safety laboratory within its limits, with those at which a grade begins; later they come with the result by themselves.
fn laboratory(first: bool) -> String {
    let sample = format!("t\r{PASS}Central\r1");
    let units = "1991111111";
    let with_lower = |value: &str, lower: &str| match first {
        true => format!("{value}\r{lower}\r{PASS}"),
        false => format!("{value}\r"),
    };
    let with_upper = |value: &str, upper: &str| match first {
        true => format!("{value}\r{PASS}{upper}\r"),
        false => format!("{value}\r"),
    };
    let with_both = |value: &str, lower: &str, upper: &str| match first {
        true => format!("{value}\r{lower}\r{upper}\r"),
        false => format!("{value}\r"),
    };
    // What a laboratory never gave is passed over once it is known.
    let limit = if first { PASS } else { "" };
    let blood = [
        with_lower("6.12", "3.5"),
        with_lower("4.21", "1.8"),
        with_lower("1.45", "1.1"),
        with_lower("240", "125"),
    ];
    let chemistry = [
        with_upper("61", "73"),
        with_upper("30", "40"),
        with_upper("30", "40"),
        with_upper("9.5", "21"),
        with_lower("42", "40"),
        with_lower("5.1", "3.9"),
    ];
    format!(
        "{sample}{units}{NEXT_REQUIRED}{}{}{}{}3\r{limit}12\r{PASS}0{NEXT_REQUIRED}0{PASS}",
        with_both("135", "120", "160"),
        blood.concat(),
        chemistry.concat(),
        with_both("4.2", "3.5", "5.3"),
    )
}

/// Antibodies that are asked for, of which no result is set with the rest.
const ANTIBODIES: usize = 32;

/// The history of a disease of skin and muscles without a biopsy, with every antibody negative.
fn disease() -> String {
    let antibodies = "1".repeat(ANTIBODIES);
    format!(
        "2024-03\r54\r2024-06\r11110011102024-03\r000100\
         22024-06\r012024-06\r{antibodies}"
    )
}

/// Enters every form of the visit whose list of forms is on the screen; ends at the end of the last. Where the visit lies
/// outside its window, these words say why, behind the first value.
pub(crate) fn enter(pty: &mut Pty, at: &Findings, outside: Option<&str>) {
    pty.send(b"1");
    for (n, (title, keys)) in forms(at).into_iter().enumerate() {
        if n > 0 {
            pty.send(b"\r");
        }
        pty.wait_for(|screen| {
            super::pty::text(screen)
                .lines()
                .next()
                .is_some_and(|head| head.contains(title))
        })
        .unwrap_or_else(|error| panic!("{title}: {error}"));
        let mut keys = keys.as_str();
        if n == 0
            && let Some(why) = outside
            && let Some((first, rest)) = keys.split_once('\r')
        {
            pty.send(format!("{first}\r").as_bytes());
            pty.wait_for_text("why?");
            pty.send(format!("{why}\r").as_bytes());
            keys = rest;
        }
        pty.send(keys.as_bytes());
        pty.wait_for_text("End: complete");
        assert!(
            !pty.text().contains("Enter asks about"),
            "{title}: a question nobody expects\n{}",
            pty.text()
        );
    }
}

/// Returns the highest number that any word "saved" on the screen has carried.
pub(crate) fn saved(bytes: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(bytes);
    text.match_indices("saved #")
        .filter_map(|(at, mark)| {
            let rest = &text[at + mark.len()..];
            let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
            digits.parse().ok()
        })
        .max()
}
