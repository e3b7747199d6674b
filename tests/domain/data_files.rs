//! The forms and the study that come with the program: they load, they are complete, they fit.

use coreset::domain::forms::engine::instrument::{
    Field, FieldKind, Instrument, Measure, Respondent,
};
use coreset::domain::forms::table::FORMS;
use coreset::domain::forms::table::parse_instrument;
use coreset::domain::study::parse::parse_protocol;
use coreset::domain::study::shipped::{STUDY, embedded_study};
use coreset::domain::study::{EarlierScores, Study, Terminal};
use rust_decimal::Decimal;

fn study() -> Study {
    embedded_study().unwrap_or_else(|error| panic!("{error}"))
}

fn form(id: &str) -> Instrument {
    let study = study();
    study
        .form(id)
        .cloned()
        .unwrap_or_else(|| panic!("no form {id}"))
}

fn ids(form: &Instrument) -> Vec<&str> {
    form.fields().map(|field| field.id.as_str()).collect()
}

fn every_field(mut look: impl FnMut(&Instrument, &Field)) {
    for file in FORMS {
        let form = parse_instrument(file.name, file.text).unwrap();
        for field in form.fields() {
            look(&form, field);
        }
    }
}

#[test]
fn every_file_loads_and_is_named_after_its_form() {
    for file in FORMS {
        let form = parse_instrument(file.name, file.text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(format!("{}.toml", form.id), file.name);
    }
    parse_protocol(STUDY.name, STUDY.text).unwrap_or_else(|error| panic!("{error}"));
    let study = study();
    assert_eq!(study.instruments.len(), 16);
    assert_eq!(study.enrolment.id.as_str(), "enrolment");
    assert_eq!(study.hash.len(), 64);
}

#[test]
fn every_field_has_a_short_label_and_help() {
    every_field(|form, field| {
        let place = format!("{}.{}", form.id, field.id);
        assert!(field.label.chars().count() <= 40, "{place}");
        assert!(field.help.chars().count() >= 10, "{place} has no help");
        assert!(field.help.ends_with('.'), "{place}: {}", field.help);
        assert!(!field.help.contains("  "), "{place}: {}", field.help);
    });
}

#[test]
fn ratings_and_results_are_never_facts() {
    every_field(|form, field| {
        let forms = [
            "enzymes",
            "glucocorticoid",
            "laboratory",
            "medication",
            "abatacept",
        ];
        let fact_form = forms.contains(&form.id.as_str());
        // Who tested and how it was obtained is about a rating, and none itself.
        let origin = ["obtained", "tester", "tester.name"].contains(&field.id.as_str());
        assert!(
            fact_form || origin || !field.fact,
            "{}.{}",
            form.id,
            field.id
        );
    });
    let enzymes = form("enzymes");
    let facts: Vec<&str> = enzymes
        .fields()
        .filter(|field| field.fact)
        .map(|field| field.id.as_str())
        .collect();
    assert_eq!(
        facts,
        [
            "laboratory",
            "unit",
            "ck.uln",
            "aldolase.uln",
            "ldh.uln",
            "ast.uln",
            "alt.uln"
        ]
    );
}

#[test]
fn cdisc_codes_are_distinct_and_short() {
    for file in FORMS {
        let form = parse_instrument(file.name, file.text).unwrap();
        let mut codes: Vec<&str> = form.fields().filter_map(|f| f.cdisc.as_deref()).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count, "{}", form.id);
        assert!(codes.iter().all(|code| code.len() <= 8), "{}", form.id);
    }
}

