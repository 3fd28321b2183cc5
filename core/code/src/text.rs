//! What a text read from pixels is: a pure function of the text and of the gateways we trust.
//!
//! Whoever prints a code chooses its text, so it is hostile until it is sorted: only the first two kinds of
//! [`CodeText`] may cause anything but a sentence on the screen, and their contents still have to be verified.

use std::fmt;

/// Longest text in characters that is looked at at all.
pub const CHARACTER_LIMIT: usize = 2_000;

/// Longest login handle in characters.
const HANDLE_LIMIT: usize = 1_024;

/// Longest query of a request in characters.
const QUERY_LIMIT: usize = 4_000;

/// What stands between the origin of a gateway and the handle of a login.
const HANDLE_PATH: &str = "/q/";

/// The start of the links of one gateway: `https://HOST`, with its port where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPrefix(String);

/// An origin that no link may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("take an origin that is neither https nor http on the loopback")]
pub struct BadOrigin;

impl LinkPrefix {
    /// Makes the prefix of an origin such as `https://card.example` or `https://card.example:8443`.
    ///
    /// Plain `http` passes for `127.0.0.1` and `localhost` only, where nobody else can answer.
    ///
    /// # Errors
    ///
    /// [`BadOrigin`] for another scheme, user information, a path, or a host of other characters than lower-case
    /// letters, digits, dots and hyphens.
    pub fn new(origin: &str) -> Result<Self, BadOrigin> {
        let (scheme, authority) = origin.split_once("://").ok_or(BadOrigin)?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let host_is_plain = !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        let port_is_plain =
            port.is_none_or(|port| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok());
        let loopback = matches!(host, "127.0.0.1" | "localhost");
        if !host_is_plain || !port_is_plain || !(scheme == "https" || scheme == "http" && loopback) {
            return Err(BadOrigin);
        }
        Ok(Self(origin.to_owned()))
    }

    /// Gives what stands behind the origin in a link of this very origin.
    fn rest<'a>(&self, link: &'a str) -> Option<&'a str> {
        link.strip_prefix(&self.0).filter(|rest| rest.starts_with('/'))
    }
}

/// Takes the query out of `{trusted origin}/authorize?…`, the request of another app on the same phone; `None` for
/// every other link, of a login code too, which is scanned from another screen and never opened.
///
/// ```
/// use leling_code::text::{LinkPrefix, authorize_query};
///
/// let ours = [LinkPrefix::new("https://card.example")?];
/// assert_eq!(authorize_query("https://card.example/authorize?client_id=a", &ours), Some("client_id=a"));
/// assert_eq!(authorize_query("https://card.example.evil.example/authorize?client_id=a", &ours), None);
/// # Ok::<(), leling_code::text::BadOrigin>(())
/// ```
pub fn authorize_query<'a>(link: &'a str, trusted: &[LinkPrefix]) -> Option<&'a str> {
    let query = trusted.iter().find_map(|prefix| prefix.rest(link))?.strip_prefix("/authorize?")?;
    let plain = |b: u8| b.is_ascii_graphic() && !br#"#"<>\^`{|}"#.contains(&b);
    ((1..=QUERY_LIMIT).contains(&query.len()) && query.bytes().all(plain)).then_some(query)
}

/// A text by what may be done with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CodeText<'a> {
    /// An identity code of ours, whole with `LL1:`; the verifier checks its signature.
    IdentityCode(&'a str),
    /// A login link of a gateway we trust; the gateway checks its handle.
    LoginLink {
        /// What stands after `/q/`: base64url characters and dots.
        handle: &'a str,
    },
    /// A card code of a kind that this version does not know: `LL` and another number.
    UnknownVersion,
    /// A link to a place we do not trust; it is never opened.
    ForeignLink,
    /// A call for another app or action: `tel:`, `javascript:`, a payment app.
    ForeignScheme,
    /// Anything else, such as words or numbers.
    Foreign,
    /// Made to deceive a program or a reader; not even shown.
    Hostile(Hostile),
}

/// Why a text is hostile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hostile {
    /// More than [`CHARACTER_LIMIT`] characters.
    TooLong,
    /// Holds a control character, line breaks included.
    ControlCharacter,
    /// Holds a character that is not seen but turns or hides others.
    HiddenCharacter,
}

