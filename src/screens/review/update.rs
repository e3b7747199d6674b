//! The review of a visit: what is open, each a link to its field; what was decided; and what can be done with the
//! whole: sign it, lock it.

use crate::domain::base::ids::{FieldId, VisitId};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::lock::Scope;
use crate::domain::record::rows;
use crate::domain::record::rows::SESSION;
use crate::domain::record::user::Role;
use crate::domain::record::user::SIGNS;
use crate::domain::rules::sign::may_sign;
use crate::domain::rules::who::allowed;
use crate::domain::views::review;
use crate::domain::views::review::{Matter, Point, Review};
use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::review::state::{Act, Line, ReviewState};
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

impl Workspace {
    /// Returns what is open and what was decided at a visit, with text that waits at this terminal.
    pub fn review(&self, visit: &VisitId) -> Review {
        let Some(record) = &self.open.record else {
            return Review::default();
        };
        let mut review = review::review(&self.study, record, visit.as_str(), self.today());
        let who = &record.participant.id;
        let left = self.texts.unfinished.iter();
        let left = left.filter(|((id, at, _), _)| id == who && at == visit);
        let texts = left.flat_map(|((_, _, form), left)| {
            let asked = |field: &FieldId| {
                let place = FieldPath {
                    participant: who.clone(),
                    visit: visit.clone(),
                    form: form.clone(),
                    field: field.clone(),
                };
                self.is_asked_at(&place) != Some(false)
            };
            // Where nothing is asked any more, nothing can be done from here.
            let texts = left.texts.iter().filter(move |(field, _)| asked(field));
            texts.map(move |(field, text)| Point {
                matter: Matter::Unfinished { text: text.clone() },
                form: form.clone(),
                title: review::title(self.study_of(visit, form), form),
                field: Some(field.clone()),
                label: self
                    .study
                    .form(form.as_str())
                    .and_then(|form| form.field(field.as_str()))
                    .map_or_else(String::new, |field| field.label.clone()),
            })
        });
        let texts: Vec<Point> = texts.collect();
        review.open.splice(0..0, texts);
        review
    }

    /// Returns what the checks ask about the rows of the logs, which no visit lists at its forms. It holds up no signature.
    fn asked_in_logs(&self) -> Vec<Point> {
        let record = self.open.record.as_ref();
        let open =
            record.map(|record| review::review(&self.study, record, SESSION, self.today()).open);
        let mut open = open.unwrap_or_default();
        open.retain(|point| {
            matches!(point.matter, Matter::Asked(_)) && rows::split(point.form.as_str()).is_some()
        });
        open
    }

    /// Returns the lines of the review of a visit.
    pub fn review_lines(&self, visit: &VisitId) -> Vec<Line> {
        let review = self.review(visit);
        let mut lines = Vec::new();
        let begun = self.session(visit).is_some();
        if begun {
            let open = self.language.review_open(review.open.len());
            lines.push(Line::Heading(open));
            if review.open.is_empty() {
                let nothing = self.language.review_nothing_open();
                lines.push(Line::Words(nothing.to_owned()));
            }
            lines.extend(review.open.into_iter().map(Line::Open));
            if !review.seen.is_empty() {
                let decided = self.language.review_decided(review.seen.len());
                lines.push(Line::Heading(decided));
                lines.extend(review.seen.into_iter().map(Line::Seen));
            }
        }
        let logs = self.asked_in_logs();
        if begun && !logs.is_empty() {
            lines.push(Line::Heading(self.language.review_logs(logs.len())));
            lines.extend(logs.into_iter().map(Line::Open));
        }
        lines.push(Line::Heading(self.language.review_acts().to_owned()));
        if begun {
            lines.push(match self.has_role(SIGNS) {
                true => Line::Act(Act::Sign, self.language.sign_this_visit().to_owned()),
                false => Line::Words(self.language.who_signs().to_owned()),
            });
        }
        lines.extend(self.lock_lines(visit));
        lines
    }

