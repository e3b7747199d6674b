//! What commands print, in English.

mod copies;
mod dictionary;
mod heads;
mod login;
mod names;
mod qualify;
mod reach;
mod users;

use crate::text::English;
use crate::text::commands::Commands;

impl Commands for English {}
