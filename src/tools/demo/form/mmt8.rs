//! Muscle grades, 0 to 10.

use super::{Text, whole};
use crate::tools::demo::visiting::Visiting;

pub(super) fn value(at: &Visiting<'_>, field: &str) -> Option<Text> {
    let (_, grade) = at.disease.muscles.iter().find(|(id, _)| *id == field)?;
    Some(whole(grade.at(at.step())))
}
