// The screens of the app are drawn by its process; when it has another one to show, the page is drawn anew.

const shown = document.getElementById('app').dataset.shows;
const LOOK_EVERY_MS = 1000;

addEventListener('pageshow', (event) => event.persisted && location.reload());

setInterval(async () => {
  const answer = await fetch('/partner/shows', { cache: 'no-store' }).catch(() => null);
  if (answer?.ok && (await answer.text()) !== shown) location.replace('/partner');
}, LOOK_EVERY_MS);
