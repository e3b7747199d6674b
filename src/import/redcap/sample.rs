//! What of a form with results of a laboratory belongs together, so that no two samples are mixed: a result with its limits,
//! and all of them with the facts of the sample.

use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use std::collections::BTreeSet;

/// What of a form must not be stored, since what it belongs to differs from the record.
pub(super) struct Sample {
    /// The form has results, and a fact of their sample differs.
    is_other: bool,
    /// Results of which something differs, their limits and their units; and the facts of the sample then.
    held: BTreeSet<FieldId>,
}

impl Sample {
    /// Reads what belongs together in a form, of which some fields differ.
    pub(super) fn of(form: &Instrument, differs: impl Fn(&FieldId) -> bool) -> Self {
        let mut held = BTreeSet::new();
        let mut has_results = false;
        for field in form.fields() {
            let FieldKind::Lab {
                unit_field,
                lln_field,
                uln_field,
                is_limit: false,
                ..
            } = &field.kind
            else {
                continue;
            };
            has_results = true;
            let limits = [lln_field, uln_field].into_iter().flatten();
            let own: Vec<&FieldId> = limits.chain([&field.id]).collect();
            if own.iter().any(|field| differs(field)) {
                held.extend(own.into_iter().chain([unit_field]).cloned());
            }
        }
        let facts = || form.fields().filter(|field| is_fact(field));
        let is_other = has_results && facts().any(|field| differs(&field.id));
        if !held.is_empty() {
            held.extend(facts().map(|field| field.id.clone()));
        }
        Self { is_other, held }
    }

    /// Returns whether an answer that would be new is not stored.
    pub(super) fn holds(&self, field: &Field) -> bool {
        self.is_other || self.held.contains(&field.id)
    }
}

/// Returns whether a field says when the sample was taken or who measured it.
fn is_fact(field: &Field) -> bool {
    match field.kind {
        FieldKind::Date | FieldKind::Time | FieldKind::Text { .. } => true,
        FieldKind::Vas { .. }
        | FieldKind::Number { .. }
        | FieldKind::Lab { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Paragraph
        | FieldKind::PartialDate { .. } => false,
    }
}
