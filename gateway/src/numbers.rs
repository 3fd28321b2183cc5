//! Every number the gateway goes by, in one table, with where each comes from.
//!
//! A configuration file may change them under `[numbers]`; [`Numbers::check`] refuses what would make no sense.
//! Sources: "design" is section 5 or 10 of the design, "domain" is section 4.8 of the domain rules, "own" is ours.

use serde::{Deserialize, Serialize};

/// Seconds of a minute, an hour and a day.
const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

/// The table. Durations are in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Numbers {
    /// How long a phone code is good for (own).
    pub phone_code_seconds: u32,
    /// Wrong phone codes until a new one is needed (issue: five).
    pub phone_code_tries: u8,
    /// Wait until another phone code may be asked for (own).
    pub phone_code_resend_seconds: u32,
    /// How long an enrolment waits for its phone code (own).
    pub enrolment_seconds: u32,
    /// How long an active phone keeps its place against a new one (design: 24 h).
    pub replacement_seconds: u32,
    /// How long a vouched replacement waits for its proof behind that day (own).
    pub vouched_seconds: u32,
    /// How long a help code is good for (domain: 15 min).
    pub help_code_seconds: u32,
    /// How long a counter or visit code, or a vouch, is good for (design: 24 h).
    pub counter_code_seconds: u32,
    /// Wrong card numbers until a counter code is needed (design: five).
    pub card_number_tries: u8,
    /// Wrong card passwords in a row until the wait (domain: 5).
    pub password_tries_in_row: u8,
    /// The wait after them (domain: 15 min).
    pub password_wait_seconds: u32,
    /// Wrong card passwords within 24 h until a counter or visit code is needed (design: 20).
    pub password_tries_a_day: u8,
    /// Life of an access token (design: 10 min).
    pub token_seconds: u32,
    /// Life of a device's session since its last sign-in (domain: 180 days).
    pub session_seconds: u32,
    /// How long a login waits to be scanned (design: 120 s).
    pub login_unclaimed_seconds: u32,
    /// How often the code of a login page is redrawn; each is good for twice as long (design: 8 s).
    pub login_redraw_seconds: u32,
    /// How long a scanned login waits for its answer (design: 5 min).
    pub login_claimed_seconds: u32,
    /// How long at most while the phone shows it (design: 15 min).
    pub login_kept_seconds: u32,
    /// How long an approved login waits for its browser or device (own).
    pub login_fetch_seconds: u32,
    /// How long the code of a login is good for (own; RFC 6749 says at most 10 min).
    pub login_code_seconds: u32,
    /// How long a pushed request waits for its browser (own; RFC 9126 says 5 to 600 s).
    pub pushed_request_seconds: u32,
    /// Life of an access token of a party (design: delegated 5 min).
    pub party_token_seconds: u32,
    /// Life of a session with a website or an app (own).
    pub party_session_seconds: u32,
    /// Life of a session with a kiosk or a counter (domain: 15 min).
    pub kiosk_session_seconds: u32,
    /// Life of an identity-code certificate (design: 7 days).
    pub certificate_seconds: u32,
    /// When a terminal should fetch the next revocation list (own; it refuses one past 7 days by itself).
    pub revocation_list_seconds: u32,
    /// How long a session at the desk may be left alone (issue: 15 min).
    pub desk_idle_seconds: u32,
    /// How long a session at the desk lasts at most (own: a working day).
    pub desk_session_seconds: u32,
    /// How long the answer of a write is kept (design: 30 days).
    pub answer_seconds: u32,
    /// How long a used proof is remembered; longer than any nonce or clock tolerance lives (own).
    pub proof_seconds: u32,
    /// Time between two audit checkpoints (design: each minute).
    pub checkpoint_seconds: u32,
    /// Largest request body, in bytes (issue: 64 KB).
    pub body_bytes: u32,
    /// Longest time for one request (own).
    pub request_seconds: u32,
    /// Longest time for one answer of a service behind an adapter (own).
    pub adapter_seconds: u32,
    /// How often what.
    pub limits: Limits,
}

