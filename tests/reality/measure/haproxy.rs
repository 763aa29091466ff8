//! HAProxy: ten servers become eleven, under the table that it uses by default and under its ring. All of it is one process
//! that speaks over sockets in the temporary folder: servers, balancers, and nothing on the network.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::given;
use crate::record::{Measured, said};

const HAPROXY: &str = "/usr/sbin/haproxy";

/// The keys that are asked for, and the servers before one joins.
const KEYS: u32 = 10_000;
const SERVERS: u32 = 10;

/// A server's weight, and its points on the ring for each unit of it (`BE_WEIGHT_SCALE` in HAProxy's source).
const WEIGHT: u32 = 16;
const POINTS_PER_WEIGHT: u32 = 16;

/// Where HAProxy is started, it is stopped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(super) fn measure() {
    let folder = format!("{}/haproxy", given("REALITY_FOLDER"));
    fs::create_dir_all(&folder).expect("a folder for the sockets");
    let path = format!("{folder}/haproxy.cfg");
    fs::write(&path, configuration(&folder)).expect("the configuration is written");
    let start = Command::new(HAPROXY).args(["-db", "-f", &path]).stdout(Stdio::null()).spawn();
    let _running = Running(start.expect("HAProxy is there"));
    let mut record = Measured::default();
    record.count("keys", KEYS.into(), "keys", "Keys that were asked for, before and after.");
    record.count("servers", SERVERS.into(), "servers", "Servers before one more joins.");
    let help = "Points of each server on the ring: sixteen for each unit of its weight.";
    record.count("points", (WEIGHT * POINTS_PER_WEIGHT).into(), "points", help);
    for (name, kind) in TYPES {
        let (before, after) = (owners(&folder, name, SERVERS), owners(&folder, name, SERVERS + 1));
        let newcomer = SERVERS.to_string();
        let moved = before.iter().zip(&after).filter(|(old, new)| old != new);
        let in_vain = moved.clone().filter(|(_, new)| **new != newcomer).count();
        let moved = moved.count() as f64 / f64::from(KEYS);
        record.value(&format!("{name}_moved_fraction"), moved, ("", 4), &format!("Keys that moved under `{kind}`."));
        let help = format!("Keys that moved between old servers under `{kind}`.");
        record.count(&format!("{name}_in_vain"), in_vain as u64, "keys", &help);
    }
    let version = said(HAPROXY, &["-v"]);
    record.write("haproxy", version.split_whitespace().nth(2).expect("a version"));
}

/// The two ways to find a server by a hash, by the names of their values.
const TYPES: [(&str, &str); 2] = [("map", "hash-type map-based"), ("ring", "hash-type consistent")];

/// Servers that answer with their numbers, and before them a balancer of each type for each number of servers.
fn configuration(folder: &str) -> String {
    let is_root = said("id", &["-u"]) == "0";
    let user = if is_root { "  user haproxy\n  group haproxy\n" } else { "" };
    let mut text = format!(
        "global\n  maxconn 200\n{user}defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n"
    );
    for server in 0..=SERVERS {
        let _ = write!(
            text,
            "frontend s{server}\n  bind unix@{folder}/s{server} mode 666\n  \
             http-request return status 200 content-type text/plain string {server}\n"
        );
    }
    for (name, kind) in TYPES {
        for count in [SERVERS, SERVERS + 1] {
            let _ = writeln!(text, "listen {name}{count}\n  bind unix@{folder}/{name}{count} mode 666");
            let _ = writeln!(text, "  balance url_param key\n  {kind}");
            for server in 0..count {
                let _ = writeln!(text, "  server n{server} unix@{folder}/s{server} weight {WEIGHT}");
            }
        }
    }
    text
}

/// The server that answers for each key, asked over one connection.
fn owners(folder: &str, name: &str, count: u32) -> Vec<String> {
    let mut connection = connect(Path::new(&format!("{folder}/{name}{count}")));
    let mut answers = BufReader::new(connection.try_clone().expect("the other end"));
    let ask = |key: u32| {
        write!(connection, "GET /?key=key-{key} HTTP/1.1\r\nHost: reality\r\n\r\n").expect("a request");
        let (mut line, mut length) = (String::new(), 0);
        loop {
            line.clear();
            assert_ne!(answers.read_line(&mut line).expect("an answer in time"), 0, "HAProxy hung up");
            if line == "\r\n" {
                break;
            }
            let header = line.to_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        answers.read_exact(&mut body).expect("a body");
        String::from_utf8(body).expect("a number")
    };
    (0..KEYS).map(ask).collect()
}

/// A connection, as soon as HAProxy listens; it is given ten seconds.
fn connect(socket: &Path) -> UnixStream {
    for _ in 0..100 {
        if let Ok(connection) = UnixStream::connect(socket) {
            connection.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
            return connection;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("HAProxy does not listen at {}", socket.display());
}
