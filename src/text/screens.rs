//! The words of the screens, a trait for each.

pub mod addition;
pub mod around;
pub mod change;
pub mod correction;
pub mod deviations;
pub mod drafts;
pub mod form;
pub mod goto;
pub mod help;
pub mod history;
pub mod judging;
pub mod late_entry;
pub mod lock;
pub mod logs;
pub mod move_form;
pub mod note;
pub mod participant;
pub mod participants;
pub mod participation;
pub mod passphrase;
pub mod picker;
pub mod presence;
pub mod queries;
pub mod review;
pub mod screen_lock;
pub mod sign;
pub mod study;
pub mod timeline;
pub mod unbegin;
pub mod visit;

/// The words of all screens.
pub trait Screens:
    addition::AdditionWords
    + around::Around
    + change::Change
    + correction::Correction
    + deviations::Deviations
    + drafts::Drafts
    + form::Form
    + goto::Goto
    + help::Help
    + history::History
    + judging::Judging
    + late_entry::LateEntry
    + lock::Lock
    + logs::Logs
    + move_form::MoveForm
    + note::Note
    + participant::Participant
    + participants::Participants
    + participation::Participation
    + passphrase::Passphrase
    + picker::Picker
    + presence::Presence
    + queries::Queries
    + review::Review
    + screen_lock::ScreenLock
    + sign::Sign
    + study::Study
    + timeline::Timeline
    + unbegin::Unbegin
    + visit::Visit
{
}
