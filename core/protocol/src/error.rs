//! The dotted error codes that gateway and phone share, each with its class.
//!
//! A code is stable for ever; its sentence lives in the language catalogue under the key `err-` + the code with dots
//! and underscores as hyphens. `docs/errors.md` lists cause and cure of each; a test keeps list and code equal.

use core::fmt;

use serde::{Deserialize, Serialize};

/// What kind of trouble a code names; decides tone and the way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// Part of ordinary use: a typing slip, a rule, a state; the person can mend it.
    Expected,
    /// No way to the gateway from here.
    Offline,
    /// The gateway or a service behind it is not able now.
    Server,
    /// The gateway said no, and asking again changes nothing.
    Rejected,
    /// The phone itself: clock, keys, storage.
    Device,
    /// What the register holds and what was typed differ.
    PersonalData,
    /// A fault of ours.
    Internal,
}

/// Whether the same request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Never as it is.
    Never,
    /// When the person presses again.
    ByPerson,
    /// By the outbox itself, later.
    BySelf,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $class:ident, $retry:ident, $status:literal;)*) => {
        /// A stable dotted code; see the module documentation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        impl ErrorCode {
            /// Every code, in the order of `docs/errors.md`.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the dotted form.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Gives the class.
            pub const fn class(self) -> ErrorClass {
                match self { $(Self::$variant => ErrorClass::$class,)* }
            }

            /// Says whether the same request may be sent again.
            pub const fn retry(self) -> Retry {
                match self { $(Self::$variant => Retry::$retry,)* }
            }

            /// Gives the HTTP status that carries the code on the wire; 0 where it never crosses the wire.
            pub const fn http_status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }
        }
    };
}

