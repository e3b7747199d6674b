//! What an entry of the record, a lock, a signature or a query says, and the lines of history, audit and timeline.

use crate::text::English;
use crate::text::entries::Entries;

impl Entries for English {}
