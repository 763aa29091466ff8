//! The skeleton of a new lab: an engine with its rooms, its view, its tests, and the lines that name it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use faultlines::book::skeleton::{check_id, fill, write_all};
use faultlines::engines::catalog;

/// Each file of a lab with its template; `@module@` in a path is the lab's name in Rust.
const FILES: &[(&str, &str)] = &[
    ("src/engines/@module@.rs", include_str!("lab/engine.rs.in")),
    ("src/engines/@module@/spec.rs", include_str!("lab/spec.rs.in")),
    ("src/engines/@module@/policy.rs", include_str!("lab/policy.rs.in")),
    ("src/engines/@module@/run.rs", include_str!("lab/run.rs.in")),
    ("src/engines/@module@/report.rs", include_str!("lab/report.rs.in")),
    ("src/labs/@module@.rs", include_str!("lab/view.rs.in")),
    ("tests/engines/@module@.rs", include_str!("lab/tests.rs.in")),
    ("tests/traces/@module@/exponential.txt", include_str!("lab/trace.txt.in")),
];

/// Each list that names every lab: the file, the text before which the new line stands, the line.
const LISTS: &[(&str, Place, &str)] = &[
    ("src/engines.rs", Place::Sorted("pub mod "), "pub mod @module@;"),
    (
        "src/engines/catalog.rs",
        Place::EndOf("const PICTURED: &[Lab] ="),
        "lab(&@module@::SPEC, |input| Box::new(@module@::@type@::new(input)))",
    ),
    ("src/labs.rs", Place::Sorted("pub mod "), "pub mod @module@;"),
    ("src/labs/views.rs", Place::EndOf("\nviews!"), "@module@"),
    ("tests/engines/main.rs", Place::LastParagraph("mod "), "mod @module@;"),
];

/// What is left to do when the files are there.
pub(super) const NEXT: &str = "\
next: cargo test --test engines  tells whether the lab keeps the rules of all labs; it does as it is
      then, in this order: the system itself in run.rs and files of its own nouns, its events and metrics in spec.rs,
      its choices in policy.rs, laws and the paper's table in tests/engines/, the picture in src/labs/;
      FAULTLINES_UPDATE=1 cargo test --test engines traces  writes the golden trace anew; read the difference
      a ```lab fence with its id shows it in a chapter (`faultlines help content`)";

/// Where a line goes in a list.
#[derive(Clone, Copy)]
enum Place {
    /// Among the lines that begin so, in alphabetical order.
    Sorted(&'static str),
    /// The same, in the last paragraph of such lines.
    LastParagraph(&'static str),
    /// As the last entry of the list that begins so, in brackets.
    EndOf(&'static str),
}

/// Words that no module can be called by: Rust's keywords, and the crates that every program has.
const KEYWORDS: &[&str] = &[
    "abstract", "alloc", "as", "async", "await", "become", "box", "break", "const", "continue", "core", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "std", "struct",
    "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// Writes a lab that compiles, is drawn and passes the tests, and gives the paths that were written. `root` is the folder
/// of the checkout.
///
/// # Errors
/// If the id is not kebab-case or taken, a file of it exists, a list is laid out in an unforeseen way, or a file cannot be
/// written; then nothing is changed.
pub(super) fn new_lab(root: &Path, id: &str, title: &str) -> anyhow::Result<Vec<String>> {
    check_id(id)?;
    if id.starts_with(|c: char| c.is_ascii_digit()) {
        bail!("the id `{id}` must begin with a letter, for a module is called so");
    }
    if id == "tests" {
        bail!("the id `tests` is what modules of tests are called: take another");
    }
    if KEYWORDS.contains(&id) {
        bail!("the id `{id}` is a word of Rust, and a module cannot be called so: take another, such as `{id}-lab`");
    }
    if title.trim().is_empty() || title.contains(['"', '\\', '@']) || title.contains(char::is_control) {
        bail!("the title must be a line of plain text, not empty, without `\"`, `\\` and `@`");
    }
    if catalog::find(id).is_some() {
        bail!("there is a lab `{id}` already; `faultlines run --list` names them all");
    }
    let module = id.replace('-', "_");
    let words = [("@id@", id), ("@module@", &module), ("@type@", &pascal(id)), ("@title@", title)];
    let has_name = |(_, template): &(&str, &str)| {
        template.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == module || word == pascal(id))
    };
    if FILES.iter().any(has_name) {
        bail!(
            "the id `{id}` gives a name that the worked example has for something else: take another, such as `{id}-lab`"
        );
    }
    let fill = |template: &str| fill(template, &words);
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for (path, template) in FILES {
        let path = root.join(fill(path));
        if path.exists() {
            bail!("{} is there already; nothing was changed", path.display());
        }
        files.push((path, fill(template)));
    }
    for (path, place, line) in LISTS {
        let path = root.join(path);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}: is this the folder of the checkout?", path.display()))?;
        let Some(text) = entered(&text, *place, &fill(line)) else {
            bail!("{} is laid out in an unforeseen way: nothing was changed", path.display());
        };
        files.push((path, text));
    }
    for (path, text) in &mut files {
        if path.extension().is_some_and(|extension| extension == "rs") {
            *text = formatted(root, text);
        }
    }
    write_all(&files)
}

