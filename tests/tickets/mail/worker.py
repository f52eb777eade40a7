"""A worker of its own: fetches a mailbox and reads what waits. `python -m tests.tickets.mail.worker MAILBOX [SECONDS]`.

After so many seconds it is killed outright, whatever it is at.
"""

import os
import signal
import sys
import threading

import django

if __name__ == "__main__":
    django.setup()

    from django.db import connection

    from tickets.mail import polling
    from tickets.mail.arriving import read_kept
    from tickets.models import IncomingMessage, Mailbox

    mailbox_id = int(sys.argv[1])
    if len(sys.argv) > 2:
        threading.Timer(float(sys.argv[2]), os.kill, [os.getpid(), signal.SIGKILL]).start()
    for _ in range(5):
        polling.poll(mailbox_id, then=lambda message_id: read_kept(message_id) and None)
        if not Mailbox.objects.get(pk=mailbox_id).fault:
            break
    waiting = IncomingMessage.objects.filter(state="waiting").order_by("pk")
    for message_id in list(waiting.values_list("pk", flat=True)):
        read_kept(message_id)
    connection.close()
    os._exit(0)  # not waiting for the timer
