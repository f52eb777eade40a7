"""Where mail that leaves is written, looked after and answered."""

from django.urls import path

from tickets.views import mail_letters, mail_links, mail_outbox, mail_preferences
from tickets.views.administration import letters

TEMPLATES = "administration/<str:code>/letters/"

urlpatterns = [
    path("desk/tickets/<str:reference>/letter/", mail_letters.write, name="desk-letter"),
    path("desk/e-mails/<int:pk>/settlement/", mail_letters.settle, name="desk-letter-settled"),
    path("account/e-mails/", mail_preferences.choose, name="what-i-am-told"),
    path("outbox/", mail_outbox.show, name="outbox"),
    path("outbox/<int:pk>/", mail_outbox.read, name="outbox-message"),
    path("answer/<str:token>/", mail_links.answer, name="signed-link"),
    path("answered/", mail_links.answered, name="signed-link-answered"),
    path(TEMPLATES, letters.list_templates, name="administration-letters"),
    path(f"{TEMPLATES}new/", letters.save, name="administration-letter-new"),
    path(f"{TEMPLATES}<int:pk>/", letters.save, name="administration-letter"),
    path(f"{TEMPLATES}<int:pk>/retirement/", letters.retire, name="administration-letter-retirement"),
]
