//! The gateway's secrets, in one file that only its owner can read.
//!
//! `keys.json` is made on first start or supplied. It holds four lists of P-256 signing keys (tokens, certificates,
//! audit, logins), newest first, the key that receives sealed messages, and the roots of everything else. To rotate,
//! put a new key in front of a list: what the older ones signed still verifies. A file of version 1 has no list for
//! logins; its token keys stand in, since the file may lie where the gateway cannot write.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_crypto::{
    dpop::NonceMint,
    hash::MacKey,
    hpke::ReceiverKey,
    keyring::KeyRing,
    keys::{PublicKey, SoftwareKey},
    rng::{SystemRng, bytes},
    seal::RootKey,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Version of the file's format, and the one before, which has no `login`.
const VERSION: u32 = 2;
const WITHOUT_LOGIN: u32 = 1;

/// Why the keys were not read or made.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or written.
    #[error("key file {path} is not accessible")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than its owner may read or write it.
    #[error("key file {0} is open to others than its owner; set its mode to 0600")]
    Open(PathBuf),
    /// The file was written by a newer version, or is no key file.
    #[error("key file {path} is malformed: {what}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it, without any of its content.
        what: &'static str,
    },
}

/// The secrets, ready for use.
#[derive(Clone)]
pub struct Keys {
    /// Signs access tokens.
    pub token: SigningKeys,
    /// Signs identity-code certificates and revocation lists.
    pub certificate: SigningKeys,
    /// Signs audit checkpoints.
    pub audit: SigningKeys,
    /// Signs what parties get: ID tokens, their access tokens, logout tokens.
    pub login: SigningKeys,
    /// Opens what phones seal to the gateway.
    pub receiver: ReceiverKey,
    /// Makes and checks DPoP nonces.
    pub nonces: NonceMint,
    /// Root of the keys that seal and index stored columns.
    pub storage: RootKey,
    /// Goes into every password hash.
    pub pepper: MacKey,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

/// Signing keys of one purpose, newest first; never empty.
#[derive(Clone)]
pub struct SigningKeys(Arc<[SoftwareKey]>);

impl SigningKeys {
    /// Gives the key that signs now.
    pub fn current(&self) -> &SoftwareKey {
        self.0.first().expect("a list of signing keys is never empty")
    }

    /// Gives the public halves, newest first.
    pub fn public(&self) -> impl Iterator<Item = &PublicKey> {
        self.0.iter().map(SoftwareKey::public_key)
    }

