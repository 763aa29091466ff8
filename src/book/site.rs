//! The built folder around the pages: Trunk's output taken in, its files named by their content, everything compressed.

/// The files that every page loads, by their paths from the site's root. [`Default`] is for tests of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shell {
    /// The one style sheet.
    pub style: String,
    /// The loader: a classic script that brings the labs to life.
    pub loader: String,
    /// The glue that wasm-bindgen wrote.
    pub glue: String,
    /// The module of labs and quizzes.
    pub wasm: String,
    /// The same module as text in a script, for `file://`.
    pub wasm_text: String,
    /// The typeface that the first lines need.
    pub font: String,
    /// The icon.
    pub icon: String,
    /// The script that reloads the page under `trunk serve`; `None` in a release.
    pub reload: Option<String>,
}
