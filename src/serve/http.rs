//! Requests and answers.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

use crate::base::{OutPath, url};
use crate::build::Served;

use super::files::{Asked, asked, media_type};
use super::guard::Hosts;
use super::live::{Change, Live};
use super::{inject, overlay};

/// The script that keeps pages up to date.
const PREVIEW_JS: &str = include_str!("preview.js");
/// Its style sheet.
const PREVIEW_CSS: &str = include_str!("preview.css");

/// What is served to whom.
pub(super) fn router(live: Arc<Live>, hosts: Hosts) -> Router {
    Router::new()
        .route(inject::SCRIPT, get(|| async { asset("preview.js", PREVIEW_JS) }))
        .route("/__docwright/preview.css", get(|| async { asset("preview.css", PREVIEW_CSS) }))
        .route("/__docwright/events", get(events))
        .route("/__docwright/findings", get(findings))
        .fallback(site)
        .layer(middleware::from_fn_with_state(hosts, guard))
        .with_state(live)
}

/// Refuses what no browser on this machine would ask, and says nothing to other sites' pages.
async fn guard(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let refuse = |status: StatusCode, why: &'static str| (status, format!("{why}\n")).into_response();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "the preview answers GET and HEAD only");
    }
    let headers = request.headers();
    let host = text(headers, "host").or_else(|| request.uri().authority().map(Authority::as_str));
    // The absolute form of a request names the host a second time; both must be ours.
    let named = request.uri().authority().is_none_or(|a| hosts.knows(a.as_str()));
    if !named || !host.is_some_and(|h| hosts.knows(h)) {
        return refuse(StatusCode::FORBIDDEN, "this preview answers to localhost only; see --allow-host");
    }
    if headers.contains_key(header::ORIGIN) && !text(headers, "origin").is_some_and(|o| hosts.trusts(o)) {
        return refuse(StatusCode::FORBIDDEN, "pages of other sites may not read the preview");
    }
    let ours = request.uri().path().starts_with("/__docwright/");
    let site = text(headers, "sec-fetch-site").unwrap_or("same-origin");
    if ours && !matches!(site, "same-origin" | "none") {
        return refuse(StatusCode::FORBIDDEN, "pages of other sites may not read the preview");
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "SAMEORIGIN"),
        ("referrer-policy", "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    // Two hosts in one request are a trick.
    values.next().is_none().then_some(first)
}

fn asset(name: &str, body: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media_type(name))], body).into_response()
}

/// Changes as they happen. The first event tells the state of now, so that a page that missed one catches up.
async fn events(State(live): State<Arc<Live>>) -> Response {
    let now = tokio_stream::once(Change::State(live.state()));
    // A reader that fell behind gets the next change; each names a whole state.
    let later = BroadcastStream::new(live.subscribe()).filter_map(Result::ok);
    let events = now.chain(later).map(|change| {
        Ok::<_, Infallible>(match change {
            Change::State(state) => Event::default().event("state").data(state.to_string()),
            Change::Failed(reason) => {
                Event::default().event("failed").data(serde_json::Value::from(reason).to_string())
            }
        })
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
}

/// Findings of the page at `?page=/a/b.html`.
async fn findings(State(live): State<Arc<Live>>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let page = query.split('&').find_map(|pair| pair.strip_prefix("page=")).map(url::decode);
    let Some(Asked::File(path) | Asked::FileOrFolder(path, _)) = page.map(|p| asked(&p)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let session = live.session();
    match tokio::task::spawn_blocking(move || overlay::findings(&session, &path)).await {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A file of the site.
async fn site(State(live): State<Arc<Live>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let answer = tokio::task::spawn_blocking(move || answer(&live, &path)).await;
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn answer(live: &Live, path: &str) -> Response {
    match asked(path) {
        Asked::File(file) => file_of(live, &file).unwrap_or_else(|| missing(live)),
        Asked::FileOrFolder(file, index) => file_of(live, &file).unwrap_or_else(|| {
            match live.session().get(&index) {
                Ok(Some(_)) => {
                    // The path was read as a plain relative path, so this leads to no other host.
                    let to = format!("/{}/", url::encode_path(file.as_str()));
                    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
                }
                _ => missing(live),
            }
        }),
        Asked::Nothing => missing(live),
    }
}

fn file_of(live: &Live, path: &OutPath) -> Option<Response> {
    let state = live.state();
    let session = live.session();
    let body = match session.get(path) {
        Ok(Some(Served::Made(bytes))) => bytes.to_vec(),
        Ok(Some(Served::File(source))) => session.read(&source).ok()?,
        Ok(None) => return None,
        Err(error) => {
            let reason = format!("{error}\n");
            return Some((StatusCode::INTERNAL_SERVER_ERROR, reason).into_response());
        }
    };
    Some(page(StatusCode::OK, media_type(path.as_str()), body, state))
}

/// The site's own page for what is not there; it reloads, too, when the page comes into being.
fn missing(live: &Live) -> Response {
    let made = OutPath::new("404.html").and_then(|path| match live.session().get(&path) {
        Ok(Some(Served::Made(bytes))) => Some(bytes.to_vec()),
        _ => None,
    });
    let body = made
        .unwrap_or_else(|| b"<!doctype html><title>Not found</title><body><p>Not found.</p></body>".to_vec());
    page(StatusCode::NOT_FOUND, "text/html; charset=utf-8", body, live.state())
}

fn page(status: StatusCode, kind: &'static str, body: Vec<u8>, state: u64) -> Response {
    let body = if kind.starts_with("text/html") { inject::with_script(&body, state) } else { body };
    (status, [(header::CONTENT_TYPE, kind)], Body::from(body)).into_response()
}
