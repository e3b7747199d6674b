//! The words of the screen of `screens::form`.

use crate::domain::course::offered::Offered;
use crate::domain::record::participant::{Diagnosis, Participant, Sex};
use crate::domain::treatment::ctcae::Term;
use crate::input::action::Advance;
use crate::text::English;
use crate::text::en::count;
use crate::text::en::named::named;
use crate::text::screens::form::{End, Form, TakenBack, WaysOn};
use chrono::NaiveDate;

/// Most fields that are named which are asked about next, on a screen of 80 columns.
const OTHERS: usize = 2;

impl Form for English {
    fn nothing_typed(&self, stands: bool) -> &'static str {
        match stands {
            true => "Nothing was typed here. The same key again leaves the field as it is.",
            false => "Nothing was entered here. The same key again skips this field.",
        }
    }

    fn limit_as_before(&self, label: &str, limit: &str) -> String {
        format!("{label}: {limit}, as this laboratory had it before.")
    }

    fn same_key_opens(&self) -> &'static str {
        "What waits here is not saved. The same key again opens it."
    }

    fn nothing_is_empty(&self) -> &'static str {
        "Nothing is empty here any more."
    }

    fn cannot_be_missing(&self) -> &'static str {
        "A participant cannot be enrolled without this; it cannot be missing."
    }

    fn word_asked_nothing(&self, word: &str) -> String {
        format!("{word} was not taken: nothing was asked. Wait a moment, then type it whole.")
    }

    fn notes_belong_to_visits(&self) -> &'static str {
        "Notes belong to visits; enrol the participant first."
    }

    fn nothing_to_undo(&self) -> &'static str {
        "Nothing was changed since this form was opened."
    }

    fn taken_back(&self, taken: &TakenBack<'_>, erase: Option<&str>) -> String {
        let TakenBack {
            label,
            was,
            now,
            more,
        } = taken;
        if *more > 0 {
            let more = count(*more, "more field");
            return format!("Taken back: {label} and {more}. Enter them again to have them back.");
        }
        let now = now.map_or_else(String::new, |now| format!("; {now} stands again"));
        match was {
            Some(was) => {
                format!("Taken back: {label} {was}{now}. Type {was} again to have it back.")
            }
            None => {
                let erase = erase.map_or_else(String::new, |key| {
                    format!(" {key} erases it again to have it empty.")
                });
                format!("Taken back: {label}{now}.{erase}")
            }
        }
    }

    fn undo_takes_no_word(&self) -> &'static str {
        "Undo is for stored answers; this word is not stored and stays. Backspace changes it."
    }

    fn is_empty(&self, label: &str, reasons: bool) -> String {
        let reason = match reasons {
            true => " . for a reason why not,",
            false => "",
        };
        format!("{label} is empty: type it,{reason} Enter again leaves it.")
    }

    fn advances(&self, advance: Advance) -> &'static str {
        match advance {
            Advance::Key => "A choice goes on by the key that completes it.",
            Advance::Enter => "A choice waits for Enter now, as every other field does.",
        }
    }

    fn enter_was_missing(&self, word: &str, form: &str, others: usize) -> String {
        let waits = match others {
            0 => "it waits there".to_owned(),
            others => format!("it and {} wait there", count(others, "more field")),
        };
        format!("{word} in {form} is not stored, Enter was missing: {waits}, marked.")
    }

    fn enter_takes_earlier(&self, text: &str) -> String {
        format!("Enter takes {text} as it was before; Backspace changes it.")
    }

    fn enter_takes_today(&self, text: &str) -> String {
        format!("Enter takes today, {text}; or type another day.")
    }

    fn id_in_use(&self, id: &str) -> String {
        format!("{id} is already enrolled; find it in the list of participants.")
    }

    fn describe(&self, participant: &Participant) -> String {
        format!(
            "{}, {}, {}, born {}, {}, {} kg.",
            participant.id,
            participant.initials,
            self.sex(participant.sex),
            participant.birth_year,
            self.diagnosis(participant.diagnosis),
            participant.weight_kg.normalize()
        )
    }

    fn still_empty(&self, label: &str) -> String {
        format!("{label} is still empty.")
    }

    fn sex(&self, sex: Sex) -> &'static str {
        match sex {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }

    fn diagnosis(&self, diagnosis: Diagnosis) -> &'static str {
        match diagnosis {
            Diagnosis::Dermatomyositis => "dermatomyositis",
            Diagnosis::Amyopathic => "clinically amyopathic dermatomyositis",
        }
    }

    fn end_takes_nothing(&self) -> &'static str {
        "This is the end of the form; nothing was typed."
    }

    fn end_has_no_field(&self) -> &'static str {
        "This is the end of the form; go back to the field first."
    }

    fn no_answer_yet(&self, text: &str, expects: &str) -> String {
        format!("{text} is not an answer yet: {expects}.")
    }

    fn ways_on(&self, ways: &WaysOn) -> String {
        let WaysOn {
            delete,
            clear,
            leave,
        } = ways;
        let ways = [
            (delete, "shortens it"),
            (clear, "takes it away"),
            (leave, "leaves it"),
        ];
        let ways = ways.iter().filter_map(|(key, what)| {
            let key = key.as_ref()?;
            Some(format!("{key} {what}"))
        });
        let ways: Vec<String> = ways.collect();
        match ways.is_empty() {
            true => String::new(),
            false => format!("{}.", ways.join(", ")),
        }
    }

    fn nothing_to_set_absent(&self, no_answer: &[String], text: &[String]) -> String {
        if no_answer.is_empty() && text.is_empty() {
            return "Every field in this section is filled.".to_owned();
        }
        format!("Nothing set.{}", left_by_absent(no_answer, text))
    }

    fn no_required_is_empty(&self) -> &'static str {
        "No required field is empty here."
    }

    fn draft_opened(&self) -> &'static str {
        "This is not saved yet. Enter takes it; Backspace changes it."
    }

    fn draft_is_back(&self) -> &'static str {
        "What waited here is back, not saved. Enter opens it."
    }

    fn word_taken_away(&self, word: &str, stands: Option<&str>, undo: Option<&str>) -> String {
        let stands = match stands {
            None => "nothing stands here".to_owned(),
            Some(stands) => format!("{stands} stands here as before"),
        };
        let undo = undo.map_or_else(String::new, |undo| format!(" {undo} brings it back."));
        format!("{word} was taken away; {stands}.{undo}")
    }

    fn day_taken_away(&self, word: &str) -> String {
        format!("{word} was taken away; nothing stands here.")
    }

    fn answer_stays(&self, stands: &str, left: &str, erase: Option<&str>) -> String {
        let why = match left {
            "" => "Nothing was typed".to_owned(),
            left => format!("{left} is only what was left of it"),
        };
        let erase = erase.map_or_else(String::new, |erase| format!("; {erase} erases it"));
        format!("{why}, so that {stands} stays. Type the whole new value{erase}.")
    }

    fn only_facts_repeat(&self) -> &'static str {
        "Only facts are repeated; a rating or a result is entered again at each visit."
    }

    fn nothing_to_repeat(&self) -> &'static str {
        "There is no earlier visit with an answer here."
    }

    fn keep_other(&self, answer: Option<&str>) -> String {
        match answer {
            Some(answer) => format!("keep {answer}"),
            None => "keep it empty".to_owned(),
        }
    }

    fn save_own(&self, answer: &str) -> String {
        format!("save {answer}")
    }

    fn somebody_changed_note(&self) -> &'static str {
        "Somebody else changed the note"
    }

    fn keep_other_note(&self) -> &'static str {
        "keep that"
    }

    fn save_own_note(&self) -> &'static str {
        "save mine instead"
    }

    fn text_waits(&self) -> &'static str {
        "Your text waits in the field, not saved."
    }

    fn change_of_others_stays(&self, field: Option<(&str, &str)>, fields: usize) -> String {
        match field {
            Some((label, who)) => format!("{label}: {who} since; that was not taken back."),
            None => format!(
                "{} were changed by others since; that was not taken back.",
                count(fields, "field")
            ),
        }
    }

    fn paste_does_not_fit(&self) -> &'static str {
        "What was pasted does not fit this field; nothing changed."
    }

    fn takes_one_line(&self) -> &'static str {
        "This field takes no second line."
    }

    fn line_end_needs_text(&self) -> &'static str {
        "Nothing is written here yet that a new line could follow."
    }

    fn lines_of_text(&self, lines: usize) -> String {
        count(lines, "line")
    }

    fn rows_in_sight(&self, first: usize, last: usize, all: usize) -> String {
        format!("rows {first} to {last} of {all}")
    }

    fn change_of_one(&self, label: &str, old: Option<&str>, new: Option<&str>) -> String {
        let old = old.unwrap_or("empty");
        let new = new.unwrap_or("empty");
        format!("{label} {old} -> {new}. Why?")
    }

    fn undo_of_several(&self, fields: usize) -> String {
        format!("{} go back to what they were. Why?", count(fields, "field"))
    }

    fn change_of_several(&self, fields: usize) -> String {
        format!("{} are answered. Why?", count(fields, "field"))
    }

    fn not_changed(&self, text_waits: bool) -> &'static str {
        match text_waits {
            true => "Not changed. Your text waits in the field, not saved.",
            false => "Not changed.",
        }
    }

    fn enrolment_left(&self, new: Option<&str>) -> String {
        let new = new.map_or_else(String::new, |key| format!("; {key} goes on with it"));
        format!("Not enrolled. What was entered for the enrolment waits{new}.")
    }

    fn text_left(
        &self,
        fields: usize,
        not_asked: usize,
        form: Option<&str>,
        list: Option<&str>,
    ) -> String {
        let form = form.unwrap_or("this form");
        let held = |fields, waits: &str| {
            let fields = count(fields, "field");
            format!("{fields} of {form} held text that was not accepted; {waits}.")
        };
        let list = list.map_or_else(String::new, |key| {
            format!("; the key {key} on a list shows it")
        });
        let unseen = format!("it waits where nothing is asked any more{list}");
        match (fields, not_asked) {
            (fields, 0) => held(fields, "it waits there, marked"),
            (0, not_asked) => held(not_asked, &unseen),
            (fields, not_asked) => format!(
                "{} {}",
                held(fields, "it waits there, marked"),
                held(not_asked, &unseen)
            ),
        }
    }

    fn end_asks(&self, label: Option<&str>, question: &str, others: &[String]) -> String {
        let label = label.map_or_else(String::new, |label| format!("{label}: "));
        match others {
            [] => format!("? {label}{question} Enter asks about it."),
            others => format!(
                "? {label}{question} Enter asks about this, then about {}.",
                named(others, OTHERS, "one after the other")
            ),
        }
    }

    fn end_of_row(&self) -> &'static str {
        "Enter goes back to where this was opened; Up returns to the last field."
    }

    fn end_of_form(&self) -> &'static str {
        "Enter goes on to the next form that is not complete; Up returns to the last field."
    }

    fn enrolled_on(&self, day: NaiveDate, today: bool) -> String {
        match today {
            true => format!("Enrolled today, {day}."),
            false => format!("Enrolled on {day}, before today."),
        }
    }

    fn offers_event(&self, key: char, offer: &Offered) -> String {
        let (grade, term) = (offer.grade.number(), offer.term.name());
        let is_muscle = matches!(offer.term, Term::AltIncreased | Term::AstIncreased);
        let muscle = match is_muscle {
            true => ", which may come from muscle",
            false => "",
        };
        format!("{key}  grade {grade} {term}{muscle}: {key} to enter it as an adverse event")
    }

    fn offers_event_in_short(&self, key: char, offer: &Offered) -> String {
        format!(
            "{key}  grade {} {}",
            offer.grade.number(),
            offer.term.name()
        )
    }

    fn letters_enter_events(&self) -> &'static str {
        "A letter enters it as an adverse event:"
    }

    fn more_offers(&self, count: usize, (first, last): (char, char)) -> String {
        match count {
            1 => format!("{first}  and 1 more; a higher screen shows it"),
            _ => format!("{first} to {last}  and {count} more; a higher screen shows them"),
        }
    }

    fn end_opens_events(&self) -> &'static str {
        "Enter opens the log of adverse events; Up returns to the last field."
    }

    fn end_of_enrolment(&self) -> &'static str {
        "Enter shows what was typed and asks whether to enrol."
    }

    fn changed_yours_is_not(&self, who: &str) -> String {
        format!("{who}; yours is not.")
    }

    fn enter_takes(&self, text: &str) -> String {
        format!("Enter takes {text}; or go on typing.")
    }

    fn saved_text(&self, text: &str) -> String {
        format!("Saved: {text}")
    }

    fn draft_here(&self) -> &'static str {
        "Not saved: Enter or Backspace opens it."
    }

    fn not_by_rules(&self, stored: &str) -> String {
        format!("not by the rules: {stored}")
    }

    fn stored_not_by_rules(&self, stored: &str) -> [String; 2] {
        [
            format!("Not by the rules: \"{stored}\""),
            "It does not count: answer again, or clear.".to_owned(),
        ]
    }

    fn missing_because(&self, reason: &str, text: Option<&str>) -> String {
        match text {
            Some(text) => format!("No value: {reason}, {text}"),
            None => format!("No value: {reason}"),
        }
    }

    fn kept_because(&self, reason: &str) -> String {
        format!("? kept: {reason}")
    }

    fn more_options(&self, above: usize, below: usize, key: Option<&str>) -> String {
        let hidden = match (above, below) {
            (0, below) => format!("{below} below"),
            (above, 0) => format!("{above} above"),
            (above, below) => format!("{above} above, {below} below"),
        };
        match key {
            Some(key) => format!("{hidden}: type, {key} or ?"),
            None => format!("{hidden}: type, or ?"),
        }
    }

    fn end_line(&self, end: End) -> String {
        match end {
            End::Enrolment => "End: Enter checks and enrols".to_owned(),
            End::Complete => "End: complete".to_owned(),
            End::Empty(empty) => format!("End: {empty} still empty"),
            End::InError => "End: in error".to_owned(),
        }
    }
}

/// Says which empty fields are not set to absent, and why.
pub(super) fn left_by_absent(no_answer: &[String], text: &[String]) -> String {
    let mut words = String::new();
    if !no_answer.is_empty() {
        let fields = no_answer.join("; ");
        words.push_str(&format!(
            " Left alone: {fields}. Type each, or . and Enter for a reason why not."
        ));
    }
    if !text.is_empty() {
        let fields = text.join("; ");
        words.push_str(&format!(" Text that is not stored waits in: {fields}."));
    }
    words
}
