//! Rows of answers that are the results of tests, with what was entered beside them: unit, limits, method, specimen.

use super::{Found, begin};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::FormId;
use crate::domain::base::ratio::Exact;
use crate::domain::course::ABATACEPT;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::names::{FieldNames, FormNames};
use crate::domain::record::rows::valid_rows;
use crate::domain::record::session::{FormCells, Session};
use crate::domain::study::Study;
use crate::domain::treatment::units::Quantity;
use crate::export::sdtm::codes;
use crate::export::sdtm::row::Row;
use crate::export::sdtm::subject::{Subject, When, day, partial, time};
use crate::export::table::number_text;
use chrono::NaiveDate;

/// Returns the rows of all answers: of the enrolment, of what is kept beside the visits, and of the visits.
pub(super) fn all(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    found.extend(enrolment(subject));
    if let Some(session) = subject.person.beside() {
        let infusions = valid_rows(subject.record(), ABATACEPT);
        for (id, cells) in &session.forms {
            let infusion = infusions.iter().find(|row| row.id == id);
            let is_log = id.as_str().contains('#');
            if is_log && infusion.is_none() {
                continue;
            }
            let at = At {
                subject,
                session,
                id,
                stop: None,
                day: infusion.and_then(|row| day(row.cells, "date")),
            };
            at.form(cells, &mut found);
        }
    }
    for (stop, session) in subject.person.visits() {
        let version = subject.study().of(session);
        let planned = version.forms_of(session);
        let mut forms: Vec<&FormId> = planned.iter().collect();
        let others = session.forms.keys().filter(|id| !planned.contains(id));
        forms.extend(others);
        for id in forms {
            let Some(cells) = session.forms.get(id) else {
                continue;
            };
            let at = At {
                subject,
                session,
                id,
                stop: Some(stop),
                day: session.day(),
            };
            at.form(cells, &mut found);
        }
    }
    found
}

/// Returns the weight at enrolment.
fn enrolment(subject: &Subject<'_>) -> Option<Found> {
    let form = &subject.study().enrolment.id;
    let who = &subject.record().participant;
    let names = subject.names.form(form)?.field(&"weight".into())?;
    let day = who.enrolled();
    let kg = crate::domain::study::fit::weight(subject.study(), who)?;
    let mut row = begin(subject, form.as_str(), names)?;
    row.set("ORRES", kg.to_string());
    row.set("ORRESU", "kg");
    row.set("STRESC", number_text(Exact::from_decimal(kg)));
    row.set("STRESN", kg);
    row.set("STRESU", "kg");
    subject.set_epoch(&mut row, day);
    subject.date(&mut row, ("DTC", "DY"), day.map(When::from));
    Some(Found { row, day })
}

/// Returns why there is no value, in words; nothing of a value.
pub(in crate::export::sdtm) fn reason(study: &Study, answer: &Answer) -> String {
    let Answer::Missing { reason, text } = answer else {
        return String::new();
    };
    let known = study.missing_reason(reason);
    let label = known.map_or(reason.as_str(), |known| known.label.as_str());
    match text {
        Some(text) => format!("{}: {text}", codes::term(label)),
        None => codes::term(label),
    }
}

/// A form of a session.
struct At<'a> {
    subject: &'a Subject<'a>,
    session: &'a Session,
    id: &'a FormId,
    stop: Option<&'a crate::domain::views::timeline::Stop>,
    day: Option<NaiveDate>,
}

/// A form as it counts, with its names.
struct Form<'a> {
    study: &'a Study,
    instrument: &'a Instrument,
    cells: &'a FormCells,
    tests: Vec<Placed<'a>>,
    /// What is no test and can stand beside one.
    others: Vec<Placed<'a>>,
}

/// A field with its names and the place of its section.
struct Placed<'a> {
    field: &'a Field,
    names: &'a FieldNames,
    section: usize,
}

impl<'a> Form<'a> {
    fn of(
        study: &'a Study,
        instrument: &'a Instrument,
        names: &'a FormNames,
        cells: &'a FormCells,
    ) -> Self {
        let sections = instrument.sections.iter().enumerate();
        let fields = sections.flat_map(|(section, own)| {
            let fields = own.fields.iter();
            fields.filter_map(move |field| {
                let names = names.field(&field.id)?;
                Some(Placed {
                    field,
                    names,
                    section,
                })
            })
        });
        let (tests, others) = fields.partition(|placed| placed.names.testcd.is_some());
        Self {
            study,
            instrument,
            cells,
            tests,
            others,
        }
    }
}

