//! The words of what stands around every screen: header, footer, notices of the whole program.

use crate::domain::record::user::Role;
use chrono::{DateTime, FixedOffset, NaiveTime};

/// What somebody else did to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Saved this answer.
    Saved(String),
    /// Emptied it.
    Emptied,
    /// Wrote this note on it.
    Noted(String),
    /// Removed the note on it.
    NoteRemoved,
}

/// How the key of the study leads to what waits to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayToAmendment {
    /// It is on the screen.
    Here,
    /// The key shows it.
    Key,
    /// The key shows the study, and there it shows what waits.
    KeyTwice,
    /// The key does nothing here; it does in a list.
    InList,
}

/// The words of what stands around every screen: header, footer, notices of the whole program.
pub trait Around {
    /// Said when text is pasted where keys are wanted.
    fn paste_answers_nothing(&self) -> &'static str;

    /// Said when a character more than are stored is typed.
    fn line_is_full(&self, most: usize) -> String;

    /// Said when a pasted text does not fit into a line.
    fn paste_is_too_long(&self, characters: usize, room: usize) -> String;

    /// Said when words are longer than what is stored.
    fn words_are_too_long(&self, characters: usize, most: usize) -> String;

    /// Said while a line that is typed holds a character that nobody sees.
    fn character_is_unseen(&self, c: char) -> String;

    /// Said when a pasted text was longer than anything that can be stored.
    fn paste_was_too_long(&self) -> &'static str;

    /// Said when a pasted text holds such a character, or U+FFFD for what is no text.
    fn paste_has_character(&self, c: char) -> String;

    /// Said when words hold a character that may not stand where it does.
    fn character_not_stored(&self, c: char) -> String;

    /// Says how full a line is.
    fn line_fills(&self, characters: usize, most: usize) -> String;

    /// Said when a reason has no words in it.
    fn says_nothing(&self) -> &'static str;

    /// Said when a reader tries to change something; no role at all may be given.
    fn only_reads(&self, roles: &[Role]) -> String;

    /// Said when a history was closed because another day has begun.
    fn history_closed(&self) -> &'static str;

    /// Said when a manager has given the user other roles; none at all may be left.
    fn roles_changed(&self, roles: &[Role]) -> String;

    /// Said of a form of an earlier visit that the user does not see yet, with the visit at which it is entered first;
    /// without one the study does not show it while later visits are assessed.
    fn form_hidden(&self, form: &str, next: Option<&str>) -> String;

    /// Says why a form cannot be seen whose measure is missing at a later visit, and what to do.
    fn form_hidden_until_signed(&self, form: &str, visit: &str) -> String;

    /// Said when a field is answered by others.
    fn field_is_of_roles(&self, label: &str, roles: &[Role]) -> String;

    /// Said at the key that leaves while something is not saved yet.
    fn leaving(&self, may_be_lost: bool) -> &'static str;

    /// The study takes entries again after a fault; what was refused is being sent.
    fn saves_again(&self) -> &'static str;

    /// Said when what was waited for is given up.
    fn waiting_given_up(&self) -> &'static str;

    /// Said when keys that waited are forgotten.
    fn keys_dropped(&self, keys: usize) -> String;

    /// Said when more keys wait than are kept.
    fn too_many_keys_wait(&self, most: usize) -> String;

    /// Says who did what to a field, and when, as the front of a sentence: `A. Physio saved 7 at 10:32`.
    fn change_of_other(
        &self,
        name: Option<&str>,
        done: &Done,
        at: Option<DateTime<FixedOffset>>,
    ) -> String;

    /// Says that an unknown person wrote a note, as the front of a sentence.
    fn somebody_noted(&self) -> &'static str;

    /// Said when somebody else was faster with a note; `who` says what they did.
    fn note_waits(&self, label: &str, who: &str) -> String;

    /// Said when somebody else changed a field that was to be emptied.
    fn not_emptied(&self, label: &str, who: &str) -> String;

    /// Said when somebody else changed a field that was typed in.
    fn answer_waits(&self, label: &str, who: &str, own: &str) -> String;

    /// Said when several fields are left as somebody else saved them.
    fn fields_left(&self, fields: usize, by: Option<&str>) -> String;

    /// Said when others changed all that was sent.
    fn others_were_faster(&self) -> &'static str;

    /// Said when somebody else changes the field in which something is typed.
    fn your_text_stays(&self, who: &str) -> String;

