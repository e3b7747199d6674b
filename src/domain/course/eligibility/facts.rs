//! The facts of a record that decide a criterion: met, not met, or not known whole.

use super::super::{courses, date};
use super::diagnosis;
use super::treatment::{self, Fields};
use crate::domain::base::answer::Value;
use crate::domain::base::bounds::{any, decided};
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells;
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use crate::domain::study::assemble::BIOLOGIC;
use crate::domain::study::rules::Eligibility as Rules;
use crate::domain::treatment::equivalence::Table;
use crate::domain::treatment::medication::glucocorticoid::dose_on;
use crate::domain::verdict::response::{ByMeasure, Scale, treatment_failed};
use chrono::{Datelike, Days, Months, NaiveDate};

/// What the criteria are compared with.
pub(super) struct Facts<'a> {
    pub(super) study: &'a Study,
    pub(super) rules: &'a Rules,
    pub(super) record: &'a ParticipantRecord,
    pub(super) cells: &'a FormCells,
    /// The day that is judged: that of consent, else of enrolment.
    pub(super) day: Option<NaiveDate>,
}

impl Facts<'_> {
    /// Returns whether the facts say that a criterion is met.
    pub(super) fn met(&self, criterion: &str) -> Option<bool> {
        match criterion {
            "in.age" => self.old_enough(),
            "in.diagnosis" => diagnosis::is_dermatomyositis(self.cells),
            "in.refractory" => self.refractory(),
            "in.glucocorticoid" => self.dose_below(),
            "in.washout" => self.washed_out(),
            "ex.liver" => self.transaminases_fine(),
            "ex.hepatitis" => self.negative(&["hbsag", "hcv"]),
            "ex.tuberculosis" => self.no_tuberculosis(),
            "ex.tb-treated" => self.tuberculosis_long_ago(),
            "ex.cardiac" => self.heart_fine(),
            "ex.renal" => self.kidney_fine(),
            "ex.blood" => self.blood_fine(),
            "ex.pregnancy" => self.not_pregnant(),
            _ => None,
        }
    }

    pub(super) fn code(&self, field: &str) -> Option<&str> {
        cells::code(self.cells, field)
    }

    pub(super) fn number(&self, field: &str) -> Option<Exact> {
        cells::number(self.cells, field).value()
    }

    /// The year of birth alone is known.
    fn old_enough(&self) -> Option<bool> {
        let least = i32::try_from(self.rules.least_age?).ok()?;
        let born = self.record.participant.born()?;
        let years = self.day?.year().checked_sub(born)?;
        decided(years > least, years < least)
    }

    /// Returns whether one of the immunosuppressants makes the disease refractory.
    fn refractory(&self) -> Option<bool> {
        let taken: Vec<Fields> = treatment::asked(self.cells).collect();
        let is_failed = |fields: &&Fields| self.code(fields.result) == Some("failed");
        // The scores are of one treatment: where more than one failed, they do not say of which.
        let scores = match taken.iter().filter(is_failed).count() {
            1 => self.failed_by_scores(),
            _ => None,
        };
        any(taken
            .into_iter()
            .map(|fields| self.refractory_to(fields, scores)))
    }

    fn refractory_to(&self, fields: Fields, scores: Option<bool>) -> Option<bool> {
        match self.code(fields.drug)? {
            "none" => return Some(false),
            _ if self.code(fields.result) == Some("neither") => return Some(false),
            _ => {}
        }
        let stable = self.stable(fields);
        let failed = match self.code(fields.result) {
            Some("failed") => scores.or(Some(true)),
            Some("not-tolerated") => Some(true),
            _ => None,
        };
        match (stable, failed) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    /// Returns whether the dose was stable for more than the months of the study.
    fn stable(&self, fields: Fields) -> Option<bool> {
        let months = Months::new(self.rules.stable_months?);
        let since: PartialDate = date(self.cells, fields.stable)?;
        let over = |since: NaiveDate| since.checked_add_months(months);
        let (first, last) = (over(since.earliest())?, over(since.latest())?);
        let day = self.day?;
        decided(last < day, first >= day)
    }

    /// Failure by the registered definition, from the scores before and after; `None` where too few are known to
    /// decide.
    fn failed_by_scores(&self) -> Option<bool> {
        if self.code("scores") != Some("y") {
            return None;
        }
        let score = |when: &str| {
            ByMeasure::make(|measure| self.number(&format!("{when}.{}", measure.key())))
        };
        let scale = Scale::centimetres(Exact::from_decimal(self.study.mmt_max()));
        let zero = self.study.protocol.zero_baseline;
        treatment_failed(&score("before"), &score("after"), &scale, zero).ok()?
    }

    fn dose_below(&self) -> Option<bool> {
        let limit = self.rules.glucocorticoid_per_kg?;
        let weight = self.number("weight").filter(|kg| kg.is_positive())?;
        let courses = courses(self.study, self.record);
        if courses.is_empty() {
            return None;
        }
        let dose = dose_on(&Table::published(), &courses, self.day?).ok()?;
        dose.per_kg(weight).ok()?.below(limit)
    }

    fn washed_out(&self) -> Option<bool> {
        let drug = self.code(BIOLOGIC)?;
        if drug == "none" {
            return Some(true);
        }
        let washout = self.rules.washout.iter().find(|known| known.drug == drug)?;
        let days = Days::new(u64::try_from(washout.days).ok()?);
        let end = date(self.cells, "biologic-end")?;
        let over = |end: NaiveDate| end.checked_add_days(days);
        let (first, last) = (over(end.earliest())?, over(end.latest())?);
        let day = self.day?;
        decided(last <= day, first > day)
    }

    fn transaminases_fine(&self) -> Option<bool> {
        let multiple = self.rules.transaminase_multiple?;
        any(["ast", "alt"].map(|enzyme| {
            let limit = self
                .number(&format!("{enzyme}.uln"))?
                .times(multiple)
                .ok()?;
            let answer = cells::answer(self.cells, enzyme)?;
            let value = Exact::from_decimal(answer.as_number()?);
            let below = matches!(answer.value(), Some(Value::Below(_)));
            decided(value > limit && !below, value <= limit)
        }))
        .map(|high| !high)
    }

    /// Returns whether neither the tests nor sputum show tuberculosis. One of two tests positive is for the physician to judge.
    fn no_tuberculosis(&self) -> Option<bool> {
        if self.code("sputum") == Some("positive") {
            return Some(false);
        }
        match (self.is_positive("ppd")?, self.is_positive("tspot")?) {
            (true, true) => Some(false),
            (false, false) => Some(true),
            _ => None,
        }
    }

    /// Returns whether tuberculosis was never treated, or longer ago than the years of the study.
    fn tuberculosis_long_ago(&self) -> Option<bool> {
        let years = self.rules.tuberculosis_years?;
        if self.code("tb-treated")? == "n" {
            return Some(true);
        }
        let months = Months::new(years.checked_mul(12)?);
        let end: PartialDate = date(self.cells, "tb-treated-end")?;
        let over = |end: NaiveDate| end.checked_add_months(months);
        let (first, last) = (over(end.earliest())?, over(end.latest())?);
        let day = self.day?;
        decided(last <= day, first > day)
    }

    fn is_positive(&self, test: &str) -> Option<bool> {
        Some(self.code(test)? == "positive")
    }

    fn negative(&self, tests: &[&str]) -> Option<bool> {
        any(tests.iter().map(|test| self.is_positive(test))).map(|positive| !positive)
    }

    fn not_pregnant(&self) -> Option<bool> {
        if self.code("childbearing")? == "n" {
            return Some(true);
        }
        let is = |field: &str, code: &str| Some(self.code(field)? == code);
        any([
            is("pregnant", "y"),
            is("lactating", "y"),
            is("contraception", "n"),
        ])
        .map(|excludes| !excludes)
    }
}
