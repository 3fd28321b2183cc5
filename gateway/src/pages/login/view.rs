//! What the login page shows at each point of a login, as plain data and as markup. No storage, no clock.

use axum::http::StatusCode;
use leling_code::Modules;
use leling_language::{Language, Msg, Value, msg};
use leling_protocol::{CounterCode, wire::Party};
use leling_tokens::{Icon, Mode};
use maud::{Markup, html};

use crate::pages::{
    assets,
    draw::{code, icon, plate},
    html::Page,
    say::Say,
};

/// Parties are registered in Chinese words.
const PARTY: &str = Language::Chinese.tag();

/// The login page of one browser.
pub(crate) struct LoginView<'a> {
    /// Who asks.
    pub(crate) party: &'a Party,
    /// Colour of the party's plate.
    pub(crate) colour: Option<&'a str>,
    /// Names this browser's page towards its own script; says nothing to others.
    pub(crate) tag: &'a str,
    /// Goes along with the page's form.
    pub(crate) form_token: &'a str,
    /// What it shows.
    pub(crate) shown: Shown<'a>,
}

/// What a login page shows.
pub(crate) enum Shown<'a> {
    /// The code waits to be scanned.
    Open {
        /// The code.
        code: &'a Modules,
        /// Its slot.
        slot: u64,
        /// The eight digits, for a phone that cannot scan.
        digits: Option<&'a CounterCode>,
        /// What is said beside it.
        note: Note,
    },
    /// A phone has scanned: its person looks for this number.
    Number(u8, Note),
    /// The digits were typed: the phone shows who asks.
    Typed(Note),
    /// The person said yes.
    Approved,
    /// It is over without a yes.
    Ended(Over),
}

/// What a page says beside where the login stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// Nothing.
    Nothing,
    /// Two phones scanned the code before.
    Contested,
    /// The person went on before the phone had answered.
    Early,
}

/// Why it is over, as far as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// 不是我
    Refused,
    /// A number that the page did not show.
    WrongNumber,
    /// 不登录了
    Cancelled,
    /// The phone scanned another code.
    Superseded,
    /// The phone or the card may not log in.
    Revoked,
}

impl Shown<'_> {
    /// Names the state towards the page's script.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Number(..) => "number",
            Self::Typed(_) => "typed",
            Self::Approved => "approved",
            Self::Ended(_) => "ended",
        }
    }

    const fn title(&self) -> Msg {
        match self {
            Self::Open { .. } => msg::PAGES_LOGIN_TITLE,
            Self::Number(..) => msg::PAGES_NUMBER_TITLE,
            Self::Typed(_) => msg::PAGES_TYPED_TITLE,
            Self::Approved => msg::PAGES_APPROVED_TITLE,
            Self::Ended(over) => over.words().0,
        }
    }
}

impl Over {
    /// Every end that is shown.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 5] =
        [Self::Refused, Self::WrongNumber, Self::Cancelled, Self::Superseded, Self::Revoked];

    /// Title and sentence.
    const fn words(self) -> (Msg, Msg) {
        match self {
            Self::Refused => (msg::PAGES_REFUSED_TITLE, msg::PAGES_REFUSED),
            Self::WrongNumber => (msg::PAGES_WRONG_TITLE, msg::PAGES_WRONG),
            Self::Cancelled => (msg::PAGES_CANCELLED_TITLE, msg::PAGES_CANCELLED),
            Self::Superseded => (msg::PAGES_SUPERSEDED_TITLE, msg::PAGES_SUPERSEDED),
            Self::Revoked => (msg::PAGES_REVOKED_TITLE, msg::PAGES_REVOKED),
        }
    }
}

