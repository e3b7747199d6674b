//! The finder: which participants a few typed letters mean.
//!
//! Each word of the query must match: the id, the initials, or a word for how the participant
//! stands (`due`, `late`, `week-12`, `overdue`). It only orders rows; it shows and opens nothing.

pub mod filter;
pub mod order;

use super::summary::Summary;
use crate::domain::study::Study;
use crate::domain::study::schedule::{PlannedVisit, VisitState, next_visit, plan};
use chrono::NaiveDate;
use filter::{Filter, Held};
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use order::{Keys, Sort};
use std::cmp::{Ordering, Reverse};

/// Fewest letters of a status word; one letter would match half of the study.
const SHORTEST_STATUS: usize = 2;

/// How well one word matches; a better kind of match goes before any number of points of the next.
mod score {
    pub(in crate::domain) const ID: u32 = 6000;
    pub(in crate::domain) const ID_UNHYPHENED: u32 = 5000;
    pub(in crate::domain) const NUMBER: u32 = 4000;
    pub(in crate::domain) const INITIALS: u32 = 3000;
    pub(in crate::domain) const ID_START: u32 = 2000;
    pub(in crate::domain) const STATUS: u32 = 1000;
    pub(in crate::domain) const FUZZY_AT_MOST: u32 = 999;
}

/// What the finder keeps of one participant, in lower case.
#[derive(Clone, Debug)]
struct Row {
    /// Id and initials, divided by a space.
    name: String,
    /// Bytes of the id in `name`.
    id_length: usize,
    /// Words for how the participant stands, divided by spaces.
    status: String,
    /// What it is put in order by.
    keys: Keys,
    /// The filters that hold.
    held: Held,
}

impl Row {
    fn new(study: &Study, summary: &Summary, today: NaiveDate) -> Self {
        let who = &summary.participant;
        let id = who.id.as_str().to_lowercase();
        let plan = plan(study, who, &summary.visits, today);
        let held = Held::of(study, summary, &plan, today);
        Self {
            name: format!("{id} {}", who.initials.to_lowercase()),
            id_length: id.len(),
            status: status(summary, &plan, held, today).join(" "),
            keys: Keys::of(summary, &plan, today),
            held,
        }
    }

    fn id(&self) -> &str {
        self.name.get(..self.id_length).unwrap_or_default()
    }

    fn initials(&self) -> &str {
        self.name.get(self.id_length + 1..).unwrap_or_default()
    }

    /// Returns the digits of the participant's number within the site: `003` of `01-003`.
    fn number(&self) -> &str {
        let id = self.id();
        let digits = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        id.get(digits..).unwrap_or_default()
    }

    /// Returns whether a word is the participant's number, with or without its zeros.
    fn has_number(&self, word: &str) -> bool {
        let number = self.number();
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        digits(number)
            && digits(word)
            && number.trim_start_matches('0') == word.trim_start_matches('0')
    }

    /// Returns whether a word is the id without its hyphens, or with others.
    fn has_id_unhyphened(&self, word: &str) -> bool {
        let own = self.id().chars().filter(|c| *c != '-');
        own.eq(word.chars().filter(|c| *c != '-'))
    }
}

/// Returns the words for how a participant stands: the state and the id of the next visit, `missed`
/// where a visit was missed, `done` when nothing is left, the verdict, and the words of the filters.
fn status(summary: &Summary, plan: &[PlannedVisit], held: Held, today: NaiveDate) -> Vec<String> {
    let mut words = Vec::new();
    match next_visit(plan, today) {
        Some(next) => {
            words.push(next.state.word().to_owned());
            words.push(next.visit.as_str().to_lowercase());
        }
        None => words.push("done".to_owned()),
    }
    if plan.iter().any(|visit| visit.state == VisitState::Missed) {
        words.push(VisitState::Missed.word().to_owned());
    }
    match summary.verdict.as_ref().and_then(|verdict| verdict.doi) {
        Some(true) => words.push("improved".to_owned()),
        Some(false) => words.push("not-improved".to_owned()),
        None => {}
    }
    let filters = Filter::ALL.into_iter().filter(|filter| held.has(*filter));
    words.extend(filters.filter_map(|filter| filter.word().map(str::to_owned)));
    words
}

/// The rows of the list, ready to be searched on each key.
#[derive(Clone, Debug)]
pub struct Finder {
    rows: Vec<Row>,
    /// Rows of each filter.
    counts: [usize; Filter::ALL.len()],
    matcher: Matcher,
    chars: Vec<char>,
}

