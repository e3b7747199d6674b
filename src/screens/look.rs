//! Styles by meaning, and signs in UTF-8, for the Linux console, or in ASCII.
//!
//! Sixteen colours at most, and none of them carries a meaning alone: every state has a word or a
//! glyph as well, so that the screen reads the same without colour.

use crate::domain::base::shown::{LINE_END, shown_lines};
use crate::text::glossary::Term;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthChar;

/// How the screen may look on this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours may be used.
    pub colour: bool,
    /// Which signs the terminal can show.
    pub glyphs: Glyphs,
}

/// The signs that a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Glyphs {
    /// Any, in UTF-8.
    Utf8,
    /// Those in the default font of the Linux console, which are of code page 437; all else is drawn there as one and
    /// the same box.
    Console,
    /// Bytes below 0x80 only.
    Ascii,
}

/// What a piece of text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Plain text.
    Plain,
    /// Less important, and still to be read: never a colour that a palette may hide.
    Muted,
    /// A heading.
    Heading,
    /// The bar at the top.
    Bar,
    /// The field or line with the focus.
    Focus,
    /// An accepted value.
    Value,
    /// Better, complete, met.
    Good,
    /// Needs a look.
    Warn,
    /// Worse, refused, not saved.
    Bad,
    /// A key in the hints.
    Key,
    /// The mark of synthetic data.
    Demo,
}

impl Look {
    /// Colour and UTF-8.
    pub const FULL: Self = Self {
        colour: true,
        glyphs: Glyphs::Utf8,
    };

    /// Returns whether only ASCII may be sent.
    pub fn is_ascii(&self) -> bool {
        self.glyphs == Glyphs::Ascii
    }

    /// Returns whether the dots of Braille can be shown.
    pub fn has_braille(&self) -> bool {
        self.glyphs == Glyphs::Utf8
    }

    /// Returns the style of a meaning.
    pub fn style(&self, tone: Tone) -> Style {
        let style = Style::new();
        let colour = |colour: Color| if self.colour { style.fg(colour) } else { style };
        match tone {
            Tone::Plain | Tone::Value => style,
            // Bright black is not seen on many palettes, and the console draws dim text in it.
            Tone::Muted if self.colour && self.glyphs != Glyphs::Console => {
                style.add_modifier(Modifier::DIM)
            }
            Tone::Muted => style,
            Tone::Heading => style.add_modifier(Modifier::BOLD),
            Tone::Bar | Tone::Focus => style.add_modifier(Modifier::REVERSED),
            Tone::Good => colour(Color::Green),
            Tone::Warn => colour(Color::Yellow),
            Tone::Bad => colour(Color::Red).add_modifier(Modifier::BOLD),
            Tone::Key => colour(Color::Cyan).add_modifier(Modifier::BOLD),
            Tone::Demo => colour(Color::Magenta).add_modifier(Modifier::BOLD | Modifier::REVERSED),
        }
    }

