// Draws the plots. Figures are in data-figures, colours come from the stylesheet, and a click leads to the rows.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const go = (canvas, parameters) => {
    const to = new URL(canvas.dataset.link, location.href);
    Object.entries(parameters).forEach(([name, value]) => to.searchParams.set(name, value));
    location.href = to;
  };
  const month = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const short = (day) => month.format(new Date(day + 'T00:00:00Z'));
  // Every day from the first to the last, also those without a figure.
  const daysOf = (figures) => {
    const days = [];
    if (!figures.length) return days;
    const last = new Date(Math.max(...figures.map((each) => new Date(each.day)), Date.now()));
    const first = new Date(figures[0].day);
    for (let at = first; at <= last; at.setUTCDate(at.getUTCDate() + 1)) days.push(at.toISOString().slice(0, 10));
    return days;
  };
  const scales = (stacked, horizontal) => {
    const axis = (count) => ({ stacked, beginAtZero: true, grid: { color: count ? colour('line') : 'transparent' }, border: { display: false }, ticks: { color: colour('ink-soft'), precision: 0, maxTicksLimit: count ? 5 : horizontal ? 40 : 10, maxRotation: 0, autoSkipPadding: 14, autoSkip: count || !horizontal } });
    return horizontal ? { x: axis(true), y: axis(false) } : { x: axis(false), y: axis(true) };
  };
  const bars = (canvas, labels, datasets, options = {}) => ({
    type: 'bar',
    data: { labels, datasets: datasets.map((each) => ({ borderRadius: 2, maxBarThickness: 22, ...each })) },
    options: { layout: { padding: { right: options.horizontal ? 14 : 0 } }, indexAxis: options.horizontal ? 'y' : 'x', scales: scales(true, options.horizontal), onClick: (event, found) => found.length && options.to && options.to(found[0]) },
  });
  const result = (index) => {
    const good = '(outcome.result eq "SUCCESS" or outcome.result eq "ALLOW")';
    return 'eventType eq "user.session.start" and ' + (index === 0 ? good : 'not ' + good);
  };
  const from = (country) => (country === 'Unknown' ? ' and not (client.geographicalContext.country pr)' : ' and client.geographicalContext.country eq ' + JSON.stringify(country));
  const signIns = (good, bad) => [
    { label: 'succeeded', data: good, backgroundColor: colour('plot') },
    { label: 'failed or denied', data: bad, backgroundColor: colour('critical') },
  ];

  const plots = {
    trend: (canvas, figures) => {
      const days = daysOf(figures); // From the first count on: before it nothing was known, which is not the same as none.
      const names = ['critical', 'high', 'medium', 'low'];
      const datasets = names.map((severity) => {
        let open = 0;
        const data = days.map((day) => (open = figures.find((each) => each.day === day && each.severity === severity)?.open ?? open));
        return { label: severity, data, borderColor: colour(severity), backgroundColor: colour(severity), tension: 0.2, borderWidth: 2, pointRadius: days.length < 4 ? 4 : 0, pointHitRadius: 12 };
      });
      return { type: 'line', data: { labels: days.map(short), datasets }, options: { interaction: { mode: 'nearest', axis: 'x', intersect: false }, scales: scales(false), onClick: (event, found) => found.length && go(canvas, { severity: names[found[0].datasetIndex] }) } };
    },
    strength: (canvas, figures) => {
      const names = ['phishing-resistant', 'strong', 'weak', 'none'];
      const more = JSON.parse(canvas.dataset.more);
      const sum = (of) => names.reduce((all, name) => all + (of[name] || 0), 0) || 1;
      const share = (of, name) => Math.round((1000 * (of[name] || 0)) / sum(of)) / 10;
      const tones = { 'phishing-resistant': 'good', strong: 'low', weak: 'medium', none: 'critical' };
      const plot = bars(canvas, ['People', 'Administrators'], names.map((name) => ({ label: name, data: [share(figures, name), share(more, name)], counts: [figures[name] || 0, more[name] || 0], backgroundColor: colour(tones[name]) })),
        { horizontal: true, to: (at) => go(canvas, { strength: names[at.datasetIndex], status: 'ACTIVE', admin: at.index === 1 }) });
      plot.options.scales.x.max = 100;
      plot.options.scales.x.ticks.callback = (value) => value + ' %';
      plot.options.plugins = { legend: { display: false }, tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${item.dataset.counts[item.dataIndex].toLocaleString('en')} (${item.raw} %)` } } };
      return plot;
    },
    signins: (canvas, figures) => {
      const days = daysOf(figures);
      const of = (name) => days.map((day) => figures.find((each) => each.day === day)?.[name] ?? 0);
      return bars(canvas, days.map(short), signIns(of('good'), of('bad')), { to: (at) => go(canvas, { filter: result(at.datasetIndex), from: days[at.index], until: days[at.index] }) });
    },
    countries: (canvas, figures) => bars(canvas, figures.map((each) => each.country), signIns(figures.map((each) => each.good), figures.map((each) => each.bad)),
      { horizontal: true, to: (at) => go(canvas, { filter: result(at.datasetIndex) + from(figures[at.index].country) }) }),
    hours: (canvas, figures) => bars(canvas, figures.map((number, hour) => String(hour).padStart(2, '0')), [{ label: 'events', data: figures, backgroundColor: colour('plot') }]),
  };

  const draw = () => {
    if (!window.Chart) return;
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 12;
    Chart.defaults.maintainAspectRatio = false;
    Chart.defaults.animation = false;
    Chart.defaults.color = colour('ink-soft');
    Chart.defaults.plugins.legend.labels.boxWidth = 10;
    Chart.defaults.plugins.legend.labels.boxHeight = 10;
    document.querySelectorAll('canvas[data-plot]').forEach((canvas) => {
      Chart.getChart(canvas)?.destroy();
      const plot = plots[canvas.dataset.plot](canvas, JSON.parse(canvas.dataset.figures));
      plot.options.plugins = { legend: { display: plot.data.datasets.length > 1, position: 'bottom' }, ...plot.options.plugins };
      new Chart(canvas, plot);
      if (canvas.dataset.link) canvas.classList.add('leads');
    });
  };

  // The plot as people see it, with its title and on its ground: readable wherever it is pasted.
  const picture = (canvas) => {
    const scale = canvas.width / canvas.clientWidth;
    const head = Math.round(40 * scale);
    const sheet = document.createElement('canvas');
    sheet.width = canvas.width + 2 * 16 * scale;
    sheet.height = canvas.height + head + 16 * scale;
    const paint = sheet.getContext('2d');
    paint.fillStyle = colour('surface');
    paint.fillRect(0, 0, sheet.width, sheet.height);
    paint.fillStyle = colour('ink');
    paint.font = `600 ${Math.round(15 * scale)}px ${Chart.defaults.font.family}`;
    paint.fillText(canvas.dataset.title, 16 * scale, 26 * scale);
    paint.drawImage(canvas, 16 * scale, head);
    return sheet.toDataURL('image/png');
  };

  document.addEventListener('DOMContentLoaded', draw);
  document.addEventListener('theme', () => document.readyState !== 'loading' && draw());
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-png]');
    if (!button) return;
    const link = document.createElement('a');
    link.download = button.dataset.png.replace('plot-', '') + '.png';
    link.href = picture(document.getElementById(button.dataset.png));
    link.click();
  });
})();
