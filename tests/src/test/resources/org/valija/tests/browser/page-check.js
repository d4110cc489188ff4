// Gives a list of what is wrong with the page: labels, headings, language, repeated ids, contrast of the texts.
() => {
  const wrong = [];
  const seen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = element => element.outerHTML.slice(0, 110).replace(/\s+/g, ' ');

  if (!document.documentElement.lang) wrong.push('no lang');
  if (!document.title.trim()) wrong.push('no title');
  const headings = [...document.querySelectorAll('h1')].filter(seen);
  if (headings.length !== 1) wrong.push('h1: ' + headings.length);
  if (document.querySelectorAll('main').length !== 1) wrong.push('main: ' + document.querySelectorAll('main').length);

  const ids = new Map();
  document.querySelectorAll('[id]').forEach(e => ids.set(e.id, (ids.get(e.id) || 0) + 1));
  ids.forEach((count, id) => { if (count > 1) wrong.push('id ' + id + ': ' + count); });
  for (const attribute of ['for', 'aria-describedby', 'aria-labelledby']) {
    document.querySelectorAll('[' + attribute + ']').forEach(e => e.getAttribute(attribute).split(/\s+/)
      .filter(id => !ids.has(id)).forEach(id => wrong.push(attribute + ' of nothing: ' + id)));
  }

  document.querySelectorAll('input:not([type=hidden]), select, textarea').forEach(control => {
    const labelled = [...control.labels].some(label => label.textContent.trim()) || control.getAttribute('aria-label');
    if (!labelled) wrong.push('no label: ' + name(control));
  });
  document.querySelectorAll('button, a[href], summary').forEach(control => {
    if (control.getAttribute('aria-hidden') === 'true') return;
    if (!control.textContent.trim() && !control.getAttribute('aria-label')) wrong.push('no words: ' + name(control));
  });

  const parse = colour => {
    const part = colour.match(/[\d.]+/g).map(Number);
    return { r: part[0], g: part[1], b: part[2], a: part.length > 3 ? part[3] : 1 };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const ground = element => {
    const above = [];
    for (let e = element; e; e = e.parentElement) above.push(parse(getComputedStyle(e).backgroundColor));
    return above.reverse().reduce((under, colour) => over(colour, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = colour => [colour.r, colour.g, colour.b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const judge = (element, style) => {
    const back = ground(element);
    const values = [light(over(parse(style.color), back)), light(back)].sort((a, b) => b - a);
    const ratio = (values[0] + 0.05) / (values[1] + 0.05);
    if (ratio < 4.5) wrong.push('contrast ' + ratio.toFixed(2) + ': ' + name(element));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judged = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || judged.has(element) || !seen(element)) continue;
    judged.add(element);
    judge(element, getComputedStyle(element));
  }
  document.querySelectorAll('input:not([type=hidden]), select, textarea').forEach(control => {
    if (!seen(control)) return;
    judge(control, getComputedStyle(control));
    if (control.placeholder) judge(control, getComputedStyle(control, '::placeholder'));
  });
  return wrong;
}
