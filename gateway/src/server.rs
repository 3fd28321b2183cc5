//! Listening: plain http for a demonstration on loopback, otherwise TLS; graceful stop; what runs beside the requests.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, PoisonError},
    time::Duration,
};

use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    Config, Gateway,
    adapters::{HttpRealName, HttpSms},
    api::router,
    clock::{Clock, SystemClock},
    config::{Mode, TlsFiles},
    gateway::StartError,
    keys::Keys,
    openid::logouts,
};

/// How long running requests may go on after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);

/// How long a connection may take to send its request head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// A gateway that serves.
#[derive(Debug)]
pub struct Handle {
    address: SocketAddr,
    scheme: &'static str,
    server: axum_server::Handle<SocketAddr>,
    serving: JoinHandle<std::io::Result<()>>,
    chores: JoinHandle<()>,
    logouts: JoinHandle<()>,
    stop: watch::Sender<bool>,
    gateway: Arc<Gateway>,
}

/// Starts a gateway and returns once it listens.
///
/// # Errors
/// [`StartError`].
pub async fn serve(config: Config) -> Result<Handle, StartError> {
    serve_at(config, Arc::new(SystemClock)).await
}

/// Starts a gateway that goes by another clock, for tests.
///
/// # Errors
/// [`StartError`].
pub async fn serve_at(config: Config, clock: Arc<dyn Clock>) -> Result<Handle, StartError> {
    let tls = tls_of(&config)?;
    let gateway = Arc::new(Gateway::build(&config, clock).await?);
    let failed = |source| StartError::Listen { address: config.listen, source };
    let listener = TcpListener::bind(config.listen).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let server = axum_server::Handle::new();
    let scheme = if tls.is_some() { "https" } else { "http" };
    let serving = spawn(listener, tls, Arc::clone(&gateway), server.clone()).map_err(failed)?;
    let (stop, stopped) = watch::channel(false);
    let logouts = tokio::spawn(logouts::run(Arc::clone(&gateway), stopped.clone()));
    let chores = tokio::spawn(chores(Arc::clone(&gateway), stopped));
    Ok(Handle { address, scheme, server, serving, chores, logouts, stop, gateway })
}

/// Reads everything that a configuration names, without listening or touching the data folder.
///
/// # Errors
/// [`StartError`].
pub(crate) fn check(config: &Config) -> Result<(), StartError> {
    tls_of(config)?;
    if config.key_file().exists() {
        Keys::load(&config.key_file())?;
    }
    crate::openid::provider::check(config)?;
    if let Mode::Service(service) = &config.mode {
        HttpRealName::new(service.realname.clone())?;
        HttpSms::new(service.sms.clone())?;
    }
    Ok(())
}

fn tls_of(config: &Config) -> Result<Option<RustlsConfig>, StartError> {
    match &config.mode {
        Mode::Service(service) => tls_config(&service.tls).map(Some),
        Mode::Folder => Err(StartError::NotForServing),
        #[cfg(feature = "demo")]
        Mode::Demo(demo) => demo.tls.as_ref().map(tls_config).transpose(),
    }
}

impl Handle {
    /// Gives the address that is listened on, with its real port.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Gives the address as a URL without a path.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// Gives the gateway itself.
    pub const fn gateway(&self) -> &Arc<Gateway> {
        &self.gateway
    }

    /// Takes no more requests, lets the running ones end, writes a last checkpoint.
    pub async fn stop(self) {
        self.server.graceful_shutdown(Some(GRACE));
        if let Err(error) = self.serving.await {
            tracing::error!(%error, "serving ended badly");
        }
        // The chores may have ended by themselves; then nobody listens.
        let _ = self.stop.send(true);
        if let Err(error) = self.chores.await {
            tracing::error!(%error, "chores ended badly");
        }
        if let Err(error) = self.logouts.await {
            tracing::error!(%error, "the telling of sign-outs ended badly");
        }
    }
}

fn spawn(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    gateway: Arc<Gateway>,
    handle: axum_server::Handle<SocketAddr>,
) -> std::io::Result<JoinHandle<std::io::Result<()>>> {
    let service = router(gateway).into_make_service_with_connect_info::<SocketAddr>();
    if let Some(tls) = tls {
        let server = axum_server::from_tcp_rustls(listener, tls)?.handle(handle);
        let mut server = server.first_request_timeout(HEAD_TIMEOUT);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
        return Ok(tokio::spawn(server.serve(service)));
    }
    let mut server = axum_server::from_tcp(listener)?.handle(handle).first_request_timeout(HEAD_TIMEOUT);
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    Ok(tokio::spawn(server.serve(service)))
}

fn tls_config(files: &TlsFiles) -> Result<RustlsConfig, StartError> {
    let fault = |error: rustls::pki_types::pem::Error| StartError::Tls(error.to_string());
    let chain = CertificateDer::pem_file_iter(&files.cert).map_err(fault)?.collect::<Result<Vec<_>, _>>();
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(fault)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let fault = |error: rustls::Error| StartError::Tls(error.to_string());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(fault)?
        .with_no_client_auth()
        .with_single_cert(chain.map_err(|error| StartError::Tls(error.to_string()))?, key)
        .map_err(fault)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}

/// Each minute: finish what is due, forget what is over, write a checkpoint. A failure is logged and tried again.
async fn chores(gateway: Arc<Gateway>, mut stopped: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(Duration::from_secs(gateway.numbers.checkpoint_seconds.into()));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let last = tokio::select! {
            _ = every.tick() => false,
            _ = stopped.changed() => true,
        };
        let now = gateway.now();
        if let Err(error) = gateway.finish_due(now).await {
            tracing::error!(%error, "replacements were not finished");
        }
        if let Err(error) = gateway.storage.sweep(now).await {
            tracing::error!(%error, "sweep failed");
        }
        if let Err(error) = checkpoint(&gateway).await {
            tracing::error!(error, "checkpoint failed");
        }
        if last {
            return;
        }
    }
}

async fn checkpoint(gateway: &Arc<Gateway>) -> Result<(), String> {
    let heads = gateway.storage.audit_heads().await.map_err(|error| error.to_string())?;
    let gateway = Arc::clone(gateway);
    let write = move || {
        let mut file = gateway.checkpoints.lock().unwrap_or_else(PoisonError::into_inner);
        file.write(heads, gateway.keys.audit.current(), gateway.now())
    };
    let written = tokio::task::spawn_blocking(write).await.map_err(|error| error.to_string())?;
    written.map_err(|error| error.to_string())
}
