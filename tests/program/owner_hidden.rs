//! What the owner leaves out for whoever is to rate a measure next: no reply tells an earlier score until it is entered.

use crate::support::owner::*;
use crate::support::signing::find;
use chrono::{Days, NaiveDate};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::base::ratio::Exact;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::kept_scores::{KeptNumber, KeptValue};
use coreset::domain::record::query::Step;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::views::audit::HIDDEN;
use coreset::domain::views::recheck::recheck;
use coreset::domain::views::review::{Matter, review};
use coreset::protocol::messages::{Append, Reply, Request};
use coreset::server::owner::Owner;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

const WHO: &str = "01-001";
/// Words of a note, of a query and of a reason.
const WORDS: &str = "four tenths more";

fn at(visit: &str, form: &str, field: &str) -> FieldPath {
    FieldPath {
        visit: visit.into(),
        ..place(WHO, form, field)
    }
}

fn filled(visit: &str, form: &str, answers: &[(&str, Answer)]) -> Event {
    let answers = answers.iter();
    Event::Filled {
        participant: ParticipantId::new(WHO),
        visit: visit.into(),
        form: form.into(),
        answers: answers
            .map(|(field, answer)| ((*field).into(), answer.clone()))
            .collect(),
        origin: Origin::Typed,
    }
}

fn vas(tenths: i64) -> Answer {
    Answer::number(Decimal::new(tenths, 1), None)
}

fn global(visit: &str, tenths: i64) -> Event {
    let obtained = ("obtained", Answer::code("self-completed"));
    let answers = [
        ("vas", vas(tenths)),
        ("likert", Answer::code("3")),
        obtained,
    ];
    filled(visit, "ptga", &answers)
}

fn begin(visit: &str, date: NaiveDate) -> Event {
    Event::SessionBegun {
        participant: ParticipantId::new(WHO),
        visit: visit.into(),
        date,
    }
}

fn completed(visit: &str) -> Event {
    Event::Completed {
        participant: ParticipantId::new(WHO),
        visit: visit.into(),
        form: "ptga".into(),
        kept: None,
    }
}

/// A participant whose patient rated 7.3 at baseline, and whose week 12 has begun with the physician's rating. Returns
/// the first request of the assessor, with which the rating was stored.
fn clinic(owner: &Owner) -> (Sitter<'_>, Request) {
    clinic_after(owner, |ann| {
        ann.save(vec![completed("baseline")]);
    })
}

