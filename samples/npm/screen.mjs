/**
 * A screen without a browser: device flow (RFC 8628), refreshed once and signed out, by the stock library oauth4webapi.
 * It is told an issuer, a `client_id` and a secret; everything else it discovers. With a demonstration on port 8080:
 *
 *     ISSUER=http://127.0.0.1:8080 CLIENT_ID=board CLIENT_SECRET=demo-secret-of-the-board node screen.mjs
 */

import { setTimeout as pause } from 'node:timers/promises';

import * as oauth from 'oauth4webapi';

const { ISSUER, CLIENT_ID, CLIENT_SECRET } = process.env;
const SLOWER_SECONDS = 5;

const issuer = new URL(ISSUER);
// A demonstration on this machine speaks plain http; anywhere else the library refuses it.
const options = { [oauth.allowInsecureRequests]: issuer.hostname === '127.0.0.1' };
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
const client = { client_id: CLIENT_ID };
const secret = oauth.ClientSecretBasic(CLIENT_SECRET);

/** Asks until the person has answered. */
async function answered({ device_code: code, interval }) {
  for (let wait = interval; ; await pause(wait * 1000)) {
    const response = await oauth.deviceCodeGrantRequest(server, client, secret, code, options);
    try {
      return await oauth.processDeviceCodeResponse(server, client, response);
    } catch (error) {
      if (error.error === 'slow_down') wait += SLOWER_SECONDS;
      else if (error.error !== 'authorization_pending') throw error;
    }
  }
}

const asking = await oauth.deviceAuthorizationRequest(server, client, secret, { scope: 'openid view' }, options);
const asked = await oauth.processDeviceAuthorizationResponse(server, client, asking);
console.log(`打开乐龄卡，点扫一扫，输入这8位数字 ${asked.user_code}`);

const first = await answered(asked);
const { sub } = oauth.getValidatedIdTokenClaims(first);
const facts = await oauth.userInfoRequest(server, client, first.access_token, options);
const { card } = await oauth.processUserInfoResponse(server, client, sub, facts);
console.log(`signed in, card ${card.ecard}`);

const refreshing = await oauth.refreshTokenGrantRequest(server, client, secret, first.refresh_token, options);
const second = await oauth.processRefreshTokenResponse(server, client, refreshing);
console.log(`refreshed, ${second.refresh_token === first.refresh_token ? 'the same' : 'a new'} refresh token`);

await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, secret, second.refresh_token, options));
const after = await oauth.userInfoRequest(server, client, second.access_token, options);
console.log(`signed out, userinfo ${after.status}`);
