//! Screens for whoever draws them: the states of the walk as JSON lines, the longest of each size and script first.
//!
//! The browser's checks of boxes, words and order take them, also retold in a pseudo-locale.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use leling_language::Pseudo;
use leling_language::pseudo::retold;
use leling_screen::{Language, Node, Presentation, Screen, Section, Size, Theme};
use serde_json::json;

use crate::spot::Spot;
use crate::{crawler, words};

/// Which screens, and how.
#[derive(Args, Debug)]
pub struct Wanted {
    /// standard, elder or large; may be given again
    #[arg(long = "size", default_value = "large")]
    sizes: Vec<SizeName>,
    /// Text step, 0 to 4
    #[arg(long, default_value_t = 0)]
    step: u8,
    /// BCP 47 tag; may be given again
    #[arg(long = "language", default_value = "zh-CN", value_parser = language)]
    languages: Vec<Language>,
    /// Retells the Chinese words in a pseudo-locale; may be given again
    #[arg(long = "pseudo")]
    pseudos: Vec<PseudoName>,
    /// Dark theme
    #[arg(long)]
    dark: bool,
    /// At most so many of each size and script
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

impl From<SizeName> for Size {
    fn from(name: SizeName) -> Self {
        match name {
            SizeName::Standard => Self::Standard,
            SizeName::Elder => Self::Elder,
            SizeName::Large => Self::Large,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PseudoName {
    Long,
    Mirrored,
    Vertical,
    Tall,
}

impl From<PseudoName> for Pseudo {
    fn from(name: PseudoName) -> Self {
        match name {
            PseudoName::Long => Self::Long,
            PseudoName::Mirrored => Self::Mirrored,
            PseudoName::Vertical => Self::Vertical,
            PseudoName::Tall => Self::Tall,
        }
    }
}

/// In which size, and in whose words.
#[derive(Clone, Copy)]
struct Telling {
    presentation: Presentation,
    pseudo: Option<Pseudo>,
}

impl Telling {
    fn script(self) -> &'static str {
        self.pseudo.map_or_else(|| self.presentation.language.tag(), Pseudo::name)
    }

    fn of(self, spot: &impl Spot) -> Screen {
        let screen = spot.drawn(self.presentation).screen;
        match self.pseudo {
            Some(pseudo) => retold(&screen, pseudo),
            None => screen,
        }
    }
}

impl Wanted {
    fn tellings(&self) -> Vec<Telling> {
        let theme = if self.dark { Theme::Dark } else { Theme::Light };
        let words = self.languages.iter().map(|language| (*language, None));
        let words = words.chain(self.pseudos.iter().map(|pseudo| (Language::Chinese, Some(Pseudo::from(*pseudo)))));
        let in_size = |size: Size, (language, pseudo)| {
            let presentation = Presentation { size, step: self.step, voice: false, language, theme };
            Telling { presentation, pseudo }
        };
        let sizes = self.sizes.iter().map(|name| Size::from(*name));
        sizes.flat_map(|size| words.clone().map(move |words| in_size(size, words))).collect()
    }
}

/// Characters that are drawn.
fn length(screen: &Screen) -> usize {
    words::of_screen(screen).iter().map(|(_, text)| text.display().chars().count()).sum()
}

/// Names of what the keyboard reaches, in the order of the tree.
fn order(screen: &Screen) -> Vec<String> {
    let bare = Screen { banner: None, sections: Vec::new(), actions: Vec::new(), ..screen.clone() };
    let keys = |screen: &Screen| words::keys(screen).into_iter().map(|key| key.id);
    let of_bar = keys(&bare).count();
    let of_node = |node: &Node| {
        let section = Section { nodes: vec![node.clone()], ..screen.sections[0].clone() };
        let alone = Screen { sections: vec![section], ..bare.clone() };
        let own = words::keys(&alone).len() - of_bar;
        let field = words::is_field(node).then(|| node.id.clone());
        field.into_iter().chain(keys(&alone).take(own)).collect::<Vec<_>>()
    };
    let banner = screen.banner.iter().filter_map(|banner| banner.key.as_ref()).map(|key| key.id.clone());
    let actions = screen.actions.iter().map(|action| action.key.id.clone());
    let all = banner.chain(screen.nodes().flat_map(of_node)).chain(actions).chain(keys(&bare));
    all.map(|id| id.as_str().to_owned()).collect()
}

/// Prints the longest state of each screen as JSON lines: its size, script and name, how many characters are drawn, what the
/// keyboard reaches in the order of the tree, and the screen as it crosses to a shell.
pub fn print(wanted: &Wanted) {
    let places = crawler::walk();
    for telling in wanted.tellings() {
        let mut longest: BTreeMap<String, (usize, Screen)> = BTreeMap::new();
        for place in &places {
            let screen = telling.of(place);
            let (name, characters) = (screen.id.as_str().to_owned(), length(&screen));
            if longest.get(&name).is_none_or(|(known, _)| characters > *known) {
                longest.insert(name, (characters, screen));
            }
        }
        let mut screens: Vec<_> = longest.into_iter().collect();
        screens.sort_by_key(|(_, (characters, _))| core::cmp::Reverse(*characters));
        for (name, (characters, screen)) in screens.into_iter().take(wanted.longest) {
            let (size, script) = (telling.presentation.size, telling.script());
            println!(
                "{}",
                json!({ "size": size, "script": script, "name": name, "characters": characters, "order": order(&screen), "screen": screen })
            );
        }
    }
}
