//! A blank enzyme at baseline that can still overturn a verdict: every place that shows the verdict says so.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, at, study};
use coreset::cli::{status, timeline as story};
use coreset::domain::base::ids::{ParticipantId, VisitId};
use coreset::domain::record::entry::Head;
use coreset::domain::views::overview;
use coreset::domain::views::overview::Overview;
use coreset::domain::views::timeline::lane::lanes;
use coreset::domain::views::timeline::{Timeline, tell};
use coreset::screens::look::{Glyphs, Look};
use coreset::screens::sign::sheet;
use coreset::screens::sign::sheet::Printing;
use coreset::screens::{study, timeline};
use coreset::text;

const WHY: &str = "Not decided which enzyme counts";
const LATER: &str = "2026-05-25";
const ASCII: Look = Look {
    colour: false,
    glyphs: Glyphs::Ascii,
};

/// Every field of strength with grade 8.
fn strength() -> String {
    let study = study();
    let form = study.form("mmt8").unwrap();
    let graded = form.fields().filter(|field| {
        let (muscle, _) = field
            .id
            .as_str()
            .split_once('.')
            .unwrap_or((field.id.as_str(), ""));
        muscle == "neckflex" || (field.id.as_str().contains('.') && muscle != "tester")
    });
    let words: Vec<String> = graded.map(|field| format!("{}=8", field.id)).collect();
    words.join(" ")
}

/// No difficulty, no aid and no help.
fn function() -> String {
    let study = study();
    let form = study.form("haq").unwrap();
    let counted = form.fields().filter(|field| {
        let id = field.id.as_str();
        let asked = field.visible_when.is_none() && !id.ends_with(".text");
        asked
            && ["item", "aid.", "help."]
                .iter()
                .any(|part| id.starts_with(part))
    });
    let words: Vec<String> = counted.map(|field| format!("{}=0", field.id)).collect();
    words.join(" ") + " pain=0.0 obtained=1"
}

/// Baseline with CK alone, week 12 with both globals better by 40 %, CK halved and aldolase 200.
fn case(owner: &mut Owner) {
    let mut fill = |visit: &str, form: &str, answers: &str| {
        let day = if visit == "baseline" {
            bedside::DAY
        } else {
            LATER
        };
        owner.fill("01-001", visit, day, form, answers);
    };
    fill("baseline", "ptga", "vas=5.0 likert=2 obtained=1");
    fill("baseline", "phga", "vas=5.0 likert=2");
    fill("baseline", "mmt8", &strength());
    fill(
        "baseline",
        "enzymes",
        "unit=1 haemolysed=0 ck=1000 ck.uln=200",
    );
    fill("week-12", "ptga", "vas=3.0 likert=2 obtained=1");
    fill("week-12", "phga", "vas=3.0 likert=2");
    fill("week-12", "mmt8", &strength());
    fill("week-12", "haq", &function());
    fill(
        "week-12",
        "enzymes",
        "unit=1 haemolysed=0 ck=500 aldolase=200",
    );
}

/// The blank enzymes at baseline are missing for a reason after all, and so are function and skin.
fn close(owner: &mut Owner) {
    let mut fill = |visit: &str, form: &str, answers: &str| {
        owner.fill("01-001", visit, LATER, form, answers);
    };
    fill(
        "baseline",
        "enzymes",
        "aldolase=!not-done ldh=!not-done ast=!not-done alt=!not-done",
    );
}

fn opened() -> Bedside {
    let mut bedside = Bedside::after(case);
    bedside.today(LATER);
    bedside
}

fn visit(bedside: &mut Bedside) {
    bedside.keys("enter 5");
    assert_eq!(bedside.top(), "visit");
}

