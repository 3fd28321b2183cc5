//! The program as a process: starting, stopping, being killed, and what an operator does beside it.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread::JoinHandle,
};

use serde_json::json;

use crate::world::{WANG, World, by_code, new_id};

const PROGRAM: &str = env!("CARGO_BIN_EXE_leling-gateway");

/// A gateway process; killed when dropped.
struct Running {
    child: Child,
    address: SocketAddr,
    log: Option<JoinHandle<std::io::Result<String>>>,
}

impl Running {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--seed", "7", "--data"])
            .arg(data)
            .env("LELING_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        // Read as it comes: a full pipe would hold the gateway up.
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).map(|_| log)
        });
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line}"));
        Self { address: address.parse().unwrap(), child, log: Some(log) }
    }

    fn world(&self) -> World {
        World::at(self.address)
    }

    /// Stops it and gives what it logged.
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        (code, self.log.take().unwrap().join().unwrap().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(args: &[&str], data: &Path) -> Output {
    Command::new(PROGRAM).args(args).arg("--data").arg(data).env("LELING_LOG", "off").output().unwrap()
}

#[track_caller]
fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[tokio::test]
async fn it_stops_in_order_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let running = Running::start(folder.path());
        assert!(running.world().get("/readyz").await.status.is_success());
        assert_eq!(running.stop(signal).0, Some(0));
    }
    let checkpoints = std::fs::read_to_string(folder.path().join("audit/checkpoints.jsonl")).unwrap();
    assert!(checkpoints.lines().count() >= 2);
    assert!(!folder.path().join("gateway.db-wal").exists(), "the database is closed");
}

#[tokio::test]
async fn killed_after_an_effect_it_gives_the_same_answer_later() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let world = running.world();
    let mut phone = world.enrolled(&WANG).await;
    let body = phone.claim_body(&world, new_id(), &crate::world::by_card(WANG.card), "280516").await;
    let first = phone.post(&world, "/v1/card/claims", &body).await;
    running.stop("-KILL");
    let running = Running::start(folder.path());
    let world = running.world();
    let again = phone.post(&world, "/v1/card/claims", &body).await;
    assert_eq!(first.bytes, again.bytes);
    first.ok();
    phone.sign_in(&world).await;
    assert_eq!(phone.get(&world, "/v1/audit").await.ok()["head"]["seq"], 2);
}

#[tokio::test]
async fn staff_give_codes_beside_a_running_gateway() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let world = running.world();
    let phone = world.enrolled(&WANG).await;
    let issue = ["code", "issue", "--person", WANG.id, "--for", "claim", "--staff", "S-17"];
    let code = said(&run(&issue, folder.path()));
    phone.claim_with(&world, &by_code(&code), "280516").await.ok();
    let set = ["card", "set", "--person", WANG.id, "--state", "lost", "--staff", "S-17"];
    said(&run(&set, folder.path()));
    assert_eq!(phone.get(&world, "/v1/card").await.ok()["ecard"], "suspended");
    let record = phone.get(&world, "/v1/audit").await.ok();
    assert_eq!(record["entries"][1]["staff"], "S-17");
    for bad in [
        ["code", "issue", "--person", "37990119570708005X", "--for", "claim", "--staff", "S-17"],
        ["code", "issue", "--person", WANG.id, "--for", "claim", "--staff", "S 17"],
        ["code", "issue", "--person", "12345", "--for", "claim", "--staff", "S-17"],
    ] {
        assert_eq!(run(&bad, folder.path()).status.code(), Some(1));
    }
    assert_eq!(run(&["code", "issue", "--for", "nothing"], folder.path()).status.code(), Some(2));
}

#[tokio::test]
async fn a_backup_of_a_running_gateway_becomes_a_gateway() {
    let (folder, copies) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let running = Running::start(folder.path());
    let world = running.world();
    let mut phone = world.claimed(&WANG).await;
    let (with, without) = (copies.path().join("with"), copies.path().join("without"));
    said(&run(&["backup", "--with-keys", with.to_str().unwrap()], folder.path()));
    said(&run(&["backup", without.to_str().unwrap()], folder.path()));
    assert_eq!(run(&["backup", with.to_str().unwrap()], folder.path()).status.code(), Some(1), "never over another");
    assert!(with.join("keys.json").exists() && !without.join("keys.json").exists());
    drop(running);
    let anew = copies.path().join("anew");
    assert_eq!(run(&["restore", without.to_str().unwrap()], &anew).status.code(), Some(1), "keys are missing");
    let said = said(&run(&["restore", with.to_str().unwrap()], &anew));
    assert!(said.contains("1 chains, 2 entries"), "{said}");
    assert_eq!(run(&["restore", with.to_str().unwrap()], &anew).status.code(), Some(1), "never over another");
    let running = Running::start(&anew);
    let world = running.world();
    phone.sign_in(&world).await;
    phone.renew(&world).await.ok();
}

#[tokio::test]
async fn it_refuses_keys_that_others_may_read() {
    let folder = tempfile::tempdir().unwrap();
    drop(Running::start(folder.path()));
    let keys = folder.path().join("keys.json");
    std::fs::set_permissions(&keys, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let serve = ["serve", "--demo", "--listen", "127.0.0.1:0"];
    let refused = run(&serve, folder.path());
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("0600"));
}

