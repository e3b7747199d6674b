//! What a few letters find, and in which order.

use super::*;
use crate::domain::sample::{date, participant, study};
use crate::domain::study::visit_summary::VisitSummary;
use crate::domain::verdict::VerdictSummary;
use crate::domain::verdict::response::Category;
use crate::domain::views::summary::Hideable;

fn row(id: &str, initials: &str, enrolled: &str, visits: &[(&str, &str)]) -> Summary {
    let mut who = participant(id, enrolled);
    who.initials = initials.to_owned();
    Summary {
        participant: who,
        statuses: Default::default(),
        visits: visits
            .iter()
            .map(|(visit, day)| VisitSummary {
                chosen: Vec::new(),
                unfit_date: false,
                earlier_days: Vec::new(),
                visit: (*visit).into(),
                date: date(day),
                complete: 1,
                forms: 1,
                ending: Vec::new(),
                answered: Vec::new(),
                entered: Vec::new(),
                signed: false,
                version: 1,
            })
            .collect(),
        verdict: Default::default(),
        laboratories: Vec::new(),
        story: Default::default(),
        open_queries: 0,
        outcome: Default::default(),
        last_entry: None,
        unfit: Vec::new(),
    }
}

fn rows() -> Vec<Summary> {
    let mut judged = row(
        "02-013",
        "DU",
        "2026-01-01",
        &[
            ("baseline", "2026-01-01"),
            ("week-2", "2026-01-15"),
            ("week-4", "2026-01-29"),
            ("week-12", "2026-03-26"),
        ],
    );
    judged.verdict = Hideable::Seen(Some(VerdictSummary {
        visit: "week-12".into(),
        doi: Some(true),
        tis: None,
        category: None,
    }));
    vec![
        // Week 2 is due on 2026-04-01.
        row("01-001", "AB", "2026-03-18", &[("baseline", "2026-03-18")]),
        // The baseline is late.
        row("01-003", "CD", "2026-03-01", &[]),
        // Weeks 2 and 4 were missed; week 12 is due.
        row("01-030", "AB", "2026-01-08", &[("baseline", "2026-01-08")]),
        judged,
    ]
}

fn find(query: &str) -> Vec<usize> {
    Finder::new(&study(), &rows(), date("2026-04-01")).find(query)
}

#[test]
fn an_empty_query_lists_all_the_latest_first() {
    assert_eq!(find(""), [3, 0, 1, 2]);
    assert_eq!(find("  "), [3, 0, 1, 2]);
}

#[test]
fn ids_match_whole_by_number_by_start_and_loosely() {
    assert_eq!(find("01-003"), [1]);
    assert_eq!(find("3"), [1, 3, 2]);
    assert_eq!(find("01-0"), [0, 1, 2]);
    assert_eq!(find("01003"), [1]);
    assert_eq!(find("0213"), [3]);
    assert_eq!(find("99"), [0; 0]);
}

#[test]
fn an_exact_number_or_id_goes_before_whatever_looks_like_it() {
    // The loose ones were seen last.
    let rows = vec![
        row("01-003", "AB", "2026-01-01", &[]),
        row("01-030", "XY", "2026-03-01", &[]),
        row("03-001", "AB", "2026-03-02", &[]),
        row("30-100", "C3", "2026-03-03", &[]),
        row("10-03", "DD", "2026-03-04", &[]),
    ];
    let mut finder = Finder::new(&study(), &rows, date("2026-04-01"));
    let mut first = |query: &str| finder.find(query).first().copied();
    for query in ["01-003", "01003", "0-1003", "01-003 ab"] {
        assert_eq!(first(query), Some(0), "{query}");
    }
    assert_eq!(first("30-100"), Some(3));
    assert_eq!(first("30100"), Some(3));
    assert_eq!(first("100"), Some(3));
    // With or without its zeros; the one seen last where two sites have it.
    for query in ["3", "03", "003"] {
        let found = finder.find(query);
        assert_eq!(found.get(..2), Some(&[4, 0][..]), "{query}");
    }
    // A word that is exact goes before two that are not.
    assert_eq!(finder.find("1 ab").first(), Some(&2));
}

#[test]
fn a_number_outside_the_filter_finds_nobody_who_looks_like_it() {
    let (study, today) = (study(), date("2026-04-01"));
    let mut finder = Finder::new(&study, &rows(), today);
    let mut found = |query: &str| finder.matches(query, Filter::Overdue).part(0, usize::MAX);
    let overdue = found("");
    assert!(!overdue.is_empty());
    for place in 0..rows().len() {
        let number = rows()[place].participant.id.as_str()[3..].to_owned();
        let only = found(&number);
        match overdue.contains(&place) {
            true => assert_eq!(only.first(), Some(&place), "{number}"),
            false => assert!(only.is_empty(), "{number}: {only:?}"),
        }
    }
}

#[test]
fn initials_match_in_either_case_the_latest_first() {
    assert_eq!(find("ab"), [0, 2]);
    assert_eq!(find("AB 30"), [2]);
    assert_eq!(find("cd 30"), [0; 0]);
}

#[test]
fn status_words_match_from_their_start() {
    assert_eq!(find("late"), [1]);
    assert_eq!(find("mis"), [2]);
    assert_eq!(find("done"), [3]);
    assert_eq!(find("impr"), [3]);
    assert_eq!(find("week-12 ab"), [2]);
    // The initials DU go before those who are due.
    assert_eq!(find("du"), [3, 0, 2]);
    assert_eq!(find("due"), [0, 2]);
    assert_eq!(find("ate"), [0; 0]);
}

