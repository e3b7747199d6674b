//! A word typed into a field is taken whole or refused whole: no character of it is dropped, cut off, or an action.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, study};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::FieldId;
use coreset::domain::forms::engine::typing;
use coreset::domain::record::event::PromptOutcome;
use coreset::domain::record::rows::SESSION;
use coreset::screens::effect::Msg;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn at(keys: &str) -> Bedside {
    let mut bedside = Bedside::after(|owner: &mut Owner| {
        let fill = |owner: &mut Owner, visit: &str, form: &str, answers: &str| {
            owner.fill("01-001", visit, bedside::DAY, form, answers);
        };
        fill(owner, "baseline", "ptga", "likert=3 obtained=1");
        fill(
            owner,
            "baseline",
            "enzymes",
            "laboratory=Central unit=U/L haemolysed=n aldolase=35.5",
        );
        fill(
            owner,
            "baseline",
            "glucocorticoid",
            "taken=y drug=1 frequency=1 route=1",
        );
        fill(
            owner,
            SESSION,
            "medication#1",
            "class=other name=aspirin route=iv ongoing=y",
        );
        fill(
            owner,
            SESSION,
            "abatacept#1",
            "number=1 state=whole given=750",
        );
        fill(owner, SESSION, "adverse-event#1", "term=rash serious=y");
    });
    bedside.keys("enter").keys(keys);
    bedside
}

/// Goes to a field of the form on top.
fn to(bedside: &mut Bedside, field: &str) {
    let from = bedside.here();
    bedside.keys("home");
    for _ in 0..200 {
        if bedside.form().focus.as_str() == field && !bedside.form().at_end {
            return;
        }
        bedside.keys("down");
        if bedside.form().at_end {
            break;
        }
    }
    panic!("{field} is not asked here, from {from}");
}

/// At a field: what opens its form from the list of visits, and its id.
fn field(keys: &str, field: &str) -> Bedside {
    let mut bedside = at(keys);
    to(&mut bedside, field);
    bedside
}

const START: (&str, &str) = ("6 enter", "start");
const INFUSION: (&str, &str) = ("7 enter", "start");
const CK: (&str, &str) = ("1 7", "ck");
const DOSE: (&str, &str) = ("1 8", "dose");
const VAS: (&str, &str) = ("1 1", "vas");

/// Every answer: visit, form and field.
fn answers(bedside: &Bedside) -> BTreeMap<String, Answer> {
    let mut answers = BTreeMap::new();
    for session in bedside.record("01-001").sessions.values() {
        for (form, cells) in &session.forms {
            for (field, cell) in cells {
                if let Some(answer) = &cell.answer {
                    answers.insert(format!("{} {form} {field}", session.visit), answer.clone());
                }
            }
        }
    }
    answers
}

/// Types a word and Enter into a field; what is stored there then. No other field changes.
#[track_caller]
fn stores(place: (&str, &str), word: &str) -> String {
    let mut bedside = field(place.0, place.1);
    let form = bedside.form().form.to_string();
    let visit = bedside.form().visit.clone().unwrap();
    let mut before = answers(&bedside);
    bedside.type_text(word).keys("enter").deliver_all();
    let mut after = answers(&bedside);
    let here = format!("{visit} {form} {}", place.1);
    before.remove(&here);
    let stored = after.remove(&here);
    assert_eq!(before, after, "{word}");
    if stored.is_none() && bedside.top() == "form" {
        assert_eq!(bedside.form().focus.as_str(), place.1, "{word}");
        assert!(bedside.form().refusal.is_some(), "{word}");
    }
    let text = stored.map(|_| {
        let field = form.split('#').next().unwrap();
        let study = bedside.owner.study.clone();
        let instrument = study.form(field).unwrap();
        let field = instrument.field(place.1).unwrap();
        typing::show(instrument, field, &answers(&bedside)[&here])
    });
    text.unwrap_or_default()
}

#[test]
fn one_digit_of_a_month_or_a_day_is_read_and_reaches_no_other_field() {
    assert_eq!(stores(START, "2024-1-12"), "2024-01-12");
    assert_eq!(stores(START, "2024-2-3"), "2024-02-03");
    assert_eq!(stores(START, "2024/2/3"), "2024-02-03");
    assert_eq!(stores(START, "２０２４－２－３"), "2024-02-03");
    assert_eq!(stores(START, "2024-12"), "2024-12");
}

