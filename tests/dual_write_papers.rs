//! What is known of dual writes, tried at every point at which a process can die, and what was measured by luck.

use faultlines::engines::dual_write::SPEC;
use faultlines::engines::dual_write::actor::{Polling, Strategy};
use faultlines::engines::dual_write::message::{BROKER, DATABASE, RELAY, SERVICE};
use faultlines::engines::dual_write::small::small_case;
use faultlines::registry::{Exploration, Finding, ProcessId, explore};

const ALL: [ProcessId; 4] = [SERVICE, DATABASE, BROKER, RELAY];
const STRATEGIES: [Strategy; 8] = [
    Strategy::DatabaseThenBroker,
    Strategy::BrokerThenDatabase,
    Strategy::Parallel,
    Strategy::OutboxPolling(Polling::Marks),
    Strategy::OutboxPolling(Polling::IdCursor),
    Strategy::OutboxPolling(Polling::SafeCursor),
    Strategy::OutboxCapture,
    Strategy::TwoPhaseCommit,
];

#[test]
fn dump() {
    for strategy in STRATEGIES {
        for orders in [1, 2] {
            for crashes in [0, 1, 2] {
                if orders == 2 && crashes == 2 {
                    continue;
                }
                let t = std::time::Instant::now();
                let all = explore::explore(&small_case(strategy, orders, crashes, &ALL), SPEC.properties, 400_000);
                println!(
                    "{strategy:?} orders={orders} crashes={crashes}: {} {} {} {} {} {:?}",
                    all.states,
                    all.steps,
                    all.crash_points,
                    all.depth,
                    all.complete,
                    t.elapsed()
                );
                for f in &all.findings {
                    if let Some(t) = &f.counterexample {
                        println!("  {}\n{}", f.property.name, if crashes < 2 { t.to_string() } else { String::new() });
                    }
                }
            }
        }
    }
}
