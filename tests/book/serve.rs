//! `faultlines serve`, as a real process on a real socket.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A small built site.
fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("index.html", "<h1>Front</h1>");
    write("part-10/index.html", "<h1>Overview</h1>");
    write("404.html", r#"<html data-root="/book/"><a href="/book/index.html">Missing</a></html>"#);
    write("assets/labs-0123456789.wasm", "\0asm plain");
    write("assets/labs-0123456789.wasm.br", "brotli");
    write("assets/labs-0123456789.wasm.gz", "gzip");
    write("assets/loader-0123456789.js", "loader");
    write("assets/LICENSE-of-a-font.txt", "free");
    folder
}

/// A server that ends with the test, whatever the test does.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultlines"));
    command.arg("serve").arg(folder).args(more).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn serve(folder: &Path) -> Server {
    let mut child = command(folder, &["--port", "0"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).and_then(|it| it.parse().ok());
    match address {
        Some(address) => Server { child, address },
        None => panic!("no address in {line:?}"),
    }
}

/// The answer to a GET: status, headers in lower case, body.
fn get(server: &Server, path: &str, headers: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_lowercase(), body.to_string())
}

#[test]
fn a_folder_answers_with_its_index_and_is_asked_for_again() {
    let site = built();
    let server = serve(site.path());
    let (status, head, body) = get(&server, "/", "");
    assert_eq!((status, body.as_str()), (200, "<h1>Front</h1>"));
    assert!(head.contains("content-type: text/html"), "{head}");
    assert!(head.contains("cache-control: no-cache"), "{head}");
    assert_eq!(get(&server, "/part-10/", "").2, "<h1>Overview</h1>");
    let (status, head, _) = get(&server, "/part-10", "");
    assert_eq!(status, 307);
    assert!(head.contains("location: /part-10/"), "{head}");
}

#[test]
fn a_module_comes_compressed_with_its_type_and_may_be_kept_for_ever() {
    let site = built();
    let server = serve(site.path());
    let path = "/assets/labs-0123456789.wasm";
    for (accepted, encoding, body) in
        [("br, gzip", "content-encoding: br", "brotli"), ("gzip", "content-encoding: gzip", "gzip")]
    {
        let (status, head, found) = get(&server, path, &format!("Accept-Encoding: {accepted}\r\n"));
        assert_eq!((status, found.as_str()), (200, body));
        assert!(head.contains(encoding), "{head}");
        assert!(head.contains("content-type: application/wasm"), "{head}");
        assert!(head.contains("immutable"), "{head}");
    }
    let (_, head, body) = get(&server, path, "");
    assert!(!head.contains("content-encoding"), "{head}");
    assert_eq!(body, "\0asm plain");
    let (_, head, _) = get(&server, "/assets/LICENSE-of-a-font.txt", "");
    assert!(head.contains("no-cache"), "{head}");
    let (_, head, _) = get(&server, "/assets/loader-0123456789.js", "");
    assert!(head.contains("content-type: text/javascript"), "{head}");
}

#[test]
fn every_answer_has_the_security_headers_and_may_stand_in_a_frame() {
    let site = built();
    let server = serve(site.path());
    for path in ["/", "/assets/labs-0123456789.wasm", "/nowhere"] {
        let (_, head, _) = get(&server, path, "");
        assert!(head.contains("script-src 'self' 'wasm-unsafe-eval'"), "{path}: {head}");
        assert!(!head.contains("unsafe-inline"), "{path}: {head}");
        assert!(head.contains("x-content-type-options: nosniff"), "{path}: {head}");
        assert!(head.contains("referrer-policy: no-referrer"), "{path}: {head}");
        assert!(!head.contains("x-frame-options"), "{path}: {head}");
    }
}

#[test]
fn a_missing_address_answers_404_with_links_that_lead_home_and_is_never_kept() {
    let site = built();
    let server = serve(site.path());
    for path in ["/nowhere", "/deep/er/nowhere.html", "/assets/gone-0123456789.js"] {
        let (status, head, body) = get(&server, path, "");
        assert_eq!(status, 404, "{path}");
        assert!(body.contains("href=\"/index.html\""), "{path}: {body}");
        assert!(head.contains("cache-control: no-cache"), "{path}: {head}");
    }
}

#[test]
fn nothing_outside_the_folder_is_served() {
    let site = built();
    let server = serve_inner(&site);
    for path in [
        "/../index.html",
        "/%2e%2e/index.html",
        "/..%2findex.html",
        "/part-10%2findex.html",
        "/part-10%2F",
        "//etc/passwd",
    ] {
        let (_, _, body) = get(&server, path, "");
        assert!(!body.contains("Front") && !body.contains("root:"), "{path}: {body}");
    }
}

