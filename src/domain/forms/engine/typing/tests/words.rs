//! Any word in any field but a choice: what it is taken for is what the whole word means, by a reading of its own here.

use super::super::*;
use crate::domain::forms::engine::instrument::{Choice, Scoring};
use crate::domain::sample::{
    decimal as dec, field, form, kilograms as number, lab, limit, text, vas,
};
use crate::domain::study::shipped::embedded_study;
use crate::text::English;
use crate::text::typing::Typing as _;
use chrono::Days;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Words in one run.
const WORDS: u32 = 20_000;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn kinds() -> Vec<FieldKind> {
    vec![
        vas(),
        number(0, "0", "150"),
        number(1, "20", "300"),
        number(2, "0.5", "5000"),
        lab(None, "10", "20000"),
        limit("100", "500"),
        text(8, None),
        text(6, Some("99-999")),
        text(3, Some("AA|AAA")),
        FieldKind::Date,
        FieldKind::PartialDate { future: false },
        FieldKind::PartialDate { future: true },
        FieldKind::Time,
        FieldKind::Paragraph,
    ]
}

/// Types a word into an empty field, character by character.
fn typed(instrument: &Instrument, field: &Field, word: &str) -> String {
    let mut text = String::new();
    for c in word.chars() {
        let separated: String = text.chars().chain(separator(field, &text, c)).collect();
        match inserts(instrument, field, &separated, c) {
            Some(c) => text = format!("{separated}{c}"),
            None => text.push(plain_in(field, c)),
        }
    }
    text
}

// A reading of its own: tables and counted digits, nothing of the module above.

const TYPED: &str = "０１２３４５６７８９．。｡，、٫：－–—−／＋＜ＴＵＮＫＡＢＥ＊";
const MEANT: &str = "0123456789...,,,:----/+<TUNKABE*";

fn ascii(word: &str) -> Vec<char> {
    let meant = |c: char| {
        let place = TYPED.chars().position(|typed| typed == c);
        place.map_or(c, |place| MEANT.chars().nth(place).unwrap())
    };
    word.chars().map(meant).collect()
}

fn count(digits: &[char]) -> Option<u64> {
    let mut number = 0_u64;
    for digit in digits {
        number = number
            .checked_mul(10)?
            .checked_add(u64::from(digit.to_digit(10)?))?;
    }
    (!digits.is_empty()).then_some(number)
}

/// A number in thousandths, if it has no more decimals than it may.
fn thousandths(word: &[char], decimals: usize) -> Option<u64> {
    let mut parts = word.split(|c| matches!(c, '.' | ','));
    let (whole, fraction, more) = (parts.next()?, parts.next(), parts.next());
    if more.is_some() || fraction.is_some_and(|f| f.is_empty() || f.len() > decimals) {
        return None;
    }
    let whole = match (whole, fraction) {
        ([], Some(_)) => 0,
        (whole, _) => count(whole)?,
    };
    let mut places: Vec<char> = fraction.unwrap_or_default().to_vec();
    places.resize(3, '0');
    whole.checked_mul(1000)?.checked_add(count(&places)?)
}

fn day(year: u64, month: u64, day: u64) -> Option<NaiveDate> {
    let date = NaiveDate::from_ymd_opt(year as i32, month as u32, day as u32)?;
    (1900..=9999).contains(&year).then_some(date)
}

fn one_or_two(part: &[char]) -> Option<u64> {
    count(part).filter(|_| part.len() <= 2)
}

/// A date as it is stored, with the first day that it could be.
fn date(word: &[char], future: bool) -> Option<(String, NaiveDate)> {
    let whole = |date: NaiveDate| (date.format("%Y-%m-%d").to_string(), date);
    let ago = match word {
        ['t' | 'T', rest @ ..] => Some(rest),
        ['-' | '+', ..] => Some(word),
        _ => None,
    };
    let found = match ago {
        Some([]) => whole(today()),
        Some([sign @ ('-' | '+'), days @ ..]) if days.len() <= 5 => {
            let lone = days.is_empty() && word.len() == 1;
            let days = Days::new(if lone { 1 } else { count(days)? });
            let date = match sign {
                '-' => today().checked_sub_days(days)?,
                _ => today().checked_add_days(days)?,
            };
            (1900..=9999).contains(&date.year()).then(|| whole(date))?
        }
        Some(_) => return None,
        None => {
            let separator = word.iter().find(|c| matches!(c, '-' | '/' | '.'));
            let parts: Vec<&[char]> = match separator {
                Some(separator) => word.split(|c| c == separator).collect(),
                None if word.len() == 8 => vec![&word[..4], &word[4..6], &word[6..]],
                None => vec![word],
            };
            let year = count(parts[0]).filter(|_| parts[0].len() == 4)?;
            let unknown = |part: &[char]| {
                let part: String = part.iter().collect();
                part.eq_ignore_ascii_case("UNK")
            };
            match parts[1..] {
                [] => (format!("{year}"), day(year, 1, 1)?),
                [month] if unknown(month) => (format!("{year}"), day(year, 1, 1)?),
                [month, date] if unknown(month) && unknown(date) => {
                    (format!("{year}"), day(year, 1, 1)?)
                }
                [month] => {
                    let month = one_or_two(month)?;
                    (format!("{year}-{month:02}"), day(year, month, 1)?)
                }
                [month, date] if unknown(date) => {
                    let month = one_or_two(month)?;
                    (format!("{year}-{month:02}"), day(year, month, 1)?)
                }
                [month, date] => whole(day(year, one_or_two(month)?, one_or_two(date)?)?),
                _ => return None,
            }
        }
    };
    (future || found.1 <= today()).then_some(found)
}