#[test]
fn mmt8_has_15_cells_in_the_order_of_positions() {
    let form = form("mmt8");
    assert_eq!(
        ids(&form),
        [
            "deltoid.r",
            "deltoid.l",
            "biceps.r",
            "biceps.l",
            "wristext.r",
            "wristext.l",
            "quads.r",
            "quads.l",
            "ankledf.r",
            "ankledf.l",
            "neckflex",
            "gmed.r",
            "gmed.l",
            "gmax.r",
            "gmax.l",
            "tester",
            "tester.name",
        ]
    );
    let sections: Vec<&str> = form.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(
        sections,
        ["sitting", "supine", "side-lying", "prone", "origin"]
    );
    let grades = form.choices(form.field("neckflex").unwrap());
    let codes: Vec<&str> = grades.iter().map(|grade| grade.code.as_str()).collect();
    assert_eq!(
        codes,
        ["0", "T", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    );
    assert_eq!(grades.last().unwrap().key.as_deref(), Some("*"));
    assert_eq!(
        form.missing,
        ["pain", "contracture", "line-in-place", "refused", "other"]
    );
}

#[test]
fn on_the_80_scale_each_left_side_stands_in_for_its_right() {
    for field in form("mmt8").fields() {
        let id = field.id.as_str();
        let right = id.strip_suffix(".l").map(|group| format!("{group}.r"));
        let stands_in_for = field.stands_in_for.as_ref().map(|right| right.as_str());
        assert_eq!(stands_in_for, right.as_deref(), "{id}");
        assert_eq!(field.scale, right.map(|_| 150), "{id}");
    }
}

#[test]
fn haq_has_20_items_13_aids_2_others_8_helps_and_pain() {
    let form = form("haq");
    let ids = ids(&form);
    let items: Vec<String> = (1..=20).map(|n| format!("item{n:02}")).collect();
    let found: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| id.starts_with("item"))
        .collect();
    assert_eq!(found, items);
    let aids = ids.iter().filter(|id| id.starts_with("aid."));
    let (others, aids): (Vec<&str>, Vec<&str>) = aids.partition(|id| id.starts_with("aid.other"));
    assert_eq!(aids.len(), 13);
    assert_eq!(
        others,
        [
            "aid.other1",
            "aid.other1.category",
            "aid.other1.text",
            "aid.other2",
            "aid.other2.category",
            "aid.other2.text",
        ]
    );
    let helps = ids.iter().filter(|id| id.starts_with("help.")).count();
    assert_eq!(helps, 8);
    assert_eq!(ids[ids.len() - 2..], ["pain", "obtained"]);
    assert_eq!(ids.len(), 20 + 13 + 6 + 8 + 2);

    // In the order of the form the CDISC codes run from HAQ0101 to HAQ0146; the category of another
    // aid is the assessor's and has none.
    let codes: Vec<&str> = form.fields().filter_map(|f| f.cdisc.as_deref()).collect();
    let expected: Vec<String> = (1..=46).map(|n| format!("HAQ01{n:02}")).collect();
    assert_eq!(codes, expected);
}

#[test]
fn another_aid_is_described_only_when_there_is_one() {
    let form = form("haq");
    for field in form.fields() {
        let parent = ["aid.other1", "aid.other2"]
            .into_iter()
            .find(|parent| field.id.as_str().starts_with(&format!("{parent}.")));
        let condition = field.visible_when.as_ref();
        assert_eq!(condition.map(|c| c.field.as_str()), parent, "{}", field.id);
        assert!(condition.is_none_or(|c| c.is == ["y"] && !c.missing));
    }
}

/// Keys of the stored fields of the MDAAT, in the order of the form.
const MDAAT: [&str; 51] = [
    "con.vas", "con.01", "con.02", "con.03", "cut.vas", "cut.04", "cut.05", "cut.06", "cut.07a",
    "cut.07b", "cut.08", "cut.09", "cut.10", "cut.11a", "cut.11b", "cut.12", "ske.vas", "ske.13a",
    "ske.13b", "ske.13c", "ske.14", "gi.vas", "gi.15a", "gi.15b", "gi.16a", "gi.16b", "gi.16c",
    "pul.vas", "pul.17a", "pul.17b", "pul.18a", "pul.18b", "pul.18c", "pul.19a", "pul.19b",
    "car.vas", "car.20", "car.21", "car.22a", "car.22b", "car.23", "oth.text", "oth.vas", "oth.cf",
    "emg.vas", "mus.vas", "mus.25a", "mus.25b", "mus.25c", "mus.26", "all.vas",
];

