//! A party that may let people log in here: what it is called, what it may ask for, how it proves itself.
//!
//! [`ClientEntry`] is a party as the file of clients spells it; [`Client`] is one that was checked and can be trusted
//! to be consistent. Addresses are compared byte for byte; nothing a request names is ever fetched.

use leling_crypto::{
    hash::{constant_time_eq, sha256},
    keys::PublicKey,
};
use leling_protocol::{scope::Scope, wire::Party};
use url::Url;

use super::address::{Address, AddressFault, Reach};
pub(crate) use super::entry::{Algorithm, AuthMethod, ClientEntry, DpopRule, Grant};
use crate::wire::{base64url, from_base64url, key_from_jwk};

/// Most addresses of one kind that a client may register.
const MOST_ADDRESSES: usize = 20;

/// Why a client is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("client {client}: {fault}")]
pub struct ClientError {
    /// Which client.
    pub client: String,
    /// What is wrong with it.
    pub fault: ClientFault,
}

/// What is wrong with a client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientFault {
    /// A text is empty, too long or holds control characters.
    #[error("{0} is empty, too long or holds characters that nobody can read")]
    Text(&'static str),
    /// The id.
    #[error("id is not 1 to 64 small letters, digits and hyphens")]
    Id,
    /// The same id twice.
    #[error("id is there twice")]
    Twice,
    /// No city.
    #[error("city is missing, and the region is not one of Shandong")]
    City,
    /// The colour.
    #[error("colour is not #rrggbb, or too light for white text (contrast below 4.5)")]
    Colour,
    /// An address.
    #[error("address {address}: {fault}")]
    Address {
        /// Which one.
        address: String,
        /// Why.
        fault: AddressFault,
    },
    /// Too many of them.
    #[error("more than {MOST_ADDRESSES} addresses of one kind")]
    Addresses,
    /// Code flow needs an address to come back to.
    #[error("authorization_code needs a redirect uri")]
    NoRedirect,
    /// No way to log in at all.
    #[error("grants name no way to log in")]
    NoGrant,
    /// Secrets, keys and `auth` do not fit together.
    #[error("auth, secrets and keys do not fit together")]
    Auth,
    /// A hash of a secret.
    #[error("a secret is not sha256: and base64url of 32 bytes")]
    Secret,
    /// A key.
    #[error("a key is not a public P-256 jwk")]
    Key,
    /// The id number is not for clients that cannot prove themselves.
    #[error("scope id_number needs a client that proves itself")]
    IdNumber,
    /// No RSA key.
    #[error("id_token RS256 needs rsa_key in the configuration")]
    Rsa,
}

/// What clients may rely on here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct House {
    /// Which addresses are accepted.
    pub(crate) reach: Reach,
    /// Whether there is an RSA key.
    pub(crate) rsa: bool,
}

/// A checked client.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    party: Party,
    colour: Option<String>,
    scopes: Vec<Scope>,
    grants: Vec<Grant>,
    redirects: Vec<Address>,
    post_logout: Vec<Address>,
    backchannel: Option<Url>,
    credentials: Credentials,
    id_token: Algorithm,
    dpop: DpopRule,
    sector: String,
}

/// What a client proves itself by.
#[derive(Clone, Debug)]
pub(crate) enum Credentials {
    /// Nothing.
    Public,
    /// Any of these secrets.
    Secrets(Vec<SecretHash>),
    /// Any of these keys.
    Keys(Vec<PublicKey>),
}

/// SHA-256 of a secret that was drawn here with 256 bits, so that no slow hash is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SecretHash([u8; 32]);

impl SecretHash {
    pub(crate) fn of(secret: &str) -> Self {
        Self(sha256(secret.as_bytes()))
    }

    fn read(text: &str) -> Option<Self> {
        from_base64url(text.strip_prefix("sha256:")?)?.try_into().ok().map(Self)
    }

