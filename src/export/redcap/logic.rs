//! When a field is asked, as REDCap logic: by the answers of its own form, by the event, and by the sex at enrolment.
//!
//! It says what `progress::asked` computes, of one version of the study. Must not know how the dictionary is written.

use super::events::Events;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::{
    Against, Comparison, Condition, Field, FieldKind, Instrument, Kept,
};
use crate::domain::forms::engine::progress::stood_in_for;
use crate::domain::forms::names::{FormNames, StudyNames, redcap};
use crate::domain::record::participant::Sex;
use crate::domain::study::Study;

/// What is never so: every record has an id.
const NEVER: &str = "[record_id] = ''";
/// Longest chain of conditions, as the engine follows it.
const MOST_LINKS: usize = 8;

/// A form of a version with what its conditions name.
pub(super) struct Logic<'a> {
    pub(super) study: &'a Study,
    pub(super) form: &'a Instrument,
    pub(super) names: &'a FormNames,
    pub(super) all: &'a StudyNames,
    pub(super) events: &'a Events,
}

impl Logic<'_> {
    /// Returns when a field is asked; nothing where it always is.
    pub(super) fn asked(&self, field: &Field) -> String {
        let mut conditions = Vec::new();
        self.add(field, MOST_LINKS, &mut conditions);
        if conditions.iter().any(|condition| condition == NEVER) {
            return NEVER.to_owned();
        }
        all_of(&conditions)
    }

    fn add(&self, field: &Field, links: usize, conditions: &mut Vec<String>) {
        let Some(links) = links.checked_sub(1) else {
            conditions.push(NEVER.to_owned());
            return;
        };
        let mut put = |condition: String| {
            if !conditions.contains(&condition) {
                conditions.push(condition);
            }
        };
        if field.at_baseline {
            let baseline = self.events.baseline();
            let baseline = baseline.filter(|_| self.form.kept == Kept::Visits);
            put(baseline.map_or_else(never, |event| format!("[event-name] = '{}'", event.unique)));
        }
        if !field.for_sex.is_empty() {
            put(self.for_sex(&field.for_sex));
        }
        if field
            .scale
            .is_some_and(|scale| scale != self.study.scoring().mmt_max)
        {
            let other = stood_in_for(field);
            let missing = other.and_then(|other| self.missing(&other));
            put(missing.unwrap_or_else(never));
        }
        if let Some(condition) = &field.visible_when {
            for clause in self.met(condition).unwrap_or_else(|| vec![never()]) {
                put(clause);
            }
            match self.form.field(condition.field.as_str()) {
                Some(other) => self.add(other, links, conditions),
                None => conditions.push(NEVER.to_owned()),
            }
        }
    }

    fn for_sex(&self, sexes: &[Sex]) -> String {
        let names = self.all.form(&self.study.enrolment.id);
        let sex = names.and_then(|names| names.field(&"sex".into()));
        let Some(sex) = sex else { return never() };
        let event = &self.events.enrolment().unique;
        let one = |own: &Sex| format!("[{event}][{}] = '{}'", sex.redcap, own.key());
        any_of(&sexes.iter().map(one).collect::<Vec<_>>())
    }

    /// Returns what must hold together so that a condition is met.
    fn met(&self, condition: &Condition) -> Option<Vec<String>> {
        let name = &self.names.field(&condition.field)?.redcap;
        let one = |code: &String| format!("[{name}] = '{}'", redcap::code(code));
        let mut ways: Vec<String> = condition.is.iter().map(one).collect();
        if condition.missing {
            ways.extend(self.missing(&condition.field));
        }
        let Some(compared) = &condition.compared else {
            return (!ways.is_empty()).then(|| vec![any_of(&ways)]);
        };
        let clauses = self.compared(&condition.field, compared)?.into_iter();
        let or = |clause: String| {
            let all: Vec<String> = std::iter::once(clause).chain(ways.clone()).collect();
            any_of(&all)
        };
        Some(clauses.map(or).collect())
    }

    /// Returns what must hold together so that the number of a field lies where a comparison says; of one that is only
    /// known to be below a limit, so that it is sure.
    fn compared(&self, field: &FieldId, compared: &Comparison) -> Option<Vec<String>> {
        let own = &self.names.field(field)?.redcap;
        let mut clauses = vec![format!("[{own}] <> ''")];
        let with = match compared.against() {
            Against::Number(number) => number.to_string(),
            Against::Field(other) => {
                let name = &self.names.field(other)?.redcap;
                clauses.push(format!("[{name}] <> ''"));
                format!("[{name}]")
            }
        };
        let is_result = matches!(
            self.form.field(field.as_str())?.kind,
            FieldKind::Lab {
                is_limit: false,
                ..
            }
        );
        let limit = format!("[{own}{}]", redcap::LIMIT);
        let below = redcap::BELOW;
        match compared {
            Comparison::Below(_) if is_result => {
                clauses.push(format!("[{own}] < {with} or [{own}] = {with}"));
                clauses.push(format!("[{own}] < {with} or {limit} = '{below}'"));
            }
            Comparison::Below(_) => clauses.push(format!("[{own}] < {with}")),
            Comparison::Above(_) => {
                clauses.push(format!("[{own}] > {with}"));
                if is_result {
                    clauses.push(format!("{limit} <> '{below}'"));
                }
            }
        }
        Some(clauses)
    }

    /// Returns that a field has a missing reason; nothing where it has none to give.
    fn missing(&self, field: &FieldId) -> Option<String> {
        let own = self.form.field(field.as_str())?;
        let name = &self.names.field(field)?.redcap;
        let has_reasons = !self.form.reasons(own).is_empty();
        has_reasons.then(|| format!("[{name}{}] <> ''", redcap::MISSING))
    }
}

fn never() -> String {
    NEVER.to_owned()
}

fn any_of(ways: &[String]) -> String {
    ways.join(" or ")
}

/// Returns that all conditions hold; nothing where there are none.
pub(super) fn all_of(conditions: &[String]) -> String {
    let conditions: Vec<&String> = conditions.iter().filter(|own| !own.is_empty()).collect();
    match conditions.as_slice() {
        [one] => (*one).clone(),
        several => {
            let inside = |condition: &&String| match condition.contains(" or ") {
                true => format!("({condition})"),
                false => (*condition).clone(),
            };
            several.iter().map(inside).collect::<Vec<_>>().join(" and ")
        }
    }
}
