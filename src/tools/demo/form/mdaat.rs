//! The MDAAT: organ scales that move with the extramuscular global, items that are present from
//! baseline on, categories that go with both.
//!
//! Categories are the generator's own and no rule: the published ones are not public.

use super::{Text, tenths, whole, yes};
use crate::tools::demo::disease::Organ;
use crate::tools::demo::draw::Draw;
use crate::tools::demo::story::Course;
use crate::tools::demo::visiting::Visiting;
use std::borrow::Cow;

/// Smallest scale of a system once it is involved, tenths of a cm.
const TRACE: i64 = 2;

pub(super) fn value(at: &Visiting<'_>, field: &str, draw: &mut Draw) -> Option<Text> {
    let (system, item) = field.split_once('.')?;
    match (system, item) {
        ("emg", "vas") => Some(tenths(extramuscular(at))),
        ("all", "vas") => Some(tenths(overall(at, draw))),
        ("oth", "vas") => Some(tenths(0)),
        ("oth", "cf") => Some(whole(0)),
        ("mus", "vas") => Some(tenths(muscle(at))),
        ("mus", _) => Some(whole(muscle_code(at, field))),
        ("ever", system) => Some(yes(ever(at, system))),
        ("mitax", system) => Some(Cow::Borrowed(category(at, system))),
        ("car", "23.rate") => Some(whole(draw.between(102, 118))),
        (_, "vas") => Some(tenths(scale(at, organ(at, system)?))),
        _ => {
            // A number that belongs to an item gets any legal value, which `tools::demo::fill` chooses.
            let organ = organ(at, system).filter(|_| !item.contains('.'))?;
            let present = organ.items.contains(&field);
            Some(whole(if present { code(at) } else { 0 }))
        }
    }
}

fn organ<'a>(at: &Visiting<'a>, system: &str) -> Option<&'a Organ> {
    at.disease.organs.iter().find(|organ| organ.key == system)
}

fn extramuscular(at: &Visiting<'_>) -> i64 {
    at.disease.emg.at(at.step())
}

/// Organ scales keep their share of the extramuscular global.
fn scale(at: &Visiting<'_>, organ: &Organ) -> i64 {
    if organ.vas == 0 {
        return 0;
    }
    let base = at.disease.emg.base().max(1);
    (organ.vas * extramuscular(at) / base).clamp(TRACE, 100)
}

fn muscle(at: &Visiting<'_>) -> i64 {
    if at.disease.weak() {
        (at.disease.phga.at(at.step()) - 4).clamp(TRACE, 100)
    } else {
        0
    }
}

/// Close to the physician global, and hardly below either of its two parts.
fn overall(at: &Visiting<'_>, draw: &mut Draw) -> i64 {
    let global = at.disease.phga.at(at.step()) + draw.between(-4, 4);
    let least = extramuscular(at).max(muscle(at)) - 8;
    global.max(least).clamp(0, 100)
}

/// Code of what is present: 2 same at baseline, later what became of it against the weeks before.
fn code(at: &Visiting<'_>) -> i64 {
    if at.step().days == 0 {
        return 2;
    }
    match at.disease.course {
        Course::Responds | Course::Major | Course::ExactlyTwenty => 1,
        Course::Stable => 2,
        Course::Worse => 3,
    }
}

fn muscle_code(at: &Visiting<'_>, field: &str) -> i64 {
    let present = match field {
        "mus.25b" => at.disease.weak(),
        "mus.26" => at.disease.myalgia,
        _ => false,
    };
    if present { code(at) } else { 0 }
}

fn ever(at: &Visiting<'_>, system: &str) -> bool {
    match system {
        "mus" => at.disease.weak(),
        _ => organ(at, system).is_some_and(|organ| organ.ever),
    }
}

fn category(at: &Visiting<'_>, system: &str) -> &'static str {
    let involved = match system {
        "mus" => at.disease.weak(),
        _ => organ(at, system).is_some_and(|organ| organ.vas > 0),
    };
    match (involved, ever(at, system)) {
        (true, _) if code(at) == 1 => "C",
        (true, _) if matches!(system, "cut" | "mus" | "gi") => "B",
        (true, _) => "C",
        (false, true) => "D",
        (false, false) => "E",
    }
}