#[test]
fn a_part_is_that_part_of_the_whole() {
    let mut finder = Finder::new(&study(), &rows(), date("2026-04-01"));
    for query in ["", "01", "ab", "due", "nobody"] {
        let whole = finder.find(query);
        for from in 0..=whole.len() + 1 {
            for count in 0..=whole.len() + 1 {
                let part: Vec<usize> = whole.iter().copied().skip(from).take(count).collect();
                assert_eq!(finder.matches(query, Filter::All).part(from, count), part);
            }
        }
        let matches = finder.matches(query, Filter::All);
        assert_eq!(matches.len(), whole.len());
        for place in 0..4 {
            let rank = whole.iter().position(|found| *found == place);
            assert_eq!(matches.rank(place), rank);
        }
    }
}

#[test]
fn a_row_can_be_replaced_and_added() {
    let (study, today) = (study(), date("2026-04-01"));
    let mut finder = Finder::new(&study, &rows(), today);
    let done = row("01-003", "CD", "2026-03-01", &[("baseline", "2026-03-30")]);
    finder.set(1, &study, &done, today);
    assert_eq!(finder.find("late"), [0; 0]);
    let new = row("03-001", "XY", "2026-04-01", &[]);
    finder.set(finder.len(), &study, &new, today);
    assert_eq!(finder.find("xy"), [4]);
    assert_eq!(finder.len(), 5);
}

#[test]
fn a_filter_is_searched_within_and_its_word_finds_the_same() {
    let (study, today) = (study(), date("2026-04-01"));
    let mut finder = Finder::new(&study, &rows(), today);
    let mut listed = |query: &str, filter| finder.matches(query, filter).part(0, usize::MAX);
    assert_eq!(listed("", Filter::DueThisWeek), [0, 2]);
    assert_eq!(listed("ab 30", Filter::DueThisWeek), [2]);
    assert_eq!(listed("cd", Filter::DueThisWeek), [0; 0]);
    assert_eq!(listed("", Filter::Overdue), [1]);
    assert_eq!(listed("week-12", Filter::DueThisWeek), [2]);
    for filter in Filter::ALL {
        let word = filter.word().unwrap_or_default();
        assert_eq!(find(word), listed("", filter), "{word}");
    }
    let counts: Vec<usize> = finder.counts().into_iter().map(|(_, n)| n).collect();
    assert_eq!(counts, [4, 2, 1, 0, 3, 0, 0, 0, 0]);
    // A row that is replaced is counted once.
    let done = row("01-003", "CD", "2026-03-01", &[("baseline", "2026-03-30")]);
    finder.set(1, &study, &done, today);
    let new = row("03-001", "XY", "2026-04-01", &[]);
    finder.set(4, &study, &new, today);
    let counts: Vec<usize> = finder.counts().into_iter().map(|(_, n)| n).collect();
    assert_eq!(counts, [5, 3, 0, 0, 4, 0, 0, 0, 0]);
}

#[test]
fn each_order_puts_equals_by_its_own_key_and_a_better_match_before_all() {
    let mut rows = rows();
    rows[0].verdict = Hideable::Seen(Some(VerdictSummary {
        visit: "week-12".into(),
        doi: Some(true),
        tis: Some(rust_decimal::Decimal::new(700, 1)),
        category: Some(Category::Major),
    }));
    rows[2].verdict = Hideable::Seen(Some(VerdictSummary {
        visit: "week-12".into(),
        doi: Some(false),
        tis: None,
        category: None,
    }));
    let entered = |day: &str| Some(date(day).and_hms_opt(9, 0, 0).unwrap().and_utc().into());
    rows[1].last_entry = entered("2026-03-30");
    rows[2].last_entry = entered("2026-03-31");
    rows[3].last_entry = entered("2026-03-29");
    let mut finder = Finder::new(&study(), &rows, date("2026-04-01"));
    let mut found = |query: &str, sort| {
        let matches = finder.matches(query, Filter::All).sorted_by(sort);
        matches.part(0, usize::MAX)
    };
    assert_eq!(found("", Sort::LastVisit), [3, 0, 1, 2]);
    assert_eq!(found("", Sort::Id), [0, 1, 2, 3]);
    // The window of 01-003 has closed, that of week 2 closes before that of week 12, 02-013 has no visit left.
    assert_eq!(found("", Sort::NextDue), [1, 0, 2, 3]);
    // Met with a score, met without one, not met, none.
    assert_eq!(found("", Sort::Verdict), [0, 3, 2, 1]);
    // The newest first; nothing is known of the last entry about the first one.
    assert_eq!(found("", Sort::LastEntry), [2, 1, 3, 0]);
    assert_eq!(found("01-0", Sort::LastEntry), [2, 1, 0]);
    for sort in Sort::ALL {
        assert_eq!(found("3", sort)[0], 1, "{sort:?}");
    }
    let all: std::collections::BTreeSet<Sort> =
        std::iter::successors(Some(Sort::default()), |sort| Some(sort.next()))
            .take(Sort::ALL.len())
            .collect();
    assert_eq!(all.len(), Sort::ALL.len());
}

#[test]
fn the_rank_of_each_is_its_place_in_every_order() {
    let mut finder = Finder::new(&study(), &rows(), date("2026-04-01"));
    for sort in Sort::ALL {
        let sorted = finder.matches("", Filter::All).sorted_by(sort);
        let ranks: Vec<_> = (0..4).map(|place| sorted.rank(place).unwrap()).collect();
        let whole = sorted.part(0, usize::MAX);
        for (rank, place) in whole.iter().enumerate() {
            assert_eq!(ranks[*place], rank, "{sort:?}");
        }
        let part = finder.matches("", Filter::All).sorted_by(sort).part(1, 2);
        assert_eq!(part, whole[1..3], "{sort:?}");
    }
}
