//! Pictures: drawings written into the page, others linked, both with words for who does not see them.

use std::fmt::Write as _;

use super::super::markdown::{Placed, slug};
use super::super::spelling::{composed, decoded, encoded};
use super::inline::is_relative;
use super::{Writer, escaped};
use crate::scenario::Problem;

impl Writer<'_, '_> {
    /// A picture without a caption, or in the middle of a text.
    pub(super) fn image(&mut self, src: &str, alt: &[Placed], at: usize) {
        let told = self.body.mistakes.len();
        self.described(src, alt, at);
        if self.body.mistakes.len() == told {
            let hint = format!("`![what it shows]({src} \"What to notice in it.\")`, between two empty lines");
            self.mistake_with_hint(at, "a picture is alone in its paragraph, with its caption", hint);
        }
    }

    /// A picture alone in its paragraph, with its title as the caption.
    pub(super) fn figure(&mut self, src: &str, title: &str, alt: &[Placed], at: usize) {
        let caption = self.plain(title, at);
        self.html("<figure class=\"figure\">");
        self.described(src, alt, at);
        let _ = writeln!(self.out, "<figcaption>{}</figcaption></figure>", escaped(&caption));
    }

    fn described(&mut self, src: &str, alt: &[Placed], at: usize) {
        let (alt, problems) = self.words(alt);
        problems.into_iter().for_each(|problem| self.problem(at, problem));
        self.picture(src, &alt, Vec::new(), at);
    }

    /// A picture with its alternative text and whatever other attributes it has.
    pub(super) fn picture(&mut self, src: &str, alt: &str, extra: Vec<(String, String)>, at: usize) {
        let Some(figures) = self.setting.figures else {
            let hint = "put it into the chapter, before the quiz";
            return self.mistake_with_hint(at, "a picture cannot stand in a quiz", hint);
        };
        if alt.trim().is_empty() {
            let hint = "say what it shows: `![a ring of ten arcs](…)`";
            self.mistake_with_hint(at, "this picture has no alternative text", hint);
        }
        let name = Some(composed(src)).filter(|name| figures.contains_key(name)).unwrap_or_else(|| decoded(src));
        let name = name.as_str();
        // Of a folder that is elsewhere nothing is known.
        let is_unread = figures.is_empty() && self.setting.results.is_partial;
        if !is_relative(src) {
            let hint = "put it into figures/ and link to that";
            self.mistake_with_hint(at, "a picture of another host would be missing offline", hint);
        } else if !figures.contains_key(name) && !is_unread {
            let known = figures.keys().map(String::as_str);
            self.problem(at, Problem::unknown("", "picture", name, known));
        }
        if let Some(Some(drawing)) = figures.get(name) {
            let prefix = self.drawing_prefix(name);
            for (id, times) in &drawing.ids {
                let on_page = format!("{prefix}-{id}");
                self.claim_id(&on_page, at);
                // That it stands twice in the drawing is told there.
                (1..*times).for_each(|_| drop(self.count_id(&on_page, at)));
            }
            return self.html(&drawing.html(&prefix, alt, &extra));
        }
        let _ = write!(self.out, "<img src=\"{}\" alt=\"{}\"", escaped(&encoded(name)), escaped(alt));
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