#[test]
fn mdaat_has_exactly_its_51_fields_in_order() {
    let form = form("mdaat");
    let core: Vec<&Field> = form
        .fields()
        .filter(|f| f.visible_when.is_none())
        .filter(|f| !f.id.as_str().starts_with("mitax.") && !f.id.as_str().starts_with("ever."))
        .collect();
    let keys: Vec<&str> = core.iter().map(|field| field.id.as_str()).collect();
    assert_eq!(keys, MDAAT);
    let of = |kind: fn(&FieldKind) -> bool| core.iter().filter(|f| kind(&f.kind)).count();
    assert_eq!(of(|kind| matches!(kind, FieldKind::Vas { .. })), 10);
    assert_eq!(of(|kind| matches!(kind, FieldKind::Choice { .. })), 40);
    assert_eq!(of(|kind| matches!(kind, FieldKind::Text { .. })), 1);
    for field in core {
        let coded = matches!(field.kind, FieldKind::Choice { .. });
        assert_eq!(
            field.absent.as_deref(),
            coded.then_some("0"),
            "{}",
            field.id
        );
    }
    assert_eq!(form.missing, ["not-assessed", "other"]);
}

#[test]
fn mdaat_numbers_hang_on_their_item_and_history_on_the_baseline() {
    let form = form("mdaat");
    let mut numbers = 0;
    for field in form.fields() {
        let id = field.id.as_str();
        if let Some(condition) = &field.visible_when {
            let parent = condition.field.as_str();
            assert!(id.starts_with(&format!("{parent}.")), "{id}");
            assert!(MDAAT.contains(&parent), "{id}");
            assert_eq!(condition.is, ["1", "2", "3", "4"], "{id}");
            numbers += 1;
        }
        assert_eq!(field.at_baseline, id.starts_with("ever."), "{id}");
    }
    assert_eq!(numbers, 18);
    for group in ["ever.", "mitax."] {
        let systems: Vec<&str> = form
            .fields()
            .filter_map(|field| field.id.as_str().strip_prefix(group))
            .collect();
        assert_eq!(systems, ["con", "cut", "ske", "gi", "pul", "car", "mus"]);
    }
}

#[test]
fn rand36_has_36_items_with_their_response_sets() {
    let form = form("rand36");
    assert_eq!(form.fields().count(), 36 + 1, "and how they were obtained");
    assert!(form.credit.is_some());
    // Number of options of items 1 to 36, RAND 36-Item Health Survey 1.0.
    let expected = [
        5, 5, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 5, 6, 5, 6, 6, 6, 6, 6, 6, 6, 6,
        6, 5, 5, 5, 5, 5,
    ];
    for ((field, expected), number) in form.fields().zip(expected).zip(1..) {
        assert_eq!(field.id.as_str(), format!("item{number:02}"));
        assert_eq!(
            field.cdisc.as_deref(),
            Some(format!("R3601{number:02}").as_str())
        );
        let codes: Vec<String> = form.choices(field).iter().map(|c| c.code.clone()).collect();
        let wanted: Vec<String> = (1..=expected).map(|code| code.to_string()).collect();
        assert_eq!(codes, wanted, "{}", field.id);
    }
}

#[test]
fn enzyme_limits_are_those_of_the_plausibility_table() {
    let form = form("enzymes");
    // Field, largest, soft limits, U/L.
    for (id, largest, low, high) in [
        ("ck", "200000", "10", "20000"),
        ("ck.uln", "200000", "100", "500"),
        ("aldolase", "1000", "0.5", "150"),
        ("aldolase.uln", "1000", "4", "15"),
        ("ldh", "20000", "50", "3000"),
        ("ldh.uln", "20000", "150", "500"),
        ("ast", "20000", "3", "1500"),
        ("ast.uln", "20000", "25", "70"),
        ("alt", "20000", "3", "1500"),
        ("alt.uln", "20000", "25", "70"),
    ] {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        match &form.field(id).unwrap().kind {
            FieldKind::Lab {
                max,
                soft_min,
                soft_max,
                is_limit,
                ..
            } => {
                assert_eq!(
                    (*max, *soft_min, *soft_max),
                    (number(largest), number(low), number(high))
                );
                assert_eq!(*is_limit, id.ends_with(".uln"), "{id}");
            }
            other => panic!("{id} is {other:?}"),
        }
    }
}

