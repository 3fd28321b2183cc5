//! A demonstration gateway as a process, and what it recorded, read from its own database.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::programs;

const STARTING: Duration = Duration::from_secs(30);
const ANSWERING: Duration = Duration::from_secs(10);

/// A running gateway; killed when dropped.
pub struct Gateway {
    child: Child,
    /// Its address, `http://127.0.0.1:PORT`.
    pub url: String,
    data: PathBuf,
}

impl Gateway {
    /// Starts a gateway whose codes follow from a fixed seed, with its data in `data`; what it logs goes to `log`.
    ///
    /// # Errors
    /// When it is not built, does not start or prints no address in time.
    pub fn start(data: &Path, log: File) -> Result<Self, String> {
        Self::start_at("127.0.0.1:0", data, log)
    }

    /// Kills it and starts it again at its address, on what it had written.
    ///
    /// # Errors
    /// As [`Gateway::start`].
    pub fn restart(&mut self, log: File) -> Result<(), String> {
        self.kill();
        *self = Self::start_at(self.url.trim_start_matches("http://"), &self.data, log)?;
        Ok(())
    }

    fn start_at(address: &str, data: &Path, log: File) -> Result<Self, String> {
        let mut child = Command::new(programs::find("leling-gateway")?)
            .args(["serve", "--demo", "--seed", "1", "--listen", address, "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("failed to start the gateway: {error}"))?;
        let lines = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let (send, address) = channel();
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                if let Some(url) = address_in(&line) {
                    let _ = send.send(url);
                }
            }
        });
        let mut gateway = Self { child, url: String::new(), data: data.to_owned() };
        gateway.url = address.recv_timeout(STARTING).map_err(|_| "the gateway printed no address".to_owned())?;
        Ok(gateway)
    }

    /// Lets the demonstration play the other side, and gives what it shows.
    ///
    /// # Errors
    /// When the gateway does not answer, refuses or shows nothing.
    pub fn peer(&self, name: &str, act: &str, person: &str) -> Result<String, String> {
        let body = json!({ "name": name, "act": act, "person": person });
        let answer = self.post("/demo/peer", &body).map_err(|error| format!("failed to ask the gateway: {error}"))?;
        answer["shows"].as_str().map(str::to_owned).ok_or_else(|| format!("{name} {act} shows nothing: {answer}"))
    }

    /// Lets the demonstration play the other side, whatever it shows.
    ///
    /// # Errors
    /// When the gateway does not answer or refuses.
    pub fn act(&self, name: &str, act: &str, person: Option<&str>) -> Result<(), String> {
        let mut body = json!({ "name": name, "act": act });
        if let Some(person) = person {
            body["person"] = json!(person);
        }
        let answer = self.post("/demo/peer", &body).map_err(|error| format!("failed to ask the gateway: {error}"))?;
        if answer["code"].is_string() { Err(format!("{name} {act}: {answer}")) } else { Ok(()) }
    }

    /// Counts rows of the gateway's database by a query that gives one number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(&self, query: &str) -> rusqlite::Result<i64> {
        let database = Connection::open_with_flags(self.data.join("gateway.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        database.busy_timeout(ANSWERING)?;
        database.query_row(query, [], |row| row.get(0))
    }

    /// Fetches something public.
    ///
    /// # Errors
    /// When the gateway does not answer.
    pub fn get(&self, path: &str) -> Result<Vec<u8>, String> {
        self.talk(&format!("GET {path}"), "").map_err(|error| format!("failed to fetch {path}: {error}"))
    }

    fn post(&self, path: &str, body: &Value) -> std::io::Result<Value> {
        Ok(serde_json::from_slice(&self.talk(&format!("POST {path}"), &body.to_string())?)?)
    }

    /// Sends one request on a connection of its own; the room is too small for a client library.
    fn talk(&self, what: &str, body: &str) -> std::io::Result<Vec<u8>> {
        let host = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(ANSWERING))?;
        let head = format!(
            "{what} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let body = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        Ok(answer.split_off(body))
    }
}

impl Gateway {
    /// Kills the process at once, as `kill -9` does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.kill();
    }
}

fn address_in(line: &str) -> Option<String> {
    let from = line.find("http://127.0.0.1:")?;
    let url: String = line[from..].chars().take_while(|c| !c.is_whitespace() && *c != '"').collect();
    Some(url.trim_end_matches('/').to_owned())
}
