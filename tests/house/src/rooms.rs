//! The tables: every crate with what it may depend on, and every outside crate that only some may call.

/// What a crate of the house may depend on, of the house.
pub struct Room {
    /// Name of the package.
    pub name: &'static str,
    /// Direct dependencies that are allowed.
    pub below: Below,
    /// Further ones that its tests may use.
    pub tests: &'static [&'static str],
}

/// Which crates of the house stand below another.
pub enum Below {
    /// These and no others.
    Only(&'static [&'static str]),
    /// Any: tasks and tests.
    Anything,
}

const fn room(name: &'static str, below: &'static [&'static str]) -> Room {
    Room { name, below: Below::Only(below), tests: &[] }
}

const fn tests(name: &'static str) -> Room {
    Room { name, below: Below::Anything, tests: &[] }
}

/// Every crate of the house.
pub const ROOMS: &[Room] = &[
    room("leling-protocol", &[]),
    room("leling-tokens", &[]),
    room("leling-crypto", &["leling-protocol"]),
    room("leling-code", &["leling-protocol"]),
    room("leling-screen", &["leling-protocol", "leling-tokens"]),
    room("leling-language", &["leling-screen", "leling-protocol"]),
    room("leling-app", &["leling-language", "leling-screen", "leling-crypto", "leling-code", "leling-protocol"]),
    room("leling-store", &["leling-crypto", "leling-protocol"]),
    room("leling-net", &["leling-crypto", "leling-protocol"]),
    room(
        "leling-runtime",
        &[
            "leling-app",
            "leling-store",
            "leling-net",
            "leling-language",
            "leling-screen",
            "leling-crypto",
            "leling-code",
            "leling-tokens",
            "leling-protocol",
        ],
    ),
    room("leling-gateway", &["leling-language", "leling-crypto", "leling-code", "leling-tokens", "leling-protocol"]),
    // Strangers: they know the gateway by its issuer alone.
    room("leling-samples", &[]),
    room(
        "leling-simulator",
        &[
            "leling-samples",
            "leling-runtime",
            "leling-net",
            "leling-gateway",
            "leling-code",
            "leling-tokens",
            "leling-screen",
            "leling-crypto",
            "leling-protocol",
        ],
    ),
    tests("leling-xtask"),
    tests("leling-house"),
    tests("leling-audit"),
    tests("leling-e2e"),
    tests("leling-probe"),
    tests("leling-faults"),
    tests("leling-bench"),
];

/// Who may call an outside crate directly.
pub struct OnlyCallers {
    /// The outside crate.
    pub of: &'static str,
    /// The rooms that may call it.
    pub rooms: &'static [&'static str],
    /// Whether tests (of any room, and the crates under `tests/`) may call it too.
    pub in_tests: InTests,
}

/// Whether tests may call an outside crate that few rooms may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum InTests {
    /// As a peer or to look from outside.
    Allowed,
    /// Not even there.
    Never,
}

const fn only(of: &'static str, rooms: &'static [&'static str], in_tests: InTests) -> OnlyCallers {
    OnlyCallers { of, rooms, in_tests }
}

/// Outside crates with few callers.
pub const ONLY_CALLERS: &[OnlyCallers] = &[
    only("ring", &["leling-crypto"], InTests::Never),
    only("hpke", &["leling-crypto"], InTests::Never),
    only("argon2", &["leling-crypto"], InTests::Never),
    only("fast_qr", &["leling-code"], InTests::Never),
    only("rxing", &["leling-code"], InTests::Never),
    only("qrcodegen", &["leling-samples"], InTests::Allowed),
    only("rqrr", &[], InTests::Allowed),
    only("rusqlite", &["leling-store", "leling-gateway"], InTests::Allowed),
    only("reqwest", &["leling-net"], InTests::Never),
    only("rustls", &["leling-net", "leling-gateway", "leling-samples"], InTests::Allowed),
    only("hyper-rustls", &["leling-gateway", "leling-samples"], InTests::Never),
    only("axum", &["leling-gateway", "leling-samples", "leling-simulator"], InTests::Allowed),
    only("openidconnect", &["leling-samples"], InTests::Never),
    only("fluent-bundle", &["leling-language"], InTests::Never),
    only("uniffi", &["leling-ffi", "leling-bindgen"], InTests::Never),
];

/// What the flows must never reach, not even through others: run time, network, files, logs.
pub const NEVER_UNDER_APP: &[&str] =
    &["tokio", "mio", "reqwest", "hyper", "rustls", "rusqlite", "libsqlite3-sys", "tracing", "uniffi"];

/// What must not be in the lock file, by exact name: one crypto library, no system library.
pub const NEVER_LOCKED: &[&str] = &["openssl", "openssl-sys", "native-tls", "aws-lc-rs", "aws-lc-sys"];

/// What may be in the lock file once only: two versions would be two stacks.
pub const LOCKED_ONCE: &[&str] = &["rustls", "ring", "libsqlite3-sys", "rusqlite", "tokio", "hyper", "reqwest"];
