//! What is stored and not by the rules is shown, is computed with nowhere, keeps a visit from being signed, and can be
//! mended.

use crate::content::{Memory, any_answer, today};
use crate::support::bad_events::{answered, number, participant, place};
use chrono::NaiveDate;
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::course;
use coreset::domain::course::deviations::Grounds;
use coreset::domain::course::eligibility;
use coreset::domain::course::totals;
use coreset::domain::forms::engine::cells::{NOT_BY_THE_RULES, Reading};
use coreset::domain::forms::engine::instrument::Measure;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::kept_scores::{FormScores, KeptValue};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::signature;
use coreset::domain::record::user::Role;
use coreset::domain::rules::sign::may_sign;
use coreset::domain::rules::{Hindrance, Refusal};
use coreset::domain::study::Study;
use coreset::domain::study::fit::{self, UnfitFact};
use coreset::domain::study::schedule;
use coreset::domain::study::withheld::Viewer;
use coreset::domain::verdict::core_set::{CoreSet, core_set};
use coreset::domain::verdict::kept::form_scores;
use coreset::domain::views::audit::{Line, Teller};
use coreset::domain::views::recheck::{Found, recheck};
use coreset::domain::views::review::{Matter, review};
use coreset::domain::views::summary::StorySummary;
use coreset::domain::views::timeline;
use coreset::server::opening::summarise;
use coreset::tools::demo;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The events of a synthetic participant with all visits done, under the id of the bad events.
fn whole() -> Vec<Event> {
    static EVENTS: OnceLock<Vec<Event>> = OnceLock::new();
    EVENTS
        .get_or_init(|| {
            let study = Memory::empty().study;
            let all = demo::participants(&study, 14, today(), 7);
            let longest = all.max_by_key(Vec::len).unwrap();
            let text = serde_json::to_string(&longest).unwrap();
            let id = longest[0].participant().unwrap().to_string();
            serde_json::from_str(&text.replace(&id, "01-001")).unwrap()
        })
        .clone()
}

fn world() -> Memory {
    let mut world = Memory::empty();
    world.is_demo = true;
    world.put(whole());
    world
}

fn record(world: &Memory) -> &ParticipantRecord {
    &world.records["01-001"]
}

/// A record with a bad answer, and the same with that field blank.
fn pair(place: &FieldPath, bad: &Answer) -> (Memory, Memory) {
    let (mut unfit, mut blank) = (world(), world());
    unfit.put(vec![answered(place.clone(), bad.clone())]);
    blank.put(vec![Event::Cleared {
        place: place.clone(),
        origin: Origin::Typed,
    }]);
    (unfit, blank)
}

fn is_unfit(world: &Memory, place: &FieldPath) -> bool {
    let session = record(world).session(place.visit.as_str()).unwrap();
    session.forms[&place.form][&place.field].unfit.is_some()
}

/// The last line of the audit trail about each field that is not empty.
fn trail(world: &Memory) -> BTreeMap<FieldPath, Line> {
    let mut teller = Teller::new();
    let mut last = BTreeMap::new();
    for (number, entry) in world.entries.iter().enumerate() {
        let after = &world.entries[number + 1..];
        for line in teller.tell(&world.study, entry, after) {
            let place = FieldPath {
                participant: line.participant.clone().unwrap_or_else(|| "".into()),
                visit: line.visit.clone().unwrap_or_else(|| "".into()),
                form: line.form.clone().unwrap_or_else(|| "".into()),
                field: line.field.clone().unwrap_or_else(|| "".into()),
            };
            if line.new.is_some() {
                last.insert(place, line);
            } else if line.old.is_some() {
                last.remove(&place);
            }
        }
    }
    last
}

/// The audit trail says of each field what the record says.
fn assert_told_in_trail(world: &Memory) {
    let told = trail(world);
    for (place, line) in &told {
        let session = record(world).session(place.visit.as_str()).unwrap();
        let cell = &session.forms[&place.form][&place.field];
        assert_eq!(line.new.as_ref(), cell.stored(), "{place:?}");
        assert_eq!(line.is_new_unfit, cell.unfit.is_some(), "{place:?}");
    }
}

/// The summary, from which the study as a whole is told, counts what the record marks.
fn assert_counted(world: &Memory) {
    let sessions = record(world).sessions.values();
    let cells = sessions.flat_map(|session| session.forms.values().flat_map(BTreeMap::values));
    let marked = cells.filter(|cell| cell.unfit.is_some()).count();
    let summary = summarise(&world.study, record(world));
    assert_eq!(summary.unfit_in_all(&world.study) as usize, marked);
}

