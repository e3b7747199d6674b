//! The disability index, the total improvement score and both definitions of improvement written a
//! second time in whole numbers, and held against the program on random visits to the shipped forms.

// Tests say what they expect in the shortest way.

use crate::support::shipped::{baseline, fill, judged, put, rest_absent, scored, study, week_12};
use coreset::domain::base::ratio::Exact;
use coreset::domain::record::session::Session;
use coreset::domain::study::Study;
use coreset::domain::verdict::core_set::core_set;
use coreset::domain::verdict::response::Category;
use proptest::prelude::*;

/// The disability index in eighths and the like: sum and number of categories, aids counted.
fn haq_again(items: &[Option<u8>; 20], ticked: &[&str]) -> Option<(i128, i128)> {
    let first = [0, 2, 4, 7, 9, 12, 14, 17, 20];
    let belongs = |tick: &str| match tick {
        "aid.dressing" | "help.dressing" => 0,
        "aid.chair" | "help.arising" => 1,
        "aid.utensils" | "help.eating" => 2,
        "aid.cane" | "aid.walker" | "aid.crutches" | "aid.wheelchair" | "help.walking" => 3,
        "aid.toilet-seat" | "aid.bath-seat" | "aid.bath-bar" | "aid.bathroom" | "help.hygiene" => 4,
        "aid.reach" | "help.reach" => 5,
        "aid.jar-opener" | "help.grip" => 6,
        "help.activities" => 7,
        _ => unreachable!(),
    };
    let (mut sum, mut counted) = (0, 0);
    for category in 0..8 {
        let mut worst: i128 = -1;
        for item in items[first[category]..first[category + 1]].iter().flatten() {
            if i128::from(*item) > worst {
                worst = i128::from(*item);
            }
        }
        if worst < 0 {
            continue;
        }
        if worst < 2 && ticked.iter().any(|tick| belongs(tick) == category) {
            worst = 2;
        }
        sum += worst;
        counted += 1;
    }
    (counted >= 6).then_some((sum, counted))
}

const TICKS: [&str; 21] = [
    "aid.cane",
    "aid.walker",
    "aid.crutches",
    "aid.wheelchair",
    "aid.dressing",
    "aid.utensils",
    "aid.chair",
    "help.dressing",
    "help.arising",
    "help.eating",
    "help.walking",
    "aid.toilet-seat",
    "aid.bath-seat",
    "aid.jar-opener",
    "aid.bath-bar",
    "aid.reach",
    "aid.bathroom",
    "help.hygiene",
    "help.reach",
    "help.grip",
    "help.activities",
];

/// One visit in whole numbers: scales in mm, 15 grades, eight category scores, CK in U/L.
#[derive(Clone, Debug)]
struct Plain {
    phga: i64,
    ptga: i64,
    emg: i64,
    grades: [i64; 15],
    haq: [i64; 8],
    ck: i64,
}

fn plain() -> impl Strategy<Value = Plain> {
    let mm = || prop_oneof![0_i64..=100, 0_i64..=100, 0_i64..=8];
    let grades = proptest::array::uniform15(prop_oneof![0_i64..=10, 6_i64..=10]);
    let ck = prop_oneof![0_i64..=4000, (0_i64..=80).prop_map(|n| n * 50)];
    (
        mm(),
        mm(),
        mm(),
        grades,
        proptest::array::uniform8(0_i64..=3),
        ck,
    )
        .prop_map(|(phga, ptga, emg, grades, haq, ck)| Plain {
            phga,
            ptga,
            emg,
            grades,
            haq,
            ck,
        })
}

impl Plain {
    fn session(&self, study: &Study, mut session: Session) -> Session {
        let cm = |mm: i64| format!("{}.{}", mm / 10, mm % 10);
        put(study, &mut session, "phga", "vas", &cm(self.phga));
        put(study, &mut session, "ptga", "vas", &cm(self.ptga));
        put(study, &mut session, "mdaat", "emg.vas", &cm(self.emg));
        let form = study.form("mmt8").unwrap();
        for (field, grade) in form.fields().zip(self.grades) {
            put(
                study,
                &mut session,
                "mmt8",
                field.id.as_str(),
                &grade.to_string(),
            );
        }
        let first = [1, 3, 5, 8, 10, 13, 15, 18];
        for item in 1..=20 {
            let score = first
                .iter()
                .position(|f| *f == item)
                .map_or(0, |n| self.haq[n]);
            let field = format!("item{item:02}");
            put(study, &mut session, "haq", &field, &score.to_string());
        }
        rest_absent(study, &mut session, "haq");
        let answers = format!(
            "unit=U/L ck={} ck.uln=200 aldolase=!not-done ldh=!not-done ast=!not-done alt=!not-done",
            self.ck
        );
        fill(study, &mut session, "enzymes", &answers);
        session
    }

