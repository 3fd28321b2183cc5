/** Draws one fixture in a phone of its size and keeps what it dispatches in `window.sent`. */

import { Phone } from '/phone/phone.js';

const name = new URLSearchParams(location.search).get('fixture');
const root = document.getElementById('phone');
window.sent = [];
const phone = new Phone(root, (event) => window.sent.push(event));
window.phone = phone;

const answer = await fetch(`/fixtures/${name}.json`);
const { screen, width, height } = await answer.json();
if (width) root.style.width = `${width}px`;
if (height) root.style.height = `${height}px`;
phone.setSystem({ clock: '10:20', online: true });
phone.show(screen);
await document.fonts.ready;
document.body.dataset.ready = 'yes';
