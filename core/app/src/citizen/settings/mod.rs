//! 设置: the three sizes by name, step of the letters, colours, voice and its rate, language, and the privacy text.

use leling_language::{Msg, msg};
use leling_screen::Icon;
use leling_screen::node::{ChoiceOption, NodeKind, RowsStyle};
use leling_screen::screen::SectionRole;
use leling_screen::{Language, Size, Text, Theme};
use serde::{Deserialize, Serialize};

use super::state::Settings;
use super::voice::Zone;
use super::{Flow, Overlay, State, ability, home, withdraw};
use crate::context::Context;
use crate::effect::Effect;
use crate::ui::Ui;

/// Slowest and fastest rate of speech, in hundredths, and the step between.
const RATE: (u8, u8, u8) = (60, 120, 10);
/// Softest and loudest speech, in hundredths of the phone's own, and the step between.
const VOLUME: (u8, u8, u8) = (40, 100, 20);
/// Highest step of the letters.
const TOP_STEP: u8 = 4;

/// Which page of the settings stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    /// What can be set.
    Main,
    /// The three sizes.
    Size,
    /// The list of languages.
    Languages,
    /// How the person speaks.
    Accent,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Opens a page.
    Open(Page),
    /// A size was taken.
    Size(Size),
    /// Larger letters.
    Larger,
    /// Smaller letters.
    Smaller,
    /// Dark colours on or off.
    Dark,
    /// Voice on or off.
    Voice,
    /// Slower speech.
    Slower,
    /// Faster speech.
    Faster,
    /// A language was taken.
    Language(Language),
    /// A way to speak was taken; none is that of the home town.
    Accent(Option<Zone>),
    /// 说说您怎么方便
    Ability,
    /// The privacy text.
    Privacy,
    /// 收回同意
    Withdraw,
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, _: &Context) -> Vec<Effect> {
    let settings = &mut state.settings;
    let now = &mut settings.presentation;
    match event {
        Event::Open(page) => state.flow = Flow::Settings(page),
        Event::Size(size) => {
            settings.choose_size(size);
            state.flow = Flow::Settings(Page::Main);
        }
        Event::Larger => drop(larger(settings)),
        Event::Smaller => drop(smaller(settings)),
        Event::Dark => {
            now.theme = if now.theme == Theme::Dark { Theme::Light } else { Theme::Dark };
            settings.theme_chosen = true;
        }
        Event::Voice => now.voice ^= true,
        Event::Slower => drop(slower(settings)),
        Event::Faster => drop(faster(settings)),
        Event::Language(language) => {
            settings.choose_language(language);
            state.flow = Flow::Settings(Page::Main);
        }
        Event::Accent(zone) => {
            settings.accent = zone;
            state.flow = Flow::Settings(Page::Main);
        }
        Event::Ability => ability::answers(state),
        Event::Privacy => state.live.overlay = Some(Overlay::PrivacyText),
        Event::Withdraw => state.flow = Flow::Withdraw(withdraw::Stage::Asking),
    }
    Vec::new()
}

/// Whether a setting moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    /// By one step.
    On,
    /// It was at its end.
    AtEnd,
}

fn moved(value: &mut u8, to: u8) -> Moved {
    if core::mem::replace(value, to) == to { Moved::AtEnd } else { Moved::On }
}

/// One step slower.
pub(super) fn slower(settings: &mut Settings) -> Moved {
    let to = settings.speech_rate.saturating_sub(RATE.2).max(RATE.0);
    moved(&mut settings.speech_rate, to)
}

/// One step faster.
pub(super) fn faster(settings: &mut Settings) -> Moved {
    let to = (settings.speech_rate + RATE.2).min(RATE.1);
    moved(&mut settings.speech_rate, to)
}

/// One step louder.
pub(super) fn louder(settings: &mut Settings) -> Moved {
    let to = (settings.speech_volume + VOLUME.2).min(VOLUME.1);
    moved(&mut settings.speech_volume, to)
}

