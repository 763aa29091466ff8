//! The network between processes: how long a packet takes, and which packets do not arrive, arrive twice or arrive late.
//!
//! Each link (from one process to another) has a stream of its own, and each packet takes the same number of draws from
//! it whatever becomes of it. So the n-th packet of a link meets the same luck under any rules, and two runs that differ
//! in one rule differ by that rule alone.

use litemap::LiteMap;

use super::process::ProcessId;
use super::random::{Seed, Stream};
use super::time::Time;

/// Some of the links: from one process or any, to one process or any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The sender; any if `None`.
    pub from: Option<ProcessId>,
    /// The receiver; any if `None`.
    pub to: Option<ProcessId>,
}

impl Link {
    /// Every link.
    pub const ANY: Self = Self { from: None, to: None };

    /// The link from one process to another.
    pub const fn between(from: ProcessId, to: ProcessId) -> Self {
        Self { from: Some(from), to: Some(to) }
    }

    /// Whether packets between these two go over it.
    pub fn holds(&self, from: ProcessId, to: ProcessId) -> bool {
        self.from.is_none_or(|id| id == from) && self.to.is_none_or(|id| id == to)
    }
}

/// How long a packet takes when nothing is wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Delay {
    /// Always the same.
    Constant(Time),
    /// Anything from the first to the second, equally likely.
    Uniform(Time, Time),
    /// At least the first, and beyond it an exponential time with the second as its mean.
    Exponential(Time, Time),
}

impl Delay {
    /// The delay of a packet whose draw is in (0, 1].
    pub fn of(&self, draw: f64) -> Time {
        match *self {
            Self::Constant(delay) => delay,
            Self::Uniform(least, most) => least + Time((draw * (most - least).0 as f64) as u64),
            Self::Exponential(least, mean) => least + Time((-libm::log(draw) * mean.0 as f64) as u64),
        }
    }
}

/// The effect of a rule on a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing: the next rule is asked.
    Pass,
    /// It arrives so long after it was sent; no further rule is asked.
    Deliver(Time),
    /// It is lost; no further rule is asked.
    Drop,
    /// It arrives, and a copy of it too; the next rule is asked about both.
    Duplicate,
}

/// An impairment of some links: which packets it meets, and what it does to them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The links that are impaired.
    pub link: Link,
    /// The effect on the packets that go over these links.
    pub impairment: Impairment,
}

/// An impairment of a link: loss, duplication, reordering or slowness, as network emulators such as Linux's netem have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Impairment {
    /// A packet is lost with this probability.
    Loss(f64),
    /// The next packet is lost, however the other rules would judge it, and the rule is over.
    LossOfNext,
    /// A packet is delivered twice with this probability.
    Duplication(f64),
    /// A packet is held back with this probability, for this long beyond its delay, while later ones overtake it.
    Reordering(f64, Time),
    /// Every packet takes so much longer.
    Slowness(Time),
}

/// The random draws of one packet, uniform in (0, 1]: one for each impairment that it may meet, drawn whether needed or not.
#[derive(Clone, Copy, Debug)]
struct Luck {
    delay: f64,
    loss: f64,
    duplication: f64,
    reordering: f64,
    copy_delay: f64,
}

impl Rule {
    /// Applies the rule to a packet that would otherwise take `delay`.
    fn judge(&self, delay: Time, luck: &Luck) -> Verdict {
        match self.impairment {
            Impairment::Loss(probability) if luck.loss <= probability => Verdict::Drop,
            Impairment::Duplication(probability) if luck.duplication <= probability => Verdict::Duplicate,
            Impairment::Reordering(probability, held) if luck.reordering <= probability => {
                Verdict::Deliver(delay + held)
            }
            Impairment::Slowness(more) => Verdict::Deliver(delay + more),
            Impairment::Loss(_) | Impairment::LossOfNext | Impairment::Duplication(_) | Impairment::Reordering(..) => {
                Verdict::Pass
            }
        }
    }
}

/// The links between processes.
#[derive(Clone, Debug)]
pub struct Network {
    delay: Delay,
    fifo: bool,
    seed: Seed,
    rules: Vec<Rule>,
    groups: Option<Vec<Vec<ProcessId>>>,
    lanes: LiteMap<(ProcessId, ProcessId), Lane>,
}

/// One link in use.
#[derive(Clone, Debug)]
struct Lane {
    luck: Stream,
    last_arrival: Time,
}

impl Network {
    /// A network in which nothing is wrong. If `fifo`, each link is a connection: packets arrive in the order in which
    /// they were sent, and what was sent before the receiver last died or came back is lost. Otherwise each packet takes
    /// its own time.
    pub fn new(seed: Seed, delay: Delay, fifo: bool) -> Self {
        Self { delay, fifo, seed, rules: Vec::new(), groups: None, lanes: LiteMap::new() }
    }

    /// Whether links are connections.
    pub fn is_fifo(&self) -> bool {
        self.fifo
    }

