//! The other devices around the phones: a kiosk, a screen in a hall, an app on a phone, a swindler's page, the gateway's own
//! desk. Each is a process of its own behind its own glass, and knows the gateway only as a stranger would.

use std::{
    ffi::OsString,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
};

use serde::Serialize;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    sync::watch,
};

use super::{
    child::{Nursery, Spawned, Wrapper},
    phone::App,
    service::{Service, ServicePlan},
};
use crate::{
    files,
    glass::{Glass, Pane},
};

/// The secret that every demonstration's board has.
const BOARD_SECRET: &str = "demo-secret-of-the-board";

/// What the kiosk is registered as: the demonstration's own, told of sign-outs where this one listens.
const KIOSK: [&str; 21] = [
    "--name",
    "历下老年食堂",
    "--kind",
    "kiosk",
    "--region",
    "370102",
    "--at",
    "历下区人社大厅",
    "--spot",
    "3号自助机",
    "--purpose",
    "想用社保卡认您，给饭菜打折",
    "--colour",
    "#1f6f50",
    "--scope",
    "profile",
    "--scope",
    "age_65",
    "--redirect-uri",
    "http://127.0.0.1/callback",
    "--post-logout-redirect-uri=http://127.0.0.1/",
];

/// A pane of the page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PaneView {
    name: &'static str,
    title: &'static str,
    kind: PaneKind,
    /// Where its first page is.
    url: String,
    /// Scheme, host and port of what it tells the page.
    pub(crate) origin: String,
}

/// What a pane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum PaneKind {
    /// A screen that a phone's camera may look at.
    Screen,
    /// A page for staff.
    Desk,
    /// An app on the first phone.
    App,
}

/// Where the parties are started.
pub(super) struct Around<'a> {
    pub(super) nursery: &'a Nursery,
    /// The gateway's data folder.
    pub(super) gateway_data: PathBuf,
    /// Folder for secrets.
    pub(super) secrets: PathBuf,
    /// Address of the simulator's page.
    pub(super) page: SocketAddr,
    /// Address at which the first phone reaches the gateway: what its apps use too.
    pub(super) phones_gateway: SocketAddr,
}

/// Everything that the panes of the page show.
pub(super) struct Parties {
    glasses: Vec<Glass>,
    services: Vec<Service>,
    /// How the panes are called.
    pub(super) panes: Vec<PaneView>,
    /// The app on the first phone.
    pub(super) app: App,
}

impl Parties {
    /// Starts every party; the gateway is behind `gateway`.
    ///
    /// # Errors
    /// A process or a pane that does not begin.
    pub(super) async fn start(around: &Around<'_>, gateway: Glass, kiosk: Registered) -> io::Result<Self> {
        files::private_dir(&around.secrets)?;
        let issuer = gateway.origin();
        let desk = format!("{issuer}/desk");
        let mut parties = Starting { around, glasses: Vec::new(), services: Vec::new(), panes: Vec::new() };
        let secret = parties.secret("kiosk.secret", &kiosk.secret)?;
        let kiosk_url = parties
            .add("kiosk", "自助机", PaneKind::Screen, "/", |own| {
                words(["kiosk", "--listen", "127.0.0.1:0", "--issuer", &issuer, "--public-url", own])
                    .chain(["--secret-file".into(), secret.into()])
                    .chain(words(["--told-at", &kiosk.told_at.to_string()]))
                    .collect()
            })
            .await?;
        let secret = parties.secret("board.secret", BOARD_SECRET)?;
        parties
            .add("board", "大厅屏幕", PaneKind::Screen, "/", |_| {
                words(["board", "--listen", "127.0.0.1:0", "--issuer", &issuer])
                    .chain(["--secret-file".into(), secret.into()])
                    .collect()
            })
            .await?;
        parties
            .add("swindler", "骗人网页", PaneKind::Screen, "/", |_| {
                words(["swindler", "--listen", "127.0.0.1:0", "--kiosk", &kiosk_url]).collect()
            })
            .await?;
        parties.panes.push(PaneView { name: "desk", title: "柜台", kind: PaneKind::Desk, url: desk, origin: issuer });
        let phones_gateway = format!("http://{}", around.phones_gateway);
        let app_url = parties
            .add("partner", "青岛公交", PaneKind::App, "/partner", |own| {
                words(["partner", "--listen", "127.0.0.1:0", "--issuer", &phones_gateway, "--public-url", own])
                    .collect()
            })
            .await?;
        let Starting { mut glasses, services, panes, .. } = parties;
        glasses.push(gateway);
        let links = services.last().map(Service::lines).ok_or_else(|| io::Error::other("the app did not begin"))?;
        let app = App { name: "partner", claims: format!("{app_url}/partner/"), links };
        Ok(Self { glasses, services, panes, app })
    }

