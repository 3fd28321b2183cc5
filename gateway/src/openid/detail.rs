//! What the provider keeps with a login and with a session; the storage does not look into it.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What is kept with a login until it is exchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LoginDetail {
    /// Where the browser comes back to, and what must come with the code; not there at the device door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) back: Option<Back>,
    /// Whether an ID token is wanted.
    pub(crate) openid: bool,
    /// Stands in the ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
    /// Thumbprint of the key that must bring the code (RFC 9449, section 10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) jkt: Option<String>,
}

/// The way back to a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Back {
    /// Address.
    pub(crate) uri: String,
    /// Given back as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
    /// SHA-256 of the verifier, base64url.
    pub(crate) challenge: String,
}

/// What is kept with a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionDetail {
    /// The issuer under which its tokens are made.
    pub(crate) iss: String,
    /// Whether ID tokens are wanted.
    pub(crate) openid: bool,
}

/// Spells a detail for the storage.
pub(crate) fn spell(detail: &impl Serialize) -> String {
    serde_json::to_string(detail).expect("texts and switches have a spelling in json")
}

/// Reads a detail that [`spell`] wrote.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_of_the_first_version_stay_readable() {
        let page = r#"{"back":{"uri":"https://a.example/b","state":"s","challenge":"c"},"openid":true,"nonce":"n"}"#;
        let read_page: LoginDetail = read(page).unwrap();
        assert_eq!(read_page.back.as_ref().unwrap().state.as_deref(), Some("s"));
        assert_eq!(spell(&read_page), page);
        let session: SessionDetail = read(r#"{"iss":"https://a.example","openid":false}"#).unwrap();
        assert!(!session.openid);
        assert!(read::<LoginDetail>("{}").is_none());
    }
}
