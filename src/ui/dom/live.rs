//! The live form: elements in the page. Drawn anew, a piece of a view keeps every element that still has its place, so
//! that the focus stays where it was and style transitions run on.

use std::cell::RefCell;
use std::rc::Rc;

use any_spawner::Executor;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element as DomElement, Event, Node as DomNode};

use super::{Attribute, Element, Key, Node, Parts, Signal, Text};

/// The name spaces of HTML and SVG.
const HTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";

/// The elements of SVG inside which HTML begins again.
const ENDS_SVG: &[&str] = &["foreignObject", "desc", "title"];

/// A view in the page. Dropped, it follows its state no longer, and takes itself and the state away.
pub struct Drawn<T: 'static> {
    place: DomElement,
    signal: Signal<T>,
    _view: RenderEffect<Vec<State>>,
}

impl<T> Drawn<T> {
    /// Where the state lives that is drawn.
    pub fn signal(&self) -> Signal<T> {
        self.signal
    }
}

impl<T> Drop for Drawn<T> {
    fn drop(&mut self) {
        self.place.set_inner_html("");
        self.signal.close();
    }
}

/// Draws a state into `place`, in the stead of what stands there, and again whenever it changes; each time `after` may see
/// to what must follow.
pub fn draw<T>(
    place: DomElement,
    signal: Signal<T>,
    mut view: impl FnMut(&T, Signal<T>) -> Node + 'static,
    mut after: impl FnMut(Signal<T>) + 'static,
) -> Drawn<T> {
    // Whoever draws first sets the page's own executor; it is the same for all.
    let _ = Executor::init_wasm_bindgen();
    place.set_inner_html("");
    let parent: DomNode = place.clone().into();
    let view = RenderEffect::new(move |drawn: Option<Vec<State>>| {
        let mut drawn = drawn.unwrap_or_default();
        // The state is free again when the page changes: an element that goes may lose the focus, and say so.
        let node = signal.with_tracked(|state| view(state, signal));
        if let Some(node) = node {
            redraw_all(vec![node], &mut drawn, &parent, None);
        }
        after(signal);
        drawn
    });
    Drawn { place, signal, _view: view }
}

/// A node in the page.
enum State {
    Element(Box<ElementState>),
    Text(web_sys::Text, Text),
    /// Several, before a comment that marks their end.
    Fragment(Vec<State>, DomNode),
    Memo(Key, Box<State>),
}

/// An element in the page, with what keeps it going.
struct ElementState {
    tag: &'static str,
    element: DomElement,
    /// Whether it holds written markup in place of children, and which.
    written: Option<Text>,
    /// The attributes and properties, with their values.
    set: Vec<(&'static str, Option<Text>)>,
    listeners: Vec<Listener>,
    children: Vec<State>,
}

/// What hears of an event.
type Listen = Box<dyn FnMut(Event)>;

/// What listens now. The browser holds the same function for as long as the element is there.
struct Listener {
    event: &'static str,
    listen: Rc<RefCell<Listen>>,
    _held: Closure<dyn FnMut(Event)>,
}

/// Draws nodes one after the other, the old ones renewed, those beyond the old put before `end`.
fn redraw_all(new: Vec<Node>, old: &mut Vec<State>, parent: &DomNode, end: Option<&DomNode>) {
    for gone in old.drain(new.len().min(old.len())..) {
        gone.remove();
    }
    for (index, node) in new.into_iter().enumerate() {
        match old.get_mut(index) {
            Some(state) => node.redraw(state, parent),
            None => old.push(node.build(parent, end)),
        }
    }
}

impl Node {
    /// Makes the node and puts it into `parent` before `end`.
    fn build(self, parent: &DomNode, end: Option<&DomNode>) -> State {
        match self {
            Self::Element(element) => State::Element(Box::new(element.build(parent, end))),
            Self::Text(text) => {
                let node = document().create_text_node(&text);
                insert(parent, &node, end);
                State::Text(node, text)
            }
            Self::Fragment(nodes) => {
                let mark: DomNode = document().create_comment("").into();
                insert(parent, &mark, end);
                let mut states = Vec::new();
                redraw_all(nodes, &mut states, parent, Some(&mark));
                State::Fragment(states, mark)
            }
            Self::Memo(key, draw) => State::Memo(key, Box::new(draw().build(parent, end))),
        }
    }

    fn redraw(self, state: &mut State, parent: &DomNode) {
        match (self, state) {
            (Self::Element(new), State::Element(old)) if new.continues(old) => new.redraw(old),
            (Self::Text(new), State::Text(node, old)) => {
                if new != *old {
                    node.set_data(&new);
                    *old = new;
                }
            }
            (Self::Fragment(new), State::Fragment(old, mark)) => redraw_all(new, old, parent, Some(mark)),
            (Self::Memo(new, draw), State::Memo(old, state)) => {
                if new != *old {
                    draw().redraw(state, parent);
                    *old = new;
                }
            }
            (new, state) => {
                let fresh = new.build(parent, Some(state.first()));
                std::mem::replace(state, fresh).remove();
            }
        }
    }
}

fn insert(parent: &DomNode, node: &DomNode, before: Option<&DomNode>) {
    let _ = parent.insert_before(node, before);
}

impl State {
    /// The node before which stands what precedes this one.
    fn first(&self) -> &DomNode {
        match self {
            Self::Element(state) => &state.element,
            Self::Text(node, _) => node,
            Self::Fragment(states, mark) => states.first().map_or(mark, Self::first),
            Self::Memo(_, state) => state.first(),
        }
    }

