//! The words of the screen of `screens::form`.

use crate::domain::course::offered::Offered;
use crate::domain::record::participant::{Diagnosis, Participant, Sex};
use crate::input::action::Advance;
use chrono::NaiveDate;

/// A change of a field that was taken back.
#[derive(Clone, Copy, Debug)]
pub struct TakenBack<'a> {
    /// The field.
    pub label: &'a str,
    /// What stood there.
    pub was: Option<&'a str>,
    /// What stands there now.
    pub now: Option<&'a str>,
    /// How many more fields went with it.
    pub more: usize,
}

/// The keys that lead on from a text that is refused, each where there is one and nothing was said of it yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaysOn {
    /// Shortens the text from its end.
    pub delete: Option<String>,
    /// Takes all of it away.
    pub clear: Option<String>,
    /// Leaves it as it is.
    pub leave: Option<String>,
}

/// The words of the screen of `screens::form`.
pub trait Form {
    /// Said at the first key that would go past a field to which the form went on by itself.
    fn nothing_typed(&self, stands: bool) -> &'static str;

    /// Said when a limit was filled in by itself and gone past: its label and what it is.
    fn limit_as_before(&self, label: &str, limit: &str) -> String;

    /// Said at an Enter right behind the key that led to a field in which a text waits.
    fn same_key_opens(&self) -> &'static str;

    /// Said when all that was to be set to absent was filled meanwhile.
    fn nothing_is_empty(&self) -> &'static str;

    /// Said when a missing value is asked for in an enrolment.
    fn cannot_be_missing(&self) -> &'static str;

    /// Said of a word that came at once behind a key that asked nothing, and would have answered its question.
    fn word_asked_nothing(&self, word: &str) -> String;

    /// Said when a note is asked for in an enrolment.
    fn notes_belong_to_visits(&self) -> &'static str;

    /// Said when there is no change to take back.
    fn nothing_to_undo(&self) -> &'static str;

