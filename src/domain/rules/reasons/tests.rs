use super::*;
use crate::domain::base::answer::Answer;
use crate::domain::record::entry::{Assessor, Draft, Entry};
use crate::domain::record::event::{FieldPath, Origin};
use crate::domain::record::rows::SESSION;
use crate::domain::rules::order::check_order;
use crate::domain::sample::participant;
use crate::domain::study::shipped::embedded_study;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const WHO: &str = "01-001";

/// Visit and form, their fields, and whether the last of them is followed up.
const FORMS: [(&str, &str, [&str; 2], bool); 3] = [
    ("baseline", "phga", ["vas", "likert"], false),
    ("week-2", "phga", ["vas", "likert"], false),
    (SESSION, "adverse-event#1", ["term", "outcome"], true),
];

static STUDY: LazyLock<Study> = LazyLock::new(|| embedded_study().unwrap());

/// What somebody does at a form.
#[derive(Clone, Copy, Debug)]
enum Step {
    Answer { field: usize, reason: bool },
    Clear { field: usize, reason: bool },
    Note,
    Leave,
    Complete,
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let field = 0..2_usize;
    let step = prop_oneof![
        4 => (field.clone(), any::<bool>()).prop_map(|(field, reason)| Step::Answer { field, reason }),
        2 => (field, any::<bool>()).prop_map(|(field, reason)| Step::Clear { field, reason }),
        1 => Just(Step::Note),
        3 => Just(Step::Leave),
        1 => Just(Step::Complete),
    ];
    prop::collection::vec((0..FORMS.len(), step), 1..60)
}

/// The rule as it is said, in a form of its own.
#[derive(Default)]
struct Told {
    standing: BTreeSet<usize>,
    answered: BTreeSet<usize>,
    was_left: bool,
    is_new: bool,
}

impl Told {
    /// Takes a step; returns whether it is admitted.
    fn take(&mut self, step: Step, followed_up: bool) -> bool {
        match step {
            Step::Answer { field, reason } | Step::Clear { field, reason } => {
                let free = followed_up && field == 1;
                if self.was_left && self.standing.contains(&field) && !free && !reason {
                    return false;
                }
                if matches!(step, Step::Answer { .. }) {
                    self.standing.insert(field);
                    self.answered.insert(field);
                } else {
                    self.standing.remove(&field);
                }
                // Where nothing was ever entered nothing is taken away.
                self.is_new |= self.answered.contains(&field);
            }
            Step::Note => {}
            Step::Leave | Step::Complete => {
                if !self.is_new && matches!(step, Step::Leave) {
                    return false;
                }
                (self.was_left, self.is_new) = (true, false);
            }
        }
        true
    }
}

fn event(form: usize, step: Step, number: u64) -> Event {
    let (visit, id, fields, _) = FORMS[form];
    let place = |field: usize| FieldPath {
        participant: WHO.into(),
        visit: visit.into(),
        form: id.into(),
        field: fields[field].into(),
    };
    match step {
        Step::Answer { field, .. } => Event::Answered {
            place: place(field),
            answer: Answer::code(&number.to_string()),
            origin: Origin::Typed,
        },
        Step::Clear { field, .. } => Event::Cleared {
            place: place(field),
            origin: Origin::Typed,
        },
        Step::Note => Event::Noted {
            place: place(0),
            text: "by phone".to_owned(),
        },
        Step::Leave => Event::FormLeft {
            participant: WHO.into(),
            visit: visit.into(),
            form: id.into(),
        },
        Step::Complete => Event::Completed {
            participant: WHO.into(),
            visit: visit.into(),
            form: id.into(),
            kept: None,
        },
    }
}

fn entry(event: Event, seq: u64) -> Entry {
    let by = Assessor {
        user: "kern".to_owned(),
        name: "M. Kern".to_owned(),
        role: "assessor".to_owned(),
        from: "test".to_owned(),
    };
    Entry {
        seq,
        ..Entry::preview(Draft::new(by, event), DateTime::default())
    }
}

proptest! {
    /// Whatever is answered, cleared and left in whatever order, the rule admits what its sentence admits.
    #[test]
    fn the_rule_is_what_is_said_of_it(steps in steps()) {
        let mut record = ParticipantRecord::new(participant(WHO, "2026-01-05"));
        for (visit, ..) in FORMS {
            let begun = Event::SessionBegun {
                participant: WHO.into(),
                visit: visit.into(),
                date: "2026-01-05".parse().unwrap(),
            };
            record.apply(&entry(begun, 0));
        }
        // The same record as a screen has it that has no receipt yet: nothing there has a number.
        let mut ahead = record.clone();
        let mut told: BTreeMap<usize, Told> = BTreeMap::new();
        let mut seq = 1;
        for (form, step) in steps {
            let event = event(form, step, seq);
            let reason = match step {
                Step::Answer { reason, .. } | Step::Clear { reason, .. } => reason,
                Step::Note | Step::Leave | Step::Complete => false,
            };
            let reason = reason.then_some("misread");
            let completes = matches!(step, Step::Complete);
            let judge = |record: &ParticipantRecord| {
                check_reason(&STUDY, record, &event, reason)?;
                // What is complete is another rule.
                if completes { Ok(()) } else { check_order(&STUDY, record, &event) }
            };
            let admitted = told.entry(form).or_default().take(step, FORMS[form].3);
            prop_assert_eq!(judge(&record).is_ok(), admitted, "{:?}", event);
            if !matches!(step, Step::Leave) {
                prop_assert_eq!(judge(&ahead).is_ok(), admitted, "before the receipt: {:?}", event);
            }
            if admitted {
                record.apply(&entry(event.clone(), seq));
                // Applied twice, an entry changes nothing more.
                let once = record.clone();
                record.apply(&entry(event.clone(), seq));
                prop_assert_eq!(&record, &once);
                ahead.apply(&entry(event, 0));
                seq += 1;
            }
        }
    }
}
