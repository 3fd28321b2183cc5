// Draws what the board's process says, once a second.

const words = document.getElementById('words');
const stage = document.getElementById('stage');
const SVG = 'http://www.w3.org/2000/svg';
const ECARD = { none: '还没领', level1: '领好了', level2: '领好了', suspended: '停着', unbound: '解绑了' };
const PHYSICAL = { normal: '正常', lost: '挂失中', social_off: '社保功能停了', in_the_making: '制卡中', not_picked_up: '还没领卡', locked: '锁着', cancelled: '注销了', replaced: '换过新卡', none: '没有' };

let drawn = '';

async function look() {
  const answer = await fetch('/state', { cache: 'no-store' });
  const text = await answer.text();
  if (text === drawn) return;
  drawn = text;
  draw(JSON.parse(text));
}

function draw(now) {
  stage.replaceChildren();
  switch (now.shows) {
    case 'code':
      words.textContent = '打开乐龄卡，点扫一扫。';
      stage.append(code(now), line('digits', `${now.digits.slice(0, 4)} ${now.digits.slice(4)}`), line('quiet', '扫不了，就输入这8位数字。'));
      break;
    case 'number':
      words.textContent = now.number ? '手机上点一样的数' : '请在手机上点是我';
      if (now.number) stage.append(line('number', String(now.number)));
      break;
    case 'card':
      words.textContent = '您的卡办到这一步';
      stage.append(line('fact', `实体卡：${PHYSICAL[now.physical] ?? now.physical}`), line('fact', `电子卡：${ECARD[now.ecard] ?? now.ecard}`));
      break;
    case 'refused':
      words.textContent = '您说了不是，什么都没登录。';
      break;
    default:
      words.textContent = '请稍等';
  }
}

function line(look, text) {
  return Object.assign(document.createElement('p'), { className: look, textContent: text });
}

function code({ size, path }) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('class', 'qr');
  drawing.setAttribute('viewBox', `0 0 ${size} ${size}`);
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', '登录码');
  drawing.setAttribute('shape-rendering', 'crispEdges');
  const modules = document.createElementNS(SVG, 'path');
  modules.setAttribute('d', path);
  drawing.append(modules);
  return drawing;
}

setInterval(() => look().catch(() => (words.textContent = '现在连不上，请稍等')), 1000);
look().catch(() => {});
