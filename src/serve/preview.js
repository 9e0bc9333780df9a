// Keeps a previewed page up to date: waits for the next state of the site, fetches the page again, and puts its main
// part in place of the old one. Shows what docwright has to say about the page; all of it as text, never as markup.
(() => {
  "use strict";
  const script = document.currentScript;
  let state = Number(script.dataset.state);
  let shown = null;

  // The page without what the preview adds to it.
  const bare = (html) => html.replace(/<script src="\/__docwright\/[^>]*><\/script>\n/, "");

  const read = async () => {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    return { ok: answer.ok, html: bare(await answer.text()) };
  };

  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  // Everything but the main part, to see whether only that changed.
  const frame = (page) => {
    const copy = page.cloneNode(true);
    const main = copy.querySelector("main");
    if (main) main.replaceChildren();
    return copy.documentElement.outerHTML;
  };

  // State that readers set (theme, open lists) is in the live page only, so two fetched pages are compared.
  const update = async () => {
    const { ok, html } = await read();
    if (html === shown) return;
    const before = shown === null ? null : parse(shown);
    const after = parse(html);
    const main = document.querySelector("main");
    const fresh = after.querySelector("main");
    if (!ok || !before || !main || !fresh || frame(before) !== frame(after)) {
      location.reload();
      return;
    }
    shown = html;
    const top = scrollY;
    main.replaceWith(document.adoptNode(fresh));
    document.title = after.title;
    document.dispatchEvent(new CustomEvent("docwright:content"));
    scrollTo({ top, behavior: "instant" });
  };

  const element = (name, text, className) => {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  const box = element("aside", "", "docwright-findings");
  box.setAttribute("aria-label", "docwright");
  box.hidden = true;

  const link = element("link");
  link.rel = "stylesheet";
  link.href = "/__docwright/preview.css";

  const row = (finding) => {
    const item = element("li", "", "docwright-" + finding.severity);
    item.append(element("strong", finding.severity + "[" + finding.code + "]"), " ", finding.message);
    if (finding.help) item.append(" ", element("em", finding.help));
    if (finding.file) {
      const place = finding.file + ":" + finding.line + ":" + finding.column;
      const at = element("a", place);
      at.href = "vscode://file" + encodeURI(finding.path).replace(/[?#]/g, encodeURIComponent)
        + ":" + finding.line + ":" + finding.column;
      item.append(element("br"), at);
    }
    return item;
  };

  const show = (rows, title) => {
    box.hidden = rows.length === 0;
    const close = element("button", "Hide");
    close.type = "button";
    close.addEventListener("click", () => { box.hidden = true; });
    const list = element("ul");
    list.append(...rows);
    box.replaceChildren(element("b", title), close, list);
  };

  const findings = async () => {
    const answer = await fetch("/__docwright/findings?page=" + encodeURIComponent(location.pathname));
    if (!answer.ok) return;
    const { findings, failed } = await answer.json();
    const rows = findings.map(row);
    if (failed) rows.unshift(element("li", failed, "docwright-error"));
    show(rows, rows.length === 1 ? "1 finding on this page" : rows.length + " findings on this page");
  };

  const start = async () => {
    document.head.append(link);
    document.body.append(box);
    const first = await read();
    if (first.ok) shown = first.html;
    findings();
    const events = new EventSource("/__docwright/events");
    events.addEventListener("state", async (event) => {
      const next = Number(event.data);
      // A smaller number is a server that was started again.
      if (next === state) return;
      state = next;
      try {
        await update();
        await findings();
      } catch {
        location.reload();
      }
    });
    events.addEventListener("failed", (event) => {
      show([element("li", JSON.parse(event.data), "docwright-error")], "The preview cannot follow the last change");
    });
    addEventListener("pagehide", () => events.close());
  };

  start();
})();
