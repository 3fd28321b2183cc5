//! What a form has to bring back: a token of its own page, and an origin that is ours.

use axum::http::{HeaderMap, HeaderName, header};
use leling_crypto::{
    hash::{MacKey, framed},
    seal::RootKey,
};
use leling_protocol::ErrorCode;

use crate::{
    api::error::ApiError,
    wire::{base64url, from_base64url},
};

/// Makes and checks the tokens of forms.
#[derive(Debug)]
pub(crate) struct Forms(MacKey);

/// Which pages a token is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormOf {
    /// A login page; the token is bound to its browser.
    Login,
    /// A page of the desk; the token is bound to the session of a member of staff.
    Desk,
    /// The person whom a page of the desk is about, inside one session.
    Subject,
}

impl FormOf {
    const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Login => b"login",
            Self::Desk => b"desk",
            Self::Subject => b"subject",
        }
    }
}

impl Forms {
    /// Derives the key from the gateway's storage root.
    pub(crate) fn new(root: &RootKey) -> Self {
        Self(root.derive_mac("gateway page forms", 1))
    }

    /// Gives the token of a page that belongs to `whom`.
    pub(crate) fn token(&self, of: FormOf, whom: &[&[u8]]) -> String {
        base64url(&self.0.mac(&content(of, whom)))
    }

    /// Refuses a form whose token is not of a page that belongs to `whom`.
    ///
    /// # Errors
    /// `auth.invalid`.
    pub(crate) fn check(&self, of: FormOf, whom: &[&[u8]], token: &str) -> Result<(), ApiError> {
        let tag = from_base64url(token).unwrap_or_default();
        if self.0.verify(&content(of, whom), &tag) {
            Ok(())
        } else {
            Err(ApiError::because(ErrorCode::AuthInvalid, "form is not of this page"))
        }
    }
}

fn content(of: FormOf, whom: &[&[u8]]) -> Vec<u8> {
    framed(&[&[of.as_bytes()], whom].concat())
}

/// Refuses a form that another site sent. Browsers say where a form stood: by `sec-fetch-site`, older ones by `origin`.
///
/// # Errors
/// `auth.invalid`.
pub(crate) fn check_origin(headers: &HeaderMap, base: &str) -> Result<(), ApiError> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let fetched = text(&HeaderName::from_static("sec-fetch-site")).is_none_or(|site| site == "same-origin");
    let ours = match text(&header::ORIGIN) {
        Some(origin) => origin == base,
        // Without an origin only the newer header can vouch for it.
        None => headers.contains_key("sec-fetch-site"),
    };
    if fetched && ours { Ok(()) } else { Err(ApiError::because(ErrorCode::AuthInvalid, "form is of another site")) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn a_token_is_of_one_kind_of_page_and_one_owner() {
        let forms = Forms::new(&RootKey::from_bytes([7; 32]));
        let token = forms.token(FormOf::Login, &[b"one"]);
        assert!(forms.check(FormOf::Login, &[b"one"], &token).is_ok());
        assert!(forms.check(FormOf::Login, &[b"two"], &token).is_err());
        assert!(forms.check(FormOf::Desk, &[b"one"], &token).is_err());
        assert!(forms.check(FormOf::Login, &[b"on", b"e"], &token).is_err());
        for bad in ["", "x", &token[1..], "!!"] {
            assert!(forms.check(FormOf::Login, &[b"one"], bad).is_err());
        }
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        let base = "https://card.example";
        let good: [&[_]; 3] = [
            &[("origin", "https://card.example")],
            &[("origin", "https://card.example"), ("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "same-origin")],
        ];
        let bad: [&[_]; 6] = [
            &[],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "http://card.example")],
            &[("origin", "https://card.example"), ("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site")],
        ];
        assert!(good.iter().all(|pairs| check_origin(&headers(pairs), base).is_ok()));
        assert!(bad.iter().all(|pairs| check_origin(&headers(pairs), base).is_err()));
    }
}
