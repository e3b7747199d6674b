//! The words of the screen of `screens::picker`.

use crate::domain::base::ids::ParticipantId;
use crate::domain::rules::reasons::AskedBecause;
use crate::text::English;
use crate::text::en::count;
use crate::text::en::named::named;
use crate::text::en::screens::form::left_by_absent;
use crate::text::screens::picker::{EnterOpens, Picker};
use chrono::{DateTime, FixedOffset, NaiveDate};

impl Picker for English {
    fn menu(&self) -> &'static str {
        "Menu"
    }

    fn beside_the_visits(&self) -> &'static str {
        "Eligibility and logs"
    }

    fn no_value(&self) -> &'static str {
        "No value"
    }

    fn is_this_right(&self, label: &str) -> String {
        format!("{label}: is this right?")
    }

    fn back_to_field(&self) -> &'static str {
        "no, back to the field"
    }

    fn which_number(&self, label: &str) -> String {
        format!("{label}: which number is it?")
    }

    fn neither_number(&self) -> &'static str {
        "neither, back to the field"
    }

    fn old_draft(&self, label: &str) -> String {
        format!("{label}: go on with what waits here?")
    }

    fn old_draft_waits(&self, text: &str, is_old: bool) -> String {
        match is_old {
            true => {
                format!("\"{text}\" was typed before the program was started, and is not saved.")
            }
            false => format!("\"{text}\" was typed here, and is not saved."),
        }
    }

    fn go_on_with(&self, text: &str) -> String {
        format!("go on with {text}")
    }

    fn begin_anew(&self) -> &'static str {
        "begin anew"
    }

    fn which_stays(&self, label: &str) -> String {
        format!("{label}: which stays?")
    }

    fn query_on(&self, label: &str) -> String {
        format!("{label}: query")
    }

    fn reason_for_change(&self) -> &'static str {
        "Reason for the change"
    }

    fn why_reason_is_asked(&self, because: AskedBecause) -> String {
        match because {
            AskedBecause::Signed => "This visit was signed.".to_owned(),
            AskedBecause::Left(at) => {
                format!("This form was left on {}.", at.format("%Y-%m-%d at %H:%M"))
            }
            AskedBecause::Row => "The row stays in the log, with the reason.".to_owned(),
        }
    }

    fn one_reason_for_both(&self) -> &'static str {
        "One reason serves for the change and for its value."
    }

    fn reason_before(&self, reason: &str) -> String {
        format!("The change before: {}.", reason.trim_end_matches('.'))
    }

    fn same_reason(&self) -> &'static str {
        "the same reason as before"
    }

    fn down_once_more(&self) -> &'static str {
        "Down once more shows the other reasons; Enter gives the same one."
    }

    fn other_reasons_line(&self) -> &'static str {
        "Down       choose another reason"
    }

    fn hides_answers(&self) -> &'static str {
        "Other answers depend on this one"
    }

    fn hide_them(&self) -> &'static str {
        "yes, change it"
    }

    fn keep_old_value(&self) -> &'static str {
        "no, keep the old value"
    }

    fn keep_old_day(&self) -> &'static str {
        "no, keep the old day"
    }

    fn rest_absent(&self) -> &'static str {
        "Fill the rest"
    }

    fn set_rest_absent(
        &self,
        section: &str,
        set: &[(String, String)],
        no_answer: &[String],
        text: &[String],
    ) -> String {
        let left = left_by_absent(no_answer, text);
        let fields = match set {
            [(label, _)] => label.clone(),
            several => format!("the {} still empty", count(several.len(), "field")),
        };
        let named = match (set, one_word(set)) {
            ([_], _) => String::new(),
            (several, Some(_)) => {
                let labels = several.iter().map(|(label, _)| label.clone());
                format!(" {}.", as_many_as_fit(&labels.collect::<Vec<_>>()))
            }
            (several, None) => {
                let each = several.iter();
                let each = each.map(|(label, word)| format!("{label} to \"{word}\""));
                format!(" {}.", as_many_as_fit(&each.collect::<Vec<_>>()))
            }
        };
        let word = one_word(set).map_or_else(String::new, |word| format!(" to \"{word}\""));
        format!("{section}: set {fields}{word}, each as its own entry?{named}{left}")
    }

    fn all_absent(&self, set: &[(String, String)]) -> String {
        let all = match set.len() {
            1 => "set it".to_owned(),
            several => format!("set all {several}"),
        };
        match one_word(set) {
            Some(word) => format!("yes, {all} to \"{word}\""),
            None => format!("yes, {all}"),
        }
    }

    fn no(&self) -> &'static str {
        "no"
    }

    fn outside_window(&self) -> &'static str {
        "Outside the window"
    }

    fn open_all_the_same(&self) -> &'static str {
        "open it anyway"
    }

    fn entered_from_paper(&self) -> &'static str {
        "entered from paper: observed on another day"
    }

    fn late(&self) -> &'static str {
        "Late entry"
    }

    fn why_entered_late(&self, observed_at: DateTime<FixedOffset>) -> String {
        format!(
            "Observed {}. Why is it entered late?",
            observed_at.format("%Y-%m-%d %H:%M")
        )
    }

    fn enrol(&self) -> &'static str {
        "Enrol"
    }

    fn check_against_source(&self) -> &'static str {
        "Check the id and the initials against the source."
    }

    fn same_person(&self, id: &ParticipantId, enrolled_on: NaiveDate) -> String {
        format!(
            "{id}, enrolled on {enrolled_on}, has the same initials, year of birth and sex. Is it the same person?"
        )
    }

    fn enrol_somebody_else(&self) -> &'static str {
        "no, it is somebody else: enrol"
    }

    fn not_the_same_as(&self, ids: &[&str]) -> String {
        format!("somebody else than {}", ids.join(", "))
    }

    fn do_enrol(&self) -> &'static str {
        "enrol"
    }

    fn back_to_form(&self) -> &'static str {
        "back to the form"
    }

    fn which_participants(&self) -> &'static str {
        "Which participants"
    }

    fn sort_by(&self) -> &'static str {
        "Sort the participants by"
    }

    fn more_lines(&self, above: usize, below: usize) -> String {
        match (above, below) {
            (0, below) => format!("{below} more"),
            (above, 0) => format!("{above} above"),
            (above, below) => format!("{above} above, {below} below"),
        }
    }

    fn go_on_where_you_were(&self) -> &'static str {
        "Go on where you were?"
    }

    fn leaves_it_waiting(&self) -> &'static str {
        "Esc, or the id of somebody else, leaves it waiting."
    }

    fn go_on_there(&self) -> &'static str {
        "go on there"
    }

    fn forget_it(&self) -> &'static str {
        "no, and forget it"
    }

    fn narrowed_by(&self) -> &'static str {
        "Filter: "
    }

    fn enter_line(&self, enter: EnterOpens) -> &'static str {
        match enter {
            EnterOpens::Which => "Enter      choose which one stays",
            EnterOpens::Reading => "Enter      choose which number it is",
            EnterOpens::OldDraft => "Enter      choose: go on with it, or begin anew",
            EnterOpens::Hides => "Enter      choose: change it or keep it",
            EnterOpens::Why | EnterOpens::Day => "Enter      change it, and say why",
            EnterOpens::Same => "Enter      change it, for the same reason",
            EnterOpens::Keep => "Enter      keep it, and say why",
            EnterOpens::Begin => "Enter      choose how to open it",
            EnterOpens::Enrol => "Enter      choose: enrol, or back to the form",
        }
    }

    fn backspace_line(&self, enter: EnterOpens) -> &'static str {
        match enter {
            EnterOpens::Begin => "Backspace  back to the visits",
            EnterOpens::Day => "Backspace  back to the visit",
            EnterOpens::Enrol => "Backspace  back to the form",
            EnterOpens::Which
            | EnterOpens::Reading
            | EnterOpens::OldDraft
            | EnterOpens::Hides
            | EnterOpens::Why
            | EnterOpens::Same
            | EnterOpens::Keep => "Backspace  back to the field",
        }
    }

    fn no_line_has_these_words(&self) -> &'static str {
        "No line has these words; Backspace deletes the last letter."
    }

    fn needs_enter(&self, enter: EnterOpens) -> &'static str {
        match enter {
            EnterOpens::Which => {
                "Enter lets you choose which one stays; Backspace goes back to the field."
            }
            EnterOpens::Reading => {
                "Enter lets you choose the number; Backspace goes back to the field."
            }
            EnterOpens::OldDraft => "Enter lets you choose; Backspace goes back to the field.",
            EnterOpens::Hides => "Enter lets you choose; Esc or Backspace keeps the old value.",
            EnterOpens::Why => "Enter lets you say why; Backspace keeps the old value.",
            EnterOpens::Day => "Enter lets you say why; Backspace keeps the old day.",
            EnterOpens::Same => {
                "Enter gives the same reason, Down shows others; Backspace keeps the old value."
            }
            EnterOpens::Keep => "Enter keeps the value and asks why; Backspace goes back to it.",
            EnterOpens::Begin => "Enter lets you choose; Backspace goes back to the visits.",
            EnterOpens::Enrol => "Enter lets you choose; Backspace goes back to the form.",
        }
    }

    fn in_a_moment(&self, needs_enter: &str) -> String {
        format!("In a moment, {needs_enter}")
    }

    fn not_at_once(&self, words: &str) -> String {
        format!("{words} (in a moment)")
    }

    fn enter_once_more(&self, enter: EnterOpens) -> &'static str {
        match enter {
            EnterOpens::Which
            | EnterOpens::Reading
            | EnterOpens::OldDraft
            | EnterOpens::Hides
            | EnterOpens::Begin
            | EnterOpens::Enrol => "Enter once more lets you choose.",
            EnterOpens::Why | EnterOpens::Day => "Enter once more lets you say why.",
            EnterOpens::Same => "Enter once more gives the same reason.",
            EnterOpens::Keep => "Enter once more keeps the value and asks why.",
        }
    }

    fn enter_once_more_chooses(&self, line: &str) -> String {
        format!("Enter once more chooses: {line}.")
    }

    fn lines_just_came_up(&self) -> &'static str {
        "Nothing was chosen: these lines had just come up. Read them; a key chooses in a moment."
    }

    fn enter_takes_line(&self, key: char) -> String {
        format!("Enter takes the line of {key}.")
    }

    fn word_is_no_line(&self, word: &str) -> String {
        format!("Nothing was chosen: {word} is none of these lines. Enter takes it away.")
    }

    fn press_a_key_shown(&self) -> &'static str {
        "Press one of the keys shown, or move to a line and press Enter."
    }

    fn typed_before_it_was_seen(&self) -> &'static str {
        "What was typed before this question was seen does not answer it."
    }

    fn keys_not_taken(&self, keys: usize) -> String {
        format!("{keys} keys were not taken.")
    }

    fn comes_first(&self, form: &str) -> String {
        format!("{form} comes first")
    }

    fn open_it_now(&self) -> &'static str {
        "open it now"
    }

    fn enter_word(&self, enter: EnterOpens) -> &'static str {
        match enter {
            EnterOpens::Which
            | EnterOpens::Reading
            | EnterOpens::OldDraft
            | EnterOpens::Hides
            | EnterOpens::Begin
            | EnterOpens::Enrol => "choose",
            EnterOpens::Why | EnterOpens::Day => "say why",
            EnterOpens::Same => "same reason",
            EnterOpens::Keep => "keep it",
        }
    }

    fn enter_word_soon(&self, enter: EnterOpens) -> &'static str {
        match enter {
            EnterOpens::Which
            | EnterOpens::Reading
            | EnterOpens::OldDraft
            | EnterOpens::Hides
            | EnterOpens::Begin
            | EnterOpens::Enrol => "choose (in a moment)",
            EnterOpens::Why | EnterOpens::Day => "say why (in a moment)",
            EnterOpens::Same => "same reason (in a moment)",
            EnterOpens::Keep => "keep it (in a moment)",
        }
    }

    fn backspace_word(&self, enter: EnterOpens) -> &'static str {
        match enter {
            EnterOpens::Begin => "back to the visits",
            EnterOpens::Day => "back to the visit",
            EnterOpens::Enrol => "back to the form",
            EnterOpens::Which
            | EnterOpens::Reading
            | EnterOpens::OldDraft
            | EnterOpens::Hides
            | EnterOpens::Why
            | EnterOpens::Same
            | EnterOpens::Keep => "back to the field",
        }
    }

    fn open_word(&self) -> &'static str {
        "open"
    }

    fn less_word(&self) -> &'static str {
        "delete"
    }

    fn narrow_word(&self) -> &'static str {
        "filter by words"
    }

    fn choose_word(&self) -> &'static str {
        "choose"
    }
}

