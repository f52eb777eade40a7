"""What time makes happen is on the schedule, and what is on the schedule is there."""

import importlib
import pkgutil

from celery import Task
from django.conf import settings

import analytics
import concierge
import tickets
from concierge.celery import app


def clocks() -> set[str]:
    """The names of all tasks in modules called `clock`."""
    found: set[str] = set()
    for package in (concierge, tickets, analytics):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".clock"):
                parts = vars(importlib.import_module(module.name)).values()
                found |= {part.name for part in parts if isinstance(part, Task)}
    return found


def test_every_task_of_the_clock_is_on_the_schedule_and_no_other():
    scheduled = {line["task"] for line in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled == clocks() != set()
    assert scheduled <= set(app.tasks)