/// A source as rustfmt lays it out, since a name may be longer than the template's; as it was where there is no rustfmt.
fn formatted(root: &Path, text: &str) -> String {
    let run = || -> std::io::Result<String> {
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--edition", "2024", "--config-path"]).arg(root);
        let mut child = rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        // The pipe closes when the handle goes; rustfmt reads all before it writes.
        child.stdin.take().map_or(Ok(()), |mut input| input.write_all(text.as_bytes()))?;
        let output = child.wait_with_output()?;
        Ok(if output.status.success() {
            String::from_utf8_lossy(&output.stdout).into_owned()
        } else {
            text.to_string()
        })
    };
    run().unwrap_or_else(|_| text.to_string())
}

/// `token-ring` → `TokenRing`.
fn pascal(id: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    id.split('-').map(word).collect()
}

/// A title for an id: `token-ring` → `Token ring`.
pub(super) fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    match words.split_at_checked(1) {
        Some((first, rest)) => first.to_uppercase() + rest,
        None => words,
    }
}

/// A list with one more line, laid out as rustfmt would; nothing if the list is not found.
fn entered(text: &str, place: Place, line: &str) -> Option<String> {
    match place {
        Place::Sorted(start) => Some(sorted(text, start, line)),
        Place::LastParagraph(start) => {
            let paragraph = text.rfind("\n\n").map_or(0, |at| at + 2);
            Some(text[..paragraph].to_string() + &sorted(&text[paragraph..], start, line))
        }
        Place::EndOf(start) => {
            let start = text.find(start)? + start.len();
            let open = start + text[start..].find('[')? + 1;
            let close = open + text[open..].find("];")?;
            let entries = entries(&text[open..close]);
            let entries = entries.iter().map(String::as_str).chain([line]);
            let list: String = entries.map(|entry| format!("\n    {entry},")).collect();
            Some(format!("{}{list}\n{}", &text[..open], &text[close..]))
        }
    }
}

/// Lines with one more among those that begin with `start`, in alphabetical order.
fn sorted(text: &str, start: &str, line: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let after = lines.iter().rposition(|other| other.starts_with(start) && *other < line);
    let first = lines.iter().position(|other| other.starts_with(start)).unwrap_or(lines.len());
    lines.insert(after.map_or(first, |at| at + 1), line);
    lines.join("\n") + "\n"
}

/// The entries of an array, cut at the commas that are in no brackets.
fn entries(list: &str) -> Vec<String> {
    let (mut depth, mut entries) = (0, vec![String::new()]);
    for c in list.chars() {
        depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        match (c, entries.last_mut()) {
            (',', _) if depth == 0 => entries.push(String::new()),
            (_, Some(last)) => last.push(c),
            (_, None) => {}
        }
    }
    entries.iter().map(|entry| entry.trim().to_string()).filter(|entry| !entry.is_empty()).collect()
}
