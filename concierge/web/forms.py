"""Django forms as the design system shows them: plain words for errors, one adapter to its macros."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField, widgets
from django.forms.utils import ErrorDict

from concierge.errors import DomainError
from concierge.web.fields import DayField, DayTimeWidget, DayWidget, MinutesWidget, SplitDayTimeField

__all__ = ["DayField", "PageForm", "PageModelForm", "SplitDayTimeField", "error_list", "field_part"]

Params = dict[str, Any]
ROWS = {"10": 4}
"""Lines of a text box where the form does not say: Django's ten is more than a note needs."""


class PageFormMixin(forms.BaseForm):
    """What every form on a page shares.

    `asks` says, by field, what to write when it is left empty: "Enter what you need".
    `choice_hints` gives, by field and value, the definition shown beside a radio or checkbox.
    """

    use_required_attribute = False
    asks: Mapping[str, str] = {}
    choice_hints: Mapping[str, Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages |= _plain_messages(field, self._ask(name, field))

    def refuse(self, error: DomainError) -> None:
        """Show on the form why a command refused, beside the field to blame where it names one."""
        field = getattr(error, "field", "")
        self.add_error(field if field in self.fields else None, str(error))

    def _ask(self, name: str, field: forms.Field) -> str:
        return self.asks.get(name) or _ask_by_label(str(field.label or name.replace("_", " ")), field)


class PageForm(PageFormMixin, forms.Form):
    """A form on a page."""


class PageModelForm(PageFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form on a page for the plain fields of one row; a command still does the saving."""


@dataclass(frozen=True)
class Part:
    """Which macro of the design system shows a field, and what to give it."""

    macro: str
    params: Params


def field_part(bound: BoundField, more: Mapping[str, Any] | None = None) -> Part:
    """Say how to show one field of a form; `more` adds to or replaces the macro's params."""
    widget = bound.field.widget
    macro, make = next(row[1:] for row in _MACROS if isinstance(widget, row[0]))
    params = _shared(bound) | make(bound, widget) | dict(more or {})
    if macro in ("radios", "checkboxes"):
        del params["id"]  # its own id would be that of its first control
    return Part(macro, params)


def error_list(form: forms.BaseForm) -> list[dict[str, str]]:
    """List a form's errors for the error summary, each linked to the control that mends it."""
    errors: ErrorDict = form.errors
    found: list[dict[str, str]] = [{"text": str(text)} for text in form.non_field_errors()]
    for name in form.fields:
        if name in errors:
            href = f"#{_first_control(form[name])}"
            found += [{"text": str(text), "href": href} for text in errors[name]]
    return found


def _first_control(bound: BoundField) -> str:
    widget, name = bound.field.widget, bound.auto_id or bound.html_name
    return f"{name}-{widget.first_wrong(bound.value())}" if isinstance(widget, DayWidget) else name


def _shared(bound: BoundField) -> Params:
    params: Params = {"id": bound.auto_id or bound.html_name, "name": bound.html_name}
    if bound.help_text:
        params["hint"] = {"text": bound.help_text}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(text) for text in bound.errors)}
    if bound.field.disabled:
        params["disabled"] = True
    return params


def _labelled(bound: BoundField) -> Params:
    return {"label": {"text": bound.label, "size": "s"}}


def _grouped(bound: BoundField) -> Params:
    legend = {"text": bound.label, "size": "s"}
    return {"idPrefix": bound.auto_id or bound.html_name, "fieldset": {"legend": legend}}


def _attributes(widget: widgets.Widget, *but: str) -> Params:
    """Give the widget's own attributes that the macro has no param for."""
    return {"attributes": {name: str(value) for name, value in widget.attrs.items() if name not in but}}


def _text(bound: BoundField, widget: widgets.Widget) -> Params:
    own = ("autocomplete", "inputmode", "spellcheck", "class", "maxlength")
    params: Params = _labelled(bound) | _attributes(widget, *own)
    params |= {"value": _value(bound), "type": getattr(widget, "input_type", "text")}
    if isinstance(widget, widgets.NumberInput):
        params |= {"type": "text", "inputmode": "numeric", "width": 4, "attributes": {}}
    for name in own[:3]:
        if name in widget.attrs:
            params[name] = widget.attrs[name]
    return params | ({"classes": widget.attrs["class"]} if "class" in widget.attrs else {})


def _password(bound: BoundField, widget: widgets.Widget) -> Params:
    return _labelled(bound) | {"autocomplete": widget.attrs.get("autocomplete", "current-password")}


