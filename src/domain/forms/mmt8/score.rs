//! MMT-8: eight muscle groups on the 0-10 (Kendall) scale, total of 80 or 150 (IMACS form 04).
//!
//! A trace counts 0 and keeps its code. An untestable side is replaced by the other side and the
//! total says so; the two totals are never converted into each other.

/// A muscle group of the MMT-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Muscle {
    /// Neck flexors, the only midline group.
    NeckFlexors,
    /// Deltoid, middle.
    Deltoid,
    /// Biceps brachii.
    Biceps,
    /// Gluteus maximus.
    GluteusMaximus,
    /// Gluteus medius.
    GluteusMedius,
    /// Quadriceps.
    Quadriceps,
    /// Wrist extensors.
    WristExtensors,
    /// Ankle dorsiflexors.
    AnkleDorsiflexors,
}

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Right, tested first.
    Right,
    /// Left.
    Left,
}

impl Muscle {
    /// The seven groups tested on two sides, in form order.
    pub const PAIRED: [Self; 7] = [
        Self::Deltoid,
        Self::Biceps,
        Self::GluteusMaximus,
        Self::GluteusMedius,
        Self::Quadriceps,
        Self::WristExtensors,
        Self::AnkleDorsiflexors,
    ];

    /// Returns the field name, for the paired groups without the side.
    pub fn key(self) -> &'static str {
        match self {
            Self::NeckFlexors => "neckflex",
            Self::Deltoid => "deltoid",
            Self::Biceps => "biceps",
            Self::GluteusMaximus => "gmax",
            Self::GluteusMedius => "gmed",
            Self::Quadriceps => "quads",
            Self::WristExtensors => "wristext",
            Self::AnkleDorsiflexors => "ankledf",
        }
    }

    /// Returns the field of one side; the neck has one field.
    pub fn field(self, side: Side) -> String {
        match (self, side) {
            (Self::NeckFlexors, _) => self.key().to_owned(),
            (_, Side::Right) => format!("{}.r", self.key()),
            (_, Side::Left) => format!("{}.l", self.key()),
        }
    }
}

/// What was found at one muscle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grade {
    /// Not entered yet.
    #[default]
    Blank,
    /// Could not be tested, for a reason kept beside it.
    Untestable,
    /// Trace: contraction without movement; counts 0.
    Trace,
    /// Grade 0 to 10.
    Points(u8),
}

impl Grade {
    /// Returns the grade of a code: `0` to `10` or `T`.
    pub fn of(code: &str) -> Option<Self> {
        if code == "T" {
            return Some(Self::Trace);
        }
        let points = code.parse::<u8>().ok().filter(|points| *points <= 10)?;
        (points.to_string() == code).then_some(Self::Points(points))
    }

    /// Returns what the grade adds to a total.
    pub fn points(self) -> Option<u32> {
        match self {
            Self::Trace => Some(0),
            Self::Points(points) => Some(u32::from(points)),
            Self::Blank | Self::Untestable => None,
        }
    }
}

/// The grades of a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grades {
    /// Neck flexors.
    pub neck: Grade,
    /// Right and left of the groups in [`Muscle::PAIRED`].
    pub paired: [(Grade, Grade); 7],
}

/// A total, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The total; `None` while a grade is blank or a group cannot be tested at all.
    pub value: Option<u32>,
    /// Largest possible total, 80 or 150.
    pub max: u32,
    /// Grades still to be entered.
    pub blank: usize,
    /// Groups for which the other side stands in, with the side that could not be tested.
    pub substituted: Vec<(Muscle, Side)>,
    /// Groups that could not be tested on any side.
    pub untestable: Vec<Muscle>,
    /// Grades that are a trace.
    pub traces: usize,
}

/// Adds one side of each group: the right, or the left where the right cannot be tested; 0 to 80.
pub fn total_80(grades: &Grades) -> Total {
    total(grades, 80, |right, left| {
        match (right.points(), left.points()) {
            (Some(right), _) => Sides::Tested(right),
            (None, _) if right == Grade::Blank => Sides::Blank(1),
            (None, Some(left)) => Sides::Substituted(left, Side::Right),
            (None, None) if left == Grade::Blank => Sides::Blank(1),
            (None, None) => Sides::Untestable,
        }
    })
}

/// Adds both sides of each group and the neck once; an untestable side counts as the other; 0 to 150.
pub fn total_150(grades: &Grades) -> Total {
    total(grades, 150, |right, left| {
        let blank = usize::from(right == Grade::Blank) + usize::from(left == Grade::Blank);
        match (right.points(), left.points()) {
            _ if blank > 0 => Sides::Blank(blank),
            (Some(right), Some(left)) => Sides::Tested(right + left),
            (Some(right), None) => Sides::Substituted(2 * right, Side::Left),
            (None, Some(left)) => Sides::Substituted(2 * left, Side::Right),
            (None, None) => Sides::Untestable,
        }
    })
}

