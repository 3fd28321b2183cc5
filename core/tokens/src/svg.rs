//! Icons, lamps and illustrations as one hidden SVG, and as the table itself.

use std::fmt;

use crate::{Brush, Drawing, Icon, Illustration, Lamp, Paint};

const FRAME: &str = r#"<svg class="drawings" width="0" height="0" aria-hidden="true" focusable="false"><defs>"#;

/// One hidden `<svg>` to stand first in a page's body, with a `<symbol>` for each picture.
///
/// Ids: `i-NAME` for icons, `lamp-NAME`, `illustration-NAME`. An icon that flips in right-to-left writing has
/// `data-mirror="true"`. Lines take `stroke` and dots take `color` from the element that uses the symbol, which sets
/// `fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round`. The page itself takes
/// `svg.drawings` out of the flow (`position:absolute`): a style attribute would not pass a strict content policy.
pub fn icons_svg() -> String {
    Svg.to_string()
}

/// The table of icons, lamps and illustrations as JSON, byte for byte as the project keeps it.
pub fn icons_json() -> &'static str {
    include_str!("../../../visual/icons.json")
}

struct Svg;

impl fmt::Display for Svg {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(FRAME)?;
        for icon in Icon::ALL {
            let mirror = if icon.mirrors() { r#" data-mirror="true""# } else { "" };
            write!(out, r#"<symbol id="i-{icon}" viewBox="0 0 24 24"{mirror}><path d="{}"/>"#, icon.stroke())?;
            if let Some(dots) = icon.fill() {
                write!(out, r#"<path fill="currentColor" stroke="none" d="{dots}"/>"#)?;
            }
            out.write_str("</symbol>\n")?;
        }
        for lamp in Lamp::ALL {
            drawing(out, &format!("lamp-{lamp}"), lamp.drawing())?;
        }
        for illustration in Illustration::ALL {
            drawing(out, &format!("illustration-{illustration}"), illustration.drawing())?;
        }
        out.write_str("</defs></svg>\n")
    }
}

fn drawing(out: &mut fmt::Formatter<'_>, id: &str, drawing: &Drawing) -> fmt::Result {
    write!(out, r#"<symbol id="{id}" viewBox="0 0 {} {}">"#, drawing.width, drawing.height)?;
    for layer in drawing.layers {
        let paint = match layer.paint {
            Paint::Current => "currentColor".to_owned(),
            Paint::Theme(colour) => format!("var(--{colour})"),
            Paint::Fixed(colour) => colour.rgb().to_string(),
        };
        match layer.brush {
            Brush::Stroke { width } => {
                write!(out, r#"<path fill="none" stroke="{paint}" stroke-width="{width}" d="{}"/>"#, layer.path)?;
            }
            Brush::Fill => write!(out, r#"<path fill="{paint}" stroke="none" d="{}"/>"#, layer.path)?,
        }
    }
    out.write_str("</symbol>\n")
}
