//! The published table, written out: every edge, and just above it (Rider 2017, PMC5577002, table 3).

use super::*;

/// The edges of a measure in percent of the range, each with the points at it and the points just above it, in tenths.
type Published = [(i64, u16, u16); 4];

const PUBLISHED: [(Measure, Published); 6] = [
    (
        Measure::Phga,
        [(5, 0, 75), (15, 75, 150), (25, 150, 175), (40, 175, 200)],
    ),
    (
        Measure::Ptga,
        [(5, 0, 25), (15, 25, 50), (25, 50, 75), (40, 75, 100)],
    ),
    (
        Measure::Mmt,
        [(2, 0, 100), (10, 100, 200), (20, 200, 275), (30, 275, 325)],
    ),
    (
        Measure::Haq,
        [(5, 0, 50), (15, 50, 75), (25, 75, 75), (40, 75, 100)],
    ),
    (
        Measure::Enzyme,
        [(5, 0, 25), (15, 25, 50), (25, 50, 75), (40, 75, 75)],
    ),
    (
        Measure::Extramuscular,
        [(5, 0, 75), (15, 75, 125), (25, 125, 150), (40, 150, 200)],
    ),
];

#[test]
fn every_edge_belongs_to_the_lower_points_and_just_above_it_the_next_begin() {
    let little = Exact::parse("0.0001").unwrap();
    for (measure, edges) in PUBLISHED {
        for (edge, at, above) in edges {
            let edge = Exact::int(edge);
            let scored = |of_range| points(measure, of_range).as_tenths();
            assert_eq!(scored(edge), at, "{measure:?} at {edge}");
            assert_eq!(
                scored(edge.minus(little).unwrap()),
                at,
                "{measure:?} below {edge}"
            );
            assert_eq!(
                scored(edge.plus(little).unwrap()),
                above,
                "{measure:?} above {edge}"
            );
        }
        let whole = points(measure, Exact::int(100));
        assert_eq!(
            (whole, most_points(measure).as_tenths()),
            (most_points(measure), edges[3].2)
        );
        for worse in ["0", "-0.0001", "-100"] {
            let worse = Exact::parse(worse).unwrap();
            assert_eq!(
                points(measure, worse),
                Points::tenths(0),
                "{measure:?} {worse}"
            );
        }
    }
    let most = PUBLISHED
        .iter()
        .map(|(measure, _)| most_points(*measure).as_tenths());
    assert_eq!(most.sum::<u16>(), 1000);
}

#[test]
fn categories_begin_at_their_published_totals() {
    use Category::{Major, Minimal, Moderate, None};
    for (population, begin) in [
        (
            Population::Adult,
            [(200, Minimal), (400, Moderate), (600, Major)],
        ),
        (
            Population::Jdm,
            [(300, Minimal), (450, Moderate), (700, Major)],
        ),
    ] {
        let of = |tenths| Category::of(Points::tenths(tenths), population);
        assert_eq!((of(0), of(1000)), (None, Major));
        let mut below = None;
        for (least, category) in begin {
            assert_eq!(
                (of(least - 25), of(least)),
                (below, category),
                "{population:?} {least}"
            );
            below = category;
        }
    }
}
