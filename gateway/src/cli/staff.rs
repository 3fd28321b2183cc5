//! `leling-gateway staff`: who may sign in at the desk.

use clap::{Subcommand, ValueEnum};
use leling_crypto::{
    password,
    rng::{Rng, SystemRng, below},
    totp::TotpSecret,
};
use leling_protocol::Redacted;
use zeroize::Zeroizing;

use super::{Outcome, Place, say, text};
use crate::{
    clock::{Clock as _, SystemClock},
    gateway::open,
    rules::staff::Role,
    storage::{DeskStorage as _, NewStaff, StaffNumber},
};

/// Letters and digits of a first password, without those that are mistaken for each other.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// How many of them: about 99 bits.
const PASSWORD_LEN: usize = 20;

/// What is done with the staff.
#[derive(Subcommand)]
pub(super) enum StaffCommand {
    /// Let somebody sign in. Password and secret of the second factor are printed once; the same number again replaces
    /// both, and ends their sessions.
    Add {
        /// Staff number: 1 to 32 letters, digits and hyphens; it stands in people's records for ever.
        number: String,
        /// What they do.
        #[arg(long)]
        role: RoleName,
        #[command(flatten)]
        place: Place,
    },
    /// List who may sign in.
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Let somebody leave: their sessions end at once.
    Remove {
        /// Staff number.
        number: String,
        #[command(flatten)]
        place: Place,
    },
}

/// A role on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum RoleName {
    /// 窗口
    Clerk,
    /// 电话
    Hotline,
    /// 主管
    Supervisor,
    /// 复核
    Reviewer,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Clerk => Self::Clerk,
            RoleName::Hotline => Self::Hotline,
            RoleName::Supervisor => Self::Supervisor,
            RoleName::Reviewer => Self::Reviewer,
        }
    }
}

/// Does it.
pub(super) async fn run(command: StaffCommand) -> Outcome {
    match command {
        StaffCommand::Add { number, role, place } => add(&number, role.into(), place).await,
        StaffCommand::List { place } => {
            let (_, storage) = open(&place.config()?).map_err(text)?;
            let lines: Vec<String> = storage.staff_list().await.map_err(text)?.iter().map(spell).collect();
            say(&lines.join("\n"))
        }
        StaffCommand::Remove { number, place } => {
            let (_, storage) = open(&place.config()?).map_err(text)?;
            let number = StaffNumber::parse(&number).map_err(text)?;
            let left = storage.remove_staff(number, SystemClock.now()).await.map_err(text)?;
            if left { say("removed") } else { Err("nobody has this staff number".to_owned()) }
        }
    }
}

fn spell((number, role): &(StaffNumber, Role)) -> String {
    format!("{number} {}", role.as_str())
}

async fn add(number: &str, role: Role, place: Place) -> Outcome {
    let number = StaffNumber::parse(number).map_err(text)?;
    let (keys, storage) = open(&place.config()?).map_err(text)?;
    let mut rng = SystemRng::new();
    let (fresh, secret) = (first_password(&mut rng), TotpSecret::generate(&mut rng));
    let hash = password::hash(&fresh, &keys.pepper, &mut rng).map_err(text)?;
    let base32 = secret.to_base32();
    let staff = NewStaff { number: number.clone(), role, password: Redacted::new(hash), secret, at: SystemClock.now() };
    storage.add_staff(staff).await.map_err(text)?;
    let shown = Zeroizing::new(format!(
        "number   {number} ({})\npassword {}\nsecret   {}\nfor an authenticator: \
         otpauth://totp/leling:{number}?secret={}&issuer=leling&algorithm=SHA1&digits=6&period=30",
        role.as_str(),
        *fresh,
        *base32,
        *base32,
    ));
    say(&shown)
}

/// Draws a password in groups of five, as it is written down and typed once.
fn first_password(rng: &mut dyn Rng) -> Zeroizing<String> {
    let mut password = Zeroizing::new(String::with_capacity(PASSWORD_LEN + 3));
    let most = u32::try_from(LETTERS.len()).unwrap_or(1);
    for place in 0..PASSWORD_LEN {
        if place > 0 && place.is_multiple_of(5) {
            password.push('-');
        }
        let drawn = usize::try_from(below(rng, most)).unwrap_or(0);
        password.push(char::from(LETTERS[drawn]));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_password_is_long_plain_and_never_the_same() {
        let one = first_password(&mut SystemRng::new());
        assert_eq!(one.len(), PASSWORD_LEN + 3);
        assert!(one.split('-').all(|group| group.len() == 5 && group.bytes().all(|byte| LETTERS.contains(&byte))));
        assert_ne!(*one, *first_password(&mut SystemRng::new()));
    }
}
