//! Certificates of the identity code and the list of revoked ones, signed by the gateway.

use std::sync::Arc;

use leling_crypto::{
    identity_code::{CardFacts, CardLevel, CertificateDraft, StatusBits, StatusListDraft},
    rng::{SystemRng, bytes},
};
use leling_protocol::{SignLevel, Timestamp, wire::CertificateResponse};

use crate::{
    Gateway,
    clock::unix,
    keys::SigningKeys,
    storage::{Certified, Mint, RevokedIndexes},
    wire::base64url,
};

/// Gives what signs a certificate inside the storage's transaction.
pub(crate) fn mint(gateway: &Gateway) -> Mint {
    let (keys, seconds) = (gateway.keys.certificate.clone(), gateway.numbers.certificate_seconds);
    Arc::new(move |card| sign(&keys, seconds, card))
}

/// Signs the list of revoked certificates as it stands at `now`.
pub(crate) fn revocation_list(gateway: &Gateway, revoked: &RevokedIndexes, now: Timestamp) -> Vec<u8> {
    let mut bits = StatusBits::new(revoked.size);
    for index in &revoked.revoked {
        bits.revoke(*index);
    }
    let key = gateway.keys.certificate.current();
    let next = now.plus(gateway.numbers.revocation_list_seconds.into());
    let draft = StatusListDraft::new(key.public_key(), &bits, unix(now), unix(next));
    let signature = key.sign(&draft.to_be_signed());
    draft.attach(&signature)
}

fn sign(keys: &SigningKeys, seconds: u32, card: &Certified) -> CertificateResponse {
    let not_after = card.at.plus(seconds.into());
    let birth = card.id_number.birth_date();
    let facts = CardFacts {
        handle: bytes(&mut SystemRng::new()),
        level: match card.level {
            SignLevel::Identity => CardLevel::One,
            SignLevel::Payment => CardLevel::Two,
        },
        masked_name: card.name.masked(),
        birth_year: u16::try_from(birth.year().clamp(1850, 2199)).expect("the range fits"),
        last_four: card.id_number.last_four().to_owned(),
        status_index: card.status_index,
        device_key: card.device,
        issued_at: unix(card.at),
        expires_at: unix(not_after),
    };
    let key = keys.current();
    let draft = CertificateDraft::new(key.public_key(), facts);
    let draft = draft.expect("names, numbers and the configured lifetime are checked where they are made");
    let certificate = draft.clone().attach(&key.sign(&draft.to_be_signed()));
    CertificateResponse { certificate: base64url(&certificate.to_bytes()), not_before: card.at, not_after }
}
