//! One-time passwords by time (RFC 6238) for the staff's second factor: six digits, 30 seconds, HMAC-SHA-1.
//!
//! SHA-1 because that is what every authenticator app takes, and HMAC does not rest on collisions. A code is accepted
//! in its step and in the ones beside it; the caller keeps the step that was used, and no step up to it counts again.

use ring::hmac;
use zeroize::Zeroizing;

use crate::{
    hash::constant_time_eq,
    rng::{Rng, bytes},
};

/// Seconds of one step.
pub const STEP_SECONDS: u64 = 30;

/// Steps before and after the present one whose codes are taken.
pub const STEPS_BESIDE: u64 = 1;

const SECRET_LEN: usize = 20;
const DIGITS: u32 = 6;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that an authenticator app and the gateway share, wiped when dropped.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<[u8; SECRET_LEN]>);

opaque_debug!(TotpSecret);

impl TotpSecret {
    /// Draws a new secret.
    pub fn generate(rng: &mut dyn Rng) -> Self {
        Self(Zeroizing::new(bytes(rng)))
    }

    /// Takes a secret that was kept elsewhere; `None` where it is not 20 bytes.
    pub fn from_bytes(secret: &[u8]) -> Option<Self> {
        secret.try_into().ok().map(|secret| Self(Zeroizing::new(secret)))
    }

    /// Lends the secret's bytes, for keeping them.
    pub fn expose(&self) -> &[u8] {
        self.0.as_ref()
    }

    /// Writes the secret as a person types it into an authenticator app: 32 letters and digits (RFC 4648 base32).
    pub fn to_base32(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(SECRET_LEN * 8 / 5));
        for five in self.0.chunks_exact(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            for place in (0..8).rev() {
                out.push(char::from(BASE32[usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0)]));
            }
        }
        out
    }

    /// Gives the six digits of the moment `now`, in seconds since the epoch.
    pub fn code(&self, now: u64) -> String {
        self.of_step(now / STEP_SECONDS)
    }

    /// Finds the step whose code was brought, newer than `last`; `None` where there is none.
    ///
    /// ```
    /// use leling_crypto::{rng::SystemRng, totp::TotpSecret};
    /// let secret = TotpSecret::generate(&mut SystemRng::new());
    /// let step = secret.check(&secret.code(1_000), 1_000, 0).unwrap();
    /// assert_eq!(secret.check(&secret.code(1_000), 1_000, step), None); // used
    /// ```
    pub fn check(&self, code: &str, now: u64, last: u64) -> Option<u64> {
        let present = now / STEP_SECONDS;
        let taken = present.saturating_sub(STEPS_BESIDE)..=present + STEPS_BESIDE;
        // Every step is compared, so that the time tells nothing of which one fits.
        taken.fold(None, |found, step| {
            let fits = constant_time_eq(self.of_step(step).as_bytes(), code.as_bytes());
            if fits && step > last { Some(step) } else { found }
        })
    }

    fn of_step(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.0.as_ref());
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        // RFC 4226, section 5.3: the last four bits say where the number stands.
        let at = usize::from(tag.last().copied().unwrap_or(0) & 15);
        let number = tag[at..at + 4].iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 10_u32.pow(DIGITS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn the_codes_of_rfc_6238_come_out() {
        // Appendix B, SHA1, the last six of eight digits.
        for (now, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret().code(now), code);
        }
        assert_eq!(*secret().to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_is_good_in_its_step_and_beside_it_and_once() {
        let (secret, now) = (secret(), 1_234_567_890);
        let code = secret.code(now);
        let step = now / STEP_SECONDS;
        for near in [now - 30, now, now + 30] {
            assert_eq!(secret.check(&code, near, 0), Some(step), "{near}");
        }
        for far in [now - 60, now + 60] {
            assert_eq!(secret.check(&code, far, 0), None, "{far}");
        }
        assert_eq!(secret.check(&code, now, step), None);
        assert_eq!(secret.check(&secret.code(now - 30), now, step), None);
        assert_eq!(secret.check(&secret.code(now + 30), now, step), Some(step + 1));
        for wrong in ["", "000000", "5924", "0059240", "００５９２４"] {
            assert_eq!(secret.check(wrong, now, 0), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_twenty_bytes_and_shows_nothing() {
        assert!(TotpSecret::from_bytes(&[0; 19]).is_none() && TotpSecret::from_bytes(&[0; 21]).is_none());
        assert_eq!(format!("{:?}", secret()), "TotpSecret(..)");
    }
}
