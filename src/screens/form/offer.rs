//! What the end of a form offers: grades of the CTCAE as adverse events, each by a letter that opens a new row of the log
//! with term, grade and first day waiting as drafts. Nothing of it is stored before somebody accepts it.

use crate::domain::base::ids::{FieldId, VisitId};
use crate::domain::course::ADVERSE_EVENT;
use crate::domain::course::offered::{Offered, offered};
use crate::domain::record::rows::{SESSION, next_row, row_id};
use crate::screens::change;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::step::Step;
use crate::screens::workspace::unfinished::Left;
use std::collections::BTreeMap;

/// The keys of what is offered, the gravest first.
const KEYS: &str = "abcdef";

impl FormState {
    /// Returns the adverse events that the form offers at its end, each with its key; none to who only reads, or where the
    /// study keeps no adverse events.
    pub(crate) fn offers(&self, shared: &Workspace) -> Vec<(char, Offered)> {
        let found = || {
            let visit = self.visit.as_ref().filter(|_| self.at_end)?;
            let record = shared.open.record.as_ref()?;
            let visited = shared.session(visit)?.day()?;
            let cells = shared.cells(visit, &self.form)?;
            let score = change::draw::scored(shared, visit, &self.form)?;
            Some(offered(record, &score, cells, visited))
        };
        let open = shared.may_enter() && shared.keeps_events();
        let all = open.then(found).flatten().unwrap_or_default();
        KEYS.chars().zip(all).collect()
    }

    /// Opens a new row of the log for what a letter offers; none where it offers nothing.
    pub(crate) fn open_offered(&self, shared: &mut Workspace, key: char) -> Option<Vec<Effect>> {
        let key = key.to_ascii_lowercase();
        let offers = self.offers(shared);
        let (_, offer) = offers.into_iter().find(|(known, _)| *known == key)?;
        let record = shared.open.record.as_ref()?;
        let row = row_id(ADVERSE_EVENT, next_row(record, ADVERSE_EVENT));
        let session = VisitId::new(SESSION);
        let drafts = [
            ("term", offer.term.name().to_owned()),
            ("grade", offer.grade.number().to_string()),
            ("onset", offer.day.to_string()),
        ];
        let texts: BTreeMap<FieldId, String> = drafts
            .into_iter()
            .map(|(field, text)| (FieldId::from(field), text))
            .collect();
        let key = (record.participant.id.clone(), session.clone(), row.clone());
        let waiting = Left {
            texts,
            ..Left::default()
        };
        shared.texts.unfinished.insert(key, waiting);
        let state = FormState::new(row, Some(session), FieldId::from("term"));
        shared.steps.push(Step::OpenForm(Box::new(state)));
        Some(Vec::new())
    }
}
