// The option "Autenticar con OAuth" enables its button, and is remembered. Without scripts the server does both.
(function () {
  'use strict';
  function csrf() {
    var field = document.querySelector('input[name="_csrf"]');
    return field ? field.value : '';
  }
  document.querySelectorAll('form[data-oauth]').forEach(function (form) {
    var option = form.querySelector('input[type="checkbox"][name="oauth"]');
    if (!option) return;
    option.addEventListener('change', function () {
      form.querySelectorAll('[data-needs-oauth]').forEach(function (control) {
        control.disabled = !option.checked;
      });
      document.querySelectorAll('[data-shown-without-oauth]').forEach(function (part) {
        part.hidden = option.checked;
      });
      form.querySelectorAll('[data-send]').forEach(function (control) {
        control.disabled = !option.checked && control.dataset.send === 'oauth';
      });
      if (option.dataset.remember) {
        fetch(option.dataset.remember, {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Requested-With': 'fetch' },
          body: new URLSearchParams({ _csrf: csrf(), oauth: option.checked }),
          redirect: 'manual'
        });
      }
    });
  });
  var summary = document.getElementById('resumen');
  if (summary) summary.focus();
  document.querySelectorAll('[data-copy]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    });
  });
  // One box ticks the others of its page.
  document.querySelectorAll('[data-tick-all]').forEach(function (all) {
    var boxes = all.form.querySelectorAll('input[name="id"]');
    all.hidden = false;
    all.addEventListener('change', function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
    });
    all.form.addEventListener('change', function (event) {
      if (event.target === all) return;
      var ticked = Array.prototype.filter.call(boxes, function (box) { return box.checked; }).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    });
  });
  // One box ticks those of its column or line that may be ticked.
  document.querySelectorAll('form[data-permissions]').forEach(function (form) {
    function tie(all, boxes) {
      if (!boxes.length) return;
      function look() {
        var ticked = boxes.filter(function (box) { return box.checked; }).length;
        all.checked = ticked === boxes.length;
        all.indeterminate = ticked > 0 && ticked < boxes.length;
      }
      all.hidden = false;
      all.addEventListener('change', function () {
        boxes.forEach(function (box) { box.checked = all.checked; });
        form.dispatchEvent(new Event('ticked'));
      });
      form.addEventListener('change', look);
      form.addEventListener('ticked', look);
      look();
    }
    function open(part, which) { return Array.prototype.slice.call(part.querySelectorAll(which + ':not(:disabled)')); }
    form.querySelectorAll('input[data-column]').forEach(function (all) {
      tie(all, open(form, 'input[data-of="' + all.dataset.column + '"]'));
    });
    form.querySelectorAll('input[data-row]').forEach(function (all) { tie(all, open(all.closest('tr'), 'input[data-of]')); });
  });
  // A box that says all of them spares the choice.
  document.querySelectorAll('input[data-unless]').forEach(function (all) {
    var part = document.getElementById(all.dataset.unless);
    function look() { part.disabled = all.checked; }
    all.addEventListener('change', look);
    look();
  });
  // Files that are dropped are chosen; many go a few at a time, XML first, so that each PDF finds its own.
  document.querySelectorAll('form[data-upload]').forEach(function (form) {
    var drop = form.querySelector('[data-drop]');
    var input = form.querySelector('input[type="file"]');
    var button = form.querySelector('button[type="submit"]');
    var status = document.getElementById('avance-subida');
    var result = document.getElementById('resultado');
    var lines = document.getElementById('lineas');
    var running = false;
    drop.querySelector('.drag').hidden = false;
    ['dragenter', 'dragover'].forEach(function (name) {
      drop.addEventListener(name, function (event) {
        event.preventDefault();
        drop.classList.add('over');
      });
    });
    ['dragleave', 'drop'].forEach(function (name) {
      drop.addEventListener(name, function () { drop.classList.remove('over'); });
    });
    drop.addEventListener('drop', function (event) {
      event.preventDefault();
      if (!running && event.dataTransfer.files.length) send(Array.prototype.slice.call(event.dataTransfer.files));
    });
    form.addEventListener('submit', function (event) {
      if (!input.files.length) return;
      event.preventDefault();
      if (!running) send(Array.prototype.slice.call(input.files));
    });
    window.addEventListener('beforeunload', function (event) {
      if (running) event.preventDefault();
    });
    function isXml(file) { return /\.xml$/i.test(file.name); }
    function stem(file) { return file.name.replace(/\.[^.]*$/, '').toLowerCase(); }
    function parts(files) {
      var all = [];
      var part = [];
      var octets = 0;
      files.forEach(function (file, i) {
        // Those of one name make one document only where they come together.
        var own = !i || stem(file) !== stem(files[i - 1]);
        if (own && (part.length >= 20 || (part.length && octets + file.size > 40000000))) {
          all.push(part);
          part = [];
          octets = 0;
        }
        part.push(file);
        octets += file.size;
      });
      if (part.length) all.push(part);
      return all;
    }
    function tell(words, sent, all) {
      status.hidden = false;
      status.querySelector('progress').max = all;
      status.querySelector('progress').value = sent;
      var bad = lines.querySelectorAll('tr[data-tone="bad"], tr[data-tone="warn"]').length;
      status.querySelector('[data-said]').textContent = words.replace('%n', sent).replace('%m', all).replace('%b', bad);
    }
    async function send(files) {
      // Those of one name stay side by side, for reports of several files.
      var sorted = files.filter(isXml).concat(files.filter(function (file) { return !isXml(file); }));
      if (form.querySelector('select[name="tipo"]')) {
        sorted = files.slice().sort(function (a, b) { return stem(a) < stem(b) ? -1 : (stem(a) > stem(b) ? 1 : 0); });
      }
      var sent = 0;
      running = true;
      button.disabled = true;
      lines.textContent = '';
      tell(form.dataset.progress, 0, sorted.length);
      try {
        for (var part of parts(sorted)) {
          var data = new FormData(form);
          data.delete('files');
          part.forEach(function (file) { data.append('files', file, file.name); });
          var answer = await fetch(form.action, { method: 'POST', body: data, headers: { 'X-Requested-With': 'fetch' } });
          if (!answer.ok || new URL(answer.url).pathname === '/entrar') throw new Error(answer.status);
          result.hidden = false;
          var box = document.createElement('template');
          box.innerHTML = '<table><tbody>' + await answer.text() + '</tbody></table>';
          box.content.querySelectorAll('tr').forEach(function (row) {
            var good = row.dataset.tone === 'ok' || row.dataset.tone === 'idle';
            // What is to be looked at stands first.
            lines.insertBefore(row, good ? null : lines.querySelector('tr[data-tone="ok"], tr[data-tone="idle"]'));
          });
          sent += part.length;
          tell(form.dataset.progress, sent, sorted.length);
        }
        tell(form.dataset.done, sent, sorted.length);
      } catch (e) {
        tell(form.dataset.failed, sent, sorted.length);
      }
      running = false;
      button.disabled = false;
      input.value = '';
    }
  });
  // Who was shown out meanwhile comes to the entry page, instead of finding it inside a part of this one.
  document.body.addEventListener('htmx:beforeSwap', function (event) {
    if (new URL(event.detail.xhr.responseURL, location.href).pathname === '/entrar') {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    document.querySelectorAll('details.confirm[open]').forEach(function (part) {
      part.open = false;
      part.querySelector('summary').focus();
    });
  });
})();
