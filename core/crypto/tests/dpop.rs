//! DPoP as its receiver sees it: what is accepted, and a table of proofs that are not.

#![allow(clippy::unwrap_used, reason = "in a test helper a failed unwrap names its line")]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use leling_crypto::{
    dpop::{BoundToken, DpopError, Expected, NonceMint, Target, draft_proof, token_hash, verify_proof},
    hash::MacKey,
    jws::{JwsDraft, JwsError, KeyHint, MAX_JWS_LEN},
    keys::SoftwareKey,
    rng::{SeededRng, SystemRng},
};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: u64 = 1_795_392_000;
const URL: &str = "https://gateway.test/api/card?full=1#top";
const TARGET: Target<'static> = Target { method: "POST", url: URL };
const TOKEN: &str = "an.access.token";

fn key() -> SoftwareKey {
    SoftwareKey::generate(&SystemRng::new()).unwrap()
}

fn mint() -> NonceMint {
    NonceMint::new(MacKey::from_bytes([5; 32]))
}

fn header(key: &SoftwareKey) -> Value {
    json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": key.public_key().to_jwk() })
}

fn claims() -> Value {
    json!({
        "jti": "proof-1", "htm": "POST", "htu": "https://gateway.test/api/card", "iat": NOW,
        "ath": token_hash(TOKEN),
    })
}

/// Signs any header and payload, as an attacker with a key of their own can.
fn sign(key: &SoftwareKey, header: &[u8], payload: &[u8]) -> String {
    let input = format!("{}.{}", B64.encode(header), B64.encode(payload));
    let signature = key.sign(input.as_bytes());
    format!("{input}.{}", B64.encode(signature.as_bytes()))
}

fn check(key: &SoftwareKey, proof: &str) -> Result<String, DpopError> {
    let jkt = key.public_key().jkt();
    let token = Some(BoundToken { token: TOKEN, jkt: &jkt });
    verify_proof(proof, Expected { target: TARGET, token }, &mint(), NOW).map(|proof| proof.jti)
}

#[test]
fn a_proof_of_our_own_is_accepted_with_and_without_token_and_nonce() {
    let key = key();
    let jkt = key.public_key().jkt();
    let nonce = mint().issue(NOW);
    for token in [None, Some(TOKEN)] {
        for nonce in [None, Some(nonce.as_str())] {
            let draft = draft_proof(key.public_key(), TARGET, token, nonce, NOW, &mut SeededRng::new(1)).unwrap();
            let signature = key.sign(&draft.to_be_signed());
            let expected = Expected { target: TARGET, token: token.map(|token| BoundToken { token, jkt: &jkt }) };
            let proof = verify_proof(&draft.attach(&signature), expected, &mint(), NOW).unwrap();
            assert_eq!((proof.jkt.as_str(), proof.key), (jkt.as_str(), *key.public_key()));
            assert_eq!(proof.jti.len(), 22);
        }
    }
}

#[test]
fn the_url_is_compared_after_normalisation() {
    let key = key();
    for htu in [
        "https://gateway.test/api/card",
        "HTTPS://GATEWAY.test:443/api/card",
        "https://gateway.test/api/./x/../card",
        "https://gateway.test/api/card?other=2",
    ] {
        let mut claims = claims();
        claims["htu"] = htu.into();
        let proof = sign(&key, header(&key).to_string().as_bytes(), claims.to_string().as_bytes());
        assert_eq!(check(&key, &proof), Ok("proof-1".into()), "{htu}");
    }
}

