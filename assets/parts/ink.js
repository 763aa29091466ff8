// What the browser has painted in an element, as plain SVG that slide programs read: shapes and `<text>`, no style sheet, no
// foreignObject. The boxes and words of HTML are put where they are measured; SVG is copied with its computed styles; a
// canvas paints once more, on a pen that writes down the few calls that the book's charts make (a whole canvas in SVG, as
// libraries have it, is sixty times this).
(() => {
  "use strict";
  const round = (number) => String(+number.toFixed(2));

  const node = (name, attributes = {}, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, typeof value === "number" ? round(value) : value);
    made.append(...children);
    return made;
  };

  // ---- Colour and type, as attributes.

  // A computed colour as a hexadecimal one and its opacity: slide programs know no other form.
  const colour = (text) => {
    const numbers = (text.match(/[\d.]+(e-\d+)?/g) || [0, 0, 0, 0]).map(Number);
    const [channels, alpha = 1] = [numbers.slice(0, 3), numbers[3]];
    const bytes = channels.map((it) => Math.round(text.startsWith("color(") ? 255 * it : it));
    return [`#${bytes.map((it) => it.toString(16).padStart(2, "0")).join("")}`, alpha];
  };
  const paint = (kind, text, opacity = 1) => {
    if (text === "none") return { [kind]: "none" };
    const [hex, alpha] = colour(text);
    if (alpha * opacity === 0) return { [kind]: "none" };
    return alpha * opacity < 1 ? { [kind]: hex, [`${kind}-opacity`]: alpha * opacity } : { [kind]: hex };
  };

  const ruler = document.createElement("canvas").getContext("2d");
  // How far a font's letters reach over a line: the one that they stand on, or their middle.
  const reach = (font, baseline) => {
    ruler.font = font;
    ruler.textBaseline = baseline;
    const { fontBoundingBoxAscent: over, fontBoundingBoxDescent: under } = ruler.measureText("x");
    return { over, share: over / (over + under) };
  };
  const fontOf = (style) => `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const type = (style) => {
    const attributes = { "font-family": style.fontFamily.replaceAll('"', "'"), "font-size": parseFloat(style.fontSize) };
    if (style.fontWeight !== "400") attributes["font-weight"] = style.fontWeight;
    if (style.fontStyle !== "normal") attributes["font-style"] = style.fontStyle;
    if (style.letterSpacing !== "normal") attributes["letter-spacing"] = parseFloat(style.letterSpacing);
    if (style.textDecorationLine !== "none") attributes["text-decoration"] = style.textDecorationLine;
    return attributes;
  };

  // ---- HTML: a box's ground and borders, and its words line by line.

  const DASHES = { dashed: 3, dotted: 1 };
  const dashes = (kind, width) => kind in DASHES ? { "stroke-dasharray": `${DASHES[kind] * width} ${DASHES[kind] * width}` } : {};

  const line = (style, side, [x1, y1, x2, y2]) => {
    const width = parseFloat(style[`border${side}Width`]);
    const kind = style[`border${side}Style`];
    if (!width || kind === "none" || kind === "hidden") return [];
    const half = width / 2;
    const inward = { Top: [0, half], Right: [-half, 0], Bottom: [0, -half], Left: [half, 0] }[side];
    const place = { x1: x1 + inward[0], y1: y1 + inward[1], x2: x2 + inward[0], y2: y2 + inward[1] };
    return [node("line", { ...place, ...paint("stroke", style[`border${side}Color`]), "stroke-width": width, ...dashes(kind, width) })];
  };

  const box = (style, { x, y, width, height }) => {
    const parts = [];
    const right = x + width;
    const bottom = y + height;
    if (colour(style.backgroundColor)[1] > 0) parts.push(node("rect", { x, y, width, height, ...paint("fill", style.backgroundColor) }));
    parts.push(...line(style, "Top", [x, y, right, y]), ...line(style, "Right", [right, y, right, bottom]));
    parts.push(...line(style, "Bottom", [x, bottom, right, bottom]), ...line(style, "Left", [x, y, x, bottom]));
    const outline = parseFloat(style.outlineWidth);
    if (style.outlineStyle !== "none" && outline) {
      const out = parseFloat(style.outlineOffset) + outline / 2;
      const frame = { x: x - out, y: y - out, width: width + 2 * out, height: height + 2 * out };
      parts.push(node("rect", { ...frame, fill: "none", ...paint("stroke", style.outlineColor), "stroke-width": outline, ...dashes(style.outlineStyle, outline) }));
    }
    return parts;
  };

  // The letters of a text that stand in one line, each line with its place.
  const lines = (text) => {
    const found = [];
    const range = document.createRange();
    for (let at = 0; at < text.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const place = range.getClientRects()[0];
      if (!place || !place.width) continue;
      const last = found.at(-1);
      if (last && Math.abs(last.y - place.y) < 2 && place.x >= last.right - 2) {
        last.words += text.data[at];
        last.right = place.right;
      } else {
        found.push({ words: text.data[at], x: place.x, y: place.y, right: place.right, height: place.height });
      }
    }
    return found.filter((it) => it.words.trim());
  };

  const words = (text, style, from, clip) => lines(text).flatMap(({ words, x, y, right, height }) => {
    if (y + height / 2 > clip.bottom || y + height / 2 < clip.top || (x + right) / 2 > clip.right) return [];
    // Where a font is another, a line grows away from the side at which it is held.
    const [anchor, place] = { center: ["middle", (x + right) / 2], right: ["end", right], end: ["end", right] }[style.textAlign] || ["start", x];
    const attributes = { x: place - from.x, y: y - from.y + height * reach(fontOf(style), "alphabetic").share, ...type(style), ...paint("fill", style.color) };
    if (anchor !== "start") attributes["text-anchor"] = anchor;
    return [node("text", attributes, words.replace(/[ \t\n]+/g, " ").trim())];
  });

  // ---- SVG: the same shapes with what style sheets made of them, each where the page has it.

  const STROKE = ["stroke-linecap", "stroke-linejoin"];
  const shape = (element, style) => {
    const attributes = { ...paint("fill", style.fill, +style.fillOpacity), ...paint("stroke", style.stroke, +style.strokeOpacity) };
    if (attributes.stroke !== "none") {
      attributes["stroke-width"] = parseFloat(style.strokeWidth);
      if (style.strokeDasharray !== "none") attributes["stroke-dasharray"] = style.strokeDasharray.replace(/px/g, "");
      for (const name of STROKE) attributes[name] = style.getPropertyValue(name);
    }
    // A style sheet may set the size of these.
    const own = element.matches("circle, rect, ellipse") ? element.getBBox() : null;
    if (element.matches("circle")) Object.assign(attributes, { cx: own.x + own.width / 2, cy: own.y + own.height / 2, r: own.width / 2 });
    else if (own && element.matches("rect")) Object.assign(attributes, { x: own.x, y: own.y, width: own.width, height: own.height });
    for (const name of ["d", "points", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "rx", "ry", "cx", "cy"]) {
      if (element.hasAttribute(name) && !(name in attributes)) attributes[name] = element.getAttribute(name);
    }
    if (element.matches("text, tspan")) Object.assign(attributes, type(style), { "text-anchor": style.textAnchor });
    return attributes;
  };

  const copied = (element, around) => {
    if (element.nodeType === Node.TEXT_NODE) return element.data.trim() ? [element.data] : [];
    if (element.nodeType !== Node.ELEMENT_NODE || element.matches("title, desc")) return [];
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden" || +style.opacity === 0) return [];
    const matrix = element.getScreenCTM();
    const children = [...element.childNodes].flatMap((it) => copied(it, matrix));
    const isGroup = element.matches("g, svg, a");
    if (isGroup && !children.length) return [];
    const attributes = isGroup ? {} : shape(element, style);
    if (!isGroup && attributes.fill === "none" && attributes.stroke === "none") return [];
    const { a, b, c, d, e, f } = around.inverse().multiply(matrix);
    if (!element.matches("tspan") && (a !== 1 || b || c || d !== 1 || e || f)) attributes.transform = `matrix(${[a, b, c, d, e, f].map((it) => +it.toFixed(4)).join(" ")})`;
    if (+style.opacity < 1) attributes.opacity = +style.opacity;
    return [node(isGroup ? "g" : element.localName, attributes, ...children)];
  };

  // ---- Canvas: a pen in the place of the canvas's own.

  let canvases = 0;
  const pen = (canvas, group, sans) => {
    const scale = () => canvas.clientWidth / canvas.width;
    const edge = `edge-${canvases += 1}`;
    let beyond = false;
    let matrix = [1, 1, 0, 0];
    let path = "";
    let dash = [];
    const kept = [];
    const at = (x, y) => {
      const [left, top] = [matrix[0] * x + matrix[2], matrix[1] * y + matrix[3]];
      beyond ||= left < -1 || top < -1 || left > canvas.width + 1 || top > canvas.height + 1;
      return `${round(left * scale())} ${round(top * scale())}`;
    };
    // What has the colour of the last thing goes into its path; where one shines through, each is for itself.
    const put = (attributes) => {
      const last = group.lastElementChild;
      if (beyond) {
        if (!group.querySelector("clipPath")) group.prepend(node("clipPath", { id: edge }, node("rect", { width: canvas.clientWidth, height: canvas.clientHeight })));
        attributes["clip-path"] = `url(#${edge})`;
      }
      const look = JSON.stringify(attributes);
      if (last && last.look === look && !look.includes("opacity")) last.setAttribute("d", last.getAttribute("d") + path);
      else group.append(Object.assign(node("path", { d: path, ...attributes }), { look }));
    };
    const strokes = {
      globalAlpha: 1,
      clearRect: () => group.replaceChildren(),
      save: () => kept.push([matrix, strokes.globalAlpha]),
      restore: () => { [matrix, strokes.globalAlpha] = kept.pop(); },
      transform: (a, b, c, d, e, f) => { matrix = [matrix[0] * a, matrix[1] * d, matrix[0] * e + matrix[2], matrix[1] * f + matrix[3]]; },
      setLineDash: (pattern) => { dash = pattern; },
      beginPath: () => { path = ""; beyond = false; },
      moveTo: (x, y) => { path += `M${at(x, y)}`; },
      lineTo: (x, y) => { path += `L${at(x, y)}`; },
      closePath: () => { path += "Z"; },
      rect: (x, y, width, height) => { path += `M${at(x, y)}L${at(x + width, y)}L${at(x + width, y + height)}L${at(x, y + height)}Z`; },
      // Always the whole round.
      arc: (x, y, r) => {
        const radius = round(r * matrix[0] * scale());
        path += `M${at(x + r, y)}A${radius} ${radius} 0 1 1 ${at(x - r, y)}A${radius} ${radius} 0 1 1 ${at(x + r, y)}Z`;
      },
      fillRect: (...place) => { strokes.beginPath(); strokes.rect(...place); strokes.fill(); },
      strokeRect: (...place) => { strokes.beginPath(); strokes.rect(...place); strokes.stroke(); },
      fill: () => { if (path) put(paint("fill", strokes.fillStyle, strokes.globalAlpha)); },
      stroke: () => {
        if (!path) return;
        const dashed = dash.length ? { "stroke-dasharray": [...dash].map((it) => round(it * scale())).join(" ") } : {};
        put({ fill: "none", ...paint("stroke", strokes.strokeStyle, strokes.globalAlpha), "stroke-width": strokes.lineWidth * scale(), ...dashed });
      },
      fillText: (text, x, y) => {
        const size = parseFloat(strokes.font.match(/[\d.]+px/)) * scale();
        const font = `${size}px ${sans}`;
        const lower = strokes.textBaseline === "alphabetic" ? 0 : reach(font, "alphabetic").over - reach(font, strokes.textBaseline).over;
        const [left, top] = at(x, y).split(" ");
        const anchor = { center: "middle", end: "end" }[strokes.textAlign];
        const attributes = { x: +left, y: +top + lower, "font-family": sans, "font-size": size, ...paint("fill", strokes.fillStyle, strokes.globalAlpha) };
        group.append(node("text", anchor ? { ...attributes, "text-anchor": anchor } : attributes, text));
      },
    };
    return strokes;
  };

  // Puts pens into an element's canvases: what each paints from now on is in its group. Called again, takes them out.
  const record = (element, sans) => {
    const groups = new Map();
    for (const canvas of element.querySelectorAll("canvas")) {
      const group = node("g");
      const held = new Proxy(canvas.getContext("2d"), { get: (_, name) => Reflect.get(written, name), set: (_, name, value) => Reflect.set(written, name, value) });
      const written = pen(canvas, group, sans);
      canvas.getContext = () => held;
      groups.set(canvas, group);
    }
    return { groups, end: () => { for (const canvas of groups.keys()) delete canvas.getContext; } };
  };

  // ---- All of it, in the order in which it is painted.

  // What is worked is no part of a picture.
  const WORKED = ".sr-only, .button, :has(> .button), .plate-note, .plate-progress, input, select, textarea, [hidden]";

  const draw = (element, from, groups, clip = { top: -Infinity, bottom: Infinity, right: Infinity }) => {
    const style = getComputedStyle(element);
    if (element.matches(WORKED) || style.display === "none" || style.visibility === "hidden" || +style.opacity === 0) return [];
    const { x, y } = element.getBoundingClientRect();
    if (groups.has(element)) return [node("g", { transform: `translate(${round(x - from.x)} ${round(y - from.y)})` }, groups.get(element))];
    if (element.matches("svg")) return copied(element, new DOMMatrix([1, 0, 0, 1, from.x, from.y]));
    const parts = [...element.getClientRects()].filter((it) => it.y < clip.bottom && it.x < clip.right)
      .flatMap((it) => box(style, { x: it.x - from.x, y: it.y - from.y, width: it.width, height: Math.min(it.height, clip.bottom - it.y) }));
    if (style.overflow !== "visible") {
      const own = element.getBoundingClientRect();
      clip = { top: Math.max(clip.top, own.top), bottom: Math.min(clip.bottom, own.bottom), right: Math.min(clip.right, own.right) };
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) parts.push(...words(child, style, from, clip));
      else if (child.nodeType === Node.ELEMENT_NODE) parts.push(...draw(child, from, groups, clip));
    }
    return +style.opacity < 1 ? [node("g", { opacity: +style.opacity }, ...parts)] : parts;
  };

  self.faultlines.ink = { node, paint, record, draw };
})();
