//! Panics without their messages: what writes one, and where the code was, is a fiftieth of a page's module. A reader has no
//! use for it; the loader hears of the trap and says in each lab that it has stopped.

use anyhow::Context as _;
use walrus::{FunctionBuilder, FunctionKind, Module};

/// What the names of these functions have in them.
const NEVER_RETURN: &[&str] = &[
    "::panicking::panic_fmt",
    "::panicking::panic_nounwind",
    "::panicking::panic_bounds_check",
    "::panicking::panic_const::",
    "::panicking::panic_with_hook",
    "::panicking::assert_failed",
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

/// The module with a bare trap in the place of every panic.
///
/// # Errors
/// When this is no module.
pub(super) fn snip(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm).context("the module that was built cannot be read")?;
    let panics: Vec<_> =
        module.funcs.iter().filter(|func| never_returns(func.name.as_deref())).map(|it| it.id()).collect();
    for id in panics {
        let (params, results) = module.types.params_results(module.funcs.get(id).ty());
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        let args = params.iter().map(|param| module.locals.add(*param)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(args));
    }
    Ok(module.emit_wasm())
}

/// Whether a function is one of the standard library's that never return.
fn never_returns(name: Option<&str>) -> bool {
    let Some(name) = name else { return false };
    let is_std = ["core", "alloc", "std", "<alloc", "<core"].iter().any(|start| name.starts_with(start));
    is_std && !name.contains("drop_in_place") && NEVER_RETURN.iter().any(|part| name.contains(part))
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
        let snipped = Module::from_buffer(&snip(&module([panics, returns])).unwrap()).unwrap();
        let is_trap = |name: &str| {
            let func = snipped.funcs.iter().find(|func| func.name.as_deref() == Some(name)).expect(name);
            let FunctionKind::Local(local) = &func.kind else { panic!("{name} is imported") };
            let first = &local.block(local.entry_block()).instrs.first().expect("an instruction").0;
            first.is_unreachable()
        };
        assert!(is_trap(panics) && !is_trap(returns));
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(snip(b"no module").is_err());
    }
}
