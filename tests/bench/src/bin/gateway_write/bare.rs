//! The peer: an axum route that takes the same body, makes one row of it durable and acknowledges it.
//!
//! One thread writes; what queues up while it commits goes into its next commit, with `synchronous=FULL`. It proves
//! nobody, limits nothing, repeats no answer and keeps no record.

use std::{
    io::Write as _,
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
};

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use leling_bench::Failed;
use leling_protocol::wire::{ConsentRequest, WriteResponse};
use rusqlite::Connection;
use tokio::{net::TcpListener, sync::oneshot};

const BATCH: usize = 128;
const TABLE: &str = "CREATE TABLE consent (
        id BLOB NOT NULL PRIMARY KEY,
        text_version INTEGER NOT NULL,
        given INTEGER NOT NULL,
        said_at INTEGER NOT NULL
    ) STRICT;";
const INSERT: &str = "INSERT INTO consent (id, text_version, given, said_at) VALUES (?1, ?2, ?3, ?4)";

type Job = (ConsentRequest, oneshot::Sender<()>);

/// Serves until the process is killed; prints its address as the gateway does.
pub(crate) fn serve(dir: &Path) -> Result<(), Failed> {
    let connection = Connection::open(dir.join("bare.db"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(TABLE)?;
    let (queue, jobs) = channel();
    std::thread::spawn(move || {
        if let Err(error) = write(connection, &jobs) {
            let _ = writeln!(std::io::stderr(), "the peer cannot write: {error}");
        }
    });
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("listening on http://{}", listener.local_addr()?);
        let router = Router::new().route("/v1/consents", post(consent)).with_state(queue);
        Ok(axum::serve(listener, router).await?)
    })
}

async fn consent(
    State(queue): State<Sender<Job>>,
    Json(request): Json<ConsentRequest>,
) -> Result<Json<WriteResponse>, StatusCode> {
    let (id, at) = (request.id, request.at);
    let (done, durable) = oneshot::channel();
    queue.send((request, done)).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    durable.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(Json(WriteResponse { id, at }))
}

fn write(mut connection: Connection, jobs: &Receiver<Job>) -> rusqlite::Result<()> {
    while let Ok(first) = jobs.recv() {
        let mut waiting = Vec::new();
        let transaction = connection.transaction()?;
        for (request, done) in std::iter::once(first).chain(jobs.try_iter()).take(BATCH) {
            let row = (request.id.as_bytes().as_slice(), request.text_version, request.given, request.at.seconds());
            transaction.prepare_cached(INSERT)?.execute(row)?;
            waiting.push(done);
        }
        transaction.commit()?;
        for done in waiting {
            let _ = done.send(());
        }
    }
    Ok(())
}
