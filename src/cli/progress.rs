//! What a person at a terminal sees of a build that takes its time: one line that is written over and gone at the end.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::terminal::Terminal;
use crate::build::Progress;
use crate::diag::render::thousands;

/// Builds that take less than this go without.
const FIRST: Duration = Duration::from_secs(1);
/// How often the line is written anew.
const NEXT: Duration = Duration::from_millis(100);

/// Does `work`, which is given what it should keep up to date while a person looks on.
pub(super) fn during<T>(terminal: Terminal, work: impl FnOnce(Option<Arc<Progress>>) -> T) -> T {
    if !terminal.shows_progress() {
        return work(None);
    }
    let progress = Arc::new(Progress::default());
    let (ended, end) = mpsc::channel();
    let shown = Arc::clone(&progress);
    std::thread::scope(|scope| {
        scope.spawn(move || follow(terminal, &shown, &end));
        // Dropped when the work has ended, a panic included: that ends the thread, for which the scope waits.
        let _ended: mpsc::Sender<()> = ended;
        work(Some(progress))
    })
}

fn follow(terminal: Terminal, progress: &Progress, end: &Receiver<()>) {
    let start = Instant::now();
    let (mut pause, mut written) = (FIRST, false);
    while end.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        terminal.say_for_now(&line(progress.stage(), progress.pages(), start.elapsed()));
        (pause, written) = (NEXT, true);
    }
    if written {
        terminal.take_back();
    }
}

/// `pages: 1,204 of 9,740, 3s`
fn line(stage: &str, pages: Option<(usize, usize)>, elapsed: Duration) -> String {
    let count = match pages {
        Some((done, all)) if done < all => format!(": {} of {}", thousands(done), thousands(all)),
        _ => String::new(),
    };
    format!("{stage}{count}, {}s", elapsed.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_while_they_are_made() {
        let at = Duration::from_millis(3_900);
        assert_eq!(line("parse", None, at), "parse, 3s");
        assert_eq!(line("pages", Some((1_204, 9_740)), at), "pages: 1,204 of 9,740, 3s");
        assert_eq!(line("commit", Some((9_740, 9_740)), at), "commit, 3s");
    }
}
