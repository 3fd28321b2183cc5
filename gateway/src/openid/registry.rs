//! The registry of clients: one file, `clients.toml`, read at start and again when it changes.
//!
//! `leling-gateway client add` writes the same file; an operator may also edit it by hand. A change that does not read
//! keeps what was there before and is an error in the log. A demonstration has clients of its own beside the file.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use serde::{Deserialize, Serialize};

use super::client::{Client, ClientEntry, ClientError, ClientFault, House};

/// What stands above the entries of a file that the program wrote.
const HEAD: &str =
    "# Clients of this gateway. `leling-gateway client` rewrites this file; comments of yours are lost then.\n\n";

/// Largest file that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Why the file of clients was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum ClientsError {
    /// The file cannot be read or written.
    #[error("file of clients {path} is not accessible")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Not TOML, an unknown name, or a value of the wrong kind.
    #[error("file of clients {path} is malformed: {what}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A client that does not hold together.
    #[error(transparent)]
    Client(#[from] ClientError),
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientFile {
    #[serde(default)]
    client: Vec<ClientEntry>,
}

/// The clients that are registered now.
#[derive(Debug)]
pub(crate) struct Clients {
    path: PathBuf,
    house: House,
    own: Vec<Arc<Client>>,
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    by_id: Arc<BTreeMap<String, Arc<Client>>>,
    stamp: Option<Stamp>,
}

/// What tells one content of the file from another.
type Stamp = (SystemTime, u64);

impl Clients {
    /// Reads the file at `path`; no file is no client. `own` are there beside it, and give way to the same id there.
    ///
    /// # Errors
    /// [`ClientsError`].
    pub(crate) fn open(path: PathBuf, house: House, own: Vec<Client>) -> Result<Self, ClientsError> {
        let own = own.into_iter().map(Arc::new).collect();
        let clients = Self { path, house, own, state: RwLock::default() };
        clients.load(clients.stamp())?;
        Ok(clients)
    }

    /// Finds a client.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Client>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).by_id.get(id).cloned()
    }

    /// Tells whether a page at `origin` belongs to a client that runs in browsers.
    pub(crate) fn has_page_at(&self, origin: &str) -> bool {
        let by_id = Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner).by_id);
        by_id.values().any(|client| client.is_public() && client.lives_at(origin))
    }

    /// Reads the file again where it changed; what does not read changes nothing.
    pub(crate) fn refresh(&self) {
        let stamp = self.stamp();
        if self.state.read().unwrap_or_else(PoisonError::into_inner).stamp == stamp {
            return;
        }
        match self.load(stamp) {
            Ok(()) => tracing::info!("clients were read again"),
            Err(error) => {
                // Said once for each content of the file.
                self.state.write().unwrap_or_else(PoisonError::into_inner).stamp = stamp;
                tracing::error!(%error, "clients stay as they were");
            }
        }
    }

    fn stamp(&self) -> Option<Stamp> {
        let found = fs::metadata(&self.path).ok()?;
        Some((found.modified().ok()?, found.len()))
    }

    fn load(&self, stamp: Option<Stamp>) -> Result<(), ClientsError> {
        let mut by_id: BTreeMap<_, _> =
            self.own.iter().map(|client| (client.id().to_owned(), Arc::clone(client))).collect();
        for client in check(&read(&self.path)?, self.house)? {
            by_id.insert(client.id().to_owned(), Arc::new(client));
        }
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State { by_id: Arc::new(by_id), stamp };
        Ok(())
    }
}

/// Reads the entries of a file; none where there is no file.
///
/// # Errors
/// [`ClientsError::Io`], [`ClientsError::Malformed`].
pub(crate) fn read(path: &Path) -> Result<Vec<ClientEntry>, ClientsError> {
    let io = |source| ClientsError::Io { path: path.to_owned(), source };
    let malformed = |what: &str| ClientsError::Malformed { path: path.to_owned(), what: what.to_owned() };
    match fs::metadata(path) {
        Ok(found) if found.len() > LARGEST => return Err(malformed("larger than 4 MB")),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io(error)),
    }
    let text = fs::read_to_string(path).map_err(io)?;
    let file: ClientFile = toml::from_str(&text).map_err(|error| malformed(error.message()))?;
    Ok(file.client)
}

/// Checks entries, each for itself and all together.
///
/// # Errors
/// [`ClientsError::Client`].
pub(crate) fn check(entries: &[ClientEntry], house: House) -> Result<Vec<Client>, ClientsError> {
    let mut seen = std::collections::BTreeSet::new();
    let mut clients = Vec::with_capacity(entries.len());
    for entry in entries {
        if !seen.insert(&entry.id) {
            return Err(ClientError { client: entry.id.clone(), fault: ClientFault::Twice }.into());
        }
        clients.push(Client::check(entry, house)?);
    }
    Ok(clients)
}

/// Writes the file anew, whole or not at all.
///
/// # Errors
/// [`ClientsError::Io`].
pub(crate) fn write(path: &Path, entries: Vec<ClientEntry>) -> Result<(), ClientsError> {
    let io = |source| ClientsError::Io { path: path.to_owned(), source };
    let file = ClientFile { client: entries };
    let text = toml::to_string_pretty(&file).expect("texts, lists and tables of texts have a spelling in toml");
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    fs::write(&draft, format!("{HEAD}{text}")).map_err(io)?;
    fs::File::open(&draft).and_then(|file| file.sync_all()).map_err(io)?;
    fs::rename(&draft, path).map_err(io)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::address::Reach;

    const HOUSE: House = House { reach: Reach::Https, rsa: false };

    const ONE: &str = r#"
        [[client]]
        id = "canteen"
        name = "历下老年食堂"
        kind = "kiosk"
        region = "370102"
        purpose = "想用社保卡认您"
        redirect_uris = ["https://canteen.example/back"]
        secrets = ["sha256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"]
    "#;

    #[test]
    fn no_file_is_no_client_and_a_written_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.toml");
        let clients = Clients::open(path.clone(), HOUSE, Vec::new()).unwrap();
        assert!(clients.get("canteen").is_none());
        fs::write(&path, ONE).unwrap();
        clients.refresh();
        assert_eq!(clients.get("canteen").unwrap().party().name, "历下老年食堂");
        let entries = read(&path).unwrap();
        write(&path, entries).unwrap();
        assert_eq!(check(&read(&path).unwrap(), HOUSE).unwrap()[0].id(), "canteen");
    }

    #[test]
    fn a_change_that_does_not_read_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.toml");
        fs::write(&path, ONE).unwrap();
        let clients = Clients::open(path.clone(), HOUSE, Vec::new()).unwrap();
        fs::write(&path, format!("{ONE}\nmisspelt = 1")).unwrap();
        clients.refresh();
        assert!(clients.get("canteen").is_some());
        fs::remove_file(&path).unwrap();
        clients.refresh();
        assert!(clients.get("canteen").is_none());
    }

    #[test]
    fn faults_of_a_file_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.toml");
        let fault = |text: String| {
            fs::write(&path, text).unwrap();
            Clients::open(path.clone(), HOUSE, Vec::new()).unwrap_err().to_string()
        };
        assert!(fault(format!("{ONE}{ONE}")).contains("canteen: id is there twice"));
        assert!(fault(ONE.replace("https://", "http://")).contains("it is not https"));
        assert!(fault(ONE.replace("purpose", "purposes")).contains("malformed"));
    }
}
