//! The desk: starts gateway, phones and terminal as child processes, serves the page, and ends everything in order.
//!
//! Start reading at [`run`]. [`phone`], [`terminal`] and [`service`] each keep one process; [`parties`] are those around the
//! phones; [`sync`] fetches what the terminal may know; [`folder`] is where all of it lies.

mod child;
mod folder;
pub(crate) mod outbox;
pub(crate) mod parties;
pub(crate) mod phone;
mod service;
pub(crate) mod sync;
pub(crate) mod terminal;
mod welcome;

use std::{
    ffi::OsString,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use tokio::{net::TcpListener, sync::watch};

use crate::{
    glass::{Glass, Pane},
    relay::Relay,
    server::{self, Desk, Token},
};
use child::{Nursery, Wrapper};
pub(crate) use folder::FolderError;
use folder::{Before, Folder};
use parties::{Around, PaneView, Parties};
use phone::{Phone, Plan};
use service::{Service, ServicePlan};
use sync::Fetcher;
use terminal::TerminalKeeper;

/// Where the page is, unless another address is asked for.
const USUAL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 7799);

/// The phones on the desk, by name and by what the page calls them.
const PHONES: [(&str, &str); 2] = [("phone1", "甲手机"), ("phone2", "乙手机")];

/// What the simulator is started with.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct DeskArgs {
    /// Address of the page, on this machine [default: 127.0.0.1:7799, or a free port if that is taken].
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Data folder; made where there is none.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Leaves the browser closed.
    #[arg(long)]
    no_open: bool,
    /// Empties the data folder first.
    #[arg(long)]
    reset: bool,
    /// Makes phone codes, counter codes and ids of the demonstration follow from a number.
    #[arg(long)]
    seed: Option<u64>,
}

/// Why the simulator ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeskError {
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The page is for this machine only.
    #[error("the page is served on a loopback address only")]
    NotLoopback,
    /// The page's address.
    #[error("listen on {address}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// The gateway or a party did not start.
    #[error("start {name}; see {}", logs.display())]
    Start {
        /// Which.
        name: &'static str,
        /// Where it says why.
        logs: PathBuf,
        /// What was seen from here.
        source: io::Error,
    },
    /// A process, stream or file of the desk.
    #[error("run the desk")]
    Io(#[from] io::Error),
}

/// Runs the simulator until it is told to end by Ctrl-C, SIGTERM or SIGHUP.
///
/// # Errors
/// [`DeskError`].
pub(crate) async fn run(args: DeskArgs) -> Result<(), DeskError> {
    let ending = ending()?;
    let before = if args.reset { Before::Reset } else { Before::Keep };
    let (folder, age) = Folder::take(&args.data, before)?;
    let listener = listen(args.listen).await?;
    let address = listener.local_addr()?;
    let parts = tokio::select! {
        parts = Parts::start(&folder, args.seed, address) => parts?,
        () = wait(ending.clone()) => return Ok(()),
    };
    let token = Token::generate();
    let desk = Desk::new(address, token, parts.shown());
    let link = desk.link();
    welcome::print(&link, age, address, args.listen.unwrap_or(USUAL));
    if !args.no_open {
        welcome::open_browser(&link);
    }
    let served = tokio::select! {
        served = server::serve(listener, desk) => served,
        () = wait(ending) => Ok(()),
    };
    parts.stop().await;
    Ok(served?)
}

/// Everything that runs beside the page.
struct Parts {
    gateway: Service,
    phones: Arc<[Phone]>,
    terminal: Arc<TerminalKeeper>,
    fetcher: Arc<Fetcher>,
    parties: Parties,
}

/// What the page's server needs of the parts.
pub(crate) struct ShownParts {
    pub(crate) phones: Arc<[Phone]>,
    pub(crate) terminal: Arc<TerminalKeeper>,
    pub(crate) fetcher: Arc<Fetcher>,
    pub(crate) panes: Arc<[PaneView]>,
}

