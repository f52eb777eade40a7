"""How mail programs head a quotation, in the languages that mail to the desk may come in."""

LABELS: dict[str, tuple[str, ...]] = {
    "from": (
        "From", "Oddi wrth", "Gan", "De", "Von", "Da", "Van", "Od", "Fra", "Från", "Lähettäjä", "Expéditeur", "Remitente",
        "Remetente", "Mittente", "Afzender", "Nadawca", "Afsender", "Avsändare", "Avsender", "Absender", "De la",
        "发件人", "寄件者", "寄件人", "發件人", "差出人", "送信者", "От", "От кого", "Від", "Odesílatel", "Feladó", "보낸 사람", "보낸사람", "Kimden", "Gönderen", "Από",
    ),
    "date": (
        "Sent", "Date", "Date sent", "Anfonwyd", "Dyddiad", "Enviado", "Enviada", "Enviado em", "Enviada em", "Enviado el",
        "Enviado a", "Enviado às", "Data", "Data de envio", "Fecha", "Envoyé", "Envoyé le", "Gesendet", "Gesendet am", "Datum",
        "Inviato", "Inviata", "Data invio", "Verzonden", "Verzonden op", "Wysłano", "Wysłane", "Data wysłania", "Sendt", "Dato", "Skickat",
        "Lähetetty", "Päivämäärä", "Pvm", "Päiväys", "发送时间", "发送日期", "日期", "时间", "時間", "寄件日期", "傳送時間", "送信日時", "日時", "日付",
        "Отправлено", "Дата", "Надіслано", "Odesláno", "Elküldve", "Dátum", "보낸 날짜", "날짜", "Gönderildi", "Tarih", "Ημερομηνία",
    ),
    "to": (
        "To", "At", "I", "Para", "À", "A", "An", "Aan", "Naar", "Do", "Til", "Till", "Vastaanottaja", "Kenelle", "Destinataire",
        "Destinatário", "Destinatario", "Empfänger", "Ontvanger", "Adresat", "Modtager", "Mottagare", "Mottaker", "收件人", "收件者", "宛先", "Кому", "Komu",
        "Címzett", "받는 사람", "Kime", "Προς",
    ),
    "cc": (
        "Cc", "Copi", "Kopie", "DW", "UDW", "Do wiadomości", "Kopia", "Kopi", "Kopio", "Copie", "Copie à", "Copia", "抄送", "副本", "Копия", "Kopie (CC)",
        "Bcc", "参照",
    ),
    "subject": (
        "Subject", "Pwnc", "Testun", "Assunto", "Asunto", "Objet", "Sujet", "Betreff", "Oggetto", "Onderwerp", "Temat", "Emne",
        "Ämne", "Aihe", "主题", "主題", "主旨", "标题", "件名", "Тема", "Předmět", "Predmet", "Tárgy", "제목", "Konu", "Θέμα", "Re",
    ),
    "other": (
        "Reply-To", "Atodiadau", "Attachments", "Attachment", "Importance", "Priority", "Organization", "Organisation", "Sent by", "Sensitivity",
        "Anexos", "Adjuntos", "Pièces jointes", "Anlagen", "Anhänge", "Wichtigkeit", "Priorität", "Allegati", "Bijlagen", "Załączniki", "Vedhæftede filer", "Répondre à", "Antwort an",
        "Antwoord aan", "Beantwoorden - Aan", "Responder a", "Odpowiedź do", "Rispondi a", "Svar til", "Importancia", "Importance", "Mailing list", "附件", "重要性",
    ),
}  # fmt: skip
"""The lines of a quoted message's own headers, by what each tells. The order of the list of a key is free."""

WROTE = (
    "wrote", "writes", "said", "says", "sent", "ysgrifennodd", "sgwennodd", "escreveu", "escribió", "escribio", "ha escrito", "a écrit", "a ecrit", "nous a dit",
    "schrieb", "schreibt", "geschrieben", "schrieben sie", "ha scritto", "schreef", "geschreven", "napisał", "napisała", "napisał(a)", "napisał/a", "pisze",
    "skrev", "skreiv", "følgende", "kirjoitti", "kirjoittaa", "написал", "написала", "написал(а)", "написав", "пишет", "пише", "napsal", "napsala", "napsal(a)",
    "napísal", "napísal(a)", "napisao", "napisal", "napisao/la je", "a scris", "ezt írta", "έγραψε", "yazdı", "şunu yazdı", "写道", "写到", "寫道", "書きました", "作成", "כתב", "כתבה", "كتب",
)  # fmt: skip
"""Verbs with which a heading ends, or after which only the writer's name comes."""

