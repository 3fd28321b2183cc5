//! What a gateway is told at its start: by a TOML file, or by the flags of a demonstration.
//!
//! [`Config::from_file`] reads and checks a file; [`Config::demo`] makes the configuration of a demonstration. A
//! configuration that exists is consistent; whether files and addresses work shows at start.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use leling_protocol::Redacted;
use serde::Deserialize;
use url::Url;

use crate::{Numbers, adapters::HttpService, numbers::OutOfRange};

/// Why a configuration is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that it names cannot be read.
    #[error("file {path} is not readable")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, an unknown name, or a value of the wrong kind.
    #[error("configuration is malformed: {0}")]
    Malformed(String),
    /// A number out of its range.
    #[error(transparent)]
    Number(#[from] OutOfRange),
    /// The address that phones use is not plain https without path.
    #[error("public_url must be https://HOST or https://HOST:PORT")]
    PublicUrl,
    /// A demonstration never listens to other machines.
    #[error("a demonstration listens on a loopback address only")]
    NotLoopback,
    /// The file asks for a demonstration and for services at once.
    #[error("a demonstration has no public_url, realname or sms")]
    DemoWithServices,
    /// Something that a real gateway needs is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
}

/// What a gateway is told at its start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Folder of the database, the audit checkpoints and, unless `keys` says otherwise, the key file.
    pub data: PathBuf,
    /// Key file, where it lies elsewhere.
    pub keys: Option<PathBuf>,
    /// File of the clients that may let people log in, where it lies elsewhere.
    pub clients: Option<PathBuf>,
    /// RSA keys in PEM for clients that cannot read ES256, newest first.
    pub rsa_keys: Vec<PathBuf>,
    /// For real people or for a demonstration.
    pub mode: Mode,
    /// The table of numbers.
    pub numbers: Numbers,
}

/// For whom the gateway works.
#[derive(Clone, Debug)]
pub enum Mode {
    /// For real people: TLS and the ministry's services.
    Service(Box<ServiceConfig>),
    /// For nobody: the folder is looked into and not served.
    Folder,
    /// For fictitious people on this machine only.
    #[cfg(feature = "demo")]
    Demo(DemoConfig),
}

/// What a gateway for real people needs.
#[derive(Clone, Debug)]
pub struct ServiceConfig {
    /// Address under which phones reach the gateway; issuer and audience of its tokens.
    pub public_url: Url,
    /// Certificate and key.
    pub tls: TlsFiles,
    /// The real-name check.
    pub realname: HttpService,
    /// The short-message service.
    pub sms: HttpService,
}

/// What a demonstration may be told.
#[cfg(feature = "demo")]
#[derive(Clone, Debug, Default)]
pub struct DemoConfig {
    /// Codes, handles and issue numbers follow from it.
    pub seed: Option<u64>,
    /// Certificate and key; without them plain http.
    pub tls: Option<TlsFiles>,
}

/// Certificate chain and private key, both in PEM.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// Certificate chain, the gateway's own first.
    pub cert: PathBuf,
    /// Private key.
    pub key: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    listen: SocketAddr,
    data: PathBuf,
    keys: Option<PathBuf>,
    clients: Option<PathBuf>,
    rsa_key: Option<OneOrMany>,
    public_url: Option<String>,
    tls: Option<TlsFiles>,
    realname: Option<ServiceFile>,
    sms: Option<ServiceFile>,
    #[cfg(feature = "demo")]
    #[serde(default)]
    demo: bool,
    #[cfg(feature = "demo")]
    seed: Option<u64>,
    numbers: Option<toml::Table>,
}

/// A file, or several where one takes another's place.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

