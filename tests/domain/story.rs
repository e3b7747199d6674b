//! What the logs and the form of eligibility say, on the forms that are shipped.

use crate::support::earlier::version_2;
use crate::support::shipped;
use crate::support::shipped::{baseline, fill, put, rest_absent, session, study};
use chrono::NaiveDate;
use coreset::domain::base::ratio::Exact;
use coreset::domain::course::eligibility::{Eligibility, Finding, Reason, State, gate, judge};
use coreset::domain::course::facts;
use coreset::domain::course::totals::totals;
use coreset::domain::course::{Class, courses, dose_at, events, infusions, medications, weights};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::rows::{SESSION, rows};
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::rules::checks::{Context, form_questions, questions};
use coreset::domain::study::version::earlier::Earlier;
use coreset::domain::study::{Study, ZeroBaseline};
use coreset::domain::treatment::abatacept::{Given, next_due, weight_for};
use coreset::domain::treatment::equivalence::Table;
use coreset::domain::treatment::medication::End;
use coreset::domain::treatment::medication::glucocorticoid::dose_on;
use coreset::domain::views::recheck::recheck;
use coreset::text;
use coreset::text::English;
use coreset::text::questions::Questions as _;
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Enrolled on 5 January 2026, born in 1970.
fn record(log: Session) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(Participant {
        id: "01-001".into(),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: 62.into(),
        enrolled_on: day("2026-01-05"),
    });
    record.sessions.insert(log.visit.clone(), log);
    record
}

fn log() -> Session {
    session(SESSION, "2026-01-05")
}

const CONSENT: &str = "consent=y consent-by=participant consent-date=2026-01-05";
const CRITERIA: &str = "in.age=y in.diagnosis=y bp-weakness=y bp-biopsy=n bp-enzymes=y bp-emg=n bp-rash=y \
    diagnosis-class=probable in.refractory=y \
    in.glucocorticoid=y in.washout=y";
const TREATMENT: &str = "immunosuppressant=methotrexate immunosuppressant-unit=mg/week \
    immunosuppressant-dose=15 immunosuppressant-start=2024 stable-since=2025-09 treatment-result=failed \
    immunosuppressant-more=n biologic=rituximab biologic-end=2025-05 weight=62 scores=n";
const TESTS: &str = "hbsag=negative hcv=negative ppd=negative tspot=negative sputum=not-taken \
    tb-treated=n unit=U/L ast=30 ast.uln=40 alt=35 alt.uln=45 nyha=none lvef=60 qtcf=420 \
    unit.creatinine=umol/L creatinine=60 unit.haemoglobin=g/L haemoglobin=130 unit.cells=10^9/L \
    neutrophils=4 platelets=200 childbearing=y pregnant=n lactating=n contraception=y";
const PREDNISONE: &str = "class=glucocorticoid glucocorticoid=prednisone dose=20 unit=mg \
    frequency=once-daily route=oral pulse=n start=2025-06 ongoing=y indication=myositis";

/// Eligible: everything answered, every fact in order.
fn eligible(study: &Study) -> Session {
    let mut log = log();
    for answers in [CONSENT, CRITERIA, TREATMENT, TESTS] {
        fill(study, &mut log, "eligibility", answers);
    }
    rest_absent(study, &mut log, "eligibility");
    fill(study, &mut log, "medication#1", PREDNISONE);
    log
}

fn finding(study: &Study, log: &Session, criterion: &str) -> Finding {
    let judged = judge(study, &record(log.clone())).unwrap();
    let found = judged.criteria.iter().find(|c| c.field == criterion);
    found.unwrap().finding
}

#[test]
fn a_visit_begins_once_consent_and_every_criterion_are_in_order() {
    let study = study();
    let whole = eligible(&study);
    let judged = judge(&study, &record(whole.clone())).unwrap();
    assert_eq!((judged.state(), judged.empty), (State::Eligible, 0));
    assert_eq!(judged.consent, Some(day("2026-01-05")));
    assert_eq!(judged.criteria.len(), 21);
    assert_eq!(gate(&study, &record(whole.clone()), "baseline"), Ok(()));

    let empty = record(log());
    let reasons = gate(&study, &empty, "baseline").unwrap_err();
    assert!(
        matches!(
            reasons[..],
            [Reason::ConsentBlank, Reason::FieldsEmpty(2..)]
        ),
        "{reasons:?}"
    );
    // One blank is enough.
    let mut open = whole.clone();
    let cells = open.forms.get_mut("eligibility").unwrap();
    cells.remove("ex.renal").unwrap();
    let reasons = gate(&study, &record(open), "baseline").unwrap_err();
    assert_eq!(reasons, [Reason::FieldsEmpty(1)]);
    // A visit that was begun goes on, whatever is found later.
    let mut begun = empty.clone();
    let visit = baseline();
    begun.sessions.insert(visit.visit.clone(), visit);
    assert_eq!(gate(&study, &begun, "baseline"), Ok(()));
    assert!(gate(&study, &begun, "week-2").is_err());
    let mut free = study.clone();
    free.protocol.eligibility = None;
    assert_eq!(gate(&free, &empty, "baseline"), Ok(()));
}

