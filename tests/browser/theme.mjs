// The default theme in a browser, on the pages that `cargo test --test theme` writes.
// usage: node theme.mjs [GALLERY]   (default: target/tmp/gallery of the repository)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { axeSource, FIRST_LOAD, firstLoad, launch, PHONE, run, serve } from './harness.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const gallery = path.resolve(process.argv[2] ?? path.join(here, '../../target/tmp/gallery'));
if (!fs.existsSync(path.join(gallery, 'default/guides/move.html'))) {
  console.error(`${gallery} has no pages: run cargo test --test theme first`);
  process.exit(2);
}
const site = await serve(path.join(gallery, 'default'), '/tool/');
const plain = await serve(path.join(gallery, 'plain'), '/tool/');
const ARTICLE = `${site.url}guides/move.html`;
const PAGES = ['guides/move.html', 'landing.html', 'hub.html', 'faq.html', 'marketing.html', 'landingdata.html', 'howto.html', 'other.html', '_docwright/toc/0.html'];
const tests = [];
const test = (name, options, body) => tests.push([name, options, body]);
const text = locator => locator.evaluate(e => e.textContent.trim());
const expanded = locator => locator.getAttribute('aria-expanded');

for (const [mode, options] of [
  ['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }],
  ['phone light', { ...PHONE, colorScheme: 'light' }], ['phone dark', { ...PHONE, colorScheme: 'dark' }],
]) {
  test(`no accessibility violations, ${mode}`, options, async page => {
    const found = [];
    for (const name of PAGES) {
      await page.goto(site.url + name);
      await page.evaluate(axeSource);
      const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
      for (const violation of result.violations) found.push(`${name}: ${violation.id}: ${violation.nodes[0].target}`);
    }
    assert.deepEqual(found, []);
  });
}

for (const [mode, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['phone', PHONE]]) {
  test(`no accessibility violations in the plain theme, ${mode}`, options, async page => {
    await page.goto(`${plain.url}guides/move.html`);
    await page.evaluate(axeSource);
    const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(result.violations.map(v => `${v.id}: ${v.nodes[0].target}`), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}

test('nothing scrolls sideways at 320 pixels', { viewport: { width: 320, height: 640 } }, async page => {
  for (const name of PAGES) {
    await page.goto(site.url + name);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), name);
  }
});

test('style sheets and scripts of the first load stay small', {}, async page => {
  const bytes = await firstLoad(page, ARTICLE);
  assert.ok(bytes > 0 && bytes <= FIRST_LOAD, `${bytes} bytes`);
});

test('the first stop is a skip link that works', {}, async page => {
  await page.goto(ARTICLE);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

test('the colour scheme is kept and there is no flash', { colorScheme: 'light' }, async page => {
  await page.goto(ARTICLE);
  await page.click('.top [data-set-theme=dark]');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await page.reload({ waitUntil: 'commit' });
  await page.waitForSelector('body');
  assert.equal(await background(), dark);
  assert.equal(await page.getAttribute('.top [data-set-theme=dark]', 'aria-pressed'), 'true');
  await page.click('.top [data-set-theme=""]');
  assert.notEqual(await background(), dark);
});

test('a branch that is not in the page arrives on demand', {}, async page => {
  await page.goto(ARTICLE);
  const button = page.getByRole('button', { name: 'Entries below Reference' });
  assert.equal(await expanded(button), 'false');
  await button.click();
  await page.getByRole('link', { name: 'Options' }).waitFor();
  const again = page.getByRole('button', { name: 'Entries below Reference' });
  assert.equal(await expanded(again), 'true');
  assert.equal(await again.evaluate(b => b === document.activeElement), true, 'the focus stays');
  assert.equal(await text(page.locator('#nav [aria-current=page]')), 'Move a fleet', 'the page is still marked');
  assert.match(await page.getByRole('link', { name: 'Options' }).getAttribute('href'), /^\.\.\/options\.html$/);
});

test('the sidebar filters by title, by keyboard', {}, async page => {
  await page.goto(ARTICLE);
  await page.fill('.filter input', 'opt');
  await page.waitForFunction(() => document.querySelector('.filter [role=status]').textContent === '1 matches');
  await page.keyboard.press('ArrowDown');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Options/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  assert.equal(await page.inputValue('.filter input'), '');
  assert.ok(await page.isVisible('#nav .toc [aria-current=page]'));
});

test('tabs follow each other, the keyboard and the address', {}, async (page, context) => {
  await page.goto(ARTICLE);
  const shown = () => page.$$eval('.tab:not([hidden])', all => all.map(p => p.dataset.tab));
  assert.deepEqual(await shown(), ['linux', 'linux']);
  await page.locator('[role=tab]').first().focus();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await shown(), ['windows', 'windows']);
  assert.match(page.url(), /[?&]tabs=windows/);
  await page.keyboard.press('Home');
  assert.deepEqual(await shown(), ['linux', 'linux']);
  await page.keyboard.press('End');
  const other = await context.newPage();
  await other.goto(ARTICLE);
  assert.deepEqual(await other.$$eval('.tab:not([hidden])', all => all.map(p => p.dataset.tab)), ['windows', 'windows'], 'kept for other pages');
  await other.goto(`${ARTICLE}?tabs=linux#tabs-2-windows`);
  assert.ok(await other.isVisible('#tabs-2-windows'), 'a fragment opens its tab');
});

test('zone pivots show one answer', {}, async page => {
  await page.goto(ARTICLE);
  assert.ok(await page.isVisible('text=Only on Linux.'));
  assert.ok(!await page.isVisible('text=Only on Windows.'));
  await page.click('[data-pivot-choice=windows]');
  assert.ok(await page.isVisible('text=Only on Windows.'));
  assert.match(page.url(), /pivots=windows/);
});

test('code is copied without its prompts', { permissions: ['clipboard-read', 'clipboard-write'] }, async page => {
  await page.goto(ARTICLE);
  const copied = async n => {
    await page.locator('.copy').nth(n).click();
    await page.locator('.copy .i-done').first().waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await copied(0), 'Get-Fleet -Name "north" # all of it');
  assert.equal(await copied(1), 'tool move --fleet north');
});

test('the outline marks where the reader is', {}, async page => {
  await page.goto(ARTICLE);
  await page.evaluate(() => document.getElementById('code').scrollIntoView());
  await page.waitForFunction(() => document.querySelector('.outline [aria-current=location]')?.textContent === 'The code');
});

test('a picture larger than its place opens in full', {}, async page => {
  await page.goto(ARTICLE);
  await page.locator('article img').scrollIntoViewIfNeeded();
  const link = page.getByRole('link', { name: 'Enlarge the picture: A blue area' });
  await link.focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.isVisible('dialog img[alt="A blue area"]'));
  await page.keyboard.press('Escape');
  assert.ok(!await page.isVisible('dialog'));
  assert.equal(await link.evaluate(b => b === document.activeElement), true, 'the focus comes back');
});

test('only regions that scroll are stops', {}, async page => {
  await page.goto(ARTICLE);
  const stops = await page.$$eval('pre', all => all.map(p => [p.tabIndex === 0, p.scrollWidth > p.clientWidth + 1]));
  for (const [stop, scrolls] of stops) assert.equal(stop, scrolls);
});

test('the sidebar is a sheet on a phone', PHONE, async page => {
  await page.goto(ARTICLE);
  const opener = page.getByRole('button', { name: 'Menu' });
  assert.equal(await expanded(opener), 'false');
  assert.ok(!await page.isVisible('#nav'));
  await opener.click();
  assert.ok(await page.isVisible('#nav'));
  await page.keyboard.press('Escape');
  assert.ok(!await page.isVisible('#nav'));
  assert.equal(await opener.evaluate(b => b === document.activeElement), true, 'the focus comes back');
  const small = await page.$$eval('.top a, .top button, .bottom button', all => all
    .filter(e => e.offsetParent && Math.min(e.offsetWidth, e.offsetHeight) < 43).map(e => e.className));
  assert.deepEqual(small, [], 'targets of a finger');
});

test('without scripts everything is there but what needs them', { javaScriptEnabled: false }, async page => {
  await page.goto(ARTICLE);
  assert.ok(await page.isVisible('#tabs-1-windows'), 'all tabs are shown');
  assert.ok(await page.isVisible('text=Only on Windows.'));
  assert.equal(await page.locator('button:visible').count(), 0, 'no button that does nothing');
  assert.ok(await page.isVisible('#nav a[aria-current=page]'));
});

test('without scripts the menu of a phone opens', { ...PHONE, javaScriptEnabled: false }, async page => {
  await page.goto(ARTICLE);
  assert.ok(!await page.isVisible('#nav'));
  await page.click('[data-menu]');
  assert.ok(await page.isVisible('#nav a[aria-current=page]'));
  await page.click('[data-menu-close]');
  assert.ok(!await page.isVisible('#nav'));
});

test('from the disk the page is styled and the contents load', {}, async page => {
  await page.goto(pathToFileURL(path.join(gallery, 'default/guides/move.html')).href);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector('.frame')).display), 'block');
  await page.getByRole('button', { name: 'Entries below Reference' }).click();
  await page.getByRole('link', { name: 'Options' }).waitFor();
});

test('print shows every tab and no furniture', {}, async page => {
  await page.goto(ARTICLE);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.isVisible('#tabs-1-windows'));
  assert.ok(!await page.isVisible('.top') && !await page.isVisible('#nav') && !await page.isVisible('.copy'));
});

test('forced colours keep the signs of alerts', { forcedColors: 'active' }, async page => {
  await page.goto(ARTICLE);
  const border = await page.$eval('.alert-note', e => getComputedStyle(e).borderTopStyle);
  assert.equal(border, 'solid');
});

test('right to left is mirrored', {}, async page => {
  await page.goto(pathToFileURL(path.join(gallery, 'ar/guides/move.html')).href);
  const [nav, main] = await page.$$eval('#nav, main', all => all.map(e => e.getBoundingClientRect().left));
  assert.ok(nav > main);
});

const browser = await launch();
const fine = await run(tests, browser);
await browser.close();
site.close();
plain.close();
process.exit(fine ? 0 : 1);
