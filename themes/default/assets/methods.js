// Comparison tables and the index of methods: everything here adds to pages that are complete without it.
(function () {
  'use strict';
  var doc = document;

  // --- State in the address: one parameter a table, one a filter. Browsers may refuse on file: pages.
  function read(name) {
    return new URLSearchParams(location.search).get(name);
  }
  function write(pairs) {
    var params = new URLSearchParams(location.search);
    Object.keys(pairs).forEach(function (name) {
      if (pairs[name]) params.set(name, pairs[name]); else params.delete(name);
    });
    var query = params.toString();
    try {
      history.replaceState(null, '', location.pathname + (query ? '?' + query : '') + location.hash);
    } catch (refused) { /* the page works without it */ }
  }
  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }
  function say(status, template, shown, total) {
    var text = shown === total ? '' : status.getAttribute(template);
    status.textContent = text.replace('{shown}', shown).replace('{all}', total);
  }

  function make(tag, className, text) {
    var element = doc.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }
  function headTitle(cell) {
    var link = cell.querySelector('a:not(.cmp-at)');
    return (link ? link.textContent : cell.firstChild.textContent).trim();
  }

  // On a phone two entries stand side by side.
  var narrow = matchMedia('(max-width: 640px)');
  var printing = matchMedia('print');
  // This many columns fit on a sheet of paper.
  var SHEET = 4;

  // --- Comparison tables.
  function Comparison(section) {
    this.section = section;
    this.name = section.id;
    this.table = section.querySelector('table');
    this.transposed = section.getAttribute('data-transposed') === 'true';
    this.traits = section.getAttribute('data-view') === 'traits';
    this.only = section.querySelector('[data-cmp-only]');
    this.mark = section.querySelector('[data-cmp-mark]');
    this.compact = section.querySelector('[data-cmp-compact]');
    this.flip = section.querySelector('[data-cmp-transpose]');
    this.boxes = all(section, '[data-cmp-entry]');
    this.pair = all(section, 'select[data-cmp-pair]');
    this.every = section.querySelector('[data-cmp-every]');
    this.closed = {};
    this.status = section.querySelector('[role=status]');
    this.flipped = false;
    var self = this;
    this.pair.forEach(function (select, n) {
      self.boxes.forEach(function (box) {
        var option = make('option', '', box.parentNode.textContent.trim());
        option.value = box.value;
        select.append(option);
      });
      select.selectedIndex = Math.min(n, self.boxes.length - 1);
    });
    this.foldable();
    this.roles();
    this.cellLinks();
    section.querySelector('.cmp-tools').addEventListener('change', function () { self.update(true); });
    this.every.addEventListener('click', function () {
      self.setEvery(self.every.getAttribute('aria-pressed') !== 'true');
      self.update(true);
    });
    narrow.addEventListener('change', function () { self.update(false); });
    printing.addEventListener('change', function () { self.sheets(printing.matches); });
    this.compact.addEventListener('click', function () {
      self.setCompact(self.compact.getAttribute('aria-pressed') !== 'true');
      self.update(true);
    });
    if (this.flip) this.flip.addEventListener('click', function () { self.transpose(); self.update(true); });
    this.restore();
  }

  Comparison.prototype.setEvery = function (on) {
    this.every.setAttribute('aria-pressed', String(on));
  };

  // Whether two entries are shown side by side instead of those that the boxes say.
  Comparison.prototype.paired = function () {
    return narrow.matches && this.boxes.length > 2 && this.every.getAttribute('aria-pressed') !== 'true';
  };

  // The keys of the entries that are to be seen.
  Comparison.prototype.chosen = function () {
    if (this.paired()) return this.pair.map(function (select) { return select.value; });
    return this.boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
  };

  // The table of two entries has one a column, and neither select offers what the other has.
  Comparison.prototype.arrangePair = function () {
    var on = this.paired();
    var pair = this.pair;
    this.section.toggleAttribute('data-pair', on);
    if (on && this.transposed) {
      this.transpose();
      this.turned = true;
    } else if (!on && this.turned) {
      this.transpose();
      this.turned = false;
    }
    pair.forEach(function (select, n) {
      all(select, 'option').forEach(function (option) { option.disabled = option.value === pair[1 - n].value; });
    });
  };

  // The line above a group opens and closes it.
  Comparison.prototype.foldable = function () {
    var self = this;
    all(this.table, '.cmp-group > th').forEach(function (cell, n) {
      var button = make('button', '', cell.textContent);
      button.type = 'button';
      button.setAttribute('aria-expanded', 'true');
      button.prepend(make('span', 'i i-chevron'));
      cell.replaceChildren(button);
      cell.parentNode.setAttribute('data-group', n);
      button.addEventListener('click', function () {
        self.closed[n] = !self.closed[n];
        button.setAttribute('aria-expanded', String(!self.closed[n]));
        self.update(false);
      });
    });
  };

  // Some browsers take tables that are laid out as blocks for no tables; what each part is, is said again.
  Comparison.prototype.roles = function () {
    var table = this.table;
    var say_role = function (selector, role) {
      all(table, selector).forEach(function (part) { part.setAttribute('role', role); });
    };
    table.setAttribute('role', 'table');
    say_role(':scope > thead, :scope > tbody', 'rowgroup');
    say_role(':scope > * > tr', 'row');
    say_role(':scope > * > tr > td', 'cell');
    say_role(':scope > thead > tr > th', 'columnheader');
    say_role(':scope > tbody > tr > th', 'rowheader');
  };

  // The cell under the pointer or with the focus has a link to itself.
  Comparison.prototype.cellLinks = function () {
    var link = make('a', 'cmp-at cmp-here', '#');
    var words = this.section.getAttribute('data-link');
    var table = this.table;
    function show(event) {
      var cell = event.target.closest('td[id]');
      if (!cell || !table.contains(cell) || link.parentNode === cell) return;
      link.href = '#' + cell.id;
      link.setAttribute('aria-label', words + ' ' + cell.getAttribute('data-label') + ', ' + headTitle(cell.parentNode.cells[0]));
      cell.append(link);
    }
    table.addEventListener('pointerover', show);
    table.addEventListener('focusin', show);
  };

  // A table too wide for paper is printed in several, each with its first column.
  Comparison.prototype.sheets = function (on) {
    var before = this.section.querySelector('.cmp-print');
    if (before) before.remove();
    this.section.removeAttribute('data-printing');
    var seen = this.grid().columns.map(function (cell, n) { return cell.hidden ? -1 : n + 1; }).filter(function (n) { return n > 0; });
    if (!on || seen.length <= SHEET) return;
    var box = make('div', 'cmp-print');
    for (var from = 0; from < seen.length; from += SHEET) box.append(this.sheet(seen.slice(from, from + SHEET)));
    this.section.setAttribute('data-printing', '');
    this.section.querySelector('.cmp-scroll').after(box);
  };

  Comparison.prototype.sheet = function (columns) {
    var copy = this.table.cloneNode(true);
    copy.removeAttribute('id');
    all(copy, '[id]').forEach(function (part) { part.removeAttribute('id'); });
    all(copy, ':scope > * > tr').forEach(function (row) {
      Array.prototype.slice.call(row.cells, 1).forEach(function (cell, n) {
        if (columns.indexOf(n + 1) < 0) cell.remove();
      });
    });
    return copy;
  };

  Comparison.prototype.setCompact = function (on) {
    this.compact.setAttribute('aria-pressed', String(on));
    this.section.toggleAttribute('data-compact', on);
  };

  // The rows of the body, groups included. Values may hold tables of their own, whose rows are none of these.
  Comparison.prototype.lines = function () {
    return Array.prototype.slice.call(this.table.tBodies[0].rows);
  };

  // Header cells and cells in their present order.
  Comparison.prototype.grid = function () {
    var rows = this.lines().filter(function (row) { return !row.classList.contains('cmp-group'); });
    var heads = Array.prototype.slice.call(this.table.tHead.rows[0].cells);
    return {
      corner: heads[0],
      columns: heads.slice(1),
      rows: rows,
      heads: rows.map(function (row) { return row.cells[0]; }),
      cells: rows.map(function (row) { return Array.prototype.slice.call(row.cells, 1); })
    };
  };

  Comparison.prototype.transpose = function () {
    var grid = this.grid();
    var head = this.table.tHead.rows[0];
    var body = this.table.tBodies[0];
    head.textContent = '';
    body.textContent = '';
    head.appendChild(grid.corner);
    grid.heads.forEach(function (cell) {
      cell.setAttribute('scope', 'col');
      cell.setAttribute('role', 'columnheader');
      head.appendChild(cell);
    });
    grid.columns.forEach(function (cell, c) {
      var row = doc.createElement('tr');
      row.setAttribute('role', 'row');
      cell.setAttribute('scope', 'row');
      cell.setAttribute('role', 'rowheader');
      row.appendChild(cell);
      grid.cells.forEach(function (cells, r) {
        cells[c].setAttribute('data-label', headTitle(grid.heads[r]));
        row.appendChild(cells[c]);
      });
      body.appendChild(row);
    });
    this.transposed = !this.transposed;
    this.flipped = !this.flipped;
  };

  // Cells of one attribute, whichever way the table stands.
  Comparison.prototype.attributes = function (grid) {
    if (!this.transposed) {
      return grid.rows.map(function (row, r) { return { parts: [row], cells: grid.cells[r] }; });
    }
    return grid.columns.map(function (column, c) {
      var cells = grid.cells.map(function (row) { return row[c]; });
      return { parts: [column].concat(cells), cells: cells };
    });
  };

  Comparison.prototype.update = function (write_state) {
    this.arrangePair();
    var grid = this.grid();
    var keys = this.chosen();
    var chosen = this.boxes.map(function (box) { return keys.indexOf(box.value) >= 0; });
    var second = this.paired() ? keys[1] : null;
    var closed = this.closed;
    var entries = this.transposed ? grid.rows.map(function (row) { return [row]; }) : grid.columns.map(function (cell, c) {
      return [cell].concat(grid.cells.map(function (row) { return row[c]; }));
    });
    var only = this.only.checked;
    var mark = this.mark.checked;
    var attributes = this.attributes(grid);
    var shown = 0;
    attributes.forEach(function (attribute) {
      var counts = {};
      var number = 0;
      attribute.cells.forEach(function (cell, e) {
        if (!chosen[e]) return;
        number += 1;
        var value = cell.getAttribute('data-v');
        counts[value] = (counts[value] || 0) + 1;
      });
      var values = Object.keys(counts);
      var most = values.reduce(function (best, value) { return counts[value] > (counts[best] || 0) ? value : best; }, '');
      var hide = only && values.length < 2;
      if (!hide) shown += 1;
      attribute.parts.forEach(function (part) { part.hidden = hide; });
      attribute.cells.forEach(function (cell) {
        // Of two that differ neither is the odd one.
        var less = number === 2 ? values.length === 2 : counts[most] * 2 > number && cell.getAttribute('data-v') !== most;
        cell.classList.toggle('cmp-minority', mark && less);
      });
    });
    entries.forEach(function (parts, e) {
      var is_second = second !== null && parts[0].getAttribute('data-key') === second;
      parts.forEach(function (part) {
        part.hidden = !chosen[e];
        part.classList.toggle('cmp-first', second !== null && !is_second);
        part.classList.toggle('cmp-second', is_second);
      });
    });
    this.groups(closed);
    var count = this.section.querySelector('[data-cmp-shown]');
    count.textContent = chosen.filter(Boolean).length;
    say(this.status, 'data-some', shown, attributes.length);
    if (write_state) this.save();
  };

  // The line above a group goes when all of the group is hidden; of a closed group it alone stays.
  Comparison.prototype.groups = function (closed) {
    var group = null;
    this.lines().forEach(function (row) {
      if (row.classList.contains('cmp-group')) {
        group = row;
        group.hidden = true;
      } else if (group && !row.hidden) {
        group.hidden = false;
        row.hidden = !!closed[group.getAttribute('data-group')];
      }
    });
  };

  Comparison.prototype.save = function () {
    var parts = [];
    if (this.only.checked) parts.push('diff');
    if (this.mark.checked) parts.push('mark');
    if (this.flipped) parts.push('swap');
    if (this.compact.getAttribute('aria-pressed') === 'true') parts.push('compact');
    var boxes = this.boxes.filter(function (box) { return box.checked; });
    if (boxes.length < this.boxes.length) parts.push('show:' + boxes.map(function (box) { return box.value; }).join('~'));
    if (this.paired()) parts.push('pair:' + this.chosen().join('~'));
    else if (narrow.matches && this.every.getAttribute('aria-pressed') === 'true') parts.push('every');
    var pairs = {};
    pairs[this.name] = parts.join(';');
    write(pairs);
  };

  Comparison.prototype.restore = function () {
    var parts = (read(this.name) || '').split(';');
    var self = this;
    if (parts.indexOf('diff') >= 0) this.only.checked = true;
    if (parts.indexOf('mark') >= 0) this.mark.checked = true;
    if (parts.indexOf('compact') >= 0) this.setCompact(true);
    if (parts.indexOf('swap') >= 0 && this.flip) this.transpose();
    if (parts.indexOf('every') >= 0) this.setEvery(true);
    parts.forEach(function (part) {
      var keys = part.slice(5).split('~');
      if (part.indexOf('pair:') === 0) {
        self.pair.forEach(function (select, n) { if (keys[n]) select.value = keys[n]; });
      }
      if (part.indexOf('show:') !== 0) return;
      self.boxes.forEach(function (box) { box.checked = keys.indexOf(box.value) >= 0; });
    });
    this.update(false);
  };

  // --- The index page.
  function Filters(form) {
    this.form = form;
    this.cards = all(doc, '[data-mi-card]').map(function (card) {
      return { node: card, text: card.textContent.toLowerCase(), terms: card.getAttribute('data-terms').trim().split(' ') };
    });
    this.sets = all(doc, '[data-mi-set]');
    this.status = form.querySelector('[role=status]');
    this.groups = {};
    var self = this;
    all(form, 'input[type=checkbox]').forEach(function (box) {
      (self.groups[box.name] = self.groups[box.name] || []).push(box);
    });
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    form.addEventListener('input', function () { self.update(true); });
    form.addEventListener('reset', function () { setTimeout(function () { self.update(true); }, 0); });
    this.restore();
  }

  Filters.prototype.checked = function (name) {
    return this.groups[name].filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
  };

  // Whether a card fits the text and every group of terms but one.
  Filters.prototype.fits = function (card, words, but) {
    var self = this;
    if (!words.every(function (word) { return card.text.indexOf(word) >= 0; })) return false;
    return Object.keys(this.groups).every(function (name) {
      var wanted = name === but ? [] : self.checked(name);
      return !wanted.length || wanted.some(function (term) { return card.terms.indexOf(name + '=' + term) >= 0; });
    });
  };

  Filters.prototype.update = function (write_state) {
    var self = this;
    var words = this.form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    this.cards.forEach(function (card) {
      card.node.hidden = !self.fits(card, words, null);
      if (!card.node.hidden) shown += 1;
    });
    this.sets.forEach(function (set) {
      set.hidden = !set.querySelector('[data-mi-card]:not([hidden])');
    });
    Object.keys(this.groups).forEach(function (name) {
      var left = self.cards.filter(function (card) { return self.fits(card, words, name); });
      self.groups[name].forEach(function (box) {
        var term = name + '=' + box.value;
        var count = left.filter(function (card) { return card.terms.indexOf(term) >= 0; }).length;
        box.parentNode.querySelector('[data-mi-count]').textContent = count;
      });
    });
    say(this.status, 'data-some', shown, this.cards.length);
    if (write_state) {
      var pairs = { q: this.form.elements.q.value };
      Object.keys(this.groups).forEach(function (name) { pairs['f.' + name] = self.checked(name).join('~'); });
      write(pairs);
    }
  };

  Filters.prototype.restore = function () {
    var self = this;
    this.form.elements.q.value = read('q') || '';
    Object.keys(this.groups).forEach(function (name) {
      var wanted = (read('f.' + name) || '').split('~');
      self.groups[name].forEach(function (box) { box.checked = wanted.indexOf(box.value) >= 0; });
    });
    this.update(false);
  };

  all(doc, '[data-cmp]').forEach(function (section) { new Comparison(section); });
  all(doc, '[data-mi-filters]').forEach(function (form) { new Filters(form); });

  // What the fragment names may only now have been put in its place.
  if (location.hash.length > 1) {
    var target = doc.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest('.cmp')) target.scrollIntoView({ block: 'center', inline: 'center' });
  }
})();
