/** A small shop with a search, a checkout and a login, on the loopback interface, as the page under test. */
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { listen } from './listen.ts';

/** Stands in every place that must stay private, and nowhere else. */
export const canary = 'canary7Xq';

const layout = (title: string, body: string, head: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`;

const home = `
<main id="home">
  <h1>Shop</h1>
  <a id="to-product" href="/product?id=7&token=${canary}&utm_content=hero">Red shoes</a>
  <button id="add" class="primary" title="${canary}" data-note="${canary}" onclick="this.textContent='Added'">Add to cart</button>
  <button id="dead">Nothing happens</button>
  <div id="tile" style="cursor:pointer;width:80px;height:40px">Tile</div>
  <form id="find" name="site-search" action="/results"><input type="search" name="q"><button>Search</button></form>
  <div data-trb-ad="spring-banner" data-trb-ad-campaign="spring" style="width:300px;height:100px"><a id="ad-link" href="#ad">Sale</a></div>
  <section data-trb-ignore><button id="ignored">${canary}</button><input id="ignored-field"></section>
  <div id="swipeable" style="height:200px;width:300px">Gallery</div>
  <button id="spa" onclick="history.pushState(null,'','/category/shoes');document.title='Shoes'">Shoes</button>
  <div style="height:4000px"></div>
</main>`;

const checkout = `
<form id="checkout" name="checkout" action="/thanks?email=${canary}" method="get" onsubmit="event.preventDefault()">
  <label for="email">E-mail</label><input id="email" name="email" title="${canary}" placeholder="${canary}">
  <input id="fullname" name="name"><textarea id="note" name="note"></textarea>
  <input name="hidden-state" type="hidden" value="${canary}">
  <input id="card" name="card-number" autocomplete="cc-number" inputmode="numeric"><input id="cvc" name="cvc">
  <select id="size" name="size"><option>Choose</option><option id="size-${canary}" value="${canary}">${canary}</option></select>
  <label id="choice"><input type="radio" id="answer-${canary}" name="allergic" value="${canary}">${canary}</label>
  <div id="edit" contenteditable style="height:30px">Write here</div>
  <div id="listbox" role="listbox"><div id="option" role="option" tabindex="0">${canary}</div></div>
  <div class="card-number"><button id="shown-card">${canary}</button></div>
  <p id="contact"><button id="mail">canary7xq@mail.example</button><button id="pay">Pay with 4111 1111 1111 1111</button></p>
  <button id="order" value="${canary}">Order now</button>
</form>`;

const login = `
<form id="login" name="login" action="/account/ann.canary7xq@mail.example" method="post" onsubmit="event.preventDefault()">
  <input id="user" name="username"><input id="password" name="password" type="password">
  <input id="token" name="csrf_token" value="${canary}"><button id="enter" aria-label="${canary}">Log in</button>
</form>`;

const pages: Readonly<Record<string, readonly [string, string]>> = {
  '/': ['Shop', home],
  '/results': ['Results', '<p data-trb-results="12">12 results</p><a href="/" id="back">Back</a>'],
  '/checkout': ['Checkout of canary7xq@mail.example', checkout],
  '/login': [`Hello ${canary}`, login],
  '/product': ['Red shoes', '<a href="/" id="home-link">Home</a>'],
};

export class Shop {
  url = '';
  /** Of the script tag, beside the write key and the endpoint. */
  attributes = '';
  #close: () => Promise<void> = () => Promise.resolve();
  readonly #endpoint: string;
  readonly #files: URL;

  /** `files` is the folder of the bundle, as a web site would take it. */
  constructor(endpoint: string, files: URL) {
    this.#endpoint = endpoint;
    this.#files = files;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://shop');
      const isCode = pathname.endsWith('.js');
      response.writeHead(200, { 'content-type': isCode ? 'text/javascript' : 'text/html; charset=utf-8' });
      response.end(isCode ? readFileSync(new URL(pathname.slice(1), this.#files)) : this.#page(pathname));
    });
    const { url, close } = await listen(server);
    this.url = url;
    this.#close = close;
    return this;
  }

  stop(): Promise<void> {
    return this.#close();
  }

  #page(pathname: string): string {
    const endpoint = this.#endpoint;
    if (pathname === '/module') return layout('Module', '<h1>Module</h1>', moduleStart(endpoint));
    const [title, body] = pages[pathname] ?? ['Other', '<h1>Other</h1>'];
    const tag = `<script src="/tributary.min.js" data-write-key="wk" data-endpoint="${endpoint}" ${this.attributes}></script>`;
    const ignore = pathname === '/login' ? ' data-trb-ignore' : '';
    return layout(title, body, tag).replace('<title>', `<title${ignore}>`);
  }
}

/** What the address says after `#` are the options. */
const moduleStart = (endpoint: string): string => `<script type="module">
  import { createTributary } from '/index.js';
  const options = JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}');
  history.replaceState(null, '', '/module');
  window.tributary = createTributary({ writeKey: 'wk', endpoint: '${endpoint}', autoCapture: false, flushInterval: 100, ...options });
</script>`;
