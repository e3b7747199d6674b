//! The words of what stands around every screen: header, footer, notices of the whole program.

use crate::text::English;
use crate::text::screens::around::Around;

impl Around for English {}
