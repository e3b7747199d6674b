//! Events of every kind: good ones, and bad ones made from them. A new kind of event does not compile until it is here.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use chrono::{DateTime, Days, NaiveDate};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Kept};
use coreset::domain::record::amendment::Acceptance;
use coreset::domain::record::deviation::{DeviationCategory, DeviationWeight};
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::kept_scores::{FormScores, KeptForm, KeptScore, KeptValue};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::query::Step;
use coreset::domain::record::refused::RefusedFor;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::server_run::{BootClock, StopReason};
use coreset::domain::record::signature::Meaning;
use coreset::domain::record::status::Status;
use coreset::domain::record::user::Role;
use coreset::domain::study::Study;
use rust_decimal::Decimal;

pub const WHO: &str = "01-001";

pub fn place(visit: &str, form: &str, field: &str) -> FieldPath {
    FieldPath {
        participant: WHO.into(),
        visit: visit.into(),
        form: form.into(),
        field: field.into(),
    }
}

pub fn vas() -> FieldPath {
    place("baseline", "phga", "vas")
}

pub fn number(text: &str) -> Answer {
    Answer::number(Decimal::from_str_exact(text).unwrap(), None)
}

pub fn answered(place: FieldPath, answer: Answer) -> Event {
    with_origin(place, answer, Origin::Typed)
}

pub fn with_origin(place: FieldPath, answer: Answer, origin: Origin) -> Event {
    Event::Answered {
        place,
        answer,
        origin,
    }
}

fn date(day: NaiveDate) -> Answer {
    Answer::Value {
        value: Value::Date(day),
        unit: None,
    }
}

pub fn participant(id: &str, today: NaiveDate) -> Participant {
    Participant {
        id: id.into(),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::new(625, 1),
        enrolled_on: today,
    }
}

/// Returns the beginning of a visit.
pub fn begun(visit: &str, date: NaiveDate) -> Event {
    Event::SessionBegun {
        participant: WHO.into(),
        visit: visit.into(),
        date,
    }
}

/// Returns a change of the day of a visit.
pub fn dated(visit: &str, before: NaiveDate, date: NaiveDate) -> Event {
    Event::SessionDated {
        participant: WHO.into(),
        visit: visit.into(),
        before,
        date,
    }
}

/// Returns what stands in the record before all others.
pub fn stored(today: NaiveDate) -> Vec<Event> {
    let text = |text: &str| Answer::text(text);
    vec![
        Event::Enrolled {
            participant: participant(WHO, today),
        },
        begun("baseline", today),
        answered(vas(), number("4.7")),
        answered(place("baseline", "phga", "likert"), Answer::code("2")),
        answered(place("baseline", "enzymes", "laboratory"), text("Central")),
        answered(
            place(SESSION, "adverse-event#1", "grade"),
            Answer::code("3"),
        ),
        // A dose that was left out, which is a deviation.
        answered(place(SESSION, "abatacept#1", "number"), number("1")),
        answered(
            place(SESSION, "abatacept#1", "state"),
            Answer::code("left-out"),
        ),
    ]
}

