//! What the program itself makes in a study that no owner's thread has yet, such as synthetic participants: it is judged
//! by the rules as every client's request is, and stored with one sync.

use super::opening::Opened;
use super::sentences::unread;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::Locks;
use crate::domain::record::participant::{Alike, Likeness, Sex};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::signature::{self, Meaning};
use crate::domain::record::user::{Role, User, Users};
use crate::domain::rules::sign;
use crate::domain::rules::{Append, Asker, Refusal, Unread, World, admit};
use crate::domain::study::Study;
use crate::domain::study::laboratory::Laboratory;
use crate::store::{StoreError, Wanted};
use chrono::{DateTime, FixedOffset};
use std::sync::Arc;

/// The front of the id of every request.
const CLIENT: &str = "demo";

/// Why what the program made is not stored.
#[derive(Debug)]
pub enum NotMade {
    /// The rules refuse it.
    Refused(Refusal),
    /// The store cannot take it.
    Store(StoreError),
}

impl From<Refusal> for NotMade {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for NotMade {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What the program makes with one request.
#[derive(Debug, Default)]
pub struct Made {
    /// What happens.
    pub events: Vec<Event>,
    /// Why answers are changed, where they are.
    pub reason: Option<String>,
    /// When it was observed and why it is entered later, where it is.
    pub late: Option<(DateTime<FixedOffset>, String)>,
    /// A visit of this participant is signed as it stands, after the events.
    pub signs: Option<(ParticipantId, VisitId)>,
}

impl From<Vec<Event>> for Made {
    fn from(events: Vec<Event>) -> Self {
        Self {
            events,
            ..Self::default()
        }
    }
}

impl Opened {
    /// Stores what is made with some requests, each with its number, with one sync; none may hang on another. They are judged
    /// as those of a user with every role, and name the program as who did them.
    ///
    /// # Errors
    /// When the rules refuse one of them, or as for any append; nothing of any is stored then.
    pub fn make<M: Into<Made>>(&mut self, made: Vec<(usize, M)>) -> Result<(), NotMade> {
        let asker = Asker {
            user: User::new(&self.program.user, &self.program.name, &Role::ALL),
            client: CLIENT.to_owned(),
            from: self.program.from.clone(),
            proof: None,
        };
        let mut wanted = Vec::with_capacity(made.len());
        for (number, made) in made {
            let made = made.into();
            let request = format!("{CLIENT}-{number}");
            let (observed_at, late) = made.late.unzip();
            let append = Append {
                request: request.clone(),
                seen: self.store.last(),
                events: made.events,
                reason: made.reason,
                observed_at,
                late,
                imported: Vec::new(),
            };
            let mut drafts = admit(self, &asker, append)?;
            if let Some((participant, visit)) = made.signs {
                drafts.extend(self.signature(&asker, &request, participant, visit)?);
            }
            for draft in &mut drafts {
                draft.by = self.program.clone();
            }
            wanted.push(Wanted {
                request,
                drafts,
                seen: None,
            });
        }
        for stored in self.store.append_all(wanted) {
            stored?;
        }
        Ok(())
    }

    /// Returns the signature of a visit as it stands. Nobody gave a passphrase for it, and no entry says so.
    fn signature(
        &mut self,
        asker: &Asker,
        request: &str,
        participant: ParticipantId,
        visit: VisitId,
    ) -> Result<Vec<Draft>, NotMade> {
        let content = self.look(&participant, |_, record| {
            let session = record.session(visit.as_str())?;
            Some(signature::content(&record.participant.id, session))
        });
        let content = content
            .map_err(Refusal::from)?
            .flatten()
            .unwrap_or_default();
        let wish = sign::Wish {
            request: request.to_owned(),
            participant,
            visit,
            meaning: Meaning::Approved,
            content,
        };
        Ok(sign::signed(self, asker, wish)?)
    }

    /// Looks at the record of a participant; none where nobody has the id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn look_at<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, NotMade> {
        Ok(self.look(who, look).map_err(Refusal::from)?)
    }
}

impl World for Opened {
    fn study(&self) -> &Study {
        &self.study
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.store.now()
    }

    fn users(&self) -> &Users {
        self.store.users()
    }

    fn locks(&self) -> &Locks {
        self.store.locks()
    }

    fn heads(&self) -> &Heads {
        self.store.heads()
    }

    fn program(&self) -> &str {
        self.store.program()
    }

    fn last(&self) -> u64 {
        self.store.last()
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let entry = self.store.entry(seq).map_err(|error| unread(&error))?;
        Ok(entry.map(|entry| entry.hash))
    }

    fn request_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let entry = self.store.entry(seq).map_err(|error| unread(&error))?;
        Ok(entry.map(|entry| entry.request))
    }

    fn is_demo(&self) -> bool {
        self.demo
    }

    /// None: the program repeats no limits of a laboratory.
    fn laboratories(&self, _sex: Sex) -> Vec<Laboratory> {
        Vec::new()
    }

    /// None: nobody can be asked about the participants that the program makes.
    fn alike(&mut self, _likeness: &Likeness) -> Result<Vec<Alike>, Unread> {
        Ok(Vec::new())
    }

    /// Never: the program takes nothing back.
    fn stood(&mut self, _place: &FieldPath, _answer: &Answer) -> Result<bool, Unread> {
        Ok(false)
    }

    fn look<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Unread> {
        let study = Arc::clone(&self.study);
        let found = self.store.consult(who, |record, _| look(&study, record));
        found.map_err(|error| unread(&error))
    }
}
