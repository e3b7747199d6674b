//! Reading sled's copy of the journal, line after line.

use super::changes::order;
use super::guard::{Fault, guard};
use super::scan::Scan;
use crate::text::store::Unsound;

/// The lines of the log, in order.
pub(in crate::store) struct Log {
    iter: Scan,
    held: Option<(u64, Vec<u8>)>,
}

impl Log {
    /// Starts where sled starts.
    pub(in crate::store) fn new(iter: Scan) -> Self {
        Self { iter, held: None }
    }

    /// Reads the next line; `None` at the end.
    pub(in crate::store) fn next(&mut self) -> Result<Option<(u64, Vec<u8>)>, Fault> {
        guard(|| {
            loop {
                let Some(item) = self.iter.next() else {
                    return Ok(self.held.take());
                };
                let (key, part) = item?;
                let seq = key
                    .split_last_chunk::<2>()
                    .ok_or_else(|| Fault::new(Unsound::NotReadable))
                    .and_then(|(key, _)| order(key))?;
                match &mut self.held {
                    Some((held, line)) if *held == seq => line.extend_from_slice(&part),
                    held => {
                        if let Some(whole) = held.replace((seq, part.to_vec())) {
                            return Ok(Some(whole));
                        }
                    }
                }
            }
        })
    }
}
