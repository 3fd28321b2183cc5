#![doc = include_str!("../README.md")]

mod css;
mod names;
mod svg;

pub use css::css;
pub use names::UnknownName;
pub use svg::{icons_json, icons_svg};

use names::token_enum;
use std::fmt;

include!(concat!(env!("OUT_DIR"), "/tokens.rs"));

token_enum! {
    #[doc = "Light, or the dark theme of high contrast."]
    Theme {
        Light => "light",
        Dark => "dark",
    }
}

token_enum! {
    #[doc = "How large and how much: 普通版, 长辈版 or 大字版."]
    Mode {
        Standard => "standard",
        Elder => "elder",
        Large => "large",
    }
}

/// The greatest total scale of words in the bar and in the banner; all other text has no limit.
pub const STRIP_SCALE_MAX: f32 = 2.0;

/// An opaque colour, 8-bit sRGB; displayed as `#RRGGBB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb {
    /// Red, 0-255.
    pub red: u8,
    /// Green, 0-255.
    pub green: u8,
    /// Blue, 0-255.
    pub blue: u8,
}

impl Rgb {
    /// The contrast ratio with another colour, 1-21, by the formula of WCAG 2.x (relative luminance).
    pub fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

impl Colour {
    /// The value in a theme.
    pub fn rgb(self, theme: Theme) -> Rgb {
        match theme {
            Theme::Light => COLOURS_LIGHT[self as usize],
            Theme::Dark => COLOURS_DARK[self as usize],
        }
    }
}

impl IllustrationColour {
    /// The value, the same in both themes.
    pub fn rgb(self) -> Rgb {
        ILLUSTRATION_COLOURS[self as usize]
    }
}

/// Whether a pair is words on a ground or a shape on a ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContrastKind {
    /// Words: 7:1 for body and buttons, 4.5:1 elsewhere.
    Text,
    /// Outlines, lamps, code modules: 3:1.
    NonText,
}

/// Two colours that meet on a screen.
#[derive(Debug, Clone, Copy)]
pub struct ContrastPair {
    /// The theme in which they meet.
    pub theme: Theme,
    /// The words or the shape.
    pub front: Colour,
    /// What is behind.
    pub ground: Colour,
    /// Words or shape.
    pub kind: ContrastKind,
    /// The least ratio.
    pub need: f64,
    /// Where they meet.
    pub used_for: &'static str,
}

impl ContrastPair {
    /// The ratio of the two colours as they are now.
    pub fn ratio(&self) -> f64 {
        self.front.rgb(self.theme).contrast(self.ground.rgb(self.theme))
    }
}

struct RoleRow {
    sizes: [u16; 3],
    weight: u16,
}

impl TypeRole {
    /// Size in dp (sp, pt, CSS px) at user step 1 and system scale 1.
    pub fn size(self, mode: Mode) -> u16 {
        TYPE_ROLES[self as usize].sizes[mode as usize]
    }

    /// 400 or 700.
    pub fn weight(self) -> u16 {
        TYPE_ROLES[self as usize].weight
    }

    /// Words of the bar and the banner stop growing at [`STRIP_SCALE_MAX`].
    pub fn stops_growing(self) -> bool {
        matches!(self, TypeRole::Nav | TypeRole::Banner)
    }
}

impl Mode {
    /// The factors of the five user steps, 0-4, ascending from 1.
    pub fn user_steps(self) -> [f32; 5] {
        USER_STEPS[self as usize]
    }

    /// The least side in dp of anything that can be pressed.
    pub fn target_minimum(self) -> u16 {
        match self {
            Mode::Standard => target::STANDARD_MINIMUM,
            Mode::Elder | Mode::Large => target::MINIMUM,
        }
    }
}

struct ScriptRow {
    line_height: f32,
    scale: f32,
}

impl Script {
    /// Line height as a multiple of the size.
    pub fn line_height(self) -> f32 {
        SCRIPTS[self as usize].line_height
    }

    /// Factor on every size, because some scripts draw smaller letters in the same em.
    pub fn scale(self) -> f32 {
        SCRIPTS[self as usize].scale
    }
}

struct IconRow {
    stroke: &'static str,
    fill: Option<&'static str>,
    mirror: bool,
    name_zh: &'static str,
}

impl Icon {
    /// Path of the lines: stroke width 2, round caps and joins, on a grid of 24; M L C Z, absolute.
    pub fn stroke(self) -> &'static str {
        ICONS[self as usize].stroke
    }

    /// Path of the dots, filled with the colour of the lines.
    pub fn fill(self) -> Option<&'static str> {
        ICONS[self as usize].fill
    }

    /// Whether it flips in right-to-left writing.
    pub fn mirrors(self) -> bool {
        ICONS[self as usize].mirror
    }

    /// What it stands for, in Chinese; a word for catalogues, not for screens.
    pub fn name_zh(self) -> &'static str {
        ICONS[self as usize].name_zh
    }
}

/// A lamp or an illustration: layers, drawn in order.
#[derive(Debug)]
pub struct Drawing {
    /// Width of its own grid.
    pub width: u16,
    /// Height of its own grid.
    pub height: u16,
    /// What it shows, in Chinese.
    pub name_zh: &'static str,
    /// Lowest first; `rings` runs from the innermost outwards.
    pub layers: &'static [Layer],
}

/// One path of a drawing.
#[derive(Debug)]
pub struct Layer {
    /// M L C Z, absolute coordinates.
    pub path: &'static str,
    /// Line or area.
    pub brush: Brush,
    /// Colour.
    pub paint: Paint,
}

/// How a path is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Brush {
    /// A line with round caps and joins.
    Stroke {
        /// Width on the drawing's own grid.
        width: f32,
    },
    /// An area.
    Fill,
}

/// What colours a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// The colour of the words beside it.
    Current,
    /// A colour of the theme.
    Theme(Colour),
    /// The same colour in both themes.
    Fixed(IllustrationColour),
}

impl Lamp {
    /// The drawing, on a grid of 24.
    pub fn drawing(self) -> &'static Drawing {
        &LAMPS[self as usize]
    }
}

impl Illustration {
    /// The drawing.
    pub fn drawing(self) -> &'static Drawing {
        &ILLUSTRATIONS[self as usize]
    }
}

struct Measure {
    name: &'static str,
    value: u16,
    unit: &'static str,
}

#[cfg(test)]
mod tests;