#[test]
fn a_date_with_the_day_first_is_refused_whole_and_the_right_spelling_said() {
    for word in ["20.11", "24-02-03", "9.3.2024", "9/3/24"] {
        assert_eq!(stores(START, word), "", "{word}");
        let mut bedside = field(START.0, START.1);
        bedside.type_text(word);
        bedside.must_show("Year first: 2024-03 for March 2024");
    }
}

#[test]
fn stops_of_an_input_method_are_decimal_marks_and_a_dot_in_the_middle_is_none() {
    assert_eq!(stores(CK, "35。5"), "35.5");
    assert_eq!(stores((CK.0, "aldolase"), "7，6"), "7.6");
    assert_eq!(stores((CK.0, "aldolase"), "＜5"), "<5");
    assert_eq!(stores(DOSE, "7。5"), "7.5");
    assert_eq!(stores(DOSE, "７．５"), "7.5");
    for word in [
        "1·5", "1・5", "1e3", "7.5mg", "1 5", "5-", "5/", "5=", "5?", "1.2.3", "e3", "漢5",
    ] {
        assert_eq!(stores(DOSE, word), "", "{word}");
    }
    assert_eq!(stores(VAS, "３。５"), "3.5");
}

#[test]
fn a_longer_word_does_not_spill_into_the_neighbour() {
    let mut bedside = field(VAS.0, VAS.1);
    bedside.keys("3.5 2");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("ptga vas", "3.52")
    );
    bedside.must_show("3.52 !");
    bedside.must_show("too many decimals");
    bedside.keys("enter");
    assert_eq!(bedside.here(), "ptga vas");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "");
    assert_eq!(bedside.stored("baseline", "ptga", "likert"), "3");
    // It was refused, and that is in the record.
    let (field, rule, value, outcome, _) = bedside.prompts().pop().unwrap();
    assert_eq!(
        (field.as_str(), rule.as_str(), value.as_str(), outcome),
        ("vas", "hard-limit", "3.52", PromptOutcome::Refused)
    );
    // Mended, it is taken.
    bedside.keys("backspace enter");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "3.5");
}

#[test]
fn what_is_typed_ahead_behind_a_refused_word_replaces_nothing() {
    let mut bedside = field(VAS.0, VAS.1);
    // 3 was meant for the category.
    bedside.keys("3.52 enter 3 enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("ptga vas", "3.523")
    );
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "");
}

#[test]
fn enter_takes_a_refused_word_away_and_tab_leaves_it_as_a_draft() {
    let mut bedside = field(VAS.0, VAS.1);
    bedside.keys("4.1 enter up 3.52 enter enter");
    assert_eq!((bedside.here().as_str(), bedside.text()), ("ptga vas", ""));
    assert_eq!(
        bedside.notice(),
        "3.52 was taken away; 4.1 stands here as before. Ctrl-U brings it back."
    );
    assert_eq!(bedside.shows("vas"), "4.1");
    for key in ["tab", "down"] {
        let mut bedside = field(VAS.0, VAS.1);
        bedside.keys("3.52 enter").keys(key);
        assert_eq!(bedside.here(), "ptga likert", "{key}");
        assert_eq!(bedside.form().unfinished[&FieldId::from("vas")], "3.52");
        bedside.must_show("3.52 !");
        // Enter on the draft opens it, and the next one refuses it again.
        bedside.keys("up enter");
        assert_eq!(bedside.text(), "3.52", "{key}");
        bedside.keys("enter");
        assert_eq!(bedside.here(), "ptga vas", "{key}");
    }
}

#[test]
fn a_second_key_that_makes_no_grade_says_which_key_to_take_away() {
    let mut bedside = at("1 4");
    bedside.keys("7 up");
    // Backspace opens what stands there.
    bedside.keys("backspace");
    assert_eq!(bedside.text(), "7");
    bedside.keys("6");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.r", "76")
    );
    let refusal = bedside.form().refusal.clone().unwrap();
    assert_eq!(refusal, "76 is not a grade; Backspace takes the 6 away.");
    bedside.keys("enter");
    assert_eq!(bedside.text(), "76");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "7");
    bedside.keys("backspace 6 backspace backspace 8");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "8");
    // 1 waits for 0.
    bedside.keys("1 8");
    assert_eq!(bedside.text(), "18");
    bedside.keys("enter enter");
    assert_eq!(bedside.text(), "");
    // In full-width form too.
    bedside.type_text("１０");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    bedside.type_text("＊");
    assert_eq!(bedside.stored("baseline", "mmt8", "biceps.r"), "10");
}

