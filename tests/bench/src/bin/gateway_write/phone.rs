//! A phone with software keys: enrols as a person of the demonstration, signs in, and signs writes ahead of time.

use std::time::{SystemTime, UNIX_EPOCH};

use leling_bench::Failed;
use leling_crypto::{
    assertion::{AssertionClaims, AssertionKind, Audience, draft_assertion},
    dpop::{Target, draft_proof},
    keys::SoftwareKey,
    rng::SystemRng,
};
use leling_protocol::{
    IdNumber, PersonName, Phone as PhoneNumber, SmsCode, Timestamp,
    wire::{
        ConsentKind, ConsentRequest, DemoPeerRequest, DemoPeerResponse, EnrolCodeRequest, EnrolCodeResponse,
        EnrolRequest, EnrolResponse, JWT_BEARER, PlatformKind, Presence, PublicJwk, TokenResponse,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::http::{Connection, post};

const CONSENTS: &str = "/v1/consents";
const JSON: &str = "application/json";

/// A signed-in phone.
pub(crate) struct Phone {
    host: String,
    device: SoftwareKey,
    token: Option<String>,
    rng: SystemRng,
}

impl Phone {
    /// Enrols and signs in at the gateway on `host`.
    pub(crate) fn enrol(host: &str) -> Result<Self, Failed> {
        let rng = SystemRng::new();
        let approve = SoftwareKey::generate(&rng)?;
        let mut phone = Self { host: host.to_owned(), device: SoftwareKey::generate(&rng)?, token: None, rng };
        let mut connection = Connection::open(host)?;
        let person = IdNumber::parse_any_day("379913194403120025")?;
        let request = EnrolRequest {
            id: Uuid::now_v7(),
            name: PersonName::parse("王秀兰")?,
            id_number: person.clone(),
            phone: PhoneNumber::parse("99900000001")?,
            device: jwk(&phone.device)?,
            approve: jwk(&approve)?,
            presence: Presence::Lock,
            platform: PlatformKind::Simulator,
        };
        let begun: EnrolResponse = phone.call(&mut connection, "/v1/enrolments", &request)?;
        let ask = DemoPeerRequest { name: "sms".into(), act: "code".into(), person: Some(person) };
        let ask = post(host, "/demo/peer", JSON, &[], &serde_json::to_string(&ask)?);
        let shown: DemoPeerResponse = connection.send(&ask)?.json()?;
        let code = SmsCode::parse(&shown.shows.ok_or("no phone code was sent")?)?;
        let path = format!("/v1/enrolments/{}/code", begun.id);
        let ended = phone.call(&mut connection, &path, &EnrolCodeRequest { id: Uuid::now_v7(), code })?;
        let EnrolCodeResponse::Active { device, .. } = ended else { return Err("the phone is not active".into()) };
        phone.token = Some(phone.sign_in(&mut connection, device)?);
        Ok(phone)
    }

    fn sign_in(&mut self, connection: &mut Connection, device: Uuid) -> Result<String, Failed> {
        let now = now()?;
        let claims = AssertionClaims {
            iss: device.to_string(),
            sub: device.to_string(),
            aud: Audience::from(format!("http://{}/oauth/token", self.host).as_str()),
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
        let request = post(&self.host, "/oauth/token", "application/x-www-form-urlencoded", &headers, &form);
        let token: TokenResponse = connection.send(&request)?.json()?;
        Ok(token.access_token)
    }

    fn call<T: DeserializeOwned>(
        &mut self,
        connection: &mut Connection,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Failed> {
        let proof = self.proof(path)?;
        let request = post(&self.host, path, JSON, &[("dpop", proof.as_str())], &serde_json::to_string(body)?);
        connection.send(&request)?.json()
    }

    /// Signs a write; it has to be sent within a minute.
    pub(crate) fn consent(&mut self) -> Result<Vec<u8>, Failed> {
        let proof = self.proof(CONSENTS)?;
        let token = format!("DPoP {}", self.token.as_deref().unwrap_or_default());
        let headers = [("dpop", proof.as_str()), ("authorization", token.as_str())];
        Ok(post(&self.host, CONSENTS, JSON, &headers, &consent()?))
    }

    fn proof(&mut self, path: &str) -> Result<String, Failed> {
        let url = format!("http://{}{path}", self.host);
        let target = Target { method: "POST", url: &url };
        let key = self.device.public_key();
        let draft = draft_proof(key, target, self.token.as_deref(), None, now()?, &mut self.rng)?;
        let signature = self.device.sign(&draft.to_be_signed());
        Ok(draft.attach(&signature))
    }
}

/// The body of a write, new with each call.
pub(crate) fn consent() -> Result<String, Failed> {
    let at = Timestamp::from_seconds(i64::try_from(now()?)?);
    let request = ConsentRequest { id: Uuid::now_v7(), kind: ConsentKind::Privacy, text_version: 1, given: true, at };
    Ok(serde_json::to_string(&request)?)
}

fn jwk(key: &SoftwareKey) -> Result<PublicJwk, Failed> {
    Ok(serde_json::from_value(key.public_key().to_jwk())?)
}

fn now() -> Result<u64, Failed> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}
