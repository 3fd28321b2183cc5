//! Texts that outsiders hold and bring back: a code, a cookie, a refresh token. Each is an id with a MAC over it and its
//! kind, so that the storage keeps only ids, nothing in it lets anybody in, and none serves for another.

use leling_crypto::{
    hash::{DIGEST_LEN, MacKey, framed},
    seal::RootKey,
};

use crate::wire::{base64url, from_base64url};

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TicketKind {
    /// The code of a login: the login. There is one for each login, the same however often it is asked for.
    Code,
    /// The device code of a login (RFC 8628): the login.
    DeviceCode,
    /// The cookie of a browser at a login page: the browser.
    Browser,
    /// What a pushed request is called (RFC 9126): the request.
    Pushed,
    /// A refresh token: the session and, in four bytes, its generation.
    Refresh,
    /// The nonce that an approval signs: the login.
    Approval,
    /// The cookie of a member of staff: their session at the desk.
    Desk,
}

impl TicketKind {
    const fn word(self) -> &'static [u8] {
        match self {
            Self::Code => b"code",
            Self::DeviceCode => b"device code",
            Self::Browser => b"browser",
            Self::Pushed => b"pushed request",
            Self::Refresh => b"refresh",
            Self::Approval => b"approval",
            Self::Desk => b"desk",
        }
    }
}

/// Writes and reads such texts.
#[derive(Clone, Debug)]
pub(crate) struct Tickets(MacKey);

impl Tickets {
    /// Derives its key from the gateway's storage root.
    pub(crate) fn new(root: &RootKey) -> Self {
        Self(root.derive_mac("gateway tickets", 1))
    }

    /// Spells `body` with its MAC, base64url.
    pub(crate) fn write(&self, kind: TicketKind, body: &[u8]) -> String {
        base64url(&[body, &self.0.mac(&framed(&[kind.word(), body]))].concat())
    }

    /// Reads the body of `N` bytes; `None` for a text that was not written here for this kind.
    pub(crate) fn read<const N: usize>(&self, kind: TicketKind, text: &str) -> Option<[u8; N]> {
        // Nothing long is decoded.
        if text.len() > (N + DIGEST_LEN).div_ceil(3) * 4 {
            return None;
        }
        let bytes = from_base64url(text)?;
        let (body, tag) = bytes.split_at_checked(N)?;
        let genuine = self.0.verify(&framed(&[kind.word(), body]), tag);
        if genuine { body.try_into().ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use leling_crypto::rng::SystemRng;

    use super::*;

    #[test]
    fn a_text_comes_back_for_its_own_kind_and_for_nothing_else() {
        let tickets = Tickets::new(&RootKey::generate(&mut SystemRng::new()));
        let other = Tickets::new(&RootKey::generate(&mut SystemRng::new()));
        let text = tickets.write(TicketKind::Code, &[7; 16]);
        assert_eq!(tickets.read(TicketKind::Code, &text), Some([7; 16]));
        assert_eq!(text, tickets.write(TicketKind::Code, &[7; 16]));
        assert_eq!(tickets.read::<16>(TicketKind::DeviceCode, &text), None);
        assert_eq!(tickets.read::<15>(TicketKind::Code, &text), None);
        assert_eq!(tickets.read::<17>(TicketKind::Code, &text), None);
        assert_eq!(other.read::<16>(TicketKind::Code, &text), None);
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(tickets.read::<16>(TicketKind::Code, &changed), None, "{place}");
        }
        for bad in ["", "=", "é", "A", &text[..text.len() - 1], &format!("{text}A"), &"A".repeat(1 << 16)] {
            assert_eq!(tickets.read::<16>(TicketKind::Code, bad), None);
        }
    }
}
