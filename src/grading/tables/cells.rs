//! Cells of a table, and how they are written so that no program takes a text for something else.

use std::io;

use crate::quiz::grade::tidy;

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// For a spreadsheet that opens it by a click: a byte-order mark, and texts that it would take for numbers, dates or
    /// formulas as texts.
    pub spreadsheet: bool,
    /// What stands between columns.
    pub separator: u8,
}

/// What some spreadsheet or other parts columns and rows by, whatever a table was written with.
const PARTS: [char; 5] = [',', ';', '\t', '\n', '\r'];
/// What begins a formula. Some spreadsheets take the wide forms for the others.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A cell.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// Nothing, which is not 0.
    Empty,
    Text(String),
    Points(f64),
    Whole(u64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl Style {
    fn text(self, cell: Cell) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => quoted(self.guarded(&text)),
            // A spreadsheet that wants semicolons writes decimals with a comma.
            Cell::Points(points) if self.spreadsheet && self.separator == b';' => fixed(points).replace('.', ","),
            Cell::Points(points) => fixed(points),
            Cell::Whole(number) => number.to_string(),
        }
    }

    /// A spreadsheet takes a cell that begins like a formula for one; an apostrophe makes it text. What it would take for a
    /// number or a date is text as the result of a formula, which may have 255 characters.
    fn guarded(self, text: &str) -> String {
        let text = self.guarded_inside(text);
        let formula = is_formula(&text);
        let number = text.starts_with(|c: char| c.is_ascii_digit());
        if self.spreadsheet && (formula || number) && text.chars().count() < 250 && !text.contains(['\n', '\r', '\t']) {
            format!("=\"{}\"", text.replace('"', "\"\""))
        } else if formula {
            format!("'{text}")
        } else {
            text
        }
    }

    /// The same within a text: a spreadsheet that parts columns by something else than this table does may not see that the
    /// cell is quoted, and what follows a semicolon or a line's end in it begins a cell there. A number is no harm, and stays.
    fn guarded_inside(self, text: &str) -> String {
        let parts = |c: char| PARTS.contains(&c) && c != char::from(self.separator);
        let mut pieces = text.split_inclusive(parts);
        let mut guarded = pieces.next().unwrap_or_default().to_string();
        for piece in pieces {
            let inner = piece.trim_start_matches(['"', ' ']);
            let (before, inner) = piece.split_at(piece.len() - inner.len());
            guarded.push_str(before);
            let is_number = inner.trim_end_matches(PARTS).trim().parse::<f64>().is_ok();
            guarded.push_str(if inner.starts_with(SIGNS) && !is_number { "'" } else { "" });
            guarded.push_str(inner);
        }
        guarded
    }
}

/// Whether a cell with this text would be a formula, also to a spreadsheet that passes over what it cannot show.
fn is_formula(text: &str) -> bool {
    text.starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n'])
}

/// A text as it stands between separators. Some spreadsheets part columns by several of them at once, so that a text with any
/// of them is quoted.
fn quoted(text: String) -> String {
    if text.contains(PARTS) || text.contains('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A CSV that is written.
pub(super) struct Csv<W: io::Write> {
    writer: csv::Writer<W>,
    style: Style,
}

impl<W: io::Write> Csv<W> {
    pub(super) fn new(mut to: W, style: Style) -> io::Result<Self> {
        let ends = if style.spreadsheet { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        if style.spreadsheet {
            to.write_all(b"\xef\xbb\xbf")?;
        }
        let mut builder = csv::WriterBuilder::new();
        // A text is quoted before it comes here, where more texts need it than this separator asks for.
        builder.delimiter(style.separator).terminator(ends).quote_style(csv::QuoteStyle::Never);
        let writer = builder.from_writer(to);
        Ok(Self { writer, style })
    }

    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = Cell>) -> io::Result<()> {
        let style = self.style;
        Ok(self.writer.write_record(cells.into_iter().map(|cell| style.text(cell)))?)
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Points with two decimals; only what a file claims can be so large that it is written in powers of ten.
pub(super) fn fixed(points: f64) -> String {
    if points.abs() < 1e6 { format!("{points:.2}") } else { tidy(points) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(spreadsheet: bool, separator: u8, text: &str) -> String {
        Style { spreadsheet, separator }.text(Cell::from(text))
    }

    #[test]
    fn a_text_that_any_spreadsheet_would_part_is_quoted() {
        for (text, cell) in [
            ("Ada Lovelace", "Ada Lovelace"),
            ("a;b", "\"a;b\""),
            ("a\tb", "\"a\tb\""),
            ("a,b", "\"a,b\""),
            ("a\rb", "\"a\rb\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
        ] {
            assert_eq!(written(false, b',', text), cell);
            assert_eq!(written(false, b';', text), cell);
        }
        assert_eq!(Style { spreadsheet: true, separator: b';' }.text(Cell::Points(1.5)), "1,50");
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1", "+1", "-1", "@A1", "\n=1", "\r=1", "\t=1", "＝1", "＋1", "－1", "＠A1"] {
            let cell = written(false, b',', text);
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell}");
        }
        assert_eq!(written(true, b',', "＝1"), "\"=\"\"＝1\"\"\"");
    }

    #[test]
    fn no_piece_of_a_text_is_a_formula_where_columns_are_parted_otherwise() {
        for (text, cell) in [
            ("x; =1", "\"x; '=1\""),
            ("x\t＋1", "\"x\t'＋1\""),
            ("x\n=1", "\"x\n'=1\""),
            ("x;\"=1", "\"x;\"\"'=1\""),
            ("x, -1", "\"x, -1\""),
            ("3; 4-1", "\"3; 4-1\""),
            ("3; -0.5; +1e3", "\"3; -0.5; +1e3\""),
        ] {
            assert_eq!(written(false, b',', text), cell);
        }
        assert_eq!(written(false, b';', "x, -1+1; -2"), "\"x, '-1+1; -2\"");
        assert_eq!(written(true, b',', "=1;=2"), "\"=\"\"=1;'=2\"\"\"");
    }
}
