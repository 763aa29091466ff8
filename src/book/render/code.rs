//! Code, highlighted by classes: a handful of roles, which the style sheet colours in both schemes.

use std::fmt::Write as _;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference};
use syntect::util::LinesWithEndings;

use super::super::markdown::SYNTAXES;
use super::escape;

/// Scopes and the class of their text; the first that fits the innermost scope counts.
const ROLES: &[(&str, &str)] = &[
    ("comment", "c-comment"),
    ("constant.character.escape", "c-number"),
    ("string", "c-string"),
    ("constant.numeric", "c-number"),
    ("constant", "c-number"),
    ("keyword.operator", ""),
    ("keyword", "c-keyword"),
    ("storage", "c-keyword"),
    ("entity.name.function", "c-name"),
    ("support.function", "c-name"),
    ("variable.function", "c-name"),
    ("entity.name", "c-type"),
    ("support.type", "c-type"),
    ("entity.other.attribute-name", "c-name"),
];

/// Appends code as spans. What the grammar cannot follow is appended as it is.
pub(super) fn highlight(out: &mut String, code: &str, syntax: &SyntaxReference) {
    let roles: Vec<(Scope, &str)> =
        ROLES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    for line in LinesWithEndings::from(code) {
        let Ok(operations) = state.parse_line(line, &SYNTAXES) else {
            escape(out, line);
            continue;
        };
        let mut from = 0;
        for (to, operation) in operations {
            span(out, &line[from..to], class(&stack, &roles));
            from = to;
            // An operation that does not fit the stack leaves it as it was.
            let _ = stack.apply(&operation);
        }
        span(out, &line[from..], class(&stack, &roles));
    }
}

fn class<'a>(stack: &ScopeStack, roles: &[(Scope, &'a str)]) -> &'a str {
    let innermost_first = stack.scopes.iter().rev();
    let role = innermost_first.filter_map(|scope| roles.iter().find(|(role, _)| role.is_prefix_of(*scope))).next();
    role.map_or("", |(_, class)| class)
}

fn span(out: &mut String, text: &str, class: &str) {
    if class.is_empty() || text.trim().is_empty() {
        return escape(out, text);
    }
    let _ = write!(out, "<span class=\"{class}\">");
    escape(out, text);
    out.push_str("</span>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_cut_into_roles_and_escaped() {
        let mut out = String::new();
        let rust = SYNTAXES.find_syntax_by_token("rust").unwrap();
        highlight(&mut out, "// a < b\nlet x = \"s\";\n", rust);
        assert!(out.contains("<span class=\"c-comment\">"), "{out}");
        assert!(out.contains("a &lt; b"), "{out}");
        assert!(out.contains("<span class=\"c-keyword\">let</span>"), "{out}");
        assert!(!out.contains("style="), "{out}");
    }
}