fn time(word: &[char]) -> Option<String> {
    let mark = word.iter().position(|c| matches!(c, ':' | '.'));
    let (hours, minutes) = match (mark, word.len()) {
        (Some(mark), _) => (&word[..mark], &word[mark + 1..]),
        (None, 3 | 4) => word.split_at(word.len() - 2),
        (None, _) => return None,
    };
    let (hour, minute) = (one_or_two(hours)?, one_or_two(minutes)?);
    let legal = hour <= 23 && minute <= 59 && minutes.len() == 2;
    legal.then(|| format!("{hour:02}:{minute:02}"))
}

/// An id of the form 99-999, its hyphen perhaps left out; or two or three initials.
fn patterned(word: &[char], pattern: &str) -> Option<String> {
    let word: String = word.iter().collect();
    if pattern == "99-999" {
        let digits: Vec<char> = word.chars().filter(|c| *c != '-').collect();
        count(&digits).filter(|_| digits.len() == 5)?;
        let (site, number) = word.split_at(2);
        let hyphens = word.len() == 5 || number.starts_with('-') && word.len() == 6;
        let number = number.trim_start_matches('-');
        return hyphens.then(|| format!("{site}-{number}"));
    }
    let letters = word.bytes().all(|b| b.is_ascii_alphabetic());
    (letters && (2..=3).contains(&word.len())).then(|| word.to_ascii_uppercase())
}

/// What a word means in a field of this kind; nothing for a word that is no answer there.
fn meaning(kind: &FieldKind, word: &str) -> Option<Answer> {
    let plain = ascii(word);
    let kilo = |value: u64| Decimal::new(value as i64, 3);
    let within = |value: u64, min: &str, max: &str| {
        (dec(min)..=dec(max))
            .contains(&kilo(value))
            .then(|| kilo(value))
    };
    let whole = |answer: (String, NaiveDate)| (answer.0.len() == 10).then_some(answer.1);
    match kind {
        FieldKind::Vas { .. } => {
            let value = within(thousandths(&plain, 1)?, "0", "10")?;
            Some(Answer::number(value, None))
        }
        FieldKind::Number {
            decimals,
            min,
            max,
            unit,
            ..
        } => {
            let value = thousandths(&plain, *decimals as usize)?;
            let value = within(value, &min.to_string(), &max.to_string())?;
            Some(Answer::number(value, unit.as_deref()))
        }
        FieldKind::Lab { is_limit, max, .. } => {
            let (below, number) = match plain.as_slice() {
                ['<', number @ ..] if !is_limit => (true, number),
                number => (false, number),
            };
            let least = if below || *is_limit { "0.001" } else { "0" };
            let value = within(thousandths(number, 3)?, least, &max.to_string())?;
            Some(Answer::Value {
                value: if below {
                    Value::Below(value)
                } else {
                    Value::Number(value)
                },
                unit: Some("U/L".to_owned()),
            })
        }
        FieldKind::Text {
            pattern: Some(pattern),
            ..
        } => Some(Answer::text(&patterned(&plain, pattern)?)),
        FieldKind::Text {
            max_length,
            pattern: None,
        } => {
            let short = word.trim().chars().count() <= *max_length;
            let said = !matches!(word.trim(), "" | ".");
            (short && said).then(|| Answer::text(word.trim()))
        }
        FieldKind::Paragraph => {
            let said = !matches!(word.trim(), "" | ".");
            said.then(|| Answer::text(word.trim()))
        }
        FieldKind::Date => {
            let value = Value::Date(whole(date(&plain, false)?)?);
            Some(Answer::Value { value, unit: None })
        }
        FieldKind::PartialDate { future } => Some(Answer::text(&date(&plain, *future)?.0)),
        FieldKind::Time => Some(Answer::text(&time(&plain)?)),
        FieldKind::Choice { .. } => None,
    }
}

