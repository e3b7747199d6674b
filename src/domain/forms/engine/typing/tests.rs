//! Every kind of field, key by key, and what holds for any text.

mod words;

use super::*;
use crate::domain::forms::engine::instrument::pattern;
use crate::domain::sample::{choice, decimal as dec, field, form, kilograms as number, text, vas};
use crate::domain::treatment::units::Quantity;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn instrument(kind: FieldKind) -> Instrument {
    form("form", None, vec![field("f", kind)])
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn lab(is_limit: bool) -> FieldKind {
    use crate::domain::sample::{lab, limit};
    if is_limit {
        limit("100", "500")
    } else {
        lab(None, "10", "20000")
    }
}

fn kinds() -> Vec<FieldKind> {
    vec![
        vas(),
        number(0, "0", "150"),
        number(1, "20", "300"),
        number(2, "0.5", "3"),
        lab(false),
        lab(true),
        choice("grade"),
        choice("0-4-na"),
        choice("sex"),
        choice("no such list"),
        text(5, None),
        text(6, Some("99-999")),
        text(7, Some("99-999#")),
        text(3, Some("AA9")),
        text(3, Some("AA|AAA")),
        FieldKind::Date,
        FieldKind::PartialDate { future: false },
        FieldKind::PartialDate { future: true },
        FieldKind::Time,
        FieldKind::Paragraph,
    ]
}

fn read_in(instrument: &Instrument, text: &str) -> Typed {
    let field = instrument.field("f").unwrap();
    read(instrument, field, text, Some("U/L"), today())
}

fn read_as(kind: FieldKind, text: &str) -> Typed {
    read_in(&instrument(kind), text)
}

/// One letter for each state, with the answer as shown.
fn told(kind: &FieldKind, text: &str) -> String {
    let instrument = instrument(kind.clone());
    let field = instrument.field("f").unwrap();
    match read_in(&instrument, text) {
        Typed::Empty => "empty".to_owned(),
        Typed::Missing => "missing".to_owned(),
        Typed::Partial => "partial".to_owned(),
        Typed::Ready(answer) => format!("ready {}", show(&instrument, field, &answer)),
        Typed::Full(answer) => format!("full {}", show(&instrument, field, &answer)),
        Typed::Wrong(_) => "wrong".to_owned(),
    }
}

fn table(kind: FieldKind, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(told(&kind, text), *expected, "{text:?} in {kind:?}");
    }
}

#[test]
fn a_scale_is_full_after_one_decimal_or_at_ten() {
    table(
        vas(),
        &[
            ("", "empty"),
            (".", "missing"),
            (".5", "full 0.5"),
            (",5", "full 0.5"),
            ("0", "ready 0.0"),
            ("4", "ready 4.0"),
            ("4.", "partial"),
            ("4.7", "full 4.7"),
            ("4,7", "full 4.7"),
            ("4.75", "wrong"),
            ("1", "ready 1.0"),
            ("10", "full 10.0"),
            ("10.", "partial"),
            ("10.0", "full 10.0"),
            ("10.1", "wrong"),
            ("11", "wrong"),
            ("05", "ready 5.0"),
            ("4..7", "wrong"),
            ("-1", "wrong"),
            ("x", "wrong"),
        ],
    );
    assert_eq!(
        read_as(vas(), "12"),
        Typed::Wrong(Refusal::BeyondScale {
            text: "12".to_owned(),
            centimetres: Some("1.2".to_owned()),
        })
    );
    assert_eq!(
        read_as(vas(), "4"),
        Typed::Ready(Answer::number(dec("4"), None))
    );
}

#[test]
fn a_number_is_full_when_no_digit_can_follow() {
    table(
        number(0, "0", "150"),
        &[
            // 0 can become 05.
            ("0", "ready 0"),
            ("1", "ready 1"),
            ("15", "ready 15"),
            ("16", "full 16"),
            ("150", "full 150"),
            ("151", "wrong"),
            ("7.", "wrong"),
            ("7.5", "wrong"),
            (".5", "wrong"),
        ],
    );
    table(
        number(1, "20", "300"),
        &[
            ("6", "partial"),
            ("1", "partial"),
            ("3", "partial"),
            ("62", "ready 62"),
            ("62.5", "full 62.5"),
            ("62.55", "wrong"),
            ("300", "full 300"),
            ("301", "wrong"),
            ("300.1", "wrong"),
            ("0", "partial"),
            ("062.5", "full 62.5"),
            ("19.", "wrong"),
            ("19.9", "wrong"),
        ],
    );
    assert_eq!(
        read_as(number(1, "20", "300"), "62.5"),
        Typed::Full(Answer::number(dec("62.5"), Some("kg")))
    );
    // Far more digits than an exact decimal holds.
    assert!(matches!(
        read_as(number(0, "0", "150"), &"9".repeat(60)),
        Typed::Wrong(_)
    ));
}

