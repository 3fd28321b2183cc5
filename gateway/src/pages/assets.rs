//! What pages load: one style sheet, one script, the mark. Each is served under the hash of its content and never changes.

use std::{fmt::Write as _, sync::LazyLock};

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use leling_crypto::hash::sha256;
use leling_protocol::ErrorCode;
use leling_tokens::{Colour, Icon, Mode, Theme, TypeRole};

use crate::{api::error::ApiError, wire::base64url};

/// Text sizes in tokens are for a root of this many pixels; pages give them in the reader's own.
const ROOT_PX: f32 = 16.0;

/// Something that a page loads.
pub(crate) struct Asset {
    name: String,
    kind: &'static str,
    content: String,
}

/// The style sheet of every page.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let content = [tokens(), include_str!("assets/pages.css").to_owned(), include_str!("assets/desk.css").to_owned()];
    Asset::new("pages", "css", "text/css; charset=utf-8", content.concat())
});

/// The script of the login page.
pub(crate) static LOGIN: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("assets/login.js").to_owned();
    Asset::new("login", "js", "text/javascript; charset=utf-8", content)
});

/// The mark beside the title of a tab.
pub(crate) static MARK: LazyLock<Asset> = LazyLock::new(|| {
    let colour = Colour::Action.rgb(Theme::Light);
    let mark = Icon::Brand.stroke();
    let content = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{mark}" fill="none" stroke="{colour}" stroke-width="2"/></svg>"#
    );
    Asset::new("mark", "svg", "image/svg+xml", content)
});

impl Asset {
    fn new(stem: &str, extension: &str, kind: &'static str, content: String) -> Self {
        let hash = base64url(&sha256(content.as_bytes())[..12]);
        Self { name: format!("{stem}-{hash}.{extension}"), kind, content }
    }

    /// Gives the address.
    pub(crate) fn path(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// Serves one of them.
pub(crate) async fn serve(Path(name): Path<String>) -> Result<Response, ApiError> {
    let found = [&*STYLE, &*LOGIN, &*MARK].into_iter().find(|asset| asset.name == name);
    let asset = found.ok_or(ErrorCode::RequestNotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, asset.content.as_str()).into_response())
}

/// The token tables, with what a page adds to them: the dark theme by the reader's wish, sizes that follow the reader's
/// own text size.
fn tokens() -> String {
    let mut css = leling_tokens::css();
    css.push_str("@media (prefers-color-scheme:dark),(prefers-contrast:more){.screen{");
    for colour in Colour::ALL {
        let name = if *colour == Colour::Code { "codeInk" } else { colour.as_str() };
        put(&mut css, format_args!("--{name}:{};", colour.rgb(Theme::Dark)));
    }
    css.push_str("}}\n");
    for mode in [Mode::Standard, Mode::Elder] {
        put(&mut css, format_args!(".screen[data-mode={mode}]{{"));
        for role in TypeRole::ALL {
            let rem = f32::from(role.size(mode)) / ROOT_PX;
            put(&mut css, format_args!("--{role}:calc({rem}rem*var(--script));"));
        }
        css.push_str("}\n");
    }
    css
}

fn put(css: &mut String, text: std::fmt::Arguments<'_>) {
    css.write_fmt(text).expect("a string takes any text");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_its_content() {
        let one = Asset::new("a", "css", "text/css", "x".to_owned());
        let same = Asset::new("a", "css", "text/css", "x".to_owned());
        let other = Asset::new("a", "css", "text/css", "y".to_owned());
        assert_eq!(one.path(), same.path());
        assert_ne!(one.path(), other.path());
    }

    #[test]
    fn the_style_sheet_loads_nothing_and_knows_both_themes() {
        for never in ["@import", "url(", "http"] {
            assert!(!STYLE.content.contains(never), "{never}");
        }
        for theme in [Theme::Light, Theme::Dark] {
            assert!(STYLE.content.contains(&format!("--paper:{};", Colour::Paper.rgb(theme))));
        }
        assert!(STYLE.content.contains("--body:calc(1.375rem*var(--script));"));
    }

    #[test]
    fn the_script_writes_no_markup_and_evaluates_nothing() {
        for never in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", ".style"]
        {
            assert!(!LOGIN.content.contains(never), "{never}");
        }
    }
}
