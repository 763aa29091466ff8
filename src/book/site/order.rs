//! Puts functions that are alike side by side, where they compress better: by a two hundredth of the module.

use anyhow::Context as _;
use wasm_encoder::{Encode as _, NameMap, NameSection, Section as _};
use wasmparser::{Parser, Payload, TypeRef};

/// So many of a function's first bytes say what it is like.
const BEGINNING: usize = 16;

/// The module with a name for each function, by which wasm-opt puts them in order: functions of one type together, and of
/// these those that begin alike.
///
/// # Errors
/// When this is no module.
pub(super) fn named(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (mut imported, mut types, mut bodies) = (0, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.context("the module made smaller cannot be read")? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(functions) => types = functions.into_iter().collect::<Result<_, _>>()?,
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let beginning = |index: &usize| (types[*index], &bodies[*index][..bodies[*index].len().min(BEGINNING)], *index);
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by_key(|index| beginning(index));
    Ok(with_names(wasm, imported, &order))
}

/// The module, which has no names any more, with its functions named by their places in this order: as wasm-opt compares
/// names as text, all are of one length.
fn with_names(wasm: &[u8], imported: u32, order: &[usize]) -> Vec<u8> {
    let mut places = vec![0; order.len()];
    for (place, index) in order.iter().enumerate() {
        places[*index] = place;
    }
    let mut names = NameMap::new();
    for (index, place) in places.iter().enumerate() {
        names.append(imported + index as u32, &format!("{place:07}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    let mut named = wasm.to_vec();
    named.push(section.id());
    section.encode(&mut named);
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, Module, ValType};

    #[test]
    fn functions_that_begin_alike_are_neighbours() {
        let mut module = Module::default();
        for (name, numbers) in [("one", [1, 2]), ("far", [9, 9]), ("other", [1, 3])] {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32, ValType::I32]);
            builder.func_body().i32_const(numbers[0]).i32_const(numbers[1]);
            let id = builder.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, id);
        }
        let named = Module::from_buffer(&named(&module.emit_wasm()).unwrap()).unwrap();
        let place = |name: &str| named.funcs.get(named.exports.get_func(name).unwrap()).name.clone().unwrap();
        assert_eq!(["one", "other", "far"].map(place), ["0000000", "0000001", "0000002"]);
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(named(b"no module").is_err());
    }
}
