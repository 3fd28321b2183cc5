// The peer of the bench `login`: oidc-provider with the device flow, in memory, where every person says yes at once.
//
// Start: node oidc_provider.mjs PORT. Prints one line when it listens. The client is `board` with the secret `bench`.

import { generateKeyPairSync } from 'node:crypto';

import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

/** Gives every person the scope that the client asks for, so that no consent page stands between. */
async function grantAtOnce(context) {
  const { oidc } = context;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

// The same signature as ours: ES256.
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'board',
      client_secret: 'bench',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
      response_types: [],
      id_token_signed_response_alg: 'ES256',
      redirect_uris: [],
    },
  ],
  jwks: { keys: [{ ...key, alg: 'ES256', use: 'sig' }] },
  cookies: { keys: ['bench'] },
  features: { deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: grantAtOnce,
  ttl: { AccessToken: 600, DeviceCode: 600, IdToken: 600, Interaction: 600, Grant: 600, Session: 600 },
});

provider.use(async (context, next) => {
  if (!context.path.startsWith('/interaction/')) return next();
  const result = { login: { accountId: 'person' } };
  context.redirect(await provider.interactionResult(context.req, context.res, result));
});

provider.listen(port, '127.0.0.1', () => console.log(`listening on ${issuer}`));
