// Draws the plots. Figures are in data-figures, colours come from the stylesheet, and a click leads to the rows.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const go = (canvas, parameters) => {
    const to = new URL(canvas.dataset.link, location.href);
    Object.entries(parameters).forEach(([name, value]) => to.searchParams.set(name, value));
    location.href = to;
  };
  const scales = (stacked, horizontal) => {
    const axis = (count) => ({ stacked, beginAtZero: true, grid: { color: count ? colour('line') : 'transparent' }, border: { display: false }, ticks: { color: colour('ink-soft'), precision: 0, maxRotation: 0, autoSkipPadding: 12, autoSkip: count || !horizontal } });
    return horizontal ? { x: axis(true), y: axis(false) } : { x: axis(false), y: axis(true) };
  };
  const bars = (canvas, labels, datasets, options = {}) => ({
    type: 'bar',
    data: { labels, datasets: datasets.map((each) => ({ borderRadius: 2, maxBarThickness: 28, ...each })) },
    options: { indexAxis: options.horizontal ? 'y' : 'x', scales: scales(true, options.horizontal), onClick: (event, found) => found.length && options.to && options.to(found[0]) },
  });
  const signIn = 'eventType eq "user.session.start"';
  const good = (index) => (index === 0 ? ' and outcome.result eq "SUCCESS"' : ' and not (outcome.result eq "SUCCESS")');

  const plots = {
    severity: (canvas, figures) => {
      const names = Object.keys(figures);
      return bars(canvas, names, [{ label: 'Open', data: Object.values(figures), backgroundColor: names.map((name) => colour(name === 'info' ? 'none' : name)) }],
        { horizontal: true, to: (at) => go(canvas, { severity: names[at.index] }) });
    },
    trend: (canvas, figures) => {
      const days = [...new Set(figures.map((each) => each.day))];
      const names = ['critical', 'high', 'medium', 'low'];
      const datasets = names.map((severity) => {
        let open = 0;
        const data = days.map((day) => {
          const row = figures.find((each) => each.day === day && each.severity === severity);
          if (row) open = row.open;
          return open;
        });
        return { label: severity, data, borderColor: colour(severity), backgroundColor: colour(severity), tension: 0.2, borderWidth: 2, pointRadius: days.length < 3 ? 3 : 0, pointHitRadius: 12 };
      });
      return { type: 'line', data: { labels: days, datasets }, options: { scales: scales(false), onClick: (event, found) => found.length && go(canvas, { severity: names[found[0].datasetIndex] }) } };
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
      plot.options.plugins = { tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${item.dataset.counts[item.dataIndex].toLocaleString('en')} (${item.raw} %)` } } };
      return plot;
    },
    signins: (canvas, figures) => bars(canvas, figures.map((each) => each.day), [
      { label: 'succeeded', data: figures.map((each) => each.good), backgroundColor: colour('low') },
      { label: 'failed or denied', data: figures.map((each) => each.bad), backgroundColor: colour('critical') },
    ], { to: (at) => go(canvas, { filter: signIn + good(at.datasetIndex), until: figures[at.index].day }) }),
    countries: (canvas, figures) => bars(canvas, figures.map((each) => each.country), [
      { label: 'succeeded', data: figures.map((each) => each.good), backgroundColor: colour('low') },
      { label: 'failed or denied', data: figures.map((each) => each.bad), backgroundColor: colour('critical') },
    ], { horizontal: true, to: (at) => go(canvas, { filter: signIn + good(at.datasetIndex) + ` and client.geographicalContext.country eq "${figures[at.index].country}"` }) }),
    hours: (canvas, figures) => bars(canvas, figures.map((number, hour) => String(hour).padStart(2, '0')), [{ label: 'events', data: figures, backgroundColor: colour('low') }]),
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
      plot.options.plugins = { ...plot.options.plugins, legend: { display: plot.data.datasets.length > 1, position: 'bottom' } };
      new Chart(canvas, plot);
      if (canvas.dataset.link) canvas.classList.add('leads');
    });
  };
  document.addEventListener('DOMContentLoaded', draw);
  document.addEventListener('theme', () => document.readyState !== 'loading' && draw());
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-png]');
    if (!button) return;
    const link = document.createElement('a');
    link.download = button.dataset.png + '.png';
    link.href = document.getElementById(button.dataset.png).toDataURL('image/png');
    link.click();
  });
})();