    /// Spells the hash as it stands in the file.
    pub(crate) fn spell(&self) -> String {
        format!("sha256:{}", base64url(&self.0))
    }
}

impl Credentials {
    /// Tells in constant time whether `secret` is one of the client's.
    pub(crate) fn has_secret(&self, secret: &str) -> bool {
        let Self::Secrets(hashes) = self else { return false };
        let hash = sha256(secret.as_bytes());
        // Every hash is looked at, whichever fits.
        hashes.iter().filter(|known| constant_time_eq(&known.0, &hash)).count() > 0
    }
}

impl Client {
    /// Checks an entry.
    ///
    /// # Errors
    /// [`ClientError`] with the first fault.
    pub(crate) fn check(entry: &ClientEntry, house: House) -> Result<Self, ClientError> {
        Self::read(entry, house).map_err(|fault| ClientError { client: entry.id.clone(), fault })
    }

    fn read(entry: &ClientEntry, house: House) -> Result<Self, ClientFault> {
        if !is_id(&entry.id) {
            return Err(ClientFault::Id);
        }
        let credentials = credentials(entry)?;
        let public = matches!(credentials, Credentials::Public);
        if public && entry.scopes.contains(&Scope::IdNumber) {
            return Err(ClientFault::IdNumber);
        }
        if entry.id_token == Algorithm::Rs256 && !house.rsa {
            return Err(ClientFault::Rsa);
        }
        let redirects = addresses(&entry.redirect_uris, house.reach)?;
        let code = entry.grants.contains(&Grant::AuthorizationCode);
        if code && redirects.is_empty() {
            return Err(ClientFault::NoRedirect);
        }
        if !code && !entry.grants.contains(&Grant::DeviceCode) {
            return Err(ClientFault::NoGrant);
        }
        let backchannel = entry.backchannel_logout_uri.as_ref().map(|text| {
            let fault = |fault| ClientFault::Address { address: text.clone(), fault };
            Address::parse(text, house.reach).map(|address| address.url().clone()).map_err(fault)
        });
        let mut scopes = entry.scopes.clone();
        scopes.sort_unstable();
        scopes.dedup();
        Ok(Self {
            party: party(entry)?,
            colour: entry.colour.as_deref().map(colour).transpose()?,
            scopes,
            grants: entry.grants.clone(),
            redirects,
            post_logout: addresses(&entry.post_logout_redirect_uris, house.reach)?,
            backchannel: backchannel.transpose()?,
            credentials,
            id_token: entry.id_token,
            dpop: entry.dpop,
            sector: entry
                .sector
                .as_ref()
                .map_or(Ok(&entry.id), |sector| text("sector", sector, 64).map(|()| sector))?
                .clone(),
        })
    }

    /// Its `client_id`.
    pub(crate) fn id(&self) -> &str {
        &self.party.client
    }

    /// What people are shown of it.
    pub(crate) const fn party(&self) -> &Party {
        &self.party
    }

    /// Colour of its plate, `#rrggbb`; white text is readable on it.
    pub(crate) fn colour(&self) -> Option<&str> {
        self.colour.as_deref()
    }

    /// What it may ask for beside `openid`, in the order in which screens show it.
    pub(crate) fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// Tells whether it may bring `grant` to the token endpoint.
    pub(crate) fn may(&self, grant: Grant) -> bool {
        self.grants.contains(&grant)
    }

    /// Tells whether it cannot prove itself.
    pub(crate) const fn is_public(&self) -> bool {
        matches!(self.credentials, Credentials::Public)
    }

    /// Where sign-outs are told; `None` where the party cannot be told.
    pub(crate) const fn backchannel(&self) -> Option<&Url> {
        self.backchannel.as_ref()
    }

    /// How its ID tokens are signed.
    pub(crate) const fn id_token(&self) -> Algorithm {
        self.id_token
    }

    /// Whether its tokens must be bound to its key.
    pub(crate) const fn dpop(&self) -> DpopRule {
        self.dpop
    }

