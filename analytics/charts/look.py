"""How charts look: calm, few colours, none that judges. Contrast with white is given as x:1."""

from typing import Any

FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
"""Three faces of the same widths, so that text measured here fits there."""
DEEP = "#0b3c49"
"""Lines and points; 12:1 with white, 3:1 with the bars."""
BAR = "#4a8fa0"
"""Bars; 3.6:1 with white."""
INK = "#212b32"
QUIET = "#4c6272"
LINE = "#d8e0e3"
TEXT_SIZE = 14
"""Text in a chart, in pixels on a screen."""

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelFont": FONT,
        "labelFontSize": TEXT_SIZE - 1,
        "labelColor": INK,
        "titleFont": FONT,
        "titleFontSize": TEXT_SIZE - 1,
        "titleFontWeight": "normal",
        "titleColor": QUIET,
        "domainColor": LINE,
        "gridColor": LINE,
        "tickColor": LINE,
    },
    "title": {
        "font": FONT,
        "fontSize": TEXT_SIZE + 1,
        "fontWeight": "bold",
        "color": INK,
        "anchor": "start",
        "frame": "group",
        "offset": 10,
    },
    "text": {"font": FONT, "fontSize": TEXT_SIZE - 1, "color": INK},
    "concat": {"spacing": 28},
}
