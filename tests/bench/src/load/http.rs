//! As much of HTTP/1.1 as a load needs: a connection that stays open, whole requests in, whole answers out.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto::ring, pki_types::CertificateDer,
    pki_types::ServerName,
};

use crate::Failed;

const PATIENCE: Duration = Duration::from_secs(30);

/// A server and how it is reached.
#[derive(Clone, Debug)]
pub struct Server {
    /// Address and port.
    pub host: String,
    tls: Option<Arc<ClientConfig>>,
}

impl Server {
    /// A server that speaks plain http.
    pub fn plain(host: &str) -> Self {
        Self { host: host.to_owned(), tls: None }
    }

    /// A server that proves itself by `certificate`, in DER.
    ///
    /// # Errors
    /// Where it is no certificate.
    pub fn tls(host: &str, certificate: &[u8]) -> Result<Self, Failed> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(certificate.to_vec()))?;
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { host: host.to_owned(), tls: Some(Arc::new(config)) })
    }

    /// Gives its origin.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.tls.is_some() { "https" } else { "http" }, self.host)
    }
}

trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// An open connection.
pub struct Connection {
    stream: BufReader<Box<dyn Stream>>,
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
    /// Connects.
    ///
    /// # Errors
    /// The system's, or those of TLS.
    pub fn open(server: &Server) -> Result<Self, Failed> {
        let tcp = TcpStream::connect(&server.host)?;
        tcp.set_nodelay(true)?;
        tcp.set_read_timeout(Some(PATIENCE))?;
        let stream: Box<dyn Stream> = match &server.tls {
            Some(config) => {
                let name = ServerName::from(tcp.peer_addr()?.ip());
                Box::new(StreamOwned::new(ClientConnection::new(Arc::clone(config), name)?, tcp))
            }
            None => Box::new(tcp),
        };
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a request as [`post`] or [`get`] makes it, and reads the whole answer.
    ///
    /// # Errors
    /// The system's, or an answer that is not HTTP/1.1.
    pub fn send(&mut self, request: &[u8]) -> Result<Answer, Failed> {
        self.stream.get_mut().write_all(request)?;
        self.stream.get_mut().flush()?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("answer has no status")?.parse()?;
        let (mut length, mut location, mut cookies) = (0, None, Vec::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
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
