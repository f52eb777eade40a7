"""Messages of mail servers about mail that did not arrive, or not yet."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tickets.mail.reading.addresses import first_person
from tickets.mail.reading.charsets import on_one_line
from tickets.mail.reading.headers import Headers, split_headers
from tickets.mail.reading.limits import MAX_TEXT_BYTES
from tickets.mail.reading.parts import Part


class Action(StrEnum):
    FAILED = "failed"
    DELAYED = "delayed"


@dataclass(frozen=True)
class Bounce:
    """What a server says of one recipient; what it does not say is empty. `status` is RFC 3463's (5.1.1).

    `recipient` is the address as we wrote it, where the report tells that from the one it was sent on to."""

    action: Action
    recipient: str = ""
    status: str = ""
    diagnostic: str = ""
    original_message_id: str = ""
    original_subject: str = ""


REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED = {
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
}
_ENOUGH, _ENOUGH_FROM_A_PERSON = 4, 5
"""Points that make a report of a message without a report's form."""

_SERVER = re.compile(
    r"mailer[-_ ]?daemon|postmaster|post_master|mail[-_ ]?daemon|^mdaemon|mail deliver\w*[-_ ]?(?:sub)?system|mail delivery|delivery[-_ ]?(?:status|subsystem|notification|failure)|"
    r"^mail(?:[-_ ]?system)?$|microsoft exchange|system administrator|^administrator$|systemadministrator|mail administrator|mail router|^bounces?\b|email server|mail transfer|returned mail|"
    r"spam (?:firewall|filter)|mail gateway|^mailgate|deliver[-_]?status|message delivery|メール配信|邮件系统|系统管理员|почтов",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\W{0,6}(?:undeliver(?:ed|able|y)|un-?deliverable|delivery (?:status notification|failure|failed|has failed|report|notification|delayed|has been delayed|problem|error|incomplete|unsuccessful|warning|status)|delivery_failure|"
    r"failure (?:notice|delivery|notification)|failed (?:delivery|mail|message)|fail(?:ed|ure) to deliver|mail (?:delivery|deliver|failure|could not be delivered|not delivered|status report|undeliverable|system error)|"
    r"mail delivery|e-?mail (?:delivery|could not|undeliver|failure|error)|message (?:you sent blocked|delivery|could not be delivered|undeliver|status|not delivered|rejected|is delayed|delayed|bounced?)|message you sent blocked|returned (?:mail|message|e-?mail|to sender)|return(?:ed)? (?:receipt )?failure|"
    r"warning\W{1,3}(?:message|could not|delayed|mail|e-?mail|did not)|could not (?:send|deliver)|couldn[’']t (?:send|deliver)|cannot (?:send|deliver)|can[’']?t (?:send|deliver)|nondeliverable|non[- ]?deliver(?:y|able)|not deliver(?:ed|able)|notice: mail delivery|delayed(?: mail| e-?mail|:)|"
    r"permanent (?:delivery|error|failure)|temporary (?:delivery|failure)|postmaster notify|bounce[d]?\b|\[bounce\]|\[?postmaster\]? e?mail|delays? in delivering|sorry, your message|there was an error sending|your (?:message|mail|e-?mail).{0,60}(?:not (?:be )?delivered|undeliver|rejected|bounced|delayed|blocked)|"
    r"rejected ?:|reject mail|dsn\b|automatically rejected mail|considered unsolicited|blocked by|user unknown|no such user|unknown user|address not found|recipient not found|"
    r"unzustellbar|nicht zustellbar|zustellung (?:fehlgeschlagen|verzögert|nicht)|unzustellbare|fehler (?:bei der|beim) (?:zustellung|mail)|e?-?mail[- ]?zustellung|mailzustellung|benachrichtigung (?:zum|über den) (?:übermittlungs|zustell|übertragungs)|rückmeldung|"
    r"non remis|non distribu|message non distribu|échec de (?:la )?(?:remise|livraison|distribution|l.envoi)|avis de non|notification d.(?:état|échec)|retour de courrier|"
    r"no se (?:puede|pudo|ha podido) entregar|no entregado|sin entregar|error (?:de|en la) entrega|notificaci[oó]n (?:sobre el|de) estado|devoluci[oó]n|correo no entregado|"
    r"não (?:é possível entregar|entregue|foi entregue|foi possível)|não entregável|falha na entrega|devolvid|notificação (?:de|do) (?:status|estado|falha)|"
    r"non (?:recapitabile|recapitato|consegnabile|consegnato)|impossibile recapitare|mancat[oa] (?:recapito|consegna)|notifica (?:dello stato|di mancato)|messaggio non|"
    r"niet (?:bezorgd|bestelbaar|afgeleverd)|onbestelbaar|bezorging mislukt|kan niet worden bezorgd|statusmelding|"
    r"nie (?:można|udało się) dostarczyć|niedostarcz|nie dostarczono|zwrot|błąd dostarcz|powiadomienie o (?:stanie|nie)|"
    r"kan ikke leveres|kunne ikke leveres|ikke leveret|ikke levert|kan inte levereras|kunde inte levereras|ej levererat|olevererb|ulevert|uleverbar|ikke-leverbar|toimitus epäonnistui|viestiä ei voi(?:tu)? toimittaa|ei voitu toimittaa|"
    r"ni ellid|methu (?:danfon|ddosbarthu|anfon)|heb (?:ei )?(?:ddosbarthu|ddanfon)|退信|系统退信|無法傳遞|无法投递|未送达|未传递|投递失败|邮件退回|发送失败|"
    r"недоставлен|не доставлено|не удалось доставить|отчет о (?:доставке|недоставке)|ошибка доставки|сообщение не доставлено|nedoruč|メッセージを配信できません|配信不能|配信エラー|送信できません)",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"\bdelay(?:ed|s)?\b|not yet been delivered|has not been delivered yet|will (?:be )?(?:retr|attempt|keep trying|continue to try)|still trying|do not need to resend|no action is required|temporar(?:y|ily)|warning: (?:message|could not)|past \d+ hours?|"
    r"verzögert|retard[ée]|retrasad|atrasad|in ritardo|vertraagd|opóźnion|forsink|försen|viivästy|\(delay\)|延迟|延遲|задержан",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"\b5\d\d[ -]|\b5\.\d{1,3}\.\d{1,3}\b|permanent|fatal errors|giving up|returned to sender|could not be delivered|has failed|was not delivered",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"this is the (?:qmail|postfix|mail (?:system|delivery)|machine generated|email system)|this is the .{1,60} (?:program|mail system) at|mail delivery (?:sub)?system|(?:was|were|been|be|been successfully) (?:undeliverable|not delivered)|delivery (?:to the following|has failed|of (?:your|the) (?:message|mail)|failed|attempt)|"
    r"(?:could|can|cannot|can't|couldn't|was|were|has|have|been|is)(?: ?not|n[’']t)?(?: yet)?(?: be)? (?:successfully )?delivered|unable to deliver|not able to deliver|undeliverable|i(?:'m| am) sorry to have to inform you|wasn[’']t able to deliver|did not reach the following|"
    r"permanent (?:fatal )?error|fatal errors|your message (?:to|was not|wasn't|did not|could not|cannot|has been (?:delayed|rejected|blocked))|message (?:could not|cannot|can't|was not|wasn't|was rejected|has been rejected|not delivered|delivery failed|you sent)|user unknown|unknown user|"
    r"no such (?:user|recipient|mailbox|address)|mailbox (?:is )?(?:full|unavailable|not found|exceeded)|quota exceeded|over quota|recipient (?:address )?rejected|address (?:not found|rejected|couldn't be found|does not exist)|returned (?:to sender|mail|message)|550[ -]|"
    r"recipient.{0,40}(?:not found|unknown|does not exist|rejected)|transcript of session|original message (?:headers|follows|below)|nicht zugestellt|unzustellbar|konnte nicht|n'a pas (?:pu|été)|no se (?:pudo|ha podido|puede) entregar|não (?:pôde|foi possível|pode)|non (?:è stato|può essere) (?:consegnat|recapitat)|"
    r"impossibile (?:recapitare|consegnare)|niet (?:worden )?(?:bezorgd|afgeleverd)|nie (?:można|mogła|mógł|udało)|kunne ikke|kunde inte|ei voitu|无法(?:投递|送达|发送)|退信|不存在|не (?:может быть|удалось|было) достав|配信できません|送信できません|ni ellid|could not send message|bulk email filter",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_REPLY_CODE = re.compile(r"(?<!\d)([45]\d\d)[ -]+(?:#?[45]\.\d|[A-Za-z<#])")
_NOTICE = re.compile(r'"(?:notificationType|eventType)"\s{0,3}:\s{0,3}"Bounce"')
_NOTICE_SAYS = [
    re.compile(rf'"{key}"\s{{0,3}}:\s{{0,3}}"([^"]{{1,500}})"')
    for key in ("emailAddress", "status", "diagnosticCode", "messageId")
]
_NOTICE_WITHIN = 3000
"""Characters from the start in which such a notice says what it is."""
_ADDRESS_LINE = re.compile(
    r"(?m)^[ \t>]{0,8}(?:To:|RCPT TO:|for|Recipient:|-)?[ \t]{0,4}<?([^\s<>:;,()\"]{1,100}@[\w.-]{2,200}\.\w{2,24})>?[:,;. \t)]{0,4}(?:\(|\r?$|<mailto|\.\.\.|[^\w@\s])"
)
_ANY_ADDRESS = re.compile(r"(?<![\w.+-])([\w.+'=-]{1,80}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,6})")
_ID_LINE = re.compile(r"(?mi)^[ \t>]{0,4}message-id:\s{0,4}<?([^\s<>]{3,250})>?")
_SUBJECT_LINE = re.compile(r"(?mi)^[ \t>]{0,4}subject:[ \t]{0,4}([^\r\n]{1,300})")
_NOT_AN_ANSWER = re.compile(
    r"^\s*(?:re|aw|antw?|sv|vs|odp|res|回复|答复|fwd?|wg|tr|rv|i|doorst|vl|vb|pd|转发)\s?[:：]", re.IGNORECASE
)


def bounce_of(root: Part, text: str) -> Bounce | None:
    """What the message says was not delivered; None where it is no such report, or tells of a success."""
    report = next((part for part in root.walk() if part.type in REPORTS), None)
    fields = _fields(report.content()) if report else []
    if report and fields:
        worst = _worst(fields)
        if worst and worst.first("action").strip().lower() in {"delivered", "relayed", "expanded"}:
            return None
        return _from_report(root, worst, text)
    kind = root.parameters.get("report-type", "").lower()
    if root.type == "multipart/report" and kind in {"delivery-status", "delivery-report"}:
        return _from_words(root, text)
    if _NOTICE.search(text[:_NOTICE_WITHIN]):
        return _from_notice(text)
    return _from_words(root, text) if _is_likely(root, text) else None


def _from_notice(text: str) -> Bounce:
    """Amazon's report as JSON, read piece by piece: mail programs break its lines."""
    address, status, reason, message_id = (
        match.group(1) if (match := pattern.search(text)) else "" for pattern in _NOTICE_SAYS
    )
    return Bounce(Action.FAILED, address, status, on_one_line(reason)[:1000], message_id)


def is_of_a_server(headers: Headers) -> bool:
    """Whether a mail server, not a person, is the sender."""
    sender = headers.text("from")
    name, _, address = sender.rpartition("<")
    local = (address or sender).partition("@")[0].strip('"<> ')
    return bool(
        _SERVER.search(local)
        or _SERVER.search(name.strip(' "'))
        or _SERVER.search(re.sub(r"[<>\"]", "", sender))
    )


def has_null_sender(headers: Headers) -> bool:
    """Whether the envelope had no sender, so that nothing may be sent back (RFC 5321 section 4.5.5)."""
    paths = headers.all("return-path") + headers.all("x-envelope-from") + headers.all("envelope-from")
    return any(path.strip() in {"<>", "", "< >"} or "mailer-daemon" in path.lower() for path in paths)


def _fields(raw: bytes) -> list[Headers]:
    """The report's blocks, that of the message first and one for each recipient after it."""
    raw = raw[:MAX_TEXT_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    blocks = [split_headers(block)[0] for block in re.split(rb"\n[ \t]*\n", raw)[:100] if block.strip()]
    return [block for block in blocks if block.pairs]


def _worst(blocks: list[Headers]) -> Headers | None:
    of_recipients = [
        block
        for block in blocks
        if block.has("final-recipient") or block.has("action") or block.has("original-recipient")
    ]
    order = {"failed": 0, "failure": 0, "delayed": 1}
    return min(
        of_recipients,
        key=lambda block: order.get(block.first("action").strip().lower().split(" ")[0], 2),
        default=None,
    )


def _from_report(root: Part, block: Headers | None, text: str) -> Bounce:
    headers = block or Headers()
    action = headers.first("action").lower()
    recipient = (
        headers.first("original-recipient", "final-recipient", "x-actual-recipient")
        .rpartition(";")[2]
        .strip(" <>")
    )
    final = headers.first("final-recipient").rpartition(";")[2].strip(" <>")
    diagnostic = on_one_line(
        headers.first("diagnostic-code").partition(";")[2] or headers.first("diagnostic-code")
    )
    status = _CODE.search(headers.first("status")) or _CODE.search(diagnostic)
    words = _from_words(root, text)
    is_delay = (
        "delay" in action
        or (not action and words.action is Action.DELAYED)
        or (not action.startswith("fail") and headers.first("status").startswith("4."))
    )
    return Bounce(
        Action.DELAYED if is_delay else Action.FAILED,
        recipient if "@" in recipient else final if "@" in final else words.recipient,
        status.group(1) if status else words.status,
        diagnostic[:1000] or words.diagnostic,
        words.original_message_id,
        words.original_subject,
    )


def _from_words(root: Part, text: str) -> Bounce:
    returned_id, returned_subject = _returned(root, text)
    subject = root.headers.text("subject")
    above = re.split(
        r"(?mi)^[-\s]{0,10}(?:original message|below this line|this is a copy|message header)",
        text,
        maxsplit=1,
    )[0][:20_000]
    code = _CODE.search(above) or _CODE.search(text[:20_000])
    line = next((line for line in above.split("\n") if _CODE.search(line) or _REPLY_CODE.search(line)), "")
    is_delay = bool(_DELAY.search(subject)) or (
        bool(_DELAY.search(above[:3000])) and not _FINAL.search(above[:6000])
    )
    return Bounce(
        Action.DELAYED if is_delay else Action.FAILED,
        _recipient(root, above or text),
        code.group(1) if code else "",
        on_one_line(line)[:1000],
        returned_id,
        returned_subject,
    )


def _recipient(root: Part, text: str) -> str:
    failed = root.headers.first("x-failed-recipients")
    if failed:
        return first_person(failed).email
    ours = {
        first_person(root.headers.first(name)).email.lower()
        for name in ("from", "to", "delivered-to", "x-original-to")
    }
    for pattern in (_ADDRESS_LINE, _ANY_ADDRESS):
        for match in pattern.finditer(text[:20_000]):
            address = match.group(1).strip(".'")
            if address.lower() not in ours and not _SERVER.search(address.partition("@")[0]):
                return address
    return ""


def _returned(root: Part, text: str) -> tuple[str, str]:
    """The id and subject of the message that comes back, from the part or the text that shows it."""
    for part in root.walk():
        if part.type in _RETURNED and part is not root:
            headers, _ = split_headers(part.content()[:65536].lstrip())
            if headers.pairs:
                return headers.first("message-id").strip("<> ")[:250], headers.text("subject")[:300]
    found, subject = _ID_LINE.search(text), _SUBJECT_LINE.search(text)
    return (found.group(1) if found else "", subject.group(1).strip() if subject else "")


def _is_likely(root: Part, text: str) -> bool:
    headers = root.headers
    by_server = is_of_a_server(headers) or has_null_sender(headers) or headers.has("auto-submitted")
    if (
        not by_server
        and not headers.has("x-failed-recipients")
        and not _SUBJECT.match(headers.text("subject"))
    ):
        return False
    return _score(root, text) >= (_ENOUGH if by_server else _ENOUGH_FROM_A_PERSON)


def _score(root: Part, text: str) -> int:
    """How much speaks for a report without its proper form."""
    headers, subject = root.headers, root.headers.text("subject")
    is_answer = bool(_NOT_AN_ANSWER.match(subject)) and not headers.has("x-failed-recipients")
    words = "\n".join([text[:6000], *(part.text(3000) for part in root.walk() if part.type == "text/plain")])[
        :9000
    ]
    points = 2 * (is_of_a_server(headers) or has_null_sender(headers))
    points += is_of_a_server(headers) and has_null_sender(headers)
    points += 2 * (bool(_SUBJECT.match(subject)) and not is_answer)
    points += 2 * bool(_BODY.search(words))
    points += 5 * (headers.has("x-failed-recipients") and not is_answer)
    points += any(part.type in _RETURNED for part in root.walk() if part is not root)
    points += bool(_CODE.search(words) or _REPLY_CODE.search(words))
    points += 2 * (
        headers.first("auto-submitted").lower().startswith("auto-") and bool(_SUBJECT.match(subject))
    )
    return points - 2 * is_answer