def _textarea(bound: BoundField, widget: widgets.Widget) -> Params:
    rows = {"value": _value(bound), "rows": ROWS.get(str(widget.attrs.get("rows")), widget.attrs.get("rows"))}
    longest = getattr(bound.field, "max_length", None)
    return _labelled(bound) | rows | ({"maxlength": longest, "threshold": 75} if longest else {})


def _file(bound: BoundField, widget: widgets.FileInput) -> Params:
    return _labelled(bound) | {"multiple": widget.allow_multiple_selected} | _attributes(widget, "multiple")


def _select(bound: BoundField, widget: widgets.Widget) -> Params:
    return _labelled(bound) | {"items": _items(bound), "attributes": dict(widget.attrs)}


def _radios(bound: BoundField, widget: widgets.Widget) -> Params:
    return _grouped(bound) | {"items": [item for item in _items(bound) if item["value"] != ""]}


def _checkboxes(bound: BoundField, widget: widgets.Widget) -> Params:
    return _grouped(bound) | {"items": _items(bound)}


def _checkbox(bound: BoundField, widget: widgets.Widget) -> Params:
    item: Params = {"value": "on", "text": bound.label, "checked": bool(bound.value())}
    if bound.help_text:
        item["hint"] = {"text": bound.help_text}
    return {"idPrefix": bound.auto_id or bound.html_name, "hint": {}, "items": [item]}


def _minutes(bound: BoundField, widget: widgets.Widget) -> Params:
    assert isinstance(widget, MinutesWidget)
    return _grouped(bound) | widget.params(bound.html_name, bound.value())


def _day(bound: BoundField, widget: widgets.Widget) -> Params:
    assert isinstance(widget, DayWidget)
    boxes = widget.boxes(bound.html_name, bound.value(), wrong=bool(bound.errors))
    return _grouped(bound) | {"items": boxes}


def _value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _items(bound: BoundField) -> list[Params]:
    chosen = bound.value()
    many = [chosen] if isinstance(chosen, str) or not isinstance(chosen, Iterable) else chosen
    picked = {"" if one is None else str(getattr(one, "pk", one)) for one in many}
    hints = getattr(bound.form, "choice_hints", {}).get(bound.name, {})
    return list(_each_item(getattr(bound.field, "choices", ()), picked, hints))


def _each_item(choices: Iterable[Any], picked: set[str], hints: Mapping[str, str]) -> Iterable[Params]:
    for value, text in choices:
        if isinstance(text, (list, tuple)):
            yield from _each_item(text, picked, hints)
            continue
        key = "" if value is None else str(value)
        chosen = key in picked
        item: Params = {"value": key, "text": str(text), "checked": chosen, "selected": chosen}
        yield item | ({"hint": {"text": hints[key]}} if key in hints else {})


def _plain_messages(field: forms.Field, ask: str) -> dict[str, str]:
    label = str(field.label or "This")
    return {
        "required": ask,
        "invalid_choice": f"{ask}. What was chosen is not on the list",
        "max_length": f"Use %(limit_value)d letters or fewer for “{label}”. You used %(show_value)d",
        "min_length": f"Use %(limit_value)d letters or more for “{label}”",
    } | _wrong_kind(field)


def _wrong_kind(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.EmailField):
        return {"invalid": "Enter an e-mail address in the right form, like name@example.com"}
    if isinstance(field, forms.IntegerField):
        return {"invalid": "Enter a number in figures, like 5"}
    return {}


def _ask_by_label(label: str, field: forms.Field) -> str:
    if label.endswith("?"):
        return f"Answer “{label}”"
    verb = "Select" if hasattr(field, "choices") else "Choose" if _is_file(field) else "Enter"
    return f"{verb} {label}" if label[1:2].isupper() else f"{verb} {label[:1].lower()}{label[1:]}"


def _is_file(field: forms.Field) -> bool:
    return isinstance(field, forms.FileField)


_MACROS: tuple[tuple[type[widgets.Widget], str, Any], ...] = (
    (MinutesWidget, "minutes", _minutes),
    (DayTimeWidget, "dateInput", _day),
    (DayWidget, "dateInput", _day),
    (widgets.PasswordInput, "passwordInput", _password),
    (widgets.FileInput, "fileUpload", _file),
    (widgets.Textarea, "textarea", _textarea),
    (widgets.CheckboxSelectMultiple, "checkboxes", _checkboxes),
    (widgets.RadioSelect, "radios", _radios),
    (widgets.SelectMultiple, "checkboxes", _checkboxes),
    (widgets.CheckboxInput, "checkboxes", _checkbox),
    (widgets.Input, "input", _text),
    (widgets.Select, "select", _select),
)
"""The macro for each widget; the first that fits is taken."""
