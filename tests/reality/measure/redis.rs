//! Three Redis servers behind hashed keys, as Redis Cluster hashes them, and a star: the requests are those of the engine, sent
//! when they are due. Every read keeps its server busy for two milliseconds, so that the servers and not this machine are what
//! is scarce. Once as it is, once with a small cache in the client.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use faultlines::engines::hot_partitions::traffic::Traffic;
use faultlines::kernel::Seed;

use super::given;
use crate::engines::celebrity;
use crate::record::Measured;

/// What a read is answered: the value, then the end of the work.
const ANSWER: &[u8; 12] = b"$1\r\nv\r\n+OK\r\n";

/// How long a read keeps its server busy, in seconds, as it is sent.
const WORK_S: &str = "0.002";

pub(crate) const RATE_PER_S: u32 = 1_000;
pub(crate) const LIMIT: u32 = 100;
pub(crate) const KEYS: u32 = 10_000;
pub(crate) const TTL_MS: u32 = 500;
pub(crate) const SECONDS: u32 = 10;

/// The keys in the client's cache, each until when.
type Cache = Arc<Mutex<HashMap<u32, Instant>>>;

/// A request on its way: its key, when it was sent, whether it counts.
type Sent = (u32, Instant, bool);

/// One server and what it was asked.
struct Server {
    stream: TcpStream,
    outstanding: Arc<AtomicU32>,
    sent: Sender<Sent>,
    /// Gives the latencies of what counts, in milliseconds.
    reader: JoinHandle<Vec<f64>>,
    asked: u32,
    refused: u32,
}

impl Server {
    fn new(port: &str, cache: &Cache) -> Self {
        let stream = connect(port);
        let (sent, due) = channel();
        let outstanding = Arc::new(AtomicU32::new(0));
        let (answers, count, cache) =
            (stream.try_clone().expect("a reader"), Arc::clone(&outstanding), Arc::clone(cache));
        let reader = thread::spawn(move || read(answers, &due, &count, &cache));
        Self { stream, outstanding, sent, reader, asked: 0, refused: 0 }
    }

    /// Sends a read, unless as many as may be are under way.
    fn ask(&mut self, key: u32, counts: bool) {
        self.asked += u32::from(counts);
        if self.outstanding.load(Ordering::SeqCst) >= LIMIT {
            self.refused += u32::from(counts);
            return;
        }
        self.outstanding.fetch_add(1, Ordering::SeqCst);
        self.sent.send((key, Instant::now(), counts)).expect("the reader lives");
        self.stream.write_all(work(key).as_bytes()).expect("Redis takes a read");
    }
}

/// A read of a key that keeps the server busy.
fn work(key: u32) -> String {
    let name = name(key);
    format!("*2\r\n$3\r\nGET\r\n${}\r\n{name}\r\n*3\r\n$5\r\nDEBUG\r\n$5\r\nSLEEP\r\n$5\r\n{WORK_S}\r\n", name.len())
}

fn name(key: u32) -> String {
    format!("post:{key}")
}

fn connect(port: &str) -> TcpStream {
    let stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("Redis answers");
    stream.set_nodelay(true).expect("no delay");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    stream
}

/// Reads the answers in their order until nothing more is sent.
fn read(mut answers: TcpStream, due: &Receiver<Sent>, outstanding: &AtomicU32, cache: &Cache) -> Vec<f64> {
    let mut latencies = Vec::new();
    for (key, sent, counts) in due {
        let mut answer = [0; ANSWER.len()];
        answers.read_exact(&mut answer).expect("Redis answers");
        assert_eq!(&answer, ANSWER, "{}", String::from_utf8_lossy(&answer));
        outstanding.fetch_sub(1, Ordering::SeqCst);
        let now = Instant::now();
        cache.lock().expect("the cache").insert(key, now + Duration::from_millis(TTL_MS.into()));
        if counts {
            latencies.push((now - sent).as_secs_f64() * 1e3);
        }
    }
    latencies
}

/// Redis Cluster's slot of a key (CRC-16/XMODEM, modulo 16384), and the server that a third of the slots is on.
fn server_of(key: u32) -> usize {
    let crc = name(key).bytes().fold(0u16, |crc, byte| {
        (0..8)
            .fold(crc ^ (u16::from(byte) << 8), |crc, _| if crc & 0x8000 != 0 { (crc << 1) ^ 0x1021 } else { crc << 1 })
    });
    usize::from(crc % 16_384) * 3 / 16_384
}

/// What a run showed.
struct Outcome {
    asked: [u32; 3],
    refused: u32,
    requests: u32,
    /// By server, sorted.
    latencies: Vec<Vec<f64>>,
}

