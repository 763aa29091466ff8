//! The markup of every view: elements, text, and what listens to the reader.
//!
//! ```
//! use faultlines::ui::dom::{Node, element};
//!
//! let step = element("button").attr("type", "button").attr("disabled", true).child("Step > 1");
//! assert_eq!(Node::from(step).to_html(), "<button type=\"button\" disabled>Step &gt; 1</button>");
//! ```
//!
//! A view is a function from a state to a [`Node`]. Natively the node is written into the page ([`Node::to_html`]); in the
//! browser a Leptos effect draws it anew whenever the signal that holds the state changes (`live::Drawn`), and only what
//! differs is touched. Why not Leptos' `view!` macro: it makes a type of its own of every element and every closure, and
//! the compiler writes code for each. Two labs and a quiz came to 325 kB of compressed WASM that way.

#[cfg(not(target_arch = "wasm32"))]
mod drawings;
mod into;
#[cfg(target_arch = "wasm32")]
pub mod live;
mod signal;
mod write;

use std::borrow::Cow;

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element as DomElement, Event, FocusOptions, HtmlElement, HtmlInputElement};

pub use into::{IntoNode, IntoValue};
pub use signal::Signal;

/// Text that may be known when the program is compiled.
pub type Text = Cow<'static, str>;

/// What a kept piece of a view was drawn from: as long as it is the same, so is the piece.
pub type Key = [u32; 4];

/// A piece of a view.
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, escaped where it is written.
    Text(Text),
    /// Several pieces, or none.
    Fragment(Vec<Node>),
    /// A piece that is costly to draw: drawn again only when its key is another.
    Memo(Key, Box<dyn FnOnce() -> Node>),
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl Node {
    /// Nothing at all.
    pub const fn nothing() -> Self {
        Self::Fragment(Vec::new())
    }

    /// A piece that is drawn again only when its key is another.
    pub fn memo(key: Key, draw: impl FnOnce() -> Node + 'static) -> Self {
        Self::Memo(key, Box::new(draw))
    }
}

/// An element while it is put together. It is one pointer, for a view hands it on at every call.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    children: Vec<Node>,
}

/// What belongs to an element beside its children.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "a still has nobody to listen to"))]
enum Attribute {
    /// An attribute of the markup.
    Plain(Text),
    /// What a reader may change since, so that it is a property of the live element and an attribute of the still one:
    /// the `value` of a field, `checked`, `selected`. `None` is an empty value, or false.
    Property(Option<Text>),
    /// An event listener.
    Listener(Box<dyn FnMut(Event)>),
    /// Markup that is already written, in place of children.
    Html(Text),
    /// Hears of the live element each time that it was drawn.
    Drawn(Box<dyn FnOnce(&DomElement)>),
}

/// An element of HTML or SVG by its name.
pub fn element(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// A push button of these classes that says `label`.
pub fn button(class: &'static str, label: impl IntoNode, mut press: impl FnMut() + 'static) -> Element {
    element("button").attr("type", "button").class(class).on("click", move |_| press()).child(label)
}

/// Text in which names stand between backticks, as messages have them: the names become code.
pub fn coded(text: &str) -> Node {
    let parts = text.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => Node::Text(part.to_string().into()),
        _ => element("code").child(part.to_string()).into(),
    });
    Node::Fragment(parts.collect())
}

/// Several pieces side by side.
pub fn fragment<const N: usize>(nodes: [Node; N]) -> Node {
    Node::Fragment(nodes.into())
}

impl Element {
    /// An attribute. `true` is present and empty; `false` and `None` are absent.
    pub fn attr(self, name: &'static str, value: impl IntoValue) -> Self {
        match value.into_value() {
            Some(value) => self.put(name, Attribute::Plain(value)),
            None => self,
        }
    }

    /// The class attribute.
    pub fn class(self, value: impl IntoValue) -> Self {
        self.attr("class", value)
    }

    /// What a reader may change since: `value`, `checked` or `selected`. It is set when this value is another than the
    /// last one given here, so what is being typed stays.
    pub fn property(self, name: &'static str, value: impl IntoValue) -> Self {
        self.put(name, Attribute::Property(value.into_value()))
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, listen: impl FnMut(Event) + 'static) -> Self {
        self.put(event, Attribute::Listener(Box::new(listen)))
    }

    /// Markup that is already written, in place of children.
    pub fn html(self, markup: impl Into<Text>) -> Self {
        self.put("", Attribute::Html(markup.into()))
    }

    /// Hands the live element over each time that it was drawn; the still has none.
    pub fn drawn(self, hear: impl FnOnce(&DomElement) + 'static) -> Self {
        self.put("", Attribute::Drawn(Box::new(hear)))
    }

    /// A child: an element, text, several of them. One that is not there keeps its place, so that those after it stay the
    /// same elements when it comes.
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
        self.0.children.push(node);
        self
    }
}

/// What a field holds, or the value of the option that a select has chosen.
pub fn value_of(event: &Event) -> String {
    event.target().map_or_else(String::new, |target| target.unchecked_into::<HtmlInputElement>().value())
}

/// What stands in the field or the text area with this id.
pub fn typed_in(id: &str) -> String {
    let field = document().get_element_by_id(id);
    // A text area has its value under the same name.
    field.map_or_else(String::new, |field| field.unchecked_into::<HtmlInputElement>().value())
}

/// Moves the focus to the element with this id, if there is one, and leaves the page where it is.
pub fn focus_in_place(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.unchecked_into::<HtmlElement>().focus_with_options(&options);
    }
}

/// Moves the focus to the element with this id, if there is one, and so brings it into sight.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let element: HtmlElement = element.unchecked_into();
        // To one that has it already no browser would scroll.
        let _ = element.blur();
        let _ = element.focus();
    }
}
