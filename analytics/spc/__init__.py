"""Statistical process control as NHS boards are taught it: `xmr` makes the chart, without a database."""

from analytics.spc.chart import RUN, Assurance, Chart, Improvement, Point, Stretch, Variation, xmr
from analytics.spc.rules import Rule, Way
from analytics.spc.values import Number, SeriesRefused

__all__ = [
    "RUN",
    "Assurance",
    "Chart",
    "Improvement",
    "Number",
    "Point",
    "Rule",
    "SeriesRefused",
    "Stretch",
    "Variation",
    "Way",
    "xmr",
]
