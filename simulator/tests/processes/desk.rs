//! The whole simulator: who may talk to it, a phone through its socket, and an end that leaves nothing behind.

use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::child::{PATIENCE, Process, command};

struct Simulator {
    process: Process,
    host: String,
    token: String,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }
}

impl Simulator {
    fn start(data: &Path) -> Self {
        let mut command = command();
        command.args(["--listen", "127.0.0.1:0", "--no-open", "--seed", "7", "--data"]).arg(data);
        let process = Process::start(command);
        let link = loop {
            let line = process.line();
            if line.starts_with("http://") {
                break line;
            }
        };
        let (host, token) = link.strip_prefix("http://").unwrap().split_once("/?token=").unwrap();
        Self { host: host.to_owned(), token: token.to_owned(), process }
    }

    /// One request; `headers` go before the ones that every request has.
    fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let host =
            if headers.to_lowercase().contains("host:") { String::new() } else { format!("host: {}\r\n", self.host) };
        let length = body.len();
        let head =
            format!("{method} {path} HTTP/1.1\r\n{headers}{host}content-length: {length}\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        answer(stream)
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &format!("x-leling-token: {}\r\n", self.token), b"")
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &format!("x-leling-token: {}\r\n", self.token), body.to_string().as_bytes())
    }

    fn children(&self) -> BTreeSet<u32> {
        let id = self.process.child.id();
        let listed = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        let mut all: BTreeSet<u32> = listed.split_whitespace().map(|id| id.parse().unwrap()).collect();
        // Another thread may have started one.
        for thread in fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten() {
            let listed = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            all.extend(listed.split_whitespace().map(|id| id.parse::<u32>().unwrap()));
        }
        all
    }
}

