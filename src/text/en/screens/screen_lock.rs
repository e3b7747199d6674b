//! The words of the screen of `screens::screen_lock`.

use crate::text::English;
use crate::text::screens::screen_lock::ScreenLock;

impl ScreenLock for English {}
