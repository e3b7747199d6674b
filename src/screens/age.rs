//! Whether what a screen holds of the study has to be read again: nothing is asked twice, nor again and again after a
//! failure.

/// How the held data compare with those of the owner.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Age {
    /// The owner has something newer.
    stale: bool,
    /// The last question failed; the next key asks again.
    failed: bool,
}

impl Age {
    /// Returns whether it has to be asked for now, and then counts it as asked for; `held` says whether there are old data.
    pub(crate) fn is_due(&mut self, held: bool) -> bool {
        let due = !self.failed && (!held || self.stale);
        self.stale &= !due;
        due
    }

    /// Records that the owner has newer data.
    pub(crate) fn become_stale(&mut self) {
        self.stale = true;
    }

    /// Records that the last question failed.
    pub(crate) fn fail(&mut self) {
        self.failed = true;
    }

    /// Records that a key was pressed: a question that failed may be asked again.
    pub(crate) fn try_again(&mut self) {
        self.failed = false;
    }
}

#[cfg(test)]
mod tests {
    use super::Age;

    #[test]
    fn it_is_asked_for_once_until_it_is_old_and_after_a_failure_with_the_next_key() {
        let mut age = Age::default();
        assert!(age.is_due(false));
        assert!(!age.is_due(true));
        age.become_stale();
        assert!(age.is_due(true));
        assert!(!age.is_due(true));
        age.fail();
        age.become_stale();
        assert!(!age.is_due(false));
        age.try_again();
        assert!(age.is_due(true));
    }
}
