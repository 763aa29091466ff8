//! Where a text uses a term for the first time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use regex::Regex;

use super::super::html;
use super::{PATH, Term};

/// Finds the uses of terms in a page.
#[derive(Debug, Default)]
pub struct Uses {
    /// Every name of every term, the longest first; `None` where there is none.
    names: Option<Regex>,
    /// The id of the term of each name. Names are in small letters, as far as their case does not matter.
    ids: BTreeMap<String, String>,
}

/// Elements in which no term becomes a link.
const PASSED_OVER: &str =
    "a button code dt figure h1 h2 h3 h4 h5 h6 kbd label math pre script section style summary svg table";

impl Uses {
    /// Of these terms.
    pub fn of(terms: &[Term]) -> Self {
        let mut ids = BTreeMap::new();
        for term in terms.iter().filter(|term| !term.id.is_empty()) {
            let names = [&term.term].into_iter().chain(&term.also).filter(|name| !name.is_empty());
            ids.extend(names.map(|name| (name.clone(), term.id.clone())));
        }
        let mut names: Vec<&String> = ids.keys().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let patterns: Vec<String> = names.into_iter().map(|name| pattern(name)).collect();
        let names = if patterns.is_empty() { None } else { Regex::new(&patterns.join("|")).ok() };
        Self { names, ids }
    }

    /// A page's text, in which the first use of each term is a link to its entry; `root` leads to the site's root.
    pub fn linked(&self, page: &str, root: &str) -> String {
        let Some(names) = &self.names else { return page.to_string() };
        let (mut out, mut seen) = (String::with_capacity(page.len() + 4096), BTreeSet::new());
        let (mut from, mut over) = (0, Vec::<String>::new());
        for tag in html::read(page).tags {
            let text = &page[from..tag.range.start];
            if over.is_empty() {
                self.mark(names, text, root, &mut seen, &mut out);
            } else {
                out.push_str(text);
            }
            out.push_str(&page[tag.range.clone()]);
            from = tag.range.end;
            let is_passed_over = PASSED_OVER.split(' ').any(|name| name == tag.name);
            if tag.is_end {
                over.pop_if(|open| *open == tag.name);
            } else if is_passed_over && !tag.closes_itself {
                over.push(tag.name);
            }
        }
        self.mark(names, &page[from..], root, &mut seen, &mut out);
        out
    }

    /// The id of the term that goes by a name, or by its plural.
    fn id(&self, name: &str) -> Option<&String> {
        let singular = || name.strip_suffix('s').map(|one| [one, one.strip_suffix('e').unwrap_or(one)]);
        self.ids.get(name).or_else(|| singular()?.iter().find_map(|one| self.ids.get(*one)))
    }

    fn mark<'a>(&'a self, names: &Regex, text: &str, root: &str, seen: &mut BTreeSet<&'a str>, out: &mut String) {
        let mut from = 0;
        for found in names.find_iter(text) {
            let name = found.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
            let id = self.id(&name).or_else(|| self.id(&name.to_lowercase()));
            let is_part = |c: char| c.is_alphanumeric() || c == '-';
            let (before, after) = (&text[..found.start()], &text[found.end()..]);
            let is_whole = !before.ends_with(is_part) && !after.starts_with(is_part);
            let Some(id) = id.filter(|id| is_whole && !seen.contains(id.as_str())) else { continue };
            seen.insert(id);
            // Writing to a String cannot fail.
            let _ = write!(
                out,
                "{}<a class=\"term\" href=\"{root}{PATH}#{id}\">{}</a>",
                &text[from..found.start()],
                found.as_str()
            );
            from = found.end();
        }
        out.push_str(&text[from..]);
    }
}

/// A name as it may stand in a text: broken at any of its spaces, in the plural, and with a capital if it has none of its own.
fn pattern(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(regex::escape).collect();
    let words = words.join(r"\s+");
    let case = if name.chars().any(char::is_uppercase) { "" } else { "i" };
    format!(r"(?{case}:\b{words}(?:e?s)?\b)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(page: &str) -> String {
        let term = |id: &str, names: &[&str]| Term {
            id: id.into(),
            term: names[0].into(),
            also: names[1..].iter().map(|name| name.to_string()).collect(),
            ..Term::default()
        };
        let terms = [term("hash", &["hash"]), term("ch", &["consistent hashing", "hash ring"]), term("lru", &["LRU"])];
        Uses::of(&terms)
            .linked(page, "../")
            .replace("<a class=\"term\" href=\"../glossary/index.html#", "<")
            .replace("</a>", ">")
    }

    #[test]
    fn the_first_use_of_a_term_becomes_a_link() {
        assert_eq!(linked("<p>A hash, two hashes.</p>"), "<p>A <hash\">hash>, two hashes.</p>");
        assert_eq!(linked("Consistent\nhashing"), "<ch\">Consistent\nhashing>");
        assert_eq!(linked("the hash ring"), "the <ch\">hash ring>", "of two names the longer");
        assert_eq!(linked("an LRU, an lru"), "an <lru\">LRU>, an lru");
        assert_eq!(linked("two hashes, LRUs"), "two <hash\">hashes>, <lru\">LRUs>");
        assert_eq!(linked("lru"), "lru", "a name in capitals is found in capitals");
        assert_eq!(linked("rehash, hash-based, re-hash"), "rehash, hash-based, re-hash");
    }

    #[test]
    fn headings_links_code_and_figures_keep_their_words() {
        for page in [
            "<h2>The hash</h2>",
            "<a href=\"#x\">a <em>hash</em></a>",
            "<code>hash</code>",
            "<figure><p>hash</p></figure>",
            "<table><tr><td>hash</td></tr></table>",
            "<p title=\"hash\"></p>",
        ] {
            assert_eq!(linked(page), page.replace("</a>", ">"));
        }
        assert_eq!(
            linked("<figure><figure>hash</figure>hash</figure>hash"),
            "<figure><figure>hash</figure>hash</figure><hash\">hash>"
        );
    }
}