    /// Name of its sector: what its pairwise subjects are made from.
    pub(crate) fn sector(&self) -> &str {
        &self.sector
    }

    pub(crate) const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Tells whether a login may come back to `uri`.
    pub(crate) fn comes_back_to(&self, uri: &str) -> bool {
        self.redirects.iter().any(|address| address.is(uri))
    }

    /// Tells whether a sign-out may go to `uri`.
    pub(crate) fn goes_to(&self, uri: &str) -> bool {
        self.post_logout.iter().any(|address| address.is(uri))
    }

    /// Tells whether a page at `origin` (scheme, host, port) belongs to it.
    pub(crate) fn lives_at(&self, origin: &str) -> bool {
        self.redirects.iter().any(|address| address.is_origin(origin))
    }
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn text(name: &'static str, text: &str, most: usize) -> Result<(), ClientFault> {
    let fits = (1..=most).contains(&text.chars().count()) && text.trim() == text;
    // Marks that turn the reading direction could make one name look like another (Unicode TR 36).
    let turns =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if fits && !text.chars().any(|c| c.is_control() || turns(c)) { Ok(()) } else { Err(ClientFault::Text(name)) }
}

fn party(entry: &ClientEntry) -> Result<Party, ClientFault> {
    text("name", &entry.name, 30)?;
    text("purpose", &entry.purpose, 40)?;
    for (name, value) in [("city", &entry.city), ("place", &entry.place), ("spot", &entry.spot)] {
        value.as_deref().map_or(Ok(()), |value| text(name, value, 30))?;
    }
    let of_region = || entry.region.city().map(|city| format!("{city}市"));
    Ok(Party {
        client: entry.id.clone(),
        name: entry.name.clone(),
        kind: entry.kind,
        region: entry.region.clone(),
        city: entry.city.clone().or_else(of_region).ok_or(ClientFault::City)?,
        place: entry.place.clone(),
        spot: entry.spot.clone(),
        purpose: entry.purpose.clone(),
    })
}

fn addresses(texts: &[String], reach: Reach) -> Result<Vec<Address>, ClientFault> {
    if texts.len() > MOST_ADDRESSES {
        return Err(ClientFault::Addresses);
    }
    let read = |text: &String| {
        Address::parse(text, reach).map_err(|fault| ClientFault::Address { address: text.clone(), fault })
    };
    texts.iter().map(read).collect()
}

fn credentials(entry: &ClientEntry) -> Result<Credentials, ClientFault> {
    let secrets = entry.secrets.iter().map(|text| SecretHash::read(text).ok_or(ClientFault::Secret));
    let keys = entry.keys.iter().map(|jwk| key_from_jwk(jwk).ok_or(ClientFault::Key));
    let (secrets, keys) = (secrets.collect::<Result<Vec<_>, _>>()?, keys.collect::<Result<Vec<_>, _>>()?);
    match entry.auth {
        AuthMethod::None if secrets.is_empty() && keys.is_empty() => Ok(Credentials::Public),
        AuthMethod::Secret if !secrets.is_empty() && keys.is_empty() => Ok(Credentials::Secrets(secrets)),
        AuthMethod::PrivateKeyJwt if secrets.is_empty() && !keys.is_empty() => Ok(Credentials::Keys(keys)),
        _ => Err(ClientFault::Auth),
    }
}

/// Reads `#rrggbb` and asks for the contrast that text needs on it (WCAG 2.2, 1.4.3).
fn colour(text: &str) -> Result<String, ClientFault> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
    let channel = |at: usize| u8::from_str_radix(digits?.get(at..at + 2)?, 16).ok();
    let (Some(red), Some(green), Some(blue)) = (channel(0), channel(2), channel(4)) else {
        return Err(ClientFault::Colour);
    };
    let linear = |channel: u8| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    if 1.05 / (luminance + 0.05) >= 4.5 { Ok(text.to_ascii_lowercase()) } else { Err(ClientFault::Colour) }
}

