/** Serves the page's files and the fixtures to the tests, with the content policy of the simulator. */

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(HERE, '../..');
const PAGE = join(ROOT, 'simulator/page');
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json' };
const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const fromTokens = (what) =>
  execFileSync('cargo', ['run', '-q', '-p', 'leling-tokens', '--example', 'print', '--', what], { cwd: ROOT, encoding: 'utf8' });

/**
 * Starts the server on a free port of the loopback.
 *
 * @param {Object<string, Object>} fixtures
 * @param {(what: 'css'|'icons') => string} [printed] gives the tables of the tokens
 * @returns {Promise<{address: string, close: () => void}>}
 */
export async function serve(fixtures, printed = fromTokens) {
  const made = { '/tokens.css': printed('css') };
  const icons = printed('icons');
  const find = async (path) => {
    if (made[path]) return made[path];
    const fixture = path.match(/^\/fixtures\/(.+)\.json$/)?.[1];
    if (fixture) return JSON.stringify(fixtures[fixture]);
    const file = path === '/gallery/' ? '/gallery/index.html' : normalize(path);
    const text = await readFile(join(file.startsWith('/gallery/') ? HERE : PAGE, file), 'utf8');
    return text.replace('<!--icons-->', () => icons);
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    try {
      const body = await find(pathname);
      const type = TYPES[extname(pathname)] ?? 'text/html';
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY });
      response.end(body);
    } catch {
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