#[test]
fn a_laboratory_result_keeps_its_comparator_and_unit() {
    table(
        lab(false),
        &[
            ("<", "partial"),
            ("<.", "partial"),
            ("<5", "ready <5"),
            ("<0", "partial"),
            ("<0.5", "ready <0.5"),
            ("<0.000", "wrong"),
            ("0", "ready 0"),
            ("1260", "ready 1260"),
            ("1260.125", "full 1260.125"),
            ("200000", "full 200000"),
            ("200001", "wrong"),
            ("5<", "wrong"),
        ],
    );
    table(
        lab(true),
        &[("0", "partial"), ("200", "ready 200"), ("<5", "wrong")],
    );
    let form = instrument(lab(false));
    let field = form.field("f").unwrap();
    assert_eq!(
        read(&form, field, "<5", Some("ukat/L"), today()),
        Typed::Ready(Answer::Value {
            value: Value::Below(dec("5")),
            unit: Some("ukat/L".into())
        })
    );
    // 200000 U/L are 3333.333 microkatal/L.
    assert!(matches!(
        read(&form, field, "3334", Some("µkat/L"), today()),
        Typed::Wrong(_)
    ));
    assert!(matches!(
        read(&form, field, "5", None, today()),
        Typed::Wrong(_)
    ));
    assert_eq!(
        in_unit_of_limits(Quantity::EnzymeActivity, dec("2.5"), Some("µkat/L")),
        Some(dec("150"))
    );
    assert_eq!(
        in_unit_of_limits(Quantity::EnzymeActivity, dec("2.5"), Some("U/L")),
        Some(dec("2.5"))
    );
}

#[test]
fn a_result_is_limited_in_the_unit_that_is_chosen() {
    let of = |quantity: Quantity, min: &str, max: &str| {
        let mut kind = lab(false);
        if let FieldKind::Lab {
            quantity: own,
            min: least,
            max: most,
            ..
        } = &mut kind
        {
            (*own, *least, *most) = (quantity, dec(min), dec(max));
        }
        kind
    };
    let read_in = |kind: FieldKind, text: &str, unit: &str| {
        let form = instrument(kind);
        let read = read(&form, form.field("f").unwrap(), text, Some(unit), today());
        read.answer().cloned()
    };
    let taken = |number: &str, unit: &str| Some(Answer::number(dec(number), Some(unit)));
    let haemoglobin = || of(Quantity::Haemoglobin, "10", "300");
    assert_eq!(read_in(haemoglobin(), "300", "g/L"), taken("300", "g/L"));
    assert_eq!(read_in(haemoglobin(), "30", "g/dL"), taken("30", "g/dL"));
    assert_eq!(read_in(haemoglobin(), "30.001", "g/dL"), None);
    assert_eq!(read_in(haemoglobin(), "9", "g/L"), None);
    assert_eq!(read_in(haemoglobin(), "0.9", "g/dL"), None);
    // 10 g/L are 0.62056 mmol/L, and 300 g/L 18.6167.
    assert_eq!(read_in(haemoglobin(), "0.62", "mmol/L"), None);
    let least = read_in(haemoglobin(), "0.621", "mmol/L");
    assert_eq!(least, taken("0.621", "mmol/L"));
    assert_eq!(read_in(haemoglobin(), "18.617", "mmol/L"), None);
    // A unit of something else.
    assert_eq!(read_in(haemoglobin(), "120", "U/L"), None);
    let cells = || of(Quantity::BloodCells, "0", "1000");
    assert_eq!(read_in(cells(), "6200", "/mm3"), taken("6200", "/mm3"));
    assert_eq!(read_in(cells(), "6200", "10^9/L"), None);
    let below = Answer::Value {
        value: Value::Below(dec("5")),
        unit: Some("g/L".into()),
    };
    assert_eq!(read_in(haemoglobin(), "<5", "g/L"), Some(below));
}

