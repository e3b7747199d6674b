//! One form of one visit: every field that is asked gets a legal answer or a reason.
//!
//! Values that fit the disease come from `form`; a field that these do not know, or do not know as
//! the study's own file has it, gets any legal value of its kind.

use super::draw::Draw;
use super::form;
use super::legal;
use super::visiting::Visiting;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::progress::{Setting, asked, opposite};
use crate::domain::record::session::{Cell, FormCells};

impl Visiting<'_> {
    /// Returns the answers of a form, in bedside order.
    pub(super) fn fill(&self, form: &Instrument, draw: &mut Draw) -> Vec<(FieldId, Answer)> {
        let mut answers: Vec<(FieldId, Answer)> = Vec::new();
        let conditions = conditions(form);
        // Only what others hang on: a copy of each answer would cost more than drawing it.
        let mut cells = FormCells::new();
        for field in form.fields() {
            let plain = !field.at_baseline
                && field.for_sex.is_empty()
                && field.scale.is_none()
                && field.visible_when.is_none();
            if !plain
                && !asked(
                    self.study.scoring(),
                    form,
                    Setting::of(self.is_baseline(), self.sex),
                    &cells,
                    field,
                )
            {
                continue;
            }
            let unit = unit(field, &answers);
            let Some(answer) = self.answer(form, field, unit, draw) else {
                continue;
            };
            if conditions.contains(&field.id) {
                let cell = Cell {
                    answer: Some(answer.clone()),
                    ..Cell::default()
                };
                cells.insert(field.id.clone(), cell);
            }
            answers.push((field.id.clone(), answer));
        }
        answers
    }

    fn answer(
        &self,
        form: &Instrument,
        field: &Field,
        unit: Option<&str>,
        draw: &mut Draw,
    ) -> Option<Answer> {
        let known = form::value(self, form, field.id.as_str(), draw)
            .and_then(|text| legal::answer(form, field, &text, unit, self.date));
        let any = |draw: &mut Draw| {
            let text = legal::any(form, field, unit, self.date, draw)?;
            legal::answer(form, field, &text, unit, self.date)
        };
        let answer = match known {
            Some(answer) => Some(answer),
            None if field.required => any(draw),
            None => None,
        };
        form::gap(self, form, field).or(answer)
    }
}

/// Returns the fields that others hang on.
fn conditions(form: &Instrument) -> Vec<FieldId> {
    form.fields()
        .flat_map(|field| {
            let condition = field.visible_when.as_ref().map(|when| when.field.clone());
            let other_side = field
                .scale
                .and_then(|_| field.stands_in_for.clone().or_else(|| opposite(&field.id)));
            condition.into_iter().chain(other_side)
        })
        .collect()
}

/// Returns the unit that was chosen for a laboratory result.
pub(super) fn unit<'a>(field: &Field, answers: &'a [(FieldId, Answer)]) -> Option<&'a str> {
    let FieldKind::Lab { unit_field, .. } = &field.kind else {
        return None;
    };
    let (_, answer) = answers.iter().find(|(id, _)| id == unit_field)?;
    answer.as_code()
}
