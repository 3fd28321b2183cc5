//! A gateway in this process with a clock that the test moves, and phones with software keys that talk to it.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, Response, StatusCode},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use leling_crypto::{
    approval::{ApprovalClaims, draft_approval},
    assertion::{AssertionClaims, AssertionKind, draft_assertion},
    dpop::{Target, draft_proof},
    hpke::ReceiverPublicKey,
    keyring::KeyRing,
    keys::SoftwareKey,
    rng::SystemRng,
};
use leling_gateway::{
    Config, Gateway, Numbers,
    clock::{Clock, ManualClock, SystemClock},
    config::DemoConfig,
    router,
};
use leling_protocol::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

/// 2026-11-23 10:00 in China.
pub const START: Timestamp = Timestamp::from_seconds(1_795_399_200);

pub const HOST: &str = "127.0.0.1:4000";

/// A demonstration person: name, id number, phone, card number.
#[derive(Clone, Copy)]
pub struct Person {
    pub name: &'static str,
    pub id: &'static str,
    pub phone: &'static str,
    pub card: &'static str,
}

pub const WANG: Person =
    Person { name: "王秀兰", id: "379913194403120025", phone: "99900000001", card: "B00000001" };
pub const LI: Person = Person { name: "李建国", id: "379901195707080017", phone: "99900000002", card: "B00000002" };
pub const YU: Person = Person { name: "于德山", id: "379910193801160037", phone: "99900000004", card: "B00000004" };
pub const LIU: Person = Person { name: "刘强", id: "379913197709110034", phone: "99900000012", card: "B00000012" };

/// Makes ids of writes in the order of their making.
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// A gateway, as its phones see it.
pub struct World {
    way: Way,
    pub clock: Arc<ManualClock>,
    folder: Option<TempDir>,
}

/// How requests reach it.
enum Way {
    /// In this process, through the whole router.
    Inside(Router),
    /// Over a connection to another process.
    Tcp(SocketAddr),
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no json: {self:?}"))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or("no code").to_owned()
    }

    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    #[track_caller]
    pub fn refused(self, code: &str) -> Value {
        assert_eq!(self.code(), code, "{} {}", self.status, String::from_utf8_lossy(&self.bytes));
        let known = leling_protocol::ErrorCode::from_dotted(code).unwrap();
        assert_eq!(self.status.as_u16(), known.http_status());
        self.json()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(Numbers::demo()).await
    }

    pub async fn with(numbers: Numbers) -> Self {
        Self::inside(tempfile::tempdir().unwrap(), Arc::new(ManualClock::at(START)), numbers).await
    }

    /// A gateway with clients beside those of the demonstration, in TOML.
    pub async fn with_clients(clients: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        std::fs::write(folder.path().join("data/clients.toml"), clients).unwrap();
        Self::inside(folder, Arc::new(ManualClock::at(START)), Numbers::demo()).await
    }

    /// The same gateway after a stop, with what `change` did to its data folder meanwhile.
    pub async fn restarted(self, change: impl FnOnce(&std::path::Path)) -> Self {
        let Self { way, clock, folder } = self;
        drop(way);
        let folder = folder.expect("a gateway in this process has a folder");
        change(&folder.path().join("data"));
        Self::inside(folder, clock, Numbers::demo()).await
    }

    async fn inside(folder: TempDir, clock: Arc<ManualClock>, numbers: Numbers) -> Self {
        let demo = DemoConfig { seed: Some(7), tls: None };
        let listen = "127.0.0.1:0".parse().unwrap();
        let rsa = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/crypto/tests/vectors/rsa-2048-test.pem");
        let rsa_keys = vec![rsa.into()];
        let config = Config { numbers, rsa_keys, ..Config::demo(listen, folder.path().join("data"), demo).unwrap() };
        let as_clock: Arc<dyn Clock> = Arc::clone(&clock) as Arc<dyn Clock>;
        let gateway = Arc::new(Gateway::build(&config, as_clock).await.unwrap());
        Self { way: Way::Inside(router(gateway)), clock, folder: Some(folder) }
    }

    /// A gateway in another process, which goes by the real time.
    pub fn at(address: SocketAddr) -> Self {
        let clock = Arc::new(ManualClock::at(SystemClock.now()));
        Self { way: Way::Tcp(address), clock, folder: None }
    }

    pub fn now(&self) -> u64 {
        u64::try_from(self.clock.now().seconds()).unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = match &self.way {
            Way::Inside(router) => router.clone().oneshot(request).await.unwrap(),
            Way::Tcp(address) => over_tcp(*address, request).await,
        };
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).header("host", HOST).body(Body::empty()).unwrap()).await
    }

    pub async fn peer(&self, name: &str, act: &str, person: Option<&Person>) -> Option<String> {
        let body = match person {
            Some(person) => json!({"name": name, "act": act, "person": person.id}),
            None => json!({"name": name, "act": act}),
        };
        let request = Request::post("/demo/peer").header("host", HOST).header("content-type", "application/json");
        let reply = self.send(request.body(Body::from(body.to_string())).unwrap()).await.ok();
        reply["shows"].as_str().map(str::to_owned)
    }

    pub async fn sms_code(&self, person: &Person) -> String {
        self.peer("sms", "code", Some(person)).await.unwrap()
    }

    pub async fn keys(&self) -> Value {
        self.get("/v1/keys").await.ok()
    }

    pub async fn ring(&self) -> KeyRing {
        KeyRing::from_jwks(&self.keys().await).unwrap()
    }

    /// A phone of `person`, enrolled.
    pub async fn enrolled(&self, person: &Person) -> Phone {
        let mut phone = Phone::new();
        phone.enrol(self, person).await;
        phone
    }

    /// A phone of `person` with a claimed card and the password 280516.
    pub async fn claimed(&self, person: &Person) -> Phone {
        let mut phone = self.enrolled(person).await;
        phone.claim(self, person).await.ok();
        phone.sign_in(self).await;
        phone
    }
}