/// One request to something else than the page.
fn ask(host: &str, what: &str, headers: &str) -> Answer {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!("{what} HTTP/1.1\r\nhost: {host}\r\n{headers}connection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    answer(stream)
}

fn answer(mut stream: TcpStream) -> Answer {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

fn runs(id: u32) -> bool {
    let state = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    !state.is_empty() && !state.contains(") Z ")
}

fn until_gone(children: &BTreeSet<u32>) {
    let end = Instant::now() + PATIENCE;
    while children.iter().any(|id| runs(*id)) {
        assert!(Instant::now() < end, "children are left behind");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn doors_are_closed(simulator: &Simulator) {
    let token = format!("token={}", simulator.token);
    let refused = |path: &str, headers: &str| simulator.send("GET", path, headers, b"").status;
    assert_eq!(refused("/", ""), 403);
    assert_eq!(refused("/?token=00000000000000000000000000000000", ""), 403);
    assert_eq!(simulator.send("GET", "/api/phones", "", b"").json(), json!({"error": "token"}));
    assert_eq!(refused("/ws/phone/phone1", ""), 403);
    for headers in
        ["host: evil.example\r\n", "host: 127.0.0.1\r\n", "origin: http://evil.example\r\n", "origin: null\r\n"]
    {
        assert_eq!(refused(&format!("/?{token}"), headers), 403, "{headers}");
        assert_eq!(refused(&format!("/api/phones?{token}"), headers), 403, "{headers}");
        assert_eq!(refused("/main.js", headers), 403, "{headers}");
    }
    let own = format!("origin: http://{}\r\n", simulator.host);
    assert_eq!(refused(&format!("/api/phones?{token}"), &own), 200);
    for path in
        ["/index.html", "/gallery.html", "/gallery/gallery.js", "/../Cargo.toml", "/phone", "/%2e%2e/Cargo.toml"]
    {
        assert_eq!(refused(path, ""), 404, "{path}");
    }
}

fn the_page_is_whole(simulator: &Simulator) {
    let page = simulator.send("GET", &format!("/?token={}", simulator.token), "", b"");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<symbol") && !page.body.contains("<!--icons-->"));
    let head = page.head.to_lowercase();
    let policy = format!("default-src 'self'; connect-src 'self' ws://{}; frame-src http://127.0.0.1:", simulator.host);
    for header in [policy.as_str(), "camera=(self), microphone=(self)", "no-referrer", "no-store", "nosniff"] {
        assert!(head.contains(header), "{header}");
    }
    for (path, kind) in [("/main.js", "text/javascript"), ("/tokens.css", "text/css"), ("/phone/phone.css", "text/css")]
    {
        let file = simulator.send("GET", path, "", b"");
        assert!(file.status == 200 && file.head.contains(&format!("content-type: {kind}")), "{path}");
    }
}

fn the_gateway_is_reached(simulator: &Simulator) {
    let people = simulator.get("/api/people").json();
    let person = &people["people"][1];
    assert_eq!((person["key"].as_str(), person["name"].as_str()), (Some("p2"), Some("李建国")));
    let ask =
        |act: &str| simulator.post("/api/peer", &json!({"name": "desk", "act": act, "person": person["id_number"]}));
    let code = ask("code_claim").json();
    assert_eq!((code["said"].as_str(), code["code"].as_str().map(str::len)), (Some("给您的领卡码"), Some(8)));
    let card = || simulator.get("/api/people").json()["people"][1]["card"].clone();
    assert_eq!(ask("report_lost").status, 200);
    assert_eq!(card(), "lost");
    assert_eq!(ask("undo_lost").status, 200);
    assert_eq!(card(), "normal");
    assert_eq!(ask("burn").status, 400);
    let phone = person["phone"].as_str().unwrap();
    assert_eq!(simulator.get(&format!("/api/sms?phone={phone}")).json(), json!({"messages": []}));
    assert_eq!(simulator.get("/api/sms?phone=1").status, 400);
}

fn the_panes_show_strangers(simulator: &Simulator) {
    let panes = simulator.get("/api/panes").json();
    let named =
        |name: &str| panes["panes"].as_array().unwrap().iter().find(|pane| pane["name"] == name).unwrap().clone();
    let page = format!("http://{}", simulator.host);
    for (name, words) in
        [("kiosk", "历下老年食堂"), ("board", "临沂人社大厅"), ("desk", "工号"), ("partner", "青岛公交")]
    {
        let url = named(name)["url"].as_str().unwrap().to_owned();
        let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let shown = ask(host, &format!("GET /{path}"), "");
        // The way in to the desk is a redirect to its sign-in.
        let shown = match shown.head.lines().find_map(|line| line.strip_prefix("location: ")) {
            Some(next) => ask(host, &format!("GET {next}"), ""),
            None => shown,
        };
        assert!(shown.status == 200 && shown.body.contains(words), "{name}: {}", shown.head);
        assert!(shown.head.contains(&format!("frame-ancestors {page}")), "{name}: {}", shown.head);
        assert!(shown.body.contains(&format!("/.glass/glass.js\" data-page=\"{page}\"")), "{name}");
    }
    // Under another name the panes would get no cookies, so the page goes back to its own.
    let local = simulator.host.replace("127.0.0.1", "localhost");
    let moved = simulator.send("GET", &format!("/?token={}", simulator.token), &format!("host: {local}\r\n"), b"");
    assert!(moved.status == 303 && moved.head.contains(&format!("location: {page}/?token=")), "{}", moved.head);
}

fn the_terminal_answers(simulator: &Simulator) {
    let terminal = simulator.get("/api/terminal").json();
    assert_eq!((&terminal["up"], &terminal["list_missing"]), (&json!(true), &json!(false)));
    assert_eq!(simulator.post("/api/terminal/sync", &json!({})).json()["list_age_days"], 0);
    assert_eq!(simulator.post("/api/terminal/restart", &json!({})).json()["up"], true);
    let look = |width: usize, height: usize, bytes: usize| {
        let token = format!("x-leling-token: {}\r\n", simulator.token);
        let path = format!("/api/terminal/look?width={width}&height={height}");
        simulator.send("POST", &path, &token, &vec![255; bytes])
    };
    assert_eq!(look(1280, 960, 1280 * 960).json()["verdict"], "nothing");
    assert_eq!(look(64, 64, 64).status, 400);
    assert_eq!(look(4096, 4096, 4096).status, 400);
    assert_eq!(look(0, 0, 0).status, 400);
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn next(socket: &mut Socket) -> Value {
    let message = tokio::time::timeout(PATIENCE, socket.next()).await.expect("a frame in time").unwrap().unwrap();
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

async fn until(socket: &mut Socket, wanted: impl Fn(&Value) -> bool) -> Value {
    loop {
        let frame = next(socket).await;
        if wanted(&frame) {
            return frame;
        }
    }
}

async fn a_page_drives_a_phone(simulator: &Simulator) {
    let url = format!("ws://{}/ws/phone/phone1?token={}", simulator.host, simulator.token);
    let mut foreign = url.as_str().into_client_request().unwrap();
    foreign.headers_mut().insert("origin", "http://evil.example".parse().unwrap());
    assert!(connect_async(foreign).await.is_err());

    let (mut socket, _) = connect_async(&url).await.unwrap();
    assert_eq!(next(&mut socket).await, json!({"type": "up", "contract_version": 1}));
    let first = until(&mut socket, |frame| frame["type"] == "screen").await;
    let dark = json!({"type": "dispatch", "event": {"event": "system", "change": {"change": "dark", "on": true}}});
    socket.send(Message::text(dark.to_string())).await.unwrap();
    until(&mut socket, |frame| frame["screen"]["presentation"]["theme"] == "dark").await;
    // What a page may not say changes nothing and closes nothing.
    for line in [
        json!({"type": "dispatch", "event": {"event": "system", "change": {"change": "suspending"}}}),
        json!({"type": "complete", "request": 1, "outcome": {"outcome": "data", "bytes": "AA=="}}),
        json!({"type": "clock", "seconds": 5}),
        json!("nonsense"),
    ] {
        socket.send(Message::text(line.to_string())).await.unwrap();
    }

    assert_eq!(simulator.post("/api/phone/phone1/kill", &json!({})).json()["up"], false);
    until(&mut socket, |frame| frame["type"] == "down").await;
    assert_eq!(simulator.post("/api/phone/phone1/start", &json!({})).json()["up"], true);
    until(&mut socket, |frame| frame["type"] == "up").await;
    let again = until(&mut socket, |frame| frame["type"] == "screen").await;
    assert_eq!(again["screen"]["id"], first["screen"]["id"]);

    let set = |act: &str, body: Value| simulator.post(&format!("/api/phone/phone1/{act}"), &body).json();
    assert_eq!(set("network", json!({"on": false}))["online"], false);
    assert_eq!(set("slow", json!({"on": true}))["slow"], true);
    assert_eq!(set("clock", json!({"seconds": -86_400}))["clock_seconds"], -86_400);
    assert_eq!(set("call", json!({"on": true}))["call"], true);
    assert_eq!(set("capture", json!({"on": true}))["capture"], true);
    assert_eq!(set("camera", json!({"state": "denied"}))["camera"], "denied");
    assert_eq!(set("storage", json!({"act": "truncate"}))["up"], true);
    assert_eq!(set("storage", json!({"act": "wipe"}))["up"], true);
    assert_eq!(simulator.post("/api/phone/phone9/kill", &json!({})).status, 404);
    assert_eq!(simulator.post("/api/phone/phone1/kill", &json!({"on": 1})).status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_command_serves_the_page_and_leaves_nothing_behind() {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join("data");
    let mut simulator = Simulator::start(&path);
    doors_are_closed(&simulator);
    the_page_is_whole(&simulator);
    the_gateway_is_reached(&simulator);
    the_panes_show_strangers(&simulator);
    the_terminal_answers(&simulator);
    a_page_drives_a_phone(&simulator).await;

    let children = simulator.children();
    assert_eq!(children.len(), 8, "gateway, two phones, terminal, kiosk, board, swindler, app");
    let id = simulator.process.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(crate::child::wait(&mut simulator.process.child), Some(0));
    assert!(children.iter().all(|id| !runs(*id)), "the end waits for the children");

    // A simulator that is killed outright: its children see their input end.
    let mut simulator = Simulator::start(&path);
    simulator.get("/api/terminal");
    let children = simulator.children();
    assert_eq!(children.len(), 8);
    simulator.process.child.kill().unwrap();
    simulator.process.child.wait().unwrap();
    until_gone(&children);
}

#[test]
fn the_simulator_refuses_what_is_not_its_own() {
    let ends_with = |args: &[&str], data: &Path| {
        let mut command = command();
        command.args(args).args(["--no-open", "--data"]).arg(data);
        Process::start(command).end()
    };
    let data = tempfile::tempdir().unwrap();
    assert_eq!(ends_with(&["--listen", "0.0.0.0:0"], &data.path().join("data")), Some(1));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert_eq!(ends_with(&["--listen", &address], &data.path().join("data")), Some(1));
    fs::write(data.path().join("letter"), "mine").unwrap();
    assert_eq!(ends_with(&["--reset", "--listen", "127.0.0.1:0"], data.path()), Some(1));
    assert_eq!(fs::read_to_string(data.path().join("letter")).unwrap(), "mine");
}
