/** Runs a demonstration gateway on a free port with a folder of its own. */

import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { program, ROOT } from './programs.mjs';

const STARTS_MS = 600_000;
/** How long the gateway may take to see that its clients have changed. */
const REREAD_MS = 3000;

/**
 * Starts the gateway: the program that `GATEWAY` names, or what cargo builds.
 *
 * @returns {Promise<{base: string, register: (parties: string[][]) => Promise<Object[]>, stop: () => Promise<void>}>}
 *   `register` adds clients as an operator does, each by the arguments of `client add`, and gives what is printed of each
 */
export async function gateway() {
  const data = await mkdtemp(join(tmpdir(), 'leling-gateway-'));
  const [command, before] = program('leling-gateway', process.env.GATEWAY);
  const mine = ['serve', '--demo', '--listen', '127.0.0.1:0', '--data', data, '--seed', '7'];
  const env = { ...process.env, LELING_LOG: 'warn' };
  const child = spawn(command, [...before, ...mine], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
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
  const register = async (parties) => {
    const printed = parties.map((party) =>
      execFileSync(command, [...before, 'client', 'add', ...party, '--data', data], { cwd: ROOT, encoding: 'utf8' }),
    );
    await pause(REREAD_MS);
    return printed.map((lines) => Object.fromEntries(lines.trim().split('\n').map((line) => line.split(' '))));
  };
  return { base, register, stop };
}
