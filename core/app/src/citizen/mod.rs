//! The phone of an elder or a relative: what it keeps, which flow is open, and how events reach it.
//!
//! One folder per flow, each with its state, its events, its update and its views. A flow changes the [`State`] it is handed:
//! its own part, what is kept, and which flow comes next. Help, the privacy text and errors of the whole app lie over a flow
//! and give it back as it was.

pub mod ability;
pub mod authorize;
pub mod claim;
pub mod code;
pub mod enrol;
pub mod first_start;
mod form;
pub mod help;
pub mod home;
pub mod lamps;
pub mod log;
pub mod login;
pub mod logins;
pub mod opening;
pub mod privacy;
pub mod reset;
pub mod scan;
pub mod services;
pub mod settings;
pub mod state;
#[cfg(test)]
mod testing;
pub mod unlink;
pub mod voice;
pub mod vouch;
#[cfg(test)]
mod way_back;
pub mod withdraw;

use leling_language::{Decision, Global, msg};
use leling_screen::{NodeId, PlatformOp, Presentation, SaidBy, Screen, SystemEvent, Value};

use crate::context::Context;
use crate::effect::{Effect, GatewayCall, GatewayReply, Timer};
use crate::session::{Binding, Heard, Incoming, Root, View};
use crate::ui::Ui;

pub use state::{Edit, Entry, Flow, Kept, Live, News, Overlay, Person, Settings, State};

/// What a press means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 返回
    Back,
    /// 首页
    Home,
    /// 念一遍
    Repeat,
    /// 12333
    Help,
    /// In the help that lies over a flow.
    HelpScreen(help::Event),
    /// In the first start.
    FirstStart(first_start::Event),
    /// In the privacy text.
    Privacy(privacy::Event),
    /// In the enrolment.
    Enrol(enrol::Event),
    /// On the home.
    HomeScreen(home::Event),
    /// In the three lamps.
    Lamps(lamps::Event),
    /// In the claim.
    Claim(claim::Event),
    /// While the code shows.
    Code(code::Event),
    /// In the settings.
    Settings(settings::Event),
    /// In the record.
    Log(log::Event),
    /// While a new password is set.
    Reset(reset::Event),
    /// While the card is unlinked.
    Unlink(unlink::Event),
    /// While a consent is withdrawn.
    Withdraw(withdraw::Event),
    /// While the app opens.
    Opening(opening::Event),
    /// In 全部服务.
    Services(services::Event),
    /// While a code is looked for.
    Scan(scan::Event),
    /// While another app asks.
    Authorize(authorize::Event),
    /// While a login waits for its answer.
    Login(login::Event),
    /// Where the person is logged in.
    Logins(logins::Event),
    /// While the person vouches for a relative.
    Vouch(vouch::Event),
    /// While the person says how things go for them.
    Ability(ability::Event),
    /// Where the voice stands.
    Voice(voice::Event),
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// In the enrolment.
    Enrol(enrol::Field),
    /// In the claim.
    Claim(claim::Field),
    /// While a new password is set.
    Reset(reset::Field),
    /// While the card is unlinked.
    Unlink(unlink::Field),
    /// While a code is looked for.
    Scan(scan::Field),
    /// While a login waits for its answer.
    Login(login::Field),
    /// While the person vouches for a relative.
    Vouch(vouch::Field),
}

/// A screen of this root.
pub type Page = crate::ui::Page<Event, Field>;

/// The root of an elder's or a relative's phone.
#[derive(Debug)]
pub struct Citizen;

impl Root for Citizen {
    type State = State;
    type Event = Event;
    type Field = Field;

