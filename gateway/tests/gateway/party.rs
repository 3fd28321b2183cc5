//! The parties of the demonstration as the gateway sees them, and phones that say yes to them.

use axum::{body::Body, http::Request};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use leling_crypto::{
    approval::ApprovalClaims,
    dpop::{Target, draft_proof},
    hash::sha256,
    jws::Jws,
    keyring::KeyRing,
    keys::SoftwareKey,
    rng::{SystemRng, bytes},
};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use crate::world::{HOST, Phone, Reply, World, new_id};

pub const ISSUER: &str = "http://127.0.0.1:4000";

/// A party.
#[derive(Clone, Copy)]
pub struct Party {
    pub id: &'static str,
    pub secret: Option<&'static str>,
    pub redirect: &'static str,
}

pub const KIOSK: Party =
    Party { id: "kiosk", secret: Some("demo-secret-of-the-kiosk"), redirect: "http://127.0.0.1:5001/callback" };
pub const READER: Party = Party {
    id: "reader",
    secret: Some("demo-secret-of-the-reading-room"),
    redirect: "http://127.0.0.1:5002/reader/callback",
};
pub const PARTNER: Party = Party { id: "partner", secret: None, redirect: "http://127.0.0.1:5003/partner/callback" };
pub const BOARD: Party = Party { id: "board", secret: Some("demo-secret-of-the-board"), redirect: "" };

/// A browser that a party sent to the gateway.
pub struct Visit {
    pub cookie: String,
    pub verifier: String,
}

/// A code that came back to a party.
#[derive(Clone)]
pub struct Coded {
    pub code: String,
    pub verifier: String,
    pub query: Vec<(String, String)>,
}

impl Coded {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

pub fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

impl Party {
    pub fn basic(&self) -> Option<String> {
        self.secret.map(|secret| format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.id))))
    }

    /// Posts a form with the party's own proof of who it is.
    pub async fn post(&self, world: &World, path: &str, pairs: &[(&str, &str)]) -> Reply {
        self.post_with(world, path, pairs, &[]).await
    }

    pub async fn post_with(
        &self,
        world: &World,
        path: &str,
        pairs: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut pairs = pairs.to_vec();
        let media = "application/x-www-form-urlencoded";
        let mut request = Request::post(path).header("host", HOST).header("content-type", media);
        match self.basic() {
            Some(basic) => request = request.header("authorization", basic),
            None => pairs.push(("client_id", self.id)),
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        world.send(request.body(Body::from(form(&pairs))).unwrap()).await
    }

    /// Parameters of a good request for `/authorize`.
    pub fn asks<'a>(&'a self, scope: &'a str, challenge: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("response_type", "code"),
            ("client_id", self.id),
            ("redirect_uri", self.redirect),
            ("scope", scope),
            ("state", "state-of-the-party"),
            ("nonce", "nonce-of-the-party"),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]
    }

    /// Sends a browser to the gateway.
    pub async fn visit(&self, world: &World, scope: &str) -> Visit {
        let verifier = verifier();
        let challenge = challenge(&verifier);
        let query = form(&self.asks(scope, &challenge));
        Visit { cookie: arrive(world, &query).await, verifier }
    }

    /// Whole way to a code: the person of `phone` says yes.
    pub async fn coded(&self, world: &World, phone: &Phone, scope: &str) -> Coded {
        let visit = self.visit(world, scope).await;
        phone.say_yes(world, &digits(world, &visit.cookie).await).await.ok();
        fetch(world, &visit).await
    }

    pub async fn exchange(&self, world: &World, coded: &Coded) -> Reply {
        self.exchange_as(world, coded, self.redirect, &coded.verifier, &[]).await
    }

    pub async fn exchange_as(
        &self,
        world: &World,
        coded: &Coded,
        redirect: &str,
        verifier: &str,
        headers: &[(&str, &str)],
    ) -> Reply {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", &coded.code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        self.post_with(world, "/oauth/token", &pairs, headers).await
    }

    /// Whole way to tokens.
    pub async fn logged_in(&self, world: &World, phone: &Phone, scope: &str) -> Value {
        let coded = self.coded(world, phone, scope).await;
        self.exchange(world, &coded).await.ok()
    }

    pub async fn refresh(&self, world: &World, token: &str, headers: &[(&str, &str)]) -> Reply {
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.post_with(world, "/oauth/token", &pairs, headers).await
    }
}

pub fn verifier() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>(&mut SystemRng::new()))
}

pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()))
}

