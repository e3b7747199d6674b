//! The words of the screen of `screens::goto`.

use crate::text::English;
use crate::text::screens::goto::Goto;

impl Goto for English {
    fn go_to_field(&self) -> &'static str {
        "Go to field"
    }
}
