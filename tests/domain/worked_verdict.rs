//! A verdict worked out in words says the exact numbers of the verdict.

use coreset::domain::base::ratio::Exact;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::verdict::core_set::{CoreSet, Reading};
use coreset::domain::verdict::judge;
use coreset::text::{English, Language as _};

/// Returns the verdict in words on values before and after; `-` is blank, `.` is missing.
fn worked(before: [&str; 5], after: [&str; 5]) -> String {
    let study = embedded_study().unwrap();
    let set = |values: [&str; 5]| {
        let [phga, ptga, mmt, haq, extramuscular] = values.map(|text| match text {
            "-" => Reading::Blank,
            "." => Reading::Missing("not-done".to_owned()),
            value => Reading::Value(match value.split_once('/') {
                Some((top, bottom)) => {
                    Exact::fraction(top.parse().unwrap(), bottom.parse().unwrap()).unwrap()
                }
                None => Exact::parse(value).unwrap(),
            }),
        });
        let max = Exact::from(study.protocol.scoring.mmt_max);
        CoreSet {
            phga,
            ptga,
            mmt,
            haq,
            extramuscular,
            ..CoreSet::blank("week-12".into(), max)
        }
    };
    let verdict = judge(&study, &set(before), &set(after));
    let measures = verdict.measures.iter();
    let lines = measures.flat_map(|(_, entry)| English.worked_measure(entry));
    let all = lines.chain(English.worked_verdict(&verdict, &study));
    all.map(|line| line.text + "\n").collect()
}

fn must(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|l| l == *line), "{line} is not in\n{text}");
    }
}

#[test]
fn each_measure_says_its_change_its_band_and_its_points() {
    let text = worked(
        ["6.2", "4.4", "120", "1.5", "5"],
        ["3.9", "1.9", "123", "1.375", "7"],
    );
    must(
        &text,
        &[
            "Physician VAS: 6.2 at baseline, 3.9 now; change -37.1 % of the baseline: improved (20 % or more)",
            "TIS: +23.0 % of the range of 10, more than 15 up to 25: 15.0 of 20.0 points",
            // Exactly 25 % belongs to the band below.
            "TIS: +25.0 % of the range of 10, more than 15 up to 25: 5.0 of 10.0 points",
            // Exactly 2 % of 150.
            "MMT-8: 120 at baseline, 123 now; change +2.5 % of the baseline: neither improved nor worse",
            "TIS: +2.0 % of the range of 150, not more than 2: 0.0 of 32.5 points",
            "TIS: +4.2 % of the range of 3, not more than 5: 0.0 of 10.0 points",
            // Worsening scores nothing.
            "Extramuscular: 5.0 at baseline, 7.0 now; change +40.0 % of the baseline: worse (25 % or more)",
            "TIS: -20.0 % of the range of 10, not more than 5: 0.0 of 20.0 points",
        ],
    );
}

#[test]
fn blank_values_leave_conditions_open_and_missing_ones_do_not() {
    let text = worked(
        ["6.2", "0", "120", "-", "5"],
        ["3.9", "0.5", "120", "-", "5"],
    );
    must(
        &text,
        &[
            "Patient VAS: 0.0 at baseline, 0.5 now; no percentage of a baseline of 0: worse (25 % or more)",
            "HAQ-DI: blank at baseline, blank now; no change known: counts as neither",
            "IMACS improvement: not decided yet",
            "open: at least 3 improved by 20 % or more: 1 (Physician VAS)",
            "open: at most 2 worse by 25 % or more: 1 (Patient VAS)",
            "met: MMT-8 not worse by 25 % or more: its change is 0.0 %",
            "without points: HAQ-DI, Enzyme",
        ],
    );
    let text = worked(
        ["6.2", ".", "120", ".", "5"],
        ["3.9", "0.5", "80", "1", "5"],
    );
    must(
        &text,
        &[
            "HAQ-DI: missing (not done) at baseline, 1.000 now; no change known: counts as neither",
            "IMACS improvement: not met",
            "NOT MET: at least 3 improved by 20 % or more: 1 (Physician VAS)",
            "NOT MET: MMT-8 not worse by 25 % or more: its change is -33.3 %",
            "met: at most 2 worse by more than 25 %: 1 (MMT-8)",
        ],
    );
}

#[test]
fn no_percentage_is_rounded_onto_an_edge_that_it_passed_or_did_not_reach() {
    // 0.751 of 3 is 25.03 %, and 19.97 % of the baseline of 3.76.
    let text = worked(
        ["5", "5", "120", "3.76", "5"],
        ["5", "5", "120", "3.009", "5"],
    );
    must(
        &text,
        &[
            "HAQ-DI: 3.760 at baseline, 3.009 now; change -19.97 % of the baseline: neither improved nor worse",
            "TIS: +25.03 % of the range of 3, more than 25 up to 40: 7.5 of 10.0 points",
        ],
    );
    // A mean over seven categories is said as the fraction that it is.
    let text = worked(["5", "5", "120", "12/7", "5"], ["5", "5", "120", "1", "5"]);
    must(
        &text,
        &[
            "HAQ-DI: 12/7 at baseline, 1.000 now; change -41.7 % of the baseline: improved (20 % or more)",
            "TIS: +23.8 % of the range of 3, more than 15 up to 25: 7.5 of 10.0 points",
        ],
    );
}
