//! The reader's choices: service times, schedule, generator, and one load or a sweep.

use crate::kernel::ChoiceTable;

/// The loads that a sweep visits, in percent, before it comes to the load that is asked for.
pub const SWEEP_PERCENT: [u32; 10] = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95];

/// Whether the run visits the loads of [`SWEEP_PERCENT`] first.
pub const SWEEPS: ChoiceTable<bool, 2> = ChoiceTable::new([("off", "One load", false), ("on", "All loads", true)]);

/// The shape of the service time; its size comes from other parameters ([`super::service::Service`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    /// Memoryless.
    Exponential,
    /// Always the same.
    Constant,
    /// The exponential of a normal variable.
    Lognormal,
    /// One of two exponentials: mostly short, seldom long.
    Hyperexponential,
}

/// The law of the service time.
pub const SERVICES: ChoiceTable<ServiceKind, 4> = ChoiceTable::new([
    ("exponential", "Exponential", ServiceKind::Exponential),
    ("constant", "Constant", ServiceKind::Constant),
    ("lognormal", "Log-normal", ServiceKind::Lognormal),
    ("hyperexponential", "Hyperexponential", ServiceKind::Hyperexponential),
]);

/// Whether requests are due at equal distances rather than at random.
pub const ARRIVALS: ChoiceTable<bool, 2> =
    ChoiceTable::new([("poisson", "At random", false), ("paced", "At equal distances", true)]);

/// How the generator of the load keeps to its schedule of intended sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generator {
    /// Every request is sent when it is due, whoever still waits: the load of many independent users.
    Open,
    /// So many clients, each waiting for its answer before it sends again. A request that is due while all of them wait
    /// is omitted: it is neither sent nor measured. This is the usual load test, and the origin of coordinated omission.
    Closed,
    /// As many clients; a request that is due while all of them wait is sent late, as soon as one is free.
    Late,
}

/// The load generators.
pub const GENERATORS: ChoiceTable<Generator, 3> = ChoiceTable::new([
    ("open", "Open: sends when due", Generator::Open),
    ("closed", "Closed: omits while it waits", Generator::Closed),
    ("late", "Closed: sends late", Generator::Late),
]);
