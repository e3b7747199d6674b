//! The words of what stands around every screen: header, footer, notices of the whole program.

/// The words of what stands around every screen: header, footer, notices of the whole program.
pub trait Around {}
