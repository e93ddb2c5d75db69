"""The README quotes what the product says, and names its options, in both languages."""
import json
import re

import pytest
from conftest import kRepository

from tools.serving import options

kLanguages = {"en": ("README.md", r'"([^"]+)"', "## Troubleshooting"),
              "ru": ("README.ru.md", r"«([^»]+)»", "## Если что-то не так")}


def section(language):
    name, _, heading = kLanguages[language]
    text = (kRepository / name).read_text(encoding="utf-8")
    return text[text.index(heading):].split("\n## ")[0]


@pytest.mark.parametrize("language", kLanguages)
def test_what_the_troubleshooting_quotes_is_said_by_the_product(language):
    texts = list(json.loads((kRepository / f"assets/locales/{language}.json").read_text(encoding="utf-8")).values())
    # What the page says where the client cannot run.
    texts.append((kRepository / "web/glue/plain.js").read_text(encoding="utf-8"))
    quotes = re.findall(kLanguages[language][1], section(language))
    assert len(quotes) >= 4
    for quote in quotes:
        assert any(quote in text for text in texts), quote


@pytest.mark.parametrize("language", kLanguages)
def test_every_option_of_serve_py_is_in_the_readme(language, capsys):
    with pytest.raises(SystemExit):
        options.parse(["--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    text = (kRepository / kLanguages[language][0]).read_text(encoding="utf-8")
    table = set(re.findall(r"^\| (`--.*?) \|", text, re.MULTILINE))
    assert set(re.findall(r"--[a-z-]+", " ".join(table))) == known
