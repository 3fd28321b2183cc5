//! A phone with software keys: enrols as a person of the demonstration, claims its card, signs in, and signs writes.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::Failed;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_crypto::{
    approval::{ApprovalClaims, draft_approval},
    assertion::{AssertionClaims, AssertionKind, Audience, draft_assertion},
    dpop::{Target, draft_proof},
    hpke::ReceiverPublicKey,
    keys::SoftwareKey,
    rng::SystemRng,
};
use leling_protocol::{
    CardNumber, CardPassword, IdNumber, PersonName, Phone as PhoneNumber, SmsCode, Timestamp,
    wire::{
        ClaimProof, ClaimRequest, ClaimResponse, ClaimSecret, ConsentKind, ConsentRequest, DemoPeerRequest,
        DemoPeerResponse, EnrolCodeRequest, EnrolCodeResponse, EnrolRequest, EnrolResponse, JWT_BEARER, KeysResponse,
        PlatformKind, Presence, PublicJwk, TokenResponse,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::http::{Connection, Server, get, post};

const CONSENTS: &str = "/v1/consents";
const JSON: &str = "application/json";

/// A person of the demonstration whose card can be claimed.
#[derive(Clone, Copy, Debug)]
pub struct Persona {
    name: &'static str,
    id_number: &'static str,
    number: u8,
}

/// Everybody whose card is in order.
pub const PEOPLE: [Persona; 6] = [
    Persona { name: "王秀兰", id_number: "379913194403120025", number: 1 },
    Persona { name: "李建国", id_number: "379901195707080017", number: 2 },
    Persona { name: "刘芳", id_number: "379902198105200042", number: 3 },
    Persona { name: "陈桂英", id_number: "379906195109230021", number: 5 },
    Persona { name: "阿依古丽·买买提", id_number: "379902195906010069", number: 6 },
    Persona { name: "赵磊", id_number: "379907199008150051", number: 9 },
];

/// A signed-in phone.
pub struct Phone {
    server: Server,
    name: Uuid,
    device: Arc<SoftwareKey>,
    approve: SoftwareKey,
    token: Option<String>,
    rng: SystemRng,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone")
    }
}

impl Phone {
    /// Enrols as `who` and signs in at a gateway.
    ///
    /// # Errors
    /// Where the gateway refuses, or is not a demonstration.
    pub fn enrol(server: &Server, who: Persona) -> Result<Self, Failed> {
        let rng = SystemRng::new();
        let (device, approve) = (Arc::new(SoftwareKey::generate(&rng)?), SoftwareKey::generate(&rng)?);
        let mut phone = Self { server: server.clone(), name: Uuid::nil(), device, approve, token: None, rng };
        let mut connection = Connection::open(server)?;
        let person = IdNumber::parse_any_day(who.id_number)?;
        let request = EnrolRequest {
            id: Uuid::now_v7(),
            name: PersonName::parse(who.name)?,
            id_number: person.clone(),
            phone: PhoneNumber::parse(&format!("9990000{:04}", who.number))?,
            device: jwk(&phone.device)?,
            approve: jwk(&phone.approve)?,
            presence: Presence::Lock,
            platform: PlatformKind::Simulator,
        };
        let begun: EnrolResponse = phone.call(&mut connection, "/v1/enrolments", &request)?;
        let ask = DemoPeerRequest { name: "sms".into(), act: "code".into(), person: Some(person) };
        let ask = post(&server.host, "/demo/peer", JSON, &[], &serde_json::to_string(&ask)?);
        let shown: DemoPeerResponse = connection.send(&ask)?.json()?;
        let code = SmsCode::parse(&shown.shows.ok_or("no phone code was sent")?)?;
        let path = format!("/v1/enrolments/{}/code", begun.id);
        let ended = phone.call(&mut connection, &path, &EnrolCodeRequest { id: Uuid::now_v7(), code })?;
        let EnrolCodeResponse::Active { device, .. } = ended else { return Err("the phone is not active".into()) };
        phone.name = device;
        phone.sign_in(&mut connection)?;
        Ok(phone)
    }

    /// Claims the card with its number, so that the phone may log in elsewhere.
    ///
    /// # Errors
    /// Where the gateway refuses.
    pub fn claim(&mut self, who: Persona) -> Result<(), Failed> {
        let mut connection = Connection::open(&self.server)?;
        let keys: KeysResponse = connection.send(&get(&self.server.host, "/v1/keys", &[]))?.json()?;
        let id = Uuid::now_v7();
        let proof = ClaimProof::CardNumber { number: CardNumber::parse(&format!("B{:08}", who.number))? };
        let secret = serde_json::to_vec(&ClaimSecret { proof, password: CardPassword::parse("284915")? })?;
        let receiver = ReceiverPublicKey::from_bytes(&URL_SAFE_NO_PAD.decode(&keys.seal)?)?;
        let sealed = receiver.seal(&mut self.rng, b"claim", id.to_string().as_bytes(), &secret)?;
        let sealed = URL_SAFE_NO_PAD.encode(sealed);
        let of_the_card = ApprovalClaims {
            kind: "claim".into(),
            session: Some(id.to_string()),
            party: "gateway".into(),
            scopes: vec!["card".into()],
            number: None,
            body_sha256: ApprovalClaims::digest_of(sealed.as_bytes()),
            nonce: id.to_string(),
            exp: now()? + 300,
        };
        let approval = self.approve(&of_the_card)?;
        let _: ClaimResponse =
            self.write(&mut connection, "/v1/card/claims", &ClaimRequest { id, sealed, approval })?;
        // The token from before the claim does not reach as far as the card.
        self.sign_in(&mut connection)
    }

    /// Gives the id under which the gateway knows it, and its key `device`.
    pub fn device(&self) -> (Uuid, Arc<SoftwareKey>) {
        (self.name, Arc::clone(&self.device))
    }

    /// Has the key `approve` sign.
    ///
    /// # Errors
    /// Claims that cannot be written.
    pub fn approve(&self, claims: &ApprovalClaims) -> Result<String, Failed> {
        let draft = draft_approval(self.approve.public_key(), claims)?;
        let signature = self.approve.sign(&draft.to_be_signed());
        Ok(draft.attach(&signature))
    }

    /// Sends a write with token and proof.
    ///
    /// # Errors
    /// Where the gateway refuses.
    pub fn write<T: DeserializeOwned>(
        &mut self,
        connection: &mut Connection,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Failed> {
        connection.send(&self.signed(path, &serde_json::to_string(body)?)?)?.json()
    }

    /// Fetches a token.
    ///
    /// # Errors
    /// Where the gateway refuses.
    pub fn sign_in(&mut self, connection: &mut Connection) -> Result<(), Failed> {
        self.token = None;
        let (now, device) = (now()?, self.name);
        let claims = AssertionClaims {
            iss: device.to_string(),
            sub: device.to_string(),
            aud: Audience::from(format!("{}/oauth/token", self.server.origin()).as_str()),
            exp: now + 60,
            iat: Some(now),
            jti: Uuid::new_v4().to_string(),
            nonce: None,
        };
        let draft = draft_assertion(AssertionKind::DeviceGrant, self.device.public_key(), &claims)?;
        let signature = self.device.sign(&draft.to_be_signed());
        let assertion = draft.attach(&signature);
        // What a form would escape does not occur in base64url.
        let form = format!("grant_type={}&assertion={assertion}", JWT_BEARER.replace(':', "%3A"));
        let proof = self.proof("/oauth/token")?;
        let headers = [("dpop", proof.as_str())];
        let request = post(&self.server.host, "/oauth/token", "application/x-www-form-urlencoded", &headers, &form);
        let token: TokenResponse = connection.send(&request)?.json()?;
        self.token = Some(token.access_token);
        Ok(())
    }

    fn call<T: DeserializeOwned>(
        &mut self,
        connection: &mut Connection,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Failed> {
        let proof = self.proof(path)?;
        let request = post(&self.server.host, path, JSON, &[("dpop", proof.as_str())], &serde_json::to_string(body)?);
        connection.send(&request)?.json()
    }

    /// Signs a write; it has to be sent within a minute.
    ///
    /// # Errors
    /// Where the system's clock stands before 1970.
    pub fn consent(&mut self) -> Result<Vec<u8>, Failed> {
        self.signed(CONSENTS, &consent()?)
    }

    fn signed(&mut self, path: &str, body: &str) -> Result<Vec<u8>, Failed> {
        let proof = self.proof(path)?;
        let token = format!("DPoP {}", self.token.as_deref().unwrap_or_default());
        let headers = [("dpop", proof.as_str()), ("authorization", token.as_str())];
        Ok(post(&self.server.host, path, JSON, &headers, body))
    }

    fn proof(&mut self, path: &str) -> Result<String, Failed> {
        let url = format!("{}{path}", self.server.origin());
        let target = Target { method: "POST", url: &url };
        let key = self.device.public_key();
        let draft = draft_proof(key, target, self.token.as_deref(), None, now()?, &mut self.rng)?;
        let signature = self.device.sign(&draft.to_be_signed());
        Ok(draft.attach(&signature))
    }
}

/// The body of a write, new with each call.
///
/// # Errors
/// Where the system's clock stands before 1970.
pub fn consent() -> Result<String, Failed> {
    let at = Timestamp::from_seconds(i64::try_from(now()?)?);
    let request = ConsentRequest { id: Uuid::now_v7(), kind: ConsentKind::Privacy, text_version: 1, given: true, at };
    Ok(serde_json::to_string(&request)?)
}

fn jwk(key: &SoftwareKey) -> Result<PublicJwk, Failed> {
    Ok(serde_json::from_value(key.public_key().to_jwk())?)
}

/// Gives the system's time in Unix seconds.
///
/// # Errors
/// Where the system's clock stands before 1970.
pub fn now() -> Result<u64, Failed> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}