#[test]
fn a_time_of_infusion_is_read_with_or_without_its_mark() {
    for word in ["930", "0930", "9:30", "9.30", "09:30", "９：３０", "9。30"] {
        assert_eq!(stores(INFUSION, word), "09:30", "{word}");
    }
    for word in ["24:00", "93:0", "9h30", "9:30:00", "09301"] {
        assert_eq!(stores(INFUSION, word), "", "{word}");
    }
}

#[test]
fn a_draft_that_is_come_back_to_is_begun_anew_not_gone_on_with() {
    let mut bedside = field(DOSE.0, DOSE.1);
    bedside.keys("172 esc 8");
    to(&mut bedside, "dose");
    assert_eq!((bedside.text(), bedside.waits()), ("", "172"));
    bedside.must_show("172 !");
    bedside.keys("15 enter");
    assert_eq!(bedside.stored("baseline", "glucocorticoid", "dose"), "15");
    assert!(bedside.form().unfinished.is_empty());
    // Emptied, the draft is there again; Backspace opens it.
    let mut bedside = field(DOSE.0, DOSE.1);
    bedside.keys("172 esc 8");
    to(&mut bedside, "dose");
    bedside.keys("1 backspace");
    assert_eq!((bedside.text(), bedside.waits()), ("", "172"));
    bedside.keys("backspace backspace");
    assert_eq!(bedside.text(), "17");
    bedside.keys("enter");
    assert_eq!(bedside.stored("baseline", "glucocorticoid", "dose"), "17");
}

#[test]
fn an_answer_shortened_by_backspace_alone_stays_as_it_is() {
    let mut bedside = field(CK.0, "aldolase");
    let before = bedside.count();
    bedside.keys("backspace");
    assert_eq!(bedside.text(), "35.5", "opened, nothing deleted");
    bedside.keys("backspace backspace enter");
    assert_eq!(bedside.stored("baseline", "enzymes", "aldolase"), "35.5");
    assert!(
        bedside.notice().contains("35.5 stays"),
        "{}",
        bedside.notice()
    );
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("enzymes aldolase", "")
    );
    // By an arrow, by Esc, and emptied, it stays as well.
    for keys in [
        "backspace backspace up",
        "backspace backspace esc",
        "backspace ctrl-w enter",
        "left left backspace enter",
    ] {
        let mut bedside = field(CK.0, "aldolase");
        bedside.keys(keys);
        assert_eq!(
            bedside.stored("baseline", "enzymes", "aldolase"),
            "35.5",
            "{keys}"
        );
        assert_eq!(bedside.count(), before, "{keys}");
    }
    // What is typed into it is a word.
    bedside.keys("backspace backspace 4 enter");
    assert_eq!(bedside.stored("baseline", "enzymes", "aldolase"), "35.4");
}

#[test]
fn backspace_never_leaves_a_field_that_holds_something() {
    let mut bedside = field("6 enter", "route");
    let before = answers(&bedside);
    bedside.keys("backspace");
    assert_eq!(bedside.text(), "iv");
    bedside.keys("backspace 1");
    assert_eq!(bedside.form().focus.as_str(), "route");
    assert_eq!(bedside.text(), "i1");
    assert_eq!(answers(&bedside), before);
    // Right after a choice went on by itself it goes back to that one, and no further, also where the next is filled.
    for keys in [
        "8 8 8 backspace backspace",
        "8 8 8 8 up up 9 backspace backspace",
    ] {
        let mut bedside = at("1 4");
        bedside.keys(keys);
        let (here, text) = (bedside.here(), bedside.text().to_owned());
        let field = here.split(' ').nth(1).unwrap();
        assert_eq!(text, bedside.stored("baseline", "mmt8", field), "{keys}");
        assert_ne!(text, "", "{keys}");
        bedside.keys("backspace backspace backspace");
        assert_eq!(bedside.here(), here, "{keys}");
    }
    let mut bedside = at("1 4");
    bedside.keys("8 8 8 up up backspace");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "8")
    );
    bedside.keys("backspace 7 backspace");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "")
    );
    bedside.keys("backspace");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "7")
    );
}

