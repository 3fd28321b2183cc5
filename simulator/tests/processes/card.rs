//! A card with software keys, its code as a photograph, and the list that may revoke it.

use std::{
    fs,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use leling_code::{
    Level, Picture, draw,
    simulate::{Hardship, photograph, render},
};
use leling_crypto::{
    identity_code::{CardCertificate, CardFacts, CardLevel, CertificateDraft, CodeDraft, StatusBits, StatusListDraft},
    keys::SoftwareKey,
    rng::SystemRng,
};
use leling_simulator::terminal::LIST_FILE;

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

const INDEX: u32 = 5;

pub(crate) struct Card {
    gateway: SoftwareKey,
    device: SoftwareKey,
    certificate: CardCertificate,
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

impl Card {
    pub(crate) fn new() -> Self {
        let key = || SoftwareKey::generate(&SystemRng::new()).unwrap();
        let (gateway, device) = (key(), key());
        let facts = CardFacts {
            handle: [0xA5; 16],
            level: CardLevel::One,
            masked_name: "李*国".to_owned(),
            birth_year: 1957,
            last_four: "0017".to_owned(),
            status_index: INDEX,
            device_key: *device.public_key(),
            issued_at: now() - 60,
            expires_at: now() + 86_400,
        };
        let draft = CertificateDraft::new(gateway.public_key(), facts).unwrap();
        let signature = gateway.sign(&draft.to_be_signed());
        Self { certificate: draft.attach(&signature), gateway, device }
    }

    /// The code of the moment `at` as a camera over a counter sees it.
    pub(crate) fn photo(&self, at: u64, seed: u64) -> Picture {
        let draft = CodeDraft::new(&self.certificate, at, &mut SystemRng::new());
        let signature = self.device.sign(&draft.to_be_signed());
        let text = draft.attach(&signature).unwrap();
        photo_of(&text, seed)
    }

    pub(crate) fn write_key(&self, dir: &Path) {
        fs::create_dir_all(dir).unwrap();
        let jwk = self.gateway.public_key().to_jwk().to_string();
        fs::write(dir.join("gateway.jwk"), jwk).unwrap();
    }

    pub(crate) fn write_list(&self, dir: &Path, issued_at: u64, revoked: Option<u32>) {
        let mut bits = StatusBits::new(64);
        if let Some(index) = revoked {
            bits.revoke(index);
        }
        let draft = StatusListDraft::new(self.gateway.public_key(), &bits, issued_at, issued_at + 86_400);
        let signature = self.gateway.sign(&draft.to_be_signed());
        fs::write(dir.join(LIST_FILE), draft.attach(&signature)).unwrap();
    }

    pub(crate) const fn index() -> u32 {
        INDEX
    }
}

pub(crate) fn photo_of(text: &str, seed: u64) -> Picture {
    let screen = render(&draw(text, Level::Medium).unwrap(), 4);
    photograph(&screen, WIDTH, HEIGHT, &Hardship::Counter.degradation(seed), seed)
}

/// The same camera over the same screen, with the drawing taken away.
pub(crate) fn photo_without_drawing(seed: u64) -> Picture {
    let empty = Picture::new(vec![255; 324 * 324], 324, 324).unwrap();
    photograph(&empty, WIDTH, HEIGHT, &Hardship::Counter.degradation(seed), seed)
}
