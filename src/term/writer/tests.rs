//! Frames against a screen model, and their cost at 80x24.

use super::*;
use crate::term::caps::Colours;
use ratatui::style::{Color, Modifier, Style};

const CAPS: Caps = Caps {
    colours: Colours::Sixteen,
    glyphs: Glyphs::Utf8,
};

fn screen(columns: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0)
}

/// Returns the bytes of a frame as text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A form of twelve fields with a value in each, the focused one reversed.
fn form(frame: &mut Frame<'_>, values: &[&str], focus: usize) {
    for (row, value) in values.iter().enumerate() {
        let y = u16::try_from(row).unwrap() + 1;
        let label = Style::new().fg(Color::Cyan);
        let style = if row == focus {
            Style::new().add_modifier(Modifier::REVERSED)
        } else {
            Style::new()
        };
        let buffer = frame.buffer_mut();
        buffer.set_string(2, y, format!("field {row:>2}"), label);
        buffer.set_string(14, y, format!("{value:<10}"), style);
        if row == focus {
            let x = 14 + u16::try_from(value.len()).unwrap();
            frame.set_cursor_position((x, y));
        }
    }
}

#[test]
fn a_digit_and_a_row_stay_within_their_bytes() {
    let mut painter = Painter::new(CAPS, 80, 24);
    let mut model = screen(80, 24);
    let mut values = vec![""; 12];
    model.process(painter.paint(|frame| form(frame, &values, 3)));
    for typed in ["1", "12", "120"] {
        values[3] = typed;
        let bytes = painter.paint(|frame| form(frame, &values, 3));
        assert!(bytes.len() <= 60, "{}", String::from_utf8_lossy(bytes));
        model.process(bytes);
        assert_eq!(model.screen().cursor_position().0, 4);
        assert_eq!(
            usize::from(model.screen().cursor_position().1),
            14 + typed.len()
        );
    }
    for focus in 4..12 {
        let bytes = painter.paint(|frame| form(frame, &values, focus));
        assert!(bytes.len() <= 150, "{}", String::from_utf8_lossy(bytes));
        model.process(bytes);
        assert_eq!(usize::from(model.screen().cursor_position().0), focus + 1);
    }
    assert!(model.screen().contents().contains("field  3    120"));
}

#[test]
fn the_bytes_of_a_form_are_these() {
    let mut painter = Painter::new(CAPS, 80, 24);
    let mut values = ["7"; 12];
    let whole = text(painter.paint(|frame| form(frame, &values, 3)));
    assert_eq!(
        whole,
        "\x1b[?2026h\x1b[m\x1b[2J\
         \x1b[2;3H\x1b[36mfield  0\x1b[4C\x1b[39m7\
         \x1b[3;3H\x1b[36mfield  1\x1b[4C\x1b[39m7\
         \x1b[4;3H\x1b[36mfield  2\x1b[4C\x1b[39m7\
         \x1b[5;3H\x1b[36mfield  3\x1b[4C\x1b[7;39m7         \
         \x1b[6;3H\x1b[0;36mfield  4\x1b[4C\x1b[39m7\
         \x1b[7;3H\x1b[36mfield  5\x1b[4C\x1b[39m7\
         \x1b[8;3H\x1b[36mfield  6\x1b[4C\x1b[39m7\
         \x1b[9;3H\x1b[36mfield  7\x1b[4C\x1b[39m7\
         \x1b[10;3H\x1b[36mfield  8\x1b[4C\x1b[39m7\
         \x1b[11;3H\x1b[36mfield  9\x1b[4C\x1b[39m7\
         \x1b[12;3H\x1b[36mfield 10\x1b[4C\x1b[39m7\
         \x1b[13;3H\x1b[36mfield 11\x1b[4C\x1b[39m7\
         \x1b[5;16H\x1b[?25h\x1b[?2026l"
    );
    values[3] = "78";
    let digit = text(painter.paint(|frame| form(frame, &values, 3)));
    assert_eq!(digit, "\x1b[?2026h\x1b[7m8\x1b[m\x1b[?2026l");
    let row = text(painter.paint(|frame| form(frame, &values, 4)));
    assert_eq!(
        row,
        "\x1b[?2026h\x1b[5;15H78        \x1b[6;15H\x1b[7m7         \x1b[m\x1b[6;16H\x1b[?2026l"
    );
}

