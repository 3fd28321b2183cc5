//! The running gateway: everything that a request needs, behind one `Arc`.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use leling_crypto::keyring::KeyRing;
use leling_language::Catalogue;
use leling_protocol::{ErrorCode, IdNumber, Phone, Timestamp};
use tokio::sync::Semaphore;

use crate::{
    Config, Numbers,
    adapters::{HttpError, HttpRealName, HttpSms, RealName, Sms},
    api::SourceLimiter,
    audit::{CheckpointError, Checkpoints},
    chance::Chance,
    clock::Clock,
    config::Mode,
    keys::{KeyFileError, Keys},
    openid::{Provider, ProviderError},
    origin::Origin,
    pages::Forms,
    refusal::Refusal,
    storage::{Sealer, SqliteStorage, Storage, StorageError},
    ticket::Tickets,
};

/// Password hashes that are computed at the same time; each takes 19 MiB.
const HASHES_AT_ONCE: usize = 2;

/// Why a gateway did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made.
    #[error("data folder {path} cannot be made")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// An adapter.
    #[error(transparent)]
    Adapter(#[from] HttpError),
    /// The audit checkpoints.
    #[error(transparent)]
    Checkpoints(#[from] CheckpointError),
    /// The OpenID provider.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The configuration is one for looking into a folder.
    #[error("configuration is not one for serving")]
    NotForServing,
    /// Certificate and key for TLS.
    #[error("tls: {0}")]
    Tls(String),
    /// The address cannot be listened on.
    #[error("listening on {address} failed")]
    Listen {
        /// Which address.
        address: std::net::SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// Whom the gateway serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Population {
    /// Real people; fictitious ones are refused.
    Real,
    /// The fictitious people of a demonstration.
    #[cfg(feature = "demo")]
    Demo,
}

/// The running gateway.
pub struct Gateway {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) keys: Keys,
    pub(crate) token_ring: KeyRing,
    pub(crate) tickets: Tickets,
    pub(crate) numbers: Numbers,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Chance,
    pub(crate) realname: Arc<dyn RealName>,
    pub(crate) sms: Arc<dyn Sms>,
    pub(crate) origin: Origin,
    pub(crate) population: Population,
    pub(crate) sources: SourceLimiter,
    pub(crate) hashing: Semaphore,
    pub(crate) words: Catalogue,
    pub(crate) forms: Forms,
    pub(crate) checkpoints: Mutex<Checkpoints>,
    pub(crate) openid: Provider,
    #[cfg(feature = "demo")]
    pub(crate) stage: Option<Arc<crate::demo::Stage>>,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").field("population", &self.population).finish_non_exhaustive()
    }
}

/// Gives the database file of a data folder.
pub(crate) fn database(config: &Config) -> PathBuf {
    config.data.join("gateway.db")
}

/// Gives the checkpoint file of a data folder.
pub(crate) fn checkpoint_file(config: &Config) -> PathBuf {
    config.data.join("audit").join("checkpoints.jsonl")
}

/// Opens keys and storage of a data folder; the folder is made where there is none.
pub(crate) fn open(config: &Config) -> Result<(Keys, SqliteStorage), StartError> {
    let folder = |source| StartError::Folder { path: config.data.clone(), source };
    make_private(&config.data).map_err(folder)?;
    let keys = Keys::load_or_create(&config.key_file())?;
    let sealer = Sealer::new(&keys.storage);
    let storage = SqliteStorage::open(&database(config), sealer, config.numbers.clone())?;
    Ok((keys, storage))
}

/// Makes a folder that only its owner can look into; one that is there keeps its mode.
pub(crate) fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

impl Gateway {
    /// Opens the data folder and prepares everything but the listening socket.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn build(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let (keys, storage) = open(config)?;
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let checkpoints = Mutex::new(Checkpoints::open(&checkpoint_file(config))?);
        let starts = storage.count_start().await?;
        let cast = Cast::of(config, starts, &clock)?;
        let openid = Provider::open(config, &keys.storage)?;
        let gateway = Self {
            token_ring: keys.token.ring(),
            forms: Forms::new(&keys.storage),
            tickets: Tickets::new(&keys.storage),
            keys,
            numbers: config.numbers.clone(),
            clock,
            chance: cast.chance,
            realname: cast.realname,
            sms: cast.sms,
            origin: cast.origin,
            population: cast.population,
            sources: SourceLimiter::new(config.numbers.limits.calls_by_source),
            hashing: Semaphore::new(HASHES_AT_ONCE),
            words: Catalogue::new(),
            checkpoints,
            openid,
            #[cfg(feature = "demo")]
            stage: cast.stage,
            storage,
        };
        #[cfg(feature = "demo")]
        if gateway.population == Population::Demo {
            crate::demo::people::register_all(&gateway).await?;
            crate::demo::staff::register_all(&gateway).await?;
        }
        Ok(gateway)
    }

    /// Gives this moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Finishes every replacement whose time has come.
    pub(crate) async fn finish_due(&self, at: Timestamp) -> Result<(), StorageError> {
        while self.storage.finish_due_replacements(at).await? > 0 {}
        Ok(())
    }

    /// Gives the time limit of an adapter.
    pub(crate) fn adapter_limit(&self) -> Duration {
        Duration::from_secs(self.numbers.adapter_seconds.into())
    }

    /// Says whether a person may be served here.
    ///
    /// # Errors
    /// `demo.refused` for fictitious people where real ones are served.
    pub(crate) fn admit_person(&self, id_number: &IdNumber, phone: Option<&Phone>) -> Result<(), Refusal> {
        let fictitious = id_number.is_fictitious() || phone.is_some_and(Phone::is_fictitious);
        if fictitious && self.population == Population::Real {
            return Err(ErrorCode::DemoRefused.into());
        }
        Ok(())
    }
}

/// What differs between a gateway for real people and a demonstration.
struct Cast {
    chance: Chance,
    realname: Arc<dyn RealName>,
    sms: Arc<dyn Sms>,
    origin: Origin,
    population: Population,
    #[cfg(feature = "demo")]
    stage: Option<Arc<crate::demo::Stage>>,
}

impl Cast {
    #[cfg_attr(not(feature = "demo"), expect(unused_variables, reason = "only a demonstration needs them"))]
    fn of(config: &Config, starts: u64, clock: &Arc<dyn Clock>) -> Result<Self, StartError> {
        match &config.mode {
            Mode::Service(service) => Ok(Self {
                chance: Chance::system(),
                realname: Arc::new(HttpRealName::new(service.realname.clone())?),
                sms: Arc::new(HttpSms::new(service.sms.clone())?),
                origin: Origin::fixed(&service.public_url),
                population: Population::Real,
                #[cfg(feature = "demo")]
                stage: None,
            }),
            Mode::Folder => Err(StartError::NotForServing),
            #[cfg(feature = "demo")]
            Mode::Demo(demo) => {
                let stage = Arc::new(crate::demo::Stage::default());
                Ok(Self {
                    chance: demo.seed.map_or_else(Chance::system, |seed| Chance::seeded(seed, starts)),
                    realname: Arc::new(crate::demo::DemoRealName::new(Arc::clone(&stage))),
                    sms: Arc::new(crate::demo::DemoSms::new(Arc::clone(&stage), Arc::clone(clock))),
                    origin: if demo.tls.is_some() { Origin::loopback_https() } else { Origin::loopback_http() },
                    population: Population::Demo,
                    stage: Some(stage),
                })
            }
        }
    }
}