/// Digits, marks, letters, full-width forms, stops and characters of other scripts; some of it near to an answer.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9.,/:<>+*eEtTuUnNkKabAB x０-９。．｡，、٫：－–—−／＋＜ＴＵＮＫ·・漢é-]{1,9}",
        "[0-9０-９]{1,4}([.,。．｡，、٫·・][0-9０-９]{0,4}){0,2}",
        "<?[0-9]{1,6}([.,。，][0-9]{1,4})?[eE+% ]?[0-9]?",
        "(19|20|20|２０)[0-9０-９]{2}([-/.。／－–—−][0-9]{1,2}){0,3}",
        "20[0-2][0-9][01]?[0-9]?[0-3]?[0-9]?[0-9]?",
        "[0-3]?[0-9][-/.。][01]?[0-9]([-/.。](20)?[0-9]{2})?",
        "20[0-2][0-9][-/.](UNK|unk|[01]?[0-9])([-/.](UNK|Unk|[0-3]?[0-9]))?",
        "[tTＴ]?[-+－−–—＋]?[0-9０-９]{0,5}",
        "[0-9]{1,2}[:.：。]?[0-9]{1,3}",
        "[0-9０-９]{2}[-－–]?[0-9]{2,4}",
        "[a-zA-ZＡＢ]{1,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: WORDS,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_word_is_taken_for_what_the_whole_of_it_means_or_for_nothing(
        word in word(),
        kind in prop::sample::select(kinds()),
    ) {
        let instrument = form("form", Scoring::None, vec![field("f", kind.clone())]);
        let field = instrument.field("f").unwrap();
        let text = typed(&instrument, field, &word);
        let answer = read(&instrument, field, &text, Some("U/L"), today());
        let meant = meaning(&kind, &word);
        prop_assert_eq!(answer.answer(), meant.as_ref(), "{:?} as {:?} in {:?}", word, text, kind);
        // Pasted, it means the same.
        let pasted = read(&instrument, field, &word, Some("U/L"), today());
        prop_assert_eq!(pasted.answer(), meant.as_ref(), "{:?} pasted in {:?}", word, kind);
        // A question is asked only where both readings can be stored, and they differ.
        if let Some([decimal, whole]) =
            two_readings(&instrument, field, &text, Some("U/L"), today())
        {
            prop_assert_eq!(Some(&decimal), meant.as_ref());
            prop_assert_ne!(decimal, whole);
        }
    }
}

/// The sentence that is shown.
fn in_english(refusal: &Refusal) -> String {
    English.refused_text(refusal)
}

/// The text that a field shows for a word, or why it is refused.
fn told(kind: FieldKind, word: &str) -> String {
    let instrument = form("form", Scoring::None, vec![field("f", kind)]);
    let field = instrument.field("f").unwrap();
    let text = typed(&instrument, field, word);
    match read(&instrument, field, &text, Some("U/L"), today()) {
        Typed::Ready(answer) | Typed::Full(answer) => show(&instrument, field, &answer),
        Typed::Wrong(refusal) => format!("refused: {}", in_english(&refusal)),
        Typed::Empty | Typed::Missing | Typed::Partial => "waits".to_owned(),
    }
}

#[test]
fn one_or_two_digits_make_a_month_and_a_day() {
    let partial = || FieldKind::PartialDate { future: false };
    for (word, date) in [
        ("2024-1-12", "2024-01-12"),
        ("2024-2-3", "2024-02-03"),
        ("2024-2", "2024-02"),
        ("2024/3/9", "2024-03-09"),
        ("2024.3.09", "2024-03-09"),
        ("2024-3-UNK", "2024-03"),
        ("２０２４。３。９", "2024-03-09"),
        ("2024－3－9", "2024-03-09"),
        ("2024—3−9", "2024-03-09"),
        ("ｔ－3", "2026-11-20"),
    ] {
        assert_eq!(told(partial(), word), date, "{word}");
    }
    for word in [
        "2024-0",
        "2024-0-3",
        "2024-1/12",
        "2024-1-122",
        "2024-1-12-1",
        "2024 1 12",
    ] {
        let told = told(partial(), word);
        assert!(
            told.starts_with("refused") || told == "waits",
            "{word}: {told}"
        );
    }
}

