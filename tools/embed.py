#!/usr/bin/env python3
"""Turns data files into one C++ header of `constexpr std::string_view` constants.

embed.py KIND HEADER FILES…   KIND: shaders | locales | icons
The names follow the file names: backdrop.frag → k_backdrop_frag, en.json →
k_locale_en, phone-off.svg → k_icon_phone_off.
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree

kDelimiter = "ssc"
# Compilers promise to take string literals of 65,536 characters.
# A character is at most four bytes of UTF-8.
kPieceCharacters = 60000 // 4


def read_shader(path):
    """The source without comments and indentation; line breaks matter to directives."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    lines = (re.sub(r"//.*", "", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def locale_keys(path):
    return sorted(json.loads(path.read_text(encoding="utf-8")))


def read_locale(path):
    """One text a line, in the order of the keys: the keys themselves are not shipped."""
    content = json.loads(path.read_text(encoding="utf-8"))
    texts = [content[key] for key in sorted(content)]
    for text in texts:
        if not text or "\n" in text:
            raise ValueError(f"not one line of text: {text!r}")
    return "\n".join(texts)


def number(value):
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def ellipse_path(x, y, rx, ry):
    """Two half turns, since one arc cannot end where it starts."""
    return (f"M{number(x - rx)} {number(y)}a{number(rx)} {number(ry)} 0 1 0 {number(2 * rx)} 0"
            f"a{number(rx)} {number(ry)} 0 1 0 {number(-2 * rx)} 0z")


def rectangle_path(x, y, width, height, rx, ry):
    if rx == 0 or ry == 0:
        return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"
    arc = f"a{number(rx)} {number(ry)} 0 0 1 "
    across, down = number(width - 2 * rx), number(height - 2 * ry)
    return (f"M{number(x + rx)} {number(y)}h{across}{arc}{number(rx)} {number(ry)}v{down}"
            f"{arc}{number(-rx)} {number(ry)}h-{across}{arc}{number(-rx)} {number(-ry)}"
            f"v-{down}{arc}{number(rx)} {number(-ry)}z")


def shape_path(element):
    """Path data of one SVG shape; None for an element that draws nothing by itself."""
    kind = element.tag.rsplit("}", 1)[-1]
    get = element.attrib.get

    def size(name, default="0"):
        return float(get(name, default))

    if kind == "path":
        return get("d", "").strip()
    if kind == "circle":
        return ellipse_path(size("cx"), size("cy"), size("r"), size("r"))
    if kind == "ellipse":
        return ellipse_path(size("cx"), size("cy"), size("rx"), size("ry"))
    if kind == "line":
        return (f"M{number(size('x1'))} {number(size('y1'))}"
                f"L{number(size('x2'))} {number(size('y2'))}")
    if kind == "rect":
        rx = size("rx", get("ry", "0"))
        return rectangle_path(size("x"), size("y"), size("width"), size("height"), rx,
                              size("ry", str(rx)))
    if kind in ("polyline", "polygon"):
        numbers = re.findall(r"-?[\d.]+", get("points", ""))
        pairs = [f"{x} {y}" for x, y in zip(numbers[::2], numbers[1::2])]
        return "M" + "L".join(pairs) + ("z" if kind == "polygon" else "")
    if kind in ("svg", "g", "title", "desc"):
        return None
    raise ValueError(f"<{kind}> cannot be turned into a path")


def read_icon(path):
    root = xml.etree.ElementTree.fromstring(path.read_text(encoding="utf-8"))
    return "".join(data for data in map(shape_path, root.iter()) if data)


kReaders = {"shaders": read_shader, "locales": read_locale, "icons": read_icon}


def constant_name(kind, path):
    stem = re.sub(r"\W", "_", path.stem)
    if kind == "shaders":
        return f"k_{stem}_{path.suffix[1:]}"
    return f"k_{kind[:-1]}_{stem}"


def literal(text):
    if f'){kDelimiter}"' in text:
        raise ValueError(f"the content holds the raw-string delimiter {kDelimiter}")
    pieces = [text[at:at + kPieceCharacters] for at in range(0, len(text), kPieceCharacters)]
    return "\n    ".join(f'R"{kDelimiter}({piece}){kDelimiter}"' for piece in pieces) or '""'


def icon_table(paths):
    """Icons are asked for by name."""
    rows = [f'    {{"{path.stem}", {constant_name("icons", path)}}},' for path in paths]
    return ["struct Icon {", "  std::string_view name, path;", "};",
            f"inline constexpr std::array<Icon, {len(paths)}> k_all{{{{", *rows, "}};"]


def text_enum(paths):
    """What can be said: app_name → Text::kAppName, in the order of the texts."""
    keys = {path: locale_keys(path) for path in paths}
    first = keys[paths[0]]
    for path in paths:
        if keys[path] != first:
            difference = ", ".join(sorted(set(keys[path]) ^ set(first)))
            raise ValueError(f"{path} and {paths[0]} differ in: {difference}")
    names = ("k" + "".join(word.capitalize() for word in key.split("_")) for key in first)
    rows = [f'  {name},  // {key}' for name, key in zip(names, first)]
    return ["enum class Text : unsigned short {", *rows, "};",
            f"inline constexpr int kTextCount = {len(first)};"]


def make_header(kind, paths):
    lines = ["// Made by tools/embed.py; edit the data files instead.", "#pragma once",
             "#include <array>", "#include <string_view>", "", f"namespace ssc::{kind} {{"]
    for path in sorted(paths):
        try:
            text = kReaders[kind](path)
        except (ValueError, xml.etree.ElementTree.ParseError) as error:
            sys.exit(f"{path}: {error}")
        lines.append(f"inline constexpr std::string_view {constant_name(kind, path)} =\n"
                     f"    {literal(text)};")
    if kind == "icons":
        lines += icon_table(sorted(paths))
    if kind == "locales":
        lines += text_enum(sorted(paths))
    return "\n".join(lines + [f"}}  // namespace ssc::{kind}", ""])


def main():
    kind, output = sys.argv[1], pathlib.Path(sys.argv[2])
    header = make_header(kind, [pathlib.Path(name) for name in sys.argv[3:]])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(header, encoding="utf-8")


if __name__ == "__main__":
    main()
