//! Parties as processes: the samples, run as the simulator runs them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use leling_faults::programs;

use crate::house::{House, PATIENCE};

/// What the kiosk is registered as, but for its ports.
const KIOSK: [&str; 20] = [
    "client",
    "add",
    "kiosk",
    "--name=历下老年食堂",
    "--kind=kiosk",
    "--region=370102",
    "--at=历下区人社大厅",
    "--spot=3号自助机",
    "--purpose",
    "想用社保卡认您，给饭菜打折",
    "--scope",
    "profile",
    "--scope",
    "age_65",
    "--redirect-uri",
    "http://127.0.0.1/callback",
    "--post-logout-redirect-uri",
    "http://127.0.0.1/",
    "--colour",
    "#1f6f50",
];

/// How long a gateway may take to see that its file of clients has changed.
const REREAD: Duration = Duration::from_secs(3);

/// A party that runs; gone when it is dropped.
pub struct Party {
    child: Child,
    stdin: Option<ChildStdin>,
    /// Its address.
    pub url: String,
}

impl Party {
    /// Starts the kiosk, which asks 还在吗 after so many seconds and clears after so many more.
    ///
    /// # Errors
    /// When it is not built or does not listen.
    pub fn kiosk(house: &House, ask_after: u32, clear_after: u32) -> Result<Self, String> {
        Self::start_kiosk(house, "demo-secret-of-the-kiosk", &free()?.to_string(), [ask_after, clear_after])
    }

    /// Starts the kiosk, registered as an operator does it, so that it is told of sign-outs.
    ///
    /// # Errors
    /// When it is not built, not registered or does not listen.
    pub fn kiosk_that_is_told(house: &House) -> Result<Self, String> {
        let told_at = free()?.to_string();
        let told = format!("http://{told_at}/backchannel");
        Self::registered(house, &told_at, &["--backchannel-logout-uri", &told])
    }

    /// Starts the kiosk, registered without an address for sign-outs.
    ///
    /// # Errors
    /// As [`Party::kiosk_that_is_told`].
    pub fn kiosk_that_is_not_told(house: &House) -> Result<Self, String> {
        Self::registered(house, &free()?.to_string(), &[])
    }

    fn registered(house: &House, told_at: &str, more: &[&str]) -> Result<Self, String> {
        let mut command = Command::new(programs::find("leling-gateway")?);
        command.args(KIOSK).args(more);
        let output = command.arg("--data").arg(house.folder().join("gateway")).output();
        let output = output.map_err(|error| format!("failed to register: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let secret = said.lines().find_map(|line| line.strip_prefix("client_secret "));
        let secret = secret.ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
        thread::sleep(REREAD);
        Self::start_kiosk(house, secret, told_at, [60, 20])
    }

    fn start_kiosk(house: &House, secret: &str, told_at: &str, [ask, clear]: [u32; 2]) -> Result<Self, String> {
        let file = house.folder().join("kiosk.secret");
        fs::write(&file, secret).map_err(|error| format!("failed to write: {error}"))?;
        let address = free()?;
        let mut command = Command::new(programs::find("leling-simulator")?);
        command.args(["kiosk", "--issuer", &house.gateway.url, "--public-url", &format!("http://{address}")]);
        command.args(["--listen", &address.to_string(), "--told-at", told_at]).arg("--secret-file").arg(file);
        command.args(["--ask-after", &ask.to_string(), "--clear-after", &clear.to_string()]);
        Self::start(house, "kiosk", command)
    }

    /// Starts the app that stands beside ours on a phone.
    ///
    /// # Errors
    /// When it is not built or does not listen.
    pub fn partner(house: &House) -> Result<Self, String> {
        let address = free()?;
        let mut command = Command::new(programs::find("leling-simulator")?);
        command.args(["partner", "--issuer", &house.gateway.url, "--public-url", &format!("http://{address}")]);
        command.args(["--listen", &address.to_string()]);
        Self::start(house, "partner", command)
    }

    /// Starts the screen in a hall.
    ///
    /// # Errors
    /// When it is not built or does not listen.
    pub fn board(house: &House) -> Result<Self, String> {
        let secret = house.folder().join("board.secret");
        fs::write(&secret, "demo-secret-of-the-board").map_err(|error| format!("failed to write: {error}"))?;
        let mut command = Command::new(programs::find("leling-simulator")?);
        command.args(["board", "--issuer", &house.gateway.url, "--listen", "127.0.0.1:0"]);
        command.arg("--secret-file").arg(secret);
        Self::start(house, "board", command)
    }

    /// Starts the swindler who passes on the code of a kiosk.
    ///
    /// # Errors
    /// When it is not built or does not listen.
    pub fn swindler(house: &House, kiosk: &Self) -> Result<Self, String> {
        let mut command = Command::new(programs::find("leling-simulator")?);
        command.args(["swindler", "--listen", "127.0.0.1:0", "--kiosk", &kiosk.url]);
        Self::start(house, "swindler", command)
    }

    /// Hands over a link that it has claimed.
    pub fn open(&mut self, link: &str) {
        if let Some(stdin) = &mut self.stdin {
            let _ = writeln!(stdin, "{link}").and_then(|()| stdin.flush());
        }
    }

    fn start(house: &House, name: &str, mut command: Command) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("failed to start {name}: {error}");
        let log = File::options().create(true).append(true).open(house.folder().join(format!("{name}.log")));
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log.map_err(failed)?);
        let mut child = command.spawn().map_err(failed)?;
        let lines = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let (send, address) = channel();
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                if let Some(url) = line.strip_prefix("listening on ") {
                    let _ = send.send(url.to_owned());
                }
            }
        });
        let stdin = child.stdin.take();
        let mut party = Self { child, stdin, url: String::new() };
        party.url = address.recv_timeout(PATIENCE).map_err(|_| format!("{name} does not listen"))?;
        Ok(party)
    }
}

impl Drop for Party {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address at which nobody listens.
fn free() -> Result<SocketAddr, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("failed to listen: {error}"))?;
    listener.local_addr().map_err(|error| format!("failed to listen: {error}"))
}
