// Comparison pages and the index of methods in a browser, on this project's own site.
// usage: node methods.mjs SITE   (a folder that `docwright build` wrote for the repository)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { axeSource, FIRST_LOAD, firstLoad, launch, PHONE, run, serve } from './harness.mjs';

const folder = path.resolve(process.argv[2] ?? '_site');
if (!fs.existsSync(path.join(folder, 'methods/client-upgrade.html'))) {
  console.error(`${folder} is not this project's site: build it first`);
  process.exit(2);
}
const site = await serve(folder, '/tool/');
const COMPARE = `${site.url}methods/client-upgrade.html`;
const LIST = `${site.url}methods/hosts.html`;
const INDEX = `${site.url}methods/index.html`;
const TABLE = '#cmp-client-upgrade';
const TRAITS = '#cmp-client-upgrade-traits';
const tests = [];
const test = (name, options, body) => tests.push([name, options, body]);
const shown = (page, selector) => page.locator(`${selector}:visible`).count();
const focus = page => page.evaluate(() => document.activeElement.outerHTML.slice(0, 120));

/** Presses Tab until what has the focus fits, so that the stop is known to be within reach of the keyboard. */
async function tabTo(page, fits, most = 80) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(fits)) return;
  }
  assert.fail(`not reached in ${most} stops; the last one is ${await focus(page)}`);
}

for (const [mode, options] of [
  ['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }],
  ['phone light', { ...PHONE, colorScheme: 'light' }], ['phone dark', { ...PHONE, colorScheme: 'dark' }],
  ['without scripts', { javaScriptEnabled: false, colorScheme: 'light' }],
]) {
  test(`no accessibility violations, ${mode}`, options, async page => {
    const found = [];
    for (const address of [COMPARE, `${COMPARE}?cmp-client-upgrade=diff;mark;swap;compact`, LIST, INDEX]) {
      await page.goto(address);
      if (options.javaScriptEnabled === false) {
        assert.equal(await page.locator('button:visible, input:visible, select:visible').count(), 0, 'no control that does nothing');
        continue;
      }
      await page.evaluate(axeSource);
      const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
      for (const v of result.violations) found.push(`${address}: ${v.id}: ${v.nodes[0].target}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${address} scrolls sideways`);
    }
    assert.deepEqual(found, []);
  });
}

test('style sheets and scripts of the first load stay small', {}, async page => {
  for (const address of [COMPARE, INDEX]) {
    const bytes = await firstLoad(page, address);
    assert.ok(bytes > 0 && bytes <= FIRST_LOAD, `${address}: ${bytes} bytes`);
  }
});

test('header and first column stay in view while the table scrolls', { viewport: { width: 900, height: 600 } }, async page => {
  await page.goto(COMPARE);
  const places = await page.$eval(`${TABLE} .cmp-scroll`, box => {
    box.scrollTop = 200;
    box.scrollLeft = 200;
    const outer = box.getBoundingClientRect();
    const of = element => { const r = element.getBoundingClientRect(); return [r.left - outer.left, r.top - outer.top]; };
    return { moved: [box.scrollLeft, box.scrollTop], head: of(box.querySelector('thead th:nth-child(3)'))[1], first: of(box.querySelector('tbody th'))[0] };
  });
  assert.ok(places.moved[0] > 0 && places.moved[1] > 0, 'the table is larger than its place');
  assert.ok(Math.abs(places.head) < 3 && Math.abs(places.first) < 3, JSON.stringify(places));
});

test('only differences, by keyboard alone, and the address keeps it', {}, async page => {
  await page.goto(COMPARE);
  await tabTo(page, () => document.activeElement.matches('.cmp-tools [data-cmp-only]'));
  const rows = await shown(page, `${TABLE} tbody tr`);
  // Two that agree in everything a row says: the row goes.
  await tabTo(page, () => document.activeElement.matches('.cmp-choose summary'));
  await page.keyboard.press('Enter');
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    if (i >= 2) await page.keyboard.press('Space');
  }
  assert.equal(await page.locator(`${TABLE} thead th:visible`).count(), 3, 'the first column and two entries');
  await page.focus(`${TABLE} [data-cmp-only]`);
  await page.keyboard.press('Space');
  assert.ok(await shown(page, `${TABLE} tbody tr`) < rows);
  assert.match(await page.textContent(`${TABLE} [role=status]`), /\d+ of \d+/);
  const address = page.url();
  assert.match(decodeURIComponent(address), /cmp-client-upgrade=diff;show:group-policy~logon-script/);
  await page.goto(address);
  assert.equal(await page.locator(`${TABLE} thead th:visible`).count(), 3, 'the address brings it back');
  assert.ok(await page.isChecked(`${TABLE} [data-cmp-only]`));
});

