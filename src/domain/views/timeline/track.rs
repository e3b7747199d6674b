//! One measure or scale over all visits: its values, and baseline, best, lowest and last among them.

use super::Stop;
use crate::domain::base::measured::{Amount, Edge, Measured};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::forms::rand36;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::study::version::removed::Listed;
use crate::domain::verdict::core_set::{CoreSet, Reading};
use crate::domain::verdict::response::Scale;
use crate::domain::verdict::response::doi::{IMPROVED, WORSE};
use crate::domain::verdict::{Direction, MeasureVerdict, counted};

/// What is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A core set measure, with the enzyme that counts; while that is open, the most abnormal so far.
    Measure(Measure, Option<Enzyme>),
    /// A scale of quality of life, 0 to 100, higher is better.
    Quality(rand36::Scale),
}

/// A value and the place of its visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Place of the visit in the schedule.
    pub place: usize,
    /// The value.
    pub value: Measured,
}

/// A measure or scale over all visits; of one with hidden values only what each visit says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// What is followed.
    pub subject: Subject,
    /// What is known at each visit of the schedule.
    pub values: Vec<Reading>,
    /// Value at baseline.
    pub baseline: Option<Measured>,
    /// The best value from baseline on, the earliest of equal ones.
    pub best: Option<Mark>,
    /// The lowest value from baseline on.
    pub nadir: Option<Mark>,
    /// The last value after baseline.
    pub last: Option<Mark>,
    /// Change of the last value from baseline, for a core set measure.
    pub change: Option<MeasureVerdict>,
    /// Least and largest value that the scale has; an enzyme has no largest.
    pub limits: (Exact, Option<Exact>),
}

impl Track {
    /// Returns whether a larger value is better.
    pub fn rises(&self) -> bool {
        match self.subject {
            Subject::Measure(measure, _) => measure == Measure::Mmt,
            Subject::Quality(_) => true,
        }
    }

    /// Returns the name in JSON.
    pub fn key(&self) -> &'static str {
        match self.subject {
            Subject::Measure(measure, _) => measure.key(),
            Subject::Quality(scale) => scale.key(),
        }
    }

    /// Returns whether there are values that the user does not see yet.
    pub fn is_hidden(&self) -> bool {
        self.values.contains(&Reading::Hidden)
    }

    /// Returns the core set measure, if it is one.
    pub fn measure(&self) -> Option<Measure> {
        match self.subject {
            Subject::Measure(measure, _) => Some(measure),
            Subject::Quality(_) => None,
        }
    }

    /// Returns a value rounded for display, with the sign of one that is only known to be below a limit.
    pub fn shown(&self, value: impl Into<Measured>) -> String {
        let value = value.into();
        let is_whole = value.number().denominator() == 1;
        value.rounded(match self.subject {
            Subject::Measure(Measure::Mmt, _) => 0,
            Subject::Measure(Measure::Haq, _) => 3,
            Subject::Measure(Measure::Enzyme, _) if is_whole => 0,
            Subject::Measure(..) | Subject::Quality(_) => 1,
        })
    }

    /// Returns a value with as many decimals as it takes to be exact, at most 4, but not fewer than usual.
    pub fn shown_whole(&self, value: impl Into<Measured>) -> String {
        let value = value.into();
        let usual = self.shown(value);
        let digits = |text: &str| text.trim_start_matches(value.sign()).to_owned();
        let exact = |text: &String| Exact::parse(&digits(text)) == Ok(value.number());
        if exact(&usual) {
            return usual;
        }
        let more = (1..4).map(|decimals| value.rounded(decimals)).find(exact);
        more.unwrap_or_else(|| value.rounded(4))
    }

    /// Returns last minus baseline.
    pub fn difference(&self) -> Option<Amount> {
        let (last, baseline) = (self.last?.value, self.baseline?);
        Amount::from(last).minus(baseline.into()).ok()
    }

    /// Returns which way it went from baseline to last.
    pub fn direction(&self) -> Direction {
        if let Some(change) = &self.change {
            return change.direction;
        }
        // Only an enzyme, which has a change, can be known as below a limit.
        match self.difference().and_then(Amount::exact) {
            None => Direction::NotKnown,
            Some(difference) if difference.is_zero() => Direction::Same,
            Some(difference) if difference.is_positive() == self.rises() => Direction::Better,
            Some(_) => Direction::Worse,
        }
    }

    /// Returns the value at which the IMACS definition counts a core set measure as improved, and the one at which it
    /// counts it as worse; a value off the scale is none.
    pub fn thresholds(&self) -> (Option<Exact>, Option<Exact>) {
        let baseline = self.baseline.and_then(|value| Amount::from(value).exact());
        let (Some(baseline), Some(_)) = (baseline.filter(|b| b.is_positive()), self.measure())
        else {
            return (None, None);
        };
        let moved = |percent: i64, up: bool| {
            let share = if up { 100 + percent } else { 100 - percent };
            let value = baseline
                .times(Exact::fraction(i128::from(share), 100).ok()?)
                .ok()?;
            let (least, most) = self.limits;
            (value >= least && most.is_none_or(|most| value <= most)).then_some(value)
        };
        (
            moved(IMPROVED.percent, self.rises()),
            moved(WORSE.percent, !self.rises()),
        )
    }

    /// Returns the values at the bottom and at the top of the scale on which every value is drawn: those of the scale
    /// itself, or up to the largest value of all visits where the scale has no largest; `None` without any value.
    pub fn range(&self) -> Option<(Exact, Exact)> {
        let values = self.values.iter().filter_map(Reading::measured);
        let highest = values.map(Measured::number).max()?;
        let (least, most) = self.limits;
        let most = most.unwrap_or(highest);
        Some((least, if most > least { most } else { Exact::int(1) }))
    }
}

