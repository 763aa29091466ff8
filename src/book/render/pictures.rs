//! Pictures: drawings written into the page, others linked, both with words for who does not see them.

use std::fmt::Write as _;

use super::super::markdown::{Placed, plain_text, slug};
use super::inline::is_relative;
use super::{Writer, escaped};
use crate::scenario::Problem;

impl Writer<'_, '_> {
    pub(super) fn image(&mut self, src: &str, title: &str, alt: &[Placed], at: usize) {
        let alt = self.plain(&plain_text(alt), at);
        let title = self.plain(title, at);
        let title = Some(("title".to_string(), title)).filter(|(_, title)| !title.is_empty());
        self.picture(src, &alt, title.into_iter().collect(), at);
    }

    /// A picture alone in its paragraph, with its title as the caption.
    pub(super) fn figure(&mut self, src: &str, title: &str, alt: &[Placed], at: usize) {
        let caption = self.plain(title, at);
        self.html("<figure class=\"figure\">");
        self.image(src, "", alt, at);
        let _ = writeln!(self.out, "<figcaption>{}</figcaption></figure>", escaped(&caption));
    }

    /// A picture with its alternative text and whatever other attributes it has.
    pub(super) fn picture(&mut self, src: &str, alt: &str, extra: Vec<(String, String)>, at: usize) {
        if alt.trim().is_empty() {
            let hint = "say what it shows: `![a ring of ten arcs](…)`";
            self.mistake_with_hint(at, "this picture has no alternative text", hint);
        }
        let figures = self.setting.figures;
        if !is_relative(src) {
            let hint = "put it into figures/ and link to that";
            self.mistake_with_hint(at, "a picture of another host would be missing offline", hint);
        } else if !figures.contains_key(src) {
            let known = figures.keys().map(String::as_str);
            self.problem(at, Problem::unknown("", "picture", src, known));
        }
        if let Some(Some(drawing)) = figures.get(src) {
            let prefix = self.drawing_prefix(src);
            for id in &drawing.ids {
                self.claim_id(&format!("{prefix}-{id}"), at);
            }
            return self.html(&drawing.html(&prefix, alt, &extra));
        }
        let _ = write!(self.out, "<img src=\"{}\" alt=\"{}\"", escaped(src), escaped(alt));
        if extra.iter().all(|(name, _)| name != "loading") {
            self.html(" loading=\"lazy\"");
        }
        for (name, value) in &extra {
            let _ = write!(self.out, " {name}=\"{}\"", escaped(value));
        }
        self.html(">");
    }

    /// What begins the ids of a drawing: its name, with a number from its second time on the page on.
    fn drawing_prefix(&mut self, src: &str) -> String {
        let name = src.trim_start_matches("figures/").trim_end_matches(".svg");
        let name = slug(name);
        let times = self.body.drawn.entry(name.clone()).or_default();
        *times += 1;
        if *times == 1 { name } else { format!("{name}-{times}") }
    }
}