    fn update(state: &mut State, incoming: Incoming<Event, Field>, cx: &Context) -> Vec<Effect> {
        state.live.announce = None;
        voice::before(state, &incoming);
        match incoming {
            Incoming::Pressed(event) => pressed(state, event, cx),
            Incoming::Edited(field, text) => edited(state, field, Edit::Typed(text)),
            Incoming::Spoken(field, text) => edited(state, field, Edit::Said(text)),
            Incoming::Said | Incoming::Spent => Vec::new(),
            Incoming::Hearing(words, level) => {
                voice::hearing(state, &words, level);
                Vec::new()
            }
            Incoming::System(change) => system(state, change, cx),
            Incoming::Gateway(reply) => answered(state, reply, cx),
            Incoming::Code(reply) => code::drawn(state, reply, cx),
            Incoming::Timer(Timer::CodeStep) => code::next_step(state, cx),
            Incoming::Timer(Timer::Refresh) => home::refresh(state, cx),
            Incoming::Timer(Timer::KeepLogin) => login::look_again(state, cx),
            Incoming::Scanned(text) => scan::scanned(state, &text, cx),
            Incoming::Link(link) => authorize::link(state, link, cx),
            Incoming::AppOpened(result) => {
                login::app_opened(state, result);
                Vec::new()
            }
            Incoming::Restored(result) => opening::restored(state, result, cx),
            Incoming::Fault(failure) => {
                state.live.fault = Some(failure);
                Vec::new()
            }
        }
    }

    fn view(state: &State, presentation: Presentation, cx: &Context) -> View<Event, Field> {
        let ui = Ui::new(presentation);
        let mut page = match state.live.overlay {
            Some(Overlay::Help) => help::view(state, ui, cx),
            _ => standing(state, ui, cx),
        };
        match state.live.announce {
            Some(News::Words(message)) => page.announce(ui.text(message)),
            Some(News::Chosen(number)) => {
                page.announce(ui.with(msg::LOGIN_CHOSEN, &[("number", Value::Number(number.into()))]));
            }
            None => {}
        }
        let mut view = page.finish();
        let nav = &view.screen.nav;
        let bar = [
            (nav.back.as_ref(), Event::Back),
            (nav.home.as_ref(), Event::Home),
            (Some(&nav.repeat), Event::Repeat),
            (Some(&nav.help), Event::Help),
        ];
        let bound: Vec<(NodeId, Event)> =
            bar.into_iter().filter_map(|(key, event)| Some((key?.id.clone(), event))).collect();
        view.bindings.extend(bound.into_iter().map(|(id, event)| (id, Binding::Press(event))));
        voice::overlay(state, ui, &mut view);
        view
    }

    fn presentation(state: &State) -> Presentation {
        state.settings.presentation
    }

    fn kept(state: &State) -> (String, Option<String>) {
        state.to_kept()
    }

    fn hear(state: &mut State, screen: &Screen, said: (&str, SaidBy), cx: &Context) -> Heard {
        voice::hear(state, screen, said, cx)
    }

    fn drawn(state: &mut State, screen: &Screen, new_screen: bool, cx: &Context) -> Vec<Effect> {
        voice::drawn(state, screen, new_screen, cx)
    }
}

impl Citizen {
    /// Reads words against a screen alone: the part that they press, said by anybody from anywhere, with nothing said before.
    pub fn understand(screen: &Screen, heard: &str) -> Option<NodeId> {
        match leling_language::match_utterance(screen, heard) {
            Decision::Press(id) => Some(id),
            Decision::Global(global) => of_the_bar(screen, global),
            Decision::Reject | Decision::Ask(_) => None,
        }
    }
}

/// Gives the key of the bar that a word means on every screen.
fn of_the_bar(screen: &Screen, global: Global) -> Option<NodeId> {
    let nav = &screen.nav;
    let key = match global {
        Global::Back => nav.back.as_ref(),
        Global::Home => nav.home.as_ref(),
        Global::Repeat => Some(&nav.repeat),
        Global::Help => Some(&nav.help),
        _ => None,
    };
    key.map(|key| key.id.clone())
}

/// Draws what stands, whether or not the help lies over it.
fn standing(state: &State, ui: Ui, cx: &Context) -> Page {
    match state.live.overlay {
        Some(Overlay::PrivacyText) => privacy::full_text(state, ui),
        Some(Overlay::LinkRefused(why)) => authorize::refused_link(state, why, ui),
        Some(Overlay::Help) | None => flow_page(state, ui, cx),
    }
}

