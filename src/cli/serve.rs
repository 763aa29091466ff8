//! `faultlines serve`: a built site on one machine, made for one teacher's laptop.

mod guard;

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use clap::Args;
use faultlines::book::template::POLICY;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower_http::services::ServeDir;

use super::{print, say};

/// Serve a built site on this machine.
///
/// Answers with the compressed files where the browser takes them, lets it keep what bears a hash in its name, and ends
/// on Ctrl-C.
///
///   faultlines serve
///   faultlines serve dist --port 8090
///   faultlines serve --host 0.0.0.0     (the whole room may read)
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Serve {
    /// The folder of the built site.
    #[arg(default_value = "dist")]
    dir: PathBuf,
    /// The port; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; the default is reached from this machine only.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
}

impl Serve {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let dir = self.dir.display();
        anyhow::ensure!(
            self.dir.join("index.html").is_file(),
            "there is no built site in {dir}; run `faultlines build`"
        );
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.listen())
    }

    async fn listen(&self) -> anyhow::Result<ExitCode> {
        let listener = TcpListener::bind((self.host.as_str(), self.port)).await.map_err(|error| self.refused(error))?;
        let address = listener.local_addr()?;
        // Heard from before the address is said: who reads the line may end the server at once.
        let ended = end_of_service()?;
        print(&format!("Serving {} at http://{address}/ (Ctrl-C ends it)", self.dir.display()))?;
        tokio::select! {
            // Whoever is still reading is cut off: the site is still on the disk.
            signal = ended => say(&format!("Ended by {}.", signal?)),
            () = accept(listener, site(&self.dir)) => {}
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Why the address cannot be had, and what to do.
    fn refused(&self, error: std::io::Error) -> anyhow::Error {
        let (host, port) = (&self.host, self.port);
        let other = if port == u16::MAX { 8080 } else { port + 1 };
        match error.kind() {
            ErrorKind::AddrInUse => {
                anyhow::anyhow!("port {port} is in use; choose another, for example `faultlines serve --port {other}`")
            }
            ErrorKind::PermissionDenied => {
                anyhow::anyhow!("port {port} is not open to you; choose one above 1023, for example --port 8080")
            }
            _ => anyhow::Error::new(error).context(format!("cannot listen on {host}, port {port}")),
        }
    }
}

/// Listens for the signals that ask for the end, from now on; the future resolves with the name of the first.
#[cfg(unix)]
fn end_of_service() -> anyhow::Result<impl Future<Output = anyhow::Result<&'static str>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut pressed = signal(SignalKind::interrupt()).context("cannot listen for Ctrl-C")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for a request to terminate")?;
    Ok(async move {
        tokio::select! {
            _ = pressed.recv() => Ok("Ctrl-C"),
            _ = terminate.recv() => Ok("a request to terminate"),
        }
    })
}

/// Listens for Ctrl-C.
#[cfg(not(unix))]
fn end_of_service() -> anyhow::Result<impl Future<Output = anyhow::Result<&'static str>>> {
    Ok(async { tokio::signal::ctrl_c().await.map(|()| "Ctrl-C").context("cannot listen for Ctrl-C") })
}

/// How long a client may take to say what it wants, and to take in some of the answer. One that never does would hold its
/// connection for ever, and some hundred of them the server.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a connection lasts at most: one that reads a byte at a time would hold its place. A browser opens another.
const LONGEST: Duration = Duration::from_secs(300);

/// How many connections there may be: a room of forty with six each. Whoever comes then waits for a place.
const MOST_CONNECTIONS: usize = 256;

/// Answers whoever connects, without end.
pub(super) async fn accept(listener: TcpListener, site: Router) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many files are open: the clock will close some.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let service = TowerToHyperService::new(site.clone());
        tokio::spawn(async move {
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            // A connection that breaks is the client's affair.
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(PATIENCE));
            let stream = TokioIo::new(Box::pin(stream));
            let _ = tokio::time::timeout(LONGEST, server.serve_connection(stream, service)).await;
            drop(place);
        });
    }
}

/// Answers with the files of a site.
pub(super) fn site(dir: &std::path::Path) -> Router {
    let missing = Arc::new(missing_page(dir));
    let page = Arc::clone(&missing);
    let fallback = get(move || async move { (StatusCode::NOT_FOUND, Html(page.to_string())) });
    let files = ServeDir::new(dir).precompressed_br().precompressed_gzip().fallback(fallback);
    let folder = guard::Folder::new(dir, missing);
    let guarded = Router::new().fallback_service(files).layer(from_fn(guard::with_etag));
    guarded.layer(from_fn_with_state(folder, guard::within)).layer(from_fn(with_headers))
}

/// The site's page for a missing address, its links led back to `/`: the site may be built for a host that keeps it
/// under another path.
fn missing_page(dir: &std::path::Path) -> String {
    let page =
        std::fs::read_to_string(dir.join("404.html")).unwrap_or_else(|_| "There is no page at this address.".into());
    let root = page.split_once("data-root=\"").and_then(|(_, rest)| rest.split('"').next());
    root.map_or_else(|| page.clone(), |root| page.replace(&format!("=\"{root}"), "=\"/"))
}

/// Whether a file has in its name what its content decides: `/assets/book-0123456789.css`.
fn bears_a_hash(path: &str) -> bool {
    let name = path.strip_prefix("/assets/").unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() >= 10 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

async fn with_headers(request: Request, next: Next) -> Response {
    let hashed = bears_a_hash(request.uri().path());
    let mut response = next.run(request).await.into_response();
    let kept =
        if hashed && !response.status().is_client_error() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let all: [(HeaderName, &'static str); 6] = [
        // For a frame without an origin, as learning platforms make them: fonts and modules are asked for across origins.
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (VARY, "accept-encoding"),
        (CACHE_CONTROL, kept),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in all {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
