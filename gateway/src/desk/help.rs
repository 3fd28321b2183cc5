//! A help code: the clerk types six digits and sees the words that the caller sees, and what to advise.
//!
//! The digits name a page and nobody. What was looked up stands in the log with the staff number; there is no person in
//! whose record it could stand.

use axum::{http::StatusCode, response::Response};
use leling_language::{
    Catalogue, Language, Msg, Presentation, Size, Text, msg,
    screens::{Part, ScreenLine, Stands},
};
use leling_protocol::{
    ErrorCode,
    wire::{HelpCode, HelpMode, HelpPage, HelpSize},
};
use leling_tokens::Icon;
use maud::{Markup, html};
use serde::Deserialize;

use super::duty::OnDuty;
use crate::{
    api::{error::ApiError, extract::Form},
    pages::{draw::icon, say::Say},
    rules::staff::Right,
    storage::Spend,
};

const PATH: &str = "/desk/help";

/// Asks for the digits.
pub(super) async fn form(duty: OnDuty) -> Result<Response, ApiError> {
    duty.require(Right::SeeHelp)?;
    Ok(duty.page(msg::DESK_HELP_TITLE, |say| asked(&duty, say, None)))
}

fn asked(duty: &OnDuty, say: Say<'_>, missed: Option<Msg>) -> Markup {
    html! {
        form.field method="post" action=(PATH) autocomplete="off" {
            input type="hidden" name="token" value=(duty.form_token());
            label for="help-code" { (say.say(msg::DESK_HELP_CODE)) }
            p.caption #help-hint { (say.say(msg::DESK_HELP_HOW)) }
            @if let Some(missed) = missed {
                p.wrong #help-wrong { (icon(Icon::Warn)) span { (say.say(missed)) } }
            }
            input #help-code name="code" type="text" inputmode="numeric" required maxlength="12"
                aria-describedby=(if missed.is_some() { "help-wrong help-hint" } else { "help-hint" })
                aria-invalid=[missed.map(|_| "true")] autofocus;
            p.act { button.button.primary type="submit" { (say.say(msg::DESK_HELP_KEY_LOOK)) } }
        }
        p.quiet { (say.say(msg::DESK_HELP_NOBODY)) }
    }
}

/// What the form brings.
#[derive(Deserialize)]
pub(super) struct HelpForm {
    token: String,
    code: String,
}

/// Shows the page.
pub(super) async fn found(duty: OnDuty, Form(form): Form<HelpForm>) -> Result<Response, ApiError> {
    duty.check_form(&form.token)?;
    duty.require(Right::SeeHelp)?;
    let title = msg::DESK_HELP_TITLE;
    let again = |status, missed| Ok(duty.page_as(status, title, |say| asked(&duty, say, Some(missed))));
    let Ok(code) = HelpCode::parse(&form.code) else {
        return again(StatusCode::UNPROCESSABLE_ENTITY, msg::DESK_HELP_SHAPE);
    };
    let number = duty.number().as_str();
    let limit = duty.gateway.numbers.limits.desk_helps_by_number;
    let spend = Spend { name: "desk_helps_by_number", whom: number.as_bytes().to_vec(), limit };
    if duty.gateway.storage.spend(vec![spend], duty.at).await?.is_some() {
        tracing::warn!(staff = number, "too many help codes were looked up at the desk");
        return again(StatusCode::TOO_MANY_REQUESTS, msg::DESK_FIND_OFTEN);
    }
    let page = duty.gateway.storage.help_page(code, duty.at).await?;
    let screen = page.as_ref().map_or("", |page| page.screen.as_str());
    tracing::info!(staff = number, screen, "a help code was looked up at the desk");
    match page {
        Some(page) => Ok(duty.page(msg::DESK_HELP_PAGE_TITLE, |say| shown(&duty.gateway.words, say, &page))),
        None => again(StatusCode::NOT_FOUND, msg::DESK_HELP_NONE),
    }
}

/// How the caller has it told, and how the desk reads it.
fn presentations(mode: &HelpMode) -> (Presentation, Presentation) {
    let size = match mode.size {
        HelpSize::Standard => Size::Standard,
        HelpSize::Elder => Size::Elder,
        HelpSize::Large => Size::Large,
    };
    let language = Language::from_tag(mode.language.as_str()).unwrap_or(Language::Chinese);
    let theirs = Presentation { size, language, voice: mode.voice, ..Presentation::default() };
    (theirs, Presentation { language: Language::Chinese, ..theirs })
}

/// A line in Chinese and, where the caller reads another language, in that one.
struct Line {
    part: Part,
    stands: Stands,
    chinese: Text,
    theirs: Option<Text>,
}

fn lines(words: &Catalogue, page: &HelpPage) -> Option<Vec<Line>> {
    let (theirs, chinese) = presentations(&page.mode);
    let told = |presentation| words.screen_lines(page.screen.as_str(), presentation);
    let (chinese, read) = (told(&chinese)?, told(&theirs)?);
    let both = chinese.into_iter().zip(read);
    let line = |(chinese, read): (ScreenLine, ScreenLine)| {
        let own = theirs.language != Language::Chinese && read.text.language.is_none();
        let theirs = own.then_some(Text { language: Some(theirs.language), ..read.text });
        Line { part: chinese.part, stands: chinese.stands, chinese: chinese.text, theirs }
    };
    Some(both.map(line).collect())
}

