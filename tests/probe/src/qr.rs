//! Door `qr`: files in, the text of the QR code in each of them out. A bad file is an answer, not the end.

use std::{
    io::{self, BufWriter, Write},
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use image::ImageReader;
use leling_code::{Budget, Picture, read, rgba_to_luma};
use serde::Serialize;

use crate::door::{answer, timed};

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Milliseconds of reading; opening and decompressing the file is not ours.
    ms: f64,
}

/// Answers for each file in order.
pub(crate) fn run(files: &[PathBuf], out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for file in files {
        let name = file.to_string_lossy();
        answer(&mut out, &look(file, &name))?;
        out.flush()?;
    }
    Ok(())
}

fn look<'a>(file: &Path, name: &'a str) -> Line<'a> {
    // The decoders of picture formats are not ours, and the files are anybody's.
    let picture = match catch_unwind(|| open(file)) {
        Ok(Ok(picture)) => picture,
        Ok(Err(error)) => return Line { file: name, text: None, error: Some(error), ms: 0.0 },
        Err(_) => {
            return Line { file: name, text: None, error: Some("the picture's decoder panicked".into()), ms: 0.0 };
        }
    };
    let (outcome, ms) = timed(|| read(picture.frame(), Budget::PHOTO));
    match outcome {
        Ok(text) => Line { file: name, text, error: None, ms },
        Err(error) => Line { file: name, text: None, error: Some(error.to_string()), ms },
    }
}

fn open(file: &Path) -> Result<Picture, String> {
    let reader = ImageReader::open(file).and_then(ImageReader::with_guessed_format).map_err(|e| e.to_string())?;
    let rgba = reader.decode().map_err(|e| e.to_string())?.into_rgba8();
    let (width, height) = (rgba.width() as usize, rgba.height() as usize);
    rgba_to_luma(rgba.as_raw(), width, height).map_err(|e| e.to_string())
}
