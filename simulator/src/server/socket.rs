//! A page's connection to a phone: frames out as they come, messages in as far as a page may send them.

use axum::{
    extract::{
        Path, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::{IntoResponse, Response},
};

use super::Desk;
use crate::{
    desk::{
        outbox::Outbox,
        phone::{Phone, Picture},
    },
    lines::from_line,
};

/// Longest message of a page, in bytes: a picture of 640 x 480 in colour and a little more.
const LIMIT: usize = 512 * 1024;

/// `WS /ws/phone/{name}`
pub(super) async fn phone(State(desk): State<Desk>, Path(name): Path<String>, upgrade: WebSocketUpgrade) -> Response {
    let phone = match desk.phone(&name) {
        Ok(phone) => phone.clone(),
        Err(error) => return error.into_response(),
    };
    upgrade.max_message_size(LIMIT).on_upgrade(move |socket| talk(socket, phone))
}

async fn talk(mut socket: WebSocket, phone: Phone) {
    let outbox = Outbox::default();
    let Ok(page) = phone.join(outbox.clone()).await else { return };
    loop {
        tokio::select! {
            frame = outbox.next() => {
                if socket.send(Message::text(frame.text())).await.is_err() {
                    break;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => match from_line(&text) {
                    Ok(message) => phone.page(message),
                    Err(error) => tracing::info!(%error, "message of a page refused"),
                },
                Some(Ok(Message::Binary(bytes))) => see(&phone, &bytes),
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            },
        }
    }
    phone.leave(page);
}

fn see(phone: &Phone, bytes: &[u8]) {
    if let Some(picture) = Picture::read(bytes) {
        phone.see(picture);
    } else {
        tracing::info!("picture of a page refused");
    }
}
