//! Scripts of our own as pages load them: short, in the language of the book, and with what the program knows for them.

use anyhow::Context as _;
use serde_json::json;

use crate::book::embed::settings::SETTINGS;
use crate::labs::views::VIEWS;
use crate::ui::phrases::catalogue;

/// How every script reads the moments of a list.
const MOMENTS: &str = include_str!("../../../assets/moments.js");

/// A script of our own as pages load it.
pub(super) fn own(script: &str) -> anyhow::Result<String> {
    worded(&without_remarks(script))
}

/// A script without the lines that only remark on it, and without indentation: every page loads it.
pub(super) fn without_remarks(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::new(), |script, line| script + line + "\n")
}

/// A script with its holes filled. `"%script.try-again%"` stands for the phrase of this key in the language in use, `"%labs%"`
/// for the ids of the labs that have a page, `"%settings%"` for what can be set of an embedded plate, `"%moments%"` for the
/// function that reads a list of moments.
///
/// # Errors
/// If there is no such phrase.
pub fn worded(script: &str) -> anyhow::Result<String> {
    let words = catalogue::current();
    let mut parts = script.split("\"%");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let is_key = |key: &str| key.contains('.') && key.chars().all(|c| c.is_ascii_lowercase() || "-.".contains(c));
        let filled = match part.split_once("%\"") {
            Some((key, after)) if is_key(key) => {
                let phrase = words.by_key(key).with_context(|| format!("assets/strings/en.toml has no `{key}`"))?;
                Some((phrase.to_string(), after))
            }
            Some((key, after)) => known(key).map(|known| (known, after)),
            None => None,
        };
        match filled {
            Some((text, after)) => out.extend([text.as_str(), after]),
            None => out.extend(["\"%", part]),
        }
    }
    Ok(out)
}

/// What the program knows under this name.
fn known(name: &str) -> Option<String> {
    Some(match name {
        "labs" => json!(VIEWS.iter().map(|(lab, _)| lab).collect::<Vec<_>>()).to_string(),
        "moments" => format!("({})", without_remarks(MOMENTS).trim_end()),
        "settings" => {
            // In their order, which a map of the JSON library does not keep.
            let settings = SETTINGS.map(|(name, values)| format!("{}:{}", json!(name), json!(values)));
            format!("{{{}}}", settings.join(","))
        }
        _ => return None,
    })
}
