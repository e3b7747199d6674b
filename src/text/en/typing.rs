//! What a field says about text that is typed into it, in English.

use crate::domain::base::partial::typed::Fault;
use crate::domain::base::partial::{FIRST_YEAR, LAST_YEAR};
use crate::domain::base::text::{PARAGRAPH, PARAGRAPH_BYTES};
use crate::domain::forms::engine::instrument::Choice;
use crate::domain::forms::engine::instrument::pattern::CHECK;
use crate::domain::forms::engine::typing::{Expectation, Refusal, Remedy, Within};
use crate::text::English;
use crate::text::typing::Typing;
use rust_decimal::Decimal;

impl Typing for English {
    fn expectation(&self, expectation: &Expectation<'_>) -> String {
        expected(expectation)
    }

    fn refused_text(&self, refusal: &Refusal) -> String {
        refused(refusal, None)
    }

    fn refused_word(&self, refusal: &Refusal, delete: &str) -> String {
        refused(refusal, Some(delete))
    }
}

fn expected(expectation: &Expectation<'_>) -> String {
    match expectation {
        Expectation::Scale { low, high } => format!("0.0 {low}, 10.0 {high}; steps of 0.1 cm"),
        Expectation::Number {
            min,
            max,
            unit,
            decimals,
        } => {
            let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
            let decimals = match decimals {
                0 => "a whole number".to_owned(),
                1 => "up to 1 decimal".to_owned(),
                more => format!("up to {more} decimals"),
            };
            format!(
                "{} to {}{unit}, {decimals}",
                min.normalize(),
                max.normalize()
            )
        }
        Expectation::Year { min } => format!("a year from {} to this one", min.normalize()),
        Expectation::Limit(None) => "the laboratory's limit of normal, above 0".to_owned(),
        Expectation::Limit(Some(within)) => {
            format!("the laboratory's limit of normal, up to {}", most(within))
        }
        Expectation::Result(None) => {
            "the result as reported, with < when it is below quantification".to_owned()
        }
        Expectation::Result(Some(within)) => format!(
            "the result as reported, {} to {}; with < when it is below quantification",
            within.min.normalize(),
            most(within)
        ),
        Expectation::Choice(choices) => options(choices),
        Expectation::Text { max_length } => format!("text of up to {max_length} characters"),
        Expectation::Paragraph => {
            format!("text of up to {PARAGRAPH} characters, on as many lines as it needs")
        }
        Expectation::Pattern(pattern) => format!("text of {}", form(pattern)),
        Expectation::PartialDate => {
            "a date, year first: 2026-03-31, or what is known of it: 2026-03 or 2026; t for today, t-3 for three days ago"
                .to_owned()
        }
        Expectation::Time => "a time of day like 14:30 or 1430, 24 hours".to_owned(),
        Expectation::Date => {
            "a date, year first: 2026-03-31; t for today, t-3 for three days ago".to_owned()
        }
    }
}

/// Says the largest possible value with its unit.
fn most(within: &Within<'_>) -> String {
    format!("{} {}", within.max.normalize(), within.unit)
}

/// Says what a pattern asks for: `the form 99-999, each 9 a digit`.
fn form(pattern: &str) -> String {
    let mut words = format!("the form {}", pattern.replace('|', " or "));
    for (sign, word) in [('9', "a digit"), ('A', "a letter")] {
        if pattern.contains(sign) {
            words.push_str(&format!(", each {sign} {word}"));
        }
    }
    if pattern.contains(CHECK) {
        words.push_str(&format!(", {CHECK} its check character"));
    }
    words
}

/// Most characters of a list of options that is read at a glance.
const AT_A_GLANCE: usize = 100;

