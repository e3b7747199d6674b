//! Whether an answer that an entry stores is by the rules, for readers of entries: the audit trail and the history of a
//! field. Must say the same as the record, which judges its cells by the same function of `study::fit`.

use crate::domain::base::answer::Answer;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::record::participant::Participant;
use crate::domain::study::Study;
use crate::domain::study::fit;

use super::audit::HIDDEN;

/// Returns whether an answer that an entry stores in a field is by the rules of the version given. The entries after it
/// may keep it: a question about it is stored behind it, in the same request. What is hidden from a reader is not judged.
pub fn is_by_rules(
    study: &Study,
    participant: Option<&Participant>,
    place: &FieldPath,
    answer: &Answer,
    entry: &Entry,
    after: &[Entry],
) -> bool {
    if *answer == Answer::missing(HIDDEN) {
        return true;
    }
    let day = entry.recorded_at.date_naive();
    let fits = |is_kept| {
        let field = (&place.form, &place.field);
        fit::is_by_rules(study, participant, field, answer, is_kept, day)
    };
    // What fits although nobody kept it needs no look at the rest of its request.
    fits(false) || (is_kept(place, entry, after) && fits(true))
}

/// Returns whether an entry after the one that stores an answer, in the same request, keeps it.
fn is_kept(place: &FieldPath, entry: &Entry, after: &[Entry]) -> bool {
    let same = after.iter().take_while(|next| {
        next.request == entry.request && next.draft.by.user == entry.draft.by.user
    });
    let events = same.map(|next| &next.draft.event);
    events
        .take_while(|event| !event.answers_field(place))
        .any(|event| event.kept_against(fit::BEFORE_BIRTH) == Some(place))
}
