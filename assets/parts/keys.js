// The sheet of keys: every key that a page listens to, in one place.
