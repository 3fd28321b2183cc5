-- Enrolments without a message, vouches, and the staff at their desk. Times and digests are as in the first schema.

-- A phone number and its code are there only where a message began the enrolment. `proof_from` stands where a vouch did:
-- such a row has no `until`, so that it never ends by itself.
CREATE TABLE enrolment_next (
    id BLOB NOT NULL PRIMARY KEY,
    request BLOB NOT NULL,
    person BLOB NOT NULL REFERENCES person (handle),
    jkt TEXT NOT NULL,
    device_key BLOB NOT NULL,
    approve_key BLOB NOT NULL,
    presence TEXT NOT NULL,
    platform TEXT NOT NULL,
    phone BLOB,
    phone_index BLOB,
    state TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'waiting', 'stopped', 'active')),
    sending_since INTEGER NOT NULL,
    code BLOB,
    code_expires_at INTEGER NOT NULL,
    resend_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    device BLOB,
    until INTEGER,
    proof_from INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO enrolment_next (id, request, person, jkt, device_key, approve_key, presence, platform, phone, phone_index,
        state, sending_since, code, code_expires_at, resend_at, tries, started_at, ends_at, device, until)
    SELECT id, request, person, jkt, device_key, approve_key, presence, platform, phone, phone_index,
        state, sending_since, code, code_expires_at, resend_at, tries, started_at, ends_at, device, until FROM enrolment;
DROP TABLE enrolment;
ALTER TABLE enrolment_next RENAME TO enrolment;
CREATE INDEX enrolment_waiting ON enrolment (until) WHERE state = 'waiting';
CREATE INDEX enrolment_of_person ON enrolment (person) WHERE state = 'waiting';

-- Whom a vouch is for stands only in its digest: the table does not tell whether there is such a person.
CREATE TABLE vouch (
    digest BLOB NOT NULL PRIMARY KEY,
    subject BLOB NOT NULL,
    by_person BLOB NOT NULL REFERENCES person (handle),
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX vouch_of_pair ON vouch (by_person, subject);
CREATE INDEX vouch_by_end ON vouch (expires_at);

-- The secret of the second factor is sealed; `last_step` is the newest one that was used.
CREATE TABLE staff (
    number TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('clerk', 'hotline', 'supervisor', 'reviewer')),
    password TEXT NOT NULL,
    secret BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    left_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_session (
    id BLOB NOT NULL PRIMARY KEY,
    number TEXT NOT NULL REFERENCES staff (number),
    since INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_session_by_use ON staff_session (used_at);
CREATE INDEX staff_session_of_staff ON staff_session (number);

-- Why staff did what a line says.
ALTER TABLE audit ADD COLUMN reason TEXT;
