//! Operation qualification: every requirement by id, shown on a scratch study that is thrown away.
//!
//! The same checks run from the installed program (`coreset qualify`) and from the tests. Each makes a study of its
//! own in a temporary directory, works on it through its owner as a terminal would, and never touches another.

mod believed;
mod chain;
mod changes;
mod course;
mod entry;
mod examples;
mod outside;
mod scratch;
mod seen;
mod signing;
mod users;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a check saw, or why it failed.
pub type Seen = Result<String, String>;

/// One requirement, and how it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Id, such as `CS-01`; never given to another requirement.
    pub id: &'static str,
    /// The points of the record that it stands for.
    pub points: &'static [u8],
    /// The requirement.
    pub what: &'static str,
    run: fn() -> Seen,
}

impl Check {
    /// Runs the check; a panic in it is a failure of it.
    ///
    /// # Errors
    /// What was seen instead of what is required.
    pub fn run(&self) -> Seen {
        catch_unwind(AssertUnwindSafe(self.run))
            .unwrap_or_else(|_| Err("the program failed inside".to_owned()))
    }
}

/// Returns all checks, in the order of their ids.
pub fn checks() -> Vec<Check> {
    [
        entry::CHECKS,
        believed::CHECKS,
        changes::CHECKS,
        course::CHECKS,
        signing::CHECKS,
        users::CHECKS,
        seen::CHECKS,
        chain::CHECKS,
        outside::CHECKS,
        examples::CHECKS,
    ]
    .concat()
}

/// Returns what was seen when it is as required, and the words for it otherwise.
fn require(met: bool, seen: impl Into<String>) -> Seen {
    let seen = seen.into();
    if met { Ok(seen) } else { Err(seen) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_ascend_and_each_stands_for_points_of_the_record() {
        let checks = checks();
        let ids: Vec<&str> = checks.iter().map(|check| check.id).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        for check in &checks {
            assert!(!check.points.is_empty(), "{}", check.id);
            assert!(check.points.iter().all(|point| (1..=27).contains(point)));
        }
    }

    #[test]
    fn a_check_that_panics_or_is_not_met_fails_with_words() {
        let check = |run| Check {
            id: "CS-00",
            points: &[24],
            what: "",
            run,
        };
        assert!(check(|| panic!("gone")).run().is_err());
        assert_eq!(check(|| require(false, "4")).run(), Err("4".to_owned()));
        assert_eq!(check(|| require(true, "5")).run(), Ok("5".to_owned()));
    }
}
