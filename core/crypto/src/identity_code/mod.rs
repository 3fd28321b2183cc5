//! The identity code: what an elder's phone shows and a terminal without a network checks.
//!
//! `LL1:` + base45 of a COSE_Sign1 by the phone's `device` key over the 30-second step and eight random bytes; its
//! protected header carries the [`CardCertificate`] that the gateway signed over that key. Everything fits a QR code
//! of version 14 at level M. Byte for byte, with test vectors: `docs/flows/identity-code.md`.
//!
//! Phone: [`CodeDraft`]. Gateway: [`CertificateDraft`], [`StatusListDraft`]. Terminal: [`Verifier`].

mod certificate;
mod code;
mod ledger;
mod status;
mod verifier;

pub use certificate::{
    CardCertificate, CardFacts, CardLevel, CertificateDraft, CertificateError, Handle, MAX_CERTIFICATE_LIFETIME,
    MAX_MASKED_NAME_LEN,
};
pub use code::{CodeDraft, CodeError, MAX_CODE_CHARS, MAX_TEXT_LEN, PREFIX, STEP_SECONDS, step_of};
pub use ledger::{CodeUse, MAX_USES};
pub use status::{StatusBits, StatusError, StatusList, StatusListDraft};
pub use verifier::{Accepted, MAX_LIST_AGE, Refusal, Verifier};
