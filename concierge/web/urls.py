"""The shell's own pages, and sign-in."""

from django.urls import include, path

from concierge.web import late, views

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.your_account, name="your_account"),
    path("send-again/<uuid:kept_id>/", late.send_again, name="send_again"),
    # An address is the administrator's to enter: whoever could change her own could become another.
    path("account/email/", views.nowhere),
    path("account/", include("allauth.account.urls")),
    path("account/two-step/", include("allauth.mfa.urls")),
    path("account/sign-on/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
