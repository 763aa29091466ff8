//! The style sheet as a renderer of plain SVG takes it: the values of the light scheme in place of their names.

use std::collections::BTreeMap;

/// The name that each of these classes gives a value of its own: `.node-3 { --node: var(--node-3) }`.
const OWN: &str = "var(--node)";

/// The values, and the rules without names of values.
pub(super) struct Inks {
    values: BTreeMap<String, String>,
    pub(super) rules: String,
}

impl Inks {
    /// Reads the style sheet of the site.
    pub(super) fn of(css: &str) -> Self {
        let mut inks = Self { values: BTreeMap::new(), rules: String::new() };
        let rules = plain_rules(css);
        for (name, value) in rules.iter().filter(|(selector, _)| *selector == ":root").flat_map(|(_, all)| named(all)) {
            inks.values.insert(name, light(&value));
        }
        let nodes: Vec<(&str, String)> = rules
            .iter()
            .filter(|(selector, _)| selector.starts_with(".node-"))
            .flat_map(|(selector, all)| named(all).into_iter().map(|(_, value)| (*selector, value)))
            .collect();
        for (selector, all) in rules.iter().filter(|(selector, _)| !selector.contains([':', '['])) {
            // Each for itself: the reader of plain SVG passes over the rest of a rule in which it does not know one.
            for declaration in all.split(';').filter_map(declaration) {
                inks.rule(selector, &declaration, &nodes);
            }
        }
        inks
    }

    fn rule(&mut self, selector: &str, declaration: &str, nodes: &[(&str, String)]) {
        if !declaration.contains(OWN) {
            self.rules += &format!("{selector} {{{}}}\n", self.in_light(declaration));
            return;
        }
        for (node, value) in nodes {
            let of_node = selector.split(',').map(|it| format!("{0}{node}, {node} {0}", it.trim()));
            let of_node = of_node.collect::<Vec<_>>().join(", ");
            self.rules += &format!("{of_node} {{{}}}\n", self.in_light(&declaration.replace(OWN, value)));
        }
    }

    /// A text with the light values in place of their names; values may name others.
    pub(super) fn in_light(&self, text: &str) -> String {
        let mut text = text.to_string();
        while text.contains("var(--") {
            let before = text.clone();
            for (name, value) in &self.values {
                text = text.replace(&format!("var({name})"), value);
            }
            // What is left has no value here, such as one that a rule computes.
            if text == before {
                break;
            }
        }
        text
    }
}

/// The rules that stand in no at-rule: selector and declarations.
fn plain_rules(css: &str) -> Vec<(&str, &str)> {
    let (mut rules, mut depth, mut start, mut selector) = (Vec::new(), 0u32, 0, "");
    for (at, letter) in css.char_indices() {
        match letter {
            '{' if depth == 0 => {
                selector = css[start..at].trim();
                (start, depth) = (at + 1, 1);
            }
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    if !selector.starts_with('@') {
                        rules.push((selector, css[start..at].trim()));
                    }
                    start = at + 1;
                }
            }
            ';' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    rules
}

/// A declaration as a plain picture needs it: of a font its size, which the shorthand hides.
fn declaration(written: &str) -> Option<String> {
    let (name, value) = written.split_once(':')?;
    if name.trim() == "font" {
        let size = value.split([' ', '/']).find(|word| word.ends_with("px"))?;
        return Some(format!("font-size: {size}"));
    }
    Some(format!("{}: {}", name.trim(), value.trim()))
}

/// The values that these declarations name: `--ink: …`.
fn named(declarations: &str) -> Vec<(String, String)> {
    let all = declarations.split(';').filter_map(|it| it.split_once(':'));
    let named = all.filter(|(name, _)| name.trim().starts_with("--"));
    named.map(|(name, value)| (name.trim().to_string(), value.trim().to_string())).collect()
}

/// The first of the two values of `light-dark(…)`.
fn light(value: &str) -> String {
    let inside = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    inside.map_or(value, |both| both.split(',').next().unwrap_or(both)).to_string()
}
