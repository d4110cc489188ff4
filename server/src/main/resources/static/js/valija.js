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
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    document.querySelectorAll('details.confirm[open]').forEach(function (part) {
      part.open = false;
      part.querySelector('summary').focus();
    });
  });
})();
