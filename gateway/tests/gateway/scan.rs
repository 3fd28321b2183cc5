//! A whole login from both sides: the phone reads the page's pixels, the person looks for the page's number.

use axum::http::StatusCode;
use leling_code::{Budget, LumaFrame, read};
use leling_crypto::approval::ApprovalClaims;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    world::{HOST, LI, Phone, Reply, WANG, World, new_id},
};

const AUTHORIZE: &str = "/authorize?client_id=kiosk&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback\
    &response_type=code&scope=openid%20profile&state=st&code_challenge_method=S256\
    &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Pixels along a side of a module.
const PIXELS: usize = 4;

/// Draws the code of a page and reads it back: what stands in it.
fn looked_at(page: &str) -> String {
    let inside = |from: &str, to: &str| page.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
    let size: usize = inside("class=\"qr\" viewBox=\"0 0 ", " ").parse().unwrap();
    let drawing = page.split("class=\"qr\"").nth(1).unwrap();
    let path = drawing.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let side = size * PIXELS;
    let mut pixels = vec![255_u8; side * side];
    // Each run is `Mx yhNv1h-Nz`.
    for run in path.split('M').skip(1) {
        let (place, rest) = run.split_once('h').unwrap();
        let (x, y) = place.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let length: usize = rest.split('v').next().unwrap().parse().unwrap();
        for row in y * PIXELS..(y + 1) * PIXELS {
            pixels[row * side + x * PIXELS..row * side + (x + length) * PIXELS].fill(0);
        }
    }
    let frame = LumaFrame::new(&pixels, side, side, side).unwrap();
    read(frame, Budget::PHOTO).unwrap().expect("the page shows a code that can be read")
}

/// The handle behind the code of a page, which leads to this gateway.
fn handle(page: &str) -> String {
    let text = looked_at(page);
    text.strip_prefix(&format!("http://{HOST}/q/")).unwrap_or_else(|| panic!("{text} is not ours")).to_owned()
}

impl Phone {
    async fn point_at(&self, world: &World, handle: &str) -> Reply {
        let body = json!({"id": new_id(), "by": {"kind": "handle", "handle": handle}});
        self.post(world, "/v1/logins/claims", &body).await
    }

    /// 是我, with a number.
    async fn pick(&self, world: &World, login: &Value, number: u64) -> Reply {
        let scopes: Vec<String> =
            login["scopes"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap().to_owned()).collect();
        let claims = ApprovalClaims {
            kind: "login".to_owned(),
            session: Some(login["login"].as_str().unwrap().to_owned()),
            party: login["party"]["client"].as_str().unwrap().to_owned(),
            scopes,
            number: Some(u32::try_from(number).unwrap()),
            body_sha256: ApprovalClaims::digest_of(b""),
            nonce: login["nonce"].as_str().unwrap().to_owned(),
            exp: world.now() + 200,
        };
        let body = json!({"id": new_id(), "decision": "yes", "approval": self.sign_approval(&claims)});
        self.post(world, &format!("/v1/logins/{}/answers", login["login"].as_str().unwrap()), &body).await
    }

    async fn decline(&self, world: &World, login: &Value) -> Reply {
        let body = json!({"id": new_id(), "decision": "no"});
        self.post(world, &format!("/v1/logins/{}/answers", login["login"].as_str().unwrap()), &body).await
    }
}

/// The number that a page shows.
fn number(page: &Reply) -> u64 {
    let text = page.text();
    let shown = text.split("class=\"number\"").nth(1).unwrap_or_else(|| panic!("no number in {text}"));
    shown.split('>').nth(1).unwrap().split('<').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_person_scans_finds_the_number_and_the_browser_alone_gets_the_code() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let browser = Browser::new();
    let page = browser.open(&world, AUTHORIZE).await.reply.text();
    let login = phone.point_at(&world, &handle(&page)).await.ok();
    assert_eq!(login["party"]["name"], "历下老年食堂");
    let shown = browser.get(&world, "/login").await;
    assert_eq!(shown.heading(), "看手机，点这个数");
    assert!(!shown.text().contains("class=\"qr\"") && shown.text().contains("有人打电话教您点"));
    let right = number(&shown);
    assert!(login["numbers"].as_array().unwrap().contains(&json!(right)));
    // Nobody who does not sit at this browser learns it.
    assert!(!login.to_string().contains("\"number\":"));
    phone.pick(&world, &login, right).await.ok();
    assert_eq!(browser.get(&world, "/login").await.location().as_deref(), Some("/login/go"));
    let back = browser.get(&world, "/login/go").await.location().unwrap();
    let query = back.strip_prefix("http://127.0.0.1:9/callback?").unwrap();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    assert_eq!(pairs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["code", "state", "iss"]);
    assert_eq!((pairs[1].1.as_str(), pairs[2].1.as_str()), ("st", "http://127.0.0.1:4000"));
    // A reload gives the same code; another browser nothing at all.
    assert_eq!(browser.get(&world, "/login/go").await.location().as_deref(), Some(back.as_str()));
    assert_eq!(Browser::new().get(&world, "/login/go").await.status, StatusCode::GONE);
    for personal in [WANG.name, WANG.id, WANG.phone, WANG.card] {
        assert!(!back.contains(personal) && !shown.text().contains(personal));
    }
}

