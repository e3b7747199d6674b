//! How much an item or the index may change.

use crate::domain::forms::engine::checks::TotalJump;
use crate::domain::forms::engine::instrument::Measure;
use rust_decimal::Decimal;

/// Change of one HAQ item 0-3 that is asked about (site default).
pub(super) const ITEM_JUMP: Decimal = Decimal::from_parts(2, 0, 0, false, 0);
/// Change of the HAQ disability index that is asked about (site default).
const INDEX_JUMP: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// Returns the change of the index that is asked about.
pub(super) fn total_jump() -> TotalJump {
    TotalJump {
        rule: "haq-di",
        measure: Measure::Haq,
        limit: INDEX_JUMP,
    }
}
