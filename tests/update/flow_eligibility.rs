//! Before the first visit: the form of eligibility comes in its place, and some fields take some roles only.

use crate::support::bedside::{Bedside, DAY, Owner, participant, who};
use coreset::domain::course::eligibility::{Reason, first_hindrance, gate, is_criterion};
use coreset::domain::forms::engine::progress::decides;
use coreset::domain::record::event::Event;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::embedded_study;
use coreset::screens::stack::Layer;
use std::sync::Arc;

const ELIGIBLE: &str = "consent=y consent-by=participant consent-date=2026-03-02 in.age=y in.diagnosis=y bp-weakness=y \
    bp-biopsy=n bp-enzymes=y bp-emg=n bp-rash=y diagnosis-class=probable \
    in.refractory=y in.glucocorticoid=y in.washout=y immunosuppressant=methotrexate \
    immunosuppressant-unit=mg/week immunosuppressant-dose=15 immunosuppressant-start=2024 stable-since=2025-06 \
    treatment-result=failed immunosuppressant-more=n biologic=none weight=62 \
    scores=n hbsag=negative hcv=negative ppd=negative tspot=negative sputum=not-taken tb-treated=n unit=U/L ast=30 ast.uln=40 alt=35 \
    alt.uln=45 nyha=none unit.creatinine=umol/L creatinine=60 unit.haemoglobin=g/L haemoglobin=130 \
    unit.cells=10^9/L neutrophils=4 platelets=200 childbearing=n ex.rheumatic=n ex.myopathy=n ex.liver=n ex.biliary=n ex.renal=n ex.cardiac=n ex.blood=n \
    ex.endocrine=n ex.hepatitis=n ex.tuberculosis=n ex.tb-treated=n ex.tumour=n ex.pregnancy=n ex.allergy=n ex.mental=n";

/// A participant enrolled in the study that is shipped, with something stored.
fn owner(fill: impl FnOnce(&mut Owner)) -> Owner {
    let mut owner = Owner::new(Arc::new(embedded_study().unwrap()));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    fill(&mut owner);
    owner
}

fn sitting_as(roles: &[Role], answers: &str) -> Bedside {
    let owner = owner(|owner| {
        if !answers.is_empty() {
            owner.fill("01-001", SESSION, DAY, "eligibility", answers);
        }
    });
    let mut bedside = Bedside::start_as("default", owner, None, "mk-1", who(), roles);
    bedside.keys("enter").deliver_all();
    bedside
}

#[test]
fn a_visit_opens_the_form_of_eligibility_until_it_is_complete() {
    let mut bedside = sitting_as(&[Role::Assessor], "");
    bedside.type_text("1");
    let said = bedside.picker().text.join(" ");
    assert!(
        said.starts_with("Baseline cannot begin yet. Consent with its date"),
        "{said}"
    );
    // What was typed ahead for the visit is no answer of the form that comes first.
    bedside.type_text("111");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(bedside.count(), 1);
    bedside.must_show("3 keys were not taken.");
    // Nor are an Enter and a digit that were typed before the offer was seen.
    bedside.keys("esc").burst("1 enter 1");
    assert_eq!((bedside.top(), bedside.count()), ("picker", 1));
    bedside.keys("enter");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.form().form.as_str(), "eligibility");
    assert_eq!(bedside.form().visit.as_ref().unwrap().as_str(), SESSION);
    // What is typed there goes into the record, and back out are the visits.
    bedside.type_text("1").deliver_all();
    assert_eq!(bedside.stored(SESSION, "eligibility", "consent"), "y");
    bedside.keys("esc").deliver_all();
    assert!(matches!(
        bedside.model().layers.last(),
        Some(Layer::Participant(_))
    ));

    // One criterion left: it is the field that the form opens on.
    let mut bedside = sitting_as(&[Role::Assessor], ELIGIBLE);
    bedside.type_text("1").keys("enter");
    assert_eq!(bedside.here(), "eligibility ex.infection");
    bedside.type_text("0").deliver_all().keys("esc");
    // Left complete, as a form of a visit is: what is changed now has a reason.
    let session = bedside.record("01-001").session(SESSION).unwrap();
    assert!(session.completed.contains_key("eligibility"));
    bedside.type_text("1");
    assert_eq!(bedside.top(), "visit");
}