/// A set in which what is not by the rules is blank.
fn blank_set(mut set: CoreSet) -> CoreSet {
    let unfit = Reading::Missing(NOT_BY_THE_RULES.to_owned());
    let blank = |reading: &mut Reading| {
        if *reading == unfit {
            *reading = Reading::Blank;
        }
    };
    for reading in [
        &mut set.phga,
        &mut set.ptga,
        &mut set.mmt,
        &mut set.haq,
        &mut set.extramuscular,
    ] {
        blank(reading);
    }
    for enzyme in coreset::domain::forms::enzymes::Enzyme::ALL {
        let lab = set.enzymes.get_mut(enzyme);
        blank(&mut lab.value);
        // A limit that is not by the rules can still come, as a blank one.
        lab.uln_blank = false;
    }
    set
}

fn values(scores: &FormScores) -> Vec<(String, Option<KeptValue>)> {
    let unfit = KeptValue::Missing(NOT_BY_THE_RULES.to_owned());
    let values = scores.all().map(|score| {
        let value = scores.value(&score.name).cloned();
        (
            score.name.clone(),
            value.filter(|value| *value != unfit && *value != KeptValue::Blank),
        )
    });
    values.collect()
}

/// All that is computed from a record, where what is blank and what is not by the rules say the same.
fn computed(study: &Study, record: &ParticipantRecord) -> String {
    let now = today().and_hms_opt(12, 0, 0).unwrap();
    let mut all = Vec::new();
    for session in record.visits() {
        all.push(format!("{:?}", blank_set(core_set(study, session))));
        for form in study.instruments.values() {
            let scores = form_scores(study, &form.id, session.forms.get(&form.id));
            all.push(format!("{} {:?}", session.visit, values(&scores)));
        }
        all.push(format!(
            "{:?}",
            course::dose_at(study, record, &session.visit)
        ));
    }
    all.push(format!("{:?}", course::weights(study, record)));
    all.push(format!("{:?}", course::events(record)));
    all.push(format!("{:?}", course::medications(study, record)));
    all.push(format!("{:?}", course::infusions(record)));
    all.push(format!("{:?}", eligibility::judge(study, record)));
    all.push(format!("{:?}", totals::log_summaries(study, record, now)));
    let summary = summarise(study, record);
    // A form with such an answer is not done, also where the field may stay blank: somebody puts it right.
    let story = StorySummary {
        deviations: Grounds::default(),
        ..summary.story
    };
    all.push(format!("{story:?} {:?}", summary.laboratories));
    let lanes = timeline::tell(study, record, Vec::new(), today());
    all.push(format!("{:?}", lanes.quality));
    all.join("\n")
}

fn assert_counts_as_blank(place: &FieldPath, bad: &Answer) {
    let (unfit, blank) = pair(place, bad);
    assert!(is_unfit(&unfit, place), "{place:?} {bad:?}");
    let study = &unfit.study;
    let (of_unfit, of_blank) = (
        computed(study, record(&unfit)),
        computed(study, record(&blank)),
    );
    for (one, other) in of_unfit.lines().zip(of_blank.lines()) {
        assert_eq!(one, other, "{place:?} {bad:?}");
    }
    // What is shown keeps what is stored, and nothing panics.
    let session = record(&unfit).session(place.visit.as_str()).unwrap();
    let cell = &session.forms[&place.form][&place.field];
    assert_eq!(cell.stored(), Some(bad));
    let found = recheck(study, record(&unfit), today());
    let here = |finding: &&coreset::domain::views::recheck::Finding| {
        finding.visit == place.visit
            && finding.form.as_ref() == Some(&place.form)
            && (finding.field.as_ref() == Some(&place.field) || finding.field.is_none())
    };
    assert!(
        found.iter().any(|finding| here(&finding)),
        "{place:?} {bad:?}"
    );
    let _ = review(study, record(&unfit), place.visit.as_str(), today());
    assert_counted(&unfit);
    assert_told_in_trail(&unfit);
    assert!(trail(&unfit)[place].is_new_unfit, "{place:?} {bad:?}");
}

fn with_unit(text: &str, unit: &str) -> Answer {
    Answer::number(text.parse().unwrap(), Some(unit))
}