    /// Ends every party.
    pub(super) async fn stop(self) {
        for service in self.services {
            service.stop().await;
        }
        drop(self.glasses);
    }
}

struct Starting<'a> {
    around: &'a Around<'a>,
    glasses: Vec<Glass>,
    services: Vec<Service>,
    panes: Vec<PaneView>,
}

impl Starting<'_> {
    fn secret(&self, name: &str, secret: &str) -> io::Result<PathBuf> {
        let path = self.around.secrets.join(name);
        files::replace(&path, secret.as_bytes())?;
        Ok(path)
    }

    /// Starts a party behind glass; `args` gets the address under which it is reached, which is given back too.
    async fn add(
        &mut self,
        name: &'static str,
        title: &'static str,
        kind: PaneKind,
        path: &str,
        args: impl FnOnce(&str) -> Vec<OsString>,
    ) -> io::Result<String> {
        let (address, target) = watch::channel(nowhere());
        let pane = if kind == PaneKind::App { Pane::App } else { Pane::Screen };
        let glass = Glass::open(pane, self.around.page, target).await?;
        let origin = glass.origin();
        let plan = ServicePlan { name, args: args(&origin), nursery: self.around.nursery.clone() };
        self.services.push(Service::start(plan, address).await?);
        self.glasses.push(glass);
        self.panes.push(PaneView { name, title, kind, url: format!("{origin}{path}"), origin: origin.clone() });
        Ok(origin)
    }
}

/// The kiosk as the gateway knows it.
pub(super) struct Registered {
    secret: String,
    /// Where it is told of sign-outs.
    told_at: SocketAddr,
}

/// Registers the kiosk as an operator does, before the gateway starts: `leling-gateway client add`.
///
/// # Errors
/// The command's.
pub(super) async fn register(around: &Around<'_>) -> io::Result<Registered> {
    // The kiosk of the run before; the first run has none.
    let _ = client(around, words(["remove", "kiosk"])).await;
    let told_at = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let told = format!("http://{told_at}/backchannel");
    let args = words(["add", "kiosk"]).chain(words(KIOSK)).chain(words(["--backchannel-logout-uri", &told]));
    let said = client(around, args).await?;
    let secret = said.iter().find_map(|line| line.strip_prefix("client_secret "));
    let secret = secret.ok_or_else(|| io::Error::other("the kiosk is not registered"))?.to_owned();
    Ok(Registered { secret, told_at })
}

async fn client(around: &Around<'_>, args: impl Iterator<Item = OsString>) -> io::Result<Vec<String>> {
    let args = words(["gateway", "client"]).chain(args).chain(["--data".into(), around.gateway_data.clone().into()]);
    let Spawned { process, stdin, stdout } = around.nursery.spawn("gateway", Wrapper::Direct, args)?;
    let mut lines = BufReader::new(stdout).lines();
    let mut said = Vec::new();
    while let Some(line) = lines.next_line().await? {
        said.push(line);
    }
    drop(stdin);
    process.end().await;
    Ok(said)
}

/// An address at which nobody is yet.
pub(super) fn nowhere() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 9).into()
}

fn words<const N: usize>(words: [&str; N]) -> impl Iterator<Item = OsString> {
    words.into_iter().map(OsString::from)
}