#[test]
fn a_failed_screening_names_the_criteria_and_an_exception_lets_in_all_the_same() {
    let study = study();
    let mut log = eligible(&study);
    fill(
        &study,
        &mut log,
        "eligibility",
        "ex.infection=y in.diagnosis=n",
    );
    let failed = record(log.clone());
    assert_eq!(judge(&study, &failed).unwrap().state(), State::Failed);
    assert_eq!(
        gate(&study, &failed, "baseline").unwrap_err(),
        ["Dermatomyositis by the criteria", "Active infection"]
            .map(|label| Reason::NotMet(label.to_owned()))
    );
    // Without a reason it is no exception yet.
    fill(&study, &mut log, "eligibility", "exception=y");
    assert_eq!(
        judge(&study, &record(log.clone())).unwrap().state(),
        State::Failed
    );
    fill(&study, &mut log, "eligibility", "exception-reason=mild");
    let excepted = record(log.clone());
    assert_eq!(judge(&study, &excepted).unwrap().state(), State::Exception);
    assert_eq!(gate(&study, &excepted, "baseline"), Ok(()));
    // Nobody takes part without consent.
    fill(&study, &mut log, "eligibility", "consent=n");
    let refused = gate(&study, &record(log), "baseline").unwrap_err();
    assert_eq!(refused[0], Reason::ConsentRefused);
}

