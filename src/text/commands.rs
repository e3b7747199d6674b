//! What commands print, besides the views that they share with the screens.

pub mod copies;
pub mod dictionary;
pub mod heads;
pub mod login;
pub mod names;
pub mod qualify;
pub mod reach;
pub mod users;

/// What all commands print.
pub trait Commands:
    copies::Copies
    + dictionary::Dictionary
    + heads::Heads
    + login::Login
    + names::Names
    + qualify::Qualify
    + reach::Reach
    + users::Users
{
}