/// Returns a good event of every kind that clients may bring about, each to be stored alone on [`stored`].
pub fn good(today: NaiveDate) -> Vec<Event> {
    let user = || "kern".to_owned();
    vec![
        Event::Enrolled {
            participant: Participant {
                // Somebody else.
                initials: "CD".to_owned(),
                ..participant("01-002", today)
            },
        },
        // The last of the entries in it that are stored before all others.
        Event::SessionVoided {
            participant: WHO.into(),
            visit: "baseline".into(),
            last: 5,
        },
        Event::EnrolmentCorrected {
            before: Box::new(participant(WHO, today)),
            participant: Box::new(Participant {
                birth_year: 1971,
                ..participant(WHO, today)
            }),
        },
        Event::StatusChanged {
            participant: WHO.into(),
            day: today,
            status: Status::Died {
                event: Some("adverse-event#1".into()),
            },
            words: "at home, as the family said".to_owned(),
            after: 0,
        },
        Event::UnscheduledBegun {
            participant: WHO.into(),
            visit: "unscheduled-1".into(),
            date: today,
            words: "flare of the skin".to_owned(),
            forms: vec!["ptga".into(), "phga".into()],
        },
        Event::ConsentRenewed {
            participant: WHO.into(),
            version: "2.0".to_owned(),
            day: today,
        },
        Event::DeviationJudged {
            participant: WHO.into(),
            key: "dose/abatacept#1".to_owned(),
            category: DeviationCategory::Treatment,
            weight: DeviationWeight::Minor,
            words: "came a day late".to_owned(),
            after: 0,
        },
        begun("week-2", today),
        dated("baseline", today, today.pred_opt().unwrap()),
        answered(vas(), number("5.2")),
        Event::Cleared {
            place: vas(),
            origin: Origin::Typed,
        },
        Event::Noted {
            place: vas(),
            text: "tired".to_owned(),
        },
        Event::Prompted {
            place: vas(),
            rule: "jump".to_owned(),
            rule_version: "1".to_owned(),
            value: "9.9".to_owned(),
            outcome: PromptOutcome::Kept,
            reason: Some("clinical".to_owned()),
        },
        Event::Shown {
            participant: WHO.into(),
            visit: "baseline".into(),
            form: "phga".into(),
            withheld: false,
        },
        Event::Filled {
            participant: WHO.into(),
            visit: "baseline".into(),
            form: "ptga".into(),
            answers: vec![("vas".into(), number("3.3"))],
            origin: Origin::Typed,
        },
        Event::Completed {
            participant: WHO.into(),
            visit: "baseline".into(),
            form: "phga".into(),
            kept: None,
        },
        Event::FormLeft {
            participant: WHO.into(),
            visit: "baseline".into(),
            form: "phga".into(),
        },
        Event::Locked {
            scope: Scope::of(&vas()),
            reason: "checked".to_owned(),
        },
        Event::Queried {
            place: vas(),
            query: 0,
            step: Step::Open,
            text: "is this so?".to_owned(),
        },
        Event::Copied {
            what: "signature-sheet".to_owned(),
            participant: Some(WHO.into()),
        },
        Event::UserAdded {
            user: "new".to_owned(),
            name: "N. New".to_owned(),
            roles: vec![Role::Assessor],
        },
        Event::UserNamed {
            user: user(),
            name: "M. von Kern".to_owned(),
        },
        Event::UserRoles {
            user: user(),
            roles: vec![Role::Assessor],
        },
        Event::UserDisabled { user: user() },
        Event::UserEnabled { user: user() },
        Event::PassphraseCleared { user: user() },
    ]
}

/// Returns an event of every kind that only the owner of a study writes, or that no request of this sort brings about.
pub fn owners(today: NaiveDate) -> Vec<Event> {
    let (text, user) = (|| "x".to_owned(), || "kern".to_owned());
    let at = |day: NaiveDate| -> DateTime<chrono::FixedOffset> {
        day.and_hms_opt(9, 0, 0).unwrap().and_utc().fixed_offset()
    };
    vec![
        Event::StudyOpened {
            protocol: text(),
            protocol_hash: text(),
            demo: true,
        },
        Event::FilesRecorded {
            protocol: text(),
            protocol_hash: text(),
            files: Vec::new(),
        },
        Event::FileKept {
            name: "study.toml".to_owned(),
            hash: text(),
            part: 1,
            parts: 1,
            text: text(),
        },
        Event::Amended {
            version: 2,
            content: text(),
            protocol: text(),
            protocol_hash: text(),
            files: Vec::new(),
            accepted: Some(Acceptance {
                from: today,
                reconsent: false,
                reason: text(),
            }),
        },
        Event::Signed {
            participant: WHO.into(),
            visit: "baseline".into(),
            meaning: Meaning::Approved,
            content: text(),
            kept: None,
        },
        Event::Unlocked {
            scope: Scope::of(&vas()),
            reason: "not locked".to_owned(),
        },
        Event::ClockMoved {
            expected: at(today),
            shown: at(today),
        },
        Event::HeadMissing {
            user: user(),
            seq: 1,
            hash: "0".repeat(64),
            proven: true,
        },
        Event::HeadAccepted {
            seq: 1,
            hash: "0".repeat(64),
            reason: "nobody was told it".to_owned(),
        },
        Event::Restored {
            entries: 1,
            head: "0".repeat(64),
        },
        Event::LoggedIn {
            user: user(),
            command: None,
        },
        Event::LoggedIn {
            user: user(),
            command: Some("audit".to_owned()),
        },
        Event::ServerStarted {
            program: text(),
            boot: Some(BootClock { id: text(), up: 1 }),
        },
        Event::ServerStopped {
            why: StopReason::Told,
            boot: None,
        },
        Event::Refused {
            user: Some(user()),
            what: "login".to_owned(),
            why: RefusedFor::Disabled,
            count: 3,
            first: at(today),
            last: at(today),
        },
        Event::TrailRead { user: user() },
        Event::LoggedOut { user: user() },
        Event::PassphraseSet {
            user: user(),
            proof: text(),
        },
        Event::PassphraseWrong { user: user() },
        Event::PassphraseRight { user: user() },
        Event::BackedUp {
            head: "0".repeat(64),
            entries: u64::MAX,
        },
        Event::RestoreTested {
            head: "0".repeat(64),
            entries: 1,
        },
        Event::Recovered {
            entries: 1,
            rescued: 1,
            lost: Vec::new(),
            list: text(),
            demo: true,
        },
    ]
}

