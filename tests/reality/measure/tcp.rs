//! TCP over the loopback: the bytes that a connection takes while its reader does not read.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::record::{Measured, kernel};

/// How many connections are tried, so that there is a median.
const RUNS: u64 = 21;

/// How much is written at once.
const PIECE: [u8; 4096] = [0; 4096];

pub(super) fn measure() {
    let mut bytes: Vec<u64> = (0..RUNS).map(|_| taken()).collect();
    bytes.sort_unstable();
    let mut record = Measured::default();
    for name in ["tcp_wmem", "tcp_rmem"] {
        let setting = fs::read_to_string(format!("/proc/sys/net/ipv4/{name}")).expect("Linux");
        record.text(name, setting.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    record.count("runs", RUNS, "connections", "Connections that were tried.");
    let help = "Bytes that a loopback connection takes, its reader idle, before a writer would block.";
    for (key, at) in [("bytes_min", 0), ("bytes_median", bytes.len() / 2), ("bytes_max", bytes.len() - 1)] {
        record.count(key, bytes[at], "bytes", help);
    }
    record.write("tcp", &kernel());
}

/// The bytes that one connection takes. What is sent moves from the writer's buffer to the reader's while the writer waits, so
/// it is full only when it takes nothing more after a rest.
fn taken() -> u64 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut writer = TcpStream::connect(listener.local_addr().expect("its address")).expect("a connection");
    let (_idle, _) = listener.accept().expect("its other end");
    writer.set_nonblocking(true).expect("a socket that does not block");
    let mut bytes = 0;
    loop {
        let before = bytes;
        loop {
            match writer.write(&PIECE) {
                Ok(written) => bytes += written as u64,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => panic!("{error}"),
            }
        }
        if bytes == before {
            return bytes;
        }
        thread::sleep(Duration::from_millis(100));
    }
}