#[test]
fn a_date_with_the_day_or_a_short_year_first_is_refused_with_the_right_spelling() {
    for kind in [FieldKind::Date, FieldKind::PartialDate { future: false }] {
        for word in [
            "9.3.2024",
            "20.11",
            "24-02-03",
            "9/3/2024",
            "20。11",
            "9・3・2024",
        ] {
            let told = told(kind.clone(), word);
            // The example has the parts that the field takes.
            let expected = match kind {
                FieldKind::Date => "refused: Year first: 2024-03-09 for 9 March 2024.",
                _ => "refused: Year first: 2024-03 for March 2024, 2024-03-09 for the 9th.",
            };
            if word.contains('・') {
                assert!(told.starts_with("refused"), "{word}: {told}");
            } else {
                assert_eq!(told, expected, "{word}");
            }
        }
    }
}

#[test]
fn a_number_is_one_word() {
    for (word, number) in [
        ("35。5", "35.5"),
        ("7，6", "7.6"),
        ("７．６", "7.6"),
        ("7、6", "7.6"),
        ("7٫6", "7.6"),
        ("007.5", "7.5"),
        ("＜5", "<5"),
    ] {
        assert_eq!(told(lab(None, "10", "20000"), word), number, "{word}");
    }
    for word in [
        "1·5",
        "1・5",
        "1e3",
        "1.2.3",
        "1,234.5",
        "-5",
        "+5",
        "1 5",
        " 5",
        "5 ",
        "7.5mg",
        "漢5",
        "5\u{301}",
        "5\u{200b}",
        "1'000",
        "½",
        "٣",
        "5<",
        "=5",
    ] {
        for kind in [vas(), number(2, "0.5", "5000"), lab(None, "10", "20000")] {
            let told = told(kind, word);
            assert!(told.starts_with("refused"), "{word}: {told}");
        }
    }
    assert!(told(vas(), "3.52").contains("too many decimals"));
}

#[test]
fn three_digits_behind_a_mark_are_read_in_two_ways_only_where_the_field_holds_both() {
    let readings = |kind: FieldKind, word: &str| {
        let instrument = form("form", Scoring::None, vec![field("f", kind)]);
        let field = instrument.field("f").unwrap();
        let both = two_readings(&instrument, field, word, Some("U/L"), today());
        both.map(|both| {
            both.map(|answer| show(&instrument, field, &answer))
                .join(" or ")
        })
    };
    let result = || lab(None, "10", "20000");
    let asked = |words: &str| Some(words.to_owned());
    assert_eq!(readings(result(), "2.468"), asked("2.468 or 2468"));
    assert_eq!(readings(result(), "2,468"), asked("2.468 or 2468"));
    assert_eq!(readings(result(), "２，４６８"), asked("2.468 or 2468"));
    assert_eq!(readings(result(), "<2.468"), asked("<2.468 or <2468"));
    for word in [
        "0.468", ".468", "1234.567", "2.46", "2.4680", "2468", "2.4.68", "250.001",
    ] {
        assert_eq!(readings(result(), word), None, "{word}");
    }
    // The field has two decimals: 2.468 is no number of it, and 2468 is not taken unasked.
    assert_eq!(readings(number(2, "0.5", "5000"), "2.468"), None);
    assert_eq!(
        told(number(2, "0.5", "5000"), "2.468"),
        "refused: 2.468 has too many decimals: 2 are allowed here. Type 2.46 or 2.47; for 2468, leave the point out."
    );
    // 2468 is out of range.
    assert_eq!(readings(number(3, "0", "3"), "2.468"), None);
    assert_eq!(told(number(3, "0", "3"), "2.468"), "2.468");
}

#[test]
fn a_time_has_its_minutes() {
    for (word, time) in [
        ("930", "09:30"),
        ("0930", "09:30"),
        ("9:30", "09:30"),
        ("9.30", "09:30"),
        ("09:30", "09:30"),
        ("９：３０", "09:30"),
        ("9。30", "09:30"),
    ] {
        assert_eq!(told(FieldKind::Time, word), time, "{word}");
    }
    for word in [
        "24:00", "93:0", "2400", "9:300", "9-30", "9h30", "9:3:0", "9 30",
    ] {
        assert_ne!(told(FieldKind::Time, word).len(), 5, "{word}");
    }
    assert_eq!(
        time_of_day("９。30"),
        Ok(NaiveTime::from_hms_opt(9, 30, 0).unwrap())
    );
    assert_eq!(
        whole_date("2026／3／2", today()),
        Ok(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap())
    );
    assert_eq!(
        whole_date("2.3.2026", today()).map_err(|refusal| in_english(&refusal)),
        Err("Year first: 2024-03-09 for 9 March 2024.".to_owned())
    );
}

