//! Time of one key in the finder over 10,000 participants; the budget is 10 ms a key.

#[path = "support/table.rs"]
mod table;

use chrono::NaiveDate;
use coreset::domain::forms::engine::scoring::{Rand36Missing, ScoringRules};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::study::visit_summary::VisitSummary;
use coreset::domain::study::{Population, Protocol, Study, Terminal, Visit, ZeroBaseline};
use coreset::domain::views::find::Finder;
use coreset::domain::views::summary::Summary;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

const PARTICIPANTS: u32 = 10_000;
const ROUNDS: usize = 21;
const QUERIES: [&str; 6] = ["01-0423", "0423", "ab 17", "late", "week-12 due", "zz"];

fn main() {
    let Some(first) = NaiveDate::from_ymd_opt(2026, 1, 5) else {
        return;
    };
    let study = study();
    let summaries: Vec<Summary> = (0..PARTICIPANTS).map(|n| summary(n, first)).collect();
    let today = first + chrono::Duration::days(60);
    let start = Instant::now();
    let mut finder = Finder::new(&study, &summaries, today);
    println!("made over {PARTICIPANTS} in {:?}", start.elapsed());

    let mut slowest = Duration::ZERO;
    for query in QUERIES {
        for (end, c) in query.char_indices() {
            let typed = query.get(..end + c.len_utf8()).unwrap_or(query);
            let mut times: Vec<Duration> = (0..ROUNDS)
                .map(|_| {
                    let start = Instant::now();
                    black_box(finder.find(black_box(typed)));
                    start.elapsed()
                })
                .collect();
            times.sort_unstable();
            let median = times.get(ROUNDS / 2).copied().unwrap_or_default();
            slowest = slowest.max(median);
            println!(
                "{typed:<12} {:>5} rows  median {median:?}",
                finder.find(typed).len()
            );
        }
    }
    let slowest = slowest.as_secs_f64() * 1e3;
    table::at_most(
        "finder over 10,000: slowest key, median",
        slowest,
        10.0,
        "ms",
    );
}

fn summary(n: u32, first: NaiveDate) -> Summary {
    let letter = |n: u32| char::from(b'A' + (n % 26) as u8);
    let enrolled_on = first + chrono::Duration::days(i64::from(n % 90));
    Summary {
        participant: Participant {
            id: format!("{:02}-{:04}", n / 1000 + 1, n % 1000)
                .as_str()
                .into(),
            initials: [letter(n), letter(n / 26)].iter().collect(),
            birth_year: 1970,
            sex: Sex::Female,
            diagnosis: Diagnosis::Dermatomyositis,
            weight_kg: 62.into(),
            enrolled_on,
        },
        statuses: Default::default(),
        visits: ["baseline", "week-2", "week-4"]
            .iter()
            .take((n % 4) as usize)
            .zip([0, 14, 28])
            .map(|(visit, day)| VisitSummary {
                chosen: Vec::new(),
                unfit_date: false,
                earlier_days: Vec::new(),
                visit: (*visit).into(),
                date: enrolled_on + chrono::Duration::days(day),
                complete: 6,
                forms: 6,
                ending: Vec::new(),
                answered: Vec::new(),
                entered: Vec::new(),
                signed: false,
                version: 1,
            })
            .collect(),
        verdict: Default::default(),
        laboratories: Vec::new(),
        last_entry: None,
        unfit: Vec::new(),
        story: Default::default(),
        open_queries: 0,
        outcome: Default::default(),
    }
}

fn study() -> Study {
    let visit = |id: &str, day, window| Visit {
        id: id.into(),
        label: id.into(),
        day,
        early: window,
        late: window,
        forms: Vec::new(),
    };
    let protocol = Protocol {
        worsening: Default::default(),
        id: "bench".to_owned(),
        title: "Bench".to_owned(),
        version: "1".to_owned(),
        target: PARTICIPANTS,
        participant_id: "99-9999".to_owned(),
        participant_id_example: "01-0003".to_owned(),
        scoring: ScoringRules {
            mmt_max: 150,
            haq_min_categories: 6,
            rand36_missing: Rand36Missing::HalfScale,
        },
        population: Population::Adult,
        zero_baseline: ZeroBaseline::Worse,
        baseline: "baseline".into(),
        outcome: "week-12".into(),
        earlier_scores: BTreeMap::new(),
        keep_reasons: Vec::new(),
        missing_reasons: Vec::new(),
        change_reasons: Vec::new(),
        late_reasons: Vec::new(),
        terminal: Terminal::default(),
        backup_limits: Default::default(),
        audit_hidden: Default::default(),
        logs: Vec::new(),
        eligibility: None,
        rules: Default::default(),
        visits: vec![
            visit("baseline", 0, 0),
            visit("week-2", 14, 3),
            visit("week-4", 28, 3),
            visit("week-12", 84, 7),
        ],
    };
    Study {
        unplanned: Vec::new(),
        protocol,
        instruments: BTreeMap::new(),
        enrolment: coreset::domain::forms::engine::instrument::Instrument {
            id: "enrolment".into(),
            title: String::new(),
            long_title: String::new(),
            version: String::new(),
            respondent: coreset::domain::forms::engine::instrument::Respondent::Nurse,
            recall: String::new(),
            credit: None,
            source: String::new(),
            measure: None,
            scoring: None,
            kept: coreset::domain::forms::engine::instrument::Kept::Visits,
            missing: Vec::new(),
            option_sets: BTreeMap::new(),
            sections: Vec::new(),
        },
        hash: String::new(),
        content: String::new(),
        number: 1,
        earlier: Vec::new(),
        own_names: Vec::new(),
    }
}
