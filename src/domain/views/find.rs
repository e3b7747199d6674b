//! The finder: which participants a few typed letters mean.
//!
//! Each word of the query must match: the id, the initials, or a word for how the participant
//! stands (`due`, `late`, `week-12`, `overdue`). It only orders rows; it shows and opens nothing.

pub mod filter;
pub mod order;
mod row;

use super::summary::Summary;
use crate::domain::study::Study;
use crate::domain::study::withheld::Viewer;
use chrono::NaiveDate;
use filter::Filter;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use order::Sort;
use row::Row;
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

    /// Returns the participants of a filter that match for a user who sees every verdict, in no order yet.
    pub fn matches(&mut self, query: &str, filter: Filter) -> Matches<'_> {
        self.matches_for(Viewer::Reads, query, filter)
    }

    /// The same for any user: a verdict that they do not see matches no word and gives no place.
    pub fn matches_for(&mut self, viewer: Viewer, query: &str, filter: Filter) -> Matches<'_> {
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
        // An id that the filter does not list must not match another participant with a similar id.
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
                let points = points(row, word, viewer, matcher, chars)?;
                if *elsewhere && points <= score::FUZZY_AT_MOST {
                    return None;
                }
                of = (of.0.max(points), of.1.saturating_add(points));
            }
            Some(Match {
                points: of,
                place,
                row,
                hidden: row.hides_verdict(viewer),
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
    /// Whether the user does not see the verdict.
    hidden: bool,
}

impl Match<'_> {
    /// Says which of two goes first: the one that matches better, among equals by the order asked for, then the one
    /// seen last, then by id.
    fn order(&self, other: &Self, sort: Sort) -> Ordering {
        let key = |one: &Self| one.row.keys.of_sort(sort, &one.row.name, one.hidden);
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

fn points(
    row: &Row,
    word: &Word,
    viewer: Viewer,
    matcher: &mut Matcher,
    chars: &mut Vec<char>,
) -> Option<u32> {
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
    let verdict = row.verdict.filter(|_| !row.hides_verdict(viewer));
    let mut words = row.status.split(' ').chain(verdict);
    if text.len() >= SHORTEST_STATUS && words.any(|word| word.starts_with(text)) {
        return Some(score::STATUS);
    }
    let points = word.atom.score(Utf32Str::new(&row.name, chars), matcher)?;
    Some(u32::from(points).min(score::FUZZY_AT_MOST))
}

#[cfg(test)]
mod tests;