/// Sorts a text; `trusted` are the prefixes of the gateways whose login links may be followed.
///
/// ```
/// use leling_code::text::{CodeText, LinkPrefix, classify};
///
/// let ours = [LinkPrefix::new("https://card.example")?];
/// assert_eq!(classify("https://card.example/q/aGk", &ours), CodeText::LoginLink { handle: "aGk" });
/// assert_eq!(classify("https://card.example.evil.example/q/aGk", &ours), CodeText::ForeignLink);
/// # Ok::<(), leling_code::text::BadOrigin>(())
/// ```
pub fn classify<'a>(text: &'a str, trusted: &[LinkPrefix]) -> CodeText<'a> {
    if let Some(hostile) = hostile(text) {
        return CodeText::Hostile(hostile);
    }
    if let Some(body) = text.strip_prefix("LL1:") {
        return if !body.is_empty() && body.bytes().all(is_base45) {
            CodeText::IdentityCode(text)
        } else {
            CodeText::Foreign
        };
    }
    let handle = trusted.iter().find_map(|prefix| prefix.rest(text)?.strip_prefix(HANDLE_PATH));
    if let Some(handle) = handle.filter(|handle| is_handle(handle)) {
        return CodeText::LoginLink { handle };
    }
    match scheme(text) {
        Some(scheme) if is_card_version(scheme) => CodeText::UnknownVersion,
        Some(scheme) if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => {
            CodeText::ForeignLink
        }
        Some(_) => CodeText::ForeignScheme,
        None => CodeText::Foreign,
    }
}

fn hostile(text: &str) -> Option<Hostile> {
    if text.chars().nth(CHARACTER_LIMIT).is_some() {
        Some(Hostile::TooLong)
    } else if text.chars().any(char::is_control) {
        Some(Hostile::ControlCharacter)
    } else if text.chars().any(is_hidden) {
        Some(Hostile::HiddenCharacter)
    } else {
        None
    }
}

/// Marks of direction, joiners and fillers without width (Unicode Cf and look-alikes), tags and separators of lines.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_base45(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(&byte)
}

fn is_handle(handle: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    (1..=HANDLE_LIMIT).contains(&handle.len()) && handle.bytes().all(plain) && !handle.starts_with('.')
}

/// The part before the first colon, if it has the shape of a scheme (RFC 3986, 3.1).
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.trim_start().split_once(':')?;
    let shaped = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    shaped.then_some(scheme)
}

