//! A party as the file of clients spells it; nothing here is checked but its shape.

use leling_protocol::{
    RegionCode,
    scope::Scope,
    wire::{PartyKind, PublicJwk},
};
use serde::{Deserialize, Serialize};

/// How a client proves itself at the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AuthMethod {
    /// A secret, by `client_secret_basic` or `client_secret_post`.
    #[default]
    Secret,
    /// An assertion signed with ES256 (RFC 7523, `private_key_jwt`).
    PrivateKeyJwt,
    /// Not at all: an app or a page that cannot keep a secret.
    None,
}

/// What a client may bring to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grant {
    /// Code flow.
    AuthorizationCode,
    /// A refresh token comes with every login.
    RefreshToken,
    /// Device flow (RFC 8628).
    DeviceCode,
}

/// How ID tokens and logout tokens for a client are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Algorithm {
    /// ECDSA on P-256.
    #[default]
    #[serde(rename = "ES256")]
    Es256,
    /// RSA, where the operator supplied a key.
    #[serde(rename = "RS256")]
    Rs256,
}

/// Whether tokens are bound to a key of the client (RFC 9449).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DpopRule {
    /// Where the client sends a proof.
    #[default]
    Offered,
    /// Always; a request without a proof is refused.
    Required,
}

/// A party as the file of clients spells it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientEntry {
    /// `client_id`: 1 to 64 small letters, digits and hyphens.
    pub(crate) id: String,
    /// Name for people, 1 to 30 characters.
    pub(crate) name: String,
    /// What kind of party.
    pub(crate) kind: PartyKind,
    /// Division (GB/T 2260), six digits.
    pub(crate) region: RegionCode,
    /// Name of the city; taken from the division where it is one of Shandong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) city: Option<String>,
    /// Where in the city, at most 30 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
    /// Which machine or counter, at most 30 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) spot: Option<String>,
    /// What for: one clause that fits behind the name, at most 40 characters.
    pub(crate) purpose: String,
    /// Colour of the plate with the name's first character, `#rrggbb`; dark enough for white.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) colour: Option<String>,
    /// What it may ask for beside `openid`.
    #[serde(default)]
    pub(crate) scopes: Vec<Scope>,
    /// What it may bring to the token endpoint.
    #[serde(default = "code_flow")]
    pub(crate) grants: Vec<Grant>,
    /// Where the browser may come back to after a login.
    #[serde(default)]
    pub(crate) redirect_uris: Vec<String>,
    /// Where the browser may go after a sign-out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) post_logout_redirect_uris: Vec<String>,
    /// Where sign-outs are told (OpenID Connect Back-Channel Logout).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) backchannel_logout_uri: Option<String>,
    /// How it proves itself.
    #[serde(default)]
    pub(crate) auth: AuthMethod,
    /// Hashes of its secrets, `sha256:` and base64url; two while one replaces the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) secrets: Vec<String>,
    /// Its public keys for `private_key_jwt`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<PublicJwk>,
    /// How its ID tokens are signed.
    #[serde(default)]
    pub(crate) id_token: Algorithm,
    /// Whether its tokens must be bound to its key.
    #[serde(default)]
    pub(crate) dpop: DpopRule,
    /// Parties with the same sector know a person by the same `sub`; without one each client is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sector: Option<String>,
}

fn code_flow() -> Vec<Grant> {
    vec![Grant::AuthorizationCode]
}
