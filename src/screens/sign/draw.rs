//! Signing a visit: what is signed, by whom, with which meaning; then the passphrase, of which only marks are seen.

use crate::domain::record::signature::Meaning;
use crate::domain::rules::who::SIGNS;
use crate::screens::canvas::{Canvas, Edge, columns_of, pad, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::sign::update::{Ask, SignState};
use crate::screens::workspace::Model;
use ratatui::layout::{Position, Rect};

/// Digits of the content's hash that are shown.
pub const DIGITS: usize = 16;
/// Most marks of characters typed; more are there and not shown.
const MARKS: usize = 40;

/// Returns the first digits of a hash.
pub fn short(hash: &str) -> &str {
    hash.get(..DIGITS).unwrap_or(hash)
}

/// Draws what is signed and what is asked; the cursor stands behind what is typed.
pub fn draw(
    model: &Model,
    state: &SignState,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
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
    put(canvas, Tone::Heading, "What is signed");
    for (name, value) in summary(model, state) {
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
            put(canvas, Tone::Heading, "What does your signature mean?");
            for (digit, meaning) in (1..).zip(Meaning::ALL) {
                let text = format!(
                    "{digit}  {}{}",
                    pad(model.shared.language.signed_as(meaning), 10, Edge::Left),
                    model.shared.language.signer_says(meaning)
                );
                let next = put(canvas, Tone::Plain, &text);
                cursor = cursor.or(Some(Position {
                    x: 2,
                    y: next.saturating_sub(1),
                }));
            }
        }
        ask => {
            for line in asked(ask) {
                put(canvas, Tone::Plain, line);
            }
            let label = "Passphrase: ";
            let next = put(canvas, Tone::Muted, label);
            let row = next.saturating_sub(1);
            let x = columns_of(label.len()).saturating_add(2);
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
        put(canvas, Tone::Muted, "The server is checking it.");
    } else if let Some(refusal) = &state.refusal {
        put(canvas, Tone::Bad, &format!("! {refusal}"));
    }
    cursor.filter(|cursor| cursor.y < body.bottom())
}

fn asked(ask: Ask) -> &'static [&'static str] {
    match ask {
        Ask::New => {
            &["You have no passphrase yet. Choose one: several words that you remember do well."]
        }
        Ask::Again => &["Type the new passphrase once more."],
        Ask::Passphrase | Ask::Meaning => &["Type your passphrase and press Enter to sign."],
    }
}

/// Returns what is signed: names and values.
fn summary(model: &Model, state: &SignState) -> Vec<(&'static str, String)> {
    let who = model.shared.record.as_ref().map(|record| {
        let who = &record.participant;
        format!("{} {}", who.id, who.initials)
    });
    let visit = model.shared.study.visit(state.visit.as_str());
    let label = visit.map_or(state.visit.as_str(), |visit| visit.label.as_str());
    let forms = visit.map_or(0, |visit| visit.forms.len());
    let role = model.shared.roles.iter().find(|role| SIGNS.contains(role));
    let role = role.map_or("", |role| role.word());
    let mut lines = vec![
        ("Participant", who.unwrap_or_default()),
        ("Visit", format!("{label}, held on {}", state.day)),
        ("Answers", format!("{} in {forms} forms", state.answers)),
        ("Content", short(&state.content).to_owned()),
        ("Printed name", format!("{}, {role}", model.shared.who.name)),
    ];
    if let Some(meaning) = state.meaning {
        let language = model.shared.language;
        let (word, says) = (language.signed_as(meaning), language.signer_says(meaning));
        lines.push(("Meaning", format!("{word}: {says}")));
    }
    lines
}
