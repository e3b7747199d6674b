//! What the disease of a synthetic participant looks like in each form: the text of a field, as if
//! typed. Chosen by how a form is scored, not by its name, so that a study's own version of a form
//! is filled as well.

mod disease;
mod enzymes;
mod gap;
mod glucocorticoid;
mod haq;
mod laboratory;
mod mdaat;
mod mmt8;
mod origin;
mod rand36;
mod vas;
mod vital_signs;

pub(super) use gap::gap;
pub(super) use glucocorticoid::prednisone;

use super::draw::Draw;
use super::visiting::Visiting;
use crate::domain::forms;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::events_asked;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A text for a field.
type Text = Cow<'static, str>;

/// Returns whether a form is filled from a stream of its own, so that what a study asks besides its measures changes
/// nothing in them.
pub(super) fn is_apart(form: &Instrument) -> bool {
    form.scoring.is_some_and(|scorer| {
        matches!(
            scorer.name(),
            forms::vital_signs::ID | forms::laboratory::ID | forms::disease::ID
        )
    })
}

/// Returns the text of a field; none when the disease says nothing about it.
pub(super) fn value(
    at: &Visiting<'_>,
    form: &Instrument,
    field: &str,
    draw: &mut Draw,
) -> Option<Text> {
    match field {
        "obtained" => return Some(origin::obtained(form, draw)),
        "tester" => return Some(Cow::Borrowed("self")),
        events_asked::ASKED if form.id.as_str() == events_asked::ID => {
            return Some(Cow::Borrowed(match at.has_new_event {
                true => events_asked::ENTERED,
                false => events_asked::NONE,
            }));
        }
        _ => {}
    }
    match form.scoring?.name() {
        forms::vas::ID => vas::value(at, form.measure, field),
        forms::mmt8::ID => mmt8::value(at, field),
        forms::haq::ID => haq::value(at, field, draw),
        forms::enzymes::ID => enzymes::value(at, field),
        forms::mdaat::ID => mdaat::value(at, field, draw),
        forms::rand36::ID => rand36::value(at, form, field),
        forms::glucocorticoid::ID => glucocorticoid::value(at, field),
        forms::vital_signs::ID => vital_signs::value(at, field, draw),
        forms::laboratory::ID => laboratory::value(at, field, draw),
        forms::disease::ID => disease::value(at, field),
        // Any answer that is allowed will do.
        _ => None,
    }
}

/// Returns a number of tenths as text, such as `6.2`.
fn tenths(number: i64) -> Text {
    Cow::Owned(Decimal::new(number, 1).to_string())
}

/// Returns a small whole number as text, without making a new one for the usual codes.
fn whole(number: i64) -> Text {
    match number {
        0 => Cow::Borrowed("0"),
        1 => Cow::Borrowed("1"),
        2 => Cow::Borrowed("2"),
        3 => Cow::Borrowed("3"),
        4 => Cow::Borrowed("4"),
        other => Cow::Owned(other.to_string()),
    }
}

/// Returns `y` or `n`.
fn yes(is: bool) -> Text {
    Cow::Borrowed(if is { "y" } else { "n" })
}
