//! The fictitious staff of the demonstration: one of each role, with one password and secrets that every copy of this
//! program holds. The page to sign in at shows their codes, labelled, because nobody has their authenticator.

use leling_crypto::{hash::sha256, password, rng::SystemRng, totp::TotpSecret};
use leling_language::{Value, msg};
use leling_protocol::{ErrorCode, Redacted};
use leling_tokens::Icon;
use maud::{Markup, html};

use crate::{
    Gateway,
    api::error::ApiError,
    clock::unix,
    desk::role_word,
    pages::{draw::icon, say::Say},
    rules::staff::Role,
    storage::{NewStaff, StaffNumber, StorageError},
};

/// Password of everybody.
const PASSWORD: &str = "demo-desk";

/// Everybody, by number.
const STAFF: [(&str, Role); 4] =
    [("DEMO-01", Role::Clerk), ("DEMO-02", Role::Hotline), ("DEMO-03", Role::Supervisor), ("DEMO-04", Role::Reviewer)];

fn number(text: &str) -> StaffNumber {
    StaffNumber::parse(text).expect("the list is tested")
}

fn secret(number: &str) -> TotpSecret {
    let digest = sha256(format!("leling demo desk {number}").as_bytes());
    TotpSecret::from_bytes(&digest[..20]).expect("twenty bytes were taken")
}

/// Puts everybody at the desk, where nobody of these is there yet.
pub(crate) async fn register_all(gateway: &Gateway) -> Result<(), StorageError> {
    let there = gateway.storage.staff_list().await?;
    let missing: Vec<_> =
        STAFF.iter().filter(|(text, _)| !there.iter().any(|(known, _)| known.as_str() == *text)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let hash = password::hash(PASSWORD, &gateway.keys.pepper, &mut SystemRng::new());
    let hash = Redacted::new(hash.map_err(|error| StorageError::Broken(error.to_string()))?);
    for (text, role) in missing {
        let (number, secret) = (number(text), secret(text));
        let staff = NewStaff { number, role: *role, password: hash.clone(), secret, at: gateway.now() };
        gateway.storage.add_staff(staff).await?;
    }
    Ok(())
}

/// Says on the page to sign in who there is, with a code of each that was not used yet. Nothing outside a demonstration.
pub(crate) async fn hint(gateway: &Gateway, say: Say<'_>) -> Result<Markup, ApiError> {
    if gateway.stage.is_none() {
        return Ok(html! {});
    }
    let mut rows = Vec::with_capacity(STAFF.len());
    for (text, role) in STAFF {
        let row = gateway.storage.staff(number(text)).await?.ok_or(ErrorCode::ServerBroken)?;
        let now = unix(gateway.now());
        // One code is good once; the next step's is taken already.
        let at = if now / leling_crypto::totp::STEP_SECONDS > row.last_step {
            now
        } else {
            now + leling_crypto::totp::STEP_SECONDS
        };
        rows.push((text, role, row.secret.code(at)));
    }
    Ok(html! {
        section.card.demo aria-labelledby="demo" {
            h2 #demo { (icon(Icon::Info)) span { (say.say(msg::DESK_DEMO_TITLE)) } }
            p { (say.say(msg::DESK_DEMO_SAY)) }
            dl.facts {
                div { dt { (say.say(msg::DESK_IN_PASSWORD)) } dd { code { (PASSWORD) } } }
                @for (number, role, code) in rows {
                    div {
                        dt { code { (number) } " " (say.say(role_word(role))) }
                        dd data-code=(number) { (say.value(&Value::Code(code))) }
                    }
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_of_each_role() {
        for role in Role::ALL {
            assert_eq!(
                STAFF.iter().filter(|(text, theirs)| *theirs == role && number(text).as_str() == *text).count(),
                1
            );
        }
        assert_ne!(secret("DEMO-01").to_base32(), secret("DEMO-02").to_base32());
    }
}
