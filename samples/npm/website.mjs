/**
 * A website whose readers log in with 乐龄卡: authorization code, PKCE, DPoP, sign-out, by the stock library openid-client.
 * It is told an issuer, a `client_id` and a secret; everything else it discovers. With a demonstration on port 8080:
 *
 *     ISSUER=http://127.0.0.1:8080 CLIENT_ID=reader CLIENT_SECRET=demo-secret-of-the-reading-room node website.mjs
 */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = '0' } = process.env;
const HOME = '/reader';
/** How long a browser is remembered. */
const SESSION_MS = 30 * 60_000;

const issuer = new URL(ISSUER);
// A demonstration on this machine speaks plain http; anywhere else the library refuses it.
const execute = issuer.hostname === '127.0.0.1' ? [client.allowInsecureRequests] : [];
const config = await client.discovery(issuer, CLIENT_ID, CLIENT_SECRET, undefined, { execute });
const style = await readFile(new URL('../page/style.css', import.meta.url));

/** Gives the address to which the browser goes, and what has to be remembered until it is back. */
async function begin(redirectUri) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  return { address, asked: { checks, DPoP } };
}

/** Turns the address with which the browser came back into a person. */
async function finish({ checks, DPoP }, back) {
  const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
  const person = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP });
  return { name: person.name, idToken: tokens.id_token };
}

/** Gives the address at which the browser is signed out; it comes back to `after`. */
function leave({ idToken }, after) {
  return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: after });
}

const browsers = new Map();

/** Remembers a browser under a name that nobody knew before. */
function remember(what) {
  const name = randomUUID();
  browsers.set(name, what);
  setTimeout(() => browsers.delete(name), SESSION_MS).unref();
  return { 'set-cookie': `reader=${name}; Path=${HOME}; HttpOnly; SameSite=Lax` };
}

const sessionOf = (request) => request.headers.cookie?.match(/\breader=([-\w]+)/)?.[1];

const goes = (location, headers) => ({ status: 303, headers: { location: String(location), ...headers } });

const escaped = (text) => text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The family name and a star for each further character. */
const masked = ([first, ...rest]) => first + '*'.repeat(rest.length);

const page = (title, main, status = 200) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><title>${title}</title>
    <link rel="stylesheet" href="${HOME}/style.css"><body class="app"><main><p class="over">济南图书馆</p>${main}</main>`,
});

const home = () => page('济南图书馆', `<h1>借书不交押金</h1><a class="key" href="${HOME}/login">用乐龄卡登录</a>`);

const welcome = ({ name }) =>
  page(
    '我的书架',
    `<h1>${escaped(masked(name))}，您好</h1><p class="lead">今天可以借五本。</p>
    <form method="post" action="${HOME}/logout"><button class="key" type="submit">退出</button></form>`,
  );

const trouble = (words) => page('没有登录', `<h1>没有登录</h1><p class="lead">${words}</p><a class="key" href="${HOME}">回到开头</a>`, 400);

const routes = {
  [`GET ${HOME}`]: ({ session }) => (session?.person ? welcome(session.person) : home()),
  [`GET ${HOME}/style.css`]: () => ({ status: 200, headers: { 'content-type': 'text/css' }, body: style }),
  [`GET ${HOME}/login`]: async ({ at }) => {
    const { address, asked } = await begin(new URL(`${HOME}/callback`, at).href);
    return goes(address, remember({ asked }));
  },
  [`GET ${HOME}/callback`]: async ({ at, name, session }) => {
    if (!session?.asked) return trouble('等得太久了，请再来一次。');
    // Whatever comes of it, an answer is looked at once.
    browsers.delete(name);
    try {
      return goes(HOME, remember({ person: await finish(session.asked, at) }));
    } catch (error) {
      console.error(`not logged in: ${error.code ?? error.name}`);
      return trouble(error.error === 'access_denied' ? '您在手机上说了不是，这里什么都没登录。' : '这次没对上，请再来一次。');
    }
  },
  [`POST ${HOME}/logout`]: ({ at, name, session }) => {
    browsers.delete(name);
    if (!session?.person) return goes(HOME);
    return goes(leave(session.person, new URL(HOME, at).href));
  },
};

const server = createServer(async (request, response) => {
  const at = new URL(request.url, `http://127.0.0.1:${server.address().port}`);
  const name = sessionOf(request);
  const route = routes[`${request.method} ${at.pathname}`] ?? (() => ({ status: 404 }));
  const { status, headers, body } = await route({ at, name, session: browsers.get(name) });
  response.writeHead(status, headers).end(body);
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}${HOME}`));
