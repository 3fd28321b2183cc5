//! Screens for whoever draws them: the states of the walk as JSON lines, in one presentation, the longest first.
//!
//! The browser's checks of boxes and words take them, also retold in a pseudo-locale.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use leling_language::Pseudo;
use leling_language::pseudo::retold;
use leling_screen::{Language, Presentation, Screen, Size, Theme};
use serde_json::json;

use crate::spot::Spot;
use crate::{crawler, words};

/// Which screens, and how.
#[derive(Args, Debug)]
pub struct Wanted {
    /// standard, elder or large
    #[arg(long, default_value = "large")]
    size: SizeName,
    /// Text step, 0 to 4
    #[arg(long, default_value_t = 0)]
    step: u8,
    /// BCP 47 tag
    #[arg(long, default_value = "zh-CN", value_parser = language)]
    language: Language,
    /// Retells the words in a pseudo-locale
    #[arg(long)]
    pseudo: Option<PseudoName>,
    /// Dark theme
    #[arg(long)]
    dark: bool,
    /// At most so many
    #[arg(long, default_value_t = 20)]
    longest: usize,
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| format!("{tag} is none of the languages"))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SizeName {
    Standard,
    Elder,
    Large,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PseudoName {
    Long,
    Mirrored,
    Vertical,
    Tall,
}

impl Wanted {
    const fn presentation(&self) -> Presentation {
        let size = match self.size {
            SizeName::Standard => Size::Standard,
            SizeName::Elder => Size::Elder,
            SizeName::Large => Size::Large,
        };
        let theme = if self.dark { Theme::Dark } else { Theme::Light };
        Presentation { size, step: self.step, voice: false, language: self.language, theme }
    }

    fn told(&self, screen: Screen) -> Screen {
        let pseudo = self.pseudo.map(|name| match name {
            PseudoName::Long => Pseudo::Long,
            PseudoName::Mirrored => Pseudo::Mirrored,
            PseudoName::Vertical => Pseudo::Vertical,
            PseudoName::Tall => Pseudo::Tall,
        });
        match pseudo {
            Some(pseudo) => retold(&screen, pseudo),
            None => screen,
        }
    }
}

/// Characters that are drawn.
fn length(screen: &Screen) -> usize {
    words::of_screen(screen).iter().map(|(_, text)| text.display().chars().count()).sum()
}

/// Prints the longest state of each screen, `{"name", "characters", "screen"}` a line.
pub fn print(wanted: &Wanted) {
    let mut longest: BTreeMap<String, (usize, Screen)> = BTreeMap::new();
    for place in crawler::walk() {
        let screen = wanted.told(place.drawn(wanted.presentation()).screen);
        let (name, characters) = (screen.id.as_str().to_owned(), length(&screen));
        if longest.get(&name).is_none_or(|(known, _)| characters > *known) {
            longest.insert(name, (characters, screen));
        }
    }
    let mut screens: Vec<_> = longest.into_iter().collect();
    screens.sort_by_key(|(_, (characters, _))| core::cmp::Reverse(*characters));
    for (name, (characters, screen)) in screens.into_iter().take(wanted.longest) {
        println!("{}", json!({ "name": name, "characters": characters, "screen": screen }));
    }
}