    /// Adds a rule; rules are asked in the order in which they were added.
    pub fn add(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    /// Ends the rules that were given for exactly this link.
    pub fn repair(&mut self, link: Link) {
        self.rules.retain(|rule| rule.link != link);
    }

    /// Cuts the processes into groups that do not hear each other, or ends the cut.
    pub fn partition(&mut self, groups: Option<Vec<Vec<ProcessId>>>) {
        self.groups = groups;
    }

    /// Whether a partition lies between two processes.
    pub fn is_cut(&self, from: ProcessId, to: ProcessId) -> bool {
        let together = |group: &Vec<ProcessId>| group.contains(&from) && group.contains(&to);
        from != to && self.groups.as_ref().is_some_and(|groups| !groups.iter().any(together))
    }

    /// Sends a packet now, and says when it arrives: never, once, or twice.
    pub fn send(&mut self, from: ProcessId, to: ProcessId, now: Time) -> [Option<Time>; 2] {
        let seed = self.seed;
        let lane = self.lanes.entry((from, to)).or_insert_with(|| Lane {
            luck: Stream::named(seed, &format!("link {from} to {to}")),
            last_arrival: Time::ZERO,
        });
        let mut draw = || lane.luck.unit_positive();
        let luck = Luck { delay: draw(), loss: draw(), duplication: draw(), reordering: draw(), copy_delay: draw() };
        if self.is_cut(from, to) {
            return [None, None];
        }
        let strikes = |rule: &Rule| rule.impairment == Impairment::LossOfNext && rule.link.holds(from, to);
        if let Some(place) = self.rules.iter().position(strikes) {
            self.rules.remove(place);
            return [None, None];
        }
        let mut delay = self.delay.of(luck.delay);
        let mut copy = None;
        let mut held = false;
        for rule in self.rules.iter().filter(|rule| rule.link.holds(from, to)) {
            match rule.judge(delay, &luck) {
                Verdict::Pass => {}
                Verdict::Drop => return [None, None],
                Verdict::Duplicate => copy = Some(self.delay.of(luck.copy_delay)),
                Verdict::Deliver(longer) => {
                    copy = copy.map(|copy| copy + (longer - delay));
                    delay = longer;
                    held |= matches!(rule.impairment, Impairment::Reordering(..));
                    break;
                }
            }
        }
        let lane = self.lanes.get_mut(&(from, to)).expect("the lane was made above");
        let mut arrival = now + delay;
        if self.fifo && !held {
            arrival = arrival.max(lane.last_arrival);
            lane.last_arrival = arrival;
        }
        [Some(arrival), copy.map(|copy| now + copy)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Time = Time::from_millis(1);

    fn arrivals(network: &mut Network, packets: u64) -> Vec<[Option<Time>; 2]> {
        (0..packets).map(|packet| network.send(0, 1, Time::from_millis(packet))).collect()
    }

    fn random(fifo: bool) -> Network {
        Network::new(Seed(7), Delay::Exponential(MS, Time::from_millis(5)), fifo)
    }

    #[test]
    fn a_rule_changes_only_the_packets_that_it_strikes() {
        let plain = arrivals(&mut random(false), 1000);
        let mut lossy = random(false);
        lossy.add(Rule { link: Link::between(0, 1), impairment: Impairment::Loss(0.2) });
        let with_loss = arrivals(&mut lossy, 1000);
        let lost = with_loss.iter().filter(|arrival| arrival[0].is_none()).count();
        // 200 ± 4 standard deviations of 12.6.
        assert!((150..=250).contains(&lost), "{lost}");
        assert!(plain.iter().zip(&with_loss).all(|(plain, lossy)| lossy[0].is_none() || plain == lossy));
    }

    #[test]
    fn a_rule_against_the_next_packet_loses_one_of_its_link_and_changes_no_other() {
        let plain = arrivals(&mut random(false), 10);
        let mut struck = random(false);
        struck.add(Rule { link: Link { from: Some(1), to: None }, impairment: Impairment::LossOfNext });
        assert_eq!(arrivals(&mut struck, 10), plain);
        struck = random(false);
        struck.add(Rule { link: Link { from: None, to: Some(1) }, impairment: Impairment::LossOfNext });
        let arrivals = arrivals(&mut struck, 10);
        assert_eq!(arrivals[0], [None, None]);
        assert_eq!(arrivals[1..], plain[1..]);
    }

    #[test]
    fn a_connection_keeps_the_order_and_reordering_breaks_it() {
        let in_order = |arrivals: &[[Option<Time>; 2]]| arrivals.windows(2).all(|pair| pair[0][0] <= pair[1][0]);
        assert!(!in_order(&arrivals(&mut random(false), 100)));
        let mut connection = random(true);
        assert!(in_order(&arrivals(&mut connection, 100)));
        let mut reordering = random(true);
        reordering.add(Rule { link: Link::ANY, impairment: Impairment::Reordering(0.1, Time::from_millis(50)) });
        assert!(!in_order(&arrivals(&mut reordering, 100)));
    }

    #[test]
    fn a_partition_cuts_between_groups_and_healing_ends_it() {
        let mut network = random(false);
        network.partition(Some(vec![vec![0, 2], vec![1]]));
        assert_eq!(network.send(0, 1, Time::ZERO), [None, None]);
        assert!(network.send(0, 2, Time::ZERO)[0].is_some());
        assert!(network.send(1, 1, Time::ZERO)[0].is_some(), "a process always hears itself");
        assert!(network.is_cut(2, 3), "a process in no group is alone");
        network.partition(None);
        assert!(network.send(0, 1, Time::ZERO)[0].is_some());
    }

    #[test]
    fn a_duplicate_arrives_twice_and_a_slow_link_delays_both() {
        let mut network = Network::new(Seed(1), Delay::Constant(MS), false);
        network.add(Rule { link: Link::ANY, impairment: Impairment::Duplication(1.0) });
        network.add(Rule { link: Link::between(0, 1), impairment: Impairment::Slowness(MS) });
        assert_eq!(network.send(0, 1, Time::ZERO), [Some(Time::from_millis(2)); 2]);
        network.repair(Link::between(0, 1));
        assert_eq!(network.send(0, 1, Time::ZERO), [Some(MS); 2]);
    }
}
