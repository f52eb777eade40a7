"""From spec to picture. A picture is kept under the hash of its spec, so it is drawn once."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import vl_convert
from django.core.cache import cache

from analytics.charts.look import CONFIG

Spec = dict[str, Any]
VEGA_LITE = "6.4"
"""The version of the language that the installed Altair writes."""
SHARPNESS = 2.0
"""Pixels of a PNG for each pixel of the chart, so that it prints well."""
KEPT_FOR = 7 * 24 * 60 * 60
"""How long a picture is kept after it was drawn, in seconds."""


@dataclass(frozen=True)
class Chart:
    """A spec for wide pages, and one with the same data for phones."""

    wide: Spec
    narrow: Spec


def finished(chart: Any) -> Spec:
    """The spec of an Altair chart, in our look."""
    spec: Spec = chart.to_dict()
    return spec | {"config": CONFIG}


def titled(spec: Spec, title: str, under: str) -> Spec:
    """The spec with a title and a line under it, for a picture that leaves its page."""
    said = {"text": title, "subtitle": under, "fontSize": 18, "subtitleFontSize": 14, "offset": 24, "frame": "bounds"}
    return spec | {"title": said, "padding": 16}


def svg_of(spec: Spec) -> str:
    """Draw a spec as SVG text."""
    return str(_kept(spec, "svg", lambda text: vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE)))


def png_of(spec: Spec) -> bytes:
    """Draw a spec as a PNG."""
    return bytes(
        _kept(spec, "png", lambda text: vl_convert.vegalite_to_png(text, vl_version=VEGA_LITE, scale=SHARPNESS))
    )


def fingerprint(spec: Spec) -> str:
    """A short name for a spec: the same drawing, the same name."""
    return hashlib.sha256(_text(spec).encode()).hexdigest()[:16]


def _kept(spec: Spec, form: str, draw: Callable[[str], Any]) -> Any:
    text = _text(spec)
    key = f"chart:{form}:{VEGA_LITE}:{hashlib.sha256(text.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: draw(text), KEPT_FOR)


def _text(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, separators=(",", ":"))
