//! One moment of one run, as numbers and words that only need to be drawn.

use std::fmt::Write as _;

use super::geometry::{self, HOME, RIM, Spot, Way};
use super::scene::{Instant, Scene, Track};
use crate::engines::hash_ring::{HashRing, Step};
use crate::parts::placements::{Arc, Assignment, Member, NodeId, Strategy};
use crate::ui::words::{self, number};

/// How many units the band is long, as the dashes count: half a degree each.
pub(super) const BAND_LENGTH: f64 = 720.0;

/// What one moment looks like.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// What tells the run from its twin.
    pub label: String,
    /// How to read the picture, and the loads in words.
    pub words: String,
    /// Every node that the pair ever sees.
    pub nodes: Vec<NodeMark>,
    /// The keys that are followed.
    pub keys: Vec<KeyMark>,
    /// The way of each since the last event.
    pub ways: Vec<Way>,
    /// The greatest load that the bars must hold, the same for a run and its twin.
    pub top_load: u32,
    /// Whether all nodes weigh the same, so that their fair share is the mean.
    pub plain: bool,
    /// The most that a node of weight 1 may hold, where loads are bounded.
    pub cap: Option<f64>,
    band: Vec<Arc>,
}

/// How a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It holds keys.
    Up,
    /// It has failed.
    Down,
    /// It is not a member: not yet, or no longer.
    Away,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NodeMark {
    /// Its number.
    pub id: NodeId,
    /// Where it stands.
    pub home: Spot,
    /// How it stands.
    pub state: State,
    /// Its weight.
    pub weight: f64,
    /// Whether the story is about it: it joins during the run.
    pub newcomer: bool,
    /// Its keys.
    pub load: u32,
    /// The height of its bar in keys, which moves from the load before to this one.
    pub bar: f64,
    /// Its fair share of the keys.
    pub fair: f64,
    /// Its arcs before the last event, as the dashes of a circle of [`BAND_LENGTH`] units; empty once the new ones have
    /// grown over them.
    pub dashes_before: String,
    /// Its arcs, as far as they have grown.
    pub dashes: String,
}

/// A followed key.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeyMark {
    /// Its number among all keys.
    pub key: u32,
    /// Its place in the hash space.
    pub position: u64,
    /// Where its dot is.
    pub spot: Spot,
    /// Where it came to rest; nothing before the set-up.
    pub landing: Option<Assignment>,
    /// Whether the last event moved it.
    pub moved: bool,
}

/// What lies under a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    /// A key, by its place in the sample.
    Key(u32),
    /// A node: its home, or its arc.
    Node(NodeId),
    /// Nothing.
    Nothing,
}

impl Frame {
    /// The first node that is a member.
    pub(super) fn first_present(&self) -> Option<NodeId> {
        self.nodes.iter().find(|node| node.state != State::Away).map(|node| node.id)
    }

    /// A track at an instant.
    pub(super) fn new(scene: &Scene, track: &Track, Instant { position, part }: Instant) -> Self {
        let ring = track.ring();
        let step = ring.step_at(position);
        let before =
            if position as usize > ring.steps().len() { step } else { ring.step_at(position.saturating_sub(1)) };
        let band = step.map(|step| step.band.clone()).unwrap_or_default();
        let old = ring.step_at(position.saturating_sub(1)).filter(|_| part < 1.0);
        let growth = geometry::eased(part);
        let nodes = scene.homes.iter().map(|&(id, home)| {
            let mark = node_mark(id, home, step, &band, growth);
            let load = |step: Option<&Step>| f64::from(step.and_then(|step| step.load(id)).unwrap_or(0));
            let bar = load(step) * growth + load(old) * (1.0 - growth);
            let dashes_before = old.map_or(String::new(), |old| dashes(id, &old.band, 1.0));
            NodeMark { newcomer: id >= scene.newcomer, bar, dashes_before, ..mark }
        });
        let nodes = nodes.collect();
        let keys = ring.sample().iter().zip(track.spots(position)).enumerate().map(|(index, (key, &spot))| {
            let landing = step.map(|step| step.sample[index]);
            let owner_before = before.filter(|_| position > 1).map(|step| step.sample[index].owner);
            let moved = landing.zip(owner_before).is_some_and(|(landing, before)| landing.owner != before);
            KeyMark { key: key.key, position: key.position, spot, landing, moved }
        });
        Self {
            label: track.label.clone(),
            words: step.map_or_else(|| waiting(ring), |step| reading(ring, step)),
            nodes,
            keys: keys.collect(),
            ways: track.ways(position),
            top_load: scene.top_load,
            plain: step.is_none_or(|step| step.members.iter().all(|member| member.weight == 1.0)),
            cap: step.and_then(|step| cap(ring, step)),
            band,
        }
    }

