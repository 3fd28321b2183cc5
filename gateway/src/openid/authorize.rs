//! What a party asks for when it sends a browser here: read, judged, and answered, all but for a pushed request without
//! side effects.
//!
//! [`read`] decides first whether the client and the address to come back to are its own: until then a fault is shown
//! on a page ([`PageFault`]) and nothing is redirected (RFC 6749, section 4.1.2.1). After that a fault goes back to the
//! party as an address ([`Refused::Back`]). [`come_back`] makes that address for every end of a login.

use leling_protocol::{ErrorCode, scope::Scope};
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use super::{
    client::{Client, Grant},
    detail::{self, Back, LoginDetail},
    form::Parameters,
    word::Word,
};
use crate::{
    Gateway,
    api::error::ApiError,
    storage::{Asked, ClientId, PushedRequestId},
    ticket::TicketKind,
    wire::from_base64url,
};

/// Longest query or body of an authorization request, in bytes.
pub(crate) const LONGEST: usize = 4_000;

/// Longest `state` and `nonce`, in bytes.
const LONGEST_ECHO: usize = 1_000;

/// Beginning of the addresses that `/par` gives (RFC 9126, section 2.2).
pub(crate) const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

/// A request that was judged and may be shown to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuthorizationRequest {
    /// The client.
    pub(crate) client: String,
    /// Where the browser comes back to.
    pub(crate) redirect_uri: String,
    /// What the party will see, in the order shown.
    pub(crate) scopes: Vec<Scope>,
    /// Whether an ID token is wanted (scope `openid`).
    pub(crate) openid: bool,
    /// Given back as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
    /// Stands in the ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
    /// SHA-256 that the verifier must give, base64url (RFC 7636, S256).
    pub(crate) challenge: String,
    /// Thumbprint of the key that must bring the code (RFC 9449, section 10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dpop_jkt: Option<String>,
    /// Languages that the party would like, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) ui_locales: Vec<String>,
}

/// Why a request is answered with a page of ours and never with a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageFault {
    /// Too long, or a parameter twice.
    Malformed,
    /// No such client.
    UnknownClient,
    /// The address to come back to is missing or not the client's.
    RedirectUri,
    /// The pushed request is unknown, too old, used, or another client's.
    RequestUri,
}

/// Why a request is not shown to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Shown on a page.
    Page(PageFault),
    /// The browser goes back to the party with the error.
    Back {
        /// Where to.
        redirect_uri: String,
        /// What was wrong.
        word: Word,
        /// Given back as it came.
        state: Option<String>,
    },
    /// The gateway is not able now; shown on a page.
    Busy,
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Page(PageFault::Malformed) => Self::oauth(Word::InvalidRequest, "request is malformed"),
            Refused::Page(PageFault::UnknownClient) => Self::oauth(Word::InvalidClient, "client is unknown"),
            Refused::Page(PageFault::RedirectUri) => {
                Self::oauth(Word::InvalidRequest, "redirect uri is not the client's").coded(ErrorCode::PartyRefused)
            }
            Refused::Page(PageFault::RequestUri) => {
                Self::oauth(Word::InvalidRequest, "pushed request is gone").coded(ErrorCode::LoginExpired)
            }
            Refused::Back { word, .. } => Self::oauth(word, "request is refused").coded(ErrorCode::PartyRefused),
            Refused::Busy => ErrorCode::ServerBusy.into(),
        }
    }
}

/// How a login ended, as the party hears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome<'a> {
    /// With a code.
    Code(&'a str),
    /// With an error.
    Error(Word),
}

/// Reads what a browser brings to `/authorize`, in its query or in a form, also where it only names a request that the
/// client pushed: such a request is taken once.
///
/// # Errors
/// [`Refused`].
pub(crate) async fn resolve(gateway: &Gateway, query: &str) -> Result<AuthorizationRequest, Refused> {
    let parameters = parameters(query).map_err(Refused::Page)?;
    let client = parameters.get("client_id").and_then(|id| gateway.openid.clients.get(id));
    let client = client.ok_or(Refused::Page(PageFault::UnknownClient))?;
    let Some(ticket) = parameters.get("request_uri").and_then(|uri| uri.strip_prefix(PUSHED)) else {
        return read(&parameters, &client);
    };
    let gone = Refused::Page(PageFault::RequestUri);
    let id = gateway.tickets.read::<16>(TicketKind::Pushed, ticket).ok_or(gone.clone())?;
    let id = PushedRequestId(Uuid::from_bytes(id));
    let pushed = gateway.storage.take_pushed_request(id, ClientId::new(client.id()), gateway.now()).await;
    let pushed = pushed.map_err(|error| {
        tracing::error!(%error, "pushed request was not read");
        Refused::Busy
    })?;
    let request: Option<AuthorizationRequest> = pushed.and_then(|text| detail::read(text.expose()));
    // The client may have changed since.
    request.filter(|request| client.comes_back_to(&request.redirect_uri)).ok_or(gone)
}

