//! Parameters of OAuth requests: unknown ones are left alone, known ones come once (RFC 6749, section 3.1).

use std::collections::HashMap;

use url::form_urlencoded;

/// A parameter that is read came twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Twice;

/// Parameters of a query or a form body.
pub(crate) struct Parameters(HashMap<String, String>);

/// Every parameter that is read somewhere here; of the others nothing is kept.
const KNOWN: [&str; 33] = [
    "acr_values",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "device_code",
    "dpop_jkt",
    "grant_type",
    "assertion",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "post_logout_redirect_uri",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "registration",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "token",
    "token_type_hint",
    "ui_locales",
    "display",
    "claims",
];

impl Parameters {
    /// Reads a query or a form body. A parameter without a value counts as left out.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, Twice> {
        let mut read = HashMap::new();
        for (name, value) in form_urlencoded::parse(text) {
            if KNOWN.contains(&name.as_ref()) && read.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Twice);
            }
        }
        read.retain(|_, value| !value.is_empty());
        Ok(Self(read))
    }

    /// Gives a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        debug_assert!(KNOWN.contains(&name), "{name} is read but not known");
        self.0.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_parameters_come_once_and_others_as_they_like() {
        let read = Parameters::parse(b"state=a%20b&state2=x&resource=1&resource=2&nonce=").unwrap();
        assert_eq!((read.get("state"), read.get("nonce")), (Some("a b"), None));
        assert!(Parameters::parse(b"state=a&state=a").is_err());
        assert!(Parameters::parse(b"scope=a&scope=").is_err());
        assert!(Parameters::parse(b"").unwrap().get("scope").is_none());
    }
}
