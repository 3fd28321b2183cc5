//! Answers of the gateway, made by hand: every one that a call may get.

use leling_app::citizen::State;
use leling_app::{Failure, GatewayCall, GatewayReply};
use leling_protocol::wire::{
    AuditAct, AuditActor, AuditEntry, AuditHead, AuditResponse, CertificateResponse, ClaimProof, ClaimResponse,
    EnrolCodeResponse, EnrolResponse, HelpCode, HelpCodeResponse, IssuedCard, ReplacementsResponse, WriteResponse,
};
use leling_protocol::{ErrorClass, ErrorCode, SignLevel, Timestamp};
use uuid::Uuid;

use super::{NOW, logins, people};

/// Id of the device in every answer.
pub const DEVICE: Uuid = Uuid::from_u128(0xd);

/// Faults that any call may meet.
const ANYWHERE: [ErrorCode; 5] = [
    ErrorCode::NetNone,
    ErrorCode::NetPortal,
    ErrorCode::ServerBroken,
    ErrorCode::RateLimited,
    ErrorCode::RequestInvalid,
];

fn failure(code: ErrorCode) -> Failure {
    let wait = match code {
        ErrorCode::SmsTooOften => Some(40),
        ErrorCode::EnrolWaiting => Some(80_000),
        ErrorCode::PasswordWait => Some(900),
        _ => None,
    };
    let trace = if code.class() == ErrorClass::Offline { "" } else { "k7f2" };
    Failure { code, trace: trace.to_owned(), retry_after: wait }
}

/// Answers what the app asks for in the background; `None` where a person waits for the answer.
pub fn quiet(call: &GatewayCall, state: &State) -> Option<GatewayReply> {
    Some(match call {
        GatewayCall::FetchCard => match &state.kept.card {
            Some(card) => GatewayReply::Card(Ok(card.clone())),
            None => GatewayReply::Card(Ok(people::card_unclaimed())),
        },
        GatewayCall::FetchReplacements => GatewayReply::Replacements(Ok(ReplacementsResponse { waiting: Vec::new() })),
        GatewayCall::RenewCertificate { .. } => GatewayReply::Certificate(Ok(certificate())),
        GatewayCall::Consent { id, .. } => GatewayReply::Consent(Ok(written(*id))),
        GatewayCall::FetchKeys => GatewayReply::Keys(Ok(logins::keys())),
        GatewayCall::HelpCode { id, .. } if state.live.online => help_code(*id),
        GatewayCall::HelpCode { .. } => refused(call, ErrorCode::NetNone),
        _ => return None,
    })
}

/// Gives every answer to a call, good and bad, each with its name.
pub fn all(call: &GatewayCall) -> Vec<(String, GatewayReply)> {
    let (good, bad) = good_and_bad(call);
    let bad = bad.into_iter().chain(ANYWHERE);
    let mut replies: Vec<(String, GatewayReply)> = good;
    replies.push(("to another question".to_owned(), elsewhere(call)));
    replies.extend(bad.map(|code| (code.as_str().to_owned(), refused(call, code))));
    replies
}

/// An answer that nobody waits for here.
fn elsewhere(call: &GatewayCall) -> GatewayReply {
    match call {
        GatewayCall::FetchAudit { .. } => active(),
        _ => GatewayReply::Audit(Ok(audit())),
    }
}

