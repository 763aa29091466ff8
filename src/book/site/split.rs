//! The module taken apart: what all labs share, which is loaded first, and a piece for each lab (`labs/pieces.rs`).
//!
//! A library follows the linker's notes on what refers to what, and writes what only one lab reaches as that lab's piece. It
//! would also write a piece for every set of labs that share something; all of these go into what is loaded first.
//! Then wasm-bindgen writes the glue of that, as Trunk had it do for the whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use walrus::Module;
use wasm_encoder::{ExportKind, ExportSection, RawSection};
use wasmparser::{ExternalKind, KnownCustom, Name, Parser, Payload};

/// How the names begin under which functions are kept in what is loaded first.
const SHARED: &str = "shared-";

/// The name under which the library writes what is loaded first.
const FIRST: &str = "first.wasm";

/// A module in pieces.
pub(super) struct Pieces {
    /// The glue of what is loaded first.
    pub(super) glue: String,
    /// The name of each lab's module in Rust.
    pub(super) labs: Vec<String>,
    /// What is loaded first, then the piece of each lab.
    pub(super) wasm: Vec<Vec<u8>>,
}

/// The module of this name that the linker wrote, for a release.
///
/// # Errors
/// When it is not there: it was built in another way than by Trunk.
pub(super) fn built(name: &str) -> anyhow::Result<Vec<u8>> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let path = target.join(format!("wasm32-unknown-unknown/wasm-release/{name}.wasm"));
    fs::read(&path).with_context(|| format!("the module is not in {}", path.display()))
}

/// Takes a module apart.
///
/// # Errors
/// When it is no such module, wasm-bindgen fails, or `staging` cannot be written.
pub(super) fn take_apart(wasm: &[u8], staging: &Path) -> anyhow::Result<Pieces> {
    let folder = staging.join("pieces");
    let mut shared = BTreeSet::new();
    for file in split(wasm, &folder)? {
        if lab(&file).is_none() {
            shared.extend(functions(&fs::read(&file)?)?.into_iter().map(|(_, name)| name));
        }
    }
    let files = split(&kept_together(wasm, &shared)?, &folder)?;
    let mut first = fs::read(folder.join(FIRST))?;
    let mut pieces = BTreeMap::new();
    for file in files {
        let piece = fs::read(&file)?;
        match lab(&file) {
            Some(lab) => drop(pieces.insert(lab, piece)),
            None => first = with_data(&first, &piece)?,
        }
    }
    let (first, glue) = bindgen(&first, &folder)?;
    fs::remove_dir_all(folder)?;
    let (labs, mut wasm): (Vec<String>, Vec<Vec<u8>>) = pieces.into_iter().unzip();
    wasm.insert(0, without_shared(&first)?);
    Ok(Pieces { glue, labs, wasm })
}

/// Has wasm-bindgen write the glue of a module, or of what is loaded first of one; gives both as it leaves them.
pub(super) fn bindgen(first: &[u8], folder: &Path) -> anyhow::Result<(Vec<u8>, String)> {
    fs::write(folder.join(FIRST), first)?;
    // The pieces import the memory and the table by the names that the linker gave them.
    let how = ["--target", "no-modules", "--no-typescript", "--keep-debug", "--keep-lld-exports", "--out-name", "web"];
    let status = Command::new("wasm-bindgen").args(how).arg("--out-dir").arg(folder).arg(folder.join(FIRST)).status();
    let status = status.context("cannot start wasm-bindgen, which `scripts/setup site` installs")?;
    anyhow::ensure!(status.success(), "wasm-bindgen failed ({status})");
    Ok((fs::read(folder.join("web_bg.wasm"))?, fs::read_to_string(folder.join("web.js"))?))
}

/// Calls the library, and gives the files that it wrote besides the first.
fn split(wasm: &[u8], folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let first = folder.join(FIRST);
    let mut options = wasm_split_cli_support::Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = &first;
    let split = wasm_split_cli_support::transform(options);
    let split = split.map_err(|error| anyhow::anyhow!("the module cannot be taken apart: {error:#}"))?;
    // It names files for pieces in which there is nothing too.
    Ok(split.split_modules.into_iter().filter(|file| file.exists()).collect())
}

/// The lab whose piece is in a file, by the name that the library gives it; nothing if several labs share it.
fn lab(file: &Path) -> Option<String> {
    file.file_stem()?.to_str()?.strip_prefix("split_").map(String::from)
}

/// The functions of a module that have a name: index and name.
fn functions(wasm: &[u8]) -> anyhow::Result<Vec<(u32, String)>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(names) = section.as_known() else { continue };
        for name in names {
            let Name::Function(functions) = name? else { continue };
            for function in functions {
                let function = function?;
                found.push((function.index, function.name.to_string()));
            }
        }
    }
    Ok(found)
}

