//! The words of the screen of `screens::sign`.

use crate::text::English;
use crate::text::screens::sign::{Part, Sign};
use chrono::NaiveDate;

impl Sign for English {
    fn sign_title(&self) -> &'static str {
        "Sign"
    }

    fn what_is_signed(&self) -> &'static str {
        "What is signed"
    }

    fn signed_part(&self, part: Part) -> &'static str {
        match part {
            Part::Participant => "Participant",
            Part::Visit => "Visit",
            Part::Answers => "Answers",
            Part::Content => "Content",
            Part::PrintedName => "Printed name",
            Part::Meaning => "Meaning",
        }
    }

    fn signed_visit(&self, visit: &str, held: NaiveDate) -> String {
        format!("{visit}, held on {held}")
    }

    fn signed_answers(&self, answers: usize, forms: usize) -> String {
        format!("{answers} in {forms} forms")
    }

    fn what_signature_means(&self) -> &'static str {
        "What does your signature mean?"
    }

    fn press_a_meaning(&self) -> &'static str {
        "Press 1, 2 or 3."
    }

    fn choose_passphrase(&self) -> &'static str {
        "You have no passphrase yet. Choose one: several words that you remember do well."
    }

    fn repeat_passphrase(&self) -> &'static str {
        "Type the new passphrase once more."
    }

    fn sign_by_passphrase(&self) -> &'static str {
        "Type your passphrase and press Enter to sign."
    }

    fn passphrase_to_sign(&self) -> &'static str {
        "Passphrase: "
    }

    fn server_checks_signature(&self) -> &'static str {
        "The server is checking it."
    }

    fn digit_chooses_meaning(&self) -> &'static str {
        "choose"
    }

    fn enter_goes_on(&self) -> &'static str {
        "go on"
    }

    fn enter_signs(&self) -> &'static str {
        "sign"
    }

    fn visit_not_stored(&self) -> &'static str {
        "This visit is not stored yet."
    }

    fn perhaps_signed(&self) -> &'static str {
        "There is no connection. When the study is reached again, look whether it is signed, and type your passphrase again if it is not."
    }

    fn changed_while_signing(&self) -> &'static str {
        "The visit changed while you were signing. Go back, review it again, then sign."
    }

    fn passphrases_differ(&self) -> &'static str {
        "The two differ. Type a new passphrase again."
    }

    fn not_all_saved_to_sign(&self) -> &'static str {
        "Not everything is saved yet. Wait for \"saved\", then type it again."
    }

    fn passphrase_is_set(&self) -> &'static str {
        "Your passphrase is set. Type it once more to sign."
    }

    fn passphrase_was_set(&self) -> &'static str {
        "You have a passphrase already. Type that one to sign."
    }

    fn signed_by(&self, name: &str, meaning: Option<&str>) -> String {
        match meaning {
            Some(meaning) => format!("Signed by {name}: {meaning}."),
            None => format!("Signed by {name}."),
        }
    }
}