fn good_and_bad(call: &GatewayCall) -> (Vec<(String, GatewayReply)>, Vec<ErrorCode>) {
    use ErrorCode as E;
    let ok = |reply| vec![("ok".to_owned(), reply)];
    let counter = [E::CounterCodeWrong, E::CounterCodeExpired, E::CounterCodeUsed];
    match call {
        GatewayCall::Enrol { id, .. } => (
            ok(message(*id)),
            vec![
                E::DataName,
                E::PersonUnknown,
                E::PhoneNotOwn,
                E::SmsUnavailable,
                E::RealnameUnavailable,
                E::SmsTooOften,
                E::IdCheckDigit,
                E::NameCharacters,
                E::PhoneShape,
                E::DemoRefused,
            ],
        ),
        GatewayCall::Resend { enrolment, .. } => {
            (ok(message(*enrolment)), vec![E::SmsTooOften, E::SmsUnavailable, E::EnrolGone])
        }
        GatewayCall::EnrolCode { .. } => {
            let mut good = ok(active());
            good.push(("replacing".to_owned(), replacing()));
            (good, vec![E::SmsWrong, E::SmsExpired, E::SmsLocked, E::EnrolGone])
        }
        GatewayCall::EnrolByCode { .. } => {
            let mut good = ok(active());
            good.push(("proof needed".to_owned(), proof_needed()));
            (good, [&counter[..], &[E::DataName, E::PersonUnknown, E::VouchNotAllowed]].concat())
        }
        GatewayCall::EnrolStatus { .. } => (ok(active()), vec![E::EnrolWaiting, E::EnrolStopped, E::EnrolGone]),
        GatewayCall::EnrolConfirm { proof: ClaimProof::CounterCode { .. }, .. } => {
            (ok(active()), [&counter[..], &[E::VouchNotAllowed, E::EnrolStopped, E::EnrolGone]].concat())
        }
        GatewayCall::EnrolConfirm { .. } => {
            (ok(active()), vec![E::CardNumberWrong, E::CardNumberLocked, E::EnrolWaiting, E::EnrolStopped])
        }
        GatewayCall::Claim { id, .. } => (ok(GatewayReply::Claim(Ok(claimed(*id)))), claim_refusals()),
        GatewayCall::Unlink { id, .. } => (
            ok(GatewayReply::Unlink(Ok(written(*id)))),
            vec![
                E::PasswordWrong,
                E::PasswordWait,
                E::PasswordCounter,
                E::ApprovalInvalid,
                E::KeyCancelled,
                E::CardUnbound,
            ],
        ),
        GatewayCall::ResetPassword { id, .. } => {
            (ok(GatewayReply::ResetPassword(Ok(written(*id)))), [&counter[..], &[E::PasswordRepeat]].concat())
        }
        GatewayCall::StopReplacement { id, .. } => (ok(GatewayReply::StopReplacement(Ok(written(*id)))), Vec::new()),
        GatewayCall::FetchAudit { .. } => (ok(GatewayReply::Audit(Ok(audit()))), Vec::new()),
        other => logins::good_and_bad(other),
    }
}

fn claim_refusals() -> Vec<ErrorCode> {
    use ErrorCode as E;
    vec![
        E::CardNumberWrong,
        E::CardNumberLocked,
        E::CounterCodeWrong,
        E::CounterCodeUsed,
        E::PasswordId,
        E::CardLostState,
        E::CardReplaced,
        E::CardAlreadyClaimed,
        E::KeyCancelled,
        E::KeyUnavailable,
        E::ApprovalInvalid,
        E::DeviceNone,
    ]
}

/// Gives the refusal of a call.
pub fn refused(call: &GatewayCall, code: ErrorCode) -> GatewayReply {
    let failure = failure(code);
    match call {
        GatewayCall::Enrol { .. } | GatewayCall::Resend { .. } => GatewayReply::Enrol(Err(failure)),
        GatewayCall::EnrolCode { .. }
        | GatewayCall::EnrolByCode { .. }
        | GatewayCall::EnrolStatus { .. }
        | GatewayCall::EnrolConfirm { .. } => GatewayReply::EnrolCode(Err(failure)),
        GatewayCall::FetchKeys => GatewayReply::Keys(Err(failure)),
        GatewayCall::HelpCode { .. } => GatewayReply::HelpCode(Err(failure)),
        GatewayCall::Vouch { .. } => GatewayReply::Vouch(Err(failure)),
        GatewayCall::ClaimLogin { .. } | GatewayCall::Authorize { .. } => GatewayReply::Login(Err(failure)),
        GatewayCall::AnswerLogin { .. } => GatewayReply::LoginAnswered(Err(failure)),
        GatewayCall::KeepLogin { .. } => GatewayReply::LoginKept(Err(failure)),
        GatewayCall::FetchSessions => GatewayReply::Sessions(Err(failure)),
        GatewayCall::EndSession { .. } => GatewayReply::SessionEnded(Err(failure)),
        GatewayCall::FetchGrants => GatewayReply::Grants(Err(failure)),
        GatewayCall::RevokeGrant { .. } => GatewayReply::GrantRevoked(Err(failure)),
        GatewayCall::FetchCard => GatewayReply::Card(Err(failure)),
        GatewayCall::Claim { .. } => GatewayReply::Claim(Err(failure)),
        GatewayCall::RenewCertificate { .. } => GatewayReply::Certificate(Err(failure)),
        GatewayCall::Unlink { .. } => GatewayReply::Unlink(Err(failure)),
        GatewayCall::ResetPassword { .. } => GatewayReply::ResetPassword(Err(failure)),
        GatewayCall::Consent { .. } => GatewayReply::Consent(Err(failure)),
        GatewayCall::FetchAudit { .. } => GatewayReply::Audit(Err(failure)),
        GatewayCall::FetchReplacements => GatewayReply::Replacements(Err(failure)),
        GatewayCall::StopReplacement { .. } => GatewayReply::StopReplacement(Err(failure)),
    }
}