    /// Chooses a sign by what the terminal can show.
    fn glyph(
        &self,
        utf8: &'static str,
        console: &'static str,
        ascii: &'static str,
    ) -> &'static str {
        match self.glyphs {
            Glyphs::Utf8 => utf8,
            Glyphs::Console => console,
            Glyphs::Ascii => ascii,
        }
    }

    /// Returns the mark of the line with the focus.
    pub fn cursor(&self) -> &'static str {
        self.glyph("▸", "►", ">")
    }

    /// Returns the mark of something complete.
    pub fn done(&self) -> &'static str {
        self.glyph("✓", "√", "ok")
    }

    /// Returns the mark of something begun.
    pub fn begun(&self) -> &'static str {
        self.glyph("◐", "~", "~")
    }

    /// Returns the mark of something empty.
    pub fn empty(&self) -> &'static str {
        self.glyph("·", "·", "_")
    }

    /// Returns the mark of better.
    pub fn better(&self) -> &'static str {
        self.glyph("▲", "▲", "^")
    }

    /// Returns the mark of worse.
    pub fn worse(&self) -> &'static str {
        self.glyph("▼", "▼", "v")
    }

    /// Returns the arrow between two values.
    pub fn arrow(&self) -> &'static str {
        self.glyph("→", "→", "->")
    }

    /// Returns the mark of somebody who is there.
    pub fn person(&self) -> &'static str {
        self.glyph("●", "@", "@")
    }

    /// Returns what stands for a character that is not to be seen.
    pub fn masked(&self) -> &'static str {
        self.glyph("•", "•", "*")
    }

    /// Returns the line between two columns.
    pub fn bar(&self) -> &'static str {
        self.glyph("│", "│", "|")
    }

    /// Returns the line between two rows.
    pub fn rule(&self) -> &'static str {
        self.glyph("─", "─", "-")
    }

    /// Returns the glyph of a level among [`Self::levels`], the lowest first.
    pub fn level(&self, level: u16) -> &'static str {
        const UTF8: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        const ASCII: [&str; 5] = ["_", ".", "-", "'", "^"];
        let glyphs: &[&str] = match self.glyphs {
            Glyphs::Utf8 => &UTF8,
            Glyphs::Console | Glyphs::Ascii => &ASCII,
        };
        glyphs.get(usize::from(level)).copied().unwrap_or(" ")
    }

    /// Returns how many levels a sparkline has.
    pub fn levels(&self) -> u16 {
        match self.glyphs {
            Glyphs::Utf8 => 8,
            Glyphs::Console | Glyphs::Ascii => 5,
        }
    }

    /// Returns the mark of a definition that is met.
    pub fn met(&self) -> &'static str {
        self.glyph("●", "■", "+")
    }

    /// Returns the mark of a definition that is not met.
    pub fn not_met(&self) -> &'static str {
        self.glyph("○", "○", "-")
    }

    /// Returns the mark of something given on one day, and of the same when it was withheld.
    pub fn given(&self, withheld: bool) -> &'static str {
        if withheld {
            self.glyph("◇", "x", "x")
        } else {
            self.glyph("◆", "♦", "A")
        }
    }

    /// Returns the line of something that goes on for days.
    pub fn stretch(&self) -> &'static str {
        self.glyph("━", "═", "=")
    }

    /// Returns the signs at the edges of the axis: began before, goes on after.
    pub fn beyond(&self) -> [&'static str; 2] {
        match self.glyphs {
            Glyphs::Utf8 => ["◂", "▸"],
            Glyphs::Console => ["◄", "►"],
            Glyphs::Ascii => ["<", ">"],
        }
    }

    /// Returns the sign of a value on a chart.
    pub fn point(&self) -> &'static str {
        self.glyph("●", "•", "o")
    }

    /// Returns the sign of a line that a value is compared with.
    pub fn dashes(&self) -> &'static str {
        self.glyph("╌", "-", "-")
    }

    /// Returns the sign of a line that is only for the eye.
    pub fn dots(&self) -> &'static str {
        self.glyph("┈", " ", " ")
    }

    /// Returns a full part of a bar.
    pub fn full(&self) -> &'static str {
        self.glyph("█", "█", "#")
    }

    /// Returns the corners of a box: top left, top right, bottom left, bottom right.
    pub fn corners(&self) -> [&'static str; 4] {
        match self.glyphs {
            Glyphs::Utf8 | Glyphs::Console => ["┌", "┐", "└", "┘"],
            Glyphs::Ascii => ["+"; 4],
        }
    }

    /// Returns the mark of a visit that is complete, in one column.
    pub fn complete(&self) -> &'static str {
        self.glyph("✓", "√", "+")
    }

    /// Returns the glyphs that stand for a term, in the order in which its meaning names them; words alone have none.
    pub fn signs(&self, term: Term) -> Vec<&'static str> {
        let [before, after] = self.beyond();
        match term {
            Term::Better | Term::Improved => vec![self.better()],
            Term::Worse | Term::MuchWorse => vec![self.worse()],
            Term::Same => vec!["="],
            Term::NoRatio | Term::OpenEnzyme | Term::MissingValue | Term::OpenMark => vec!["?"],
            Term::NoValue => vec![self.empty(), "-"],
            Term::Ahead | Term::NotJudged => vec![self.empty()],
            Term::Arrow => vec![self.arrow()],
            Term::Differs | Term::Warning | Term::Overdue | Term::SeriousUnseen => vec!["!"],
            Term::Complete => vec![self.complete()],
            Term::FormComplete => vec![self.done()],
            Term::FormBlank => vec![self.empty()],
            Term::Begun | Term::FormBegun => vec![self.begun()],
            Term::Due => vec!["o"],
            Term::Missed => vec!["x"],
            Term::HeldEarly => vec!["<"],
            Term::HeldLate => vec![">"],
            Term::Unfit => vec!["?"],
            Term::Level => (0..self.levels()).map(|level| self.level(level)).collect(),
            Term::Passed => vec![self.better(), self.worse()],
            Term::MetMark => vec![self.met()],
            Term::NotMetMark => vec![self.not_met()],
            Term::Given => vec![self.given(false)],
            Term::Withheld => vec![self.given(true)],
            Term::Dose => vec![self.rule()],
            Term::Stretch => vec![self.stretch()],
            Term::Beyond => vec![before, after],
            Term::PartlyKnown => vec!["~"],
            Term::Grade => vec!["3!"],
            Term::Point => vec![self.point()],
            Term::Curve => vec![if self.has_braille() { "⠤" } else { "." }],
            Term::Threshold => vec![self.dashes()],
            Term::BaselineLine if self.dots().trim().is_empty() => Vec::new(),
            Term::BaselineLine => vec![self.dots()],
            Term::Enrolled => vec![self.full(), self.empty()],
            Term::Deterioration => vec!["!"],
            Term::Measure(_)
            | Term::Points
            | Term::Hidden
            | Term::Imacs
            | Term::Registered
            | Term::Met
            | Term::NotMet
            | Term::NotDecided
            | Term::Tis
            | Term::Categories
            | Term::TisBounds
            | Term::UpperLimit
            | Term::MostAbnormal
            | Term::HaqCategories
            | Term::MdaatTotals
            | Term::ShortVisit
            | Term::Day
            | Term::BaseBestLast
            | Term::NextVisit
            | Term::VisitState
            | Term::Forms
            | Term::Responders
            | Term::Medians
            | Term::Flow
            | Term::Deviations
            | Term::AnalysisSets => Vec::new(),
        }
    }

    /// Returns the mark that text was cut off.
    pub fn ellipsis(&self) -> &'static str {
        self.glyph("…", "~", "~")
    }

    /// Returns text that this terminal can show: in ASCII mode, everything else becomes `?`, as wide as it was.
    ///
    /// What people wrote goes to the Linux console as it is: it has the letters of the locale that it was set up for.
    pub fn plain(&self, text: &str) -> String {
        match self.glyphs {
            Glyphs::Utf8 | Glyphs::Console => text.to_owned(),
            Glyphs::Ascii if text.is_ascii() => text.to_owned(),
            // What has no column would vanish here, and is shown first.
            Glyphs::Ascii => shown_lines(text).chars().flat_map(in_ascii).collect(),
        }
    }
}