/// The text of a screen with every run of blanks, frames and line ends as one blank.
fn words(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c == '│' || c == '─' { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn shows(text: &str, parts: &[&str]) {
    let flat = words(text);
    for part in parts {
        assert!(flat.contains(part), "{part:?} is not in:\n{text}");
    }
}

/// Shows this, and nowhere that it is met.
#[track_caller]
fn says(text: &str, parts: &[&str]) {
    let flat = words(text);
    shows(text, parts);
    assert!(
        !flat.contains("MET") && !flat.contains("Week 12 met"),
        "{text}"
    );
}

fn told(bedside: &Bedside) -> Timeline {
    let record = bedside.record("01-001");
    let study = &bedside.owner.study;
    tell(study, record, lanes(study, record), at(LATER).date_naive())
}

fn whole(bedside: &Bedside) -> Overview {
    let all = bedside.owner.summaries();
    overview::overview(&bedside.owner.study, all.iter(), at(LATER).date_naive())
}

#[test]
fn the_panel_beside_a_form_says_not_decided_and_why() {
    let mut bedside = opened();
    visit(&mut bedside);
    let forms = bedside.owner.study.visit("week-12").unwrap().forms.clone();
    let place = forms.iter().position(|id| id.as_str() == "phga").unwrap();
    bedside.keys(&format!("{}", place + 1));
    if bedside.top() == "visit" {
        bedside.keys("enter");
    }
    assert_eq!(bedside.top(), "form");
    let screen = bedside.screen_of(120, 40, Look::FULL);
    let flat = words(&screen);
    assert!(
        flat.contains("IMACS improvement: not decided yet"),
        "{screen}"
    );
    assert!(flat.contains("Registered: not decided yet"), "{screen}");
    assert!(flat.contains("TIS 20.0"), "{screen}");
    assert!(flat.contains("enzyme open"), "{screen}");
    assert!(flat.contains("Not decided which"), "{screen}");
    let small = bedside.screen();
    assert!(
        words(&small).contains("not decided yet") && !small.contains("MET"),
        "{small}"
    );
    assert!(!flat.contains("MET"), "{screen}");
}

#[test]
fn the_page_of_change_says_not_decided_and_why() {
    let mut bedside = opened();
    visit(&mut bedside);
    bedside.keys("f4");
    let screen = bedside.screen_of(100, 50, Look::FULL);
    says(
        &screen,
        &[
            "IMACS improvement: not decided yet",
            "2 improved (3 needed), 0 worse, 2 missing, enzyme open",
            "TIS 20.0",
            "bounds, unofficial",
            WHY,
            "Aldolase, LDH, AST, ALT",
            "Not decided: Enzyme",
        ],
    );
    assert!(!words(&screen).contains("CK counts"), "{screen}");
    // Once the enzymes are missing for a reason, CK counts.
    let mut closed = Bedside::after(|owner| {
        case(owner);
        close(owner);
    });
    closed.today(LATER);
    visit(&mut closed);
    closed.keys("f4");
    let screen = closed.screen_of(100, 50, Look::FULL);
    let flat = words(&screen);
    assert!(flat.contains("CK counts: 5.00 x ULN"), "{screen}");
    assert!(flat.contains("IMACS improvement: MET"), "{screen}");
}

#[test]
fn the_list_and_the_participant_say_not_decided() {
    let mut bedside = opened();
    says(&bedside.screen(), &["Week 12 not decided"]);
    // Where the words would be cut it is one that cannot be read as "not met".
    let narrow = bedside.screen_of(74, 24, Look::FULL);
    assert!(words(&narrow).contains("Week 12 open"), "{narrow}");
    bedside.keys("enter");
    let screen = bedside.screen_of(100, 40, Look::FULL);
    says(
        &screen,
        &[
            "IMACS improvement: not decided yet",
            "Registered: not decided yet",
            WHY,
        ],
    );
}

#[test]
fn the_timeline_says_not_decided_and_why() {
    let mut bedside = opened();
    bedside.keys("f3");
    assert_eq!(bedside.top(), "timeline");
    let screen = bedside.screen_of(100, 40, Look::FULL);
    says(&screen, &["not decided yet", WHY]);
    let text = timeline::draw::as_text(&told(&bedside), 100, &ASCII, text::DEFAULT);
    says(&text, &["IMACS not decided yet: 2 improved, 0 worse", WHY]);
    let json = story::as_json(&told(&bedside), text::DEFAULT);
    let judged = json["visits"].as_array().unwrap().last().unwrap()["verdict"].clone();
    assert_eq!(
        (&judged["imacs"], &judged["registered"]),
        (&"open".into(), &"open".into())
    );
    assert!(
        judged["tis"].is_null() && judged["tis_category"].is_null(),
        "{judged}"
    );
    assert!(
        judged["undecided"].as_str().unwrap().starts_with(WHY),
        "{judged}"
    );
    let enzyme = &json["measures"].as_array().unwrap()[4];
    assert_eq!(enzyme["measure"], "enzyme");
    assert!(enzyme["change"]["points"].is_null(), "{enzyme}");
}

#[test]
fn the_study_and_its_status_say_not_decided_and_why() {
    let mut bedside = opened();
    bedside.keys("ctrl-e");
    assert_eq!(bedside.top(), "study");
    says(&bedside.screen(), &["not decided"]);
    let overview = whole(&bedside);
    says(
        &study::draw::as_text(&bedside.owner.study, &overview, 80, &ASCII, text::DEFAULT),
        &["not decided"],
    );
    let json = status::as_json(&overview, text::DEFAULT);
    let person = &json["participants"][0];
    assert!(
        person["imacs"].is_null() && person["tis"].is_null(),
        "{person}"
    );
    assert!(
        person["undecided"].as_str().unwrap().starts_with(WHY),
        "{person}"
    );
    assert_eq!(json["responders"][0]["of"], 0);
    // Decided, nothing is said of it.
    let mut closed = Bedside::after(|owner| {
        case(owner);
        close(owner);
    });
    closed.today(LATER);
    let json = status::as_json(&whole(&closed), text::DEFAULT);
    let person = &json["participants"][0];
    assert_eq!(person["imacs"], true, "{person}");
    // The registered wording is met too, so that nothing is left to say.
    assert_eq!(
        (&person["registered"], &person["undecided"]),
        (&true.into(), &serde_json::Value::Null)
    );
}

#[test]
fn the_signature_sheet_says_not_decided_and_why() {
    let mut bedside = opened();
    visit(&mut bedside);
    let printing = Printing {
        head: Head {
            seq: 1,
            hash: "00".repeat(32),
            at: None,
        },
        program: "0".to_owned(),
        columns: sheet::COLUMNS,
        pages: false,
    };
    let sheet = sheet::as_text(
        &bedside.model().shared,
        &VisitId::from("week-12"),
        &printing,
        &ASCII,
    );
    says(
        &sheet.unwrap(),
        &["IMACS improvement: not decided yet", WHY, "TIS 20.0"],
    );
}

#[test]
fn at_baseline_the_most_abnormal_so_far_is_marked_while_blanks_are_left() {
    let mut bedside = opened();
    bedside.keys("enter 1");
    bedside.keys("f4");
    let screen = bedside.screen_of(100, 50, Look::FULL);
    let flat = words(&screen);
    assert!(flat.contains("CK? 5.00 x ULN"), "{screen}");
    assert!(
        flat.contains("so far; blank: Aldolase, LDH, AST, ALT"),
        "{screen}"
    );
}

#[test]
fn typing_the_last_blank_at_baseline_decides_it() {
    let mut bedside = Bedside::after(|owner| {
        case(owner);
        owner.fill(
            "01-001",
            "baseline",
            LATER,
            "enzymes",
            "ldh=!not-done ast=!not-done alt=!not-done",
        );
    });
    bedside.today(LATER);
    says(&bedside.screen(), &["Week 12 not decided"]);
    let summary = |owner: &Owner| {
        let all = owner.summaries();
        let own = all
            .iter()
            .find(|s| s.participant.id == ParticipantId::new("01-001"));
        own.unwrap().verdict.seen().cloned().flatten().unwrap().doi
    };
    assert_eq!(summary(&bedside.owner), None);
    // Aldolase at 2 x ULN cannot overtake CK at 5 x.
    bedside.owner.fill(
        "01-001",
        "baseline",
        LATER,
        "enzymes",
        "aldolase=15.2 aldolase.uln=7.6",
    );
    assert_eq!(summary(&bedside.owner), Some(true));
    // At 10 x ULN it counts, and rose to 200 at week 12.
    bedside
        .owner
        .fill("01-001", "baseline", LATER, "enzymes", "aldolase=76");
    assert_ne!(summary(&bedside.owner), Some(true));
}

/// CK from 1000 to below a limit, every other enzyme missing for a reason at baseline; function and extramuscular did not change.
fn below_limit(limit: &str) -> Bedside {
    let limit = format!("unit=1 haemolysed=0 ck=<{limit}");
    let mut bedside = Bedside::after(|owner| {
        case(owner);
        close(owner);
        owner.fill("01-001", "baseline", LATER, "haq", &function());
        owner.fill("01-001", "baseline", LATER, "mdaat", "emg.vas=2.0");
        owner.fill("01-001", "week-12", LATER, "mdaat", "emg.vas=2.0");
        owner.fill("01-001", "week-12", LATER, "enzymes", &limit);
    });
    bedside.today(LATER);
    bedside
}

#[test]
fn a_result_below_a_limit_keeps_its_sign_on_every_surface() {
    let mut bedside = below_limit("800");
    shows(&bedside.screen(), &["Week 12 met"]);
    bedside.keys("enter");
    let screen = bedside.screen_of(100, 40, Look::FULL);
    shows(
        &screen,
        &["1000 <800", "<-200 <-20.0 %", "IMACS improvement: MET"],
    );
    bedside.keys("5 f4");
    let screen = bedside.screen_of(100, 50, Look::FULL);
    shows(
        &screen,
        &["<800", "<-20.0 %", "CK is only known to be below a limit"],
    );
    bedside.keys("esc f3");
    assert_eq!(bedside.top(), "timeline");
    let text = timeline::draw::as_text(&told(&bedside), 100, &ASCII, text::DEFAULT);
    shows(&text, &["<800", "<-20.0%", "registered MET"]);
    let json = story::as_json(&told(&bedside), text::DEFAULT);
    let enzyme = &json["measures"].as_array().unwrap()[4];
    assert_eq!(enzyme["last"]["value"], "<800", "{enzyme}");
    assert_eq!(enzyme["change"]["absolute"], "<-200", "{enzyme}");
    assert_eq!(enzyme["change"]["improvement_percent"], ">20", "{enzyme}");
}

#[test]
fn a_category_that_every_value_below_a_limit_gives_stands_where_the_score_is_open() {
    let mut bedside = below_limit("800");
    shows(&bedside.screen(), &["Week 12 met minimal"]);
    let overview = whole(&bedside);
    let person = status::as_json(&overview, text::DEFAULT)["participants"][0].clone();
    assert!(person["tis"].is_null(), "{person}");
    assert_eq!(person["tis_category"], "minimal", "{person}");
    let study = &bedside.owner.study;
    let text = study::draw::as_text(study, &overview, 80, &ASCII, text::DEFAULT);
    shows(&text, &["MET minimal"]);
    let text = timeline::draw::as_text(&told(&bedside), 100, &ASCII, text::DEFAULT);
    shows(&text, &["22.5 - 27.5, minimal"]);
    let json = story::as_json(&told(&bedside), text::DEFAULT);
    let judged = json["visits"].as_array().unwrap().last().unwrap()["verdict"].clone();
    assert_eq!(judged["tis_category"], "minimal", "{judged}");
    bedside.keys("enter 5 f4");
    let screen = bedside.screen_of(100, 50, Look::FULL);
    shows(&screen, &["minimal at every value below the limit"]);
}

#[test]
fn what_a_limit_leaves_open_is_not_decided_on_every_surface_and_says_why() {
    let why = "only known to be below its limit";
    let mut bedside = below_limit("900");
    says(&bedside.screen(), &["Week 12 not decided"]);
    let json = story::as_json(&told(&bedside), text::DEFAULT);
    let judged = json["visits"].as_array().unwrap().last().unwrap()["verdict"].clone();
    assert_eq!(judged["imacs"], "open", "{judged}");
    assert!(
        judged["undecided"].as_str().unwrap().contains(why),
        "{judged}"
    );
    let person = status::as_json(&whole(&bedside), text::DEFAULT)["participants"][0].clone();
    assert!(person["imacs"].is_null(), "{person}");
    assert!(
        person["undecided"].as_str().unwrap().contains(why),
        "{person}"
    );
    bedside.keys("enter");
    let screen = bedside.screen_of(100, 40, Look::FULL);
    says(&screen, &["IMACS improvement: not decided yet", why]);
    bedside.keys("5");
    let printing = Printing {
        head: Head {
            seq: 1,
            hash: "00".repeat(32),
            at: None,
        },
        program: "0".to_owned(),
        columns: sheet::COLUMNS,
        pages: false,
    };
    let shared = &bedside.model().shared;
    let sheet = sheet::as_text(shared, &VisitId::from("week-12"), &printing, &ASCII);
    says(
        &sheet.unwrap(),
        &["not decided yet", "only known to be below a limit"],
    );
}
