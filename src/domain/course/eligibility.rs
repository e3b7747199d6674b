//! Whether a participant may take part: the criteria as answered, compared with the facts beside them.
//!
//! A criterion is a field of the form of eligibility: `in.NAME` must be yes, `ex.NAME` must be no. Where a
//! fact that is not known whole decides, nothing is computed and the answer alone counts.

pub(crate) mod diagnosis;
mod facts;
mod organs;
pub(crate) mod treatment;

use super::{day, is_missing};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::disease::bohan_peter::Classified;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::participant::Sex;
use crate::domain::record::rows;
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use crate::domain::treatment::kidney::ByYear;
use chrono::NaiveDate;
use facts::Facts;
use serde::{Deserialize, Serialize};

/// What stands before the name of a criterion that must be yes.
const INCLUSION: &str = "in.";
/// What stands before the name of a criterion that must be no.
const EXCLUSION: &str = "ex.";

/// The field of the consent.
const CONSENT: &str = "consent";
/// The field of its day.
const CONSENT_DATE: &str = "consent-date";

/// How far somebody is on the way into the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Something is still to be answered or settled.
    Screening,
    /// A criterion is not met.
    Failed,
    /// Consent was given and every criterion is met.
    Eligible,
    /// An investigator lets the person take part in spite of a criterion.
    Exception,
}

/// What is known of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is met.
    Met,
    /// It is not met.
    NotMet,
    /// It is not answered, or not known.
    Open,
    /// It was answered as met, and the facts say that it is not.
    Contradicted,
}

/// A criterion as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its field.
    pub field: String,
    /// Its words.
    pub label: String,
    /// What is known of it.
    pub finding: Finding,
    /// Whether the facts beside it say that it is met; `None` where nothing is computed.
    pub computed: Option<bool>,
}

impl Criterion {
    /// Returns that the facts contradict its answer, as a reason.
    pub fn contradicted(&self) -> Reason {
        Reason::Contradicted {
            label: self.label.clone(),
            excludes: self.field.starts_with(EXCLUSION),
        }
    }
}

/// What keeps somebody out of the trial. Criteria are named as the form labels them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Consent was refused.
    ConsentRefused,
    /// Consent with its date is not entered.
    ConsentBlank,
    /// A criterion is not met.
    NotMet(String),
    /// A criterion was answered as met, and the facts say that it is not.
    Contradicted {
        /// The criterion.
        label: String,
        /// Whether it is one that must not be present.
        excludes: bool,
    },
    /// So many required fields are still empty.
    FieldsEmpty(usize),
    /// A criterion is answered, and not known.
    NotKnown(String),
}

/// How far somebody is on the way into the trial, with what decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Eligible.
    Eligible,
    /// An exception was recorded, for this reason.
    Exception(String),
    /// Consent was refused.
    ConsentRefused,
    /// These criteria are not met, as the form labels them.
    NotMet(Vec<String>),
    /// The first criterion that the facts contradict, as the form labels it.
    Contradicted(String),
    /// Nothing but the consent is missing.
    ConsentBlank,
    /// Nothing but so many required fields is missing.
    FieldsEmpty(usize),
    /// So many criteria are open.
    CriteriaOpen(usize),
}

/// The eligibility of a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// Day of the consent, where it was given.
    pub consent: Option<NaiveDate>,
    /// Whether consent was refused.
    pub refused: bool,
    /// The criteria in the order of the form.
    pub criteria: Vec<Criterion>,
    /// Required fields that are still empty.
    pub empty: usize,
    /// The class by the items of Bohan and Peter; none where the form has no answer to them.
    pub bohan_peter: Option<Classified>,
    /// The filtration rate on the day that is judged; none where creatinine is not known.
    pub filtration: Option<ByYear>,
    /// Reason of the exception that an investigator recorded.
    pub exception: Option<String>,
}

