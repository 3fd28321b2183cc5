/** Runs the whole simulator on a free port with a folder of its own, as `cargo run` does. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { program, ROOT } from './programs.mjs';

const STARTS_MS = 600_000;
const ENDS_MS = 8000;

/**
 * Starts the simulator: the program that `SIMULATOR` names, or what cargo builds.
 *
 * @returns {Promise<{address: string, stop: () => Promise<void>}>} `address` holds the token
 */
export async function simulator() {
  const data = await mkdtemp(join(tmpdir(), 'leling-simulator-'));
  const mine = ['--listen', '127.0.0.1:0', '--data', data, '--seed', '7', '--no-open'];
  const [command, before] = program('leling-simulator', process.env.SIMULATOR);
  const child = spawn(command, [...before, ...mine], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), ENDS_MS);
    await ended;
    clearTimeout(late);
    await rm(data, { recursive: true, force: true });
  };
  const address = await new Promise((resolve, reject) => {
    let printed = '';
    const late = setTimeout(() => reject(new Error('the simulator did not print its address')), STARTS_MS);
    ended.then((code) => reject(new Error(`the simulator ended with ${code}`)));
    child.stdout.on('data', (bytes) => {
      printed += bytes;
      const [found] = printed.match(/http:\S+token=\S+/) ?? [];
      if (found) resolve(found);
      if (found) clearTimeout(late);
    });
  });
  return { address, stop };
}
