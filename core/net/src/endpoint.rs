//! Where the gateway is: an `https` origin, or a demonstration on this machine.

use url::{Host, Url};

/// Why a text is not the address of a gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Not a URL, or one with user, path, query or fragment.
    #[error("gateway address is not an origin")]
    NotAnOrigin,
    /// Another scheme than `https`.
    #[error("gateway address is not https")]
    NotHttps,
    /// A demonstration anywhere but on this machine.
    #[error("demonstration address is not loopback")]
    NotLoopback,
}

/// The origin of a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    origin: Url,
    scheme: Scheme,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Https,
    LoopbackHttp,
}

impl Endpoint {
    /// Takes `https://HOST[:PORT]`.
    ///
    /// # Errors
    /// [`EndpointError::NotAnOrigin`], [`EndpointError::NotHttps`].
    pub fn https(text: &str) -> Result<Self, EndpointError> {
        let origin = origin(text)?;
        if origin.scheme() != "https" {
            return Err(EndpointError::NotHttps);
        }
        Ok(Self { origin, scheme: Scheme::Https })
    }

    /// Takes `http://` or `https://` of a loopback host, for `leling-gateway serve --demo`.
    ///
    /// # Errors
    /// [`EndpointError`]; every host but `localhost`, `127.0.0.0/8` and `::1` is `NotLoopback`.
    pub fn demo_loopback(text: &str) -> Result<Self, EndpointError> {
        let origin = origin(text)?;
        let loopback = match origin.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if !loopback {
            return Err(EndpointError::NotLoopback);
        }
        let scheme = match origin.scheme() {
            "https" => Scheme::Https,
            "http" => Scheme::LoopbackHttp,
            _ => return Err(EndpointError::NotHttps),
        };
        Ok(Self { origin, scheme })
    }

    /// Gives scheme, host and port without a slash at the end.
    pub fn as_str(&self) -> &str {
        self.origin.as_str().trim_end_matches('/')
    }

    pub(crate) const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The URL of `path`, which may carry a query.
    pub(crate) fn url(&self, path: &str) -> Url {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let mut url = self.origin.clone();
        url.set_path(path);
        url.set_query(query);
        url
    }
}

fn origin(text: &str) -> Result<Url, EndpointError> {
    let url = Url::parse(text).map_err(|_| EndpointError::NotAnOrigin)?;
    let bare = url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if bare { Ok(url) } else { Err(EndpointError::NotAnOrigin) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_origins() {
        assert_eq!(Endpoint::https("https://gateway.example").unwrap().as_str(), "https://gateway.example");
        for (text, error) in [
            ("http://gateway.example", EndpointError::NotHttps),
            ("http://127.0.0.1:8080", EndpointError::NotHttps),
            ("https://user@gateway.example", EndpointError::NotAnOrigin),
            ("https://gateway.example/path", EndpointError::NotAnOrigin),
            ("https://gateway.example/?q", EndpointError::NotAnOrigin),
            ("https://gateway.example/#f", EndpointError::NotAnOrigin),
            ("gateway.example", EndpointError::NotAnOrigin),
            ("", EndpointError::NotAnOrigin),
        ] {
            assert_eq!(Endpoint::https(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_demonstration_stays_on_this_machine() {
        for text in ["http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost:1", "https://127.8.9.1"] {
            assert!(Endpoint::demo_loopback(text).is_ok(), "{text}");
        }
        for text in
            ["http://192.0.2.1", "http://gateway.example", "http://127.0.0.1.example", "http://localhost.example"]
        {
            assert_eq!(Endpoint::demo_loopback(text), Err(EndpointError::NotLoopback), "{text}");
        }
        assert_eq!(Endpoint::demo_loopback("ftp://127.0.0.1"), Err(EndpointError::NotHttps));
    }

    #[test]
    fn paths_join_the_origin_and_cannot_leave_it() {
        let endpoint = Endpoint::https("https://gateway.example:443").unwrap();
        assert_eq!(endpoint.url("/v1/audit?after=7").as_str(), "https://gateway.example/v1/audit?after=7");
        assert_eq!(endpoint.url("//other.example/").host_str(), Some("gateway.example"));
        assert_eq!(endpoint.url("@other.example").host_str(), Some("gateway.example"));
    }
}
