//! The words of the screen of `screens::review`.

use chrono::NaiveDate;

/// The words of the screen of `screens::review`.
pub trait Review {
    /// Names the screen in the header.
    fn review_title(&self) -> &'static str;

    /// Says at a visit that was not begun what it is called.
    fn review_not_begun(&self, visit: &str) -> String;

    /// Says when a visit was held and how many of its forms are complete.
    fn review_progress(
        &self,
        visit: &str,
        held: NaiveDate,
        complete: usize,
        forms: usize,
    ) -> String;

    /// Says in short who signed a visit when, and as what.
    fn newest_signature(&self, day: NaiveDate, name: &str, meaning: &str) -> String;

    /// Says in short that the signature of somebody does not stand any more, and what to do.
    fn void_signature(&self, name: &str) -> String;

    /// Says that text waits in a field, being no answer.
    fn text_not_accepted(&self, text: &str) -> String;

    /// Heads the points that are open.
    fn review_open(&self, points: usize) -> String;

    /// Said where no point is open.
    fn review_nothing_open(&self) -> &'static str;

    /// Heads the points that were decided.
    fn review_decided(&self, points: usize) -> String;

    /// Heads what is asked about the rows of the logs.
    fn review_logs(&self, points: usize) -> String;

    /// Heads what can be done with the visit.
    fn review_acts(&self) -> &'static str;

    /// Offers to sign the visit.
    fn sign_this_visit(&self) -> &'static str;

    /// Says to who may not sign who signs.
    fn who_signs(&self) -> &'static str;

    /// Says to who may not lock who locks.
    fn who_locks(&self) -> &'static str;

    /// Says that nothing is signed without a connection.
    fn no_signing_unconnected(&self) -> &'static str;

    /// Says that nothing is signed before all is saved.
    fn no_signing_unsaved(&self) -> &'static str;

    /// Says how many points stand in the way of a signature; 1 or more.
    fn no_signing_open(&self, points: usize) -> String;
}
