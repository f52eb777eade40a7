"""The Jinja2 environment of every page: the design system's macros, our words, strict names."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import module_has_submodule
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    TemplateNotFound,
)
from jinja2.utils import Namespace
from markupsafe import Markup

from concierge.web import forms, navigation, once, sign_in, words

SUFFIX = ".jinja"


class StrictWhereOurs(ChainableUndefined):
    """Refuse a misspelt name or attribute; let the design system's macros probe their params.

    Those macros read absent keys of mappings as a matter of course, so a missing key is empty
    and can be chained. A missing variable, or attribute of an object of ours, is a mistake:
    printing it or walking through it raises.
    """

    def _refuse_if_ours(self) -> None:
        name, owner = self._undefined_name, self._undefined_obj
        if name in (None, "undefined", "caller") or isinstance(owner, (Mapping, str, Namespace)):
            return
        self._refuse()

    def _refuse(self) -> NoReturn:
        self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._refuse_if_ours()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._refuse_if_ours()
        return iter(())

    def __html__(self) -> str:
        return str(self)


class PageLoader(FileSystemLoader):
    """Find `.jinja` files in the apps' `templates` folders, and leave Django's own to Django."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Give the source of `template`, if its name is one of a page of ours."""
        if not template.endswith(SUFFIX):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """Make the environment that Django's Jinja2 backend asks for."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    finder = ChoiceLoader([PageLoader(folders), loader, PackageLoader("nhsuk_frontend_jinja")])
    options |= {"undefined": StrictWhereOurs, "autoescape": True}
    env = Environment(loader=finder, trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701
    env.globals.update(_globals())
    env.filters.update(_filters())
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "page_words"):
            env.filters.update(import_module(f"{app.name}.page_words").FILTERS)
    return env


def url(name: str, *values: object, **named: object) -> str:
    """Give the address of the named page."""
    return reverse(name, args=values or None, kwargs=named or None)


def lines(text: str) -> Markup:
    """Show text with the line breaks it was typed with, everything else escaped."""
    return Markup("<br>\n").join(text.splitlines())


def _globals() -> dict[str, object]:
    return {
        "url": url,
        "static": static,
        "settings": settings.ENVIRONMENT,
        "messages_for": get_messages,
        "menu_for": navigation.menu_for,
        "field_part": forms.field_part,
        "error_list": forms.error_list,
        "hidden": once.hidden,
        "sign_ons_for": sign_in.sign_ons_for,
    }


def _filters() -> dict[str, Callable[..., object]]:
    return {
        "day": words.day,
        "long_day": words.long_day,
        "near_day": words.near_day,
        "clock": words.clock,
        "moment": words.moment,
        "ago": words.ago,
        "in_minutes": words.minutes,
        "working_days": words.working_days,
        "counted": words.count,
        "number": words.number,
        "lines": lines,
    }