    /// A node of the picture.
    pub(super) fn node(&self, id: NodeId) -> Option<&NodeMark> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// What lies at a place: the nearest key or home in reach, else the owner of the arc.
    pub(super) fn hit(&self, at: Spot) -> Hit {
        let node = self.nodes.iter().find(|node| node.state != State::Away && node.home.distance(at) <= HOME);
        if let Some(node) = node {
            return Hit::Node(node.id);
        }
        let near = self.keys.iter().map(|key| key.spot.distance(at)).enumerate();
        if let Some((index, _)) = near.filter(|(_, away)| *away < 7.0).min_by(|a, b| a.1.total_cmp(&b.1)) {
            return Hit::Key(index as u32);
        }
        if at.distance(geometry::CENTRE) < RIM {
            return Hit::Nothing;
        }
        let position = (geometry::turn_of(at) * 18_446_744_073_709_551_616.0) as u64;
        // In the arc after `from` and up to `to`, whichever way they wrap.
        let holds = |arc: &&Arc| {
            arc.from == arc.to || position.wrapping_sub(arc.from).wrapping_sub(1) < arc.to.wrapping_sub(arc.from)
        };
        self.band.iter().find(holds).map_or(Hit::Nothing, |arc| Hit::Node(arc.owner))
    }

    /// A key's walk and the words for it: `key 412 walks clockwise to a point of node 3`.
    pub(super) fn walk(&self, index: u32) -> Option<(String, String)> {
        let key = self.keys.get(index as usize)?;
        let landing = key.landing?;
        let home = self.node(landing.owner)?.home;
        let degrees = number(geometry::turn(key.position) * 360.0, 0);
        let how = match (landing.at, landing.passed) {
            (None, _) => "is computed to belong to".to_string(),
            (Some(_), 0) => "walks clockwise to".to_string(),
            (Some(_), 1) => "passes 1 point of a full node and comes to".to_string(),
            (Some(_), passed) => format!("passes {passed} points of full nodes and comes to"),
        };
        let words = format!("Key {} hashes to {degrees}° and {how} node {}.", number(key.key.into(), 0), landing.owner);
        Some((geometry::walk(key.position, landing.at, home), words))
    }
}

impl NodeMark {
    /// The node in words, for those who do not see it.
    pub(super) fn name(&self) -> String {
        let weight = if self.weight == 1.0 { String::new() } else { format!(", weight {}", words::short(self.weight)) };
        match self.state {
            State::Up => format!("Node {}: {} keys{weight}", self.id, number(self.load.into(), 0)),
            State::Down => format!("Node {}: failed{weight}", self.id),
            State::Away => format!("Node {}: not in the cluster", self.id),
        }
    }
}

fn node_mark(id: NodeId, home: Spot, step: Option<&Step>, band: &[Arc], growth: f64) -> NodeMark {
    let away = NodeMark {
        id,
        home,
        state: State::Away,
        weight: 1.0,
        newcomer: false,
        load: 0,
        bar: 0.0,
        fair: 0.0,
        dashes_before: String::new(),
        dashes: String::new(),
    };
    let member = |step: &Step| step.member(id).copied();
    let Some((step, Member { up, weight, .. })) = step.and_then(|step| Some((step, member(step)?))) else {
        return away;
    };
    let state = if up { State::Up } else { State::Down };
    let fair = step.member(id).map_or(0.0, |member| step.fair_share(member));
    NodeMark { state, weight, load: step.load(id).unwrap_or(0), fair, dashes: dashes(id, band, growth), ..away }
}

