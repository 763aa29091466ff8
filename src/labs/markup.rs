//! The markup of every view: elements, text, and what follows the signals.
//!
//! ```
//! use faultlines::labs::markup::{Node, element};
//! use leptos::prelude::*;
//!
//! let step = element("button").attr("type", "button").attr("disabled", move || true).child("Step > 1");
//! assert_eq!(Node::from(step).to_html(), "<button type=\"button\" disabled>Step &gt; 1</button>");
//! ```
//!
//! A [`Node`] is a Leptos view like any other: it can be mounted, it is drawn natively to a string, its closures follow the
//! signals that they read. Why not Leptos' `view!` macro: it makes a type of its own of every element and every closure,
//! and the compiler writes code for each. Two labs and a quiz came to 325 kB of compressed WASM that way; here all of them
//! share one type, and the module weighs a third less.

mod into;
mod render;
mod write;

use std::borrow::Cow;

use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Element as DomElement, Event};

pub use into::{IntoAttribute, IntoNode};

/// Text that may be known when the program is compiled.
pub type Text = Cow<'static, str>;

/// A piece of a view.
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, escaped where it is written.
    Text(Text),
    /// What follows the signals that the closure reads.
    Live(LiveNode),
    /// Several pieces, or none.
    Many(Vec<Node>),
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// A closure that draws a piece of a view anew whenever a signal that it read changes.
pub type LiveNode = Box<dyn FnMut() -> Node + Send>;

impl Node {
    /// Nothing at all.
    pub const fn nothing() -> Self {
        Self::Many(Vec::new())
    }
}

/// An element while it is put together. It is one pointer, for a view hands it on at every call.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    children: Vec<Node>,
}

/// What an attribute holds. A value that is `None` leaves the attribute out.
pub enum Attribute {
    /// The same for as long as the element is there.
    Fixed(Option<Text>),
    /// Follows the signals that the closure reads.
    Live(Box<dyn FnMut() -> Option<Text> + Send>),
    /// A property of the live element, not of the markup.
    Property(Box<dyn FnMut() -> JsValue + Send>),
    /// An event listener.
    Listener(Box<dyn FnMut(JsValue) + Send>),
    /// Markup that is already written, in place of children.
    Html(Text),
    /// Hears of the live element once it is there.
    Built(Box<dyn FnOnce(DomElement) + Send>),
}

/// An element of HTML or SVG by its name.
pub fn element(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// A push button of these classes that says `label`.
pub fn button(class: &'static str, label: impl IntoNode, mut press: impl FnMut() + Send + 'static) -> Element {
    element("button").attr("type", "button").class(class).on("click", move |_: Event| press()).child(label)
}

/// Several pieces side by side.
pub fn many<const N: usize>(nodes: [Node; N]) -> Node {
    Node::Many(nodes.into())
}

impl Element {
    /// An attribute: fixed, or a closure that is followed. `true` is present and empty; `false` and `None` are absent.
    pub fn attr(self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.put(name, value.into_attribute())
    }

    /// The class attribute.
    pub fn class(self, value: impl IntoAttribute) -> Self {
        self.attr("class", value)
    }

    /// A property of the live element, such as the `value` that a field shows; the still has none.
    pub fn property<T: Into<JsValue>>(self, name: &'static str, mut value: impl FnMut() -> T + Send + 'static) -> Self {
        self.put(name, Attribute::Property(Box::new(move || value().into())))
    }

    /// Listens to an event, whose type the closure names.
    pub fn on<E: JsCast>(self, event: &'static str, mut listen: impl FnMut(E) + Send + 'static) -> Self {
        self.put(event, Attribute::Listener(Box::new(move |event| listen(event.unchecked_into()))))
    }

    /// Markup that is already written, in place of children.
    pub fn html(self, markup: impl Into<Text>) -> Self {
        self.put("", Attribute::Html(markup.into()))
    }

    /// Hands the live element over once it is there, before it is in the page; the still has none.
    pub fn built(self, hear: impl FnOnce(DomElement) + Send + 'static) -> Self {
        self.put("", Attribute::Built(Box::new(hear)))
    }

    /// A child: an element, text, several of them, or a closure that is followed.
    pub fn child(self, child: impl IntoNode) -> Self {
        self.append(child.into_node())
    }

    // Never inlined: views call these two hundreds of times, and each copy would weigh more than a call.
    #[inline(never)]
    fn put(mut self, name: &'static str, attribute: Attribute) -> Self {
        self.0.attributes.push((name, attribute));
        self
    }

    #[inline(never)]
    fn append(mut self, node: Node) -> Self {
        match node {
            Node::Many(nodes) if nodes.is_empty() => {}
            node => self.0.children.push(node),
        }
        self
    }
}
