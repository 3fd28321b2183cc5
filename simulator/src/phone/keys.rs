//! Software keys in place of a phone's key store, labelled as such wherever they are seen.
//!
//! They lie in a folder beside the store, so that a store that is lost leaves the keys, as on a real phone. The file is
//! read at each use: taking it away is what a phone does that invalidates its keys.

use std::{fs, io, path::PathBuf};

use leling_crypto::{
    keys::SoftwareKey,
    rng::{SystemRng, bytes},
    seal::{Place, RootKey, SealKey},
};
use leling_screen::{KeyName, PlatformFailure, PlatformOp, PlatformOutcome, platform::Bytes};
use serde::{Deserialize, Serialize};

/// Where a wrapped key belongs; the phone has one.
const WRAPPED: Place<'static> = Place { table: "phone", row: b"store", column: "key", version: 1 };

const LABEL: &str = "software keys of a simulated phone";

/// The file: a version read first, and each key as it was made.
#[derive(Default, Serialize, Deserialize)]
struct File {
    version: u32,
    label: String,
    #[serde(default)]
    device: Option<Bytes>,
    #[serde(default)]
    approve: Option<Bytes>,
    #[serde(default)]
    wrap: Option<Bytes>,
}

impl File {
    fn signing(&mut self, name: KeyName) -> Option<&mut Option<Bytes>> {
        match name {
            KeyName::Device => Some(&mut self.device),
            KeyName::Approve => Some(&mut self.approve),
            KeyName::Wrap => None,
        }
    }
}

/// The key store of one simulated phone.
#[derive(Debug)]
pub(super) struct SoftwareKeys {
    dir: PathBuf,
    rng: SystemRng,
}

impl SoftwareKeys {
    /// A key store in `dir`; nothing is read or made before the first request.
    pub(super) fn new(dir: PathBuf) -> Self {
        Self { dir, rng: SystemRng::new() }
    }

    /// Answers a request for a key; `None` for a request that is none.
    pub(super) fn answer(&mut self, op: &PlatformOp) -> Option<PlatformOutcome> {
        let answer = match op {
            PlatformOp::OpenKey { key } => self.open(*key),
            PlatformOp::Sign { key, payload, .. } => self.sign(*key, &payload.0),
            PlatformOp::Wrap { plain } => self.wrap(&plain.0),
            PlatformOp::Unwrap { sealed } => self.unwrap(&sealed.0),
            _ => return None,
        };
        Some(answer.unwrap_or_else(|why| PlatformOutcome::Failed { why }))
    }

    fn open(&mut self, name: KeyName) -> Result<PlatformOutcome, PlatformFailure> {
        let mut file = self.load();
        let public = if name == KeyName::Wrap {
            self.wrapping_key(&mut file)?;
            Vec::new()
        } else {
            self.signing_key(&mut file, name)?.public_key().to_sec1().to_vec()
        };
        Ok(PlatformOutcome::Key { public: Bytes(public), presence: name == KeyName::Approve, hardware: false })
    }

    fn sign(&mut self, name: KeyName, payload: &[u8]) -> Result<PlatformOutcome, PlatformFailure> {
        let mut file = self.load();
        let slot = file.signing(name).ok_or(PlatformFailure::Absent)?;
        let key = slot.as_ref().and_then(|pkcs8| SoftwareKey::from_pkcs8(&pkcs8.0).ok());
        let key = key.ok_or(PlatformFailure::KeyGone)?;
        Ok(PlatformOutcome::Signature { der: Bytes(key.sign_der(payload)) })
    }

    fn wrap(&mut self, plain: &[u8]) -> Result<PlatformOutcome, PlatformFailure> {
        let mut file = self.load();
        let key = self.wrapping_key(&mut file)?;
        Ok(PlatformOutcome::Data { bytes: Bytes(key.seal(&mut self.rng, &WRAPPED, plain)) })
    }

    fn unwrap(&mut self, sealed: &[u8]) -> Result<PlatformOutcome, PlatformFailure> {
        let key = self.load().wrap.as_ref().and_then(seal_key).ok_or(PlatformFailure::KeyGone)?;
        let plain = key.open(&WRAPPED, sealed).map_err(|_| PlatformFailure::KeyGone)?;
        Ok(PlatformOutcome::Data { bytes: Bytes(plain.to_vec()) })
    }

    /// Gives the key of that name, making and keeping it where there is none that can be used.
    fn signing_key(&mut self, file: &mut File, name: KeyName) -> Result<SoftwareKey, PlatformFailure> {
        let slot = file.signing(name).ok_or(PlatformFailure::Absent)?;
        if let Some(key) = slot.as_ref().and_then(|pkcs8| SoftwareKey::from_pkcs8(&pkcs8.0).ok()) {
            return Ok(key);
        }
        let key = SoftwareKey::generate(&self.rng).map_err(|_| PlatformFailure::Unavailable)?;
        *slot = Some(Bytes(key.to_pkcs8().to_vec()));
        self.save(file)?;
        Ok(key)
    }

