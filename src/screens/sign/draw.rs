//! Signing a visit: what is signed, by whom, with which meaning; then the passphrase, of which only marks are seen.

use crate::domain::record::signature::Meaning;
use crate::domain::record::user::SIGNS;
use crate::screens::canvas::{Canvas, Edge, columns, columns_of, pad, wrap};
use crate::screens::look::Tone;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::sign::state::{Ask, SignState};
use crate::screens::workspace::Workspace;
use crate::text::Language;
use crate::text::screens::sign::Part;
use ratatui::layout::{Position, Rect};

/// Digits of the content's hash that are shown.
pub const DIGITS: usize = 16;
/// Most marks of characters typed; more are there and not shown.
const MARKS: usize = 40;

/// Returns the first digits of a hash.
pub fn short(hash: &str) -> &str {
    hash.get(..DIGITS).unwrap_or(hash)
}

impl Draw for SignState {
    /// Draws what is signed and what is asked; the cursor stands behind what is typed.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let width = body.width.saturating_sub(4);
        let mut y = body.y.saturating_add(1);
        let mut put = |canvas: &mut Canvas<'_>, tone: Tone, text: &str| {
            if text.is_empty() {
                y = y.saturating_add(1);
            }
            for line in wrap(&look.plain(text), width) {
                if y < body.bottom() {
                    canvas.text(2, y, width, &line, look.style(tone));
                }
                y = y.saturating_add(1);
            }
            y
        };
        let language = shared.language;
        put(canvas, Tone::Heading, language.what_is_signed());
        for (part, value) in summary(shared, state) {
            let name = language.signed_part(part);
            put(
                canvas,
                Tone::Plain,
                &format!("{}{value}", pad(name, 14, Edge::Left)),
            );
        }
        put(canvas, Tone::Plain, "");
        let mut cursor = None;
        match state.ask {
            Ask::Meaning => {
                put(canvas, Tone::Heading, language.what_signature_means());
                for (digit, meaning) in (1..).zip(Meaning::ALL) {
                    let text = format!(
                        "{digit}  {}{}",
                        pad(language.signed_as(meaning), 10, Edge::Left),
                        language.signer_says(meaning)
                    );
                    let next = put(canvas, Tone::Plain, &text);
                    cursor = cursor.or(Some(Position {
                        x: 2,
                        y: next.saturating_sub(1),
                    }));
                }
            }
            Ask::New | Ask::Again | Ask::Passphrase => {
                put(canvas, Tone::Plain, asked(state.ask, language));
                let label = language.passphrase_to_sign();
                let next = put(canvas, Tone::Muted, label);
                let row = next.saturating_sub(1);
                let x = columns(label).saturating_add(2);
                let marks = state.secret.typed().min(MARKS);
                let room = body.width.saturating_sub(x).saturating_sub(1);
                let typed = look.masked().repeat(marks);
                canvas.text(x, row, room, &typed, look.style(Tone::Plain));
                cursor = Some(Position {
                    x: x.saturating_add(columns_of(marks))
                        .min(body.right().saturating_sub(1)),
                    y: row,
                });
            }
        }
        put(canvas, Tone::Plain, "");
        if state.waits {
            put(canvas, Tone::Muted, language.server_checks_signature());
        } else if let Some(refusal) = &state.refusal {
            put(canvas, Tone::Bad, &format!("! {refusal}"));
        }
        cursor.filter(|cursor| cursor.y < body.bottom())
    }
}

fn asked(ask: Ask, language: &dyn Language) -> &'static str {
    match ask {
        Ask::Meaning => language.what_signature_means(),
        Ask::New => language.choose_passphrase(),
        Ask::Again => language.repeat_passphrase(),
        Ask::Passphrase => language.sign_by_passphrase(),
    }
}

/// Returns what is signed: parts and values.
fn summary(shared: &Workspace, state: &SignState) -> Vec<(Part, String)> {
    let who = shared.open.record.as_ref().map(|record| {
        let who = &record.participant;
        format!("{} {}", who.id, who.initials)
    });
    let visit = shared.planned(state.visit.as_str());
    let label = visit.map_or(state.visit.as_str(), |visit| visit.label.as_str());
    let forms = shared.forms_at(&state.visit).len();
    let role = shared
        .account
        .roles
        .iter()
        .find(|role| SIGNS.contains(role));
    let role = role.map_or("", |role| shared.language.role(*role));
    let language = shared.language;
    let mut lines = vec![
        (Part::Participant, who.unwrap_or_default()),
        (Part::Visit, language.signed_visit(label, state.day)),
        (Part::Answers, language.signed_answers(state.answers, forms)),
        (Part::Content, short(&state.content).to_owned()),
        (
            Part::PrintedName,
            format!(
                "{} ({}), {role}",
                shared.account.who.name, shared.account.who.user
            ),
        ),
    ];
    if let Some(meaning) = state.meaning {
        let words = format!(
            "{}: {}",
            language.signed_as(meaning),
            language.signer_says(meaning)
        );
        lines.push((Part::Meaning, words));
    }
    lines
}
