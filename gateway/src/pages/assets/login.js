// Keeps a login page up to date: draws the next code, goes on when the phone has answered. Without it the page has links.

const page = document.querySelector('[data-login]');
const offline = document.getElementById('offline');
const EVERY = 2000;

// What these links do, this script does by itself.
for (const link of document.querySelectorAll('[data-scriptless]')) link.hidden = true;

async function look() {
  const { login, state, slot = '' } = page.dataset;
  const question = new URLSearchParams({ page: login, slot });
  const answer = await fetch(`/login/state?${question}`, { cache: 'no-store', credentials: 'same-origin' });
  if (answer.status >= 500 || answer.status === 429) return;
  const now = answer.ok ? await answer.json() : { state: 'gone' };
  if (offline) offline.hidden = true;
  if (now.state === 'approved') leave('/login/go');
  else if (now.state !== state) leave(now.state === 'elsewhere' ? '/login/elsewhere' : '/login');
  else if (now.code) draw(now);
}

function draw({ slot, code: { size, path } }) {
  const drawing = page.querySelector('.qr');
  drawing.setAttribute('viewBox', `0 0 ${size} ${size}`);
  drawing.querySelector('path').setAttribute('d', path);
  page.dataset.slot = slot;
}

function leave(address) {
  clearInterval(looking);
  location.replace(address);
}

const looking = setInterval(() => look().catch(() => { if (offline) offline.hidden = false; }), EVERY);
if (page.dataset.state === 'approved') leave('/login/go');
