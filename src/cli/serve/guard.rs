//! What stands between a request and the files: names that no file has, links that lead out, tags by which a browser
//! knows what it has.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, ETAG, IF_NONE_MATCH, LAST_MODIFIED};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use percent_encoding::percent_decode_str;

/// The longest name of a file on any common file system, in bytes.
const LONGEST_NAME: usize = 255;

/// The folder of the site, and the page for what is not in it.
#[derive(Clone)]
pub(super) struct Folder {
    root: PathBuf,
    missing: Arc<String>,
}

impl Folder {
    pub(super) fn new(dir: &Path, missing: Arc<String>) -> Self {
        Self { root: dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf()), missing }
    }

    /// Whether an address may name a file of the folder. One that begins with two slashes would be led on, with a third at
    /// its end, to another host; a symbolic link may lead out.
    fn holds(&self, path: &str) -> bool {
        let names = path.strip_prefix('/').unwrap_or(path);
        let decoded = percent_decode_str(names).decode_utf8_lossy();
        let is_name = |name: &str| name.len() <= LONGEST_NAME;
        !names.starts_with(['/', '\\'])
            && decoded.split('/').all(is_name)
            && self.root.join(&*decoded).canonicalize().is_ok_and(|file| file.starts_with(&self.root))
    }
}

/// Lets through what the folder holds; the rest is missing.
pub(super) async fn within(State(folder): State<Folder>, request: Request, next: Next) -> Response {
    if folder.holds(request.uri().path()) {
        next.run(request).await
    } else {
        (StatusCode::NOT_FOUND, Html(folder.missing.to_string())).into_response()
    }
}

/// Tags a file by its size, its time and its encoding, and answers a browser that has it already with that alone.
pub(super) async fn with_etag(request: Request, next: Next) -> Response {
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let mut response = next.run(request).await;
    let Some(tag) = Some(response.headers()).filter(|_| response.status() == StatusCode::OK).and_then(tag) else {
        return response;
    };
    if known.is_some_and(|known| known == tag) {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    response.headers_mut().insert(ETAG, tag);
    response
}

fn tag(headers: &HeaderMap) -> Option<HeaderValue> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let modified: String = text(LAST_MODIFIED)?.chars().filter(char::is_ascii_alphanumeric).collect();
    let modified = modified.to_ascii_lowercase();
    let (length, encoding) = (text(CONTENT_LENGTH)?, text(CONTENT_ENCODING).unwrap_or("plain"));
    HeaderValue::from_str(&format!("\"{length}-{modified}-{encoding}\"")).ok()
}
