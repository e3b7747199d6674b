//! How a synthetic patient gave their answers: mostly alone.

use super::Text;
use crate::domain::forms::engine::instrument::{Instrument, Measure};
use crate::tools::demo::draw::Draw;
use std::borrow::Cow;

/// Returns how the answers of a form were obtained.
pub(super) fn obtained(form: &Instrument, draw: &mut Draw) -> Text {
    // The long forms are filled in alone; the patient global is read aloud to some.
    let alone = form.measure != Some(Measure::Ptga) || draw.chance(85);
    Cow::Borrowed(if alone {
        "self-completed"
    } else {
        "read-aloud"
    })
}
