//! The preview: a site on this machine's loopback address, made page by page when asked for, and brought up to date
//! in the browser when a file changes.
//!
//! **Invariant:** answers GET and HEAD to hosts it knows, from the built site and nothing else; never listens beyond
//! the loopback address; knows no template and no Markdown. Nothing here prints: what happens is told to a
//! [`Listener`].

mod files;
mod guard;
mod http;
mod inject;
mod live;
mod overlay;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::build::{BuildError, Session};

use guard::Hosts;
use live::Live;

/// Stack of a thread that renders pages, in bytes: that of a build's.
const STACK: usize = 16 << 20;
/// How many ports after the one that was asked for are tried.
const PORTS: u16 = 20;

/// What to serve and how.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// The folder the user named.
    pub dir: PathBuf,
    /// The port to listen on; the next free one when it is taken.
    pub port: u16,
    /// Names besides `localhost` by which browsers may reach this machine.
    pub allow_hosts: Vec<String>,
}

/// Something worth telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The site can be opened.
    Ready {
        /// Where.
        url: String,
        /// Since the start.
        elapsed: Duration,
    },
    /// Files changed and the site follows.
    Renewed {
        /// The files, from the workspace root, at most a few.
        files: Vec<String>,
        /// From the change to the new state.
        elapsed: Duration,
        /// Warnings and errors of the pages made from these files, one a line; empty when there are none.
        findings: String,
    },
    /// The site cannot follow a change; the former state is still served.
    Failed(String),
}

/// Who is told.
pub type Listener = Arc<dyn Fn(Notice) + Send + Sync>;

/// Why the preview cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The docset cannot be opened.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// No port could be had.
    #[error("cannot listen on port {port}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The system refused threads or sockets.
    #[error("the server stopped")]
    Io(#[from] std::io::Error),
    /// Files cannot be watched.
    #[error("cannot watch the files of the docset")]
    Watch(#[from] notify::Error),
}

/// Serves a docset until the process ends.
///
/// # Errors
/// When the docset cannot be opened, no port is free, or files cannot be watched.
pub fn run(options: &ServeOptions, listener: &Listener) -> Result<(), ServeError> {
    let start = Instant::now();
    let socket = listen(options.port)?;
    let address = socket.local_addr()?;
    let live = Arc::new(Live::new(Session::open(&options.dir)?, Arc::clone(listener)));
    let _watcher = watch::start(Arc::clone(&live))?;
    let hosts = Hosts::new(address.port(), &options.allow_hosts);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .thread_stack_size(STACK)
        .build()?;
    runtime.block_on(async {
        let socket = tokio::net::TcpListener::from_std(socket)?;
        listener(Notice::Ready {
            url: format!("http://localhost:{}/", address.port()),
            elapsed: start.elapsed(),
        });
        axum::serve(socket, http::router(live, hosts)).await
    })?;
    Ok(())
}

/// A socket on the loopback address: the port asked for, one of the next, or any.
fn listen(port: u16) -> Result<std::net::TcpListener, ServeError> {
    let bind = |port| std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let wanted = (0..PORTS).filter_map(|i| port.checked_add(i)).chain([0]);
    let mut last = None;
    for candidate in wanted {
        match bind(candidate) {
            Ok(socket) => {
                socket.set_nonblocking(true)?;
                return Ok(socket);
            }
            Err(e) => last = last.or(Some(e)),
        }
    }
    let source = last.unwrap_or_else(|| std::io::Error::from(std::io::ErrorKind::AddrInUse));
    Err(ServeError::Listen { port, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_stepped_over_and_nothing_but_loopback_is_used() {
        let first = listen(0).expect("a port");
        let address = first.local_addr().expect("bound");
        assert!(address.ip().is_loopback());
        let second = listen(address.port()).expect("another port");
        assert_ne!(second.local_addr().expect("bound").port(), address.port());
    }
}
