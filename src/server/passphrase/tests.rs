//! Words set, tried and refused, with the record's side played by the test.

use super::*;
use crate::domain::rules::LONGEST_PASSPHRASE;
use crate::text::DEFAULT;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);

fn words(text: &str) -> Passphrase {
    Passphrase(text.to_owned())
}

fn at(minutes: i64) -> DateTime<FixedOffset> {
    let start = DateTime::parse_from_rfc3339("2025-03-01T09:00:00+01:00").unwrap();
    start + TimeDelta::minutes(minutes)
}

fn anna() -> User {
    User {
        user: "anna".to_owned(),
        name: "A. Berg".to_owned(),
        roles: Vec::new(),
        active: true,
        passphrase: None,
        wrong: 0,
        wrong_at: None,
        described: Vec::new(),
    }
}

/// A study's passphrases, and the outcomes.
struct Bench {
    dir: tempfile::TempDir,
    own: Passphrases,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let own = Passphrases::new(dir.path(), Rules::of(&Terminal::default()));
        Self { dir, own }
    }

    fn check(&self, user: &User, given: &str, minutes: i64) -> Outcome {
        let (sender, outcomes) = mpsc::channel();
        let done = Box::new(move |checked: Checked| sender.send(checked).unwrap());
        self.own.check(user, words(given), at(minutes), done);
        outcomes.recv_timeout(LIMIT).unwrap().outcome
    }

    fn set(&self, user: &User, old: Option<&str>, new: &str) -> Outcome {
        let (sender, outcomes) = mpsc::channel();
        let done = Box::new(move |checked: Checked| sender.send(checked).unwrap());
        self.own.set(user, old.map(words), words(new), at(0), done);
        outcomes.recv_timeout(LIMIT).unwrap().outcome
    }

    /// Sets words and takes the proof into the user, as the record does.
    fn give(&self, user: &mut User, old: Option<&str>, new: &str) {
        match self.set(user, old, new) {
            Outcome::Set { proof } => user.passphrase = Some(proof),
            other => panic!("{other:?}"),
        }
    }
}

fn says(outcome: &Outcome, part: &str) -> bool {
    match outcome {
        Outcome::Wrong(fault) | Outcome::Refused(fault) | Outcome::Unfit(fault) => {
            DEFAULT.passphrase(fault).contains(part)
        }
        Outcome::Right | Outcome::Set { .. } => false,
    }
}

#[test]
fn words_fit_their_stored_form_alone_and_no_two_forms_are_alike() {
    let [one, two] = [(); 2].map(|()| hash(&words("correct horse")).unwrap());
    assert_ne!(one, two);
    assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
    assert!(fits(&words("correct horse"), &one) && fits(&words("correct horse"), &two));
    for other in ["correct hors", "Correct horse", "", "correct horse "] {
        assert!(!fits(&words(other), &one), "{other:?}");
    }
    for form in ["", "correct horse", "$argon2id$", &one[..one.len() - 1]] {
        assert!(!fits(&words("correct horse"), form), "{form:?}");
    }
}

#[test]
fn what_was_set_is_right_and_all_else_wrong_also_after_a_new_start() {
    let bench = Bench::new();
    let mut anna = anna();
    assert!(says(&bench.check(&anna, "anything", 0), "coreset passwd"));
    bench.give(&mut anna, None, "correct horse");
    assert_eq!(bench.check(&anna, "correct horse", 0), Outcome::Right);
    assert!(says(
        &bench.check(&anna, "correct hearse", 0),
        "4 more tries"
    ));
    let path = bench.dir.path().join("passphrases");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(!std::fs::read_to_string(&path).unwrap().contains("horse"));
    let again = Bench {
        own: Passphrases::new(bench.dir.path(), bench.own.rules),
        dir: bench.dir,
    };
    assert_eq!(again.check(&anna, "correct horse", 0), Outcome::Right);
    let boris = User {
        user: "boris".to_owned(),
        ..anna
    };
    assert!(says(
        &again.check(&boris, "correct horse", 0),
        "reset boris"
    ));
}

#[test]
fn a_passphrase_holds_no_login_name_and_is_no_part_of_it() {
    let bench = Bench::new();
    let named = |login: &str| User {
        user: login.to_owned(),
        ..anna()
    };
    for (login, words, does) in [
        ("anna", "correct Anna horse", false),
        ("anna", "annaanna", false),
        ("anna.berg.assessor", "Berg.Assessor", false),
        ("anna.berg.assessor", " anna.berg ", false),
        ("anna", "correct horse", true),
        // Letters that stand next to each other by chance.
        ("an", "an orange hat", true),
    ] {
        let set = bench.set(&named(login), None, words);
        assert_eq!(matches!(set, Outcome::Set { .. }), does, "{login} {words}");
        assert_eq!(says(&set, "your login name"), !does, "{login} {words}");
    }
}

