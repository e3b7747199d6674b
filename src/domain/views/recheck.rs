//! Every rule over a participant's whole record again: what is empty, impossible, unlikely, contradictory, open or
//! void as it stands now.
//!
//! Finds and changes nothing. What an assessor kept with a reason is told as kept. A field that is no longer asked
//! keeps its answer, which is told; no check looks at it.

mod found;
mod kept;
mod log_rows;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::query::State;
use crate::domain::record::rows;
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session, has_answer};
use crate::domain::record::signature;
use crate::domain::rules::checks;
use crate::domain::rules::checks::names::HIDES_ANSWERS;
use crate::domain::rules::checks::{About, Contexts};
use crate::domain::study::Study;
use crate::domain::study::fit::{self, Misfit};
use crate::domain::study::schedule::{self};
use chrono::NaiveDate;

pub use found::{Finding, Found};
pub use kept::{Differing, KeptDifference, kept_differences};

/// Collects what is found at one visit.
struct Finder<'a> {
    /// The version in force, with those before it.
    root: &'a Study,
    /// The version of what is looked at.
    study: &'a Study,
    record: &'a ParticipantRecord,
    session: &'a Session,
    today: NaiveDate,
    contexts: Contexts<'a>,
    found: Vec<Finding>,
}

/// Returns what all rules find in a record, visit by visit in the order of the schedule, what is kept beside the
/// visits last. No date may be after `today`, unless its field says so. Nothing is found of somebody who was enrolled by
/// mistake: nothing more is stored there, so nobody could settle it.
pub fn recheck(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Vec<Finding> {
    if record.statuses.is_void() {
        return Vec::new();
    }
    let mut sessions: Vec<&Session> = record.sessions.values().collect();
    sessions.sort_by_key(|session| {
        let log = session.visit.as_str() == rows::SESSION;
        let place = study.visit_index(session.visit.as_str());
        (log, place.unwrap_or(usize::MAX), session.date)
    });
    let mut found: Vec<Finding> = facts(study, record).collect();
    for session in sessions {
        let mut finder = Finder {
            root: study,
            study: study.of(session),
            record,
            session,
            today,
            contexts: Contexts::new(record, &session.visit),
            found: Vec::new(),
        };
        finder.session();
        found.extend(finder.found);
    }
    found.extend(log_rows::eligibility(study, record));
    found
}

/// Returns the facts of the enrolment that cannot be.
fn facts(study: &Study, record: &ParticipantRecord) -> impl Iterator<Item = Finding> {
    let unfit = fit::unfit_facts(study, &record.participant).into_iter();
    unfit.map(|fact| Finding {
        participant: record.participant.id.clone(),
        visit: rows::SESSION.into(),
        form: Some(study.enrolment.id.clone()),
        field: Some(fact.field().into()),
        rule: "hard-limit".to_owned(),
        found: Found::UnfitFact(fact),
        kept: None,
    })
}

impl Finder<'_> {
    fn session(&mut self) {
        let session = self.session;
        let planned = self.study.visit(session.visit.as_str());
        if planned.is_none() && session.visit.as_str() != rows::SESSION {
            self.add(None, None, "unknown-visit", Found::UnknownVisit);
        }
        if session.unfit_date {
            let day = session.date;
            self.add(None, None, "visit-day", Found::UnfitDay { day });
        }
        let wrong = session
            .day()
            .and_then(|day| schedule::before_earlier(self.study, self.record, &session.visit, day));
        if let Some(wrong) = wrong {
            self.add(None, None, "visit-day", Found::OutOfOrder(wrong));
        }
        let blank = FormCells::new();
        let begun: Vec<&FormId> = session.forms.keys().collect();
        let mut forms: Vec<&FormId> = self.study.forms_of(session).iter().collect();
        // A row without an answer was never written down.
        let written = |id: &&FormId| {
            let cells = session.forms.get(*id).unwrap_or(&blank);
            has_answer(cells)
        };
        let others: Vec<&FormId> = begun.into_iter().filter(|id| !forms.contains(id)).collect();
        forms.extend(others.into_iter().filter(written));
        for id in session.withheld.keys() {
            self.add(Some(id), None, "hidden", Found::Hidden);
        }
        for id in forms
            .into_iter()
            .filter(|id| !session.withheld.contains_key(*id))
        {
            let cells = session.forms.get(id).unwrap_or(&blank);
            self.study = self.root.of_form(session, id);
            match self.study.form(id.as_str()) {
                Some(instrument) => self.form(id, instrument, cells),
                None => self.add(Some(id), None, "unknown-form", Found::UnknownForm),
            }
        }
        self.queries();
        let signed = !session.signatures.is_empty();
        if signed && !signature::is_signed(&self.record.participant.id, session) {
            let last = session.signatures.last();
            let name = last.map_or_else(String::new, |last| last.name.clone());
            self.add(None, None, "signature-void", Found::SignatureVoid { name });
        }
    }

    fn form(&mut self, id: &FormId, instrument: &Instrument, cells: &FormCells) {
        self.required(id, instrument, cells);
        for (field_id, cell) in cells {
            let Some(answer) = cell.stored() else {
                continue;
            };
            let Some(field) = instrument.field(field_id.as_str()) else {
                self.add(
                    Some(id),
                    Some(field_id),
                    "unknown-field",
                    Found::UnknownField,
                );
                continue;
            };
            let found = impossible(self.study, instrument, field, answer, self.today);
            if let Some(found) = found {
                self.add(Some(id), Some(field_id), "hard-limit", found);
            } else if cell.unfit.is_some() {
                let before = fit::before_birth(&self.record.participant, field, answer);
                let (rule, found) = match before {
                    Some((date, born)) => (
                        fit::BEFORE_BIRTH,
                        Found::Asked(About::BeforeBirth { date, born }),
                    ),
                    None => {
                        let shown = typing::words(instrument, field, answer);
                        ("hard-limit", Found::WasUnfit { shown })
                    }
                };
                self.add(Some(id), Some(field_id), rule, found);
            }
            if self.session.is_after_shown(id, cell) {
                let label = field.label.clone();
                let found = Found::AfterShown { label };
                self.add(Some(id), Some(field_id), "after-shown", found);
                if let Some(last) = self.found.last_mut() {
                    last.kept.clone_from(&cell.reason);
                }
            }
        }
        self.not_asked(id, instrument, cells);
        self.questions(id, instrument, cells);
        if let Some(row) = log_rows::contradictions(id, cells) {
            for (field, rule, found) in row {
                self.add(Some(id), Some(&field), rule, found);
            }
        }
        if let Some((field, rule, about)) = log_rows::dates(self.study, id, cells) {
            self.add(Some(id), Some(&field), rule, Found::Asked(about));
        }
    }

    /// Returns whether an amendment took the form away, so that nobody answers it any more.
    fn is_removed(&self, id: &FormId) -> bool {
        let by = self.root.place_removed(&self.session.visit, id, self.today);
        by.is_some()
    }

    fn setting(&self) -> Setting {
        let is_baseline = self.session.visit == self.study.protocol.baseline;
        Setting::of(is_baseline, self.record.participant.sex)
    }

    /// Reports what is required and empty; of a form with nothing in it only that.
    fn required(&mut self, id: &FormId, instrument: &Instrument, cells: &FormCells) {
        if self.is_removed(id) {
            return;
        }
        let setting = self.setting();
        let mut empty = progress::empty_required(self.study.scoring(), instrument, setting, cells);
        // What stands there instead is told by itself.
        empty.retain(|field| !cells::is_unfit(cells, field.id.as_str()));
        if !empty.is_empty() && !has_answer(cells) {
            let required = empty.len();
            return self.add(
                Some(id),
                None,
                "required",
                Found::NothingEntered { required },
            );
        }
        for field in empty {
            let label = field.label.clone();
            self.add(
                Some(id),
                Some(&field.id),
                "required",
                Found::Empty { label },
            );
        }
    }

    /// Reports the answers that another one hides.
    fn not_asked(&mut self, id: &FormId, instrument: &Instrument, cells: &FormCells) {
        let setting = self.setting();
        let scoring = self.study.scoring();
        for field in progress::not_asked(scoring, instrument, setting, cells) {
            let label = field.label.clone();
            let found = Found::NotAsked { label };
            self.add(Some(id), Some(&field.id), "not-asked", found);
            // It is settled where somebody was asked about it before.
            let under = progress::hidden_under(scoring, instrument, setting, cells, field);
            let under = under.iter().filter_map(|under| cells.get(&under.id));
            let mut kept = under.flat_map(|cell| &cell.kept);
            let agreed = kept.find(|(rule, _)| rule == HIDES_ANSWERS);
            if let (Some(last), Some((_, words))) = (self.found.last_mut(), agreed) {
                last.kept = Some(words.clone());
            }
        }
    }

    /// Reports what the checks ask about each answer and about the form as a whole.
    fn questions(&mut self, id: &FormId, instrument: &Instrument, cells: &FormCells) {
        if self.is_removed(id) {
            return;
        }
        let Some(context) = self.contexts.at(self.study, id) else {
            return;
        };
        let standing = instrument.fields().flat_map(|field| {
            let asked = checks::standing_questions(self.study, instrument, field, context);
            asked.into_iter().map(|question| (&field.id, question))
        });
        let standing: Vec<(&FieldId, checks::Question)> = standing.collect();
        let of_form = checks::standing_form_questions(self.study, instrument, context);
        let asked = standing.iter().map(|(at, question)| (*at, question));
        let asked = asked.chain(of_form.iter().map(|(at, question)| (at, question)));
        let asked: Vec<(&FieldId, &checks::Question)> = asked.collect();
        for field in instrument.fields() {
            let Some(cell) = cells.get(&field.id) else {
                continue;
            };
            self.kept(id, &field.id, cell, &asked);
            for (_, question) in standing.iter().filter(|(at, _)| **at == field.id) {
                if !checks::is_kept(cells, &field.id, &question.rule) {
                    let found = Found::Asked(question.about.clone());
                    self.add(Some(id), Some(&field.id), &question.rule, found);
                }
            }
        }
        for (field, question) in of_form {
            if checks::is_kept(cells, &field, &question.rule) {
                continue;
            }
            let found = Found::Asked(question.about);
            self.add(Some(id), Some(&field), &question.rule, found);
        }
    }

    /// Reports what was kept with a reason, with the question where it would be asked again, here or at the field that
    /// contradicts it.
    fn kept(
        &mut self,
        form: &FormId,
        field: &FieldId,
        cell: &Cell,
        asked: &[(&FieldId, &checks::Question)],
    ) {
        // What was hidden is told at its own field.
        let others = cell.kept.iter().filter(|(rule, _)| rule != HIDES_ANSWERS);
        for (rule, reason) in others {
            let other = checks::counterpart(rule, field);
            let mut fields = std::iter::once(field).chain(&other);
            let again = fields.find_map(|field| {
                let mut asked = asked.iter();
                asked.find(|(at, question)| *at == field && question.rule == *rule)
            });
            let found = again.map_or(Found::AskedBefore, |(_, question)| {
                Found::Asked(question.about.clone())
            });
            self.add(Some(form), Some(field), rule, found);
            if let Some(last) = self.found.last_mut() {
                last.kept = Some(reason.clone());
            }
        }
    }

    fn queries(&mut self) {
        let session = self.session;
        for (form, cells) in &session.forms {
            for (field, cell) in cells {
                let open = cell.queries.iter();
                for query in open.filter(|query| query.state != State::Closed) {
                    let found = Found::Query {
                        id: query.id,
                        asked_by: query.asked_by.clone(),
                        state: query.state,
                        question: query.question.clone(),
                    };
                    self.add(Some(form), Some(field), "query", found);
                }
            }
        }
    }

    fn add(&mut self, form: Option<&FormId>, field: Option<&FieldId>, rule: &str, found: Found) {
        self.found.push(Finding {
            participant: self.record.participant.id.clone(),
            visit: self.session.visit.clone(),
            form: form.cloned(),
            field: field.cloned(),
            rule: rule.to_owned(),
            found,
            kept: None,
        });
    }
}

/// Returns why an answer could not be entered today; none where it could. Whether it could is for the rule that also
/// refuses answers; here it gets its words.
fn impossible(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    today: NaiveDate,
) -> Option<Found> {
    Some(match fit::check(study, instrument, field, answer, today) {
        Ok(()) => return None,
        Err(Misfit::Reason { reason }) => Found::UnknownReason { reason },
        Err(Misfit::NoWords { label }) => Found::ReasonWithoutWords { label },
        Err(Misfit::Unit { .. }) => Found::UnknownUnit {
            shown: typing::words(instrument, field, answer),
        },
        Err(Misfit::Value { .. }) => {
            let shown = typing::show(instrument, field, answer);
            match typing::read(instrument, field, &shown, answer.unit(), today) {
                Typed::Wrong(refusal) => Found::Refused(refusal),
                Typed::Ready(_)
                | Typed::Full(_)
                | Typed::Empty
                | Typed::Missing
                | Typed::Partial => Found::NoAnswer { shown },
            }
        }
    })
}

#[cfg(test)]
mod tests;