#[test]
fn the_cursor_goes_the_shortest_way_in_these_bytes() {
    let mut painter = Painter::new(CAPS, 20, 4);
    painter.paint(|frame| frame.set_cursor_position((0, 0)));
    let table = [
        ((0, 2), "\x1b[3H"),
        ((5, 2), "\x1b[5C"),
        ((6, 2), "\x1b[C"),
        ((5, 2), "\x08"),
        ((3, 2), "\x1b[3;4H"),
        ((0, 2), "\r"),
        ((19, 3), "\x1b[4;20H"),
        ((0, 0), "\x1b[H"),
    ];
    for (place, expected) in table {
        let bytes = text(painter.paint(|frame| frame.set_cursor_position(place)));
        let code = bytes
            .strip_prefix("\x1b[?2026h")
            .and_then(|rest| rest.strip_suffix("\x1b[?2026l"));
        assert_eq!(code, Some(expected), "{place:?}");
    }
    let hidden = text(painter.paint(|_| {}));
    assert_eq!(hidden, "\x1b[?2026h\x1b[?25l\x1b[?2026l");
}

#[test]
fn looks_are_changed_in_these_bytes() {
    let caps = Caps {
        colours: Colours::Indexed,
        ..CAPS
    };
    let mut painter = Painter::new(caps, 20, 1);
    let looks = [
        Style::new().fg(Color::Red),
        Style::new().fg(Color::Red).bg(Color::Indexed(208)),
        Style::new().fg(Color::Rgb(255, 0, 0)).bold(),
        Style::new().fg(Color::DarkGray).bold().dim().italic(),
        Style::new().underlined().reversed().crossed_out(),
        Style::new().bg(Color::White),
        Style::new().bg(Color::White).slow_blink().hidden(),
        Style::new(),
    ];
    let bytes = painter.paint(|frame| {
        for (x, look) in (0..).zip(looks) {
            frame.buffer_mut().set_string(x, 0, "x", look);
        }
    });
    assert_eq!(
        text(bytes),
        "\x1b[?2026h\x1b[m\x1b[2J\x1b[H\x1b[31mx\x1b[48;5;208mx\x1b[1;38;5;196;49mx\
         \x1b[2;3;90mx\x1b[0;4;7;9mx\x1b[0;107mxx\x1b[49mx\x1b[?25l\x1b[?2026l"
    );
}

#[test]
fn a_frame_is_bracketed_and_the_cursor_moves_inside() {
    let mut painter = Painter::new(CAPS, 20, 4);
    let bytes = painter.paint(|frame| {
        frame.buffer_mut().set_string(3, 1, "ab", Style::new());
        frame.set_cursor_position((3, 1));
    });
    assert_eq!(
        String::from_utf8_lossy(bytes),
        "\x1b[?2026h\x1b[m\x1b[2J\x1b[2;4Hab\x1b[2;4H\x1b[?25h\x1b[?2026l"
    );
}

#[test]
fn nothing_new_is_no_bytes_and_a_cursor_alone_is_a_frame() {
    let mut painter = Painter::new(CAPS, 80, 24);
    let values = ["1"; 12];
    assert!(!painter.paint(|frame| form(frame, &values, 0)).is_empty());
    assert!(painter.paint(|frame| form(frame, &values, 0)).is_empty());
    let bytes = painter.paint(|frame| {
        form(frame, &values, 0);
        frame.set_cursor_position((0, 0));
    });
    assert_eq!(bytes, b"\x1b[?2026h\x1b[H\x1b[?2026l");
}

#[test]
fn a_hidden_cursor_is_hidden_once() {
    let mut painter = Painter::new(CAPS, 10, 2);
    let first = painter.paint(|_| {}).to_vec();
    assert!(first.windows(6).any(|part| part == b"\x1b[?25l"));
    assert!(painter.paint(|_| {}).is_empty());
}

#[test]
fn every_cell_comes_again_after_forgetting_and_after_a_resize() {
    let mut painter = Painter::new(CAPS, 30, 14);
    let values = ["7"; 12];
    let first = painter.paint(|frame| form(frame, &values, 5)).to_vec();
    painter.forget();
    assert_eq!(painter.paint(|frame| form(frame, &values, 5)), first);
    painter.resize(40, 16);
    let mut model = screen(40, 16);
    model.process(b"what the terminal kept");
    model.process(painter.paint(|frame| form(frame, &values, 5)));
    assert!(!model.screen().contents().contains("kept"));
    assert!(model.screen().contents().contains("field 11"));
}

