//! The book and the command line: content in, pages, messages and grades out.

mod cli_run;
mod contrast;
mod diagnostics;
#[path = "../common/golden.rs"]
mod golden;
mod new_lab;
mod pages;
mod quiz_grade;
mod quiz_page;
mod scenario;
mod serve;
