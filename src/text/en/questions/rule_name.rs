//! What a check asks about, in a few words: stands behind "kept".

/// Names what a check asks about; a check of another version of the program has its name in the record alone.
pub(super) fn rule_name(rule: &str) -> &str {
    match rule {
        "soft-range" => "an unusual value",
        "jump" => "far from the last visit",
        "before-birth" => "before the year of birth",
        "two-readings" => "which number was meant",
        "hides-answers" => "other answers count no longer",
        "conflict" => "chosen over the answer of somebody else",
        "same-person" => "like somebody enrolled",
        "M1" => "new again, though there before",
        "M2" => "absent before, but not new",
        "M3" => "scale and items do not go together",
        "M4" => "several grades of one finding",
        "M5" => "extramuscular scale far from the systems",
        "M6" => "overall scale below one of its parts",
        "M7" => "no lung function",
        "M8" => "other activity without a name",
        "M9" => "overall scale far from the physician's",
        "never-affected" => "never affected, but active",
        "looks-like-units" => "perhaps another unit",
        "uln-multiple" => "many times the limit of normal",
        "other-unit" => "typed in the other unit",
        "uln-changed" => "another limit of normal",
        "limit-as-result" => "perhaps a limit typed as a result",
        "limits-order" => "limits not in order",
        "pressure-order" => "pressures not in order",
        "haq-di" => "HAQ-DI far from the last visit",
        "mmt-total" => "MMT-8 total far from the last visit",
        "right-left" => "right and left differ",
        "likert-vas" => "category and line do not go together",
        "daily-dose" => "a high daily dose",
        "dose-log" => "dose and log of medications differ",
        "weight-change" => "weights differ",
        "weight-last" => "far from the last weight",
        "usual-dose" => "more than the usual dose",
        "amyopathic-weak" => "amyopathic, but weak",
        "weight-tier" => "another dose tier",
        "planned-dose" => "another planned dose",
        "given-dose" => "another dose given",
        "infusion-time" => "unusual times of the infusion",
        "dose-after-end" => "a dose after the end of treatment",
        "forbidden-drug" => "a drug that is not allowed",
        "medication-dates" => "dates not in order",
        "eligibility-dates" => "dates not in order",
        "adverse-dates" => "dates not in order",
        "diagnosis-class" => "another class by the items",
        "contradiction" => "answers that contradict each other",
        "serious-criterion" => "serious without a criterion",
        "special-interest" => "perhaps of special interest",
        "entered-twice" => "another form of the visit differs",
        "denies-raised" => "a raised result, and none is said to be",
        "no-event" => "no event, but one in the log",
        "event-not-entered" => "an event that is not in the log",
        "event-infusions" => "event and infusions differ",
        "age-at-onset" => "an unusual age",
        "diagnosis-date" => "dates not in order",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::checks::names::IN_WORDS;
    use crate::domain::study::shipped::embedded_study;

    #[test]
    fn every_check_of_a_form_is_named_in_words() {
        let study = embedded_study().unwrap();
        let scorers = study.instruments.values().filter_map(|form| form.scoring);
        let rules = scorers.flat_map(|scorer| scorer.rules().iter().copied());
        let mut seen = 0;
        for rule in rules
            .chain(IN_WORDS)
            .chain(["soft-range", "M9", "looks-like-units", "age-at-onset"])
            .chain(["entered-twice", "denies-raised"])
        {
            assert!(rule_name(rule).contains(' '), "{rule}");
            seen += 1;
        }
        assert!(seen > 20, "{seen}");
    }
}
