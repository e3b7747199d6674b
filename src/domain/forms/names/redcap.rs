//! What REDCap calls things, as it follows from names and ids: columns beside a value, codes of options, events.
//!
//! Must not know what stands in a column: who writes and who reads the files of REDCap both ask here, so that they agree.

use super::rule;
use std::fmt::Write as _;

/// Name of the first column: the participant.
pub const RECORD: &str = "record_id";
/// Name of the column of the event.
pub const EVENT: &str = "redcap_event_name";
/// Name of the column of the form that a row repeats; empty in all other rows.
pub const REPEATED: &str = "redcap_repeat_instrument";
/// Name of the column of the number of a repeated form.
pub const INSTANCE: &str = "redcap_repeat_instance";

/// End of the column of the reason why a value is missing.
pub const MISSING: &str = "_mr";
/// End of the column of what was said with such a reason.
pub const WORDS: &str = "_mrw";
/// End of the column that says that a result is below its number.
pub const LIMIT: &str = "_lim";
/// End of the column of the unit of a value.
pub const UNIT: &str = "_unit";
/// End of the column of the note on a field.
pub const NOTE: &str = "_note";
/// End of the column of how much of a date is known.
pub const PRECISION: &str = "_prec";
/// End of the column of when a form was observed, in local time; of a visit that of its day.
pub const AT: &str = "_at";
/// End of the column of how far that local time is from UTC.
pub const OFFSET: &str = "_off";
/// End of the column of whose answers stand in a form.
pub const BY: &str = "_by";
/// End of the column of the version of the study by which a form is read.
pub const VERSION: &str = "_ver";
/// End of the column of how far a form is.
pub const COMPLETE: &str = "_complete";

/// Code of a result below its number.
pub const BELOW: &str = "below";

/// Name of the form that says of a visit when it was.
const VISIT: &str = "visit";

/// Most characters of the name of an event that count for its name in data.
const EVENT_NAME: usize = 18;

/// Returns what the names of the columns of a form begin with that are of no field of it, such as who filled it in: the name
/// of the form, with the start of its hash behind its start where it is too long.
pub fn prefix(form: &str) -> String {
    if form.len() <= rule::FIELD {
        return form.to_owned();
    }
    let hash = blake3::hash(form.as_bytes()).to_hex();
    let start = form.get(..rule::FIELD - 5).unwrap_or(form);
    let start = start.trim_end_matches('_');
    format!("{start}_{}", hash.get(..4).unwrap_or_default())
}

/// Returns the name of the form that says of a visit when it was: one that no form of the study has.
pub fn visit_form<'a>(taken: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<&str> = taken.collect();
    let mut name = VISIT.to_owned();
    let mut number = 2_u32;
    while taken.contains(&name.as_str()) {
        name = format!("{VISIT}_{number}");
        number += 1;
    }
    name
}

/// Returns the code of an option: letters, digits, `.`, `-` and `_` stay, anything else becomes its number in hex between
/// two `_`, since REDCap takes no other characters.
pub fn code(code: &str) -> String {
    let mut plain = String::new();
    for c in code.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            plain.push(c);
        } else {
            let _ = write!(plain, "_{:x}_", u32::from(c));
        }
    }
    plain
}

/// An event: a visit, or what is kept beside the visits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Its name in data, as REDCap makes it of the name and of the only arm.
    pub unique: String,
}

/// Returns the events of these ids, in their order. No two have one name in data: a number tells those apart that would.
pub fn events<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for id in ids {
        let words = id.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let name = words.join(" ");
        let mut event = of_name(&name);
        let mut number = 2_u32;
        while events.iter().any(|known| known.unique == event.unique) {
            let end = format!(" {number}");
            let most = EVENT_NAME.saturating_sub(end.len());
            let start = name.get(..most).unwrap_or(&name).trim_end();
            event = of_name(&format!("{start}{end}"));
            number += 1;
        }
        events.push(event);
    }
    events
}

fn of_name(name: &str) -> Event {
    let small = name.to_ascii_lowercase();
    let cut = small.get(..EVENT_NAME).unwrap_or(&small);
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    Event {
        name: first.into_iter().chain(letters).collect(),
        unique: format!("{}_arm_1", cut.trim_end().replace(' ', "_")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_event_is_called_as_redcap_calls_it() {
        let ids = [
            "enrolment",
            "baseline",
            "week-12",
            "early-termination",
            "unscheduled-20",
        ];
        let unique: Vec<String> = events(ids).into_iter().map(|own| own.unique).collect();
        assert_eq!(
            unique,
            [
                "enrolment_arm_1",
                "baseline_arm_1",
                "week_12_arm_1",
                "early_termination_arm_1",
                "unscheduled_20_arm_1"
            ]
        );
        assert_eq!(events(["week-12"])[0].name, "Week 12");
    }

    #[test]
    fn a_code_has_only_characters_that_redcap_takes() {
        assert_eq!(code("U/L"), "U_2f_L");
        assert_eq!(code("1+"), "1_2b_");
        assert_eq!(code("not-done"), "not-done");
    }

    proptest! {
        #[test]
        fn no_two_events_have_one_name_in_data(ids in prop::collection::btree_set("[a-z]{1,3}[a-z0-9-]{0,25}", 1..12)) {
            let events = events(ids.iter().map(String::as_str));
            let unique: BTreeSet<&str> = events.iter().map(|own| own.unique.as_str()).collect();
            prop_assert_eq!(unique.len(), ids.len());
            for event in &events {
                // REDCap makes the same name of it.
                prop_assert_eq!(&of_name(&event.name).unique, &event.unique);
                prop_assert!(event.unique.len() <= EVENT_NAME + "_arm_1".len());
            }
        }

        #[test]
        fn a_column_of_a_form_fits_with_every_end(form in "[a-z][a-z0-9]{0,12}(_[a-z0-9]{1,12})?") {
            prop_assert!(prefix(&form).len() <= rule::FIELD);
            prop_assert!(rule::form(&prefix(&form)).is_ok());
        }
    }
}