#[test]
fn the_six_measures_each_come_from_one_form() {
    let study = study();
    for measure in Measure::ALL {
        let forms: Vec<&str> = study
            .instruments
            .values()
            .filter(|form| form.measure == Some(measure))
            .map(|form| form.id.as_str())
            .collect();
        assert_eq!(forms.len(), 1, "{}: {forms:?}", measure.key());
    }
}

#[test]
fn the_schedule_asks_all_forms_at_baseline_and_outcome() {
    let study = study();
    let days: Vec<(&str, i64)> = study
        .protocol
        .visits
        .iter()
        .map(|visit| (visit.id.as_str(), visit.day))
        .collect();
    assert_eq!(
        days,
        [
            ("baseline", 0),
            ("week-2", 14),
            ("week-4", 28),
            ("week-8", 56),
            ("week-12", 84)
        ]
    );
    // The history of the disease is asked once, at baseline.
    for (id, count) in [
        (&study.protocol.baseline, 12),
        (&study.protocol.outcome, 11),
    ] {
        let forms = &study.visit(id.as_str()).unwrap().forms;
        assert_eq!(forms.len(), count, "{id}");
        assert_eq!(forms.last().unwrap().as_str(), "events-asked", "{id}");
    }
    for visit in &study.protocol.visits {
        for form in ["vital-signs", "laboratory"] {
            assert!(visit.forms.contains(&form.into()), "{}: {form}", visit.id);
        }
    }
    for visit in &study.protocol.visits {
        let patient = |form: &str| study.form(form).unwrap().respondent == Respondent::Patient;
        let last = visit.forms.iter().rposition(|f| patient(f.as_str()));
        let first_other = visit.forms.iter().position(|f| !patient(f.as_str()));
        assert!(last < first_other, "{}: patients answer first", visit.id);
    }
}

#[test]
fn patients_see_earlier_scores_only_after_their_own() {
    for (measure, when) in &study().protocol.earlier_scores {
        let own = matches!(measure, Measure::Ptga | Measure::Haq);
        assert_eq!(*when == EarlierScores::AfterEntry, own, "{}", measure.key());
    }
}

#[test]
fn a_study_file_without_a_word_on_the_terminal_gets_what_the_shipped_one_says() {
    let shipped = study().protocol.terminal;
    assert_eq!(shipped, Terminal::default());
    let own = |text: String| {
        let files = [("study.toml".to_owned(), text)];
        coreset::domain::study::named_files::study_from(files)
            .unwrap()
            .protocol
            .terminal
    };
    let (rest, _) = STUDY.text.split_once("[terminal]").unwrap();
    assert_eq!(own(rest.to_owned()), shipped);
    let never = own(format!("{rest}[terminal]\nlock-after-minutes = 0\n"));
    let wanted = Terminal {
        lock_after_minutes: 0,
        ..shipped
    };
    assert_eq!(never, wanted);
}

#[test]
fn ids_of_participants_have_the_form_of_the_study() {
    let study = study();
    match &study.enrolment.field("id").unwrap().kind {
        FieldKind::Text { pattern, .. } => assert_eq!(pattern.as_deref(), Some("99-999")),
        other => panic!("the id is {other:?}"),
    }
    assert!(study.enrolment.missing.is_empty());
}

#[test]
fn reasons_for_other_ask_for_words() {
    let protocol = study().protocol;
    for reason in protocol
        .missing_reasons
        .iter()
        .chain(&protocol.keep_reasons)
    {
        assert_eq!(reason.needs_text, reason.code == "other", "{}", reason.code);
    }
}

#[test]
fn no_field_with_an_option_for_what_was_not_tested_is_set_with_the_rest_of_its_section() {
    for file in FORMS {
        let form = parse_instrument(file.name, file.text).unwrap();
        for field in form.fields().filter(|field| field.absent.is_some()) {
            let mut choices = form.choices(field).iter();
            let beside =
                choices.find(|own| ["not-tested", "not-done"].contains(&own.code.as_str()));
            assert_eq!(beside, None, "{} {}", form.id, field.id);
        }
    }
}
