//! The book and the command line: content in, pages, messages and grades out.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run natively, beside the book")]

mod cli_run;
mod contrast;
mod diagnostics;
mod drawings;
mod export;
#[path = "../common/folder.rs"]
mod folder;
mod full_disk;
#[path = "../common/golden.rs"]
mod golden;
#[path = "../common/html.rs"]
mod html;
mod map;
mod new_lab;
mod one_mistake;
mod pages;
mod proportion;
mod quiz_fold;
mod quiz_grade;
mod quiz_page;
mod scenario;
mod serve;
#[path = "../common/thorough.rs"]
mod thorough;
mod validity;
