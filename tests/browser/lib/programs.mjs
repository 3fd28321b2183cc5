/** Where the programs under test are. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Gives how a program of the workspace is started: what `named` says, what stands in the folder `LELING_BIN_DIR`, else
 * what cargo builds.
 *
 * @param {string} name
 * @param {string} [named]
 * @returns {[string, string[]]} the command and its first arguments
 */
export function program(name, named) {
  const beside = process.env.LELING_BIN_DIR && join(process.env.LELING_BIN_DIR, name);
  const built = named ?? (beside && existsSync(beside) ? beside : undefined);
  return built ? [built, []] : ['cargo', ['run', '-q', '-p', name, '--']];
}
