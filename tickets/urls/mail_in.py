"""The desk's mail, and where an administrator says how it arrives."""

from django.urls import path

from tickets.views import desk_mail
from tickets.views.administration import mailboxes

MESSAGE = "desk/mail/<int:pk>/"
MAILBOXES = "administration/<str:code>/mailboxes/"

urlpatterns = [
    path("desk/mail/", desk_mail.show, name="desk-mail"),
    path(MESSAGE, desk_mail.read, name="desk-message"),
    path(f"{MESSAGE}source/", desk_mail.download, name="desk-message-source"),
    path(f"{MESSAGE}ticket/new/", desk_mail.raise_for_ward, name="desk-message-raise"),
    path(f"{MESSAGE}ticket/", desk_mail.put_on_ticket, name="desk-message-ticket"),
    path(f"{MESSAGE}setting-aside/", desk_mail.set_aside, name="desk-message-aside"),
    path(f"{MESSAGE}putting-back/", desk_mail.put_back, name="desk-message-back"),
    path(f"{MESSAGE}reading/", desk_mail.try_again, name="desk-message-again"),
    path(MAILBOXES, mailboxes.list_mailboxes, name="administration-mailboxes"),
    path(f"{MAILBOXES}new/", mailboxes.save, name="administration-mailbox-new"),
    path(f"{MAILBOXES}<int:pk>/", mailboxes.save, name="administration-mailbox"),
    path(f"{MAILBOXES}<int:pk>/stopping/", mailboxes.stop, name="administration-mailbox-stopping"),
]
