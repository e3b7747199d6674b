//! The queries of the whole study that are not closed.

use super::{ConnectionId, Work};
use crate::domain::record::query::listed;
use crate::domain::views::audit::HIDDEN;
use crate::protocol::messages::Reply;
use crate::store::StoreError;

/// Most queries in one reply: more than anybody works off at a time.
const MOST: usize = 2000;

impl Work {
    /// Returns the queries that are not closed; from then on the connection gets every change, as on the list.
    pub(super) fn queries(&mut self, connection: ConnectionId) -> Result<Reply, StoreError> {
        if let Some(connection) = self.connections.get_mut(connection) {
            connection.record = None;
        }
        let viewer = self.viewer(connection);
        let mut asked = Vec::new();
        self.store.each_summary(&mut |summary| {
            if summary.open_queries > 0 {
                asked.push(summary);
            }
        })?;
        asked.sort_by(|one, other| one.participant.id.cmp(&other.participant.id));
        let mut queries = Vec::new();
        for summary in asked {
            if queries.len() >= MOST {
                break;
            }
            let who = &summary.participant.id;
            let open = self.store.consult(who, |record, _| listed::open(record))?;
            let mut open = open.unwrap_or_default();
            let hidden = self.hidden(&summary, viewer);
            for query in &mut open {
                // A question about a score may tell it.
                if hidden.has(&query.place.visit, &query.place.form) {
                    query.hide(HIDDEN);
                }
            }
            queries.extend(open);
        }
        queries.truncate(MOST);
        Ok(Reply::Queries(queries))
    }
}
