//! Problems of a scenario, told so that its author can fix them.

use std::fmt;

/// One thing wrong, where it is, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The dotted path of the offending value (`params.nodes`, `actions.0.do`).
    pub path: String,
    /// The problem.
    pub message: String,
    /// The value that is taken instead where a lab shows something all the same.
    pub taken: Option<String>,
    /// How to mend it.
    pub hint: Option<String>,
    /// Of a value that may not stand twice, the dotted path of the first.
    pub first: Option<String>,
}

impl Problem {
    /// A problem at `path`.
    pub fn new(path: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        Self::copied(path.as_ref(), message.as_ref())
    }

    /// The copying, once and not at every call.
    fn copied(path: &str, message: &str) -> Self {
        Self { path: path.to_string(), message: message.to_string(), taken: None, hint: None, first: None }
    }

    /// A problem with a value at `path` that repeats the one at `first`.
    pub fn second(path: impl AsRef<str>, first: &str, message: impl AsRef<str>) -> Self {
        Self { first: Some(first.to_string()), ..Self::new(path, message) }
    }

    /// The same problem, for which a page takes another value.
    pub(super) fn instead(self, taken: String) -> Self {
        Self { taken: Some(taken), ..self }
    }

    /// What a page says of it, which shows something all the same.
    pub fn note(&self) -> String {
        let taken = self.taken.as_ref().map(|taken| format!("; {taken} was taken"));
        format!("{self}{}", taken.unwrap_or_default())
    }

    /// A problem with an unknown name: the hint is the nearest right one, or all of them.
    pub fn unknown<'a>(path: impl AsRef<str>, what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> Self {
        Self::unknown_among(path.as_ref(), what, given, &known.collect::<Vec<_>>())
    }

    fn unknown_among(path: &str, what: &str, given: &str, known: &[&str]) -> Self {
        let shown: String = given.chars().take(40).collect();
        let message =
            if given.is_empty() { format!("no {what} is named") } else { format!("unknown {what} `{shown}`") };
        let mut problem = Self::new(path, message);
        problem.hint = Some(match nearest(given, known) {
            Some(name) => suggestion(name),
            None if known.is_empty() => format!("there is no {what} here"),
            None => format!("one of: {}", few(known)),
        });
        problem
    }

    /// The same problem, deeper in a document.
    pub fn under(mut self, prefix: &str) -> Self {
        self.path = deeper(prefix, &self.path);
        self.first = self.first.map(|first| deeper(prefix, &first));
        self
    }
}

fn deeper(prefix: &str, path: &str) -> String {
    if path.is_empty() { prefix.to_string() } else { format!("{prefix}.{path}") }
}

/// The hint that names what may have been meant.
pub fn suggestion(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// (Native.) The name that such a hint holds.
#[cfg(grader)]
pub fn suggested(hint: &str) -> Option<&str> {
    hint.strip_prefix("did you mean `")?.strip_suffix("`?")
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
#[cfg(grader)]
fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    // Hostile input may be long; a name never is. The case of its letters is no other name.
    let given = given.chars().take(40).collect::<String>().to_lowercase();
    // In a short name two letters in each other's place are a slip, and to Jaro and Winkler another name.
    let is_slip = |name: &str| given.len() > 2 && strsim::osa_distance(&given, name) == 1;
    let alike = |name: &str| {
        let name = name.to_lowercase();
        strsim::jaro_winkler(&given, &name).max(if is_slip(&name) { 0.8 } else { 0.0 })
    };
    let scored = known.iter().map(|name| (alike(name), *name));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

/// A page names them all: few readers type a link.
#[cfg(not(grader))]
fn nearest<'a>(_: &str, _: &[&'a str]) -> Option<&'a str> {
    None
}
