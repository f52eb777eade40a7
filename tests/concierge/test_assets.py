"""The static build: everything a page names is there, and nothing is built twice."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from concierge import assets
from concierge.folders import CHECKOUT


@pytest.fixture
def built() -> None:
    if not (assets.compiled() / "built" / "site.css").is_file():
        pytest.fail("The static files are not built: run the tests with `manage.py test`.")


def test_every_file_that_a_page_names_exists(built):
    named = set()
    for page in CHECKOUT.glob("**/templates/**/*.jinja"):
        named |= {(page.name, path) for path in re.findall(r"""\bstatic\(["']([^"']+)""", page.read_text())}

    assert named
    assert [(page, path) for page, path in sorted(named) if finders.find(path) is None] == []


def test_the_styles_ask_nothing_of_another_server(built):
    styles = (assets.compiled() / "built" / "site.css").read_text()

    assert len(styles) > 50_000
    assert re.findall(r"url\(\s*[\"']?(?:https?:)?//", styles) == []
    assert "@font-face" not in styles
    assert "Frutiger" not in styles


def test_the_scripts_are_those_of_the_locked_versions(built):
    versions = json.loads((CHECKOUT / "package.json").read_text())["dependencies"]

    assert (
        f'version="{versions["nhsuk-frontend"]}"'
        in (assets.compiled() / "built" / "nhsuk-frontend.min.js").read_text()
    )
    assert f'version:"{versions["htmx.org"]}"' in (assets.compiled() / "built" / "htmx.min.js").read_text()


def test_a_changed_source_is_another_build(built, tmp_path, monkeypatch):
    before = assets.sources()
    (tmp_path / "site.scss").write_text("a { color: red }")

    monkeypatch.setattr(assets, "inputs", lambda: iter([CHECKOUT / "package.json"]))

    assert assets.sources() != before


def test_what_was_built_from_these_sources_is_not_built_again(tmp_path, built):
    (tmp_path / ".sources").write_text(assets.sources())

    assert assets.is_built(tmp_path)
    (tmp_path / ".sources").write_text("of another day")
    assert not assets.is_built(tmp_path)
