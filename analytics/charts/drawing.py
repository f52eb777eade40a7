"""From spec to picture. A picture is kept under the hash of its spec, so it is drawn once.

Altair takes a second to write and check a spec, so each is written once for a process, with its
rows and values left open, and filled in for each report.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert
from django.core.cache import cache
from redis.exceptions import RedisError

from analytics.charts.look import CONFIG

Spec = dict[str, Any]
Rows = list[dict[str, Any]]
VEGA_LITE = "6.4"
"""The version of the language that the installed Altair writes."""
SHARPNESS = 2.0
"""Pixels of a PNG for each pixel of the chart, so that it prints well."""
KEPT_FOR = 7 * 24 * 60 * 60
"""How long a picture, or its spec, is kept, in seconds."""


@dataclass(frozen=True)
class Chart:
    """A spec for wide pages, and one with the same rows for phones."""

    wide: Spec
    narrow: Spec


def given(name: str) -> Any:
    """A value that `filled` is to bring."""
    return alt.ExprRef(name)


def finished(chart: Any) -> Spec:
    """The spec of an Altair chart, in our look."""
    spec: Spec = chart.to_dict()
    return spec | {"config": CONFIG}


def filled(spec: Spec, rows: dict[str, Rows], **values: Any) -> Spec:
    """The spec with its rows, by the name of their data, and its values."""
    params = [{"name": name, "value": value} for name, value in values.items()]
    return spec | {"datasets": rows, "params": params}


def titled(spec: Spec, title: str, under: str) -> Spec:
    """The spec with a title and a line under it, for a picture that leaves its page."""
    said = {
        "text": title,
        "subtitle": under,
        "fontSize": 18,
        "subtitleFontSize": 14,
        "offset": 24,
        "frame": "bounds",
    }
    return spec | {"title": said, "padding": 16}


def svg_of(spec: Spec) -> str:
    """Draw a spec as SVG text."""
    return str(_kept(spec, "svg", lambda text: vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE)))


def png_of(spec: Spec) -> bytes:
    """Draw a spec as a PNG."""
    return bytes(
        _kept(
            spec, "png", lambda text: vl_convert.vegalite_to_png(text, vl_version=VEGA_LITE, scale=SHARPNESS)
        )
    )


def keep_spec(spec: Spec, trust: int) -> str:
    """Keep a spec for whoever asks for its picture next, and give the name to ask by."""
    name = _hash(_text(spec))
    with suppress(RedisError):
        cache.set(_spec_key(name, trust), spec, KEPT_FOR)
    return name


def kept_spec(name: str, trust: int) -> Spec | None:
    """The spec of a trust kept under a name; None once it is gone."""
    if not name.isalnum():
        return None
    spec: Spec | None = _found(_spec_key(name, trust))
    return spec


def _spec_key(name: str, trust: int) -> str:
    return f"chart:spec:{trust}:{name}"


def _kept(spec: Spec, form: str, draw: Callable[[str], Any]) -> Any:
    text = _text(spec)
    key = f"chart:{form}:{VEGA_LITE}:{_hash(text)}"
    picture = _found(key)
    if picture is None:
        picture = draw(text)
        with suppress(RedisError):
            cache.set(key, picture, KEPT_FOR)
    return picture


def _found(key: str) -> Any:
    """What is kept under a key; without the cache's server, nothing: then it is made afresh."""
    with suppress(RedisError):
        return cache.get(key)
    return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, separators=(",", ":"))