STARTERS = (
    "On", "At", "In message", "Ar", "Ysgrifennodd", "Em", "No dia", "Às", "A", "El", "Le", "Am", "Il", "Il giorno", "In data", "Op", "W dniu", "Dnia", "Dňa", "Den", "På", "Dne", "V", "La",
    "在", "于", "於", "В",
)  # fmt: skip

DAYS = (
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "llun", "maw", "mer", "iau", "gwe", "sad", "sul", "seg", "ter", "qua", "qui", "sex", "sáb", "dom", "lun", "mar", "mié", "jue", "vie",
    "jeu", "ven", "sam", "dim", "mo", "di", "mi", "do", "fr", "sa", "so", "gio", "ma", "wo", "vr", "za", "zo", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "man", "tir", "tirs", "ons", "tor", "tors", "fre", "lør", "søn",
    "mån", "tis", "lör", "sön", "ti", "ke", "to", "pe", "la", "su", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "po", "út", "st", "čt", "pá", "ne",
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela",
)  # fmt: skip
"""Days of the week, cut as Gmail cuts them, with which its headings in some languages begin."""

ORIGINAL = (
    "Original Message", "Original Appointment", "Original E-?mail", "Reply Message", "Neges Wreiddiol", "Neges wreiddiol", "Mensagem original", "Mensaje original",
    "Message d['’]origine", "Message original", "Message initial", "E-?mail d['’]origine", "Ursprüngliche Nachricht", "Urspruengliche Nachricht", "Ursprüngliche E-?Mail", "Originalnachricht", "Original Nachricht", "Original-Nachricht", "Originalmail",
    "Antwort Nachricht", "Messaggio originale", "Oorspronkelijk bericht", "Oorspronkelijke bericht", "Origineel bericht", "Oryginalna wiadomość", "Wiadomość oryginalna", "Pierwotna wiadomość",
    "Oprindelig meddelelse", "Oprindelig besked", "Original besked", "Ursprungligt meddelande", "Originalmeddelande", "Opprinnelig melding", "Opprinnelig meddelelse", "Alkuperäinen viesti",
    "原始邮件", "原邮件", "原始郵件", "邮件原件", "原文", "元のメッセージ", "Исходное сообщение", "Оригинальное сообщение", "Původní zpráva", "Původní e-?mail", "Pôvodná správa", "Eredeti üzenet", "원본 메시지", "Orijinal Mesaj",
)  # fmt: skip

FORWARDED = (
    "Forwarded message", "Forwarded Message", "Forwarded by .{1,100}", "Forwarded email", "Neges wedi['’]i hanfon ymlaen", "Neges a anfonwyd ymlaen", "Neges wedi['’]i Hanfon Ymlaen", "Mensagem encaminhada", "Mensagem reencaminhada", "Mensaje reenviado",
    "Message transféré", "Message réexpédié", "Transféré par .{1,100}", "Weitergeleitete Nachricht", "Weitergeleitet von .{1,100}", "Messaggio inoltrato", "Doorgestuurd bericht", "Wiadomość przekazana", "Przekazana wiadomość", "Treść przekazanej wiadomości", "Wiadomość przekazana dalej",
    "Videresendt meddelelse", "Videresendt besked", "Vidarebefordrat meddelande", "Vidarebefordrat mail", "Videresendt melding", "Videresendt e-post", "Välitetty viesti", "Edelleenlähetetty viesti", "Edelleen lähetetty viesti", "Lähetetty edelleen",
    "转发的邮件", "转发邮件", "轉寄郵件", "Пересланное сообщение", "Пересылаемое сообщение", "Пересылаемое письмо", "Перенаправленное сообщение", "転送メッセージ", "転送されたメッセージ", "Přeposlaná zpráva", "Preposlaná správa",
)  # fmt: skip

FORWARDED_ALONE = (
    "Begin forwarded message", "Cychwyn y neges a anfonwyd ymlaen", "Dechrau neges wedi['’]i hanfon ymlaen", "Início da mensagem (?:re)?encaminhada", "Inicio del mensaje reenviado", "Début du message (?:réexpédié|transféré)", "Anfang der weitergeleiteten (?:Nachricht|E-Mail)",
    "Inizio (?:del )?messaggio inoltrato", "Begin doorgestuurd bericht", "Rozpoczęcie przekazanej wiadomości", "Początek (?:przekazanej|przekazywanej) wiadomości", "Start på videresendt (?:besked|melding)", "Videresendt (?:besked|melding)", "Vidarebefordrat (?:brev|mejl)",
    "Välitetty viesti alkaa", "(?:开始|開始)(?:转发|轉寄)的?(?:邮件|郵件)", "Начало (?:переадресованного|пересланного) (?:сообщения|письма)", "Přeposlaná zpráva", "転送されたメッセージ",
)  # fmt: skip
"""Apple Mail's line above a forwarded message, which ends in a colon and has no dashes."""

