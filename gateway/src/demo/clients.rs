//! The fictitious parties of the demonstration. Their secrets are in every copy of this program and open nothing else.
//!
//! They live on this machine at any port. A file of clients beside the data may name one of them anew, for example with
//! the port at which its sign-outs are told.

use crate::openid::client::{Client, ClientEntry, House, SecretHash};

/// Secret of the kiosk.
const KIOSK_SECRET: &str = "demo-secret-of-the-kiosk";
/// Secret of the reading room.
const READER_SECRET: &str = "demo-secret-of-the-reading-room";
/// Secret of the notice board.
const BOARD_SECRET: &str = "demo-secret-of-the-board";

const PARTIES: &str = r##"
[[client]]
id = "kiosk"
name = "历下老年食堂"
kind = "kiosk"
region = "370102"
place = "历下区人社大厅"
spot = "3号自助机"
purpose = "想用社保卡认您，给饭菜打折"
colour = "#1f6f50"
scopes = ["profile", "age_65"]
redirect_uris = ["http://127.0.0.1/callback"]
post_logout_redirect_uris = ["http://127.0.0.1/"]
backchannel_logout_uri = "http://127.0.0.1:7410/backchannel"

[[client]]
id = "partner"
name = "青岛公交"
kind = "app"
region = "370200"
purpose = "想知道您满没满65岁，坐车免费"
colour = "#1d5fa8"
scopes = ["age_65", "profile"]
grants = ["authorization_code", "refresh_token"]
redirect_uris = ["http://127.0.0.1/partner/callback"]
post_logout_redirect_uris = ["http://127.0.0.1/partner"]
auth = "none"
dpop = "offered"

[[client]]
id = "board"
name = "临沂人社大厅"
kind = "counter"
region = "371302"
place = "兰山区人社大厅"
spot = "2号大屏"
purpose = "想给您看看社保卡办到哪一步了"
colour = "#7a3e9d"
scopes = ["view"]
grants = ["device_code", "refresh_token"]

[[client]]
id = "reader"
name = "济南图书馆"
kind = "website"
region = "370100"
purpose = "想用社保卡认您，借书不交押金"
colour = "#8a4b08"
scopes = ["profile", "phone"]
grants = ["authorization_code", "refresh_token"]
redirect_uris = ["http://127.0.0.1/reader/callback"]
post_logout_redirect_uris = ["http://127.0.0.1/reader"]
"##;

/// Gives everybody.
pub(crate) fn all(house: House) -> Vec<Client> {
    #[derive(serde::Deserialize)]
    struct Parties {
        client: Vec<ClientEntry>,
    }
    let parties: Parties = toml::from_str(PARTIES).expect("the list is tested");
    let with_secret = |mut entry: ClientEntry| {
        let secret = match entry.id.as_str() {
            "kiosk" => Some(KIOSK_SECRET),
            "reader" => Some(READER_SECRET),
            "board" => Some(BOARD_SECRET),
            _ => None,
        };
        entry.secrets.extend(secret.map(|secret| SecretHash::of(secret).spell()));
        Client::check(&entry, house).expect("the list is tested")
    };
    parties.client.into_iter().map(with_secret).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::{address::Reach, client::Grant};

    #[test]
    fn each_kind_of_party_is_there() {
        let clients = all(House { reach: Reach::Loopback, rsa: false });
        let find = |id: &str| clients.iter().find(|client| client.id() == id).unwrap();
        assert!(find("kiosk").credentials().has_secret(KIOSK_SECRET));
        assert!(find("kiosk").backchannel().is_some() && find("reader").backchannel().is_none());
        assert!(find("kiosk").comes_back_to("http://127.0.0.1:9000/callback"));
        assert!(find("partner").is_public());
        assert!(find("board").may(Grant::DeviceCode) && !find("board").may(Grant::AuthorizationCode));
    }
}
