//! The words of what stands around every screen: header, footer, notices of the whole program.

use crate::domain::record::user::Role;
use crate::text::English;
use crate::text::commands::users::Users as _;
use crate::text::en::{code_point, count};
use crate::text::screens::around::{Around, Done, WayToAmendment};
use chrono::{DateTime, FixedOffset, NaiveTime};

impl Around for English {
    fn paste_answers_nothing(&self) -> &'static str {
        "A paste does not answer this; use the keys."
    }

    fn line_is_full(&self, most: usize) -> String {
        format!("The line is full: at most {most} characters are stored here.")
    }

    fn paste_is_too_long(&self, characters: usize, room: usize) -> String {
        format!(
            "Not pasted: it has {characters} characters, and {room} more can be stored here. Paste less."
        )
    }

    fn character_is_unseen(&self, c: char) -> String {
        format!(
            "This has a character that nobody sees ({}). Take it out.",
            code_point(c)
        )
    }

    fn paste_was_too_long(&self) -> &'static str {
        "Not pasted: it is longer than anything that is stored here. Paste less."
    }

    fn paste_has_character(&self, c: char) -> String {
        if c == char::REPLACEMENT_CHARACTER {
            return "Not pasted: parts of it are no text. Type it, or paste it from elsewhere."
                .to_owned();
        }
        format!(
            "Not pasted: it has a character that nobody sees ({}). Type the words, or paste them without it.",
            code_point(c)
        )
    }

    fn character_not_stored(&self, c: char) -> String {
        format!(
            "Not saved: this has a character that nobody sees ({}). Take it out.",
            code_point(c)
        )
    }

    fn line_fills(&self, characters: usize, most: usize) -> String {
        format!("{characters} of {most} characters.")
    }

    fn says_nothing(&self) -> &'static str {
        "This says nothing; write the reason in words."
    }

    fn words_are_too_long(&self, characters: usize, most: usize) -> String {
        format!(
            "Not saved: this has {characters} characters, and at most {most} are stored here. Shorten it."
        )
    }

    fn only_reads(&self, roles: &[Role]) -> String {
        match roles {
            [] => "You have no role in this study, so that you can only read.".to_owned(),
            roles => {
                let words: Vec<&str> = roles.iter().map(|role| self.role(*role)).collect();
                format!("Your role, {}, reads only.", words.join(" and "))
            }
        }
    }

    fn history_closed(&self) -> &'static str {
        "A new day has begun and may hide other answers: open the history again."
    }

    fn roles_changed(&self, roles: &[Role]) -> String {
        match roles {
            [] => "A manager took your roles away: you can only read from now on.".to_owned(),
            roles => {
                let words: Vec<&str> = roles.iter().map(|role| self.role(*role)).collect();
                let words = words.join(" and ");
                format!("A manager changed your roles. From now on you are {words}.")
            }
        }
    }

    fn form_hidden(&self, form: &str, next: Option<&str>) -> String {
        match next {
            Some(visit) => format!(
                "{form} of this visit is hidden until {form} is entered at {visit}. Enter it there first."
            ),
            None => format!(
                "{form} of this visit is hidden: the study does not show it once a later visit has begun."
            ),
        }
    }

    fn form_hidden_until_signed(&self, form: &str, visit: &str) -> String {
        format!(
            "{form} of this visit is hidden: {form} has no value at {visit}. It is seen once it has one there, or {visit} is signed."
        )
    }

    fn field_is_of_roles(&self, label: &str, roles: &[Role]) -> String {
        let roles: Vec<&str> = roles.iter().map(|role| self.role(*role)).collect();
        format!(
            "\"{label}\" is answered by the role {} only.",
            roles.join(" or ")
        )
    }

    fn saves_again(&self) -> &'static str {
        "The study takes entries again; what was not saved is sent now."
    }

    fn leaving(&self, may_be_lost: bool) -> &'static str {
        match may_be_lost {
            true => "What is not saved is lost if you leave now. Press the key once more to leave.",
            false => "Leaving once all is saved. Press the key once more to leave at once.",
        }
    }

    fn waiting_given_up(&self) -> &'static str {
        "Waiting for it was given up."
    }

    fn keys_dropped(&self, keys: usize) -> String {
        format!("{} typed meanwhile did nothing.", count(keys, "key"))
    }

    fn too_many_keys_wait(&self, most: usize) -> String {
        format!("At most {most} keys wait for the study; further keys are ignored.")
    }

    fn change_of_other(
        &self,
        name: Option<&str>,
        done: &Done,
        at: Option<DateTime<FixedOffset>>,
    ) -> String {
        let name = name.unwrap_or("somebody");
        let done = match done {
            Done::Saved(answer) => format!("saved {answer}"),
            Done::Emptied => "emptied it".to_owned(),
            Done::Noted(text) => format!("noted \"{text}\""),
            Done::NoteRemoved => "removed the note".to_owned(),
        };
        match at {
            Some(at) => format!("{name} {done} at {}", at.format("%H:%M")),
            None => format!("{name} {done}"),
        }
    }

    fn somebody_noted(&self) -> &'static str {
        "somebody else wrote a note"
    }

    fn note_waits(&self, label: &str, who: &str) -> String {
        format!("{label}: {who} first; your note is not saved: press the key for notes.")
    }

    fn not_emptied(&self, label: &str, who: &str) -> String {
        format!("{label}: {who} first; it was not emptied.")
    }

    fn answer_waits(&self, label: &str, who: &str, own: &str) -> String {
        format!("{label}: {who} first; your {own} waits in the field.")
    }

    fn fields_left(&self, fields: usize, by: Option<&str>) -> String {
        let (fields, them) = match fields {
            1 => ("1 field is".to_owned(), "it"),
            _ => (format!("{} are", count(fields, "field")), "them"),
        };
        let by = by.unwrap_or("somebody else");
        format!("{fields} left as {by} saved {them} first.")
    }

    fn others_were_faster(&self) -> &'static str {
        "Somebody else was faster; what stands is shown."
    }

    fn your_text_stays(&self, who: &str) -> String {
        format!("{who} here; your text stays.")
    }

    fn enrolment_waits(&self) -> &'static str {
        "The enrolment waits for you."
    }

    fn enrolment_goes_on(&self) -> &'static str {
        "The enrolment begun before goes on; check each field."
    }

    fn back_at(&self, place: &str) -> String {
        format!("Back at {place}.")
    }

    fn one_step_back(&self, place: &str) -> String {
        format!("One step back is {place}.")
    }

    fn no_finder_offline(&self) -> &'static str {
        "The participants cannot be read without a connection; what is open here stays."
    }

    fn no_such_participant(&self) -> &'static str {
        "This participant is not in the record."
    }

    fn this_is_help(&self, back: Option<&str>) -> String {
        match back {
            Some(keys) => format!("This is the help: {keys} leaves it."),
            None => "This is the help.".to_owned(),
        }
    }

    fn goes_on(&self, help: Option<&str>) -> String {
        help.map_or_else(String::new, |key| format!("{key} more"))
    }

    fn text_waits_at(&self, participant: Option<&str>) -> String {
        match participant {
            Some(id) => format!("What you typed for {id} waits in its field, not saved."),
            None => "The enrolment that you began waits, not saved.".to_owned(),
        }
    }

    fn text_waits_elsewhere(&self, fields: usize) -> String {
        format!("Text waits in {} too.", count(fields, "other field"))
    }

    fn more_waits_there(&self, typed_for: &[&str]) -> String {
        format!("In this field waits too: {}.", typed_for.join(", "))
    }

    fn enter_goes_on_there(&self) -> &'static str {
        "Enter goes on there; the id or initials of somebody else find them."
    }

    fn place_is_gone(&self) -> &'static str {
        "The place where you were is not in this study any more."
    }

    fn demo_mark(&self) -> &'static str {
        "DEMO"
    }

    fn finder_title(&self) -> &'static str {
        "Find"
    }

    fn screen_too_small(&self, needed: (u16, u16), has: (u16, u16)) -> String {
        format!(
            "coreset needs {} columns and {} rows; this screen has {} and {}. Nothing is lost; keys do nothing until the window is larger.",
            needed.0, needed.1, has.0, has.1
        )
    }

    fn no_connection(&self, waiting: usize) -> String {
        match waiting {
            0 => "NO CONNECTION".to_owned(),
            waiting => format!("NO CONNECTION: {waiting} waiting"),
        }
    }

    fn silent_with(&self, waiting: usize) -> String {
        match waiting {
            0 => "NO ANSWER".to_owned(),
            waiting => format!("NO ANSWER: {waiting} waiting"),
        }
    }

    fn server_is_silent(&self) -> &'static str {
        "The study's server does not answer. What you typed is kept, and saved when it answers."
    }

    fn not_saved_yet(&self, waiting: usize) -> String {
        format!("NOT SAVED: {waiting} waiting")
    }

    fn saving_now(&self) -> &'static str {
        "saving"
    }

    fn all_saved(&self, entry: u64, at: NaiveTime) -> String {
        format!("saved #{entry} {}", at.format("%H:%M:%S"))
    }

    fn backup_ages(&self, backup: Option<i64>, restore: Option<i64>) -> String {
        format!("backup {}, restore tested {}", ago(backup), ago(restore))
    }

    fn own_head_missing(&self, seq: u64) -> String {
        format!(
            "Nothing is saved from here: entry {seq}, which this account was told is stored, is not in the record. Tell a manager: coreset verify, then coreset head accept {seq}."
        )
    }

    fn head_missing(&self, user: &str, seq: u64, stops: bool) -> String {
        let front = match stops {
            true => "Nothing is saved: ",
            false => "",
        };
        format!(
            "{front}{user} was told that entry {seq} is stored, and the record lacks it. Tell a manager: coreset verify, then coreset head accept {seq}."
        )
    }

    fn head_accepted(&self, seq: u64, at: DateTime<FixedOffset>) -> String {
        format!(
            "Entries up to {seq} were told and are missing; a manager accepted that on {}. Check your last entries; enter again what is missing.",
            at.format("%-d %b %Y")
        )
    }

    fn head_restored(&self, seq: u64, entries: u64, at: DateTime<FixedOffset>) -> String {
        format!(
            "Restored on {} from a backup of {entries} entries; this account was told of {seq}. Check your last entries; enter again what is missing.",
            at.format("%-d %b %Y")
        )
    }

    fn keeps_no_head(&self, why: &str) -> String {
        format!(
            "A record that was cut would not be noticed here: make the home of this account writable, or set XDG_STATE_HOME ({why})."
        )
    }

    fn connection_lost(&self, reason: &str) -> String {
        let reason = reason.trim();
        let (reason, end) = match reason.chars().last() {
            None => ("The connection is lost", "."),
            Some('.' | '!' | '?') => (reason, ""),
            Some(_) => (reason, "."),
        };
        format!("{reason}{end} Go on typing; all is sent when the study is reached again.")
    }

    fn connected_again(&self, sends: bool) -> &'static str {
        match sends {
            true => "Connected again; what waited is sent.",
            false => "Connected again.",
        }
    }

    fn protocol_changed(&self) -> &'static str {
        "The study's protocol was changed. Leave coreset and start it again."
    }

    fn amendment_waits(&self, version: u32, key: Option<&str>, way: WayToAmendment) -> String {
        let see = match (way, key) {
            (WayToAmendment::Here, _) => String::new(),
            (WayToAmendment::Key, Some(key)) => format!(" {key} shows them."),
            (WayToAmendment::KeyTwice, Some(key)) => format!(" {key} {key} shows them."),
            (WayToAmendment::InList, Some(key)) => format!(" {key} in a list shows them."),
            (_, None) => " See: coreset amend".to_owned(),
        };
        format!("Changed study files wait; version {version} goes on.{see}")
    }

    fn study_amended(&self, version: u32) -> String {
        format!(
            "The study was amended (version {version}). Visits that were begun stay as they were begun."
        )
    }

    fn typed_at(&self, text: &str, note: bool) -> String {
        match (text, note) {
            ("", false) => String::new(),
            ("", true) => ", with a note begun".to_owned(),
            (text, _) => format!(", with \"{text}\" open"),
        }
    }
}

/// Returns how long ago something was.
fn ago(days: Option<i64>) -> String {
    match days {
        None => "never".to_owned(),
        Some(0) => "today".to_owned(),
        Some(days) => format!("{days} d ago"),
    }
}