#[test]
fn a_number_with_two_readings_is_asked_and_the_answer_recorded() {
    for (key, stored, reason) in [
        ("1", "2.468", "2.468, not 2468"),
        ("2", "2468", "2468, not 2.468"),
    ] {
        let mut bedside = field(CK.0, CK.1);
        bedside.type_text("2,468");
        // What is typed ahead answers no question.
        bedside.keys("enter").type_text(key);
        assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "");
        assert_eq!(
            bedside.picker().title,
            "Creatine kinase: which number is it?"
        );
        bedside.must_show("It can be read as 2.468 or as 2468.");
        bedside.keys("enter enter");
        bedside.must_show("1 2.468");
        bedside.must_show("2 2468");
        bedside.keys(key).deliver_all();
        while bedside.top() == "picker" {
            bedside.keys("enter 1").deliver_all();
        }
        assert_eq!(bedside.stored("baseline", "enzymes", "ck"), stored);
        let asked = ("ck", "two-readings", "2.468", PromptOutcome::Kept);
        let prompts = bedside.prompts();
        let found = prompts.iter().find(|(field, rule, value, outcome, _)| {
            (field.as_str(), rule.as_str(), value.as_str(), *outcome) == asked
        });
        assert_eq!(found.unwrap().4.as_deref(), Some(reason));
        bedside.assert_settled();
    }
    // Back to the field, the text stays and nothing is stored.
    for back in ["backspace", "esc", "enter 0"] {
        let mut bedside = field(CK.0, CK.1);
        bedside.type_text("2.468").keys("enter").keys(back);
        assert_eq!(
            (bedside.here().as_str(), bedside.waits()),
            ("enzymes ck", "2.468")
        );
        assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "");
        assert_eq!(bedside.prompts().pop().unwrap().3, PromptOutcome::Corrected);
    }
    // An arrow asks as Enter does.
    let mut bedside = field(CK.0, CK.1);
    bedside.type_text("2.468").keys("up");
    assert_eq!(bedside.top(), "picker");
    // Two decimals: no reading is taken unasked.
    assert_eq!(stores(DOSE, "1.250"), "");
    assert_eq!(stores(DOSE, "1250"), "1250");
    // What is opened and left as it is was answered before.
    let mut bedside = Bedside::after(|owner| {
        let answers = "laboratory=Central unit=U/L haemolysed=n ck=2.468";
        owner.fill("01-001", "baseline", bedside::DAY, "enzymes", answers);
    });
    bedside.keys("enter 1 7");
    to(&mut bedside, "ck");
    bedside.keys("backspace enter");
    assert_eq!(bedside.here(), "enzymes ck.uln");
}

#[test]
fn back_from_a_question_a_new_character_begins_a_new_date() {
    let mut bedside = field(START.0, START.1);
    bedside.keys("type:1960-01-12 enter");
    assert!(bedside.picker().text[0].contains("birth"));
    bedside.keys("esc");
    assert_eq!((bedside.text(), bedside.waits()), ("", "1960-01-12"));
    bedside.keys("type:2024-1-12 enter");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.shows("start"), "2024-01-12");
    assert!(bedside.form().unfinished.is_empty());
    // Left opens the date, with the cursor behind it.
    let mut bedside = field(START.0, START.1);
    bedside.keys("type:1960-01-12 enter backspace left left");
    assert_eq!(bedside.text(), "1960-01-12");
    bedside.keys("delete");
    assert_eq!(bedside.waits(), "");
}

#[test]
fn a_paste_is_one_word_or_refused() {
    for (place, text) in [
        (CK, "35\n5"),
        (CK, "35\t5"),
        (CK, "1·5"),
        (CK, "1e3"),
        (START, "9.3.2024"),
        (INFUSION, "24:00"),
    ] {
        let mut bedside = field(place.0, place.1);
        let before = answers(&bedside);
        bedside.paste(text);
        assert!(bedside.notice().contains("does not fit"), "{text:?}");
        assert_eq!(bedside.text(), "", "{text:?}");
        assert_eq!(answers(&bedside), before);
    }
    // It goes in where the cursor is, and waits for Enter.
    let mut bedside = field(CK.0, CK.1);
    bedside.keys("35 left").paste("２\n");
    assert_eq!(bedside.text(), "325");
    bedside.keys("enter");
    assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "325");
}

