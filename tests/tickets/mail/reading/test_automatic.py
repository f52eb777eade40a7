"""Mail that no person wrote is known, and is never acknowledged."""

import pytest

from tests.tickets.mail.reading.messages import plain
from tickets.mail.reading import read

AUTOMATIC_HEADERS = [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-replied (vacation)"}, {"Auto_Submitted": "auto-replied; owner-email=\"a@trust.example\""}, {"Auto_Submitted": "Auto-Generated"}, {"Auto_Submitted": "auto-notified"},
    {"X_Autoreply": "yes"}, {"X_Autorespond": "The door"}, {"X_Auto_Reply": "1"}, {"X_Autoresponder": "x"}, {"X_Mail_Autoreply": "1"}, {"Precedence": "auto_reply"}, {"X_Apple_Action": "VACATION"}, {"X_Amazon_Auto_Reply": "true"},
    {"X_FC_MachineGenerated": "true"}, {"X_POST_MessageClass": "9; Autoresponder"}, {"X_MS_Exchange_Inbox_Rules_Loop": "a@trust.example", "X_Auto_Response_Suppress": "All"},
]  # fmt: skip

AUTOMATIC_SUBJECTS = [
    "Automatic reply: The door", "Auto reply: The door", "Auto: The door", "Auto-Reply: The door", "AutoReply: x", "Auto Response", "Out of Office: The door", "Out of office", "Out of Office AutoReply: The door", "Out of the office until Monday", "OOO: The door", "Away until 5 May", "Away from my desk", "On annual leave", "I am away", "Vacation reply", "vacation: The door", "Ward 3 - vacation response Re: The door",
    "Ateb awtomatig: Y drws", "Ymateb awtomatig: Y drws", "Allan o'r swyddfa", "Resposta automática: A porta", "Ausência do escritório", "Fora do escritório", "Respuesta automática: La puerta", "Fuera de la oficina", "Ausente", "Réponse automatique : La porte", "Absence du bureau : La porte", "Message d'absence", "Automatische Antwort: Die Tür", "Abwesenheitsnotiz", "Abwesenheitsnotiz: Die Tür", "Abwesend",
    "Risposta automatica: La porta", "Risposta Non al computer: La porta", "Fuori sede", "Fuori ufficio", "Automatisch antwoord: De deur", "Afwezig: De deur", "Afwezigheidsbericht", "Automatyczna odpowiedź: Drzwi", "Odpowiedź automatyczna: Drzwi", "Poza biurem", "Autosvar: Døren", "Automatisk svar: Døren", "Automatiskt svar: Dörren", "Frånvaro: Dörren", "Fravær: Døren", "Ikke til stede: Døren",
    "Automaattinen vastaus: Ovi", "Poissa: Ovi", "自动回复: 门", "自动答复：门", "自動回覆: 門", "自動返信: ドア", "不在通知", "Автоматический ответ: Дверь", "Автоответ: Дверь", "Automatická odpověď: Dveře", "[Auto-Reply] The door", "Automatic reply: Re: The door",
]  # fmt: skip

PERSONAL_SUBJECTS = [
    "The automatic door of bay two", "Office move", "Re: The door", "Automatic doors are broken", "Holiday cover for bay two", "Vacant bed", "Who is away on Monday?", "Re: your order", "Leave form", "Absent staff record", "Delivery of chairs", "Returned bed", "Delivery failed to come on Monday", "Undelivered parcel", "Failed lift",
]  # fmt: skip

NEVER_ACKNOWLEDGED = {
    "null return path": {"Return_Path": "<>"},
    "bulk": {"Precedence": "bulk"},
    "junk": {"Precedence": "Junk"},
    "list": {"Precedence": "list"},
    "list id": {"List_Id": "Wards <wards.lists.trust.example>"},
    "unsubscribe": {"List_Unsubscribe": "<mailto:off@trust.example>"},
    "suppress all": {"X_Auto_Response_Suppress": "All"},
    "suppress absence": {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"},
    "suppress answers": {"X_Auto_Response_Suppress": "AutoReply"},
    "loop": {"X_Loop": "yes"},
    "noreply": {"From": "Shop <noreply@shop.example>"},
    "no-reply": {"From": "no-reply@shop.example"},
    "do not reply": {"From": "do-not-reply@shop.example"},
    "donotreply": {"From": "DoNotReply@shop.example"},
    "daemon": {"From": "MAILER-DAEMON@shop.example"},
    "postmaster": {"From": "postmaster@shop.example"},
    "bounces": {"Return_Path": "<bounces+12@shop.example>"},
    "list owner": {"From": "wards-owner@lists.trust.example"},
    "ourselves": {"From": "desk@desk.example"},
    "ourselves below": {"From": "desk@mail.desk.example"},
    "our own id": {"Message_ID": "<abc@desk.example>"},
    "nobody": {"From": None},
    "no address": {"From": "Ward Three"},
    "broken address": {"From": "ward3@"},
}  # fmt: skip

ORDINARY = {
    "plain": {},
    "said to be personal": {"Auto_Submitted": "no"},
    "receipt wanted": {"X_Auto_Response_Suppress": "DR, RN, NRN"},
    "first class": {"Precedence": "first-class"},
    "id of a host with our name in it": {"Message_ID": "<abc@notdesk.example>"},
    "return path": {"Return_Path": "<ward3@trust.example>"},
    "a name like a robot's": {"From": "Norepa Lyon <n.lyon@trust.example>"},
}


@pytest.mark.parametrize("headers", AUTOMATIC_HEADERS, ids=str)
def test_a_header_says_that_a_program_answered(headers):
    message = read(plain("I am away.", **headers))

    assert (message.is_auto_reply, message.is_bounce, message.may_acknowledge) == (True, False, False)


@pytest.mark.parametrize("subject", AUTOMATIC_SUBJECTS)
def test_a_subject_says_that_a_program_answered(subject):
    message = read(plain("I am away.", Subject=subject))

    assert (message.is_auto_reply, message.is_bounce, message.may_acknowledge) == (True, False, False)


@pytest.mark.parametrize("subject", PERSONAL_SUBJECTS)
def test_a_person_may_write_about_doors_that_open_by_themselves(subject):
    message = read(plain("It does not shut. Message delivery has failed twice.", Subject=subject))

    assert (message.is_auto_reply, message.is_bounce, message.may_acknowledge) == (False, False, True)


@pytest.mark.parametrize("headers", NEVER_ACKNOWLEDGED.values(), ids=NEVER_ACKNOWLEDGED.keys())
def test_no_acknowledgement_goes_where_it_could_come_back(headers):
    message = read(plain("The door is broken.", **headers))

    assert message.may_acknowledge is False


@pytest.mark.parametrize("headers", ORDINARY.values(), ids=ORDINARY.keys())
def test_an_ordinary_message_may_be_acknowledged(headers):
    message = read(plain("The door is broken.", **headers))

    assert (message.is_automatic, message.may_acknowledge) == (False, True)


def test_a_list_is_known():
    assert read(plain("Hello", List_Id="<wards.lists.trust.example>")).is_list is True


def test_mail_that_has_gone_round_is_a_loop():
    received = "\n".join(["Received: by mx.trust.example; Mon, 3 Nov 2025 10:12:00 +0000"] * 60)

    message = read(received.encode() + b"\n" + plain("Hello"))

    assert (message.is_loop, message.may_acknowledge) == (True, False)
