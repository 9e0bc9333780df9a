/*
 * Site search: a dialog over the index in _docwright/search. Loaded on first use; defines docwrightSearchOpen(root).
 * Data comes as classic scripts that call docwrightSearch(name, data), so that it works from the disk and under
 * `script-src 'self'`. The rules for words and scores are those of src/search: what changes there changes here.
 * Text from the index reaches the page as text only, never as markup.
 */
(function () {
  "use strict";
  var LONGEST = 200, WORDS = 8, FILES = 4, SECTIONS = 2, SHARE = 0.4, COMMON = 0.35, EXCERPT = 170;
  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var DENSE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/u;
  var strings = window.docwrightStrings || {};
  var root = "", index = null, files = null, shelves = [], sorted = [], started = {}, arrived = {}, entries = {}, sets = {};

  function word(key, values) {
    return (strings[key] || key).replace(/\{(\w+)\}/g, function (_, name) { return values && name in values ? values[name] : ""; });
  }
  function element(tag, attributes, children) {
    var e = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { e.setAttribute(name, attributes[name]); });
    (children || []).forEach(function (child) { e.append(child); });
    return e;
  }

  // ---- Data ----

  window.docwrightSearch = function (name, data) { if (arrived[name]) arrived[name](data); };

  function load(name) {
    if (!started[name]) started[name] = new Promise(function (resolve, reject) {
      arrived[name] = resolve;
      var script = element("script", { src: root + "_docwright/search/" + name + ".js" + (index ? "?v=" + index.id : "") });
      script.onload = function () { script.remove(); };
      script.onerror = function () { script.remove(); delete started[name]; reject(new Error(name)); };
      document.head.append(script);
    });
    return started[name];
  }
  function open() {
    return load("index").then(function (data) {
      if (index) return;
      index = data;
      files = new Map();
      data.files.split(",").forEach(function (beginnings, file) {
        beginnings.split(" ").forEach(function (b) { files.set(b, file); });
      });
      sorted = Array.from(files.keys()).sort();
      // The number of the first document of each text file.
      var next = 0;
      decode(data.texts, function (count, at) { shelves.push(next); next += count; return at; });
    });
  }
  function terms(file) {
    return load("t/" + file).then(function (text) {
      entries[file] = entries[file] || text.split(";").filter(Boolean).map(function (entry) {
        var parts = entry.split(":");
        return { forms: parts[0].split(" "), documents: Number(parts[1]), coded: parts[2], postings: null };
      });
      return entries[file];
    });
  }
  // Numbers have digits of five bits, the lowest first; the sixth bit says that more follow.
  function decode(text, each) {
    for (var at = 0; at < text.length;) {
      var n = 0, shift = 0, digit;
      do { digit = DIGITS.indexOf(text[at++]); n += (digit & 31) * Math.pow(2, shift); shift += 5; } while (digit >= 32 && at < text.length);
      at = each(n, at);
    }
  }
  function postings(term) {
    if (!term.postings) {
      var list = [], next = 0;
      decode(term.coded, function (step, at) {
        list.push(next + step, DIGITS.indexOf(term.coded[at]));
        next += step + 1;
        return at + 1;
      });
      term.postings = list;
      term.documents = term.documents || list.length / 2;
    }
    return term.postings;
  }
  function members(facet, value) {
    var key = facet + "\n" + value;
    if (!sets[key]) {
      var set = sets[key] = new Uint8Array(index.documents), at = 0, inside = false;
      var found = index.facets.filter(function (f) { return f[0] === facet; })[0][1].filter(function (v) { return v[0] === value; })[0];
      decode(found ? found[1] : "", function (n, to) {
        if (inside) set.fill(1, at, at + n);
        at += n;
        inside = !inside;
        return to;
      });
    }
    return sets[key];
  }

  // ---- Words ----

  function words(text) {
    var out = [], runs = /[\p{L}\p{M}\p{N}.]+/gu, run;
    while ((run = runs.exec(text))) {
      var pieces = /(?:\d\.(?=\d)|[^.])+/g, piece;
      while ((piece = pieces.exec(run[0]))) one(piece[0], run.index + piece.index);
    }
    function one(piece, start) {
      if (piece.length === 1 && /[A-Za-z]/.test(piece)) {
        var tail = /^(?:#|\+\+)(?![\p{L}\p{M}\p{N}])/u.exec(text.slice(start + 1, start + 4));
        if (tail) piece += tail[0];
      }
      if (!DENSE.test(piece)) { push(piece, start); return; }
      var chars = Array.from(piece), held = "", at = start, heldAt = start;
      chars.forEach(function (c, i) {
        if (!DENSE.test(c)) { if (!held) heldAt = at; held += c; at += c.length; return; }
        if (held) push(held, heldAt);
        held = "";
        var next = chars[i + 1], last = !next || !DENSE.test(next), first = i === 0 || !DENSE.test(chars[i - 1]);
        if (!last) push(c + next, at); else if (first) push(c, at);
        at += c.length;
      });
      if (held) push(held, heldAt);
    }
    function push(w, start) { out.push({ text: plain(w), start: start, end: start + w.length }); }
    return out;
  }
  // Without accents, as the index has it.
  function plain(w) { return w.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC"); }
  function parts(w) {
    return /[a-z].*[A-Z]|[A-Z].*[A-Z].*[a-z]|[A-Z]{2,}[a-z]/.test(w) ? w.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).map(function (p) { return p.toLowerCase(); }) : [];
  }
  function oneEdit(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    var same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    a = a.slice(same);
    b = b.slice(same);
    return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) ||
      (a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  }
  function oneRoot(a, b) {
    var same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    return same >= 4 && a.length <= same + 3 && b.length <= same + 3;
  }

  // ---- Queries ----

  function fileOf(w) {
    if (files.has(w + "!")) return files.get(w + "!");
    for (var end = w.length; end > 0; end--) if (files.has(w.slice(0, end))) return files.get(w.slice(0, end));
    return null;
  }
  function matches(w, unfinished) {
    var own = fileOf(w), wanted = own === null ? [] : [own];
    if (unfinished && w.length > 1) sorted.forEach(function (b) {
      if (b.indexOf(w) === 0 && wanted.indexOf(files.get(b)) < 0 && wanted.length < FILES) wanted.push(files.get(b));
    });
    return Promise.all(wanted.map(terms)).then(function (lists) {
      var all = [].concat.apply([], lists);
      function choose(closeness) {
        return all.map(function (term) {
          return { quality: Math.max.apply(null, term.forms.map(closeness)), term: term };
        }).filter(function (m) { return m.quality > 0; });
      }
      function begins(form) { return form === w ? 1 : form.indexOf(w) === 0 ? 0.75 / (1 + 0.1 * (form.length - w.length)) : 0; }
      var found = choose(unfinished ? begins : function (form) { return form === w ? 1 : 0; });
      if (!found.length) found = choose(begins);
      if (!found.length && w.length >= 4) found = choose(function (form) { return oneEdit(w, form) ? 0.6 : oneRoot(w, form) ? 0.5 : 0; });
      return found;
    });
  }
  function meanings(w, unfinished) {
    var all = [matches(w, unfinished)];
    index.synonyms.forEach(function (same) {
      if (same.indexOf(w) >= 0) same.forEach(function (other) { if (other !== w) all.push(matches(other, false)); });
    });
    return Promise.all(all).then(function (lists) { return [].concat.apply([], lists); });
  }
  function rank(found) {
    var scores = new Map(), total = 0;
    found.forEach(function (list) {
      var best = new Map(), rarest = 0;
      list.forEach(function (m) {
        var all = postings(m.term), n = m.term.documents;
        var rarity = Math.max(Math.log(1 + Math.max(index.documents - n + 0.5, 0) / (n + 0.5)), COMMON);
        rarest = Math.max(rarest, rarity * m.quality);
        for (var i = 0; i < all.length; i += 2) {
          var score = m.quality * rarity * all[i + 1] / 63;
          if (!(best.get(all[i]) >= score)) best.set(all[i], score);
        }
      });
      total += rarest;
      best.forEach(function (score, document) {
        var entry = scores.get(document) || [0, 0];
        scores.set(document, [entry[0] + score, entry[1] + rarest]);
      });
    });
    return Array.from(scores, function (s) {
      var share = s[1][1] / Math.max(total, 0.01);
      return [s[0], share < SHARE ? 0 : s[1][0] * share * share];
    }).filter(function (r) { return r[1] > 0; }).sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
  }
  function ask(text) {
    text = text.slice(0, LONGEST);
    var asked = [];
    words(text).forEach(function (w) { if (asked.length < WORDS && asked.indexOf(w.text) < 0) asked.push(w.text); });
    var unfinished = /[\p{L}\p{N}]$/u.test(text);
    return Promise.all(asked.map(function (w, i) { return meanings(w, unfinished && i === asked.length - 1); })).then(function (found) {
      return { asked: asked, ranked: rank(found), forms: found.map(function (list) {
        var forms = new Set();
        list.forEach(function (m) { m.term.forms.forEach(function (f) { forms.add(f); }); });
        return forms;
      }) };
    });
  }
  // Documents with their texts; a title that is the query comes first.
  function texts(answer, ranked) {
    return Promise.all(ranked.map(function (r) {
      var shelf = shelves.length - 1;
      while (shelves[shelf] > r[0]) shelf--;
      return load("p/" + shelf).then(function (file) {
        var doc = file[r[0] - shelves[shelf]], score = r[1];
        if (words(doc[1]).map(function (w) { return w.text; }).join(" ") === answer.asked.join(" ")) score *= 1.6;
        return { doc: doc, score: score };
      });
    })).then(function (list) { return list.sort(function (a, b) { return b.score - a.score; }); });
  }
  // Which words of the query a text has: a list of positions for each word of the text that answers.
  function hits(text, forms) {
    var out = [];
    words(text).forEach(function (w) {
      var own = [w.text].concat(parts(text.slice(w.start, w.end)));
      forms.forEach(function (set, n) {
        if (own.some(function (p) { return set.has(p); })) out.push({ word: n, start: w.start, end: w.end });
      });
    });
    return out;
  }
  function distinct(list) { return new Set(list.map(function (h) { return h.word; })).size; }

  // ---- The dialog ----

  var dialog, input, list, status, filters, more, chosen = -1, turn = 0, limit = 0, timer = 0, last = null;

  function marked(text, found) {
    var out = [], at = 0;
    found.forEach(function (h) {
      if (h.start < at) return;
      out.push(text.slice(at, h.start), element("mark", {}, [text.slice(h.start, h.end)]));
      at = h.end;
    });
    out.push(text.slice(at));
    return out;
  }
  // The stretch of a text with the most words of the query.
  function excerpt(text, forms) {
    var found = hits(text, forms), best = { count: 0, start: 0 };
    found.forEach(function (h, i) {
      var within = found.slice(i).filter(function (o) { return o.end <= h.start + EXCERPT; });
      var count = distinct(within) * 10 + within.length;
      if (count > best.count) best = { count: count, start: h.start };
    });
    var from = best.start < EXCERPT / 3 ? 0 : text.lastIndexOf(" ", best.start - 30) + 1;
    var to = text.length <= from + EXCERPT ? text.length : text.lastIndexOf(" ", from + EXCERPT);
    if (to <= from) to = Math.min(text.length, from + EXCERPT);
    var shifted = found.filter(function (h) { return h.start >= from && h.end <= to; })
      .map(function (h) { return { start: h.start - from, end: h.end - from }; });
    var p = element("span", { "class": "excerpt" }, marked(text.slice(from, to), shifted));
    if (from) p.prepend("… ");
    if (to < text.length) p.append(" …");
    return p;
  }
  function option(href, children, kind) {
    return element("a", { role: "option", id: "search-" + (list.querySelectorAll("[role=option]").length + Math.random()).toString(36).replace(".", ""), href: href, tabindex: "-1", "aria-selected": "false", "class": kind }, children);
  }
  function address(doc) {
    var version = filters.version && filters.version.value || document.documentElement.dataset.version;
    var own = doc[6].filter(function (v) { return v[0] === version; })[0];
    return root + (own ? own[1] : doc[2]);
  }
  function result(doc, forms) {
    var href = address(doc), out = [];
    var sections = doc[7].map(function (s, i) {
      var inHeading = hits(s[1], forms), inText = hits(s[2], forms);
      return { section: s, at: i, score: distinct(inHeading) * 2 + distinct(inText) + Math.min(inText.length, 9) / 10, any: inHeading.length + inText.length };
    }).filter(function (s) { return s.any; }).sort(function (a, b) { return b.score - a.score || a.at - b.at; });
    var lead = sections.filter(function (s) { return !s.section[0]; })[0];
    var text = doc[0] === 1 || !lead ? doc[3] : lead.section[2];
    var place = [doc[0] === 1 ? word("search_method") : "", doc[4], doc[0] === 1 ? "" : doc[5]].filter(Boolean).map(readable).join(" · ");
    out.push(option(href, [
      element("span", { "class": "title" }, marked(doc[1], hits(doc[1], forms))),
      element("span", { "class": "place" }, [place]),
      excerpt(text || doc[3] || (doc[7][0] || ["", "", ""])[2], forms)
    ], "page"));
    sections.filter(function (s) { return s.section[0]; }).slice(0, SECTIONS).forEach(function (s) {
      out.push(option(href.split("#")[0] + "#" + encodeURIComponent(s.section[0]), [
        element("span", { "class": "title" }, marked(s.section[1], hits(s.section[1], forms))),
        excerpt(s.section[2], forms)
      ], "section"));
    });
    return out;
  }
  function readable(text) { return text.charAt(0).toUpperCase() + text.slice(1).replace(/[-_]/g, " "); }
  function group(key, options) {
    var title = element("div", { "class": "group", id: "search-" + key, role: "presentation" }, [word("search_" + key)]);
    return element("div", { role: "group", "aria-labelledby": title.id }, [title].concat(options));
  }

  function allowed(except) {
    var used = Object.keys(filters).filter(function (f) { return f !== except && filters[f].value; })
      .map(function (f) { return members(f, filters[f].value); });
    return function (r) { return used.every(function (set) { return set[r[0]]; }); };
  }
  function counts(answer) {
    Object.keys(filters).forEach(function (facet) {
      var open = answer ? answer.ranked.filter(allowed(facet)) : null;
      Array.from(filters[facet].options).slice(1).forEach(function (o) {
        var set = members(facet, o.value);
        o.textContent = readable(o.value) + (open ? " (" + open.filter(function (r) { return set[r[0]]; }).length + ")" : "");
      });
    });
  }

  function show(answer) {
    var mine = ++turn, ranked = answer.ranked.filter(allowed()), busy = ranked.slice(0, limit);
    return texts(answer, busy).then(function (found) {
      if (mine !== turn) return;
      choose(-1);
      var methods = [], pages = [];
      found.forEach(function (f) { (f.doc[0] === 1 ? methods : pages).push.apply(f.doc[0] === 1 ? methods : pages, result(f.doc, answer.forms)); });
      list.replaceChildren.apply(list, [methods.length ? group("methods", methods) : "", pages.length ? group("pages", pages) : ""].filter(Boolean));
      list.hidden = !found.length;
      more.hidden = ranked.length <= limit;
      input.setAttribute("aria-expanded", String(!!found.length));
      status.textContent = ranked.length ? word(ranked.length === 1 ? "search_one" : "search_count", { count: ranked.length }) : word("search_none", { query: input.value.trim() });
      counts(answer);
      list.scrollTop = limit === index.shown ? 0 : list.scrollTop;
    });
  }
  function clear() {
    turn++;
    last = null;
    list.replaceChildren();
    list.hidden = more.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
    counts(null);
  }
  function update() {
    var text = input.value, mine = ++turn;
    open().then(function () {
      if (mine !== turn) return null;
      limit = index.shown;
      if (!words(text).length) { clear(); return null; }
      return ask(text).then(function (answer) {
        if (mine !== turn) return null;
        last = answer;
        return show(answer);
      });
    }).catch(function () { if (mine === turn) status.textContent = word("failed"); });
  }

  function options() { return Array.from(list.querySelectorAll("[role=option]")); }
  function choose(n) {
    var all = options();
    all.forEach(function (o, i) { o.setAttribute("aria-selected", String(i === n)); });
    chosen = all[n] ? n : -1;
    if (chosen < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", all[n].id);
    all[n].scrollIntoView({ block: "nearest" });
  }
  function keys(event) {
    var count = options().length, to;
    if (event.key === "Enter") {
      var target = options()[Math.max(chosen, 0)];
      if (!target || event.isComposing) return;
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) window.open(target.href, "_blank", "noopener"); else target.click();
      return;
    }
    if (event.key === "ArrowDown") to = chosen + 1 < count ? chosen + 1 : 0;
    else if (event.key === "ArrowUp") to = chosen > 0 ? chosen - 1 : count - 1;
    else if (chosen >= 0 && event.key === "Home") to = 0;
    else if (chosen >= 0 && event.key === "End") to = count - 1;
    if (to === undefined || !count) return;
    event.preventDefault();
    choose(to);
  }

  function facets(box) {
    index.facets.forEach(function (facet) {
      if (facet[1].length < 2) return;
      var select = element("select", {}, [element("option", { value: "" }, [word("search_any")])]);
      facet[1].forEach(function (value) { select.append(element("option", { value: value[0] }, [readable(value[0])])); });
      select.addEventListener("change", function () { limit = index.shown; if (last) show(last); });
      filters[facet[0]] = select;
      box.append(element("label", {}, [word("search_" + facet[0]), select]));
    });
  }
  function build() {
    var style = document.querySelector("script[data-search-style]");
    if (style) document.head.append(element("link", { rel: "stylesheet", href: style.dataset.searchStyle }));
    filters = {};
    input = element("input", { type: "search", role: "combobox", "aria-label": word("search"), placeholder: word("search"), "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "search-results", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "go", maxlength: String(LONGEST) });
    list = element("div", { role: "listbox", id: "search-results", "aria-label": word("search_results"), hidden: "" });
    status = element("p", { role: "status" });
    more = element("button", { type: "button", "class": "more", hidden: "" }, [word("search_more")]);
    var close = element("button", { type: "button", "class": "close", "aria-label": word("close") }, [element("span", { "class": "i i-close", "aria-hidden": "true" })]);
    var box = element("div", { "class": "facets" });
    dialog = element("dialog", { "class": "search", "aria-label": word("search") }, [
      element("div", { "class": "bar" }, [element("span", { "class": "i i-search", "aria-hidden": "true" }), input, close]),
      box, status,
      element("div", { "class": "results" }, [list, more]),
      element("p", { "class": "keys", "aria-hidden": "true" }, [word("search_keys")])
    ]);
    document.body.append(dialog);
    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog) dialog.close();
      // A link to the page that is open moves within it.
      else if (event.target.closest("[role=option]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close();
    });
    more.addEventListener("click", function () { limit += index.shown; if (last) show(last).then(function () { input.focus(); }); });
    input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(update, 60); });
    input.addEventListener("keydown", keys);
    open().then(function () { facets(box); }, function () { status.textContent = word("failed"); });
  }

  window.docwrightSearchOpen = function (path) {
    root = path;
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    input.focus();
    input.select();
  };
})();