#[test]
fn the_screen_shows_what_was_drawn_whatever_changes() {
    // A fixed walk through letters, wide letters and styles; the model must agree after each frame.
    let letters = ["a", "Z", " ", "│", "é", "界", "e\u{301}", "9"];
    let mut painter = Painter::new(CAPS, 23, 7);
    let mut model = screen(23, 7);
    let mut cells = vec![(0_usize, 0_usize); 23 * 7];
    let mut seed = 7_usize;
    for _ in 0..60 {
        for _ in 0..9 {
            seed = seed.wrapping_mul(25_214_903_917).wrapping_add(11) % (1 << 40);
            let place = seed / 64 % cells.len();
            cells[place] = (seed / 7 % letters.len(), seed / 31 % 4);
        }
        let mut shown = String::new();
        let bytes = painter
            .paint(|frame| {
                for (n, (letter, style)) in cells.iter().enumerate() {
                    let (x, y) = ((n % 23) as u16, (n / 23) as u16);
                    let style = match style {
                        0 => Style::new(),
                        1 => Style::new().fg(Color::Red),
                        2 => Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED),
                        _ => Style::new().bg(Color::LightBlue).fg(Color::White),
                    };
                    // Wide letters stand alone, so that none is cut by its neighbour.
                    let wide = letters[*letter] == "界";
                    if wide && (x % 2 == 1 || x >= 22)
                        || x % 2 == 1 && letters[cells[n - 1].0] == "界"
                    {
                        continue;
                    }
                    frame.buffer_mut().set_string(x, y, letters[*letter], style);
                }
                for y in 0..7 {
                    let mut skip = false;
                    for x in 0..23 {
                        let symbol = frame.buffer_mut()[(x, y)].symbol().to_owned();
                        if !std::mem::take(&mut skip) {
                            skip = symbol == "界";
                            shown.push_str(&symbol);
                        }
                    }
                    shown.truncate(shown.trim_end_matches(' ').len());
                    shown.push('\n');
                }
            })
            .to_vec();
        model.process(&bytes);
        let got: String = model
            .screen()
            .rows(0, 23)
            .map(|row| row.trim_end_matches(' ').to_owned() + "\n")
            .collect();
        assert_eq!(got, shown);
    }
}

#[test]
fn what_turns_the_direction_or_has_no_width_never_reaches_a_terminal() {
    let mut painter = Painter::new(
        Caps {
            colours: Colours::Off,
            glyphs: Glyphs::Utf8,
        },
        20,
        1,
    );
    let symbols = ["\u{202e}", "a\u{200d}", "\u{feff}", "\u{2028}", "\u{9b}"];
    let bytes = painter.paint(|frame| {
        for (x, symbol) in (0..).zip(symbols) {
            frame.buffer_mut()[(x, 0)].set_symbol(symbol);
        }
    });
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.contains("?????"), "{text:?}");
    assert!(
        !symbols.iter().any(|symbol| text.contains(symbol)),
        "{text:?}"
    );
}

#[test]
fn a_plain_terminal_gets_no_byte_above_127_and_no_control_passes() {
    let mut painter = Painter::new(
        Caps {
            colours: Colours::Off,
            glyphs: Glyphs::Ascii,
        },
        20,
        3,
    );
    let mut model = screen(20, 3);
    let bytes = painter.paint(|frame| {
        let buffer = frame.buffer_mut();
        buffer.set_string(0, 0, "┌─│é界≥…x", Style::new().fg(Color::Red));
        buffer[(0, 1)].set_symbol("\x1b]0;title\x07");
        buffer[(12, 1)].set_symbol("\u{9b}");
        buffer[(13, 1)].set_symbol("k");
    });
    assert!(bytes.is_ascii());
    assert!(!bytes.windows(2).any(|part| part == b"\x1b]"));
    model.process(bytes);
    assert_eq!(
        model.screen().contents().trim_end(),
        "+-|????.x\n??????????  ?k"
    );
}

#[test]
fn no_size_panics() {
    let mut painter = Painter::new(CAPS, 0, 0);
    for (columns, rows) in [
        (0, 0),
        (1, 1),
        (0, 5),
        (5, 0),
        (200, 60),
        (u16::MAX, u16::MAX),
    ] {
        painter.resize(columns, rows);
        let bytes = painter.paint(|frame| {
            let area = frame.area();
            frame.render_widget("some text", area);
            frame.set_cursor_position((300, 300));
        });
        assert_eq!(bytes.is_empty(), columns == 0 || rows == 0);
    }
}
