//! A reader's own latencies in the place of the lab's leaf: pasted, or from a file. They never leave the machine.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::document;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::{Event, HtmlInputElement};

use super::phrases::latency;
use crate::engines::fan_out::leaf::Leaf;
use crate::kernel::measured::{MAX_BYTES, read};
use crate::kernel::{Bin, Params, words};
use crate::ui::dom::{Element, Signal, button, coded, element, focus_in_place, typed_in};
use crate::ui::plate::PlateState;

/// What is wrong with the numbers that a reader gave last.
type Complaint = Rc<RefCell<String>>;

/// The field, the file, what was read or what is wrong with it, and the way back.
pub(super) fn fold(complaint: &Complaint, state: &PlateState, signal: Signal<PlateState>) -> Element {
    let (field, file, help) = (state.id("own"), state.id("own-file"), state.id("own-help"));
    let choose = {
        let (complaint, field) = (Rc::clone(complaint), field.clone());
        move |event| read_file(&event, signal, &complaint, &field)
    };
    let take = {
        let (complaint, field) = (Rc::clone(complaint), field.clone());
        move || use_numbers(signal, &complaint, &typed_in(&field))
    };
    let back = {
        let field = field.clone();
        move || {
            // The button will be gone.
            focus_in_place(&field);
            signal.update(|state| measure(state, Vec::new()));
        }
    };
    let params = &state.link.scenario.params;
    let is_own = !params.measured().is_empty();
    let (class, said) = match complaint.borrow().as_str() {
        "" if is_own => (None, in_words(params)),
        complaint => (Some("plate-note"), complaint.to_string()),
    };
    element("details")
        .class("own-numbers")
        .child(element("summary").child("Your own numbers"))
        .child(element("label").attr("for", field.clone()).child("Latencies of your own service"))
        .child(
            element("textarea")
                .attr("id", field)
                .attr("rows", "4")
                .attr("spellcheck", "false")
                .attr("aria-describedby", help.clone()),
        )
        .child(button("button", "Use these numbers", take))
        .child(is_own.then(|| button("button quiet", "Back to the lab’s own leaf", back)))
        .child(element("p").class(class).attr("role", "status").child(coded(&said)))
        .child(element("label").attr("for", file.clone()).child("Or a file of them"))
        .child(element("input").attr("type", "file").attr("id", file).on("change", choose))
        .child(element("p").attr("id", help).child(
            "Lines of a bound in ms and a count, a percentile table of wrk2 or HdrHistogram, or Prometheus buckets.",
        ))
}

/// Runs the plate with these numbers, or says what is wrong with them and leaves it as it is.
fn use_numbers(signal: Signal<PlateState>, complaint: &Complaint, text: &str) {
    let read = read(text);
    signal.update(|state| {
        complaint.replace(read.as_ref().err().cloned().unwrap_or_default());
        if let Ok(bins) = read {
            measure(state, bins);
        }
    });
}

/// Makes these numbers the leaf of the run, and of its twin.
fn measure(state: &mut PlateState, bins: Vec<Bin>) {
    state.change(|link| {
        link.scenario.params.measure(bins);
        link.pick = None;
    });
}

/// Puts the text of the file that was chosen into the field, where the line of a mistake can be found, and uses it.
fn read_file(event: &Event, signal: Signal<PlateState>, complaint: &Complaint, field: &str) {
    let input = event.target().map(|target| target.unchecked_into::<HtmlInputElement>());
    let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
    // No more of it is read than shows that it is too long.
    let Ok(beginning) = file.slice_with_f64_and_f64(0.0, MAX_BYTES as f64 + 1.0) else { return };
    let good = {
        let (complaint, field) = (Rc::clone(complaint), field.to_string());
        Closure::once(move |text: JsValue| {
            let text = text.as_string().unwrap_or_default();
            if let Some(field) = document().get_element_by_id(&field) {
                // A text area has its value under the same name.
                field.unchecked_into::<HtmlInputElement>().set_value(&text);
            }
            use_numbers(signal, &complaint, &text);
        })
    };
    let bad = {
        let complaint = Rc::clone(complaint);
        Closure::once(move |_: JsValue| {
            signal.update(|_| drop(complaint.replace("This file cannot be read.".to_string())));
        })
    };
    let _ = beginning.text().then2(&good, &bad);
    // One of the two is called later, and nobody here knows when.
    good.forget();
    bad.forget();
}

/// What was read, and that it stays here.
fn in_words(params: &Params) -> String {
    let (bins, leaf) = (params.measured(), Leaf::of(params));
    let calls = bins.iter().fold(0, |calls: u64, bin| calls.saturating_add(bin.1));
    let [median, p99] = [0.5, 0.01].map(|tail| latency(leaf.at_survival(tail)));
    let mut said = format!("Your own {}: median {median}, p99 {p99}.", words::counted(calls, "call"));
    if let [.., before, last] = bins
        && before.0 == last.0
    {
        said += &format!(" {} beyond the last bound count as {}.", words::whole(last.1), latency(last.0));
    }
    said + " They stay on this machine: a copied link does not carry them."
}