impl<'a> LoginView<'a> {
    /// Draws the page.
    pub(crate) fn page(&self, say: Say<'a>) -> Page<'a> {
        let title = self.shown.title();
        Page {
            say,
            status: StatusCode::OK,
            title: say.plain(title),
            mode: Mode::Elder,
            head: html! {},
            main: html! { h1 { (say.say(title)) } (self.body(say)) },
            // What is over changes no more.
            script: (!matches!(self.shown, Shown::Ended(_))).then(|| &*assets::LOGIN),
        }
    }

    fn body(&self, say: Say<'_>) -> Markup {
        match &self.shown {
            Shown::Open { code, slot, digits, note } => self.open(say, (code, *slot), *digits, *note),
            Shown::Number(number, note) => self.claimed(say, &number_card(say, *number), *note),
            Shown::Typed(note) => self.claimed(say, &html! { p.lead { (say.say(msg::PAGES_TYPED)) } }, *note),
            Shown::Approved => html! {
                div.watch data-login=(self.tag) data-state=(self.shown.name()) {
                    p { (say.say(msg::PAGES_APPROVED)) }
                    p.act { a.button.primary href="/login/go" { (say.say(msg::PAGES_APPROVED_KEY_GO)) } }
                }
            },
            Shown::Ended(over) => self.ended(say, *over),
        }
    }

    fn open(&self, say: Say<'_>, (modules, slot): (&Modules, u64), digits: Option<&CounterCode>, note: Note) -> Markup {
        html! {
            (beside(say, note))
            div.scan.watch data-login=(self.tag) data-state=(self.shown.name()) data-slot=(slot) {
                section.codecard aria-labelledby="code-name" {
                    h2.hidden #code-name { (say.say(msg::PAGES_LOGIN_QR)) }
                    (code(modules, &say.plain(msg::PAGES_LOGIN_QR)))
                    p.quiet { (say.say(msg::PAGES_LOGIN_RENEWS)) }
                }
                (self.who(say))
                ol.steps {
                    li { (say.say(msg::PAGES_LOGIN_OPEN)) }
                    li { (say.say(msg::PAGES_LOGIN_SCAN)) }
                    li { (say.say(msg::PAGES_LOGIN_AIM)) }
                }
            }
            (offline(say))
            (self.without_script(say))
            (other_ways(say, digits))
            (self.cancel(say))
        }
    }

    fn claimed(&self, say: Say<'_>, what: &Markup, note: Note) -> Markup {
        html! {
            (beside(say, note))
            div.claimed.watch data-login=(self.tag) data-state=(self.shown.name()) {
                (what)
                (self.who(say))
                div.notice.caution {
                    (icon(Icon::Shield))
                    p { (say.say(msg::LOGIN_FRAUD)) b { (say.say(msg::LOGIN_FRAUD_DO)) } }
                }
            }
            (offline(say))
            (self.without_script(say))
            (self.cancel(say))
        }
    }

    fn ended(&self, say: Say<'_>, over: Over) -> Markup {
        let party = Value::Words(self.party.name.clone());
        html! {
            div.panel {
                (icon(Icon::Shield))
                p.lead { (say.say(over.words().1)) }
                p { (say.say(msg::PAGES_END_NOTHING_TOLD)) }
            }
            p.act { a.button.primary href="/login/again" { (say.say(msg::PAGES_END_KEY_AGAIN)) } }
            p.act { a.plain href="/login/back" { (say.with(msg::PAGES_END_BACK, &[("party", party)])) } }
        }
    }

    /// Who asks, where, and what for: as the gateway knows the party, nothing from the request.
    fn who(&self, say: Say<'_>) -> Markup {
        let party = self.party;
        html! {
            section.who aria-labelledby="who-name" {
                (plate(&party.name, self.colour))
                div {
                    h2.caption #who-name { (say.say(msg::PAGES_WHO)) }
                    p.name lang=(PARTY) { (party.name) }
                    p.place lang=(PARTY) {
                        (party.city)
                        @for part in [&party.place, &party.spot].into_iter().flatten() { " · " (part) }
                    }
                    p.purpose lang=(PARTY) { (party.purpose) }
                }
            }
        }
    }

    /// The links that do what the script does by itself; the script takes those away.
    fn without_script(&self, say: Say<'_>) -> Markup {
        let open = matches!(self.shown, Shown::Open { .. });
        let fresh = if open { msg::PAGES_LOGIN_KEY_FRESH } else { msg::PAGES_NUMBER_KEY_NOT_ME };
        html! {
            p.links {
                a.plain href="/login/again" data-scriptless[open] { (say.say(fresh)) }
                a.plain href="/login/go" data-scriptless { (say.say(msg::PAGES_LOGIN_GO_ON)) }
            }
        }
    }

    fn cancel(&self, say: Say<'_>) -> Markup {
        html! {
            form.cancel method="post" action="/login/cancel" {
                input type="hidden" name="token" value=(self.form_token);
                button.button.second type="submit" { (say.say(msg::PAGES_LOGIN_KEY_CANCEL)) }
            }
        }
    }
}

fn beside(say: Say<'_>, note: Note) -> Markup {
    match note {
        Note::Nothing => html! {},
        Note::Contested => html! {
            div.notice.caution role="status" {
                (icon(Icon::Shield))
                p { b { (say.say(msg::PAGES_LOGIN_CONTESTED)) } (say.say(msg::PAGES_LOGIN_CONTESTED_DO)) }
            }
        },
        Note::Early => html! {
            div.notice role="status" { (icon(Icon::Info)) p { (say.say(msg::PAGES_LOGIN_EARLY)) } }
        },
    }
}

/// The one number, as large as the page allows.
fn number_card(say: Say<'_>, number: u8) -> Markup {
    let value = Value::Code(number.to_string());
    html! {
        section.numbercard aria-labelledby="number" {
            p.caption #number { (say.with(msg::PAGES_NUMBER, &[("number", value)])) }
            p.number aria-hidden="true" { (number) }
            p.quiet { (say.say(msg::PAGES_NUMBER_GOES_ON)) }
        }
    }
}

/// Shown by the script while the gateway is out of reach.
fn offline(say: Say<'_>) -> Markup {
    html! {
        div role="status" {
            div.notice #offline hidden { (icon(Icon::Offline)) p { (say.say(msg::PAGES_LOGIN_OFFLINE)) } }
        }
    }
}

fn other_ways(say: Say<'_>, digits: Option<&CounterCode>) -> Markup {
    html! {
        section.other aria-labelledby="other" {
            h2 #other { (say.say(msg::PAGES_OTHER_TITLE)) }
            div.ways {
                @if let Some(digits) = digits {
                    div.way {
                        h3 { (icon(Icon::Grid)) span { (say.say(msg::PAGES_OTHER_DIGITS)) } }
                        p { (say.say(msg::PAGES_OTHER_DIGITS_HOW)) }
                        (grouped(digits))
                    }
                }
                div.way {
                    h3 { (icon(Icon::Hall)) span { (say.say(msg::PAGES_OTHER_COUNTER)) } }
                    p { (say.say(msg::PAGES_OTHER_COUNTER_HOW)) }
                }
            }
        }
    }
}

/// Eight digits in two groups of four, as they are read out.
pub(crate) fn grouped(digits: &CounterCode) -> Markup {
    let (first, second) = digits.as_str().split_at(digits.as_str().len() / 2);
    html! { p.digits { span { (first) } " " span { (second) } } }
}

#[cfg(test)]
mod tests {
    use leling_code::{Level, draw};
    use leling_language::Catalogue;
    use leling_protocol::{RegionCode, wire::PartyKind};

