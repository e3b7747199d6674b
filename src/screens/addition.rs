//! What a participant gets beside the schedule: an unscheduled visit, the visit of an early end, a renewed consent.

pub mod draw;
pub mod state;
pub mod update;
