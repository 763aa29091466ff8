//! Tables, in a frame that scrolls by itself.

use std::fmt::Write as _;

use pulldown_cmark::{Alignment, Event, Tag};

use super::super::markdown::{Item, Placed, end_of};
use super::{Writer, escaped};
use crate::ui::phrases::page as say;

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, alignments: &[Alignment], inner: &[Placed]) {
        let label = match self.section.as_str() {
            "" => say::TABLE.text(),
            section => say::TABLE_IN.of([section.to_string()]),
        };
        let label = escaped(&label);
        // Reachable by keyboard, because it may scroll.
        let _ = writeln!(
            self.out,
            "<div class=\"scroll-x\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\"><table class=\"data\">"
        );
        let mut in_body = false;
        for (tag, cells) in children(inner) {
            let head = matches!(tag, Tag::TableHead);
            if head {
                self.html("<thead>\n");
            } else if !in_body {
                in_body = true;
                self.html("<tbody>\n");
            }
            self.row(alignments, cells, head);
            if head {
                self.html("</thead>\n");
            }
        }
        self.html(if in_body { "</tbody></table></div>\n" } else { "</table></div>\n" });
    }

    fn row(&mut self, alignments: &[Alignment], cells: &[Placed], head: bool) {
        self.html("<tr>");
        for (column, (_, content)) in children(cells).enumerate() {
            let class = match alignments.get(column) {
                Some(Alignment::Right) => " class=\"num\"",
                Some(Alignment::Center) => " class=\"center\"",
                _ => "",
            };
            // An empty corner is not a heading of anything.
            let name = if head && !content.is_empty() { "th" } else { "td" };
            let scope = if name == "th" { " scope=\"col\"" } else { "" };
            let _ = write!(self.out, "<{name}{scope}{class}>");
            self.items(content);
            let _ = write!(self.out, "</{name}>");
        }
        self.html("</tr>\n");
    }
}

/// The elements directly inside some items.
fn children(items: &[Placed]) -> impl Iterator<Item = (&Tag<'static>, &[Placed])> {
    let mut index = 0;
    std::iter::from_fn(move || {
        while index < items.len() {
            let (start, end) = (index, end_of(items, index));
            index = end + 1;
            if let Item::Event(Event::Start(tag)) = &items[start].0 {
                return Some((tag, &items[start + 1..end]));
            }
        }
        None
    })
}
