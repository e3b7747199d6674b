//! A diagnosis of clinically amyopathic dermatomyositis against weakness that a form of the same person has.
//!
//! That diagnosis is one without weakness of muscles: by Sontheimer's criteria, and in the tree of EULAR/ACR 2017, where none of
//! its four items of weakness may be there. At baseline full strength is expected. It is asked about at the field whose answer
//! came later, and only while the diagnosis stands.

use super::{About, Question};
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::course::eligibility::diagnosis::{AMYOPATHIC, CLASS};
use crate::domain::forms::disease;
use crate::domain::forms::engine::cells::{code, counts};
use crate::domain::forms::engine::checks::{VisitContext, amount};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::mmt8;
use crate::domain::record::participant::Diagnosis;
use crate::domain::record::rows::SESSION;
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use rust_decimal::Decimal;

/// Name of the rule.
pub(super) const RULE: &str = "amyopathic-weak";

/// The item of weakness in the form of eligibility.
const WEAKNESS: &str = "bp-weakness";
/// The code of an item that is there.
const YES: &str = "y";

/// What a record says of a clinically amyopathic disease, and of weakness; empty where it is no such disease.
#[derive(Clone, Debug, Default)]
pub struct Strength {
    said: Option<Said>,
    weak: Vec<Weak>,
}

/// The form that has the diagnosis.
#[derive(Clone, Debug)]
struct Said {
    title: String,
    /// Number of the entry, 0 while it is not stored; none of the enrolment, which is before everything else.
    seq: Option<u64>,
}

/// A field that says that muscles are weak.
#[derive(Clone, Debug)]
struct Weak {
    visit: VisitId,
    form: FormId,
    title: String,
    field: FieldId,
    label: String,
    answer: String,
    /// Number of the entry; 0 while it is not stored.
    seq: u64,
}

impl Weak {
    /// Returns whether it came after the diagnosis, or with it; what is not stored yet is the newest.
    fn is_after(&self, said: &Said) -> bool {
        said.seq.is_none_or(|seq| match (self.seq, seq) {
            (0, _) => true,
            (_, 0) => false,
            (own, seq) => own >= seq,
        })
    }

    fn question(&self, said: &Said) -> Question {
        let about = About::AmyopathicWeak {
            said: said.title.clone(),
            form: self.title.clone(),
            field: self.label.clone(),
            answer: self.answer.clone(),
        };
        Question::new(RULE, about)
    }
}

impl Strength {
    /// Returns what a record says.
    pub(super) fn of(study: &Study, record: &ParticipantRecord) -> Self {
        let Some(said) = said(study, record) else {
            return Self::default();
        };
        let sessions = record.sessions.values();
        let forms = sessions.flat_map(|session| {
            let forms = session.forms.iter();
            forms.map(move |(id, cells)| (session, id, cells))
        });
        let weak = forms.flat_map(|(session, id, cells)| {
            let version = study.of_form(session, id);
            let form = version.form(id.as_str());
            form.into_iter().flat_map(move |form| {
                let fields = form.fields();
                let fields = fields
                    .filter(move |field| is_weak(version, &session.visit, form, field, cells));
                fields.filter_map(move |field| {
                    let cell = cells.get(&field.id)?;
                    let given = cell.answer.as_ref()?.as_code()?;
                    let answer = form.choice(field, given);
                    Some(Weak {
                        visit: session.visit.clone(),
                        form: id.clone(),
                        title: form.title.clone(),
                        field: field.id.clone(),
                        label: field.label.clone(),
                        answer: answer
                            .map_or_else(|| given.to_owned(), |answer| answer.label.clone()),
                        seq: cell.seq,
                    })
                })
            })
        });
        let weak = weak.collect();
        Self {
            said: Some(said),
            weak,
        }
    }
}

/// Returns the form that says that the disease is clinically amyopathic: that of eligibility, else the enrolment.
fn said(study: &Study, record: &ParticipantRecord) -> Option<Said> {
    let cell = || {
        let form = study.eligibility()?;
        let cells = record.session(SESSION)?.forms.get(&form.id)?;
        counts(form, cells, form.field(CLASS)?).then_some(())?;
        Some((form, code(cells, CLASS)?, cells.get(CLASS)?.seq))
    };
    match cell() {
        Some((form, AMYOPATHIC, seq)) => Some(Said {
            title: form.title.clone(),
            seq: Some(seq),
        }),
        Some(_) => None,
        None => (record.participant.diagnosis == Diagnosis::Amyopathic).then(|| Said {
            title: study.enrolment.title.clone(),
            seq: None,
        }),
    }
}

/// Returns whether the answer of a field says that muscles are weak.
fn is_weak(
    study: &Study,
    visit: &VisitId,
    form: &Instrument,
    field: &Field,
    cells: &FormCells,
) -> bool {
    let says = || {
        let answer = cells.get(&field.id)?.answer.as_ref()?;
        let is_yes = answer.as_code() == Some(YES);
        let weak = if form.is_scored_by(mmt8::SCORER) {
            let is_grade = matches!(field.kind, FieldKind::Choice { .. });
            *visit == study.protocol.baseline
                && is_grade
                && amount(form, answer)? < Decimal::from(mmt8::FULL)
        } else if form.is_scored_by(disease::SCORER) {
            is_yes && disease::says_weakness(&field.id)
        } else {
            is_yes && study.is_eligibility(&form.id) && field.id.as_str() == WEAKNESS
        };
        Some(weak)
    };
    says() == Some(true) && counts(form, cells, field)
}

/// Returns whether the rule asks in a form.
pub(super) fn asks_in(study: &Study, form: &Instrument) -> bool {
    study.is_eligibility(&form.id)
        || form.is_scored_by(mmt8::SCORER)
        || form.is_scored_by(disease::SCORER)
}

/// Returns the questions of a form: at the diagnosis where it came later, and at the first weakness that came later than it.
pub(super) fn questions(
    study: &Study,
    instrument: &Instrument,
    context: &VisitContext<'_>,
    strength: &Strength,
) -> Vec<(FieldId, Question)> {
    let Some(said) = &strength.said else {
        return Vec::new();
    };
    let (visit, form) = (&context.session.visit, context.form(instrument));
    let mut all = strength.weak.iter();
    let before = all.find(|weak| !weak.is_after(said));
    let before = before.filter(|_| study.is_eligibility(&instrument.id));
    let at_class = before.map(|weak| (FieldId::from(CLASS), weak.question(said)));
    let mut own = strength.weak.iter();
    let own = own.find(|weak| weak.is_after(said) && weak.visit == *visit && weak.form == *form);
    let own = own.map(|weak| (weak.field.clone(), weak.question(said)));
    at_class.into_iter().chain(own).collect()
}