/// The same, where the assessor goes on so with the baseline before week 12 is begun.
fn clinic_after(owner: &Owner, goes_on: impl FnOnce(&Sitter<'_>)) -> (Sitter<'_>, Request) {
    let today = chrono::Local::now().date_naive();
    let first = today.checked_sub_days(Days::new(84)).unwrap();
    let own = sit(owner, own_account("mk"));
    let mut enrolled = participant(WHO);
    enrolled.enrolled_on = first;
    own.save(vec![
        add("ann", &[Role::Assessor]),
        add("bob", &[Role::Assessor]),
        add("ines", &[Role::Investigator]),
        add("mona", &[Role::Monitor]),
        Event::Enrolled {
            participant: enrolled,
        },
    ]);
    let ann = sit(owner, account("ann"));
    let rated = ann.append(vec![
        begin("baseline", first),
        global("baseline", 73),
        filled(
            "baseline",
            "phga",
            &[("vas", vas(81)), ("likert", Answer::code("3"))],
        ),
        Event::Noted {
            place: at("baseline", "ptga", "vas"),
            text: WORDS.to_owned(),
        },
    ]);
    assert!(matches!(ann.ask(rated.clone()), Reply::Appended { .. }));
    goes_on(&ann);
    let mona = sit(owner, account("mona"));
    mona.save(vec![Event::Queried {
        place: at("baseline", "ptga", "vas"),
        query: 0,
        step: Step::Open,
        text: WORDS.to_owned(),
    }]);
    ann.save(vec![
        begin("week-12", today),
        filled(
            "week-12",
            "phga",
            &[("vas", vas(12)), ("likert", Answer::code("1"))],
        ),
    ]);
    (ann, rated)
}

/// Returns whether a reply, as it is sent, says the rating or the words about it.
fn tells(reply: &Reply) -> bool {
    let bytes = postcard::to_stdvec(reply).unwrap();
    let said = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    // As text in an entry, and as a number of a record with its length before it.
    said(b"\"7.3\"") || said(b"\x037.3") || said(WORDS.as_bytes())
}

/// Asks for all that can be read of the participant.
fn all_of(sitter: &Sitter<'_>) -> Vec<(&'static str, Reply)> {
    let trail = |participant| Request::Trail {
        participant,
        after: 0,
    };
    [
        ("record", Request::Record(WHO.into())),
        ("trail", trail(Some(WHO.into()))),
        ("whole trail", trail(None)),
        ("history", Request::History(at("baseline", "ptga", "vas"))),
        ("queries", Request::Queries),
        ("list", find(WHO)),
        ("overview", Request::Overview),
    ]
    .map(|(name, request)| (name, sitter.ask(request)))
    .to_vec()
}

/// Puts each rating into an entry in the place of what it says, and returns those with which its line has its hash.
fn ratings_with_its_hash(entry: &Entry) -> Vec<Answer> {
    let ratings = (0..=100).map(vas);
    let fits = |rating: &Answer| {
        let mut tried = entry.clone();
        match &mut tried.draft.event {
            Event::Answered { answer, .. } => *answer = rating.clone(),
            Event::Completed { kept, .. } => {
                let kept = kept.as_mut().unwrap();
                let number = rating.as_number().unwrap();
                let number = Exact::from_decimal(number);
                kept.scores.main.as_mut().unwrap().value = KeptValue::Number(KeptNumber(number));
            }
            other => panic!("{other:?}"),
        }
        // The hash is over all bytes of the line before it.
        let line = serde_json::to_string(&tried).unwrap();
        let (hashed, _) = line.rsplit_once(",\"hash\":").unwrap();
        blake3::hash(hashed.as_bytes()).to_hex().as_str() == entry.hash
    };
    ratings.filter(fits).collect()
}

#[test]
fn who_tries_every_value_on_a_hash_finds_none_that_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    // A single answer, and a completion that holds its score alone.
    let (ann, _) = clinic_after(&owner, |ann| {
        ann.save(vec![Event::Answered {
            place: at("baseline", "ptga", "vas"),
            answer: vas(64),
            origin: Origin::Typed,
        }]);
        ann.save(vec![completed("baseline")]);
    });
    ann.save(vec![completed("baseline")]);
    let mona = sit(&owner, account("mona"));
    let trail = |sitter: &Sitter<'_>| {
        let participant = Some(WHO.into());
        let reply = sitter.ask(Request::Trail {
            participant,
            after: 0,
        });
        let Reply::Trail { entries, .. } = reply else {
            panic!("{reply:?}");
        };
        entries
    };
    let (whole, hidden) = (trail(&mona), trail(&ann));
    let salts: BTreeSet<_> = whole.iter().map(|entry| entry.salt.clone()).collect();
    assert!(salts.len() == whole.len() && !salts.contains(&None));
    let mut tried = 0;
    for (whole, hidden) in whole.iter().zip(&hidden) {
        assert_eq!(whole.hash, hidden.hash);
        let guessed = match &whole.draft.event {
            Event::Answered { .. } => true,
            Event::Completed { kept, .. } => kept.is_some(),
            _ => false,
        };
        if !guessed {
            continue;
        }
        tried += 1;
        // Who sees the whole can compute its hash again, and with the salt so could whoever tries.
        assert_eq!(ratings_with_its_hash(whole).len(), 1, "{whole:?}");
        let mut hidden = hidden.clone();
        assert_eq!(hidden.salt, None);
        // The reason of a change may be known as well.
        hidden.draft.reason.clone_from(&whole.draft.reason);
        assert_eq!(ratings_with_its_hash(&hidden), [], "{hidden:?}");
    }
    assert_eq!(tried, 3);
}