#[tokio::test]
async fn the_state_changes_with_the_phone_so_that_the_page_follows() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let browser = Browser::new();
    let page = browser.open(&world, AUTHORIZE).await.reply.text();
    let tag = page.split("data-login=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let state = || async {
        let answer = browser.get(&world, &format!("/login/state?page={tag}&slot=0")).await.ok();
        answer["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state().await, "open");
    let login = phone.point_at(&world, &handle(&page)).await.ok();
    assert_eq!(state().await, "number");
    let right = number(&browser.get(&world, "/login").await);
    phone.pick(&world, &login, right).await.ok();
    assert_eq!(state().await, "approved");
    browser.get(&world, "/login/go").await;
    world.clock.advance(60);
    assert_ne!(state().await, "approved", "a code that nobody fetched in time is over");
}

#[tokio::test]
async fn a_refusal_and_a_wrong_number_end_on_a_calm_page_with_one_way_to_begin_again() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    for (wrong, heading) in [(false, "手机上点了“不是我”"), (true, "号码没对上，停下了")] {
        let browser = Browser::new();
        let page = browser.open(&world, AUTHORIZE).await.reply.text();
        let login = phone.point_at(&world, &handle(&page)).await.ok();
        if wrong {
            let right = number(&browser.get(&world, "/login").await);
            let other = login["numbers"].as_array().unwrap().iter().filter_map(Value::as_u64).find(|n| *n != right);
            phone.pick(&world, &login, other.unwrap()).await.refused("login.number_wrong");
        } else {
            phone.decline(&world, &login).await.ok();
        }
        let over = browser.get(&world, "/login").await;
        assert_eq!(over.heading(), heading);
        assert!(!over.text().contains("class=\"number\"") && !over.text().contains("<script"));
        assert_eq!(over.text().matches("/login/again").count(), 1);
        assert_eq!(browser.get(&world, "/login/go").await.location().as_deref(), Some("/login"));
        let again = browser.open(&world, "/login/again").await.reply;
        assert_eq!(again.heading(), "用手机扫这个码");
    }
}

#[tokio::test]
async fn when_two_phones_scan_neither_gets_it_and_the_page_says_so() {
    let world = World::new().await;
    let (phone, other) = (world.claimed(&WANG).await, world.claimed(&LI).await);
    let browser = Browser::new();
    let page = browser.open(&world, AUTHORIZE).await.reply.text();
    let handle = handle(&page);
    let login = phone.point_at(&world, &handle).await.ok();
    phone.point_at(&world, &handle).await.ok();
    let right = number(&browser.get(&world, "/login").await);
    other.point_at(&world, &handle).await.refused("login.taken");
    let fresh = browser.get(&world, "/login").await;
    assert!(fresh.text().contains("刚才有别的手机也扫了") && fresh.text().contains("class=\"qr\""));
    assert!(!phone.pick(&world, &login, right).await.status.is_success());
    assert_eq!(browser.get(&world, "/login").await.heading(), "用手机扫这个码");
}

#[tokio::test]
async fn a_code_that_was_photographed_is_too_old_and_one_of_another_gateway_unknown() {
    let (world, elsewhere) = (World::new().await, World::new().await);
    let phone = world.claimed(&WANG).await;
    let browser = Browser::new();
    let page = browser.open(&world, AUTHORIZE).await.reply.text();
    let old = handle(&page);
    let foreign = Browser::new().open(&elsewhere, AUTHORIZE).await.reply.text();
    phone.point_at(&world, &handle(&foreign)).await.refused("login.unknown");
    world.clock.advance(20);
    phone.point_at(&world, &old).await.refused("login.expired");
    let fresh = handle(&browser.get(&world, "/login").await.text());
    assert_ne!(fresh, old);
    phone.point_at(&world, &fresh).await.ok();
}

#[tokio::test]
async fn who_sees_a_number_without_having_scanned_takes_a_new_code() {
    let world = World::new().await;
    let thief = world.claimed(&LI).await;
    let browser = Browser::new();
    let page = browser.open(&world, AUTHORIZE).await.reply.text();
    let login = thief.point_at(&world, &handle(&page)).await.ok();
    let shown = browser.get(&world, "/login").await;
    assert!(shown.text().contains("不是我扫的"));
    let fresh = browser.open(&world, "/login/again").await.reply;
    assert_eq!(fresh.heading(), "用手机扫这个码");
    assert!(!thief.pick(&world, &login, number(&shown)).await.status.is_success());
    assert_eq!(browser.open(&world, "/login/go").await.reply.heading(), "用手机扫这个码");
}

#[tokio::test]
async fn digits_that_were_typed_show_no_number_and_lead_to_the_same_end() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let browser = Browser::new();
    let page = browser.open(&world, AUTHORIZE).await.reply.text();
    let digits = page.split("class=\"digits\">").nth(1).unwrap().split("</p>").next().unwrap();
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let body = json!({"id": new_id(), "by": {"kind": "user_code", "code": digits}});
    let login = phone.post(&world, "/v1/logins/claims", &body).await.ok();
    assert!(login.get("numbers").is_none());
    let shown = browser.get(&world, "/login").await;
    assert_eq!(shown.heading(), "请看手机");
    assert!(!shown.text().contains("class=\"number\""));
}

#[tokio::test]
async fn a_freeze_at_the_desk_stops_a_login_that_waits_for_its_answer() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let browser = Browser::new();
    let page = browser.open(&world, AUTHORIZE).await.reply.text();
    let login = phone.point_at(&world, &handle(&page)).await.ok();
    let right = number(&browser.get(&world, "/login").await);
    world.peer("desk", "freeze", Some(&WANG)).await;
    phone.pick(&world, &login, right).await.refused("device.frozen");
    assert_ne!(browser.get(&world, "/login").await.location().as_deref(), Some("/login/go"));
}
