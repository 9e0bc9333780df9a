// What the browser tests share: a static server, a browser, and a way to count what held.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';

const require = createRequire(process.env.BROWSER_TOOLS ? path.join(process.env.BROWSER_TOOLS, 'package.json') : import.meta.url);
const { chromium } = require('playwright-core');
export const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', json: 'application/json' };

/** Serves `folder` below `base` on a free port of this machine; anything else is 404. */
export function serve(folder, base = '/') {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inside = name.startsWith(base) && path.normalize(path.join(folder, name.slice(base.length) || 'index.html'));
    if (!inside || !inside.startsWith(path.resolve(folder)) || !fs.existsSync(inside) || fs.statSync(inside).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[path.extname(inside).slice(1)] ?? 'application/octet-stream' });
    response.end(fs.readFileSync(inside));
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => server.close(),
  })));
}

/** Starts `program`'s preview of `folder` on `port`; its process, and its address once it says so. */
export async function preview(program, folder, port) {
  const server = spawn(program, ['serve', folder, '--port', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', data => {
      said += data;
      const found = said.match(/http:\/\/localhost:\d+\//);
      if (found) resolve(found[0]);
    });
    server.on('exit', code => reject(new Error(`the preview ended with ${code}: ${said}`)));
  });
  server.removeAllListeners('exit');
  return { server, address };
}

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Bytes of style sheets and scripts that a page loads by itself, packed as a server would send them. */
export async function firstLoad(page, url) {
  const bodies = [];
  const keep = response => /\.(?:css|js)(?:\?|$)/.test(response.url()) && bodies.push(response.body());
  page.on('response', keep);
  await page.goto(url, { waitUntil: 'networkidle' });
  page.off('response', keep);
  return (await Promise.all(bodies)).reduce((sum, body) => sum + zlib.gzipSync(body).length, 0);
}

/** What style sheets and scripts together may weigh before a reader does anything. */
export const FIRST_LOAD = 25_000;

/** Runs the tests one by one, each in a context of its own, and exits with 1 when one fails. */
export async function run(tests, browser) {
  let failed = 0;
  for (const [name, options, body] of tests) {
    const context = await browser.newContext({ ...DESKTOP, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const errors = [];
    page.on('console', message => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', error => errors.push(String(error)));
    try {
      await body(page, context);
      assert.deepEqual(errors, [], 'errors on the console');
      console.log(`ok    ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}\n      ${String(error.message).split('\n').slice(0, 12).join('\n      ')}`);
    }
    await context.close();
  }
  console.log(`${tests.length - failed} of ${tests.length} passed`);
  return failed === 0;
}
