//! Identity codes with the bytes that were signed, so that a peer can check the same signatures and nothing else.

use leling_crypto::{
    identity_code::{
        CardCertificate, CardFacts, CardLevel, CertificateDraft, CodeDraft, StatusBits, StatusListDraft, Verifier,
    },
    keyring::KeyRing,
    keys::{PublicKey, Signature, SoftwareKey},
    rng::{SystemRng, bytes},
};

use crate::Failed;

/// The moment at which every code is shown, in Unix seconds: 2026-11-23.
pub const NOW: u64 = 1_795_392_015;
const DAY: u64 = 86_400;

/// Bytes, who signed them, and the signature.
struct Signed {
    key: PublicKey,
    bytes: Vec<u8>,
    signature: Signature,
}

impl Signed {
    fn by(key: &SoftwareKey, bytes: Vec<u8>) -> Self {
        let signature = key.sign(&bytes);
        Self { key: *key.public_key(), bytes, signature }
    }
}

/// A code as its picture shows it, and the two signatures inside.
pub struct Shown {
    /// The text in the picture.
    pub text: String,
    /// The gateway's signature over the certificate, and the phone's over the step.
    signatures: [Signed; 2],
}

impl Shown {
    /// Checks both signatures, and nothing else.
    ///
    /// # Errors
    /// When one does not hold.
    pub fn check_signatures(&self) -> Result<(), Failed> {
        self.signatures.iter().try_for_each(|signed| Ok(signed.key.verify(&signed.bytes, &signed.signature)?))
    }
}

/// A gateway and a phone that it has certified.
pub struct Issuer {
    gateway: SoftwareKey,
    device: SoftwareKey,
    rng: SystemRng,
}

impl Issuer {
    /// Makes both keys.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new() -> Result<Self, Failed> {
        let rng = SystemRng::new();
        Ok(Self { gateway: SoftwareKey::generate(&rng)?, device: SoftwareKey::generate(&rng)?, rng })
    }

    /// Certifies the phone under a new handle.
    ///
    /// # Errors
    /// When the crate refuses the facts.
    pub fn certificate(&mut self) -> Result<CardCertificate, Failed> {
        self.certify().map(|(certificate, _)| certificate)
    }

    fn certify(&mut self) -> Result<(CardCertificate, Signed), Failed> {
        let facts = CardFacts {
            handle: bytes(&mut self.rng),
            level: CardLevel::One,
            masked_name: "王*兰".into(),
            birth_year: 1944,
            last_four: "0025".into(),
            status_index: 5,
            device_key: *self.device.public_key(),
            issued_at: NOW - DAY,
            expires_at: NOW + 6 * DAY,
        };
        let draft = CertificateDraft::new(self.gateway.public_key(), facts)?;
        let signed = Signed::by(&self.gateway, draft.to_be_signed());
        Ok((draft.attach(&signed.signature), signed))
    }

    /// Shows a code of a certificate of its own.
    ///
    /// # Errors
    /// As [`Self::certificate`].
    pub fn code(&mut self) -> Result<Shown, Failed> {
        let (certificate, of_gateway) = self.certify()?;
        let draft = CodeDraft::new(&certificate, NOW, &mut self.rng);
        let of_phone = Signed::by(&self.device, draft.to_be_signed());
        let text = draft.attach(&of_phone.signature)?;
        Ok(Shown { text, signatures: [of_gateway, of_phone] })
    }

    /// A terminal that knows the gateway and holds a fresh list over a million cards.
    ///
    /// # Errors
    /// When the terminal refuses the list.
    pub fn terminal(&self) -> Result<Verifier, Failed> {
        let draft = StatusListDraft::new(self.gateway.public_key(), &StatusBits::new(1 << 20), NOW - 600, NOW + DAY);
        let list = draft.to_be_signed();
        let mut terminal = Verifier::new(KeyRing::from_iter([*self.gateway.public_key()]));
        terminal.set_list(&draft.attach(&self.gateway.sign(&list)))?;
        Ok(terminal)
    }
}
