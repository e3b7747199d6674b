//! The disease of one synthetic participant: what each measure is at baseline and how far it has
//! moved by the outcome visit. Forms are filled from this; nothing here knows a form.
//!
//! Baseline: the lenabasum phase 3 trial (174 adults: physician global 5.5 +- 1.67, patient global
//! 5.1 +- 2.43), strength by muscle after Harris-Love 2008 (PMC2634286), organs after ProDERM. Change
//! of responders at week 12 and all spreads not published are this generator's own choice.
//!
//! Measures of one person hang together by how ill that person is. In adults MMT correlates moderately with the physician's
//! global, with functional disability and with CK (Rider 2010, doi 10.1002/acr.20035); the SF-36, physical functioning first,
//! with most core set measures at baseline (Keret 2025, doi 10.1093/rheumatology/keaf219). The publications say how strong in
//! words; the loadings below, which make it 0.3 to 0.8, are this generator's own choice.

use super::draw::{Draw, Severity};
use super::story::{Course, Story};
use crate::domain::record::participant::Sex;

/// The way from baseline to the outcome visit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Days since baseline, from 0 to `whole`.
    pub(super) days: i64,
    /// Days from baseline to the outcome visit, at least 1.
    pub(super) whole: i64,
}

/// A number that moves evenly from baseline to the outcome visit, in tenths or thousandths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Track {
    base: i64,
    change: i64,
    low: i64,
    high: i64,
}

impl Track {
    fn new(base: i64, change: i64, low: i64, high: i64) -> Self {
        Self {
            base: base.clamp(low, high),
            change,
            low,
            high,
        }
    }

    /// Returns the number at baseline.
    pub(super) fn base(self) -> i64 {
        self.base
    }

    /// Returns the number so far along the way, rounded half away from zero.
    pub(super) fn at(self, step: Step) -> i64 {
        let whole = step.whole.max(1);
        let twice = 2 * self.change * step.days.clamp(0, whole);
        let moved = (twice + twice.signum() * whole) / (2 * whole);
        (self.base + moved).clamp(self.low, self.high)
    }
}

/// A system of the MDAAT.
#[derive(Clone, Debug)]
pub(super) struct Organ {
    /// Key of the system, such as `cut`.
    pub(super) key: &'static str,
    /// Scale at baseline, tenths of a cm; 0 when the system is not involved.
    pub(super) vas: i64,
    /// Items that are present.
    pub(super) items: Vec<&'static str>,
    /// Affected at some time before the study.
    pub(super) ever: bool,
}

