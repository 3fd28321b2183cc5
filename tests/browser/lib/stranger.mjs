/** A program of somebody else, told nothing but who the provider is and what it is called there. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SAMPLES = fileURLToPath(new URL('../../../samples/npm/', import.meta.url));
const PATIENCE_MS = 30_000;

/**
 * Starts a sample of `samples/npm`.
 *
 * @param {string} file
 * @param {{ISSUER: string, CLIENT_ID: string, CLIENT_SECRET: string}} told
 * @returns {{says: (start: string) => Promise<string>, stop: () => Promise<void>}} `says` waits for the line that begins so
 *   and gives its rest
 */
export function stranger(file, told) {
  const env = { PATH: process.env.PATH, ...told };
  const child = spawn(process.execPath, [file], { cwd: SAMPLES, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const said = [];
  const waiting = [];
  const tell = () => {
    for (const { start, resolve } of waiting) {
      const line = said.find((line) => line.startsWith(start));
      if (line !== undefined) resolve(line.slice(start.length));
    }
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    tell();
  });
  const says = (start) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${file} did not say ${start}, but ${said.join(' / ')}`)), PATIENCE_MS);
      waiting.push({ start, resolve: (rest) => (clearTimeout(late), resolve(rest)) });
      tell();
    });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { says, stop };
}