/// Six digits for the desk.
fn help_code(id: Uuid) -> GatewayReply {
    let code = HelpCode::parse("204817").expect("six digits");
    GatewayReply::HelpCode(Ok(HelpCodeResponse { id, code, expires_at: Timestamp::from_seconds(NOW + 900) }))
}

/// A message is on its way.
pub fn message(id: Uuid) -> GatewayReply {
    let at = |seconds| Timestamp::from_seconds(NOW + seconds);
    GatewayReply::Enrol(Ok(EnrolResponse { id, code_expires_at: at(600), resend_at: at(60) }))
}

/// This phone is in use.
pub fn active() -> GatewayReply {
    GatewayReply::EnrolCode(Ok(EnrolCodeResponse::Active { device: DEVICE, person: Uuid::from_u128(0xa) }))
}

/// Another phone is in use.
pub fn replacing() -> GatewayReply {
    GatewayReply::EnrolCode(Ok(EnrolCodeResponse::Replacing { until: Timestamp::from_seconds(NOW + 86_400) }))
}

/// A relative vouched: from a little later on the card's number is proof enough.
pub fn proof_needed() -> GatewayReply {
    GatewayReply::EnrolCode(Ok(EnrolCodeResponse::ProofNeeded { from: Timestamp::from_seconds(NOW + 600) }))
}

/// A certificate of seven days.
pub fn certificate() -> CertificateResponse {
    let at = |seconds| Timestamp::from_seconds(NOW + seconds);
    CertificateResponse { certificate: "AAAA".to_owned(), not_before: at(-60), not_after: at(7 * 86_400) }
}

/// The issue of a card.
pub fn issued() -> IssuedCard {
    IssuedCard { sign_no: "3799000001".to_owned(), level: SignLevel::Identity, signed_at: Timestamp::from_seconds(NOW) }
}

/// The card is issued.
pub fn claimed(id: Uuid) -> ClaimResponse {
    ClaimResponse { id, issued: issued(), certificate: certificate() }
}

/// A write took effect.
pub fn written(id: Uuid) -> WriteResponse {
    WriteResponse { id, at: Timestamp::from_seconds(NOW) }
}

fn audit() -> AuditResponse {
    let entry = |seq, actor, act| AuditEntry {
        seq,
        at: Timestamp::from_seconds(NOW - 60),
        actor,
        staff: (actor == AuditActor::Staff).then(|| "3701".to_owned()),
        act,
        device: None,
        party: (act == AuditAct::LoginApproved).then(|| "历下老年食堂".to_owned()),
        reason: None,
        hash: "AAAA".to_owned(),
    };
    let entries = vec![
        entry(1, AuditActor::Own, AuditAct::Enrolled),
        entry(2, AuditActor::Staff, AuditAct::CounterCodeIssued),
        entry(3, AuditActor::System, AuditAct::CardStateChanged),
        entry(4, AuditActor::Own, AuditAct::LoginApproved),
    ];
    AuditResponse { entries, head: AuditHead { seq: 4, hash: "AAAA".to_owned() } }
}
