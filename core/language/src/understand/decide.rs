//! From an utterance to its meaning: what is certain first, what is likely last, nothing that is guessed.

use std::cell::OnceCell;

use leling_screen::{NodeId, Risk};

use super::align;
use super::answer::{self, Answer};
use super::ear::Ear;
use super::globals::Global;
use super::negation;
use super::ordinal;
use super::phrase::{Hits, Phrase, Score, by_sound};
use super::slot::{self, Asks};
use super::sound::Sign;
use super::text::{Said, normalise};
use super::turn::{Meaning, Offer, Turn, Why};

/// More characters than this are talk: a phone number said twice with its correction has forty.
const LONGEST: usize = 64;
/// A score that is acted on.
const ACCEPT: f32 = 0.55;
/// A score that is asked back about, where another is near.
const DOUBT: f32 = 0.42;
/// How far the second must lie behind the first.
const MARGIN: f32 = 0.1;
/// A global this certain wins over answers and values.
const CERTAIN: f32 = 0.93;
/// How well a place in a list must be heard: the places differ by one syllable.
const COUNTED: f32 = 0.85;
/// How well a global of three characters or less must be heard.
const SHORT: f32 = 0.8;
/// How far two globals must lie apart.
const APART: f32 = 0.05;
/// What a global must reach: it is short, and it is everywhere.
const ACCEPT_GLOBAL: f32 = 0.77;
/// The same where it was heard nearly exactly.
const ACCEPT_CLEAR: f32 = 0.68;
const CLEAR: f32 = 0.94;
/// How much better a global must fit than what is on the screen.
const SCREEN_FIRST: f32 = 0.08;
/// The same where it was not heard exactly.
const SCREEN_FIRST_IN_DOUBT: f32 = 0.16;
/// Words of parts that are better asked again than done unwanted.
const GRAVE: [&str; 9] = ["挂失", "解除", "解绑", "注销", "停用", "冻结", "撤回", "收回", "取消"];

/// Decides what `heard` means now.
///
/// Pure: the same turn and words give the same meaning. See the module's page for the order of the rules.
pub fn understand(turn: &Turn, heard: &str) -> Meaning {
    let look = Look::new(turn, Said::new(heard, turn.accent));
    if look.said.is_empty() {
        return Meaning::Reject(Why::Silence);
    }
    if look.said.signs.len() > LONGEST {
        return Meaning::Reject(Why::NotHere);
    }
    if echoes(turn, &look.said) {
        return Meaning::Reject(Why::Echo);
    }
    full_phrase(turn, &look.said)
        .or_else(|| exact(turn, &look.said))
        .or_else(|| certain_global(&look))
        .or_else(|| answered(turn, &look.said))
        .or_else(|| refused(&look))
        .or_else(|| slot::hear(&turn.asks, &look.said).map(Meaning::Value))
        .or_else(|| counted(turn, &look.said))
        .unwrap_or_else(|| likely(&look))
}

/// An utterance against a turn, with what is expensive to find out.
struct Look<'a> {
    turn: &'a Turn,
    said: Said,
    fits: OnceCell<Vec<Fit<'a>>>,
    global: OnceCell<Option<(Global, Score)>>,
}

impl<'a> Look<'a> {
    fn new(turn: &'a Turn, said: Said) -> Self {
        Self { turn, said, fits: OnceCell::new(), global: OnceCell::new() }
    }

    /// Every part that the utterance fits, best first.
    fn fits(&self) -> &[Fit<'a>] {
        self.fits.get_or_init(|| {
            let mut fits = fits(self.turn, &self.said);
            fits.sort_by(|a, b| b.score.value.total_cmp(&a.score.value));
            fits
        })
    }

    fn global(&self) -> Option<&(Global, Score)> {
        self.global.get_or_init(|| best_global(self.turn, &self.said)).as_ref()
    }
}

/// The microphone hears the loudspeaker: what is played is no answer.
fn echoes(turn: &Turn, said: &Said) -> bool {
    const ALIKE: f32 = 0.85;
    let Some(narrating) = &turn.narrating else { return false };
    let narrating = Sign::all(&normalise(narrating));
    let place = align::find(&said.signs, &narrating, Ear::of(said.accent));
    place.is_some_and(|place| place.likeness >= ALIKE)
}

fn full_phrase(turn: &Turn, said: &Said) -> Option<Meaning> {
    let mut acts = turn.offers.iter().filter(|offer| offer.risk == Risk::Irreversible).peekable();
    let generic = turn.irreversible && acts.peek().is_none() && matches!(turn.asks, Asks::YesNo { .. });
    let is_full = |phrase: &str| answer::is_full_phrase(said, &Sign::all(&normalise(phrase)));
    // Where the label does not say that it confirms (挂失), the phrase does: 确认挂失.
    let confirms = |act: &&Offer| is_full(&act.label) || is_full(&format!("确认{}", act.label));
    if let Some(act) = acts.find(confirms) {
        return Some(Meaning::Press(act.id.clone()));
    }
    (generic && answer::FULL_PHRASES.iter().any(|phrase| is_full(phrase))).then_some(Meaning::Yes)
}

