//! The state that is served, exchanged as a whole when files change.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::broadcast;

use crate::build::Session;

use super::{Listener, Notice, overlay};

/// How many changes a slow browser may miss before it is told to reload anyway.
const QUEUE: usize = 16;
/// How many file names a notice holds.
const NAMED: usize = 3;
/// How often, a millisecond apart, a session is asked for that nobody reads.
const TRIES: usize = 20;

/// What browsers are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// A new state, by its number.
    State(u64),
    /// Why there is no new state.
    Failed(String),
}

/// The session that requests read, and those who wait for the next.
pub(super) struct Live {
    session: RwLock<Arc<Session>>,
    state: AtomicU64,
    changes: broadcast::Sender<Change>,
    listener: Listener,
    /// Held while a change is taken in, so that two do not overtake one another.
    renewing: Mutex<()>,
}

impl Live {
    pub(super) fn new(session: Session, listener: Listener) -> Self {
        Live {
            session: RwLock::new(Arc::new(session)),
            state: AtomicU64::new(1),
            changes: broadcast::channel(QUEUE).0,
            listener,
            renewing: Mutex::new(()),
        }
    }

    /// The session of this moment.
    pub(super) fn session(&self) -> Arc<Session> {
        Arc::clone(&self.session.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The number of the state of this moment.
    pub(super) fn state(&self) -> u64 {
        self.state.load(Ordering::Acquire)
    }

    /// Changes from now on.
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Takes in a change of `files` (none: it is not known which). On failure the former state stays.
    pub(super) fn renew(&self, files: &[String]) {
        let _turn = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        let start = Instant::now();
        let done =
            if self.edit(files) { Ok(()) } else { self.session().renew(files).map(|s| self.exchange(s)) };
        match done {
            Ok(()) => {
                let state = self.state.fetch_add(1, Ordering::AcqRel) + 1;
                // Nobody may be waiting.
                let _ = self.changes.send(Change::State(state));
                let elapsed = start.elapsed();
                let files: Vec<String> = files.iter().take(NAMED).cloned().collect();
                let findings = overlay::lines(&self.session(), &files);
                (self.listener)(Notice::Renewed { files, elapsed, findings });
            }
            Err(error) => {
                let reason = error.to_string();
                let _ = self.changes.send(Change::Failed(reason.clone()));
                (self.listener)(Notice::Failed(reason));
            }
        }
    }

    /// Takes in an edit of prose in place. A session that requests are still reading is waited for a little: they
    /// take milliseconds, and making the whole session anew takes longer on a large docset.
    fn edit(&self, files: &[String]) -> bool {
        for _ in 0..TRIES {
            let mut session = self.session.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(session) = Arc::get_mut(&mut *session) {
                return session.edit(files);
            }
            drop(session);
            std::thread::sleep(Duration::from_millis(1));
        }
        false
    }

    fn exchange(&self, session: Session) {
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(session);
    }
}
