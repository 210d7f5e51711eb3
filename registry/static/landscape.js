// Draws the pictures of the landscape: the server says what and where, vis-network draws, this file joins them to the page.
// Everything shown comes as text (textContent or a drawn label), never as HTML.

const SMALLEST_LABEL = 5; // pixels on screen; smaller labels are left out
const READABLE = 12; // pixels on screen: headings and the names that matter never get smaller than this
const MANY_EDGES = 150; // above this lines are drawn faint, and strong around the chosen node

function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const node = (background, border) => ({ background: colour(background), border: colour(border) });
  return {
    ink: colour("ink"),
    quiet: colour("quiet"),
    paper: colour("paper"),
    frame: colour("map-frame"),
    line: colour("line"),
    chosen: colour("accent"),
    nodes: {
      system: node("map-node", "map-line"),
      quiet: node("wash", "line"),
      legacy: node("warning-wash", "warning"),
      blocking: node("bad-wash", "bad"),
      start: node("info-wash", "accent"),
      initiative: node("map-initiative", "map-touch"),
    },
    edges: { conducts: colour("map-line"), insulated: colour("good"), soft: colour("map-line"), touch: colour("map-touch") },
  };
}

function drawnNode(node, colours) {
  const { card, look, ...drawn } = node;
  const colour = colours.nodes[look];
  const font = { color: look === "quiet" ? colours.quiet : colours.ink, size: 16, face: "system-ui, sans-serif" };
  return { ...drawn, font, color: { ...colour, highlight: { ...colour, border: colours.chosen }, hover: colour } };
}

function drawnEdge(edge, colours, faint) {
  const { look, ...drawn } = edge;
  const colour = colours.edges[look];
  const font = { color: colours.ink, background: colours.paper, strokeWidth: 0, size: 13, face: "system-ui, sans-serif" };
  return {
    ...drawn,
    arrows: { to: { enabled: true, scaleFactor: 0.6 }, ...drawn.arrows },
    width: faint ? 1 : look === "conducts" ? 2 : 1.5,
    font,
    color: { color: colour, highlight: colours.chosen, hover: colour, opacity: faint ? 0.35 : 1 },
  };
}

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false },
  nodes: { widthConstraint: { maximum: 184 }, margin: 6, scaling: { label: { drawThreshold: SMALLEST_LABEL } }, borderWidthSelected: 4 },
  edges: { smooth: false, selectionWidth: 2 },
  interaction: { hideEdgesOnDrag: true, dragNodes: false, hover: false, keyboard: { enabled: true, bindToWindow: false }, zoomSpeed: 0.6 },
};

