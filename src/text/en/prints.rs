//! What is printed: blank forms, sheets, and the output of the commands that show the record.

use crate::text::English;
use crate::text::prints::Prints;

impl Prints for English {}
