//! When each file was last changed and by whom, from the local git history, read in one pass.
//!
//! **Invariant:** what the history does not tell is left out, never guessed. A shallow clone lies about its oldest
//! commits, which seem to have made every file; what only they say does not count. E-mail addresses stay in here.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::git::{GitError, git};
use crate::base::{DocPath, Hash128};
use crate::config::GitConfig;
use crate::diag::{Code, Diagnostic};

/// Somebody who changed files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// The name, as commits (or `.mailmap`) have it.
    pub name: String,
    /// The name of the user on GitHub, where a commit was made under GitHub's own address for it.
    pub login: Option<String>,
}

/// What the history tells of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Changes {
    /// Time of the last commit, in seconds since 1970; `None` when the clone does not go back far enough to say.
    last: Option<i64>,
    /// People, as indices, with the number of their commits.
    people: Vec<(u32, u32)>,
}

/// The history of a workspace's files. Frozen.
#[derive(Debug, Clone, Default)]
pub struct History {
    state: Hash128,
    shallow: bool,
    files: FxHashMap<DocPath, Changes>,
    people: Vec<Contributor>,
}

impl History {
    /// Reads the history of `paths`, which count from `root`.
    ///
    /// # Errors
    /// When there is none to read: the finding that says so.
    pub(super) fn read<'p>(
        root: &Path,
        paths: impl Iterator<Item = &'p DocPath>,
        settings: &GitConfig,
    ) -> Result<History, Box<Diagnostic>> {
        let (state, log) = state(root).and_then(|state| Ok((state, log(root)?))).map_err(|error| {
            let message = format!("dates or contributors were asked for, but git has none: {error}");
            let help = "install git and build in a clone of the repository, or take [git] out of site.toml";
            Box::new(Diagnostic::new(Code::GitNotFound, None, message).help(help))
        })?;
        let mut reader = Reader::new(paths, &state, settings);
        Commits::new(&log).for_each(|commit| reader.take(&commit));
        Ok(reader.finish(&state))
    }

    /// What the history cannot tell, when it cannot tell all.
    pub(super) fn shortcoming(&self) -> Option<Diagnostic> {
        let unknown = self.files.values().filter(|file| file.last.is_none()).count();
        let message = format!(
            "the clone is shallow: contributors, and the dates of {unknown} of {} files, are unknown and left out",
            self.files.len()
        );
        let help =
            "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout";
        self.shallow.then(|| Diagnostic::new(Code::GitCloneIncomplete, None, message).help(help))
    }

    /// A key over everything that a history is read from; `None` when there is none.
    pub(super) fn key(root: &Path) -> Option<Hash128> {
        state(root).ok().map(|state| state.key)
    }

    /// Whether this history was read from that state of the repository.
    pub(super) fn is_of(&self, key: Hash128) -> bool {
        self.state == key
    }

    /// Whether it was read for that file.
    pub(super) fn has(&self, path: &DocPath) -> bool {
        self.files.contains_key(path)
    }

    /// Whether the history goes back to every file's first commit.
    pub fn is_whole(&self) -> bool {
        !self.shallow
    }

    /// The day of the last change of a file, in UTC: `2026-11-22`.
    pub fn last_change(&self, path: &DocPath) -> Option<String> {
        self.files.get(path)?.last.map(day)
    }

    /// The people who changed a file, the one with the most commits first, then by name.
    pub fn contributors(&self, path: &DocPath) -> Vec<&Contributor> {
        let mut people = self.files.get(path).map_or_else(Vec::new, |file| {
            let person = |(at, commits): &(u32, u32)| Some((*commits, self.people.get(*at as usize)?));
            file.people.iter().filter_map(person).collect()
        });
        people.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        people.into_iter().map(|(_, person)| person).collect()
    }
}

/// What decides what `git log` says.
struct State {
    key: Hash128,
    /// The commits behind which a shallow clone ends; empty for a whole one.
    ends: FxHashSet<String>,
}

fn state(root: &Path) -> Result<State, GitError> {
    let asked = ["rev-parse", "--show-toplevel", "--git-path", "shallow", "HEAD"];
    let answer = git(root, asked)?;
    let answer = String::from_utf8_lossy(&answer);
    let mut lines = answer.lines();
    let (top, shallow) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let read = |path: &Path| std::fs::read(path).unwrap_or_default();
    let ends = read(&root.join(shallow));
    let names = read(&Path::new(top).join(".mailmap"));
    let key =
        Hash128::of(format!("{answer:?} {:?} {:?}", Hash128::of(&ends), Hash128::of(&names)).as_bytes());
    Ok(State { key, ends: String::from_utf8_lossy(&ends).lines().map(str::to_owned).collect() })
}

