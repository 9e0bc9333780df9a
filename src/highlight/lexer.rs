//! The lexer that reads a [`Grammar`]: one pass, one table look-up a byte, nothing looked at again.

use super::grammar::{Escape, Grammar, Inside, LineRule, Quote, Rule};
use super::scan;
use super::sink::{Class, Sink};
use super::words::Words;

/// What a byte may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Plain,
    Word,
    Digit,
    Newline,
    /// A rule first; when none takes it, what it is otherwise.
    Rules,
}

/// A grammar made ready: tables by byte.
#[derive(Debug)]
pub(super) struct Lexer {
    grammar: &'static Grammar,
    actions: [Action; 256],
    /// For each byte, the place of its list in `lists`.
    list_of: [u8; 256],
    /// Indexes into `grammar.rules`.
    lists: Vec<Vec<u8>>,
    word_bytes: [bool; 256],
    words: Words,
}

/// What a run remembers besides its place.
struct State {
    /// Start of the text that has not been handed on.
    pending: usize,
    /// The next word is a command.
    command: bool,
    /// Rules (by bit) whose closing mark does not come any more.
    exhausted: u64,
}

impl Lexer {
    pub(super) fn new(grammar: &'static Grammar) -> Self {
        let mut word_bytes = [false; 256];
        let mut actions = [Action::Plain; 256];
        for byte in 0..=255u8 {
            let i = usize::from(byte);
            word_bytes[i] = byte.is_ascii_alphanumeric()
                || byte == b'_'
                || byte >= 0x80
                || grammar.word_bytes.as_bytes().contains(&byte);
            if byte.is_ascii_digit() {
                actions[i] = Action::Digit;
            } else if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 {
                actions[i] = Action::Word;
            }
        }
        actions[usize::from(b'\n')] = Action::Newline;
        if grammar.commands {
            for byte in b"|;&(" {
                actions[usize::from(*byte)] = Action::Rules;
            }
        }
        let mut lexer = Lexer {
            grammar,
            actions,
            list_of: [0; 256],
            lists: vec![Vec::new()],
            word_bytes,
            words: Words::new(grammar.words, grammar.fold),
        };
        for (index, rule) in grammar.rules.iter().enumerate() {
            lexer.add_rule(u8::try_from(index).unwrap_or(u8::MAX), first_byte(rule));
        }
        lexer
    }

    fn add_rule(&mut self, index: u8, byte: u8) {
        let byte = usize::from(byte);
        if self.list_of[byte] == 0 {
            self.list_of[byte] = u8::try_from(self.lists.len()).unwrap_or_default();
            self.lists.push(Vec::new());
        }
        if let Some(list) = self.lists.get_mut(usize::from(self.list_of[byte])) {
            list.push(index);
        }
        self.actions[byte] = Action::Rules;
    }

    /// Hands `code` to `sink`, piece by piece.
    pub(super) fn run<S: Sink>(&self, code: &str, sink: &mut S) {
        let bytes = code.as_bytes();
        let mut state = State { pending: 0, command: false, exhausted: 0 };
        let mut pos = self.line_start(code, 0, &mut state, sink);
        while let Some(&byte) = bytes.get(pos) {
            pos = match self.actions[usize::from(byte)] {
                Action::Plain => pos + 1,
                Action::Newline => self.line_start(code, pos + 1, &mut state, sink),
                Action::Word => self.word(code, pos, &mut state, sink),
                Action::Digit => self.number(code, pos, &mut state, sink),
                Action::Rules => self.rules(code, pos, byte, &mut state, sink),
            };
        }
        sink.plain(code.get(state.pending..).unwrap_or_default());
    }

    fn emit<S: Sink>(
        &self,
        code: &str,
        at: (usize, usize),
        class: Class,
        state: &mut State,
        sink: &mut S,
    ) -> usize {
        let (start, end) = (at.0, at.1.min(code.len()));
        if let (Some(before), Some(token)) = (code.get(state.pending..start), code.get(start..end)) {
            if !before.is_empty() {
                sink.plain(before);
            }
            sink.token(class, token);
            state.pending = end;
        }
        state.command = false;
        end
    }

    fn is_word_byte(&self, byte: u8) -> bool {
        self.word_bytes[usize::from(byte)]
    }

    fn word_end(&self, bytes: &[u8], mut pos: usize) -> usize {
        while bytes.get(pos).is_some_and(|b| self.is_word_byte(*b)) {
            pos += 1;
        }
        pos
    }