test('what differs is marked by a sign, not by colour alone', {}, async page => {
  await page.goto(COMPARE);
  await page.check(`${TABLE} [data-cmp-mark]`);
  const odd = page.locator(`${TABLE} td.cmp-minority`);
  assert.equal(await odd.first().getAttribute('id'), 'cmp-client-upgrade.platform.manual-installation');
  assert.match(await odd.first().evaluate(e => getComputedStyle(e, '::before').content), /≠/);
});

test('rows and columns change places and back', {}, async page => {
  await page.goto(COMPARE);
  const heads = () => page.$$eval('#cmp-client-upgrade thead th', all => all.map(th => th.innerText.replace('#', '').trim()));
  const before = await heads();
  await page.focus(`${TABLE} [data-cmp-transpose]`);
  await page.keyboard.press('Enter');
  assert.equal((await heads())[1], 'Supported client platform');
  assert.equal(await page.locator(`${TABLE} tbody tr`).count(), 6);
  await page.keyboard.press('Enter');
  assert.deepEqual(await heads(), before);
});

test('groups close and open by keyboard', {}, async page => {
  await page.goto(COMPARE);
  const rows = await shown(page, `${TRAITS} tbody tr`);
  await page.locator(`${TRAITS} .cmp-group button`).first().focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator(`${TRAITS} .cmp-group button`).first().getAttribute('aria-expanded'), 'false');
  assert.equal(await shown(page, `${TRAITS} tbody tr`), rows - 3);
  await page.keyboard.press('Space');
  assert.equal(await shown(page, `${TRAITS} tbody tr`), rows);
});

test('rows, columns and cells have addresses of their own', {}, async page => {
  await page.goto(COMPARE);
  const cell = page.locator('[id="cmp-client-upgrade.platform.manual-installation"]');
  await cell.locator('.cmp-src').focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#cmp-client-upgrade.platform.manual-installation');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Link to Manual installation, Supported client platform');
  await page.keyboard.press('Enter');
  assert.notEqual(await cell.evaluate(e => getComputedStyle(e).outlineStyle), 'none');
  for (const id of ['cmp-client-upgrade.platform', 'cmp-client-upgrade.group-policy']) {
    assert.equal(await page.locator(`[id="${id}"] a.cmp-at`).getAttribute('href'), `#${id}`);
  }
  await page.goto(`${COMPARE}#cmp-client-upgrade.disadvantages.pre-production-test`);
  await page.reload();
  assert.ok(await page.locator('[id="cmp-client-upgrade.disadvantages.pre-production-test"]').isVisible());
});

test('a phone compares two entries, chosen by two selects', PHONE, async page => {
  await page.goto(COMPARE);
  const selects = page.locator(`${TABLE} select[data-cmp-pair]`);
  assert.equal(await selects.count(), 2);
  assert.equal(await page.locator(`${TABLE} thead th:visible`).count(), 2);
  await selects.nth(0).selectOption('manual-installation');
  await selects.nth(1).selectOption('group-policy');
  const order = await page.$$eval('#cmp-client-upgrade tbody tr:first-child td', all => all
    .filter(td => td.offsetParent).sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
    .map(td => td.dataset.label));
  assert.deepEqual(order, ['Manual installation', 'Group Policy'], 'in the order of the selects');
  assert.ok(await selects.nth(0).locator('option[value=group-policy]').isDisabled(), 'no entry beside itself');
  assert.match(decodeURIComponent(page.url()), /pair:manual-installation~group-policy/);
  await page.reload();
  assert.equal(await selects.nth(0).inputValue(), 'manual-installation');
  await page.check(`${TABLE} [data-cmp-mark]`);
  assert.equal(await page.locator(`${TABLE} tbody tr:first-child td.cmp-minority:visible`).count(), 2, 'of two that differ both are marked');
  await page.click(`${TABLE} [data-cmp-every]`);
  assert.equal(await page.locator(`${TABLE} tbody tr:first-child td:visible`).count(), 6);
  const roles = await page.$$eval('#cmp-client-upgrade table, #cmp-client-upgrade tbody tr:first-child > *', all => all.map(e => e.getAttribute('role')));
  assert.deepEqual(roles.slice(0, 3), ['table', 'rowheader', 'cell'], 'blocks are still a table for screen readers');
});