/// The module with these functions exported, which keeps them in what is loaded first.
fn kept_together(wasm: &[u8], names: &BTreeSet<String>) -> anyhow::Result<Vec<u8>> {
    let functions = functions(wasm)?;
    let mut module = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let Payload::ExportSection(exports) = payload else {
            if let Some((id, range)) = payload.as_section() {
                module.section(&RawSection { id, data: &wasm[range] });
            }
            continue;
        };
        let mut section = ExportSection::new();
        for export in exports {
            let export = export?;
            section.export(export.name, kind(export.kind)?, export.index);
        }
        for (index, _) in functions.iter().filter(|(_, name)| names.contains(name)) {
            section.export(&format!("{SHARED}{index}"), ExportKind::Func, *index);
        }
        module.section(&section);
    }
    Ok(module.finish())
}

fn kind(kind: ExternalKind) -> anyhow::Result<ExportKind> {
    match kind {
        ExternalKind::Func => Ok(ExportKind::Func),
        ExternalKind::Table => Ok(ExportKind::Table),
        ExternalKind::Memory => Ok(ExportKind::Memory),
        ExternalKind::Global => Ok(ExportKind::Global),
        other => anyhow::bail!("the module exports a thing that is unknown here: {other:?}"),
    }
}

/// What is loaded first with the data of another piece, which holds nothing else.
fn with_data(first: &[u8], piece: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut module = Module::from_buffer(first).context("what is loaded first cannot be read")?;
    let piece = Module::from_buffer(piece).context("a piece cannot be read")?;
    anyhow::ensure!(
        piece.funcs.iter().all(|func| matches!(func.kind, walrus::FunctionKind::Import(_))),
        "code that several labs share is in a piece"
    );
    let memory = module.memories.iter().next().context("there is no memory")?.id();
    for data in piece.data.iter() {
        if let walrus::DataKind::Active { offset, .. } = &data.kind {
            let offset = offset.clone();
            module.data.add(walrus::DataKind::Active { memory, offset }, data.value.clone());
        }
    }
    Ok(module.emit_wasm())
}

/// What is loaded first without the names that [`kept_together`] gave.
fn without_shared(first: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut module = Module::from_buffer(first).context("what wasm-bindgen wrote cannot be read")?;
    let named = module.exports.iter().filter(|export| export.name.starts_with(SHARED));
    for export in named.map(|export| export.id()).collect::<Vec<_>>() {
        module.exports.delete(export);
    }
    Ok(module.emit_wasm())
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ConstExpr, DataKind, FunctionBuilder, ir::Value};

    /// A module with a memory and a function of each of these names.
    fn module(names: &[&str]) -> Module {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        for name in names {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.to_string());
            builder.finish(Vec::new(), &mut module.funcs);
        }
        module
    }

    fn exports(wasm: &[u8]) -> Vec<String> {
        Module::from_buffer(wasm).unwrap().exports.iter().map(|export| export.name.clone()).collect()
    }

    #[test]
    fn a_function_that_several_labs_use_is_exported_for_the_library_and_not_for_the_page() {
        let wasm = module(&["of_one_lab", "of_two"]).emit_wasm();
        let kept = kept_together(&wasm, &BTreeSet::from(["of_two".to_string()])).unwrap();
        let (index, _) = functions(&wasm).unwrap().into_iter().find(|(_, name)| name == "of_two").unwrap();
        assert_eq!(exports(&kept), ["memory".to_string(), format!("shared-{index}")]);
        assert_eq!(exports(&without_shared(&kept).unwrap()), ["memory"]);
    }

    #[test]
    fn data_of_several_labs_go_into_what_is_loaded_first_and_code_does_not() {
        let mut piece = module(&[]);
        let memory = piece.memories.iter().next().unwrap().id();
        let offset = ConstExpr::Value(Value::I32(4096));
        piece.data.add(DataKind::Active { memory, offset }, b"shared".to_vec());
        let first = with_data(&module(&["main"]).emit_wasm(), &piece.emit_wasm()).unwrap();
        let first = Module::from_buffer(&first).unwrap();
        assert_eq!(first.data.iter().map(|data| &data.value[..]).collect::<Vec<_>>(), [b"shared"]);
        assert!(with_data(&module(&["main"]).emit_wasm(), &module(&["code"]).emit_wasm()).is_err());
    }

    #[test]
    fn a_piece_is_known_by_its_file() {
        assert_eq!(lab(Path::new("pieces/split_hash_ring.wasm")).as_deref(), Some("hash_ring"));
        assert_eq!(lab(Path::new("pieces/chunk_17.wasm")), None);
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(take_apart(b"no module", tempfile::tempdir().unwrap().path()).is_err());
    }
}