impl From<OneOrMany> for Vec<PathBuf> {
    fn from(files: OneOrMany) -> Self {
        match files {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    url: String,
    token_file: Option<PathBuf>,
    roots: Option<PathBuf>,
}

impl Config {
    /// Makes the configuration of a demonstration.
    ///
    /// # Errors
    /// [`ConfigError::NotLoopback`].
    #[cfg(feature = "demo")]
    pub fn demo(listen: SocketAddr, data: PathBuf, demo: DemoConfig) -> Result<Self, ConfigError> {
        if !listen.ip().is_loopback() {
            return Err(ConfigError::NotLoopback);
        }
        let numbers = Numbers::demo();
        Ok(Self { listen, data, keys: None, clients: None, rsa_keys: Vec::new(), mode: Mode::Demo(demo), numbers })
    }

    /// Reads a file and the small files that it names.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = read(path)?;
        let text = std::str::from_utf8(&text).map_err(|error| ConfigError::Malformed(error.to_string()))?;
        let file: ConfigFile =
            toml::from_str(text).map_err(|error| ConfigError::Malformed(error.message().to_owned()))?;
        Self::from_parts(file)
    }

    fn from_parts(file: ConfigFile) -> Result<Self, ConfigError> {
        let rsa_keys = file.rsa_key.map(Vec::from).unwrap_or_default();
        #[cfg(feature = "demo")]
        if file.demo {
            if file.public_url.is_some() || file.realname.is_some() || file.sms.is_some() {
                return Err(ConfigError::DemoWithServices);
            }
            let demo = DemoConfig { seed: file.seed, tls: file.tls };
            let config = Self::demo(file.listen, file.data, demo)?;
            let numbers = numbers(&Numbers::demo(), file.numbers)?;
            return Ok(Self { keys: file.keys, clients: file.clients, rsa_keys, numbers, ..config });
        }
        let numbers = numbers(&Numbers::default(), file.numbers)?;
        let timeout = Duration::from_secs(numbers.adapter_seconds.into());
        let public_url = file.public_url.ok_or(ConfigError::Missing("public_url"))?;
        let public_url = Url::parse(&public_url).map_err(|_| ConfigError::PublicUrl)?;
        let bare = public_url.path() == "/" && public_url.query().is_none() && public_url.fragment().is_none();
        if public_url.scheme() != "https" || !bare || !public_url.username().is_empty() {
            return Err(ConfigError::PublicUrl);
        }
        let service = ServiceConfig {
            public_url,
            tls: file.tls.ok_or(ConfigError::Missing("tls"))?,
            realname: file.realname.ok_or(ConfigError::Missing("realname"))?.read(timeout)?,
            sms: file.sms.ok_or(ConfigError::Missing("sms"))?.read(timeout)?,
        };
        Ok(Self {
            listen: file.listen,
            data: file.data,
            keys: file.keys,
            clients: file.clients,
            rsa_keys,
            mode: Mode::Service(Box::new(service)),
            numbers,
        })
    }

    /// Makes a configuration for looking into a data folder without serving.
    pub fn for_folder(data: PathBuf, keys: Option<PathBuf>, numbers: Numbers) -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Self { listen, data, keys, clients: None, rsa_keys: Vec::new(), mode: Mode::Folder, numbers }
    }

    /// Says where the key file lies.
    pub fn key_file(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.join("keys.json"))
    }

    /// Says where the file of clients lies.
    pub fn clients_file(&self) -> PathBuf {
        self.clients.clone().unwrap_or_else(|| self.data.join("clients.toml"))
    }
}

impl ServiceFile {
    fn read(self, timeout: Duration) -> Result<HttpService, ConfigError> {
        let token = self.token_file.as_deref().map(read).transpose()?;
        let token = token
            .map(|bytes| String::from_utf8(bytes).map(|text| Redacted::new(text.trim().to_owned())))
            .transpose()
            .map_err(|_| ConfigError::Malformed("token_file holds no text".to_owned()))?;
        let roots_pem = self.roots.as_deref().map(read).transpose()?;
        let url = Url::parse(&self.url).map_err(|_| ConfigError::Malformed("url is not absolute".to_owned()))?;
        Ok(HttpService { url, token, roots_pem, timeout })
    }
}

