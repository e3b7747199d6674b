//! The frame of every page: head, style, marks, footer; and figures with their table.
//!
//! Must not refer to anything outside the file, and has no script. Whatever comes from the record is escaped.

use super::svg::patterns;
use crate::export::exporter::Context;
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::fmt::Write as _;

const STYLE: &str = include_str!("style.css");

/// A page.
pub(super) struct Page<'a> {
    /// What stands in the corner of every sheet, and in the title.
    pub(super) running: &'a str,
    /// Its main heading.
    pub(super) heading: &'a str,
    /// The line above it.
    pub(super) kind: &'a str,
    /// What it holds.
    pub(super) body: Markup,
}

/// Returns a whole page.
pub(super) fn page(context: &Context, page: &Page<'_>) -> String {
    let language = context.language;
    let label = |label| language.report_label(label);
    let as_of = language.report_line(&ReportLine::AsOf {
        entry: context.as_of.seq,
        day: context.today(),
    });
    let code = language.report_language();
    let style = format!("{STYLE}{}", sheet(page.running));
    let markup = html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.heading) " · " (page.kind) }
                style { (PreEscaped(style)) }
            }
            body {
                (patterns())
                header {
                    p.kind { (page.kind) }
                    h1 { (page.heading) }
                    @if context.is_demo { p.synthetic { (label(L::Synthetic)) } }
                    p.lead { (as_of) }
                }
                main { (page.body) }
                footer {
                    p.note {
                        (page.running) " · " (as_of) " · " (context.program)
                        @if context.is_demo { " · " strong { (label(L::Synthetic)) } }
                    }
                }
            }
        }
    };
    markup.into_string()
}

/// Returns the style of the sheet of paper, with what runs along on each.
fn sheet(running: &str) -> String {
    let running = css_text(running);
    format!(
        "@page{{size:A4;margin:18mm 15mm 20mm;@bottom-right{{content:{running}\" · \"counter(page)\"/\"counter(pages);font:8pt sans-serif}}}}"
    )
}

/// Writes a text as a string of CSS: whatever is no letter or digit as its number, so that none of it is read as CSS or HTML.
fn css_text(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        if char.is_ascii_alphanumeric() || char == '-' {
            out.push(char);
        } else {
            // Writing into a text never fails.
            let _ = write!(out, "\\{:x} ", u32::from(char));
        }
    }
    out.push('"');
    out
}

/// A picture of a report.
pub(super) struct Figure {
    /// Unique in its page.
    pub(super) id: String,
    /// What it shows, in a few words; also its caption.
    pub(super) title: String,
    /// The same with its numbers, for who does not see it.
    pub(super) about: String,
    /// Width and height in its own units.
    pub(super) size: (i64, i64),
    /// What is drawn.
    pub(super) drawing: Markup,
}

impl Figure {
    /// Returns it as a part of a page; the table with the same numbers is put beside it by the caller.
    pub(super) fn markup(&self) -> Markup {
        let (title, about) = (format!("{}-t", self.id), format!("{}-d", self.id));
        let named = format!("{title} {about}");
        let (width, height) = self.size;
        let view = format!("0 0 {width} {height}");
        html! {
            figure id=(self.id) {
                figcaption { (self.title) }
                svg role="img" viewBox=(view) aria-labelledby=(named) {
                    title id=(title) { (self.title) }
                    desc id=(about) { (self.about) }
                    (self.drawing)
                }
            }
        }
    }
}

/// A section with its heading; one that may be longer than a sheet is broken between rows.
pub(super) fn section(id: &str, heading: &str, is_long: bool, body: &Markup) -> Markup {
    let class = if is_long { "long" } else { "whole" };
    html! {
        section id=(id) class=(class) {
            h2 { (heading) }
            (body)
        }
    }
}

/// A column of a table.
#[derive(Clone, Copy)]
pub(super) enum Side {
    /// Of words.
    Left,
    /// Of numbers.
    Right,
}

impl Side {
    fn class(self) -> &'static str {
        match self {
            Self::Left => "t",
            Self::Right => "n",
        }
    }
}

/// A table whose first cell of a row names the row; `last` stands out, as a sum does.
pub(super) fn table(
    caption: Option<&str>,
    columns: &[(String, Side)],
    rows: &[Vec<Markup>],
    has_sum: bool,
) -> Markup {
    let last = rows.len().wrapping_sub(1);
    html! {
        div.scroll {
            table class=[(columns.len() <= 3).then_some("small")] {
                @if let Some(caption) = caption { caption { (caption) } }
                thead { tr {
                    @for (name, side) in columns { th scope="col" class=(side.class()) { (name) } }
                } }
                tbody {
                    @for (place, row) in rows.iter().enumerate() {
                        tr class=[(has_sum && place == last).then_some("sum")] {
                            @for (cell, (at, side)) in row.iter().zip((0..).zip(columns.iter().map(|c| c.1))) {
                                @if at == 0 { th scope="row" class=(side.class()) { (cell) } }
                                @else { td class=(side.class()) { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Columns of words.
pub(super) fn left(names: impl IntoIterator<Item = impl Into<String>>) -> Vec<(String, Side)> {
    let names = names.into_iter();
    names.map(|name| (name.into(), Side::Left)).collect()
}

/// A first column of words, and others of numbers.
pub(super) fn numbers(
    first: impl Into<String>,
    names: impl IntoIterator<Item = impl Into<String>>,
) -> Vec<(String, Side)> {
    let names = names.into_iter().map(|name| (name.into(), Side::Right));
    std::iter::once((first.into(), Side::Left))
        .chain(names)
        .collect()
}

/// A text as a cell.
pub(super) fn cell(text: impl AsRef<str>) -> Markup {
    html! { (text.as_ref()) }
}

/// A small remark.
pub(super) fn note(text: &str) -> Markup {
    html! { p.note { (text) } }
}

#[cfg(test)]
mod tests {
    use super::css_text;

    #[test]
    fn nothing_of_a_text_ends_the_style_or_its_string() {
        assert_eq!(css_text("01-001"), "\"01-001\"");
        assert_eq!(css_text("\"</style>"), "\"\\22 \\3c \\2f style\\3e \"");
    }
}
