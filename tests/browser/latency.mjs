// From saving a file to the new words on the screen: a browser keeps a page of a real docset open in the preview.
// usage: node latency.mjs PROGRAM DOCSET CASES.json [EDITS]   (cases from latency/; 20 edits of each by default)
// The docset is copied first. Prints the median and the slowest of each case, and fails over a case's `most`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DESKTOP, launch, preview } from './harness.mjs';

const [program, docset, list] = process.argv.slice(2, 5).map(name => path.resolve(name));
if (!list) {
  console.error('usage: node latency.mjs PROGRAM DOCSET CASES.json [EDITS]');
  process.exit(2);
}
const edits = Number(process.argv[5] ?? 20);
const { files, cases } = JSON.parse(fs.readFileSync(list, 'utf8'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latency-'));
fs.cpSync(docset, folder, { recursive: true });
for (const [name, text] of Object.entries(files ?? {})) {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}

const { server, address } = await preview(program, folder, 4180);

const browser = await launch();
let failed = 0;
try {
  const context = await browser.newContext(DESKTOP);
  await context.route(url => url.protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(url.hostname), route => route.abort());
  for (const { name, file, page: shown, most } of cases) {
    const page = await context.newPage();
    const listening = page.waitForRequest(request => request.url().endsWith('/__docwright/events'), { timeout: 120_000 });
    await page.goto(address + shown, { timeout: 120_000 });
    await listening;
    await page.waitForTimeout(1500);
    const before = fs.readFileSync(path.join(folder, file), 'utf8');
    const times = [];
    for (let n = 0; n < edits; n++) {
      const words = `Edit number ${n} of ${file.length}.`;
      const text = file.endsWith('.html') ? before.replace('</footer>', `<p>${words}</p></footer>`) : `${before}\n\n${words}\n`;
      const begun = performance.now();
      fs.writeFileSync(path.join(folder, file), text);
      await page.waitForFunction(w => document.body?.textContent.includes(w), words, { polling: 'raf', timeout: 60_000 });
      times.push(performance.now() - begun);
      await page.waitForTimeout(400);
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)];
    const fine = most === undefined || median <= most;
    if (!fine) failed += 1;
    console.log(`${fine ? 'ok   ' : 'FAIL '} ${name}: median ${median.toFixed(0)} ms, slowest ${times.at(-1).toFixed(0)} ms of ${times.length}`);
    fs.writeFileSync(path.join(folder, file), before);
    await page.close();
  }
} finally {
  await browser.close();
  server.kill();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
