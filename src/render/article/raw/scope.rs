//! Which of an author's elements are open, so that each ends in the block that holds it.

use super::elements::{BARRIERS, FLOW, implied_ends};

#[derive(Debug, Default)]
struct Scope {
    height: usize,
    /// A paragraph of ours is open around.
    paragraph: bool,
}

/// The authors' elements that are open, by the block that holds them.
#[derive(Debug, Default)]
pub(in super::super) struct RawScope {
    pub(super) open: Vec<String>,
    scopes: Vec<Scope>,
    /// A link, an author's or our own, is open: no link may lie in it.
    pub(in super::super) in_link: bool,
    /// The author's `<xref>` that is open.
    pub(super) reference: Option<Reference>,
}

/// An author's `<xref>` element.
#[derive(Debug)]
pub(super) struct Reference {
    /// Where its content begins in what is written.
    pub(super) from: usize,
    /// What is shown when it has no content.
    pub(super) label: String,
    /// A link was opened for it.
    pub(super) linked: bool,
}

impl RawScope {
    /// Begins a block; `paragraph` when it is a `<p>`.
    pub(in super::super) fn begin(&mut self, paragraph: bool) {
        self.scopes.push(Scope { height: self.open.len(), paragraph });
    }

    /// Ends the block with what its author left open. Whether its `<p>`, if it is one, is still open.
    pub(in super::super) fn end(&mut self, out: &mut String) -> bool {
        let scope = self.scopes.pop().unwrap_or_default();
        self.close_to(scope.height, out);
        scope.paragraph
    }

    pub(in super::super) fn close_all(&mut self, out: &mut String) {
        self.close_to(0, out);
    }

    fn close_to(&mut self, height: usize, out: &mut String) {
        while self.open.len() > height {
            if let Some(name) = self.open.pop() {
                self.in_link &= name != "a";
                out.push_str("</");
                out.push_str(&name);
                out.push('>');
            }
        }
    }

    fn height(&self) -> usize {
        self.scopes.last().map_or(0, |s| s.height)
    }

    /// A block begins: an author's `<p>` ends.
    pub(in super::super) fn before_block(&mut self, out: &mut String) {
        if self.open.len() > self.height() && self.open.last().is_some_and(|n| n == "p") {
            self.close_to(self.open.len() - 1, out);
        }
    }

    pub(super) fn before_open(&mut self, name: &str, out: &mut String) {
        let height = self.height();
        if FLOW.contains(&name) {
            self.before_block(out);
            if let Some(scope) = self.scopes.last_mut().filter(|s| s.paragraph) {
                scope.paragraph = false;
                self.close_to(height, out);
                out.push_str("</p>");
            }
        }
        let ends = implied_ends(name);
        if ends.is_empty() {
            return;
        }
        let reach = self
            .open
            .iter()
            .enumerate()
            .skip(height)
            .rev()
            .take_while(|(_, n)| !BARRIERS.contains(&n.as_str()));
        let outermost = reach.filter(|(_, n)| ends.contains(&n.as_str())).map(|(i, _)| i).last();
        if let Some(i) = outermost {
            self.close_to(i, out);
        }
    }

    /// Whether the closing tag belongs to something that is open here; what lies in between is closed.
    pub(super) fn close(&mut self, name: &str, out: &mut String) -> bool {
        let height = self.height();
        let place = self.open.iter().enumerate().skip(height).rev().find(|(_, n)| *n == name).map(|(i, _)| i);
        match place {
            Some(i) => {
                self.close_to(i, out);
                true
            }
            None => false,
        }
    }
}
