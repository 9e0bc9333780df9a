//! Signs that come in pairs around text: `~sub~`, `^sup^`, `++inserted++`, `==marked==`, `""cited""`.

use std::ops::Range;

use super::super::ast::{Document, NodeId, NodeKind};
use super::super::options::Extensions;
use super::{around, flanking, is_escaped, literal, parents, text_node};

/// A sign: how often its byte stands there, what a pair makes of the text between, and whether it may begin or end
/// within a word.
struct Sign {
    byte: u8,
    count: usize,
    kind: NodeKind,
    within_words: bool,
}

const EXTRAS: [Sign; 4] = [
    Sign { byte: b'~', count: 1, kind: NodeKind::Subscript, within_words: true },
    Sign { byte: b'^', count: 1, kind: NodeKind::Superscript, within_words: true },
    Sign { byte: b'+', count: 2, kind: NodeKind::Inserted, within_words: true },
    Sign { byte: b'=', count: 2, kind: NodeKind::Marked, within_words: true },
];

const CITATION: [Sign; 1] = [Sign { byte: b'"', count: 2, kind: NodeKind::Citation, within_words: false }];

/// A part of what a node holds.
enum Token {
    Node(NodeId),
    Text(Range<usize>),
    Run { range: Range<usize>, sign: usize, opens: bool, closes: bool },
}

pub(super) fn apply(doc: &mut Document, on: &Extensions) {
    let mut signs: Vec<&Sign> = Vec::new();
    if on.emphasis_extras {
        signs.extend(&EXTRAS);
    }
    if on.citations {
        signs.extend(&CITATION);
    }
    for parent in parents(doc) {
        let (tokens, any) = tokens(doc, parent, &signs);
        if any {
            let partners = partners(&tokens, signs.len());
            rebuild(doc, parent, &tokens, &partners, &signs);
        }
    }
}

/// The parts of a node's content, and whether a sign is among them.
fn tokens(doc: &Document, parent: NodeId, signs: &[&Sign]) -> (Vec<Token>, bool) {
    let bytes = doc.source.as_bytes();
    let mut out = Vec::new();
    let mut any = false;
    for child in doc.children(parent) {
        let Some(text) = literal(doc, child) else {
            out.push(Token::Node(child));
            continue;
        };
        let (mut at, mut from) = (text.start, text.start);
        while let Some(byte) = bytes.get(at).filter(|_| at < text.end) {
            let Some(sign) = signs.iter().position(|s| s.byte == *byte) else {
                at += 1;
                continue;
            };
            let run = bytes.get(at..text.end).unwrap_or_default().iter().take_while(|b| *b == byte).count();
            let range = at..at + run;
            at = range.end;
            let Some(found) = signs.get(sign).filter(|s| s.count == run) else { continue };
            if is_escaped(doc, &text, range.start) {
                continue;
            }
            let (before, after) = around(doc, &range);
            let (opens, closes) = flanking(before, after, found.within_words);
            if opens || closes {
                out.push(Token::Text(from..range.start));
                from = range.end;
                out.push(Token::Run { range, sign, opens, closes });
                any = true;
            }
        }
        out.push(Token::Text(from..text.end));
    }
    (out, any)
}

/// For each token the one it makes a pair with. Pairs lie in one another or apart.
fn partners(tokens: &[Token], signs: usize) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = tokens.iter().map(|_| None).collect();
    let mut open: Vec<(usize, usize)> = Vec::new();
    // How many of each sign are open: without one there is nothing to look for.
    let mut waiting = vec![0usize; signs];
    for (i, token) in tokens.iter().enumerate() {
        let Token::Run { sign, opens, closes, .. } = token else { continue };
        let count = waiting.get(*sign).copied().unwrap_or(0);
        if *closes && count > 0 {
            while let Some((opener, other)) = open.pop() {
                if let Some(n) = waiting.get_mut(other) {
                    *n -= 1;
                }
                if other == *sign {
                    for (a, b) in [(opener, i), (i, opener)] {
                        if let Some(slot) = partners.get_mut(a) {
                            *slot = Some(b);
                        }
                    }
                    break;
                }
            }
        } else if *opens {
            open.push((i, *sign));
            if let Some(n) = waiting.get_mut(*sign) {
                *n += 1;
            }
        }
    }
    partners
}

fn rebuild(
    doc: &mut Document,
    parent: NodeId,
    tokens: &[Token],
    partners: &[Option<usize>],
    signs: &[&Sign],
) {
    let mut levels: Vec<(usize, Vec<NodeId>)> = vec![(0, Vec::new())];
    let mut text: Option<Range<usize>> = None;
    for (i, token) in tokens.iter().enumerate() {
        let partner = partners.get(i).copied().flatten();
        let literal = match token {
            Token::Text(range) => Some(range),
            Token::Run { range, .. } if partner.is_none() => Some(range),
            _ => None,
        };
        if let Some(range) = literal {
            text = match text {
                Some(before) if before.end == range.start => Some(before.start..range.end),
                before => {
                    flush(doc, before, &mut levels);
                    Some(range.clone())
                }
            };
            continue;
        }
        flush(doc, text.take(), &mut levels);
        match token {
            Token::Run { range, .. } if partner.is_some_and(|p| p > i) => {
                levels.push((range.start, Vec::new()));
            }
            Token::Run { range, sign, .. } => {
                let (Some((start, children)), Some(sign)) = (levels.pop(), signs.get(*sign)) else { return };
                let node = doc.detached(sign.kind, start..range.end);
                doc.set_children(node, &children);
                push(node, &mut levels);
            }
            Token::Node(node) => push(*node, &mut levels),
            Token::Text(_) => {}
        }
    }
    flush(doc, text, &mut levels);
    if let Some((_, children)) = levels.pop() {
        doc.set_children(parent, &children);
    }
}

fn push(node: NodeId, levels: &mut [(usize, Vec<NodeId>)]) {
    if let Some((_, children)) = levels.last_mut() {
        children.push(node);
    }
}

fn flush(doc: &mut Document, text: Option<Range<usize>>, levels: &mut [(usize, Vec<NodeId>)]) {
    if let Some(node) = text.and_then(|range| text_node(doc, range)) {
        push(node, levels);
    }
}
