//! Addresses that clients register, compared byte for byte (RFC 9700, section 2.1).
//!
//! Only https, because only a claimed https link belongs to one app (RFC 8252, section 7.2). A demonstration also takes
//! plain http to this machine's own address, there with any port (RFC 8252, section 7.3), since ports change there.

use url::{Host, Url};

/// Longest address, in bytes.
const LONGEST: usize = 1_000;

/// Which addresses are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// https only.
    Https,
    /// Also http to a loopback address, where the port of a request may be any.
    #[cfg(feature = "demo")]
    Loopback,
}

impl Reach {
    /// What any gateway of this build accepts.
    pub(crate) const fn widest() -> Self {
        #[cfg(feature = "demo")]
        {
            Self::Loopback
        }
        #[cfg(not(feature = "demo"))]
        {
            Self::Https
        }
    }
}

/// Why an address is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// Not absolute, too long, or spelled in a way that comparing byte for byte would miss.
    #[error("it is not an absolute address in its usual spelling")]
    Shape,
    /// Another scheme.
    #[error("it is not https")]
    Scheme,
    /// A fragment or a name and password.
    #[error("it holds a fragment, a name or a password")]
    Extra,
}

/// A registered address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    url: Url,
    text: String,
    any_port: bool,
}

impl Address {
    /// Reads an address.
    pub(crate) fn parse(text: &str, reach: Reach) -> Result<Self, AddressFault> {
        let url = Url::parse(text).map_err(|_| AddressFault::Shape)?;
        let any_port = match url.scheme() {
            "https" => false,
            "http" if reach != Reach::Https && is_loopback(&url) => true,
            _ => return Err(AddressFault::Scheme),
        };
        if url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err(AddressFault::Extra);
        }
        if text.len() > LONGEST || url.as_str() != text {
            return Err(AddressFault::Shape);
        }
        Ok(Self { url, text: text.to_owned(), any_port })
    }

    /// Gives the address.
    pub(crate) const fn url(&self) -> &Url {
        &self.url
    }

    /// Tells whether `text` is this address.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text || (self.any_port && self.is_but_for_port(text))
    }

    fn is_but_for_port(&self, text: &str) -> bool {
        let Ok(mut url) = Url::parse(text) else { return false };
        // Spelled as a parser would spell it, so that nobody reads another host out of it.
        url.as_str() == text && url.set_port(self.url.port()).is_ok() && url == self.url
    }

    /// Tells whether a page at `origin` (as in the header `origin`) is at this address's host.
    pub(crate) fn is_origin(&self, origin: &str) -> bool {
        let own = self.url.origin();
        if own.ascii_serialization() == origin {
            return true;
        }
        let Ok(mut other) = Url::parse(origin) else { return false };
        self.any_port
            && other.origin().ascii_serialization() == origin
            && other.set_port(self.url.port()).is_ok()
            && other.origin() == own
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_in_its_usual_spelling_is_taken() {
        let refused = |text: &str| Address::parse(text, Reach::Https).unwrap_err();
        assert_eq!(refused("http://a.example/b"), AddressFault::Scheme);
        assert_eq!(refused("http://127.0.0.1/b"), AddressFault::Scheme);
        assert_eq!(refused("com.example.app:/back"), AddressFault::Scheme);
        assert_eq!(refused("javascript:alert(1)"), AddressFault::Scheme);
        assert_eq!(refused("https://a.example/b#c"), AddressFault::Extra);
        assert_eq!(refused("https://u:p@a.example/b"), AddressFault::Extra);
        assert_eq!(refused("https://A.example/b"), AddressFault::Shape);
        assert_eq!(refused("https://a.example/x/../b"), AddressFault::Shape);
        assert_eq!(refused("https://a.example"), AddressFault::Shape);
        assert_eq!(refused("/b"), AddressFault::Shape);
    }

    #[test]
    fn nothing_but_the_same_bytes_is_the_same_address() {
        let address = Address::parse("https://a.example/b?c=1", Reach::Https).unwrap();
        assert!(address.is("https://a.example/b?c=1"));
        for other in [
            "https://a.example/b",
            "https://a.example/b?c=1&d=2",
            "https://a.example/b?c=1#",
            "https://a.example:443/b?c=1",
            "https://a.example/b/?c=1",
            "https://a.example/%62?c=1",
            "https://a.example.evil.example/b?c=1",
            "https://a.example@evil.example/b?c=1",
            "HTTPS://a.example/b?c=1",
            "https://a.example:8443/b?c=1",
            "//a.example/b?c=1",
            "",
        ] {
            assert!(!address.is(other), "{other}");
        }
        assert!(address.is_origin("https://a.example") && !address.is_origin("https://a.example:8443"));
    }

    #[cfg(feature = "demo")]
    #[test]
    fn a_demonstration_takes_any_port_of_the_same_loopback_address() {
        let address = Address::parse("http://127.0.0.1/back", Reach::Loopback).unwrap();
        for same in ["http://127.0.0.1/back", "http://127.0.0.1:4001/back", "http://127.0.0.1:65535/back"] {
            assert!(address.is(same), "{same}");
        }
        for other in [
            "http://127.0.0.2:4001/back",
            "http://localhost:4001/back",
            "https://127.0.0.1:4001/back",
            "http://127.0.0.1:4001/back/x",
            "http://127.0.0.1:4001/back?x",
            "http://127.0.0.1:4001@evil.example/back",
            "http://127.0.0.1:4001\\@evil.example/back",
            "http://127.1:4001/back",
        ] {
            assert!(!address.is(other), "{other}");
        }
        assert!(address.is_origin("http://127.0.0.1:4001"));
        assert!(!address.is_origin("http://127.0.0.1:4001/"));
        assert_eq!(Address::parse("http://a.example/", Reach::Loopback).unwrap_err(), AddressFault::Scheme);
    }
}
