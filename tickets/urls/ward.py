"""Where a ward's own pages are."""

from django.urls import path

from tickets.views import ward, ward_answers, ward_pass_on, ward_raise

urlpatterns = [
    path("ward/", ward.home, name="ward_home"),
    path("ward/tickets/", ward.tickets, name="ward_tickets"),
    path("raise/", ward_raise.ask, name="ask"),
    path("ward/pass-on/", ward_pass_on.choose, name="pass_on"),
    path("ward/pass-on/<int:pk>/", ward_pass_on.pass_on, name="pass_on_ward"),
    path("ward/tickets/<str:reference>/receipt/", ward_raise.receipt, name="receipt"),
    path("ward/tickets/<str:reference>/reply/", ward_answers.reply, name="ward_reply"),
    path("ward/tickets/<str:reference>/files/", ward_answers.add_files, name="ward_files"),
    path("ward/tickets/<str:reference>/confirmation/", ward_answers.confirm, name="ward_confirm"),
    path("ward/tickets/<str:reference>/not-fixed/", ward_answers.not_fixed, name="ward_not_fixed"),
    path("ward/tickets/<str:reference>/withdrawal/", ward_answers.withdraw, name="ward_withdraw"),
]
