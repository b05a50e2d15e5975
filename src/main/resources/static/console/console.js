// What pages need beyond links and forms: the token of the session, and a few controls.
(() => {
  const cookie = (name) =>
    document.cookie.split('; ').find((each) => each.startsWith(name + '='))?.slice(name.length + 1);

  document.addEventListener('htmx:configRequest', (event) => {
    if (event.detail.verb !== 'get') {
      event.detail.headers['X-XSRF-TOKEN'] = decodeURIComponent(cookie('XSRF-TOKEN') || '');
    }
  });
  // A session that ended: the page itself leads to the login.
  document.addEventListener('htmx:responseError', (event) => {
    if (event.detail.xhr.status === 401) location.reload();
  });
  // Polling stops while nobody looks, or the session of a browser that was left alone would never end.
  const PATIENCE = 10 * 60 * 1000;
  let lastSign = Date.now();
  ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'].forEach((sign) =>
    document.addEventListener(sign, () => {
      lastSign = Date.now();
      note('paused', null);
    }, { passive: true }));
  const polled = (part) => (part.getAttribute('hx-trigger') || '').includes('every');
  const paused = (part) => document.querySelector(`[data-pauses="${part.id}"][data-paused]`) !== null;
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (!polled(event.detail.elt)) return;
    const alone = Date.now() - lastSign > PATIENCE;
    if (alone) note('paused', `Paused at ${now()}, since nobody seems to be here. Move the mouse or press a key to go on.`);
    if (document.hidden || alone || paused(event.detail.elt)) event.preventDefault();
  });

  // A part that is asked for again and again: what somebody scrolled to, opened, marked or tabbed to stays.
  let kept = [];
  const marked = () => !getSelection().isCollapsed && getSelection().anchorNode;
  // htmx gives the focus back to what has the same id; without one in the answer it would be lost.
  const losesFocus = (part, answer) => {
    const at = document.activeElement;
    return part.contains(at) && !(at.id && answer.includes(`id="${at.id}"`));
  };
  document.addEventListener('htmx:beforeSwap', (event) => {
    const part = event.detail.target;
    const inUse = () => (marked() && part.contains(getSelection().anchorNode)) || losesFocus(part, event.detail.serverResponse);
    if (polled(event.detail.requestConfig.elt) && (paused(part) || inUse())) {
      event.detail.shouldSwap = false;
      return;
    }
    kept = [...part.querySelectorAll('.table-scroll[id]')].map((each) => [each.id, each.scrollLeft, each.scrollTop]);
  });
  document.addEventListener('htmx:afterSwap', () => {
    kept.forEach(([id, left, top]) => document.getElementById(id)?.scrollTo(left, top));
  });
  // What a table has beyond the edges of its card is told by a shadow, also where browsers hide the bar.
  const edges = (box) => {
    box.classList.toggle('goes-on-left', box.scrollLeft > 1);
    box.classList.toggle('goes-on-right', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  const allEdges = () => document.querySelectorAll('.table-scroll').forEach(edges);
  ['DOMContentLoaded', 'htmx:afterSwap', 'toggle'].forEach((moment) => document.addEventListener(moment, allEdges, true));
  window.addEventListener('resize', allEdges);
  document.addEventListener('scroll', (event) => event.target.matches?.('.table-scroll') && edges(event.target), true);
  // Figures that no longer come are said to be old.
  const note = (kind, text) => {
    const shown = document.querySelector('.lost.' + kind);
    if (!text) return shown?.remove();
    if (shown) return;
    const box = document.createElement('div');
    box.className = 'notice notice-warn lost ' + kind;
    box.setAttribute('role', 'status');
    box.textContent = text;
    document.body.append(box);
  };
  const now = () => new Date().toLocaleTimeString('en-GB');
  const silent = () => note('silent', `The server doesn't answer. What you see is of ${now()}; it goes on by itself.`);
  document.addEventListener('htmx:sendError', silent);
  document.addEventListener('htmx:responseError', (event) => event.detail.xhr.status >= 500 && silent());
  document.addEventListener('htmx:afterOnLoad', (event) => event.detail.xhr.status < 400 && note('silent', null));

  const pause = (button) => {
    const on = button.toggleAttribute('data-paused');
    button.textContent = on ? 'Go on' : 'Pause';
    const state = document.getElementById(button.dataset.pauses + '-state');
    state.textContent = on ? 'paused' : 'live';
    state.classList.toggle('running', !on);
  };

  // Browsers have a clipboard over HTTPS and on localhost only; elsewhere the text is marked, and they are asked to copy that.
  const marksAndCopies = (from) => {
    const range = document.createRange();
    range.selectNodeContents(from);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return document.execCommand('copy');
  };
  const copy = async (button) => {
    const from = document.getElementById(button.dataset.copy);
    let done;
    try {
      await navigator.clipboard.writeText(from.textContent.trim());
      done = true;
    } catch {
      done = marksAndCopies(from);
    }
    button.dataset.says ||= button.textContent;
    button.textContent = done ? 'Copied' : 'Select and copy';
    setTimeout(() => (button.textContent = button.dataset.says), done ? 1500 : 5000);
  };

  // Shows the fields of the form that belong to a chosen option, and disables the others so that they aren't sent.
  const choose = (control) => {
    control.form.querySelectorAll(`[data-shown-for="${control.name}"]`).forEach((part) => {
      const shown = part.dataset.shownValue === control.value;
      part.hidden = !shown;
      part.querySelectorAll('input, textarea, select').forEach((field) => (field.disabled = !shown));
    });
  };

  const minutes = (slider) => {
    const share = slider.value / 100;
    document.querySelectorAll('[data-share-text]').forEach((at) => (at.textContent = slider.value + ' %'));
    document.querySelectorAll('[data-share-minutes]').forEach((at) => {
      const known = parseFloat(at.dataset.shareMinutes);
      if (Number.isNaN(known)) return;
      const then = (known * parseFloat(at.dataset.shareNow)) / share;
      at.textContent = then < 1 ? 'under a minute' : 'about ' + Math.round(then) + ' min';
    });
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (button) copy(button);
    const stop = event.target.closest('[data-pauses]');
    if (stop) pause(stop);
  });
  document.addEventListener('change', (event) => {
    const field = event.target;
    if (field.matches('[data-chooses]')) choose(field);
    if (field.matches('[data-ticks]')) document.getElementsByName(field.dataset.ticks).forEach((each) => (each.checked = field.checked));
    if (field.matches('[data-submits]')) field.form.requestSubmit();
    if (field.matches('[data-reads-into]') && field.files[0]) {
      field.files[0].text().then((text) => {
        const into = document.getElementById(field.dataset.readsInto);
        into.value = text;
        pem(into);
      });
    }
  });
  // A certificate, a public key or half a key is told before anything is sent.
  const pem = (field) => {
    const text = field.value.trim();
    const whole = /-----BEGIN (RSA |EC )?PRIVATE KEY-----[^-]+-----END (RSA |EC )?PRIVATE KEY-----/.test(text);
    field.setCustomValidity(!text || whole ? '' : 'This is not a whole private key in PEM: it begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.');
  };

  document.addEventListener('input', (event) => {
    if (event.target.matches('[data-pem]')) pem(event.target);
    if (event.target.matches('[data-share]')) minutes(event.target);
    if (event.target.matches('[data-must-equal]')) {
      const button = event.target.form.querySelector('[type=submit]');
      button.disabled = event.target.value !== event.target.dataset.mustEqual;
    }
  });
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-chooses]:checked').forEach(choose);
    document.querySelectorAll('[data-share]').forEach(minutes);
    document.querySelectorAll('[data-ticks]').forEach((each) => (each.hidden = false));
  });
  // "/" goes to the search of everything, as in most consoles; where a phone has folded it away, to the page's own.
  document.addEventListener('keydown', (event) => {
    const search = [...document.querySelectorAll('[data-search-all], [data-search]')].find((field) => field.checkVisibility ? field.checkVisibility({ visibilityProperty: true }) : field.offsetParent);
    if (event.key === '/' && search && !event.target.closest('input, textarea, select')) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === 'Escape' && event.target.matches?.('[data-search], [data-search-all]') && !event.target.value) event.target.blur();
  });
})();