class Picture {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.canvas = section.querySelector(".picture-canvas");
    this.list = section.querySelector(".picture-list");
    this.card = section.querySelector(".picture-card");
    this.find = section.querySelector("input[type=search]");
    this.state = section.querySelector(".picture-state");
  }

  async draw() {
    for (const part of this.section.querySelectorAll(".picture-tools, .picture-side, .picture-canvas")) part.hidden = false;
    this.say(this.words.drawing);
    try {
      const answer = await fetch(this.words.picture, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      this.data = await answer.json();
      this.show();
    } catch (error) {
      this.say(this.words.failed);
      this.canvas.hidden = true;
      throw error;
    }
  }

  show() {
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.paint();
    this.setHeight();
    this.network = new vis.Network(this.canvas, { nodes: this.nodes, edges: this.edges }, OPTIONS);
    const frame = this.canvas.firstElementChild; // what takes the keyboard
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", this.canvas.dataset.label);
    frame.setAttribute("aria-describedby", "picture-keys");
    this.network.on("beforeDrawing", (context) => this.frames(context));
    this.network.on("afterDrawing", (context) => this.names(context));
    this.network.on("click", ({ nodes }) => (nodes.length ? this.choose(nodes[0]) : this.dismiss()));
    this.network.on("doubleClick", ({ nodes }) => nodes.length && this.follow(nodes[0]));
    this.network.fit({ animation: false });
    this.list.replaceChildren(...this.data.nodes.map((node) => this.entry(node)).sort((a, b) => a.textContent.localeCompare(b.textContent)));
    this.find.addEventListener("input", () => this.search());
    this.section.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => this.zoom(button.dataset.zoom)));
    new MutationObserver(() => this.paint()).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
    this.say("");
    this.section.dataset.drawn = String(this.data.nodes.length);
  }

  paint() {
    this.colours = palette();
    this.nodes.update(this.data.nodes.map((node) => drawnNode(node, this.colours)));
    this.edges.update(this.data.edges.map((edge) => drawnEdge(edge, this.colours, this.data.edges.length > MANY_EDGES)));
  }

  // As high as the picture needs at the width there is, within what a screen shows.
  setHeight() {
    const xs = this.data.nodes.map((node) => node.x);
    const ys = this.data.nodes.map((node) => node.y);
    const [width, height] = [Math.max(...xs) - Math.min(...xs) + 220, Math.max(...ys) - Math.min(...ys) + 160];
    const needed = (this.canvas.clientWidth * height) / width;
    this.canvas.style.height = `${Math.round(Math.min(Math.max(needed, 320), Math.max(window.innerHeight * 0.8, 400)))}px`;
  }

  frames(context) {
    context.fillStyle = this.colours.frame;
    context.strokeStyle = this.colours.line;
    for (const block of this.data.blocks) {
      context.beginPath();
      context.roundRect(block.x, block.y, block.width, block.height, 12);
      context.fill();
      context.stroke();
    }
    const size = Math.max(22, READABLE / this.network.getScale());
    context.textBaseline = "bottom";
    context.textAlign = "left";
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.fillStyle = this.colours.ink;
    for (const block of this.data.blocks) context.fillText(shortened(context, block.label, block.width + 160), block.x, block.y - 4);
  }

  // From afar ordinary labels are too small to read; the systems that matter keep their names.
  names(context) {
    const size = READABLE / this.network.getScale();
    if (size <= 24) return;
    context.textBaseline = "top";
    context.textAlign = "center";
    context.font = `${size}px system-ui, sans-serif`;
    context.lineWidth = size / 4;
    context.strokeStyle = this.colours.paper;
    context.fillStyle = this.colours.ink;
    const drawn = [];
    for (const node of this.named()) {
      const label = node.label.split("\n")[0];
      const half = context.measureText(label).width / 2;
      const box = { left: node.x - half, right: node.x + half, top: node.y + 28, bottom: node.y + 28 + size };
      if (drawn.some((other) => overlap(box, other))) continue;
      drawn.push(box);
      context.strokeText(label, node.x, box.top);
      context.fillText(label, node.x, box.top);
    }
  }

  // Systems whose names are drawn from afar, those that matter most first: where two would overlap the first is kept.
  named() {
    this.important ??= ["start", "blocking", "legacy", "initiative"].flatMap((look) => this.data.nodes.filter((node) => node.look === look));
    return this.important;
  }

  entry(node) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = node.label.replaceAll("\n", " ");
    button.dataset.node = node.id;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => this.choose(node.id, true));
    item.append(button);
    return item;
  }

  search() {
    const words = this.find.value.trim().toLocaleLowerCase();
    let found = 0;
    for (const item of this.list.children) {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(words);
      found += item.hidden ? 0 : 1;
    }
    this.say(words ? `${found} ${this.words.found}` : "");
  }

  choose(id, bringIntoView = false) {
    const node = this.data.nodes.find((candidate) => candidate.id === id);
    if (!node) return;
    this.network.selectNodes([id]);
    if (bringIntoView) this.network.focus(id, { scale: Math.max(this.network.getScale(), 0.9), animation: false });
    for (const button of this.list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.node === id));
    this.card.replaceChildren(...this.cardOf(node.card));
    this.card.hidden = false;
  }

  dismiss() {
    this.card.hidden = true;
    for (const button of this.list.querySelectorAll("button")) button.setAttribute("aria-pressed", "false");
  }

  follow(id) {
    const start = this.data.nodes.find((node) => node.id === id)?.card.start;
    if (start) window.location.assign(start);
  }

  cardOf(card) {
    const title = document.createElement("h3");
    title.textContent = card.name;
    const facts = document.createElement("dl");
    for (const [label, value] of card.facts) {
      const term = document.createElement("dt");
      term.textContent = label;
      const said = document.createElement("dd");
      said.textContent = value;
      facts.append(term, said);
    }
    return [title, facts, ...this.blocked(card.blocks), this.actions(card)];
  }

  blocked(initiatives) {
    if (!initiatives.length) return [];
    const heading = document.createElement("p");
    heading.textContent = `⊘ ${this.words.blocks}:`;
    const list = document.createElement("ul");
    for (const [name, url] of initiatives) {
      const item = document.createElement("li");
      item.append(link(url, name));
      list.append(item);
    }
    return [heading, list];
  }

  actions(card) {
    const actions = document.createElement("p");
    actions.className = "actions";
    if (card.url) actions.append(link(card.url, this.words.open));
    if (card.start) actions.append(link(card.start, this.words.start));
    if (card.impact) actions.append(link(card.impact, this.words.impact));
    return actions;
  }

  zoom(how) {
    if (how === "fit") this.network.fit({ animation: false });
    else this.network.moveTo({ scale: this.network.getScale() * (how === "in" ? 1.4 : 1 / 1.4), animation: false });
  }

  say(words) {
    this.state.textContent = words;
  }
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function shortened(context, words, width) {
  if (context.measureText(words).width <= width) return words;
  let kept = words.length - 1;
  while (kept > 1 && context.measureText(`${words.slice(0, kept)}…`).width > width) kept -= 1;
  return `${words.slice(0, kept)}…`;
}

function link(url, words) {
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.textContent = words;
  return anchor;
}

document.querySelectorAll("[data-picture]").forEach((section) => new Picture(section).draw());
