/*
 * What the default theme adds to pages that already work without it. One classic script, loaded deferred, so that
 * it runs from the disk and under `script-src 'self'`. Words come from `docwrightStrings`, put in front of this
 * file from strings/<language>.toml. An event `docwright:content` on the document makes it look at the article
 * again, for previews that exchange the article in place.
 */
(function () {
  "use strict";
  var page = document.documentElement;
  var root = page.dataset.root || "";
  var words = window.docwrightStrings || {};
  var searchScript = document.currentScript && document.currentScript.dataset.search;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function one(selector, within) { return (within || document).querySelector(selector); }
  function word(key, values) {
    return (words[key] || key).replace(/\{(\w+)\}/g, function (_, name) { return values && name in values ? values[name] : ""; });
  }
  function element(tag, attributes, children) {
    var e = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { e.setAttribute(name, attributes[name]); });
    (children || []).forEach(function (child) { e.append(child); });
    return e;
  }
  // A title whose long names may break behind a dot, slash or underscore, and before a capital letter.
  function breakable(title) {
    var parts = title.split(/(?<=[._\/\\])|(?<=[a-z])(?=[A-Z])/), span = document.createDocumentFragment();
    parts.forEach(function (part, i) { if (i && title.length > 18) span.append(element("wbr")); span.append(part); });
    return span;
  }
  function icon(name) { return element("span", { "class": "i i-" + name, "aria-hidden": "true" }); }
  function stored(key, value) {
    try {
      if (value === undefined) return localStorage.getItem("docwright-" + key);
      if (value) localStorage.setItem("docwright-" + key, value); else localStorage.removeItem("docwright-" + key);
    } catch (e) { /* storage is off: the choice lasts as long as the page */ }
    return null;
  }
  function query(name) { return new URLSearchParams(location.search).get(name); }
  function setQuery(name, value) {
    try {
      var url = new URL(location.href);
      url.searchParams.set(name, value);
      history.replaceState(history.state, "", url.href.replace(/%2C/g, ","));
    } catch (e) { /* some browsers refuse on file: addresses */ }
  }

  var status = element("p", { "class": "vh", role: "status" });
  function say(text) { status.textContent = ""; setTimeout(function () { status.textContent = text; }, 50); }

  // ---- Colour scheme ----

  function scheme() {
    function show() {
      var now = stored("scheme") || "";
      all("[data-set-theme]").forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.setTheme === now)); });
    }
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-set-theme]");
      if (!button) return;
      var chosen = button.dataset.setTheme;
      stored("scheme", chosen);
      var now = chosen || page.dataset.scheme;
      if (now) page.dataset.theme = now; else delete page.dataset.theme;
      show();
      all("[data-set-theme]").forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.setTheme === chosen)); });
    });
    show();
  }

  // ---- The sidebar as a sheet on small screens ----

  function menu() {
    var opener = one("[data-menu]"), rail = one("#nav");
    if (!opener || !rail) return;
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-controls", "nav");
    var close = one("[data-menu-close]", rail);
    close.setAttribute("role", "button");
    function set(open, focus) {
      rail.classList.toggle("open", open);
      opener.setAttribute("aria-expanded", String(open));
      if (focus) (open ? close : opener).focus();
    }
    function press(target, open) {
      target.addEventListener("click", function (event) { event.preventDefault(); set(open(), true); });
      target.addEventListener("keydown", function (event) {
        if (event.key === " ") { event.preventDefault(); set(open(), true); }
      });
    }
    press(opener, function () { return !rail.classList.contains("open"); });
    press(close, function () { return false; });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && rail.classList.contains("open")) set(false, true);
    });
    document.addEventListener("click", function (event) {
      if (!rail.contains(event.target) && !opener.contains(event.target)) set(false, false);
    });
    rail.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !rail.contains(event.relatedTarget) && event.relatedTarget !== opener) set(false, false);
    });
    set(false, false);
  }

  function areas() {
    var strip = one(".areas ul"), current = strip && one("[aria-current]", strip);
    if (!current) return;
    var a = current.getBoundingClientRect(), b = strip.getBoundingClientRect();
    if (a.left < b.left || a.right > b.right - 32) strip.scrollLeft += a.left - b.left - b.width / 3;
  }

  // ---- The table of contents: a branch in the page, the whole tree on demand ----

  var waiting = {};
  window.docwrightToc = function (id, entries) { if (waiting[id]) waiting[id](entries); };

  function contents() {
    var rail = one("#nav"), list = rail && one(".toc", rail);
    if (!list) return;
    var loading = null, tree = null, ids = 0, every = one("[data-all]", rail);

    function load() {
      loading = loading || new Promise(function (resolve, reject) {
        waiting[rail.dataset.toc] = resolve;
        document.head.append(Object.assign(element("script", { src: rail.dataset.tocSrc }), { onerror: reject }));
      }).then(function (entries) { tree = entries; return entries; });
      return loading;
    }
    function address(href) { return /^([a-z][a-z0-9+.-]+:|\/)/i.test(href) ? href : root + href; }

    // A button before a link, or the title itself where there is no link.
    function toggle(item, open, below) {
      var link = item.firstElementChild, title = link.textContent, button;
      if (link.tagName === "SPAN") {
        button = element("button", { type: "button", "class": "group" }, [icon("chevron"), breakable(title)]);
        link.replaceWith(button);
      } else {
        button = element("button", { type: "button", "class": "twist", "aria-label": word("entries_below", { title: title }) }, [icon("chevron")]);
        item.prepend(button);
      }
      button.setAttribute("aria-expanded", String(open));
      button.addEventListener("click", function () { below(button); });
      return button;
    }
    function flip(button, sub) {
      if (!sub.id) sub.id = "toc-" + (++ids);
      button.setAttribute("aria-controls", sub.id);
      sub.hidden = !sub.hidden;
      button.setAttribute("aria-expanded", String(!sub.hidden));
    }

    function grow(entries, trail) {
      var ul = element("ul");
      entries.forEach(function (entry, index) {
        var here = trail && trail[0] === index, rest = here ? trail.slice(1) : null;
        var title = entry[1] ? element("a", { href: address(entry[1]) }, [breakable(entry[0])]) : element("span", {}, [breakable(entry[0])]);
        if (here && !rest.length) title.setAttribute("aria-current", "page");
        var item = element("li", {}, [title]);
        if (entry[2]) {
          var sub = here ? grow(entry[2], rest) : null;
          if (sub) item.append(sub);
          toggle(item, !!sub, function (button) {
            if (!sub) { sub = grow(entry[2], null); sub.hidden = true; item.append(sub); }
            flip(button, sub);
          });
        }
        ul.append(item);
      });
      return ul;
    }

    // Index of an item at each level, from the top of the list.
    function place(item) {
      var path = [];
      for (; item && item !== list; item = item.parentElement.closest("li")) {
        var index = 0;
        for (var s = item; s; s = s.previousElementSibling) index += Number(s.dataset.skip || 0) + (s === item ? 0 : 1);
        path.unshift(index);
      }
      return path;
    }
    function follow(path) {
      return path.reduce(function (item, index) {
        var level = item === list ? list : one(":scope > ul", item);
        return level && level.children[index] || item;
      }, list);
    }
    function whole() {
      var trail = rail.dataset.trail ? rail.dataset.trail.split(".").map(Number) : null;
      var full = grow(tree, trail);
      list.replaceChildren.apply(list, Array.prototype.slice.call(full.children));
    }

    all("li", list).forEach(function (item) {
      var sub = one(":scope > ul", item);
      if (sub) toggle(item, true, function (button) { flip(button, sub); });
      else if (item.hasAttribute("data-more") && rail.dataset.tocSrc) {
        toggle(item, false, function () {
          var path = place(item);
          load().then(function () {
            whole();
            var button = one(":scope > button", follow(path));
            if (button) { if (button.getAttribute("aria-expanded") === "false") button.click(); button.focus(); }
          }, function () { location.href = (every || one("a", item)).href; });
        });
      }
    });
    if (every && rail.dataset.tocSrc) every.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      load().then(function () {
        whole();
        every.parentElement.remove();
        (one("[aria-current=page]", list) || one("a", list)).focus();
      }, function () { location.href = every.href; });
    });

    var current = one("[aria-current=page]", list);
    if (current && current.offsetTop > rail.clientHeight * 0.7) rail.scrollTop = current.getBoundingClientRect().top - rail.getBoundingClientRect().top - rail.clientHeight / 3;
    if (rail.dataset.tocSrc) filter(rail, list, load, address);
  }

  function filter(rail, list, load, address) {
    var input = element("input", { type: "search", "aria-label": word("filter"), placeholder: word("filter"), autocomplete: "off", spellcheck: "false" });
    var count = element("p", { role: "status" });
    var found = element("ul", { "class": "toc", hidden: "" });
    list.before(element("div", { "class": "filter" }, [input, count]), found);
    var flat = null;

    function flatten(entries, path, out) {
      entries.forEach(function (e) {
        if (e[1]) out.push({ title: e[0], key: e[0].toLowerCase(), href: e[1], path: path });
        if (e[2]) flatten(e[2], path ? path + " › " + e[0] : e[0], out);
      });
      return out;
    }
    function show() {
      var wanted = input.value.trim().toLowerCase();
      list.hidden = !!wanted;
      found.hidden = !wanted;
      if (!wanted) { count.textContent = ""; return; }
      var parts = wanted.split(/\s+/);
      var hits = flat.filter(function (e) { return parts.every(function (p) { return e.key.includes(p); }); });
      found.replaceChildren.apply(found, hits.slice(0, 100).map(function (e) {
        var link = element("a", { href: address(e.href) }, [breakable(e.title)]);
        if (e.path) link.append(element("span", { "class": "path" }, [e.path]));
        return element("li", {}, [link]);
      }));
      count.textContent = hits.length ? word("filter_count", { count: hits.length }) : word("filter_none");
    }
    input.addEventListener("focus", function () { load().catch(function () {}); }, { once: true });
    input.addEventListener("input", function () {
      load().then(function (entries) { flat = flat || flatten(entries, "", []); show(); }, function () { count.textContent = word("failed"); });
    });
    input.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && input.value) { event.stopPropagation(); input.value = ""; show(); }
      var first = event.key === "ArrowDown" && one("a", found.hidden ? list : found);
      if (first) { event.preventDefault(); first.focus(); }
    });
    rail.addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !event.target.closest(".toc")) return;
      var stops = all(".toc a, .toc .group", rail).filter(function (e) { return e.offsetParent; });
      var at = stops.indexOf(event.target.closest("li").querySelector("a, .group"));
      var next = stops[at + step] || (step < 0 ? input : null);
      if (next) { event.preventDefault(); next.focus(); }
    });
  }

  // ---- The outline follows the reader ----

  var headings = [], spying = false;
  function spy() {
    var links = {};
    all("[data-outline] a").forEach(function (a) { links[decodeURIComponent(a.hash.slice(1))] = a; });
    headings = Object.keys(links).map(function (id) { return [document.getElementById(id), links[id]]; })
      .filter(function (pair) { return pair[0]; });
    if (!spying) {
      spying = true;
      var asked = false;
      addEventListener("scroll", function () {
        if (asked) return;
        asked = true;
        requestAnimationFrame(function () { asked = false; mark(); });
      }, { passive: true });
    }
    mark();
  }
  function mark() {
    var now = null, end = innerHeight + scrollY >= page.scrollHeight - 2;
    headings.forEach(function (pair) {
      if (pair[0].offsetParent && (pair[0].getBoundingClientRect().top < 120 || (end && scrollY > 0))) now = pair[1];
    });
    headings.forEach(function (pair) {
      if (pair[1] === now) {
        if (!now.hasAttribute("aria-current")) { now.setAttribute("aria-current", "location"); reveal(now); }
      } else pair[1].removeAttribute("aria-current");
    });
  }
  function reveal(link) {
    var box = link.closest(".outline"), a = link.getBoundingClientRect(), b = box.getBoundingClientRect();
    if (a.top < b.top + 40) box.scrollTop -= b.top + 40 - a.top;
    else if (a.bottom > b.bottom - 20) box.scrollTop += a.bottom - b.bottom + 20;
  }

  // ---- Tabs ----

  var chosen = null;
  function tabs(within) {
    var groups = all("[data-tabs]", within).filter(function (g) { return !g.classList.contains("on"); });
    if (!groups.length) return;
    if (!chosen) chosen = (query("tabs") || stored("tabs") || "").split(",").filter(Boolean);

    groups.forEach(function (group) {
      var list = element("div", { role: "tablist", "class": "tablist", "aria-label": word("tabs") });
      panels(group).forEach(function (panel) {
        var label = one(":scope > .tab-label", panel);
        var tab = element("button", { type: "button", role: "tab", id: panel.id + "-tab", "aria-controls": panel.id });
        tab.innerHTML = label ? label.innerHTML : panel.dataset.tab;
        tab.addEventListener("click", function () { choose(panel, true); });
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", tab.id);
        panel.addEventListener("beforematch", function () { choose(panel, false); });
        list.append(tab);
      });
      list.addEventListener("keydown", function (event) {
        var shown = all("[role=tab]", list).filter(function (t) { return !t.hidden; });
        var at = shown.indexOf(document.activeElement), forward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
        var to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: shown.length - 1 }[event.key];
        if (to === undefined || at < 0) return;
        event.preventDefault();
        var next = shown[(to + shown.length) % shown.length];
        next.focus();
        next.click();
      });
      group.prepend(list);
      group.classList.add("on");
    });
    arrange();
    unfold();
  }
  function panels(group) { return all(":scope > .tab", group); }
  function names(panel) { return (panel.dataset.tab || "").split("+"); }
  function choose(panel, byReader) {
    var button = document.getElementById(panel.id + "-tab"), before = button.getBoundingClientRect().top;
    var group = panels(panel.parentElement), rivals = [];
    group.forEach(function (p) { rivals = rivals.concat(names(p)); });
    chosen = names(panel).concat(chosen.filter(function (c) { return rivals.indexOf(c) < 0; })).slice(0, 20);
    arrange();
    if (byReader) {
      stored("tabs", chosen.join(","));
      setQuery("tabs", chosen.slice(0, 6).join(","));
      scrollBy({ top: button.getBoundingClientRect().top - before, behavior: "instant" });
    }
  }
  // Shows one panel a group. A tab with a condition is there only while its condition is chosen elsewhere.
  function arrange() {
    var selected = {};
    all("[data-tabs].on").forEach(function (group) {
      var possible = panels(group).filter(function (p) {
        return !p.dataset.condition || selected[p.dataset.condition] || chosen.indexOf(p.dataset.condition) >= 0;
      });
      if (!possible.length) possible = panels(group);
      var best = possible.find(function (p) { return p.hasAttribute("data-active"); }) || possible[0], rank = Infinity;
      possible.forEach(function (p) {
        names(p).forEach(function (n) {
          var r = chosen.indexOf(n);
          if (r >= 0 && r < rank) { rank = r; best = p; }
        });
      });
      names(best).forEach(function (n) { selected[n] = true; });
      panels(group).forEach(function (p) {
        var tab = document.getElementById(p.id + "-tab"), on = p === best;
        if (on) p.removeAttribute("hidden"); else p.setAttribute("hidden", "until-found");
        tab.hidden = possible.indexOf(p) < 0;
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
      });
    });
  }
  // A fragment inside a tab that is not shown opens that tab.
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var panel = target && target.closest("[data-tabs].on > .tab[hidden]");
    for (; panel; panel = panel.parentElement.closest("[data-tabs].on > .tab[hidden]")) choose(panel, false);
    var fold = target && target.closest("details:not([open])");
    if (fold) fold.open = true;
    if (target && target.offsetParent) target.scrollIntoView();
  }

  // ---- Zone pivots ----

  function pivots() {
    var groups = all("[data-pivot-group]"), zones = all(".zone[data-pivot]");
    if (!groups.length || !zones.length) return;
    var asked = (query("pivots") || "").split(",");
    var now = groups.map(function (group) {
      var links = all("[data-pivot-choice]", group), ids = links.map(function (a) { return a.dataset.pivotChoice; });
      var kept = stored("pivot-" + group.dataset.pivotGroup);
      var first = ids.find(function (id) { return asked.indexOf(id) >= 0; }) || (ids.indexOf(kept) >= 0 ? kept : ids[0]);
      links.forEach(function (link) {
        link.addEventListener("click", function (event) {
          event.preventDefault();
          now[groups.indexOf(group)] = link.dataset.pivotChoice;
          stored("pivot-" + group.dataset.pivotGroup, link.dataset.pivotChoice);
          setQuery("pivots", now.join(","));
          show();
          say(link.textContent);
        });
      });
      return first;
    });
    function show() {
      all("[data-pivot-choice]").forEach(function (a) {
        if (now.indexOf(a.dataset.pivotChoice) >= 0) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
      });
      zones.forEach(function (zone) {
        zone.hidden = !zone.dataset.pivot.split(/[\s,]+/).some(function (id) { return now.indexOf(id) >= 0; });
      });
      all("[data-outline] a, .outline-bar a").forEach(function (a) {
        var target = document.getElementById(decodeURIComponent(a.hash.slice(1)));
        a.parentElement.hidden = !!(target && target.closest(".zone[hidden]"));
      });
    }
    show();
  }

  // ---- Code: copy buttons ----

  var PROMPT = /^(?:\$ |PS(?: [^>\n]*)?> ?|[A-Z]:\\[^>\n]*> ?)/;
  function withoutPrompts(text) {
    var lines = text.replace(/\n$/, "").split("\n");
    if (!PROMPT.test(lines[0])) return lines.join("\n");
    return lines.filter(function (l) { return PROMPT.test(l); }).map(function (l) { return l.replace(PROMPT, ""); }).join("\n");
  }
  function copy(text) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    var area = element("textarea", { "class": "vh" });
    area.value = text;
    document.body.append(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject();
  }
  function copyButtons(within) {
    all(".code", within).forEach(function (box) {
      var code = one("pre", box);
      if (!code || one(".copy", box)) return;
      var text = element("span", {}, [word("copy")]), sign = icon("copy");
      var button = element("button", { type: "button", "class": "copy" }, [sign, text]);
      button.addEventListener("click", function () {
        copy(withoutPrompts(code.textContent)).then(function () {
          sign.className = "i i-done";
          text.textContent = word("copied");
          say(word("copied"));
        }, function () { say(word("failed")); });
        setTimeout(function () { sign.className = "i i-copy"; text.textContent = word("copy"); }, 2000);
      });
      (one(".code-head", box) || box).append(button);
      if (!one(".code-head", box)) box.prepend(button);
    });
  }

  // ---- Regions that scroll are focusable, others are not ----

  function regions(within) {
    all("pre, .table-scroll, div.math, table", within).forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }

  // ---- Pictures in full size ----

  var dialog = null;
  function picture(href, alt) {
    if (!dialog) {
      var close = element("button", { type: "button" }, [icon("close"), word("close")]);
      dialog = element("dialog", { "class": "picture", "aria-label": word("picture") }, [close, element("img", { alt: "" })]);
      dialog.addEventListener("click", function () { dialog.close(); });
      document.body.append(dialog);
    }
    var img = one("img", dialog);
    img.src = href;
    img.alt = alt;
    dialog.showModal();
  }
  function pictures(within) {
    all("img", within).forEach(function (img) {
      if (img.closest("a, .card, dialog")) return;
      function offer() {
        if (img.closest("a") || img.naturalWidth < img.clientWidth * 1.3 || img.clientWidth < 100) return;
        var link = element("a", { "class": "lightbox", href: img.currentSrc || img.src });
        img.replaceWith(link);
        link.append(img);
        label(link);
      }
      if (img.complete) offer(); else img.addEventListener("load", offer, { once: true });
    });
    all("a.lightbox", within).forEach(label);
  }
  function label(link) {
    var img = one("img", link);
    if (img) link.setAttribute("aria-label", word("enlarge", { title: img.alt }).trim());
  }
  function lightbox(event) {
    var link = event.target.closest("a.lightbox");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    picture(link.href, one("img", link) ? one("img", link).alt : "");
  }

  // ---- Search: loaded on first use ----

  var searching = null;
  function search() {
    if (!searchScript) return;
    searching = searching || new Promise(function (resolve, reject) {
      document.head.append(Object.assign(element("script", { src: searchScript }), { onload: resolve, onerror: reject }));
    });
    searching.then(function () { window.docwrightSearchOpen(root); }, function () { searching = null; say(word("failed")); });
  }
  function searchKeys(event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    var combined = (event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey) && !event.altKey;
    var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (searchScript && (combined || slash)) { event.preventDefault(); search(); }
  }

  // ---- All together ----

  function enhance() {
    var article = one("article") || document, title = one("h1", article);
    if (title && title.firstChild && title.firstChild.nodeType === 3) title.firstChild.replaceWith(breakable(title.firstChild.data));
    tabs(article);
    pivots();
    copyButtons(article);
    regions(article);
    pictures(article);
    spy();
  }
  document.body.append(status);
  scheme();
  menu();
  areas();
  contents();
  enhance();
  document.addEventListener("docwright:content", enhance);
  document.addEventListener("click", lightbox);
  document.addEventListener("click", function (event) { if (event.target.closest("[data-search-open]")) search(); });
  document.addEventListener("keydown", searchKeys);
  addEventListener("hashchange", unfold);
  addEventListener("resize", function () { regions(); });
  addEventListener("load", function () { regions(); });
})();
