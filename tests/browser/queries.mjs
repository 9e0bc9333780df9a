// What readers type, asked of the search of a built docset: is the page that they want among the first three?
// usage: node queries.mjs SITE QUERIES.json   (a folder that `docwright build` wrote, a list from queries/)
// Says, too, how large the index is and what the first query of a visit loads.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { launch, run, serve } from './harness.mjs';

const FIRST = 3;
const [folder, list] = process.argv.slice(2).map(name => path.resolve(name));
if (!list || !fs.existsSync(path.join(folder, '_docwright/search/index.js'))) {
  console.error('usage: node queries.mjs SITE QUERIES.json, where SITE is a folder that docwright build wrote');
  process.exit(2);
}
const { least, queries } = JSON.parse(fs.readFileSync(list, 'utf8'));
const site = await serve(folder, '/docs/');
const packed = file => zlib.gzipSync(fs.readFileSync(file)).length;
const kilobytes = bytes => `${(bytes / 1000).toFixed(1)} kB`;
const elsewhere = url => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1';
const tests = [];

tests.push([`at least ${least} of ${queries.length} find their page among the first ${FIRST}`, {}, async page => {
  await page.route(elsewhere, route => route.fulfill({ status: 200, body: '' }));
  await page.goto(`${site.url}index.html`);
  await page.keyboard.press('Control+k');
  let found = 0;
  for (const { asked, wanted } of queries) {
    await page.fill('dialog.search input', '');
    await page.waitForFunction(() => !document.querySelector('dialog.search [role=option]'));
    await page.fill('dialog.search input', asked);
    await page.waitForSelector('dialog.search [role=option]', { timeout: 5000 }).catch(() => {});
    // The list is complete when it has not changed for a moment.
    const read = () => page.$$eval('dialog.search [role=option]:not(.section)', (all, root) => all.map(o => o.href.slice(root.length)), site.url);
    let results = await read();
    for (let calm = 0; calm < 3;) {
      await page.waitForTimeout(60);
      const now = await read();
      calm = now.join() === results.join() ? calm + 1 : 0;
      results = now;
    }
    const rank = results.findIndex(href => wanted.includes(href.split(/[?#]/)[0])) + 1;
    if (rank > 0 && rank <= FIRST) found += 1;
    console.log(`      ${rank > 0 && rank <= FIRST ? rank : rank || '-'}  ${asked}${rank > 0 && rank <= FIRST ? '' : `: ${results.slice(0, FIRST).join(' ')}`}`);
  }
  assert.ok(found >= least, `${found} of ${queries.length}`);
}]);

tests.push(['a first query loads little, whatever the size of the site', {}, async page => {
  await page.route(elsewhere, route => route.fulfill({ status: 200, body: '' }));
  await page.goto(`${site.url}index.html`);
  const loaded = [];
  page.on('request', request => loaded.push(path.join(folder, decodeURIComponent(new URL(request.url()).pathname).slice('/docs/'.length))));
  await page.keyboard.press('Control+k');
  await page.waitForSelector('dialog.search[open]');
  const program = loaded.splice(0).filter(name => fs.existsSync(name)).reduce((sum, name) => sum + packed(name), 0);
  await page.keyboard.type(queries[0].asked, { delay: 30 });
  await page.waitForSelector('dialog.search [role=option]');
  await page.waitForLoadState('networkidle');
  const data = loaded.reduce((sum, name) => sum + packed(name), 0);
  const files = fs.readdirSync(path.join(folder, '_docwright/search'), { recursive: true, withFileTypes: true }).filter(e => e.isFile());
  const size = files.reduce((sum, e) => sum + fs.statSync(path.join(e.parentPath ?? e.path, e.name)).size, 0);
  console.log(`      index ${kilobytes(size)} in ${files.length} files; on opening ${kilobytes(program)}, first query ${kilobytes(data)} in ${loaded.length} files (gzip)`);
  assert.ok(program <= 25_000, `the program is ${kilobytes(program)}`);
  assert.ok(data <= 60_000, `the first query takes ${kilobytes(data)}`);
}]);

const browser = await launch();
const fine = await run(tests, browser);
await browser.close();
site.close();
process.exit(fine ? 0 : 1);