test('a table with entries as rows is two columns on a phone, and rows again on a desk', {}, async page => {
  await page.goto(COMPARE);
  await page.click(`${TABLE} [data-cmp-transpose]`);
  assert.equal(await shown(page, `${TABLE} tbody tr`), 6);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForSelector(`${TABLE}[data-pair]`);
  assert.equal(await page.locator(`${TABLE} thead th:visible`).count(), 2);
  assert.equal(await shown(page, `${TABLE} tbody tr`), 3);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.waitForSelector(`${TABLE}:not([data-pair])`);
  assert.equal(await shown(page, `${TABLE} tbody tr`), 6);
});

test('wide tables are printed in blocks of four columns', {}, async page => {
  await page.goto(COMPARE);
  await page.emulateMedia({ media: 'print' });
  await page.waitForSelector(`${TABLE} .cmp-print table`);
  const blocks = await page.$$eval('#cmp-client-upgrade .cmp-print table', all => all.map(t => t.tHead.rows[0].cells.length - 1));
  assert.deepEqual(blocks, [4, 2]);
  assert.ok(!await page.isVisible(`${TABLE} .cmp-scroll`) && !await page.isVisible('.cmp-tools'));
  assert.equal(await page.evaluate(() => document.querySelectorAll('.cmp-print [id]').length), 0, 'no id twice');
  await page.emulateMedia({ media: 'screen' });
  await page.waitForSelector(`${TABLE} .cmp-print`, { state: 'detached' });
  assert.ok(await page.isVisible(`${TABLE} .cmp-scroll`));
});

test('the index filters by keyboard, counts, announces and keeps the address', {}, async page => {
  await page.goto(INDEX);
  const cards = await shown(page, '[data-mi-card]');
  await tabTo(page, () => document.activeElement.matches('[data-mi-filters] input[type=search]'));
  await page.keyboard.type('logon');
  await page.waitForFunction(all => document.querySelectorAll('[data-mi-card]:not([hidden])').length < all, cards);
  assert.match(await page.textContent('[data-mi-filters] [role=status]'), /\d+ of \d+/);
  await tabTo(page, () => document.activeElement.matches('[data-mi-filters] button[type=reset]'));
  await page.keyboard.press('Enter');
  await page.waitForFunction(all => document.querySelectorAll('[data-mi-card]:not([hidden])').length === all, cards);
  await tabTo(page, () => document.activeElement.matches('[data-mi-filters] input[value=linux]'));
  await page.keyboard.press('Space');
  const linux = await shown(page, '[data-mi-card]');
  assert.ok(linux > 0 && linux < cards);
  const count = await page.locator('[data-mi-filters] label', { hasText: 'Linux' }).locator('[data-mi-count]').textContent();
  assert.equal(Number(count), linux, 'the count beside a term is what it leaves');
  await page.reload();
  assert.equal(await shown(page, '[data-mi-card]'), linux);
});

test('without scripts a table says everything, and terms are pages', { javaScriptEnabled: false }, async page => {
  await page.goto(COMPARE);
  assert.equal(await page.locator(`${TABLE} thead th:visible`).count(), 7);
  const empty = await page.$$eval('.cmp td', all => all.filter(td => !td.textContent.trim()).map(td => td.id));
  assert.deepEqual(empty, [], 'no cell is empty');
  assert.equal(await page.locator('#sources + ol a').count(), 6);
  await page.goto(INDEX);
  await page.click('.mi-terms a:text-is("Linux")');
  assert.match(page.url(), /by\/platform\/linux\.html$/);
  assert.ok(await shown(page, '.mi-card') > 0);
});

test('without scripts a phone shows each value under the name of its entry', { ...PHONE, javaScriptEnabled: false }, async page => {
  await page.goto(COMPARE);
  const cell = page.locator('[id="cmp-client-upgrade.platform.logon-script"]');
  assert.match(await cell.evaluate(e => getComputedStyle(e, '::before').content), /attr|Logon script/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

const browser = await launch();
const fine = await run(tests, browser);
await browser.close();
site.close();
process.exit(fine ? 0 : 1);