#[test]
fn the_old_words_are_asked_for_and_hold_until_the_proof_of_the_new_is_recorded() {
    let bench = Bench::new();
    let mut anna = anna();
    bench.give(&mut anna, None, "correct horse");
    assert!(says(
        &bench.set(&anna, None, "battery staple"),
        "give the old one"
    ));
    assert!(says(
        &bench.set(&anna, Some("wrong"), "battery staple"),
        "4 more"
    ));
    assert_eq!(bench.check(&anna, "correct horse", 0), Outcome::Right);
    // The proof is not recorded: a disk that ran full, a power cut.
    let set = bench.set(&anna, Some("correct horse"), "battery staple");
    assert!(matches!(set, Outcome::Set { .. }));
    assert_eq!(bench.check(&anna, "correct horse", 0), Outcome::Right);
    bench.give(&mut anna, Some("correct horse"), "paper clip box");
    assert_eq!(bench.check(&anna, "paper clip box", 0), Outcome::Right);
    for gone in ["correct horse", "battery staple"] {
        assert!(matches!(bench.check(&anna, gone, 0), Outcome::Wrong(_)));
    }
    // Cleared by a manager: set anew without the old one.
    anna.passphrase = None;
    bench.give(&mut anna, None, "fourth of four");
    assert_eq!(bench.check(&anna, "fourth of four", 0), Outcome::Right);
    assert_eq!(file::forms(bench.dir.path(), "anna").unwrap().len(), 1);
}

#[test]
fn a_stored_form_from_elsewhere_or_none_is_not_used() {
    let bench = Bench::new();
    let mut anna = anna();
    bench.give(&mut anna, None, "correct horse");
    let path = bench.dir.path().join("passphrases");
    let form = hash(&words("intruder's")).unwrap();
    std::fs::write(&path, format!("{{\"anna\": [{form:?}]}}")).unwrap();
    for given in ["intruder's", "correct horse"] {
        let outcome = bench.check(&anna, given, 0);
        assert!(says(&outcome, "coreset user reset anna"), "{outcome:?}");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(says(&bench.check(&anna, "correct horse", 0), "reset anna"));
    std::fs::write(&path, "no json").unwrap();
    assert!(says(
        &bench.check(&anna, "correct horse", 0),
        "cannot be read"
    ));
    assert!(says(
        &bench.set(&anna, Some("correct horse"), "another one"),
        "cannot be read"
    ));
    assert_eq!(std::fs::read(&path).unwrap(), b"no json");
}

#[test]
fn short_and_endless_words_are_no_passphrase_and_any_characters_are() {
    let bench = Bench::new();
    assert!(says(
        &bench.set(&anna(), None, "1234567"),
        "at least 8 characters"
    ));
    assert!(says(
        &bench.set(&anna(), None, &"x".repeat(LONGEST_PASSPHRASE + 1)),
        "too long"
    ));
    for fine in [
        "aaaaaaaa",
        "        ",
        "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        &"x".repeat(LONGEST_PASSPHRASE),
    ] {
        assert!(
            matches!(bench.set(&anna(), None, fine), Outcome::Set { .. }),
            "{fine:?}"
        );
    }
}

#[test]
fn after_too_many_wrong_ones_nothing_is_looked_at_for_the_pause() {
    let bench = Bench::new();
    let mut anna = anna();
    bench.give(&mut anna, None, "correct horse");
    for wrong in 0..5 {
        anna.wrong = wrong;
        let outcome = bench.check(&anna, "wrong", 0);
        let said = match wrong {
            3 => "One more try",
            4 => "Wait 15 minutes",
            _ => "more tries",
        };
        assert!(says(&outcome, said), "{wrong}: {outcome:?}");
    }
    (anna.wrong, anna.wrong_at) = (5, Some(at(0)));
    for (minutes, left) in [(0, "15 minutes"), (10, "5 minutes"), (14, "1 minute,")] {
        let outcome = bench.check(&anna, "correct horse", minutes);
        assert!(
            matches!(outcome, Outcome::Refused(_)) && says(&outcome, left),
            "{outcome:?}"
        );
    }
    // The same for setting, and when the clock was put back a little.
    assert!(matches!(
        bench.set(&anna, Some("correct horse"), "battery staple"),
        Outcome::Refused(_)
    ));
    assert!(matches!(
        bench.check(&anna, "correct horse", -5),
        Outcome::Refused(_)
    ));
    // The pause is over, whichever way the clock went.
    for minutes in [15, -15] {
        assert_eq!(bench.check(&anna, "correct horse", minutes), Outcome::Right);
    }
    assert!(says(&bench.check(&anna, "wrong", 15), "4 more tries"));
}

#[test]
fn tries_at_once_do_not_outrun_the_count() {
    let bench = Bench::new();
    let mut anna = anna();
    bench.give(&mut anna, None, "correct horse");
    let (sender, outcomes) = mpsc::channel();
    for _ in 0..8 {
        let sender = sender.clone();
        let done = Box::new(move |checked: Checked| sender.send(checked).unwrap());
        bench.own.check(&anna, words("wrong"), at(0), done);
    }
    let all: Vec<Checked> = (0..8)
        .map(|_| outcomes.recv_timeout(LIMIT).unwrap())
        .collect();
    let looked_at = |checked: &&Checked| matches!(checked.outcome, Outcome::Wrong(_));
    assert_eq!(all.iter().filter(looked_at).count(), 1);
    let refused = all.iter().find(|checked| !looked_at(checked)).unwrap();
    assert!(says(&refused.outcome, "in a moment"));
    // Until the first is counted; another user is not held up.
    assert!(matches!(
        bench.check(&anna, "correct horse", 0),
        Outcome::Refused(_)
    ));
    let boris = User {
        user: "boris".to_owned(),
        ..self::anna()
    };
    assert!(matches!(
        bench.set(&boris, None, "correct horse"),
        Outcome::Set { .. }
    ));
    drop(all);
    assert_eq!(bench.check(&anna, "correct horse", 0), Outcome::Right);
}
