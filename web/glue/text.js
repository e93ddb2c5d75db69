// Runs of text measured and painted by the browser, with its own shaping and fonts. Pixels go straight into the client's
// memory; the client keeps them, so that each run is painted once.

const kEdge = 2;  // transparent px around a run, so that neighbours in the atlas never bleed in
const kOverhang = 4;  // glyphs may reach over their advance
const kMaxWidth = 2048, kMaxHeight = 512;
const kEmoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[#*0-9]\uFE0F?\u20E3/u;
const kSampleDigits = "0123456789";

/** Premultiplied RGBA of an ImageData into `target`; `tinted`: white whose alpha is the coverage. */
export function copy_premultiplied(image, target, tinted) {
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3];
    target[at + 3] = alpha;
    for (let channel = at; channel < at + 3; channel++) {
      target[channel] = tinted ? alpha : Math.round(data[channel] * alpha / 255);
    }
  }
}

/** Paper for painting what is read back at once: kept in main memory. */
export function make_paper() {
  return document.createElement("canvas").getContext("2d", { willReadFrequently: true });
}

/** Clears the paper, making it larger when needed; never smaller, that would throw the memory away. */
export function clear_paper(paper, width, height) {
  const { canvas } = paper;
  if (canvas.width < width || canvas.height < height) {
    canvas.width = Math.max(canvas.width, width);
    canvas.height = Math.max(canvas.height, height);
  } else {
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.clearRect(0, 0, width, height);
  }
}

export function makeText(core) {
  const paper = make_paper();
  const family = getComputedStyle(document.documentElement).fontFamily;
  const digit_widths = new Map();
  const fonts = new Map();
  let box = [1, 1, 0, 0];
  let image = null;
  let tinted = true;

  core.listen(document.fonts, "loadingdone", () => {
    digit_widths.clear();
    fonts.clear();
    core.call("fonts_changed");
  });

  function use(size, weight) {
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.font = `${weight} ${size}px ${family}`;
    return `${weight} ${size}`;
  }

  function font_box(size, weight) {
    const key = use(size, weight);
    if (!fonts.has(key)) {
      const { fontBoundingBoxAscent: ascent = size * 0.9, fontBoundingBoxDescent: descent = size * 0.25 } =
        paper.measureText("Hg");
      fonts.set(key, { ascent, descent });
    }
    return fonts.get(key);
  }

  // Canvas knows no tabular figures: each digit gets the width of the widest.
  function digit_width(size, weight) {
    const key = use(size, weight);
    if (!digit_widths.has(key)) {
      digit_widths.set(key, Math.max(...[...kSampleDigits].map((digit) => paper.measureText(digit).width)));
    }
    return digit_widths.get(key);
  }

  /** [character, left, width] of each character of a tabular run. */
  function cells(text, size, weight) {
    const wide = digit_width(size, weight);
    let left = 0;
    return [...text].map((character) => {
      const own = paper.measureText(character).width;
      const width = kSampleDigits.includes(character) ? wide : own;
      const cell = [character, left + (width - own) / 2, width];
      left += width;
      return cell;
    });
  }

  function css_color(abgr) {
    const [red, green, blue, alpha] = [0, 8, 16, 24].map((shift) => (abgr >>> shift) & 255);
    return `rgba(${red},${green},${blue},${alpha / 255})`;
  }

  return {
    width(text, size, weight, tabular) {
      use(size, weight);
      if (!tabular) return paper.measureText(text).width;
      return cells(text, size, weight).reduce((sum, [, , width]) => sum + width, 0);
    },
    ascent: (size, weight) => font_box(size, weight).ascent,
    descent: (size, weight) => font_box(size, weight).descent,
    has_emoji: (text) => kEmoji.test(text),
    paint(text, size, weight, tabular, ratio, abgr, coloured) {
      use(size, weight);
      const measured = paper.measureText(text);
      const parts = tabular ? cells(text, size, weight) : [[text, 0, measured.width]];
      const advance = tabular ? parts.reduce((sum, [, , width]) => sum + width, 0) : measured.width;
      const font = font_box(size, weight);
      const left = kEdge + kOverhang;
      const baseline = kEdge + Math.ceil(Math.max(font.ascent, measured.actualBoundingBoxAscent) * ratio);
      const below = kEdge + Math.ceil(Math.max(font.descent, measured.actualBoundingBoxDescent) * ratio);
      const width = Math.min(kMaxWidth, Math.ceil(advance * ratio) + 2 * left);
      const height = Math.min(kMaxHeight, baseline + below);
      clear_paper(paper, width, height);
      use(size, weight);
      paper.setTransform(ratio, 0, 0, ratio, left, baseline);
      paper.fillStyle = css_color(abgr);
      for (const [part, at] of parts) paper.fillText(part, at, 0);
      image = paper.getImageData(0, 0, width, height);
      tinted = !coloured;
      box = [width, height, left, baseline];
    },
    read_box(target) { target.set(box); },
    read_pixels(target) {
      copy_premultiplied(image, target, tinted);
      image = null;
    },
  };
}
