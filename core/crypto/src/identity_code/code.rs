//! The code itself: text, draft and parsing.

use ciborium::Value;
use coset::{HeaderBuilder, Label, iana};

use super::certificate::{CardCertificate, CertificateError};
use crate::{
    cose::{self, Malformed, Purpose, Sign1},
    keys::Signature,
    rng::{Rng, bytes},
};

/// The four characters before the base45 text; the digit is the version of the format.
pub const PREFIX: &str = "LL1:";

/// Length of a step in seconds.
pub const STEP_SECONDS: u64 = 30;

/// Most characters a code may have: QR version 14, level M, alphanumeric mode holds 528 (ISO/IEC 18004, table 7).
pub const MAX_CODE_CHARS: usize = 528;

/// Longest text that a verifier looks into, in bytes.
pub const MAX_TEXT_LEN: usize = 2_000;

const RANDOM_LEN: usize = 8;
/// COSE header parameter `kcwt`: a CWT that confirms the key (RFC 9528, section 3.5.3.1).
const KCWT: i64 = iana::HeaderParameter::KeyCwt as i64;

/// Returns the step of a time in Unix seconds.
pub fn step_of(now: u64) -> u64 {
    now / STEP_SECONDS
}

/// Why a code was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The signature is not by the key that the certificate names: the phone lost its key or mixed up two.
    #[error("signature is not by the certified device key")]
    WrongSignature,
    /// The text would not fit the picture.
    #[error("code does not fit its picture")]
    TooLong,
}

/// A code that waits for the phone's `device` key.
#[derive(Clone)]
pub struct CodeDraft {
    sign1: Sign1,
    device_key: crate::keys::PublicKey,
}

opaque_debug!(CodeDraft);

impl CodeDraft {
    /// Builds the code of the step of `now` (Unix seconds, by the gateway's clock and not the phone's).
    pub fn new(certificate: &CardCertificate, now: u64, rng: &mut dyn Rng) -> Self {
        let random: [u8; RANDOM_LEN] = bytes(rng);
        let header = HeaderBuilder::new().value(KCWT, certificate.to_value());
        let payload = Value::Array(vec![step_of(now).into(), Value::Bytes(random.to_vec())]);
        Self { sign1: Sign1::new(Purpose::Code, header, &payload), device_key: certificate.facts().device_key }
    }

    /// Returns the bytes that the `device` key signs.
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.sign1.to_be_signed()
    }

    /// Adds the signature and returns the text to draw.
    ///
    /// # Errors
    /// [`CodeError::WrongSignature`], so that no phone shows a code that every terminal refuses.
    pub fn attach(mut self, signature: &Signature) -> Result<String, CodeError> {
        self.sign1.attach(signature);
        self.sign1.verify(&self.device_key).map_err(|_| CodeError::WrongSignature)?;
        let text = format!("{PREFIX}{}", base45::encode(self.sign1.to_bytes()));
        if text.len() > MAX_CODE_CHARS {
            return Err(CodeError::TooLong);
        }
        Ok(text)
    }
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParseError {
    NotOurs,
    Malformed,
}

impl From<Malformed> for ParseError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl From<CertificateError> for ParseError {
    fn from(_: CertificateError) -> Self {
        Self::Malformed
    }
}

/// A code that was read and not yet believed.
pub(super) struct ParsedCode {
    pub(super) certificate: CardCertificate,
    pub(super) step: u64,
    sign1: Sign1,
}

impl ParsedCode {
    pub(super) fn parse(text: &str) -> Result<Self, ParseError> {
        let encoded = text.strip_prefix(PREFIX).ok_or(ParseError::NotOurs)?;
        if text.len() > MAX_TEXT_LEN {
            return Err(ParseError::Malformed);
        }
        let decoded = base45::decode(encoded).map_err(|_| Malformed)?;
        // The decoder lets a last pair beyond 255 wrap around; only one text may stand for these bytes.
        if base45::encode(&decoded) != encoded {
            return Err(ParseError::Malformed);
        }
        let sign1 = Sign1::from_bytes(Purpose::Code, &decoded)?;
        let certificate = match sign1.header().rest.as_slice() {
            [(Label::Int(KCWT), value)] if sign1.header().key_id.is_empty() => {
                CardCertificate::from_value(value.clone())?
            }
            _ => return Err(ParseError::Malformed),
        };
        let payload = sign1.payload()?;
        let Some([step, random]) = payload.as_array().map(Vec::as_slice) else {
            return Err(ParseError::Malformed);
        };
        if cose::bytes(random)?.len() != RANDOM_LEN {
            return Err(ParseError::Malformed);
        }
        Ok(Self { step: cose::number(step)?, certificate, sign1 })
    }

    pub(super) fn is_signed_by_device(&self) -> bool {
        self.sign1.verify(&self.certificate.facts().device_key).is_ok()
    }
}
