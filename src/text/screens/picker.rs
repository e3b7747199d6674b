//! The words of the screen of `screens::picker`.

use crate::domain::base::ids::ParticipantId;
use crate::domain::rules::reasons::AskedBecause;
use chrono::{DateTime, FixedOffset, NaiveDate};

/// What Enter leads to while no digit answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnterOpens {
    /// Which of two answers stays.
    Which,
    /// How a number is meant.
    Reading,
    /// Nothing more: it makes a change after which other answers no longer count.
    Hides,
    /// The reason for a change.
    Why,
    /// The reason for changing the day of a visit.
    Day,
    /// Nothing more: it gives the reason of the change before again.
    Same,
    /// The reason for keeping a value.
    Keep,
    /// Whether a visit outside its window is begun.
    Begin,
    /// Whether a draft is gone on with.
    OldDraft,
    /// Whether a participant is enrolled.
    Enrol,
}

/// The words of the screen of `screens::picker`.
pub trait Picker {
    /// Heading of the menu.
    fn menu(&self) -> &'static str;

    /// Heading of the list of what is kept beside the visits.
    fn beside_the_visits(&self) -> &'static str;

    /// Heading of the missing reasons.
    fn no_value(&self) -> &'static str;

    /// Heading of a question of the checks.
    fn is_this_right(&self, label: &str) -> String;

    /// The line that answers no to a question of the checks.
    fn back_to_field(&self) -> &'static str;

    /// Heading of the question how a number is meant.
    fn which_number(&self, label: &str) -> String;

    /// The line for neither number.
    fn neither_number(&self) -> &'static str;

    /// Heading of the question what becomes of a draft.
    fn old_draft(&self, label: &str) -> String;

    /// Says of the draft that it waits, and whether it was typed before the program was started.
    fn old_draft_waits(&self, text: &str, is_old: bool) -> String;

    /// The line that goes on with a draft.
    fn go_on_with(&self, text: &str) -> String;

    /// The line that begins a new word.
    fn begin_anew(&self) -> &'static str;

    /// Heading of the question which answer stays.
    fn which_stays(&self, label: &str) -> String;

    /// Heading of the steps of a query.
    fn query_on(&self, label: &str) -> String;

    /// Heading of the reasons for a change.
    fn reason_for_change(&self) -> &'static str;

    /// Says that the reason for keeping the unusual value of a change is the one for the change too.
    fn one_reason_for_both(&self) -> &'static str;

    /// Says why a reason is asked for.
    fn why_reason_is_asked(&self, because: AskedBecause) -> String;

    /// Says which reason the change before had.
    fn reason_before(&self, reason: &str) -> String;

    /// The line that gives the reason of the change before again.
    fn same_reason(&self) -> &'static str;

    /// Said when the key that belongs to what was typed ahead shows no other reasons.
    fn down_once_more(&self) -> &'static str;

    /// The line that says which key leads to the other reasons while Enter gives the one before again.
    fn other_reasons_line(&self) -> &'static str;

    /// Heading of the question whether other answers may stop counting.
    fn hides_answers(&self) -> &'static str;

    /// The line that lets them.
    fn hide_them(&self) -> &'static str;

    /// The line that gives a change up.
    fn keep_old_value(&self) -> &'static str;

    /// The line that leaves the day of a visit as it is.
    fn keep_old_day(&self) -> &'static str;

    /// Heading of the question whether the rest of a section is filled in.
    fn rest_absent(&self) -> &'static str;

    /// Asks whether the empty fields of a section get what means none there: each by its label, with the word that is
    /// stored.
    fn set_rest_absent(
        &self,
        section: &str,
        set: &[(String, String)],
        no_answer: &[String],
        text: &[String],
    ) -> String;

    /// The line that sets all of them.
    fn all_absent(&self, set: &[(String, String)]) -> String;

    /// The line that says no.
    fn no(&self) -> &'static str;

    /// Heading of the question about a visit outside of its window.
    fn outside_window(&self) -> &'static str;

    /// The line that opens the visit.
    fn open_all_the_same(&self) -> &'static str;

    /// The line that begins a late entry.
    fn entered_from_paper(&self) -> &'static str;

    /// Heading of the reasons for a late entry.
    fn late(&self) -> &'static str;