async fn over_tcp(address: SocketAddr, mut request: Request<Body>) -> Response<Body> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
    let uri = format!("http://{address}{}", request.uri().path_and_query().unwrap());
    *request.uri_mut() = uri.parse().unwrap();
    client.request(request).await.unwrap().map(Body::new)
}

/// A phone with software keys.
pub struct Phone {
    pub device: SoftwareKey,
    pub approve: SoftwareKey,
    pub presence: &'static str,
    pub enrolment: Uuid,
    pub device_id: String,
    pub token: Option<String>,
    pub nonce: std::sync::Mutex<Option<String>>,
    /// Seconds by which the phone's clock is wrong.
    pub clock_off: i64,
}

impl Phone {
    pub fn new() -> Self {
        let rng = SystemRng::new();
        Self {
            device: SoftwareKey::generate(&rng).unwrap(),
            approve: SoftwareKey::generate(&rng).unwrap(),
            presence: "lock",
            enrolment: new_id(),
            device_id: String::new(),
            token: None,
            nonce: std::sync::Mutex::new(None),
            clock_off: 0,
        }
    }

    pub fn enrol_body(&self, person: &Person) -> Value {
        json!({
            "id": self.enrolment, "name": person.name, "id_number": person.id, "phone": person.phone,
            "device": self.device.public_key().to_jwk(), "approve": self.approve.public_key().to_jwk(),
            "presence": self.presence, "platform": "simulator",
        })
    }

    pub fn proof(&self, world: &World, method: &str, path: &str, token: Option<&str>) -> String {
        let url = format!("http://{HOST}{path}");
        let target = Target { method, url: &url };
        let nonce = self.nonce.lock().unwrap().clone();
        let now = world.now().saturating_add_signed(self.clock_off);
        let key = self.device.public_key();
        let draft = draft_proof(key, target, token, nonce.as_deref(), now, &mut SystemRng::new()).unwrap();
        let signature = self.device.sign(&draft.to_be_signed());
        draft.attach(&signature)
    }

