//! Under which address phones reach the gateway: what DPoP proofs, assertions and tokens are compared with.

use url::Url;

/// Issuer and audience of a demonstration's tokens: the port changes with each start, the tokens' home does not.
#[cfg(feature = "demo")]
const DEMO_ISSUER: &str = "https://demo.leling.invalid";

/// The gateway's address.
#[derive(Clone, Debug)]
pub(crate) struct Origin(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// The configured one and no other.
    Fixed(String),
    /// Whatever loopback address the phone used, for a demonstration.
    #[cfg(feature = "demo")]
    Loopback { scheme: &'static str },
}

impl Origin {
    /// Takes the configured address.
    pub(crate) fn fixed(url: &Url) -> Self {
        Self(Kind::Fixed(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// Any loopback address over plain http.
    #[cfg(feature = "demo")]
    pub(crate) const fn loopback_http() -> Self {
        Self(Kind::Loopback { scheme: "http" })
    }

    /// Any loopback address over https.
    #[cfg(feature = "demo")]
    pub(crate) const fn loopback_https() -> Self {
        Self(Kind::Loopback { scheme: "https" })
    }

    /// Gives issuer and audience of tokens.
    pub(crate) fn issuer(&self) -> &str {
        match &self.0 {
            Kind::Fixed(base) => base,
            #[cfg(feature = "demo")]
            Kind::Loopback { .. } => DEMO_ISSUER,
        }
    }

    /// Gives the base address that the request was sent to; `None` where it is not ours.
    #[cfg_attr(
        not(feature = "demo"),
        expect(unused_variables, clippy::unnecessary_wraps, reason = "only a demonstration goes by the host")
    )]
    pub(crate) fn base(&self, host: Option<&str>) -> Option<String> {
        match &self.0 {
            Kind::Fixed(base) => Some(base.clone()),
            #[cfg(feature = "demo")]
            Kind::Loopback { scheme } => {
                let url = Url::parse(&format!("{scheme}://{}", host?)).ok()?;
                let loopback = match url.host()? {
                    url::Host::Ipv4(address) => address.is_loopback(),
                    url::Host::Ipv6(address) => address.is_loopback(),
                    url::Host::Domain(name) => name == "localhost",
                };
                let bare = url.path() == "/" && url.query().is_none() && url.username().is_empty();
                (loopback && bare).then(|| url.as_str().trim_end_matches('/').to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_address_ignores_what_the_request_says() {
        let origin = Origin::fixed(&Url::parse("https://card.example/").unwrap());
        assert_eq!(origin.base(Some("evil.example")).as_deref(), Some("https://card.example"));
        assert_eq!(origin.issuer(), "https://card.example");
    }

    #[cfg(feature = "demo")]
    #[test]
    fn a_demonstration_is_reached_by_loopback_only() {
        let origin = Origin::loopback_http();
        assert_eq!(origin.base(Some("127.0.0.1:8080")).as_deref(), Some("http://127.0.0.1:8080"));
        assert_eq!(origin.base(Some("localhost:9")).as_deref(), Some("http://localhost:9"));
        assert_eq!(origin.base(Some("[::1]:9")).as_deref(), Some("http://[::1]:9"));
        for host in [None, Some("card.example"), Some("127.0.0.1/x"), Some("a@127.0.0.1"), Some("10.0.0.1:80")] {
            assert_eq!(origin.base(host), None, "{host:?}");
        }
    }
}
