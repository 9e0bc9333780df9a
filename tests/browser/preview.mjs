// The preview end to end: a browser keeps a page open while its sources change.
// usage: node preview.mjs [PROGRAM]   (default: target/release/docwright of the repository)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, preview, run } from './harness.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.resolve(process.argv[2] ?? process.env.DOCWRIGHT ?? path.join(here, '../../target/release/docwright'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preview-'));
const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
const filler = Array.from({ length: 80 }, (_, i) => `Paragraph ${i}.`).join('\n\n');
const start = text => write('content/index.md', `---\ntitle: Garden\ndescription: All of it.\n---\n\n# Garden\n\n${filler}\n\n${text}\n`);

write('site.toml', '[site]\ntitle = "Garden"\n');
write('content/toc.yml', 'items:\n- name: Garden\n  href: index.md\n- name: Roses\n  href: roses.md\n');
write('content/includes/care.md', 'Water them.\n');
write('content/roses.md', '---\ntitle: Roses\ndescription: Red.\n---\n\n# Roses\n\n[!INCLUDE [care](includes/care.md)]\n');
start('The first words.');

const { server, address } = await preview(program, folder, 4170);

const tests = [];
const test = (name, body) => tests.push([name, {}, body]);
// Ready once the page listens: it has then fetched itself for the first time.
const open = async (page, name = '') => {
  const listening = page.waitForRequest(request => request.url().endsWith('/__docwright/events'));
  await page.goto(address + name);
  await listening;
  await page.evaluate(() => { window.same = true; });
};

test('a change of words shows without a reload, at the same place of the page', async page => {
  await open(page);
  await page.evaluate(() => scrollTo({ top: 900, behavior: 'instant' }));
  const top = await page.evaluate(() => scrollY);
  start('The second words.');
  await page.getByText('The second words.').waitFor();
  assert.equal(await page.evaluate(() => window.same), true);
  assert.equal(await page.evaluate(() => scrollY), top);
});

test('an included file brings its pages up to date', async page => {
  await open(page, 'roses.html');
  write('content/includes/care.md', 'Prune them.\n');
  await page.getByText('Prune them.').waitFor();
});

test('a new title reloads the page', async page => {
  await open(page, 'roses.html');
  write('content/roses.md', '---\ntitle: Wild roses\ndescription: Red.\n---\n\n# Wild roses\n');
  await page.waitForFunction(() => document.title.includes('Wild roses'));
});

test('a page that did not exist comes into being', async page => {
  page.removeAllListeners('console');
  await page.goto(`${address}lilies.html`);
  write('content/lilies.md', '---\ntitle: Lilies\ndescription: White.\n---\n\n# Lilies\n');
  await page.getByRole('heading', { level: 1, name: 'Lilies' }).waitFor();
});

test('search works as in the built site', async page => {
  await open(page);
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.search[open]');
  await page.keyboard.type('wild');
  const option = page.locator('dialog.search [role=option]').first();
  await option.waitFor();
  assert.match(await option.getAttribute('href'), /roses\.html/);
});

test('findings lie over the page as text', async page => {
  await open(page);
  start('[x](gone&lt;img&gt;.md)');
  const box = page.locator('.docwright-findings');
  await box.waitFor();
  assert.match(await box.innerText(), /file-not-found[^]*gone<img>\.md/);
  assert.equal(await box.locator('img').count(), 0);
  start('Mended.');
  await box.waitFor({ state: 'hidden' });
});

const browser = await launch();
let good = false;
try {
  good = await run(tests, browser);
} finally {
  await browser.close();
  server.kill();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(good ? 0 : 1);
