/* Runs before the first paint: the reader's colour scheme, and a mark that scripts work. */
(function (root) {
  var scheme = root.dataset.scheme;
  try { scheme = localStorage.getItem("docwright-scheme") || scheme; } catch (e) { /* storage is off */ }
  if (scheme === "light" || scheme === "dark") root.dataset.theme = scheme;
  root.dataset.js = "";
})(document.documentElement);
