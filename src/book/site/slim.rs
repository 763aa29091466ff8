//! A page's module without what no reader meets: the code that words the messages of panics, the places in the source where
//! they happen, the forms of values that only these messages show, and the long names under which module and glue know each
//! other. Together that is a twentieth of it.
//!
//! A panic becomes a bare trap; the loader hears of it and says in each lab that it has stopped. So does a format that is
//! taken out: `tests/architecture` sees to it that no page asks for one.

use std::collections::BTreeMap;

use anyhow::Context as _;
use walrus::{ConstExpr, DataKind, FunctionBuilder, FunctionKind, Module, ir::Value};

/// What the names of these functions have in them.
const NEVER_RETURN: &[&str] = &[
    "::panicking::panic_fmt",
    "::panicking::panic_nounwind",
    "::panicking::panic_bounds_check",
    "::panicking::panic_const::",
    "::panicking::panic_with_hook",
    "::unwrap_failed",
    "::expect_failed",
    "::slice_index_fail",
    "::slice_error_fail",
    "::len_mismatch_fail",
    "::assert_failed",
    "::panic_already",
    "::panic_access_error",
    "::panic_on_ord_violation",
    "::capacity_overflow",
    "::handle_alloc_error",
    "::raw_vec::handle_error",
];

/// What the names of these functions have in them: the forms of values for programmers (`{:?}`), and of numbers with so many
/// digits (`{:.3}`), for which pages have `kernel::decimal`.
const FOR_NO_READER: &[&str] = &[
    "::fmt::Debug>::fmt",
    "::fmt::builders::",
    "::fmt::Formatter>::debug_",
    "::fmt::float::float_to_decimal_common_exact",
];

/// The end of the name of a source file, as the compiler writes it for panics.
const SOURCE: &[u8] = b".rs\0";

/// The size of a `core::panic::Location` in memory: where the name of its file stands, how long it is, line and column.
const LOCATION: usize = 16;

/// A module in pieces, the first of which is loaded first, and the glue that loads it, made smaller.
///
/// # Errors
/// When one of them is no module.
pub(super) fn slim(pieces: &[Vec<u8>], glue: &str) -> anyhow::Result<(Vec<Vec<u8>>, String)> {
    let read = |wasm: &Vec<u8>| Module::from_buffer(wasm).context("the module that was built cannot be read");
    let mut modules: Vec<Module> = pieces.iter().map(read).collect::<Result<_, _>>()?;
    modules.iter_mut().for_each(trap_in_place_of_panics);
    forget_locations(&mut modules);
    let glue = modules.first_mut().map_or_else(String::new, |first| shorten_imports(first, glue));
    Ok((modules.iter_mut().map(Module::emit_wasm).collect(), glue))
}

/// Puts a bare trap in the place of every function that panics, or whose forms of values no page shows.
fn trap_in_place_of_panics(module: &mut Module) {
    let unmet = |name: &str| never_returns(name) || FOR_NO_READER.iter().any(|part| name.contains(part));
    let unmet = module.funcs.iter().filter(|func| func.name.as_deref().is_some_and(unmet));
    let unmet: Vec<_> = unmet.map(|func| func.id()).collect();
    for id in unmet {
        let (params, results) = module.types.params_results(module.funcs.get(id).ty());
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        let args = params.iter().map(|param| module.locals.add(*param)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(args));
    }
}

/// Whether a function is one of the standard library's that never return.
fn never_returns(name: &str) -> bool {
    let is_std = ["core", "alloc", "std", "<alloc", "<core"].iter().any(|start| name.starts_with(start));
    is_std && !name.contains("drop_in_place") && NEVER_RETURN.iter().any(|part| name.contains(part))
}

