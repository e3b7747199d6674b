//! Compares the scores and verdicts that were kept with completions and signatures with what the rules give now.
//!
//! Only where the answers are still those of then: a change of an answer is no fault, and a void signature says nothing.

use super::{Finding, Found};
use crate::domain::base::ids::FormId;
use crate::domain::record::kept_scores::{
    ComputedWith, FormScores, KeptJudgement, KeptTotal, KeptValue, KeptVerdict,
};
use crate::domain::record::session::{FormCells, ParticipantRecord, Session};
use crate::domain::record::signature;
use crate::domain::study::Study;
use crate::domain::verdict::core_set;
use crate::domain::verdict::kept::{computed_with, form_scores, kept_verdict};
use std::collections::BTreeSet;

/// One thing that was kept and would not be computed so now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDifference {
    /// What it is, then and now.
    pub differing: Differing,
    /// Number of the entry with which it was kept.
    pub entry: u64,
    /// Name of the signer, where it was kept with a signature.
    pub signed_by: Option<String>,
    /// What computed it then.
    pub with_then: ComputedWith,
    /// What computes it now.
    pub with_now: ComputedWith,
}

/// What differs: kept then, computed now; `None` where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differing {
    /// A score of a form.
    Score {
        /// Its name.
        name: String,
        /// What was kept.
        then: Option<KeptValue>,
        /// What is computed now.
        now: Option<KeptValue>,
    },
    /// The IMACS definition of improvement.
    Imacs {
        /// What was kept.
        then: Option<KeptJudgement>,
        /// What is computed now.
        now: Option<KeptJudgement>,
    },
    /// The registered wording.
    Registered {
        /// What was kept.
        then: Option<KeptJudgement>,
        /// What is computed now.
        now: Option<KeptJudgement>,
    },
    /// The total improvement score.
    Total {
        /// What was kept.
        then: Option<KeptTotal>,
        /// What is computed now.
        now: Option<KeptTotal>,
    },
}

/// An entry with which something was kept.
struct Keeper<'a> {
    entry: u64,
    signed_by: Option<&'a str>,
    with: &'a ComputedWith,
}

/// Returns each difference between what was kept of a participant and what `program` computes now by the study as it
/// is, in the order of the schedule. Answers that changed since are not compared.
pub fn kept_differences(study: &Study, record: &ParticipantRecord, program: &str) -> Vec<Finding> {
    if record.statuses.is_void() {
        return Vec::new();
    }
    let mut sessions: Vec<&Session> = record.sessions.values().collect();
    sessions.sort_by_key(|session| {
        let place = study.visit_index(session.visit.as_str());
        (place.unwrap_or(usize::MAX), session.date)
    });
    let mut found = Vec::new();
    for session in sessions {
        let with_now = computed_with(study.of(session), program);
        let version = |form: &FormId| study.of_form(session, form);
        let mut add = |form: Option<&FormId>, keeper: &Keeper<'_>, differing: Vec<Differing>| {
            let findings = differing.into_iter().map(|differing| Finding {
                participant: record.participant.id.clone(),
                visit: session.visit.clone(),
                form: form.cloned(),
                field: None,
                rule: rule(&differing).to_owned(),
                found: Found::KeptDiffers(Box::new(KeptDifference {
                    differing,
                    entry: keeper.entry,
                    signed_by: keeper.signed_by.map(str::to_owned),
                    with_then: keeper.with.clone(),
                    with_now: with_now.clone(),
                })),
                kept: None,
            });
            found.extend(findings);
        };
        for (form, (entry, kept)) in &session.kept.completed {
            let cells = session.forms.get(form);
            if !cells.is_none_or(|cells| is_as_of(cells, *entry)) {
                continue;
            }
            let keeper = Keeper {
                entry: *entry,
                signed_by: None,
                with: &kept.with,
            };
            let now = form_scores(version(form), form, cells);
            add(Some(form), &keeper, scores(&kept.scores, &now));
        }
        let standing: Vec<_> = signature::standing(&record.participant.id, session).collect();
        for (entry, kept) in &session.kept.signed {
            let Some(signature) = standing.iter().find(|standing| standing.seq == *entry) else {
                continue;
            };
            let keeper = Keeper {
                entry: *entry,
                signed_by: Some(&signature.name),
                with: &kept.with,
            };
            let seen = kept.forms.iter();
            for (form, then) in seen.filter(|(form, _)| !session.withheld.contains_key(*form)) {
                let now = form_scores(version(form), form, session.forms.get(form));
                add(Some(form), &keeper, scores(then, &now));
            }
            let version = study.of(session);
            let whole = session.withheld.is_empty() && is_baseline_whole(version, record);
            if whole && is_baseline_as_of(version, record, *entry) {
                let now = kept_verdict(study, record, &session.visit);
                add(None, &keeper, verdict(kept.verdict.as_ref(), now.as_ref()));
            }
        }
    }
    found
}

