//! The words of the screen of `screens::unbegin`.

use crate::text::English;
use crate::text::en::count;
use crate::text::screens::unbegin::Unbegin;
use chrono::NaiveDate;

impl Unbegin for English {
    fn unbegin(&self) -> &'static str {
        "Begun by mistake"
    }

    fn no_longer_counts(
        &self,
        visit: &str,
        day: NaiveDate,
        answers: usize,
        signatures: usize,
    ) -> String {
        let answers = count(answers, "answer");
        let signed = match signatures {
            0 => String::new(),
            signatures => format!(" and {}", count(signatures, "signature")),
        };
        format!("{visit} of {day}: {answers}{signed} would count no more. The trail keeps them.")
    }

    fn queries_go_with_it(&self, queries: usize) -> String {
        let queries = match queries {
            1 => "1 query that is not closed goes".to_owned(),
            queries => format!("{queries} queries that are not closed go"),
        };
        format!("{queries} with it: whoever asked is to be told.")
    }

    fn answers_not_seen(&self, form: &str, answers: u16) -> String {
        let answers = count(usize::from(answers), "answer");
        format!("{form}: {answers} that you do not see yet")
    }

    fn why_by_mistake(&self) -> &'static str {
        "Why was this visit begun by mistake?"
    }

    fn take_out(&self) -> &'static str {
        "Is the visit to be open again, without all of this?"
    }

    fn unbegin_it(&self) -> [&'static str; 2] {
        ["yes, none of it counts", "no, back to the reason"]
    }

    fn list_goes_on(&self) -> &'static str {
        "Page-Down and Page-Up show the rest of the list."
    }

    fn is_open_again(&self, visit: &str) -> String {
        format!("{visit} is open again; what was entered at it counts no more.")
    }

    fn visit_is_gone(&self, visit: &str, text: &str) -> String {
        let text = match text {
            "" => String::new(),
            text => format!(" \"{text}\" was typed there and is not saved."),
        };
        format!("{visit} was begun by mistake and counts no more.{text}")
    }

    fn typed_and_gone(&self, text: &str) -> String {
        format!("Typed and not saved, and gone with it: \"{text}\"")
    }

    fn not_begun_here(&self, visit: &str) -> String {
        format!(
            "{visit} was not begun. The facts of the enrolment are corrected from the list of visits."
        )
    }

    fn not_all_saved(&self) -> &'static str {
        "Something that you entered is not saved yet: wait until it is."
    }
}
