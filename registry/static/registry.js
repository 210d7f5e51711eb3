// What pages gain from JavaScript; everything works without it.

const themeSwitch = document.querySelector("[data-theme-switch]");
if (themeSwitch) {
  themeSwitch.hidden = false;
  themeSwitch.addEventListener("click", () => window.registryTheme.toggle());
}

const menuToggle = document.querySelector(".menu-toggle");
if (menuToggle) {
  const items = document.getElementById("menu-items");
  menuToggle.hidden = false;
  menuToggle.closest(".menu").classList.add("collapsible");
  menuToggle.addEventListener("click", () => {
    const open = menuToggle.getAttribute("aria-expanded") === "true";
    menuToggle.setAttribute("aria-expanded", String(!open));
    items.classList.toggle("open", !open);
  });
}

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

// Reference fields: suggestions from the server as the person writes, in the pattern of the WAI-ARIA combobox.
class Lookup {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
    this.list.hidden = true;
    this.chosen = -1;
    const holder = document.createElement("div");
    holder.className = "lookup";
    input.replaceWith(holder);
    holder.append(input, this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.ask());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  async ask() {
    const query = this.input.value.trim();
    const asked = (this.asked = (this.asked ?? 0) + 1);
    if (!query) return this.close();
    const answer = await fetch(`/lookup/${this.input.dataset.lookup}?q=${encodeURIComponent(query)}`);
    if (!answer.ok || asked !== this.asked) return;
    this.show(await answer.json());
  }

  show(found) {
    this.chosen = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(
      ...found.map((item, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = item.value;
        option.addEventListener("mousedown", () => this.choose(item.value));
        return option;
      }),
    );
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
  }

  key(event) {
    if (this.list.hidden) return;
    const options = [...this.list.children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.chosen = (this.chosen + step + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.chosen)));
      this.input.setAttribute("aria-activedescendant", options[this.chosen].id);
      options[this.chosen].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.choose(options[this.chosen].textContent);
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  choose(value) {
    this.input.value = value;
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("input[data-lookup]").forEach((input) => new Lookup(input));

// What is being reckoned elsewhere: look again after so many seconds.
const awaited = document.querySelector("[data-reload]");
if (awaited) setTimeout(() => location.reload(), Number(awaited.dataset.reload) * 1000);