/// Rate limits: how often what, in fixed windows. All but `calls_by_source` and
/// `client_failures_by_source` are counted in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests of one source address; kept in memory, because it protects this process.
    pub calls_by_source: Limit,
    /// Writes of one device key.
    pub writes_by_device: Limit,
    /// Enrolments begun by one source address; a hall may stand behind one.
    pub enrolments_by_source: Limit,
    /// Enrolments begun by one device key.
    pub enrolments_by_device: Limit,
    /// Phone codes sent in one person's name.
    pub messages_by_person: Limit,
    /// Phone codes sent to one number.
    pub messages_by_phone: Limit,
    /// Counter or visit codes tried in one person's name.
    pub counter_codes_by_person: Limit,
    /// Counter or visit codes tried from one source address.
    pub counter_codes_by_source: Limit,
    /// Logins opened for one party.
    pub logins_by_client: Limit,
    /// Logins opened from one source address; a hall may stand behind one.
    pub logins_by_source: Limit,
    /// Parties that failed to prove themselves from one source address; kept in memory, as `calls_by_source`.
    pub client_failures_by_source: Limit,
    /// Logins scanned by one person.
    pub logins_by_person: Limit,
    /// Digits of a login typed by one person.
    pub user_codes_by_person: Limit,
    /// Vouches given by one person.
    pub vouches_by_person: Limit,
    /// Help codes asked for from one source address; a hall may stand behind one.
    pub help_codes_by_source: Limit,
    /// Help codes asked for by all: keeps the digits that are taken a small part of a million.
    pub help_codes_in_all: Limit,
    /// Tries to sign in at the desk under one staff number.
    pub desk_sign_ins_by_number: Limit,
    /// Tries to sign in at the desk from one source address.
    pub desk_sign_ins_by_source: Limit,
    /// People looked for by one member of staff.
    pub desk_finds_by_number: Limit,
    /// Help codes looked up by one member of staff.
    pub desk_helps_by_number: Limit,
}

/// At most `count` within each window of `seconds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How often.
    pub count: u32,
    /// Length of the window.
    pub seconds: u32,
}

impl Limit {
    const fn new(count: u32, seconds: u32) -> Self {
        Self { count, seconds }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            calls_by_source: Limit::new(1_200, MINUTE),
            writes_by_device: Limit::new(60, MINUTE),
            enrolments_by_source: Limit::new(60, HOUR),
            enrolments_by_device: Limit::new(10, HOUR),
            messages_by_person: Limit::new(10, DAY),
            messages_by_phone: Limit::new(10, DAY),
            counter_codes_by_person: Limit::new(10, DAY),
            counter_codes_by_source: Limit::new(60, HOUR),
            logins_by_client: Limit::new(3_000, MINUTE),
            logins_by_source: Limit::new(600, MINUTE),
            client_failures_by_source: Limit::new(30, MINUTE),
            logins_by_person: Limit::new(60, HOUR),
            user_codes_by_person: Limit::new(10, HOUR),
            vouches_by_person: Limit::new(5, DAY),
            help_codes_by_source: Limit::new(300, HOUR),
            help_codes_in_all: Limit::new(20_000, 15 * MINUTE),
            desk_sign_ins_by_number: Limit::new(10, 15 * MINUTE),
            desk_sign_ins_by_source: Limit::new(60, 15 * MINUTE),
            desk_finds_by_number: Limit::new(60, HOUR),
            desk_helps_by_number: Limit::new(600, HOUR),
        }
    }
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            phone_code_seconds: 5 * MINUTE,
            phone_code_tries: 5,
            phone_code_resend_seconds: MINUTE,
            enrolment_seconds: 30 * MINUTE,
            replacement_seconds: DAY,
            vouched_seconds: 7 * DAY,
            help_code_seconds: 15 * MINUTE,
            counter_code_seconds: DAY,
            card_number_tries: 5,
            password_tries_in_row: 5,
            password_wait_seconds: 15 * MINUTE,
            password_tries_a_day: 20,
            token_seconds: 10 * MINUTE,
            session_seconds: 180 * DAY,
            login_unclaimed_seconds: 2 * MINUTE,
            login_redraw_seconds: 8,
            login_claimed_seconds: 5 * MINUTE,
            login_kept_seconds: 15 * MINUTE,
            login_fetch_seconds: 5 * MINUTE,
            login_code_seconds: MINUTE,
            pushed_request_seconds: 90,
            party_token_seconds: 5 * MINUTE,
            party_session_seconds: 30 * DAY,
            kiosk_session_seconds: 15 * MINUTE,
            certificate_seconds: 7 * DAY,
            revocation_list_seconds: DAY,
            desk_idle_seconds: 15 * MINUTE,
            desk_session_seconds: 10 * HOUR,
            answer_seconds: 30 * DAY,
            proof_seconds: 10 * MINUTE,
            checkpoint_seconds: MINUTE,
            body_bytes: 64 * 1024,
            request_seconds: 30,
            adapter_seconds: 5,
            limits: Limits::default(),
        }
    }
}