#[test]
fn no_reply_tells_an_earlier_score_to_who_rates_it_next() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let (ann, rated) = clinic(&owner);
    let ines = sit(&owner, account("ines"));
    let mona = sit(&owner, account("mona"));
    let told = |sitter| {
        let replies: Vec<(&str, Reply)> = all_of(sitter);
        let telling = replies.into_iter().filter(|(_, reply)| tells(reply));
        telling.map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&mona),
        ["record", "trail", "whole trail", "history", "queries"]
    );
    assert_eq!(told(&ann), Vec::<&str>::new());
    assert_eq!(told(&ines), Vec::<&str>::new());
    for (sitter, hides) in [(&ann, true), (&ines, true), (&mona, false)] {
        for (name, reply) in all_of(sitter) {
            match reply {
                Reply::Record { record, .. } => {
                    let record = record.unwrap();
                    let baseline = record.session("baseline").unwrap();
                    assert_eq!(baseline.withheld.contains_key("ptga"), hides);
                    assert_eq!(baseline.forms.contains_key("ptga"), !hides);
                    // The physician sees what the study shows.
                    assert!(baseline.forms.contains_key("phga"));
                    let far = baseline.withheld.get("ptga");
                    assert!(far.is_none_or(|far| (far.asked, far.answered) == (3, 3)));
                }
                Reply::Trail { entries, .. } | Reply::History { entries, .. } => {
                    assert!(!entries.is_empty());
                    assert_eq!(format!("{entries:?}").contains(HIDDEN), hides, "{name}");
                }
                Reply::Queries(queries) => {
                    assert_eq!(queries.len(), 1);
                    assert_eq!(queries[0].text == HIDDEN, hides);
                }
                Reply::Found(found) => {
                    let row = &found.rows[0];
                    assert_eq!(
                        (row.verdict.is_hidden(), row.outcome.is_hidden()),
                        (hides, hides)
                    );
                    assert_eq!(row.open_queries, 1);
                }
                Reply::Overview(overview) => {
                    assert_eq!(overview.responders.is_hidden(), hides);
                    assert_eq!(overview.tis.is_hidden(), hides);
                    assert_eq!(overview.people[0].outcome.is_hidden(), hides);
                }
                other => panic!("{other:?}"),
            }
        }
    }
    // A request of long ago tells no more when it is sent again.
    let again = ann.ask(rated);
    assert!(
        matches!(&again, Reply::Appended { entries, .. } if entries.len() == 4),
        "{again:?}"
    );
    assert!(!tells(&again), "{again:?}");
}

#[test]
fn a_record_that_is_read_again_holds_what_its_reader_is_entering_until_it_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let (ann, _) = clinic_after(&owner, |_| {});
    let holds = |sitter: &Sitter<'_>| {
        let record = sitter.read(WHO);
        record
            .session("baseline")
            .unwrap()
            .forms
            .contains_key("ptga")
    };
    // As after a lost connection.
    let again = sit(&owner, account("ann"));
    let bob = sit(&owner, account("bob"));
    assert_eq!([&ann, &again, &bob].map(holds), [true, true, false]);
    ann.save(vec![completed("baseline")]);
    assert_eq!([&ann, &again, &bob].map(holds), [false; 3]);
}

#[test]
fn what_others_save_is_told_without_it_and_to_who_sent_it_whole() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    // The assessor has not left the baseline yet, and goes on with it.
    let (ann, _) = clinic_after(&owner, |_| {});
    let (bob, mona) = (sit(&owner, account("bob")), sit(&owner, account("mona")));
    let last = bob.read(WHO);
    assert!(!last.session("baseline").unwrap().forms.contains_key("ptga"));
    let rated = || {
        vec![Event::Answered {
            place: at("baseline", "ptga", "vas"),
            answer: vas(73),
            origin: Origin::Typed,
        }]
    };
    let refused = bob.refused(rated());
    assert!(refused.contains("is hidden until"), "{refused}");
    let listener = sit(&owner, account("bob"));
    listener.read(WHO);
    mona.read(WHO);
    let own = ann.ask(ann.append(rated()));
    assert!(
        matches!(own, Reply::Appended { .. }) && tells(&own),
        "{own:?}"
    );
    let changed = |sitter: &Sitter<'_>| {
        loop {
            if let reply @ Reply::Changed { .. } = sitter.hear() {
                return reply;
            }
        }
    };
    let heard = changed(&listener);
    assert!(!tells(&heard), "{heard:?}");
    let Reply::Changed { entries, summary } = heard else {
        unreachable!()
    };
    assert_eq!(entries.len(), 1);
    assert!(summary.unwrap().verdict.is_hidden());
    assert!(tells(&changed(&mona)));
    drop(ann);
}