fn date(day: &str) -> Answer {
    Answer::Value {
        value: Value::Date(day.parse().unwrap()),
        unit: None,
    }
}

/// The bad answers that have a name.
fn named() -> Vec<(FieldPath, Answer)> {
    let baseline = |form: &str, field: &str| place("week-12", form, field);
    let row = |form: &str, field: &str| place(SESSION, &format!("{form}#1"), field);
    vec![
        (baseline("phga", "vas"), number("99")),
        (baseline("ptga", "vas"), Answer::code("2")),
        (baseline("enzymes", "ck"), with_unit("900", "mg/dL")),
        (baseline("enzymes", "ck.uln"), with_unit("0", "U/L")),
        (baseline("mmt8", "deltoid.r"), Answer::code("12")),
        (baseline("haq", "item01"), Answer::code("7")),
        (baseline("haq", "item02"), Answer::missing("no-mood")),
        (baseline("mdaat", "emg.vas"), number("-1")),
        (baseline("rand36", "item01"), Answer::code("9")),
        (row("medication", "dose"), number("-5")),
        (row("medication", "start"), Answer::text("2999-01-01")),
        (row("medication", "start"), Answer::text("1901-01-01")),
        (row("medication", "frequency"), Answer::code("hourly")),
        (row("abatacept", "date"), date("2999-01-01")),
        (row("adverse-event", "grade"), Answer::code("9")),
        (row("adverse-event", "no-field"), Answer::code("9")),
        (place("week-12", "no-form", "vas"), number("1")),
    ]
}

#[test]
fn bad_content_counts_as_blank() {
    let study = Memory::empty().study;
    for (place, bad) in named() {
        let known = study.form(place.form.as_str());
        let known = known.is_none_or(|form| {
            form.field(place.field.as_str()).is_some() || place.field.as_str() == "no-field"
        });
        assert!(known, "the study has no such field: {place:?}");
        assert_counts_as_blank(&place, &bad);
    }
}

#[test]
fn a_measure_says_why_it_has_no_value() {
    let why = Reading::Missing(NOT_BY_THE_RULES.to_owned());
    for (measure, form, field, bad) in [
        (Measure::Phga, "phga", "vas", number("99")),
        (Measure::Mmt, "mmt8", "deltoid.r", Answer::code("12")),
        (Measure::Haq, "haq", "item01", Answer::code("7")),
        (Measure::Haq, "haq", "item01", Answer::missing("no-mood")),
    ] {
        let (unfit, _) = pair(&place("week-12", form, field), &bad);
        let set = core_set(&unfit.study, record(&unfit).session("week-12").unwrap());
        assert_eq!(set.reading(measure), Some(&why), "{form} {field}");
    }
    let (unfit, _) = pair(&place("week-12", "enzymes", "ck"), &with_unit("9", "mg/dL"));
    let set = core_set(&unfit.study, record(&unfit).session("week-12").unwrap());
    let ck = set.enzymes.get(coreset::domain::forms::enzymes::Enzyme::Ck);
    assert_eq!(ck.value, why);
}

/// The enzyme that counts is chosen at baseline: one that is not by the rules can still be corrected, so that no other one
/// counts for certain.
#[test]
fn a_bad_enzyme_at_baseline_leaves_open_which_one_counts() {
    let bad = [
        ("ck", with_unit("9", "mg/dL")),
        ("ck.uln", with_unit("9", "mg/dL")),
    ];
    for (field, bad) in bad {
        let (unfit, blank) = pair(&place("baseline", "enzymes", field), &bad);
        let choice = |world: &Memory| {
            let session = record(world).session("baseline").unwrap();
            let set = core_set(&world.study, session);
            (
                set.select_enzyme()
                    .map(|chosen| chosen.map(|one| one.enzyme)),
                set.open_choice(),
            )
        };
        assert_eq!(choice(&unfit), choice(&blank), "{field}");
        assert!(choice(&unfit).1.is_some(), "{field}: it is open");
    }
}