/// Reads the parameters of a request.
///
/// # Errors
/// [`PageFault::Malformed`].
pub(crate) fn parameters(query: &str) -> Result<Parameters, PageFault> {
    if query.len() > LONGEST {
        return Err(PageFault::Malformed);
    }
    Parameters::parse(query.as_bytes()).map_err(|_| PageFault::Malformed)
}

/// Judges the request of a client that is known.
///
/// # Errors
/// [`Refused`].
pub(crate) fn read(parameters: &Parameters, client: &Client) -> Result<AuthorizationRequest, Refused> {
    let redirect_uri = parameters.get("redirect_uri").filter(|uri| client.comes_back_to(uri));
    let redirect_uri = redirect_uri.ok_or(Refused::Page(PageFault::RedirectUri))?.to_owned();
    let state = parameters.get("state").map(str::to_owned);
    // Even an error gives back only what is not too long.
    let echoed = state.clone().filter(|state| state.len() <= LONGEST_ECHO);
    judge(parameters, client, &redirect_uri, state).map_err(|word| Refused::Back { redirect_uri, word, state: echoed })
}

fn judge(
    parameters: &Parameters,
    client: &Client,
    redirect_uri: &str,
    state: Option<String>,
) -> Result<AuthorizationRequest, Word> {
    for (name, word) in [
        ("request", Word::RequestNotSupported),
        ("request_uri", Word::RequestUriNotSupported),
        ("registration", Word::RegistrationNotSupported),
    ] {
        if parameters.get(name).is_some() {
            return Err(word);
        }
    }
    if !client.may(Grant::AuthorizationCode) {
        return Err(Word::UnauthorizedClient);
    }
    match parameters.get("response_type") {
        Some("code") => {}
        Some(_) => return Err(Word::UnsupportedResponseType),
        None => return Err(Word::InvalidRequest),
    }
    if parameters.get("response_mode").is_some_and(|mode| mode != "query") {
        return Err(Word::InvalidRequest);
    }
    let nonce = parameters.get("nonce").map(str::to_owned);
    if [&state, &nonce].into_iter().flatten().any(|text| text.len() > LONGEST_ECHO) {
        return Err(Word::InvalidRequest);
    }
    prompt(parameters)?;
    let (scopes, openid) = scopes(parameters.get("scope"), client.scopes())?;
    Ok(AuthorizationRequest {
        client: client.id().to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        scopes,
        openid,
        state,
        nonce,
        challenge: challenge(parameters)?,
        dpop_jkt: parameters.get("dpop_jkt").map(digest_text).transpose()?,
        ui_locales: locales(parameters.get("ui_locales")),
    })
}

/// A person is asked at every login, so that every `prompt` but `none` and every `max_age` is kept already.
fn prompt(parameters: &Parameters) -> Result<(), Word> {
    let words: Vec<&str> = parameters.get("prompt").unwrap_or_default().split_ascii_whitespace().collect();
    match (words.contains(&"none"), words.len()) {
        (false, _) => {}
        (true, 1) => return Err(Word::LoginRequired),
        (true, _) => return Err(Word::InvalidRequest),
    }
    let good_age = parameters.get("max_age").is_none_or(|age| age.parse::<u32>().is_ok());
    if good_age { Ok(()) } else { Err(Word::InvalidRequest) }
}

/// Reads scopes; those that nobody here knows are left out (OpenID Connect Core, section 3.1.2.1), those that the client
/// may not have are refused. At least one must be left.
pub(crate) fn scopes(text: Option<&str>, allowed: &[Scope]) -> Result<(Vec<Scope>, bool), Word> {
    let names: Vec<&str> = text.unwrap_or_default().split(' ').collect();
    let openid = names.contains(&"openid");
    let mut scopes: Vec<Scope> = names.iter().filter_map(|name| Scope::from_name(name)).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let may = scopes.iter().all(|scope| allowed.contains(scope));
    if may && (openid || !scopes.is_empty()) { Ok((scopes, openid)) } else { Err(Word::InvalidScope) }
}

fn challenge(parameters: &Parameters) -> Result<String, Word> {
    match parameters.get("code_challenge_method") {
        Some("S256") => parameters.get("code_challenge").ok_or(Word::InvalidRequest).and_then(digest_text),
        _ => Err(Word::InvalidRequest),
    }
}

/// Reads base64url of 32 bytes.
fn digest_text(text: &str) -> Result<String, Word> {
    let whole = from_base64url(text).is_some_and(|bytes| bytes.len() == 32);
    if whole { Ok(text.to_owned()) } else { Err(Word::InvalidRequest) }
}

