"""Where the pages of tickets are: each kind of reader has a file."""

from django.urls import include, path

urlpatterns = [
    path("", include("tickets.urls.ward")),
    path("", include("tickets.urls.desk")),
    path("", include("tickets.urls.service")),
    path("", include("tickets.urls.administration")),
    path("", include("tickets.urls.mail")),
    path("", include("tickets.urls.mail_in")),
    path("", include("tickets.urls.ticket")),
]
