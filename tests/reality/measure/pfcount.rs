//! Redis' HyperLogLog: how far `PFCOUNT` is from the truth after a thousand to ten million different items, over many keys; and
//! whether `PFMERGE` is the sketch of the union. Redis has 2¹⁴ registers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use super::given;
use crate::record::Measured;

/// How many different items a key has been given when it is counted, and so many keys are taken that far. At 45,000 items, just
/// above 5/2 of the registers, the first paper's estimator is too high.
pub(crate) const SIZES: [(u32, u32); 6] =
    [(1_000, 100), (10_000, 100), (45_000, 100), (100_000, 100), (1_000_000, 20), (10_000_000, 5)];

/// Items in one command.
const PIECE: u32 = 1_000;

/// How many pairs of keys are merged, and the items of each: half of them are also the other's.
const PAIRS: u32 = 20;
const PAIRED: u32 = 50_000;

/// A connection that sends a command and waits for its answer.
struct Redis(BufReader<TcpStream>);

impl Redis {
    fn connect() -> Self {
        let port: u16 = given("REALITY_REDIS_PORT").parse().expect("a port");
        Self(BufReader::new(TcpStream::connect(("127.0.0.1", port)).expect("Redis answers")))
    }

    /// Sends a command in Redis' own protocol; the first line of the answer, and for a text the text.
    fn ask(&mut self, parts: &[&str]) -> String {
        let mut command = format!("*{}\r\n", parts.len());
        for part in parts {
            command += &format!("${}\r\n{part}\r\n", part.len());
        }
        self.send(command.as_bytes())
    }

    fn send(&mut self, command: &[u8]) -> String {
        self.0.get_mut().write_all(command).expect("Redis reads");
        let line = self.line();
        assert!(!line.starts_with('-'), "Redis refuses: {line}");
        let Some(length) = line.strip_prefix('$') else { return line[1..].to_string() };
        let length: usize = length.parse().expect("a length");
        let mut text = vec![0; length + 2];
        self.0.read_exact(&mut text).expect("Redis answers");
        String::from_utf8_lossy(&text[..length]).to_string()
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("Redis answers");
        line.trim_end_matches(['\r', '\n']).to_string()
    }

    fn count(&mut self, key: &str) -> f64 {
        self.ask(&["PFCOUNT", key]).parse().expect("a number")
    }

    /// Adds items of a kind by their numbers; all are twelve bytes long.
    fn add(&mut self, key: &str, kind: u32, from: u32, to: u32) {
        for first in (from..to).step_by(PIECE as usize) {
            let last = to.min(first + PIECE);
            let mut command =
                format!("*{}\r\n$5\r\nPFADD\r\n${}\r\n{key}\r\n", last - first + 2, key.len()).into_bytes();
            for item in first..last {
                write!(command, "$12\r\n{kind:03}:{item:08}\r\n").expect("memory");
            }
            self.send(&command);
        }
    }
}

pub(super) fn measure() {
    let mut redis = Redis::connect();
    let mut record = Measured::default();
    let mut errors = SIZES.map(|_| Vec::new());
    for run in 0..SIZES[0].1 {
        let key = format!("visitors-{run}");
        let mut there = 0;
        for ((size, runs), errors) in SIZES.into_iter().zip(&mut errors) {
            if run < runs {
                redis.add(&key, run, there, size);
                there = size;
                errors.push(redis.count(&key) / f64::from(size) - 1.0);
            }
        }
    }
    record.count("registers", 1 << 14, "registers", "Redis' registers (`HLL_P` is 14 in its hyperloglog.c).");
    let bytes = redis.ask(&["STRLEN", "visitors-0"]).parse().expect("a number");
    record.count("bytes", bytes, "bytes", "The size of a key after ten million items, as Redis stores it.");
    for ((size, runs), errors) in SIZES.into_iter().zip(errors) {
        assert_eq!(errors.len(), runs as usize);
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / f64::from(runs);
        let help = format!("Root mean square of the relative error of PFCOUNT after {size} items, over {runs} keys.");
        let squares = mean(&mut errors.iter().map(|error| error * error));
        record.value(&format!("error_{size}"), squares.sqrt(), ("", 5), &help);
        let help = format!("The mean of these errors: above 0 it is too high after {size} items.");
        record.value(&format!("bias_{size}"), mean(&mut errors.iter().copied()), ("", 5), &help);
    }
    merge(&mut redis, &mut record);
    let said = redis.ask(&["INFO", "server"]);
    let version = said.lines().find_map(|line| line.strip_prefix("redis_version:")).expect("a version");
    record.write("pfcount", version.trim());
}

/// Merges pairs of keys, and gives the items of both to a third.
fn merge(redis: &mut Redis, record: &mut Measured) {
    let (mut same, mut summed) = (0, 0.0);
    for pair in 0..PAIRS {
        let (kind, half) = (900 + pair % 100, PAIRED / 2);
        let [one, other, merged, union] = ["one", "other", "merged", "union"].map(|name| format!("{name}-{pair}"));
        redis.add(&one, kind, 0, PAIRED);
        redis.add(&other, kind, half, half + PAIRED);
        redis.add(&union, kind, 0, half + PAIRED);
        redis.ask(&["PFMERGE", &merged, &one, &other]);
        same += u64::from(redis.count(&merged) == redis.count(&union));
        summed += (redis.count(&one) + redis.count(&other)) / f64::from(half + PAIRED) / f64::from(PAIRS);
    }
    record.count("pairs", PAIRS.into(), "pairs", "Pairs of keys that have half of their 50,000 items in common.");
    record.count(
        "pairs_as_union",
        same,
        "pairs",
        "Of these, pairs whose PFMERGE counts as one key with all items of both.",
    );
    record.value(
        "summed_over_true",
        summed,
        ("", 3),
        "The two PFCOUNTs of a pair added up, over the items of both, in the mean.",
    );
}
