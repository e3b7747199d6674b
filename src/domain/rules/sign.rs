//! Judges a signature after the passphrase was right: the visit must be complete, without open queries or unanswered checks, and as the
//! signer saw it.

use super::admit::Asker;
use super::checks;
use super::order::is_complete;
use super::refusal::{Doing, Hindrance, Refusal};
use super::shown;
use super::world::World;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::entry::{Draft, Entry};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::record::participant::Sex;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::record::signature::{self, Meaning};
use crate::domain::record::user::SIGNS;
use crate::domain::study::Study;
use crate::domain::study::withheld::{self, Viewer};
use crate::domain::verdict::kept::kept_visit;
use chrono::NaiveDate;

/// A signature that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Id of the request.
    pub request: String,
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// What the signature means.
    pub meaning: Meaning,
    /// Hash of what the signer saw, as of [`signature::content`].
    pub content: String,
}

/// Judges a signature; the passphrase was compared before. Returns what is to be stored: that the passphrase was
/// right, and the signature.
///
/// # Errors
/// When the user does not sign, or what stands in the way.
pub fn admit(world: &mut impl World, asker: &Asker, wish: Wish) -> Result<Vec<Draft>, Refusal> {
    let mut drafts = signed(world, asker, wish)?;
    let right = Event::PassphraseRight {
        user: asker.user.user.clone(),
    };
    let by = drafts.first().map(|signed| signed.by.clone());
    drafts.splice(0..0, by.map(|by| Draft::new(by, right)));
    Ok(drafts)
}

/// Judges a signature that the program itself makes for a synthetic participant, for which nobody gives a passphrase.
///
/// # Errors
/// As [`admit`].
pub fn signed(world: &mut impl World, asker: &Asker, wish: Wish) -> Result<Vec<Draft>, Refusal> {
    asker.check_request(&wish.request, Doing::Sign)?;
    let role = asker.user.roles.iter().find(|role| SIGNS.contains(role));
    let role = *role.ok_or(Refusal::NotSigner)?;
    let scope = Scope::visit(&wish.participant, &wish.visit);
    let over = world.locks().over(&scope).map(|(scope, lock)| {
        let (scope, lock) = (scope.clone(), lock.clone());
        vec![Hindrance::Locked { scope, lock }]
    });
    let program = world.program().to_owned();
    let now = world.now();
    let seer = (Viewer::of(&asker.user.roles), now.date_naive());
    let by = asker.user.acting(Some(role), &asker.from);
    let signed = |kept| {
        let event = Event::Signed {
            participant: wish.participant.clone(),
            visit: wish.visit.clone(),
            meaning: wish.meaning,
            content: wish.content.clone(),
            kept,
        };
        Draft::new(by.clone(), event)
    };
    let found = world.look(&wish.participant, |study, record| {
        may_sign(study, record, &wish.visit, &wish.content, seer)?;
        let left_out = withheld::hidden_in(study, record, Viewer::Enters, seer.1);
        let mut after = record.clone();
        after.apply(&Entry::preview(signed(None), now));
        // A signature shows the earlier scores of what is missing at its visit.
        let shown = shown::events(study, &after, &wish.visit, &left_out, seer.1);
        Ok((kept_visit(study, record, &wish.visit, &program), shown))
    })?;
    let found = found.ok_or(Refusal::SignedNobody)?;
    let (kept, shown) = over
        .map_or(found, Err)
        .map_err(|open| Refusal::NotSignable { open })?;
    let mut drafts = vec![signed(Some(Box::new(kept)))];
    let shown = shown.into_iter();
    drafts.extend(shown.map(|event| Draft::new(by.clone(), event)));
    Ok(drafts)
}

/// Returns whether a visit may be signed as it stands, by who sees of the record what the rule of earlier scores leaves.
///
/// # Errors
/// What stands in the way: forms that are not complete, queries that are not closed, checks that nobody has answered,
/// other content than the signer saw.
pub fn may_sign(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    content: &str,
    (viewer, today): (Viewer, NaiveDate),
) -> Result<(), Vec<Hindrance>> {
    if record.statuses.is_void() {
        return Err(vec![Hindrance::EnrolledByMistake]);
    }
    let Some(session) = record.session(visit.as_str()) else {
        return Err(vec![Hindrance::NotBegun]);
    };
    let (all, study) = (study, study.of(session));
    let forms = study.forms_of(session);
    // Nobody can answer what an amendment took away.
    let kept = |form: &&FormId| all.place_removed(visit, form, today).is_none();
    let sex = record.participant.sex;
    let incomplete = forms
        .iter()
        .filter(kept)
        .filter(|form| !is_complete(study, Some(session), sex, visit, form));
    let mut open: Vec<Hindrance> = incomplete
        .map(|form| Hindrance::Incomplete {
            form: study.form(form.as_str()).map(|form| form.title.clone()),
        })
        .collect();
    match unfit_answers(study, (session, sex), forms) {
        0 => {}
        count => open.push(Hindrance::NotByRules { count }),
    }
    match session.open_queries() {
        0 => {}
        count => open.push(Hindrance::OpenQueries { count }),
    }
    // Nobody can answer a question about what is hidden from them.
    let mut seen = record.clone();
    withheld::withhold(all, &mut seen, viewer, today);
    let mut contexts = checks::Contexts::new(&seen, visit);
    let asked = forms
        .iter()
        .filter(kept)
        .map(|form| checks::open_in(&mut contexts, study, form).len());
    match asked.sum() {
        0 => {}
        count => open.push(Hindrance::OpenChecks { count }),
    }
    if signature::content(&record.participant.id, session) != content {
        open.push(Hindrance::Changed);
    }
    if open.is_empty() { Ok(()) } else { Err(open) }
}

/// Returns how many fields of these forms hold something that is not by the rules.
fn unfit_answers(study: &Study, (session, sex): (&Session, Sex), forms: &[FormId]) -> usize {
    let instruments = forms
        .iter()
        .filter_map(|id| Some((id, study.form(id.as_str())?)));
    let unfit = instruments.map(|(id, form)| {
        let cells = session.forms.get(id);
        let setting = Setting::of(study.protocol.baseline == session.visit, sex);
        let not_asked =
            cells.map(|cells| progress::not_asked(study.scoring(), form, setting, cells));
        let not_asked = not_asked.unwrap_or_default();
        let fields = cells.into_iter().flatten().filter(|(field, cell)| {
            // Nobody can get at a field that the form does not have or does not ask, and nothing reads it.
            cell.unfit.is_some()
                && form.field(field.as_str()).is_some()
                && not_asked.iter().all(|hidden| hidden.id != **field)
        });
        fields.count()
    });
    unfit.sum()
}