#[test]
fn a_name_that_no_file_has_is_missing_and_no_address_leads_to_another_host() {
    let site = built();
    let server = serve(site.path());
    let long = format!("/{}", "a".repeat(300));
    let encoded = format!("/part-10/{}", "%C3%B6".repeat(130));
    for path in [&long, &encoded, "//part-10", "//part-10/", "///part-10", "/\\\\part-10", "/%00"] {
        let (status, head, _) = get(&server, path, "");
        assert_eq!(status, 404, "{path}");
        assert!(!head.contains("location"), "{path}: {head}");
    }
    assert!((400..500).contains(&get(&server, "part-10", "").0), "an address begins with a slash");
    let (status, head, _) = get(&server, "http://other.example/part-10", "");
    assert_eq!(status, 307);
    assert!(head.contains("location: /part-10/"), "{head}");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_within_the_folder_and_not_out_of_it() {
    let (site, other) = (built(), built());
    std::os::unix::fs::symlink(other.path().join("index.html"), site.path().join("out.html")).unwrap();
    std::os::unix::fs::symlink(other.path(), site.path().join("outside")).unwrap();
    std::os::unix::fs::symlink("index.html", site.path().join("in.html")).unwrap();
    let server = serve(site.path());
    assert_eq!(get(&server, "/in.html", "").0, 200);
    for (target, link) in [("index.html", "page/index.html"), ("index.html", "part-10/index.html.br")] {
        fs::create_dir_all(site.path().join(link).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(other.path().join(target), site.path().join(link)).unwrap();
    }
    for path in ["/out.html", "/outside/index.html", "/outside/", "/page/", "/part-10/", "/part-10/index.html"] {
        assert_eq!(get(&server, path, "").0, 404, "{path}");
    }
}

#[test]
fn a_browser_that_has_a_file_is_told_so_and_each_encoding_has_its_own_tag() {
    let site = built();
    let server = serve(site.path());
    let path = "/assets/labs-0123456789.wasm";
    let tag = |encoding: &str| {
        let (_, head, _) = get(&server, path, &format!("Accept-Encoding: {encoding}\r\n"));
        assert!(head.contains("vary: accept-encoding"), "{head}");
        let tag = head.lines().find_map(|line| line.strip_prefix("etag: ").map(str::to_string));
        tag.unwrap_or_else(|| panic!("no tag in {head}")).replace("w/", "W/")
    };
    assert_ne!(tag("br"), tag("gzip"));
    let (status, _, body) = get(&server, path, &format!("Accept-Encoding: br\r\nIf-None-Match: {}\r\n", tag("br")));
    assert_eq!((status, body.as_str()), (304, ""));
    let strong = tag("br").replace("W/", "");
    for known in
        [format!("\"a\", {}", tag("br")), strong, "*".to_string(), format!("\"a\"\r\nIf-None-Match: {}", tag("br"))]
    {
        let (status, head, _) = get(&server, path, &format!("Accept-Encoding: br\r\nIf-None-Match: {known}\r\n"));
        assert!(status == 304 && head.contains("etag: "), "{known}: {head}");
    }
    let future = "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n";
    assert_eq!(get(&server, path, &format!("If-None-Match: \"old\"\r\n{future}")).0, 200, "the tag counts");
    for part in ["bytes=0-1", "bytes=9-2", "lines=1-2"] {
        let (status, head, _) = get(&server, path, &format!("Range: {part}\r\n"));
        assert!(status == 200 && !head.contains("accept-ranges"), "{part}: {head}");
    }
    assert_eq!(get(&server, path, &format!("If-None-Match: {}\r\n", tag("br"))).0, 200);
}

#[test]
fn a_client_that_never_says_what_it_wants_is_left() {
    let site = built();
    let server = serve(site.path());
    let mut silent = half_open(&server, 120);
    assert_eq!(get(&server, "/", "").0, 200, "others are served meanwhile");
    is_left(&mut silent[0]);
}

#[test]
fn a_client_that_asks_no_more_is_left() {
    let site = built();
    let server = serve(site.path());
    let mut idle = TcpStream::connect(server.address).unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    is_left(&mut idle);
}

#[test]
fn more_silent_clients_than_there_are_places_do_not_end_the_service() {
    let site = built();
    let server = serve(site.path());
    let _silent = half_open(&server, 400);
    assert_eq!(get(&server, "/", "").0, 200, "a place is free again in seconds");
}

/// Clients that begin to ask and do not go on.
fn half_open(server: &Server, count: usize) -> Vec<TcpStream> {
    let begin = |_| {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\n").unwrap();
        stream
    };
    (0..count).map(begin).collect()
}

/// The server closes this connection within half a minute, with an answer or without.
fn is_left(stream: &mut TcpStream) {
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let left = stream.read_to_end(&mut Vec::new());
    // A read that timed out is an error of its own kind.
    let timed_out = |error: &std::io::Error| error.kind() == std::io::ErrorKind::WouldBlock;
    assert!(!left.as_ref().is_err_and(timed_out), "{left:?}");
}

/// Serves a folder whose parent holds pages too.
fn serve_inner(site: &tempfile::TempDir) -> Server {
    let server = serve(&site.path().join("part-10"));
    assert_eq!(get(&server, "/", "").2, "<h1>Overview</h1>");
    server
}

#[test]
fn a_port_in_use_is_said_with_what_to_do() {
    let site = built();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = command(site.path(), &["--port", &port]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains(&format!("port {port} is in use")) && message.contains("--port"), "{message}");
}

#[test]
fn a_folder_without_a_site_says_how_to_build_one() {
    let empty = tempfile::tempdir().unwrap();
    let output = command(empty.path(), &[]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains("faultlines build"), "{message}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_terminate_end_it_with_a_line_and_success() {
    for signal in ["INT", "TERM"] {
        let site = built();
        let mut server = serve(site.path());
        // Readers who keep their connections open must not keep the server.
        let _readers = half_open(&server, 120);
        let id = server.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        let status = server.child.wait().unwrap();
        let mut said = String::new();
        server.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(status.success(), "{signal}: {status}");
        assert!(said.contains("Ended by"), "{signal}: {said}");
    }
}
