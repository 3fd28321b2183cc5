//! Looks for a person in files and logs: nothing that names somebody may stand there in clear.
//!
//! Each piece is looked for as it is written, in UTF-16, in hex, in base64 at any alignment, and as JSON escapes.

use std::fs;
use std::io;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// One piece of a person and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which piece, by its position in the list of pieces; never the piece itself.
    pub piece: usize,
    /// The form in which it stood.
    pub form: &'static str,
    /// The file.
    pub file: String,
}

/// Looks through every file below `folder`.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn search(folder: &Path, pieces: &[&str]) -> io::Result<Vec<Found>> {
    let forms: Vec<_> = pieces.iter().map(|piece| forms(piece)).collect();
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                waiting.push(entry?.path());
            }
            continue;
        }
        let bytes = match fs::read(&path) {
            // A running program may take its own temporary files away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read?,
        };
        for (piece, forms) in forms.iter().enumerate() {
            for (form, _) in forms.iter().filter(|(_, wanted)| holds(&bytes, wanted)) {
                found.push(Found { piece, form, file: path.display().to_string() });
            }
        }
    }
    Ok(found)
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    wanted.first().is_some_and(|first| {
        let starts = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
        starts.into_iter().any(|(at, _)| bytes[at..].starts_with(wanted))
    })
}

fn forms(piece: &str) -> Vec<(&'static str, Vec<u8>)> {
    let hex = piece.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let little: Vec<u8> = piece.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = piece.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut forms = vec![
        ("utf-8", piece.as_bytes().to_vec()),
        ("utf-16le", little),
        ("utf-16be", big),
        ("HEX", hex.to_uppercase().into_bytes()),
        ("hex", hex.into_bytes()),
    ];
    for before in 0..3 {
        forms.push(("base64", base64_core(&STANDARD, piece, before)));
        forms.push(("base64url", base64_core(&URL_SAFE, piece, before)));
    }
    if !piece.is_ascii() {
        let escaped: Vec<_> = piece.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        forms.push(("escaped", escaped.concat().into_bytes()));
    }
    forms
}

/// Gives the letters of a base64 text that depend on `piece` alone, when `before` bytes stand before it.
fn base64_core(engine: &impl Engine, piece: &str, before: usize) -> Vec<u8> {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(piece.as_bytes());
    let text = engine.encode(&bytes).into_bytes();
    let first = (before * 8).div_ceil(6);
    let last = bytes.len() * 8 / 6;
    text[first..last].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let piece = "李建国";
        let file = folder.path().join("inside").join("file");
        fs::create_dir(folder.path().join("inside")).unwrap();
        let plant = |bytes: &[u8]| {
            fs::write(&file, bytes).unwrap();
            search(folder.path(), &["nobody", piece]).unwrap()
        };
        assert_eq!(plant("李建".as_bytes()), []);
        for (form, bytes) in forms(piece) {
            let found = plant(&[b"xx".as_slice(), &bytes, b"xx"].concat());
            assert!(found.iter().any(|found| found.piece == 1 && found.form == form), "{form}");
        }
        for before in ["", "a", "ab"] {
            let text = STANDARD.encode(format!("{before}{piece}cd"));
            assert!(!plant(text.as_bytes()).is_empty(), "base64 behind {before:?}");
        }
    }
}
