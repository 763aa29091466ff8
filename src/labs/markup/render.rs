//! The live form: Leptos' rendering traits for [`Node`]. Drawn anew, a piece of a view keeps every element that still has
//! its place, so that the focus stays where it was and style transitions run on.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::renderer::{RemoveEventHandler, Rndr, types};
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::wasm_bindgen::JsCast as _;

use super::{Attribute, Element, LiveNode, Node, Parts, Text};

/// The elements that need the name space of SVG.
const SVG: &[&str] = &["svg", "g", "circle", "line", "path", "rect", "text"];

/// A node in the page.
pub enum NodeState {
    Element(ElementState),
    Text(types::Text, Text),
    Live(RenderEffect<NodeState>),
    Many(Vec<NodeState>, types::Placeholder),
}

/// An element in the page, with what keeps it going.
pub struct ElementState {
    tag: &'static str,
    /// Whether it holds written markup in place of children.
    written: bool,
    element: types::Element,
    /// The attributes by name, with the values that are fixed.
    set: Vec<(&'static str, Option<Text>)>,
    children: Vec<NodeState>,
    _effects: Vec<RenderEffect<()>>,
    _listeners: Vec<RemoveEventHandler<types::Element>>,
}

impl Render for Node {
    type State = NodeState;

    fn build(self) -> NodeState {
        match self {
            Self::Element(element) => NodeState::Element(element.build()),
            Self::Text(text) => NodeState::Text(Rndr::create_text_node(&text), text),
            Self::Live(draw) => NodeState::Live(follow(draw, None)),
            Self::Many(nodes) => {
                NodeState::Many(nodes.into_iter().map(Self::build).collect(), Rndr::create_placeholder())
            }
        }
    }

    fn rebuild(self, state: &mut NodeState) {
        match (self, state) {
            (Self::Element(new), NodeState::Element(old)) if new.continues(old) => new.rebuild(old),
            (Self::Text(new), NodeState::Text(node, old)) => {
                if new != *old {
                    Rndr::set_text(node, &new);
                    *old = new;
                }
            }
            (Self::Live(draw), NodeState::Live(old)) => *old = follow(draw, old.take_value()),
            (Self::Many(new), NodeState::Many(old, end)) => rebuild_many(new, old, end),
            (new, state) => {
                let mut fresh = new.build();
                state.insert_before_this(&mut fresh);
                state.unmount();
                *state = fresh;
            }
        }
    }
}

/// Draws what the closure gives, into `state` if there is one, and again whenever a signal that it reads changes.
fn follow(mut draw: LiveNode, state: Option<NodeState>) -> RenderEffect<NodeState> {
    let again = move |state: Option<NodeState>| match state {
        Some(mut state) => {
            draw().rebuild(&mut state);
            state
        }
        None => draw().build(),
    };
    RenderEffect::new_with_value(again, state)
}

fn rebuild_many(new: Vec<Node>, old: &mut Vec<NodeState>, end: &types::Placeholder) {
    for gone in old.iter_mut().skip(new.len()) {
        gone.unmount();
    }
    old.truncate(new.len());
    for (index, node) in new.into_iter().enumerate() {
        match old.get_mut(index) {
            Some(state) => node.rebuild(state),
            None => {
                let mut state = node.build();
                Rndr::mount_before(&mut state, end.as_ref());
                old.push(state);
            }
        }
    }
}

impl Element {
    fn is_written(&self) -> bool {
        self.0.attributes.iter().any(|(_, attribute)| matches!(attribute, Attribute::Html(_)))
    }

    /// Whether the element in the page can become this one: children cannot take the place of written markup.
    fn continues(&self, old: &ElementState) -> bool {
        self.0.tag == old.tag && self.is_written() == old.written
    }