#[test]
fn a_nonce_makes_the_clock_irrelevant_and_its_absence_does_not() {
    let key = key();
    let at = |iat: u64, nonce: Option<String>| {
        let mut claims = claims();
        claims["iat"] = iat.into();
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        let proof = sign(&key, header(&key).to_string().as_bytes(), claims.to_string().as_bytes());
        check(&key, &proof).map(|_| ())
    };
    let ten_years = 10 * 365 * 86_400;
    for iat in [0, NOW - ten_years, NOW + ten_years, u64::MAX] {
        assert_eq!(at(iat, None), Err(DpopError::UseNonce), "{iat}");
        assert_eq!(at(iat, Some(mint().issue(NOW))), Ok(()), "{iat}");
        assert_eq!(at(iat, Some(mint().issue(NOW - 120))), Ok(()), "{iat}");
        assert_eq!(at(iat, Some(mint().issue(NOW - 240))), Err(DpopError::UseNonce), "{iat}");
        assert_eq!(at(iat, Some(mint().issue(NOW + 120))), Err(DpopError::UseNonce), "{iat}");
    }
    assert_eq!(at(NOW - 60, None), Ok(()));
    assert_eq!(at(NOW + 60, None), Ok(()));
    assert_eq!(at(NOW - 61, None), Err(DpopError::UseNonce));
    assert_eq!(at(NOW + 61, None), Err(DpopError::UseNonce));
    let foreign = NonceMint::new(MacKey::from_bytes([6; 32])).issue(NOW);
    assert_eq!(at(NOW, Some(foreign)), Err(DpopError::UseNonce));
    assert_eq!(at(NOW, Some(String::new())), Err(DpopError::UseNonce));
}

/// One way of spoiling a good proof, and what the receiver must say.
enum Spoil {
    Header(fn(&mut Value)),
    Claims(fn(&mut Value)),
    Text(fn(String) -> String),
    RawHeader(fn(String) -> String),
    RawClaims(fn(String) -> String),
}

fn remove(value: &mut Value, name: &str) {
    value.as_object_mut().unwrap().remove(name);
}

/// Changes one of the three parts of the compact text.
fn part(text: &str, index: usize, change: impl Fn(&str) -> String) -> String {
    let mut parts: Vec<String> = text.split('.').map(str::to_owned).collect();
    parts[index] = change(&parts[index]);
    parts.join(".")
}

fn pad(text: &Value) -> Value {
    format!("{}=", text.as_str().unwrap()).into()
}

fn jws(error: JwsError) -> DpopError {
    DpopError::Jws(error)
}