fn is_card_version(scheme: &str) -> bool {
    scheme.strip_prefix("LL").is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

impl fmt::Debug for CodeText<'_> {
    /// Leaves texts out: an identity code holds a masked name and a birth year.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodeText::IdentityCode(_) => f.write_str("IdentityCode(redacted)"),
            CodeText::LoginLink { .. } => f.write_str("LoginLink(redacted)"),
            CodeText::UnknownVersion => f.write_str("UnknownVersion"),
            CodeText::ForeignLink => f.write_str("ForeignLink"),
            CodeText::ForeignScheme => f.write_str("ForeignScheme"),
            CodeText::Foreign => f.write_str("Foreign"),
            CodeText::Hostile(reason) => write!(f, "Hostile({reason:?})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn trusted() -> Vec<LinkPrefix> {
        ["https://card.example", "http://127.0.0.1:8080"]
            .map(|origin| LinkPrefix::new(origin).expect("a good origin"))
            .to_vec()
    }

    #[test]
    fn texts_are_sorted() {
        let trusted = trusted();
        for (text, kind) in [
            ("LL1:6BF+70790T9WJWG.FKY*4GO0", CodeText::IdentityCode("LL1:6BF+70790T9WJWG.FKY*4GO0")),
            ("https://card.example/q/eyJ-_9.x", CodeText::LoginLink { handle: "eyJ-_9.x" }),
            ("http://127.0.0.1:8080/q/a", CodeText::LoginLink { handle: "a" }),
            ("LL2:6BF", CodeText::UnknownVersion),
            ("LL1:", CodeText::Foreign),
            ("LL1:abc", CodeText::Foreign),
            ("ll1:6BF", CodeText::ForeignScheme),
            ("https://card.example/q/", CodeText::ForeignLink),
            ("https://card.example/q/a/../../admin", CodeText::ForeignLink),
            ("https://card.example/q/..", CodeText::ForeignLink),
            ("https://card.example/q/a?next=https://evil.example", CodeText::ForeignLink),
            ("https://card.example/q/a#b", CodeText::ForeignLink),
            ("https://card.example/q/a%2e", CodeText::ForeignLink),
            ("https://card.example@evil.example/q/a", CodeText::ForeignLink),
            ("https://card.example.evil.example/q/a", CodeText::ForeignLink),
            ("https://card.example:8443/q/a", CodeText::ForeignLink),
            ("https://cаrd.example/q/a", CodeText::ForeignLink),
            ("http://card.example/q/a", CodeText::ForeignLink),
            ("HTTPS://EVIL.EXAMPLE", CodeText::ForeignLink),
            ("https:card.example/q/a", CodeText::ForeignLink),
            (" https://evil.example", CodeText::ForeignLink),
            ("javascript:alert(1)", CodeText::ForeignScheme),
            ("tel:12333", CodeText::ForeignScheme),
            ("file:///etc/passwd", CodeText::ForeignScheme),
            ("", CodeText::Foreign),
            ("今天:晴", CodeText::Foreign),
            ("6901234567892", CodeText::Foreign),
            ("LL1:AB\n", CodeText::Hostile(Hostile::ControlCharacter)),
            ("https://card.example/q/a\u{0}", CodeText::Hostile(Hostile::ControlCharacter)),
            ("https://card.example/q/a\u{7f}", CodeText::Hostile(Hostile::ControlCharacter)),
            ("\u{202E}https://card.example/q/a", CodeText::Hostile(Hostile::HiddenCharacter)),
            ("LL1:A\u{200B}B", CodeText::Hostile(Hostile::HiddenCharacter)),
        ] {
            assert_eq!(classify(text, &trusted), kind, "{text:?}");
        }
        assert_eq!(classify(&"9".repeat(CHARACTER_LIMIT), &trusted), CodeText::Foreign);
        let long = format!("https://card.example/q/{}", "a".repeat(HANDLE_LIMIT + 1));
        assert_eq!(classify(&long, &trusted), CodeText::ForeignLink);
        assert_eq!(classify(&"乐".repeat(CHARACTER_LIMIT + 1), &trusted), CodeText::Hostile(Hostile::TooLong));
    }

    #[test]
    fn only_plain_origins_are_trusted() {
        assert!(LinkPrefix::new("https://card.example:8443").is_ok());
        for origin in [
            "",
            "https://",
            "card.example",
            "http://card.example",
            "ftp://card.example",
            "https://card.example/",
            "https://card.example/q",
            "https://a@card.example",
            "https://Card.example",
            "https://card.example:",
            "https://card.example:99999",
            "https://card.example:+1",
            "https://[::1]",
        ] {
            assert_eq!(LinkPrefix::new(origin), Err(BadOrigin), "{origin}");
        }
    }

    #[test]
    fn only_the_request_of_an_app_is_taken_from_a_link() {
        let trusted = trusted();
        for link in ["https://card.example/authorize?a=b%20c&d=e", "http://127.0.0.1:8080/authorize?a=b%20c&d=e"] {
            assert_eq!(authorize_query(link, &trusted), Some("a=b%20c&d=e"), "{link}");
        }
        let long = format!("https://card.example/authorize?{}", "a".repeat(QUERY_LIMIT + 1));
        for link in [
            "https://card.example/authorize",
            "https://card.example/authorize?",
            "https://card.example/authorize/?a=b",
            "https://card.example/authorize?a=b#c",
            "https://card.example/authorize?a=b c",
            "https://card.example/authorize?a=\u{202E}b",
            "https://card.example/authorize?a=<b>",
            "https://card.example/q/aGk",
            "https://card.example/x/../authorize?a=b",
            "https://card.example:8443/authorize?a=b",
            "https://card.example@evil.example/authorize?a=b",
            "https://card.example.evil.example/authorize?a=b",
            "https://evil.example/https://card.example/authorize?a=b",
            "http://card.example/authorize?a=b",
            "HTTPS://card.example/authorize?a=b",
            " https://card.example/authorize?a=b",
            "leling://authorize?a=b",
            &long,
        ] {
            assert_eq!(authorize_query(link, &trusted), None, "{link}");
        }
    }

    #[test]
    fn debug_output_holds_no_text() {
        let trusted = trusted();
        let shown =
            format!("{:?} {:?}", classify("LL1:SECRET", &trusted), classify("https://card.example/q/SECRET", &trusted));
        assert_eq!(shown, "IdentityCode(redacted) LoginLink(redacted)");
    }

    proptest! {
        #[test]
        fn any_text_is_sorted_and_only_our_own_is_followed(text in any::<String>()) {
            match classify(&text, &trusted()) {
                CodeText::IdentityCode(code) => prop_assert!(code.starts_with("LL1:") && code.is_ascii()),
                CodeText::LoginLink { .. } => prop_assert!(text.starts_with("https://card.example/q/")),
                _ => {}
            }
        }

        #[test]
        fn a_changed_link_is_not_followed_elsewhere(at in 0_usize..23, with in any::<char>()) {
            let link = "https://card.example/q/aGVsbG8";
            let mut changed: Vec<char> = link.chars().collect();
            prop_assume!(changed[at] != with);
            changed[at] = with;
            let changed: String = changed.into_iter().collect();
            prop_assert!(!matches!(classify(&changed, &trusted()), CodeText::LoginLink { .. }), "{}", changed);
        }

        #[test]
        fn a_control_character_anywhere_is_hostile(at in 0_usize..30, control in prop::char::ranges(vec!['\u{0}'..='\u{1f}', '\u{7f}'..='\u{9f}'].into())) {
            let mut text: Vec<char> = "https://card.example/q/aGVsbG8".chars().collect();
            text.insert(at, control);
            let text: String = text.into_iter().collect();
            prop_assert_eq!(classify(&text, &trusted()), CodeText::Hostile(Hostile::ControlCharacter));
        }
    }
}