    fn build(self) -> ElementState {
        let written = self.is_written();
        let Parts { tag, attributes, children } = *self.0;
        let namespace = SVG.contains(&tag).then_some("http://www.w3.org/2000/svg");
        let element = Rndr::create_element(tag, namespace);
        let mut children: Vec<NodeState> = children.into_iter().map(Node::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        // After the children: a select's value names one of them.
        let (set, effects, listeners) = set(attributes, &element, &[]);
        ElementState { tag, written, element, set, children, _effects: effects, _listeners: listeners }
    }

    fn rebuild(self, old: &mut ElementState) {
        let Parts { attributes, children, .. } = *self.0;
        old._listeners.clear();
        old._effects.clear();
        for (name, _) in &old.set {
            if !attributes.iter().any(|(new, _)| new == name) {
                Rndr::remove_attribute(&old.element, name);
            }
        }
        if children.len() == old.children.len() {
            for (child, state) in children.into_iter().zip(&mut old.children) {
                child.rebuild(state);
            }
        } else {
            old.children.iter_mut().for_each(NodeState::unmount);
            old.children = children.into_iter().map(Node::build).collect();
            for child in &mut old.children {
                child.mount(&old.element, None);
            }
        }
        (old.set, old._effects, old._listeners) = set(attributes, &old.element, &old.set);
    }
}

type Kept = (Vec<(&'static str, Option<Text>)>, Vec<RenderEffect<()>>, Vec<RemoveEventHandler<types::Element>>);

/// Sets an element's attributes, passing over what is fixed and was so `before`; gives what must be kept for as long as
/// the element is there.
fn set(
    attributes: Vec<(&'static str, Attribute)>,
    element: &types::Element,
    before: &[(&'static str, Option<Text>)],
) -> Kept {
    let mut kept = Kept::default();
    for (name, attribute) in attributes {
        let element = element.clone();
        match attribute {
            Attribute::Fixed(value) => {
                if !before.iter().any(|(old, fixed)| *old == name && fixed.is_some() && *fixed == value) {
                    put(&element, name, value.as_deref());
                }
                kept.0.push((name, value));
            }
            Attribute::Live(mut read) => {
                kept.0.push((name, None));
                kept.1.push(RenderEffect::new(move |_| put(&element, name, read().as_deref())));
            }
            Attribute::Property(mut read) => {
                kept.1.push(RenderEffect::new(move |_| Rndr::set_property(&element, name, &read())));
            }
            Attribute::Listener(listen) => kept.2.push(Rndr::add_event_listener(&element, name, listen)),
            Attribute::Built(hear) => hear(element),
            Attribute::Html(markup) => Rndr::set_inner_html(&element, &markup),
        }
    }
    kept
}

fn put(element: &types::Element, name: &str, value: Option<&str>) {
    match value {
        Some(value) => Rndr::set_attribute(element, name, value),
        None => Rndr::remove_attribute(element, name),
    }
}

impl Mountable for NodeState {
    fn unmount(&mut self) {
        match self {
            Self::Element(state) => Rndr::remove(&state.element),
            Self::Text(node, _) => Rndr::remove(node),
            Self::Live(effect) => effect.unmount(),
            Self::Many(nodes, end) => {
                nodes.iter_mut().for_each(Self::unmount);
                Rndr::remove(end);
            }
        }
    }

    fn mount(&mut self, parent: &types::Element, before: Option<&types::Node>) {
        match self {
            Self::Element(state) => Rndr::insert_node(parent, &state.element, before),
            Self::Text(node, _) => Rndr::insert_node(parent, node, before),
            Self::Live(effect) => effect.mount(parent, before),
            Self::Many(nodes, end) => {
                nodes.iter_mut().for_each(|node| node.mount(parent, before));
                Rndr::insert_node(parent, end, before);
            }
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let here: &types::Node = match self {
            Self::Element(state) => &state.element,
            Self::Text(node, _) => node,
            Self::Live(effect) => return effect.insert_before_this(child),
            Self::Many(nodes, end) => match nodes.first() {
                Some(first) => return first.insert_before_this(child),
                None => end,
            },
        };
        let parent = Rndr::get_parent(here).and_then(|parent| parent.dyn_into::<types::Element>().ok());
        if let Some(parent) = &parent {
            child.mount(parent, Some(here));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<types::Element> {
        match self {
            Self::Element(state) => vec![state.element.clone()],
            Self::Text(..) => Vec::new(),
            Self::Live(effect) => effect.elements(),
            Self::Many(nodes, _) => nodes.iter().flat_map(Self::elements).collect(),
        }
    }
}

no_attrs!(Node);

impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, out: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        self.write(out);
    }

    /// A live view takes the place of the still one, it never grows out of it.
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> NodeState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
