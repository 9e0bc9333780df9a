//! JSON straight into a buffer: the index is made of texts and lists of them, and a tree of values for each would cost
//! more than all the rest.

/// Writes a text as JSON.
pub(super) fn text(text: &str, out: &mut Vec<u8>) {
    // Looked at without an early end, so that compilers take many bytes at once; most texts need nothing done.
    let special = |byte: &u8| (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\');
    if text.as_bytes().iter().fold(false, |any, byte| any | special(byte)) {
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(out, text);
        return;
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Writes a list of texts as JSON.
pub(super) fn list(texts: &[&str], out: &mut Vec<u8>) {
    out.push(b'[');
    for (n, item) in texts.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        text(item, out);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_are_json_whatever_is_in_them() {
        let texts = ["", "plain", "a \"quote\"", "back\\slash", "line\nbreak\u{1}", "é 字 \u{2028}"];
        let mut out = Vec::new();
        super::list(&texts, &mut out);
        let read: Vec<String> = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(read, texts);
    }
}