    /// Gives the public halves as a ring for verifying.
    pub fn ring(&self) -> KeyRing {
        self.public().copied().collect()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    version: u32,
    token: Vec<Secret>,
    certificate: Vec<Secret>,
    audit: Vec<Secret>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    login: Vec<Secret>,
    receiver: Secret,
    nonce: Secret,
    storage: Secret,
    pepper: Secret,
}

/// Bytes of a secret as base64url; wiped when dropped.
struct Secret(Zeroizing<Vec<u8>>);

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(URL_SAFE_NO_PAD.encode(&*self.0)))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = URL_SAFE_NO_PAD.decode(text.as_bytes()).map_err(|_| serde::de::Error::custom("not base64url"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

impl Secret {
    fn of(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    fn array(&self) -> Option<[u8; 32]> {
        self.0.as_slice().try_into().ok()
    }
}

impl Keys {
    /// Reads the key file at `path`, or makes it where there is none.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        if !path.exists() {
            create(path)?;
        }
        Self::load(path)
    }

    /// Reads the key file at `path`.
    ///
    /// # Errors
    /// [`KeyFileError`], also where others may read the file.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let io = |source| KeyFileError::Io { path: path.to_owned(), source };
        refuse_open_mode(path)?;
        let text = Zeroizing::new(fs::read_to_string(path).map_err(io)?);
        let malformed = |what| KeyFileError::Malformed { path: path.to_owned(), what };
        let file: KeyFile = serde_json::from_str(&text).map_err(|_| malformed("not a key file of this version"))?;
        let login = match file.version {
            VERSION => &file.login,
            WITHOUT_LOGIN => &file.token,
            _ => return Err(malformed("unknown version")),
        };
        let mac = |secret: &Secret, what| secret.array().map(MacKey::from_bytes).ok_or_else(|| malformed(what));
        Ok(Self {
            token: signing(&file.token).ok_or_else(|| malformed("token"))?,
            certificate: signing(&file.certificate).ok_or_else(|| malformed("certificate"))?,
            audit: signing(&file.audit).ok_or_else(|| malformed("audit"))?,
            login: signing(login).ok_or_else(|| malformed("login"))?,
            receiver: ReceiverKey::from_bytes(&file.receiver.0).map_err(|_| malformed("receiver"))?,
            nonces: NonceMint::new(mac(&file.nonce, "nonce")?),
            storage: file.storage.array().map(RootKey::from_bytes).ok_or_else(|| malformed("storage"))?,
            pepper: mac(&file.pepper, "pepper")?,
        })
    }
}

fn signing(secrets: &[Secret]) -> Option<SigningKeys> {
    let keys: Option<Vec<SoftwareKey>> = secrets.iter().map(|key| SoftwareKey::from_pkcs8(&key.0).ok()).collect();
    keys.filter(|keys| !keys.is_empty()).map(|keys| SigningKeys(keys.into()))
}

fn create(path: &Path) -> Result<(), KeyFileError> {
    let mut rng = SystemRng::new();
    let signing = |rng: &SystemRng| {
        let key = SoftwareKey::generate(rng).expect("getrandom does not fail once the system has started");
        vec![Secret::of(key.to_pkcs8())]
    };
    let root = |rng: &mut SystemRng| Secret::of(&bytes::<32>(rng));
    let file = KeyFile {
        version: VERSION,
        token: signing(&rng),
        certificate: signing(&rng),
        audit: signing(&rng),
        login: signing(&rng),
        receiver: Secret::of(ReceiverKey::generate(&mut rng).to_bytes().as_ref()),
        nonce: root(&mut rng),
        storage: root(&mut rng),
        pepper: root(&mut rng),
    };
    let text = Zeroizing::new(serde_json::to_string_pretty(&file).expect("the file holds only texts"));
    write_private(path, text.as_bytes()).map_err(|source| KeyFileError::Io { path: path.to_owned(), source })
}

/// Writes a file that only its owner can read, whole or not at all; never over an existing one.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    // A link refuses an existing name, so two first starts at once agree on one file.
    let linked = match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    };
    fs::remove_file(&draft)?;
    linked?;
    fs::File::open(folder)?.sync_all()
}

#[cfg(unix)]
fn refuse_open_mode(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt;
    let io = |source| KeyFileError::Io { path: path.to_owned(), source };
    let for_others = fs::metadata(path).map_err(io)?.permissions().mode() & 0o077;
    if for_others == 0 { Ok(()) } else { Err(KeyFileError::Open(path.to_owned())) }
}

#[cfg(not(unix))]
fn refuse_open_mode(_path: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_file_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/keys.json");
        let first = Keys::load_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Keys::load_or_create(&path).unwrap();
        assert_eq!(first.token.current().public_key(), again.token.current().public_key());
        assert_eq!(first.receiver.public_key(), again.receiver.public_key());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_open_to_others_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        Keys::load_or_create(&path).unwrap();
        for mode in [0o640, 0o604, 0o660] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(matches!(Keys::load(&path), Err(KeyFileError::Open(_))), "{mode:o}");
        }
    }

    #[test]
    fn a_file_from_before_logins_keeps_working_and_its_token_keys_sign_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        Keys::load_or_create(&path).unwrap();
        let mut file: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        file["version"] = 1.into();
        file.as_object_mut().unwrap().remove("login").unwrap();
        fs::write(&path, file.to_string()).unwrap();
        let keys = Keys::load(&path).unwrap();
        assert_eq!(keys.login.current().public_key(), keys.token.current().public_key());
        file["version"] = 2.into();
        fs::write(&path, file.to_string()).unwrap();
        assert!(matches!(Keys::load(&path), Err(KeyFileError::Malformed { what: "login", .. })));
    }

    #[test]
    fn damaged_files_are_refused_without_showing_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        Keys::load_or_create(&path).unwrap();
        let good = fs::read_to_string(&path).unwrap();
        for bad in [&good[..good.len() / 2], "", "{}", &good.replace("\"version\": 2", "\"version\": 3")] {
            fs::write(&path, bad).unwrap();
            let error = Keys::load(&path).unwrap_err().to_string();
            assert!(error.contains("malformed"), "{error}");
        }
    }
}
