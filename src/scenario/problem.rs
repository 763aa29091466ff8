//! What is wrong with a scenario, said so that its writer can mend it.

use std::fmt;

/// One thing wrong, where it is, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The dotted path of the offending value (`params.nodes`, `actions.0.do`).
    pub path: String,
    /// What is wrong, and what was taken instead.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem at `path`.
    pub fn new(path: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        Self::copied(path.as_ref(), message.as_ref())
    }

    /// The copying, once and not at every call.
    fn copied(path: &str, message: &str) -> Self {
        Self { path: path.to_string(), message: message.to_string(), hint: None }
    }

    /// A problem with an unknown name: the hint is the nearest right one, or all of them.
    pub fn unknown<'a>(path: impl AsRef<str>, what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> Self {
        Self::unknown_among(path.as_ref(), what, given, &known.collect::<Vec<_>>())
    }

    fn unknown_among(path: &str, what: &str, given: &str, known: &[&str]) -> Self {
        let shown: String = given.chars().take(40).collect();
        let mut problem = Self::new(path, format!("unknown {what} `{shown}`"));
        problem.hint = Some(match nearest(given, known) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.is_empty() => format!("there is no {what} here"),
            None => format!("one of: {}", few(known)),
        });
        problem
    }

    /// The same problem, deeper in a document.
    pub fn under(mut self, prefix: &str) -> Self {
        self.path = format!("{prefix}.{}", self.path);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// The most names that a hint lists.
const FEW: usize = 14;

/// Names in a row; of many, the first eight and how many more there are.
fn few(names: &[&str]) -> String {
    match names.get(..8) {
        Some(first) if names.len() > FEW => format!("{} … and {} more", first.join(", "), names.len() - 8),
        _ => names.join(", "),
    }
}

/// The known name nearest to a misspelt one, if any is near.
#[cfg(not(target_arch = "wasm32"))]
fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    // Hostile input may be long; a name never is.
    let given: String = given.chars().take(40).collect();
    let scored = known.iter().map(|name| (strsim::jaro_winkler(&given, name), *name));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

/// A page names them all: few readers type a link.
#[cfg(target_arch = "wasm32")]
fn nearest<'a>(_: &str, _: &[&'a str]) -> Option<&'a str> {
    None
}