    fn number<S: Sink>(&self, code: &str, pos: usize, state: &mut State, sink: &mut S) -> usize {
        let end = scan::number(code.as_bytes(), pos);
        if self.grammar.numbers {
            return self.emit(code, (pos, end), Class::Number, state, sink);
        }
        state.command = false;
        end
    }

    fn word<S: Sink>(&self, code: &str, pos: usize, state: &mut State, sink: &mut S) -> usize {
        let bytes = code.as_bytes();
        let end = self.word_end(bytes, pos);
        let word = bytes.get(pos..end).unwrap_or_default();
        let grammar = self.grammar;
        // What follows a full stop is a member, whatever its name means elsewhere.
        let member = grammar.calls && pos > 0 && bytes.get(pos - 1) == Some(&b'.');
        let reserved = if member { None } else { self.words.find(word) };
        let class = reserved.or_else(|| {
            let assigned = state.command && bytes.get(scan::skip_blanks(bytes, end)) == Some(&b'=');
            if assigned {
                return Some(Class::Attribute);
            }
            let command = state.command
                || (grammar.verb_noun && word.get(1..).is_some_and(|w| w.contains(&b'-')))
                || (grammar.calls && bytes.get(end) == Some(&b'('));
            let named = grammar.capitals
                && !member
                && word.first().is_some_and(u8::is_ascii_uppercase)
                && word.iter().any(u8::is_ascii_lowercase);
            if command { Some(Class::Function) } else { named.then_some(Class::Type) }
        });
        let keyword = class == Some(Class::Keyword);
        let end = match class {
            Some(class) => self.emit(code, (pos, end), class, state, sink),
            None => end,
        };
        state.command = keyword && grammar.commands;
        end
    }

    /// Tries the rules of a byte in order; the byte alone when none takes it.
    fn rules<S: Sink>(&self, code: &str, pos: usize, byte: u8, state: &mut State, sink: &mut S) -> usize {
        let list =
            self.lists.get(usize::from(self.list_of[usize::from(byte)])).map_or(&[][..], Vec::as_slice);
        for &index in list {
            let Some(rule) = self.grammar.rules.get(usize::from(index)) else { continue };
            if let Some((end, class)) = self.rule(code.as_bytes(), pos, index, rule, state) {
                if let (Rule::Text(quote), Class::String) = (rule, class)
                    && quote.inside != Inside::Nothing
                {
                    return self.filled(code, (pos, end), quote, state, sink);
                }
                return self.emit(code, (pos, end), class, state, sink);
            }
        }
        if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 {
            return self.word(code, pos, state, sink);
        }
        state.command = self.grammar.commands && matches!(byte, b'|' | b';' | b'&' | b'(');
        pos + 1
    }

    fn rule(
        &self,
        bytes: &[u8],
        pos: usize,
        index: u8,
        rule: &Rule,
        state: &mut State,
    ) -> Option<(usize, Class)> {
        match *rule {
            Rule::Line(mark) => {
                scan::at(bytes, pos, mark).then(|| (scan::line_end(bytes, pos), Class::Comment))
            }
            Rule::LineAfterBlank(mark) => {
                let alone = pos == 0 || bytes.get(pos - 1).is_some_and(u8::is_ascii_whitespace);
                (alone && scan::at(bytes, pos, mark)).then(|| (scan::line_end(bytes, pos), Class::Comment))
            }
            Rule::Block(open, close) => scan::at(bytes, pos, open).then(|| {
                let end = scan::past(bytes, pos + open.len(), close).unwrap_or(bytes.len());
                (end, Class::Comment)
            }),
            Rule::Nested(open, close) => scan::at(bytes, pos, open)
                .then(|| (scan::nested(bytes, pos + open.len(), open, close), Class::Comment)),
            Rule::Text(quote) => self.text(bytes, pos, index, &quote, state),
            Rule::RawCpp => {
                let bit = 1u64 << (index & 63);
                let close = scan::raw_cpp_close(bytes, pos).filter(|_| state.exhausted & bit == 0)?;
                let end = scan::past(bytes, pos + 2, &close);
                if end.is_none() {
                    state.exhausted |= bit;
                }
                end.map(|end| (end, Class::String))
            }
            Rule::Char => scan::char_literal(bytes, pos).map(|end| (end, Class::String)),
            Rule::Name(mark, class, extra) => self.name(bytes, pos, mark, extra).map(|end| (end, class)),
            Rule::Flag(mark, class) => {
                let free = pos == 0
                    || bytes.get(pos - 1).is_some_and(|b| b.is_ascii_whitespace() || b"([{,;|".contains(b));
                let end = free.then(|| self.name(bytes, pos, mark, "")).flatten()?;
                let whole = bytes.get(pos..end).unwrap_or_default();
                Some((end, self.words.find(whole).unwrap_or(class)))
            }
            Rule::Enclosed(open, close, class, extra) => {
                let inner = |b| extra == "*" || self.is_word_byte(b) || extra.as_bytes().contains(&b);
                scan::at(bytes, pos, open)
                    .then(|| scan::enclosed(bytes, pos + open.len(), close, inner))
                    .flatten()
                    .map(|end| (end, class))
            }
            Rule::BracketType => {
                let index = pos > 0
                    && bytes.get(pos - 1).is_some_and(|b| self.is_word_byte(*b) || b")]}".contains(b));
                let letter = bytes.get(pos + 1).is_some_and(u8::is_ascii_alphabetic);
                let inner = |b: u8| b.is_ascii_alphanumeric() || b"._[],` ".contains(&b);
                (letter && !index)
                    .then(|| scan::enclosed(bytes, pos + 1, "]", inner))
                    .flatten()
                    .map(|end| (end, Class::Type))
            }
            Rule::Mark(mark, class) => scan::at(bytes, pos, mark).then(|| (pos + mark.len(), class)),
        }
    }

