//! What a build leaves for the next one beside its output folder: a few files, versioned and checksummed. Whoever
//! deletes them loses time and nothing else.

use std::fs;
use std::io::{self, BufRead as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

use crate::base::Hash128;

/// The folder, beside the output folder. It keeps itself out of version control.
const FOLDER: &str = ".docwright";
/// What the first line begins with; the number is raised when the content changes its meaning.
const MAGIC: &str = "docwright-cache 3 ";
/// More than the first line of any file has, in bytes.
const HEAD: u64 = 128;

fn place(out: &Path, name: &str) -> PathBuf {
    let site = out.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(FOLDER).join(format!("{site}.{name}"))
}

/// What was left for `out` under a name; `None` when nothing was, or it is damaged or of another version.
pub(super) fn read(out: &Path, name: &str) -> Option<Vec<u8>> {
    let file = fs::File::open(place(out, name)).ok()?;
    let size = usize::try_from(file.metadata().ok()?.len()).ok()?;
    let (mut file, mut head) = (io::BufReader::new(file), String::new());
    file.by_ref().take(HEAD).read_line(&mut head).ok()?;
    let stated = head.strip_prefix(MAGIC)?.trim_end();
    let mut body = Vec::with_capacity(size.saturating_sub(head.len()));
    file.read_to_end(&mut body).ok()?;
    (stated == Hash128::of(&body).to_string()).then_some(body)
}

/// Takes back what was left under a name.
pub(super) fn remove(out: &Path, name: &str) {
    // It may not be there.
    let _ = fs::remove_file(place(out, name));
}

/// Leaves `pieces`, one behind the other, for the next build of `out`.
pub(super) fn write(out: &Path, name: &str, pieces: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let place = place(out, name);
    let folder = place.parent().unwrap_or(out);
    fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    // Written aside first: a build that is killed leaves the former file.
    let aside = place.with_extension(format!("{name}-new"));
    let mut hasher = Xxh3::new();
    pieces.iter().for_each(|piece| hasher.update(piece.as_ref()));
    let mut file = io::BufWriter::new(fs::File::create(&aside)?);
    writeln!(file, "{MAGIC}{}", Hash128(hasher.digest128()))?;
    for piece in pieces {
        file.write_all(piece.as_ref())?;
    }
    file.flush()?;
    drop(file);
    fs::rename(&aside, &place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_not_read() {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let out = temp.path().join("_site");
        assert_eq!(read(&out, "x"), None);
        write(&out, "x", &["fa", "", "cts"]).expect("written");
        assert_eq!(read(&out, "x").as_deref(), Some(&b"facts"[..]));
        let file = place(&out, "x");
        let whole = fs::read(&file).expect("there");
        fs::write(&file, &whole[..whole.len() - 1]).expect("written");
        assert_eq!(read(&out, "x"), None);
        fs::write(&file, "docwright-cache 0 x\nfacts").expect("written");
        assert_eq!(read(&out, "x"), None);
    }
}
