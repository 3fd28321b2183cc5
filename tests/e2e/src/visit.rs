//! Somebody at the kiosk: a browser that asks to log in, and what the gateway's page shows there.

use std::time::{Duration, Instant};

use leling_code::Picture;

use crate::browser::Browser;
use crate::house::PATIENCE;
use crate::parties::Party;
use crate::pixels::{between, of_page};

/// A browser at a kiosk.
pub struct Visit {
    /// The browser.
    pub browser: Browser,
    kiosk: String,
}

impl Visit {
    /// Presses 用乐龄卡登录 at the kiosk and arrives at the gateway's page.
    ///
    /// # Errors
    /// When the page is another one.
    pub fn begin(kiosk: &Party) -> Result<Self, String> {
        let mut browser = Browser::default();
        browser.open(&format!("{}/login", kiosk.url))?;
        let visit = Self { browser, kiosk: kiosk.url.clone() };
        visit.stands("open").map(|()| visit)
    }

    fn stands(&self, state: &str) -> Result<(), String> {
        let now = between(&self.browser.page, "data-state=\"", "\"").unwrap_or("none");
        if now == state { Ok(()) } else { Err(format!("the page at {} is {now}", self.browser.at)) }
    }

    /// Looks at the page until it stands there.
    ///
    /// # Errors
    /// When it does not come to that.
    pub fn until(&mut self, state: &str) -> Result<(), String> {
        self.wait(|visit| visit.stands(state))
    }

    fn wait<T>(&mut self, mut holds: impl FnMut(&Self) -> Result<T, String>) -> Result<T, String> {
        let end = Instant::now() + PATIENCE;
        loop {
            self.browser.reload()?;
            match holds(self) {
                Err(_) if Instant::now() < end => std::thread::sleep(Duration::from_millis(200)),
                answer => return answer,
            }
        }
    }

    /// Loads the page and gives what of it a lens sees.
    ///
    /// # Errors
    /// When it shows no code.
    pub fn light(&mut self) -> Result<Picture, String> {
        self.browser.reload()?;
        of_page(&self.browser.page)
    }

    /// Gives the eight digits beside the code.
    ///
    /// # Errors
    /// When there are none.
    pub fn digits(&self) -> Result<String, String> {
        let digits = between(&self.browser.page, "<p class=\"digits\">", "</p>").ok_or("the page shows no digits")?;
        Ok(digits.chars().filter(char::is_ascii_digit).collect())
    }

    /// Waits for the number that is to be pressed on the phone.
    ///
    /// # Errors
    /// When none comes.
    pub fn number(&mut self) -> Result<String, String> {
        self.wait(|visit| {
            let number = between(&visit.browser.page, "<p class=\"number\" aria-hidden=\"true\">", "</p>");
            number.map(str::to_owned).ok_or_else(|| "the page shows no number".to_owned())
        })
    }

    /// Waits for the yes and comes back to the kiosk with it.
    ///
    /// # Errors
    /// When it does not come, or the kiosk does not take it.
    pub fn come_back(&mut self) -> Result<(), String> {
        let kiosk = self.kiosk.clone();
        // Once the person has said yes the page is a redirect to the kiosk.
        self.wait(|visit| match visit.browser.at.strip_prefix(&kiosk) {
            Some("/me") => Ok(()),
            _ => Err(format!("the browser stays at {}", visit.browser.at)),
        })
    }

    /// Tries to go on although nobody said yes.
    ///
    /// # Errors
    /// When it works, or nobody answers.
    pub fn stays_outside(&mut self) -> Result<(), String> {
        self.browser.go("/login/go")?;
        let inside = self.browser.at.starts_with(&self.kiosk);
        if inside { Err("the kiosk let somebody in".to_owned()) } else { Ok(()) }
    }

    /// Presses 不登录了.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn cancel(&mut self) -> Result<(), String> {
        let token = between(&self.browser.page, "name=\"token\" value=\"", "\"").ok_or("nothing to cancel")?.to_owned();
        self.browser.submit("/login/cancel", &[("token", &token)]).map(drop)
    }

    /// Opens a page of the kiosk.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn at_kiosk(&mut self, path: &str) -> Result<&str, String> {
        self.browser.open(&format!("{}{path}", self.kiosk))?;
        Ok(&self.browser.page)
    }
}