#[test]
fn what_is_bound_to_a_character_is_an_action_only_while_no_word_is_open() {
    let mut bedside = field(CK.0, CK.1);
    bedside.keys("/");
    assert_eq!(bedside.top(), "goto");
    bedside.keys("esc").type_text("／");
    assert_eq!(bedside.top(), "goto", "in its full-width form too");
    bedside.keys("esc").type_text("5／");
    assert_eq!((bedside.top(), bedside.text()), ("form", "5/"));
    bedside.keys("delete").type_text("？");
    assert_eq!(bedside.top(), "page");
    bedside.keys("esc");
    // In vi's map letters are actions of a field that takes none; not of a word.
    let mut vi = Bedside::with("vi", bedside::study(), &["01-001"]);
    vi.keys("enter 1 1 5 j x u");
    assert_eq!((vi.here().as_str(), vi.text()), ("ptga vas", "5jxu"));
    vi.keys("enter enter j");
    assert_eq!(vi.here(), "ptga likert");
}

#[test]
fn a_text_that_is_too_long_is_refused_not_cut_and_its_end_is_no_action() {
    let mut bedside = field("6 enter", "name");
    let long = format!("{}/-=x", "a".repeat(40));
    bedside.type_text(&long);
    assert_eq!((bedside.top(), bedside.text()), ("form", long.as_str()));
    bedside.keys("enter");
    assert!(
        bedside
            .form()
            .refusal
            .clone()
            .unwrap()
            .contains("44 characters")
    );
    assert_eq!(bedside.stored(SESSION, "medication#1", "name"), "aspirin");
}

#[test]
fn an_id_is_one_word_and_small_letters_and_hyphens_do_not_matter() {
    let mut bedside = Bedside::new();
    bedside.keys("ctrl-n").type_text("０１００３").keys("enter");
    assert_eq!(bedside.shows("id"), "01-003");
    assert_eq!(bedside.here(), "enrolment initials");
    bedside
        .keys("type:ab enter")
        .type_text("１９７０")
        .keys("enter");
    assert_eq!(bedside.shows("initials"), "AB");
    assert_eq!(bedside.shows("birth-year"), "1970");
    // One digit too many is not the beginning of the initials.
    let mut bedside = Bedside::new();
    bedside.keys("ctrl-n type:01-0034 enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("enrolment id", "01-0034")
    );
    assert_eq!(bedside.shows("id"), "");
}

#[test]
fn the_day_and_time_of_a_late_entry_are_read_in_the_same_way() {
    let mut bedside = Bedside::enrolled();
    bedside.today("2026-03-05").keys("enter home ctrl-g O");
    bedside.keys("type:2.3.2026 enter");
    bedside.must_show("Year first: 2024-03-09 for 9 March 2024.");
    bedside.keys("ctrl-u").type_text("2026／3／2").keys("enter");
    bedside.must_show("at what time on 2026-03-02");
    bedside.keys("type:93:0 enter");
    bedside.must_show("is on no clock");
    bedside.keys("ctrl-u").type_text("9。30").keys("enter");
    bedside.must_show("Observed 2026-03-02 09:30");
    // Digits of an input method choose as well.
    bedside.type_text("２");
    bedside.must_show("Late entry: observed 2026-03-02 09:30, paper source");
}

#[test]
fn no_digit_before_enter_is_lost_when_typed_ahead() {
    let mut bedside = field(VAS.0, VAS.1);
    bedside.holds = true;
    bedside.keys("6.5 enter 3 1 enter");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "6.5");
    assert_eq!(bedside.stored("baseline", "ptga", "likert"), "3");
    bedside.assert_settled();
}

/// Fields of every kind but a choice: what opens the form from the list of visits, and the id.
const PLACES: [(&str, &str); 8] = [
    VAS,
    DOSE,
    CK,
    START,
    INFUSION,
    ("7 enter", "date"),
    ("6 enter", "name"),
    ("8 enter", "aware-time"),
];

