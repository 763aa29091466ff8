//! The still form: markup as text.

use super::{Attribute, Element, Node, Parts};

/// Elements without a closing tag (the HTML standard's void elements).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl Node {
    /// The node as HTML.
    pub fn to_html(self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(self, out: &mut String) {
        match self {
            Self::Element(element) => element.write(out),
            Self::Text(text) => escape(&text, out),
            Self::Fragment(nodes) => nodes.into_iter().for_each(|node| node.write(out)),
            Self::Memo(_, draw) => draw().write(out),
        }
    }
}

impl Element {
    fn write(self, out: &mut String) {
        let Parts { tag, attributes, children } = *self.0;
        out.push('<');
        out.push_str(tag);
        let mut html = None;
        for (name, attribute) in attributes {
            match attribute {
                Attribute::Plain(value) | Attribute::Property(Some(value)) => {
                    out.push(' ');
                    out.push_str(name);
                    if !value.is_empty() {
                        out.push_str("=\"");
                        escape(&value, out);
                        out.push('"');
                    }
                }
                Attribute::Html(markup) => html = Some(markup),
                Attribute::Property(None) | Attribute::Listener(_) | Attribute::Drawn(_) => {}
            }
        }
        out.push('>');
        if VOID.contains(&tag) {
            return;
        }
        match html {
            Some(markup) => out.push_str(&markup),
            None => children.into_iter().for_each(|child| child.write(out)),
        }
        out.push_str("</");
        out.push_str(tag);
        out.push('>');
    }
}

fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
}
