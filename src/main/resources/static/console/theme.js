// Runs before the first paint, so that a dark page doesn't flash white.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => localStorage.getItem('theme') || 'system';
  const apply = () => {
    const theme = chosen() === 'system' ? (system.matches ? 'dark' : 'light') : chosen();
    document.documentElement.setAttribute('data-bs-theme', theme);
    document.dispatchEvent(new CustomEvent('theme'));
  };
  system.addEventListener('change', apply);
  apply();
  const order = ['system', 'light', 'dark'];
  const label = () =>
    document.querySelectorAll('[data-theme-label]').forEach((at) => (at.textContent = 'Theme: ' + chosen()));
  document.addEventListener('DOMContentLoaded', () => {
    label();
    document.querySelectorAll('[data-theme-toggle]').forEach((button) =>
      button.addEventListener('click', () => {
        localStorage.setItem('theme', order[(order.indexOf(chosen()) + 1) % order.length]);
        apply();
        label();
      }));
  });
})();
