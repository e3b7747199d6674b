//! A project of REDCap: the dictionary, the events with their forms, which forms repeat, and the data.
//!
//! Each visit is an event with one row a participant; logs are repeating forms of an event of their own, and enrolment is the
//! first event. Must not compute a score: REDCap holds what was entered.

mod data;
mod dictionary;
mod events;
mod facts;
mod form;
mod logic;
mod shape;

use super::exporter::{Context, Exporter, Fault, Reads, Remark};
use super::files::Files;
use super::person::Person;
use crate::domain::record::rows;
use crate::domain::record::session::{ParticipantRecord, Session};
use data::{Data, Line};
use dictionary::Sheet;
use events::Events;
use facts::{Enrolment, VisitFacts};
use form::FormColumns;

/// The REDCap format while it is written.
pub struct Redcap {
    context: Context,
    events: Events,
    enrolment: Enrolment,
    visit: VisitFacts,
    forms: Vec<FormColumns>,
    data: Data,
    remarks: Vec<Remark>,
    left_out: u64,
}

impl Redcap {
    /// Begins all files; all but the data are whole then.
    ///
    /// # Errors
    /// When one cannot be made, or a name that the files need is not there.
    pub fn begin(context: Context, files: &mut dyn Files) -> Result<Self, Fault> {
        let (study, names) = (&context.study, &context.names);
        let mut sheet = Sheet::begin();
        let events = Events::of(study);
        let enrolment = Enrolment::add(study, names, &mut sheet)?;
        let visit = VisitFacts::add(names, &mut sheet)?;
        let mut forms = Vec::new();
        for form in super::fields::forms(study) {
            forms.extend(FormColumns::add(study, names, &events, &form, &mut sheet)?);
        }
        sheet.write(files)?;
        events.write((&enrolment.form, &visit.form), &forms, files)?;
        Ok(Self {
            data: Data::begin(&sheet, files)?,
            events,
            enrolment,
            visit,
            forms,
            context,
            remarks: Vec::new(),
            left_out: 0,
        })
    }
}

impl Exporter for Redcap {
    fn reads(&self) -> Reads {
        Reads::Records
    }

    fn participant(&mut self, person: &Person<'_>, _: &mut dyn Files) -> Result<(), Fault> {
        let record = person.record;
        let who = &record.participant.id;
        if record.statuses.is_void() {
            self.remarks.push(Remark::EnrolledByMistake {
                participant: who.clone(),
            });
            return Ok(());
        }
        self.remarks.extend(Remark::hidden(record));
        let study = &self.context.study;
        let mut line = self.data.line(who.as_str(), self.events.enrolment());
        self.left_out += self.enrolment.fill(study, &record.participant, &mut line);
        self.data.write(&line)?;
        for (visit, event) in self.events.visits() {
            let session = record.session(visit.as_str());
            let Some(session) = session.filter(|own| self.context.selection.wants_session(own))
            else {
                continue;
            };
            let mut line = self.data.line(who.as_str(), event);
            self.left_out += self.visit.fill(study, session, &mut line);
            for form in self.forms.iter().filter(|form| form.is_at_visits()) {
                self.left_out += form.fill(study, record, session, &form.form, &mut line);
            }
            self.data.write(&line)?;
        }
        let session = record.session(rows::SESSION);
        if let Some(session) = session.filter(|own| self.context.selection.wants_session(own)) {
            self.beside(record, session)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut dyn Files) -> Result<Vec<Remark>, Fault> {
        let mut remarks = self.remarks;
        remarks.extend(self.data.finish()?);
        if self.left_out > 0 {
            remarks.push(Remark::LeftOut {
                file: data::FILE.to_owned(),
                count: self.left_out,
            });
        }
        Ok(remarks)
    }
}

impl Redcap {
    /// Writes what is kept beside the visits: the forms filled in once in one row, and each row of a log in its own.
    fn beside(&mut self, record: &ParticipantRecord, session: &Session) -> Result<(), Fault> {
        let study = &self.context.study;
        let who = record.participant.id.as_str();
        let event = self.events.beside();
        let mut line: Line = self.data.line(who, event);
        for form in self.forms.iter().filter(|form| form.is_once()) {
            self.left_out += form.fill(study, record, session, &form.form, &mut line);
        }
        if !line.is_blank() {
            self.data.write(&line)?;
        }
        for form in self.forms.iter().filter(|form| form.is_log()) {
            for row in rows::rows(record, form.form.as_str()) {
                let mut line = self.data.line(who, event);
                line.repeat(&form.name, row.number);
                self.left_out += form.fill(study, record, session, row.id, &mut line);
                self.data.write(&line)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
