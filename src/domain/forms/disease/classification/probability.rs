//! The probability of the criteria.

use super::items::Points;
use crate::domain::base::fixed::Fixed;
use crate::domain::base::ratio::Exact;

/// Returns the probability of an idiopathic inflammatory myopathy, above 0 and below 1, off by less than 1e-12:
/// 1 / (1 + exp(5.33 - points)) without a biopsy, 1 / (1 + exp(6.49 - points)) with one. None for points beyond any that
/// can be given.
///
/// The equation is from memory, since it was not found in a text; it gives every published pair of points and probability.
pub fn probability(points: Points, biopsy_read: bool) -> Option<Exact> {
    let middle = Exact::fraction(if biopsy_read { 649 } else { 533 }, 100).ok()?;
    let odds_against = Fixed::from_exact(middle.minus(points.exact()).ok()?)?.exp()?;
    let one = Exact::int(1);
    one.over(one.plus(odds_against.to_exact()?).ok()?).ok()
}
