/** Runs the browser tests: `node run.mjs [fixtures|scripts|longest|shell|pages|clients|voice|journey|logins]...`, all of them where none is named. */

import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { clients } from './checks/clients.mjs';
import { fixtures } from './checks/fixtures.mjs';
import { journey } from './checks/journey.mjs';
import { logins } from './checks/logins.mjs';
import { longest } from './checks/longest.mjs';
import { pages } from './checks/pages.mjs';
import { scripts } from './checks/scripts.mjs';
import { shell } from './checks/shell.mjs';
import { voice } from './checks/voice.mjs';
import { FIXTURES } from './fixtures/screens.mjs';
import { launch } from './lib/browser.mjs';
import { finish } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { burn, WEBCAM_FLAGS } from './lib/webcam.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const artefacts = resolve(root, process.env.ARTEFACTS ?? 'artefacts/browser');
const PARTS = { fixtures, scripts, longest, shell, pages, clients, voice, journey, logins };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !PARTS[name]);
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);

await mkdir(artefacts, { recursive: true });
const server = await serve(FIXTURES);
const { browser, close } = await launch(WEBCAM_FLAGS);
try {
  for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
    const page = await browser.newPage();
    await PARTS[name]({ page, address: server.address, fixtures: FIXTURES, artefacts });
    await page.close();
  }
} finally {
  await close();
  await burn();
  server.close();
}
process.exitCode = finish();
