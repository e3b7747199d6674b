//! The numbers of a measure as the panel shows them.

use super::judge::MeasureVerdict;
use super::response::{Relative, tis};
use crate::domain::base::measured::{Amount, Measured};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;

impl MeasureVerdict {
    /// Returns a value of the measure rounded for display: VAS 1 decimal, MMT-8 none, HAQ-DI 3, enzyme U/L; with the sign of
    /// one that is only known to be below a limit.
    pub fn shown(&self, value: impl Into<Measured>) -> String {
        let value = value.into();
        value.rounded(self.decimals(value.number()))
    }

    /// Returns a value that must be passed, with as many decimals as it takes to be exact, at most 4.
    pub fn edge(&self, value: Exact) -> String {
        let exact = |decimals: &u32| Exact::parse(&value.rounded(*decimals)) == Ok(value);
        value.rounded((self.decimals(value)..4).find(exact).unwrap_or(4))
    }

    /// Returns now minus baseline with its sign, such as `-2.3`, or `<-200` where one of them is only known to be below a
    /// limit; `None` when it is not known.
    pub fn absolute(&self) -> Option<String> {
        let improvement = self.change.improvement?;
        Some(self.with_sign(improvement, |raw| raw.signed(self.decimals(raw))))
    }

    /// Returns now minus baseline in percent of baseline, such as `-37.1 %`, or `n/c` where that is undefined. Of a `<`
    /// result it is a bound: `<-20.0 %` is a fall by more than 20 %; `?` where not even a bound is known.
    pub fn relative(&self) -> Option<String> {
        match self.change.relative {
            Relative::Missing => None,
            Relative::Percent(amount) => {
                let percent = |raw: Exact| raw.signed(percent_decimals(raw));
                match (amount, amount.one_end()) {
                    (Amount::Between(_), None) => Some("?".to_owned()),
                    _ => Some(format!("{} %", self.with_sign(amount, percent))),
                }
            }
            Relative::PercentOrZeroWorse(_) => Some("?".to_owned()),
            Relative::ZeroWorse | Relative::ZeroBetter => Some("n/c".to_owned()),
        }
    }

    /// Returns the improvement in percent of the range with as many decimals as it takes to stay on its side of every
    /// edge of a band, such as `+15.02 %`, or `more than +15.02 %` as `>+15.02 %`.
    pub fn of_range_by_band(&self) -> Option<String> {
        let edges = tis::bands_of(self.measure).iter().map(|band| band.above);
        let edges: Vec<Exact> = std::iter::once(0).chain(edges).map(Exact::int).collect();
        let shown = |of_range: Exact| {
            let on_edge = |decimals: &u32| {
                edges.iter().any(|edge| {
                    of_range != *edge && of_range.rounded(*decimals) == edge.rounded(*decimals)
                })
            };
            let decimals = (1..6).find(|decimals| !on_edge(decimals)).unwrap_or(6);
            of_range.signed(decimals)
        };
        let text = match (self.change.of_range?, self.change.of_range?.one_end()) {
            (Amount::Is(of_range), _) => shown(of_range),
            (Amount::Between(_), Some((end, above))) => sign(above).to_owned() + &shown(end),
            (Amount::Between(_), None) => return Some("?".to_owned()),
        };
        Some(format!("{text} %"))
    }

    /// Writes an improvement as now minus baseline: the number, or the one end that is known of it.
    fn with_sign(&self, improvement: Amount, shown: impl Fn(Exact) -> String) -> String {
        match (improvement, improvement.one_end()) {
            (Amount::Is(number), _) => shown(self.raw(number)),
            // More improvement is less of the measure: only an enzyme can be below a limit.
            (Amount::Between(_), Some((end, above))) => {
                sign(!above).to_owned() + &shown(self.raw(end))
            }
            (Amount::Between(_), None) => "?".to_owned(),
        }
    }

    /// Turns an improvement into now minus baseline.
    fn raw(&self, improvement: Exact) -> Exact {
        if self.measure == Measure::Mmt {
            improvement
        } else {
            improvement.negated()
        }
    }

    fn decimals(&self, value: Exact) -> u32 {
        match self.measure {
            Measure::Phga | Measure::Ptga | Measure::Extramuscular => 1,
            Measure::Mmt => 0,
            Measure::Haq => 3,
            Measure::Enzyme if value.denominator() == 1 => 0,
            Measure::Enzyme => 1,
        }
    }
}

/// Returns the sign before an end: what lies above it is more than it.
fn sign(above: bool) -> &'static str {
    if above { ">" } else { "<" }
}

/// Returns how many decimals a percentage is shown with: one, but more where rounding would put it on
/// a threshold that it did not reach or did pass: 19.96 is not 20.0.
fn percent_decimals(percent: Exact) -> u32 {
    let on_threshold = |decimals: &u32| {
        [20, 25].into_iter().any(|threshold| {
            let threshold = Exact::int(threshold);
            let size = percent.magnitude();
            size != threshold && size.rounded(*decimals) == threshold.rounded(*decimals)
        })
    };
    (1..6).find(|decimals| !on_threshold(decimals)).unwrap_or(6)
}