/// What is called exactly so, with or without fillers.
fn exact(turn: &Turn, said: &Said) -> Option<Meaning> {
    let core = without_fillers(said);
    let mut called: Vec<&NodeId> = Vec::new();
    for offer in turn.offers.iter().filter(|offer| offer.risk != Risk::Irreversible) {
        let spoken = offer.spoken();
        let mut names = spoken.iter().map(|name| normalise(name));
        if names.any(|name| name == said.words || name == core) && !called.contains(&&offer.id) {
            called.push(&offer.id);
        }
    }
    if called.is_empty() {
        called = turn.offers.iter().filter(|offer| contains(offer, &core)).map(|offer| &offer.id).collect();
    }
    match called.as_slice() {
        [] => guarded(turn, &core).map(|act| Meaning::Reject(Why::FullPhrase(act.id.clone()))),
        [one] => Some(Meaning::Press((*one).clone())),
        [one, two, ..] => Some(Meaning::Ask([(*one).clone(), (*two).clone()])),
    }
}

/// 作保 in 确认作保: words of an act that cannot be taken back are about that act and about no other part.
fn guarded<'a>(turn: &'a Turn, core: &str) -> Option<&'a Offer> {
    let mut acts = turn.offers.iter().filter(|offer| offer.risk == Risk::Irreversible);
    acts.find(|act| core.chars().count() >= 2 && core != "确认" && normalise(&act.label).contains(core))
}

/// 农商 in 柳沟农商银行; never 解除 in 不解除.
fn contains(offer: &Offer, core: &str) -> bool {
    let label = normalise(&offer.label);
    let at = label.find(core).filter(|_| core.chars().count() >= 2 && offer.risk != Risk::Irreversible);
    at.is_some_and(|at| !label[..at].ends_with(['不', '没', '别']))
}

fn without_fillers(said: &Said) -> String {
    let first = said.weights.iter().position(|weight| *weight > 0.0).unwrap_or(0);
    let last = said.weights.iter().rposition(|weight| *weight > 0.0).map_or(0, |at| at + 1);
    said.signs.get(first..last).unwrap_or_default().iter().map(|sign| sign.written).collect()
}

fn certain_global(look: &Look<'_>) -> Option<Meaning> {
    let (global, score) = look.global().filter(|(_, score)| score.value >= CERTAIN)?;
    let near = if score.likeness >= 1.0 { 0.0 } else { SCREEN_FIRST };
    let named = look.fits().iter().any(|fit| fit.score.value >= score.value - near);
    (!named && !negation::refuses(&look.said, &score.taken)).then_some(Meaning::Global(*global))
}

fn best_global(turn: &Turn, said: &Said) -> Option<(Global, Score)> {
    let scored = Global::ALL.into_iter().filter_map(|global| {
        let named = turn.bar.iter().filter(|(of, _)| *of == global).flat_map(|(_, offer)| offer.spoken());
        let named: Vec<_> = named.map(|name| Sign::all(&normalise(&name))).collect();
        let ways =
            global.sounds().iter().chain(&named).filter_map(|phrase| {
                by_sound(phrase, said).filter(|score| phrase.len() > 3 || score.likeness >= SHORT)
            });
        Some((global, Score::best(said, ways)?))
    });
    let mut scored: Vec<_> = scored.collect();
    let length = |score: &Score| score.taken.iter().filter(|taken| **taken).count();
    scored.sort_by(|a, b| b.1.value.total_cmp(&a.1.value).then(length(&b.1).cmp(&length(&a.1))));
    // 音量?一点: louder and softer are one character apart, and that one was not heard.
    let close = scored.get(1).is_some_and(|second| second.1.value > scored[0].1.value - APART);
    let first = scored.into_iter().next()?;
    (!close || first.1.value >= CERTAIN).then_some(first)
}

fn answered(turn: &Turn, said: &Said) -> Option<Meaning> {
    let Asks::YesNo { question } = &turn.asks else { return None };
    let act = turn.offers.iter().find(|offer| offer.risk == Risk::Irreversible);
    let guarded = turn.irreversible || act.is_some();
    match answer::hear(said, question.as_deref())? {
        Answer::No => Some(Meaning::No),
        Answer::Yes if guarded => {
            Some(Meaning::Reject(act.map_or(Why::NotHere, |act| Why::FullPhrase(act.id.clone()))))
        }
        Answer::Yes => Some(Meaning::Yes),
    }
}

/// A refusal in other words than no; 电话不对 is none where 改电话 stands on the screen.
fn refused(look: &Look<'_>) -> Option<Meaning> {
    if !matches!(look.turn.asks, Asks::YesNo { .. }) || !answer::refuses(&look.said) {
        return None;
    }
    let named = look.fits().iter().any(|fit| fit.offer.risk != Risk::Irreversible && fit.score.value >= ACCEPT);
    (!named).then_some(Meaning::No)
}

