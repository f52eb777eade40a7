"""Addresses of the API: a verb is a noun here, and GET never changes anything."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from tickets.api.views import (
    closing,
    contacts,
    files,
    parts,
    passing,
    people,
    places,
    problems,
    promises,
    tickets,
)

ticket: list[URLPattern] = [
    path("", tickets.OneTicket.as_view(), name="api-ticket"),
    path("timeline/", tickets.Timeline.as_view(), name="api-timeline"),
    path("changes/", tickets.Changes.as_view(), name="api-changes"),
    path("files/", files.Files.as_view(), name="api-files"),
    path("files/<int:pk>/", files.OneFile.as_view(), name="api-file"),
    path("interactions/", contacts.Interactions.as_view(), name="api-interactions"),
    path("interactions/<int:pk>/", contacts.OneInteraction.as_view(), name="api-interaction"),
    path("answers/", contacts.Answers.as_view(), name="api-answers"),
    path("legs/", parts.Legs.as_view(), name="api-legs"),
    path("concierge/", passing.Concierge.as_view(), name="api-concierge"),
    path("resolution/", closing.Resolution.as_view(), name="api-resolution"),
    path("confirmation/", closing.Confirmation.as_view(), name="api-confirmation"),
    path("withdrawal/", closing.Withdrawal.as_view(), name="api-withdrawal"),
    path("coding/", closing.CauseCoding.as_view(), name="api-coding"),
    path("second-coding/", closing.SecondCoding.as_view(), name="api-second-coding"),
]
leg: list[URLPattern] = [
    path("", parts.OneLeg.as_view(), name="api-leg"),
    path("handing-on/", parts.HandingOn.as_view(), name="api-handing-on"),
    path("giving-back/", parts.GivingBack.as_view(), name="api-giving-back"),
    path("finish/", parts.Finish.as_view(), name="api-finish"),
    path("question/", parts.Question.as_view(), name="api-question"),
    path("plan/", parts.Plan.as_view(), name="api-plan"),
    path("taking-back/", parts.TakingBack.as_view(), name="api-taking-back"),
    path("holder/", parts.Holder.as_view(), name="api-holder"),
    path("owner/", parts.Owner.as_view(), name="api-owner"),
    path("chases/", parts.Chases.as_view(), name="api-chases"),
    path("promises/", promises.Promises.as_view(), name="api-promises"),
]
first_version: list[URLPattern | URLResolver] = [
    path("me/", people.Me.as_view(), name="api-me"),
    path("me/token/", people.MyToken.as_view(), name="api-token"),
    path("people/", people.People.as_view(), name="api-people"),
    path("wards/", places.Wards.as_view(), name="api-wards"),
    path("wards/<int:pk>/", places.OneWard.as_view(), name="api-ward"),
    path("wards/<int:pk>/passing-on/", passing.PassingOn.as_view(), name="api-passing-on"),
    path("services/", places.Services.as_view(), name="api-services"),
    path("services/<int:pk>/", places.OneService.as_view(), name="api-service"),
    path("processes/", places.Processes.as_view(), name="api-processes"),
    path("root-causes/", places.RootCauses.as_view(), name="api-root-causes"),
    path("handing-over/", passing.HandingOver.as_view(), name="api-handing-over"),
    path("tickets/", tickets.Tickets.as_view(), name="api-tickets"),
    path("tickets/<str:reference>/", include(ticket)),
    path("legs/<int:pk>/", include(leg)),
    path("promises/<int:pk>/", promises.OnePromise.as_view(), name="api-promise"),
    path("promises/<int:pk>/keeping/", promises.Keeping.as_view(), name="api-keeping"),
    path("promises/<int:pk>/breaking/", promises.Breaking.as_view(), name="api-breaking"),
    path("problems/", problems.Problems.as_view(), name="api-problems"),
    path("problems/<slug:slug>/", problems.OneProblem.as_view(), name="api-problem"),
]
urlpatterns = [
    path("v1/", include(first_version)),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    re_path(r"", problems.Nowhere.as_view(), name="api-nowhere"),
]
