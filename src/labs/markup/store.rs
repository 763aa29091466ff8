//! Where a view's state lives: one Leptos signal for each plate and each quiz.

use leptos::prelude::*;

/// A state that a view is drawn from. A copy of it goes into every listener, which changes the state through it; the view
/// follows by itself.
pub struct Store<T: 'static>(RwSignal<T, LocalStorage>);

impl<T> Clone for Store<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Store<T> {}

impl<T: 'static> Store<T> {
    /// Keeps a state for as long as the owner under which it is made.
    pub fn new(state: T) -> Self {
        Self(RwSignal::new_local(state))
    }

    /// Changes the state, if it is still there. A change made from within another would never end: make it from a listener
    /// or a timer.
    pub fn change(self, mut change: impl FnMut(&mut T)) {
        self.change_by(&mut change);
    }

    // One copy of the machinery for all the changes there are.
    #[inline(never)]
    fn change_by(self, change: &mut dyn FnMut(&mut T)) {
        let _ = self.0.try_update(change);
    }

    /// Reads the state, if it is still there.
    pub fn look<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.try_with_untracked(look)
    }

    /// Reads the state and asks to be run again when it changes.
    pub fn follow<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.try_with(look)
    }
}
