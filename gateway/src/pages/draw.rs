//! Pictures inside a page: icons, the plate of a party, the login code. Colours of a party stand in attributes of the
//! drawing, because a page has no inline style.

use leling_code::Modules;
use leling_tokens::Icon;
use maud::{Markup, html};

/// Draws an icon that stands beside its words.
pub(crate) fn icon(icon: Icon) -> Markup {
    html! {
        svg.i viewBox="0 0 24 24" aria-hidden="true" focusable="false" data-mirror[icon.mirrors()] {
            path d=(icon.stroke()) {}
            @if let Some(dots) = icon.fill() {
                path.f d=(dots) {}
            }
        }
    }
}

/// Draws the plate of a party: the first character of its name on its colour, white on it, or the quiet plate.
pub(crate) fn plate(name: &str, colour: Option<&str>) -> Markup {
    let letter = name.chars().next().unwrap_or('·');
    html! {
        svg.plate viewBox="0 0 64 64" aria-hidden="true" focusable="false" data-own[colour.is_some()] {
            rect x="1" y="1" width="62" height="62" rx="18" fill=[colour] {}
            text x="32" y="43" text-anchor="middle" { (letter) }
        }
    }
}

/// Draws a login code; `label` is what is said of it.
pub(crate) fn code(modules: &Modules, label: &str) -> Markup {
    let size = modules.full_size();
    html! {
        svg.qr viewBox=(format!("0 0 {size} {size}")) role="img" aria-label=(label) shape-rendering="crispEdges" {
            path d=(modules.svg_path()) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use leling_code::{Level, draw};

    use super::*;

    #[test]
    fn a_party_cannot_draw_more_than_a_letter_and_a_colour() {
        let drawn = plate("<b>", Some("#14503E")).into_string();
        assert!(drawn.contains(">&lt;</text>") && drawn.contains("fill=\"#14503E\""), "{drawn}");
        assert!(!plate("食", None).into_string().contains("fill="));
        assert!(plate("", None).into_string().contains('·'));
    }

    #[test]
    fn a_code_is_one_path_with_its_quiet_zone() {
        let modules = draw("http://127.0.0.1:1/q/abc", Level::Medium).unwrap();
        let drawn = code(&modules, "码").into_string();
        assert!(drawn.contains(&format!("viewBox=\"0 0 {0} {0}\"", modules.full_size())), "{drawn}");
        assert_eq!(drawn.matches("<path").count(), 1);
    }
}