    /// A mark and the name after it.
    fn name(&self, bytes: &[u8], pos: usize, mark: &str, extra: &str) -> Option<usize> {
        let start = pos + mark.len();
        let begins = |b: &u8| b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80;
        if !scan::at(bytes, pos, mark) || !bytes.get(start).is_some_and(begins) {
            return None;
        }
        let goes_on = |b: &u8| self.is_word_byte(*b) || extra.as_bytes().contains(b);
        let length = bytes.get(start..)?.iter().take_while(|b| goes_on(b)).count();
        let end = start + length;
        // A name does not end in punctuation: `$name:` before a blank, `$a.` at the end of a sentence.
        let tail = bytes.get(start..end)?.iter().rev().take_while(|b| extra.as_bytes().contains(b)).count();
        Some(end - tail)
    }

    /// A string. One that never closes is coloured to the end of its line, and looked for no more.
    fn text(
        &self,
        bytes: &[u8],
        pos: usize,
        index: u8,
        quote: &Quote,
        state: &mut State,
    ) -> Option<(usize, Class)> {
        if !scan::at(bytes, pos, quote.open) {
            return None;
        }
        let bit = 1u64 << (index & 63);
        let start = pos + quote.open.len();
        let found =
            if quote.lines && state.exhausted & bit != 0 { None } else { scan::string(bytes, start, quote) };
        let end = found.map_or_else(
            || {
                if quote.lines {
                    state.exhausted |= bit;
                }
                scan::line_end(bytes, start.min(bytes.len()))
            },
            |end| end.min(bytes.len()),
        );
        let key = self.grammar.string_keys
            && found.is_some()
            && bytes.get(scan::skip_blanks(bytes, end)) == Some(&b':');
        Some((end, if key { Class::Attribute } else { Class::String }))
    }

    /// A string with values in it, in pieces.
    fn filled<S: Sink>(
        &self,
        code: &str,
        at: (usize, usize),
        quote: &Quote,
        state: &mut State,
        sink: &mut S,
    ) -> usize {
        let bytes = code.as_bytes();
        let escape = match quote.escape {
            Escape::Byte(b) | Escape::ByteOrDoubled(b) => Some(b),
            _ => None,
        };
        let (mut start, end) = at;
        let mut pos = start + quote.open.len();
        while pos < end {
            if bytes.get(pos).copied() == escape {
                pos += 2;
                continue;
            }
            let value = self.value(bytes, pos, quote.inside).filter(|to| *to <= end);
            let Some(to) = value else {
                pos += 1;
                continue;
            };
            if start < pos {
                self.emit(code, (start, pos), Class::String, state, sink);
            }
            self.emit(code, (pos, to), Class::Variable, state, sink);
            start = to;
            pos = to;
        }
        if start < end {
            self.emit(code, (start, end), Class::String, state, sink);
        }
        end
    }

    fn value(&self, bytes: &[u8], pos: usize, inside: Inside) -> Option<usize> {
        let mark = if inside == Inside::HashBrace { b'#' } else { b'$' };
        if bytes.get(pos) != Some(&mark) {
            return None;
        }
        match (bytes.get(pos + 1)?, inside) {
            (b'{', _) => scan::enclosed(bytes, pos + 2, "}", |_| true),
            (b'(', Inside::Dollar) => scan::enclosed(bytes, pos + 2, ")", |_| true),
            (_, Inside::Dollar) => self.name(bytes, pos, "$", ":"),
            _ => None,
        }
    }