/// One step softer.
pub(super) fn softer(settings: &mut Settings) -> Moved {
    let to = settings.speech_volume.saturating_sub(VOLUME.2).max(VOLUME.0);
    moved(&mut settings.speech_volume, to)
}

/// Letters one step larger.
pub(super) fn larger(settings: &mut Settings) -> Moved {
    let step = &mut settings.presentation.step;
    let to = (*step + 1).min(TOP_STEP);
    moved(step, to)
}

/// Letters one step smaller.
pub(super) fn smaller(settings: &mut Settings) -> Moved {
    let step = &mut settings.presentation.step;
    let to = step.saturating_sub(1);
    moved(step, to)
}

/// Goes from a page to the list, from the list to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    match state.flow {
        Flow::Settings(Page::Size | Page::Languages | Page::Accent) => {
            state.flow = Flow::Settings(Page::Main);
            Vec::new()
        }
        _ => home::open(state, cx),
    }
}

/// Draws a page.
pub fn view(state: &State, page: Page, ui: Ui) -> super::Page {
    match page {
        Page::Main => main_page(state, ui),
        Page::Size => sizes(state, ui),
        Page::Languages => languages(state, ui),
        Page::Accent => accents(state, ui),
    }
}

const fn event(event: Event) -> super::Event {
    super::Event::Settings(event)
}

/// The person sees what can be set, each with how it stands.
fn main_page(state: &State, ui: Ui) -> super::Page {
    let now = state.settings.presentation;
    let mut page = ui.page("settings", ui.text(msg::SETTINGS_TITLE));
    page.section(SectionRole::Form);
    let mut rows = Vec::new();
    for (id, icon, label, detail, press) in [
        ("size", Icon::Big, msg::SETTINGS_SIZE, Some(ui.text(size_name(now.size))), Event::Open(Page::Size)),
        (
            "language",
            Icon::Script,
            msg::SETTINGS_LANGUAGE,
            Some(own_name(ui, now.language)),
            Event::Open(Page::Languages),
        ),
        ("privacy", Icon::Shield, msg::SETTINGS_PRIVACY, None, Event::Privacy),
        ("withdraw", Icon::Close, msg::SETTINGS_KEY_WITHDRAW, None, Event::Withdraw),
    ] {
        rows.push(page.row(id, icon, ui.label(label), detail, event(press)));
    }
    page.rows("pages", RowsStyle::Rows, rows);
    page.section(SectionRole::Form);
    let row = page.row("ability", Icon::Person, ui.label(msg::ABILITY_TITLE), None, event(Event::Ability));
    page.rows("own", RowsStyle::Rows, vec![row]);
    page.section(SectionRole::Form);
    toggle(&mut page, "voice", msg::SETTINGS_VOICE, now.voice, Event::Voice);
    toggle(&mut page, "dark", msg::SETTINGS_THEME_DARK, now.theme == Theme::Dark, Event::Dark);
    let detail = Some(ui.text(accent_name(state.settings.accent)));
    let row = page.row("accent", Icon::Mic, ui.label(msg::SETTINGS_ACCENT), detail, event(Event::Open(Page::Accent)));
    page.rows("speech", RowsStyle::Rows, vec![row]);
    page.section(SectionRole::Form);
    let mut steps = Vec::new();
    let rate = state.settings.speech_rate;
    for (id, icon, label, press, possible) in [
        ("larger", Icon::Plus, msg::SETTINGS_STEP_KEY_LARGER, Event::Larger, now.step < TOP_STEP),
        ("smaller", Icon::Minus, msg::SETTINGS_STEP_KEY_SMALLER, Event::Smaller, now.step > 0),
        ("slower", Icon::Speak, msg::SETTINGS_SLOWER, Event::Slower, rate > RATE.0),
        ("faster", Icon::Speak, msg::SETTINGS_FASTER, Event::Faster, rate < RATE.1),
    ] {
        if possible {
            steps.push(page.row(id, icon, ui.label(label), None, event(press)));
        }
    }
    page.rows("steps", RowsStyle::Rows, steps);
    page
}