    fn wrapping_key(&mut self, file: &mut File) -> Result<SealKey, PlatformFailure> {
        if let Some(key) = file.wrap.as_ref().and_then(seal_key) {
            return Ok(key);
        }
        let fresh = Bytes(bytes::<32>(&mut self.rng).to_vec());
        let key = seal_key(&fresh).ok_or(PlatformFailure::Unavailable)?;
        file.wrap = Some(fresh);
        self.save(file)?;
        Ok(key)
    }

    fn path(&self) -> PathBuf {
        self.dir.join("keys.json")
    }

    /// A file that is missing, torn or of another version holds no keys: to the core they are gone.
    fn load(&self) -> File {
        let file: Option<File> = fs::read(self.path())
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .filter(|f: &File| f.version == 1);
        file.unwrap_or_else(|| File { version: 1, label: LABEL.to_owned(), ..File::default() })
    }

    fn save(&self, file: &File) -> Result<(), PlatformFailure> {
        let text = serde_json::to_vec_pretty(file).map_err(|_| PlatformFailure::Unavailable)?;
        crate::files::private_dir(&self.dir).and_then(|()| crate::files::replace(&self.path(), &text)).map_err(
            |error: io::Error| {
                tracing::warn!(kind = ?error.kind(), "the key file cannot be written");
                PlatformFailure::Unavailable
            },
        )
    }
}

fn seal_key(key: &Bytes) -> Option<SealKey> {
    let key: [u8; 32] = key.0.as_slice().try_into().ok()?;
    Some(RootKey::from_bytes(key).derive("simulated phone wrap", 1))
}

#[cfg(test)]
mod tests {
    use leling_crypto::keys::PublicKey;

    use super::*;

    fn keys() -> (tempfile::TempDir, SoftwareKeys) {
        let dir = tempfile::tempdir().unwrap();
        let keys = SoftwareKeys::new(dir.path().join("keys"));
        (dir, keys)
    }

    fn public(keys: &mut SoftwareKeys, key: KeyName) -> (Vec<u8>, bool) {
        match keys.answer(&PlatformOp::OpenKey { key }).unwrap() {
            PlatformOutcome::Key { public, presence, hardware: false } => (public.0, presence),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_key_is_made_once_and_signs() {
        let (dir, mut keys) = keys();
        assert!(!dir.path().join("keys").exists());
        let (device, presence) = public(&mut keys, KeyName::Device);
        assert!(!presence);
        assert_eq!(public(&mut SoftwareKeys::new(dir.path().join("keys")), KeyName::Device).0, device);
        assert!(public(&mut keys, KeyName::Approve).1);
        let op = PlatformOp::Sign { key: KeyName::Device, payload: Bytes(b"message".to_vec()), prompt: None };
        let Some(PlatformOutcome::Signature { der }) = keys.answer(&op) else { panic!() };
        PublicKey::from_sec1(&device).unwrap().verify_der(b"message", &der.0).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let (dir, mut keys) = keys();
        public(&mut keys, KeyName::Wrap);
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(dir.path().join("keys")), 0o700);
        assert_eq!(mode(dir.path().join("keys/keys.json")), 0o600);
    }

    #[test]
    fn what_was_wrapped_opens_until_the_keys_are_gone() {
        let (dir, mut keys) = keys();
        let Some(PlatformOutcome::Data { bytes: sealed }) =
            keys.answer(&PlatformOp::Wrap { plain: Bytes(vec![7; 32]) })
        else {
            panic!()
        };
        let unwrap = PlatformOp::Unwrap { sealed };
        assert_eq!(keys.answer(&unwrap), Some(PlatformOutcome::Data { bytes: Bytes(vec![7; 32]) }));
        let gone = Some(PlatformOutcome::Failed { why: PlatformFailure::KeyGone });
        fs::write(dir.path().join("keys/keys.json"), "torn").unwrap();
        assert_eq!(keys.answer(&unwrap), gone);
        public(&mut keys, KeyName::Wrap);
        assert_eq!(keys.answer(&unwrap), gone, "another key opens nothing");
    }

    #[test]
    fn a_key_that_was_never_made_is_gone_and_wrap_never_signs() {
        let (_dir, mut keys) = keys();
        let sign = |key| PlatformOp::Sign { key, payload: Bytes(Vec::new()), prompt: None };
        let failed = |why| Some(PlatformOutcome::Failed { why });
        assert_eq!(keys.answer(&sign(KeyName::Approve)), failed(PlatformFailure::KeyGone));
        assert_eq!(keys.answer(&sign(KeyName::Wrap)), failed(PlatformFailure::Absent));
        assert_eq!(keys.answer(&PlatformOp::StopSpeaking), None);
    }
}