impl At<'_> {
    fn form(&self, cells: &FormCells, found: &mut Vec<Found>) {
        let study = self.subject.study().of_form(self.session, self.id);
        let Some(instrument) = study.form(self.id.as_str()) else {
            return;
        };
        let Some(names) = self.subject.names.form(&instrument.id) else {
            return;
        };
        let counting = self.subject.counting(self.session, self.id, cells);
        let form = Form::of(study, instrument, names, &counting);
        for placed in &form.tests {
            let Placed { field, names, .. } = placed;
            let Some(cell) = form.cells.get(&field.id) else {
                continue;
            };
            let Some(answer) = &cell.answer else {
                continue;
            };
            let Some(mut row) = begin(self.subject, instrument.id.as_str(), names) else {
                continue;
            };
            form.result(&mut row, field, answer);
            let own = form.beside(&mut row, placed);
            let observed = || cell.stamp.observed().time().map(|at| at.date_naive());
            let when = own
                .or_else(|| self.day.map(When::from))
                .or_else(|| observed().map(When::from));
            let screening = self.subject.study().protocol.eligibility.as_ref();
            match self.stop {
                Some(stop) => self.subject.visit(&mut row, stop),
                None if screening == Some(self.id) => self.subject.screening(&mut row),
                None => {}
            }
            if row.text("DTC").is_empty() {
                self.subject.date(&mut row, ("DTC", "DY"), when);
                self.subject.set_epoch(&mut row, when.map(|when| when.day));
            }
            found.push(Found {
                row,
                day: when.map(|when| when.day),
            });
        }
    }
}

