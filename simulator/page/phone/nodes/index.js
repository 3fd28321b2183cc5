/** Draws the nodes of a section, in order; neighbours that belong together share a card. */

import { card } from './card.js';
import { choice, rows, toggles } from './choose.js';
import { dateField, digitField, textField } from './entry.js';
import { notice, personCard } from './notice.js';
import { cameraStage, player } from './stage.js';
import { consent, facts, heading, illustration, paragraph, progress, review, standsAlone, steps } from './words.js';

const ONE = {
  heading,
  paragraph,
  person_card: personCard,
  text_field: textField,
  digit_field: digitField,
  date_field: dateField,
  choice,
  steps,
  progress,
  camera_stage: cameraStage,
  notice,
  review,
  consent,
  illustration,
  player,
  rows,
};

/**
 * Draws nodes.
 *
 * @param {Object[]} nodes
 * @param {{fields: import('../fields.js').Fields}} context
 * @returns {import('../dom.js').Description[]}
 */
export function drawNodes(nodes, context) {
  const drawn = [];
  for (let at = 0; at < nodes.length; ) {
    const run = runAt(nodes, at);
    drawn.push(drawRun(run, context));
    at += run.length;
  }
  return drawn;
}

function runAt(nodes, at) {
  const [first, second] = [nodes[at], nodes[at + 1]];
  if (first.kind === 'card_face' && second?.kind === 'qr_code') return [first, second];
  const joins = { toggle: () => true, fact: (node) => !standsAlone(node) }[first.kind];
  if (!joins?.(first)) return [first];
  let end = at + 1;
  while (nodes[end]?.kind === first.kind && joins(nodes[end])) end += 1;
  return nodes.slice(at, end);
}

function drawRun(run, context) {
  const [first, second] = run;
  switch (first.kind) {
    case 'card_face':
      return card(first, second ?? null);
    case 'qr_code':
      return card(null, first);
    case 'fact':
      return facts(run);
    case 'toggle':
      return toggles(run);
    default:
      return ONE[first.kind](first, context);
  }
}