/// Puts what the file says over `base`.
fn numbers(base: &Numbers, table: Option<toml::Table>) -> Result<Numbers, ConfigError> {
    let malformed = |error: String| ConfigError::Malformed(error);
    let mut all = toml::Table::try_from(base).map_err(|error| malformed(error.to_string()))?;
    for (name, value) in table.unwrap_or_default() {
        match (all.get_mut(&name), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(over)) => inner.extend(over),
            (_, value) => {
                all.insert(name, value);
            }
        }
    }
    let numbers: Numbers = all.try_into().map_err(|error: toml::de::Error| malformed(error.message().to_owned()))?;
    numbers.check()?;
    Ok(numbers)
}

fn read(path: &Path) -> Result<Vec<u8>, ConfigError> {
    fs::read(path).map_err(|source| ConfigError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gateway.toml");
        fs::write(&path, text).unwrap();
        Config::from_file(&path)
    }

    const SERVICE: &str = r#"
        listen = "0.0.0.0:8443"
        data = "/var/lib/leling"
        public_url = "https://card.example"
        rsa_key = "rsa.pem"
        [tls]
        cert = "cert.pem"
        key = "key.pem"
        [realname]
        url = "https://realname.example/check"
        [sms]
        url = "https://sms.example/send"
        [numbers]
        replacement_seconds = 172800
        [numbers.limits]
        messages_by_phone = { count = 3, seconds = 86400 }
    "#;

    #[test]
    fn a_whole_file_is_read_and_its_numbers_win() {
        let config = parse(SERVICE).unwrap();
        assert_eq!(config.numbers.replacement_seconds, 172_800);
        assert_eq!(config.numbers.limits.messages_by_phone.count, 3);
        assert_eq!(config.numbers.token_seconds, Numbers::default().token_seconds);
        assert_eq!(config.key_file(), Path::new("/var/lib/leling/keys.json"));
        assert_eq!(config.clients_file(), Path::new("/var/lib/leling/clients.toml"));
        assert_eq!(config.rsa_keys, [Path::new("rsa.pem")]);
        let two = parse(&SERVICE.replace("\"rsa.pem\"", "[\"new.pem\", \"old.pem\"]")).unwrap();
        assert_eq!(two.rsa_keys, [Path::new("new.pem"), Path::new("old.pem")]);
    }

    #[test]
    fn faults_are_named() {
        let without = |line: &str| SERVICE.replace(line, "");
        assert!(matches!(
            parse(&without("public_url = \"https://card.example\"")),
            Err(ConfigError::Missing("public_url"))
        ));
        let http = SERVICE.replace("https://card", "http://card");
        assert!(matches!(parse(&http), Err(ConfigError::PublicUrl)));
        let unknown = format!("colour = 1\n{SERVICE}");
        assert!(matches!(parse(&unknown), Err(ConfigError::Malformed(_))));
        let number = SERVICE.replace("172800", "0");
        assert!(matches!(parse(&number), Err(ConfigError::Number(OutOfRange("replacement_seconds")))));
        let number = SERVICE.replace("replacement_seconds", "replacement_hours");
        assert!(matches!(parse(&number), Err(ConfigError::Malformed(_))));
    }

    #[cfg(feature = "demo")]
    #[test]
    fn a_demonstration_stays_on_this_machine() {
        let far = "demo = true\nlisten = \"0.0.0.0:1\"\ndata = \"d\"";
        assert!(matches!(parse(far), Err(ConfigError::NotLoopback)));
        let mixed = format!("demo = true\n{SERVICE}");
        assert!(matches!(parse(&mixed), Err(ConfigError::DemoWithServices)));
        let near = parse("demo = true\nseed = 7\nlisten = \"127.0.0.1:0\"\ndata = \"d\"").unwrap();
        assert!(matches!(near.mode, Mode::Demo(DemoConfig { seed: Some(7), tls: None })));
    }

    #[cfg(not(feature = "demo"))]
    #[test]
    fn a_shipped_build_knows_no_demonstration() {
        assert!(matches!(parse("demo = true\nlisten = \"127.0.0.1:0\"\ndata = \"d\""), Err(ConfigError::Malformed(_))));
    }
}