/// Names options by what is typed and, as long as the list is short, by what it means.
fn options(choices: &[Choice]) -> String {
    let named = choices.iter().map(|choice| match choice.label.as_str() {
        label if label == choice.typed() => label.to_owned(),
        _ => format!("{} {}", choice.typed(), choice.name()),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    if named.chars().count() <= AT_A_GLANCE {
        return named;
    }
    let typed = choices.iter().map(Choice::typed);
    typed.collect::<Vec<_>>().join(", ")
}

/// Says what may be typed instead of a number with too many decimals.
fn instead(near: &[Decimal], thousands: Option<&str>) -> String {
    let near: Vec<String> = near.iter().map(Decimal::to_string).collect();
    match (near.as_slice(), thousands) {
        ([], None) => String::new(),
        ([], Some(whole)) => format!(" For {whole}, leave the point out."),
        (near, None) => format!(" Type {}.", near.join(" or ")),
        (near, Some(whole)) => {
            format!(
                " Type {}; for {whole}, leave the point out.",
                near.join(" or ")
            )
        }
    }
}

/// Says why a text is refused; `delete` is the key that shortens it, where the cursor is at its end.
fn refused(refusal: &Refusal, delete: Option<&str>) -> String {
    match refusal {
        Refusal::NotNumber { text, whole: true } => {
            format!("{text} is not a whole number: type digits alone.")
        }
        Refusal::NotNumber { text, whole: false } => {
            format!("{text} is not a number: type digits and at most one decimal point.")
        }
        Refusal::NotYear { text } => {
            format!("{text} is not a year: type its four digits, such as 1975.")
        }
        Refusal::Decimals {
            text,
            allowed,
            thousands,
            near,
        } => {
            let sentence = match allowed {
                0 => format!("{text} has a decimal point: a whole number is asked for here."),
                1 => format!("{text} has too many decimals: one is allowed here."),
                n => format!("{text} has too many decimals: {n} are allowed here."),
            };
            sentence + &instead(near, thousands.as_deref())
        }
        Refusal::TooSmall { text, min, unit } => {
            let unit = after_space(unit.as_deref());
            format!("{text} is below {min}{unit}, the smallest possible value.")
        }
        Refusal::TooLarge { text, max, unit } => {
            let unit = after_space(unit.as_deref());
            format!("{text} is above {max}{unit}, the largest possible value.")
        }
        Refusal::BeyondScale { text, centimetres } => {
            let paper = centimetres
                .as_ref()
                .map_or_else(String::new, |centimetres| {
                    format!(" Type {centimetres} for {text} mm.")
                });
            format!("{text} is above 10.0, the end of the line.{paper}")
        }
        Refusal::FutureYear { text, this_year } => {
            format!("{text} is in the future: this year, {this_year}, is the last one allowed.")
        }
        Refusal::NoUnit => {
            "The unit comes first: go to the unit above and choose it, then type the result."
                .to_owned()
        }
        Refusal::LimitBelow => "A limit of normal is a plain number above 0, without <.".to_owned(),
        Refusal::NoOption {
            text,
            grades,
            remedy,
        } => {
            let noun = if *grades { "a grade" } else { "an answer here" };
            match (remedy, delete) {
                (Remedy::DeleteLast(rest), Some(delete)) => {
                    format!("{text} is not {noun}; {delete} takes the {rest} away.")
                }
                (Remedy::DeleteLast(rest), None) => {
                    format!("{text} is not {noun}: the {rest} is too much.")
                }
                (Remedy::DeleteBackTo { good, last }, Some(delete)) => format!(
                    "{text} is not {noun}: what stands behind {good} is too much; {delete} takes the {last} away."
                ),
                (Remedy::DeleteBackTo { good, .. }, None) => {
                    format!("{text} is not {noun}: what stands behind {good} is too much.")
                }
                (Remedy::Choose(choices), _) => {
                    format!("{text} is not {noun}: choose {}.", options(choices))
                }
            }
        }
        Refusal::Unprintable => {
            "The text has a character that nobody sees: take it out.".to_owned()
        }
        Refusal::SaysNothing => "This says nothing; write the reason in words.".to_owned(),
        Refusal::TooLong { length, max_length } => {
            format!("The text has {length} characters: at most {max_length} are allowed here.")
        }
        Refusal::TooManyBytes { bytes } => format!(
            "The text takes {bytes} bytes: at most {PARAGRAPH_BYTES} fit one entry. Enter it in smaller parts."
        ),
        Refusal::OtherForm { text, pattern } => format!("{text} does not have {}.", form(pattern)),
        Refusal::CheckCharacter { text } => format!(
            "{text} is no id: its last character does not fit the others, so one of them is mistyped."
        ),
        Refusal::NotTime { text } => {
            format!("{text} is not a time: type hours and minutes, such as 14:30 or 1430.")
        }
        Refusal::NoSuchTime { text } => {
            format!("{text} is on no clock: the last time of a day is 23:59.")
        }
        Refusal::UnfinishedTime => {
            "Hours and minutes are needed, such as 14:30 or 1430.".to_owned()
        }
        Refusal::Date {
            text,
            fault,
            partial,
        } => no_date(text, *fault, *partial),
        Refusal::UnfinishedDate => "The whole day is needed, such as 2026-03-02 or t-3.".to_owned(),
        Refusal::UnfinishedPart => {
            "A year, a month or a whole day is needed, such as 2024, 2024-03 or 2024-03-09."
                .to_owned()
        }
    }
}

fn after_space(unit: Option<&str>) -> String {
    unit.map_or_else(String::new, |unit| format!(" {unit}"))
}

/// Says why a text is no date; `partial` when the year alone would do.
fn no_date(text: &str, fault: Fault, partial: bool) -> String {
    let or_part = if partial {
        ", 2024-03 or 2024 for a part"
    } else {
        ""
    };
    match fault {
        Fault::Form => format!(
            "{text} is not a date: type year-month-day{or_part}, t for today or t-3 for three days ago."
        ),
        Fault::YearFirst if partial => {
            "Year first: 2024-03 for March 2024, 2024-03-09 for the 9th.".to_owned()
        }
        Fault::YearFirst => "Year first: 2024-03-09 for 9 March 2024.".to_owned(),
        Fault::Calendar => {
            format!("{text} is not in the calendar: type year-month-day, such as 2026-02-28.")
        }
        Fault::TooOld => {
            format!("{text} is before {FIRST_YEAR}: type a year from {FIRST_YEAR} on.")
        }
        Fault::TooLate => format!("{text} is after {LAST_YEAR}: type a year up to {LAST_YEAR}."),
        Fault::Future(today) => {
            format!("{text} is in the future: today, {today}, is the last date allowed.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_named_by_what_they_mean_as_long_as_the_list_is_short() {
        let choice = |code: &str, label: &str| Choice {
            code: code.to_owned(),
            label: label.to_owned(),
            key: None,
        };
        let few = [choice("oral", "oral"), choice("iv", "intravenous")];
        assert_eq!(options(&few), "oral, iv intravenous");
        let keyed = |code: &str, label: &str, key: &str| Choice {
            key: Some(key.to_owned()),
            ..choice(code, label)
        };
        let digits = [
            keyed("dermatomyositis", "dermatomyositis", "1"),
            keyed("amyopathic", "amyopathic dermatomyositis", "2"),
        ];
        assert_eq!(
            options(&digits),
            "1 dermatomyositis, 2 amyopathic dermatomyositis"
        );
        let class = [keyed("1", "class I", "1"), keyed("10", "no problem", "*")];
        assert_eq!(options(&class), "1 class I, 10 no problem");
        let many: Vec<Choice> = (0..12)
            .map(|n| choice(&n.to_string(), "a long label"))
            .collect();
        assert_eq!(options(&many), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11");
    }
}
