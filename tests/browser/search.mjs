// The search dialog in a browser, on any built site.
// usage: node search.mjs SITE   (a folder that `docwright build` wrote, with at least one page)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { axeSource, launch, PHONE, run, serve } from './harness.mjs';

const folder = path.resolve(process.argv[2] ?? '_site');
if (!fs.existsSync(path.join(folder, '_docwright/search/index.js'))) {
  console.error(`${folder} has no search index: build a site into it first`);
  process.exit(2);
}
// What to look for: the title of a document in the index, and a long word of its texts.
const data = name => {
  const text = fs.readFileSync(path.join(folder, `_docwright/search/${name}.js`), 'utf8');
  return JSON.parse(text.slice(text.indexOf(',') + 1, text.lastIndexOf(')')));
};
const [, title, address, , , , , sections] = data('p/0')[0];
const shelf = fs.readdirSync(path.join(folder, '_docwright/search/p')).map(name => `p/${name.slice(0, -3)}`);
const method = shelf.flatMap(data).find(document => document[0] === 1);
const word = sections.map(s => s[2]).join(' ').match(/\b[a-z]{7,}\b/)?.[0] ?? title;
const site = await serve(folder, '/tool/');
const START = `${site.url}index.html`;
const tests = [];
// Pictures that authors take from other sites are not what is tested here.
const elsewhere = url => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1';
const test = (name, options, body) => tests.push([name, options, async page => {
  await page.route(elsewhere, route => route.fulfill({ status: 200, body: '' }));
  await body(page);
}]);
const INPUT = 'dialog.search input';
const OPTION = 'dialog.search [role=option]';

async function ask(page, text, start = START) {
  await page.goto(start);
  await page.keyboard.press('Control+k');
  await page.fill(INPUT, text);
  await page.waitForSelector(OPTION);
}

test('nothing is loaded before the first use', {}, async page => {
  const asked = [];
  page.on('request', request => asked.push(request.url()));
  await page.goto(START);
  assert.ok(!asked.some(url => /search/.test(url)), asked.join('\n'));
});

test('slash opens it, Escape closes it and gives the focus back', {}, async page => {
  await page.goto(START);
  await page.focus('[data-search-open]');
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.search[open]');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'combobox');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog.search', { state: 'hidden' });
  assert.ok(await page.evaluate(() => document.activeElement.hasAttribute('data-search-open')));
});

test('a title finds its page, and Enter opens it', {}, async page => {
  await ask(page, title);
  assert.ok(await page.locator(OPTION).first().getAttribute('href').then(href => href.endsWith(address)));
  await page.keyboard.press('Enter');
  await page.waitForURL(url => url.pathname.endsWith(address));
});

test('arrows, Home and End move through the results', {}, async page => {
  await ask(page, word);
  const active = () => page.getAttribute(INPUT, 'aria-activedescendant');
  const ids = await page.locator(OPTION).evaluateAll(all => all.map(o => o.id));
  await page.keyboard.press('ArrowDown');
  assert.equal(await active(), ids[0]);
  await page.keyboard.press('End');
  assert.equal(await active(), ids.at(-1));
  await page.keyboard.press('ArrowDown');
  assert.equal(await active(), ids[0]);
  await page.keyboard.press('ArrowUp');
  assert.equal(await active(), ids.at(-1));
  await page.keyboard.press('Home');
  assert.equal(await active(), ids[0]);
  assert.equal(await page.locator(`${OPTION}[aria-selected=true]`).count(), 1);
});

test('results quote the text around the words and are counted', {}, async page => {
  await ask(page, word);
  const marks = await page.locator('dialog.search mark').allTextContents();
  assert.ok(marks.some(mark => mark.toLowerCase().startsWith(word.slice(0, 4))), marks.join());
  assert.match(await page.textContent('dialog.search [role=status]'), /\d/);
});

test('a wrong letter and an unfinished word still find something', {}, async page => {
  await ask(page, word.slice(0, -2));
  await ask(page, `${word.slice(0, 4)}${word[4] === 'x' ? 'y' : 'x'}${word.slice(5)} `);
});

test('a facet narrows the results, by keyboard, and says how many are left', {}, async page => {
  await ask(page, word);
  const facet = page.locator('dialog.search .facets select').first();
  const count = async () => Number((await page.textContent('dialog.search [role=status]')).match(/\d+/)[0]);
  const before = await count();
  const values = await facet.locator('option').evaluateAll(all => all.map(o => o.value));
  assert.ok(values.length > 2, 'there are values to choose from');
  let sum = 0;
  for (let n = 1; n < values.length; n++) {
    await facet.focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await facet.inputValue(), values[n]);
    await page.waitForTimeout(200);
    const left = await count().catch(() => 0);
    assert.ok(left <= before, `${values[n]}: ${left} of ${before}`);
    sum += left;
  }
  assert.ok(sum >= before, 'each result is in an area');
});

if (method) test('methods are results of a kind of their own', {}, async page => {
  await ask(page, method[1]);
  const group = page.locator('dialog.search [role=group]', { hasText: 'Methods' });
  assert.ok(await group.locator('[role=option]').evaluateAll((all, end) => all.some(o => o.href.endsWith(end)), method[2]));
});

test('what readers type is never markup', {}, async page => {
  await page.goto(START);
  await page.keyboard.press('/');
  await page.fill(INPUT, '<img src=x onerror=alert(1)> zzzqqq');
  await page.waitForFunction(() => document.querySelector('dialog.search [role=status]').textContent !== '');
  assert.equal(await page.locator('dialog.search img').count(), 0);
});

test('it works from the disk', {}, async page => {
  await ask(page, title, pathToFileURL(path.join(folder, 'index.html')).href);
  assert.match(await page.locator(OPTION).first().getAttribute('href'), /\.html/);
});

for (const [mode, options] of [
  ['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['phone', { ...PHONE, colorScheme: 'light' }],
]) {
  test(`no accessibility violations with results, ${mode}`, options, async page => {
    await ask(page, word);
    await page.keyboard.press('ArrowDown');
    await page.evaluate(axeSource);
    const result = await page.evaluate(() => window.axe.run('dialog.search', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`), []);
  });
}

const browser = await launch();
const passed = await run(tests, browser);
await browser.close();
site.close();
process.exit(passed ? 0 : 1);
