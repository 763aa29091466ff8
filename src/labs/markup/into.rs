//! What can stand for an attribute's value and for a child.

use std::borrow::Cow;

use super::{Attribute, Element, Node, Text};

/// What an attribute can hold: text, a number, a truth value, an option of these, or a closure that gives one.
pub trait IntoAttribute {
    /// The attribute.
    fn into_attribute(self) -> Attribute;
}

/// A plain value of an attribute.
pub trait IntoValue {
    /// The value as text; `None` leaves the attribute out.
    fn into_value(self) -> Option<Text>;
}

/// What can be a child: text, a number, an element, several of these, an option, or a closure that gives one.
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

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl IntoValue for $number {
            fn into_value(self) -> Option<Text> {
                Some(Cow::Owned(self.to_string()))
            }
        }
    )*};
}

macro_rules! fixed {
    ($($value:ty),*) => {$(
        impl IntoAttribute for $value {
            fn into_attribute(self) -> Attribute {
                Attribute::Fixed(self.into_value())
            }
        }
    )*};
}

numbers!(u32, usize, f64);
fixed!(&'static str, String, bool, u32, usize, f64, Option<&'static str>, Option<String>, Option<f64>);

impl<F: FnMut() -> T + Send + 'static, T: IntoValue> IntoAttribute for F {
    fn into_attribute(mut self) -> Attribute {
        Attribute::Live(Box::new(move || self().into_value()))
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
        Node::Many(self.into_iter().map(T::into_node).collect())
    }
}

impl<T: IntoNode, const N: usize> IntoNode for [T; N] {
    fn into_node(self) -> Node {
        Node::Many(self.into_iter().map(T::into_node).collect())
    }
}

impl<F: FnMut() -> T + Send + 'static, T: IntoNode> IntoNode for F {
    fn into_node(mut self) -> Node {
        Node::Live(Box::new(move || self().into_node()))
    }
}
