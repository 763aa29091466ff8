//! The module of the grading room (`src/bin/grader`), which that page alone loads, in a worker.
//!
//! Trunk builds the module of all pages; this one is built here, in a release, with what grades. It keeps the forms of values
//! that `slim` takes out of the other: tables and notes are made of them.

use std::fs;
use std::process::Command;

use anyhow::Context as _;
use serde_json::json;

use super::scripts::own;
use super::{Folder, optimize, split};
use crate::book::cache::Cache;

const WORKER: &str = include_str!("../../../assets/grader-worker.js");
/// How its files are called.
const NAME: &str = "grader";

/// The files of the grading room, by their paths from the site's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grader {
    /// The worker: the module's glue, and what the page asks of it.
    pub worker: String,
    /// The module.
    pub wasm: String,
    /// The module and the worker as texts in a script, for `file://`, where there is no fetch.
    pub text: String,
}

impl Grader {
    /// Builds the module, makes it small, and puts its files where pages find them.
    ///
    /// # Errors
    /// When cargo, wasm-bindgen or wasm-opt fails, or a file cannot be written.
    pub(super) fn build(folder: &Folder, cache: &Cache) -> anyhow::Result<Self> {
        let how = ["--target", "wasm32-unknown-unknown", "--profile", "wasm-release", "--features", "grading"];
        let cargo = Command::new("cargo").args(["build", "--quiet", "--locked", "--bin", NAME]).args(how).status();
        let status = cargo.context("cannot start cargo, which builds the module of the grading room")?;
        anyhow::ensure!(status.success(), "the module of the grading room could not be built ({status})");
        let place = folder.staging.join(NAME);
        fs::create_dir_all(&place)?;
        let (wasm, glue) = split::bindgen(&split::built(NAME)?, &place)?;
        fs::remove_dir_all(&place)?;
        Self::put(folder, &glue, &optimize::optimize(wasm, folder.staging, cache)?)
    }

    fn put(folder: &Folder, glue: &str, wasm: &[u8]) -> anyhow::Result<Self> {
        let worker = format!("{glue}\n{}", own(WORKER)?);
        let text = format!("{}self.faultlinesGrader={};\n", super::as_text(NAME, wasm), json!(worker));
        Ok(Self {
            worker: folder.put(&format!("{NAME}.js"), worker.as_bytes())?,
            wasm: folder.put(&format!("{NAME}.wasm"), wasm)?,
            text: folder.put(&format!("{NAME}.wasm.js"), text.as_bytes())?,
        })
    }
}