    /// Takes the node out of the page.
    fn remove(self) {
        match &self {
            Self::Element(state) => state.element.remove(),
            Self::Text(node, _) => node.remove(),
            Self::Fragment(_, mark) => {
                if let Some(parent) = mark.parent_node() {
                    let _ = parent.remove_child(mark);
                }
            }
            Self::Memo(..) => {}
        }
        match self {
            Self::Fragment(states, _) => states.into_iter().for_each(Self::remove),
            Self::Memo(_, state) => state.remove(),
            _ => {}
        }
    }
}

impl Element {
    fn written(&self) -> Option<&Text> {
        self.0.attributes.iter().find_map(|(_, attribute)| match attribute {
            Attribute::Html(markup) => Some(markup),
            _ => None,
        })
    }

    /// Whether the element in the page can become this one: children cannot take the place of written markup, and the
    /// page holds on to what listens.
    fn continues(&self, old: &ElementState) -> bool {
        let events = self.0.attributes.iter().filter(|(_, attribute)| matches!(attribute, Attribute::Listener(_)));
        self.0.tag == old.tag
            && self.written().is_some() == old.written.is_some()
            && events.map(|(event, _)| *event).eq(old.listeners.iter().map(|listener| listener.event))
    }

    fn build(self, parent: &DomNode, end: Option<&DomNode>) -> ElementState {
        let tag = self.0.tag;
        let namespace = namespace_of(tag, parent);
        let element = document().create_element_ns(Some(namespace), tag).expect("the names of elements are ours");
        let written = self.written().map(|_| Text::Borrowed(""));
        let mut state =
            ElementState { tag, element, written, set: Vec::new(), listeners: Vec::new(), children: Vec::new() };
        self.redraw(&mut state);
        insert(parent, &state.element, end);
        state
    }

    fn redraw(self, old: &mut ElementState) {
        let Parts { attributes, children, .. } = *self.0;
        let element = &old.element;
        // Before the attributes: a select's value names one of them.
        redraw_all(children, &mut old.children, element, None);
        let before = std::mem::take(&mut old.set);
        let mut listeners = 0;
        for (name, attribute) in attributes {
            match attribute {
                Attribute::Plain(value) => {
                    let value = Some(value);
                    if !before.iter().any(|(other, set)| *other == name && *set == value) {
                        let _ = element.set_attribute(name, value.as_deref().unwrap_or_default());
                    }
                    old.set.push((name, value));
                }
                Attribute::Property(value) => {
                    if !before.iter().any(|(other, set)| *other == name && *set == value) {
                        set_property(element, name, value.as_deref());
                    }
                    old.set.push((name, value));
                }
                Attribute::Listener(listen) => {
                    match old.listeners.get(listeners) {
                        Some(listener) => *listener.listen.borrow_mut() = listen,
                        None => old.listeners.push(hear(element, name, listen)),
                    }
                    listeners += 1;
                }
                Attribute::Html(markup) => {
                    if old.written.as_ref() != Some(&markup) {
                        element.set_inner_html(&markup);
                        old.written = Some(markup);
                    }
                }
                Attribute::Drawn(hear) => hear(element),
            }
        }
        for (name, _) in before {
            if !old.set.iter().any(|(other, _)| *other == name) {
                let _ = element.remove_attribute(name);
            }
        }
    }
}

/// The name space of an element: SVG begins at `svg`, holds for all below it, and ends where
/// a parser of HTML ends it.
fn namespace_of(tag: &str, parent: &DomNode) -> &'static str {
    let parent = parent.dyn_ref::<DomElement>();
    let in_svg = parent.is_some_and(|parent| {
        parent.namespace_uri().as_deref() == Some(SVG) && !ENDS_SVG.contains(&parent.local_name().as_str())
    });
    if tag == "svg" || in_svg { SVG } else { HTML }
}

fn set_property(element: &DomElement, name: &str, value: Option<&str>) {
    let value = match name {
        "value" => JsValue::from_str(value.unwrap_or_default()),
        _ => JsValue::from_bool(value.is_some()),
    };
    let _ = js_sys::Reflect::set(element, &JsValue::from_str(name), &value);
}

fn hear(element: &DomElement, event: &'static str, listen: Listen) -> Listener {
    let listen = Rc::new(RefCell::new(listen));
    let held = {
        let listen = Rc::clone(&listen);
        Closure::<dyn FnMut(Event)>::new(move |event| (listen.borrow_mut())(event))
    };
    let _ = element.add_event_listener_with_callback(event, held.as_ref().unchecked_ref());
    Listener { event, listen, _held: held }
}