fn flow_page(state: &State, ui: Ui, cx: &Context) -> Page {
    if let Some(why) = login::pause(state) {
        return login::paused_page(state, why, ui);
    }
    match &state.flow {
        Flow::Opening(flow) => opening::view(flow, ui),
        Flow::FirstStart(flow) => first_start::view(flow, ui),
        Flow::Privacy(flow) => privacy::view(*flow, ui),
        Flow::Enrol(flow) => enrol::view(state, flow, ui, cx),
        Flow::Home => home::view(state, ui, cx),
        Flow::Lamps => lamps::view(state, ui),
        Flow::Claim(flow) => claim::view(state, flow, ui),
        Flow::Code(flow) => code::view(state, flow, ui),
        Flow::Settings(flow) => settings::view(state, *flow, ui),
        Flow::Log(flow) => log::view(state, *flow, ui, cx),
        Flow::Reset(flow) => reset::view(state, flow, ui),
        Flow::Unlink(flow) => unlink::view(state, flow, ui),
        Flow::Withdraw(how_far) => withdraw::view(state, *how_far, ui),
        Flow::Services => services::view(state, ui),
        Flow::Scan(flow) => scan::view(state, flow, ui),
        Flow::Authorize(asking) => authorize::view(asking, ui),
        Flow::Login(flow) => login::view(state, flow, ui),
        Flow::Logins(shown) => logins::view(state, shown, ui, cx),
        Flow::Vouch(flow) => vouch::view(state, flow, ui, cx),
        Flow::Ability(stage) => ability::view(state, *stage, ui),
    }
}

fn pressed(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    match event {
        Event::Back => back(state, cx),
        Event::Home => home::open(state, cx),
        Event::Repeat => {
            state.live.repeat = true;
            Vec::new()
        }
        Event::Help => help::open(state, cx),
        Event::HelpScreen(event) => help::update(state, event),
        Event::FirstStart(event) => first_start::update(state, event),
        Event::Privacy(event) => privacy::update(state, event, cx),
        Event::Enrol(event) => enrol::update(state, event, cx),
        Event::HomeScreen(event) => home::update(state, event, cx),
        Event::Lamps(event) => lamps::update(state, event, cx),
        Event::Claim(event) => claim::update(state, event, cx),
        Event::Code(event) => code::update(state, event, cx),
        Event::Settings(event) => settings::update(state, event, cx),
        Event::Log(event) => log::update(state, event, cx),
        Event::Reset(event) => reset::update(state, event, cx),
        Event::Unlink(event) => unlink::update(state, event, cx),
        Event::Withdraw(event) => withdraw::update(state, event, cx),
        Event::Opening(event) => opening::update(state, event, cx),
        Event::Services(event) => services::update(state, event),
        Event::Scan(event) => scan::update(state, event, cx),
        Event::Authorize(event) => authorize::update(state, event, cx),
        Event::Login(event) => login::update(state, event, cx),
        Event::Logins(event) => logins::update(state, event, cx),
        Event::Vouch(event) => vouch::update(state, event, cx),
        Event::Ability(event) => ability::update(state, event, cx),
        Event::Voice(event) => {
            voice::update(state, event, cx);
            Vec::new()
        }
    }
}

/// One step back: an overlay first, then within the flow, then the home.
fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    if state.live.overlay.take().is_some() {
        return Vec::new();
    }
    match &state.flow {
        Flow::FirstStart(_) => first_start::back(state),
        Flow::Privacy(_) => privacy::back(state),
        Flow::Enrol(_) => enrol::back(state),
        Flow::Claim(_) => claim::back(state, cx),
        Flow::Settings(_) => settings::back(state, cx),
        Flow::Log(_) => log::back(state, cx),
        Flow::Reset(_) => reset::back(state, cx),
        Flow::Unlink(_) => unlink::back(state, cx),
        Flow::Withdraw(_) => withdraw::back(state, cx),
        Flow::Scan(_) => scan::back(state, cx),
        Flow::Login(_) => login::back(state, cx),
        Flow::Logins(_) => logins::back(state, cx),
        Flow::Vouch(_) => vouch::back(state, cx),
        Flow::Ability(_) => ability::back(state, cx),
        Flow::Opening(_) | Flow::Home | Flow::Lamps | Flow::Code(_) | Flow::Services | Flow::Authorize(_) => {
            home::open(state, cx)
        }
    }
}