#[test]
fn an_id_takes_small_letters_and_no_hyphen_and_is_never_cut() {
    for word in ["01-003", "01003", "０１－００３", "01—003"] {
        assert_eq!(told(text(6, Some("99-999")), word), "01-003", "{word}");
    }
    for word in ["01-0034", "010034", "01--03", "01x003", "01-00e"] {
        let told = told(text(6, Some("99-999")), word);
        assert!(told.starts_with("refused"), "{word}: {told}");
    }
    assert_eq!(told(text(5, Some("KM-99")), "km12"), "KM-12");
    // A text that is too long is refused, not cut.
    assert!(told(text(5, None), "abcdef").starts_with("refused"));
    assert_eq!(told(text(5, None), "７。é漢"), "７。é漢");
}

#[test]
fn letters_of_a_label_wait_for_enter_and_codes_and_keys_go_before_them() {
    let choices = [
        ("once-daily", "once a day", Some("1")),
        ("twice-daily", "twice a day", Some("2")),
        ("weekly", "once a week", Some("4")),
        ("t", "three times a day", None),
        ("ten", "ten", Some("x")),
    ];
    let choices = choices.map(|(code, label, key)| Choice {
        code: code.to_owned(),
        label: label.to_owned(),
        key: key.map(str::to_owned),
    });
    let read = |text: &str| super::super::choice::read(&choices, text, false);
    for text in ["tw", "twice", "TWICE A DAY", "twice-dail"] {
        assert_eq!(
            read(text),
            Typed::Ready(Answer::code("twice-daily")),
            "{text}"
        );
    }
    assert_eq!(read("once a w"), Typed::Ready(Answer::code("weekly")));
    assert_eq!(read("once a"), Typed::Partial);
    // The code t goes before the labels that begin with it, and the key x before all.
    assert_eq!(read("t"), Typed::Ready(Answer::code("t")));
    assert_eq!(read("x"), Typed::Full(Answer::code("ten")));
    assert!(matches!(read("twx"), Typed::Wrong(_)));
}

#[test]
fn a_number_with_too_many_decimals_says_what_to_type_or_that_it_is_out_of_limits() {
    let temperature = || number(1, "30", "45");
    assert_eq!(
        told(temperature(), "36.75"),
        "refused: 36.75 has too many decimals: one is allowed here. Type 36.7 or 36.8."
    );
    assert_eq!(
        told(temperature(), "36.70"),
        "refused: 36.70 has too many decimals: one is allowed here. Type 36.7."
    );
    assert_eq!(
        told(number(0, "10", "20"), "14.5"),
        "refused: 14.5 has a decimal point: a whole number is asked for here. Type 14 or 15."
    );
    // Only what can be stored is named, and where nothing can, the limit is.
    assert_eq!(
        told(temperature(), "45.01"),
        "refused: 45.01 has too many decimals: one is allowed here. Type 45.0."
    );
    assert_eq!(
        told(number(1, "80", "250"), "1.68"),
        "refused: 1.68 is below 80 kg, the smallest possible value."
    );
}

#[test]
fn what_more_keys_could_make_an_answer_says_what_is_wrong_with_it_now() {
    let said = |kind: FieldKind, text: &str| {
        let instrument = form("form", Scoring::None, vec![field("f", kind)]);
        let field = instrument.field("f").unwrap();
        let read = read(&instrument, field, text, Some("U/L"), today());
        assert_eq!(read, Typed::Partial, "{text}");
        let refusal = unfinished(field, text, Some("U/L"));
        refusal.map(|refusal| in_english(&refusal))
    };
    let words = |words: &str| Some(words.to_owned());
    assert_eq!(
        said(number(1, "80", "250"), "1"),
        words("1 is below 80 kg, the smallest possible value.")
    );
    assert_eq!(said(vas(), "4."), None);
    assert_eq!(
        said(FieldKind::PartialDate { future: false }, "2024-0"),
        words("A year, a month or a whole day is needed, such as 2024, 2024-03 or 2024-03-09.")
    );
    assert_eq!(
        said(FieldKind::Date, "2024-03"),
        words("The whole day is needed, such as 2026-03-02 or t-3.")
    );
}

#[test]
fn what_an_option_is_said_to_be_typed_as_enters_it() {
    let study = embedded_study().unwrap();
    let mut seen = 0;
    for form in study.instruments.values() {
        for field in form.fields() {
            for choice in form.choices(field) {
                let read = read(form, field, choice.typed(), None, today());
                let code = read.answer().and_then(Answer::as_code);
                assert_eq!(code, Some(choice.code.as_str()), "{}", field.id);
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "{seen}");
}