/// Fields of a commit, each ended by NUL, behind an empty one.
const FORMAT: &str =
    "--format=%x00%H%x00%ct%x00%aN%x00%aE%x00%(trailers:key=Co-authored-by,valueonly,separator=%x0a)";

fn log(root: &Path) -> Result<Vec<u8>, GitError> {
    let of = |renames| {
        let what = ["log", "-z", "--name-status", renames, "--relative", "--date-order", "--no-merges"];
        git(
            root,
            what.into_iter().chain([
                "--no-color",
                "--no-show-signature",
                "--no-ext-diff",
                FORMAT,
                "HEAD",
                "--",
            ]),
        )
    };
    // A clone without blobs cannot compare texts; files that were moved as they are can be told all the same.
    of("--find-renames").or_else(|_| of("--find-renames=100%"))
}

/// A commit of the log.
struct Commit<'l> {
    hash: &'l str,
    time: i64,
    name: &'l str,
    address: &'l str,
    /// `Name <address>`, one a line.
    co_authors: &'l str,
    /// What became of which path; the second is the path before, where it was moved.
    changes: Vec<(&'l str, Option<&'l str>)>,
}

/// Splits at bytes for which a function says so.
type Split<'l> = std::slice::Split<'l, u8, fn(&u8) -> bool>;

/// Reads the log as [`FORMAT`] and `-z --name-status` write it. Names that are no UTF-8 are no files of ours.
struct Commits<'l> {
    fields: std::iter::Peekable<Split<'l>>,
}

impl<'l> Commits<'l> {
    fn new(log: &'l [u8]) -> Self {
        let is_end: fn(&u8) -> bool = |byte| *byte == 0;
        Commits { fields: log.split(is_end).peekable() }
    }

    fn text(&mut self) -> Option<&'l str> {
        self.fields.next().map(|field| std::str::from_utf8(field).unwrap_or_default())
    }
}

impl<'l> Iterator for Commits<'l> {
    type Item = Commit<'l>;

    fn next(&mut self) -> Option<Commit<'l>> {
        self.fields.next().filter(|field| field.is_empty())?;
        let mut commit = Commit {
            hash: self.text().filter(|hash| !hash.is_empty())?,
            time: self.text()?.parse().ok()?,
            name: self.text()?,
            address: self.text()?,
            co_authors: self.text()?,
            changes: Vec::new(),
        };
        while let Some(status) = self.fields.next_if(|field| !field.is_empty()) {
            let moved = status.trim_ascii_start().first().is_some_and(|kind| matches!(kind, b'R' | b'C'));
            let before = if moved { self.text() } else { None };
            commit.changes.push((self.text()?, before));
        }
        Some(commit)
    }
}

/// Goes back through the commits, newest first, and follows files to the names they had before.
struct Reader<'s> {
    settings: &'s GitConfig,
    state: &'s State,
    files: Vec<(DocPath, Changes)>,
    /// The file that a path stood for at the time of the commit.
    by_path: FxHashMap<String, usize>,
    people: Vec<Contributor>,
    by_name: FxHashMap<String, u32>,
    /// Time of the newest commit behind which something is missing.
    cut: Option<i64>,
}

