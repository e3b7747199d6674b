//! The words of the screen of `screens::presence`.

use crate::text::English;
use crate::text::screens::presence::Presence;

impl Presence for English {
    fn is_here(&self, who: &str) -> String {
        format!("{who} is here")
    }

    fn are_here(&self, first: &str, second: &str) -> String {
        format!("{first} and {second} are here")
    }

    fn and_more_here(&self, who: &str, more: usize) -> String {
        format!("{who} and {more} more are here")
    }
}