impl Eligibility {
    /// Returns how far the person is.
    pub fn state(&self) -> State {
        let is = |finding: Finding| self.criteria.iter().any(|c| c.finding == finding);
        let settled = self.empty == 0 && !is(Finding::Open) && !is(Finding::Contradicted);
        match () {
            () if self.refused => State::Failed,
            () if self.consent.is_some() && self.exception.is_some() => State::Exception,
            () if is(Finding::NotMet) => State::Failed,
            () if self.consent.is_some() && settled => State::Eligible,
            () => State::Screening,
        }
    }

    /// Returns what keeps the person out; nothing of who may take part.
    pub fn reasons(&self) -> Vec<Reason> {
        let state = self.state();
        if matches!(state, State::Eligible | State::Exception) {
            return Vec::new();
        }
        let mut reasons = Vec::new();
        if self.refused {
            reasons.push(Reason::ConsentRefused);
        } else if self.consent.is_none() {
            reasons.push(Reason::ConsentBlank);
        }
        for criterion in &self.criteria {
            let label = || criterion.label.clone();
            match criterion.finding {
                Finding::NotMet => reasons.push(Reason::NotMet(label())),
                Finding::Contradicted => reasons.push(criterion.contradicted()),
                Finding::Met | Finding::Open => {}
            }
        }
        if state == State::Screening && self.empty > 0 {
            reasons.push(Reason::FieldsEmpty(self.empty));
        }
        let open = |c: &&Criterion| c.finding == Finding::Open;
        if state == State::Screening && self.empty == 0 {
            let open = self.criteria.iter().filter(open);
            reasons.extend(open.map(|c| Reason::NotKnown(c.label.clone())));
        }
        reasons
    }

    /// Returns how far the person is, with what decides.
    pub fn standing(&self) -> Standing {
        let named = |finding: Finding| {
            let found = self.criteria.iter().filter(move |c| c.finding == finding);
            found.map(|c| c.label.clone())
        };
        match self.state() {
            State::Eligible => Standing::Eligible,
            State::Exception => Standing::Exception(self.exception.clone().unwrap_or_default()),
            State::Failed if self.refused => Standing::ConsentRefused,
            State::Failed => Standing::NotMet(named(Finding::NotMet).collect()),
            State::Screening => {
                if let Some(first) = named(Finding::Contradicted).next() {
                    return Standing::Contradicted(first);
                }
                match (named(Finding::Open).count(), self.consent) {
                    (0, None) => Standing::ConsentBlank,
                    (0, Some(_)) => Standing::FieldsEmpty(self.empty),
                    (open, _) => Standing::CriteriaOpen(open),
                }
            }
        }
    }
}

/// Returns whether a field of the form of eligibility is a criterion.
pub fn is_criterion(field: &str) -> bool {
    field.starts_with(INCLUSION) || field.starts_with(EXCLUSION)
}