/// One word of a query.
struct Word {
    text: String,
    atom: Atom,
}

impl Finder {
    /// Makes a finder over these summaries; `find` returns their places.
    pub fn new(study: &Study, summaries: &[Summary], today: NaiveDate) -> Self {
        let mut finder = Self {
            rows: Vec::with_capacity(summaries.len()),
            counts: [0; Filter::ALL.len()],
            matcher: Matcher::new(Config::DEFAULT),
            chars: Vec::new(),
        };
        for (place, summary) in summaries.iter().enumerate() {
            finder.set(place, study, summary, today);
        }
        finder
    }

    /// Replaces the row at a place, or adds one at the end.
    pub fn set(&mut self, place: usize, study: &Study, summary: &Summary, today: NaiveDate) {
        let row = Row::new(study, summary, today);
        for (count, filter) in self.counts.iter_mut().zip(Filter::ALL) {
            let before = self.rows.get(place).is_some_and(|row| row.held.has(filter));
            *count = *count + usize::from(row.held.has(filter)) - usize::from(before);
        }
        match self.rows.get_mut(place) {
            Some(old) => *old = row,
            None => self.rows.push(row),
        }
    }

    /// Returns how many participants each filter lists, in the order of [`Filter::ALL`].
    pub fn counts(&self) -> Vec<(Filter, usize)> {
        Filter::ALL.into_iter().zip(self.counts).collect()
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the places of the participants that match, the best first; among equals the one
    /// seen last, then by id. An empty query matches all.
    pub fn find(&mut self, query: &str) -> Vec<usize> {
        self.matches(query, Filter::All).part(0, usize::MAX)
    }

    /// Returns the participants of a filter that match, in no order yet.
    pub fn matches(&mut self, query: &str, filter: Filter) -> Matches<'_> {
        let words: Vec<Word> = query
            .split_whitespace()
            .map(|word| Word {
                text: word.to_lowercase(),
                atom: Atom::new(
                    word,
                    CaseMatching::Ignore,
                    Normalization::Smart,
                    AtomKind::Fuzzy,
                    false,
                ),
            })
            .collect();
        let Self {
            rows,
            matcher,
            chars,
            ..
        } = self;
        // A number whose participant the filter does not list is nobody else's, however much it looks like it.
        let elsewhere: Vec<bool> = words
            .iter()
            .map(|word| {
                let named = |row: &&Row| is_exactly(row, &word.text);
                let mut exact = rows.iter().filter(named).peekable();
                filter != Filter::All
                    && exact.peek().is_some()
                    && exact.all(|row| !row.held.has(filter))
            })
            .collect();
        let listed = rows.iter().enumerate();
        let listed = listed.filter(|(_, row)| row.held.has(filter));
        let found = listed.filter_map(|(place, row)| {
            let mut of = (0_u32, 0_u32);
            for (word, elsewhere) in words.iter().zip(&elsewhere) {
                let points = points(row, word, matcher, chars)?;
                if *elsewhere && points <= score::FUZZY_AT_MOST {
                    return None;
                }
                of = (of.0.max(points), of.1.saturating_add(points));
            }
            Some(Match {
                points: of,
                place,
                row,
            })
        });
        Matches(found.collect(), Sort::default())
    }
}

/// The participants that match; only what is asked for is put in order, since most are never shown.
#[derive(Debug)]
pub struct Matches<'a>(Vec<Match<'a>>, Sort);

#[derive(Clone, Copy, Debug)]
struct Match<'a> {
    /// The best kind of match among the words, then their sum: words that match a little never go before one that is
    /// exactly somebody's id or number.
    points: (u32, u32),
    place: usize,
    row: &'a Row,
}

impl Match<'_> {
    /// Says which of two goes first: the one that matches better, among equals by the order asked for, then the one
    /// seen last, then by id.
    fn order(&self, other: &Self, sort: Sort) -> Ordering {
        let key = |one: &Self| one.row.keys.of_sort(sort, &one.row.name);
        let recent = |one: &Self| Reverse(one.row.keys.recent);
        Reverse(self.points)
            .cmp(&Reverse(other.points))
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| recent(self).cmp(&recent(other)))
            .then_with(|| self.row.name.cmp(&other.row.name))
            .then(self.place.cmp(&other.place))
    }
}

