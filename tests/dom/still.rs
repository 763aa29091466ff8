//! Still and live are one: what a view writes into a page is what it draws in the browser.

use faultlines::ui::dom::{Element, Node, element, fragment};
use leptos::web_sys;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::harness::{alive, place};

/// Every element of SVG 2 that can be drawn, but for what holds scripts.
const SVG: &[&str] = &[
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feGaussianBlur",
    "feOffset",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// The void elements that may stand in a body.
const VOID: &[&str] = &["area", "br", "embed", "hr", "img", "input", "source", "track", "wbr"];

/// Checks that a node drawn live and the same node parsed from its still form are equal, name spaces included. What marks
/// the end of a list in the live form is a comment, and does not count.
fn same(node: impl Fn() -> Node + 'static) {
    let still = place();
    still.set_inner_html(&node().to_html());
    let live = alive((), move |(), _| node());
    without_comments(&live.place);
    live.place.normalize();
    let (drawn, written) = (live.place.inner_html(), still.inner_html());
    assert!(live.place.is_equal_node(Some(&still)), "live:  {drawn}\nstill: {written}");
    still.remove();
}

fn without_comments(node: &web_sys::Node) {
    let mut child = node.first_child();
    while let Some(one) = child {
        child = one.next_sibling();
        if one.node_type() == web_sys::Node::COMMENT_NODE {
            node.remove_child(&one).unwrap();
        } else {
            without_comments(&one);
        }
    }
}

fn shape(tag: &'static str) -> Element {
    element(tag).attr("id", "it").child(element("title").child("what it is"))
}

#[wasm_bindgen_test]
fn every_element_of_svg_has_its_name_space() {
    for tag in SVG.iter().copied() {
        same(move || element("svg").attr("viewBox", "0 0 10 10").child(element("g").child(shape(tag))).into());
    }
}

#[wasm_bindgen_test]
fn html_begins_again_inside_a_foreign_object_and_after_a_picture() {
    same(|| {
        let inside = element("foreignObject").child(element("p").child("text").child(element("a").child("link")));
        fragment([element("svg").child(inside).into(), element("a").attr("href", "#x").child("behind").into()])
    });
}

#[wasm_bindgen_test]
fn void_elements_have_no_children_and_no_end() {
    for tag in VOID.iter().copied() {
        same(move || element("div").child(element(tag).attr("title", "t")).child("behind").into());
    }
}

#[wasm_bindgen_test]
fn text_and_values_are_escaped_alike() {
    same(|| element("p").attr("title", "a \"b\" <c> & 'd'").child("1 < 2 && \"x\" </p>").into());
    same(|| element("p").attr("hidden", true).attr("lang", false).class(None::<&str>).child(7).into());
}

#[wasm_bindgen_test]
fn lists_options_and_written_markup_are_alike() {
    same(|| {
        let items = vec![element("li").child("one"), element("li").child(None::<&str>)];
        let kept = Node::memo([1, 2, 3, 4], || element("b").child("kept").into());
        fragment([element("ul").child(items).into(), kept, element("div").html("<i>written</i> &amp; so on").into()])
    });
}

#[wasm_bindgen_test]
fn a_property_of_the_live_element_is_what_the_attribute_of_the_still_one_says() {
    let view = |checked: bool, value: &'static str| {
        let option = |id: &'static str| element("option").attr("value", id).property("selected", id == value).child(id);
        fragment([
            element("input").attr("type", "checkbox").property("checked", checked).into(),
            element("input").attr("type", "text").property("value", value).into(),
            element("select").child(vec![option("x"), option("y")]).into(),
        ])
    };
    for (checked, value) in [(true, "x"), (false, "y")] {
        let still = place();
        still.set_inner_html(&view(checked, value).to_html());
        let live = alive((), move |(), _| view(checked, value));
        for place in [&still, &live.place] {
            let inputs = place.query_selector_all("input, select").unwrap();
            let read = |index, name: &str| js_sys::Reflect::get(&inputs.get(index).unwrap(), &name.into()).unwrap();
            assert_eq!(read(0, "checked").as_bool(), Some(checked));
            assert_eq!(read(1, "value").as_string().as_deref(), Some(value));
            assert_eq!(read(2, "value").as_string().as_deref(), Some(value));
        }
        still.remove();
    }
}
