//! The login page from a browser's side: bound to its browser, safe to look at, the same without script.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{browser::Browser, world::World};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const COOKIE: &str = "leling-login";

/// The address to which the demonstration's kiosk sends a browser, with further parameters.
fn authorize(more: &str) -> String {
    format!(
        "/authorize?client_id=kiosk&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback&response_type=code\
         &scope=openid%20profile&code_challenge={CHALLENGE}&code_challenge_method=S256{more}"
    )
}

async fn state(world: &World, browser: &Browser, page: &str, slot: &str) -> Value {
    browser.get(world, &format!("/login/state?page={page}&slot={slot}")).await.ok()
}

/// What the script reads from the page: its tag and the slot of its code.
fn watched(text: &str) -> (String, String) {
    let value = |name: &str| {
        let start = format!("data-{name}=\"");
        text.split(start.as_str()).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    (value("login"), value("slot"))
}

#[tokio::test]
async fn a_party_sends_a_browser_and_a_page_with_code_and_digits_follows() {
    let world = World::new().await;
    let browser = Browser::new();
    let page = browser.open(&world, &authorize("&state=xyz")).await;
    assert_eq!((page.at.as_str(), page.reply.status), ("/login", StatusCode::OK));
    assert_eq!(page.reply.heading(), "用手机扫这个码");
    let text = page.reply.text();
    assert!(text.contains("历下老年食堂") && text.contains("历下区人社大厅") && text.contains("class=\"qr\""));
    assert!(text.contains("class=\"digits\""));
    assert_eq!(page.reply.headers["cache-control"], "no-store");
    // The party's words are from its registration; nothing of the request is on the page.
    assert!(!text.contains("xyz"));
}

#[tokio::test]
async fn every_answer_carries_the_policy_and_is_in_nobodys_frame() {
    let world = World::new().await;
    let browser = Browser::new();
    let css = browser.open(&world, &authorize("")).await.reply.text();
    let css = css.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let paths = [
        "/login",
        "/login/state",
        "/login/go",
        "/login/again",
        "/login/back",
        "/login/elsewhere",
        "/device",
        "/q/abc",
        "/authorize",
        "/authorize?client_id=nobody",
        "/desk",
        "/desk/in",
        "/desk/lost",
        "/assets/nothing.css",
    ];
    for path in paths.into_iter().map(str::to_owned).chain([format!("/assets/{css}"), authorize("")]) {
        let reply = browser.get(&world, &path).await;
        let policy = reply.headers["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("data:"), "{policy}");
        assert_eq!(reply.headers["x-frame-options"], "DENY", "{path}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(reply.headers["referrer-policy"], "same-origin", "{path}");
    }
}

#[tokio::test]
async fn assets_never_change_and_pages_are_never_kept() {
    let world = World::new().await;
    let browser = Browser::new();
    let page = browser.open(&world, &authorize("")).await.reply;
    let text = page.text();
    let assets: Vec<&str> = text.split("=\"/assets/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(assets.len() >= 3, "{assets:?}");
    for asset in assets {
        let reply = browser.get(&world, &format!("/assets/{asset}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{asset}");
        assert!(reply.headers["cache-control"].to_str().unwrap().contains("immutable"), "{asset}");
    }
}

#[tokio::test]
async fn nobody_brings_a_browser_to_a_login_of_their_own() {
    let world = World::new().await;
    let (attacker, victim) = (Browser::new(), Browser::new());
    attacker.open(&world, &authorize("")).await;
    let planted = attacker.cookie(COOKIE).unwrap();
    victim.set_cookie(COOKIE, &planted);
    victim.open(&world, &authorize("")).await;
    let own = victim.cookie(COOKIE).unwrap();
    assert_ne!(own, planted, "a login begins under a fresh cookie");
    // A cookie that was not written here names nothing.
    for forged in ["", "x", "x.zh-CN", &own[1..], &format!("A{own}")] {
        let browser = Browser::new();
        browser.set_cookie(COOKIE, forged);
        let reply = browser.get(&world, "/login").await;
        assert_eq!(reply.status, StatusCode::GONE, "{forged}");
    }
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let world = World::new().await;
    let reply = Browser::new().get(&world, &authorize("")).await;
    assert_eq!(reply.location().as_deref(), Some("/login"));
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/"));
}

#[tokio::test]
async fn the_newest_page_wins_and_the_older_one_says_so() {
    let world = World::new().await;
    let browser = Browser::new();
    let older = watched(&browser.open(&world, &authorize("")).await.reply.text());
    assert_eq!(state(&world, &browser, &older.0, &older.1).await["state"], "open");
    let newer = watched(&browser.open(&world, &authorize("")).await.reply.text());
    assert_ne!(older.0, newer.0);
    assert_eq!(state(&world, &browser, &older.0, &older.1).await["state"], "elsewhere");
    assert_eq!(state(&world, &browser, &newer.0, &newer.1).await["state"], "open");
    let page = browser.get(&world, "/login/elsewhere").await;
    assert_eq!((page.status, page.heading()), (StatusCode::CONFLICT, "您又开了一页".to_owned()));
}

#[tokio::test]
async fn the_state_of_a_login_is_told_to_its_own_browser_only() {
    let world = World::new().await;
    let (browser, other) = (Browser::new(), Browser::new());
    let (page, slot) = watched(&browser.open(&world, &authorize("")).await.reply.text());
    assert_eq!(state(&world, &other, &page, &slot).await, serde_json::json!({"state": "gone"}));
    other.open(&world, &authorize("")).await;
    assert_eq!(state(&world, &other, &page, &slot).await, serde_json::json!({"state": "elsewhere"}));
}

#[tokio::test]
async fn the_code_is_drawn_anew_every_eight_seconds_and_only_then_sent() {
    let world = World::new().await;
    let browser = Browser::new();
    let text = browser.open(&world, &authorize("")).await.reply.text();
    let (page, slot) = watched(&text);
    let same = state(&world, &browser, &page, &slot).await;
    assert_eq!((same["state"].as_str(), same.get("code")), (Some("open"), None));
    world.clock.advance(8);
    let next = state(&world, &browser, &page, &slot).await;
    let path = next["code"]["path"].as_str().unwrap();
    assert!(path.starts_with('M') && !text.contains(path), "another code is drawn");
    assert_eq!(next["slot"].as_u64().unwrap(), slot.parse::<u64>().unwrap() + 1);
}

#[tokio::test]
async fn a_page_that_nobody_scanned_renews_itself_after_two_minutes() {
    let world = World::new().await;
    let browser = Browser::new();
    let before = browser.open(&world, &authorize("")).await.reply.text();
    let (page, slot) = watched(&before);
    world.clock.advance(120);
    assert_eq!(state(&world, &browser, &page, &slot).await["state"], "over");
    let renewed = browser.get(&world, "/login").await;
    assert_eq!(renewed.heading(), "用手机扫这个码");
    let digits = |text: &str| text.split("class=\"digits\">").nth(1).unwrap()[..60].to_owned();
    assert_ne!(digits(&before), digits(&renewed.text()));
    let (page, slot) = watched(&renewed.text());
    assert_eq!(state(&world, &browser, &page, &slot).await["state"], "open");
}

#[tokio::test]
async fn without_script_the_links_do_the_same() {
    let world = World::new().await;
    let browser = Browser::new();
    browser.open(&world, &authorize("")).await;
    world.clock.advance(8);
    let fresh = browser.open(&world, "/login/again").await;
    assert_eq!((fresh.at.as_str(), fresh.reply.heading().as_str()), ("/login", "用手机扫这个码"));
    let early = browser.open(&world, "/login/go").await;
    assert_eq!(early.at, "/login?early=1");
    assert!(early.reply.text().contains("手机上还没点完"));
}

#[tokio::test]
async fn the_person_at_the_browser_ends_it_with_a_form_of_that_page_only() {
    let world = World::new().await;
    let (browser, other) = (Browser::new(), Browser::new());
    let page = browser.open(&world, &authorize("&state=a%20b")).await.reply;
    other.open(&world, &authorize("")).await;
    let token = page.field("token");
    let foreign = other.get(&world, "/login").await.field("token");
    for (token, origin) in [
        (token.as_str(), Some("http://evil.example")),
        (token.as_str(), Some("null")),
        (token.as_str(), None),
        (foreign.as_str(), Some("http://127.0.0.1:4000")),
        ("", Some("http://127.0.0.1:4000")),
    ] {
        let reply = browser.submit_from(&world, "/login/cancel", &[("token", token)], origin).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{origin:?}");
        assert_eq!(browser.get(&world, "/login").await.heading(), "用手机扫这个码");
    }
    let ended = browser.submit(&world, "/login/cancel", &[("token", &token)]).await;
    assert_eq!(ended.location().as_deref(), Some("/login"));
    let over = browser.get(&world, "/login").await;
    assert_eq!(over.heading(), "已经停下了");
    let back = browser.get(&world, "/login/back").await.location().unwrap();
    assert_eq!(back, "http://127.0.0.1:9/callback?error=access_denied&state=a+b&iss=http%3A%2F%2F127.0.0.1%3A4000");
    let again = browser.open(&world, "/login/again").await;
    assert_eq!(again.reply.heading(), "用手机扫这个码");
}

#[tokio::test]
async fn no_request_redirects_to_an_address_that_is_not_the_partys() {
    let world = World::new().await;
    let browser = Browser::new();
    for (query, heading) in [
        ("client_id=nobody&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback", "不认得这个网站"),
        ("client_id=kiosk&redirect_uri=https%3A%2F%2Fevil.example%2F", "不认得这个网站"),
        ("client_id=kiosk&redirect_uri=%2F%2Fevil.example", "不认得这个网站"),
        ("client_id=kiosk&redirect_uri=javascript%3Aalert(1)", "不认得这个网站"),
        ("client_id=kiosk", "不认得这个网站"),
        ("client_id=kiosk&client_id=partner", "那边的网站没说清楚"),
        ("", "不认得这个网站"),
    ] {
        let reply = browser.get(&world, &format!("/authorize?{query}")).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::BAD_REQUEST, None), "{query}");
        assert_eq!(reply.heading(), heading, "{query}");
        assert!(reply.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    }
    // What the browser brings to the later pages cannot change where they lead.
    browser.open(&world, &authorize("")).await;
    for path in
        ["/login?redirect_uri=https://evil.example", "/login/go?next=//evil.example", "/login/back?to=//e.example"]
    {
        let location = browser.get(&world, path).await.location();
        assert!(location.is_none_or(|location| location.starts_with("/login")), "{path}");
    }
}

#[tokio::test]
async fn hostile_words_of_a_request_come_back_as_they_came_and_nowhere_else() {
    let world = World::new().await;
    let browser = Browser::new();
    let hostile = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%0D%0ASet-Cookie%3A%20a%3Db";
    let page = browser.open(&world, &authorize(&format!("&state={hostile}&ui_locales={hostile}"))).await.reply;
    assert!(!page.text().contains("alert(1)"));
    let token = page.field("token");
    browser.submit(&world, "/login/cancel", &[("token", &token)]).await;
    let back = browser.get(&world, "/login/back").await;
    let location = back.location().unwrap();
    assert!(
        location.starts_with("http://127.0.0.1:9/callback?error=access_denied&state=%22%3E%3Cscript%3E"),
        "{location}"
    );
    assert!(!location.contains('\n') && back.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn a_request_may_come_by_form_and_a_fault_of_the_party_goes_back_to_it() {
    let world = World::new().await;
    let browser = Browser::new();
    let (_, query) = authorize("").split_once('?').map(|(path, query)| (path.to_owned(), query.to_owned())).unwrap();
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    // A party's form comes from the party's site.
    let posted = browser.submit_from(&world, "/authorize", &fields, Some("https://canteen.example")).await;
    assert_eq!(posted.location().as_deref(), Some("/login"));
    let refused = browser.get(&world, &authorize("&prompt=none")).await.location().unwrap();
    assert!(refused.starts_with("http://127.0.0.1:9/callback?error=login_required"), "{refused}");
}

#[tokio::test]
async fn pages_speak_the_language_that_the_party_or_the_browser_wants() {
    let world = World::new().await;
    let browser = Browser::new();
    let page = browser.open(&world, &authorize("&ui_locales=fr%20zh-TW")).await.reply.text();
    assert!(page.contains("<html lang=\"zh-CN\" dir=\"ltr\">"));
    let english = browser.open(&world, &authorize("&ui_locales=en")).await.reply.text();
    assert!(english.contains("<html lang=\"en\" dir=\"ltr\">"));
    // The party's own words stay what they are, and say in which language.
    assert!(english.contains("lang=\"zh-CN\">历下老年食堂"));
}

#[tokio::test]
async fn a_code_that_something_else_scanned_opens_nothing() {
    let world = World::new().await;
    let reply = Browser::new().get(&world, "/q/anything-at-all").await;
    assert_eq!((reply.status, reply.heading()), (StatusCode::OK, "请用乐龄卡里的扫一扫".to_owned()));
    assert!(reply.headers.get("set-cookie").is_none());
    let device = Browser::new().get(&world, "/device?user_code=12345678").await;
    assert_eq!(device.heading(), "在手机上按八个数");
    assert!(!device.text().contains("12345678"));
}
