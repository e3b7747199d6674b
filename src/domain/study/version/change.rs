//! A change between two versions of a study: where it is, and what it is.

use super::value::Value;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::{
    abatacept, adverse_event, eligibility, glucocorticoid, haq, medication, mmt8, rand36,
};
use serde::{Deserialize, Serialize};

/// One change between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The part that is changed, added, removed or moved; one that got another id is named by the old one.
    pub part: Part,
    /// What of the part it is about; empty for the part itself.
    pub path: Vec<Step>,
    /// What happened to it.
    pub what: What,
}

/// A part of a study that has a name of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The study file, but for its visits.
    Study,
    /// A visit of the schedule.
    Visit(VisitId),
    /// A form, but for the parts of it that have names.
    Form(FormId),
    /// A section of a form.
    Section {
        /// The form.
        form: FormId,
        /// Id of the section.
        section: String,
    },
    /// A field of a form.
    Field {
        /// The form.
        form: FormId,
        /// The field.
        field: FieldId,
    },
    /// A list of options of a form.
    Options {
        /// The form.
        form: FormId,
        /// Name of the list.
        list: String,
    },
    /// An option of such a list.
    Option {
        /// The form.
        form: FormId,
        /// Name of the list.
        list: String,
        /// Code of the option.
        code: String,
    },
}

/// A step into a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// To the value of a key.
    Key(String),
    /// To the table of a list that has this id, code or drug.
    Named(String),
    /// To the table at this place of a list whose tables have no names; from 1. What was removed has its old place.
    Numbered(usize),
    /// To this text in a list of texts.
    Listed(String),
}

/// What happened to something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// It is new. A section comes without its fields, each of which is a change of its own.
    Added(Value),
    /// It is gone. A section goes without its fields, each of which is a change of its own.
    Removed(Value),
    /// It stands elsewhere in its list.
    Moved {
        /// Where it stood.
        from: Place,
        /// Where it stands.
        to: Place,
    },
    /// Its value is another one.
    Changed {
        /// The old value.
        from: Value,
        /// The new one.
        to: Value,
    },
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Section that a field stands in; none unless it moved from one section to another.
    pub section: Option<String>,
    /// Number in the list, from 1, as its version counts.
    pub number: usize,
}

/// What a change touches, for counting the sessions and signatures that it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// Nothing that was entered.
    Nothing,
    /// Anything in the study.
    Study,
    /// One visit, with all its forms.
    Visit(VisitId),
    /// One form, wherever it is filled in.
    Form(FormId),
}

impl Change {
    /// Returns what the change touches.
    pub fn touches(&self) -> Touch {
        match &self.part {
            Part::Study => match self.path.as_slice() {
                [Step::Key(key), Step::Listed(form)] if key == "logs" => {
                    Touch::Form(FormId::new(form.as_str()))
                }
                [Step::Key(key), ..] => of_study_key(key),
                _ => Touch::Study,
            },
            Part::Visit(visit) => Touch::Visit(visit.clone()),
            Part::Form(form)
            | Part::Section { form, .. }
            | Part::Field { form, .. }
            | Part::Options { form, .. }
            | Part::Option { form, .. } => Touch::Form(form.clone()),
        }
    }
}

/// Returns what a key of the study file is about.
fn of_study_key(key: &str) -> Touch {
    let form = match key {
        "id"
        | "title"
        | "version"
        | "target"
        | "participant-id"
        | "participant-id-example"
        | "terminal"
        | "safekeeping"
        | "audit-hidden"
        | "logs" => return Touch::Nothing,
        "mmt-max" => mmt8::ID,
        "haq-min-categories" => haq::ID,
        "rand36-missing" => rand36::ID,
        "glucocorticoid-table" => glucocorticoid::ID,
        "eligibility" => eligibility::ID,
        "abatacept" => abatacept::ID,
        "forbidden-with-abatacept" => medication::ID,
        "adverse-event" => adverse_event::ID,
        _ => return Touch::Study,
    };
    Touch::Form(FormId::new(form))
}

/// Where a comparison has got to.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    part: Part,
    path: Vec<Step>,
}

impl Spot {
    /// Begins at a part.
    pub(super) fn of(part: Part) -> Self {
        Self {
            part,
            path: Vec::new(),
        }
    }

    /// Goes one step further.
    pub(super) fn step(&self, step: Step) -> Self {
        let mut spot = self.clone();
        spot.path.push(step);
        spot
    }

    /// Goes to the value of a key.
    pub(super) fn key(&self, key: &str) -> Self {
        self.step(Step::Key(key.to_owned()))
    }

    /// Makes the change of what stands here.
    pub(super) fn change(self, what: What) -> Change {
        Change {
            part: self.part,
            path: self.path,
            what,
        }
    }
}
