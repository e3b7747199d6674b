//! The words of the screen of `screens::change`.

use crate::domain::base::measured::Measured;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::response::tis::Points;
use crate::domain::verdict::response::{Category, Judgement, Outcome};
use crate::text::English;
use crate::text::en::facts::in_category;
use crate::text::facts::Facts as _;
use crate::text::screens::change::{Change, Column, Counted};
use crate::text::totals::Totals as _;

impl Change for English {
    fn open_visit_for_change(&self) -> &'static str {
        "Open a visit to see its change."
    }

    fn hidden(&self) -> &'static str {
        "hidden"
    }

    fn verdict_hidden(&self) -> &'static str {
        "The verdict shows once every hidden measure is entered."
    }

    fn scores_hidden(&self) -> &'static str {
        "Scores are hidden while the patient answers this form."
    }

    fn hidden_until_entered(&self) -> &'static str {
        "hidden until entered"
    }

    fn values_alone(&self, baseline: bool) -> &'static str {
        match baseline {
            true => "At baseline",
            false => "No baseline to compare with",
        }
    }

    fn change_at(&self, visit: &str) -> String {
        format!("Change at {visit} against baseline")
    }

    fn column(&self, column: Column) -> &'static str {
        match column {
            Column::Base => "base",
            Column::Best => "best",
            Column::Last => "last",
            Column::Now => "now",
            Column::Change => "change",
            Column::Percent => "%",
            Column::Points => "points",
        }
    }

    fn missing_value(&self) -> &'static str {
        "missing"
    }

    fn value_not_asked(&self) -> &'static str {
        "not asked here"
    }

    fn value_of_most(&self, value: &str, most: &str) -> String {
        format!("{value} of {most}")
    }

    fn enzyme_value(&self, enzyme: Enzyme, open: bool, multiple: Option<Measured>) -> String {
        let mark = if open { "?" } else { "" };
        let times = multiple.map_or_else(
            || "ULN not entered".to_owned(),
            |multiple| format!("{} x ULN", multiple.rounded(2)),
        );
        format!("{}{mark} {times}", self.enzyme(enzyme))
    }

    fn points_in_short(&self, points: Points) -> String {
        format!("{points} p")
    }

    fn imacs_verdict(&self, judged: Judgement) -> String {
        format!("IMACS improvement: {}", self.judgement(judged))
    }

    fn imacs_counts(&self, verdict: &Verdict) -> String {
        let doi = &verdict.doi;
        let not_asked = verdict.not_asked.len();
        let missing = doi.which(Outcome::Missing).len().saturating_sub(not_asked);
        let mut counts = format!("{} improved (3 needed), {} worse", doi.improved, doi.worse);
        if missing > 0 {
            counts.push_str(&format!(", {missing} missing"));
        }
        if not_asked > 0 {
            counts.push_str(&format!(", {not_asked} not asked here"));
        }
        if doi.outcomes.enzyme == Outcome::Open {
            counts.push_str(", enzyme open");
        }
        if doi.mmt_worse {
            counts.push_str("; MMT-8 worse by 25 % or more");
        }
        counts
    }

    fn registered_verdict(&self, judged: Judgement, differs: bool) -> String {
        let mark = if differs { " ! differs" } else { "" };
        format!("Registered: {}{mark}", self.judgement(judged))
    }

    fn enzyme_counts(&self, enzyme: Enzyme, multiple: Measured) -> String {
        format!(
            "{} counts: {} x ULN at baseline, the most abnormal.",
            self.enzyme(enzyme),
            multiple.rounded(2)
        )
    }

    fn tis_total(&self, total: Points, category: Category) -> String {
        format!("TIS {total} of 100: {}", self.category(category))
    }

    fn tis_lacking(&self, lacking: Points, next: Category) -> String {
        format!("{lacking} points below {}", self.category(next))
    }

    fn tis_not_scored(&self) -> &'static str {
        "TIS: not scored here"
    }

    fn tis_bounds(&self, low: Points, high: Points, dash: &str) -> String {
        format!("TIS {low} {dash} {high} (bounds, unofficial)")
    }

    fn tis_certain(&self, category: Category, only_limit: bool) -> String {
        match category {
            _ if only_limit => format!("{} at every value below the limit", in_category(category)),
            Category::None => "no category can be reached".to_owned(),
            Category::Minimal | Category::Moderate | Category::Major => {
                format!("{} whatever is missing", self.category(category))
            }
        }
    }

    fn verdict_in_short(&self, verdict: &Verdict) -> String {
        let tis = match (verdict.tis.total, verdict.tis.category) {
            (Some(total), Some(category)) => format!("TIS {total}, {}", self.category(category)),
            _ if !verdict.not_asked.is_empty() => "TIS not scored here".to_owned(),
            (None, Some(category)) => format!("TIS open, {}", in_category(category)),
            _ => "TIS open".to_owned(),
        };
        format!(
            "IMACS improvement: {}    Registered: {}    {tis}",
            self.judgement(Judgement::of(verdict, &verdict.doi)),
            self.judgement(Judgement::of(verdict, &verdict.registered))
        )
    }

    fn deterioration_confirmed(&self, first: &str, confirmed: &str) -> String {
        format!("Deterioration (ProDERM criteria) at {first}, confirmed at {confirmed}.")
    }

    fn deterioration_here(&self) -> &'static str {
        "Deterioration (ProDERM criteria) at this visit; the next visit confirms it or not."
    }

    fn counted(&self, counted: Counted, measures: &[String]) -> String {
        let words = match counted {
            Counted::Improved => "Improved by 20 % or more",
            Counted::Worse => "Worse by 25 % or more",
            Counted::Missing => "Missing",
            Counted::Open => "Not decided",
        };
        match measures {
            [] => format!("{words}: none"),
            measures => format!("{words}: {}", measures.join(", ")),
        }
    }
}
