//! RabbitMQ: a consumer that is killed after it has booked a payment and before it acknowledges it, and a producer that is cut
//! off before its confirm. Debian's client for Python does the talking (`tests/reality/rabbitmq.py`).

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitStatus, Stdio};

use super::given;
use crate::record::Measured;

const MESSAGES: u64 = 200;
const PREFETCH: u64 = 10;
const KILLS: u64 = 10;

/// A consumer is killed at its so-many-th booking.
const KILLED_AT: u64 = 20;

/// How many messages the producer publishes twice.
const CUT_OFF: u64 = 20;

const SIGKILL: i32 = 9;

/// Runs the client; how it ended, and the `key value` lines that it printed.
fn client(command: &str, arguments: &[String]) -> (ExitStatus, BTreeMap<String, String>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reality/rabbitmq.py");
    let output = Command::new(given("REALITY_PYTHON"))
        .args([script, &given("REALITY_RABBITMQ_PORT"), command])
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .expect("Python is there");
    let said = String::from_utf8_lossy(&output.stdout);
    let pairs = said.lines().filter_map(|line| line.split_once(' '));
    (output.status, pairs.map(|(key, value)| (key.to_string(), value.to_string())).collect())
}

/// The same, of one that must end well.
fn done(command: &str, arguments: &[String]) -> BTreeMap<String, String> {
    let (status, said) = client(command, arguments);
    assert!(status.success(), "{command}: {status}");
    said
}

pub(super) fn measure() {
    let mut record = Measured::default();
    let versions = done("versions", &[]);
    record.text("client", format!("pika {}", versions["client"]));
    record.count("messages", MESSAGES, "messages", "Messages in the queue, a payment each.");
    record.count("prefetch", PREFETCH, "messages", "What the broker lets a consumer hold unacknowledged.");
    record.count(
        "kills",
        KILLS,
        "",
        "How often a consumer was killed (SIGKILL) between a booking and its acknowledgement.",
    );
    for kind in ["plain", "inbox"] {
        consume(kind, &mut record);
    }
    let said = done("publish-twice", &["cut-off".into(), CUT_OFF.to_string()]);
    let count = |key: &str| said[key].parse::<u64>().expect("a number");
    record.count(
        "confirms_lost",
        CUT_OFF,
        "messages",
        "Messages whose producer was cut off before the confirm came, and sent again.",
    );
    record.count("published_twice", count("twice"), "messages", "Of these, messages that the queue then had twice.");
    record.count(
        "published_twice_flagged",
        count("flagged"),
        "messages",
        "Of these, messages with the flag redelivered.",
    );
    record.write("rabbitmq", &versions["broker"]);
}

/// Fills a queue and consumes it with a consumer that is killed again and again, then with one that lives.
fn consume(kind: &str, record: &mut Measured) {
    let queue = format!("payments-{kind}");
    let books = format!("{}/{queue}.sqlite", given("REALITY_FOLDER"));
    done("publish", &[queue.clone(), MESSAGES.to_string()]);
    let consume = |killed_at: u64| {
        let arguments = [queue.clone(), kind.to_string(), books.clone(), PREFETCH.to_string(), killed_at.to_string()];
        client("consume", &arguments).0
    };
    for _ in 0..KILLS {
        assert_eq!(consume(KILLED_AT).signal(), Some(SIGKILL), "the consumer is killed");
    }
    assert!(consume(0).success());
    let said = done("books", &[books, MESSAGES.to_string()]);
    let mut count = |key: &str, unit, help| {
        record.count(&format!("{kind}_{key}"), said[key].parse().expect("a number"), unit, help);
    };
    count("deliveries", "messages", "Deliveries to the consumers, all in all.");
    count("redelivered", "messages", "Of these, with the flag redelivered.");
    count("booked_twice", "payments", "Payments booked more than once.");
    count("unflagged_twice", "payments", "Bookings that repeated a message without the flag redelivered.");
    count("lost", "payments", "Payments never booked.");
}