/// Plays the engine's requests; the second half counts.
fn play(ports: &[String], is_cached: bool) -> Outcome {
    let cache = Cache::default();
    let mut servers: Vec<Server> = ports.iter().map(|port| Server::new(port, &cache)).collect();
    let model = celebrity(f64::from(RATE_PER_S), is_cached);
    let mut traffic = Traffic::new(&model.params, Seed(1));
    let begin = Instant::now();
    let mut requests = 0;
    loop {
        let at = Duration::from_nanos(traffic.next_at().0);
        if at >= Duration::from_secs(SECONDS.into()) {
            break;
        }
        thread::sleep((begin + at).saturating_duration_since(Instant::now()));
        let key = traffic.request().key;
        let counts = at >= Duration::from_secs(SECONDS.into()) / 2;
        requests += u32::from(counts);
        let held = is_cached && cache.lock().expect("the cache").get(&key).is_some_and(|&until| until > Instant::now());
        if !held {
            servers[server_of(key)].ask(key, counts);
        }
    }
    let (mut asked, mut refused, mut latencies) = ([0; 3], 0, Vec::new());
    for (server, asked) in servers.into_iter().zip(&mut asked) {
        (*asked, refused) = (server.asked, refused + server.refused);
        drop(server.sent);
        let mut list = server.reader.join().expect("a reader");
        list.sort_by(f64::total_cmp);
        latencies.push(list);
    }
    Outcome { asked, refused, requests, latencies }
}

fn p99(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() * 99 / 100).copied().unwrap_or(0.0)
}

/// How many of such reads a server does in a second, one behind the other: the best of five times, for whatever else the machine
/// does makes it less.
fn capacity(port: &str) -> f64 {
    const READS: u32 = 200;
    let mut stream = connect(port);
    let mut best = 0f64;
    for _ in 0..5 {
        let begin = Instant::now();
        stream.write_all(work(0).repeat(READS as usize).as_bytes()).expect("Redis takes reads");
        let mut answers = vec![0; ANSWER.len() * READS as usize];
        stream.read_exact(&mut answers).expect("Redis answers");
        best = best.max(f64::from(READS) / begin.elapsed().as_secs_f64());
    }
    best
}

pub(super) fn measure() {
    let ports: Vec<String> = given("REALITY_REDIS_PORTS").split(' ').map(str::to_string).collect();
    for (place, port) in ports.iter().enumerate() {
        let mut stream = connect(port);
        for key in (0..KEYS).filter(|&key| server_of(key) == place || key == 0) {
            let name = name(key);
            let set = format!("*3\r\n$3\r\nSET\r\n${}\r\n{name}\r\n$1\r\nv\r\n", name.len());
            stream.write_all(set.as_bytes()).expect("Redis takes a write");
            let mut answer = [0; 5];
            stream.read_exact(&mut answer).expect("Redis answers");
        }
    }
    let mut record = Measured::default();
    let per_s = ("per s", 0);
    record.value(
        "capacity_per_s",
        capacity(&ports[0]),
        per_s,
        "Reads that one server does, one behind the other: the best of five times.",
    );
    for (what, unit) in [("requests_per_s", RATE_PER_S), ("limit", LIMIT), ("keys", KEYS), ("ttl_ms", TTL_MS)] {
        record.count(what, unit.into(), "", "As it was set.");
    }
    record.count("seconds", SECONDS.into(), "s", "How long each run lasts; its second half counts.");
    for (prefix, is_cached) in [("plain", false), ("cached", true)] {
        let outcome = play(&ports, is_cached);
        let hot = (0..3).max_by_key(|&server| outcome.asked[server]).expect("three servers");
        let half_s = 0.5 * f64::from(SECONDS);
        let others = || (0..3).filter(|&server| server != hot).map(|server| &outcome.latencies[server]);
        let all: u32 = outcome.asked.iter().sum();
        let mut put = |key: &str, value: f64, unit, help| record.value(&format!("{prefix}_{key}"), value, unit, help);
        put(
            "hot_share",
            f64::from(outcome.asked[hot]) / f64::from(all),
            ("", 3),
            "Of what servers are asked, the hottest one's share.",
        );
        put(
            "refused_fraction",
            f64::from(outcome.refused) / f64::from(outcome.requests),
            ("", 3),
            "Reads refused by the client's limit.",
        );
        put(
            "hot_served_per_s",
            outcome.latencies[hot].len() as f64 / half_s,
            per_s,
            "Reads that the hottest server answered.",
        );
        put(
            "other_served_per_s",
            others().map(Vec::len).sum::<usize>() as f64 / 2.0 / half_s,
            per_s,
            "Reads that each other server answered.",
        );
        put("hot_ms_p99", p99(&outcome.latencies[hot]), ("ms", 1), "99th percentile at the hottest server.");
        put(
            "other_ms_p99",
            others().map(|list| p99(list)).fold(0.0, f64::max),
            ("ms", 1),
            "99th percentile at the others, the greater.",
        );
        let mut together = outcome.latencies.concat();
        together.sort_by(f64::total_cmp);
        put("ms_p99", p99(&together), ("ms", 1), "99th percentile of all reads that servers answered.");
    }
    record.write("redis", &version(&ports[0]));
}

/// What Redis says of itself.
fn version(port: &str) -> String {
    let mut stream = connect(port);
    stream.write_all(b"*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n").expect("Redis is asked");
    let mut said = vec![0; 4096];
    let length = stream.read(&mut said).expect("Redis answers");
    let said = String::from_utf8_lossy(&said[..length]).to_string();
    said.lines().find_map(|line| line.strip_prefix("redis_version:")).expect("a version").trim().to_string()
}