/// Returns bad events made from every kind of event and every field of the study.
pub fn bad(study: &Study, today: NaiveDate) -> Vec<Event> {
    let mut bad = owners(today);
    for event in good(today) {
        bad.extend(spoiled(&event, today));
    }
    for form in study.instruments.values() {
        let (visit, id) = match form.kept {
            Kept::Visits => ("baseline", form.id.to_string()),
            Kept::Rows => (SESSION, format!("{}#1", form.id)),
            Kept::Once => (SESSION, form.id.to_string()),
        };
        for field in form.fields() {
            let place = place(visit, &id, field.id.as_str());
            for answer in bad_answers(form, field, today) {
                bad.push(answered(place.clone(), answer));
            }
        }
    }
    bad
}

/// Returns bad events made from a good one.
pub fn spoiled(event: &Event, today: NaiveDate) -> Vec<Event> {
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
    let long_ago = NaiveDate::from_ymd_opt(1700, 1, 1).unwrap();
    match event {
        Event::Enrolled { participant } => {
            type Spoil = fn(&mut Participant);
            let spoils: [Spoil; 16] = [
                |who| who.id = WHO.into(),
                |who| who.id = "1-1".into(),
                |who| who.id = "01-0022".into(),
                |who| who.id = "AB-002".into(),
                |who| who.id = ParticipantId::new(""),
                |who| who.initials = String::new(),
                |who| who.initials = "A1".to_owned(),
                |who| who.initials = "ABCD".to_owned(),
                |who| who.initials = "ab".to_owned(),
                |who| who.birth_year = i32::MIN,
                |who| who.birth_year = 1899,
                |who| who.birth_year = 2101,
                |who| who.weight_kg = Decimal::new(-625, 1),
                |who| who.weight_kg = Decimal::MAX,
                |who| who.weight_kg = Decimal::new(62_555, 3),
                |who| who.enrolled_on = NaiveDate::MAX,
            ];
            let mut bad: Vec<Participant> = vec![participant.clone(); spoils.len() + 2];
            spoils
                .iter()
                .zip(&mut bad)
                .for_each(|(spoil, who)| spoil(who));
            bad[spoils.len()].enrolled_on = tomorrow;
            bad[spoils.len() + 1].enrolled_on = long_ago;
            let event = |participant| Event::Enrolled { participant };
            bad.into_iter().map(event).collect()
        }
        Event::UnscheduledBegun { .. } => {
            let of = |who: &str, visit: &str, date, words: &str, forms: &[&str]| {
                Event::UnscheduledBegun {
                    participant: who.into(),
                    visit: visit.into(),
                    date,
                    words: words.to_owned(),
                    forms: forms.iter().map(|form| FormId::new(*form)).collect(),
                }
            };
            let (visit, words, forms) = ("unscheduled-1", "flare", ["ptga", "phga"]);
            let mut bad = vec![
                of("99-999", visit, today, words, &forms),
                of(WHO, visit, tomorrow, words, &forms),
                of(WHO, visit, long_ago, words, &forms),
                of(WHO, visit, NaiveDate::MAX, words, &forms),
                // Before the baseline visit of today.
                of(WHO, visit, today.pred_opt().unwrap(), words, &forms),
                of(WHO, visit, today, "", &forms),
                of(WHO, visit, today, " ", &forms),
                of(WHO, visit, today, "a\u{202e}b", &forms),
                of(WHO, visit, today, words, &[]),
                of(WHO, visit, today, words, &["ptga", "ptga"]),
                of(WHO, visit, today, words, &["phga", "ptga"]),
                of(WHO, visit, today, words, &["ptga", "nonsense"]),
                of(WHO, visit, today, words, &["adverse-event"]),
            ];
            for visit in [
                "unscheduled-0",
                "unscheduled-21",
                "unscheduled-",
                "week-2",
                "baseline",
                "early-termination",
                SESSION,
            ] {
                bad.push(of(WHO, visit, today, words, &forms));
            }
            bad
        }
        // One side alone; moves that have both are spoiled where they are tested.
        Event::FormMoved { .. } => vec![event.clone()],
        Event::ConsentRenewed { .. } => {
            let of = |who: &str, version: &str, day| Event::ConsentRenewed {
                participant: who.into(),
                version: version.to_owned(),
                day,
            };
            vec![
                of("99-999", "2.0", today),
                of(WHO, "", today),
                of(WHO, " ", today),
                of(WHO, "a\u{202e}b", today),
                of(WHO, "2.0", tomorrow),
                of(WHO, "2.0", long_ago),
                of(WHO, "2.0", NaiveDate::MIN),
            ]
        }
        Event::DeviationJudged { .. } => {
            let of = |who: &str, key: &str, words: &str, after| Event::DeviationJudged {
                participant: who.into(),
                key: key.to_owned(),
                category: DeviationCategory::Visit,
                weight: DeviationWeight::Major,
                words: words.to_owned(),
                after,
            };
            let key = "dose/abatacept#1";
            vec![
                of(WHO, "dose/abatacept#2", "late", 0),
                of(WHO, "visit-window/baseline", "late", 0),
                of("99-999", key, "late", 0),
                of(WHO, key, "late", 1),
                of(WHO, key, "late", u64::MAX),
                of(WHO, key, "a\u{202e}b", 0),
                of(WHO, key, ".", 0),
                of(WHO, "a\u{202e}b", "late", 0),
            ]
        }
        Event::SessionVoided {
            participant,
            visit,
            last,
        } => {
            let of = |who: &str, visit: &str, last| Event::SessionVoided {
                participant: who.into(),
                visit: visit.into(),
                last,
            };
            let (who, visit) = (participant.as_str(), visit.as_str());
            vec![
                of(who, visit, last - 1),
                of(who, visit, last + 1),
                of(who, visit, u64::MAX),
                of(who, "week-2", *last),
                of(who, "week-99", *last),
                of(who, SESSION, *last),
                of("99-999", visit, *last),
            ]
        }
        Event::EnrolmentCorrected { before, .. } => {
            let to = |participant: Participant| Event::EnrolmentCorrected {
                before: before.clone(),
                participant: Box::new(participant),
            };
            let enrolment = Event::Enrolled {
                participant: (**before).clone(),
            };
            let mut bad: Vec<Event> = spoiled(&enrolment, today)
                .into_iter()
                .filter_map(|event| match event {
                    // All that an enrolment cannot be, but an id in use.
                    Event::Enrolled { participant } => Some(to(participant)),
                    _ => None,
                })
                .collect();
            // Not after the visit of today, and not from other facts.
            bad.push(to(Participant {
                birth_year: chrono::Datelike::year(&today) + 1,
                ..(**before).clone()
            }));
            bad.push(Event::EnrolmentCorrected {
                before: Box::new(Participant {
                    birth_year: 1950,
                    ..(**before).clone()
                }),
                participant: before.clone(),
            });
            bad
        }
        Event::StatusChanged { .. } => {
            let said = |who: &str, day, status| Event::StatusChanged {
                participant: who.into(),
                day,
                status,
                words: "as heard from the clinic".to_owned(),
                after: 0,
            };
            let lost = |attempts| Status::Lost { attempts };
            let days = [tomorrow, long_ago, NaiveDate::MIN, NaiveDate::MAX];
            let mut bad: Vec<Event> = days.map(|day| said(WHO, day, lost(1))).into();
            let failure = |field: &str| Status::ScreenFailure {
                criteria: vec![field.into()],
            };
            let died = |row: &str| Status::Died {
                event: Some(row.into()),
            };
            let stati = [
                lost(0),
                lost(u32::MAX),
                failure("in.age"),
                failure("nonsense"),
                died("adverse-event#9"),
                died("phga"),
                died(""),
                Status::Completed,
                Status::TakesPart,
            ];
            bad.extend(stati.map(|status| said(WHO, today, status)));
            bad.push(said("99-999", today, lost(1)));
            // After something that nobody said.
            bad.push(Event::StatusChanged {
                participant: WHO.into(),
                day: today,
                status: lost(1),
                words: "as heard from the clinic".to_owned(),
                after: 1,
            });
            for words in ["", " ", ".", "a\u{202e}b"] {
                bad.push(Event::StatusChanged {
                    participant: WHO.into(),
                    day: today,
                    status: lost(1),
                    words: words.to_owned(),
                    after: 0,
                });
            }
            bad
        }
        Event::SessionDated { .. } => {
            let yesterday = today.pred_opt().unwrap();
            let mut bad: Vec<Event> = [today, tomorrow, long_ago, NaiveDate::MIN, NaiveDate::MAX]
                .map(|day| dated("baseline", today, day))
                .into();
            bad.push(dated("baseline", yesterday, today));
            let visits = ["week-2", "week-99", SESSION, ""];
            bad.extend(visits.map(|visit| dated(visit, today, yesterday)));
            bad.push(Event::SessionDated {
                participant: "99-999".into(),
                visit: "baseline".into(),
                before: today,
                date: yesterday,
            });
            bad
        }
        Event::SessionBegun { .. } => {
            let mut bad = vec![begun("baseline", today)];
            bad.extend(
                [tomorrow, long_ago, NaiveDate::MIN, NaiveDate::MAX]
                    .map(|day| begun("week-2", day)),
            );
            bad.extend(["week-99", "Baseline", ""].map(|visit| begun(visit, today)));
            bad.push(Event::SessionBegun {
                participant: "99-999".into(),
                visit: "week-2".into(),
                date: today,
            });
            bad
        }
        Event::Answered { place, answer, .. } => {
            let mut bad: Vec<Event> = bad_places(place)
                .into_iter()
                .map(|place| answered(place, answer.clone()))
                .collect();
            bad.extend(
                [
                    Origin::Bulk,
                    Origin::Carried,
                    Origin::Undone,
                    Origin::Generated,
                ]
                .map(|origin| with_origin(place.clone(), answer.clone(), origin)),
            );
            let absent = self::place("baseline", "enzymes", "haemolysed");
            bad.push(with_origin(absent, Answer::code("y"), Origin::Bulk));
            let unit = self::place("baseline", "enzymes", "unit");
            bad.push(with_origin(unit, Answer::code("U/L"), Origin::Carried));
            // Asked only when another answer is there.
            let hidden = self::place("baseline", "mmt8", "tester.name");
            bad.push(answered(hidden, Answer::text("somebody")));
            bad
        }
        Event::Cleared { place, .. } => {
            let cleared = |place, origin| Event::Cleared { place, origin };
            let mut bad: Vec<Event> = bad_places(place)
                .into_iter()
                .map(|place| cleared(place, Origin::Typed))
                .collect();
            bad.extend(
                [Origin::Bulk, Origin::Carried, Origin::Generated]
                    .map(|origin| cleared(place.clone(), origin)),
            );
            bad.push(cleared(
                self::place("baseline", "ptga", "vas"),
                Origin::Undone,
            ));
            bad
        }
        Event::Noted { place, text } => {
            let noted = |place, text: &str| Event::Noted {
                place,
                text: text.to_owned(),
            };
            let mut bad: Vec<Event> = bad_places(place)
                .into_iter()
                .map(|place| noted(place, text))
                .collect();
            bad.extend(["a\u{1b}[2Jb", "a\nb", "\0"].map(|text| noted(place.clone(), text)));
            bad
        }
        Event::Prompted { place, .. } => {
            let prompted =
                |place: &FieldPath, rule: &str, version: &str, outcome, reason: Option<&str>| {
                    Event::Prompted {
                        place: place.clone(),
                        rule: rule.to_owned(),
                        rule_version: version.to_owned(),
                        value: "9.9".to_owned(),
                        outcome,
                        reason: reason.map(str::to_owned),
                    }
                };
            let (kept, clinical) = (PromptOutcome::Kept, Some("clinical"));
            let mut bad: Vec<Event> = bad_places(place)
                .iter()
                .map(|place| prompted(place, "jump", "1", kept, clinical))
                .collect();
            for rule in [
                "",
                "nonsense",
                "M1",
                "before-birth",
                "contradiction",
                "soft-range",
            ] {
                bad.push(prompted(place, rule, "1", kept, clinical));
            }
            for reason in [
                None,
                Some(""),
                Some("bored"),
                Some("other"),
                Some("other: "),
                Some("clinical\n"),
            ] {
                bad.push(prompted(place, "jump", "1", kept, reason));
            }
            bad.push(prompted(place, "jump", "99", kept, clinical));
            bad.push(prompted(
                place,
                "jump",
                "1",
                PromptOutcome::Refused,
                clinical,
            ));
            bad.push(prompted(place, "hard-limit", "1", kept, clinical));
            bad
        }
        Event::Shown { .. } => bad_forms()
            .into_iter()
            .map(|(participant, visit, form)| Event::Shown {
                participant,
                visit,
                form,
                withheld: false,
            })
            .collect(),
        Event::Filled { answers, .. } => {
            let filled = |(participant, visit, form), answers, origin| Event::Filled {
                participant,
                visit,
                form,
                answers,
                origin,
            };
            let here = || (WHO.into(), "baseline".into(), "ptga".into());
            let mut bad: Vec<Event> = bad_forms()
                .into_iter()
                .map(|at| filled(at, answers.clone(), Origin::Typed))
                .collect();
            bad.extend(
                [
                    Origin::Bulk,
                    Origin::Carried,
                    Origin::Undone,
                    Origin::Generated,
                ]
                .map(|origin| filled(here(), answers.clone(), origin)),
            );
            let one = |field: &str, answer| vec![(FieldId::from(field), answer)];
            let mut behind = answers.clone();
            behind.extend(one("vas", number("99")));
            bad.extend(
                [
                    Vec::new(),
                    one("nothing", number("1")),
                    one("vas", number("99")),
                    one("vas", Answer::missing("")),
                    behind,
                ]
                .map(|answers| filled(here(), answers, Origin::Typed)),
            );
            bad
        }
        Event::Completed { .. } => {
            let mut forms = bad_forms();
            // Required fields are empty.
            forms.push((WHO.into(), "baseline".into(), "haq".into()));
            let completed = |(participant, visit, form)| Event::Completed {
                participant,
                visit,
                form,
                kept: None,
            };
            let mut bad: Vec<Event> = forms.into_iter().map(completed).collect();
            // Scores of its own, right or wrong.
            for kept in [
                KeptForm::default(),
                KeptForm {
                    scores: FormScores {
                        main: Some(KeptScore {
                            name: "vas".to_owned(),
                            value: KeptValue::Code("0".to_owned()),
                        }),
                        parts: Vec::new(),
                    },
                    ..KeptForm::default()
                },
            ] {
                bad.push(Event::Completed {
                    participant: WHO.into(),
                    visit: "baseline".into(),
                    form: "phga".into(),
                    kept: Some(Box::new(kept)),
                });
            }
            bad
        }
        Event::FormLeft { .. } => {
            let left = |(participant, visit, form)| Event::FormLeft {
                participant,
                visit,
                form,
            };
            let mut forms = bad_forms();
            // Nothing was stored there.
            forms.push((WHO.into(), "baseline".into(), "haq".into()));
            forms.into_iter().map(left).collect()
        }
        Event::Locked { .. } => {
            let locked = |scope, reason: &str| Event::Locked {
                scope,
                reason: reason.to_owned(),
            };
            let mut bad: Vec<Event> = bad_forms()
                .iter()
                .map(|(who, visit, form)| locked(Scope::form(who, visit, form), "checked"))
                .collect();
            let nobody = Scope {
                visit: Some("baseline".into()),
                ..Scope::default()
            };
            bad.push(locked(nobody, "checked"));
            bad.push(locked(Scope::participant(&"99-999".into()), "checked"));
            bad.push(locked(
                Scope::visit(&WHO.into(), &"week-99".into()),
                "checked",
            ));
            bad.push(locked(Scope::of(&vas()), " "));
            bad.push(locked(Scope::of(&vas()), "a\tb"));
            bad
        }
        Event::Queried { place, .. } => {
            let queried = |place: &FieldPath, query, step, text: &str| Event::Queried {
                place: place.clone(),
                query,
                step,
                text: text.to_owned(),
            };
            let mut bad: Vec<Event> = bad_places(place)
                .iter()
                .map(|place| queried(place, 0, Step::Open, "why?"))
                .collect();
            bad.push(queried(place, 0, Step::Open, " "));
            bad.push(queried(place, 0, Step::Open, "a\u{7}b"));
            for step in [Step::Answer, Step::Propose, Step::Close, Step::Reopen] {
                bad.push(queried(place, 99, step, "so"));
            }
            bad
        }
        Event::Copied { .. } => {
            let copied = |what: &str, who: Option<&str>| Event::Copied {
                what: what.to_owned(),
                participant: who.map(Into::into),
            };
            vec![
                copied("", None),
                copied("everything", None),
                copied("everything", Some(WHO)),
                copied("signature-sheet", None),
                copied("signature-sheet", Some("99-999")),
                copied("audit", Some("99-999")),
                copied("timeline", None),
                copied("timeline", Some("99-999")),
                copied("check", Some(WHO)),
                copied("forms", Some(WHO)),
            ]
        }
        Event::UserAdded { .. } => {
            let added = |user: &str, name: &str, roles: &[Role]| Event::UserAdded {
                user: user.to_owned(),
                name: name.to_owned(),
                roles: roles.to_vec(),
            };
            vec![
                added("kern", "M. Kern", &[Role::Assessor]),
                added("new", " ", &[Role::Assessor]),
                added("new", "N. New", &[]),
                added("new", "N.\u{1b}New", &[Role::Assessor]),
                added("n\new", "N. New", &[Role::Assessor]),
            ]
        }
        Event::UserNamed { .. } => {
            let named = |user: &str, name: &str| Event::UserNamed {
                user: user.to_owned(),
                name: name.to_owned(),
            };
            vec![
                named("nobody", "N. New"),
                named("kern", " "),
                named("kern", "M.\u{1b}Kern"),
            ]
        }
        Event::UserRoles { .. } => {
            let roles = |user: &str, roles: &[Role]| Event::UserRoles {
                user: user.to_owned(),
                roles: roles.to_vec(),
            };
            vec![roles("nobody", &[Role::Assessor]), roles("kern", &[])]
        }
        Event::UserDisabled { .. } => vec![Event::UserDisabled {
            user: "nobody".to_owned(),
        }],
        Event::UserEnabled { .. } => vec![Event::UserEnabled {
            user: "nobody".to_owned(),
        }],
        Event::PassphraseCleared { .. } => vec![Event::PassphraseCleared {
            user: "nobody".to_owned(),
        }],
        // Bad as they are: no client brings them about.
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Signed { .. }
        | Event::Unlocked { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => vec![event.clone()],
    }
}

/// Places that do not exist, or at which the form is not asked.
fn bad_places(good: &FieldPath) -> Vec<FieldPath> {
    let mut bad: Vec<FieldPath> = bad_forms()
        .into_iter()
        .map(|(participant, visit, form)| FieldPath {
            participant,
            visit,
            form,
            field: good.field.clone(),
        })
        .collect();
    for field in ["nothing", "", "VAS"] {
        bad.push(FieldPath {
            field: field.into(),
            ..good.clone()
        });
    }
    bad
}

fn bad_forms() -> Vec<(ParticipantId, VisitId, FormId)> {
    [
        ("99-999", "baseline", "phga"),
        ("", "baseline", "phga"),
        (WHO, "week-99", "phga"),
        (WHO, "", "phga"),
        (WHO, "baseline", "nothing"),
        (WHO, "baseline", ""),
        (WHO, "baseline", "phga#1"),
        (WHO, "baseline", "medication#1"),
        (WHO, "baseline", "eligibility"),
        (WHO, "week-2", "mmt8"),
        (WHO, SESSION, "phga"),
        (WHO, SESSION, "medication"),
        (WHO, SESSION, "medication#0"),
        (WHO, SESSION, "medication#01"),
        (WHO, SESSION, "medication#4294967295"),
        (WHO, SESSION, "phga#1"),
    ]
    .map(|(who, visit, form)| (who.into(), visit.into(), form.into()))
    .to_vec()
}

/// Answers that a field does not take.
fn bad_answers(form: &Instrument, field: &Field, today: NaiveDate) -> Vec<Answer> {
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
    let long_ago = NaiveDate::from_ymd_opt(1700, 1, 1).unwrap();
    let other_day = NaiveDate::from_ymd_opt(262_142, 1, 1).unwrap();
    let below = |text: &str, unit: Option<&str>| Answer::Value {
        value: Value::Below(Decimal::from_str_exact(text).unwrap()),
        unit: unit.map(str::to_owned),
    };
    let with = |number: Decimal, unit: Option<&str>| Answer::number(number, unit);
    let mut bad = vec![
        Answer::missing(""),
        Answer::missing("bored"),
        Answer::missing("other"),
        Answer::Missing {
            reason: "other".to_owned(),
            text: Some("  ".to_owned()),
        },
        Answer::Value {
            value: Value::Code("3".to_owned()),
            unit: Some("furlong".to_owned()),
        },
        with(Decimal::MAX, None),
        with(Decimal::MIN, None),
    ];
    bad.extend(match &field.kind {
        FieldKind::Vas { .. } => vec![
            number("99"),
            number("10.1"),
            number("-0.1"),
            number("4.75"),
            with(Decimal::ONE, Some("cm")),
            Answer::code("3"),
            Answer::text("5"),
            below("3", None),
            date(today),
        ],
        FieldKind::Number {
            unit,
            decimals,
            min,
            max,
            ..
        } => {
            let unit = unit.as_deref();
            vec![
                with(max + Decimal::ONE, unit),
                with(min - Decimal::ONE, unit),
                with(min + Decimal::new(1, decimals + 1), unit),
                with(*min, Some("stone")),
                below("1", unit),
                Answer::code("1"),
                Answer::text("1"),
                date(today),
            ]
        }
        FieldKind::Lab { max, is_limit, .. } => {
            let mut bad = vec![
                with(max + Decimal::ONE, Some("U/L")),
                with(*max, Some("ukat/L")),
                with(-Decimal::ONE, Some("U/L")),
                with(Decimal::ONE, None),
                with(Decimal::ONE, Some("mg/dl")),
                with(Decimal::new(12_345, 4), Some("U/L")),
                below("0", Some("U/L")),
                Answer::code("1"),
                date(today),
            ];
            if *is_limit {
                bad.extend([with(Decimal::ZERO, Some("U/L")), below("5", Some("U/L"))]);
            }
            bad
        }
        FieldKind::Choice { .. } => {
            let first = form.choices(field)[0].code.as_str();
            vec![
                Answer::code("nonsense"),
                Answer::code(""),
                Answer::text(first),
                Answer::Value {
                    value: Value::Code(first.to_owned()),
                    unit: Some("U/L".to_owned()),
                },
                number("1"),
                date(today),
            ]
        }
        FieldKind::Text {
            max_length,
            pattern: _,
        } => vec![
            Answer::text(""),
            Answer::text(" padded "),
            Answer::text("a\nb"),
            Answer::text("a\u{202e}b"),
            Answer::text(&"x".repeat(max_length + 1)),
            Answer::code("y"),
            number("1"),
        ],
        FieldKind::Paragraph => vec![
            Answer::text(""),
            Answer::text("padded\n"),
            Answer::text("a\r\nb"),
            Answer::text("a\tb"),
            Answer::text(&"x".repeat(20_001)),
            Answer::code("y"),
            number("1"),
        ],
        FieldKind::Date => vec![
            date(tomorrow),
            date(long_ago),
            date(other_day),
            Answer::text("2026-01-01"),
            number("2026"),
        ],
        FieldKind::PartialDate { .. } => vec![
            Answer::text("2026-13"),
            Answer::text("1700"),
            Answer::text("soon"),
            Answer::text("2026-02-30"),
            date(today),
            number("2026"),
        ],
        FieldKind::Time => vec![
            Answer::text("24:00"),
            Answer::text("9:05"),
            Answer::text("noon"),
            number("9"),
            date(today),
        ],
    });
    bad
}