    /// Returns what can be locked and unlocked at a visit, or who may.
    fn lock_lines(&self, visit: &VisitId) -> Vec<Line> {
        let Some(record) = &self.open.record else {
            return Vec::new();
        };
        if !self.may_lock() {
            let words = self.language.who_locks().to_owned();
            return vec![Line::Words(words)];
        }
        let who = &record.participant.id;
        let forms = self.forms_at(visit).iter();
        let mut parts = vec![
            (Scope::visit(who, visit), String::new()),
            (Scope::participant(who), String::new()),
        ];
        parts.extend(forms.map(|form| {
            let title = review::title(self.study_of(visit, form), form);
            (Scope::form(who, visit, form), title)
        }));
        parts
            .into_iter()
            .filter_map(|(scope, form)| {
                if record.locks.on(&scope).is_some() {
                    let words = self.language.unlock_part(&scope, &form);
                    return Some(Line::Act(Act::Unlock(scope), words));
                }
                // What lies under a wider lock is unlocked there.
                let free = record.locks.over(&scope).is_none();
                let words = self.language.lock_part(&scope, &form);
                free.then_some(Line::Act(Act::Lock(scope), words))
            })
            .collect()
    }

    pub(crate) fn has_role(&self, wanted: &[Role]) -> bool {
        self.account.roles.iter().any(|role| wanted.contains(role))
    }

    /// Returns whether the user may lock and unlock.
    pub fn may_lock(&self) -> bool {
        let scope = Scope::study();
        let reason = String::new();
        self.has_role(allowed(&Event::Locked { scope, reason }))
    }

    /// Says what stands in the way of signing a visit; returns whether something does.
    pub(crate) fn is_hindered(&mut self, visit: &VisitId, content: &str) -> bool {
        let open = self.review(visit).open;
        let open = open.iter().filter(|point| point.matter.hinders()).count();
        let Some(stored) = &self.open.stored else {
            return true;
        };
        let scope = Scope::visit(&stored.participant.id, visit);
        let words = if self.connection.lost.is_some() {
            self.language.no_signing_unconnected().to_owned()
        } else if self.saving.waits() {
            self.language.no_signing_unsaved().to_owned()
        } else if let Some((scope, lock)) = stored.locks.over(&scope) {
            self.language.lock(scope, lock)
        } else if open > 0 {
            self.language.no_signing_open(open)
        } else if let Err(open) = may_sign(
            &self.study,
            stored,
            visit,
            content,
            (self.viewer(), self.today()),
        ) {
            let open = open.iter().map(|open| self.language.hindrance(open));
            open.collect::<Vec<String>>().join(" ")
        } else {
            return false;
        };
        self.notice = Some(Notice::warn(words));
        true
    }
}

impl Workspace {
    /// Opens the review of a visit.
    pub(crate) fn open_review(&mut self, visit: VisitId) {
        self.open(Layer::Review(ReviewState { visit, cursor: 0 }));
    }

    /// Opens the form of a point with the cursor where it is; leaving it comes back here.
    fn go_to_point(&mut self, visit: VisitId, point: Point) {
        // A row of a log belongs to no visit.
        let visit = match rows::split(point.form.as_str()) {
            Some(_) => VisitId::from(SESSION),
            None => visit,
        };
        let field = match &point.field {
            Some(field) => Some(field.clone()),
            None => self.first_field(&visit, &point.form),
        };
        let Some(field) = field else { return };
        let form = FormState::new(point.form, Some(visit), field);
        self.steps.push(Step::OpenForm(Box::new(form)));
        if point.field.is_none() {
            self.steps.push(Step::ToEnd);
        }
    }
}

impl Screen for ReviewState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let page = usize::from(shared.size.1 / 2).max(1);
        let mut links = shared.review_lines(&self.visit);
        links.retain(Line::is_link);
        // Others may have closed points meanwhile.
        self.cursor = self.cursor.min(links.len().saturating_sub(1));
        if let Some(cursor) = moved(self.cursor, links.len(), page, action) {
            self.cursor = cursor;
            return Vec::new();
        }
        let visit = self.visit.clone();
        match action {
            Action::Open => match links.into_iter().nth(self.cursor) {
                Some(Line::Open(point) | Line::Seen(point)) => shared.go_to_point(visit, point),
                Some(Line::Act(Act::Sign, _)) => shared.open_sign(visit),
                Some(Line::Act(Act::Lock(scope), _)) => shared.open_locking(scope, false),
                Some(Line::Act(Act::Unlock(scope), _)) => shared.open_locking(scope, true),
                Some(Line::Heading(_) | Line::Words(_)) | None => {}
            },
            Action::Change => shared.open_change(visit),
            Action::Back | Action::Review => shared.close(),
            _ => shared.refuse_key(),
        }
        Vec::new()
    }
}
