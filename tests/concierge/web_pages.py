"""Pages for the shell's own tests: one of every part, one form that acts, one that breaks."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from concierge.people.models import User
from concierge.web.fields import MinutesField
from concierge.web.forms import DayField, PageForm, SplitDayTimeField
from concierge.web.once import once
from concierge.web.paging import Page

ASKING = """
{% extends "layout.jinja" %}
{% from "parts/form.jinja" import errors, fields, submit %}
{% set title = "Who should come in?" %}
{% block content %}{{ errors(form) }}<h1>{{ title }}</h1>
<form method="post" novalidate>{{ hidden(form) }}{{ fields(form) }}{{ submit("Let them in") }}</form>{% endblock %}
"""

EVERY_PART = """
{% extends "layout.jinja" %}
{% from "parts/form.jinja" import errors, fields, link_button, submit %}
{% from "parts/frame.jinja" import back_link, breadcrumbs %}
{% from "parts/status.jinja" import facts, holder_strip, status_tag %}
{% from "parts/timeline.jinja" import timeline, timeline_item %}
{% from "parts/lists.jinja" import empty, filters, paging, tabs %}
{% from "parts/figures.jinja" import chart, tile %}
{% from "parts/panels.jinja" import card, danger_note, emergency_note, receipt, side %}
{% set title = "The drugs fridge will not stop ringing 🔔" %}
{% set wide = true %}
{% block before %}{{ breadcrumbs([{"text": "Queues", "href": "/"}, {"text": "Mine", "href": "/asking/"}]) }}{% endblock %}
{% block content %}
{{ errors(form) }}
<h1 class="nhsuk-heading-l">{{ title }} {{ status_tag("In hand", "blue") }}</h1>
{{ tabs([{"text": "New", "url": "?new", "count": 3, "current": false}, {"text": "Mine", "url": "?mine", "count": 1204, "current": true}]) }}
{{ holder_strip("Estates", "since Tue 3 Mar", "promised by Fri 6 Mar", true) }}
<div class="app-columns"><div class="app-columns__main">
{% call filters("", 1, "?") %}<div class="nhsuk-form-group"><label class="nhsuk-label" for="q">Words</label><input class="nhsuk-input" id="q" name="q"></div>{% endcall %}
<table class="nhsuk-table app-queue"><caption class="nhsuk-u-visually-hidden">Tickets</caption>
<thead><tr><th scope="col">Ticket</th><th scope="col">Who has it</th></tr></thead><tbody>
<tr><td data-label="Ticket"><a class="app-queue__main" href="/asking/">A fridge</a><span class="app-queue__sub">raised {{ now | ago }}</span></td>
<td data-label="Who has it">Estates, <span class="app-late">3 days late</span></td></tr></tbody></table>
{{ paging(page) }}
{{ empty("Nothing to chase today", "All that was promised for today has come.") }}
<h2 class="nhsuk-heading-m">What has happened</h2>
{% call timeline() %}
{% call timeline_item("Telephone call", now, "Ada", "", "5 minutes") %}<p>{{ "long" * 80 }}</p><p>مرحبا بالعالم 😀</p>{% endcall %}
{{ timeline_item("Promised for Friday", now, "", "promise") }}
{% endcall %}
<ul class="app-tiles" role="list">{{ tile("1,204", "tickets in hand", "/asking/") }}{{ tile("3", "promises late", "", "of 40") }}</ul>
{{ chart("causes", "Six causes", "Communication leads.", "<svg viewBox='0 0 9 9'></svg>" | safe, ["Cause", "Tickets"], [["Culture", "4"]], [{"text": "CSV", "href": "/asking/"}], "By month raised.") }}
{{ receipt("We have it", "R-204 <b>", level=2) }}{{ danger_note("This looks like an NHS number", "Take it out.") }}{{ emergency_note(settings) }}
</div>{% call side("Log a contact") %}{% call card("Log a contact", classes="app-compact") %}
<form method="post" enctype="multipart/form-data" novalidate>{{ hidden(form) }}{{ fields(form) }}
<div class="app-buttons">{{ submit("Log it") }}{{ link_button("Cancel", "/asking/") }}</div></form>{% endcall %}
{{ facts([{"key": "Ward", "text": "Elm"}, {"key": "Owner", "text": "Ada", "href": "/asking/"}]) }}{% endcall %}</div>
{% endblock %}
"""


class NameForm(PageForm):
    name = forms.CharField(label="Name", max_length=50)
    password = forms.CharField(required=False)


class EveryFieldForm(PageForm):
    title = forms.CharField(label="What do you need?", help_text="One line is enough", max_length=120)
    details = forms.CharField(label="Anything else", required=False, max_length=500, widget=forms.Textarea)
    note = forms.CharField(label="Note", widget=forms.Textarea)
    about = forms.ChoiceField(label="Process", choices=[("", "Choose one"), ("repair", "Minor repair")])
    cause = forms.ChoiceField(label="Cause", choices=[("culture", "Culture")], widget=forms.RadioSelect)
    told = forms.MultipleChoiceField(
        label="Who was told", choices=[("hr", "HR")], widget=forms.CheckboxSelectMultiple
    )
    first = forms.BooleanField(label="Fixed on first contact", required=False, help_text="Nobody else needed")
    minutes = MinutesField(label="Minutes", initial=5)
    due_on = DayField(label="Promised by")
    met_at = SplitDayTimeField(label="When")
    email = forms.EmailField(label="E-mail address")
    beds = forms.IntegerField(label="Beds")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    papers = forms.FileField(label="Files")
    choice_hints = {"cause": {"culture": "How we behave to each other."}}


def show(request: HttpRequest, source: str, **values: object) -> HttpResponse:
    return HttpResponse(engines["jinja2"].from_string(source).render(values, request))


@once
def asking(request: HttpRequest) -> HttpResponse:
    """Enter a person; a name of "twice" is refused."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["name"] != "twice":
        entered = User.objects.create(email=f"{User.objects.count()}@demo.example", **_named(form))
        messages.success(request, "They are in.")
        return redirect(f"/asking/?entered={entered.pk}")
    return show(request, ASKING, form=form)


def _named(form: NameForm) -> dict[str, str]:
    return {"name": form.cleaned_data["name"]}


def every_part(request: HttpRequest) -> HttpResponse:
    """Show one of everything."""
    form = EveryFieldForm(request.POST or None)
    page: Page[User] = Page([], "?after=x", "?before=y")
    return show(request, EVERY_PART, form=form, page=page, now=timezone.now())


def misspelt(request: HttpRequest) -> HttpResponse:
    """Print what is not there."""
    return show(request, request.GET["source"], person=request.user, facts={})


def forbidden(request: HttpRequest) -> HttpResponse:
    """Refuse."""
    raise PermissionDenied


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Break."""
    raise RuntimeError("as asked")


urlpatterns = [
    path("", include("concierge.urls")),
    path("asking/", asking),
    path("every-part/", every_part),
    path("misspelt/", misspelt),
    path("forbidden/", forbidden),
    path("broken/", broken),
]
handler400 = "concierge.web.views.wrong_request"
handler403 = "concierge.web.views.not_allowed"
handler404 = "concierge.web.views.not_found"
handler500 = "concierge.web.views.broken"
