// Runs inside a copy of a page: tells the colour of each text and the colours painted under its middle, in a
// <meta name="contrast-told">. It judges nothing. `contrast.py` reads it.
(() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  // The browser itself turns any way to write a colour into red, green, blue and opacity.
  const parsed = (colour) => {
    if (!known.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return [...known.get(colour)];
  };
  const opacity = (element) => {
    let share = 1;
    for (let one = element; one; one = one.parentElement) share *= Number(getComputedStyle(one).opacity);
    return share;
  };
  const painted = (colour, share) => {
    const values = parsed(colour);
    values[3] *= share;
    return values;
  };
  const isShape = (element) => element instanceof SVGGeometryElement;
  const texts = [];
  const unknown = new Set();

  // What an element paints at a point, or nothing.
  const layer = (element) => {
    const style = getComputedStyle(element);
    const share = opacity(element);
    if (isShape(element)) {
      if (style.fill === "none") return null;
      if (style.fill.startsWith("url")) {
        unknown.add("a pattern under a text");
        return null;
      }
      return painted(style.fill, share * Number(style.fillOpacity));
    }
    if (element instanceof SVGElement && element.tagName !== "svg") return null;
    if (style.backgroundImage !== "none") unknown.add("a picture under a text");
    return painted(style.backgroundColor, share);
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    const text = node.textContent.trim();
    if (!text || ["SCRIPT", "STYLE", "TITLE", "DESC", "TEMPLATE"].includes(owner.tagName.toUpperCase())) continue;
    const style = getComputedStyle(owner);
    if (style.visibility !== "visible" || style.display === "none") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    if (![...range.getClientRects()].some((box) => box.width > 1 && box.height > 1)) continue;
    owner.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = [...range.getClientRects()].find((one) => one.width > 1 && one.height > 1);
    const stack = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const at = stack.findIndex((one) => one === owner);
    // A text that is clipped away, as one for screen readers only, is not seen by the eye.
    if (at < 0) continue;
    const layers = [];
    for (const one of stack.slice(at)) {
      if (one === owner && owner instanceof SVGElement) continue;
      const colour = layer(one);
      if (!colour || colour[3] === 0) continue;
      layers.push(colour);
      if (colour[3] > 0.999) break;
    }
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    if (layers.length === 0 || layers[layers.length - 1][3] < 0.999) {
      layers.push(dark && getComputedStyle(document.documentElement).colorScheme.includes("dark") ? [18, 18, 18, 1] : [255, 255, 255, 1]);
    }
    const inSvg = owner instanceof SVGElement;
    const share = opacity(owner) * (inSvg ? Number(style.fillOpacity) : 1);
    texts.push({
      what: owner.tagName.toLowerCase() + (owner.getAttribute("class") ? "." + owner.getAttribute("class") : ""),
      text: text.slice(0, 40),
      colour: painted(inSvg ? style.fill : style.color, share),
      layers,
    });
  }
  const told = document.createElement("meta");
  told.name = "contrast-told";
  told.content = JSON.stringify({
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    texts,
    unknown: [...unknown],
  });
  document.head.append(told);
})();
