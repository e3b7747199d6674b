//! The words of the screen of `screens::logs`.

use crate::text::English;
use crate::text::screens::logs::Logs;

impl Logs for English {}
