//! Questions about an answer, and findings of the checks that run over the record.

mod about;
mod found;
mod rule_name;
mod text_name;

use crate::domain::forms::engine::checks::About;
use crate::domain::rules::text_limits::TextName;
use crate::domain::study::schedule::OutOfOrder;
use crate::domain::treatment::adverse::Contradiction;
use crate::domain::views::recheck::{Finding, Found};
use crate::domain::views::review::Matter;
use crate::text::English;
use crate::text::entries::Entries as _;
use crate::text::questions::Questions;

pub(super) use text_name::text_name;

impl Questions for English {
    fn question(&self, about: &About) -> String {
        about::question(about)
    }

    fn contradiction(&self, found: Contradiction) -> &'static str {
        about::contradiction(found)
    }

    fn matter(&self, matter: &Matter) -> String {
        match matter {
            Matter::Empty => "empty".to_owned(),
            Matter::NotByRules { stored } => {
                format!("not by the rules: \"{stored}\"; answer it again, or clear it")
            }
            Matter::Unfinished { text } => format!("not accepted: \"{text}\""),
            Matter::Asked(about) => about::question(about),
            Matter::Query {
                state,
                question,
                asked_by,
            } => format!(
                "query, {}: {question} ({asked_by})",
                English.query_state(*state)
            ),
            Matter::NotLeft => "complete, but never left: Enter at its end".to_owned(),
            Matter::Missing { reason } => format!("missing: {reason}"),
            Matter::NotAsked { answer } => format!("no longer counts: {answer}"),
            Matter::AfterShown => "entered after earlier scores were shown".to_owned(),
            Matter::Kept { rule, reason } => {
                format!("kept, {}: {reason}", rule_name::rule_name(rule))
            }
        }
    }

    fn out_of_order(&self, wrong: &OutOfOrder) -> String {
        let OutOfOrder {
            visit,
            other,
            held,
            before,
        } = wrong;
        let side = if *before { "before" } else { "after" };
        format!("{other} was held on {held}; {visit} cannot lie {side} it.")
    }

    fn text_name(&self, name: TextName) -> &'static str {
        text_name(name)
    }

    fn found(&self, found: &Found) -> String {
        found::found(found)
    }

    fn finding(&self, finding: &Finding, found: &str, kept: Option<&str>) -> String {
        found::line(finding, found, kept)
    }

    fn checked(&self, participants: u64, findings: u64, kept: u64) -> String {
        format!("{participants} participants checked: {findings} found, {kept} kept with a reason")
    }

    fn findings(&self, count: u64) -> String {
        match count {
            1 => "1 finding".to_owned(),
            count => format!("{count} findings"),
        }
    }

    fn settle_findings(&self) -> &'static str {
        "open the field in coreset: correct it, or keep it with a reason"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::query::State;

    #[test]
    fn a_point_of_a_review_is_told_in_a_few_words() {
        let query = Matter::Query {
            state: State::New,
            question: "Really?".to_owned(),
            asked_by: "M. Onitor".to_owned(),
        };
        assert_eq!(English.matter(&query), "query, new: Really? (M. Onitor)");
        let kept = Matter::Kept {
            rule: "jump".to_owned(),
            reason: "nonsense: seen twice".to_owned(),
        };
        assert_eq!(
            English.matter(&kept),
            "kept, far from the last visit: nonsense: seen twice"
        );
    }

    #[test]
    fn a_visit_out_of_order_is_told_with_the_one_that_was_held() {
        let mut wrong = OutOfOrder {
            visit: "Week 2".to_owned(),
            other: "Baseline".to_owned(),
            held: "2026-01-05".parse().unwrap(),
            before: true,
        };
        assert_eq!(
            English.out_of_order(&wrong),
            "Baseline was held on 2026-01-05; Week 2 cannot lie before it."
        );
        wrong.before = false;
        assert!(English.out_of_order(&wrong).ends_with("lie after it."));
    }
}
