"""A worker of its own that sends what waits. `python -m tests.tickets.mail.sender PORT HOURS [SECONDS]`.

Its clock begins HOURS after the real one and goes on by a minute after each sweep. After so many seconds
it is killed outright, whatever it is at.
"""

import os
import signal
import sys
import threading
from datetime import timedelta

import django

MOST_SWEEPS = 120

if __name__ == "__main__":
    django.setup()

    from django.conf import settings
    from django.utils import timezone

    from concierge.environment import mail_settings
    from tickets.mail import sending
    from tickets.models import OutgoingMessage

    for name, value in mail_settings(f"smtp+plain://127.0.0.1:{sys.argv[1]}", 2).items():
        setattr(settings, name, value)
    at = timezone.now() + timedelta(hours=float(sys.argv[2]))
    if len(sys.argv) > 3:
        threading.Timer(float(sys.argv[3]), os.kill, [os.getpid(), signal.SIGKILL]).start()
    for _ in range(MOST_SWEEPS):
        if not OutgoingMessage.objects.filter(state="waiting").exists():
            break
        sending.send_due(at)
        at += timedelta(minutes=1)
    os._exit(0)  # not waiting for the timer
