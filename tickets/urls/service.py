"""Where a service's own pages are."""

from django.urls import path

from tickets.views import service, service_answers

urlpatterns = [
    path("service/", service.home, name="service_home"),
    path("service/done/", service.done, name="service_done"),
    path("service/parts/<int:pk>/", service.part, name="part"),
    path("service/parts/<int:pk>/result/", service_answers.finish, name="part_result"),
    path("service/parts/<int:pk>/promises/", service_answers.promise, name="part_promise"),
    path("service/parts/<int:pk>/not-ours/", service_answers.not_ours, name="part_not_ours"),
    path("service/parts/<int:pk>/question/", service_answers.ask_ward, name="part_question"),
    path("service/parts/<int:pk>/plan/", service_answers.plan, name="part_plan"),
    path("service/parts/<int:pk>/taking-back/", service_answers.take_back, name="part_take_back"),
    path("service/parts/<int:pk>/messages/", service_answers.message, name="part_message"),
    path("service/parts/<int:pk>/owner/", service_answers.own, name="part_owner"),
    path("service/parts/<int:pk>/mine/", service_answers.take, name="part_mine"),
    path("service/parts/<int:pk>/resolution/", service_answers.resolve, name="part_resolution"),
    path("service/promises/<int:pk>/kept/", service_answers.keep, name="service_promise_kept"),
    path("service/promises/<int:pk>/broken/", service_answers.break_promise, name="service_promise_broken"),
]
