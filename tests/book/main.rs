//! The book and the command line: content in, pages, messages and grades out.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run natively, beside the book")]

mod cli_run;
mod contrast;
mod diagnostics;
mod drawings;
mod exams;
mod export;
#[path = "../common/folder.rs"]
mod folder;
mod full_disk;
#[path = "../common/golden.rs"]
mod golden;
mod hosting;
#[path = "../common/html.rs"]
mod html;
mod interchange;
mod language;
mod map;
mod new_lab;
#[path = "../common/node.rs"]
#[expect(dead_code, reason = "the module of every lab is run elsewhere")]
mod node;
mod one_mistake;
mod pages;
mod proportion;
mod quiz_content;
mod quiz_fold;
mod quiz_grade;
mod quiz_grade_course;
mod quiz_grade_inputs;
mod quiz_grade_many;
mod quiz_grade_reports;
mod quiz_page;
mod scenario;
mod search;
mod serve;
#[path = "../common/thorough.rs"]
mod thorough;
mod validity;
