// Asks 还在吗 when nobody touches the screen, then clears it; and shows nothing of a session that has ended elsewhere.

const still = document.getElementById('still');
const leave = document.getElementById('leave');
const TOLD_EVERY_MS = 5000;
const LOOK_EVERY_MS = 2000;

// A page that the browser kept from before is not shown again.
addEventListener('pageshow', (event) => event.persisted && location.reload());

if (still) watch(Number(still.dataset.ask) * 1000, Number(still.dataset.clear) * 1000);

function watch(askAfter, clearAfter) {
  let touched = performance.now();
  let told = touched;

  const touch = () => {
    touched = performance.now();
    if (still.open) still.close();
    if (touched - told < TOLD_EVERY_MS) return;
    told = touched;
    tell('person');
  };
  for (const kind of ['pointerdown', 'keydown', 'wheel']) addEventListener(kind, touch, { passive: true });
  document.getElementById('here').addEventListener('click', touch);

  setInterval(() => {
    const idle = performance.now() - touched;
    if (idle >= askAfter + clearAfter) leave.submit();
    else if (idle >= askAfter && !still.open) still.showModal();
  }, 250);
  setInterval(() => tell('clock'), LOOK_EVERY_MS);
}

async function tell(by) {
  const answer = await fetch('/touch', { method: 'POST', body: new URLSearchParams({ by }) }).catch(() => null);
  if (answer?.status === 410) location.replace('/');
}