#[test]
fn facts_contradict_answers_at_their_limits() {
    let study = study();
    for (answers, criterion, wanted) in [
        // More than 3 months before 5 January: 5 October is not, 4 October is; a month that holds both is open.
        (
            "stable-since=2025-10-05",
            "in.refractory",
            Finding::Contradicted,
        ),
        ("stable-since=2025-10-04", "in.refractory", Finding::Met),
        ("stable-since=2025-10", "in.refractory", Finding::Met),
        (
            "stable-since=2025-11",
            "in.refractory",
            Finding::Contradicted,
        ),
        (
            "treatment-result=neither",
            "in.refractory",
            Finding::Contradicted,
        ),
        (
            "immunosuppressant=none",
            "in.refractory",
            Finding::Contradicted,
        ),
        // 180 days before 5 January 2026 is 9 July 2025.
        ("biologic-end=2025-07-09", "in.washout", Finding::Met),
        (
            "biologic-end=2025-07-10",
            "in.washout",
            Finding::Contradicted,
        ),
        ("biologic-end=2025-07", "in.washout", Finding::Met),
        ("biologic-end=2025-08", "in.washout", Finding::Contradicted),
        ("biologic=none", "in.washout", Finding::Met),
        // 20 mg a day: strictly below 1 mg/kg.
        ("weight=20.1", "in.glucocorticoid", Finding::Met),
        ("weight=20", "in.glucocorticoid", Finding::Contradicted),
        ("ast=80", "ex.liver", Finding::Met),
        ("ast=81", "ex.liver", Finding::Contradicted),
        ("hcv=positive", "ex.hepatitis", Finding::Contradicted),
        ("tspot=positive", "ex.tuberculosis", Finding::Met),
        (
            "tspot=positive ppd=positive",
            "ex.tuberculosis",
            Finding::Contradicted,
        ),
        ("contraception=n", "ex.pregnancy", Finding::Contradicted),
        (
            "contraception=n childbearing=n",
            "ex.pregnancy",
            Finding::Met,
        ),
        ("consent-date=1987-01-05", "in.age", Finding::Contradicted),
        ("consent-date=1988-12-31", "in.age", Finding::Met),
        ("ex.pregnancy=!not-applicable", "ex.pregnancy", Finding::Met),
        ("ex.renal=!not-done", "ex.renal", Finding::Open),
        ("sputum=positive", "ex.tuberculosis", Finding::Contradicted),
        // 3 years before 5 January 2026, the day itself included.
        (
            "tb-treated=y tb-treated-end=2023-01-05",
            "ex.tb-treated",
            Finding::Met,
        ),
        (
            "tb-treated=y tb-treated-end=2023-01-06",
            "ex.tb-treated",
            Finding::Contradicted,
        ),
        (
            "tb-treated=y tb-treated-end=2023",
            "ex.tb-treated",
            Finding::Met,
        ),
        ("lvef=45", "ex.cardiac", Finding::Met),
        ("lvef=44", "ex.cardiac", Finding::Contradicted),
        ("nyha=2", "ex.cardiac", Finding::Met),
        ("nyha=3", "ex.cardiac", Finding::Contradicted),
        ("qtcf=500", "ex.cardiac", Finding::Met),
        ("qtcf=501", "ex.cardiac", Finding::Contradicted),
        ("haemoglobin=80", "ex.blood", Finding::Met),
        ("haemoglobin=79", "ex.blood", Finding::Contradicted),
        ("haemoglobin=<80", "ex.blood", Finding::Contradicted),
        ("haemoglobin=<90", "ex.blood", Finding::Met),
        ("neutrophils=0.99", "ex.blood", Finding::Contradicted),
        ("platelets=49", "ex.blood", Finding::Contradicted),
        (
            "unit.cells=/mm3 neutrophils=990 platelets=200000",
            "ex.blood",
            Finding::Contradicted,
        ),
        // A woman of 55 or 56: 164 umol/L are 32 mL/min/1.73 m2, 180 are 29; in between the age decides.
        ("creatinine=164", "ex.renal", Finding::Met),
        ("creatinine=180", "ex.renal", Finding::Contradicted),
        // Without a rash the items make no dermatomyositis; where it is not known, that stays open.
        ("bp-rash=n", "in.diagnosis", Finding::Contradicted),
        ("bp-rash=u", "in.diagnosis", Finding::Met),
        (
            "bp-rash=n diagnosis-class=amyopathic",
            "in.diagnosis",
            Finding::Met,
        ),
        // One of several immunosuppressants is enough, and each has its own dates.
        (
            "treatment-result=neither immunosuppressant-more=y immunosuppressant.2=azathioprine \
             stable-since.2=2025-06 treatment-result.2=not-tolerated",
            "in.refractory",
            Finding::Met,
        ),
        (
            "treatment-result=neither immunosuppressant-more=y immunosuppressant.2=azathioprine \
             stable-since.2=2025-12 treatment-result.2=failed",
            "in.refractory",
            Finding::Contradicted,
        ),
        // What was said of a second one no longer counts where there is none.
        (
            "treatment-result=neither immunosuppressant.2=azathioprine stable-since.2=2025-06 \
             treatment-result.2=failed",
            "in.refractory",
            Finding::Contradicted,
        ),
    ] {
        let mut log = eligible(&study);
        fill(&study, &mut log, "eligibility", answers);
        assert_eq!(finding(&study, &log, criterion), wanted, "{answers}");
    }
    let mut log = eligible(&study);
    fill(&study, &mut log, "eligibility", "hcv=positive");
    assert_eq!(
        gate(&study, &record(log), "baseline").unwrap_err(),
        [Reason::Contradicted {
            label: "Hepatitis B or C".to_owned(),
            excludes: true
        }]
    );
}

#[test]
fn failure_of_treatment_is_computed_from_scores() {
    let study = study();
    let judged = |scores: &str| {
        let mut log = eligible(&study);
        fill(&study, &mut log, "eligibility", "scores=y");
        fill(&study, &mut log, "eligibility", scores);
        finding(&study, &log, "in.refractory")
    };
    // Exactly 20 % better in three measures is an improvement; in two and 19 % in the third it is failure.
    let better = "before.phga=5 after.phga=4 before.ptga=5 after.ptga=4 before.haq=1 after.haq=1 \
        before.enzyme=500 after.enzyme=500 before.extramuscular=4 after.extramuscular=4";
    assert_eq!(
        judged(&format!("{better} before.mmt=100 after.mmt=120")),
        Finding::Contradicted
    );
    assert_eq!(
        judged(&format!("{better} before.mmt=100 after.mmt=119")),
        Finding::Met
    );
    // Three measures worse by more than 25 % are failure whatever the others do.
    let mixed =
        "before.phga=5 after.phga=1 before.ptga=5 after.ptga=1 before.mmt=100 after.mmt=150";
    let worse =
        "before.haq=1 after.haq=1.26 before.enzyme=100 after.enzyme=126 before.extramuscular=4";
    assert_eq!(
        judged(&format!("{mixed} {worse} after.extramuscular=5.1")),
        Finding::Met
    );
    assert_eq!(
        judged(&format!("{mixed} {worse} after.extramuscular=5")),
        Finding::Contradicted
    );
}