codes! {
    /// The id number is not 15 or 18 characters long.
    IdLength = "id.length", Expected, Never, 422;
    /// The id number holds something else than digits and a last X.
    IdCharacters = "id.characters", Expected, Never, 422;
    /// The last character of the id number does not fit the rest.
    IdCheckDigit = "id.check_digit", Expected, Never, 422;
    /// The birth date inside the id number does not exist.
    IdBirthDate = "id.birth_date", Expected, Never, 422;
    /// The birth date inside the id number has not come yet.
    IdBirthFuture = "id.birth_future", Expected, Never, 422;
    /// No name was given.
    NameEmpty = "name.empty", Expected, Never, 422;
    /// The name is longer than 50 characters.
    NameTooLong = "name.too_long", Expected, Never, 422;
    /// The name holds a character that no name has.
    NameCharacters = "name.characters", Expected, Never, 422;
    /// The phone number is not 11 digits of a mobile.
    PhoneShape = "phone.shape", Expected, Never, 422;
    /// The phone number is registered to somebody else.
    PhoneNotOwn = "phone.not_own", PersonalData, Never, 409;
    /// The phone code does not match.
    SmsWrong = "sms.wrong", Expected, Never, 422;
    /// The phone code is too old.
    SmsExpired = "sms.expired", Expected, Never, 410;
    /// The phone code was wrong five times; a new one is needed.
    SmsLocked = "sms.locked", Expected, Never, 429;
    /// A new phone code was asked for too soon.
    SmsTooOften = "sms.too_often", Expected, ByPerson, 429;
    /// The message service is silent.
    SmsUnavailable = "sms.unavailable", Server, ByPerson, 503;
    /// Name and id number do not fit together in the register.
    DataName = "data.name", PersonalData, Never, 409;
    /// The register has nobody with this id number.
    PersonUnknown = "person.unknown", PersonalData, Never, 404;
    /// The real-name service is silent.
    RealnameUnavailable = "realname.unavailable", Server, ByPerson, 503;
    /// The enrolment is gone; it starts anew.
    EnrolGone = "enrol.gone", Expected, Never, 410;
    /// Another phone is active for this person; this one waits 24 hours or for a counter code.
    EnrolWaiting = "enrol.waiting", Expected, Never, 409;
    /// The old phone stopped the replacement.
    EnrolStopped = "enrol.stopped", Rejected, Never, 409;
    /// The person has no physical card yet.
    CardNone = "card.none", Expected, Never, 409;
    /// The physical card is being made.
    CardMaking = "card.making", Expected, Never, 409;
    /// The physical card lies at its branch.
    CardNotPickedUp = "card.not_picked_up", Expected, Never, 409;
    /// The social-security function is not switched on (封存).
    CardSocialOff = "card.social_off", Expected, Never, 409;
    /// The physical card is reported lost (挂失).
    CardLostState = "card.lost_state", Expected, Never, 409;
    /// The physical card is locked.
    CardLocked = "card.locked", Expected, Never, 409;
    /// The physical card is cancelled.
    CardCancelled = "card.cancelled", Expected, Never, 409;
    /// The physical card was replaced by a new one.
    CardReplaced = "card.replaced", Expected, Never, 409;
    /// The card number does not match.
    CardNumberWrong = "card.number_wrong", Expected, Never, 422;
    /// The card number was wrong five times; a counter code is needed.
    CardNumberLocked = "card.number_locked", Expected, Never, 429;
    /// The electronic card is claimed already.
    CardAlreadyClaimed = "card.already_claimed", Expected, Never, 409;
    /// The electronic card is not claimed yet.
    CardNotClaimed = "card.not_claimed", Expected, Never, 409;
    /// The electronic card was unlinked.
    CardUnbound = "card.unbound", Expected, Never, 409;
    /// The electronic card rests because the physical card is lost, locked or cancelled.
    CardSuspended = "card.suspended", Expected, Never, 409;
    /// This phone holds no active enrolment.
    DeviceNone = "device.none", Expected, Never, 403;
    /// This phone is frozen.
    DeviceFrozen = "device.frozen", Rejected, Never, 403;
    /// Another phone took this one's place.
    DeviceReplaced = "device.replaced", Rejected, Never, 403;
    /// The counter or visit code does not match.
    CounterCodeWrong = "counter_code.wrong", Expected, Never, 422;
    /// The counter or visit code is older than 24 hours.
    CounterCodeExpired = "counter_code.expired", Expected, Never, 410;
    /// The counter or visit code was used before.
    CounterCodeUsed = "counter_code.used", Expected, Never, 410;
    /// The card password is not six digits.
    PasswordShape = "password.shape", Expected, Never, 422;
    /// The card password is a run such as 123456.
    PasswordRun = "password.run", Expected, Never, 422;
    /// The card password repeats a digit or a group.
    PasswordRepeat = "password.repeat", Expected, Never, 422;
    /// The card password is a part of the id number.
    PasswordId = "password.id", Expected, Never, 422;
    /// The two passwords typed differ.
    PasswordMismatch = "password.mismatch", Expected, Never, 0;
    /// This phone has no lock, so the card password belongs to the approval.
    PasswordNeeded = "password.needed", Expected, ByPerson, 0;
    /// The card password does not match.
    PasswordWrong = "password.wrong", Expected, Never, 403;
    /// The card password was wrong five times; it waits 15 minutes.
    PasswordWait = "password.wait", Expected, ByPerson, 429;
    /// The card password was wrong twenty times in a day; a counter or visit code is needed.
    PasswordCounter = "password.counter", Expected, Never, 429;
    /// The signature of an approval does not hold.
    ApprovalInvalid = "approval.invalid", Rejected, Never, 403;
    /// There is no such login, or its code was not made by this gateway.
    LoginUnknown = "login.unknown", Rejected, Never, 404;
    /// The code or the login is too old.
    LoginExpired = "login.expired", Expected, Never, 410;
    /// Another phone has claimed this login.
    LoginTaken = "login.taken", Rejected, Never, 409;
    /// The number chosen is not the one that the other screen shows.
    LoginNumberWrong = "login.number_wrong", Rejected, Never, 409;
    /// The other screen ended the login.
    LoginCancelled = "login.cancelled", Expected, Never, 410;
    /// The login was answered before.
    LoginEnded = "login.ended", Expected, Never, 409;
    /// Another login waits for this person's answer.
    LoginBusy = "login.busy", Expected, Never, 409;
    /// No login has these eight digits.
    UserCodeWrong = "user_code.wrong", Expected, Never, 422;
    /// The party asked for something that it may not have, or is not registered.
    PartyRefused = "party.refused", Rejected, Never, 403;
    /// There is no such session or grant of this person.
    SessionUnknown = "session.unknown", Expected, Never, 404;
    /// A person vouched for their own phone.
    VouchOwn = "vouch.own", Expected, Never, 409;
    /// A relative's vouch cannot do this; a counter or visit code is needed.
    VouchNotAllowed = "vouch.not_allowed", Expected, Never, 403;
    /// The code is not one of ours.
    ScanForeign = "scan.foreign", Expected, Never, 0;
    /// The code is made to deceive, or its signature is not the gateway's.
    ScanHostile = "scan.hostile", Rejected, Never, 0;
    /// The code is somebody's identity code, not a login code.
    ScanCard = "scan.card", Expected, Never, 0;
    /// The code is of a kind that this version of the app does not know.
    ScanNewer = "scan.newer", Device, Never, 0;
    /// A phone call goes on while somebody else's login waits for a yes.
    CallActive = "call.active", Expected, ByPerson, 0;
    /// The screen is being shared while a login waits for a yes.
    CaptureActive = "capture.active", Expected, ByPerson, 0;
    /// The app may not use the camera.
    CameraDenied = "camera.denied", Device, ByPerson, 0;
    /// Another app uses the camera.
    CameraBusy = "camera.busy", Device, ByPerson, 0;
    /// This phone has no camera that works.
    CameraNone = "camera.none", Device, Never, 0;
    /// The phone's clock is wrong, so its code would not be accepted.
    ClockWrong = "clock.wrong", Device, ByPerson, 0;
    /// No network.
    NetNone = "net.none", Offline, BySelf, 0;
    /// The network is slow; the answer did not come in time.
    NetSlow = "net.slow", Offline, BySelf, 0;
    /// A login page of a wireless network answered in place of the gateway.
    NetPortal = "net.portal", Offline, ByPerson, 0;
    /// The other end could not prove that it is the gateway.
    NetNotTrusted = "net.not_trusted", Offline, ByPerson, 0;
    /// Too many people at once.
    ServerBusy = "server.busy", Server, BySelf, 503;
    /// The gateway failed.
    ServerBroken = "server.broken", Server, BySelf, 500;
    /// Too many requests from this phone, person or place.
    RateLimited = "rate.limited", Expected, ByPerson, 429;
    /// The request does not fit its schema.
    RequestInvalid = "request.invalid", Internal, Never, 400;
    /// There is nothing at this address.
    RequestNotFound = "request.not_found", Internal, Never, 404;
    /// The same write id came with another body.
    RequestConflict = "request.conflict", Internal, Never, 422;
    /// The request is larger than allowed.
    RequestTooLarge = "request.too_large", Internal, Never, 413;
    /// The access token is missing, malformed or of another key.
    AuthInvalid = "auth.invalid", Internal, Never, 401;
    /// The access token is over; a new one is fetched.
    AuthExpired = "auth.expired", Internal, BySelf, 401;
    /// The proof of possession is malformed or does not fit.
    AuthProof = "auth.proof", Internal, Never, 401;
    /// A proof needs the nonce that the answer carries.
    AuthNonce = "auth.nonce", Internal, BySelf, 401;
    /// The session was signed out.
    AuthSignedOut = "auth.signed_out", Rejected, Never, 401;
    /// The token does not reach this far.
    AuthScope = "auth.scope", Rejected, Never, 403;
    /// Fictitious people exist only in a demonstration build.
    DemoRefused = "demo.refused", Rejected, Never, 403;
    /// The phone's storage was damaged; it is rebuilt from the gateway.
    StoreDamaged = "store.damaged", Device, BySelf, 0;
    /// The phone's storage was written by a newer version of the app.
    StoreNewer = "store.newer", Device, Never, 0;
    /// The phone's storage is full.
    StoreFull = "store.full", Device, ByPerson, 0;
    /// The key that opens the phone's storage is gone (new fingerprint, lock removed, restored phone).
    StoreKeyGone = "store.key_gone", Device, Never, 0;
    /// The phone's key store did not answer.
    KeyUnavailable = "key.unavailable", Device, ByPerson, 0;
    /// The person closed the phone's own lock prompt.
    KeyCancelled = "key.cancelled", Expected, ByPerson, 0;
    /// The app had to begin again after a fault of its own.
    AppRestarted = "app.restarted", Internal, ByPerson, 0;
}

impl ErrorCode {
    /// Reads the dotted form.
    pub fn from_dotted(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// Gives the key of the code's sentence: `id.check_digit` becomes `err-id-check-digit`.
    pub fn message_key(self) -> String {
        format!("err-{}", self.as_str().replace(['.', '_'], "-"))
    }
}

// Written out: the derive does not see a name that a macro hands to serde.
impl utoipa::PartialSchema for ErrorCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
            .into()
    }
}

impl utoipa::ToSchema for ErrorCode {}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl core::error::Error for ErrorCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_dotted_lower_case_and_unique() {
        let mut seen = std::collections::BTreeSet::new();
        for code in ErrorCode::ALL {
            let text = code.as_str();
            assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'.'), "{text}");
            assert_eq!(text.matches('.').count(), 1, "{text}");
            assert!(seen.insert(text), "{text} twice");
            assert_eq!(ErrorCode::from_dotted(text), Some(*code));
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{text}\""));
        }
    }
}