/// Returns the name of the rule of a difference.
fn rule(differing: &Differing) -> &'static str {
    match differing {
        Differing::Score { .. } => "kept-score",
        Differing::Imacs { .. } | Differing::Registered { .. } | Differing::Total { .. } => {
            "kept-verdict"
        }
    }
}

/// Returns whether no answer of a form was stored after an entry.
fn is_as_of(cells: &FormCells, entry: u64) -> bool {
    cells.values().all(|cell| {
        let answered = cell.answer.is_some() || cell.origin.is_some();
        // What is not stored yet has number 0 and is newer than all.
        !answered || (cell.seq != 0 && cell.seq <= entry)
    })
}

/// Returns whether nothing of the baseline visit is left out of the record.
fn is_baseline_whole(study: &Study, record: &ParticipantRecord) -> bool {
    let baseline = record.session(study.protocol.baseline.as_str());
    baseline.is_none_or(|baseline| baseline.withheld.is_empty())
}

/// Returns whether no answer was stored or taken out after an entry from which the baseline of a verdict is read.
fn is_baseline_as_of(study: &Study, record: &ParticipantRecord, entry: u64) -> bool {
    let id = &study.protocol.baseline;
    if record.voided.get(id).is_some_and(|voided| *voided > entry) {
        return false;
    }
    let baseline = record.session(id.as_str());
    baseline.is_none_or(|baseline| {
        let forms = core_set::FORMS.iter();
        let mut cells = forms.filter_map(|form| baseline.forms.get(*form));
        cells.all(|cells| is_as_of(cells, entry))
    })
}

fn scores(then: &FormScores, now: &FormScores) -> Vec<Differing> {
    let mut seen = BTreeSet::new();
    let names = then.all().chain(now.all()).map(|score| &score.name);
    let names = names.filter(|name| seen.insert(*name));
    let pairs = names.map(|name| (name, then.value(name), now.value(name)));
    let differing = pairs.filter(|(_, then, now)| then != now);
    differing
        .map(|(name, then, now)| Differing::Score {
            name: name.clone(),
            then: then.cloned(),
            now: now.cloned(),
        })
        .collect()
}

fn verdict(then: Option<&KeptVerdict>, now: Option<&KeptVerdict>) -> Vec<Differing> {
    let imacs = |verdict: &KeptVerdict| verdict.imacs.clone();
    let registered = |verdict: &KeptVerdict| verdict.registered.clone();
    let total = |verdict: &KeptVerdict| verdict.total.clone();
    let mut found = Vec::new();
    if then.map(imacs) != now.map(imacs) {
        found.push(Differing::Imacs {
            then: then.map(imacs),
            now: now.map(imacs),
        });
    }
    if then.map(registered) != now.map(registered) {
        found.push(Differing::Registered {
            then: then.map(registered),
            now: now.map(registered),
        });
    }
    if then.map(total) != now.map(total) {
        found.push(Differing::Total {
            then: then.map(total),
            now: now.map(total),
        });
    }
    found
}
