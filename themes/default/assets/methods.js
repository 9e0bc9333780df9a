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
    this.status = section.querySelector('[role=status]');
    this.flipped = false;
    var self = this;
    section.querySelector('.cmp-tools').addEventListener('change', function () { self.update(true); });
    this.compact.addEventListener('click', function () {
      self.setCompact(self.compact.getAttribute('aria-pressed') !== 'true');
      self.update(true);
    });
    if (this.flip) this.flip.addEventListener('click', function () { self.transpose(); self.update(true); });
    this.restore();
  }

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
    var title = function (cell) {
      var link = cell.querySelector('a:not(.cmp-at)');
      return (link ? link.textContent : cell.firstChild.textContent).trim();
    };
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
        cells[c].setAttribute('data-label', title(grid.heads[r]));
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
    var grid = this.grid();
    var chosen = this.boxes.map(function (box) { return box.checked; });
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
        var less = counts[most] * 2 > number && cell.getAttribute('data-v') !== most;
        cell.classList.toggle('cmp-minority', mark && less);
      });
    });
    entries.forEach(function (parts, e) {
      parts.forEach(function (part) { part.hidden = !chosen[e]; });
    });
    this.groups();
    var count = this.section.querySelector('[data-cmp-shown]');
    count.textContent = chosen.filter(Boolean).length;
    say(this.status, 'data-some', shown, attributes.length);
    if (write_state) this.save(chosen);
  };

  // The line above a group goes when all of the group is hidden.
  Comparison.prototype.groups = function () {
    var group = null;
    this.lines().forEach(function (row) {
      if (row.classList.contains('cmp-group')) {
        group = row;
        group.hidden = true;
      } else if (group && !row.hidden) {
        group.hidden = false;
      }
    });
  };

  Comparison.prototype.save = function (chosen) {
    var parts = [];
    if (this.only.checked) parts.push('diff');
    if (this.mark.checked) parts.push('mark');
    if (this.flipped) parts.push('swap');
    if (this.compact.getAttribute('aria-pressed') === 'true') parts.push('compact');
    if (chosen.indexOf(false) >= 0) {
      var keys = this.boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
      parts.push('show:' + keys.join('~'));
    }
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
    parts.forEach(function (part) {
      if (part.indexOf('show:') !== 0) return;
      var keys = part.slice(5).split('~');
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