#[cfg(test)]
mod tests {
    use leling_protocol::RegionCode;

    use super::*;

    const HOUSE: House = House { reach: Reach::Https, rsa: false };

    fn entry(change: impl FnOnce(&mut ClientEntry)) -> ClientEntry {
        let mut entry: ClientEntry = toml::from_str(
            r##"
            id = "canteen"
            name = "历下老年食堂"
            kind = "kiosk"
            region = "370102"
            purpose = "想用社保卡认您，给饭菜打折"
            colour = "#2F6B4F"
            scopes = ["age_65", "profile", "profile"]
            redirect_uris = ["https://canteen.example/back"]
            secrets = ["sha256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"]
            "##,
        )
        .unwrap();
        change(&mut entry);
        entry
    }

    #[test]
    fn a_whole_entry_is_read_in_the_order_of_screens() {
        let client = Client::check(&entry(|_| {}), HOUSE).unwrap();
        assert_eq!(client.party().city, "济南市");
        assert_eq!(client.scopes(), [Scope::Profile, Scope::Age65]);
        assert_eq!(client.colour(), Some("#2f6b4f"));
        assert_eq!(client.sector(), "canteen");
        assert!(client.may(Grant::AuthorizationCode) && !client.may(Grant::RefreshToken));
        assert!(client.credentials().has_secret("test"));
        assert!(!client.credentials().has_secret("tesT") && !client.credentials().has_secret(""));
        assert!(client.comes_back_to("https://canteen.example/back"));
    }

    #[test]
    fn each_fault_is_named() {
        use ClientFault as F;
        let fault = |change: fn(&mut ClientEntry)| Client::check(&entry(change), HOUSE).unwrap_err().fault;
        assert_eq!(fault(|e| e.id = "Canteen".into()), F::Id);
        assert_eq!(fault(|e| e.name = String::new()), F::Text("name"));
        assert_eq!(fault(|e| e.name = "社".repeat(31)), F::Text("name"));
        assert_eq!(fault(|e| e.name = "食堂\u{202e}".into()), F::Text("name"));
        assert_eq!(fault(|e| e.purpose = "一\n二".into()), F::Text("purpose"));
        assert_eq!(fault(|e| e.region = RegionCode::parse("110101").unwrap()), F::City);
        assert_eq!(fault(|e| e.colour = Some("#9fd8c0".into())), F::Colour);
        assert_eq!(fault(|e| e.colour = Some("green".into())), F::Colour);
        assert_eq!(fault(|e| e.redirect_uris.clear()), F::NoRedirect);
        assert_eq!(fault(|e| e.grants = vec![Grant::RefreshToken]), F::NoGrant);
        assert_eq!(fault(|e| e.auth = AuthMethod::None), F::Auth);
        assert_eq!(fault(|e| e.auth = AuthMethod::PrivateKeyJwt), F::Auth);
        assert_eq!(fault(|e| e.secrets.clear()), F::Auth);
        assert_eq!(fault(|e| e.secrets[0].truncate(20)), F::Secret);
        assert_eq!(fault(|e| e.id_token = Algorithm::Rs256), F::Rsa);
        assert!(matches!(fault(|e| e.redirect_uris[0] = "http://a.example/".into()), F::Address { .. }));
        assert!(matches!(fault(|e| e.backchannel_logout_uri = Some("ftp://a.example/".into())), F::Address { .. }));
        assert_eq!(
            fault(|e| {
                e.auth = AuthMethod::None;
                e.secrets.clear();
                e.scopes.push(Scope::IdNumber);
            }),
            F::IdNumber
        );
    }

    #[test]
    fn a_secret_is_found_among_two() {
        let entry = entry(|e| e.secrets.push(SecretHash::of("new").spell()));
        let client = Client::check(&entry, HOUSE).unwrap();
        assert!(client.credentials().has_secret("test") && client.credentials().has_secret("new"));
    }
}