fn locales(text: Option<&str>) -> Vec<String> {
    let plain = |tag: &&str| tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.unwrap_or_default().split_ascii_whitespace().filter(plain).take(10).map(str::to_owned).collect()
}

/// Makes the address by which a browser goes back to the party, with `iss` (RFC 9207).
pub(crate) fn come_back(redirect_uri: &str, state: Option<&str>, issuer: &str, outcome: Outcome<'_>) -> String {
    // Registered addresses parse; they were compared before they came here.
    let Ok(mut url) = Url::parse(redirect_uri) else { return redirect_uri.to_owned() };
    {
        let mut query = url.query_pairs_mut();
        match outcome {
            Outcome::Code(code) => query.append_pair("code", code),
            Outcome::Error(word) => query.append_pair("error", word.as_str()),
        };
        if let Some(state) = state {
            query.append_pair("state", state);
        }
        query.append_pair("iss", issuer);
    }
    url.into()
}

impl AuthorizationRequest {
    /// Gives what a login is opened with; `client` is the request's.
    pub(crate) fn asked(&self, client: &Client) -> Asked {
        let back =
            Back { uri: self.redirect_uri.clone(), state: self.state.clone(), challenge: self.challenge.clone() };
        let (nonce, jkt) = (self.nonce.clone(), self.dpop_jkt.clone());
        let kept = LoginDetail { back: Some(back), openid: self.openid, nonce, jkt };
        Asked {
            client: ClientId::new(client.id()),
            party: client.party().name.clone(),
            scopes: self.scopes.iter().copied().collect(),
            detail: detail::spell(&kept),
        }
    }
}

/// Makes the address by which the browser of a login goes back, from what was kept with the login; `None` at the device
/// door.
pub(crate) fn come_back_of(detail: &str, issuer: &str, outcome: Outcome<'_>) -> Option<String> {
    let back = detail::read::<LoginDetail>(detail)?.back?;
    Some(come_back(&back.uri, back.state.as_deref(), issuer, outcome))
}

