//! Who is in no count of responders, and why.

use super::{Cell, Property, Screened, Standing, known};
use crate::domain::views::summary::Summary;
use serde::{Deserialize, Serialize};

/// How many participants are in no count of responders; nobody is in two of these, but for what is not decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Their outcome visit can still come.
    pub to_come: u32,
    /// They entered the trial, and the outcome visit was not held and cannot come any more.
    pub missed: u32,
    /// They did not enter the trial, and will not.
    pub not_entered: u32,
    /// They withdrew, and nothing of them may be used.
    pub unused: u32,
    /// They were assessed, and what they say at the outcome visit is not decided, for each of [`Property::ALL`].
    pub undecided: [u32; Property::ALL.len()],
    /// What they say is hidden from the user, who has not entered the same measures yet; all counts are hidden then.
    pub hidden: u32,
}

impl LeftOut {
    /// Counts a participant who was not enrolled by mistake; `cell` is the outcome visit.
    pub(super) fn count(&mut self, summary: &Summary, cell: Option<&Cell>, screened: &Screened) {
        if summary.statuses.forbids_use() {
            self.unused += 1;
            return;
        }
        let Some(outcome) = summary.outcome.seen() else {
            self.hidden += 1;
            return;
        };
        let never = match screened {
            Screened::Failed { .. } | Screened::LeftBefore { .. } | Screened::ByMistake => true,
            Screened::InScreening { .. } | Screened::Entered { .. } => false,
        };
        match cell.map(|cell| cell.standing) {
            Some(Standing::Done | Standing::Begun) => {
                for (count, property) in self.undecided.iter_mut().zip(Property::ALL) {
                    *count += u32::from(known(property, outcome).is_none());
                }
            }
            _ if never => self.not_entered += 1,
            Some(Standing::Missed | Standing::Closed) => self.missed += 1,
            Some(Standing::Due | Standing::Overdue | Standing::Ahead) | None => self.to_come += 1,
        }
    }

    /// Returns each verdict that is not decided in somebody who was assessed, and in how many.
    pub fn undecided(&self) -> impl Iterator<Item = (Property, u32)> {
        let all = Property::ALL.into_iter().zip(self.undecided);
        all.filter(|(_, count)| *count > 0)
    }
}
