//! What the script did to whom, and the counts of it: nothing here is read from the record.

use std::collections::{BTreeMap, BTreeSet};

/// How somebody takes part, as the script said it last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fate {
    #[default]
    TakesPart,
    Failed,
    Stopped,
    Withdrawn,
    Lost,
    Died,
    Completed,
    Mistake,
}

/// One participant of the script.
#[derive(Debug, Default)]
pub(super) struct Person {
    pub(super) fate: Fate,
    /// Nothing that was collected may be used.
    pub(super) unused: bool,
    /// A criterion that is not met was entered.
    pub(super) unfit: bool,
    /// Criteria that were named when the screening failed.
    pub(super) criteria: Vec<&'static str>,
    /// Visits that were held and count, with the number of the version that was in force when they began.
    pub(super) held: BTreeMap<String, u32>,
    /// Doses that were given and count.
    pub(super) doses: u32,
    /// The outcome visit was held in its window, with all that it asks.
    pub(super) assessed_in_window: bool,
    /// Deviations, each by what it is.
    pub(super) deviations: BTreeSet<&'static str>,
    pub(super) major: u32,
    /// Serious events: grade, whether it goes on, and whether an investigator saw it.
    pub(super) serious: Vec<(usize, bool, bool)>,
    /// On the last day: a visit is due within the week.
    pub(super) due: bool,
    /// A visit is overdue.
    pub(super) overdue: bool,
    pub(super) missed: u32,
}

impl Person {
    fn entered(&self) -> bool {
        self.fate != Fate::Mistake && (!self.held.is_empty() || self.doses > 0)
    }

    fn in_full_set(&self) -> bool {
        self.entered() && self.doses > 0 && !self.unused
    }

    fn in_protocol_set(&self) -> bool {
        let on_treatment = matches!(self.fate, Fate::TakesPart | Fate::Completed);
        self.in_full_set() && self.assessed_in_window && on_treatment && self.major == 0
    }
}

/// All participants of the script.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) people: BTreeMap<String, Person>,
}

impl Tally {
    pub(super) fn of(&mut self, id: &str) -> &mut Person {
        self.people.get_mut(id).unwrap()
    }

    fn count(&self, is: impl Fn(&Person) -> bool) -> u32 {
        u32::try_from(self.people.values().filter(|person| is(person)).count()).unwrap()
    }

    fn counted(&self) -> impl Iterator<Item = &Person> {
        let people = self.people.values();
        people.filter(|person| person.fate != Fate::Mistake)
    }

    pub(super) fn mistakes(&self) -> u32 {
        self.count(|person| person.fate == Fate::Mistake)
    }

    pub(super) fn screened(&self) -> u32 {
        self.count(|person| person.fate != Fate::Mistake)
    }

    pub(super) fn failed(&self) -> u32 {
        self.count(|person| person.fate == Fate::Failed)
    }

    pub(super) fn failed_by(&self) -> BTreeMap<&'static str, u32> {
        let mut by = BTreeMap::new();
        for criterion in self.counted().flat_map(|person| &person.criteria) {
            *by.entry(*criterion).or_default() += 1;
        }
        by
    }

    pub(super) fn in_screening(&self) -> u32 {
        self.count(|person| person.fate == Fate::TakesPart && !person.entered())
    }

    pub(super) fn failing_not_said(&self) -> u32 {
        self.count(|person| person.fate == Fate::TakesPart && !person.entered() && person.unfit)
    }

    pub(super) fn entered(&self) -> u32 {
        self.count(Person::entered)
    }

    pub(super) fn treated(&self) -> u32 {
        self.count(|person| person.entered() && person.doses > 0)
    }

    pub(super) fn entered_as(&self, fate: Fate) -> u32 {
        self.count(|person| person.entered() && person.fate == fate)
    }

    pub(super) fn full_set(&self) -> u32 {
        self.count(Person::in_full_set)
    }

    pub(super) fn protocol_set(&self) -> u32 {
        self.count(Person::in_protocol_set)
    }

    /// Everybody in this trial who was assessed responded: of the full set, those who were, and those whose endpoint is known.
    ///
    /// Who left before the outcome visit, and who was assessed off treatment, counts as no response.
    pub(super) fn imputed(&self) -> (u32, u32) {
        let assessed = |person: &Person| person.held.contains_key("week-12");
        let left =
            |person: &Person| matches!(person.fate, Fate::Withdrawn | Fate::Lost | Fate::Died);
        let responded = self.count(|person| {
            person.in_full_set() && assessed(person) && person.fate != Fate::Stopped
        });
        let known = self.count(|person| person.in_full_set() && (assessed(person) || left(person)));
        (responded, known)
    }

    /// All who were assessed at the outcome visit and whose data may be used, with a dose or without.
    pub(super) fn assessed(&self) -> u32 {
        self.count(|person| {
            person.fate != Fate::Mistake && !person.unused && person.held.contains_key("week-12")
        })
    }

    /// Those of the full set who were assessed at the outcome visit.
    pub(super) fn observed(&self) -> u32 {
        self.count(|person| person.in_full_set() && person.held.contains_key("week-12"))
    }

    pub(super) fn serious_open(&self) -> u32 {
        let all = self.counted().flat_map(|person| &person.serious);
        u32::try_from(all.filter(|(_, ongoing, seen)| *ongoing || !seen).count()).unwrap()
    }

    /// Events of grade 1 to 5; no other than serious ones happen.
    pub(super) fn by_grade(&self) -> [u32; 5] {
        let mut by = [0; 5];
        for (grade, _, _) in self.counted().flat_map(|person| &person.serious) {
            by[grade - 1] += 1;
        }
        by
    }

    pub(super) fn serious_unseen(&self) -> u32 {
        let all = self.counted().flat_map(|person| &person.serious);
        u32::try_from(all.filter(|(_, _, seen)| !seen).count()).unwrap()
    }

    pub(super) fn major(&self) -> u32 {
        self.counted().map(|person| person.major).sum()
    }

    /// Deviations of a kind, or of all with an empty one.
    pub(super) fn deviations(&self, kind: &str) -> u32 {
        let all = self.counted().flat_map(|person| &person.deviations);
        u32::try_from(all.filter(|own| own.starts_with(kind)).count()).unwrap()
    }

    pub(super) fn deviating(&self) -> u32 {
        self.count(|person| person.fate != Fate::Mistake && !person.deviations.is_empty())
    }

    pub(super) fn due(&self) -> u32 {
        self.count(|person| person.due)
    }

    pub(super) fn overdue(&self) -> u32 {
        self.count(|person| person.overdue)
    }

    pub(super) fn missed(&self) -> u32 {
        self.counted().map(|person| person.missed).sum()
    }
}