/// A browser opens `/authorize` and keeps the cookie.
pub async fn arrive(world: &World, query: &str) -> String {
    let reply = world.get(&format!("/authorize?{query}")).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", String::from_utf8_lossy(&reply.bytes));
    assert_eq!(reply.headers["location"], "/login");
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

pub async fn page(world: &World, path: &str, cookie: &str) -> Reply {
    let request = Request::get(path).header("host", HOST).header("cookie", cookie);
    world.send(request.body(Body::empty()).unwrap()).await
}

/// The eight digits on a login page.
pub async fn digits(world: &World, cookie: &str) -> String {
    let page = page(world, "/login", cookie).await;
    let text = String::from_utf8(page.bytes).unwrap();
    let (_, rest) = text.split_once("class=\"digits\"").expect("the page shows digits");
    rest.split_once("</p>").unwrap().0.chars().filter(char::is_ascii_digit).collect()
}

/// A browser fetches the code of an approved login and brings it to the party.
pub async fn fetch(world: &World, visit: &Visit) -> Coded {
    let reply = page(world, "/login/go", &visit.cookie).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", String::from_utf8_lossy(&reply.bytes));
    let query = query_of(reply.headers["location"].to_str().unwrap());
    let code = query.iter().find(|(name, _)| name == "code").expect("there is a code").1.clone();
    Coded { code, verifier: visit.verifier.clone(), query }
}

pub fn query_of(address: &str) -> Vec<(String, String)> {
    let url = Url::parse(address).unwrap();
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

impl Phone {
    pub async fn claim_login(&self, world: &World, digits: &str) -> Reply {
        let body = json!({"id": new_id(), "by": {"kind": "user_code", "code": digits}});
        self.post(world, "/v1/logins/claims", &body).await
    }

    /// Types the digits and says yes to whatever asks.
    pub async fn say_yes(&self, world: &World, digits: &str) -> Reply {
        let login = self.claim_login(world, digits).await.ok();
        self.answer(world, &login, "yes").await
    }

    pub async fn answer(&self, world: &World, login: &Value, decision: &str) -> Reply {
        let id = login["login"].as_str().unwrap();
        let write = new_id();
        let mut body = json!({"id": write, "decision": decision});
        if decision == "yes" {
            // A phone without a lock brings the card password.
            let sealed = match self.presence {
                "password" => self.seal(world, "login", write, &json!({"password": "280516"})).await,
                _ => String::new(),
            };
            if !sealed.is_empty() {
                body["sealed"] = sealed.as_str().into();
            }
            let scopes = login["scopes"].as_array().unwrap().iter();
            let claims = ApprovalClaims {
                kind: "login".to_owned(),
                session: Some(id.to_owned()),
                party: login["party"]["client"].as_str().unwrap().to_owned(),
                scopes: scopes.map(|scope| scope.as_str().unwrap().to_owned()).collect(),
                number: None,
                body_sha256: ApprovalClaims::digest_of(sealed.as_bytes()),
                nonce: login["nonce"].as_str().unwrap().to_owned(),
                exp: world.now() + 300,
            };
            body["approval"] = self.sign_approval(&claims).into();
        }
        self.post(world, &format!("/v1/logins/{id}/answers"), &body).await
    }
}

/// Asks `/userinfo` with a bearer token.
pub async fn userinfo(world: &World, token: &str) -> Reply {
    let request = Request::get("/userinfo").header("host", HOST).header("authorization", format!("Bearer {token}"));
    world.send(request.body(Body::empty()).unwrap()).await
}

/// Claims of a text that the gateway signed with ES256.
pub async fn claims(world: &World, typ: &str, text: &str) -> Value {
    let ring = KeyRing::from_jwks(&world.get("/jwks").await.ok()).unwrap();
    let jws = Jws::parse(text).unwrap();
    jws.require_typ(typ).unwrap();
    let key = *ring.by_kid(jws.kid().unwrap()).expect("the key is published");
    jws.verify(&key).unwrap()
}

/// A DPoP proof by a key of a party.
pub fn proof(world: &World, key: &SoftwareKey, method: &str, path: &str, token: Option<&str>) -> String {
    let url = format!("{ISSUER}{path}");
    let target = Target { method, url: &url };
    let draft = draft_proof(key.public_key(), target, token, None, world.now(), &mut SystemRng::new()).unwrap();
    let signature = key.sign(&draft.to_be_signed());
    draft.attach(&signature)
}

pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is no text in {value}"))
}

/// Checks an error of OAuth: its word, its status, and ours beside it.
#[track_caller]
pub fn refused(reply: &Reply, status: u16, word: &str) {
    let body = String::from_utf8_lossy(&reply.bytes);
    assert_eq!((reply.status.as_u16(), reply.json()["error"].as_str()), (status, Some(word)), "{body}");
    assert!(reply.json()["trace"].is_string(), "{body}");
}
