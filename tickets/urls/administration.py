"""The administrator's pages, under the code of her trust."""

from django.urls import path

from tickets.views.administration import home, people, processes, services, wards

TRUST = "administration/<str:code>/"

urlpatterns = [
    path("administration/", home.start, name="administration"),
    path(TRUST, home.show, name="administration-trust"),
    path(f"{TRUST}causes/", home.word_causes, name="administration-causes"),
    path(f"{TRUST}sites/new/", wards.open_site, name="administration-site-new"),
    path(f"{TRUST}wards/", wards.list_wards, name="administration-wards"),
    path(f"{TRUST}wards/new/", wards.open_ward, name="administration-ward-new"),
    path(f"{TRUST}wards/<int:pk>/", wards.change_ward, name="administration-ward"),
    path(f"{TRUST}wards/<int:pk>/retirement/", wards.retire_ward, name="administration-ward-retirement"),
    path(f"{TRUST}people/", people.list_people, name="administration-people"),
    path(f"{TRUST}people/new/", people.welcome_person, name="administration-person-new"),
    path(f"{TRUST}people/<int:pk>/", people.show_person, name="administration-person"),
    path(f"{TRUST}people/<int:pk>/details/", people.change_person, name="administration-person-details"),
    path(f"{TRUST}people/<int:pk>/posts/", people.give_post, name="administration-post-new"),
    path(f"{TRUST}people/<int:pk>/closing/", people.close_account, name="administration-person-closing"),
    path(f"{TRUST}posts/<int:pk>/end/", people.end_post, name="administration-post-end"),
    path(f"{TRUST}services/", services.list_services, name="administration-services"),
    path(f"{TRUST}services/new/", services.add_service, name="administration-service-new"),
    path(f"{TRUST}services/<int:pk>/", services.show_service, name="administration-service"),
    path(
        f"{TRUST}services/<int:pk>/details/", services.change_service, name="administration-service-details"
    ),
    path(f"{TRUST}services/<int:pk>/hours/", services.set_hours, name="administration-service-hours"),
    path(
        f"{TRUST}services/<int:pk>/retirement/",
        services.retire_service,
        name="administration-service-retirement",
    ),
    path(f"{TRUST}services/<int:pk>/contacts/new/", services.save_contact, name="administration-contact-new"),
    path(
        f"{TRUST}services/<int:pk>/contacts/<int:contact_pk>/",
        services.save_contact,
        name="administration-contact",
    ),
    path(
        f"{TRUST}services/<int:pk>/contacts/<int:contact_pk>/retirement/",
        services.retire_contact,
        name="administration-contact-retirement",
    ),
    path(f"{TRUST}processes/", processes.list_processes, name="administration-processes"),
    path(f"{TRUST}processes/new/", processes.save_process, name="administration-process-new"),
    path(f"{TRUST}processes/<int:pk>/", processes.save_process, name="administration-process"),
    path(
        f"{TRUST}processes/<int:pk>/retirement/",
        processes.retire_process,
        name="administration-process-retirement",
    ),
]
