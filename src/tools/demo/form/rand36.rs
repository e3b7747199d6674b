//! The RAND-36: the better the patient's own global, the better the answers, each with its own temper. Physical functioning
//! follows the difficulties of the HAQ more than the global.

use super::Text;
use crate::domain::forms::engine::instrument::Instrument;
use crate::tools::demo::visiting::Visiting;
use std::borrow::Cow;

pub(super) fn value(at: &Visiting<'_>, form: &Instrument, field: &str) -> Option<Text> {
    let item: usize = field.strip_prefix("item")?.parse().ok()?;
    let temper = *at.disease.temper.get(item.checked_sub(1)?)?;
    let physical = (3..=12).contains(&item);
    let global = at.disease.ptga.at(at.step());
    let health = match physical {
        true if at.disease.amyopathic => 100,
        true => {
            let difficulty: i64 = at.disease.haq.iter().map(|item| item.at(at.step())).sum();
            100 - global * 2 / 5 - difficulty * 5 / 2 + temper
        }
        false => 100 - global + temper,
    };
    let options = form.choices(form.field(field)?);
    let last = i64::try_from(options.len().checked_sub(1)?).ok()?;
    let better = (health.clamp(0, 100) * last + 50) / 100;
    let place = if best_first(item) {
        last - better
    } else {
        better
    };
    let option = options.get(usize::try_from(place).ok()?)?;
    Some(Cow::Owned(option.code.clone()))
}

/// Returns whether the first option of an item is the healthiest (RAND 36-Item Health Survey 1.0).
fn best_first(item: usize) -> bool {
    matches!(item, 1 | 2 | 20..=23 | 26 | 27 | 30 | 34 | 36)
}