/// Returns what stands for a character in ASCII: `|` for the end of a line, else `?` in each of its columns.
fn in_ascii(c: char) -> impl Iterator<Item = char> {
    let (sign, times) = match c {
        LINE_END => ('|', 1),
        c if c.is_ascii() => (c, 1),
        c => ('?', c.width().unwrap_or(0)),
    };
    std::iter::repeat_n(sign, times)
}

#[cfg(test)]
mod tests {
    use super::{Glyphs, Look, Tone};
    use ratatui::style::{Color, Modifier};

    const TONES: [Tone; 11] = [
        Tone::Plain,
        Tone::Muted,
        Tone::Heading,
        Tone::Bar,
        Tone::Focus,
        Tone::Value,
        Tone::Good,
        Tone::Warn,
        Tone::Bad,
        Tone::Key,
        Tone::Demo,
    ];

    #[test]
    fn nothing_is_drawn_in_a_colour_that_a_palette_hides() {
        for colour in [false, true] {
            for glyphs in [Glyphs::Utf8, Glyphs::Console, Glyphs::Ascii] {
                for tone in TONES {
                    let style = Look { colour, glyphs }.style(tone);
                    let hidden = [Color::Black, Color::DarkGray, Color::Gray, Color::White];
                    assert!(style.fg.is_none_or(|fg| !hidden.contains(&fg)), "{tone:?}");
                    let dim = style.add_modifier.contains(Modifier::DIM);
                    // The console draws dim text in bright black.
                    assert!(!dim || colour && glyphs != Glyphs::Console, "{tone:?}");
                    assert!(colour || style.fg.is_none(), "{tone:?}");
                }
            }
        }
    }

    #[test]
    fn the_console_gets_signs_of_its_font_alone() {
        let look = Look {
            colour: true,
            glyphs: Glyphs::Console,
        };
        let mut signs = vec![
            look.cursor(),
            look.done(),
            look.begun(),
            look.empty(),
            look.better(),
            look.worse(),
            look.arrow(),
            look.person(),
            look.masked(),
            look.bar(),
            look.rule(),
            look.met(),
            look.not_met(),
            look.given(false),
            look.given(true),
            look.stretch(),
            look.point(),
            look.dashes(),
            look.dots(),
            look.full(),
            look.ellipsis(),
        ];
        signs.extend(look.beyond());
        signs.extend(look.corners());
        signs.extend((0..look.levels()).map(|level| look.level(level)));
        for sign in signs {
            for c in sign.chars() {
                assert!(c.is_ascii() || CODE_PAGE_437.contains(c), "{sign:?}");
            }
        }
        assert!(!look.has_braille());
    }

    /// What the signs may be, of the characters beyond ASCII in the font that the kernel comes with.
    const CODE_PAGE_437: &str = "•○♦►◄▲▼↑↓→←·√■█▄▌▐▀░▒▓─│┌┐└┘├┤┬┴┼═║";
}
