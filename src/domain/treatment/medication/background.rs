//! Immunosuppressants and other drugs: how long at one dose, and which may not go with the trial's drug.
//!
//! Which drugs are forbidden is the study file's to say; names are compared without regard to case.

use super::period::{End, Period};
use crate::domain::base::bounds::{any, decided};
use crate::domain::base::ratio::Exact;
use chrono::{Months, NaiveDate};

/// A row of treatment with a drug that is no glucocorticoid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Treatment {
    /// Code or name of the drug, as entered.
    pub drug: String,
    /// Dose each time; none when it is not known.
    pub dose: Option<Exact>,
    /// Unit of the dose, such as `mg`.
    pub unit: Option<String>,
    /// Code of the frequency; none when it is not known.
    pub frequency: Option<String>,
    /// First and last day.
    pub period: Period,
}

impl Treatment {
    fn is(&self, name: &str) -> bool {
        same_name(&self.drug, name)
    }

    /// Returns whether both rows have one dose; `None` when one of the doses is not known.
    fn same_dose(&self, other: &Self) -> Option<bool> {
        let known = self.dose.zip(other.dose);
        let known = known.zip(self.frequency.as_ref().zip(other.frequency.as_ref()));
        let ((own, theirs), (often, also)) = known?;
        Some(own == theirs && self.unit == other.unit && often == also)
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Returns whether a drug has been taken at one unchanged dose for more than so many months on a day,
/// the day included; `None` when an unknown date or dose decides.
///
/// Rows of the same dose that follow one another without a day between count as one.
pub fn stable_for(
    treatments: &[Treatment],
    drug: &str,
    months: u32,
    day: NaiveDate,
) -> Option<bool> {
    let Some(since) = day.checked_sub_months(Months::new(months)) else {
        return Some(false);
    };
    // Months are of unequal length: the day must come after the same day of the month, so many months on.
    let since = match since.checked_add_months(Months::new(months)) {
        Some(again) if again < day => since,
        _ => since.pred_opt().unwrap_or(since),
    };
    let rows: Vec<&Treatment> = treatments.iter().filter(|row| row.is(drug)).collect();
    let joined = join(&rows);
    any(joined.iter().map(|row| stable_row(row, &rows, since, day)))
}

/// Returns whether a row lasts from a day to another, and no row of another dose of the drug lies between.
fn stable_row(
    row: &Treatment,
    rows: &[&Treatment],
    since: NaiveDate,
    day: NaiveDate,
) -> Option<bool> {
    let covers = both(row.period.active(since), row.period.active(day));
    let changed = any(rows.iter().map(|other| {
        let differs = row.same_dose(other).map(|same| !same);
        let is_itself = other.period == row.period && row.same_dose(other).is_none();
        if is_itself {
            // One row has one dose, whatever it is.
            return Some(false);
        }
        both(other.period.overlaps(since, day), differs)
    }));
    both(covers, changed.map(|changed| !changed))
}

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    decided(
        one == Some(true) && other == Some(true),
        one == Some(false) || other == Some(false),
    )
}

/// Joins rows of one known dose that follow each other; the dates between must be whole.
fn join(rows: &[&Treatment]) -> Vec<Treatment> {
    let mut sorted: Vec<Treatment> = rows.iter().map(|row| (*row).clone()).collect();
    sorted.sort_by_key(|row| row.period.start);
    let mut joined: Vec<Treatment> = Vec::new();
    for row in sorted {
        let goes_on = |earlier: &&mut Treatment| {
            let End::On(end) = earlier.period.end else {
                return false;
            };
            let next = end.whole().and_then(|end| end.succ_opt());
            let start = row.period.start.and_then(|start| start.whole());
            let meets = next.zip(start).is_some_and(|(next, start)| start <= next);
            meets && earlier.same_dose(&row) == Some(true)
        };
        match joined.iter_mut().find(goes_on) {
            Some(earlier) => earlier.period.end = later_end(earlier.period.end, row.period.end),
            None => joined.push(row),
        }
    }
    joined
}

/// Returns the end of two rows together, the first one's a whole date.
fn later_end(first: End, second: End) -> End {
    match (first, second) {
        (End::On(first), End::On(second)) if second.before(first) == Some(true) => End::On(first),
        _ => second,
    }
}

/// A drug, or a class of drugs, that may not be taken together with the trial's drug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forbidden {
    /// Id in the study file.
    pub id: String,
    /// Codes and names that it is entered by.
    pub names: Vec<String>,
    /// Why, as a sentence for the screen.
    pub reason: String,
}

/// A treatment that meets a forbidden drug while the trial's drug is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Place of the rule in the list.
    pub rule: usize,
    /// Place of the treatment in the list.
    pub treatment: usize,
    /// Whether they share a day for certain, or only if the unknown part of a date says so.
    pub certain: bool,
}

