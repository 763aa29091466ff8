//! The placement that the parameters name.

use super::policy::{HASHES, TABLE_SIZES};
use crate::kernel::Input;
use crate::parts::placements::{Config, Names, STRATEGIES};

/// The configuration that the parameters name; the seed names the cluster.
pub(super) fn config(input: &Input) -> Config {
    let params = input.params;
    Config {
        strategy: params.chosen("strategy", &STRATEGIES),
        names: Names { hash: params.chosen("hash", &HASHES), seed: input.seed },
        vnodes: params.count("vnodes"),
        epsilon: params.number("epsilon"),
        table_size: params.chosen("table_size", &TABLE_SIZES),
        keys: params.count("keys"),
    }
}