/// Returns the most that a value can be: below a limit is less than the limit itself.
fn at_most(mark: &Mark) -> Edge {
    Amount::from(mark.value).ends().high
}

/// Finds baseline, best, lowest and last among the values.
fn follow(
    subject: Subject,
    limits: (Exact, Option<Exact>),
    values: Vec<Reading>,
    first: Option<usize>,
) -> Track {
    let mut track = Track {
        subject,
        baseline: first.and_then(|first| values.get(first)?.measured()),
        best: None,
        nadir: None,
        last: None,
        change: None,
        limits,
        values,
    };
    // The best and the last of some values could be others than those of all.
    let Some(first) = first.filter(|_| !track.is_hidden()) else {
        return track;
    };
    let since = track.values.iter().enumerate().skip(first);
    let marks: Vec<Mark> = since
        .filter_map(|(place, reading)| {
            let value = reading.measured()?;
            Some(Mark { place, value })
        })
        .collect();
    let better = |mark: &Mark, than: &Mark| {
        if track.rises() {
            at_most(mark) > at_most(than)
        } else {
            at_most(mark) < at_most(than)
        }
    };
    let pick = |wins: &dyn Fn(&Mark, &Mark) -> bool| {
        let mut marks = marks.iter().copied();
        let first = marks.next()?;
        Some(marks.fold(
            first,
            |kept, mark| {
                if wins(&mark, &kept) { mark } else { kept }
            },
        ))
    };
    let best = pick(&better);
    let nadir = pick(&|mark, than| at_most(mark) < at_most(than));
    track.best = best;
    track.nadir = nadir;
    track.last = marks.last().copied().filter(|mark| mark.place > first);
    track
}

/// Follows the six measures.
pub(super) fn measures(
    study: &Study,
    sets: &[Option<CoreSet>],
    stops: &[Stop],
    first: Option<usize>,
) -> Vec<Track> {
    let baseline = first.and_then(|first| sets.get(first)?.as_ref());
    let chosen = baseline.and_then(|set| set.select_enzyme().ok()?);
    let scale = Scale::centimetres(Exact::from(study.protocol.scoring.mmt_max));
    let track = |measure: Measure| {
        let enzyme = chosen
            .filter(|_| measure == Measure::Enzyme)
            .map(|chosen| chosen.enzyme);
        let values = sets.iter().map(|set| match (set, enzyme) {
            (None, _) => Reading::Blank,
            (Some(set), _) if set.hides(measure) => Reading::Hidden,
            (Some(set), Some(enzyme)) => counted(set.enzymes.get(enzyme)),
            (Some(set), None) => set.reading(measure).cloned().unwrap_or_default(),
        });
        let limits = (Exact::ZERO, scale.max(measure));
        let subject = Subject::Measure(measure, enzyme);
        let mut track = follow(subject, limits, values.collect(), first);
        track.change = track.last.and_then(|last| {
            let verdict = stops.get(last.place)?.verdict.as_ref()?;
            Some(verdict.measures.get(measure).clone())
        });
        track
    };
    Measure::ALL.into_iter().map(track).collect()
}

/// Follows the scales of quality of life that have a value at some visit.
pub(super) fn quality(
    study: &Study,
    record: &ParticipantRecord,
    visits: &[Listed<'_>],
    first: Option<usize>,
) -> Vec<Track> {
    let scores: Vec<Option<[rand36::ScaleScore; 8]>> = visits
        .iter()
        .map(|listed| {
            let session = record.session(listed.visit.id.as_str())?;
            session.forms.iter().find_map(|(id, cells)| {
                let form = study.of(session).form(id.as_str())?;
                form.is_scored_by(rand36::SCORER)
                    .then(|| rand36::cells::scales(cells))
            })
        })
        .collect();
    let asks = |id| {
        study
            .form(id)
            .is_some_and(|form| form.is_scored_by(rand36::SCORER))
    };
    let asked: Vec<bool> = visits
        .iter()
        .map(|listed| listed.visit.forms.iter().any(|id| asks(id.as_str())))
        .collect();
    let track = |place: usize, scale: rand36::Scale| {
        let values = scores.iter().zip(&asked).map(|(scores, asked)| {
            if scores.is_none() && !asked {
                return Reading::NotAsked;
            }
            let score = scores.as_ref().and_then(|scores| scores.get(place));
            let value = score.and_then(|score| score.value(study.protocol.scoring.rand36_missing));
            value.map_or(Reading::Blank, Reading::Value)
        });
        let limits = (Exact::ZERO, Some(Exact::int(100)));
        follow(Subject::Quality(scale), limits, values.collect(), first)
    };
    let scales = rand36::SCALES.into_iter().enumerate();
    scales
        .map(|(place, scale)| track(place, scale))
        .filter(|track| track.values.iter().any(|value| value.measured().is_some()))
        .collect()
}