/// Returns the word that all fields get, where it is one.
fn one_word(set: &[(String, String)]) -> Option<&str> {
    let (_, first) = set.first()?;
    let is_one = set.iter().all(|(_, word)| word == first);
    is_one.then_some(first.as_str())
}

/// Characters of names that fit into a question beside what else it says, on a screen of 80 columns and 24 rows.
const NAMES: usize = 400;

/// Returns names one after the other, and how the rest of them are seen where they are too many.
fn as_many_as_fit(names: &[String]) -> String {
    let mut used = 0_usize;
    let fits = |name: &&String| {
        used += name.chars().count() + 2;
        used <= NAMES
    };
    let fits = names.iter().take_while(fits).count();
    named(names, fits, "which 0 goes back to")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(count: usize, word: &str) -> Vec<(String, String)> {
        let label = |n| {
            (
                format!("Something with a longer name, {n}"),
                word.to_owned(),
            )
        };
        (1..=count).map(label).collect()
    }

    #[test]
    fn the_rest_is_set_to_the_word_that_is_stored_and_its_fields_are_named() {
        let ask = |set: &[(String, String)]| English.set_rest_absent("Skin", set, &[], &[]);
        let of = |label: &str, word: &str| (label.to_owned(), word.to_owned());
        assert_eq!(
            ask(&[of("Haemolysed", "no")]),
            "Skin: set Haemolysed to \"no\", each as its own entry?"
        );
        assert_eq!(
            ask(&[of("Cane", "no"), of("Walker", "no")]),
            "Skin: set the 2 fields still empty to \"no\", each as its own entry? Cane; Walker."
        );
        assert_eq!(
            ask(&[of("Died", "no"), of("Drug", "not related")]),
            "Skin: set the 2 fields still empty, each as its own entry? Died to \"no\"; Drug to \"not related\"."
        );
        assert_eq!(
            English.all_absent(&fields(1, "no")),
            "yes, set it to \"no\""
        );
        assert_eq!(
            English.all_absent(&fields(3, "no")),
            "yes, set all 3 to \"no\""
        );
        let several = [of("Died", "no"), of("Drug", "not related")];
        assert_eq!(English.all_absent(&several), "yes, set all 2");
        // More than fit are counted, and the question says how they are seen.
        let many = ask(&fields(30, "no"));
        assert!(
            many.contains("set the 30 fields still empty to \"no\""),
            "{many}"
        );
        assert!(
            many.ends_with("; and 18 more, which 0 goes back to."),
            "{many}"
        );
    }
}
