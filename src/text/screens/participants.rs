//! The words of the screen of `screens::participants`.

use crate::domain::record::participant::Participant;
use crate::domain::record::status::StatusName;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;

/// The words of the screen of `screens::participants`.
pub trait Participants {
    /// Stands before what is searched; ends with a blank.
    fn list_find(&self) -> &'static str;

    /// Said of a character that is bound to a key, where it is a part of the search.
    fn part_of_search(&self, c: char) -> String;

    /// Says how many participants match, of how many that are listed, and how many the study wants.
    fn list_counted(&self, matching: usize, listed: usize, target: u32) -> String;

    /// Heads the columns of the list: id, initials, visit, state, window, forms, verdict.
    fn list_columns(&self) -> [&'static str; 7];

    /// Said while the participants are read.
    fn list_is_read(&self) -> &'static str;

    /// Said where nobody is enrolled; `may_enrol` where the reader may enrol somebody.
    fn list_has_nobody(&self, may_enrol: bool) -> &'static str;

    /// Said where a filter lists nobody.
    fn nobody_today(&self) -> &'static str;

    /// Said where nobody matches what is searched.
    fn nobody_matches(&self) -> &'static str;

    /// Names the participant whom a key would open.
    fn key_opens(&self, key: &str, who: &Participant) -> String;

    /// Says which filter is in use, and how many of all participants it lists.
    fn filter_lists(&self, filter: Filter, listed: usize, all: usize) -> String;

    /// Says what the key before it shows again.
    fn back_to_all(&self) -> &'static str;

    /// Says by what the list is sorted, in full and in fewer columns; `searched` puts the best match first.
    fn list_sorted(&self, sort: Sort, searched: bool) -> [String; 2];

    /// Stands for the state of the next visit where every visit is complete.
    fn all_visits_done(&self) -> &'static str;

    /// How the participation ended, in at most 9 columns.
    fn ended(&self, name: StatusName) -> &'static str;

    /// Says whether the definition of improvement is met; `None` while that is not decided.
    fn list_verdict(&self, met: Option<bool>) -> &'static str;

    /// Says that it is not decided, in so few columns that nothing has to be cut.
    fn list_verdict_open(&self) -> &'static str;

    /// Said where no filter lists anybody.
    fn no_filter_lists(&self) -> &'static str;

    /// Said where nothing can be opened: nobody is listed, or nobody is `enrolled` at all.
    fn nobody_to_open(&self, enrolled: bool) -> &'static str;

    /// How many participants match, of how many, where there is no room for the target.
    fn found_among(&self, matching: usize, listed: usize) -> String;

    /// Heads the column of the time of the last entry.
    fn last_entry_column(&self) -> &'static str;
}