/// Characters that an empty field leaves to the action that is bound to them.
const BOUND: &str = "-/=?－／＝？–—−";

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9.,/:<>+*eEtTuUnNkKabAB x０-９。．｡，、٫：－–—−／＋＜ＴＵＮＫ·・漢é-]{1,9}",
        "[0-9０-９]{1,4}([.,。．｡，、٫·・][0-9０-９]{0,3})?",
        "20[0-2][0-9]([-/.。－][0-9]{1,2}){0,3}",
        "[0-9]{1,2}[:.：。-]?[0-9]{1,3}",
        "[tTｔ][-+－]?[0-9]{0,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_word_and_enter_store_what_the_whole_word_means_in_that_field_or_nothing(
        word in word(),
        place in prop::sample::select(PLACES.to_vec()),
    ) {
        prop_assume!(!word.starts_with(|c| BOUND.contains(c)));
        // Blanks alone are nothing typed: what stands in the field stays, and Enter goes on.
        prop_assume!(!word.trim().is_empty());
        let mut bedside = field(place.0, place.1);
        let (form, visit) = (bedside.form().form.clone(), bedside.form().visit.clone().unwrap());
        let study = bedside.owner.study.clone();
        let instrument = study.form(form.as_str().split('#').next().unwrap()).unwrap();
        let of = instrument.field(place.1).unwrap();
        let today = bedside.owner.now.date_naive();
        let meant = typing::read(instrument, of, &word, Some("U/L"), today).answer().cloned();
        let mut before = answers(&bedside);
        bedside.type_text(&word).keys("enter").deliver_all();
        let mut after = answers(&bedside);
        let here = format!("{visit} {form} {}", place.1);
        let (was, is) = (before.remove(&here), after.remove(&here));
        prop_assert_eq!(before, after, "{:?} in {}", word, here);
        if is != was {
            prop_assert_eq!(&is, &meant, "{:?} in {}", word, here);
        }
        // Nothing is lost without a word: it is stored, asked about, or stands there refused.
        if is == was && is != meant && bedside.top() == "form" {
            prop_assert_eq!(bedside.form().focus.as_str(), place.1);
            prop_assert!(bedside.form().refusal.is_some(), "{:?} in {}", word, here);
        }
    }
}

#[test]
fn a_narrow_column_shows_the_whole_of_a_short_word_and_its_mark() {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=4.7 likert=2",
        );
    });
    bedside.today("2026-05-25").keys("enter enter 6 3.52");
    // Beside last visit's value and the panel of change there are six columns, one of them the cursor's.
    bedside.must_show("3.52! ");
    bedside.keys("enter tab");
    bedside.must_show("3.52 !");
}

#[test]
fn a_word_that_was_taken_away_or_forgotten_comes_back_by_undo_before_any_answer_does() {
    let mut bedside = Bedside::with("default", study(), &["01-001"]);
    bedside.keys("enter 1 6 4.7 enter");
    bedside.keys("home 99 enter enter").deliver_all();
    assert_eq!(bedside.text(), "");
    assert!(
        bedside.notice().contains("99 was taken away"),
        "{}",
        bedside.notice()
    );
    bedside.keys("ctrl-z");
    bedside.must_show("99 !");
    bedside.keys("delete");
    bedside.must_not_show("99 !");
    bedside.keys("ctrl-z").must_show("99 !");
    let stored = bedside.stored_answer("baseline", "phga", "vas");
    assert!(stored.is_some(), "undo took the answer back");
}

#[test]
fn a_paste_with_a_control_character_is_refused_whole_everywhere() {
    let mut bedside = Bedside::with("default", study(), &["01-001"]);
    bedside.paste("01-0\u{1b}01");
    assert!(bedside.notice().contains("U+001B"), "{}", bedside.notice());
    bedside.keys("enter 1 6");
    for text in ["4\u{1b}.7", "4.\u{9b}7", "4\u{fffd}.7", "4.7\0"] {
        bedside.paste(text);
        assert_eq!(bedside.text(), "", "{text:?}");
        assert!(bedside.notice().starts_with("Not pasted"), "{text:?}");
    }
    bedside.paste("4.7\n");
    assert_eq!(bedside.text(), "4.7");
    bedside.tell(Msg::PasteLost);
    assert!(bedside.notice().contains("longer than anything"));
}