    /// What only the start of a line can be.
    fn line_start<S: Sink>(&self, code: &str, line: usize, state: &mut State, sink: &mut S) -> usize {
        let bytes = code.as_bytes();
        let above = bytes.get(..line.saturating_sub(1)).unwrap_or_default();
        let last = above.strip_suffix(b"\r").unwrap_or(above).last();
        let continued = matches!(last, Some(b'\\' | b'^' | b'`' | b'|'));
        state.command = self.grammar.commands && !continued;
        if self.grammar.line.is_empty() {
            return line;
        }
        let start = scan::skip_blanks(bytes, line);
        let mut pos = start;
        for rule in self.grammar.line {
            let Some((end, class)) = self.line_rule(bytes, (line, pos), rule) else { continue };
            self.emit(code, (pos, end), class, state, sink);
            pos = end;
            match rule {
                LineRule::Directive(_) => return self.included_file(code, (start, pos), state, sink),
                LineRule::Prompt(..) => {
                    state.command = self.grammar.commands;
                    return pos;
                }
                _ => return pos,
            }
        }
        pos
    }

    fn line_rule(
        &self,
        bytes: &[u8],
        (line, pos): (usize, usize),
        rule: &LineRule,
    ) -> Option<(usize, Class)> {
        match *rule {
            LineRule::Directive(mark) => {
                let word = scan::skip_blanks(bytes, pos + mark.len());
                let end = self.word_end(bytes, word);
                (scan::at(bytes, pos, mark) && end > word).then_some((end, Class::Preprocessor))
            }
            LineRule::Rest(mark, class) => {
                scan::at(bytes, pos, mark).then(|| (scan::line_end(bytes, pos), class))
            }
            LineRule::RestAfterWord(word, class) => {
                let end = pos + word.len();
                let same = bytes.get(pos..end).is_some_and(|w| w.eq_ignore_ascii_case(word.as_bytes()));
                let alone = bytes.get(end).is_none_or(|b| !self.is_word_byte(*b));
                (same && alone).then(|| (scan::line_end(bytes, pos), class))
            }
            LineRule::Key { ends, blanks, indented } => {
                if pos > line && !indented {
                    return None;
                }
                let from = bytes.get(pos..)?;
                let goes_on = |b: &&u8| !ends.as_bytes().contains(b) && !b"\n\"'()[]{}<>#;".contains(b);
                let length = from.iter().take_while(goes_on).count();
                let stopped = from.get(length).is_some_and(|b| ends.as_bytes().contains(b));
                let text = from.get(..length)?.trim_ascii_end();
                let fits = stopped && !text.is_empty() && (blanks || !text.contains(&b' '));
                (fits && self.words.find(text).is_none()).then(|| (pos + text.len(), Class::Attribute))
            }
            LineRule::Section => (bytes.get(pos) == Some(&b'['))
                .then(|| scan::enclosed(bytes, pos + 1, "]", |_| true))
                .flatten()
                .map(|end| (end, Class::Type)),
            LineRule::Prompt(begins, ends) => scan::at(bytes, pos, begins)
                .then(|| scan::prompt(bytes, pos + begins.len(), ends))
                .flatten()
                .map(|end| (end, Class::Meta)),
        }
    }

    /// `<file>` after an `include`.
    fn included_file<S: Sink>(
        &self,
        code: &str,
        (start, end): (usize, usize),
        state: &mut State,
        sink: &mut S,
    ) -> usize {
        let bytes = code.as_bytes();
        let open = scan::skip_blanks(bytes, end);
        let include =
            bytes.get(start..end).is_some_and(|d| d.ends_with(b"include") || d.ends_with(b"import"));
        if !include || bytes.get(open) != Some(&b'<') {
            return end;
        }
        match scan::enclosed(bytes, open + 1, ">", |_| true) {
            Some(close) => self.emit(code, (open, close), Class::String, state, sink),
            None => end,
        }
    }
}

/// The byte that a rule's tokens begin with.
fn first_byte(rule: &Rule) -> u8 {
    let mark = match rule {
        Rule::Line(m) | Rule::LineAfterBlank(m) | Rule::Block(m, _) | Rule::Nested(m, _) => m,
        Rule::Name(m, ..) | Rule::Flag(m, _) | Rule::Enclosed(m, ..) | Rule::Mark(m, _) => m,
        Rule::Text(quote) => quote.open,
        Rule::RawCpp => "R",
        Rule::Char => "'",
        Rule::BracketType => "[",
    };
    mark.as_bytes().first().copied().unwrap_or_default()
}