#[test]
fn a_failed_criterion_keeps_the_visit_shut_and_is_named() {
    let answers = format!("{ELIGIBLE} ex.infection=y");
    let mut bedside = sitting_as(&[Role::Assessor], &answers);
    bedside.type_text("1");
    assert_eq!(
        bedside.picker().text,
        ["Baseline cannot begin yet. Not met: Active infection."]
    );
}

#[test]
fn an_exception_is_an_investigators() {
    let answers = format!("{ELIGIBLE} ex.infection=y");
    let mut bedside = sitting_as(&[Role::Assessor], &answers);
    bedside.type_text("1").keys("enter");
    bedside.keys("f6").type_text("takes part").keys("enter");
    assert_eq!(bedside.here(), "eligibility exception");
    let before = bedside.count();
    bedside.type_text("1").keys("enter").deliver_all();
    let said = bedside.notice().to_owned();
    assert!(
        said.contains("is answered by the role investigator only"),
        "{said}"
    );
    assert_eq!(bedside.count(), before);

    let mut bedside = sitting_as(&[Role::Investigator], &answers);
    bedside.type_text("1").keys("enter");
    bedside.keys("f6").type_text("takes part").keys("enter");
    bedside
        .type_text("1")
        .keys("enter")
        .type_text("mild cold")
        .keys("enter")
        .deliver_all();
    assert_eq!(
        bedside.stored(SESSION, "eligibility", "exception-reason"),
        "mild cold"
    );
    bedside.keys("esc").type_text("1");
    assert_eq!(bedside.top(), "visit");
}

#[test]
fn whoever_only_reads_may_look_at_a_visit_that_has_not_begun() {
    let mut bedside = sitting_as(&[Role::Monitor], "");
    bedside.type_text("1");
    assert_eq!(bedside.top(), "visit");
}

#[test]
fn what_keeps_a_visit_shut_is_said_as_it_was_answered_and_opened_where_it_is() {
    // An exclusion is answered as not present; the liver enzymes entered say otherwise.
    let answers = ELIGIBLE.replace("ast=30", "ast=81") + " ex.infection=n";
    let mut bedside = sitting_as(&[Role::Assessor], &answers);
    bedside.type_text("1");
    let said = bedside.picker().text.join(" ");
    assert!(
        said.contains("answered as not present, but by the facts entered it is present."),
        "{said}"
    );
    bedside.keys("enter");
    assert_eq!(bedside.here(), "eligibility ex.liver");
    // A criterion of inclusion is answered as met.
    let answers = ELIGIBLE.replace("bp-rash=y", "bp-rash=n") + " ex.infection=n";
    let mut bedside = sitting_as(&[Role::Assessor], &answers);
    bedside.type_text("1");
    let said = bedside.picker().text.join(" ");
    assert!(
        said.contains("answered as met, but by the facts entered it is not met."),
        "{said}"
    );
    // Consent without its day: the day is opened, and the fields that are empty are counted beside it.
    let answers = ELIGIBLE.replace("consent-date=2026-03-02", "") + " ex.infection=n";
    let mut bedside = sitting_as(&[Role::Assessor], &answers);
    bedside.type_text("1");
    let said = bedside.picker().text.join(" ");
    assert!(
        said.contains("1 field of eligibility still empty."),
        "{said}"
    );
    bedside.keys("enter");
    assert_eq!(bedside.here(), "eligibility consent-date");
}

#[test]
fn the_field_that_keeps_a_visit_shut_belongs_to_the_first_reason_that_is_said() {
    let study = embedded_study().unwrap();
    let form = study.eligibility().unwrap();
    for criterion in form
        .fields()
        .filter(|field| is_criterion(field.id.as_str()) && !decides(form, &field.id))
    {
        let wrong = if criterion.id.as_str().starts_with("in.") {
            "n"
        } else {
            "y"
        };
        let all = format!("{ELIGIBLE} ex.infection=n");
        let own = format!("{}=", criterion.id);
        let words = all
            .split_whitespace()
            .map(|word| match word.starts_with(&own) {
                true => format!("{own}{wrong}"),
                false => word.to_owned(),
            });
        let answers = words.collect::<Vec<_>>().join(" ");
        let owner = owner(|owner| owner.fill("01-001", SESSION, DAY, "eligibility", &answers));
        let record = &owner.records["01-001"];
        let reasons = gate(&study, record, "baseline").unwrap_err();
        assert_eq!(
            reasons.first(),
            Some(&Reason::NotMet(criterion.label.clone()))
        );
        let field = first_hindrance(&study, record);
        assert_eq!(field.as_ref(), Some(&criterion.id));
    }
}
