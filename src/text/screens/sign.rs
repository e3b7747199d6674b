//! The words of the screen of `screens::sign`.

use chrono::NaiveDate;

/// What is named of a visit to be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whose visit it is.
    Participant,
    /// Which visit it is, and its day.
    Visit,
    /// How many answers it has.
    Answers,
    /// The hash of what is signed.
    Content,
    /// The name and role of the signer.
    PrintedName,
    /// What the signature means.
    Meaning,
}

/// The words of the screen of `screens::sign`.
pub trait Sign {
    /// Names the screen in the header.
    fn sign_title(&self) -> &'static str;

    /// Heads what is signed.
    fn what_is_signed(&self) -> &'static str;

    /// Names a part of what is signed; at most 13 columns.
    fn signed_part(&self, part: Part) -> &'static str;

    /// Says which visit is signed, and when it was held.
    fn signed_visit(&self, visit: &str, held: NaiveDate) -> String;

    /// Says how many answers are signed, in how many forms.
    fn signed_answers(&self, answers: usize, forms: usize) -> String;

    /// Asks what the signature means.
    fn what_signature_means(&self) -> &'static str;

    /// Said to who presses another key than that of a meaning.
    fn press_a_meaning(&self) -> &'static str;

    /// Asks for a first passphrase.
    fn choose_passphrase(&self) -> &'static str;

    /// Asks for the same once more.
    fn repeat_passphrase(&self) -> &'static str;

    /// Asks for the passphrase that signs.
    fn sign_by_passphrase(&self) -> &'static str;

    /// Stands before the passphrase being typed.
    fn passphrase_to_sign(&self) -> &'static str;

    /// Said while the server looks at it.
    fn server_checks_signature(&self) -> &'static str;

    /// Says what a digit does below the meanings, in a word.
    fn digit_chooses_meaning(&self) -> &'static str;

    /// Says what Enter does below a new passphrase, in a word or two.
    fn enter_goes_on(&self) -> &'static str;

    /// Says what Enter does below the passphrase, in a word.
    fn enter_signs(&self) -> &'static str;

    /// Said of a visit of which nothing is stored.
    fn visit_not_stored(&self) -> &'static str;

    /// Says what to do when nobody knows whether a signature, or a new passphrase, arrived.
    fn perhaps_signed(&self) -> &'static str;

    /// Says that the visit changed since it was looked at, and what to do.
    fn changed_while_signing(&self) -> &'static str;

    /// Says that a new passphrase was typed in two ways.
    fn passphrases_differ(&self) -> &'static str;

    /// Says that nothing is signed before all is saved.
    fn not_all_saved_to_sign(&self) -> &'static str;

    /// Says that the new passphrase is set, and what to do next.
    fn passphrase_is_set(&self) -> &'static str;

    /// Says that there was a passphrase already, and what to do next.
    fn passphrase_was_set(&self) -> &'static str;

    /// Says that a visit is signed: by whom, and as what where that is known.
    fn signed_by(&self, name: &str, meaning: Option<&str>) -> String;
}