    /// Value and range of the six measures, in whole numbers: mm, grades, eighths, U/L.
    fn six(&self) -> [(i64, i64); 6] {
        [
            (self.phga, 100),
            (self.ptga, 100),
            (self.grades.iter().sum(), 150),
            (self.haq.iter().sum(), 24),
            (self.ck, 3000),
            (self.emg, 100),
        ]
    }
}

/// Tenths of points by the published table, one row a measure: percent that must be exceeded, points.
fn tis_again(before: &Plain, now: &Plain) -> i64 {
    let table: [[(i64, i64); 4]; 6] = [
        [(5, 75), (15, 150), (25, 175), (40, 200)],
        [(5, 25), (15, 50), (25, 75), (40, 100)],
        [(2, 100), (10, 200), (20, 275), (30, 325)],
        [(5, 50), (15, 75), (25, 75), (40, 100)],
        [(5, 25), (15, 50), (25, 75), (40, 75)],
        [(5, 75), (15, 125), (25, 150), (40, 200)],
    ];
    let mut total = 0;
    for (n, row) in table.iter().enumerate() {
        let ((was, range), (is, _)) = (before.six()[n], now.six()[n]);
        let better = if n == 2 { is - was } else { was - is };
        let mut scored = 0;
        for (edge, points) in row {
            if 100 * better > edge * range {
                scored = *points;
            }
        }
        total += scored;
    }
    total
}

/// The IMACS definition: improved by at least 20 % in 3, worse by at least 25 % in at most 2, not strength.
fn doi_again(before: &Plain, now: &Plain, strict: bool) -> bool {
    let (mut improved, mut worse, mut weaker) = (0, 0, false);
    for n in 0..6 {
        let ((was, _), (is, _)) = (before.six()[n], now.six()[n]);
        let better = if n == 2 { is - was } else { was - is };
        let margin = i64::from(strict);
        let is_improved = if was == 0 {
            better > 0
        } else {
            100 * better >= 20 * was + margin
        };
        let is_worse = if was == 0 {
            better < 0
        } else {
            -100 * better >= 25 * was + margin
        };
        improved += i32::from(is_improved);
        worse += i32::from(is_worse);
        weaker |= n == 2 && is_worse;
    }
    improved >= 3 && worse <= 2 && (strict || !weaker)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_index_agrees_with_the_second_way(
        items in proptest::array::uniform20(proptest::option::weighted(0.8, 0_u8..=3)),
        ticked in proptest::sample::subsequence(TICKS.to_vec(), 0..=6),
    ) {
        let study = study();
        let mut session = baseline();
        for (n, item) in items.iter().enumerate() {
            let text = item.map_or("!refused".to_owned(), |score| score.to_string());
            put(&study, &mut session, "haq", &format!("item{:02}", n + 1), &text);
        }
        for field in &ticked {
            put(&study, &mut session, "haq", field, "y");
        }
        rest_absent(&study, &mut session, "haq");
        let expected = haq_again(&items, &ticked).map(|(s, n)| Exact::fraction(s, n).unwrap());
        prop_assert_eq!(core_set(&study, &session).haq.value(), expected);
        let plain = haq_again(&items, &[]).map_or("-".to_owned(), |(s, n)| Exact::fraction(s, n).unwrap().rounded(3));
        prop_assert_eq!(scored(&study, &session, "haq", "HAQ-DI without aids"), plain);
    }

    #[test]
    fn verdicts_agree_with_the_second_way(before in plain(), now in plain()) {
        let study = study();
        let verdict = judged(
            &study,
            &before.session(&study, baseline()),
            &now.session(&study, week_12()),
        );
        let total = verdict.tis.total.unwrap();
        prop_assert_eq!(i64::from(total.as_tenths()), tis_again(&before, &now));
        let category = match tis_again(&before, &now) {
            0..200 => Category::None,
            200..400 => Category::Minimal,
            400..600 => Category::Moderate,
            _ => Category::Major,
        };
        prop_assert_eq!(verdict.tis.category, Some(category));
        prop_assert_eq!(verdict.doi.met, Some(doi_again(&before, &now, false)));
        prop_assert_eq!(verdict.registered.met, Some(doi_again(&before, &now, true)));
    }
}
