"""The desk's pages. A verb is a noun here: GET shows its form, POST does it."""

from django.urls import path

from tickets.views import (
    desk_closing,
    desk_contacts,
    desk_faults,
    desk_files,
    desk_parts,
    desk_people,
    desk_queues,
    desk_raising,
)

TICKET = "desk/tickets/<str:reference>"
PART = "desk/parts/<int:pk>"
PROMISE = "desk/promises/<int:pk>"

urlpatterns = [
    path("desk/", desk_queues.queue, name="desk"),
    path("desk/second-codings/", desk_queues.second_coding, name="desk-second-codings"),
    path("desk/old-log/", desk_faults.faults, name="desk-faults"),
    path("desk/old-log/<int:pk>/settlement/", desk_faults.settle, name="desk-fault"),
    path("raise-for-a-ward/", desk_raising.raise_for_ward, name="desk-raise"),
    path("desk/hand-over/", desk_people.hand_over, name="desk-hand-over"),
    path("desk/wards/passing-on/", desk_people.choose_ward, name="desk-ward-choice"),
    path("desk/wards/<int:pk>/passing-on/", desk_people.pass_ward_on, name="desk-ward-passing"),
    path(f"{TICKET}/receipt/", desk_raising.receipt, name="desk-receipt"),
    path(f"{TICKET}/history/", desk_files.history, name="desk-history"),
    path(f"{TICKET}/files/", desk_files.add_file, name="desk-files"),
    path(f"{TICKET}/contacts/", desk_contacts.log, name="desk-log"),
    path(f"{TICKET}/contacts/<int:pk>/correction/", desk_contacts.correct, name="desk-correction"),
    path(f"{TICKET}/routing/", desk_parts.route, name="desk-route"),
    path(f"{TICKET}/taking/", desk_people.take, name="desk-take"),
    path(f"{TICKET}/concierge/", desk_people.assign, name="desk-assign"),
    path(f"{TICKET}/resolution/", desk_closing.resolve, name="desk-resolve"),
    path(f"{TICKET}/cause/", desk_closing.code, name="desk-cause"),
    path(f"{TICKET}/second-cause/", desk_closing.code_again, name="desk-second-cause"),
    path(f"{TICKET}/reopening/", desk_closing.reopen, name="desk-reopen"),
    path(f"{TICKET}/withdrawal/", desk_closing.withdraw, name="desk-withdraw"),
    path(f"{PART}/handing-on/", desk_parts.hand_on, name="desk-hand-on"),
    path(f"{PART}/giving-back/", desk_parts.give_back, name="desk-give-back"),
    path(f"{PART}/result/", desk_parts.finish, name="desk-finish"),
    path(f"{PART}/question/", desk_parts.ask_ward, name="desk-ask-ward"),
    path(f"{PART}/plan/", desk_parts.plan, name="desk-plan"),
    path(f"{PART}/taking-back/", desk_parts.take_back, name="desk-take-back"),
    path(f"{PART}/holder/", desk_parts.name_holder, name="desk-holder"),
    path(f"{PART}/owner/", desk_parts.own, name="desk-owner"),
    path(f"{PART}/chase/", desk_contacts.chase, name="desk-chase"),
    path(f"{PART}/promise/", desk_contacts.promise, name="desk-promise"),
    path(f"{PROMISE}/keeping/", desk_contacts.keep, name="desk-promise-kept"),
    path(f"{PROMISE}/breaking/", desk_contacts.break_promise, name="desk-promise-broken"),
]
