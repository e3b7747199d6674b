//! The cells of the form as what both sets of criteria take; what is blank, missing or answered "not known" is not known.

use super::bohan_peter::Items;
use super::classification::{Findings, Item};
use crate::domain::base::answer::Answer;
use crate::domain::base::bounds::any;
use crate::domain::forms::engine::cells::{answer, code, counts};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::session::FormCells;
use rust_decimal::prelude::ToPrimitive as _;

/// Field of the age at the first symptom, years.
pub(super) const AGE: &str = "age-at-onset";
/// Field of the response to treatment.
pub(super) const RESPONSE: &str = "treatment";
/// Field of weakness of the finger flexors.
pub(super) const FINGERS: &str = "finger-flexors";
/// Field of weakness as Bohan and Peter have it.
pub(super) const WEAKNESS: &str = "bp-weakness";
/// Field of a raised aldolase.
pub(super) const ALDOLASE: &str = "aldolase";
/// Field that says whether a biopsy of muscle was read.
pub(super) const BIOPSY_READ: &str = "bx-read";
/// Field of the evidence of a biopsy as Bohan and Peter have it.
pub(super) const BIOPSY: &str = "bx-myositis";
/// Field of the EMG.
pub(super) const EMG: &str = "emg";

/// Reads a form.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    /// Its fields.
    pub(super) instrument: &'a Instrument,
    /// Its answers.
    pub(super) cells: &'a FormCells,
}

impl<'a> Form<'a> {
    /// Returns the code of a field that is asked; one that is no longer asked keeps its answer, which does not count.
    fn code(self, field: &str) -> Option<&'a str> {
        let field = self.instrument.field(field)?;
        let asked = counts(self.instrument, self.cells, field);
        code(self.cells, field.id.as_str()).filter(|_| asked)
    }

    /// Returns whether something is so; none where that is not known.
    fn known(self, field: &str) -> Option<bool> {
        match self.code(field)? {
            "y" => Some(true),
            "n" => Some(false),
            _ => None,
        }
    }

    /// Returns whether an item of EULAR/ACR is present.
    fn item(self, item: Item) -> Option<bool> {
        match item {
            // Line blots give false positives at weak intensity: such a result is not known (a site default).
            Item::Jo1 => match self.code(item.code())? {
                "positive" => Some(true),
                "negative" => Some(false),
                _ => None,
            },
            Item::WeakUpper
            | Item::WeakLower
            | Item::NeckFlexors
            | Item::LegsProximal
            | Item::Heliotrope
            | Item::GottronPapules
            | Item::GottronSign
            | Item::Dysphagia
            | Item::Enzymes
            | Item::Endomysial
            | Item::Perimysial
            | Item::Perifascicular
            | Item::RimmedVacuoles => self.known(item.code()),
        }
    }

    /// Returns the age at the first symptom, completed years.
    pub(super) fn age(self) -> Option<u32> {
        let age = answer(self.cells, AGE).and_then(Answer::as_number)?;
        age.fract().is_zero().then(|| age.to_u32()).flatten()
    }

    /// Returns whether a biopsy of muscle was read.
    pub(super) fn biopsy_read(self) -> Option<bool> {
        self.known(BIOPSY_READ)
    }

    /// Returns whether anti-Jo-1 is weak, and so not known.
    pub(super) fn has_weak_jo1(self) -> bool {
        self.code(Item::Jo1.code()) == Some("weak")
    }

    /// Returns the findings of EULAR/ACR 2017.
    pub(super) fn findings(self) -> Findings {
        let items = Item::ALL.into_iter();
        Findings {
            age_at_onset: self.age(),
            biopsy_read: self.biopsy_read() == Some(true),
            items: items
                .filter_map(|item| Some((item, self.item(item)?)))
                .collect(),
            finger_flexors_weak: self.known(FINGERS),
            not_improved_by_treatment: match self.code(RESPONSE) {
                Some("not-improved") => Some(true),
                // Without any treatment none has failed.
                Some("improved" | "never") => Some(false),
                Some(_) | None => None,
            },
        }
    }

    /// Returns the items of Bohan and Peter. Rash and enzymes are those of EULAR/ACR, with aldolase besides.
    pub(super) fn items(self) -> Items {
        Items {
            weakness: self.known(WEAKNESS),
            biopsy: self.known(BIOPSY),
            enzymes: any([self.item(Item::Enzymes), self.known(ALDOLASE)]),
            emg: match self.code(EMG) {
                Some("myopathic") => Some(true),
                Some("normal" | "other") => Some(false),
                Some(_) | None => None,
            },
            rash: any(Item::SKIN.map(|item| self.item(item))),
        }
    }
}