impl Matches<'_> {
    /// Puts those that match equally well in an order.
    #[must_use]
    pub fn sorted_by(mut self, sort: Sort) -> Self {
        self.1 = sort;
        self
    }

    /// Returns how many match.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether nobody matches.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many go before the participant at a place; `None` when that one does not match.
    pub fn rank(&self, place: usize) -> Option<usize> {
        let this = self.0.iter().find(|found| found.place == place)?;
        let before = |found: &&Match<'_>| found.order(this, self.1) == Ordering::Less;
        Some(self.0.iter().filter(before).count())
    }

    /// Returns the places of at most `count` participants from the one with this rank on, best first.
    pub fn part(mut self, from: usize, count: usize) -> Vec<usize> {
        let end = from.saturating_add(count);
        let sort = self.1;
        let order = |one: &Match<'_>, other: &Match<'_>| one.order(other, sort);
        if end < self.0.len() {
            self.0.select_nth_unstable_by(end, order);
            self.0.truncate(end);
        }
        self.0.sort_unstable_by(order);
        self.0.iter().skip(from).map(|found| found.place).collect()
    }
}

/// Returns the places of the texts in which every word of the query is found, the best first; among
/// equals in their order. An empty query matches all.
pub fn rank<'a>(query: &str, texts: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let pattern = Pattern::new(
        query,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Fuzzy,
    );
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut chars = Vec::new();
    let mut found: Vec<(u32, usize)> = texts
        .into_iter()
        .enumerate()
        .filter_map(|(place, text)| {
            Some((
                pattern.score(Utf32Str::new(text, &mut chars), &mut matcher)?,
                place,
            ))
        })
        .collect();
    found.sort_by_key(|(points, place)| (Reverse(*points), *place));
    found.into_iter().map(|(_, place)| place).collect()
}

/// Returns whether a word is exactly the id or the number of a participant.
fn is_exactly(row: &Row, word: &str) -> bool {
    row.id() == word || row.has_id_unhyphened(word) || row.has_number(word)
}

fn points(row: &Row, word: &Word, matcher: &mut Matcher, chars: &mut Vec<char>) -> Option<u32> {
    let text = word.text.as_str();
    if row.id() == text {
        return Some(score::ID);
    }
    if row.has_id_unhyphened(text) {
        return Some(score::ID_UNHYPHENED);
    }
    if row.has_number(text) {
        return Some(score::NUMBER);
    }
    if row.initials() == text {
        return Some(score::INITIALS);
    }
    if row.id().starts_with(text) {
        return Some(score::ID_START);
    }
    if text.len() >= SHORTEST_STATUS && row.status.split(' ').any(|word| word.starts_with(text)) {
        return Some(score::STATUS);
    }
    let points = word.atom.score(Utf32Str::new(&row.name, chars), matcher)?;
    Some(u32::from(points).min(score::FUZZY_AT_MOST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{date, participant, study};
    use crate::domain::study::visit_summary::VisitSummary;
    use crate::domain::verdict::VerdictSummary;

    fn row(id: &str, initials: &str, enrolled: &str, visits: &[(&str, &str)]) -> Summary {
        let mut who = participant(id, enrolled);
        who.initials = initials.to_owned();
        Summary {
            participant: who,
            visits: visits
                .iter()
                .map(|(visit, day)| VisitSummary {
                    visit: (*visit).into(),
                    date: date(day),
                    complete: 1,
                    forms: 1,
                    signed: false,
                })
                .collect(),
            verdict: None,
            laboratory: None,
            story: Default::default(),
            open_queries: 0,
            outcome: Default::default(),
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
        judged.verdict = Some(VerdictSummary {
            visit: "week-12".into(),
            doi: Some(true),
            tis: None,
        });
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
    fn each_order_puts_equals_by_its_own_key_and_a_better_match_before_all() {
        let mut rows = rows();
        rows[0].verdict = Some(VerdictSummary {
            visit: "week-12".into(),
            doi: Some(true),
            tis: Some(rust_decimal::Decimal::new(700, 1)),
        });
        rows[2].verdict = Some(VerdictSummary {
            visit: "week-12".into(),
            doi: Some(false),
            tis: None,
        });
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
        assert_eq!(counts, [4, 2, 1, 0, 3, 0, 0, 0]);
        // A row that is replaced is counted once.
        let done = row("01-003", "CD", "2026-03-01", &[("baseline", "2026-03-30")]);
        finder.set(1, &study, &done, today);
        let new = row("03-001", "XY", "2026-04-01", &[]);
        finder.set(4, &study, &new, today);
        let counts: Vec<usize> = finder.counts().into_iter().map(|(_, n)| n).collect();
        assert_eq!(counts, [5, 3, 0, 0, 4, 0, 0, 0]);
    }
}