impl Parts {
    async fn start(folder: &Folder, seed: Option<u64>, page: SocketAddr) -> Result<Self, DeskError> {
        let logs = folder.part("logs");
        let failed = |name| {
            let logs = logs.clone();
            move |source| DeskError::Start { name, logs, source }
        };
        let nursery = Nursery::new(logs.clone())?;
        let (address, target) = watch::channel(parties::nowhere());
        let mut relays = Vec::new();
        for _ in PHONES {
            relays.push(Relay::open(*target.borrow()).await?);
        }
        let around = Around {
            nursery: &nursery,
            gateway_data: folder.part("gateway"),
            secrets: folder.part("parties"),
            page,
            phones_gateway: relays[0].address(),
        };
        let kiosk = parties::register(&around).await.map_err(failed("the kiosk's registration"))?;
        let gateway = Service::start(gateway_plan(&around, seed), address).await.map_err(failed("the gateway"))?;
        let glass = Glass::open(Pane::Screen, page, target.clone()).await?;
        let links = vec![glass.origin()];
        let parties = Parties::start(&around, glass, kiosk).await.map_err(failed("the parties"))?;
        let fetcher = Arc::new(Fetcher::new(gateway.address()));
        let wrapper = Wrapper::without_network().await;
        let terminal = Arc::new(TerminalKeeper::new(folder.part("terminal"), nursery.clone(), wrapper));
        if let Err(error) = fetcher.sync(terminal.dir()).await {
            tracing::warn!(%error, "the terminal begins without a list");
        }
        crate::files::private_dir(terminal.dir())?;
        let mut phones = Vec::new();
        for ((name, title), relay) in PHONES.into_iter().zip(relays) {
            relay.aim(*target.borrow());
            let dir = folder.part("phones").join(name);
            // Only the first phone has another app.
            let apps = if phones.is_empty() { vec![parties.app.clone()] } else { Vec::new() };
            let (gateway, nursery, links) = (target.clone(), nursery.clone(), links.clone());
            phones.push(Phone::start(Plan { name, title, dir, relay, links, apps, gateway, nursery })?);
        }
        Ok(Self { gateway, phones: phones.into(), terminal, fetcher, parties })
    }

    fn shown(&self) -> ShownParts {
        ShownParts {
            phones: Arc::clone(&self.phones),
            terminal: Arc::clone(&self.terminal),
            fetcher: Arc::clone(&self.fetcher),
            panes: self.parties.panes.clone().into(),
        }
    }

    /// Ends the phones first: they may still have something to write.
    async fn stop(self) {
        for phone in self.phones.iter() {
            phone.stop().await;
        }
        self.terminal.stop().await;
        self.parties.stop().await;
        self.gateway.stop().await;
    }
}

fn gateway_plan(around: &Around<'_>, seed: Option<u64>) -> ServicePlan {
    let mut args: Vec<OsString> =
        ["gateway", "serve", "--demo", "--listen", "127.0.0.1:0", "--data"].map(OsString::from).into();
    args.push(around.gateway_data.clone().into());
    if let Some(seed) = seed {
        args.extend(["--seed".into(), seed.to_string().into()]);
    }
    ServicePlan { name: "gateway", args, nursery: around.nursery.clone() }
}

async fn listen(wanted: Option<SocketAddr>) -> Result<TcpListener, DeskError> {
    let address = wanted.unwrap_or(USUAL);
    if !address.ip().is_loopback() {
        return Err(DeskError::NotLoopback);
    }
    match TcpListener::bind(address).await {
        Err(error) if wanted.is_none() && error.kind() == io::ErrorKind::AddrInUse => {
            let free = SocketAddr::new(address.ip(), 0);
            TcpListener::bind(free).await.map_err(|source| DeskError::Listen { address: free, source })
        }
        bound => bound.map_err(|source| DeskError::Listen { address, source }),
    }
}

/// Turns true once the simulator is told to end.
fn ending() -> io::Result<watch::Receiver<bool>> {
    let (told, ending) = watch::channel(false);
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
            let (mut signals, told) = (signal(kind)?, told.clone());
            tokio::spawn(async move {
                signals.recv().await;
                let _ = told.send(true);
            });
        }
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        let _ = tokio::signal::ctrl_c().await;
        let _ = told.send(true);
    });
    Ok(ending)
}

async fn wait(mut ending: watch::Receiver<bool>) {
    // The senders live as long as the process: an error would mean that nobody can tell us any more.
    if ending.wait_for(|told| *told).await.is_err() {
        std::future::pending::<()>().await;
    }
}