fn shown(words: &Catalogue, say: Say<'_>, page: &HelpPage) -> Markup {
    html! {
        @match lines(words, page) {
            Some(lines) => (screen(say, &lines)),
            None => p.notice { (icon(Icon::Info)) span { (both(words, say, msg::DESK_HELP_UNKNOWN)) } },
        }
        @if let Some(code) = page.error { (error(words, say, code)) }
        section.card aria-labelledby="advise" {
            h2 #advise { (say.say(msg::DESK_HELP_ADVISE)) }
            p.lead { (both(words, say, advice(page.screen.as_str()))) }
            p { b { (say.say(msg::DESK_HELP_NEVER)) } }
        }
        (edition(words, say, page))
        p.quiet { (say.say(msg::DESK_HELP_NOBODY)) }
        p.act { a.button.primary href=(PATH) { (say.say(msg::DESK_KEY_AGAIN)) } }
    }
}

/// Tells a message and what more it has to say.
fn both(words: &Catalogue, say: Say<'_>, message: Msg) -> Markup {
    let more = words.attribute(Language::Chinese, message, "more", &[]);
    html! { (say.say(message)) @if let Some(more) = &more { (Say::drawn(more)) } }
}

fn screen(say: Say<'_>, lines: &[Line]) -> Markup {
    let of = |part: Part, stands: Stands| {
        lines.iter().filter(move |line| line.part == part && line.stands == stands).collect::<Vec<_>>()
    };
    let titles: Vec<&Line> = lines.iter().filter(|line| line.part == Part::Title).collect();
    let sometimes: Vec<&Line> =
        lines.iter().filter(|line| line.part != Part::Title && line.stands == Stands::Sometimes).collect();
    html! {
        section.card aria-labelledby="screen" {
            h2 #screen { @for line in &titles { (told(line)) " " } }
            (list(say, msg::DESK_HELP_SAYS, &of(Part::Says, Stands::Always)))
            (list(say, msg::DESK_HELP_KEYS, &of(Part::Key, Stands::Always)))
            @if !sometimes.is_empty() { (list(say, msg::DESK_HELP_SOMETIMES, &sometimes)) }
        }
    }
}

fn list(say: Say<'_>, title: Msg, lines: &[&Line]) -> Markup {
    html! {
        @if !lines.is_empty() {
            h3 { (say.say(title)) }
            ul.effects { @for line in lines { li { (told(line)) } } }
        }
    }
}

fn told(line: &Line) -> Markup {
    html! {
        (Say::drawn(&line.chinese))
        @if let Some(theirs) = &line.theirs { " · " (Say::drawn(theirs)) }
    }
}

fn error(words: &Catalogue, say: Say<'_>, code: ErrorCode) -> Markup {
    let told = words.error(Language::Chinese, code);
    html! {
        section.card aria-labelledby="error" {
            h2 #error { (say.say(msg::DESK_HELP_ERROR)) }
            p.lead { (Say::drawn(&told.what)) }
            @if let Some(means) = &told.means { p { (Say::drawn(means)) } }
            p { (Say::drawn(&told.action)) }
        }
    }
}

fn edition(words: &Catalogue, say: Say<'_>, page: &HelpPage) -> Markup {
    let size = match page.mode.size {
        HelpSize::Standard => msg::SETTINGS_SIZE_STANDARD,
        HelpSize::Elder => msg::SETTINGS_SIZE_ELDER,
        HelpSize::Large => msg::SETTINGS_SIZE_LARGE,
    };
    let (theirs, _) = presentations(&page.mode);
    html! {
        dl.facts {
            div {
                dt { (say.say(msg::DESK_HELP_EDITION)) }
                dd {
                    (say.say(size)) " · " (Say::drawn(&words.language_name(Language::Chinese, theirs.language)))
                    @if page.mode.voice { " · " (say.say(msg::DESK_HELP_ALOUD)) }
                }
            }
            div { dt { (say.say(msg::DESK_HELP_VERSION)) } dd { (page.version.as_str()) } }
        }
    }
}

/// What to advise on a page, by the flow that it belongs to.
fn advice(screen: &str) -> Msg {
    match screen.split('.').next().unwrap_or_default() {
        "first_start" | "privacy" | "opening" => msg::DESK_HELP_ADVISE_START,
        "enrol" => msg::DESK_HELP_ADVISE_ENROL,
        "claim" => msg::DESK_HELP_ADVISE_CLAIM,
        "reset" => msg::DESK_HELP_ADVISE_PASSWORD,
        "unlink" | "withdraw" => msg::DESK_HELP_ADVISE_END,
        "scan" | "login" | "authorize" | "link" => msg::DESK_HELP_ADVISE_LOGIN,
        "vouch" => msg::DESK_HELP_ADVISE_VOUCH,
        "code" => msg::DESK_HELP_ADVISE_CODE,
        "log" | "logins" | "grants" => msg::DESK_HELP_ADVISE_RECORD,
        _ => msg::DESK_HELP_ADVISE_HOME,
    }
}