impl Refused {
    /// Gives the address to go back to, where there is one that is the party's.
    pub(crate) fn come_back(&self, issuer: &str) -> Option<String> {
        match self {
            Self::Page(_) | Self::Busy => None,
            Self::Back { redirect_uri, word, state } => {
                Some(come_back(redirect_uri, state.as_deref(), issuer, Outcome::Error(*word)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::{
        address::Reach,
        client::{ClientEntry, House},
    };

    const ISSUER: &str = "https://card.example";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn client() -> Client {
        let entry: ClientEntry = toml::from_str(
            r#"
            id = "canteen"
            name = "历下老年食堂"
            kind = "website"
            region = "370102"
            purpose = "想用社保卡认您"
            scopes = ["profile", "age_65"]
            redirect_uris = ["https://canteen.example/back?x=1"]
            auth = "none"
            "#,
        )
        .unwrap();
        Client::check(&entry, House { reach: Reach::Https, rsa: false }).unwrap()
    }

    /// The good request with some parameters changed (`None` leaves one out) or added.
    fn ask(changes: &[(&str, Option<&str>)]) -> Result<AuthorizationRequest, Refused> {
        let good = [
            ("client_id", "canteen"),
            ("redirect_uri", "https://canteen.example/back?x=1"),
            ("response_type", "code"),
            ("scope", "openid age_65 profile"),
            ("state", "s t"),
            ("nonce", "n"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let given = |name: &str| changes.iter().find(|(given, _)| *given == name);
        let kept = good.iter().filter(|(name, _)| given(name).is_none()).copied();
        let all = kept.chain(changes.iter().filter_map(|(name, value)| Some((*name, (*value)?))));
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
        read(&parameters(&query).map_err(Refused::Page)?, &client())
    }

    #[track_caller]
    fn word(changes: &[(&str, Option<&str>)]) -> Word {
        match ask(changes).unwrap_err() {
            Refused::Back { word, .. } => word,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_good_request_is_read_and_answered_with_state_and_issuer() {
        let request =
            ask(&[("ui_locales", Some("ug zh-CN <b>")), ("claims", Some("{}")), ("colour", Some("1"))]).unwrap();
        assert_eq!(request.scopes, [Scope::Profile, Scope::Age65]);
        assert!(request.openid);
        assert_eq!(request.ui_locales, ["ug", "zh-CN"]);
        let kept: AuthorizationRequest = detail::read(&detail::spell(&request)).unwrap();
        assert_eq!(kept, request);
        let asked = request.asked(&client());
        assert_eq!(asked.scopes.to_text(), "profile age_65");
        assert_eq!(
            come_back_of(&asked.detail, ISSUER, Outcome::Code("c")).unwrap(),
            "https://canteen.example/back?x=1&code=c&state=s+t&iss=https%3A%2F%2Fcard.example"
        );
    }

    #[test]
    fn nothing_is_redirected_to_an_address_that_is_not_the_clients() {
        for bad in [
            None,
            Some("https://canteen.example/back"),
            Some("https://canteen.example/back?x=1&y=2"),
            Some("https://evil.example/back?x=1"),
            Some("https://canteen.example.evil.example/back?x=1"),
            Some("javascript:alert(1)"),
            Some("//evil.example"),
        ] {
            let refused = ask(&[("redirect_uri", bad), ("response_type", Some("token"))]).unwrap_err();
            assert_eq!(refused, Refused::Page(PageFault::RedirectUri));
            assert_eq!(refused.come_back(ISSUER), None);
        }
        let twice = format!("client_id=canteen&state=a&state=b&code_challenge={CHALLENGE}");
        assert!(matches!(parameters(&twice), Err(PageFault::Malformed)));
        assert!(matches!(parameters(&"a".repeat(LONGEST + 1)), Err(PageFault::Malformed)));
    }

    #[test]
    fn faults_of_a_known_client_go_back_with_the_word_of_their_rfc() {
        assert_eq!(word(&[("response_type", None)]), Word::InvalidRequest);
        assert_eq!(word(&[("response_type", Some("token"))]), Word::UnsupportedResponseType);
        assert_eq!(word(&[("response_type", Some("code id_token"))]), Word::UnsupportedResponseType);
        assert_eq!(word(&[("response_mode", Some("fragment"))]), Word::InvalidRequest);
        assert_eq!(word(&[("scope", None)]), Word::InvalidScope);
        assert_eq!(word(&[("scope", Some("email"))]), Word::InvalidScope);
        assert_eq!(word(&[("scope", Some("openid phone"))]), Word::InvalidScope);
        assert_eq!(word(&[("code_challenge", None)]), Word::InvalidRequest);
        assert_eq!(word(&[("code_challenge", Some("short"))]), Word::InvalidRequest);
        assert_eq!(word(&[("code_challenge_method", None)]), Word::InvalidRequest);
        assert_eq!(word(&[("code_challenge_method", Some("plain"))]), Word::InvalidRequest);
        assert_eq!(word(&[("prompt", Some("none"))]), Word::LoginRequired);
        assert_eq!(word(&[("prompt", Some("none login"))]), Word::InvalidRequest);
        assert_eq!(word(&[("max_age", Some("soon"))]), Word::InvalidRequest);
        assert_eq!(word(&[("dpop_jkt", Some("x"))]), Word::InvalidRequest);
        assert_eq!(word(&[("request", Some("e30.e30."))]), Word::RequestNotSupported);
        assert_eq!(word(&[("request_uri", Some("https://a.example/r"))]), Word::RequestUriNotSupported);
        assert_eq!(word(&[("registration", Some("{}"))]), Word::RegistrationNotSupported);
        assert_eq!(word(&[("nonce", Some(&"n".repeat(1_001)))]), Word::InvalidRequest);
    }

    #[test]
    fn what_a_standard_client_may_add_changes_nothing() {
        for (name, value) in [
            ("prompt", "login consent"),
            ("prompt", "select_account"),
            ("max_age", "0"),
            ("login_hint", "x"),
            ("display", "page"),
        ] {
            assert!(ask(&[(name, Some(value))]).is_ok(), "{name}={value}");
        }
        let plain = ask(&[("scope", Some("profile offline_access email")), ("nonce", None)]).unwrap();
        assert!(!plain.openid);
        assert_eq!(plain.scopes, [Scope::Profile]);
    }

    #[test]
    fn an_error_goes_back_with_the_state_unless_that_is_the_fault() {
        let back = ask(&[("prompt", Some("none"))]).unwrap_err().come_back(ISSUER).unwrap();
        assert!(back.starts_with("https://canteen.example/back?x=1&error=login_required&state=s+t&iss="), "{back}");
        let back = ask(&[("state", Some(&"s".repeat(1_001)))]).unwrap_err().come_back(ISSUER).unwrap();
        assert!(back.contains("error=invalid_request&iss="), "{back}");
    }

    proptest::proptest! {
        #[test]
        fn no_query_makes_it_panic_or_leave_the_registered_address(query in ".{0,400}") {
            if let Ok(parameters) = parameters(&query)
                && let Err(refused) = read(&parameters, &client())
                && let Some(back) = refused.come_back(ISSUER)
            {
                proptest::prop_assert!(back.starts_with("https://canteen.example/back?x=1&"));
            }
        }
    }
}
