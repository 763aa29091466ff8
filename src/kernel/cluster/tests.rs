use std::fmt;

use super::*;
use crate::kernel::{Delay, Impairment, Link, Replay, Rule, Seed};

/// Counts what it is told, and persists every second count.
#[derive(Clone, Debug, Default)]
struct Counter {
    count: u32,
    clock: Time,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tick;

impl fmt::Display for Tick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tick")
    }
}

impl Process for Counter {
    type Message = Tick;
    type Timer = Tick;
    type Disk = u32;

    fn start(&mut self, effects: &mut Effects<Self>) {
        if effects.me() == 0 {
            effects.set_timer(Time::from_millis(10), Tick);
        }
    }

    fn receive(&mut self, _from: ProcessId, _message: Tick, effects: &mut Effects<Self>) {
        self.count += 1;
        self.clock = effects.now();
        if self.count.is_multiple_of(2) {
            let count = self.count;
            effects.persist(|disk| *disk = count);
        }
    }

    fn on_timer(&mut self, _timer: Tick, effects: &mut Effects<Self>) {
        effects.send(1, Tick);
        effects.set_timer(Time::from_millis(10), Tick);
    }

    fn restart(&mut self, effects: &mut Effects<Self>) {
        self.count = *effects.disk();
        self.start(effects);
    }
}

/// Process 0 sends a tick to process 1 every 10 ms; it arrives after 1 ms.
fn after_a_second(faults: &[(u64, Fault)]) -> Replay<Cluster<Counter>> {
    let network = Network::new(Seed(1), Delay::Constant(Time::from_millis(1)), true);
    let mut cluster = Cluster::new(network, (), Trace::keeping(1000), false);
    cluster.add("sender", Counter::default());
    cluster.add("counter", Counter::default());
    let faults: Vec<Scheduled> =
        faults.iter().map(|(at, fault)| Scheduled { at: Time::from_millis(*at), fault: fault.clone() }).collect();
    let queue = cluster.begin(&faults);
    let mut sim = Replay::new(cluster, queue, 8);
    sim.run_until(Time::from_millis(1005));
    sim
}

fn count(faults: &[(u64, Fault)]) -> u32 {
    after_a_second(faults).world().process(1).count
}

#[test]
fn a_crash_loses_memory_and_keeps_the_disk() {
    assert_eq!(count(&[]), 100);
    // Ticks 1 to 5 arrive by 51 ms, 4 of them are on disk; 6 and 7 find nobody.
    let faults = [(55, Fault::Crash(1)), (75, Fault::Restart(1))];
    assert_eq!(count(&faults), 4 + 93);
    assert_eq!(after_a_second(&faults).world().messages().1, 2);
    assert_eq!(count(&[(55, Fault::Crash(1))]), 0);
}

#[test]
fn a_dead_sender_sends_nothing_and_its_timers_are_gone() {
    assert_eq!(count(&[(55, Fault::Crash(0))]), 5);
    // Restarted at 555 ms it starts its timer anew: 565, 575, …, 995 ms.
    assert_eq!(count(&[(55, Fault::Crash(0)), (555, Fault::Restart(0))]), 5 + 44);
}

#[test]
fn what_reaches_a_paused_process_waits_for_it() {
    let paused = [(55, Fault::Pause(1))];
    assert_eq!(count(&paused), 5);
    let resumed = [(55, Fault::Pause(1)), (500, Fault::Resume(1))];
    assert_eq!(count(&resumed), 100);
    assert_eq!(after_a_second(&resumed).world().messages(), (100, 0));
}

#[test]
fn a_partition_loses_what_is_sent_across_it_until_it_heals() {
    let faults = [(55, Fault::Partition(vec![vec![0], vec![1]])), (95, Fault::Heal)];
    assert_eq!(count(&faults), 96);
}

#[test]
fn a_rule_strikes_its_link_until_it_is_repaired() {
    let rule = Rule { link: Link::between(0, 1), impairment: Impairment::Loss(1.0) };
    let faults = [(55, Fault::Impair(rule)), (95, Fault::Repair(rule.link))];
    assert_eq!(count(&faults), 96);
    let other = Rule { link: Link::between(1, 0), ..rule };
    assert_eq!(count(&[(55, Fault::Impair(other))]), 100);
}

#[test]
fn a_skewed_clock_shows_another_time_and_changes_no_timer() {
    let sim = after_a_second(&[(5, Fault::Skew(1, -3_000_000))]);
    assert_eq!(sim.world().process(1).count, 100);
    assert_eq!(sim.world().process(1).clock, Time::from_millis(1001 - 3));
}

#[test]
fn faults_are_recorded_unless_they_make_no_sense() {
    let sim = after_a_second(&[(5, Fault::Crash(1)), (6, Fault::Crash(1)), (7, Fault::Resume(0))]);
    let lines: Vec<String> = sim.world().trace().events().iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["5.000000 ms crash process=counter"]);
}

#[test]
fn a_cluster_can_be_played_backwards() {
    let faults = [(55, Fault::Crash(1)), (75, Fault::Restart(1))];
    let mut sim = after_a_second(&faults);
    let steps = sim.steps();
    let digest = sim.world().trace().digest();
    sim.seek(10);
    assert!(sim.world().is_up(1));
    sim.seek(steps);
    assert_eq!(sim.world().process(1).count, 97);
    assert_eq!(sim.world().trace().digest(), digest);
}

#[test]
fn faults_that_concern_links_and_groups_are_told_by_name() {
    let rule = Rule { link: Link { from: Some(0), to: None }, impairment: Impairment::Loss(0.5) };
    let faults = [
        (5, Fault::Impair(rule)),
        (6, Fault::Repair(rule.link)),
        (7, Fault::Partition(vec![vec![0], vec![1]])),
        (8, Fault::Heal),
        (9, Fault::Skew(1, -1_500_000)),
    ];
    let sim = after_a_second(&faults);
    let lines: Vec<String> = sim.world().trace().events().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "5.000000 ms impair from=sender to=any loss=0.5",
            "6.000000 ms repair from=sender to=any",
            "7.000000 ms partition groups=sender|counter",
            "8.000000 ms heal",
            "9.000000 ms skew process=counter skew_ms=-1.5",
        ]
    );
}

#[test]
fn over_a_connection_nothing_arrives_that_was_sent_before_the_receiver_came_back() {
    // The tick of 60 ms arrives at 61 ms, at a process that died and came back in between.
    let blink = [(60, Fault::Crash(1)), (60, Fault::Restart(1))];
    let sim = after_a_second(&blink);
    assert_eq!(sim.world().messages().1, 0, "sent at the moment of the return, it goes over the new connection");
    let network = Network::new(Seed(1), Delay::Constant(Time::from_millis(20)), true);
    let mut cluster = Cluster::new(network, (), Trace::keeping(0), false);
    cluster.add("sender", Counter::default());
    cluster.add("counter", Counter::default());
    let faults = [(65, Fault::Crash(1)), (75, Fault::Restart(1))];
    let faults = faults.map(|(at, fault)| Scheduled { at: Time::from_millis(at), fault });
    let queue = cluster.begin(&faults);
    let mut sim = Replay::new(cluster, queue, 1);
    sim.run_until(Time::from_millis(205));
    // Sent at 50, 60 and 70 ms, under way while it died or lay dead: lost, though it was up when they came.
    assert_eq!(sim.world().messages().1, 3);
}
