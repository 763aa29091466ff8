//! What of a view is drawn: its SVG alone, for a place where it is seen and not worked.

use super::{Element, Node};

impl Node {
    /// The drawings of the view, each still in the elements that lay it out; without words, controls and tables.
    pub fn drawings(self) -> Self {
        match self {
            Self::Element(element) => element.drawings().map_or_else(Self::nothing, Self::from),
            Self::Text(_) => Self::nothing(),
            Self::Fragment(nodes) => Self::Fragment(nodes.into_iter().map(Self::drawings).collect()),
            Self::Memo(_, draw) => draw().drawings(),
        }
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Self::Fragment(nodes) if nodes.iter().all(Self::is_nothing))
    }
}

impl Element {
    fn drawings(mut self) -> Option<Self> {
        if self.0.tag == "svg" {
            return Some(self);
        }
        let children = std::mem::take(&mut self.0.children);
        self.0.children = children.into_iter().map(Node::drawings).filter(|child| !child.is_nothing()).collect();
        (!self.0.children.is_empty()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use crate::ui::dom::{Node, button, element};

    #[test]
    fn drawings_keep_their_places_and_lose_words_and_controls() {
        let svg = || element("svg").attr("id", "a").child(element("text").child("1"));
        let view = element("div")
            .class("pair")
            .child(element("p").child("Words"))
            .child(element("div").class("stage").child(Node::memo([0; 4], move || svg().into())))
            .child(button("button", "Press", || ()));
        let drawn = Node::from(view).drawings().to_html();
        assert_eq!(drawn, "<div class=\"pair\"><div class=\"stage\"><svg id=\"a\"><text>1</text></svg></div></div>");
        assert_eq!(Node::from(element("p").child("Words")).drawings().to_html(), "");
    }
}
