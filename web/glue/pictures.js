// Icons painted from path data, and pictures loaded and cut square. Like text.js, pixels go into the client's memory.

import { clear_paper, copy_premultiplied, make_paper } from "./text.js";

const kIconGrid = 24;
const kStroke = 1.75;

export function makePictures(core) {
  const paper = make_paper();
  const loaded = new Map();
  let size = 1;
  let tinted = true;

  function begin(pixels, is_tinted) {
    size = pixels;
    tinted = is_tinted;
    clear_paper(paper, pixels, pixels);
  }

  return {
    paint_icon(path, pixels) {
      begin(pixels, true);
      paper.setTransform(pixels / kIconGrid, 0, 0, pixels / kIconGrid, 0, 0);
      paper.strokeStyle = "#fff";
      paper.lineWidth = kStroke;
      paper.lineCap = paper.lineJoin = "round";
      paper.stroke(new Path2D(path));
    },
    load(number, url) {
      const image = new Image();
      // Without this the browser would not let us read the pixels of another origin's picture.
      if (!url.startsWith("data:")) image.crossOrigin = "anonymous";
      image.referrerPolicy = "no-referrer";
      image.src = url;
      image.decode().then(() => {
        loaded.set(number, image);
        core.call("picture_loaded", number, true);
      }, () => core.call("picture_loaded", number, false));
    },
    forget_all() { loaded.clear(); },
    paint_picture(number, pixels) {
      const image = loaded.get(number);
      const side = Math.min(image?.naturalWidth ?? 0, image?.naturalHeight ?? 0);
      if (!side) return false;
      begin(pixels, false);
      paper.imageSmoothingQuality = "high";
      paper.drawImage(image, (image.naturalWidth - side) / 2, (image.naturalHeight - side) / 2, side, side,
        0, 0, pixels, pixels);
      return true;
    },
    read_pixels(target) { copy_premultiplied(paper.getImageData(0, 0, size, size), target, tinted); },
  };
}
