// Shows what the swindler passes on.

const stage = document.getElementById('stage');
const words = document.getElementById('words');
const SVG = 'http://www.w3.org/2000/svg';
const WORDS = {
  nothing: '请稍等',
  code: '打开乐龄卡，扫一扫就领。',
  scanned: '有人扫了。数在自助机上，这里没有。',
  robbed: '骗到了：自助机上登录了别人。',
};

let drawn = '';

async function look() {
  const answer = await fetch('/state', { cache: 'no-store' });
  const text = await answer.text();
  if (text === drawn) return;
  drawn = text;
  const { shows, size, path } = JSON.parse(text);
  words.textContent = WORDS[shows];
  stage.replaceChildren();
  if (shows === 'code') stage.append(code(size, path));
}

function code(size, path) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('class', 'qr');
  drawing.setAttribute('viewBox', `0 0 ${size} ${size}`);
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', '骗人的码');
  drawing.setAttribute('shape-rendering', 'crispEdges');
  const modules = document.createElementNS(SVG, 'path');
  modules.setAttribute('d', path);
  drawing.append(modules);
  return drawing;
}

setInterval(() => look().catch(() => {}), 1000);
look().catch(() => {});
