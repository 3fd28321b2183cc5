//! A browser without script, as far as pages need one: cookies, addresses, forms.

use std::{collections::BTreeMap, sync::Mutex};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::world::{HOST, Reply, World};

/// A browser with a profile of its own.
#[derive(Default)]
pub struct Browser {
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    async fn send(&self, world: &World, request: axum::http::request::Builder, body: Body) -> Reply {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header("host", HOST);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        let reply = world.send(request.body(body).unwrap()).await;
        for line in reply.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.set_cookie(name, value);
        }
        reply
    }

    /// One request, nothing followed.
    pub async fn get(&self, world: &World, path: &str) -> Reply {
        self.send(world, Request::get(path), Body::empty()).await
    }

    /// Goes to an address of ours and on through redirects.
    pub async fn open(&self, world: &World, path: &str) -> Page {
        let mut at = path.to_owned();
        for _ in 0..5 {
            let reply = self.get(world, &at).await;
            match reply.location() {
                Some(next) if next.starts_with('/') => at = next,
                _ => return Page { at, reply },
            }
        }
        panic!("{path} redirects for ever");
    }

    /// Sends a form as one of our own pages would.
    pub async fn submit(&self, world: &World, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.submit_from(world, path, fields, Some(&format!("http://{HOST}"))).await
    }

    /// Sends a form from a page of `origin`.
    pub async fn submit_from(&self, world: &World, path: &str, fields: &[(&str, &str)], origin: Option<&str>) -> Reply {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        self.send(world, request, Body::from(form)).await
    }
}

impl Reply {
    pub fn location(&self) -> Option<String> {
        let moved = self.status == StatusCode::SEE_OTHER;
        moved.then(|| self.headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> String {
        let text = self.text();
        let start = format!("name=\"{name}\" value=\"");
        let rest = text.split(start.as_str()).nth(1).unwrap_or_else(|| panic!("no field {name} in {text}"));
        rest.split('"').next().unwrap().to_owned()
    }

    /// The heading of a page.
    pub fn heading(&self) -> String {
        let text = self.text();
        let inside = text.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
        inside.unwrap_or_else(|| panic!("no heading in {text}")).replace('\u{2060}', "")
    }
}

/// A page and its address.
pub struct Page {
    pub at: String,
    pub reply: Reply,
}
