//! An organ that is said to have never been affected, although this form or an earlier visit says otherwise.

use super::checks::{SYSTEMS, code, is_item};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::checks::{About, Affected, Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::session::FormCells;

/// Name of the rule.
pub(super) const RULE: &str = "never-affected";
/// The category of an organ that was never affected; every other one says that it was.
const NEVER: &str = "E";

/// Returns the questions about what is said to have never been active, each at the field that says so.
pub(super) fn questions(
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Vec<(FieldId, Question)> {
    let code = |field: &str| context.now(instrument, field).and_then(Answer::as_code);
    let mut asked = Vec::new();
    for system in SYSTEMS {
        let (ever, category) = (format!("ever.{system}"), format!("mitax.{system}"));
        let at_ever = (code(&ever) == Some("n")).then_some(&ever);
        let at_category = (code(&category) == Some(NEVER)).then_some(&category);
        for field in [at_ever, at_category].into_iter().flatten() {
            if let Some(affected) = affected(instrument, context, system) {
                let question = Question::new(RULE, About::NeverAffected(affected));
                asked.push((FieldId::new(field.clone()), question));
            }
        }
    }
    asked
}

/// Returns what says that an organ was affected: this form first, then the latest earlier visit that does.
fn affected(instrument: &Instrument, context: &VisitContext<'_>, system: &str) -> Option<Affected> {
    let now = context.session.forms.get(&instrument.id)?;
    if has_item(instrument, now, system) {
        return Some(Affected::Now);
    }
    if cells::yes(now, &format!("ever.{system}")) {
        return Some(Affected::Ever);
    }
    let before = context.earlier.iter().find(|session| {
        let form = session.forms.get(&instrument.id);
        form.is_some_and(|form| was_affected(instrument, form, system))
    })?;
    let on = context.names_earlier.then_some(before.date);
    Some(Affected::Before(on))
}

/// Returns whether a form says that an organ is or was affected.
fn was_affected(instrument: &Instrument, form: &FormCells, system: &str) -> bool {
    let category = cells::code(form, &format!("mitax.{system}"));
    has_item(instrument, form, system)
        || cells::yes(form, &format!("ever.{system}"))
        || category.is_some_and(|category| category != NEVER)
}

/// Returns whether any item of an organ is present: improving, same, worse or new.
fn has_item(instrument: &Instrument, form: &FormCells, system: &str) -> bool {
    let of_system = instrument.fields().filter(|field| {
        let system_of = field.id.as_str().split_once('.').map(|(first, _)| first);
        system_of == Some(system) && is_item(instrument, field)
    });
    of_system
        .filter_map(|field| cells::answer(form, field.id.as_str()))
        .any(|answer| code(answer).is_some_and(|code| code > 0))
}
