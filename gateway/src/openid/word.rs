//! The words for errors that the RFCs define, each with our own code beside it.

use leling_protocol::ErrorCode;

macro_rules! words {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $code:ident;)*) => {
        /// An error of OAuth or OpenID Connect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Word {
            $($(#[$doc])* $variant,)*
        }

        impl Word {
            /// Every word, in the order of `docs/integrators.md`.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the word as it stands on the wire.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Gives our own code that stands beside it unless a nearer one is known.
            pub(crate) const fn code(self) -> ErrorCode {
                match self { $(Self::$variant => ErrorCode::$code,)* }
            }
        }
    };
}

words! {
    /// A parameter is missing, twice, too long or malformed (RFC 6749).
    InvalidRequest = "invalid_request", RequestInvalid;
    /// The client is unknown or did not prove itself (RFC 6749).
    InvalidClient = "invalid_client", PartyRefused;
    /// The code, refresh token or device code is not good, not for this client, or was used (RFC 6749).
    InvalidGrant = "invalid_grant", AuthInvalid;
    /// The client is not registered for this way (RFC 6749).
    UnauthorizedClient = "unauthorized_client", PartyRefused;
    /// A grant type that does not exist here (RFC 6749).
    UnsupportedGrantType = "unsupported_grant_type", RequestInvalid;
    /// Anything but `code` (RFC 6749).
    UnsupportedResponseType = "unsupported_response_type", RequestInvalid;
    /// The client may not ask for one of the scopes, or not at this door (RFC 6749).
    InvalidScope = "invalid_scope", PartyRefused;
    /// The person said no, or ended the login (RFC 6749).
    AccessDenied = "access_denied", LoginEnded;
    /// The person has not answered yet: ask again after the interval (RFC 8628).
    AuthorizationPending = "authorization_pending", LoginBusy;
    /// Asked too soon: five seconds are added to the interval (RFC 8628).
    SlowDown = "slow_down", RateLimited;
    /// Nobody claimed the login in time, or the person did not answer in time (RFC 8628).
    ExpiredToken = "expired_token", LoginExpired;
    /// The proof of possession does not hold, or there is none where one is needed (RFC 9449).
    InvalidDpopProof = "invalid_dpop_proof", AuthProof;
    /// Sign again with the nonce of the header `dpop-nonce` (RFC 9449).
    UseDpopNonce = "use_dpop_nonce", AuthNonce;
    /// The access token is over, signed out or not one of ours (RFC 6750).
    InvalidToken = "invalid_token", AuthInvalid;
    /// The access token does not reach this far (RFC 6750).
    InsufficientScope = "insufficient_scope", AuthScope;
    /// `prompt=none`: a person is asked at every login (OpenID Connect Core).
    LoginRequired = "login_required", LoginEnded;
    /// Requests as JWT are not read (OpenID Connect Core).
    RequestNotSupported = "request_not_supported", RequestInvalid;
    /// Only `request_uri` values of our own `/par` are known (OpenID Connect Core).
    RequestUriNotSupported = "request_uri_not_supported", RequestInvalid;
    /// Clients do not register themselves here (OpenID Connect Core).
    RegistrationNotSupported = "registration_not_supported", RequestInvalid;
    /// The gateway is not able now (RFC 6749).
    TemporarilyUnavailable = "temporarily_unavailable", ServerBusy;
    /// The gateway failed (RFC 6749).
    ServerError = "server_error", ServerBroken;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First cells of the rows of `docs/integrators.md` that begin with a name.
    fn rows_under(heading: &str) -> Vec<&'static str> {
        let page = include_str!("../../../docs/integrators.md");
        let rows = page.lines().skip_while(|line| !line.starts_with(heading)).skip(2);
        let rows = rows.take_while(|line| line.starts_with('|'));
        rows.map(|line| line.split('`').nth(1).unwrap()).collect()
    }

    #[test]
    fn integrators_read_of_every_word_and_no_other() {
        let words: Vec<_> = Word::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(rows_under("| `error` |"), words);
    }

    #[test]
    fn integrators_read_of_every_scope_and_no_other() {
        let scopes: Vec<_> = leling_protocol::scope::Scope::ALL.iter().map(|scope| scope.as_str()).collect();
        assert_eq!(rows_under("| scope |"), scopes);
    }

    #[test]
    fn integrators_read_of_the_samples_as_they_run() {
        let page = include_str!("../../../docs/integrators.md");
        let samples = [
            ("```rust\n", include_str!("../../../samples/src/kiosk/sign_in.rs")),
            ("```js\n", include_str!("../../../samples/npm/website.mjs")),
        ];
        for (fence, sample) in samples {
            let (_, quoted) = page.split_once(fence).unwrap();
            let (quoted, _) = quoted.split_once("```").unwrap();
            for line in quoted.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
                assert!(sample.lines().any(|found| found.trim() == line), "{line}");
            }
        }
    }

    #[test]
    fn words_are_unique_and_of_the_alphabet_of_the_rfc() {
        let mut seen = std::collections::BTreeSet::new();
        for word in Word::ALL {
            assert!(word.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", word.as_str());
            assert!(seen.insert(word.as_str()), "{}", word.as_str());
        }
    }
}
