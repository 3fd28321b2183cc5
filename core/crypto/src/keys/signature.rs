//! An ECDSA P-256 signature in its two spellings: r and s side by side (JOSE, COSE) and DER (platform keystores).

use super::KeyError;

/// An ECDSA P-256 signature as r and s, 32 bytes each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

opaque_debug!(Signature);

impl Signature {
    /// Reads r and s side by side, 64 bytes.
    ///
    /// # Errors
    /// [`KeyError::NotASignature`] for another length.
    pub fn from_raw(raw: &[u8]) -> Result<Self, KeyError> {
        raw.try_into().map(Self).map_err(|_| KeyError::NotASignature)
    }

    /// Reads the DER that Android Keystore and the Secure Enclave return.
    ///
    /// # Errors
    /// [`KeyError::NotASignature`] for anything but the one minimal encoding.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        der_to_raw(der).map(Self)
    }

    /// Returns r and s side by side.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }

    /// Returns the DER spelling, 8 to 72 bytes.
    pub fn to_der(&self) -> Vec<u8> {
        let body = [der_integer(&self.0[..32]), der_integer(&self.0[32..])].concat();
        let length = u8::try_from(body.len()).expect("two integers of at most 35 bytes");
        [&[SEQUENCE, length], body.as_slice()].concat()
    }
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;

/// Converts `SEQUENCE { INTEGER r, INTEGER s }` to r and s of 32 bytes each.
///
/// # Errors
/// [`KeyError::NotASignature`] unless the text is the one DER encoding of two positive numbers below 2^256:
/// short lengths, no needless zero, nothing behind.
pub fn der_to_raw(der: &[u8]) -> Result<[u8; 64], KeyError> {
    let [SEQUENCE, length, body @ ..] = der else {
        return Err(KeyError::NotASignature);
    };
    if usize::from(*length) != body.len() || *length >= 0x80 {
        return Err(KeyError::NotASignature);
    }
    let (r, rest) = read_integer(body)?;
    let (s, rest) = read_integer(rest)?;
    if !rest.is_empty() {
        return Err(KeyError::NotASignature);
    }
    let mut raw = [0; 64];
    raw[32 - r.len()..32].copy_from_slice(r);
    raw[64 - s.len()..].copy_from_slice(s);
    Ok(raw)
}

/// Returns the number without its sign byte, 1 to 32 bytes, and what follows it.
fn read_integer(der: &[u8]) -> Result<(&[u8], &[u8]), KeyError> {
    let [INTEGER, length, rest @ ..] = der else {
        return Err(KeyError::NotASignature);
    };
    let (number, rest) = rest.split_at_checked(usize::from(*length)).ok_or(KeyError::NotASignature)?;
    let magnitude = match number {
        [0, next, ..] if *next < 0x80 => return Err(KeyError::NotASignature),
        [0, magnitude @ ..] => magnitude,
        [first, ..] if *first < 0x80 => number,
        _ => return Err(KeyError::NotASignature),
    };
    if magnitude.is_empty() || magnitude.len() > 32 {
        return Err(KeyError::NotASignature);
    }
    Ok((magnitude, rest))
}

fn der_integer(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let magnitude = &number[zeros.min(number.len() - 1)..];
    let sign: &[u8] = if magnitude[0] >= 0x80 { &[0] } else { &[] };
    let length = u8::try_from(sign.len() + magnitude.len()).expect("at most 33 bytes");
    [&[INTEGER, length], sign, magnitude].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
        let integer = |n: &[u8]| [&[INTEGER, u8::try_from(n.len()).unwrap()], n].concat();
        let body = [integer(r), integer(s)].concat();
        [&[SEQUENCE, u8::try_from(body.len()).unwrap()], body.as_slice()].concat()
    }

    #[test]
    fn pads_and_strips() {
        let raw = der_to_raw(&der(&[1], &[0, 0xff])).unwrap();
        assert_eq!((raw[31], raw[63]), (1, 0xff));
        assert!(raw[..31].iter().chain(&raw[32..63]).all(|byte| *byte == 0));
    }

    #[test]
    fn refuses_every_other_encoding() {
        let good = der(&[1; 32], &[2; 32]);
        assert!(der_to_raw(&good).is_ok());
        let long = [&[SEQUENCE, 0x81, 68], &good[2..]].concat();
        let cases: [(&str, Vec<u8>); 13] = [
            ("empty", vec![]),
            ("only a sequence", vec![SEQUENCE]),
            ("long form length", long),
            ("trailing byte", [good.as_slice(), &[0]].concat()),
            ("cut", good[..good.len() - 1].to_vec()),
            ("not a sequence", [&[0x31], &good[1..]].concat()),
            ("not an integer", {
                let mut bad = good.clone();
                bad[2] = 0x03;
                bad
            }),
            ("zero", der(&[0], &[2])),
            ("empty integer", der(&[], &[2])),
            ("negative", der(&[0x80], &[2])),
            ("needless zero", der(&[0, 1], &[2])),
            ("33 bytes", der(&[1; 33], &[2])),
            ("length beyond the end", vec![SEQUENCE, 4, INTEGER, 9, 1, 1]),
        ];
        for (name, bad) in cases {
            assert_eq!(der_to_raw(&bad), Err(KeyError::NotASignature), "{name}");
        }
    }

    proptest! {
        #[test]
        fn der_round_trips(raw in proptest::collection::vec(any::<u8>(), 64), zeros in 0_usize..32) {
            let mut raw = raw;
            raw[..zeros].fill(0);
            raw[31] |= 1;
            raw[63] |= 1;
            let signature = Signature::from_raw(&raw).unwrap();
            prop_assert_eq!(Signature::from_der(&signature.to_der()), Ok(signature));
        }

        #[test]
        fn arbitrary_der_never_panics(der in proptest::collection::vec(any::<u8>(), 0..90)) {
            if let Ok(raw) = der_to_raw(&der) {
                prop_assert_eq!(Signature(raw).to_der(), der);
            }
        }
    }
}
