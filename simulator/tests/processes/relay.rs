//! The relay in each of its modes, against a gateway that answers every chunk with the same chunk.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use leling_simulator::relay::{Mode, Relay, SLOWNESS};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

const SOON: Duration = Duration::from_secs(10);

async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let (mut read, mut write) = stream.split();
                let _ = tokio::io::copy(&mut read, &mut write).await;
            });
        }
    });
    address
}

async fn ask(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    stream.write_all(b"ping").await?;
    let mut answer = vec![0; 4];
    timeout(SOON, stream.read_exact(&mut answer)).await.expect("an answer in time")?;
    Ok(answer)
}

/// Waits until the relay has followed its switch.
async fn until_refused(address: SocketAddr) {
    let end = Instant::now() + SOON;
    while TcpStream::connect(address).await.is_ok() {
        assert!(Instant::now() < end, "connections are still accepted");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn until_open(address: SocketAddr) -> TcpStream {
    let end = Instant::now() + SOON;
    loop {
        if let Ok(stream) = TcpStream::connect(address).await {
            return stream;
        }
        assert!(Instant::now() < end, "connections are still refused");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn down_breaks_and_refuses_and_up_is_the_same_address() {
    let relay = Relay::open(echo().await).await.unwrap();
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    assert_eq!(ask(&mut stream).await.unwrap(), b"ping");
    for _ in 0..3 {
        relay.set(Mode::Down);
        until_refused(relay.address()).await;
        assert!(ask(&mut stream).await.is_err(), "the old connection is broken");
        relay.set(Mode::Up);
        stream = until_open(relay.address()).await;
        assert_eq!(ask(&mut stream).await.unwrap(), b"ping");
    }
}

#[tokio::test]
async fn slow_holds_each_chunk_and_keeps_connections() {
    let relay = Relay::open(echo().await).await.unwrap();
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    assert_eq!(ask(&mut stream).await.unwrap(), b"ping");
    relay.set(Mode::Slow);
    let begin = Instant::now();
    assert_eq!(ask(&mut stream).await.unwrap(), b"ping");
    assert!(begin.elapsed() >= 2 * SLOWNESS, "there and back");
    relay.set(Mode::Up);
    let begin = Instant::now();
    assert_eq!(ask(&mut stream).await.unwrap(), b"ping");
    assert!(begin.elapsed() < SLOWNESS);
}

#[tokio::test]
async fn a_portal_answers_everything_with_its_page() {
    let relay = Relay::open(echo().await).await.unwrap();
    let mut before = TcpStream::connect(relay.address()).await.unwrap();
    assert_eq!(ask(&mut before).await.unwrap(), b"ping");
    relay.set(Mode::Portal);
    let mut nothing = Vec::new();
    let broken = timeout(SOON, before.read_to_end(&mut nothing)).await.unwrap();
    assert!(broken.is_err() || nothing.is_empty(), "the old connection ends");

    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    stream.write_all(b"POST /v1/enrolments HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
    let mut answer = String::new();
    timeout(SOON, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\ncontent-type: text/html"), "{answer}");
}

#[tokio::test]
async fn it_follows_a_gateway_that_moved() {
    let relay = Relay::open("127.0.0.1:9".parse().unwrap()).await.unwrap();
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    assert!(ask(&mut stream).await.is_err());
    relay.aim(echo().await);
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    assert_eq!(ask(&mut stream).await.unwrap(), b"ping");
}
