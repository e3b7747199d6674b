//! The words of the screen of `screens::participants`.

use crate::domain::record::participant::Participant;
use crate::domain::record::status::StatusName;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::text::English;
use crate::text::facts::Facts as _;
use crate::text::screens::participants::Participants;

impl Participants for English {
    fn list_find(&self) -> &'static str {
        "Find: "
    }

    fn part_of_search(&self, c: char) -> String {
        format!("{c} is a part of the search now; Esc empties it.")
    }

    fn list_counted(&self, matching: usize, listed: usize, target: u32) -> String {
        format!("{matching} of {listed}, target {target}")
    }

    fn list_columns(&self) -> [&'static str; 7] {
        [
            "Id", "Initials", "Visit", "State", "Window", "Forms", "DOI, TIS",
        ]
    }

    fn list_is_read(&self) -> &'static str {
        "Reading the participants."
    }

    fn list_has_nobody(&self, may_enrol: bool) -> &'static str {
        match may_enrol {
            true => "No participant yet. Enrol the first one.",
            false => "No participant yet.",
        }
    }

    fn nobody_today(&self) -> &'static str {
        "Nobody today."
    }

    fn nobody_matches(&self) -> &'static str {
        "Nobody matches."
    }

    fn key_opens(&self, key: &str, who: &Participant) -> String {
        format!("{key} opens {} {}", who.id, who.initials)
    }

    fn filter_lists(&self, filter: Filter, listed: usize, all: usize) -> String {
        format!("{} {listed} of {all}", self.filter(filter))
    }

    fn back_to_all(&self) -> &'static str {
        "all participants"
    }

    fn list_sorted(&self, sort: Sort, searched: bool) -> [String; 2] {
        let words = self.sort(sort);
        let best = match searched {
            true => "best match, then ",
            false => "",
        };
        [format!("sorted by {best}{words}"), format!("by {words}")]
    }

    fn ended(&self, name: StatusName) -> &'static str {
        match name {
            StatusName::TakesPart => "",
            StatusName::ScreenFailure => "failed",
            StatusName::TreatmentStopped => "stopped",
            StatusName::Withdrawn => "withdrawn",
            StatusName::Lost => "lost",
            StatusName::Died => "died",
            StatusName::Completed => "completed",
            StatusName::EnrolledByMistake => "mistake",
        }
    }

    fn all_visits_done(&self) -> &'static str {
        "all done"
    }

    fn list_verdict(&self, met: Option<bool>) -> &'static str {
        match met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "not decided",
        }
    }

    fn list_verdict_open(&self) -> &'static str {
        "open"
    }

    fn no_filter_lists(&self) -> &'static str {
        "No filter lists anybody today."
    }

    fn nobody_to_open(&self, enrolled: bool) -> &'static str {
        match enrolled {
            true => "Nobody is listed; take the text or the filter away first.",
            false => "There is no participant to open; enrol one first.",
        }
    }

    fn found_among(&self, matching: usize, listed: usize) -> String {
        format!("{matching} of {listed}")
    }

    fn last_entry_column(&self) -> &'static str {
        "Last entry"
    }
}
