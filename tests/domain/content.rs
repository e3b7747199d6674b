//! What the rules hold the content of an event to: bad events of every kind are refused to every role, good ones are
//! admitted, and what is stored badly can be taken away.

use crate::support::bad_events::*;
use chrono::{DateTime, FixedOffset, NaiveDate};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::base::ratio::Exact;
use coreset::domain::course::facts::facts;
use coreset::domain::course::{eligibility, table, totals};
use coreset::domain::record::entry::{Draft, Entry};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::heads::Heads;
use coreset::domain::record::kept_scores::{KeptNumber, KeptValue};
use coreset::domain::record::lock::{Lock, Locks, Scope};
use coreset::domain::record::participant::{Alike, Likeness, Sex};
use coreset::domain::record::rows::{self, SESSION};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::user::{Role, User, Users};
use coreset::domain::rules::checks::{Context, form_questions, questions};
use coreset::domain::rules::reasons;
use coreset::domain::rules::{Append, Asker, ContentFault, Proof, Refusal, Unread, World, admit};
use coreset::domain::study::Study;
use coreset::domain::study::fit;
use coreset::domain::study::laboratory::Laboratory;
use coreset::domain::study::schedule;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::views::{overview, recheck, review, timeline};
use coreset::text::{English, Language as _};
use coreset::tools::demo;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A study in memory.
pub(crate) struct Memory {
    pub(crate) study: Study,
    pub(crate) is_demo: bool,
    users: Users,
    locks: Locks,
    heads: Heads,
    pub(crate) records: BTreeMap<ParticipantId, ParticipantRecord>,
    pub(crate) entries: Vec<Entry>,
    laboratories: Vec<Laboratory>,
}

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

impl Memory {
    pub(crate) fn empty() -> Self {
        let mut study = embedded_study().unwrap();
        study.protocol.eligibility = None;
        let mut users = Users::default();
        for user in ["kern", "root"] {
            users.put(User::new(user, "M. Kern", &Role::ALL));
        }
        Self {
            study,
            is_demo: false,
            users,
            locks: Locks::default(),
            heads: Heads::default(),
            records: BTreeMap::new(),
            entries: Vec::new(),
            laboratories: Vec::new(),
        }
    }

    pub(crate) fn new() -> Self {
        let mut world = Self::empty();
        world.put(stored(today()));
        world
    }

    /// Stores events whatever the rules say of them.
    pub(crate) fn put(&mut self, events: Vec<Event>) {
        self.put_as("root", events);
    }

    /// The same, entered by this user.
    pub(crate) fn put_as(&mut self, user: &str, events: Vec<Event>) {
        let user = User::new(user, "R. Oot", &Role::ALL);
        for event in events {
            let by = user.acting(Some(Role::Assessor), "test");
            let entry = Entry {
                seq: self.entries.len() as u64 + 1,
                ..Entry::preview(Draft::new(by, event), self.now())
            };
            if let Event::Enrolled { participant } = &entry.draft.event {
                let record = ParticipantRecord::new(participant.clone());
                self.records.insert(participant.id.clone(), record);
            }
            for record in self.records.values_mut() {
                record.apply(&entry);
                fit::judge(&self.study, record, &entry);
            }
            self.entries.push(entry);
        }
    }

    pub(crate) fn judge(
        &mut self,
        roles: &[Role],
        events: Vec<Event>,
    ) -> Result<Vec<Draft>, Refusal> {
        let says_why = |event: &Event| {
            matches!(
                event,
                Event::UserNamed { .. }
                    | Event::SessionDated { .. }
                    | Event::SessionVoided { .. }
                    | Event::UnscheduledBegun { .. }
                    | Event::FormMoved { .. }
                    | Event::ConsentRenewed { .. }
                    | Event::DeviationJudged { .. }
                    | Event::EnrolmentCorrected { .. }
            )
        };
        let begins_outside = |event: &Event| {
            let record = event.participant().and_then(|who| self.records.get(who));
            record.is_some_and(|record| {
                reasons::begins_outside(&self.study, record, event, today()).is_some()
            })
        };
        let is_made = events.iter().any(Event::is_generated);
        let outside = !is_made && events.iter().any(begins_outside);
        let reason = outside || events.iter().any(says_why);
        let reason = reason.then_some("misspelt");
        self.judge_for(reason, roles, events)
    }

