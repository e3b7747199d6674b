//! Makes the overview of the study from the summaries; must not read records.

use super::{ConnectionId, Work, now};
use crate::domain::record::lock::Scope;
use crate::domain::views::overview;
use crate::domain::views::overview::Overview;
use crate::domain::views::summary::Summary;
use crate::store::StoreError;

impl Work {
    /// Returns where the study stands today; from then on the connection gets every change, as on the list.
    pub(super) fn overview(&mut self, connection: ConnectionId) -> Result<Overview, StoreError> {
        if let Some(connection) = self.connections.get_mut(connection) {
            connection.record = None;
        }
        let mut summaries: Vec<Summary> = Vec::new();
        self.store
            .each_summary(&mut |summary| summaries.push(summary))?;
        let viewer = self.viewer(connection);
        for summary in &mut summaries {
            self.hide_verdicts(summary, viewer);
        }
        let today = now().date_naive();
        let locked = self.store.locks().on(&Scope::study()).cloned();
        Ok(Overview {
            locked,
            absence: self.absence,
            ..overview::overview(&self.study, summaries.iter(), today)
        })
    }
}
