//! Where a view's state lives: one Leptos signal for each plate and each quiz.

use std::cell::Cell;

use leptos::prelude::*;

/// A state that a view is drawn from. A copy of it goes into every listener, which changes the state through it; the view
/// follows by itself. The signal is never freed, for the browser may hold a copy to the end; its state is ([`Signal::close`]).
/// (Leptos' own copies of a signal read their state up by thread, and that costs a module 5 kB.)
pub struct Signal<T: 'static>(&'static Kept<T>);

struct Kept<T: 'static> {
    state: ArcRwSignal<Option<T>>,
    changes: Cell<u32>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    /// Keeps a state until it is closed.
    pub fn new(state: T) -> Self {
        let state = ArcRwSignal::new(Some(state));
        Self(Box::leak(Box::new(Kept { state, changes: Cell::new(0) })))
    }

    /// Frees the state. From now on nothing changes it, and nobody finds it.
    pub fn close(self) {
        drop(self.0.state.try_update(Option::take));
    }

    /// Changes the state, if it is still there. A change made from within another would never end: make it from a listener
    /// or a timer.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let mut change = Some(change);
        self.update_by(&mut |state| {
            if let Some(change) = change.take() {
                change(state);
            }
        });
    }

    // One copy of the machinery for all the changes there are.
    #[inline(never)]
    fn update_by(self, change: &mut dyn FnMut(&mut T)) {
        self.0.changes.set(self.0.changes.get().wrapping_add(1));
        let _ = self.0.state.try_update(|state| state.as_mut().map(change));
    }

    /// How often the state has been changed, wrapping.
    pub fn changes(self) -> u32 {
        self.0.changes.get()
    }

    /// Reads the state, if it is still there.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.state.try_with_untracked(|state| state.as_ref().map(read)).flatten()
    }

    /// Reads the state and asks to be run again when it changes.
    pub fn with_tracked<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.state.track();
        self.with(read)
    }
}
