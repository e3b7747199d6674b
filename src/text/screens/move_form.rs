//! The words of the screen of `screens::move_form`.

/// The words of the screen of `screens::move_form`.
pub trait MoveForm {
    /// Heading of the questions.
    fn move_form(&self) -> &'static str;

    /// Asks for a form, where the cursor is on none.
    fn choose_form_to_move(&self) -> &'static str;

    /// Said when a form of a visit was picked up: how it is put down.
    fn picked_up(&self, form: &str, visit: &str) -> String;

    /// Said when a form was picked up that is hidden until it is entered at `next`: where it can be put down.
    fn picked_up_unseen(&self, form: &str, visit: &str, next: &str) -> String;

    /// Says that the answers of a hidden form are moved as they stand.
    fn moved_unseen(&self) -> &'static str;

    /// Said when it was let go where it stands.
    fn let_go(&self, form: &str) -> String;

    /// Said where the cursor is on another form than the one that was picked up from a participant.
    fn put_down_on(&self, form: &str, from: &str) -> String;

    /// Says which form would be moved, from where and to where.
    fn moves_from_to(&self, form: &str, from: &str, to: &str) -> String;

    /// Asks why it is moved.
    fn why_moved(&self) -> &'static str;

    /// Asks whether it is moved.
    fn move_it(&self) -> &'static str;

    /// The line that moves it, and the one that goes back.
    fn move_or_not(&self) -> [&'static str; 2];

    /// Said when it was sent.
    fn form_was_moved(&self, form: &str, participant: &str, visit: &str) -> String;
}
