//! Findings in the rows of logs and in the form of eligibility: contradictions, and what is still open.

use super::{Finding, Found};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::course;
use crate::domain::course::eligibility;
use crate::domain::course::eligibility::State;
use crate::domain::course::{ADVERSE_EVENT, SEEN};
use crate::domain::forms::engine::cells;
use crate::domain::record::rows;
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::rules::checks::{About, contradiction_rule, dates_wrong};
use crate::domain::study::Study;
use crate::domain::treatment::adverse::contradiction::Contradiction;

/// Returns what in a row of the log of adverse events does not go together, or is not seen by an investigator: the
/// field to look at, the rule and what is found. `None` for another form. Of a row that was entered in error only the latter
/// is told.
pub(super) fn contradictions(
    form: &FormId,
    cells: &FormCells,
) -> Option<Vec<(FieldId, &'static str, Found)>> {
    let (of, _) = rows::split(form.as_str())?;
    if of != ADVERSE_EVENT {
        return None;
    }
    let in_error = rows::is_in_error(cells);
    let contradictions = match in_error {
        true => Vec::new(),
        false => course::contradictions(cells),
    };
    let mut found: Vec<_> = contradictions
        .into_iter()
        .map(|found| {
            (
                field(found).into(),
                contradiction_rule(found),
                Found::Asked(About::Contradiction(found)),
            )
        })
        .filter(|(_, rule, _)| !is_kept(cells, rule))
        .collect();
    if cells::yes(cells, "serious") && cells::answer(cells, SEEN).is_none() {
        found.push((
            SEEN.into(),
            "serious-unseen",
            Found::SeriousUnseen { in_error },
        ));
    }
    Some(found)
}

/// Returns the dates that are the wrong way round in a medication or in the form of eligibility: the field to look at,
/// the rule and what is wrong.
pub(super) fn dates(
    study: &Study,
    form: &FormId,
    cells: &FormCells,
) -> Option<(FieldId, &'static str, About)> {
    let (fields, rule, about) = dates_wrong(study, form, cells)?;
    let field = fields.last()?;
    (!is_kept(cells, rule)).then(|| (FieldId::new(*field), rule, about))
}

/// Returns whether a value was kept against a rule in a row; the row shows that with the reason.
fn is_kept(cells: &FormCells, rule: &str) -> bool {
    cells.values().any(|cell| cell.is_kept(rule))
}

/// Returns the field at which a contradiction is looked at first.
fn field(found: Contradiction) -> &'static str {
    match found {
        Contradiction::EndBeforeOnset
        | Contradiction::FatalOngoing
        | Contradiction::RecoveredOngoing
        | Contradiction::EndedNotRecovered => "end",
        Contradiction::AwareBeforeOnset => "aware-date",
        Contradiction::Grade5NotFatal | Contradiction::FatalNotGrade5 => "grade",
        Contradiction::DeathNotFatal | Contradiction::FatalWithoutDeath => "death",
        Contradiction::GraveNotSerious | Contradiction::CriterionNotSerious => "serious",
        Contradiction::Grade4NotThreatening => "life-threatening",
    }
}

/// Returns what keeps a participant out of the study who has begun a visit all the same, and the criteria that the
/// facts contradict. A participant without a visit is no finding.
pub(super) fn eligibility(study: &Study, record: &ParticipantRecord) -> Vec<Finding> {
    let (Some(form), Some(judged)) = (study.eligibility(), eligibility::judge(study, record))
    else {
        return Vec::new();
    };
    let finding = |field: Option<FieldId>, found: Found| Finding {
        participant: record.participant.id.clone(),
        visit: rows::SESSION.into(),
        form: Some(form.id.clone()),
        field,
        rule: "eligibility".to_owned(),
        found,
        kept: None,
    };
    let mut found = Vec::new();
    let begun = record.visits().next().is_some();
    if begun && !matches!(judged.state(), State::Eligible | State::Exception) {
        let reasons = judged.reasons().into_iter();
        found.extend(reasons.map(|reason| finding(None, Found::Eligibility(reason))));
        return found;
    }
    let contradicted = judged.criteria.iter();
    let contradicted =
        contradicted.filter(|criterion| criterion.finding == eligibility::Finding::Contradicted);
    found.extend(contradicted.map(|criterion| {
        let field = Some(FieldId::new(criterion.field.clone()));
        finding(field, Found::Eligibility(criterion.contradicted()))
    }));
    found
}
