//! As much of HTTP/1.1 as a load needs: a connection that stays open, whole requests in, whole answers out.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::Failed;

const PATIENCE: Duration = Duration::from_secs(30);

/// An open connection.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    moved: usize,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Where it leads, where it does.
    pub location: Option<String>,
    /// `name=value` of the cookies that it sets.
    pub cookies: Vec<String>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads the body of an answer that has to be a success.
    ///
    /// # Errors
    /// Another status than 200, or another body.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, Failed> {
        if self.status != 200 {
            return Err(format!("answer {}: {}", self.status, String::from_utf8_lossy(&self.body)).into());
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

impl Connection {
    /// Connects to `host`, an address with its port.
    ///
    /// # Errors
    /// The system's.
    pub fn open(host: &str) -> Result<Self, Failed> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::new(stream), moved: 0 })
    }

    /// Gives how many bytes it has moved so far, both directions.
    pub const fn moved(&self) -> usize {
        self.moved
    }

    /// Sends a request as [`post`] or [`get`] makes it, and reads the whole answer.
    ///
    /// # Errors
    /// The system's, or an answer that is not HTTP/1.1.
    pub fn send(&mut self, request: &[u8]) -> Result<Answer, Failed> {
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.moved += request.len() + self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("answer has no status")?.parse()?;
        let (mut length, mut location, mut cookies) = (0, None, Vec::new());
        loop {
            line.clear();
            self.moved += self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "location" => location = Some(value.to_owned()),
                "set-cookie" => cookies.push(value.split(';').next().unwrap_or_default().to_owned()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        self.moved += length;
        Ok(Answer { status, location, cookies, body })
    }
}

/// Makes a request without a body.
pub fn get(host: &str, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    format!("{head}\r\n").into_bytes()
}

/// Makes a request with a body.
pub fn post(host: &str, path: &str, kind: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: {kind}\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
