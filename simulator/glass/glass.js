// Put by the simulator into the pages behind its glass: the simulator's page may look at this screen, and an app's links
// go to the phone that it is on. Nothing else passes.
(() => {
  'use strict';

  const { page, pane } = document.currentScript.dataset;
  const SCALE = 2;

  addEventListener('message', (event) => {
    if (event.origin !== page || event.source !== parent || event.data?.ask !== 'light') return;
    const light = look();
    parent.postMessage({ light, question: event.data.question }, page, [light.luma.buffer]);
  });

  if (pane === 'app') {
    addEventListener('click', (event) => {
      const link = event.target.closest('a[href]');
      if (!link || link.origin === location.origin) return;
      event.preventDefault();
      parent.postMessage({ link: link.href }, page);
    });
  }

  // The screen as a lens sees it: its ground, what lies behind a code, and the code with its own modules and colours, each
  // where the browser has put it. Words are left out; no lens of ours reads them.
  function look() {
    const canvas = new OffscreenCanvas(innerWidth * SCALE, innerHeight * SCALE);
    const pen = canvas.getContext('2d', { alpha: false });
    pen.scale(SCALE, SCALE);
    pen.fillStyle = getComputedStyle(document.body).backgroundColor;
    pen.fillRect(0, 0, innerWidth, innerHeight);
    const code = document.querySelector('svg.qr');
    const box = code?.getBoundingClientRect();
    if (code) {
      const behind = [];
      for (let part = code; part && part !== document.body; part = part.parentElement) behind.unshift(part);
      behind.forEach((part) => ground(pen, part));
      draw(pen, code, box);
    }
    const centre = box ?? { left: 0, top: 0, width: innerWidth, height: innerHeight };
    return {
      luma: lumaOf(pen, canvas),
      width: canvas.width,
      height: canvas.height,
      centre: { x: (centre.left + centre.width / 2) * SCALE, y: (centre.top + centre.height / 2) * SCALE },
      reach: (Math.min(centre.width, centre.height) / 2) * SCALE,
    };
  }

  function ground(pen, part) {
    const { left, top, width, height } = part.getBoundingClientRect();
    pen.fillStyle = getComputedStyle(part).backgroundColor;
    pen.fillRect(left, top, width, height);
  }

  function draw(pen, code, { left, top, width, height }) {
    const view = code.viewBox.baseVal;
    pen.save();
    pen.translate(left, top);
    pen.scale(width / view.width, height / view.height);
    pen.translate(-view.x, -view.y);
    for (const path of code.querySelectorAll('path')) {
      pen.fillStyle = getComputedStyle(path).fill;
      pen.fill(new Path2D(path.getAttribute('d')));
    }
    pen.restore();
  }

  function lumaOf(pen, { width, height }) {
    const { data } = pen.getImageData(0, 0, width, height);
    const luma = new Uint8Array(width * height);
    for (let at = 0; at < luma.length; at += 1) {
      luma[at] = (data[at * 4] * 77 + data[at * 4 + 1] * 150 + data[at * 4 + 2] * 29) >> 8;
    }
    return luma;
  }
})();
