//! The language of the book, and its catalogues: `strings/LANGUAGE.toml`, a translation of what the interface says.

use std::sync::Arc;

use icu_locale::LanguageIdentifier;
use walkdir::WalkDir;

use super::super::diagnostic::Place;
use super::super::tree::Tree;
use super::manifest::Loader;
use crate::scenario::Problem;
use crate::ui::phrases::catalogue::Catalogue;

/// The folder of catalogues.
pub(super) const STRINGS: &str = "strings";

impl Loader<'_> {
    /// The catalogue of the language that book.toml names; the others are held to the same rules.
    pub(super) fn words(&mut self, wanted: &str) -> Arc<Catalogue> {
        let mut words = None;
        let files = WalkDir::new(self.folder.join(STRINGS)).min_depth(1).max_depth(1).sort_by_file_name();
        for file in files.into_iter().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let language = name.strip_suffix(".toml").and_then(read);
            let Some(language) = language.filter(|language| Catalogue::own(language).is_none()) else {
                self.nothing_reads(file.path(), "name it by its language: `strings/fr.toml`");
                continue;
            };
            let is_wanted = read(wanted).as_ref() == Some(&language);
            if let Some(catalogue) = self.catalogue(&format!("{STRINGS}/{name}"), language).filter(|_| is_wanted) {
                words = Some(catalogue);
            }
        }
        let words = words.or_else(|| Catalogue::own(&read(wanted)?));
        if words.is_none() {
            let message = format!("there are no strings of the language `{wanted}`");
            let hint =
                Some(format!("translate those of the program, `assets/strings/en.toml`, in {STRINGS}/{wanted}.toml"));
            self.problems.push(Problem { hint, ..Problem::new("language", message) });
        }
        words.map(Arc::new).unwrap_or_default()
    }

    /// A translation; what is wrong with it is told.
    fn catalogue(&mut self, file: &str, language: LanguageIdentifier) -> Option<Catalogue> {
        let source = self.file(file, "language").filter(|source| !source.is_missing())?;
        let place = Place::exact(&source, 0);
        let (tree, mistakes) = Tree::parse(&source.text, place);
        // What follows a syntax error is missing only because of it.
        if !mistakes.is_empty() {
            self.mistakes.extend(mistakes);
            return None;
        }
        let (catalogue, problems) = Catalogue::read(language, &tree.json);
        self.mistakes.extend(tree.diagnostics(problems, place));
        Some(catalogue)
    }
}

/// A language by its tag.
fn read(tag: &str) -> Option<LanguageIdentifier> {
    LanguageIdentifier::try_from_str(tag).ok()
}
