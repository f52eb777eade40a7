from django.urls import path

from tickets.views import ticket

urlpatterns = [
    path("tickets/<str:reference>/", ticket.show, name="ticket"),
    path("tickets/<str:reference>/files/<int:pk>/", ticket.download, name="ticket-file"),
]
