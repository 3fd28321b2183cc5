//! Cookies of pages: HttpOnly, SameSite=Lax, and bound to this host where the gateway is reached by https.

use axum::http::{HeaderMap, HeaderValue, header};

/// A cookie by its plain name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cookie {
    name: &'static str,
    /// Seconds that a browser keeps it.
    life: u32,
}

/// Binds a login page to its browser; a login page left open for longer than an hour begins again at its party.
pub(crate) const LOGIN: Cookie = Cookie { name: "leling-login", life: 3_600 };

/// The session of a member of staff; how long it lasts is counted here, not there.
pub(crate) const DESK: Cookie = Cookie { name: "leling-desk", life: 12 * 3_600 };

impl Cookie {
    /// The prefix makes browsers refuse the cookie unless this very host set it over https (RFC 6265bis).
    fn full_name(self, base: &str) -> String {
        let prefix = if base.starts_with("https:") { "__Host-" } else { "" };
        format!("{prefix}{}", self.name)
    }

    /// Reads the value; `None` where there is none or more than one.
    pub(crate) fn read<'a>(self, headers: &'a HeaderMap, base: &str) -> Option<&'a str> {
        let name = self.full_name(base);
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value);
        values.next().filter(|_| values.next().is_none())
    }

    /// Sets the value.
    pub(crate) fn set(self, base: &str, value: &str) -> (header::HeaderName, HeaderValue) {
        self.spell(base, value, self.life)
    }

    /// Takes the cookie away.
    pub(crate) fn clear(self, base: &str) -> (header::HeaderName, HeaderValue) {
        self.spell(base, "", 0)
    }

    fn spell(self, base: &str, value: &str, life: u32) -> (header::HeaderName, HeaderValue) {
        let secure = if base.starts_with("https:") { "; Secure" } else { "" };
        let name = self.full_name(base);
        let spelled = format!("{name}={value}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}");
        (header::SET_COOKIE, HeaderValue::from_str(&spelled).expect("names and values here are base64url"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTTPS: &str = "https://card.example";
    const DEMO: &str = "http://127.0.0.1:4000";

    #[test]
    fn a_cookie_is_bound_to_its_host_wherever_there_is_tls() {
        let (_, line) = LOGIN.set(HTTPS, "abc");
        assert_eq!(line, "__Host-leling-login=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
        let (_, line) = LOGIN.set(DEMO, "abc");
        assert_eq!(line, "leling-login=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
        assert!(LOGIN.clear(DEMO).1.to_str().unwrap().contains("Max-Age=0"));
    }

    #[test]
    fn one_cookie_of_the_right_name_is_read() {
        let headers = |line: &'static str| HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(line))]);
        assert_eq!(LOGIN.read(&headers("a=1; __Host-leling-login=xyz;b=2"), HTTPS), Some("xyz"));
        assert_eq!(LOGIN.read(&headers("leling-login=xyz"), HTTPS), None);
        assert_eq!(LOGIN.read(&headers("leling-login=xyz"), DEMO), Some("xyz"));
        assert_eq!(LOGIN.read(&headers("leling-login=xyz; leling-login=abc"), DEMO), None);
        assert_eq!(DESK.read(&headers("leling-login=xyz"), DEMO), None);
    }
}
