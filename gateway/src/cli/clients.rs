//! `leling-gateway client`: who may let people log in.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use leling_crypto::rng::{SystemRng, bytes};
use leling_protocol::{
    RegionCode,
    scope::Scope,
    wire::{PartyKind, PublicJwk},
};

use super::{Outcome, Place, say, text};
use crate::{
    Config,
    openid::{
        client::{Algorithm, AuthMethod, ClientEntry, DpopRule, Grant, SecretHash},
        provider::house,
        registry,
    },
    wire::base64url,
};

/// What is done with the registry of clients.
#[derive(Subcommand)]
pub(super) enum ClientCommand {
    /// Register a client; its secret is printed once and kept as a hash.
    Add {
        #[command(flatten)]
        client: Box<NewClient>,
        #[command(flatten)]
        place: Place,
    },
    /// Print a further secret for a client; `--only` ends the ones before.
    Secret {
        /// `client_id`.
        id: String,
        /// The new secret takes the place of all others at once.
        #[arg(long)]
        only: bool,
        #[command(flatten)]
        place: Place,
    },
    /// List the clients.
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Remove a client: from now on its codes and tokens open nothing.
    Remove {
        /// `client_id`.
        id: String,
        #[command(flatten)]
        place: Place,
    },
}

/// What is said of a new client.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line are there or not")]
pub(super) struct NewClient {
    /// `client_id`: small letters, digits and hyphens.
    id: String,
    /// Name for people, such as 历下老年食堂.
    #[arg(long)]
    name: String,
    /// What kind of party.
    #[arg(long)]
    kind: Kind,
    /// Division (GB/T 2260), six digits.
    #[arg(long)]
    region: String,
    /// Name of the city, where the division is not one of Shandong.
    #[arg(long)]
    city: Option<String>,
    /// Where in the city.
    #[arg(long)]
    at: Option<String>,
    /// Which machine or counter.
    #[arg(long)]
    spot: Option<String>,
    /// What for: one clause that fits behind the name.
    #[arg(long)]
    purpose: String,
    /// Colour of its plate, #rrggbb, dark enough for white text.
    #[arg(long)]
    colour: Option<String>,
    /// What it may ask for; again for each.
    #[arg(long = "scope", value_parser = scope)]
    scopes: Vec<Scope>,
    /// Where the browser may come back to; again for each.
    #[arg(long = "redirect-uri")]
    redirect_uris: Vec<String>,
    /// Where the browser may go after a sign-out; again for each.
    #[arg(long = "post-logout-redirect-uri")]
    post_logout_redirect_uris: Vec<String>,
    /// Where sign-outs are told.
    #[arg(long)]
    backchannel_logout_uri: Option<String>,
    /// How it proves itself.
    #[arg(long, value_enum, default_value_t = Auth::Secret)]
    auth: Auth,
    /// File with its public key as JWK, for private-key-jwt; again for each.
    #[arg(long = "key")]
    own_keys: Vec<PathBuf>,
    /// Device flow: a screen without a browser.
    #[arg(long)]
    device: bool,
    /// A refresh token comes with every login.
    #[arg(long)]
    refresh: bool,
    /// ID tokens are signed with RS256.
    #[arg(long)]
    rs256: bool,
    /// Tokens must be bound to the client's key (DPoP).
    #[arg(long)]
    require_dpop: bool,
    /// Name of its sector, where several clients are to know a person by the same `sub`.
    #[arg(long)]
    sector: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// 自助机
    Kiosk,
    /// 柜台
    Counter,
    /// 网站
    Website,
    /// 手机应用
    App,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Auth {
    /// A secret.
    Secret,
    /// Assertions signed with ES256.
    PrivateKeyJwt,
    /// Not at all: apps and pages.
    None,
}

fn scope(name: &str) -> Result<Scope, String> {
    let known = || Scope::ALL.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ");
    Scope::from_name(name).ok_or_else(|| format!("the scopes are: {}", known()))
}

/// Runs a command.
pub(super) fn run(command: ClientCommand) -> Outcome {
    match command {
        ClientCommand::Add { client, place } => add(&place.config()?, *client),
        ClientCommand::Secret { id, only, place } => secret(&place.config()?, &id, only),
        ClientCommand::List { place } => list(&place.config()?),
        ClientCommand::Remove { id, place } => {
            let config = place.config()?;
            change(&config, |entries| {
                let before = entries.len();
                entries.retain(|entry| entry.id != id);
                if entries.len() < before { Ok(()) } else { Err("there is no such client".to_owned()) }
            })?;
            say("removed")
        }
    }
}

fn add(config: &Config, client: NewClient) -> Outcome {
    let with_secret = client.auth == Auth::Secret;
    let mut entry = entry(client)?;
    let secret = with_secret.then(new_secret);
    entry.secrets.extend(secret.as_deref().map(|secret| SecretHash::of(secret).spell()));
    let id = entry.id.clone();
    change(config, |entries| {
        entries.push(entry);
        Ok(())
    })?;
    say(&format!("client_id {id}"))?;
    secret.map_or(Ok(()), |secret| say(&format!("client_secret {secret}")))
}

fn entry(client: NewClient) -> Result<ClientEntry, String> {
    let mut grants = Vec::new();
    if !client.redirect_uris.is_empty() {
        grants.push(Grant::AuthorizationCode);
    }
    if client.device {
        grants.push(Grant::DeviceCode);
    }
    if client.refresh {
        grants.push(Grant::RefreshToken);
    }
    Ok(ClientEntry {
        id: client.id,
        name: client.name,
        kind: match client.kind {
            Kind::Kiosk => PartyKind::Kiosk,
            Kind::Counter => PartyKind::Counter,
            Kind::Website => PartyKind::Website,
            Kind::App => PartyKind::App,
        },
        region: RegionCode::parse(&client.region).map_err(|_| "a region has six digits")?,
        city: client.city,
        place: client.at,
        spot: client.spot,
        purpose: client.purpose,
        colour: client.colour,
        scopes: client.scopes,
        grants,
        redirect_uris: client.redirect_uris,
        post_logout_redirect_uris: client.post_logout_redirect_uris,
        backchannel_logout_uri: client.backchannel_logout_uri,
        auth: match client.auth {
            Auth::Secret => AuthMethod::Secret,
            Auth::PrivateKeyJwt => AuthMethod::PrivateKeyJwt,
            Auth::None => AuthMethod::None,
        },
        secrets: Vec::new(),
        keys: client.own_keys.iter().map(key).collect::<Result<_, _>>()?,
        id_token: if client.rs256 { Algorithm::Rs256 } else { Algorithm::Es256 },
        dpop: if client.require_dpop { DpopRule::Required } else { DpopRule::Offered },
        sector: client.sector,
    })
}

fn key(path: &PathBuf) -> Result<PublicJwk, String> {
    let malformed = || format!("{} is not a public P-256 jwk", path.display());
    let text = std::fs::read_to_string(path).map_err(text)?;
    let key = leling_crypto::keys::PublicKey::from_jwk(&serde_json::from_str(&text).map_err(|_| malformed())?);
    key.map(|key| crate::wire::jwk(&key)).map_err(|_| malformed())
}

fn secret(config: &Config, id: &str, only: bool) -> Outcome {
    let secret = new_secret();
    change(config, |entries| {
        let entry = entries.iter_mut().find(|entry| entry.id == id).ok_or("there is no such client")?;
        if only {
            entry.secrets.clear();
        }
        entry.secrets.push(SecretHash::of(&secret).spell());
        Ok(())
    })?;
    say(&format!("client_secret {secret}"))
}

fn list(config: &Config) -> Outcome {
    for entry in registry::read(&config.clients_file()).map_err(text)? {
        let scopes = entry.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
        say(&format!("{}\t{}\t{}\t{scopes}", entry.id, entry.name, entry.purpose))?;
    }
    Ok(())
}

/// Changes the file; what would not be accepted at a start is not written.
fn change(config: &Config, change: impl FnOnce(&mut Vec<ClientEntry>) -> Result<(), String>) -> Outcome {
    let path = config.clients_file();
    let mut entries = registry::read(&path).map_err(text)?;
    change(&mut entries)?;
    registry::check(&entries, house(config)).map_err(text)?;
    crate::gateway::make_private(&config.data).map_err(text)?;
    registry::write(&path, entries).map_err(text)
}

/// Draws 256 bits.
fn new_secret() -> String {
    base64url(&bytes::<32>(&mut SystemRng::new()))
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    fn run_line(line: &[&str]) -> Outcome {
        let line = ["leling-gateway", "client"].iter().chain(line);
        let Command::Client(command) = Cli::try_parse_from(line).map_err(text)?.command else { panic!("client") };
        run(command)
    }

    #[test]
    fn clients_are_added_given_secrets_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let add = [
            "add",
            "canteen",
            "--name",
            "历下老年食堂",
            "--kind",
            "kiosk",
            "--region",
            "370102",
            "--at",
            "历下区人社大厅",
            "--purpose",
            "想用社保卡认您",
            "--scope",
            "profile",
            "--redirect-uri",
            "https://canteen.example/back",
            "--data",
            data,
        ];
        run_line(&add).unwrap();
        assert!(run_line(&add).unwrap_err().contains("id is there twice"));
        run_line(&["secret", "canteen", "--data", data]).unwrap();
        let entries = registry::read(&folder.path().join("clients.toml")).unwrap();
        assert_eq!(entries[0].secrets.len(), 2);
        assert!(entries[0].secrets[0].starts_with("sha256:"));
        run_line(&["secret", "canteen", "--only", "--data", data]).unwrap();
        assert_eq!(registry::read(&folder.path().join("clients.toml")).unwrap()[0].secrets.len(), 1);
        run_line(&["list", "--data", data]).unwrap();
        run_line(&["remove", "canteen", "--data", data]).unwrap();
        assert!(run_line(&["remove", "canteen", "--data", data]).is_err());
    }

    #[test]
    fn what_would_not_start_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let refused = run_line(&[
            "add",
            "canteen",
            "--name",
            "食堂",
            "--kind",
            "kiosk",
            "--region",
            "370102",
            "--purpose",
            "想用社保卡认您",
            "--redirect-uri",
            "http://canteen.example/back",
            "--data",
            data,
        ]);
        assert!(refused.unwrap_err().contains("it is not https"));
        assert!(!folder.path().join("clients.toml").exists());
    }
}
