//! The words of the screen of `screens::drafts`.

use crate::domain::record::query::Step;
use crate::text::English;
use crate::text::screens::addition::Addition;
use crate::text::screens::drafts::Drafts;
use crate::text::screens::drafts::TypedFor;

impl Drafts for English {
    fn drafts_waiting(&self, texts: usize) -> String {
        let texts = match texts {
            1 => "1 text".to_owned(),
            texts => format!("{texts} texts"),
        };
        format!("Typed and not saved: {texts}; Enter goes there")
    }

    fn no_longer_asked(&self) -> &'static str {
        ", no longer asked"
    }

    fn forgotten_here(&self) -> &'static str {
        ", forgotten"
    }

    fn draft_not_asked(&self, forget: Option<&str>) -> String {
        let forget = forget.map_or_else(String::new, |key| format!(" {key} forgets the text."));
        format!("This field is no longer asked, so that nothing leads there.{forget}")
    }

    fn field_not_asked(&self, label: &str, text: &str, list: Option<&str>) -> String {
        let list = list.map_or_else(String::new, |key| {
            format!(" The list of texts, key {key} on a list, can forget it.")
        });
        format!("{label} is no longer asked; \"{text}\" waits there unseen.{list}")
    }

    fn draft_forgotten(&self, back: Option<&str>) -> String {
        let back = back.map_or_else(String::new, |key| {
            format!(" {key} brings it back, as long as this list is open.")
        });
        format!("The text is forgotten.{back}")
    }

    fn draft_is_forgotten(&self) -> &'static str {
        "This text was forgotten."
    }

    fn draft_waits_again(&self) -> &'static str {
        "The text waits again."
    }

    fn forget_word(&self) -> &'static str {
        "forget it"
    }

    fn bring_back_word(&self) -> &'static str {
        "bring it back"
    }

    fn no_draft_waits(&self) -> &'static str {
        "Nothing typed is unsaved."
    }

    fn draft_of_new(&self) -> &'static str {
        "new"
    }

    fn draft_in_log(&self) -> &'static str {
        "log"
    }

    fn draft_place(
        &self,
        form: &str,
        row: Option<u32>,
        field: &str,
        (typed_for, value): (&TypedFor, Option<&str>),
    ) -> String {
        let row = row.map_or_else(String::new, |row| format!(" {row}"));
        let words = match (typed_for, value, self.typed_for(typed_for)) {
            (TypedFor::Keep(_), Some(value), _) => format!(", why {value} stays"),
            (TypedFor::Why(_), Some(value), words) => format!(", {words} to {value}"),
            (_, _, "") => String::new(),
            (_, _, words) => format!(", {words}"),
        };
        format!("{form}{row}, {field}{words}")
    }

    fn typed_for(&self, typed_for: &TypedFor) -> &'static str {
        match typed_for {
            TypedFor::Answer => "",
            TypedFor::Note => "note",
            TypedFor::Query(_, Step::Open) => "query",
            TypedFor::Query(..) => "words of a query",
            TypedFor::Missing(_) => "why there is no value",
            TypedFor::Keep(_) => "why the value stays",
            TypedFor::Why(_) => "reason for the change",
            TypedFor::Outside => "why the visit is outside its window",
            TypedFor::HeldOn => "day of the visit",
            TypedFor::HeldAt(_) => "time of the visit",
            TypedFor::Late(_) => "why it is entered late",
            TypedFor::NewDay => "another day of the visit",
            TypedFor::Day(_) => "why the day is changed",
            TypedFor::Participation(_) => "words of the participation",
            TypedFor::Unbegin => "why the visit was begun by mistake",
            TypedFor::Move => "why the form is moved",
            TypedFor::Judging(_) => "what is said of a deviation",
            TypedFor::Addition(Addition::Consent) => "the version that was consented to",
            TypedFor::Addition(Addition::Unscheduled | Addition::EarlyEnd) => {
                "what an unscheduled visit is for"
            }
            TypedFor::Correction => "reason for the correction",
            TypedFor::Lock => "reason for the lock",
            TypedFor::Unlock => "reason for unlocking",
        }
    }

    fn words_wait(&self, typed_for: &TypedFor) -> &'static str {
        match typed_for {
            TypedFor::HeldOn | TypedFor::HeldAt(_) => {
                "It stands in the question when the visit was, when that is asked again."
            }
            TypedFor::NewDay => "It stands in its line when the day of the visit is changed again.",
            TypedFor::Answer
            | TypedFor::Note
            | TypedFor::Query(..)
            | TypedFor::Missing(_)
            | TypedFor::Keep(_)
            | TypedFor::Why(_)
            | TypedFor::Outside
            | TypedFor::Late(_)
            | TypedFor::Day(_)
            | TypedFor::Participation(_)
            | TypedFor::Correction
            | TypedFor::Unbegin
            | TypedFor::Move
            | TypedFor::Addition(_)
            | TypedFor::Judging(_)
            | TypedFor::Lock
            | TypedFor::Unlock => "The words stand in their line when it is opened again.",
        }
    }

    fn typed_before(&self, deletes: Option<&str>) -> String {
        match deletes {
            Some(key) => format!("This was typed before and is not saved: {key} deletes it."),
            None => "This was typed before and is not saved.".to_owned(),
        }
    }

    fn day_typed_before(&self) -> &'static str {
        "This was typed before and is not saved: Enter takes it, a digit begins anew."
    }
}
