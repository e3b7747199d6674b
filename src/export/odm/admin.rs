//! Users, sites and meanings of signatures: what is referred to, gathered while data are written.

use super::own;
use super::tree::Audit;
use super::xml::{Xml, with};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Entry;
use crate::domain::record::signature::Meaning;
use crate::domain::record::user::{Role, User};
use crate::domain::study::Study;
use crate::export::exporter::{Context, Fault};
use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Where those stand whose id names no site.
const ONE_SITE: &str = "L.SITE";

struct Known {
    login: String,
    name: String,
    is_investigator: bool,
}

/// Users and sites by their OIDs.
pub(super) struct Admin {
    users: BTreeMap<String, Known>,
    sites: BTreeSet<String>,
}

impl Admin {
    /// Begins with those who were users of the study after an entry, under their names and with their roles of then.
    pub(super) fn of(users: &[User], as_of: u64) -> Self {
        let mut admin = Self {
            users: BTreeMap::new(),
            sites: BTreeSet::new(),
        };
        for user in users {
            let Some((name, roles)) = user.as_of(as_of) else {
                continue;
            };
            admin.know(&user.user, name, roles.contains(&Role::Investigator));
        }
        admin
    }

    fn know(&mut self, login: &str, name: &str, is_investigator: bool) -> String {
        // What no user did has no login.
        let oid = match login {
            "" => "U.-".to_owned(),
            login => format!("U.{login}"),
        };
        self.users.entry(oid.clone()).or_insert_with(|| Known {
            login: login.to_owned(),
            name: name.to_owned(),
            is_investigator,
        });
        oid
    }

    /// Returns the OID of a user.
    pub(super) fn user(&mut self, login: &str, name: &str, role: &str) -> String {
        self.know(login, name, role == Role::Investigator.key())
    }

    /// Returns the OID of the site of a participant: what stands in an id before its first `-`.
    pub(super) fn site(&mut self, who: &ParticipantId) -> String {
        let site = who.as_str().split_once('-').map(|(site, _)| site);
        let oid = match site.filter(|site| !site.is_empty()) {
            Some(site) => format!("L.{site}"),
            None => ONE_SITE.to_owned(),
        };
        self.sites.insert(oid.clone());
        oid
    }

    /// Returns who made an entry about a participant, when and why.
    pub(super) fn audit(&mut self, who: &ParticipantId, entry: &Entry) -> Audit {
        let by = &entry.draft.by;
        Audit {
            user: self.user(&by.user, &by.name, &by.role),
            location: self.site(who),
            at: moment(entry.recorded_at),
            reason: entry.draft.reason.as_deref().and_then(reason),
            source: format!("journal:{}", entry.seq),
        }
    }

    /// Writes them all.
    pub(super) fn write<W: Write>(&self, context: &Context, xml: &mut Xml<W>) -> Result<(), Fault> {
        let study = &context.study;
        xml.open("AdminData", &[with("StudyOID", own::study(study))])?;
        for (oid, user) in &self.users {
            let kind = match user.is_investigator {
                true => "Investigator",
                false => "Other",
            };
            xml.open("User", &[with("OID", oid.as_str()), with("UserType", kind)])?;
            if !user.login.is_empty() {
                xml.text("LoginName", &[], &user.login)?;
            }
            if !user.name.is_empty() {
                xml.text("FullName", &[], &user.name)?;
            }
            xml.close()?;
        }
        let one = BTreeSet::from([ONE_SITE.to_owned()]);
        let sites = match self.sites.is_empty() {
            true => &one,
            false => &self.sites,
        };
        for oid in sites {
            xml.open(
                "Location",
                &[
                    with("OID", oid.as_str()),
                    with("Name", oid.trim_start_matches("L.")),
                    with("LocationType", "Site"),
                ],
            )?;
            for (version, since) in versions(study, context.today()) {
                xml.leaf(
                    "MetaDataVersionRef",
                    &[
                        with("StudyOID", own::study(study)),
                        with("MetaDataVersionOID", own::version(version)),
                        with("EffectiveDate", since.to_string()),
                    ],
                )?;
            }
            xml.close()?;
        }
        for meaning in Meaning::ALL {
            xml.open(
                "SignatureDef",
                &[
                    with("OID", signature(meaning)),
                    with("Methodology", "Electronic"),
                ],
            )?;
            xml.text("Meaning", &[], context.language.signed_as(meaning))?;
            xml.text("LegalReason", &[], context.language.signer_says(meaning))?;
            xml.close()?;
        }
        xml.close()
    }
}

/// Returns the versions of a study, oldest first, each with a day since which it can hold: that of its amendment, for others
/// the first day that is known to be none too late.
fn versions(study: &Study, today: NaiveDate) -> Vec<(&Study, NaiveDate)> {
    let from = study.earlier.iter().map(|earlier| earlier.next_from);
    let first = from.clone().flatten().min().unwrap_or(today).min(today);
    let from = std::iter::once(None).chain(from);
    let earlier = study.earlier.iter().map(|earlier| &*earlier.study);
    earlier
        .chain([study])
        .zip(from)
        .map(|(version, from)| (version, from.unwrap_or(first)))
        .collect()
}

/// Returns the OID of what a signature means.
pub(super) fn signature(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Assessed => "SD.ASSESSED",
        Meaning::Reviewed => "SD.REVIEWED",
        Meaning::Approved => "SD.APPROVED",
    }
}

/// Returns a reason; none where it says nothing.
pub(super) fn reason(why: &str) -> Option<String> {
    (!why.trim().is_empty()).then(|| why.to_owned())
}

/// Returns a moment with its offset.
pub(super) fn moment(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, false)
}
