//! A cable between a phone and its gateway that can be bad in chosen ways.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What the cable does to connections that are made from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Carries both ways.
    Good,
    /// Carries requests, and cuts the connection in place of the answer to a `POST`, this many times.
    LoseAnswers(usize),
    /// Answers everything with a login page, as a hotel's network does.
    LoginPage,
    /// Refuses.
    Cut,
}

/// A cable; ends with the test's process.
pub struct Cable {
    /// The address that phones are given.
    pub url: String,
    mode: Arc<Mutex<Mode>>,
    lost: Arc<AtomicUsize>,
}

impl Cable {
    /// Lays a cable to `gateway`, `http://127.0.0.1:PORT`.
    ///
    /// # Errors
    /// When there is no port.
    pub fn to(gateway: &str) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("failed to listen: {error}"))?;
        let port = listener.local_addr().map_err(|error| format!("failed to listen: {error}"))?.port();
        let (mode, lost) = (Arc::new(Mutex::new(Mode::Good)), Arc::new(AtomicUsize::new(0)));
        let target = Arc::new(gateway.trim_start_matches("http://").to_owned());
        let (now, count) = (Arc::clone(&mode), Arc::clone(&lost));
        thread::spawn(move || {
            for phone in listener.incoming().map_while(Result::ok) {
                let (target, now, count) = (Arc::clone(&target), Arc::clone(&now), Arc::clone(&count));
                thread::spawn(move || carry(phone, &target, &now, &count));
            }
        });
        Ok(Self { url: format!("http://127.0.0.1:{port}"), mode, lost })
    }

    /// Changes what happens to requests from now on.
    pub fn set(&self, mode: Mode) {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    /// Counts the answers that were lost.
    pub fn lost(&self) -> usize {
        self.lost.load(Ordering::Relaxed)
    }
}

/// Carries one request after another, each on a connection of its own to the gateway.
fn carry(mut phone: TcpStream, target: &str, mode: &Mutex<Mode>, lost: &AtomicUsize) {
    while let Some(request) = read_message(&mut phone) {
        let now = *mode.lock().unwrap_or_else(PoisonError::into_inner);
        match now {
            Mode::Cut => break,
            Mode::LoginPage => {
                let page = "<html><title>WLAN</title><form action=\"/login\"></form></html>";
                let head =
                    format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n", page.len());
                if phone.write_all(format!("{head}{page}").as_bytes()).is_err() {
                    break;
                }
            }
            Mode::Good | Mode::LoseAnswers(_) => {
                let Some(answer) = ask(target, &request) else { break };
                if let Mode::LoseAnswers(left) = now
                    && left > 0
                    && request.starts_with(b"POST /v1/")
                {
                    *mode.lock().unwrap_or_else(PoisonError::into_inner) = Mode::LoseAnswers(left - 1);
                    lost.fetch_add(1, Ordering::Relaxed);
                    break;
                }
                if phone.write_all(&answer).is_err() {
                    break;
                }
            }
        }
    }
    let _ = phone.shutdown(Shutdown::Both);
}

fn ask(target: &str, request: &[u8]) -> Option<Vec<u8>> {
    let mut gateway = TcpStream::connect(target).ok()?;
    gateway.write_all(request).ok()?;
    read_message(&mut gateway)
}

/// Reads a message of HTTP/1.1 with a length; the peers here send no other.
fn read_message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    let mut byte = [0; 1];
    while !message.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        message.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&message).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    message.extend(body);
    Some(message)
}