impl<'s> Reader<'s> {
    fn new<'p>(paths: impl Iterator<Item = &'p DocPath>, state: &'s State, settings: &'s GitConfig) -> Self {
        let files: Vec<(DocPath, Changes)> = paths.map(|path| (path.clone(), Changes::default())).collect();
        let by_path = files.iter().enumerate().map(|(i, (path, _))| (path.as_str().to_owned(), i)).collect();
        let (people, by_name) = (Vec::new(), FxHashMap::default());
        Reader { settings, state, files, by_path, people, by_name, cut: None }
    }

    fn take(&mut self, commit: &Commit<'_>) {
        if self.state.ends.contains(commit.hash) {
            self.cut = self.cut.max(Some(commit.time));
            return;
        }
        let touched: Vec<(usize, Option<&str>)> = commit
            .changes
            .iter()
            .filter_map(|(path, before)| Some((*self.by_path.get(*path)?, *before)))
            .collect();
        if touched.is_empty() {
            return;
        }
        let authors = if self.settings.contributors { self.authors(commit) } else { Vec::new() };
        for (at, before) in touched {
            if let Some((_, file)) = self.files.get_mut(at) {
                file.last = file.last.max(Some(commit.time));
                for author in &authors {
                    match file.people.iter_mut().find(|(person, _)| person == author) {
                        Some((_, commits)) => *commits += 1,
                        None => file.people.push((*author, 1)),
                    }
                }
            }
            // From here on back the file went by this name, whatever bears it today.
            if let Some(before) = before {
                self.by_path.insert(before.to_owned(), at);
            }
        }
    }

    fn authors(&mut self, commit: &Commit<'_>) -> Vec<u32> {
        let mut authors: Vec<u32> = self.person(commit.name, commit.address).into_iter().collect();
        for line in commit.co_authors.lines() {
            let (name, address) = line.split_once('<').unwrap_or((line, ""));
            let person = self.person(name.trim(), address.trim().trim_end_matches('>'));
            authors.extend(person.filter(|person| !authors.contains(person)));
        }
        authors
    }

    /// The person of that name; `None` for programs and those who are left out.
    fn person(&mut self, name: &str, address: &str) -> Option<u32> {
        let login = login(address);
        let left_out = |n: &str| self.settings.exclude_contributors.iter().any(|x| x.eq_ignore_ascii_case(n));
        let is_program = |n: &str| n.ends_with("[bot]");
        if name.is_empty() || [Some(name), login].into_iter().flatten().any(|n| left_out(n) || is_program(n))
        {
            return None;
        }
        let at = match self.by_name.get(name) {
            Some(at) => *at,
            None => {
                let at = u32::try_from(self.people.len()).ok()?;
                self.people.push(Contributor { name: name.to_owned(), login: None });
                self.by_name.insert(name.to_owned(), at);
                at
            }
        };
        let person = self.people.get_mut(at as usize)?;
        if let (None, Some(login)) = (&person.login, login) {
            person.login = Some(login.to_owned());
        }
        Some(at)
    }

    fn finish(self, state: &State) -> History {
        let shallow = !state.ends.is_empty();
        let files = self.files.into_iter().map(|(path, mut changes)| {
            if shallow {
                // What lies behind the cut may be newer than a commit of a side branch that is there, and more
                // people may have worked on the file.
                changes.last = changes.last.filter(|time| self.cut.is_none_or(|cut| *time >= cut));
                changes.people.clear();
            }
            (path, changes)
        });
        History { state: state.key, shallow, files: files.collect(), people: self.people }
    }
}

/// The user whom GitHub gave an address that hides the true one: `12345+name@users.noreply.github.com`.
fn login(address: &str) -> Option<&str> {
    let user = address.strip_suffix("@users.noreply.github.com")?;
    let user = user.split_once('+').map_or(user, |(_, user)| user);
    let name = user.strip_suffix("[bot]").unwrap_or(user);
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain.then_some(user)
}

/// The day of a time, in UTC, of the calendar whose years begin in March so that the leap day is the last.
fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_days_in_utc() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(951_782_399), "2000-02-28");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(day(1_772_323_199), "2026-02-28");
        assert_eq!(day(-1), "1969-12-31");
    }

    #[test]
    fn only_an_address_of_github_names_a_user() {
        assert_eq!(login("71+ann-b@users.noreply.github.com"), Some("ann-b"));
        assert_eq!(login("ann@users.noreply.github.com"), Some("ann"));
        for other in ["ann@example.org", "1+a/b@users.noreply.github.com", "@users.noreply.github.com"] {
            assert_eq!(login(other), None, "{other}");
        }
    }

    #[test]
    fn a_file_is_followed_to_the_name_it_had() {
        let log = "\0c3\x003000\0Ann\0a@x\0Bo <b@x>\0\nM\0new.md\0A\0old.md\0\
                   \0c2\x002000\0dependabot[bot]\0d@x\0\0\nR090\0old.md\0new.md\0\
                   \0c1\x001000\0Cy\0c@x\0\0\nA\0old.md\0\0c0\x00900\0Cy\0c@x\0\0";
        let paths = [DocPath::new("new.md").expect("fine"), DocPath::new("old.md").expect("fine")];
        let settings = GitConfig { last_updated: true, contributors: true, ..GitConfig::default() };
        let read = |ends: &[&str]| {
            let state = State { key: Hash128(0), ends: ends.iter().map(|e| (*e).to_owned()).collect() };
            let mut reader = Reader::new(paths.iter(), &state, &settings);
            Commits::new(log.as_bytes()).for_each(|commit| reader.take(&commit));
            reader.finish(&state)
        };
        let whole = read(&[]);
        let names = |path| whole.contributors(path).iter().map(|c| c.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names(&paths[0]), ["Ann", "Bo", "Cy"]);
        assert_eq!(names(&paths[1]), ["Ann", "Bo"]);
        assert_eq!(whole.files[&paths[1]].last, Some(3000));
        // A cut that is newer than the commit says nothing; what it seems to have made is no change.
        let cut = read(&["c2"]);
        assert_eq!((cut.files[&paths[0]].last, cut.contributors(&paths[0]).len()), (Some(3000), 0));
        assert_eq!(read(&["c3"]).last_change(&paths[0]), None);
    }
}
