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
