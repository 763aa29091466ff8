//! The module that the pages load: it brings labs and quizzes to life where the loader asks for it.
//!
//! Built for wasm32 with wasm-bindgen's `no-modules` target, so that the same classic script works over http and from
//! `file://`. Natively it is an empty program.

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(target_arch = "wasm32")]
#[allow(unreachable_pub, reason = "wasm-bindgen exports them")]
mod exports {
    use faultlines::labs::views;
    use faultlines::scenario;
    use faultlines::ui::plate::live;
    use faultlines::ui::quiz::mount_quiz;
    use wasm_bindgen::prelude::*;
    use web_sys::HtmlElement;

    /// Enters a lab whose piece of the module has been fetched.
    #[cfg(in_pieces)]
    #[wasm_bindgen]
    pub fn enter(lab: &str) {
        faultlines::labs::pieces::enter(lab);
    }

    /// Brings an element with `data-plate` or `data-quiz` to life.
    ///
    /// # Errors
    /// If what the element carries cannot be read; the element is left as it was.
    #[wasm_bindgen]
    pub fn mount(element: HtmlElement) -> Result<(), JsValue> {
        if element.has_attribute("data-quiz") { mount_quiz(element) } else { live::mount(element, views::find) }
    }

    /// Puts the still form back.
    #[wasm_bindgen]
    pub fn unmount(element: HtmlElement) {
        live::unmount(&element);
    }

    /// Plays a plate from one moment to another, in milliseconds of its run: `from` where it is to stand at first, if not where
    /// it stands; `until` where it is to pause, none to stand still.
    #[wasm_bindgen]
    pub fn steer(element: &HtmlElement, from: Option<f64>, until: Option<f64>) {
        live::steer(element, from, until);
    }

    /// The query of the link to exactly what a plate shows.
    #[wasm_bindgen]
    pub fn address(element: &HtmlElement) -> Option<String> {
        live::address(element)
    }

    /// Runs the scenario of a permalink and returns what it measured, for the tests that compare it with a native run.
    #[wasm_bindgen]
    pub fn run_query(query: &str) -> String {
        scenario::run_query(query)
    }

    /// Folds a short answer as a page does, for the test that compares it with the grader's folding.
    #[cfg(feature = "every-lab")]
    #[wasm_bindgen]
    pub fn fold(text: &str) -> String {
        faultlines::quiz::fold::fold(text)
    }
}

fn main() {
    // For who writes the book; the module of a release traps without a word, and the loader tells the reader.
    #[cfg(all(target_arch = "wasm32", debug_assertions))]
    std::panic::set_hook(Box::new(|info| leptos::logging::error!("{info}")));
}
