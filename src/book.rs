//! From Markdown to pages (native only).

pub mod site;
pub mod template;
