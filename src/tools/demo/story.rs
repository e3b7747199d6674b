//! The fourteen states in which a synthetic participant can be, each with a course of the disease.

/// What happens to a participant; later participants repeat the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
    /// Enrolled, baseline due today.
    Enrolled,
    /// Baseline begun today, half of its forms entered.
    HalfBaseline,
    /// First visit after baseline done, the next not yet due.
    First,
    /// Second visit done.
    Second,
    /// Third visit done.
    Third,
    /// The window of a visit closed a few days ago without a session.
    Overdue,
    /// A visit was missed, the one after it is done.
    Missed,
    /// The window of the next visit has opened, its day has not come.
    Early,
    /// All visits done, total improvement score of 60 or more.
    Major,
    /// All visits done, definition of improvement not met; the laboratory reports in microkat/L.
    NonResponder,
    /// All visits done, three measures better by exactly 20 %: the definition of improvement is met,
    /// the registered wording ("over 20 percent") is not.
    ExactlyTwenty,
    /// All visits done, worse in more than two measures by more than 25 %.
    Worse,
    /// All visits done, clinically amyopathic: full strength, normal enzymes, HAQ 0.
    Amyopathic,
    /// All visits done, answers missing with reasons, one muscle untestable.
    Gaps,
}

/// How far a participant has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// No session yet.
    Enrolled,
    /// Baseline begun today.
    HalfBaseline,
    /// So many visits after baseline are done, all of them at most.
    After(usize),
    /// A visit is overdue.
    Overdue,
    /// A visit in the past is missing.
    Missed,
    /// A window has just opened.
    Early,
}

/// How the disease goes until the outcome visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// As responders of published trials.
    Responds,
    /// As non-responders.
    Stable,
    /// A major response.
    Major,
    /// Three measures better by exactly a fifth, the others less.
    ExactlyTwenty,
    /// Worse in strength and all global scales.
    Worse,
}

impl Story {
    const ALL: [Self; 14] = [
        Self::Enrolled,
        Self::HalfBaseline,
        Self::First,
        Self::Second,
        Self::Third,
        Self::Overdue,
        Self::Missed,
        Self::Early,
        Self::Major,
        Self::NonResponder,
        Self::ExactlyTwenty,
        Self::Worse,
        Self::Amyopathic,
        Self::Gaps,
    ];

    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Returns the story of a participant, counted from 0.
    pub(super) fn of(index: usize) -> Self {
        Self::ALL
            .get(index % Self::ALL.len())
            .copied()
            .unwrap_or(Self::Enrolled)
    }

    /// Returns whether the screening fails: every second one of those who have no visit yet.
    pub(super) fn fails_screening(self, index: usize) -> bool {
        self == Self::Enrolled && index / Self::ALL.len() % 2 == 1
    }

    /// Returns how far the participant has come.
    pub(super) fn stage(self) -> Stage {
        match self {
            Self::Enrolled => Stage::Enrolled,
            Self::HalfBaseline => Stage::HalfBaseline,
            Self::First => Stage::After(1),
            Self::Second => Stage::After(2),
            Self::Third => Stage::After(3),
            Self::Overdue => Stage::Overdue,
            Self::Missed => Stage::Missed,
            Self::Early => Stage::Early,
            Self::Major
            | Self::NonResponder
            | Self::ExactlyTwenty
            | Self::Worse
            | Self::Amyopathic
            | Self::Gaps => Stage::After(usize::MAX),
        }
    }

    /// Returns the course that the story needs; none when chance decides.
    pub(super) fn course(self) -> Option<Course> {
        match self {
            Self::Major => Some(Course::Major),
            Self::NonResponder => Some(Course::Stable),
            Self::ExactlyTwenty => Some(Course::ExactlyTwenty),
            Self::Worse => Some(Course::Worse),
            Self::Amyopathic | Self::Gaps => Some(Course::Responds),
            _ => None,
        }
    }
}
