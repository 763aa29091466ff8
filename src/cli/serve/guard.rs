//! What stands between a request and the files: names that no file has, links that lead out, tags by which a browser
//! knows what it has.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, IF_MODIFIED_SINCE, IF_RANGE, LAST_MODIFIED, RANGE,
};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use headers::{ETag, HeaderMapExt as _, IfNoneMatch};
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
    /// its end, to another host; a symbolic link may lead out, in the place of the file, of a folder's page or of a
    /// compressed form.
    fn holds(&self, path: &str) -> bool {
        let Some(names) = path.strip_prefix('/') else { return false };
        // A coded slash is none between folders: a browser would look for what the page links to in the wrong one.
        let is_name = |name: &str| {
            let name = percent_decode_str(name).decode_utf8_lossy();
            name.len() <= LONGEST_NAME && !name.contains('/')
        };
        if names.starts_with(['/', '\\']) || !names.split('/').all(is_name) {
            return false;
        }
        let named = self.root.join(&*percent_decode_str(names).decode_utf8_lossy());
        let file = if named.is_dir() { named.join("index.html") } else { named };
        let forms = ["", ".br", ".gz"].map(|ending| fs::canonicalize(format!("{}{ending}", file.display())));
        forms[0].is_ok() && forms.iter().flatten().all(|form| form.starts_with(&self.root))
    }
}

/// Lets through what the folder holds; the rest is missing. Whatever host a request names, it is asked of this one.
pub(super) async fn within(State(folder): State<Folder>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().and_then(|path| path.as_str().parse::<Uri>().ok());
    if let Some(path) = path.filter(|path| folder.holds(path.path())) {
        *request.uri_mut() = path;
        next.run(request).await
    } else {
        (StatusCode::NOT_FOUND, Html(folder.missing.to_string())).into_response()
    }
}

/// Tags a file by its size, its time and its encoding, and answers a browser that has it already with that alone. The tag is a
/// weak one: a file may change twice in a second. A file comes whole or not at all, since a part of it may be of another one.
pub(super) async fn with_etag(mut request: Request, next: Next) -> Response {
    let known = request.headers().typed_get::<IfNoneMatch>();
    // A date says less than the tag that every answer has.
    for unheeded in [RANGE, IF_RANGE, IF_MODIFIED_SINCE] {
        request.headers_mut().remove(unheeded);
    }
    let mut response = next.run(request).await;
    response.headers_mut().remove(ACCEPT_RANGES);
    let Some(tag) = Some(response.headers()).filter(|_| response.status() == StatusCode::OK).and_then(tag) else {
        return response;
    };
    if known.is_some_and(|known| !known.precondition_passes(&tag)) {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    response.headers_mut().typed_insert(tag);
    response
}

fn tag(headers: &HeaderMap) -> Option<ETag> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let modified: String = text(LAST_MODIFIED)?.chars().filter(char::is_ascii_alphanumeric).collect();
    let modified = modified.to_ascii_lowercase();
    let (length, encoding) = (text(CONTENT_LENGTH)?, text(CONTENT_ENCODING).unwrap_or("plain"));
    format!("W/\"{length}-{modified}-{encoding}\"").parse().ok()
}
