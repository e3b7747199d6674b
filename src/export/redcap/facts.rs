//! The two forms that are no forms of the study at a visit: the enrolment with its facts, and the visit itself with its day.

use super::data::Line;
use super::dictionary::{Item, Sheet, Takes};
use super::form::nameless;
use super::shape::{self, Shape};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::names::{StudyNames, redcap};
use crate::domain::record::participant::Participant;
use crate::domain::record::session::Session;
use crate::domain::study::Study;
use crate::domain::study::fit::unfit_facts;
use crate::export::exporter::Fault;
use crate::export::fields;
use crate::export::table::Cell;

/// How far a form is whose facts were all given.
const DONE: &str = "2";

/// The enrolment: the first form, with the record id.
pub(super) struct Enrolment {
    /// Its name in REDCap.
    pub(super) form: String,
    facts: Vec<(FieldId, usize)>,
    complete: usize,
}

impl Enrolment {
    pub(super) fn add(study: &Study, names: &StudyNames, sheet: &mut Sheet) -> Result<Self, Fault> {
        let id = &study.enrolment.id;
        let own = names.form(id).ok_or_else(|| nameless(id.as_str()))?;
        sheet.add_record(&own.redcap);
        let mut facts = Vec::new();
        for (_, form, field) in fields::all(study, id) {
            let name = own.field(&field.id);
            let name = name.ok_or_else(|| nameless(field.id.as_str()))?;
            let shape = Shape::of(study, id, &field.id);
            let at = sheet.add(Item {
                name: name.redcap.clone(),
                form: own.redcap.clone(),
                takes: shape.takes(&fields::choices(study, id, &field.id)),
                label: fields::label(form, field),
                note: shape::note(form, field),
                bounds: fields::bounds(study, id, &field.id).filter(|_| shape.has_bounds()),
                required: field.required,
                ..Item::default()
            });
            facts.push((field.id.clone(), at));
        }
        Ok(Self {
            form: own.redcap.clone(),
            facts,
            complete: sheet.end(&own.redcap),
        })
    }

    /// Fills in the facts of a participant; returns how many are left out, since they cannot be.
    pub(super) fn fill(&self, study: &Study, who: &Participant, line: &mut Line) -> u64 {
        let unfit = unfit_facts(study, who);
        let is_unfit = |id: &str| unfit.iter().any(|fact| fact.field() == id);
        for (field, at) in &self.facts {
            let id = field.as_str();
            if !is_unfit(id) {
                line.put(*at, &fact(who, id));
            }
        }
        line.text(self.complete, DONE);
        unfit.len() as u64
    }
}

/// Returns a fact by its field in the form of enrolment.
fn fact<'a>(who: &'a Participant, field: &str) -> Cell<'a> {
    match field {
        "id" => Cell::text(who.id.as_str()),
        "initials" => Cell::text(&who.initials),
        "birth-year" => Cell::Whole(who.birth_year.into()),
        "sex" => Cell::text(who.sex.key()),
        "diagnosis" => Cell::text(who.diagnosis.key()),
        "weight" => Cell::Decimal(who.weight_kg),
        "enrolled-on" => Cell::Day(who.enrolled_on),
        _ => Cell::Empty,
    }
}

/// The visit: its day, its version of the study, and what an unscheduled one is for.
pub(super) struct VisitFacts {
    /// Its name in REDCap.
    pub(super) form: String,
    day: usize,
    version: usize,
    words: usize,
    complete: usize,
}

impl VisitFacts {
    pub(super) fn add(names: &StudyNames, sheet: &mut Sheet) -> Result<Self, Fault> {
        let taken = names.forms().map(|(_, own)| own.redcap.as_str());
        let form = redcap::visit_form(taken);
        let mut add = |end: &str, label: &str, takes: Takes, required: bool| {
            sheet.add(Item {
                name: format!("{form}{end}"),
                form: form.clone(),
                takes,
                label: label.to_owned(),
                required,
                ..Item::default()
            })
        };
        let day = Takes::Checked("date_ymd");
        let day = add(redcap::AT, "Day of the assessments", day, true);
        let version = Takes::Checked("integer");
        let version = add(
            redcap::VERSION,
            "Version of the study under which it was begun",
            version,
            false,
        );
        let words = add(
            redcap::NOTE,
            "What an unscheduled visit is for",
            Takes::Line,
            false,
        );
        let complete = sheet.end(&form);
        Ok(Self {
            form,
            day,
            version,
            words,
            complete,
        })
    }

    /// Fills in what is known of a visit; returns 1 where its day is left out, since it is not by the rules.
    pub(super) fn fill(&self, study: &Study, session: &Session, line: &mut Line) -> u64 {
        line.put(self.day, &Cell::of(session.day(), Cell::Day));
        let version = study.of(session).number;
        line.put(self.version, &Cell::Whole(version.into()));
        let words = session.unscheduled.as_ref().map(|own| own.words.as_str());
        line.text(self.words, words.unwrap_or_default());
        line.text(self.complete, DONE);
        u64::from(session.day().is_none())
    }
}
