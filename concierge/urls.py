"""Every address of the product; each package keeps its own."""

from django.urls import include, path

from concierge.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("concierge.web.urls")),
    path("api/", include("tickets.api.urls")),
    path("", include("tickets.urls")),
    path("", include("analytics.urls")),
]

handler400 = "concierge.web.views.wrong_request"
handler403 = "concierge.web.views.not_allowed"
handler404 = "concierge.web.views.not_found"
handler500 = "concierge.web.views.broken"