/// Returns whether a visit may begin: it was begun already, the study does not ask for eligibility, the person is
/// eligible, or an investigator recorded an exception.
///
/// # Errors
/// What keeps the visit from beginning.
pub fn gate(study: &Study, record: &ParticipantRecord, visit: &str) -> Result<(), Vec<Reason>> {
    if visit == rows::SESSION || record.session(visit).is_some() {
        return Ok(());
    }
    let reasons = judge(study, record).map_or_else(Vec::new, |judged| judged.reasons());
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// Returns the field that the first reason which keeps a visit from beginning is about; none where nothing does, or the study
/// does not ask for eligibility.
pub fn first_hindrance(study: &Study, record: &ParticipantRecord) -> Option<FieldId> {
    let judged = judge(study, record)?;
    let study = version(study, record)?;
    let form = study.eligibility()?;
    let blank = FormCells::new();
    let session = record.session(rows::SESSION);
    let cells = session.and_then(|session| session.forms.get(&form.id));
    let cells = cells.unwrap_or(&blank);
    let of_criterion = |label: &str| {
        let mut criteria = judged.criteria.iter();
        let criterion = criteria.find(|criterion| criterion.label == label)?;
        Some(FieldId::new(criterion.field.clone()))
    };
    match judged.reasons().first()? {
        Reason::ConsentBlank if cells::yes(cells, CONSENT) => Some(FieldId::from(CONSENT_DATE)),
        Reason::ConsentRefused | Reason::ConsentBlank => Some(FieldId::from(CONSENT)),
        Reason::NotMet(label) | Reason::Contradicted { label, .. } | Reason::NotKnown(label) => {
            of_criterion(label)
        }
        Reason::FieldsEmpty(_) => {
            let setting = Setting::of(false, record.participant.sex);
            let mut sections = form.sections.iter();
            sections.find_map(|section| {
                let rules = study.scoring();
                let mut empty = progress::empty_in(rules, form, setting, section, cells);
                empty
                    .find(|field| field.required)
                    .map(|field| field.id.clone())
            })
        }
    }
}

/// Returns the day of the consent; none where it was not given, or the study does not ask for it.
pub fn consent_day(study: &Study, record: &ParticipantRecord) -> Option<NaiveDate> {
    let form = version(study, record)?.eligibility()?;
    let cells = record.session(rows::SESSION)?.forms.get(&form.id)?;
    day(cells, CONSENT_DATE).filter(|_| cells::yes(cells, CONSENT))
}

/// Returns the version under which the form of eligibility was begun: who passed under it stays passed. `None` when the
/// study does not ask for it.
fn version<'a>(study: &'a Study, record: &ParticipantRecord) -> Option<&'a Study> {
    let form = study.eligibility()?;
    Some(study.of_place(record, rows::SESSION, &form.id))
}

/// Judges a participant by the form of eligibility; `None` when the study does not ask for it.
pub fn judge(study: &Study, record: &ParticipantRecord) -> Option<Eligibility> {
    let study = version(study, record)?;
    let form = study.eligibility()?;
    let blank = FormCells::new();
    let session = record.session(rows::SESSION);
    let cells = session
        .and_then(|session| session.forms.get(&form.id))
        .unwrap_or(&blank);
    let consent = day(cells, CONSENT_DATE).filter(|_| cells::yes(cells, CONSENT));
    let facts = Facts {
        study,
        rules: &study.protocol.rules.eligibility,
        record,
        cells,
        day: consent.or(record.participant.enrolled()),
    };
    let criteria = form.fields().filter_map(|field| {
        let id = field.id.as_str();
        let wanted = if id.starts_with(INCLUSION) {
            "y"
        } else if id.starts_with(EXCLUSION) {
            "n"
        } else {
            return None;
        };
        Some(criterion(&facts, field, wanted))
    });
    let exception = cells::yes(cells, "exception")
        .then(|| super::text(cells, "exception-reason").map(str::to_owned));
    Some(Eligibility {
        consent,
        refused: cells::code(cells, CONSENT) == Some("n"),
        criteria: criteria.collect(),
        empty: empty(study, form, record.participant.sex, cells),
        bohan_peter: diagnosis::classified(cells),
        filtration: facts.filtration(),
        exception: exception.flatten(),
    })
}

fn empty(study: &Study, form: &Instrument, sex: Sex, cells: &FormCells) -> usize {
    progress::progress(study.scoring(), form, Setting::of(false, sex), cells).empty_required
}

fn criterion(facts: &Facts<'_>, field: &Field, wanted: &str) -> Criterion {
    let id = field.id.as_str();
    if !field.is_for(facts.record.participant.sex) {
        // What cannot be of this participant excludes nobody.
        return Criterion {
            field: id.to_owned(),
            label: field.label.clone(),
            finding: Finding::Met,
            computed: Some(true),
        };
    }
    let computed = facts.met(id);
    let finding = match cells::code(facts.cells, id) {
        Some(code) if code == wanted && computed == Some(false) => Finding::Contradicted,
        Some(code) if code == wanted => Finding::Met,
        Some(_) => Finding::NotMet,
        None if is_missing(facts.cells, id, "not-applicable") => Finding::Met,
        None if computed == Some(false) => Finding::NotMet,
        None => Finding::Open,
    };
    Criterion {
        field: id.to_owned(),
        label: field.label.clone(),
        finding,
        computed,
    }
}