#[test]
fn a_visit_with_a_bad_answer_is_not_complete_and_not_signed_until_it_is_mended() {
    let vas = place("week-12", "phga", "vas");
    let sign = |world: &Memory| {
        let who = record(world);
        let content = signature::content(&who.participant.id, who.session("week-12").unwrap());
        let viewer = (Viewer::Reads, today());
        may_sign(&world.study, who, &"week-12".into(), &content, viewer)
    };
    let mut world = world();
    let before = sign(&world);
    let form =
        |event: fn(_, _, _) -> Event| event("01-001".into(), "week-12".into(), "phga".into());
    world.put(vec![form(|participant, visit, form| Event::Completed {
        participant,
        visit,
        form,
        kept: None,
    })]);
    world.put(vec![answered(vas.clone(), number("99"))]);
    let open = sign(&world).unwrap_err();
    assert!(
        open.contains(&Hindrance::NotByRules { count: 1 }),
        "{open:?}"
    );
    let points = review(&world.study, record(&world), "week-12", today()).open;
    let stored = "99.0".to_owned();
    let unfit = |matter: &Matter| {
        *matter
            == Matter::NotByRules {
                stored: stored.clone(),
            }
    };
    assert!(
        points
            .iter()
            .any(|point| unfit(&point.matter) && point.matter.hinders()),
        "{points:?}"
    );
    let good = whole();
    let good = good.iter().rev().find_map(|event| event.answer_at(&vas));
    let good = with_origin(&vas, good.unwrap().clone());
    // The form was left, so that mending it needs a reason.
    for mends in [
        good.clone(),
        Event::Cleared {
            place: vas.clone(),
            origin: Origin::Typed,
        },
    ] {
        let without = world.judge_for(None, &Role::ALL, vec![mends.clone()]);
        assert_eq!(without, Err(Refusal::ChangeWithoutReason));
        let with = world.judge_for(Some("misread"), &Role::ALL, vec![mends]);
        assert!(with.is_ok(), "{with:?}");
    }
    world.put(vec![good]);
    assert_eq!(sign(&world), before);
}

#[test]
fn every_bad_answer_can_be_cleared_and_one_in_a_field_answered_well() {
    for (place, bad) in named() {
        let mut world = world();
        let good = record(&world).session(place.visit.as_str()).unwrap();
        let good = good
            .answer(place.form.as_str(), place.field.as_str())
            .cloned();
        world.put(vec![answered(place.clone(), bad)]);
        assert!(is_unfit(&world, &place));
        let clears = Event::Cleared {
            place: place.clone(),
            origin: Origin::Typed,
        };
        let reason = Some("misread");
        let cleared = world.judge_for(reason, &Role::ALL, vec![clears.clone()]);
        assert!(cleared.is_ok(), "{place:?} {cleared:?}");
        if let Some(good) = good {
            let answers = with_origin(&place, good);
            let answered = world.judge_for(reason, &Role::ALL, vec![answers.clone()]);
            assert!(answered.is_ok(), "{place:?} {answered:?}");
            world.put(vec![answers]);
            assert!(!is_unfit(&world, &place));
        }
        world.put(vec![clears]);
        assert!(!is_unfit(&world, &place));
    }
}

fn with_origin(place: &FieldPath, answer: Answer) -> Event {
    Event::Answered {
        place: place.clone(),
        answer,
        origin: Origin::Generated,
    }
}

#[test]
fn a_date_before_birth_counts_once_it_is_kept_with_a_reason() {
    use coreset::domain::record::event::PromptOutcome;
    let start = place(SESSION, "medication#1", "start");
    let mut world = world();
    world.put(vec![answered(start.clone(), Answer::text("1901"))]);
    assert!(is_unfit(&world, &start));
    let rules: Vec<String> = recheck(&world.study, record(&world), today())
        .into_iter()
        .filter(|finding| finding.field.as_ref() == Some(&start.field))
        .map(|finding| finding.rule)
        .collect();
    assert!(rules.contains(&fit::BEFORE_BIRTH.to_owned()), "{rules:?}");
    world.put(vec![Event::Prompted {
        place: start.clone(),
        rule: fit::BEFORE_BIRTH.to_owned(),
        rule_version: "1".to_owned(),
        value: "1901".to_owned(),
        outcome: PromptOutcome::Kept,
        reason: Some("confirmed".to_owned()),
    }]);
    assert!(!is_unfit(&world, &start));
    assert_told_in_trail(&world);
    assert!(!trail(&world)[&start].is_new_unfit);
}