/// The disease of one participant.
#[derive(Clone, Debug)]
pub(super) struct Disease {
    /// How it goes.
    pub(super) course: Course,
    /// Clinically amyopathic.
    pub(super) amyopathic: bool,
    /// Physician global, tenths of a cm.
    pub(super) phga: Track,
    /// Patient global, tenths of a cm.
    pub(super) ptga: Track,
    /// Extramuscular global, tenths of a cm.
    pub(super) emg: Track,
    /// Grade of each muscle.
    pub(super) muscles: Vec<(&'static str, Track)>,
    /// The 20 items of the HAQ.
    pub(super) haq: Vec<Track>,
    /// Multiples of the upper limit of normal, thousandths.
    pub(super) enzymes: Vec<(&'static str, Track)>,
    /// Laboratory that reports in microkat/L.
    pub(super) microkatal: bool,
    /// Woman or man; limits of normal depend on it.
    pub(super) sex: Sex,
    /// Systems of the MDAAT but muscle.
    pub(super) organs: Vec<Organ>,
    /// Myalgia.
    pub(super) myalgia: bool,
    /// How this person answers each item of the RAND-36, against the disease; hundredths.
    pub(super) temper: Vec<i64>,
    /// Prednisone equivalent, tenths of a mg a day; a multiple of 25.
    pub(super) prednisone: Track,
    /// Weight, tenths of a kg.
    pub(super) weight: Track,
}

/// Muscle, and the median of its grade in tenths.
const MUSCLES: [(&str, &str, f64); 7] = [
    ("deltoid.r", "deltoid.l", 8.0),
    ("biceps.r", "biceps.l", 9.5),
    ("wristext.r", "wristext.l", 9.0),
    ("quads.r", "quads.l", 9.0),
    ("ankledf.r", "ankledf.l", 10.0),
    ("gmed.r", "gmed.l", 7.0),
    ("gmax.r", "gmax.l", 6.0),
];

/// How far each measure follows how ill a person is: the physician's and the patient's global, the muscles,
/// what a person can do beyond what strength explains, CK.
const PHYSICIAN: f64 = 0.85;
const PATIENT: f64 = 0.6;
const MUSCLE: f64 = -0.85;
const FUNCTION: f64 = 0.5;
const ENZYME: f64 = 0.55;

impl Disease {
    /// Draws the disease of a participant.
    pub(super) fn draw(story: Story, sex: Sex, severity: Severity, draw: &mut Draw) -> Self {
        let course = story.course().unwrap_or(if draw.chance(60) {
            Course::Responds
        } else {
            Course::Stable
        });
        let amyopathic = story == Story::Amyopathic;
        let [phga, ptga, emg] = globals(course, severity, draw);
        let muscles = muscles(course, amyopathic, severity, draw);
        let lost: i64 = muscles.iter().map(|(_, track)| 10 - track.base()).sum();
        Self {
            course,
            amyopathic,
            phga,
            ptga,
            emg,
            haq: haq(course, amyopathic, (severity, lost), draw),
            muscles,
            enzymes: enzymes(course, amyopathic, severity, draw),
            microkatal: story == Story::NonResponder,
            sex,
            organs: organs(emg.base(), draw),
            myalgia: !amyopathic && draw.chance(30),
            temper: (0..36).map(|_| draw.whole(0.0, 15.0, -40, 40)).collect(),
            prednisone: prednisone(course, draw),
            weight: Track::new(
                draw.tenths(62.0, 11.0, 420, 1050),
                draw.between(-15, 15),
                400,
                1080,
            ),
        }
    }

    /// Returns whether muscle is involved at all.
    pub(super) fn weak(&self) -> bool {
        !self.amyopathic
    }
}

/// Physician, patient and extramuscular global.
fn globals(course: Course, severity: Severity, draw: &mut Draw) -> [Track; 3] {
    let vas = |base, change| Track::new(base, change, 0, 100);
    let base = |draw: &mut Draw| {
        let phga = draw.tenths_with((severity, PHYSICIAN), (5.5, 1.7), 20, 95);
        let ptga = draw.tenths_with((severity, PATIENT), (5.1, 2.4), 10, 100);
        let emg = draw.tenths(4.0, 1.8, 15, 90).min(phga + 10);
        (phga, ptga, emg)
    };
    match course {
        Course::Responds => {
            let (phga, ptga, emg) = base(draw);
            [
                vas(phga, draw.tenths(-2.6, 1.2, -100, 100)),
                vas(ptga, draw.tenths(-2.2, 1.5, -100, 100)),
                vas(emg, draw.tenths(-1.8, 1.0, -100, 100)),
            ]
        }
        // Physician and extramuscular stay short of 20 % better and 25 % worse, so that at most one
        // measure, the patient's own, improves and the definition of improvement is never met.
        Course::Stable => {
            let (phga, ptga, emg) = base(draw);
            let short = |change: i64, base: i64| change.clamp(-base * 19 / 100, base * 24 / 100);
            [
                vas(phga, short(draw.tenths(-0.5, 1.0, -100, 100), phga)),
                vas(ptga, draw.tenths(-0.6, 1.5, -100, 100)),
                vas(emg, short(draw.tenths(-0.2, 0.8, -100, 100), emg)),
            ]
        }
        // More than 40 % of each range better: 20, 10 and 20 points (Aggarwal 2017).
        Course::Major => {
            let mut fall = |low, high| {
                let base = draw.between(low, high);
                vas(base, draw.between(6, 13) - base)
            };
            [fall(62, 85), fall(58, 85), fall(55, 72)]
        }
        // Multiples of 0.5 cm, a fifth of which is a whole number of mm.
        Course::ExactlyTwenty => {
            let mut fifth = |low, high| {
                let halves = draw.between(low, high);
                vas(halves * 5, -halves)
            };
            [fifth(9, 14), fifth(7, 13), fifth(6, 9)]
        }
        Course::Worse => {
            let mut rise = |low, high| vas(draw.between(low, high), draw.between(32, 38));
            [rise(35, 55), rise(30, 55), rise(20, 45)]
        }
    }
}

fn muscles(
    course: Course,
    amyopathic: bool,
    severity: Severity,
    draw: &mut Draw,
) -> Vec<(&'static str, Track)> {
    // In a major response the weakest groups have room for more than 2 % of the total.
    let cap = |median: f64| {
        if course == Course::Major && median < 8.5 {
            8
        } else {
            10
        }
    };
    // People differ as a whole, not only muscle by muscle: together a standard deviation of 1.5.
    let person = draw.tenths_with((severity, MUSCLE), (0.0, 0.9), -25, 25);
    let grade = |median: f64, draw: &mut Draw| {
        let tenths = draw.tenths(median, 1.2, 0, 150) + person;
        ((tenths + 5).div_euclid(10)).clamp(2, cap(median))
    };
    let mut grades = vec![("neckflex", grade(7.0, draw))];
    for (right, left, median) in MUSCLES {
        let this = grade(median, draw);
        let other = (this + draw.between(-1, 1)).clamp(2, cap(median));
        grades.extend([(right, this), (left, other)]);
    }
    grades
        .into_iter()
        .map(|(id, grade)| {
            let track = if amyopathic {
                Track::new(10, 0, 0, 10)
            } else {
                let change = match course {
                    Course::Responds | Course::Major if grade < 9 => draw.between(1, 2),
                    Course::Responds | Course::Major | Course::ExactlyTwenty => 0,
                    Course::Stable => draw.between(-1, 1),
                    Course::Worse => draw.between(-2, -1),
                };
                Track::new(grade, change, 0, 10)
            };
            (id, track)
        })
        .collect()
}

/// Difficulty follows the grades lost of 150.
fn haq(
    course: Course,
    amyopathic: bool,
    (severity, lost): (Severity, i64),
    draw: &mut Draw,
) -> Vec<Track> {
    let person = draw.tenths_with((severity, FUNCTION), (0.0, 0.5), -10, 15);
    (0..20)
        .map(|_| {
            if amyopathic {
                return Track::new(0, 0, 0, 3);
            }
            // 38 grades lost, the usual number, is about 0.4 an item and a HAQ-DI near 0.8.
            let difficulty = draw.tenths(0.0, 0.6, -30, 30) + lost / 5 - 4 + person;
            let item = ((difficulty + 5) / 10).clamp(0, 3);
            let change = match course {
                Course::Responds | Course::Major if draw.chance(60) => -1,
                Course::Worse if draw.chance(50) => 1,
                _ => 0,
            };
            Track::new(item, change, 0, 3)
        })
        .collect()
}

fn enzymes(
    course: Course,
    amyopathic: bool,
    severity: Severity,
    draw: &mut Draw,
) -> Vec<(&'static str, Track)> {
    let ck = draw.log_thousandths_with((severity, ENZYME), (2.5, 1.0), 500, 40_000);
    let mut multiples = vec![("ck", ck)];
    // The others rise with CK, less steeply.
    for (enzyme, part) in [("aldolase", 35), ("ldh", 20), ("ast", 30), ("alt", 25)] {
        let follows = 700 + (ck - 500).min(8_000) * part / 100;
        let spread = draw.log_thousandths(1.0, 0.25, 500, 2_000);
        multiples.push((enzyme, follows * spread / 1000));
    }
    multiples
        .into_iter()
        .map(|(enzyme, multiple)| {
            if amyopathic {
                return (enzyme, Track::new(draw.between(400, 850), 0, 0, 1000));
            }
            // What lies above the usual level of a healthy person falls; CK itself to 0.4.
            let excess = if enzyme == "ck" {
                multiple
            } else {
                (multiple - 700).max(0)
            };
            let change = match course {
                Course::Responds | Course::Major => -excess * 6 / 10,
                Course::Stable | Course::ExactlyTwenty => -excess / 10,
                Course::Worse => excess * 4 / 10,
            };
            (enzyme, Track::new(multiple, change, 200, 60_000))
        })
        .collect()
}

/// Things with the share of participants that have them, percent.
type Shares = &'static [(&'static str, i64)];