#[test]
fn once_it_is_entered_the_earlier_score_is_told_and_that_is_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let (ann, _) = clinic(&owner);
    ann.read(WHO);
    let Reply::Appended { entries, .. } = ann.ask(ann.append(vec![global("week-12", 51)])) else {
        panic!("not stored");
    };
    // From here on her client may ask for the earlier scores, whether it says that the form was left or not.
    let [_, shown] = entries.as_slice() else {
        panic!("{entries:?}");
    };
    let Event::Shown {
        visit,
        form,
        withheld,
        ..
    } = &shown.draft.event
    else {
        panic!("{shown:?}");
    };
    assert_eq!((visit.as_str(), form.as_str()), ("week-12", "ptga"));
    assert!(*withheld && shown.draft.by.user == "ann");
    let record = ann.read(WHO);
    let baseline = record.session("baseline").unwrap();
    assert!(baseline.forms.contains_key("ptga") && baseline.withheld.is_empty());
    // Completing it shows nothing new.
    let Reply::Appended { entries, .. } = ann.ask(ann.append(vec![completed("week-12")])) else {
        panic!("not stored");
    };
    assert_eq!(entries.len(), 1, "{entries:?}");
    let refused = ann.refused(vec![Event::Shown {
        participant: ParticipantId::new(WHO),
        visit: "week-12".into(),
        form: "phga".into(),
        withheld: true,
    }]);
    assert!(
        refused.contains("The server records that itself"),
        "{refused}"
    );
    // What is changed from then on says so, and only that.
    ann.save(vec![Event::Noted {
        place: at("week-12", "ptga", "vas"),
        text: "seen".to_owned(),
    }]);
    let study = embedded_study().unwrap();
    let today = chrono::Local::now().date_naive();
    let after = |record: &ParticipantRecord| {
        let seen = review(&study, record, "week-12", today).seen.into_iter();
        let seen = seen.filter(|point| point.matter == Matter::AfterShown);
        seen.map(|point| point.field.unwrap().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(after(&ann.read(WHO)), Vec::<String>::new());
    let Request::Append(append) = ann.append(vec![Event::Answered {
        place: at("week-12", "ptga", "vas"),
        answer: vas(70),
        origin: Origin::Typed,
    }]) else {
        unreachable!()
    };
    let reason = Some("typed wrong".to_owned());
    let changed = ann.ask(Request::Append(Append { reason, ..append }));
    assert!(matches!(changed, Reply::Appended { .. }), "{changed:?}");
    let record = ann.read(WHO);
    assert_eq!(after(&record), ["vas"]);
    let today = chrono::Local::now().date_naive();
    let found = recheck(&study, &record, today).into_iter();
    let found: Vec<_> = found.filter(|found| found.rule == "after-shown").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].kept.as_deref(), Some("typed wrong"));
    // Nobody signs against it.
    let matter = Matter::AfterShown;
    assert!(!matter.hinders());
}

#[test]
fn a_measure_that_is_missing_shows_no_earlier_score() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let (ann, _) = clinic(&owner);
    let missing = |field| (field, Answer::missing("refused"));
    let obtained = ("obtained", Answer::code("self-completed"));
    let answers = [missing("vas"), missing("likert"), obtained];
    let none = filled("week-12", "ptga", &answers);
    let Reply::Appended { entries, .. } = ann.ask(ann.append(vec![none])) else {
        panic!("not stored");
    };
    assert_eq!(entries.len(), 1, "{entries:?}");
    ann.save(vec![completed("week-12")]);
    let record = ann.read(WHO);
    let baseline = record.session("baseline").unwrap();
    assert!(baseline.withheld.contains_key("ptga"));
    assert!(all_of(&ann).iter().all(|(_, reply)| !tells(reply)));
}

#[test]
fn new_roles_count_at_once_for_what_is_open() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let (ann, _) = clinic(&owner);
    let own = sit(&owner, own_account("mk"));
    let mona = sit(&owner, account("mona"));
    let record = mona.read(WHO);
    assert!(
        record
            .session("baseline")
            .unwrap()
            .forms
            .contains_key("ptga")
    );
    let roles = |roles: &[Role]| Event::UserRoles {
        user: "mona".to_owned(),
        roles: roles.to_vec(),
    };
    own.save(vec![roles(&[Role::Assessor])]);
    // Her terminal is told, so that it asks again.
    let told = loop {
        if let Reply::Changed { entries, .. } = mona.hear()
            && !entries.is_empty()
        {
            break entries;
        }
    };
    assert!(
        matches!(&told[0].draft.event, Event::UserRoles { roles, .. } if roles == &[Role::Assessor])
    );
    let record = mona.read(WHO);
    assert!(
        record
            .session("baseline")
            .unwrap()
            .withheld
            .contains_key("ptga")
    );
    assert!(all_of(&mona).iter().all(|(_, reply)| !tells(reply)));
    // Nothing is withheld from a monitor, so nothing was shown to ann's form by her reading.
    own.save(vec![roles(&[Role::Monitor])]);
    let record = mona.read(WHO);
    let week_12 = record.session("week-12").unwrap();
    assert!(week_12.revealed.is_empty() && week_12.shown.is_empty());
    drop(ann);
}