    /// Said when a change was taken back.
    /// `erase` is the key that makes the field empty.
    fn taken_back(&self, taken: &TakenBack<'_>, erase: Option<&str>) -> String;

    /// Said when undo is pressed while a word is open, which stays.
    fn undo_takes_no_word(&self) -> &'static str;

    /// Said when Enter would go past a required field that is empty; `reasons` where it can be missing for a reason.
    fn is_empty(&self, label: &str, reasons: bool) -> String;

    /// Says what ends the word in a choice from now on.
    fn advances(&self, advance: Advance) -> &'static str;

    /// Said when a form is left over a word that is an answer; so many other fields of it hold text too.
    fn enter_was_missing(&self, word: &str, form: &str, others: usize) -> String;

    /// Says that Enter takes an earlier answer that was put into the field.
    fn enter_takes_earlier(&self, text: &str) -> String;

    /// Said when the day of today stands in the day of an enrolment and waits for Enter.
    fn enter_takes_today(&self, text: &str) -> String;

    /// Said when an id is in use.
    fn id_in_use(&self, id: &str) -> String;

    /// Describes who is to be enrolled.
    fn describe(&self, participant: &Participant) -> String;

    /// Said when a field of an enrolment is empty.
    fn still_empty(&self, label: &str) -> String;

    /// Returns the word for a sex.
    fn sex(&self, sex: Sex) -> &'static str;

    /// Returns the words for a diagnosis.
    fn diagnosis(&self, diagnosis: Diagnosis) -> &'static str;

    /// Said when something is typed behind the last field.
    fn end_takes_nothing(&self) -> &'static str;

    /// Said when something is asked of a field behind the last one.
    fn end_has_no_field(&self) -> &'static str;

    /// Said when text is not an answer yet; `expects` says what the field expects.
    fn no_answer_yet(&self, text: &str, expects: &str) -> String;

    /// Said behind why a text is refused: what the next keys do.
    fn ways_on(&self, ways: &WaysOn) -> String;

    /// Said when no empty field of a section can be marked absent: those that have no answer for it, and those that hold
    /// text.
    fn nothing_to_set_absent(&self, no_answer: &[String], text: &[String]) -> String;

    /// Said when there is no required field to go to.
    fn no_required_is_empty(&self) -> &'static str;

    /// Said when a text that was left is opened.
    fn draft_opened(&self) -> &'static str;

    /// Said when undo has brought a draft back over which the user had begun anew.
    fn draft_is_back(&self) -> &'static str;

    /// Said when a text is taken out of a field of a form, where the key `undo` brings it back; `stands` is the answer that
    /// stays.
    fn word_taken_away(&self, word: &str, stands: Option<&str>, undo: Option<&str>) -> String;

    /// Said when a refused day or time is taken away.
    fn day_taken_away(&self, word: &str) -> String;

    /// Said when an answer comes back of which only a part was deleted; `left` is the rest, and `erase` the key that makes the
    /// field empty.
    fn answer_stays(&self, stands: &str, left: &str, erase: Option<&str>) -> String;

    /// Said when a rating or a result is to be repeated.
    fn only_facts_repeat(&self) -> &'static str;

    /// Said when no earlier visit has an answer.
    fn nothing_to_repeat(&self) -> &'static str;

    /// The choice to keep what somebody else saved.
    fn keep_other(&self, answer: Option<&str>) -> String;

    /// The choice to save what was typed instead.
    fn save_own(&self, answer: &str) -> String;

    /// Says that an unknown person changed a note.
    fn somebody_changed_note(&self) -> &'static str;

    /// The choice to keep the note of somebody else.
    fn keep_other_note(&self) -> &'static str;

    /// The choice to save the own note instead.
    fn save_own_note(&self) -> &'static str;

    /// Said when a question is left and the text stays in its field.
    fn text_waits(&self) -> &'static str;

    /// Said when an undo leaves what others changed since: label and who did what, or how many fields.
    fn change_of_others_stays(&self, field: Option<(&str, &str)>, fields: usize) -> String;

    /// Said when a pasted text is no answer of the field.
    fn paste_does_not_fit(&self) -> &'static str;

    /// Said when a line is ended in a field of one line.
    fn takes_one_line(&self) -> &'static str;

    /// Said when a line is ended in an empty field.
    fn line_end_needs_text(&self) -> &'static str;

    /// Says how many lines a text has, at least 2.
    fn lines_of_text(&self, lines: usize) -> String;

    /// Says which rows of a text are in sight, of how many.
    fn rows_in_sight(&self, first: usize, last: usize, all: usize) -> String;

    /// Asks why a field changes.
    fn change_of_one(&self, label: &str, old: Option<&str>, new: Option<&str>) -> String;

    /// Asks why several fields go back.
    fn undo_of_several(&self, fields: usize) -> String;

    /// Asks why several fields change.
    fn change_of_several(&self, fields: usize) -> String;

    /// Said when a change is given up.
    fn not_changed(&self, text_waits: bool) -> &'static str;

    /// Said when an enrolment is left before it was confirmed; `new` is the key that goes on with it.
    fn enrolment_left(&self, new: Option<&str>) -> String;

    /// Said when a form is left with text that was not accepted, in fields that are asked and in such as are not any more;
    /// `list` is the key of the list of texts.
    fn text_left(
        &self,
        fields: usize,
        not_asked: usize,
        form: Option<&str>,
        list: Option<&str>,
    ) -> String;

    /// Said at the end of a form that has questions open: the first one, and the labels of the fields that are
    /// asked about after it.
    fn end_asks(&self, label: Option<&str>, question: &str, others: &[String]) -> String;

    /// Said at the end of a row of a log.
    fn end_of_row(&self) -> &'static str;

    /// Said at the end of a form of a visit.
    fn end_of_form(&self) -> &'static str;

    /// Says on which day somebody was enrolled, which is today or before.
    fn enrolled_on(&self, day: NaiveDate, today: bool) -> String;

    /// Says by which key a grade that the form reaches is entered as an adverse event.
    fn offers_event(&self, key: char, offer: &Offered) -> String;

    /// The same in a line of its own, below what says what the letters do.
    fn offers_event_in_short(&self, key: char, offer: &Offered) -> String;

    /// Said above events that are offered in short.
    fn letters_enter_events(&self) -> &'static str;

    /// Said of offered events for which there is no room, with the first and the last of their keys.
    fn more_offers(&self, count: usize, keys: (char, char)) -> String;

    /// Said at the end of the form of a visit that goes on in the log of adverse events.
    fn end_opens_events(&self) -> &'static str;

    /// Said at the end of an enrolment.
    fn end_of_enrolment(&self) -> &'static str;

    /// Said when somebody else changed the field; `who` says what they did.
    fn changed_yours_is_not(&self, who: &str) -> String;

    /// Said when what is typed is an answer and may be the beginning of another.
    fn enter_takes(&self, text: &str) -> String;

    /// What is saved in a field of several lines, while another text waits there.
    fn saved_text(&self, text: &str) -> String;

    /// Said when a text waits in the field.
    fn draft_here(&self) -> &'static str;

    /// Stands in the place of an answer that is not by the rules.
    fn not_by_rules(&self, stored: &str) -> String;

    /// Says what is stored in a field and is not by the rules, and what to do: two lines, the second of at most 43 columns.
    fn stored_not_by_rules(&self, stored: &str) -> [String; 2];

    /// Says why a field has no value.
    fn missing_because(&self, reason: &str, text: Option<&str>) -> String;

    /// Says why a value was kept.
    fn kept_because(&self, reason: &str) -> String;

    /// Said behind options of which some are not in sight; `key` shows the next ones.
    fn more_options(&self, above: usize, below: usize, key: Option<&str>) -> String;

    /// The line behind the last field.
    fn end_line(&self, end: End) -> String;
}

/// How a form stands at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Of an enrolment, which Enter enrols.
    Enrolment,
    /// No required field is empty.
    Complete,
    /// So many required fields are empty, 1 or more.
    Empty(usize),
    /// The row was entered in error, and owes nothing.
    InError,
}
