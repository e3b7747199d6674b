//! Whether what a screen holds of the study has to be read again: nothing is asked twice, nor again and again after a
//! failure.

/// How what is held stands to what the owner has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Age {
    /// The owner has something newer.
    old: bool,
    /// The last question failed; the next key asks again.
    failed: bool,
}

impl Age {
    /// Returns whether it is to be asked for now; `held` says whether anything is held. Then it counts as asked for.
    pub(crate) fn is_due(&mut self, held: bool) -> bool {
        let due = !self.failed && (!held || self.old);
        self.old &= !due;
        due
    }

    /// Takes it that the owner has something newer.
    pub(crate) fn grow_old(&mut self) {
        self.old = true;
    }

    /// Takes it that the last question failed.
    pub(crate) fn fail(&mut self) {
        self.failed = true;
    }

    /// Takes it that a key was pressed: a question that failed may be asked again.
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
        age.grow_old();
        assert!(age.is_due(true));
        assert!(!age.is_due(true));
        age.fail();
        age.grow_old();
        assert!(!age.is_due(false));
        age.try_again();
        assert!(age.is_due(true));
    }
}
