//! 您想怎么用: the first screen of all. Large, Chinese, and nothing chosen for the person but the largest letters.
//!
//! 大字版 is Large; 语音版 is 长辈版 with voice; 民族文字版 opens the list of languages and begins in 长辈版; 用普通版 is
//! Standard. What was chosen is kept and can be changed from the home at any time.

use leling_language::msg;
use leling_screen::Icon;
use leling_screen::node::{ChoiceOption, Sample};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Language, Size};
use serde::{Deserialize, Serialize};

use super::{Flow, Page, State, privacy};
use crate::effect::Effect;
use crate::ui::Ui;

/// What stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The four ways, one of them chosen.
    Ways(Way),
    /// The list of languages.
    Languages,
}

impl Default for Stage {
    fn default() -> Self {
        Self::Ways(Way::Large)
    }
}

/// A way to use the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// 大字版
    Large,
    /// 语音版
    Voice,
    /// 民族文字版
    Scripts,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A way was chosen; nothing happens yet.
    Choose(Way),
    /// The chosen way is taken.
    Take(Way),
    /// 用普通版
    Standard,
    /// A language was taken.
    Language(Language),
}

/// Takes a press.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    let settings = &mut state.settings;
    match event {
        Event::Choose(way) => {
            state.flow = Flow::FirstStart(Stage::Ways(way));
            return Vec::new();
        }
        Event::Take(Way::Scripts) => {
            state.flow = Flow::FirstStart(Stage::Languages);
            return Vec::new();
        }
        Event::Take(Way::Large) => settings.choose_size(Size::Large),
        Event::Take(Way::Voice) => {
            settings.choose_size(Size::Elder);
            settings.presentation.voice = true;
        }
        Event::Standard => settings.choose_size(Size::Standard),
        Event::Language(language) => {
            settings.choose_size(Size::Elder);
            settings.choose_language(language);
        }
    }
    settings.started = true;
    state.flow = Flow::Privacy(privacy::Stage::Short);
    Vec::new()
}

/// Goes from the languages to the ways; the ways have nothing behind them.
pub fn back(state: &mut State) -> Vec<Effect> {
    state.flow = Flow::FirstStart(Stage::default());
    Vec::new()
}

/// Draws the ways or the languages.
pub fn view(stage: &Stage, ui: Ui) -> Page {
    match stage {
        Stage::Ways(chosen) => ways(*chosen, ui),
        Stage::Languages => languages(ui),
    }
}

/// The person sees the three editions, one of them ringed, and below them the ordinary one.
fn ways(chosen: Way, ui: Ui) -> Page {
    let event = super::Event::FirstStart;
    let mut page = ui.page("first_start", ui.text(msg::START_TITLE));
    page.without_back();
    page.without_home();
    page.brand();
    page.section(SectionRole::Form);
    let mut options = Vec::new();
    for (id, way, icon, label) in [
        ("large", Way::Large, Icon::Big, msg::START_LARGE),
        ("voice", Way::Voice, Icon::Mic, msg::START_VOICE),
        ("scripts", Way::Scripts, Icon::Script, msg::START_SCRIPTS),
    ] {
        let mut option = page.option(id, icon, ui.label(label), None, way == chosen, event(Event::Choose(way)));
        if way == Way::Scripts {
            option.samples = scripts();
        }
        options.push(option);
    }
    page.choice("way", options);
    page.action(ActionKind::Plain, "standard", ui.label(msg::START_KEY_STANDARD), None, event(Event::Standard));
    page.paragraph("later", ui.text(msg::START_LATER));
    let take = match chosen {
        Way::Large => msg::START_KEY_USE_LARGE,
        Way::Voice => msg::START_KEY_USE_VOICE,
        Way::Scripts => msg::START_KEY_USE_SCRIPTS,
    };
    page.action(ActionKind::Primary, "take", ui.label(take), Some(Icon::Check), event(Event::Take(chosen)));
    page
}

/// The person sees each language under its own name.
fn languages(ui: Ui) -> Page {
    let mut page = ui.page("first_start.languages", ui.text(msg::LANGUAGE_TITLE));
    page.without_home();
    page.section(SectionRole::Form);
    let options = Language::ALL.into_iter().map(|language| language_option(&mut page, language)).collect();
    page.choice("language", options);
    page.paragraph("note", ui.text(msg::LANGUAGE_NOTE));
    page
}

fn language_option(page: &mut Page, language: Language) -> ChoiceOption {
    let id = format!("language.{}", language.tag().to_ascii_lowercase());
    let label = super::settings::own_name(page.ui(), language);
    page.option(&id, Icon::Script, label, None, false, super::Event::FirstStart(Event::Language(language)))
}

fn scripts() -> Vec<Sample> {
    [Language::Tibetan, Language::Uyghur, Language::Mongolian, Language::Korean, Language::Zhuang]
        .into_iter()
        .map(|language| Sample { language, word: language.endonym().to_owned() })
        .collect()
}