#[test]
fn a_demonstration_listens_to_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(&["serve", "--demo", "--listen", "0.0.0.0:0"], folder.path()).status.code(), Some(1));
    assert_eq!(run(&["serve", "--listen", "127.0.0.1:0"], folder.path()).status.code(), Some(2));
    let file = folder.path().join("gateway.toml");
    std::fs::write(&file, "demo = true\nlisten = \"127.0.0.1:0\"\ndata = \"d\"\n").unwrap();
    let check = Command::new(PROGRAM).args(["config", "check"]).arg(&file).output().unwrap();
    assert_eq!(said(&check), "configuration is in order");
    std::fs::write(&file, "demo = true\nlisten = \"127.0.0.1:0\"\n").unwrap();
    let check = Command::new(PROGRAM).args(["config", "check"]).arg(&file).output().unwrap();
    assert_eq!(check.status.code(), Some(1));
}

/// Every spelling in which a value could stand in a file or a log line.
fn spellings(value: &str) -> Vec<Vec<u8>> {
    use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
    let bytes = value.as_bytes();
    let utf16: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex = bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let escaped = value.encode_utf16().fold(String::new(), |escaped, unit| format!("{escaped}\\u{unit:04x}"));
    let mut all = vec![bytes.to_vec(), utf16, hex.clone().into_bytes(), hex.to_uppercase().into_bytes()];
    if !value.is_ascii() {
        all.push(escaped.into_bytes());
    }
    // Base64 of a value inside something else: the middle is the same for each of three offsets.
    for offset in 0..3 {
        let text = STANDARD_NO_PAD.encode([&b"xxx"[..offset], bytes].concat());
        let middle = &text[(offset * 4).div_ceil(3)..text.len() - text.len().min(3)];
        if middle.len() >= 6 {
            all.push(middle.as_bytes().to_vec());
            all.push(middle.replace('+', "-").replace('/', "_").into_bytes());
        }
    }
    all
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

fn assert_nowhere(content: &[u8], values: &[&str], place: &str) {
    for value in values {
        for spelling in spellings(value) {
            let found = content.windows(spelling.len()).any(|window| window == spelling);
            assert!(!found, "{value} is in {place} as {}", String::from_utf8_lossy(&spelling));
        }
    }
}

#[tokio::test]
async fn a_person_is_in_no_file_and_no_log_line() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let world = running.world();
    let mut phone = crate::world::Phone::new();
    phone.presence = "password";
    let mut wrong = phone.enrol_body(&WANG);
    wrong["id"] = new_id().to_string().into();
    wrong["name"] = "王秀蘭".into();
    phone.post(&world, "/v1/enrolments", &wrong).await;
    wrong["more"] = WANG.phone.into();
    phone.post(&world, "/v1/enrolments", &wrong).await;
    phone.enrol(&world, &WANG).await;
    phone.claim(&world, &WANG).await.ok();
    phone.sign_in(&world).await;
    phone.unlink(&world, Some("905317")).await;
    let code = world.peer("desk", "issue_password_code", Some(&WANG)).await.unwrap();
    phone.reset_password(&world, &WANG, &code, "905317").await.ok();
    phone.post(&world, "/v1/consents", &json!({"id": new_id(), "name": WANG.name})).await;
    world.get(&format!("/v1/{}", WANG.id)).await;
    let values = [WANG.name, "王秀蘭", WANG.id, WANG.phone, WANG.card, "280516", "905317", code.as_str()];
    for file in files_below(folder.path()) {
        assert_nowhere(&std::fs::read(&file).unwrap(), &values, &file.display().to_string());
    }
    let (_, log) = running.stop("-TERM");
    assert!(log.lines().count() > 10, "there is a log to look into");
    assert!(log.contains("INSERT INTO person"), "it tells the statements too");
    assert_nowhere(log.as_bytes(), &values, "the log");
    for file in files_below(folder.path()) {
        assert_nowhere(&std::fs::read(&file).unwrap(), &values, &file.display().to_string());
    }
}

#[tokio::test]
async fn staff_that_the_command_line_lets_in_sign_in_at_the_desk_until_they_leave() {
    use crate::browser::Browser;
    use leling_crypto::totp::TotpSecret;
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let printed = said(&run(&["staff", "add", "S-17", "--role", "supervisor"], folder.path()));
    let word = |name: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{printed}"));
        line.trim().to_owned()
    };
    let (password, secret) = (word("password"), word("secret"));
    assert!(printed.contains(&format!("secret={secret}&issuer=leling")), "{printed}");
    assert!(said(&run(&["staff", "list"], folder.path())).contains("S-17 supervisor"));
    let world = running.world();
    let secret = TotpSecret::from_bytes(&base32(&secret)).unwrap();
    let code = secret.code(world.now());
    let browser = Browser::new();
    let fields = [("number", "S-17"), ("password", password.as_str()), ("code", code.as_str())];
    let entered = browser.submit(&world, "/desk/in", &fields).await;
    assert_eq!(entered.location().as_deref(), Some("/desk"), "{}", entered.text());
    assert!(browser.get(&world, "/desk").await.text().contains("S-17"));
    said(&run(&["staff", "remove", "S-17"], folder.path()));
    assert!(browser.get(&world, "/desk").await.location().unwrap().starts_with("/desk/in"));
    assert!(!run(&["staff", "add", "S 17", "--role", "clerk"], folder.path()).status.success());
    let (_, log) = running.stop("-TERM");
    assert!(!log.contains(&password) && !log.contains(&code));
}

/// Reads RFC 4648 base32 without padding.
fn base32(text: &str) -> Vec<u8> {
    let bits = text.bytes().map(|letter| match letter {
        b'A'..=b'Z' => letter - b'A',
        _ => letter - b'2' + 26,
    });
    let bits: Vec<bool> = bits.flat_map(|five| (0..5).rev().map(move |place| (five >> place) & 1 == 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| (byte << 1) | u8::from(*bit))).collect()
}
