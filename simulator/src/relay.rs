//! The only way from a phone to its gateway: a small relay on loopback that can be switched.
//!
//! While it is [`Mode::Down`] its port stays taken and refuses connections, so that a phone without a network finds the same
//! address when the network is back.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::{sleep, timeout},
};

/// How long each chunk waits on a slow network.
pub const SLOWNESS: Duration = Duration::from_secs(3);

/// What a captive portal answers to everything.
const PORTAL_PAGE: &str =
    "<!doctype html><html lang=\"zh-CN\"><title>无线网络登录</title><p>请先登录无线网络。</p></html>";

/// Longest request head that the portal reads, in bytes.
const PORTAL_HEAD: usize = 64 * 1024;

/// What a network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Passes everything on.
    Up,
    /// Refuses connections and breaks those that exist.
    Down,
    /// Passes every chunk on after [`SLOWNESS`].
    Slow,
    /// Answers every request with a page of its own, status 200.
    Portal,
}

impl Mode {
    /// Whether a connection of this mode may live on in the other.
    fn keeps_connections(self, next: Self) -> bool {
        let passes = |mode| matches!(mode, Self::Up | Self::Slow);
        passes(self) && passes(next)
    }
}

#[derive(Clone, Copy, Debug)]
struct Setting {
    mode: Mode,
    target: SocketAddr,
}

/// A relay, which ends when it is dropped.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    setting: watch::Sender<Setting>,
    task: JoinHandle<()>,
}

impl Relay {
    /// Opens a relay to `target` on a free port of 127.0.0.1, with the network up.
    ///
    /// # Errors
    /// The system's, when there is no port.
    pub async fn open(target: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (setting, watched) = watch::channel(Setting { mode: Mode::Up, target });
        let task = tokio::spawn(serve(address, listener, watched));
        Ok(Self { address, setting, task })
    }

    /// Where phones connect.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Switches the network; it holds for connections that exist too.
    pub fn set(&self, mode: Mode) {
        self.setting.send_modify(|setting| setting.mode = mode);
    }

    /// Points the relay at a gateway that moved.
    pub fn aim(&self, target: SocketAddr) {
        self.setting.send_modify(|setting| setting.target = target);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Follows the switch: listens while there is a network, holds the port while there is none.
async fn serve(address: SocketAddr, first: TcpListener, mut setting: watch::Receiver<Setting>) {
    let mut listener = Some(first);
    loop {
        let mode = setting.borrow_and_update().mode;
        if mode == Mode::Down {
            drop(listener.take());
            let held = hold(address).await;
            if setting.wait_for(|setting| setting.mode != Mode::Down).await.is_err() {
                return;
            }
            match held.listen(64) {
                Ok(open) => listener = Some(open),
                Err(error) => tracing::warn!(kind = ?error.kind(), "relay does not listen"),
            }
        } else {
            let Some(open) = &listener else { return };
            // Dropping the connections of the mode before breaks them.
            let mut connections = JoinSet::new();
            if accept(open, mode, &mut connections, &mut setting).await.is_err() {
                return;
            }
        }
    }
}

/// Takes the port without listening, so that connections are refused and nobody else gets it.
async fn hold(address: SocketAddr) -> TcpSocket {
    loop {
        let held = TcpSocket::new_v4().and_then(|socket| {
            socket.set_reuseaddr(true)?;
            socket.bind(address)?;
            Ok(socket)
        });
        match held {
            Ok(socket) => return socket,
            Err(error) => tracing::warn!(kind = ?error.kind(), "relay does not hold its port"),
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// Accepts until the mode changes to one in which its connections must end; an error means that the relay was dropped.
async fn accept(
    listener: &TcpListener,
    mut mode: Mode,
    connections: &mut JoinSet<()>,
    setting: &mut watch::Receiver<Setting>,
) -> Result<(), watch::error::RecvError> {
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((phone, _)) => { connections.spawn(carry(phone, setting.clone())); }
                // No free descriptor: one that closes makes room.
                Err(_) => sleep(Duration::from_millis(50)).await,
            },
            changed = setting.changed() => {
                changed?;
                let next = setting.borrow().mode;
                if !mode.keeps_connections(next) && mode != next {
                    return Ok(());
                }
                mode = next;
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn carry(mut phone: TcpStream, setting: watch::Receiver<Setting>) {
    let Setting { mode, target } = *setting.borrow();
    if mode == Mode::Portal {
        let _ = timeout(Duration::from_secs(10), portal(&mut phone)).await;
        return;
    }
    let Ok(mut gateway) = TcpStream::connect(target).await else { return };
    let _ = (phone.set_nodelay(true), gateway.set_nodelay(true));
    let ((from_phone, to_phone), (from_gateway, to_gateway)) = (phone.split(), gateway.split());
    let _ = tokio::try_join!(pump(from_phone, to_gateway, &setting), pump(from_gateway, to_phone, &setting));
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    setting: &watch::Receiver<Setting>,
) -> io::Result<()> {
    let mut chunk = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut chunk).await?;
        if setting.borrow().mode == Mode::Slow {
            sleep(SLOWNESS).await;
        }
        if read == 0 {
            return to.shutdown().await;
        }
        to.write_all(&chunk[..read]).await?;
    }
}

async fn portal(phone: &mut TcpStream) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < PORTAL_HEAD {
        if phone.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let length = PORTAL_PAGE.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{PORTAL_PAGE}"
    );
    phone.write_all(answer.as_bytes()).await?;
    phone.shutdown().await?;
    // What is left of the request is read, or the answer would be lost in a reset.
    tokio::io::copy(phone, &mut tokio::io::sink()).await.map(drop)
}