#[test]
fn a_grade_moves_on_unless_it_can_become_ten() {
    table(
        choice("grade"),
        &[
            ("8", "full 8"),
            ("0", "full 0"),
            ("1", "ready 1"),
            ("10", "full 10"),
            ("*", "full 10"),
            ("T", "full T"),
            ("t", "full T"),
            ("11", "wrong"),
            (".", "missing"),
        ],
    );
    table(
        choice("0-4-na"),
        &[("n", "ready NA"), ("na", "full NA"), ("5", "wrong")],
    );
    table(
        choice("sex"),
        &[
            ("f", "full female"),
            ("Fem", "ready female"),
            ("FEMALE", "full female"),
            ("m", "full male"),
        ],
    );
    let form = instrument(choice("grade"));
    let field = form.field("f").unwrap();
    for (text, c, expected) in [
        ("", '8', true),
        ("", '*', true),
        ("", '.', true),
        ("", 't', true),
        ("", '/', false),
        ("", 'x', false),
        ("1", '0', true),
        ("1", '1', false),
        ("1", '*', false),
        ("1", '.', false),
    ] {
        assert_eq!(
            takes(&form, field, text, c),
            expected,
            "{text:?} then {c:?}"
        );
    }
}

#[test]
fn an_id_with_a_mistyped_character_is_refused_by_its_check_character() {
    // 01003 with ISO/IEC 7064 MOD 37,36: see `pattern`.
    let check = pattern::check_character("01-003").unwrap();
    let id = format!("01-003{check}");
    let typed = |word: &str| read_as(text(7, Some("99-999#")), word);
    for word in [id.clone(), id.to_lowercase(), id.replace('-', "")] {
        assert_eq!(typed(&word), Typed::Full(Answer::text(&id)), "{word}");
    }
    assert_eq!(typed("01-003"), Typed::Partial);
    let wrong = format!("01-008{check}");
    assert_eq!(
        typed(&wrong),
        Typed::Wrong(Refusal::CheckCharacter { text: wrong })
    );
}

#[test]
fn text_waits_for_enter_and_a_pattern_does_not() {
    table(
        text(5, None),
        &[
            ("a", "ready a"),
            (" ab ", "ready ab"),
            ("abcde", "ready abcde"),
            ("abcdef", "wrong"),
            ("a\u{7}", "wrong"),
            ("a\u{202e}b", "wrong"),
            (".", "missing"),
            ("   ", "empty"),
        ],
    );
    table(
        text(6, Some("99-999")),
        &[
            ("0", "partial"),
            ("01-00", "partial"),
            ("01-003", "full 01-003"),
            ("01-0034", "wrong"),
            ("01x", "wrong"),
        ],
    );
    table(
        text(3, Some("AA9")),
        &[("ab1", "full AB1"), ("a1", "wrong")],
    );
    table(
        text(3, Some("AA|AAA")),
        &[
            ("a", "partial"),
            ("ab", "ready AB"),
            ("abc", "full ABC"),
            ("ab1", "wrong"),
        ],
    );
    let form = instrument(text(3, Some("AA9")));
    let field = form.field("f").unwrap();
    assert_eq!(inserts(&form, field, "a", 'b'), Some('B'));
    assert_eq!(inserts(&form, field, "AB", 'c'), None);
}

#[test]
fn dates_are_whole_and_never_in_the_future() {
    table(
        FieldKind::Date,
        &[
            ("t", "ready 2026-11-23"),
            ("T", "ready 2026-11-23"),
            ("t-", "partial"),
            ("t-3", "ready 2026-11-20"),
            ("t-23", "ready 2026-10-31"),
            ("-", "ready 2026-11-22"),
            ("-3", "ready 2026-11-20"),
            ("t+", "wrong"),
            ("t+1", "wrong"),
            ("+1", "wrong"),
            ("2026-11-23", "full 2026-11-23"),
            ("20261123", "full 2026-11-23"),
            ("2026-11-24", "wrong"),
            ("2026-11-2", "ready 2026-11-02"),
            ("2026-1-3", "ready 2026-01-03"),
            ("2026/11/02", "full 2026-11-02"),
            ("2026-1", "partial"),
            ("2026-13", "wrong"),
            ("2027", "wrong"),
            ("1899", "wrong"),
            ("2024-02-29", "full 2024-02-29"),
            ("2026-02-29", "wrong"),
            ("2026-11-233", "wrong"),
            ("t-99999", "wrong"),
            ("t3", "wrong"),
            ("23.11.2026", "wrong"),
        ],
    );
}