    /// Asks why a visit is entered late.
    fn why_entered_late(&self, observed_at: DateTime<FixedOffset>) -> String;

    /// Heading of the question whether to enrol.
    fn enrol(&self) -> &'static str;

    /// Asks to check id and initials.
    fn check_against_source(&self) -> &'static str;

    /// Says of a participant that the initials, the year of birth and the sex are the same.
    fn same_person(&self, id: &ParticipantId, enrolled_on: NaiveDate) -> String;

    /// The line that enrols somebody who is alike.
    fn enrol_somebody_else(&self) -> &'static str;

    /// Why somebody is enrolled who is like these participants, one at the least.
    fn not_the_same_as(&self, ids: &[&str]) -> String;

    /// The line that enrols.
    fn do_enrol(&self) -> &'static str;

    /// The line that goes back to the form.
    fn back_to_form(&self) -> &'static str;

    /// Heading of the filters.
    fn which_participants(&self) -> &'static str;

    /// Heading of the orders.
    fn sort_by(&self) -> &'static str;

    /// How many lines of a list are above and below those in sight; one of them at the least is not 0.
    fn more_lines(&self, above: usize, below: usize) -> String;

    /// Heading of the offer to go on.
    fn go_on_where_you_were(&self) -> &'static str;

    /// Said below the offer to go on.
    fn leaves_it_waiting(&self) -> &'static str;

    /// The line that goes on.
    fn go_on_there(&self) -> &'static str;

    /// The line that forgets what waits.
    fn forget_it(&self) -> &'static str;

    /// Stands before the words that narrow the menu.
    fn narrowed_by(&self) -> &'static str;

    /// The line that says what Enter does while no digit answers.
    fn enter_line(&self, enter: EnterOpens) -> &'static str;

    /// The line that says what Backspace does while no digit answers.
    fn backspace_line(&self, enter: EnterOpens) -> &'static str;

    /// Said when the words narrow the menu to nothing.
    fn no_line_has_these_words(&self) -> &'static str;

    /// Said when a digit is typed that answers nothing yet.
    fn needs_enter(&self, enter: EnterOpens) -> &'static str;

    /// The same where an Enter at once would belong to the digit, and opens nothing.
    fn in_a_moment(&self, needs_enter: &str) -> String;

    /// What a key does, but not at once: what comes right behind a digit belongs to that digit.
    fn not_at_once(&self, words: &str) -> String;

    /// Said when the Enter that belongs to the digit typed opens nothing.
    fn enter_once_more(&self, enter: EnterOpens) -> &'static str;

    /// The same where a line is chosen, by its label.
    fn enter_once_more_chooses(&self, line: &str) -> String;

    /// Said of a key that came at once behind the Enter that opened the lines, before anybody could read them.
    fn lines_just_came_up(&self) -> &'static str;

    /// Said of a key that marked its line.
    fn enter_takes_line(&self, key: char) -> String;

    /// Said of a word that chooses nothing, since it is longer than a key or no key of a line.
    fn word_is_no_line(&self, word: &str) -> String;

    /// Said when a key chooses nothing.
    fn press_a_key_shown(&self) -> &'static str;

    /// Said of a key that was typed before a question was on the screen.
    fn typed_before_it_was_seen(&self) -> &'static str;

    /// Said behind that of the keys that a question did not take, two or more.
    fn keys_not_taken(&self, keys: usize) -> String;

    /// Heading of the form that comes before the visit that was meant.
    fn comes_first(&self, form: &str) -> String;

    /// The line that opens that form.
    fn open_it_now(&self) -> &'static str;

    /// What Enter does, while no digit answers.
    fn enter_word(&self, enter: EnterOpens) -> &'static str;

    /// The same where an Enter at once would belong to the digit typed.
    fn enter_word_soon(&self, enter: EnterOpens) -> &'static str;

    /// What Backspace does, while no digit answers.
    fn backspace_word(&self, enter: EnterOpens) -> &'static str;

    /// What Enter does in the menu.
    fn open_word(&self) -> &'static str;

    /// What Backspace does to the words that narrow the menu.
    fn less_word(&self) -> &'static str;

    /// What `/` does in the menu.
    fn narrow_word(&self) -> &'static str;

    /// What the keys of the lines do.
    fn choose_word(&self) -> &'static str;
}