    /// Added to why an enrolment was refused, when its form is not on the screen.
    fn enrolment_waits(&self) -> &'static str;

    /// Said when an enrolment that was left is gone on with.
    fn enrolment_goes_on(&self) -> &'static str;

    /// Said when a look at somebody else ends.
    fn back_at(&self, place: &str) -> String;

    /// Said when a look at somebody else begins.
    fn one_step_back(&self, place: &str) -> String;

    /// Said when the finder is called without a connection.
    fn no_finder_offline(&self) -> &'static str;

    /// Said when a participant who was to be opened is not in the record.
    fn no_such_participant(&self) -> &'static str;

    /// Said when help is called in the help; `back` are the keys that leave it.
    fn this_is_help(&self, back: Option<&str>) -> String;

    /// Names the key of the help, behind the mark of a notice that is longer than its rows.
    fn goes_on(&self, help: Option<&str>) -> String;

    /// Said when what was typed before waits: in a field of a participant, or in an enrolment.
    fn text_waits_at(&self, participant: Option<&str>) -> String;

    /// Added to the offer to go on when text waits in other fields, too.
    fn text_waits_elsewhere(&self, fields: usize) -> String;

    /// Added to the offer to go on when more waits in that same field: for what it was typed.
    fn more_waits_there(&self, typed_for: &[&str]) -> String;

    /// Said when a character that begins no search is typed at the offer to go on.
    fn enter_goes_on_there(&self) -> &'static str;

    /// Said when the place where the program was left is no longer in the study.
    fn place_is_gone(&self) -> &'static str;

    /// Marks the header of a study that is thrown away; a word.
    fn demo_mark(&self) -> &'static str;

    /// Names the finder in the header.
    fn finder_title(&self) -> &'static str;

    /// Says that the screen is smaller than the program needs: columns and rows.
    fn screen_too_small(&self, needed: (u16, u16), has: (u16, u16)) -> String;

    /// Says that there is no connection, and how many requests wait.
    fn no_connection(&self, waiting: usize) -> String;

    /// Says that the owner does not answer, and how many requests wait.
    fn silent_with(&self, waiting: usize) -> String;

    /// Says that the owner has not answered for 2 s, and what that means for what is typed.
    fn server_is_silent(&self) -> &'static str;

    /// Says that something is not saved, and how many requests wait.
    fn not_saved_yet(&self, waiting: usize) -> String;

    /// Said while something is being saved.
    fn saving_now(&self) -> &'static str;

    /// Says that all is saved: number and time of the newest entry.
    fn all_saved(&self, entry: u64, at: NaiveTime) -> String;

    /// Says how many days ago the last backup was made and the last restore tested; `None` for never.
    fn backup_ages(&self, backup: Option<i64>, restore: Option<i64>) -> String;

    /// Says that the record lacks an entry which this account was told, that nothing is saved, and what to do.
    fn own_head_missing(&self, seq: u64) -> String;

    /// Says that the record lacks an entry which another user was told, whether nobody saves, and what to do.
    fn head_missing(&self, user: &str, seq: u64, stops: bool) -> String;

    /// Says that a manager accepted that entries up to one are missing, and what to do.
    fn head_accepted(&self, seq: u64, at: DateTime<FixedOffset>) -> String;

    /// Says that the study was restored from a backup that ends before what this account was told, and what to do.
    fn head_restored(&self, seq: u64, entries: u64, at: DateTime<FixedOffset>) -> String;

    /// Says that this account keeps no head, why, and what to do.
    fn keeps_no_head(&self, why: &str) -> String;

    /// Says why there is no connection any more, which is empty when it is not known, and that typing can go on.
    fn connection_lost(&self, reason: &str) -> String;

    /// Says that there is a connection again, and whether something waited for it.
    fn connected_again(&self, sends: bool) -> &'static str;

    /// Says that the study's protocol was changed meanwhile, and what to do.
    fn protocol_changed(&self) -> &'static str;

    /// Says that changed files of the study wait to be accepted, which version goes on, and by which key they are shown
    /// from where this is said.
    fn amendment_waits(&self, version: u32, key: Option<&str>, way: WayToAmendment) -> String;

    /// Says that the study was amended, and which version is in force.
    fn study_amended(&self, version: u32) -> String;

    /// Added to a place: what was typed there, or that a note was begun.
    fn typed_at(&self, text: &str, note: bool) -> String;
}
