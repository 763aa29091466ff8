//! The `xfetch` engine: the paper's law, and that the same draws meet every β.

mod law;
mod readers;