/// Systems besides skin and muscle: key, share involved, the item that is then present, others.
const OTHER_SYSTEMS: [(&str, i64, &str, Shares); 5] = [
    ("con", 77, "con.03", &[("con.02", 11)]),
    ("ske", 64, "ske.14", &[("ske.13c", 30)]),
    ("gi", 34, "gi.15b", &[]),
    ("pul", 38, "pul.19b", &[("pul.17b", 30)]),
    ("car", 16, "car.23", &[]),
];

/// Skin always, the others as often as in ProDERM (organ scale above 0.5 cm).
fn organs(emg: i64, draw: &mut Draw) -> Vec<Organ> {
    let skin = (emg + draw.tenths(0.2, 0.5, -15, 15)).clamp(6, 100);
    let mut organs = vec![Organ {
        key: "cut",
        vas: skin,
        items: some(
            &[
                ("cut.08", 60),
                ("cut.10", 55),
                ("cut.11a", 25),
                ("cut.12", 15),
            ],
            draw,
        ),
        ever: true,
    }];
    if let Some(skin) = organs.first_mut() {
        skin.items.extend(["cut.07b", "cut.09"]);
    }
    for (key, share, item, more) in OTHER_SYSTEMS {
        let involved = draw.chance(share);
        let mut items = Vec::new();
        if involved {
            items.push(item);
            items.extend(some(more, draw));
        }
        let highest = (skin - 4).clamp(8, 35);
        organs.push(Organ {
            key,
            vas: if involved {
                draw.between(6, highest)
            } else {
                0
            },
            items,
            ever: involved || draw.chance(15),
        });
    }
    organs
}

