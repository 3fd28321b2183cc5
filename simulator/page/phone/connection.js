/**
 * The line to one phone's process, through the simulator's server. It comes back by itself when it breaks.
 *
 * @typedef {Object} Listener
 * @property {() => void} up the process runs
 * @property {() => void} down the process has ended
 * @property {(screen: Object) => void} screen a new `Screen`
 * @property {(request: number, op: Object) => void} perform a `PlatformOp`, to be answered once with `complete`
 * @property {(name: string) => void} app another app on the phone came to the front
 * @property {(open: boolean) => void} line the line itself opened or broke
 */

/** Version of the screen contract that this shell draws. */
const CONTRACT = 1;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 4000;

export class Connection {
  #address;
  #listener;
  #socket = null;
  #wait = FIRST_WAIT_MS;
  #closed = false;

  /**
   * @param {string} address of the socket
   * @param {Listener} listener
   */
  constructor(address, listener) {
    this.#address = address;
    this.#listener = listener;
    this.#open();
  }

  /**
   * Sends a `UiEvent`. What cannot be sent is dropped: the screen that comes with the line shows how things stand.
   *
   * @param {Object} event
   */
  dispatch(event) {
    this.#send({ type: 'dispatch', event });
  }

  /**
   * Answers a request.
   *
   * @param {number} request
   * @param {Object} outcome a `PlatformOutcome`
   */
  complete(request, outcome) {
    this.#send({ type: 'complete', request, outcome });
  }

  /**
   * Shows the phone's camera a picture; one that the line has no room for now is left out.
   *
   * @param {Uint8Array} picture width and height, two bytes each, the low one first; then brightness
   */
  see(picture) {
    if (this.#socket?.readyState === WebSocket.OPEN && this.#socket.bufferedAmount < picture.length) this.#socket.send(picture);
  }

  /** Ends the line for good. */
  close() {
    this.#closed = true;
    this.#socket?.close();
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #open() {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#wait = FIRST_WAIT_MS;
      this.#closed || this.#listener.line(true);
    });
    socket.addEventListener('message', (message) => this.#closed || this.#take(JSON.parse(message.data)));
    socket.addEventListener('close', () => {
      if (this.#closed) return;
      this.#listener.line(false);
      setTimeout(() => this.#closed || this.#open(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    });
  }

  #take(message) {
    switch (message.type) {
      case 'up':
        if (message.contract_version !== CONTRACT) throw new Error('this page draws another version of the contract');
        return this.#listener.up();
      case 'down':
        return this.#listener.down();
      case 'screen':
        return this.#listener.screen(message.screen);
      case 'perform':
        return this.#listener.perform(message.request, message.op);
      case 'app':
        return this.#listener.app(message.name);
      default:
        return undefined;
    }
  }
}
