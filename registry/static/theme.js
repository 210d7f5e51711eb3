// Light or dark before anything is drawn: the person's choice, otherwise the system's.
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = localStorage.getItem("theme");
    document.documentElement.dataset.bsTheme = chosen || (system.matches ? "dark" : "light");
  };
  apply();
  system.addEventListener("change", apply);
  window.registryTheme = {
    toggle() {
      localStorage.setItem("theme", document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark");
      apply();
    },
  };
})();