/// Returns the things that chance picks, each with its own share in percent.
fn some(things: Shares, draw: &mut Draw) -> Vec<&'static str> {
    things
        .iter()
        .filter(|(_, share)| draw.chance(*share))
        .map(|(thing, _)| *thing)
        .collect()
}

fn prednisone(course: Course, draw: &mut Draw) -> Track {
    let dose = draw
        .pick(&[50, 75, 100, 150, 200, 300])
        .copied()
        .unwrap_or(100);
    let less = draw.pick(&[25, 50, 75, 100]).copied().unwrap_or(25);
    let change = match course {
        Course::Responds | Course::Major => -less,
        _ => 0,
    };
    Track::new(dose, change, 0, 600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_reaches_its_end_exactly_and_stays_within_its_limits() {
        let track = Track::new(50, -10, 0, 100);
        let at = |days| track.at(Step { days, whole: 84 });
        assert_eq!(at(0), 50);
        assert_eq!(at(28), 47);
        assert_eq!(at(84), 40);
        assert_eq!(at(200), 40);
        assert_eq!(Track::new(5, -20, 0, 100).at(Step { days: 9, whole: 9 }), 0);
        assert_eq!(Track::new(5, 3, 0, 100).at(Step { days: 3, whole: 0 }), 8);
    }
}