fn edited(state: &mut State, field: Field, text: Edit) -> Vec<Effect> {
    match field {
        Field::Enrol(field) => enrol::edited(state, field, text),
        Field::Claim(field) => claim::edited(state, field, text),
        Field::Reset(field) => reset::edited(state, field, text),
        Field::Unlink(field) => unlink::edited(state, field, text),
        Field::Scan(field) => scan::edited(state, field, text),
        Field::Login(field) => login::edited(state, field, text),
        Field::Vouch(field) => vouch::edited(state, field, text),
    }
    Vec::new()
}

fn system(state: &mut State, change: SystemEvent, cx: &Context) -> Vec<Effect> {
    match change {
        SystemEvent::Resumed => {
            scan::resumed(state);
            home::resumed(state, cx)
        }
        SystemEvent::Suspending => vec![Effect::Suspend],
        SystemEvent::Network { online } => {
            state.live.online = online;
            if online { home::resumed(state, cx) } else { Vec::new() }
        }
        SystemEvent::ScreenReader { running } => {
            state.live.screen_reader = running;
            if running { vec![Effect::Platform(PlatformOp::StopSpeaking)] } else { Vec::new() }
        }
        SystemEvent::Dark { on } => {
            state.settings.follow_system_dark(on);
            Vec::new()
        }
        SystemEvent::Call { active } => {
            state.live.call = active;
            Vec::new()
        }
        SystemEvent::Capture { active } => {
            state.live.capture = active;
            Vec::new()
        }
        SystemEvent::Camera { state: now } => {
            scan::camera(state, now);
            Vec::new()
        }
        SystemEvent::SpeechEnded => {
            voice::ended(state, cx);
            Vec::new()
        }
        SystemEvent::Voice { speaks, hears } => {
            (state.live.voice.speaks, state.live.voice.hears) = (speaks, hears);
            Vec::new()
        }
        SystemEvent::Earpiece { on } => {
            state.live.voice.earpiece = on;
            Vec::new()
        }
    }
}

fn answered(state: &mut State, reply: GatewayReply, cx: &Context) -> Vec<Effect> {
    match reply {
        GatewayReply::Enrol(result) => enrol::code_sent(state, result, cx),
        GatewayReply::EnrolCode(result) => enrol::ended(state, result, cx),
        GatewayReply::Card(result) => home::card_arrived(state, result, cx),
        GatewayReply::Claim(result) => claim::ended(state, result, cx),
        GatewayReply::Certificate(result) => code::certificate_arrived(state, result, cx),
        GatewayReply::Unlink(result) => unlink::ended(state, result, cx),
        GatewayReply::ResetPassword(result) => reset::ended(state, result),
        GatewayReply::Consent(result) if state.kept.withdrawal.is_some() => withdraw::answered(state, result),
        GatewayReply::Consent(result) => privacy::told(state, &result),
        GatewayReply::Audit(result) => log::arrived(state, result),
        GatewayReply::Replacements(result) => home::replacements_arrived(state, result),
        GatewayReply::StopReplacement(result) => home::replacement_stopped(state, result),
        GatewayReply::Keys(result) => scan::keys_arrived(state, result, cx),
        GatewayReply::HelpCode(result) => help::arrived(state, result),
        GatewayReply::Vouch(result) => vouch::answered(state, result),
        GatewayReply::Login(result) if matches!(state.flow, Flow::Authorize(_)) => authorize::found(state, result, cx),
        GatewayReply::Login(result) => scan::found(state, result, cx),
        GatewayReply::LoginAnswered(result) => login::answered(state, result, cx),
        GatewayReply::LoginKept(result) => login::kept(state, result, cx),
        GatewayReply::Sessions(result) => logins::sessions_arrived(state, result),
        GatewayReply::Grants(result) => logins::grants_arrived(state, result),
        GatewayReply::SessionEnded(result) | GatewayReply::GrantRevoked(result) => logins::ended(state, result),
    }
}

/// Gives the calls that every opening of the home wants answered.
fn look_after_card() -> Vec<Effect> {
    vec![Effect::Gateway(GatewayCall::FetchCard), Effect::Gateway(GatewayCall::FetchReplacements)]
}