/// A number that makes no sense; its name as it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("number {0} is out of its range")]
pub struct OutOfRange(pub &'static str);

impl Numbers {
    /// Gives the table of a demonstration: one computer plays all phones and halls, so its address has no limit.
    #[cfg(feature = "demo")]
    pub fn demo() -> Self {
        let many = Limit::new(1_000_000, MINUTE);
        let limits = Limits {
            calls_by_source: many,
            enrolments_by_source: many,
            counter_codes_by_source: many,
            logins_by_client: many,
            logins_by_source: many,
            client_failures_by_source: many,
            writes_by_device: Limit::new(600, MINUTE),
            enrolments_by_device: Limit::new(100, HOUR),
            messages_by_person: Limit::new(100, DAY),
            messages_by_phone: Limit::new(100, DAY),
            counter_codes_by_person: Limit::new(100, DAY),
            logins_by_person: Limit::new(600, HOUR),
            user_codes_by_person: Limit::new(100, HOUR),
            vouches_by_person: Limit::new(100, DAY),
            help_codes_by_source: many,
            help_codes_in_all: many,
            desk_sign_ins_by_number: many,
            desk_sign_ins_by_source: many,
            desk_finds_by_number: Limit::new(600, HOUR),
            desk_helps_by_number: many,
        };
        Self { limits, ..Self::default() }
    }

    /// Refuses a table that would lock everybody out or never end a thing.
    ///
    /// # Errors
    /// [`OutOfRange`] with the first number at fault.
    pub fn check(&self) -> Result<(), OutOfRange> {
        let durations = [
            ("phone_code_seconds", self.phone_code_seconds, HOUR),
            ("phone_code_resend_seconds", self.phone_code_resend_seconds, HOUR),
            ("enrolment_seconds", self.enrolment_seconds, DAY),
            ("replacement_seconds", self.replacement_seconds, 30 * DAY),
            ("vouched_seconds", self.vouched_seconds, 30 * DAY),
            ("help_code_seconds", self.help_code_seconds, HOUR),
            ("counter_code_seconds", self.counter_code_seconds, 7 * DAY),
            ("password_wait_seconds", self.password_wait_seconds, DAY),
            ("token_seconds", self.token_seconds, HOUR),
            ("session_seconds", self.session_seconds, 400 * DAY),
            ("login_unclaimed_seconds", self.login_unclaimed_seconds, HOUR),
            ("login_redraw_seconds", self.login_redraw_seconds, MINUTE),
            ("login_claimed_seconds", self.login_claimed_seconds, HOUR),
            ("login_kept_seconds", self.login_kept_seconds, HOUR),
            ("login_fetch_seconds", self.login_fetch_seconds, HOUR),
            ("login_code_seconds", self.login_code_seconds, 10 * MINUTE),
            ("pushed_request_seconds", self.pushed_request_seconds, 10 * MINUTE),
            ("party_token_seconds", self.party_token_seconds, HOUR),
            ("party_session_seconds", self.party_session_seconds, 400 * DAY),
            ("kiosk_session_seconds", self.kiosk_session_seconds, DAY),
            ("certificate_seconds", self.certificate_seconds, 7 * DAY),
            ("revocation_list_seconds", self.revocation_list_seconds, 7 * DAY),
            ("desk_idle_seconds", self.desk_idle_seconds, HOUR),
            ("desk_session_seconds", self.desk_session_seconds, DAY),
            ("answer_seconds", self.answer_seconds, 3_650 * DAY),
            ("proof_seconds", self.proof_seconds, DAY),
            ("checkpoint_seconds", self.checkpoint_seconds, HOUR),
            ("body_bytes", self.body_bytes, 1024 * 1024),
            ("request_seconds", self.request_seconds, 10 * MINUTE),
            ("adapter_seconds", self.adapter_seconds, 5 * MINUTE),
            ("phone_code_tries", self.phone_code_tries.into(), 10),
            ("card_number_tries", self.card_number_tries.into(), 10),
            ("password_tries_in_row", self.password_tries_in_row.into(), 10),
            ("password_tries_a_day", self.password_tries_a_day.into(), 100),
        ];
        for (name, value, most) in durations {
            if value == 0 || value > most {
                return Err(OutOfRange(name));
            }
        }
        // A proof that outlives its memory could be used twice: nonces live two slots of two minutes.
        if self.proof_seconds < 5 * MINUTE {
            return Err(OutOfRange("proof_seconds"));
        }
        if self.limits.all().iter().any(|limit| limit.count == 0 || limit.seconds == 0) {
            return Err(OutOfRange("limits"));
        }
        Ok(())
    }
}

impl Limits {
    fn all(&self) -> [Limit; 20] {
        [
            self.calls_by_source,
            self.writes_by_device,
            self.enrolments_by_source,
            self.enrolments_by_device,
            self.messages_by_person,
            self.messages_by_phone,
            self.counter_codes_by_person,
            self.counter_codes_by_source,
            self.logins_by_client,
            self.logins_by_source,
            self.client_failures_by_source,
            self.logins_by_person,
            self.user_codes_by_person,
            self.vouches_by_person,
            self.help_codes_by_source,
            self.help_codes_in_all,
            self.desk_sign_ins_by_number,
            self.desk_sign_ins_by_source,
            self.desk_finds_by_number,
            self.desk_helps_by_number,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_make_sense() {
        assert_eq!(Numbers::default().check(), Ok(()));
        #[cfg(feature = "demo")]
        assert_eq!(Numbers::demo().check(), Ok(()));
    }

    #[test]
    fn operators_read_of_every_number_as_it_is() {
        let page = include_str!("../../docs/operators.md");
        let table = toml::Table::try_from(Numbers::default()).unwrap();
        for (name, value) in &table {
            let rows: Vec<String> = match value {
                toml::Value::Table(limits) => limits
                    .iter()
                    .map(|(limit, value)| {
                        format!("| `{name}.{limit}` | {} in {} s |", value["count"], value["seconds"])
                    })
                    .collect(),
                value => vec![format!("| `{name}` | {value} |")],
            };
            for row in rows {
                assert!(page.contains(&row), "{row}");
            }
        }
    }

    #[test]
    fn a_number_out_of_its_range_is_named() {
        let numbers = Numbers { token_seconds: 0, ..Numbers::default() };
        assert_eq!(numbers.check(), Err(OutOfRange("token_seconds")));
        let numbers = Numbers { certificate_seconds: 8 * DAY, ..Numbers::default() };
        assert_eq!(numbers.check(), Err(OutOfRange("certificate_seconds")));
        let mut numbers = Numbers::default();
        numbers.limits.messages_by_phone.count = 0;
        assert_eq!(numbers.check(), Err(OutOfRange("limits")));
    }
}