#[test]
fn facts_of_an_enrolment_that_cannot_be_are_computed_with_nowhere() {
    let study = Memory::empty().study;
    let mut who = participant("01-001", today());
    assert_eq!(fit::unfit_facts(&study, &who), []);
    who.birth_year = 1700;
    who.weight_kg = 999.into();
    let mut world = Memory::empty();
    world.put(vec![Event::Enrolled {
        participant: who.clone(),
    }]);
    let facts = fit::unfit_facts(&world.study, &who);
    assert_eq!(
        facts,
        [UnfitFact::BirthYear(1700), UnfitFact::Weight(999.into())]
    );
    assert_eq!((who.born(), fit::weight(&study, &who)), (None, None));
    assert!(course::measured(&study, record(&world)).is_empty());
    let found = recheck(&world.study, record(&world), today());
    let unfit: Vec<&Found> = found.iter().map(|finding| &finding.found).collect();
    assert!(
        unfit.contains(&&Found::UnfitFact(UnfitFact::BirthYear(1700))),
        "{unfit:?}"
    );
    // The age is not known, rather than below zero: it contradicts nothing.
    let old_enough = |year: i32| {
        let mut world = Memory::empty();
        world.study = coreset::domain::study::shipped::embedded_study().unwrap();
        let mut enrolled = participant("01-001", today());
        enrolled.birth_year = year;
        world.put(vec![
            Event::Enrolled {
                participant: enrolled,
            },
            answered(place(SESSION, "eligibility", "in.age"), Answer::code("y")),
        ]);
        let judged = eligibility::judge(&world.study, record(&world)).unwrap();
        let mut criteria = judged.criteria.iter();
        let age = criteria.find(|criterion| criterion.field == "in.age");
        age.unwrap().finding
    };
    assert_eq!(old_enough(2020), eligibility::Finding::Contradicted);
    assert_eq!(old_enough(2099), eligibility::Finding::Met);
}

#[test]
fn a_visit_on_a_day_that_cannot_be_has_no_window_and_no_dose() {
    for day in ["1700-01-01", "2999-01-01"] {
        let mut world = Memory::empty();
        let (day, who): (NaiveDate, _) = (day.parse().unwrap(), participant("01-001", today()));
        let begun = |visit: &str, date| Event::SessionBegun {
            participant: "01-001".into(),
            visit: visit.into(),
            date,
        };
        world.put(vec![
            Event::Enrolled { participant: who },
            begun("baseline", day),
            begun("week-2", today()),
        ]);
        let study = &world.study;
        let baseline = record(&world).session("baseline").unwrap();
        assert_eq!((baseline.day(), baseline.date), (None, day));
        let summary = summarise(study, record(&world));
        let plan = schedule::plan(study, summary.who(), &summary.visits, today());
        for visit in &plan {
            let is_baseline = visit.visit.as_str() == "baseline";
            assert_eq!(visit.has_known_window, is_baseline, "{visit:?}");
            assert_eq!(visit.has_known_day, !is_baseline, "{visit:?}");
            assert!(!visit.is_known() && visit.days == 0, "{visit:?}");
        }
        let told = timeline::tell(study, record(&world), Vec::new(), today());
        for stop in &told.stops {
            assert_eq!(stop.timing, timeline::Timing::Unknown);
            assert!((stop.date() - today()).num_days().abs() < 400, "{stop:?}");
        }
        let found = recheck(study, record(&world), today());
        assert!(
            found
                .iter()
                .any(|finding| finding.found == Found::UnfitDay { day })
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever stands in any field.
    #[test]
    fn any_bad_answer_counts_as_blank(
        bad in any_answer(),
        at in any::<prop::sample::Index>(),
        visit in prop::sample::select(vec!["baseline", "week-12", SESSION]),
    ) {
        let study = Memory::empty().study;
        let planned = study.visit(visit).map(|visit| visit.forms.clone());
        let forms = planned.unwrap_or_else(|| {
            ["medication#1", "abatacept#1", "adverse-event#1"].map(Into::into).to_vec()
        });
        let fields: Vec<FieldPath> = forms
            .iter()
            .flat_map(|id| {
                let form = study.form(id.as_str()).unwrap();
                let fields = form.fields().map(|field| place(visit, id.as_str(), field.id.as_str()));
                fields.collect::<Vec<_>>()
            })
            .collect();
        let place = at.get(&fields);
        let form = study.form(place.form.as_str()).unwrap();
        let field = form.field(place.field.as_str()).unwrap();
        prop_assume!(fit::check(&study, form, field, &bad, today()).is_err());
        assert_counts_as_blank(place, &bad);
    }
}