#[test]
fn a_partial_date_keeps_what_is_known_and_nothing_else() {
    table(
        FieldKind::PartialDate { future: false },
        &[
            ("202", "partial"),
            ("2024", "ready 2024"),
            ("2024-", "partial"),
            ("2024-U", "partial"),
            ("2024-un", "partial"),
            ("2024-UNK", "full 2024"),
            ("2024-unk", "full 2024"),
            ("2024-UNK-", "partial"),
            ("2024-UNK-UNK", "full 2024"),
            ("2024-UNK-09", "wrong"),
            ("2024-UNK-0", "wrong"),
            ("2024-UNKN", "wrong"),
            ("2024-0", "partial"),
            ("2024-03", "ready 2024-03"),
            ("2024-03-", "partial"),
            ("2024-03-U", "partial"),
            ("2024-03-UNK", "full 2024-03"),
            ("2024-03-09", "full 2024-03-09"),
            ("20240309", "full 2024-03-09"),
            ("202403", "partial"),
            ("2024-02-29", "full 2024-02-29"),
            ("2023-02-29", "wrong"),
            ("2024-13", "wrong"),
            ("2024-13-UNK", "wrong"),
            ("2024-1-U", "partial"),
            ("2024-1", "ready 2024-01"),
            ("2024-1-12", "full 2024-01-12"),
            ("2024--", "wrong"),
            ("1899", "wrong"),
            ("1900", "ready 1900"),
            ("t", "ready 2026-11-23"),
            ("t-3", "ready 2026-11-20"),
            ("-", "ready 2026-11-22"),
            ("2026", "ready 2026"),
            ("2026-11", "ready 2026-11"),
            ("2026-12", "wrong"),
            ("2027", "wrong"),
            ("t+2", "wrong"),
            ("+", "wrong"),
        ],
    );
    table(
        FieldKind::PartialDate { future: true },
        &[
            ("t+", "partial"),
            ("t+2", "ready 2026-11-25"),
            ("+", "ready 2026-11-24"),
            ("+8", "ready 2026-12-01"),
            ("2027-UNK", "full 2027"),
            ("2028-02-29", "full 2028-02-29"),
            ("2027-02-29", "wrong"),
            ("99999", "partial"),
        ],
    );
    table(
        FieldKind::Date,
        &[
            ("2024-UNK", "wrong"),
            ("2024", "partial"),
            ("2024-03", "partial"),
        ],
    );
}

#[test]
fn words_add_what_a_code_means() {
    let form = instrument(choice("grade"));
    let field = form.field("f").unwrap();
    assert_eq!(words(&form, field, &Answer::code("8")), "8  good");
    let missing = Answer::Missing {
        reason: "not-done".into(),
        text: Some("arm in a cast".into()),
    };
    assert_eq!(words(&form, field, &missing), "not done: arm in a cast");
    assert_eq!(words(&form, field, &Answer::missing("refused")), "refused");
    let form = instrument(lab(false));
    let field = form.field("f").unwrap();
    let result = Answer::number(dec("1260"), Some("U/L"));
    assert_eq!(words(&form, field, &result), "1260 U/L");
}

#[test]
fn no_silent_digit_is_lost_in_a_number() {
    let form = instrument(number(0, "0", "150"));
    let field = form.field("f").unwrap();
    for (text, c) in [("7", '.'), ("7.", '5'), ("150", '0'), ("", ',')] {
        assert!(takes(&form, field, text, c), "{text:?} then {c:?}");
    }
    assert!(!takes(&form, field, "7.", '.'));
    assert!(!takes(&form, field, "", '<'));
}

/// All texts of up to `length` of these characters.
fn all_texts(alphabet: &str, length: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut last = texts.clone();
    for _ in 0..length {
        last = last
            .iter()
            .flat_map(|text| alphabet.chars().map(move |c| format!("{text}{c}")))
            .collect();
        texts.extend(last.iter().cloned());
    }
    texts
}

