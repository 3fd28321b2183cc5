/** Speaks to the simulator's server; every call carries the token from the page's own address. */

export class Api {
  #token;

  /** @param {string} token */
  constructor(token) {
    this.#token = token;
  }

  /**
   * Reads.
   *
   * @param {string} path such as `/api/people`
   * @returns {Promise<Object>}
   */
  get(path) {
    return this.#call(path, {});
  }

  /**
   * Acts.
   *
   * @param {string} path
   * @param {Object|Uint8Array} body JSON, or bytes as they are
   * @returns {Promise<Object>}
   */
  post(path, body = {}) {
    const bytes = body instanceof Uint8Array;
    const type = bytes ? 'application/octet-stream' : 'application/json';
    return this.#call(path, { method: 'POST', headers: { 'content-type': type }, body: bytes ? body : JSON.stringify(body) });
  }

  /**
   * Gives the address of a phone's socket.
   *
   * @param {string} name
   */
  socket(name) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return `${scheme}://${location.host}/ws/phone/${encodeURIComponent(name)}?token=${encodeURIComponent(this.#token)}`;
  }

  async #call(path, request) {
    const answer = await fetch(path, { ...request, headers: { ...request.headers, 'x-leling-token': this.#token } });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(body.error ?? `answer ${answer.status}`);
    return body;
  }
}
