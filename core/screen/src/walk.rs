//! Visits every text of a screen, in reading order: for marks, checks and pseudo-locales that do not care where it stands.

use crate::node::{Key, Node, NodeKind, Row};
use crate::screen::Screen;
use crate::text::Text;

impl Screen {
    /// Calls `visit` with every text that is drawn or announced, in reading order.
    pub fn for_each_text_mut(&mut self, mut visit: impl FnMut(&mut Text)) {
        let visit = &mut visit;
        if let Some(banner) = &mut self.banner {
            visit(&mut banner.text);
            banner.key.iter_mut().for_each(|key| of_key(key, visit));
        }
        if let Some(brand) = &mut self.brand {
            visit(&mut brand.name);
            visit(&mut brand.under);
        }
        self.step.iter_mut().for_each(|step| visit(&mut step.text));
        visit(&mut self.title);
        self.subtitle.iter_mut().for_each(&mut *visit);
        for node in self.sections.iter_mut().flat_map(|section| &mut section.nodes) {
            node.for_each_text_mut(visit);
        }
        self.actions.iter_mut().for_each(|action| of_key(&mut action.key, visit));
        let nav = &mut self.nav;
        for key in nav.back.iter_mut().chain(&mut nav.home).chain([&mut nav.repeat, &mut nav.help]) {
            of_key(key, visit);
        }
        if let Some(voice) = &mut self.voice {
            visit(&mut voice.words);
            voice.over.iter_mut().for_each(&mut *visit);
            voice
                .phrases
                .iter_mut()
                .chain([&mut voice.leave])
                .chain(&mut voice.done)
                .for_each(|key| of_key(key, visit));
        }
        self.announce.iter_mut().for_each(visit);
    }
}

impl Node {
    /// Calls `visit` with every text of the node, in reading order.
    pub fn for_each_text_mut(&mut self, visit: &mut impl FnMut(&mut Text)) {
        match &mut self.kind {
            NodeKind::Heading { text }
            | NodeKind::Paragraph { text }
            | NodeKind::Progress { text, .. }
            | NodeKind::QrCode { purpose: text, .. }
            | NodeKind::CameraStage { cue: text, .. } => visit(text),
            NodeKind::Fact { label, value } => [label, value].into_iter().for_each(visit),
            NodeKind::PersonCard { name, relation, status, .. } => {
                [Some(name), relation.as_mut(), status.as_mut()].into_iter().flatten().for_each(visit);
            }
            NodeKind::CardFace { brand, name, number, eye } => {
                [brand, name, number].into_iter().for_each(&mut *visit);
                if let Some(eye) = eye {
                    of_key(&mut eye.key, visit);
                }
            }
            NodeKind::TextField { label, purpose, error, say, .. } => {
                [Some(label), error.as_mut(), Some(purpose)].into_iter().flatten().for_each(&mut *visit);
                if let Some(key) = say {
                    of_key(key, visit);
                }
            }
            NodeKind::DigitField { label, purpose, error, pad, say, .. } => {
                let pad = [Some(&mut pad.erase), Some(&mut pad.one_digit)];
                [Some(label), error.as_mut(), Some(purpose)].into_iter().chain(pad).flatten().for_each(&mut *visit);
                if let Some(key) = say {
                    of_key(key, visit);
                }
            }
            NodeKind::DateField { label, purpose, value, earlier, later } => {
                [label, purpose, value].into_iter().for_each(&mut *visit);
                of_key(earlier, visit);
                of_key(later, visit);
            }
            NodeKind::Choice { options, .. } => options.iter_mut().for_each(|option| of_key(&mut option.key, visit)),
            NodeKind::Toggle { key, on_word, off_word, .. } => {
                of_key(key, visit);
                [on_word, off_word].into_iter().for_each(visit);
            }
            NodeKind::Steps { items, .. } => items.iter_mut().for_each(|item| visit(&mut item.text)),
            NodeKind::Notice { lead, over, more, repeat, event, .. } => {
                let lines = [over.as_mut(), Some(lead), more.as_mut(), repeat.as_mut()];
                lines.into_iter().flatten().for_each(&mut *visit);
                if let Some(row) = event {
                    of_row(row, visit);
                }
            }
            NodeKind::Review { facts } => facts.iter_mut().for_each(|fact| {
                [&mut fact.label, &mut fact.value].into_iter().for_each(&mut *visit);
                fact.change.iter_mut().for_each(|key| of_key(key, visit));
            }),
            NodeKind::Consent { will_title, will, will_not_title, will_not } => {
                visit(will_title);
                will.iter_mut().for_each(&mut *visit);
                visit(will_not_title);
                will_not.iter_mut().for_each(visit);
            }
            NodeKind::Illustration { .. } => {}
            NodeKind::Player { title, slower, again, .. } => {
                visit(title);
                of_key(slower, visit);
                of_key(again, visit);
            }
            NodeKind::Rows { items, .. } => items.iter_mut().for_each(|row| of_row(row, visit)),
        }
    }
}

fn of_key(key: &mut Key, visit: &mut impl FnMut(&mut Text)) {
    visit(&mut key.label);
    key.hint.iter_mut().for_each(visit);
}

fn of_row(row: &mut Row, visit: &mut impl FnMut(&mut Text)) {
    of_key(&mut row.key, visit);
    row.detail.iter_mut().for_each(&mut *visit);
    row.tag.iter_mut().for_each(|tag| visit(&mut tag.text));
}