fn counted(turn: &Turn, said: &Said) -> Option<Meaning> {
    let listed: Vec<&Offer> = turn.offers.iter().filter(|offer| offer.listed).collect();
    let offer = listed.get(ordinal::hear(said, listed.len())?)?;
    (offer.risk != Risk::Irreversible).then(|| Meaning::Press(offer.id.clone()))
}

/// An offer with how well the utterance fits it.
struct Fit<'a> {
    offer: &'a Offer,
    score: Score,
}

fn likely(look: &Look<'_>) -> Meaning {
    let meant = decide(look);
    if !matches!(meant, Meaning::Reject(Why::NotHere | Why::Unsure(_) | Why::Negated) | Meaning::Ask(_)) {
        return meant;
    }
    // 不是进度，是挂失: what was meant instead, never where it cannot be taken back.
    let instead = negation::instead(&look.said).map(|said| {
        let found = exact(look.turn, &said).or_else(|| counted(look.turn, &said));
        found.unwrap_or_else(|| decide(&Look::new(look.turn, said)))
    });
    instead.filter(|instead| matches!(instead, Meaning::Press(_))).unwrap_or(meant)
}

fn decide(look: &Look<'_>) -> Meaning {
    let said = &look.said;
    let guarded = look.fits().first().filter(|fit| fit.offer.risk == Risk::Irreversible && fit.score.value >= DOUBT);
    if let Some(act) = guarded {
        return Meaning::Reject(Why::FullPhrase(act.offer.id.clone()));
    }
    let fits: Vec<&Fit<'_>> = look.fits().iter().filter(|fit| !negation::refuses(said, &fit.score.taken)).collect();
    let nothing = if fits.len() < look.fits().len() { Why::Negated } else { Why::NotHere };
    let best = fits.first().map_or(0.0, |fit| fit.score.value);
    let global = look
        .global()
        .filter(|(_, score)| score.value >= if score.likeness >= CLEAR { ACCEPT_CLEAR } else { ACCEPT_GLOBAL });
    let before = |score: &Score| if score.likeness >= 1.0 { SCREEN_FIRST } else { SCREEN_FIRST_IN_DOUBT };
    if let Some((global, score)) = global.filter(|(_, score)| score.value > best + before(score)) {
        let denied = negation::refuses(said, &score.taken);
        return if denied { Meaning::Reject(Why::Negated) } else { Meaning::Global(*global) };
    }
    let Some(first) = fits.first().filter(|_| best >= DOUBT) else { return Meaning::Reject(nothing) };
    let second = fits.get(1).filter(|second| second.score.value > best - MARGIN);
    match second {
        Some(second) if second.offer.risk == Risk::Irreversible => {
            Meaning::Reject(Why::FullPhrase(second.offer.id.clone()))
        }
        Some(second) => Meaning::Ask([first.offer.id.clone(), second.offer.id.clone()]),
        None if best < ACCEPT => Meaning::Reject(Why::Unsure(first.offer.id.clone())),
        None if maybe_refused(first, said) => Meaning::Reject(Why::Unsure(first.offer.id.clone())),
        None if asks_where(said) => Meaning::WhereIs(first.offer.id.clone()),
        None => Meaning::Press(first.offer.id.clone()),
    }
}

/// 钵要解除: what stands where a refusal would, and nobody can read, may have been one.
fn maybe_refused(fit: &Fit<'_>, said: &Said) -> bool {
    let grave = GRAVE.iter().any(|word| fit.offer.label.contains(word));
    grave && negation::unreadable_before(said, &fit.score.taken)
}

fn asks_where(said: &Said) -> bool {
    ["在哪", "哪里", "哪儿", "去哪", "上哪", "怎么找"].iter().any(|word| said.words.contains(word))
}

fn fits<'a>(turn: &'a Turn, said: &Said) -> Vec<Fit<'a>> {
    let hits = Hits::of(said);
    let phrases: Vec<Vec<Phrase>> =
        turn.offers.iter().map(|offer| offer.spoken().iter().map(|n| Phrase::new(n)).collect()).collect();
    let common = |meaning| {
        let held =
            phrases.iter().filter(|names| names.first().is_some_and(|label| label.meanings().any(|m| m == meaning)));
        f32::from(u8::try_from(held.count()).unwrap_or(u8::MAX))
    };
    let places = ordinal::names(turn.offers.iter().filter(|offer| offer.listed).map(|offer| &offer.id));
    let fit = |(offer, names): (&'a Offer, &Vec<Phrase>)| {
        let scores = names.iter().flat_map(|name| [name.by_sound(said), name.by_meaning(said, &hits, &common)]);
        let places = places
            .get(&offer.id)
            .into_iter()
            .flatten()
            .filter_map(|place| by_sound(&Sign::all(place), said).filter(|score| score.likeness >= COUNTED));
        Some(Fit { offer, score: Score::best(said, scores.flatten().chain(places))? })
    };
    turn.offers.iter().zip(&phrases).filter_map(fit).collect()
}
