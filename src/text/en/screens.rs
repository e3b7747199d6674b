//! The words of the screens.

mod addition;
mod around;
mod change;
mod correction;
mod deviations;
mod drafts;
mod form;
mod goto;
mod help;
mod history;
mod judging;
mod late_entry;
mod lock;
mod logs;
mod move_form;
mod note;
pub(in crate::text::en) mod participant;
mod participants;
mod participation;
mod passphrase;
mod picker;
mod presence;
mod queries;
mod review;
mod screen_lock;
mod sign;
mod study;
mod timeline;
mod unbegin;
mod visit;

use crate::text::English;
use crate::text::screens::Screens;

impl Screens for English {}
