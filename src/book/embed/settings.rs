//! What can be set of an embedded plate: the one list of it, for the command line and for the scripts, into which the build
//! writes it (`site/scripts.rs`).

/// The keys of a page's address, each with the values that it can have, of which the first holds without a word; none where any
/// text will do.
pub const SETTINGS: [(&str, &[&str]); 8] = [
    ("theme", &["follow", "light", "dark"]),
    ("text", &["normal", "large"]),
    ("controls", &["minimal", "none", "full"]),
    ("begin", &["slide", "paused", "play"]),
    ("steps", &[]),
    ("title", &[]),
    ("caption", &[]),
    ("show", &[]),
];

/// The values that a key can have.
pub fn values(name: &str) -> &'static [&'static str] {
    SETTINGS.iter().find(|(other, _)| *other == name).map_or(&[], |(_, values)| values)
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = include_str!("../../../README.md");
    const SHARE: &str = include_str!("../../../assets/parts/share.js");

    fn quoted(values: &[&str], mark: &str) -> String {
        values.iter().map(|value| format!("{mark}{value}{mark}")).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_readme_and_the_dialog_offer_what_can_be_set() {
        for (name, values) in SETTINGS {
            assert!(README.lines().any(|line| line.starts_with("| ") && line.contains(&format!("`{name}`"))), "{name}");
            if values.is_empty() {
                continue;
            }
            let row = format!("| `{name}` | {} |", quoted(values, "`"));
            assert!(README.contains(&row), "the README has no line {row}");
            let begins =
                format!("{name}: [\"%share.{name}%\", {{ {first}: \"%share.{name}-{first}%\"", first = values[0]);
            assert!(SHARE.contains(&begins), "share.js does not begin {name} with `{}`", values[0]);
            let offered = |value: &&str| SHARE.contains(&format!("{value}: \"%share.{name}-{value}%\""));
            assert!(values.iter().all(offered), "share.js does not offer all of {name}: {values:?}");
            assert_eq!(SHARE.matches(&format!("\"%share.{name}-")).count(), values.len(), "{name}");
        }
    }
}
