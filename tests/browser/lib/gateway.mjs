/** Runs a demonstration gateway on a free port with a folder of its own. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STARTS_MS = 600_000;

/**
 * Starts the gateway: the program that `GATEWAY` names, or what cargo builds.
 *
 * @returns {Promise<{base: string, stop: () => Promise<void>}>}
 */
export async function gateway() {
  const data = await mkdtemp(join(tmpdir(), 'leling-gateway-'));
  const mine = ['serve', '--demo', '--listen', '127.0.0.1:0', '--data', data, '--seed', '7'];
  const built = process.env.GATEWAY;
  const [program, args] = built ? [built, mine] : ['cargo', ['run', '-q', '-p', 'leling-gateway', '--', ...mine]];
  const env = { ...process.env, LELING_LOG: 'warn' };
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const base = await new Promise((resolve, reject) => {
    let printed = '';
    const late = setTimeout(() => reject(new Error('the gateway did not print its address')), STARTS_MS);
    ended.then((code) => reject(new Error(`the gateway ended with ${code}`)));
    child.stdout.on('data', (bytes) => {
      printed += bytes;
      const [found] = printed.match(/http:\S+/) ?? [];
      if (found) resolve(found);
      if (found) clearTimeout(late);
    });
  });
  return { base, stop };
}
