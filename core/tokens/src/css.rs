//! The tables as CSS custom properties, for pages that draw screens: simulator, gateway, reports.

use std::fmt;

use crate::{
    Colour, FONT_FAMILY, IllustrationColour, MEASURES, Mode, PARAGRAPH_GAP_EM, STRIP_SCALE_MAX, Script, Theme,
    TypeRole, motion,
};

/// Custom properties for `.screen` by its attributes `data-theme` (`light`, `dark`), `data-mode` (`standard`, `elder`,
/// `large`), `data-step` (`0`-`4`) and `lang`.
///
/// - A colour is `--NAME` (`--paper`, `--onAction`), but the colour `code` is `--codeInk`, because a type role has its name.
/// - A type role is `--ROLE` (`--body`, `--lead`), its size with step, script and `--system` (default 1) in it.
/// - The rest is `--space-l`, `--radius-card`, `--target-row`, `--stroke-selected`, `--icon-size-row`, `--motion-press`,
///   `--easing`, `--lh`, `--family`, `--paragraph-gap`.
///
/// Without attributes a screen is light, elder, step 0, Chinese.
pub fn css() -> String {
    Css.to_string()
}

struct Css;

impl fmt::Display for Css {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        defaults(out)?;
        for theme in Theme::ALL {
            write!(out, ".screen[data-theme={theme}]{{")?;
            colours(out, *theme)?;
            out.write_str("}\n")?;
        }
        for mode in Mode::ALL {
            write!(out, ".screen[data-mode={mode}]{{")?;
            sizes(out, *mode)?;
            writeln!(out, "--target-minimum:{}px}}", mode.target_minimum())?;
            for (step, factor) in mode.user_steps().iter().enumerate() {
                writeln!(out, ".screen[data-mode={mode}][data-step=\"{step}\"]{{--step:{factor}}}")?;
            }
        }
        for script in Script::ALL {
            writeln!(out, ".screen:lang({script}){{--script:{};--lh:{}}}", script.scale(), script.line_height())?;
        }
        out.write_str("@media (prefers-reduced-motion:reduce){.screen{")?;
        for measure in MEASURES.iter().filter(|m| m.unit == "ms") {
            write!(out, "--{}:0ms;", measure.name)?;
        }
        out.write_str("}}\n")
    }
}

fn defaults(out: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(out, ".screen{{--step:1;--script:1;--system:1;--lh:{};--family:{FONT_FAMILY};", Script::Zh.line_height())?;
    write!(out, "--paragraph-gap:{PARAGRAPH_GAP_EM}em;--easing:{};", motion::EASING)?;
    for measure in &MEASURES {
        write!(out, "--{}:{}{};", measure.name, measure.value, measure.unit)?;
    }
    for colour in IllustrationColour::ALL {
        write!(out, "--{colour}:{};", colour.rgb())?;
    }
    colours(out, Theme::Light)?;
    sizes(out, Mode::Elder)?;
    out.write_str("}\n")
}

fn colours(out: &mut fmt::Formatter<'_>, theme: Theme) -> fmt::Result {
    for colour in Colour::ALL {
        let name = if *colour == Colour::Code { "codeInk" } else { colour.as_str() };
        write!(out, "--{name}:{};", colour.rgb(theme))?;
    }
    Ok(())
}

fn sizes(out: &mut fmt::Formatter<'_>, mode: Mode) -> fmt::Result {
    for role in TypeRole::ALL {
        let size = role.size(mode);
        if role.stops_growing() {
            write!(out, "--{role}:calc({size}px*min({STRIP_SCALE_MAX},var(--step)*var(--script)*var(--system)));")?;
        } else {
            write!(out, "--{role}:calc({size}px*var(--step)*var(--script)*var(--system));")?;
        }
    }
    Ok(())
}