    fn request(
        &self,
        world: &World,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Request<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST)
            .header("dpop", self.proof(world, method, path, token));
        if let Some(token) = token {
            request = request.header("authorization", format!("DPoP {token}"));
        }
        match body {
            Some(body) => {
                let request = request.header("content-type", "application/json");
                request.body(Body::from(body.to_string())).unwrap()
            }
            None => request.body(Body::empty()).unwrap(),
        }
    }

    /// Sends with a DPoP proof and, for a signed-in phone's own paths, the token.
    pub async fn call(&self, world: &World, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let with_token = !path.starts_with("/v1/enrolments") && !path.ends_with("/password-resets");
        let token = self.token.as_deref().filter(|_| with_token);
        let stale = self.nonce.lock().unwrap().is_some();
        let reply = world.send(self.request(world, method, path, token, body)).await;
        self.keep_nonce(&reply);
        // A phone that held an old nonce signs once more with the new one.
        if stale && reply.status == StatusCode::UNAUTHORIZED && reply.code() == "auth.nonce" {
            return world.send(self.request(world, method, path, token, body)).await;
        }
        reply
    }

    fn keep_nonce(&self, reply: &Reply) {
        if let Some(nonce) = reply.headers.get("dpop-nonce") {
            *self.nonce.lock().unwrap() = Some(nonce.to_str().unwrap().to_owned());
        }
    }

    pub async fn post(&self, world: &World, path: &str, body: &Value) -> Reply {
        self.call(world, "POST", path, Some(body)).await
    }

    pub async fn get(&self, world: &World, path: &str) -> Reply {
        self.call(world, "GET", path, None).await
    }

    pub fn path(&self, act: &str) -> String {
        format!("/v1/enrolments/{}{act}", self.enrolment)
    }

    pub async fn begin(&self, world: &World, person: &Person) -> Reply {
        self.post(world, "/v1/enrolments", &self.enrol_body(person)).await
    }

    pub async fn bring(&self, world: &World, code: &str) -> Reply {
        self.post(world, &self.path("/code"), &json!({"id": new_id(), "code": code})).await
    }

    /// Enrols and signs in; the person has no other phone.
    pub async fn enrol(&mut self, world: &World, person: &Person) {
        self.begin(world, person).await.ok();
        let code = world.sms_code(person).await;
        let active = self.bring(world, &code).await.ok();
        assert_eq!(active["state"], "active");
        active["device"].as_str().unwrap().clone_into(&mut self.device_id);
        self.sign_in(world).await;
    }

    pub fn assertion(&self, world: &World) -> String {
        let now = world.now().saturating_add_signed(self.clock_off);
        let claims = AssertionClaims {
            iss: self.device_id.clone(),
            sub: self.device_id.clone(),
            aud: format!("http://{HOST}/oauth/token").as_str().into(),
            exp: now + 120,
            iat: Some(now),
            jti: Uuid::now_v7().to_string(),
            nonce: self.nonce.lock().unwrap().clone(),
        };
        let draft = draft_assertion(AssertionKind::DeviceGrant, self.device.public_key(), &claims).unwrap();
        let signature = self.device.sign(&draft.to_be_signed());
        draft.attach(&signature)
    }

    pub async fn grant(&self, world: &World, assertion: &str) -> Reply {
        let form = format!(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={assertion}&other=ignored"
        );
        let request = Request::post("/oauth/token")
            .header("host", HOST)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("dpop", self.proof(world, "POST", "/oauth/token", None));
        let reply = world.send(request.body(Body::from(form)).unwrap()).await;
        self.keep_nonce(&reply);
        reply
    }

    pub async fn sign_in(&mut self, world: &World) {
        let mut reply = self.grant(world, &self.assertion(world)).await;
        if reply.status == StatusCode::BAD_REQUEST && reply.code() == "auth.nonce" {
            reply = self.grant(world, &self.assertion(world)).await;
        }
        let token = reply.ok();
        self.token = Some(token["access_token"].as_str().unwrap().to_owned());
    }

    pub async fn seal(&self, world: &World, info: &str, id: Uuid, secret: &impl Serialize) -> String {
        let key = world.keys().await;
        let key = URL_SAFE_NO_PAD.decode(key["seal"].as_str().unwrap()).unwrap();
        let secret = serde_json::to_vec(secret).unwrap();
        let (info, aad) = (info.as_bytes(), id.hyphenated().to_string());
        let key = ReceiverPublicKey::from_bytes(&key).unwrap();
        URL_SAFE_NO_PAD.encode(key.seal(&mut SystemRng::new(), info, aad.as_bytes(), &secret).unwrap())
    }

    pub fn approval(&self, world: &World, kind: &str, id: Uuid, sealed: &str) -> String {
        let claims = ApprovalClaims {
            kind: kind.to_owned(),
            session: Some(id.hyphenated().to_string()),
            party: "gateway".to_owned(),
            scopes: vec!["card".to_owned()],
            number: None,
            body_sha256: ApprovalClaims::digest_of(sealed.as_bytes()),
            nonce: id.hyphenated().to_string(),
            exp: world.now() + 600,
        };
        self.sign_approval(&claims)
    }

    pub fn sign_approval(&self, claims: &ApprovalClaims) -> String {
        let draft = draft_approval(self.approve.public_key(), claims).unwrap();
        let signature = self.approve.sign(&draft.to_be_signed());
        draft.attach(&signature)
    }

    pub async fn claim_body(&self, world: &World, id: Uuid, proof: &Value, password: &str) -> Value {
        let sealed = self.seal(world, "claim", id, &json!({"proof": proof, "password": password})).await;
        let approval = self.approval(world, "claim", id, &sealed);
        json!({"id": id, "sealed": sealed, "approval": approval})
    }

    pub async fn claim_with(&self, world: &World, proof: &Value, password: &str) -> Reply {
        let body = self.claim_body(world, new_id(), proof, password).await;
        self.post(world, "/v1/card/claims", &body).await
    }

    pub async fn claim(&self, world: &World, person: &Person) -> Reply {
        self.claim_with(world, &by_card(person.card), "280516").await
    }

    pub async fn unlink(&self, world: &World, password: Option<&str>) -> Reply {
        let id = new_id();
        let body = match password {
            Some(password) => {
                let sealed = self.seal(world, "unlink", id, &json!({"password": password})).await;
                json!({"id": id, "sealed": sealed, "approval": self.approval(world, "unlink", id, &sealed)})
            }
            None => json!({"id": id, "approval": self.approval(world, "unlink", id, "")}),
        };
        self.post(world, "/v1/card/unlinks", &body).await
    }

    pub async fn reset_password(&self, world: &World, person: &Person, code: &str, password: &str) -> Reply {
        let id = new_id();
        let secret = json!({"id_number": person.id, "code": code, "password": password});
        let sealed = self.seal(world, "password-reset", id, &secret).await;
        self.post(world, "/v1/card/password-resets", &json!({"id": id, "sealed": sealed})).await
    }

    pub async fn renew(&self, world: &World) -> Reply {
        self.post(world, "/v1/card/certificates", &json!({"id": new_id()})).await
    }
}

pub fn by_card(number: &str) -> Value {
    json!({"kind": "card_number", "number": number})
}

pub fn by_code(code: &str) -> Value {
    json!({"kind": "counter_code", "code": code})
}
