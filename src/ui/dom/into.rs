//! What can stand for an attribute's value and for a child.

use std::borrow::Cow;

use super::{Element, Node, Text};

/// A value of an attribute: text, a number, a truth value, or an option of these.
pub trait IntoValue {
    /// The value as text; `None` leaves the attribute out.
    fn into_value(self) -> Option<Text>;
}

/// What can be a child: text, a number, an element, several of these, or an option.
pub trait IntoNode {
    /// The piece of the view.
    fn into_node(self) -> Node;
}

impl IntoValue for &'static str {
    fn into_value(self) -> Option<Text> {
        Some(Cow::Borrowed(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Option<Text> {
        Some(Cow::Owned(self))
    }
}

impl IntoValue for Text {
    fn into_value(self) -> Option<Text> {
        Some(self)
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Option<Text> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Option<Text> {
        self.and_then(T::into_value)
    }
}

impl IntoValue for u32 {
    fn into_value(self) -> Option<Text> {
        Some(Cow::Owned(self.to_string()))
    }
}

impl IntoNode for Node {
    fn into_node(self) -> Node {
        self
    }
}

impl IntoNode for Element {
    fn into_node(self) -> Node {
        self.into()
    }
}

impl IntoNode for &'static str {
    fn into_node(self) -> Node {
        Node::Text(Cow::Borrowed(self))
    }
}

impl IntoNode for String {
    fn into_node(self) -> Node {
        Node::Text(Cow::Owned(self))
    }
}

impl IntoNode for u32 {
    fn into_node(self) -> Node {
        Node::Text(Cow::Owned(self.to_string()))
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        self.map_or_else(Node::nothing, T::into_node)
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn into_node(self) -> Node {
        Node::Fragment(self.into_iter().map(T::into_node).collect())
    }
}

impl<T: IntoNode, const N: usize> IntoNode for [T; N] {
    fn into_node(self) -> Node {
        Vec::from(self).into_node()
    }
}