#[test]
fn a_measure_that_was_zero_before_a_treatment_counts_as_the_study_says() {
    let mut study = study();
    let scores = "before.phga=5 after.phga=4 before.ptga=5 after.ptga=4 before.mmt=100 after.mmt=120 \
        before.haq=0 after.haq=1 before.enzyme=100 after.enzyme=130 before.extramuscular=0 after.extramuscular=1";
    let mut judged = |zero| {
        study.protocol.zero_baseline = zero;
        let mut log = eligible(&study);
        fill(&study, &mut log, "eligibility", "scores=y");
        fill(&study, &mut log, "eligibility", scores);
        finding(&study, &log, "in.refractory")
    };
    // Two that were 0 and rose make three worse, or nothing at all.
    assert_eq!(judged(ZeroBaseline::Worse), Finding::Met);
    assert_eq!(judged(ZeroBaseline::Unevaluable), Finding::Contradicted);
}

#[test]
fn medications_become_courses_and_rows_in_error_count_no_more() {
    let study = study();
    let mut log = log();
    fill(&study, &mut log, "medication#1", PREDNISONE);
    fill(
        &study,
        &mut log,
        "medication#2",
        "class=glucocorticoid glucocorticoid=methylprednisolone dose=0.5 unit=g frequency=once \
         route=iv pulse=y start=2026-01-03 ongoing=n end=2026-01-03",
    );
    fill(
        &study,
        &mut log,
        "medication#3",
        "class=immunosuppressant immunosuppressant=other immunosuppressant-name=leflunomide dose=20 \
         unit=mg frequency=once-daily route=oral start=2025 ongoing=n end=2025-12",
    );
    fill(
        &study,
        &mut log,
        "medication#10",
        "class=glucocorticoid glucocorticoid=dexamethasone dose=8 unit=mg frequency=once-daily route=oral \
         pulse=n start=2025-06 ongoing=y entered-in-error=y",
    );
    let record = record(log);
    assert_eq!(rows(&record, "medication").len(), 4);
    let all = medications(&study, &record);
    assert_eq!(all.iter().map(|m| m.row).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(all[2].class, Some(Class::Immunosuppressant));
    assert_eq!(all[2].treatment.drug, "leflunomide");
    assert_eq!(
        all[2].treatment.period.end,
        End::On("2025-12".parse().unwrap())
    );
    let courses = courses(&study, &record);
    assert_eq!(courses.len(), 2);
    assert_eq!(courses[1].dose_mg, Some(Exact::int(500)));
    let table = Table::published();
    let dose = dose_on(&table, &courses, day("2026-01-03")).unwrap();
    assert_eq!(dose.exact(), Some(Exact::int(20)), "the pulse stands apart");
    let dose = dose_on(&table, &courses, day("2025-06-10")).unwrap();
    assert_eq!(dose.exact(), None, "June is known, the day is not");
}

const BETAMETHASONE: &str = "class=glucocorticoid glucocorticoid=betamethasone dose=1.5 unit=mg \
    frequency=once-daily route=oral pulse=n start=2025-06 ongoing=y indication=myositis";

#[test]
fn a_row_of_betamethasone_goes_by_its_answer_and_one_of_an_earlier_version_by_the_table() {
    // The amendment came with entry 50: the first row was begun before it.
    let mut study = study();
    study.number = 3;
    study.earlier = vec![Earlier {
        study: Arc::new(version_2()),
        until: 50,
        next_from: None,
        reconsent: None,
    }];
    let mut log = log();
    fill(&version_2(), &mut log, "medication#1", BETAMETHASONE);
    for (row, first) in [("medication#1", 7), ("medication#2", 60)] {
        log.first.insert(row.into(), first);
    }
    fill(&study, &mut log, "medication#2", BETAMETHASONE);
    let now = day("2026-03-02").and_hms_opt(9, 0, 0).unwrap();
    let dose = |log: &Session| {
        let courses = courses(&study, &record(log.clone()));
        dose_on(&Table::published(), &courses, now.date()).unwrap()
    };
    let told = |log: &Session| -> Vec<String> {
        let record = record(log.clone());
        let all = rows(&record, "medication").into_iter();
        let facts = all.flat_map(|row| facts::facts(&study, &record, row.id, now));
        let said = facts.map(|fact| text::DEFAULT.fact(&fact.said));
        said.filter(|said| said.to_lowercase().contains("betamethasone"))
            .collect()
    };
    let not_asked = "Betamethasone 0.6 mg = 5 mg since it was not asked.";
    let open =
        "Not answered what betamethasone is counted as: its dose of prednisone is not known.";
    assert_eq!(told(&log), [not_asked, open]);
    let amount = dose(&log);
    assert_eq!(amount.unknown, 1, "the second row is asked and open");
    assert_eq!(amount.bounds.exact(), Exact::parse("12.5").ok());
    put(&study, &mut log, "medication#2", "betamethasone", "0.75-mg");
    assert_eq!(dose(&log).exact(), Exact::parse("22.5").ok());
    assert_eq!(told(&log), [not_asked]);
    let sums = totals(&study, &record(log), "medication", now);
    let sums = text::DEFAULT.fact(&sums[0].said);
    let ends = "; betamethasone 0.6 mg = 5 mg since it was not asked.";
    assert!(sums.ends_with(ends), "{sums}");
}

#[test]
fn the_dose_at_a_visit_is_the_visits_own_and_else_the_logs() {
    let study = study();
    let mut log = log();
    fill(&study, &mut log, "medication#1", PREDNISONE);
    let mut record = record(log);
    let mut visit = baseline();
    record.sessions.insert(visit.visit.clone(), visit.clone());
    let dose = |record: &ParticipantRecord| dose_at(&study, record, &"baseline".into());
    assert_eq!(dose(&record), Some(Exact::int(20)));
    fill(
        &study,
        &mut visit,
        "glucocorticoid",
        "taken=y drug=prednisone dose=15 frequency=once-daily route=oral weight=61",
    );
    record.sessions.insert(visit.visit.clone(), visit);
    assert_eq!(dose(&record), Some(Exact::int(15)));
    assert_eq!(dose_at(&study, &record, &"week-12".into()), None);
    let kg: Vec<_> = weights(&study, &record).iter().map(|w| w.kg).collect();
    assert_eq!(kg, [Exact::int(61)]);
}

#[test]
fn infusions_keep_their_times_and_the_next_one_is_due() {
    let study = study();
    let mut log = log();
    fill(
        &study,
        &mut log,
        "abatacept#1",
        "number=1 date=2026-01-05 weight=59.9 planned=500 state=whole lot=A1 start=23:50 end=00:25 given=500",
    );
    fill(
        &study,
        &mut log,
        "abatacept#2",
        "number=2 date=2026-01-20 weight=60 planned=750 state=interrupted reason=reaction lot=A1 start=09:00 end=09:10 given=200",
    );
    fill(
        &study,
        &mut log,
        "abatacept#3",
        "number=3 date=2026-02-02 weight=60 planned=750 state=left-out left-out-reason=adverse-event",
    );
    let record = record(log);
    let all = infusions(&record);
    assert_eq!(all[0].minutes(), Some(35), "over midnight");
    assert_eq!(all[1].minutes(), Some(10));
    let given: Vec<Given> = all.iter().map(|row| row.infusion.given).collect();
    assert_eq!(given, [Given::Whole, Given::Interrupted, Given::LeftOut]);
    let abatacept = study.protocol.rules.abatacept.as_ref().unwrap();
    let rows: Vec<_> = all.iter().map(|row| row.infusion.clone()).collect();
    // Doses on days 0, 14, 28, then every 28: the fourth on day 56.
    let due = next_due(&abatacept.regimen, &rows).unwrap();
    assert_eq!((due.dose, due.on), (3, day("2026-03-02")));
    let planned = |kg: &str| {
        let kg = Exact::parse(kg).unwrap();
        abatacept.regimen.rule.planned(Some(kg)).unwrap().unwrap()
    };
    let doses = ["59.9", "60.0", "100.0", "100.1"].map(planned);
    assert_eq!(doses, [500, 750, 750, 1000].map(Exact::int));
    let weights = weights(&study, &record);
    let weight = |on: &str| weight_for(day(on), &weights, abatacept.weight_days);
    assert_eq!(weight("2026-03-02").unwrap().kg, Exact::int(60));
    assert_eq!(weight("2026-03-03"), None, "older than 28 days");
}

#[test]
fn the_words_of_a_planned_dose_name_the_tier_that_holds_the_weight() {
    let study = study();
    let planned = |kg: &str| {
        let mut log = log();
        fill(&study, &mut log, "abatacept#1", &format!("weight={kg}"));
        let now = day("2026-01-05").and_hms_opt(9, 0, 0).unwrap();
        let facts = facts::facts(&study, &record(log), &"abatacept#1".into(), now);
        let mut words = facts.into_iter().map(|fact| text::DEFAULT.fact(&fact.said));
        words.find(|text| text.starts_with("Planned")).unwrap()
    };
    assert_eq!(planned("59.9"), "Planned 500 mg for 59.9 kg (below 60 kg).");
    assert_eq!(planned("60"), "Planned 750 mg for 60 kg (60 to 100 kg).");
    assert_eq!(planned("100"), "Planned 750 mg for 100 kg (60 to 100 kg).");
    assert_eq!(
        planned("100.1"),
        "Planned 1000 mg for 100.1 kg (above 100 kg)."
    );
}

#[test]
fn the_sum_since_baseline_says_of_how_many_courses_the_dose_is_not_known() {
    let study = study();
    let told = |log: Session| {
        let now = day("2026-03-02").and_hms_opt(9, 0, 0).unwrap();
        let facts = totals(&study, &record(log), "medication", now);
        let facts = facts.iter().map(|fact| text::DEFAULT.fact(&fact.said));
        facts.collect::<String>()
    };
    let mut log = log();
    fill(&study, &mut log, "medication#1", PREDNISONE);
    assert!(told(log.clone()).ends_with("; since enrolment mean 20 mg/d, in all 1140 mg."));
    // Over by now, and nobody knows how much it was.
    fill(
        &study,
        &mut log,
        "medication#2",
        "class=glucocorticoid glucocorticoid=prednisone frequency=once-daily route=oral pulse=n \
         start=2026-01-10 end=2026-01-20 indication=myositis",
    );
    let words = told(log);
    assert!(
        words.ends_with(
            "; since enrolment mean 20 mg/d, in all 1140 mg and 1 course of unknown dose."
        ),
        "{words}"
    );
}

#[test]
fn rows_are_asked_about() {
    let study = study();
    let ask = |log: &Session, form: &str, field: &str, text: &str| -> Vec<String> {
        let record = record(log.clone());
        let context = Context::of(&study, &record, SESSION)
            .unwrap()
            .at(&form.into());
        let instrument = study.form(form).unwrap();
        let definition = instrument.field(field).unwrap();
        let answer = shipped::answer(&study, log, form, field, text);
        let questions = questions(&study, instrument, definition, &answer, &context);
        questions
            .into_iter()
            .map(|question| English.question(&question.about))
            .collect()
    };
    let mut log = log();
    fill(&study, &mut log, "medication#1", "class=other");
    // A row of the same log is another form: nothing of it is looked at.
    fill(&study, &mut log, "abatacept#1", "weight=120 start=01:00");
    fill(&study, &mut log, "abatacept#2", "weight=60 start=23:50");
    let asked = ask(&log, "medication#1", "name", "Infliximab ");
    assert_eq!(
        asked,
        ["A TNF inhibitor with abatacept: more infections, no more effect."]
    );
    assert!(ask(&log, "medication#1", "name", "folic acid").is_empty());
    let asked = ask(&log, "abatacept#2", "planned", "500");
    assert_eq!(asked, ["The dose for 60 kg is 750 mg, not 500 mg."]);
    assert!(ask(&log, "abatacept#2", "planned", "750").is_empty());
    assert!(ask(&log, "abatacept#2", "end", "00:15").is_empty());
    assert!(ask(&log, "abatacept#2", "end", "00:50").is_empty());
    let asked = ask(&log, "abatacept#2", "end", "00:51");
    assert_eq!(
        asked,
        ["From 23:50 to 00:51 are 61 minutes; 25 to 60 are usual."]
    );
    assert_eq!(ask(&log, "abatacept#2", "end", "00:14").len(), 1);
    fill(&study, &mut log, "abatacept#3", "start=10:00");
    assert_eq!(
        ask(&log, "abatacept#3", "end", "09:00"),
        ["The end, 09:00, is before the start, 10:00: check both times."]
    );

    let round = ["The medication ends before it begins: check both dates."];
    fill(
        &study,
        &mut log,
        "medication#2",
        "class=other start=2026-02-10 ongoing=n",
    );
    assert_eq!(ask(&log, "medication#2", "end", "2026-02-09"), round);
    assert_eq!(ask(&log, "medication#2", "end", "2026-01"), round);
    for open in ["2026-02-10", "2026-02", "2026"] {
        assert!(ask(&log, "medication#2", "end", open).is_empty(), "{open}");
    }
    fill(&study, &mut log, "medication#2", "end=2026-02-20");
    assert_eq!(ask(&log, "medication#2", "start", "2026-02-21"), round);
    assert!(ask(&log, "medication#2", "start", "2026-02").is_empty());
    // What stands already is told of the whole row, not asked again at each of its fields.
    fill(&study, &mut log, "medication#2", "end=2026-02-01");
    assert!(ask(&log, "medication#2", "end", "2026-02-01").is_empty());
    assert!(ask(&log, "medication#2", "name", "folic acid").is_empty());
    assert_eq!(ask(&log, "medication#2", "end", "2026-02-02"), round);
    fill(&study, &mut log, "medication#2", "ongoing=y");
    assert!(ask(&log, "medication#2", "start", "2026-02-21").is_empty());

    let before = ["The dose is stable since before the drug was taken: check both dates."];
    let taken = "immunosuppressant=methotrexate immunosuppressant-start=2025-06";
    fill(&study, &mut log, "eligibility", taken);
    let stable = |log: &Session, text: &str| ask(log, "eligibility", "stable-since", text);
    assert_eq!(stable(&log, "2025-05-31"), before);
    assert!(stable(&log, "2025-06-01").is_empty());
    assert!(stable(&log, "2025").is_empty());
    fill(&study, &mut log, "eligibility", "stable-since=2025-03");
    let start = |text: &str| ask(&log, "eligibility", "immunosuppressant-start", text);
    assert_eq!(start("2025-04-01"), before);
    assert!(start("2025-03").is_empty());

    let form = |log: &Session| {
        let record = record(log.clone());
        let id = "adverse-event#1".into();
        let context = Context::of(&study, &record, SESSION).unwrap().at(&id);
        form_questions(&study, study.form(id.as_str()).unwrap(), &context)
    };
    let none =
        "serious=y death=n life-threatening=n hospital=n disability=n malformation=n important=n";
    fill(&study, &mut log, "adverse-event#1", none);
    assert_eq!(form(&log)[0].0.as_str(), "serious");
    fill(&study, &mut log, "adverse-event#1", "hospital=y");
    assert!(form(&log).is_empty());
    fill(&study, &mut log, "adverse-event#1", "serious=n hospital=n");
    assert!(form(&log).is_empty());
}

#[test]
fn dates_the_wrong_way_round_are_found_once_at_the_later_field() {
    let study = study();
    let found = |rows: &[(&str, &str)]| -> Vec<String> {
        let mut log = log();
        for (form, answers) in rows {
            fill(&study, &mut log, form, answers);
        }
        let found = recheck(&study, &record(log), day("2026-03-02")).into_iter();
        found
            .filter(|finding| finding.rule.ends_with("-dates"))
            .map(|finding| format!("{} {}", finding.field.unwrap(), finding.rule))
            .collect()
    };
    let row = "class=other start=2026-02 ongoing=n";
    for (end, expected) in [
        ("end=2026-01-31", &["end medication-dates"][..]),
        ("end=2026-02-01", &[]),
        ("end=2026-01-31 entered-in-error=y", &[]),
    ] {
        let answers = format!("{row} {end}");
        assert_eq!(found(&[("medication#1", &answers)]), expected, "{end}");
    }
    let taken =
        "immunosuppressant=azathioprine immunosuppressant-start=2025-06 stable-since=2025-05";
    assert_eq!(
        found(&[("eligibility", taken)]),
        ["stable-since eligibility-dates"]
    );
}

#[test]
fn a_serious_event_is_marked_until_an_investigator_has_seen_it() {
    let study = study();
    let mut log = log();
    fill(
        &study,
        &mut log,
        "adverse-event#1",
        "term=pneumonia grade=3 onset=2026-02 ongoing=y serious=y hospital=y aware-date=2026-02-10 \
         aware-time=08:30 related.abatacept=related outcome=recovering special=infection",
    );
    fill(
        &study,
        &mut log,
        "adverse-event#2",
        "term=headache grade=1 onset=2026-01-06 onset-time=10:05 ongoing=n end=2026-01-07 serious=n special=none",
    );
    let all = events(&record(log.clone()));
    assert!(all[0].is_unseen() && all[0].is_ongoing());
    assert_eq!(
        (all[0].grade, all[0].criteria.as_slice()),
        (Some(3), &["hospital"][..])
    );
    assert_eq!(all[0].related, ["related.abatacept"]);
    let deadline = all[0].deadline(&study).unwrap();
    assert_eq!(deadline.to_string(), "2026-02-11 08:30:00");
    assert!(!all[1].is_unseen() && all[1].special.is_none());
    fill(&study, &mut log, "adverse-event#1", "seen=2026-02-11");
    assert!(!events(&record(log))[0].is_unseen());
}

/// The same person, recorded as a man.
fn man(log: Session) -> ParticipantRecord {
    let mut record = record(log);
    record.participant.sex = Sex::Male;
    record
}

#[test]
fn a_man_is_asked_nothing_about_pregnancy_and_it_excludes_him_in_no_way() {
    let study = study();
    let mut log = eligible(&study);
    let cells = log.forms.get_mut("eligibility").unwrap();
    let of_pregnancy = [
        "childbearing",
        "pregnant",
        "lactating",
        "contraception",
        "ex.pregnancy",
    ];
    for field in of_pregnancy {
        cells.remove(field).unwrap();
    }
    let judged = judge(&study, &man(log.clone())).unwrap();
    assert_eq!((judged.state(), judged.empty), (State::Eligible, 0));
    let of = |judged: &Eligibility, field: &str| {
        let mut criteria = judged.criteria.iter();
        criteria.find(|c| c.field == field).unwrap().finding
    };
    assert_eq!(of(&judged, "ex.pregnancy"), Finding::Met);
    // Of a woman it is owed, and what stands there of a man from before counts no longer.
    let woman = judge(&study, &record(log.clone())).unwrap();
    assert_eq!((woman.state(), woman.empty), (State::Screening, 2));
    fill(&study, &mut log, "eligibility", "ex.pregnancy=y");
    assert_eq!(judge(&study, &man(log)).unwrap().state(), State::Eligible);
}

#[test]
fn the_scores_before_and_after_are_of_one_failed_treatment() {
    let study = study();
    let mut log = eligible(&study);
    // Three measures improved by a half: that is no failure.
    let scores = "scores=y before.phga=6 after.phga=3 before.ptga=6 after.ptga=3 before.mmt=100 \
                  after.mmt=140 before.haq=2 after.haq=1 before.enzyme=1000 after.enzyme=200 \
                  before.extramuscular=6 after.extramuscular=3";
    fill(&study, &mut log, "eligibility", scores);
    assert_eq!(
        finding(&study, &log, "in.refractory"),
        Finding::Contradicted
    );
    let second = "immunosuppressant-more=y immunosuppressant.2=azathioprine stable-since.2=2025-06 \
                  treatment-result.2=failed";
    fill(&study, &mut log, "eligibility", second);
    assert_eq!(finding(&study, &log, "in.refractory"), Finding::Met);
}

#[test]
fn a_class_that_the_items_do_not_make_is_asked_about() {
    let study = study();
    let asked = |answers: &str| {
        let mut log = eligible(&study);
        fill(&study, &mut log, "eligibility", answers);
        let record = record(log);
        let context = Context::whole(&study, &record, SESSION).unwrap();
        let form = study.eligibility().unwrap();
        let questions = form_questions(&study, form, &context);
        let mut of_class = questions.into_iter();
        of_class.find(|(field, _)| field.as_str() == "diagnosis-class")
    };
    // Two muscle items with a rash are probable.
    assert_eq!(asked(""), None);
    assert!(asked("diagnosis-class=definite").is_some());
    assert!(asked("diagnosis-class=possible").is_some());
    assert!(asked("diagnosis-class=amyopathic").is_none());
    // With a biopsy that is not known it may be definite.
    assert!(asked("bp-biopsy=u diagnosis-class=definite").is_none());
    let (_, question) = asked("bp-emg=n bp-enzymes=n diagnosis-class=definite").unwrap();
    assert_eq!(
        text::DEFAULT.question(&question.about),
        "By the items of Bohan and Peter it is another class: possible DM."
    );
}
