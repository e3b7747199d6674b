//! What the results of a participant say against the record: where each goes, what is new, what is the same, what differs; and
//! the events that store what is new. A row is of one sample: where anything of it differs from the record, nothing of it is
//! stored. Must not judge what the owner judges.

use super::map::Test;
use super::result::{Taken, converted};
use super::rows::LabResult;
use super::visit::visit_of;
use super::{Lab, LabMap};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::base::text::says_nothing;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::progress::{Setting, asked};
use crate::domain::forms::engine::typing::factor;
use crate::domain::record::event::FieldPath;
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::study::fit::{self, Misfit};
use crate::import::plan::{self, Plan, Planned, Terms, Verdict};
use crate::import::table::on;
use crate::text::imports::{ImportFault, ImportWrong, Waits};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// An answer that a row gives, with its column; a fact may stand in several rows.
struct Given<'a> {
    field: &'a Field,
    answer: Answer,
    column: usize,
    is_fact: bool,
    /// Whether it is the result itself.
    is_result: bool,
}

/// Where a result goes.
struct Target<'a> {
    version: &'a Study,
    session: &'a Session,
    form: &'a Instrument,
    field: &'a Field,
}

struct Planner<'a> {
    lab: &'a Lab<'a>,
    record: &'a ParticipantRecord,
    by: &'a Terms<'a>,
    /// The visits of the days so far.
    visits: BTreeMap<NaiveDate, Result<&'a Session, Waits>>,
    /// What stands in the forms after the results so far.
    cells: BTreeMap<(VisitId, FormId), FormCells>,
    /// The answers of the results so far, with their lines and what comes of them.
    said: BTreeMap<(VisitId, FormId, FieldId), (u32, Answer, Verdict)>,
    plan: Plan,
}

/// Plans the results; a row of which one result is refused is refused whole.
pub(super) fn plan(
    lab: &Lab<'_>,
    record: Option<&ParticipantRecord>,
    results: &[LabResult],
    by: &Terms<'_>,
) -> Plan {
    let mut refused: Vec<ImportFault> = Vec::new();
    let mut lines: BTreeSet<u32> = BTreeSet::new();
    loop {
        let kept = results
            .iter()
            .filter(|result| !lines.contains(&result.line));
        let mut plan = match record {
            Some(record) if !record.statuses.is_void() => planned(lab, record, kept, by),
            Some(_) | None => all_wait(lab.map, kept),
        };
        let before = lines.len();
        let mut faults = std::mem::take(&mut plan.refused);
        if let (true, Some(record)) = (faults.is_empty(), record) {
            faults = refused_by_rules(lab, record, results, &plan, by);
        }
        for fault in faults {
            if lines.insert(fault.line) {
                refused.push(fault);
            }
        }
        if lines.len() == before {
            refused.sort_by_key(|fault| fault.line);
            plan.refused = refused;
            return plan;
        }
    }
}

/// Returns the rows that the owner would refuse, each at its result.
fn refused_by_rules(
    lab: &Lab<'_>,
    record: &ParticipantRecord,
    results: &[LabResult],
    plan: &Plan,
    by: &Terms<'_>,
) -> Vec<ImportFault> {
    let refused = plan::refused_by_rules(lab.study, record, plan, by);
    let faults = refused.into_iter().map(|(_, line, said)| {
        let what = ImportWrong::ByRules { said };
        match results.iter().find(|result| result.line == line) {
            Some(result) => lab.table.fault(line, result.at.result, what),
            None => on(line, what),
        }
    });
    faults.collect()
}

fn all_wait<'r>(map: &LabMap, results: impl Iterator<Item = &'r LabResult>) -> Plan {
    let mut plan = Plan::default();
    let tests = results.filter_map(|result| Some((result, map.tests.get(result.test)?)));
    let waiting = tests.map(|(result, test)| waits(result, test, Waits::UnknownParticipant));
    plan.cells.extend(waiting);
    plan
}

fn waits(result: &LabResult, test: &Test, why: Waits) -> Planned {
    Planned {
        line: result.line,
        visit: None,
        form: Some(test.form.clone()),
        field: test.field.to_string(),
        old: String::new(),
        new: result.said.clone(),
        verdict: Verdict::Waits(why),
    }
}

