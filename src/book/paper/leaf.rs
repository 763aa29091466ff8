//! A page of the site, taken into the document: its ids made its own, its links led to where the pages now stand.

use std::collections::BTreeMap;

use anyhow::Context as _;

use super::super::html::{self, Tag};
use super::super::links;
use super::super::render::is_relative;
use crate::quiz::{Quiz, obfuscation};

/// A page in the document.
pub(super) struct Leaf {
    index: usize,
    /// What the style calls such a page: a chapter or an overview.
    pub(super) class: String,
    /// Its number, as printed: `10.1`.
    pub(super) number: String,
    /// Its title.
    pub(super) title: String,
    /// What stands in its article.
    pub(super) html: String,
    /// Its quiz, with the key.
    pub(super) quiz: Option<Quiz>,
}

/// Where links lead: the places in the document of the pages that are in it, by their paths.
pub(super) type Places = BTreeMap<String, usize>;

impl Leaf {
    /// Takes the article of a page of the site.
    pub(super) fn take(
        text: &str,
        index: usize,
        number: String,
        title: String,
        path: &str,
        places: &Places,
    ) -> anyhow::Result<Self> {
        let inside = text.split_once("<article class=\"sheet\">").and_then(|(_, rest)| rest.rsplit_once("</article>"));
        let (inside, _) = inside.context("it has no article")?;
        let body = text.split_once("<body class=\"").and_then(|(_, rest)| rest.split_once('"'));
        let class = body.map(|(class, _)| class.to_string()).unwrap_or_default();
        let move_all = |html: &str| moved(html, |tag| move_tag(tag, index, path, places));
        let quiz = quiz(inside)?.map(|mut quiz| {
            quiz.map_texts(|text, _| move_all(text));
            quiz
        });
        Ok(Self { index, class, number, title, html: move_all(inside), quiz })
    }

    /// The id of the leaf, with which those of its elements begin.
    pub(super) fn id(&self) -> String {
        id(self.index)
    }
}

fn id(index: usize) -> String {
    format!("leaf-{}", index + 1)
}

/// The quiz that a page carries.
fn quiz(page: &str) -> anyhow::Result<Option<Quiz>> {
    let tags = html::read(page).tags;
    let Some(section) = tags.iter().find(|tag| tag.attribute("data-quiz").is_some()) else { return Ok(None) };
    let chapter = section.attribute("data-chapter").unwrap_or_default();
    let quiz = obfuscation::reveal(chapter, section.attribute("data-quiz").unwrap_or_default());
    quiz.map(Some).context("its quiz cannot be read: it was built by another version of this program")
}

/// The text with each start tag changed as `change` wants it; one that it leaves alone stays as it was written.
fn moved(text: &str, change: impl Fn(&mut Tag)) -> String {
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for tag in html::read(text).tags.into_iter().filter(|tag| !tag.is_end) {
        let mut new = tag.clone();
        change(&mut new);
        if new != tag {
            out.push_str(&text[done..tag.range.start]);
            new.write(&mut out);
            done = tag.range.end;
        }
    }
    out + &text[done..]
}

/// Moves what a tag names. What only a live page needs is left out, and so is a link to a page that is not printed.
fn move_tag(tag: &mut Tag, index: usize, path: &str, places: &Places) {
    tag.attributes.retain_mut(|(name, value)| match name.as_str() {
        "data-quiz" | "data-plate" => false,
        "id" | "for" | "aria-labelledby" | "aria-describedby" | "aria-controls" | "headers" => {
            let ids = value.split_whitespace().map(|one| format!("{}-{one}", id(index)));
            *value = ids.collect::<Vec<_>>().join(" ");
            true
        }
        "href" | "xlink:href" if is_relative(value) => match led(value, path, places) {
            Some(href) => {
                *value = href;
                true
            }
            None => false,
        },
        "src" if is_relative(value) => {
            *value = links::resolve(path, value);
            true
        }
        _ => {
            if value.contains("url(#") {
                *value = value.replace("url(#", &format!("url(#{}-", id(index)));
            }
            true
        }
    });
}

/// Where a link of the page at `path` leads in the document.
fn led(href: &str, path: &str, places: &Places) -> Option<String> {
    let (address, anchor) = href.split_once('#').unwrap_or((href, ""));
    let file = address.split('?').next().unwrap_or_default();
    let target = if file.is_empty() { path.to_string() } else { links::resolve(path, file) };
    let leaf = id(*places.get(&target)?);
    Some(if anchor.is_empty() { format!("#{leaf}") } else { format!("#{leaf}-{anchor}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved_as_second(html: &str) -> String {
        let places = Places::from([("part-1/a/index.html".into(), 0), ("part-1/b/index.html".into(), 1)]);
        moved(html, |tag| move_tag(tag, 1, "part-1/b/index.html", &places))
    }

    #[test]
    fn an_id_is_its_leafs_own_and_whatever_names_it_follows() {
        for (written, right) in [
            ("<h2 id=\"x\">", "<h2 id=\"leaf-2-x\">"),
            ("<p aria-labelledby=\"x y\">", "<p aria-labelledby=\"leaf-2-x leaf-2-y\">"),
            ("<a href=\"#x\">", "<a href=\"#leaf-2-x\">"),
            ("<path fill=\"url(#x)\"/>", "<path fill=\"url(#leaf-2-x)\"/>"),
            ("<p class=\"x\">1 &lt; 2</p>", "<p class=\"x\">1 &lt; 2</p>"),
        ] {
            assert_eq!(moved_as_second(written), right);
        }
    }

    #[test]
    fn a_link_leads_to_the_leaf_that_it_means_or_nowhere() {
        for (written, right) in [
            ("<a href=\"../a/index.html\">", "<a href=\"#leaf-1\">"),
            ("<a href=\"../a/index.html?v=1&amp;lab=x#plate\">", "<a href=\"#leaf-1-plate\">"),
            ("<a href=\"../c/index.html#x\">", "<a>"),
            ("<a href=\"https://example.org/#x\">", "<a href=\"https://example.org/#x\">"),
            ("<img src=\"figures/x.svg\">", "<img src=\"part-1/b/figures/x.svg\">"),
        ] {
            assert_eq!(moved_as_second(written), right);
        }
    }
}
