//! Trees as the values of the host, which has a reader and a writer of JSON.

use js_sys::{Array, JSON, Object};
use wasm_bindgen::{JsCast as _, JsValue};

use super::Tree;

/// Nothing that we write is deeper; what a stranger wrote must not use up the stack.
const DEEPEST: u32 = 12;

impl Tree {
    /// Reads a JSON text.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(|value| read(&value, DEEPEST))
    }

    /// The JSON text, on lines of their own for people.
    pub fn to_text(&self, pretty: bool) -> String {
        let space = JsValue::from_f64(if pretty { 2.0 } else { 0.0 });
        let text = JSON::stringify_with_replacer_and_space(&write(self), &JsValue::NULL, &space);
        text.map(String::from).unwrap_or_default()
    }
}

fn read(value: &JsValue, depth: u32) -> Tree {
    if depth == 0 || value.is_null() {
        return Tree::Null;
    }
    if let Some(number) = value.as_f64() {
        return Tree::Number(number);
    }
    if let Some(text) = value.as_string() {
        return Tree::Text(text);
    }
    if let Some(flag) = value.as_bool() {
        return Tree::Flag(flag);
    }
    if Array::is_array(value) {
        let list = value.unchecked_ref::<Array>();
        return Tree::List((0..list.length()).map(|index| read(&list.get(index), depth - 1)).collect());
    }
    let entries = Object::entries(value.unchecked_ref());
    let entries = (0..entries.length()).map(|index| {
        let entry: Array = entries.get(index).unchecked_into();
        (entry.get(0).as_string().unwrap_or_default(), read(&entry.get(1), depth - 1))
    });
    Tree::Table(entries.collect())
}

fn write(tree: &Tree) -> JsValue {
    match tree {
        Tree::Null => JsValue::NULL,
        Tree::Flag(flag) => JsValue::from_bool(*flag),
        Tree::Number(number) => JsValue::from_f64(*number),
        Tree::Text(text) => JsValue::from_str(text),
        Tree::List(list) => {
            let written = Array::new();
            for value in list {
                written.push(&write(value));
            }
            written.into()
        }
        Tree::Table(entries) => {
            let written = Object::new();
            for (key, value) in entries {
                // Our own keys; setting a property of a fresh object cannot fail.
                let _ = js_sys::Reflect::set(&written, &JsValue::from_str(key), &write(value));
            }
            written.into()
        }
    }
}