    use super::*;
    use crate::pages::structure;

    fn party(name: &str) -> Party {
        Party {
            client: "kiosk".to_owned(),
            name: name.to_owned(),
            kind: PartyKind::Kiosk,
            region: RegionCode::parse("370102").unwrap(),
            city: "济南市".to_owned(),
            place: Some("历下区人社大厅".to_owned()),
            spot: None,
            purpose: "想用社保卡认您".to_owned(),
        }
    }

    fn drawn(party: &Party, shown: Shown<'_>, language: Language) -> String {
        let words = Catalogue::new();
        let view = LoginView { party, colour: Some("#1f6f50"), tag: "tag", form_token: "token", shown };
        view.page(Say::new(&words, language)).document().into_string()
    }

    #[test]
    fn every_state_is_a_whole_page_in_every_language() {
        let (code, digits) = (draw("x", Level::Medium).unwrap(), CounterCode::parse("28051644").unwrap());
        let open = |note| Shown::Open { code: &code, slot: 7, digits: Some(&digits), note };
        for language in Language::ALL.iter().copied() {
            let mut all = vec![open(Note::Nothing), open(Note::Contested), open(Note::Early), Shown::Approved];
            all.extend([Shown::Number(64, Note::Nothing), Shown::Typed(Note::Early)]);
            all.extend(Over::ALL.map(Shown::Ended));
            for shown in all {
                let page = drawn(&party("历下老年食堂"), shown, language);
                structure::check(&page);
                assert!(page.contains(&format!("<html lang=\"{}\" dir=", language.tag())));
                assert!(page.replace('\u{2060}', "").contains("12333"), "the way to a person is missing");
                assert_eq!(page.contains("class=\"draft\""), Say::new(&Catalogue::new(), language).is_draft());
            }
        }
    }

    #[test]
    fn the_number_is_on_the_page_only_once_a_phone_has_scanned() {
        let code = draw("x", Level::Medium).unwrap();
        let open = Shown::Open { code: &code, slot: 7, digits: None, note: Note::Nothing };
        assert!(!drawn(&party("A"), open, Language::Chinese).contains("class=\"number\""));
        let number = drawn(&party("A"), Shown::Number(64, Note::Nothing), Language::Chinese);
        assert!(number.contains(">64</p>") && number.contains("手机上请点") && !number.contains("class=\"qr\""));
    }

    #[test]
    fn what_a_party_is_called_stays_text() {
        let hostile = party("<img src=x>\"'&");
        for shown in [Shown::Number(64, Note::Nothing), Shown::Ended(Over::Refused)] {
            let page = drawn(&hostile, shown, Language::Chinese);
            assert!(page.contains("&lt;img src=x&gt;&quot;") && !page.contains("<img"), "{page}");
            structure::check(&page);
        }
    }

    #[test]
    fn no_page_counts_down_or_reloads_by_itself() {
        let page = drawn(&party("A"), Shown::Number(64, Note::Nothing), Language::Chinese);
        assert!(!page.contains("refresh") && !page.contains("<progress") && !page.contains("<meter"));
        assert!(page.contains("href=\"/login/go\"") && page.contains("href=\"/login/again\""));
        // What is over changes no more, and has one way to begin again.
        let over = drawn(&party("A"), Shown::Ended(Over::WrongNumber), Language::Chinese);
        assert!(!over.contains("<script") && over.matches("href=\"/login/again\"").count() == 1);
    }
}
