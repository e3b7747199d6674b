//! Earlier scores that are hidden, while two users enter them over many days on lines that fail: after each step the
//! screen holds the record as the owner sends it.

use crate::support::bedside::{Bedside, study};
use coreset::domain::record::user::Role;
use proptest::prelude::*;

const DAYS: [&str; 4] = ["2026-03-02", "2026-03-03", "2026-03-16", "2026-05-25"];

/// What is typed, each where it finds the program.
const SCRIPTS: [&str; 22] = [
    "enter",
    "esc",
    "esc esc",
    "esc esc esc",
    "down",
    "home",
    "end",
    "page-down",
    "ctrl-u",
    "f2",
    "f3",
    "f8",
    "1",
    "2",
    "5",
    "1 1",
    "1 2",
    "4.7 enter",
    "4.7 enter 2 1",
    "6.1 enter 1",
    "ctrl-f type:01-002 ctrl-p",
    "f10",
];

/// What a third user stores at once: visit and answers of the patient's rating.
const STORED: [(&str, &str); 4] = [
    ("baseline", "vas=7.7"),
    ("baseline", "vas=7.7 likert=3 obtained=1"),
    ("week-2", "vas=6.1"),
    ("week-2", "likert=2 obtained=1"),
];

#[derive(Clone, Debug)]
enum Step {
    Type(&'static str),
    /// The other user goes on at the terminal of their own.
    Other,
    Day(usize),
    Stored(usize),
    Holds(bool),
    Deliver,
    /// The line drops; whether the owner had done what was sent.
    Lost(bool),
    Back,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        16 => prop::sample::select(SCRIPTS.to_vec()).prop_map(Step::Type),
        2 => Just(Step::Other),
        2 => (0..DAYS.len()).prop_map(Step::Day),
        2 => (0..STORED.len()).prop_map(Step::Stored),
        1 => any::<bool>().prop_map(Step::Holds),
        1 => Just(Step::Deliver),
        1 => any::<bool>().prop_map(Step::Lost),
        2 => Just(Step::Back),
    ]
}

/// Two terminals of two users, of whom the first is typed at.
fn two() -> (Bedside, [usize; 2]) {
    let mut bedside = Bedside::with("default", study(), &["01-001", "01-002"]);
    let first = bedside.seat;
    let second = bedside.joined_by("kern", "K. Ern", &[Role::Assessor]);
    bedside.sit(first);
    (bedside, [first, second])
}

fn take(bedside: &mut Bedside, seats: [usize; 2], step: &Step) {
    match step {
        Step::Type(script) => {
            bedside.keys(script);
        }
        Step::Other => {
            let other = seats.into_iter().find(|seat| *seat != bedside.seat);
            bedside.sit(other.unwrap());
        }
        Step::Day(day) => {
            // Every terminal has a clock.
            let here = bedside.seat;
            for seat in seats {
                bedside.sit(seat).today(DAYS[*day]);
            }
            bedside.sit(here);
        }
        Step::Stored(which) => {
            let (visit, answers) = STORED[*which];
            let day = bedside.owner.now.date_naive().to_string();
            bedside
                .owner
                .try_fill("01-001", visit, &day, "ptga", answers);
            bedside.spread();
        }
        Step::Holds(holds) => bedside.holds = *holds,
        Step::Deliver => {
            bedside.deliver();
        }
        Step::Lost(done) if !bedside.lost => {
            match done {
                true => bedside.lose_replies(),
                false => bedside.lose(),
            };
        }
        Step::Back if bedside.lost => {
            bedside.back();
        }
        Step::Lost(_) | Step::Back => {}
    }
}

/// What is on the screen is what the owner would send, where nothing is on its way between the two.
fn check(bedside: &Bedside) {
    // Who has asked for something else since, as for the list, is not told of this record: it is read again later.
    let open = bedside.model().shared.open.record.as_ref();
    let told = bedside.owner.seats[bedside.seat].record.as_ref();
    let is_told = open.map(|record| &record.participant.id) == told;
    let waits = bedside.model().shared.saving.waits() || bedside.model().shared.awaits_reply();
    if is_told && !bedside.lost && bedside.mail.is_empty() && !waits {
        bedside.assert_settled();
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        max_shrink_iters: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_screen_hides_what_the_owner_hides(steps in prop::collection::vec(step(), 1..60)) {
        let (mut bedside, seats) = two();
        bedside.keys("enter 1 1");
        for step in &steps {
            take(&mut bedside, seats, step);
            for seat in seats {
                let here = bedside.seat;
                bedside.sit(seat);
                check(&bedside);
                bedside.sit(here);
            }
        }
    }
}

#[test]
fn a_text_that_is_gone_to_leaves_the_terminal_told_of_its_participant() {
    let (mut bedside, _) = two();
    bedside.keys("enter 1 1 1 esc esc");
    // The log, the texts that wait, the text of the form before.
    bedside.keys("6 . enter");
    assert_eq!(bedside.top(), "form");
    let told = bedside.owner.seats[bedside.seat].record.clone();
    assert_eq!(told, Some("01-001".into()));
}
