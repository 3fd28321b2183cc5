//! From a drawing to pixels: what a screen lights up, so that a camera has something to see.

use leling_code::simulate::render;
use leling_code::{Level, Picture, draw};

/// Pixels of a screen for one module.
const PIXELS: usize = 6;

/// Lights up a text as a code.
///
/// # Errors
/// When it does not fit.
pub fn of_text(text: &str) -> Result<Picture, String> {
    let modules = draw(text, Level::Medium).map_err(|error| error.to_string())?;
    Ok(render(&modules, PIXELS))
}

/// Lights up the code that a page draws: `<svg class="qr" viewBox="0 0 N N">` with one path of dark rectangles.
///
/// # Errors
/// When the page draws none, or draws it in another way.
pub fn of_page(page: &str) -> Result<Picture, String> {
    let drawing = page.split_once("class=\"qr\"").ok_or("the page draws no code")?.1;
    let size = between(drawing, "viewBox=\"0 0 ", " ").and_then(|size| size.parse().ok()).ok_or("no view box")?;
    of_path(size, between(drawing, " d=\"", "\"").ok_or("no path")?)
}

/// Lights up a path of dark rectangles, each `Mx yhWv1h-Wz`, in a square of `size` modules.
///
/// # Errors
/// When the path is made of something else.
pub fn of_path(size: usize, path: &str) -> Result<Picture, String> {
    let side = size * PIXELS;
    let mut luma = vec![255; side * side];
    for part in path.split('M').filter(|part| !part.is_empty()) {
        let (x, y, width) = rectangle(part).ok_or_else(|| format!("no rectangle: {part}"))?;
        if x + width > size || y >= size {
            return Err("a rectangle lies outside".to_owned());
        }
        for row in y * PIXELS..(y + 1) * PIXELS {
            luma[row * side + x * PIXELS..row * side + (x + width) * PIXELS].fill(0);
        }
    }
    Picture::new(luma, side, side).map_err(|error| error.to_string())
}

fn rectangle(part: &str) -> Option<(usize, usize, usize)> {
    let (corner, rest) = part.split_once('h')?;
    let (x, y) = corner.split_once(' ')?;
    let (width, rest) = rest.split_once("v1h-")?;
    let back = rest.strip_suffix('z')?;
    (back == width).then_some(())?;
    Some((x.parse().ok()?, y.parse().ok()?, width.parse().ok()?))
}

/// What stands between two marks.
pub fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}
