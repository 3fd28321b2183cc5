//! The 6-digit card password: Argon2id (RFC 9106) over an HMAC with a pepper that the database does not hold.
//!
//! Six digits are a million guesses; what protects them is the pepper and the counting of tries, not the hash alone.
//! Parameters are OWASP's m = 19 MiB, t = 2, p = 1.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, phc},
};

use crate::{
    hash::{MacKey, constant_time_eq},
    rng::{Rng, bytes},
};

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_LEN: usize = 16;

/// Why a password was not hashed or not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// The password is not the one that was hashed.
    #[error("password does not match")]
    Wrong,
    /// The stored text is not an Argon2id PHC string with the parameters of this module.
    #[error("stored password hash is malformed")]
    Malformed,
}

/// Returns the PHC string to store. Takes about 30 ms of one core and 19 MiB.
///
/// # Errors
/// [`PasswordError::Malformed`] only if the library refuses its own parameters.
pub fn hash(password: &str, pepper: &MacKey, rng: &mut dyn Rng) -> Result<String, PasswordError> {
    let salt: [u8; SALT_LEN] = bytes(rng);
    with_salt(password, pepper, &salt).map(|hash| hash.to_string())
}

/// Checks a password against a stored PHC string, in a time that does not depend on how wrong it is.
///
/// # Errors
/// [`PasswordError`].
pub fn verify(password: &str, stored: &str, pepper: &MacKey) -> Result<(), PasswordError> {
    let malformed = |_| PasswordError::Malformed;
    let stored = phc::PasswordHash::new(stored).map_err(malformed)?;
    let salt = stored.salt.ok_or(PasswordError::Malformed)?;
    let expected = stored.hash.ok_or(PasswordError::Malformed)?;
    let fresh = with_salt(password, pepper, salt.as_ref())?;
    // Parameters come from this module, not from the stored text, which could ask for all memory.
    if (stored.algorithm, stored.version, &stored.params) != (fresh.algorithm, fresh.version, &fresh.params) {
        return Err(PasswordError::Malformed);
    }
    let found = fresh.hash.ok_or(PasswordError::Malformed)?;
    if constant_time_eq(found.as_bytes(), expected.as_bytes()) { Ok(()) } else { Err(PasswordError::Wrong) }
}

fn with_salt(password: &str, pepper: &MacKey, salt: &[u8]) -> Result<phc::PasswordHash, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PasswordError::Malformed)?;
    let peppered = zeroize::Zeroizing::new(pepper.mac(password.as_bytes()));
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(peppered.as_ref(), salt)
        .map_err(|_| PasswordError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    #[test]
    fn only_the_password_and_pepper_match() {
        let pepper = MacKey::from_bytes([1; 32]);
        let stored = hash("470213", &pepper, &mut SeededRng::new(1)).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(verify("470213", &stored, &pepper), Ok(()));
        assert_eq!(verify("470214", &stored, &pepper), Err(PasswordError::Wrong));
        let other = MacKey::from_bytes([2; 32]);
        assert_eq!(verify("470213", &stored, &other), Err(PasswordError::Wrong));
    }

    #[test]
    fn a_hash_made_by_other_software_stays_good() {
        // HMAC by Python, Argon2id by OpenSSL: pepper 01 x 32, salt 00 01 .. 0f.
        let stored = "$argon2id$v=19$m=19456,t=2,p=1$\
                      AAECAwQFBgcICQoLDA0ODw$mAG3EFVsH/m7ub6dYSWBzkvwohEU2UJY19KoOS90XZw";
        assert_eq!(verify("470213", stored, &MacKey::from_bytes([1; 32])), Ok(()));
    }

    #[test]
    fn a_strange_stored_text_is_refused_before_it_costs_memory() {
        let pepper = MacKey::from_bytes([1; 32]);
        let stored = hash("470213", &pepper, &mut SeededRng::new(1)).unwrap();
        for bad in [
            String::new(),
            "470213".into(),
            stored.replace("argon2id", "argon2d"),
            stored.replace("m=19456", "m=4194304"),
            stored.replace("v=19", "v=16"),
            stored.rsplit_once('$').unwrap().0.to_owned(),
        ] {
            assert_eq!(verify("470213", &bad, &pepper), Err(PasswordError::Malformed), "{bad}");
        }
    }
}