ANSWER_ABOVE = (
    "(?:please )?(?:type|write|enter) (?:your )?reply above this line", "reply above this line", "please reply above this line", "replies above this line", "atebwch uwchben y llinell hon", "antworten sie (?:bitte )?(?:ober|über)halb dieser (?:zeile|linie)", "bitte antworten sie (?:ober|über)halb",
    "répondre (?:au-dessus|ci-dessus) de cette ligne", "responda (?:por )?(?:encima|acima) d(?:e|a|esta) (?:esta )?(?:línea|linha)", "antwoord boven deze (?:regel|lijn)", "rispondere sopra questa riga", "responder (?:por encima|acima) de esta l[ií]n(?:ea|ha)", "svar over denne linje", "svara ovanför denna rad", "在此行上方回复",
)  # fmt: skip

SENT_FROM = (
    r"Sent (?:from|via|with|by|using)", r"(?:This (?:message|e-?mail) was )?sent (?:from|via)", r"Anfonwyd o", r"Wedi['’]i anfon o", r"Enviad[oa] (?:d[oa]|desde|a partir d[oea]|pel[oa]|de|via|con|com)", r"Obter o", r"Envoyé (?:de|depuis|à partir de|avec|par|via)", r"Télécharger", r"Gesendet (?:von|mit|über|via|mithilfe)", r"Von meinem .{2,30} gesendet", r"Diese Nachricht wurde von meinem", r"Holen Sie sich",
    r"Inviato (?:da|con|dal|tramite)", r"Verzonden (?:vanaf|van|met|via|vanuit)", r"Verstuurd (?:vanaf|van|met|via)", r"Wysłan[eoy] (?:z|za pomocą|ze)", r"Wysłano (?:z|ze)", r"Sendt (?:fra|med|via)", r"Skickat (?:från|med|via)", r"Skickades från", r"Lähetetty", r"Отправлено (?:с|из|от)", r"Odesláno (?:z|ze|pomocí)", r"发自(?:我的)?", r"[从從]我的", r"由我的", r"发送自", r"(?:私の)?iPhoneから送信", r"iPadから送信", r"Get Outlook for", r"Obtener Outlook para", r"Outlook für", r"Skaff deg Outlook", r"Hämta Outlook", r"Hent Outlook", r"Pobierz (?:aplikację )?Outlook", r"Scarica Outlook", r"Outlook voor", r"Download Outlook", r"Obter Outlook",
)  # fmt: skip

DEVICES = (
    "iPhone", "iPhon", "iPad", "iPod", "iOS", "Apple", "Mac", "Watch", "Android", "Samsung", "Galaxy", "BlackBerry", "Blackberry", "HTC", "Nokia", "Huawei", "HUAWEI", "Xiaomi", "Redmi", "Sony", "Xperia", "Motorola", "Moto", "OnePlus", "Pixel", "LG", "Alcatel", "Oppo", "OPPO",
    "Windows", "Outlook", "Surface", "phone", "Phone", "mobile", "Mobile", "mobil", "Mobil", "móvil", "telemóvel", "celular", "portable", "Handy", "cell", "handheld", "tablet", "Tablet", "wireless", "Wireless", "device", "Yahoo", "Gmail", "Mail", "mail", "Mailbox", "Airmail", "Spark", "K-9", "Proton",
    "Sparrow", "Thunderbird", "Nine", "Acompli", "Verizon", "AT&T", "T-Mobile", "smartphone", "Smartphone", "telefon", "Telefon", "teléfono", "téléphone", "telefoon", "puhelimesta", "Puhelimesta", "ffôn", "galaxy", "手机", "手機", "邮箱", "телефон", "Почты", "Mail.ru", "TI-85", "PC", "eM Client", "Workspace",
    "Superhuman", "Front", "Hey", "Zoho", "GMX", "WEB.DE", "Freenet", "Orange", "Tutanota", "Canary", "Edison", "Newton", "Polymail",
)  # fmt: skip
