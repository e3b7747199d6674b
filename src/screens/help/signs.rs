//! What the signs and terms of a screen mean, and the verdict that it shows worked out.

use crate::screens::canvas::{columns, wrap};
use crate::screens::explained::{Explained, Shown};
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Workspace;
use crate::text::Language;
use crate::text::glossary::Term;
use crate::text::worked::Weight;

/// A line of the help.
type Row = (Tone, String);

/// Columns of signs and words before what they mean.
const NAMES: u16 = 16;

impl Explained {
    /// Returns the lines of the help: the verdict worked out, then the signs and terms.
    pub(crate) fn lines(&self, shared: &Workspace, look: &Look, width: u16) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(shown) = &self.verdict {
            rows.extend(shown.lines(shared, width));
            rows.push((Tone::Plain, String::new()));
        }
        rows.push((Tone::Heading, shared.language.help_signs().to_owned()));
        for term in &self.terms {
            let name = name(*term, look, shared.language);
            if name.is_empty() {
                continue;
            }
            let meaning = shared.language.meaning(*term, &shared.study);
            rows.extend(hanging(&name, NAMES, &meaning, Tone::Plain, width));
        }
        rows
    }
}

impl Shown {
    /// Returns the verdict worked out, as far as it may be seen.
    fn lines(&self, shared: &Workspace, width: u16) -> Vec<Row> {
        let visit = shared.planned(self.visit.as_str());
        let label = visit.map_or("", |visit| visit.label.as_str());
        let title = shared.language.help_verdict(label);
        let mut rows = vec![(Tone::Heading, title)];
        let open = self.open.iter();
        let language = shared.language;
        let mut lines: Vec<_> = open
            .flat_map(|measure| language.worked_measure(self.verdict.measures.get(*measure)))
            .collect();
        match self.concealed {
            Some(why) => {
                rows.extend(hanging("", 0, language.concealed(why), Tone::Plain, width));
            }
            None => lines.extend(language.worked_verdict(&self.verdict, &shared.study)),
        }
        for line in lines {
            let tone = match line.weight {
                Weight::Heading => Tone::Heading,
                Weight::Plain => Tone::Plain,
                Weight::Good => Tone::Good,
                Weight::Bad => Tone::Warn,
            };
            rows.extend(hanging("", line.indent, &line.text, tone, width));
        }
        rows
    }
}

/// Returns a term as it stands on the screen: its signs, its word.
fn name(term: Term, look: &Look, language: &dyn Language) -> String {
    let signs = look.signs(term);
    let signs = match (term, signs.as_slice()) {
        (Term::Level, [first, .., last]) => language.row_of_signs(first, last),
        (_, signs) => signs.join(" "),
    };
    let word = language.word(term);
    match (signs.is_empty(), word.is_empty()) {
        (true, _) => word.to_owned(),
        (false, true) => signs,
        (false, false) => format!("{signs} {word}"),
    }
}

/// Returns a name and words beside it, broken into lines that all begin in the same column.
pub(super) fn hanging(name: &str, indent: u16, words: &str, tone: Tone, width: u16) -> Vec<Row> {
    let blank = |columns: u16| " ".repeat(usize::from(columns));
    let lines = wrap(words, width.saturating_sub(indent));
    let lines = lines.into_iter().enumerate().map(|(place, line)| {
        let lead = match place {
            0 => format!("{name}{}", blank(indent.saturating_sub(columns(name)))),
            _ => blank(indent),
        };
        (tone, format!("{lead}{line}"))
    });
    lines.collect()
}
