//! What in a row of the log of adverse events cannot all be true, or is worth a question.
//!
//! Only answers that are there are compared; a partial date contradicts nothing that
//! one of its days could allow.

use crate::domain::base::partial::PartialDate;
use crate::domain::treatment::medication::End;

/// How an event came out (CDISC codelist OUT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Recovered.
    Recovered,
    /// Recovered, with something that stays.
    Sequelae,
    /// Recovering.
    Recovering,
    /// Not recovered.
    NotRecovered,
    /// Fatal.
    Fatal,
    /// Not known.
    Unknown,
}

impl Outcome {
    /// Returns the outcome of a code of the form.
    pub fn of(code: &str) -> Option<Self> {
        Some(match code {
            "recovered" => Self::Recovered,
            "sequelae" => Self::Sequelae,
            "recovering" => Self::Recovering,
            "not-recovered" => Self::NotRecovered,
            "fatal" => Self::Fatal,
            "unknown" => Self::Unknown,
            _ => return None,
        })
    }
}

/// The answers of a row that bear on each other; none for what is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// CTCAE grade, 1-5.
    pub grade: Option<u8>,
    /// First day.
    pub onset: Option<PartialDate>,
    /// Last day.
    pub end: End,
    /// How it came out.
    pub outcome: Option<Outcome>,
    /// Whether it is said to be serious.
    pub serious: Option<bool>,
    /// Criterion of seriousness: it results in death.
    pub death: Option<bool>,
    /// Criterion of seriousness: it is life-threatening.
    pub life_threatening: Option<bool>,
    /// Whether any criterion of seriousness was answered with yes, whether or not it is still asked.
    pub criterion: bool,
    /// Day on which the site knew that it is serious.
    pub aware: Option<PartialDate>,
}

/// Two answers of a row that do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// It ended before it began.
    EndBeforeOnset,
    /// The site knew of it before it began.
    AwareBeforeOnset,
    /// Grade 5, and the outcome is not fatal.
    Grade5NotFatal,
    /// A fatal outcome, and the grade is not 5.
    FatalNotGrade5,
    /// It results in death, and the outcome is not fatal.
    DeathNotFatal,
    /// Grade 5 or a fatal outcome, and the criterion of death says no.
    FatalWithoutDeath,
    /// A fatal outcome, and it goes on.
    FatalOngoing,
    /// Recovered, and it goes on.
    RecoveredOngoing,
    /// It ended, and is not recovered or still recovering.
    EndedNotRecovered,
    /// Grade 4 or 5, or a fatal outcome, and it is said not to be serious.
    GraveNotSerious,
    /// A criterion of seriousness was answered with yes, and it is said not to be serious.
    CriterionNotSerious,
    /// Grade 4, and the criterion of danger to life says no.
    Grade4NotThreatening,
}

impl Contradiction {
    /// Returns whether both may still be true, so that it is only asked about: serious is not severe.
    pub fn is_question(self) -> bool {
        matches!(self, Self::Grade4NotThreatening | Self::EndedNotRecovered)
    }
}

