//! The class of the diagnosis that was chosen in the form of eligibility against the items of Bohan and Peter beside it.

use super::{About, Question};
use crate::domain::base::ids::FieldId;
use crate::domain::course::eligibility::diagnosis::{CLASS, contradicted};
use crate::domain::forms::disease::bohan_peter::Class;
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::study::Study;

/// Name of the rule.
pub(super) const RULE: &str = "diagnosis-class";

/// Returns the question about a class that the items do not make; asked at the class.
pub(super) fn question(
    study: &Study,
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Option<(FieldId, Question)> {
    if !study.is_eligibility(&instrument.id) {
        return None;
    }
    let cells = context.session.forms.get(context.form(instrument))?;
    let found = contradicted(cells)?;
    let about = About::ClassByItems {
        class: found.class.map(Class::code),
        reachable: found.reachable.map(Class::code),
    };
    Some((CLASS.into(), Question::new(RULE, about)))
}
