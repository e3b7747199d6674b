//! The words of the screen of `screens::screen_lock`.

/// The words of the screen of `screens::screen_lock`.
pub trait ScreenLock {}
