//! Missing answers with their reasons, for the one story that has them.
//!
//! The measures themselves stay computable but for one visit: what is missing is an item, a second
//! enzyme, one side of a muscle.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use crate::domain::forms::{enzymes, haq, mdaat, mmt8, rand36, vas};
use crate::tools::demo::story::Story;
use crate::tools::demo::visiting::Visiting;

/// Returns why a field has no value; none when it has one.
pub(crate) fn gap(at: &Visiting<'_>, form: &Instrument, field: &Field) -> Option<Answer> {
    if at.story != Story::Gaps {
        return None;
    }
    let wanted = reason(at, form, field.id.as_str())?;
    let allowed = form.reasons(field);
    let code = allowed
        .iter()
        .find(|code| *code == wanted)
        .or_else(|| allowed.first())?;
    let needs_text = at
        .study
        .missing_reason(code)
        .is_some_and(|reason| reason.needs_text);
    Some(Answer::Missing {
        reason: code.clone(),
        text: needs_text.then(|| "synthetic: left out on purpose".to_owned()),
    })
}

fn reason(at: &Visiting<'_>, form: &Instrument, field: &str) -> Option<&'static str> {
    // On the smaller scale the right side is the one that counts, and the left stands in for it.
    let untestable = if at.study.protocol.scoring.mmt_max == 80 {
        "biceps.r"
    } else {
        "biceps.l"
    };
    let (third, later) = (at.ordinal == 2, at.ordinal > 0);
    match (form.scoring?.name(), form.measure, field) {
        (mmt8::ID, _, id) if id == untestable => Some("contracture"),
        (haq::ID, _, "item07") => Some("not-applicable"),
        (haq::ID, _, "item15") if later => Some("refused"),
        (rand36::ID, _, "item17" | "item18") => Some("refused"),
        (mdaat::ID, _, "pul.18b" | "pul.18c") => Some("not-assessed"),
        (enzymes::ID, _, "aldolase") if later => Some("lost-sample"),
        (vas::ID, Some(Measure::Ptga), "vas" | "likert") if third => Some("refused"),
        (vas::ID, Some(Measure::Phga), "likert") if third => Some("other"),
        _ => None,
    }
}