    pub(crate) fn judge_for(
        &mut self,
        reason: Option<&str>,
        roles: &[Role],
        events: Vec<Event>,
    ) -> Result<Vec<Draft>, Refusal> {
        let append = Append {
            request: "root-1-1".to_owned(),
            seen: self.entries.len() as u64,
            reason: reason.map(str::to_owned),
            events,
            ..Append::default()
        };
        admit(self, &asker(roles), append)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn fault(&mut self, event: Event) -> ContentFault {
        match self.judge(&Role::ALL, vec![event]) {
            Err(Refusal::Content { fault }) => fault,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn takes(&mut self, event: Event) {
        let admitted = self.judge(&Role::ALL, vec![event]);
        assert!(admitted.is_ok(), "{admitted:?}");
    }
}

fn asker(roles: &[Role]) -> Asker {
    Asker {
        user: User::new("root", "R. Oot", roles),
        client: "root-1".to_owned(),
        from: "test".to_owned(),
        proof: Some(Proof::of("right words here")),
    }
}

impl World for Memory {
    fn study(&self) -> &Study {
        &self.study
    }

    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap()
    }

    fn users(&self) -> &Users {
        &self.users
    }

    fn locks(&self) -> &Locks {
        &self.locks
    }

    fn heads(&self) -> &Heads {
        &self.heads
    }

    fn program(&self) -> &str {
        "test"
    }

    fn last(&self) -> u64 {
        self.entries.len() as u64
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        Ok((seq <= self.last()).then(|| format!("{seq:064x}")))
    }

    fn request_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let mut entries = self.entries.iter();
        Ok(entries
            .find(|entry| entry.seq == seq)
            .map(|entry| entry.request.clone()))
    }

    fn is_demo(&self) -> bool {
        self.is_demo
    }

    fn laboratories(&self, _: Sex) -> Vec<Laboratory> {
        self.laboratories.clone()
    }

    fn stood(&mut self, place: &FieldPath, answer: &Answer) -> Result<bool, Unread> {
        let mut entries = self.entries.iter();
        Ok(entries.any(|entry| entry.draft.event.answer_at(place) == Some(answer)))
    }

    fn alike(&mut self, likeness: &Likeness) -> Result<Vec<Alike>, Unread> {
        let enrolled = self.entries.iter().filter_map(|entry| {
            let who = entry.draft.event.enrolled()?;
            (who.likeness() == *likeness).then(|| Alike {
                id: who.id.clone(),
                enrolled_on: who.enrolled_on,
                seq: entry.seq,
            })
        });
        Ok(enrolled.collect())
    }

    fn look<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Unread> {
        Ok(self
            .records
            .get(who)
            .map(|record| look(&self.study, record)))
    }
}

#[test]
fn bad_events_of_every_kind_are_refused_to_every_role() {
    let mut world = Memory::new();
    let all = bad(&world.study, today());
    let different: BTreeSet<String> = all.iter().map(|event| format!("{event:?}")).collect();
    assert!(different.len() >= 500, "{}", different.len());
    for event in all {
        for roles in Role::ALL
            .map(|role| vec![role])
            .iter()
            .chain([&Role::ALL.to_vec()])
        {
            let judged = world.judge(roles, vec![event.clone()]);
            let refusal = judged.expect_err(&format!("{roles:?}: {event:?}"));
            assert!(refusal.is_lasting());
            let words = English.refusal(&refusal);
            assert!(!words.contains(char::is_control), "{words}");
        }
    }
}

#[test]
fn good_events_of_every_kind_are_admitted() {
    for event in good(today()) {
        Memory::new().takes(event);
    }
}

#[test]
fn an_event_is_of_the_kind_that_stands_in_the_journal() {
    for event in good(today()).into_iter().chain(owners(today())) {
        let stored = serde_json::to_value(&event).unwrap();
        assert_eq!(stored["kind"], event.kind());
        assert_eq!(serde_json::from_value::<Event>(stored).unwrap(), event);
    }
}

#[test]
fn the_owner_keeps_the_scores_of_a_completed_form_and_takes_none_from_a_client() {
    let completed = |kept| Event::Completed {
        participant: WHO.into(),
        visit: "baseline".into(),
        form: "phga".into(),
        kept,
    };
    let mut world = Memory::new();
    let fault = world.fault(completed(Some(Box::default())));
    let form = world.study.form("phga").unwrap().title.clone();
    assert_eq!(fault, ContentFault::ScoresClaimed { form });
    let scored = |drafts: Vec<Draft>| {
        let Event::Completed { kept, .. } = drafts.last().unwrap().event.clone() else {
            panic!("{drafts:?}");
        };
        let kept = kept.unwrap();
        assert_eq!(kept.with.program, "test");
        assert_eq!(kept.with.protocol_hash, embedded_study().unwrap().hash);
        kept.scores.main.unwrap().value
    };
    let value = |text| KeptValue::Number(KeptNumber(Exact::parse(text).unwrap()));
    let alone = world.judge(&Role::ALL, vec![completed(None)]).unwrap();
    assert_eq!(scored(alone), value("4.7"));
    world.put(vec![answered(vas(), number("5.2"))]);
    let later = world.judge(&Role::ALL, vec![completed(None)]).unwrap();
    assert_eq!(scored(later), value("5.2"));
    let left = Event::FormLeft {
        participant: WHO.into(),
        visit: "baseline".into(),
        form: "phga".into(),
    };
    let drafts = world.judge(&Role::ALL, vec![left.clone()]).unwrap();
    assert_eq!(drafts[0].event, left);
}

#[test]
fn every_event_of_the_demo_is_admitted() {
    let study = embedded_study().unwrap();
    let mut world = Memory::empty();
    (world.study, world.is_demo) = (study.clone(), true);
    for events in demo::participants(&study, 28, today(), 7) {
        let count = events.len();
        let drafts = world.judge(&Role::ALL, events);
        let drafts = drafts.unwrap_or_else(|refusal| panic!("{refusal:?}"));
        // Where a rating shows the earlier ones, the owner adds that.
        let added = |draft: &&Draft| matches!(draft.event, Event::Shown { withheld: true, .. });
        assert_eq!(drafts.len() - drafts.iter().filter(added).count(), count);
    }
}

#[test]
fn a_scale_of_99_cm_is_refused() {
    let fault = Memory::new().fault(answered(vas(), number("99")));
    let label = "Physician global VAS".to_owned();
    assert!(
        matches!(&fault, ContentFault::NotOfField { value, .. } if value == "99"),
        "{fault:?} {label}"
    );
}

#[test]
fn an_unknown_visit_form_field_and_code_are_refused_by_name() {
    let mut world = Memory::new();
    let mut at = |visit: &str, form: &str, field: &str| {
        world.fault(answered(place(visit, form, field), number("1")))
    };
    let (visit, form) = ("week-99".into(), "nothing".into());
    assert_eq!(
        at("week-99", "phga", "vas"),
        ContentFault::NoVisit { visit }
    );
    assert_eq!(
        at("baseline", "nothing", "vas"),
        ContentFault::NoForm { form }
    );
    assert!(matches!(
        at("baseline", "phga", "nothing"),
        ContentFault::NoField { .. }
    ));
    assert!(matches!(
        at("week-2", "mmt8", "deltoid.r"),
        ContentFault::NotAsked { .. }
    ));
    let code = answered(place("baseline", "mmt8", "deltoid.r"), Answer::code("11"));
    assert!(matches!(world.fault(code), ContentFault::NotOfField { .. }));
}

#[test]
fn a_visit_begun_in_1700_or_twice_is_refused() {
    let mut world = Memory::new();
    let begun = |visit: &str, date| Event::SessionBegun {
        participant: WHO.into(),
        visit: visit.into(),
        date,
    };
    let day = NaiveDate::from_ymd_opt(1700, 1, 1).unwrap();
    let born = 1970;
    assert_eq!(
        world.fault(begun("week-2", day)),
        ContentFault::DayBeforeBirth { day, born }
    );
    let visit = "baseline".into();
    assert_eq!(
        world.fault(begun("baseline", today())),
        ContentFault::Begun { visit }
    );
    // Somebody else began it unseen: what came with the beginning is stored.
    let append = Append {
        request: "root-1-1".to_owned(),
        seen: 1,
        events: vec![
            begun("baseline", today()),
            answered(place("baseline", "ptga", "vas"), number("3")),
        ],
        ..Append::default()
    };
    let drafts = admit(&mut world, &asker(&Role::ALL), append).unwrap();
    assert!(matches!(
        drafts.as_slice(),
        [Draft {
            event: Event::Answered { .. },
            ..
        }]
    ));
}

#[test]
fn an_empty_missing_reason_and_one_without_its_words_are_refused() {
    let mut world = Memory::new();
    let empty = world.fault(answered(vas(), Answer::missing("")));
    assert!(matches!(empty, ContentFault::NoMissingReason { .. }));
    let other = world.fault(answered(vas(), Answer::missing("other")));
    assert!(matches!(other, ContentFault::MissingWithoutWords { .. }));
    world.takes(answered(vas(), Answer::missing("not-done")));
}

#[test]
fn an_answer_came_about_as_it_says() {
    let mut world = Memory::new();
    let claim = |origin, tenths: &str| with_origin(vas(), number(tenths), origin);
    for origin in [
        Origin::Generated,
        Origin::Carried,
        Origin::Bulk,
        Origin::Undone,
    ] {
        let fault = world.fault(claim(origin, "5.2"));
        assert!(matches!(fault, ContentFault::FalseOrigin { origin: said, .. } if said == origin));
    }
    world.is_demo = true;
    world.takes(claim(Origin::Generated, "5.2"));
    world.put(vec![claim(Origin::Typed, "5.2")]);
    world.takes(claim(Origin::Undone, "4.7"));
    // A fact of an earlier visit, and the code of "rest absent".
    let laboratory = |visit: &str, name: &str| {
        with_origin(
            place(visit, "enzymes", "laboratory"),
            Answer::text(name),
            Origin::Carried,
        )
    };
    world.takes(laboratory("week-4", "Central"));
    assert!(matches!(
        world.fault(laboratory("week-4", "North")),
        ContentFault::FalseOrigin { .. }
    ));
    let absent = place("baseline", "enzymes", "haemolysed");
    world.takes(with_origin(absent, Answer::code("n"), Origin::Bulk));
}

#[test]
fn a_limit_is_carried_from_a_laboratory_that_the_study_knows() {
    let mut world = Memory::new();
    let at = |field: &str| place("baseline", "enzymes", field);
    world.put(vec![answered(at("unit"), Answer::code("U/L"))]);
    let limit = |text: &str| Answer::number(Decimal::from_str_exact(text).unwrap(), Some("U/L"));
    let carried = |text: &str| with_origin(at("ck.uln"), limit(text), Origin::Carried);
    assert!(matches!(
        world.fault(carried("170")),
        ContentFault::FalseOrigin { .. }
    ));
    world.laboratories.push(Laboratory {
        name: "central".to_owned(),
        date: today(),
        limits: vec![("ck.uln".into(), limit("170"))],
    });
    world.takes(carried("170"));
    assert!(matches!(
        world.fault(carried("171")),
        ContentFault::FalseOrigin { .. }
    ));
}

#[test]
fn an_answer_about_pregnancy_is_refused_of_a_man() {
    let mut world = Memory::new();
    world.study.protocol.eligibility = Some("eligibility".into());
    let no = || {
        answered(
            place("log", "eligibility", "childbearing"),
            Answer::code("n"),
        )
    };
    world.takes(no());
    for record in world.records.values_mut() {
        record.participant.sex = Sex::Male;
    }
    assert!(matches!(world.fault(no()), ContentFault::Hidden { .. }));
}

#[test]
fn a_hidden_field_takes_no_answer_until_it_is_asked() {
    let mut world = Memory::new();
    let at = |field: &str| place("baseline", "mmt8", field);
    let name = || answered(at("tester.name"), Answer::text("A. Else"));
    assert!(matches!(world.fault(name()), ContentFault::Hidden { .. }));
    let other = answered(at("tester"), Answer::code("other"));
    let both = world.judge(&Role::ALL, vec![other, name()]);
    assert!(both.is_ok(), "{both:?}");
}

#[test]
fn a_field_that_a_number_decides_about_takes_no_answer_while_it_is_not_asked() {
    let at = |field: &str| place("baseline", "vital-signs", field);
    let celsius = |text: &str| {
        let number = Decimal::from_str_exact(text).unwrap();
        answered(at("temperature"), Answer::number(number, Some("C")))
    };
    let lasted = || answered(at("temperature.over-24h"), Answer::code("y"));
    for (text, is_asked) in [("36.8", false), ("40.0", false), ("40.1", true)] {
        let mut world = Memory::new();
        assert!(matches!(world.fault(lasted()), ContentFault::Hidden { .. }));
        world.put(vec![celsius(text)]);
        match is_asked {
            true => world.takes(lasted()),
            false => assert!(matches!(world.fault(lasted()), ContentFault::Hidden { .. })),
        }
    }
}

#[test]
fn a_form_is_enrolled_begun_and_answered_in_one_request() {
    let mut world = Memory::empty();
    let admitted = world.judge(&Role::ALL, stored(today()));
    assert_eq!(admitted.unwrap().len(), stored(today()).len());
}

/// What a journal of an earlier version may hold.
fn faults() -> Vec<Event> {
    let mut who = participant("99-001", today());
    (who.birth_year, who.weight_kg) = (i32::MIN, Decimal::MAX);
    let at = |visit: &str, form: &str, field: &str| FieldPath {
        participant: "99-001".into(),
        ..place(visit, form, field)
    };
    let begun = |visit: &str, date| Event::SessionBegun {
        participant: "99-001".into(),
        visit: visit.into(),
        date,
    };
    vec![
        Event::Enrolled { participant: who },
        begun("baseline", NaiveDate::MIN),
        begun("week-2", NaiveDate::MAX),
        begun("week-99", today()),
        answered(at("baseline", "phga", "vas"), number("99")),
        answered(at("baseline", "phga", "nothing"), number("99")),
        answered(at("baseline", "nothing", "vas"), Answer::missing("")),
        answered(at("week-99", "phga", "vas"), Answer::code("x")),
        answered(at(SESSION, "medication#4294967295", "name"), number("1")),
    ]
}

#[test]
fn what_makes_a_stored_fault_go_away_is_admitted_but_not_under_a_lock() {
    let mut world = Memory::empty();
    world.put(faults());
    for event in faults() {
        let Event::Answered { place, .. } = event else {
            continue;
        };
        let scope = Scope::visit(&place.participant, &place.visit);
        let origin = Origin::Typed;
        world.takes(Event::Cleared {
            place: place.clone(),
            origin,
        });
        let lock = Lock {
            reason: "closed".to_owned(),
            name: "M. Kern".to_owned(),
            at: DateTime::default(),
            seq: 1,
        };
        world.locks.put(scope, lock);
        let locked = world.judge(&Role::ALL, vec![Event::Cleared { place, origin }]);
        assert!(matches!(locked, Err(Refusal::Locked { .. })), "{locked:?}");
        world.locks = Locks::default();
    }
}

/// Answers that no field takes, of every sort.
pub(crate) fn any_answer() -> impl Strategy<Value = Answer> {
    let numbers = prop::sample::select(vec![
        Decimal::MAX,
        Decimal::MIN,
        Decimal::ZERO,
        Decimal::new(-1, 28),
        Decimal::new(1, 28),
        Decimal::new(99, 0),
    ]);
    let days = prop::sample::select(vec![NaiveDate::MIN, NaiveDate::MAX, today()]);
    let words = prop::sample::select(vec![
        "",
        "y",
        "n",
        "T",
        "NA",
        "10",
        "-1",
        "79228162514262337593543950335",
        "U/L",
        "ukat/L",
        "0000",
        "9999-12-31",
        "24:00",
        "x",
    ]);
    let unit = prop::option::of(prop::sample::select(vec![
        "U/L", "ukat/L", "kg", "mg", "", "x",
    ]));
    let value = prop_oneof![
        numbers.clone().prop_map(Value::Number),
        numbers.prop_map(Value::Below),
        words.clone().prop_map(|word| Value::Code(word.to_owned())),
        words.clone().prop_map(|word| Value::Text(word.to_owned())),
        days.prop_map(Value::Date),
    ];
    prop_oneof![
        4 => (value, unit).prop_map(|(value, unit)| Answer::Value { value, unit: unit.map(str::to_owned) }),
        1 => words.prop_map(Answer::missing),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every field of every form holds something bad, at two visits and in the logs.
    #[test]
    fn no_stored_content_stops_a_reader(
        answers in prop::collection::vec(any_answer(), 40),
        born in prop::sample::select(vec![i32::MIN, i32::MAX, 0, 1970]),
        weight in prop::sample::select(vec![Decimal::MAX, Decimal::MIN, Decimal::ZERO]),
        days in prop::sample::select(vec![(NaiveDate::MIN, NaiveDate::MAX), (NaiveDate::MAX, NaiveDate::MIN), (today(), today())]),
    ) {
        let study = embedded_study().unwrap();
        let mut world = Memory::empty();
        let mut who = participant(WHO, days.0);
        (who.birth_year, who.weight_kg) = (born, weight);
        let begun = |visit: &str, date| Event::SessionBegun { participant: WHO.into(), visit: visit.into(), date };
        let mut events = vec![
            Event::Enrolled { participant: who },
            begun("baseline", days.0),
            begun("week-12", days.1),
            begun(SESSION, days.0),
        ];
        let mut next = answers.iter().cycle();
        for (visit, row) in [("baseline", ""), ("week-12", ""), (SESSION, ""), (SESSION, "#1"), (SESSION, "#2")] {
            for form in study.instruments.values() {
                for field in form.fields() {
                    let id = format!("{}{row}", form.id);
                    events.push(answered(place(visit, &id, field.id.as_str()), next.next().unwrap().clone()));
                }
                next.next();
            }
        }
        world.put(events);
        let record = &world.records[WHO];
        let now = world.now();
        for visit in ["baseline", "week-12", SESSION] {
            let context = Context::whole(&study, record, visit).unwrap();
            for form in study.instruments.values() {
                let _ = form_questions(&study, form, &context);
                for (field, answer) in form.fields().zip(answers.iter().cycle()) {
                    let _ = questions(&study, form, field, answer, &context);
                }
            }
        }
        let _ = eligibility::judge(&study, record);
        read(&study, record, now);
    }
}

fn read(study: &Study, record: &ParticipantRecord, now: DateTime<FixedOffset>) {
    let _ = (study, record, now);
    let today = now.date_naive();
    let _ = recheck::recheck(study, record, today);
    for visit in ["baseline", "week-12"] {
        let _ = review::review(study, record, visit, today);
    }
    let summary = coreset::server::opening::summarise(study, record);
    let _ = schedule::plan(study, record.who(), &summary.visits, today);
    let _ = timeline::tell(study, record, Vec::new(), today);
    let naive = now.naive_local();
    let _ = totals::log_summaries(study, record, naive);
    for form in study.logs() {
        let _ = table::lines(study, record, form);
        for row in rows::rows(record, form.id.as_str()) {
            let _ = facts(study, record, row.id, naive);
        }
    }
    let _ = overview::overview(study, std::iter::once(&summary), today);
}
