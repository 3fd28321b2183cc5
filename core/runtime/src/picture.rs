//! The identity code of one step: drafted here, signed by the shell's key `device`, drawn as modules.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_app::Failure;
use leling_code::{Level, draw};
use leling_crypto::identity_code::{CardCertificate, CodeDraft};
use leling_crypto::rng::SystemRng;
use leling_protocol::{ErrorCode, Timestamp};
use leling_screen::node::QrModules;

use crate::signer::ShellKey;

/// Signs and draws the code of the step in which `now` lies.
pub(crate) async fn identity_code(key: &ShellKey, certificate: &str, now: Timestamp) -> Result<QrModules, Failure> {
    let broken = || Failure::local(ErrorCode::StoreDamaged);
    let bytes = URL_SAFE_NO_PAD.decode(certificate).map_err(|_| broken())?;
    let certificate = CardCertificate::from_bytes(&bytes).map_err(|_| broken())?;
    let seconds = u64::try_from(now.seconds()).map_err(|_| Failure::local(ErrorCode::ClockWrong))?;
    let draft = CodeDraft::new(&certificate, seconds, &mut SystemRng::new());
    let signature = key.sign(draft.to_be_signed(), None).await?;
    let text = draft.attach(&signature).map_err(|_| Failure::local(ErrorCode::KeyUnavailable))?;
    let modules = draw(&text, Level::Medium).map_err(|_| Failure::local(ErrorCode::AppRestarted))?;
    let row = |cells: &[bool]| cells.iter().map(|dark| if *dark { '1' } else { '0' }).collect();
    let size = u16::try_from(modules.size()).map_err(|_| broken())?;
    Ok(QrModules { size, rows: modules.rows().map(row).collect() })
}