#[test]
fn moving_on_shuts_no_answer_out_and_partial_text_leads_somewhere() {
    for (kind, alphabet, length) in [
        (vas(), "0123456789.", 4),
        (number(0, "0", "150"), "0123456789.", 4),
        (number(0, "5", "12"), "0123456789.", 4),
        (number(1, "2", "30"), "0123456789.", 5),
        (number(2, "0.5", "3"), "0123456789.", 4),
        (choice("grade"), "0123456789T*", 3),
        (choice("0-4-na"), "01234na", 3),
        (choice("sex"), "femal", 6),
        (text(3, Some("AA9")), "AB12", 4),
        (text(3, Some("AA|AAA|A9")), "AB12", 4),
    ] {
        let form = instrument(kind.clone());
        let read: BTreeMap<String, Typed> = all_texts(alphabet, length)
            .into_iter()
            .map(|text| (text.clone(), read_in(&form, &text)))
            .collect();
        for (text, typed) in &read {
            if text.len() + 1 >= length && text.starts_with('0') {
                // Zeros in front can go on longer than the texts here.
                continue;
            }
            let longer: Vec<_> = read
                .range::<String, _>((std::ops::Bound::Excluded(text), std::ops::Bound::Unbounded))
                .take_while(|(other, _)| other.starts_with(text.as_str()))
                .filter_map(|(_, typed)| typed.answer())
                .collect();
            match typed {
                Typed::Full(answer) => {
                    assert!(longer.iter().all(|l| *l == answer), "{text:?} in {kind:?}");
                }
                // Letters of a label wait for Enter although no other option begins so.
                Typed::Ready(_) if matches!(kind, FieldKind::Choice { .. }) => {}
                Typed::Ready(answer) => {
                    assert!(longer.iter().any(|l| *l != answer), "{text:?} in {kind:?}");
                }
                Typed::Partial => assert!(!longer.is_empty(), "{text:?} in {kind:?}"),
                Typed::Wrong(_) => assert!(longer.is_empty(), "{text:?} in {kind:?}"),
                Typed::Empty | Typed::Missing => {}
            }
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,12}", "[0-9.<,tTnaAUNK*+-]{0,12}", any::<String>()]
}

fn valid_entry() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,3}(\\.[0-9]{1,3})?",
        "<[0-9]{1,3}(\\.[0-9]{1,3})?",
        "(20[0-2][0-9]-[01][0-9]-[0-3][0-9])|(20[0-2][0-9][01][0-9][0-3][0-9])",
        "[tT]([+-][0-9]{1,4})?|[+-][0-9]{0,4}",
        "20[0-2][0-9](-(UNK|unk|[01][0-9](-(UNK|Unk))?))?",
        "[0-9]{2}-[0-9]{3}|[a-zA-Z]{2}[0-9]",
        "10|[0-9]|[Tt*]|[nN][aA]",
        "\\PC{1,5}",
    ]
}

proptest! {
    #[test]
    fn reading_never_panics_and_what_is_shown_reads_back(text in any_text()) {
        for kind in kinds() {
            let form = instrument(kind);
            let field = form.field("f").unwrap();
            for unit in [None, Some("U/L"), Some("ukat/L")] {
                let typed = read(&form, field, &text, unit, today());
                if let Some(answer) = typed.answer() {
                    let again = read(&form, field, &show(&form, field, answer), unit, today());
                    prop_assert_eq!(again.answer(), Some(answer), "{:?}", text);
                    prop_assert!(!words(&form, field, answer).is_empty());
                }
            }
        }
    }

    #[test]
    fn every_valid_entry_can_be_typed(text in valid_entry()) {
        for kind in kinds() {
            let form = instrument(kind.clone());
            let field = form.field("f").unwrap();
            let text = text.trim();
            if read_in(&form, text).answer().is_none() {
                continue;
            }
            let mut typed = String::new();
            for c in text.chars() {
                let inserted = inserts(&form, field, &typed, c);
                prop_assert!(inserted.is_some(), "{typed:?} then {c:?} in {kind:?}");
                typed.extend(inserted);
            }
            prop_assert_eq!(read_in(&form, &typed), read_in(&form, text));
        }
    }
}

#[test]
fn a_separator_that_was_not_typed_goes_in_by_itself() {
    let field = Field {
        kind: FieldKind::Text {
            max_length: 6,
            pattern: Some("99-999".to_owned()),
        },
        ..field("id", FieldKind::Date)
    };
    assert_eq!(separator(&field, "01", '0'), Some('-'));
    assert_eq!(separator(&field, "01", '-'), None);
    assert_eq!(separator(&field, "01", 'x'), None);
    assert_eq!(separator(&field, "0", '1'), None);
    assert_eq!(separator(&field, "01-", '0'), None);
}
