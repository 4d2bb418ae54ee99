// Three maps of the same land with one slider; everything it shows comes ready from Python, so that a scrub asks nobody.
const SVG = "http://www.w3.org/2000/svg";

function make(tag, attributes, parent, text) {
  const svg = ["svg", "path", "line", "text"].includes(tag);
  const found = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) found.setAttribute(name, value);
  if (text !== undefined) found.textContent = text; // never markup: names come from people
  if (parent) parent.appendChild(found);
  return found;
}

// Figures in whole tenths as Python packed them: each piece's first, then its changes, seven bits a byte.
function unpack(text, steps, pieces) {
  const bytes = atob(text);
  const found = new Int32Array(steps * pieces);
  let at = 0;
  for (let piece = 0; piece < pieces; piece++) {
    let value = 0;
    for (let step = 0; step < steps; step++) {
      let left = 0;
      let unit = 1; // no shifts: they would cut at 32 bits
      let byte;
      do {
        byte = bytes.charCodeAt(at++);
        left += (byte & 127) * unit;
        unit *= 128;
      } while (byte & 128);
      value += left % 2 ? -(left + 1) / 2 : left / 2;
      found[piece * steps + step] = value;
    }
  }
  return found;
}

// A figure, or a difference with arrow and sign, as the tables of the page write it.
function written(tenths, data, both) {
  if (tenths === data.none) return "–";
  const form = { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: both || !data.share };
  const text = (Math.abs(tenths) / 10).toLocaleString("en-US", form);
  if (!both) return data.share ? `${text} %` : text;
  if (tenths === 0) return "= 0.0";
  return tenths > 0 ? `▲ +${text}` : `▼ −${text}`;
}

function colourOf(tenths, data, panel) {
  if (tenths === data.none) return data.unknown;
  let number = 0;
  while (number < panel.edges.length && tenths >= panel.edges[number]) number++;
  return panel.colours[number];
}

function drawMap(board, data, panel) {
  const figure = make("figure", {}, board.maps);
  make("figcaption", {}, figure, panel.title);
  const svg = make("svg", { viewBox: `0 0 ${data.wide} ${data.tall}`, role: "img", "aria-label": panel.alt }, figure);
  const cells = data.pieces.map(() => "");
  for (const [x, y, width, height, piece] of data.boxes) cells[piece] += `M${x} ${y}h${width}v${height}h${-width}z`;
  board.shapes.push(
    cells.map((d, piece) => {
      const shape = make("path", { d }, svg); // one for all cells of a piece of land, so that a scrub touches few
      shape.dataset.piece = piece;
      return shape;
    }),
  );
  for (const name of ["thin", "thick"]) {
    const d = data[name].map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`).join("");
    make("path", { d, class: name }, svg);
  }
  for (const [x, y, text] of data.labels) make("text", { x, y }, svg, text);
  svg.addEventListener("mousemove", (event) => {
    const piece = event.target.dataset && event.target.dataset.piece;
    if (piece !== undefined) board.tell(Number(piece));
  });
  svg.addEventListener("mouseleave", () => board.tell(board.data.chosen));
  svg.addEventListener("click", (event) => {
    const piece = event.target.dataset && event.target.dataset.piece;
    if (piece !== undefined) board.pick(Number(piece));
  });
  const legend = make("div", { class: "legend" }, figure);
  panel.legend.forEach(([colour, text]) => {
    const entry = make("span", {}, legend);
    make("i", { style: `background:${colour}` }, entry);
    make("span", {}, entry, text);
  });
}

function build(root, data, state) {
  root.querySelector(".board").replaceChildren();
  const board = { data, shapes: [], root };
  board.figures = data.panels.map((panel) => unpack(panel.tenths, data.steps.length, data.pieces.length));
  const at = (number, piece) => board.figures[number][piece * data.steps.length + state.step];
  const outer = root.querySelector(".board");
  const bar = make("div", { class: "bar" }, outer);
  board.button = make("button", { type: "button" }, bar, data.words.play);
  const label = make("label", {}, bar);
  make("span", {}, label, data.words.step);
  board.slider = make("input", { type: "range", min: 0, max: data.steps.length - 1, step: 1 }, label);
  board.output = make("output", {}, bar);
  board.maps = make("div", { class: "maps" }, outer);
  board.info = make("p", { class: "info" }, outer);
  data.panels.forEach((panel) => drawMap(board, data, panel));
  board.details = make("details", {}, outer);
  make("summary", {}, board.details, data.words.table);
  board.table = make("div", { class: "table", tabindex: 0, role: "region", "aria-label": data.words.table }, board.details);

  const line = (piece) => data.panels.map((panel, number) => written(at(number, piece), data, panel.both));
  board.tell = (piece) => {
    board.told = piece;
    const texts = piece === null ? [] : line(piece);
    board.info.textContent =
      piece === null
        ? data.words.hint
        : `${data.pieces[piece]} · ${data.steps[state.step]}: ` +
          data.panels.map((panel, number) => `${panel.title}: ${texts[number]}`).join(" · ");
  };
  board.fill = () => {
    if (!board.details.open) return;
    const table = make("table", {});
    const head = make("tr", {}, make("thead", {}, table));
    make("th", { scope: "col" }, head, data.words.piece);
    data.panels.forEach((panel) => make("th", { scope: "col" }, head, panel.title));
    const body = make("tbody", {}, table);
    data.pieces.forEach((name, piece) => {
      const row = make("tr", {}, body);
      make("th", { scope: "row" }, row, name);
      line(piece).forEach((text) => make("td", {}, row, text));
    });
    board.table.replaceChildren(table);
  };
  board.show = (step) => {
    state.step = step;
    board.slider.value = step;
    board.slider.setAttribute("aria-valuetext", data.steps[step]);
    board.output.textContent = data.steps[step];
    data.panels.forEach((panel, number) => {
      board.shapes[number].forEach((shape, piece) => {
        const fill = colourOf(at(number, piece), data, panel);
        if (shape.fill !== fill) shape.setAttribute("fill", (shape.fill = fill)); // most stay from day to day
      });
    });
    board.tell(board.told === undefined ? data.chosen : board.told);
    board.fill();
  };
  board.stop = () => {
    clearInterval(state.timer);
    state.timer = null;
    board.button.textContent = data.words.play;
  };
  board.button.addEventListener("click", () => {
    if (state.timer) return board.stop();
    board.button.textContent = data.words.pause;
    state.timer = setInterval(() => board.show((state.step + 1) % data.steps.length), data.days ? 150 : 700);
  });
  board.slider.addEventListener("input", () => {
    if (state.timer) board.stop();
    board.show(Number(board.slider.value));
  });
  board.details.addEventListener("toggle", board.fill);
  return board;
}

function mark(board, chosen) {
  board.data.chosen = chosen;
  for (const shapes of board.shapes)
    for (const shape of shapes) shape.classList.toggle("chosen", Number(shape.dataset.piece) === chosen);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const state = (parentElement.shapanMap = parentElement.shapanMap || { step: 0, timer: null, board: null });
  if (!state.board || state.board.data.id !== data.id) {
    if (state.timer) state.board.stop();
    const open = state.board && state.board.details.open;
    state.step = Math.min(state.step, data.steps.length - 1);
    state.board = build(parentElement, data, state);
    state.board.details.open = Boolean(open);
    state.board.told = undefined;
    state.board.show(state.step);
  }
  state.board.pick = (piece) => setTriggerValue("picked", piece);
  mark(state.board, data.chosen);
  state.board.tell(data.chosen);
  return () => {
    clearInterval(state.timer);
    state.timer = null;
  };
}
