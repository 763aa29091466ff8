//! wasm-opt, where it is installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use super::order;
use crate::book::cache::Cache;

/// The tool from npm's binaryen, which `make` installs. No other is tried: Debian's 108 writes a broken module and
/// reports success.
const TOOL: &str = "node_modules/.bin/wasm-opt";

/// For size, until nothing changes any more, without the functions for streams that wasm-bindgen exports and no page calls.
/// (`-Os` inlines more than `-Oz`, and what repeats compresses: it is the smaller of the two over the wire. The first kilobyte
/// of memory is the end of the stack, where nothing has an address of its own: to know that saves additions. Data stay in one
/// piece: zeros weigh nothing once compressed, and the places of many pieces do.)
const SMALLER: &[&str] =
    &["--remove-exports=*intounderlying*", "-Os", "--converge", "--low-memory-unused", "--skip-pass=memory-packing"];

/// Like functions side by side, by the names that [`order`] gives them; without the notes for other tools.
const IN_ORDER: &[&str] =
    &["--reorder-functions-by-name", "--strip-producers", "--strip-target-features", "--strip-debug"];

/// The module made smaller, or remembered from when this tool made the same module smaller; as it was, with a line that
/// says so, where the tool is not installed.
///
/// # Errors
/// When the tool fails, or writes something that is not a module.
pub(super) fn optimize(wasm: Vec<u8>, staging: &Path, cache: &Cache) -> anyhow::Result<Vec<u8>> {
    if !Path::new(TOOL).exists() {
        note(&format!("without wasm-opt ({TOOL} is not there) the WASM module stays about a tenth larger"));
        return Ok(wasm);
    }
    let tool = fs::read(TOOL).with_context(|| format!("cannot read {TOOL}"))?;
    let how = [SMALLER, IN_ORDER].concat().join(" ");
    cache.get_or_make("wasm-opt", &[&tool, how.as_bytes(), &wasm], || {
        let small = run(&wasm, SMALLER, staging)?;
        run(&order::named(&small)?, IN_ORDER, staging)
    })
}

fn run(wasm: &[u8], how: &[&str], staging: &Path) -> anyhow::Result<Vec<u8>> {
    let (from, to) = (staging.join("unoptimized.wasm"), staging.join("optimized.wasm"));
    fs::write(&from, wasm)?;
    let status = Command::new(TOOL).args(how).arg(&from).arg("-o").arg(&to).status();
    let status = status.with_context(|| format!("cannot start {TOOL}"))?;
    anyhow::ensure!(status.success(), "{TOOL} failed ({status})");
    let small = fs::read(&to)?;
    anyhow::ensure!(small.starts_with(b"\0asm"), "{TOOL} wrote something that is not a WASM module");
    fs::remove_file(from)?;
    fs::remove_file(to)?;
    Ok(small)
}

fn note(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "note: {text}");
}