fn planned<'r>(
    lab: &Lab<'_>,
    record: &ParticipantRecord,
    results: impl Iterator<Item = &'r LabResult>,
    by: &Terms<'_>,
) -> Plan {
    let mut planner = Planner {
        lab,
        record,
        by,
        visits: BTreeMap::new(),
        cells: BTreeMap::new(),
        said: BTreeMap::new(),
        plan: Plan::default(),
    };
    for result in results {
        let Some(test) = lab.map.tests.get(result.test) else {
            continue;
        };
        if let Err(fault) = planner.result(result, test) {
            planner.plan.refused.push(fault);
        }
    }
    planner.plan
}

impl Planner<'_> {
    fn fault(&self, result: &LabResult, at: usize, what: ImportWrong) -> ImportFault {
        self.lab.table.fault(result.line, at, what)
    }

    fn result(&mut self, result: &LabResult, test: &Test) -> Result<(), ImportFault> {
        let study = self.lab.study;
        let (day, time, now) = (result.day, result.time, self.by.clock());
        if day > now.date() || time.is_some_and(|time| day.and_time(time) > now) {
            let what = ImportWrong::InFuture { day, time };
            return Err(self.fault(result, result.at.sampled, what));
        }
        let (record, by) = (self.record, self.lab.map.visit);
        let known = self.visits.entry(day);
        let session = match *known.or_insert_with(|| visit_of(study, record, day, by)) {
            Ok(session) => session,
            Err(why) => {
                self.plan.cells.push(waits(result, test, why));
                return Ok(());
            }
        };
        if session.withheld.contains_key(&test.form) {
            return Err(self.fault(result, result.at.result, ImportWrong::Hidden));
        }
        let visit = session.visit.as_str();
        let version = study.held(self.record, visit, Some(&test.form), session.date);
        let is_asked = version
            .forms_asked(Some(session), visit)
            .contains(&test.form);
        let form = version.form(test.form.as_str()).filter(|_| is_asked);
        let target = form.and_then(|form| {
            let field = form.field(test.field.as_str())?;
            Some(Target {
                version,
                session,
                form,
                field,
            })
        });
        let Some(target) = target else {
            self.plan.cells.push(Planned {
                visit: Some(session.visit.clone()),
                verdict: Verdict::NotAsked,
                ..waits(result, test, Waits::OutsideVisits)
            });
            return Ok(());
        };
        let place = (session.visit.clone(), test.form.clone());
        let cells = self
            .cells
            .get(&place)
            .or_else(|| session.forms.get(&test.form));
        let cells = cells.cloned().unwrap_or_default();
        let given = self.given(result, test, &target, &cells)?;
        self.take(result, &target, cells, given)
    }

    /// Returns the answers of a result: the facts of its sample, its unit, the result and its limits.
    fn given<'t>(
        &self,
        result: &LabResult,
        test: &Test,
        target: &Target<'t>,
        cells: &FormCells,
    ) -> Result<Vec<Given<'t>>, ImportFault> {
        let (map, form) = (self.lab.map, target.form);
        let mut given: Vec<Given<'t>> = Vec::new();
        let fact = |field: &Option<FieldId>, answer: Option<Answer>| {
            Some(Given {
                field: form.field(field.as_ref()?.as_str())?,
                answer: answer?,
                column: result.at.sampled,
                is_fact: true,
                is_result: false,
            })
        };
        if let Some(facts) = map.forms.get(&test.form) {
            let time = result.time.map(|time| time.format("%H:%M").to_string());
            let day = Answer::Value {
                value: Value::Date(result.day),
                unit: None,
            };
            given.extend(fact(&facts.day, Some(day)));
            given.extend(fact(&facts.time, time.map(|time| Answer::text(&time))));
            let laboratory = map.laboratory.as_ref().map(|name| Answer::text(name));
            given.extend(fact(&facts.laboratory, laboratory));
        }
        let value = |answer| Given {
            field: target.field,
            answer,
            column: result.at.result,
            is_fact: false,
            is_result: true,
        };
        let wrong = |what| self.fault(result, result.at.result, what);
        let plain = match &result.taken {
            Taken::LeftOut => return Ok(Vec::new()),
            Taken::Missing(reason, words) => Some(Answer::Missing {
                reason: reason.clone(),
                text: words.as_ref().map(|words| match says_nothing(words) {
                    true => self.by.language.import_words(words),
                    false => words.clone(),
                }),
            }),
            Taken::Code(code) => Some(Answer::code(code)),
            Taken::Number(_) | Taken::Below(_) => None,
        };
        let (is_below, number) = match result.taken {
            Taken::Below(number) => (true, Some(number)),
            Taken::Number(number) => (false, Some(number)),
            Taken::Code(_) | Taken::Missing(..) | Taken::LeftOut => (false, None),
        };
        let own = result.unit.as_deref();
        let FieldKind::Lab {
            quantity,
            unit_field,
            lln_field,
            uln_field,
            ..
        } = &target.field.kind
        else {
            let unit = target.field.own_unit();
            if number.is_some() && own != unit {
                let unit = own.unwrap_or_default().to_owned();
                return Err(wrong(ImportWrong::UnknownUnit { unit }));
            }
            let answer = number.map(|number| measured(number, is_below, unit));
            given.extend(plain.or(answer).map(value));
            return Ok(given);
        };
        let limit = |field: &Option<FieldId>, number: Option<Decimal>| {
            Some((form.field(field.as_ref()?.as_str())?, number?))
        };
        let limits = [
            limit(lln_field, result.lower),
            limit(uln_field, result.upper),
        ];
        if number.is_none() && limits.iter().all(Option::is_none) {
            given.extend(plain.map(value));
            return Ok(given);
        }
        let from = own.unwrap_or_default();
        if factor(*quantity, from).is_none() {
            let unit = from.to_owned();
            return Err(wrong(ImportWrong::UnknownUnit { unit }));
        }
        let stored_in = |field: &Field| {
            let stored = cells.get(&field.id).and_then(Cell::stored);
            stored.and_then(Answer::unit)
        };
        let unit = form.field(unit_field.as_str());
        let of_form = unit.and_then(|unit| cells.get(&unit.id)?.stored()?.as_code());
        let usual = of_form.or(test.store.as_deref()).unwrap_or(from);
        if let (Some(unit), None) = (unit, of_form) {
            given.push(Given {
                field: unit,
                answer: Answer::code(usual),
                column: result.at.result,
                is_fact: true,
                is_result: false,
            });
        }
        let in_unit = |field: &Field, number: Decimal, is_below: bool| {
            let to = stored_in(field).unwrap_or(usual);
            match converted(*quantity, number, from, to) {
                Some(number) => Ok(measured(number, is_below, Some(to))),
                // It cannot be what is stored, whatever the unit.
                None if stored_in(field).is_some() => Ok(measured(number, is_below, Some(from))),
                None => {
                    let (text, unit) = (result.said.clone(), to.to_owned());
                    Err(wrong(ImportWrong::NotExact { text, unit }))
                }
            }
        };
        let answer = match number {
            Some(number) => Some(in_unit(target.field, number, is_below)?),
            None => plain,
        };
        given.extend(answer.map(value));
        for (field, number) in limits.into_iter().flatten() {
            given.push(Given {
                field,
                answer: in_unit(field, number, false)?,
                column: result.at.result,
                is_fact: false,
                is_result: false,
            });
        }
        Ok(given)
    }

    /// Takes the answers of a result in, all or none.
    fn take(
        &mut self,
        result: &LabResult,
        target: &Target<'_>,
        mut cells: FormCells,
        given: Vec<Given<'_>>,
    ) -> Result<(), ImportFault> {
        let Target {
            version,
            session,
            form,
            ..
        } = target;
        let is_baseline = version.protocol.baseline == session.visit;
        let setting = Setting::of(is_baseline, self.record.participant.sex);
        let key = |field: &Field| (session.visit.clone(), form.id.clone(), field.id.clone());
        let mut told = Vec::new();
        let mut is_held = false;
        for one in given {
            if let Some((line, answer, verdict)) = self.said.get(&key(one.field)) {
                let is_again = one.is_fact && *answer == one.answer;
                is_held |= is_again && *verdict == Verdict::Differs;
                match is_again {
                    true if *verdict != Verdict::Held => continue,
                    true => {}
                    false => {
                        // Which of the two is right is not for the program: both are refused.
                        let (line, other) = (*line, result.line);
                        let what = ImportWrong::TwoRows { line: other };
                        let first = self.fault(result, one.column, what);
                        self.plan.refused.push(ImportFault { line, ..first });
                        return Err(self.fault(result, one.column, ImportWrong::TwoRows { line }));
                    }
                }
            }
            let stored = cells.get(&one.field.id).and_then(Cell::stored).cloned();
            let verdict = match &stored {
                Some(stored) if *stored == one.answer => Verdict::Same,
                Some(_) => Verdict::Differs,
                None if asked(version.scoring(), form, setting, &cells, one.field) => Verdict::New,
                None => Verdict::NotAsked,
            };
            // What the field does not take is refused, not asked about.
            if verdict != Verdict::Same {
                fit::check(
                    version,
                    form,
                    one.field,
                    &one.answer,
                    self.by.clock().date(),
                )
                .map_err(|misfit| {
                    let what = of_misfit(misfit, &one, result);
                    self.fault(result, one.column, what)
                })?;
            }
            if verdict == Verdict::New {
                cells.entry(one.field.id.clone()).or_default().answer = Some(one.answer.clone());
            }
            is_held |=
                verdict == Verdict::Differs || (one.is_result && verdict == Verdict::NotAsked);
            told.push((one, stored, verdict));
        }
        let line = self.lab.table.line(result.line);
        let mut new = Vec::new();
        for (one, stored, verdict) in told {
            let verdict = match verdict {
                Verdict::New if is_held => Verdict::Held,
                own => own,
            };
            let shown = |answer: &Answer| shown(form, one.field, answer);
            let texts = (
                stored.as_ref().map(shown).unwrap_or_default(),
                shown(&one.answer),
            );
            let place = FieldPath {
                participant: self.record.participant.id.clone(),
                visit: session.visit.clone(),
                form: form.id.clone(),
                field: one.field.id.clone(),
            };
            let on = (self.record, self.by.language);
            self.plan.tell(on, (&place, ""), line, texts, verdict);
            let said = (result.line, one.answer.clone(), verdict);
            self.said.insert(key(one.field), said);
            if verdict == Verdict::New {
                new.push((one.field.id.clone(), one.answer));
            }
        }
        let own = (&self.record.participant.id, &session.visit, &form.id);
        self.plan.fill(own, &new, line);
        if !is_held {
            self.cells
                .insert((session.visit.clone(), form.id.clone()), cells);
        }
        Ok(())
    }
}

fn measured(number: Decimal, is_below: bool, unit: Option<&str>) -> Answer {
    let value = match is_below {
        true => Value::Below(number),
        false => Value::Number(number),
    };
    let unit = unit.map(str::to_owned);
    Answer::Value { value, unit }
}

/// Returns an answer with its unit.
fn shown(form: &Instrument, field: &Field, answer: &Answer) -> String {
    let shown = plan::shown(form, field, answer);
    match answer.unit() {
        Some(unit) => format!("{shown} {unit}"),
        None => shown,
    }
}

fn of_misfit(misfit: Misfit, given: &Given<'_>, result: &LabResult) -> ImportWrong {
    let unit = given.answer.unit();
    match misfit {
        Misfit::Value { value } => ImportWrong::NotOfField {
            in_file: given.is_result.then(|| result.said.clone()),
            takes: plan::takes(given.field, unit).map(Box::new),
            text: value,
        },
        Misfit::Unit { unit } => ImportWrong::UnknownUnit {
            unit: unit.unwrap_or_default(),
        },
        Misfit::Reason { reason } => ImportWrong::UnknownCode { code: reason },
        Misfit::NoWords { .. } => ImportWrong::NoWords,
    }
}