enum Sides {
    Tested(u32),
    Substituted(u32, Side),
    Untestable,
    Blank(usize),
}

fn total(grades: &Grades, max: u32, sides: impl Fn(Grade, Grade) -> Sides) -> Total {
    let mut total = Total {
        value: None,
        max,
        blank: 0,
        substituted: Vec::new(),
        untestable: Vec::new(),
        traces: 0,
    };
    let mut sum = 0;
    match grades.neck {
        Grade::Blank => total.blank += 1,
        Grade::Untestable => total.untestable.push(Muscle::NeckFlexors),
        neck => sum += neck.points().unwrap_or(0),
    }
    total.traces += usize::from(grades.neck == Grade::Trace);
    for (muscle, (right, left)) in Muscle::PAIRED.into_iter().zip(grades.paired) {
        total.traces += usize::from(right == Grade::Trace) + usize::from(left == Grade::Trace);
        match sides(right, left) {
            Sides::Tested(points) => sum += points,
            Sides::Substituted(points, side) => {
                sum += points;
                total.substituted.push((muscle, side));
            }
            Sides::Untestable => total.untestable.push(muscle),
            Sides::Blank(count) => total.blank += count,
        }
    }
    if total.blank == 0 && total.untestable.is_empty() {
        total.value = Some(sum);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn example() -> Grades {
        let right = [7, 8, 5, 6, 8, 9, 9];
        let left = [7, 8, 5, 7, 8, 9, 10];
        let mut paired = [(Grade::Blank, Grade::Blank); 7];
        for (n, pair) in paired.iter_mut().enumerate() {
            *pair = (Grade::Points(right[n]), Grade::Points(left[n]));
        }
        Grades {
            neck: Grade::Points(6),
            paired,
        }
    }

    #[test]
    fn worked_example() {
        assert_eq!(total_80(&example()).value, Some(58));
        assert_eq!(total_150(&example()).value, Some(112));
    }

    #[test]
    fn an_untestable_side_is_replaced_and_said() {
        let mut grades = example();
        grades.paired[3].0 = Grade::Untestable;
        let expected = vec![(Muscle::GluteusMedius, Side::Right)];
        let bilateral = total_150(&grades);
        assert_eq!(bilateral.value, Some(113));
        assert_eq!(bilateral.substituted, expected);
        let unilateral = total_80(&grades);
        assert_eq!(unilateral.value, Some(59));
        assert_eq!(unilateral.substituted, expected);
        grades.paired[3].1 = Grade::Untestable;
        let total = total_150(&grades);
        assert_eq!(total.value, None);
        assert_eq!(total.untestable, [Muscle::GluteusMedius]);
    }

    #[test]
    fn an_untestable_neck_and_a_blank_leave_no_total() {
        let mut grades = example();
        grades.neck = Grade::Untestable;
        assert_eq!(
            (total_80(&grades).value, total_150(&grades).value),
            (None, None)
        );
        let mut grades = example();
        grades.paired[0].1 = Grade::Blank;
        assert_eq!(total_80(&grades).value, Some(58));
        assert_eq!(
            (total_150(&grades).value, total_150(&grades).blank),
            (None, 1)
        );
    }

    #[test]
    fn a_trace_counts_nothing_but_is_told() {
        let mut grades = example();
        grades.paired[0].0 = Grade::of("T").unwrap();
        let total = total_150(&grades);
        assert_eq!((total.value, total.traces), (Some(105), 1));
        for code in ["11", "01", "", "t", "5+", "-1"] {
            assert_eq!(Grade::of(code), None, "{code}");
        }
    }

    fn any_grade() -> impl Strategy<Value = Grade> {
        prop_oneof![
            Just(Grade::Blank),
            Just(Grade::Untestable),
            Just(Grade::Trace),
            (0_u8..=10).prop_map(Grade::Points),
            (0_u8..=10).prop_map(Grade::Points),
        ]
    }

    proptest! {
        #[test]
        fn totals_stay_within_their_maximum(neck in any_grade(), paired in prop::array::uniform7((any_grade(), any_grade()))) {
            let grades = Grades { neck, paired };
            for total in [total_80(&grades), total_150(&grades)] {
                let open = total.blank > 0 || !total.untestable.is_empty();
                prop_assert_eq!(total.value.is_none(), open);
                prop_assert!(total.value.is_none_or(|value| value <= total.max));
            }
        }
    }
}