/// Returns what in a row does not go together, in a fixed order.
pub fn contradictions(event: &Event) -> Vec<Contradiction> {
    use Contradiction as C;
    let end = match event.end {
        End::On(end) => Some(end),
        End::Ongoing | End::Unknown => None,
    };
    let earlier = |one: Option<PartialDate>| {
        one.zip(event.onset)
            .is_some_and(|(one, onset)| one.before(onset) == Some(true))
    };
    let ongoing = event.end == End::Ongoing;
    let fatal = event.outcome == Some(Outcome::Fatal);
    // An outcome that is not known contradicts nothing.
    let not_fatal = !fatal && !matches!(event.outcome, None | Some(Outcome::Unknown));
    let recovered = matches!(event.outcome, Some(Outcome::Recovered | Outcome::Sequelae));
    let open = matches!(
        event.outcome,
        Some(Outcome::NotRecovered | Outcome::Recovering)
    );
    let grade = event.grade;
    let grave = grade.is_some_and(|grade| grade >= 4) || fatal;
    let rules = [
        (C::EndBeforeOnset, earlier(end)),
        (C::AwareBeforeOnset, earlier(event.aware)),
        (C::Grade5NotFatal, grade == Some(5) && not_fatal),
        (C::FatalNotGrade5, fatal && grade.is_some_and(|g| g != 5)),
        (C::DeathNotFatal, event.death == Some(true) && not_fatal),
        (
            C::FatalWithoutDeath,
            (fatal || grade == Some(5)) && event.death == Some(false),
        ),
        (C::FatalOngoing, fatal && ongoing),
        (C::RecoveredOngoing, recovered && ongoing),
        (C::EndedNotRecovered, open && end.is_some()),
        (C::GraveNotSerious, grave && event.serious == Some(false)),
        (
            C::CriterionNotSerious,
            event.criterion && event.serious == Some(false),
        ),
        (
            C::Grade4NotThreatening,
            grade == Some(4) && event.life_threatening == Some(false),
        ),
    ];
    let broken = rules.into_iter().filter(|(_, broken)| *broken);
    broken.map(|(rule, _)| rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Contradiction as C;

    const BLANK: Event = Event {
        grade: None,
        onset: None,
        end: End::Unknown,
        outcome: None,
        serious: None,
        death: None,
        life_threatening: None,
        criterion: false,
        aware: None,
    };

    fn date(text: &str) -> Option<PartialDate> {
        text.parse().ok()
    }

    #[test]
    fn a_blank_row_and_a_sound_one_contradict_nothing() {
        assert_eq!(contradictions(&BLANK), []);
        let sound = Event {
            grade: Some(5),
            onset: date("2024-02-28"),
            end: End::On(date("2024-02-29").unwrap()),
            outcome: Some(Outcome::Fatal),
            serious: Some(true),
            death: Some(true),
            life_threatening: Some(true),
            criterion: true,
            aware: date("2024-02-29"),
        };
        assert_eq!(contradictions(&sound), []);
        let unknown = Event {
            outcome: Some(Outcome::Unknown),
            ..sound
        };
        assert_eq!(contradictions(&unknown), []);
    }

    #[test]
    fn partial_dates_contradict_only_when_no_day_of_theirs_would_do() {
        let with = |onset: &str, end: &str| {
            contradictions(&Event {
                onset: date(onset),
                end: End::On(date(end).unwrap()),
                ..BLANK
            })
        };
        assert_eq!(with("2024-03-10", "2024-03"), []);
        assert_eq!(with("2024-03-10", "2024"), []);
        assert_eq!(with("2024-03-10", "2024-03-09"), [C::EndBeforeOnset]);
        assert_eq!(with("2024-03-10", "2024-02"), [C::EndBeforeOnset]);
        let early = Event {
            onset: date("2024-03-10"),
            aware: date("2024-03-09"),
            ..BLANK
        };
        assert_eq!(contradictions(&early), [C::AwareBeforeOnset]);
    }

    #[test]
    fn death_grade_and_outcome_go_together() {
        let alive = Event {
            grade: Some(5),
            outcome: Some(Outcome::Recovered),
            death: Some(false),
            serious: Some(false),
            end: End::Ongoing,
            ..BLANK
        };
        assert_eq!(
            contradictions(&alive),
            [
                C::Grade5NotFatal,
                C::FatalWithoutDeath,
                C::RecoveredOngoing,
                C::GraveNotSerious
            ]
        );
        let dead = Event {
            grade: Some(3),
            outcome: Outcome::of("fatal"),
            end: End::Ongoing,
            ..BLANK
        };
        assert_eq!(contradictions(&dead), [C::FatalNotGrade5, C::FatalOngoing]);
        let said = Event {
            death: Some(true),
            outcome: Outcome::of("recovering"),
            ..BLANK
        };
        assert_eq!(contradictions(&said), [C::DeathNotFatal]);
    }

    #[test]
    fn a_criterion_answered_before_it_was_said_not_to_be_serious_is_not_forgotten() {
        let event = |serious| Event {
            criterion: true,
            serious,
            ..BLANK
        };
        assert_eq!(
            contradictions(&event(Some(false))),
            [C::CriterionNotSerious]
        );
        assert_eq!(contradictions(&event(Some(true))), []);
        assert_eq!(contradictions(&event(None)), []);
    }

    #[test]
    fn what_may_both_be_true_is_only_asked() {
        let severe = Event {
            grade: Some(4),
            life_threatening: Some(false),
            outcome: Outcome::of("not-recovered"),
            end: End::On(date("2024").unwrap()),
            ..BLANK
        };
        let found = contradictions(&severe);
        assert_eq!(found, [C::EndedNotRecovered, C::Grade4NotThreatening]);
        assert!(found.into_iter().all(C::is_question));
        assert!(!C::EndBeforeOnset.is_question());
        assert_eq!(Outcome::of("better"), None);
    }
}
