//! The figures, each drawn from plain numbers and words. They know no participant and no study.

pub(super) mod bars;
pub(super) mod flow;
pub(super) mod interval;
pub(super) mod lines;
pub(super) mod spaghetti;
pub(super) mod timeaxis;
pub(super) mod waterfall;