/// The arcs of a node as a dash array: gap and dash in turn, once round. Arcs grow from their clockwise ends, where their
/// points are; `growth` is in [0, 1].
fn dashes(id: NodeId, band: &[Arc], growth: f64) -> String {
    // In the order of the turn, as they come: a node has few, and a sort would be compiled for them alone.
    let mut spans: Vec<(f64, f64)> = Vec::new();
    let mut add = |from: f64, to: f64| spans.insert(spans.partition_point(|span| span.0 <= from), (from, to));
    for arc in band.iter().filter(|arc| arc.owner == id) {
        let (from, to) = (geometry::turn(arc.from) * BAND_LENGTH, geometry::turn(arc.to) * BAND_LENGTH);
        if growth < 1.0 {
            let long = (to - from).rem_euclid(BAND_LENGTH) * growth;
            if to >= long {
                add(to - long, to);
            } else {
                add(0.0, to);
                add(to - long + BAND_LENGTH, BAND_LENGTH);
            }
        } else if from < to {
            add(from, to);
        } else {
            add(0.0, to);
            add(from, BAND_LENGTH);
        }
    }
    let mut text = String::new();
    let mut end = 0.0;
    for (from, to) in spans {
        // A dash array begins with a dash; one of no length lets it begin with a gap.
        let lead = if text.is_empty() { "0 " } else { "" };
        let _ = write!(text, "{lead}{} {} ", words::plain(from - end, 2), words::plain(to - from, 2));
        end = to;
    }
    if !text.is_empty() {
        text += &words::plain(BAND_LENGTH - end, 2);
    }
    text
}

fn cap(ring: &HashRing, step: &Step) -> Option<f64> {
    let config = ring.config();
    let plain = step.members.iter().all(|member| member.weight == 1.0);
    let share = f64::from(step.keys()) / f64::from(step.up());
    (config.strategy == Strategy::Bounded && plain).then(|| ((1.0 + config.epsilon) * share - 1e-9).ceil())
}

fn waiting(ring: &HashRing) -> String {
    format!("{} keys wait at their places in the hash space.", number(ring.config().keys.into(), 0))
}

/// How to read the band, and the loads.
fn reading(ring: &HashRing, step: &Step) -> String {
    let band = match ring.config().strategy {
        Strategy::Ring | Strategy::Bounded => "Band: the hash space, each arc in its owner’s colour.".to_string(),
        Strategy::Maglev => {
            format!("Band: the table’s {} entries, each in its owner’s colour.", number(step.entries.into(), 0))
        }
        Strategy::Modulo => {
            format!(
                "Grey band: no node owns a stretch of the hash space; a key’s node is its hash mod {}.",
                step.members.len()
            )
        }
        Strategy::Jump => {
            "Grey band: no node owns a stretch of the hash space; a key’s node is computed from their number."
                .to_string()
        }
        Strategy::Rendezvous => {
            "Grey band: no node owns a stretch of the hash space; every node bids for every key.".to_string()
        }
    };
    let mean = f64::from(step.keys()) / f64::from(step.up());
    let spread = number(step.max_over_mean(), 2);
    let plain = step.members.iter().all(|member| member.weight == 1.0);
    let against = if plain { format!("the mean of {}", number(mean, 0)) } else { "its fair share".to_string() };
    let followed = ring.sample().len();
    format!(
        "{band} Bars: keys per node; dashed, {}. The fullest holds {spread} times {against}. {followed} of {} keys are drawn.",
        if plain { "the mean" } else { "the fair share" },
        number(step.keys().into(), 0)
    )
}