/// Fills with zeros, which weigh nothing, what says where in the source a panic is: only messages would read it. A piece may
/// name a file that stands in another: they share one memory.
fn forget_locations(modules: &mut [Module]) {
    // The address at which the name of a source file ends, with its module, its segment and its place there.
    let mut ends = BTreeMap::new();
    for (number, module) in modules.iter().enumerate() {
        for data in module.data.iter() {
            let Some(start) = address(&data.kind) else { continue };
            let found = data.value.windows(SOURCE.len()).enumerate().filter(|(_, bytes)| *bytes == SOURCE);
            let found = found.map(|(at, _)| at + SOURCE.len() - 1);
            ends.extend(found.map(|at| (start + at, (number, data.id(), at))));
        }
    }
    let mut names = Vec::new();
    for module in modules.iter_mut() {
        for id in module.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
            let data = module.data.get_mut(id);
            let Some(start) = address(&data.kind) else { continue };
            for at in (start.next_multiple_of(4) - start..data.value.len().saturating_sub(LOCATION - 1)).step_by(4) {
                if let Some((file, length)) = file_of_location(&data.value[at..][..LOCATION])
                    && let Some((number, id, end)) = ends.get(&file)
                {
                    names.push((*number, *id, end - length..*end));
                    data.value[at..at + LOCATION].fill(0);
                }
            }
        }
    }
    for (number, id, name) in names {
        modules[number].data.get_mut(id).value[name].fill(0);
    }
}

/// If these bytes may be a place in the source: the address at which the name of its file ends, and how long that is.
fn file_of_location(bytes: &[u8]) -> Option<(usize, usize)> {
    let word = |place: usize| {
        let bytes = bytes[4 * place..][..4].try_into().expect("four bytes");
        u32::from_le_bytes(bytes) as usize
    };
    let (start, length, line, column) = (word(0), word(1), word(2), word(3));
    let is_place =
        (SOURCE.len()..200).contains(&length) && (1..100_000).contains(&line) && (1..1_000).contains(&column);
    is_place.then_some((start + length, length))
}

/// Where a segment of data stands in memory.
fn address(kind: &DataKind) -> Option<usize> {
    match kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } => usize::try_from(*offset).ok(),
        _ => None,
    }
}

/// Gives what the module imports from its glue short names, and renames them in the glue: `__wbg_fill_4f9a…` as `i17`.
fn shorten_imports(module: &mut Module, glue: &str) -> String {
    let mut glue = glue.to_string();
    for (number, import) in module.imports.iter_mut().enumerate() {
        let (long, short) = (format!(" {}: ", import.name), format!(" i{number}: "));
        if glue.matches(&long).count() == 1 {
            glue = glue.replacen(&long, &short, 1);
            import.name = short.trim_matches([' ', ':']).to_string();
        }
    }
    glue
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that exports two functions of one number, under these names of the compiler's.
    fn module(names: [&str; 2]) -> Vec<u8> {
        let mut module = Module::default();
        for name in names {
            let mut builder = FunctionBuilder::new(&mut module.types, &[walrus::ValType::I32], &[walrus::ValType::I32]);
            builder.name(name.to_string());
            let arg = module.locals.add(walrus::ValType::I32);
            builder.func_body().local_get(arg);
            let id = builder.finish(vec![arg], &mut module.funcs);
            module.exports.add(name, id);
        }
        module.emit_wasm()
    }

    #[test]
    fn a_panic_becomes_a_trap_and_what_returns_stays() {
        let (panics, returns) =
            ("core[0123]::panicking::panic_fmt", "std[0123]::panicking::panic_count::is_zero_slow_path");
        let snipped = Module::from_buffer(&slim(&[module([panics, returns])], "").unwrap().0[0]).unwrap();
        let is_trap = |name: &str| {
            let func = snipped.funcs.get(snipped.exports.get_func(name).expect(name));
            let FunctionKind::Local(local) = &func.kind else { panic!("{name} is imported") };
            let first = &local.block(local.entry_block()).instrs.first().expect("an instruction").0;
            first.is_unreachable()
        };
        assert!(is_trap(panics) && !is_trap(returns));
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(slim(&[b"no module".to_vec()], "").is_err());
    }
}