#[rustfmt::skip]
fn malformed() -> Vec<(&'static str, Spoil, DpopError)> {
    use Spoil::{Claims, Header, RawClaims, RawHeader, Text};
    vec![
        // header
        ("alg none", Header(|h| h["alg"] = "none".into()), jws(JwsError::Algorithm)),
        ("alg None", Header(|h| h["alg"] = "None".into()), jws(JwsError::Algorithm)),
        ("alg HS256", Header(|h| h["alg"] = "HS256".into()), jws(JwsError::Algorithm)),
        ("alg ES384", Header(|h| h["alg"] = "ES384".into()), jws(JwsError::Algorithm)),
        ("alg es256", Header(|h| h["alg"] = "es256".into()), jws(JwsError::Algorithm)),
        ("alg missing", Header(|h| remove(h, "alg")), jws(JwsError::Algorithm)),
        ("alg is a number", Header(|h| h["alg"] = 7.into()), jws(JwsError::Algorithm)),
        ("typ missing", Header(|h| remove(h, "typ")), jws(JwsError::Type)),
        ("typ JWT", Header(|h| h["typ"] = "JWT".into()), jws(JwsError::Type)),
        ("typ of an access token", Header(|h| h["typ"] = "at+jwt".into()), jws(JwsError::Type)),
        ("crit", Header(|h| h["crit"] = json!(["exp"])), jws(JwsError::Critical)),
        ("crit empty", Header(|h| h["crit"] = json!([])), jws(JwsError::Critical)),
        ("b64 false", Header(|h| h["b64"] = false.into()), jws(JwsError::Critical)),
        ("jwk missing", Header(|h| remove(h, "jwk")), DpopError::NoKey),
        ("jwk with d", Header(|h| h["jwk"]["d"] = "AAAA".into()), jws(JwsError::EmbeddedKey)),
        ("jwk symmetric", Header(|h| h["jwk"] = json!({"kty": "oct", "k": "AAAA"})), jws(JwsError::EmbeddedKey)),
        ("jwk RSA", Header(|h| h["jwk"] = json!({"kty": "RSA", "n": "AAAA", "e": "AQAB"})), jws(JwsError::EmbeddedKey)),
        ("jwk P-384", Header(|h| h["jwk"]["crv"] = "P-384".into()), jws(JwsError::EmbeddedKey)),
        ("jwk short x", Header(|h| h["jwk"]["x"] = "AAAA".into()), jws(JwsError::EmbeddedKey)),
        ("jwk padded x", Header(|h| h["jwk"]["x"] = pad(&h["jwk"]["x"])), jws(JwsError::EmbeddedKey)),
        ("jwk off the curve", Header(|h| h["jwk"]["y"] = h["jwk"]["x"].clone()), jws(JwsError::Signature)),
        ("jwk a text", Header(|h| h["jwk"] = "key".into()), jws(JwsError::EmbeddedKey)),
        ("jwk null", Header(|h| h["jwk"] = Value::Null), jws(JwsError::EmbeddedKey)),
        ("header repeats alg", RawHeader(|h| h.replacen('{', r#"{"alg":"none","#, 1)), jws(JwsError::Malformed)),
        ("header is an array", RawHeader(|h| format!("[{h}]")), jws(JwsError::Malformed)),
        ("header has a tail", RawHeader(|h| h + "{}"), jws(JwsError::Malformed)),
        // claims
        ("jti missing", Claims(|c| remove(c, "jti")), jws(JwsError::Claims)),
        ("jti empty", Claims(|c| c["jti"] = "".into()), DpopError::Jti),
        ("jti huge", Claims(|c| c["jti"] = "x".repeat(129).into()), DpopError::Jti),
        ("jti a number", Claims(|c| c["jti"] = 7.into()), jws(JwsError::Claims)),
        ("htm missing", Claims(|c| remove(c, "htm")), jws(JwsError::Claims)),
        ("htm GET", Claims(|c| c["htm"] = "GET".into()), DpopError::Method),
        ("htm post", Claims(|c| c["htm"] = "post".into()), DpopError::Method),
        ("htu missing", Claims(|c| remove(c, "htu")), jws(JwsError::Claims)),
        ("htu of another host", Claims(|c| c["htu"] = "https://gateway.test.x.test/api/card".into()), DpopError::Target),
        ("htu of another port", Claims(|c| c["htu"] = "https://gateway.test:8443/api/card".into()), DpopError::Target),
        ("htu http", Claims(|c| c["htu"] = "http://gateway.test/api/card".into()), DpopError::Target),
        ("htu of another path", Claims(|c| c["htu"] = "https://gateway.test/api/card/".into()), DpopError::Target),
        ("htu with user", Claims(|c| c["htu"] = "https://u@gateway.test/api/card".into()), DpopError::Target),
        ("htu relative", Claims(|c| c["htu"] = "/api/card".into()), DpopError::Target),
        ("htu empty", Claims(|c| c["htu"] = "".into()), DpopError::Target),
        ("iat missing", Claims(|c| remove(c, "iat")), jws(JwsError::Claims)),
        ("iat a text", Claims(|c| c["iat"] = NOW.to_string().into()), jws(JwsError::Claims)),
        ("iat negative", Claims(|c| c["iat"] = (-1).into()), jws(JwsError::Claims)),
        ("iat early", Claims(|c| c["iat"] = (NOW - 61).into()), DpopError::UseNonce),
        ("iat late", Claims(|c| c["iat"] = (NOW + 61).into()), DpopError::UseNonce),
        ("nonce invented", Claims(|c| c["nonce"] = "invented".into()), DpopError::UseNonce),
        ("nonce a number", Claims(|c| c["nonce"] = 7.into()), jws(JwsError::Claims)),
        ("ath missing", Claims(|c| remove(c, "ath")), DpopError::AccessToken),
        ("ath of another token", Claims(|c| c["ath"] = token_hash("other").into()), DpopError::AccessToken),
        ("ath padded", Claims(|c| c["ath"] = format!("{}=", token_hash(TOKEN)).into()), DpopError::AccessToken),
        ("claims repeat htm", RawClaims(|c| c.replacen('{', r#"{"htm":"POST","#, 1)), jws(JwsError::Malformed)),
        ("claims are a text", RawClaims(|_| r#""x""#.into()), jws(JwsError::Malformed)),
        ("claims are empty", RawClaims(|_| String::new()), jws(JwsError::Malformed)),
        // text
        ("empty", Text(|_| String::new()), jws(JwsError::Malformed)),
        ("two parts", Text(|t| t.rsplit_once('.').unwrap().0.into()), jws(JwsError::Malformed)),
        ("four parts", Text(|t| t + ".AAAA"), jws(JwsError::Malformed)),
        ("no signature", Text(|t| part(&t, 2, |_| String::new())), jws(JwsError::Malformed)),
        ("signature cut", Text(|t| part(&t, 2, |s| s[..80].into())), jws(JwsError::Malformed)),
        ("signature of zeros", Text(|t| part(&t, 2, |_| B64.encode([0; 64]))), jws(JwsError::Signature)),
        ("signature in der", Text(|t| part(&t, 2, |_| B64.encode([0x30; 70]))), jws(JwsError::Malformed)),
        ("signature padded", Text(|t| t + "=="), jws(JwsError::Malformed)),
        ("other alphabet", Text(|t| part(&t, 2, |s| format!("+/{}", &s[2..]))), jws(JwsError::Malformed)),
        ("loose last bits", Text(|t| part(&t, 2, |_| format!("{}B", "A".repeat(85)))), jws(JwsError::Malformed)),
        ("payload swapped", Text(|t| part(&t, 1, |_| B64.encode(json!({}).to_string()))), jws(JwsError::Signature)),
        ("line break inside", Text(|t| part(&t, 0, |h| format!("{}\n{}", &h[..9], &h[9..]))), jws(JwsError::Malformed)),
        ("huge", Text(|t| t + &"A".repeat(MAX_JWS_LEN)), jws(JwsError::TooLong)),
        ("control characters", Text(|_| "\u{0}.\u{1}.\u{2}".into()), jws(JwsError::Malformed)),
    ]
}

#[test]
fn every_malformed_proof_is_refused_for_its_own_reason() {
    let key = key();
    let cases = malformed();
    assert!(cases.len() >= 30, "{}", cases.len());
    for (name, spoil, expected) in cases {
        let (mut header, mut claims) = (header(&key), claims());
        let proof = match spoil {
            Spoil::Header(change) => {
                change(&mut header);
                sign(&key, header.to_string().as_bytes(), claims.to_string().as_bytes())
            }
            Spoil::Claims(change) => {
                change(&mut claims);
                sign(&key, header.to_string().as_bytes(), claims.to_string().as_bytes())
            }
            Spoil::RawHeader(change) => {
                sign(&key, change(header.to_string()).as_bytes(), claims.to_string().as_bytes())
            }
            Spoil::RawClaims(change) => {
                sign(&key, header.to_string().as_bytes(), change(claims.to_string()).as_bytes())
            }
            Spoil::Text(change) => change(sign(&key, header.to_string().as_bytes(), claims.to_string().as_bytes())),
        };
        assert_eq!(check(&key, &proof), Err(expected), "{name}");
    }
}

#[test]
fn a_proof_serves_its_own_key_and_token_only() {
    let (key, thief) = (key(), key());
    let stolen = sign(&thief, header(&thief).to_string().as_bytes(), claims().to_string().as_bytes());
    assert_eq!(check(&key, &stolen), Err(DpopError::OtherKey));
    let crossed = sign(&thief, header(&key).to_string().as_bytes(), claims().to_string().as_bytes());
    assert_eq!(check(&key, &crossed), Err(jws(JwsError::Signature)));
    let own = sign(&key, header(&key).to_string().as_bytes(), claims().to_string().as_bytes());
    let without = Expected { target: TARGET, token: None };
    assert_eq!(verify_proof(&own, without, &mint(), NOW), Err(DpopError::AccessToken));
}

#[test]
fn no_proof_is_built_for_a_url_that_is_not_absolute() {
    let key = key();
    for url in ["", "/api", "leling://x", "https://"] {
        let target = Target { method: "GET", url };
        let draft = draft_proof(key.public_key(), target, None, None, NOW, &mut SeededRng::new(1));
        assert_eq!(draft.err(), Some(DpopError::Url), "{url}");
    }
    assert_eq!(JwsDraft::new("JWT", KeyHint::Kid(key.public_key()), &"text").err(), Some(JwsError::Claims));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_text_never_panics(text in ".{0,400}") {
        prop_assert!(check(&key(), &text).is_err());
    }

    #[test]
    fn a_changed_character_is_refused(at in 0_usize..500, to in proptest::char::range('!', '~')) {
        let key = key();
        let proof = sign(&key, header(&key).to_string().as_bytes(), claims().to_string().as_bytes());
        let mut changed: Vec<char> = proof.chars().collect();
        let at = at % changed.len();
        changed[at] = to;
        let changed: String = changed.into_iter().collect();
        prop_assume!(changed != proof);
        prop_assert!(check(&key, &changed).is_err());
    }
}
