//! What a change of the state keeps of the page, and what it draws anew.

use std::cell::RefCell;
use std::rc::Rc;

use faultlines::ui::dom::{Node, Signal, button, element, fragment};
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{HtmlElement, HtmlInputElement, window};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::harness::{alive, place, settled};

fn list(items: &Vec<&'static str>, _: Signal<Vec<&'static str>>) -> Node {
    let items: Vec<_> = items.iter().map(|item| element("li").child(*item)).collect();
    element("ul").child(items).child(element("li").class("last").child("end")).into()
}

#[wasm_bindgen_test]
async fn an_element_that_has_its_place_stays_the_same_element() {
    let view = alive(vec!["one", "two"], list);
    let (first, last) = (view.find("li"), view.find(".last"));
    view.change(|items| *items = vec!["uno", "two", "three"]).await;
    assert_eq!(view.find("ul").text_content().unwrap(), "unotwothreeend");
    assert!(first.is_same_node(Some(&view.find("li"))), "the first was drawn anew");
    assert!(last.is_same_node(Some(&view.find(".last"))), "what follows a list moved with its length");
    view.change(Vec::clear).await;
    assert_eq!(view.find("ul").text_content().unwrap(), "end");
}

#[wasm_bindgen_test]
async fn another_tag_or_other_listeners_are_another_element() {
    let view = alive(0u32, |state, signal| match state {
        0 => element("p").class("it").child("text").into(),
        1 => element("b").class("it").child("text").into(),
        _ => element("b").class("it").on("click", move |_| signal.update(|state| *state = 7)).child("text").into(),
    });
    let paragraph = view.find(".it");
    view.change(|state| *state = 1).await;
    let bold = view.find(".it");
    assert!(!paragraph.is_connected() && bold.tag_name() == "B");
    view.change(|state| *state = 2).await;
    assert!(!bold.is_connected(), "what nobody listened to cannot be listened to");
    view.find(".it").click();
    settled().await;
    assert_eq!(view.signal.with(|state| *state), Some(7));
}

#[wasm_bindgen_test]
async fn a_kept_piece_is_drawn_again_only_with_another_key() {
    thread_local!(static DRAWN: RefCell<u32> = const { RefCell::new(0) });
    let view = alive((0u32, 0u32), |&(key, other), _| {
        let kept = Node::memo([key, 0, 0, 0], move || {
            DRAWN.with_borrow_mut(|drawn| *drawn += 1);
            element("i").child(key).into()
        });
        fragment([kept, element("u").child(other).into()])
    });
    view.change(|state| state.1 = 5).await;
    assert_eq!(
        (view.find("i").text_content().unwrap(), view.find("u").text_content().unwrap()),
        ("0".into(), "5".into())
    );
    assert_eq!(DRAWN.with_borrow(|drawn| *drawn), 1);
    view.change(|state| state.0 = 1).await;
    assert_eq!((view.find("i").text_content().unwrap(), DRAWN.with_borrow(|drawn| *drawn)), ("1".into(), 2));
}

#[wasm_bindgen_test]
async fn the_focus_stays_where_it_is_while_all_around_it_changes() {
    let view = alive(1u32, |count, _| {
        let before: Vec<_> = (0..*count).map(|index| element("p").child(index)).collect();
        element("div").child(before).child(element("input").attr("id", "field").class(format!("c{count}"))).into()
    });
    view.find("#field").focus().unwrap();
    view.change(|count| *count = 6).await;
    let active = window().unwrap().document().unwrap().active_element().unwrap();
    assert_eq!((active.id(), active.class_name()), ("field".into(), "c6".into()));
}

#[wasm_bindgen_test]
async fn what_a_reader_types_stays_until_the_state_says_otherwise() {
    let view = alive((String::from("a"), true, 0u32), |(text, checked, other), _| {
        fragment([
            element("input").attr("id", "text").property("value", text.clone()).attr("data-other", *other).into(),
            element("input").attr("id", "box").attr("type", "checkbox").property("checked", *checked).into(),
        ])
    });
    let text: HtmlInputElement = view.find("#text").unchecked_into();
    let check: HtmlInputElement = view.find("#box").unchecked_into();
    assert!(text.value() == "a" && check.checked());
    text.set_value("abc");
    view.change(|state| state.2 = 1).await;
    assert_eq!((text.value(), text.get_attribute("data-other").unwrap()), ("abc".into(), "1".into()));
    view.change(|state| (state.0, state.1) = ("z".into(), false)).await;
    assert_eq!((text.value(), check.checked()), ("z".into(), false));
}

#[wasm_bindgen_test]
async fn attributes_come_change_and_go() {
    let view = alive(Some("x"), |class, _| element("p").attr("title", *class).attr("hidden", class.is_none()).into());
    assert_eq!(view.find("p").get_attribute("title"), Some("x".into()));
    view.change(|class| *class = None).await;
    assert!(!view.find("p").has_attribute("title") && view.find("p").has_attribute("hidden"));
    view.change(|class| *class = Some("y")).await;
    assert_eq!(view.find("p").get_attribute("title"), Some("y".into()));
}

#[wasm_bindgen_test]
async fn written_markup_gives_way_to_children_and_comes_back() {
    let view = alive(true, |written, _| {
        let place = element("div").class("it");
        if *written { place.html("<b>bold</b>").into() } else { place.child(element("i").child("plain")).into() }
    });
    assert_eq!(view.find(".it").inner_html(), "<b>bold</b>");
    view.change(|written| *written = false).await;
    assert_eq!(view.find(".it").text_content().unwrap(), "plain");
    view.change(|written| *written = true).await;
    assert_eq!(view.find(".it").inner_html(), "<b>bold</b>");
}

#[wasm_bindgen_test]
async fn a_listener_hears_with_the_state_of_its_last_drawing_and_once() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let signal = Signal::new(1u32);
    let place = place();
    let view = {
        let heard = Rc::clone(&heard);
        move |state: &u32, signal: Signal<u32>| {
            let (heard, now) = (Rc::clone(&heard), *state);
            button("b", "press", move || {
                heard.borrow_mut().push(now);
                signal.update(|state| *state += 1);
            })
            .into()
        }
    };
    let drawn = faultlines::ui::dom::live::draw(place.clone(), signal, view, |_| {});
    let press = || place.query_selector("button").unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    press();
    settled().await;
    press();
    settled().await;
    assert_eq!(*heard.borrow(), [1, 2]);
    drop(drawn);
    assert_eq!(place.inner_html(), "");
    assert_eq!(signal.with(|state| *state), None, "the state goes with its view");
}