impl Form<'_> {
    /// Sets the result of a field, or that there is none.
    fn result(&self, row: &mut Row, field: &Field, answer: &Answer) {
        match answer {
            Answer::Missing { .. } => {
                row.set("STAT", "NOT DONE");
                row.set("REASND", reason(self.study, answer));
            }
            Answer::Value { value, unit } => match value {
                Value::Number(number) => {
                    self.number(
                        row,
                        field,
                        Exact::from_decimal(*number),
                        unit.as_deref(),
                        "",
                    );
                    row.set("ORRES", number.to_string());
                }
                Value::Below(number) => {
                    self.number(
                        row,
                        field,
                        Exact::from_decimal(*number),
                        unit.as_deref(),
                        "<",
                    );
                    row.set("ORRES", format!("<{number}"));
                }
                Value::Code(code) => {
                    let choice = self.instrument.choice(field, code);
                    let label = choice.map_or(code.as_str(), |choice| choice.label.as_str());
                    row.set("ORRES", label);
                    row.set("STRESC", code.as_str());
                    row.set("STRESN", Exact::parse(code).ok());
                }
                Value::Text(text) => {
                    row.set("ORRES", text.as_str());
                    row.set("STRESC", text.as_str());
                }
                Value::Date(day) => {
                    row.set("ORRES", day.to_string());
                    row.set("STRESC", day.to_string());
                }
            },
        }
    }

    fn number(&self, row: &mut Row, field: &Field, number: Exact, unit: Option<&str>, sign: &str) {
        let given = match field.kind {
            FieldKind::Vas { .. } => Some("cm"),
            _ => unit.or(field.own_unit()),
        };
        row.set("ORRESU", given.map(codes::unit));
        let FieldKind::Lab {
            quantity,
            lln_field,
            uln_field,
            ..
        } = &field.kind
        else {
            row.set("STRESC", format!("{sign}{}", number_text(number)));
            row.set("STRESN", sign.is_empty().then_some(number));
            row.set("STRESU", given.map(codes::unit));
            return;
        };
        let limit = |field: &Option<crate::domain::base::ids::FieldId>| {
            let answer = cells::answer(self.cells, field.as_ref()?.as_str())?;
            let same = answer.unit() == unit;
            answer.as_number().filter(|_| same)
        };
        let (low, high) = (limit(lln_field), limit(uln_field));
        let stored = |number: Exact| in_stored(*quantity, unit?, number);
        if let Some(number) = stored(number) {
            row.set("STRESC", format!("{sign}{}", number_text(number)));
            row.set("STRESN", sign.is_empty().then_some(number));
            row.set("STRESU", codes::unit(quantity.stored().code()));
        }
        row.set_known("ORNRLO", low.map(|low| low.to_string()));
        row.set_known("ORNRHI", high.map(|high| high.to_string()));
        let (low, high) = (low.map(Exact::from_decimal), high.map(Exact::from_decimal));
        row.set_known("STNRLO", low.and_then(stored));
        row.set_known("STNRHI", high.and_then(stored));
        row.set_known("NRIND", within(number, sign == "<", low, high));
    }

    /// Sets what was entered beside the result of a field; returns when it was found, where that is entered too.
    fn beside(&self, row: &mut Row, test: &Placed<'_>) -> Option<When> {
        let names = test.names;
        let id = test.field.id.as_str();
        let mut date: Option<When> = None;
        let mut closest = std::collections::BTreeMap::new();
        for placed in &self.others {
            let (other, its) = (placed.field, placed.names);
            if its.domain != names.domain {
                continue;
            }
            let own = other.id.as_str().strip_prefix(id);
            let is_own = own.is_some_and(|rest| rest.starts_with('.'));
            let Some(variable) = &its.variable else {
                if is_own {
                    self.supplement(row, other, names);
                }
                continue;
            };
            let reach = if is_own {
                0
            } else if self.is_of_one(other) {
                continue;
            } else if self.has_tests(placed.section, &names.domain) {
                match placed.section == test.section {
                    true => 1,
                    false => continue,
                }
            } else {
                2
            };
            let known = closest
                .entry(variable.as_str())
                .or_insert((reach, Vec::new()));
            if reach < known.0 && self.cells.contains_key(&other.id) {
                *known = (reach, vec![other]);
            } else if reach == known.0 {
                known.1.push(other);
            }
        }
        for (variable, (_, fields)) in closest {
            let Some(stem) = variable.strip_prefix(names.domain.as_str()) else {
                continue;
            };
            match stem {
                // The limits and the unit stand with the result.
                "ORRESU" | "ORNRLO" | "ORNRHI" => {}
                "DTC" => date = self.date(row, &fields),
                stem => {
                    let first = fields.first().and_then(|field| self.said(field));
                    if let Some(said) = first
                        && !row.set_known(stem, said.as_str())
                    {
                        row.supplement(variable, variable, said);
                    }
                }
            }
        }
        date
    }

    /// Returns the date that fields say, and sets it where it is known in part only.
    fn date(&self, row: &mut Row, fields: &[&Field]) -> Option<When> {
        let said = fields
            .iter()
            .find_map(|field| partial(self.cells, field.id.as_str()))?;
        let time = fields
            .iter()
            .find_map(|field| time(self.cells, field.id.as_str()));
        match said.whole() {
            Some(day) => Some(When { day, time }),
            None => {
                row.set("DTC", said.to_string());
                None
            }
        }
    }

    /// Returns whether a field belongs to one other field, by its id.
    fn is_of_one(&self, other: &Field) -> bool {
        let of = other.id.as_str().rsplit_once('.');
        of.is_some_and(|(of, _)| self.instrument.field(of).is_some())
    }

    /// Returns whether a section holds tests of a domain.
    fn has_tests(&self, section: usize, domain: &str) -> bool {
        let mut tests = self.tests.iter();
        tests.any(|test| test.section == section && test.names.domain == domain)
    }

    /// Returns what stands in a field, as the datasets say it.
    fn said(&self, field: &Field) -> Option<String> {
        let answer = cells::answer(self.cells, field.id.as_str())?;
        Some(match answer.value()? {
            Value::Code(code) => match code.as_str() {
                "y" => "Y".to_owned(),
                "n" => "N".to_owned(),
                code => codes::term(code),
            },
            other @ (Value::Number(_) | Value::Below(_) | Value::Text(_) | Value::Date(_)) => {
                other.to_string()
            }
        })
    }

    fn supplement(&self, row: &mut Row, other: &Field, names: &FieldNames) {
        let end = other.id.as_str().rsplit('.').next().unwrap_or_default();
        let end = end.chars().filter(char::is_ascii_alphanumeric);
        let name: String = names.domain.chars().chain(end).collect();
        let is_kept = crate::export::sdtm::tables::named(&format!("SUPP{}", names.domain));
        if let (Some(said), Some(_)) = (self.said(other), is_kept) {
            row.supplement(&name.to_ascii_uppercase(), &other.label, said);
        }
    }
}

/// Returns a number in the stored unit of its quantity; none where it is not given in this unit.
fn in_stored(quantity: Quantity, unit: &str, number: Exact) -> Option<Exact> {
    if unit == quantity.stored().code() {
        return Some(number);
    }
    let factor = quantity.factor_of(unit)?;
    number.times(factor.exact().ok()?).ok()
}

/// Returns where a result lies to its limits; nothing where what is known does not decide.
pub(super) fn within(
    number: Exact,
    is_below: bool,
    low: Option<Exact>,
    high: Option<Exact>,
) -> &'static str {
    match (is_below, low, high) {
        (_, None, None) => "",
        (false, Some(low), _) if number < low => "LOW",
        (false, _, Some(high)) if number > high => "HIGH",
        (false, Some(_), None) => "",
        (false, _, Some(_)) => "NORMAL",
        (true, Some(low), _) if number <= low => "LOW",
        (true, None, Some(high)) if number <= high => "NORMAL",
        (true, ..) => "",
    }
}