fn toggle(page: &mut super::Page, id: &str, label: Msg, on: bool, press: Event) {
    let ui = page.ui();
    let (on_word, off_word) = (ui.text(msg::COMMON_ON), ui.text(msg::COMMON_OFF));
    let mut key = page.key(id, ui.label(label), None, event(press));
    let word = if on { &on_word } else { &off_word };
    key.speech = format!("{}，{}", key.label.speech, word.speech);
    let speech = key.speech.clone();
    page.node(&format!("{id}.row"), speech, NodeKind::Toggle { key, on, on_word, off_word });
}

/// The person sees the three sizes, each in words, the one in force ringed.
fn sizes(state: &State, ui: Ui) -> super::Page {
    let mut page = ui.page("settings.size", ui.text(msg::SETTINGS_SIZE));
    page.section(SectionRole::Form);
    let now = state.settings.presentation.size;
    let options = [("size.standard", Size::Standard), ("size.elder", Size::Elder), ("size.large", Size::Large)]
        .into_iter()
        .map(|(id, size)| {
            page.option(id, Icon::Big, ui.label(size_name(size)), None, size == now, event(Event::Size(size)))
        })
        .collect();
    page.choice("sizes", options);
    page
}

/// The person sees where people speak as they do.
fn accents(state: &State, ui: Ui) -> super::Page {
    let mut page = ui.page("settings.accent", ui.text(msg::SETTINGS_ACCENT));
    page.section(SectionRole::Form);
    let ways = [
        ("accent.own", None),
        ("accent.jilu", Some(Zone::Jilu)),
        ("accent.zhongyuan", Some(Zone::Zhongyuan)),
        ("accent.jiaoliao", Some(Zone::Jiaoliao)),
    ];
    let options = ways.map(|(id, zone)| {
        let chosen = zone == state.settings.accent;
        page.option(id, Icon::Mic, ui.label(accent_name(zone)), None, chosen, event(Event::Accent(zone)))
    });
    page.choice("accents", options.into());
    page
}

const fn accent_name(zone: Option<Zone>) -> Msg {
    match zone {
        None => msg::SETTINGS_ACCENT_OWN,
        Some(Zone::Jilu) => msg::SETTINGS_ACCENT_JILU,
        Some(Zone::Zhongyuan) => msg::SETTINGS_ACCENT_ZHONGYUAN,
        Some(Zone::Jiaoliao) => msg::SETTINGS_ACCENT_JIAOLIAO,
    }
}

/// The person sees each language under its own name.
fn languages(state: &State, ui: Ui) -> super::Page {
    let mut page = ui.page("settings.languages", ui.text(msg::SETTINGS_LANGUAGE));
    page.section(SectionRole::Form);
    let now = state.settings.presentation.language;
    let options: Vec<ChoiceOption> = Language::ALL
        .into_iter()
        .map(|language| {
            let id = format!("language.{}", language.tag().to_ascii_lowercase());
            page.option(
                &id,
                Icon::Script,
                own_name(ui, language),
                None,
                language == now,
                event(Event::Language(language)),
            )
        })
        .collect();
    page.choice("languages", options);
    page
}

/// A language under its own name, in its own script, said in the language of the screen.
pub(super) fn own_name(ui: Ui, language: Language) -> Text {
    let said = ui.catalogue().language_name(ui.presentation().language, language).speech;
    Text { speech: said, language: Some(language), ..Text::plain(language.endonym()) }
}

const fn size_name(size: Size) -> Msg {
    match size {
        Size::Standard => msg::SETTINGS_SIZE_STANDARD,
        Size::Elder => msg::SETTINGS_SIZE_ELDER,
        Size::Large => msg::SETTINGS_SIZE_LARGE,
    }
}