/// Returns the forbidden treatments that share or could share a day with those from one to another,
/// both included: the days under the trial's drug.
pub fn forbidden(
    rules: &[Forbidden],
    treatments: &[Treatment],
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Overlap> {
    let mut found = Vec::new();
    for (treatment, row) in treatments.iter().enumerate() {
        let named = |rule: &Forbidden| rule.names.iter().any(|name| row.is(name));
        let hits = rules.iter().enumerate().filter(|(_, rule)| named(rule));
        for (rule, _) in hits {
            let shared = row.period.overlaps(from, to);
            if shared != Some(false) {
                found.push(Overlap {
                    rule,
                    treatment,
                    certain: shared == Some(true),
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(drug: &str, dose: Option<i64>, start: &str, end: &str) -> Treatment {
        Treatment {
            drug: drug.to_owned(),
            dose: dose.map(Exact::int),
            unit: Some("mg".to_owned()),
            frequency: Some("weekly".to_owned()),
            period: Period {
                start: start.parse().ok(),
                end: match end {
                    "ongoing" => End::Ongoing,
                    "" => End::Unknown,
                    date => End::On(date.parse().unwrap()),
                },
            },
        }
    }

    fn stable(rows: &[Treatment], on: &str) -> Option<bool> {
        stable_for(rows, "methotrexate", 3, on.parse().unwrap())
    }

    #[test]
    fn more_than_three_months_is_not_three_months() {
        let rows = [row("Methotrexate", Some(15), "2024-03-09", "ongoing")];
        assert_eq!(stable(&rows, "2024-06-09"), Some(false));
        assert_eq!(stable(&rows, "2024-06-10"), Some(true));
        let end_of_month = [row("methotrexate", Some(15), "2023-11-30", "ongoing")];
        assert_eq!(stable(&end_of_month, "2024-02-29"), Some(false));
        assert_eq!(stable(&end_of_month, "2024-03-01"), Some(true));
        assert_eq!(stable(&[], "2024-03-01"), Some(false));
    }

    #[test]
    fn a_partial_start_decides_only_when_its_whole_span_does() {
        let rows = [row("methotrexate", Some(15), "2024-03", "ongoing")];
        assert_eq!(stable(&rows, "2024-05-31"), Some(false));
        assert_eq!(stable(&rows, "2024-06-15"), None);
        assert_eq!(stable(&rows, "2024-07-01"), Some(true));
        let stopped = [row("methotrexate", Some(15), "2024-03", "")];
        assert_eq!(stable(&stopped, "2024-07-01"), None);
        let no_dose = [row("methotrexate", None, "2024-03", "ongoing")];
        assert_eq!(stable(&no_dose, "2024-07-01"), Some(true));
    }

    #[test]
    fn a_changed_dose_starts_anew_and_a_repeated_row_does_not() {
        let changed = [
            row("methotrexate", Some(10), "2023-01-01", "2024-05-31"),
            row("methotrexate", Some(15), "2024-06-01", "ongoing"),
        ];
        assert_eq!(stable(&changed, "2024-07-01"), Some(false));
        assert_eq!(stable(&changed, "2024-09-02"), Some(true));
        let repeated = [
            row("methotrexate", Some(15), "2024-06-01", "ongoing"),
            row("methotrexate", Some(15), "2023-01-01", "2024-05-31"),
        ];
        assert_eq!(stable(&repeated, "2024-07-01"), Some(true));
        let gap = [
            row("methotrexate", Some(15), "2023-01-01", "2024-05-30"),
            row("methotrexate", Some(15), "2024-06-01", "ongoing"),
        ];
        assert_eq!(stable(&gap, "2024-07-01"), Some(false));
        let added = [
            row("methotrexate", Some(15), "2023-01-01", "ongoing"),
            row("methotrexate", Some(5), "2024-06-01", "2024-06-03"),
        ];
        assert_eq!(stable(&added, "2024-07-01"), Some(false));
        let unknown = [
            row("methotrexate", Some(15), "2023-01-01", "ongoing"),
            row("methotrexate", None, "2024-06-01", "2024-06-03"),
        ];
        assert_eq!(stable(&unknown, "2024-07-01"), None);
    }

    #[test]
    fn forbidden_drugs_are_found_by_any_name_and_told_apart_by_certainty() {
        let rules = [Forbidden {
            id: "tnf".to_owned(),
            names: vec!["infliximab".to_owned(), "etanercept".to_owned()],
            reason: "A TNF inhibitor raises the risk of infection.".to_owned(),
        }];
        let rows = [
            row("Infliximab ", None, "2024", "2024-02"),
            row("methotrexate", Some(15), "2023", "ongoing"),
            row("etanercept", None, "2024-03-01", "ongoing"),
            row("etanercept", None, "2023", "2023"),
        ];
        let day = |text: &str| text.parse().unwrap();
        let found = forbidden(&rules, &rows, day("2024-02-10"), day("2024-05-04"));
        let told: Vec<_> = found.iter().map(|o| (o.treatment, o.certain)).collect();
        assert_eq!(told, [(0, false), (2, true)]);
    }
}
