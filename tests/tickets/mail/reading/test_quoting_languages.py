"""New words are told from quoted ones in every language that mail to the desk may come in."""

import pytest

from tests.tickets.mail.reading.messages import plain
from tickets.mail.reading import read

WORDS = "The door on bay two is mended.\n\nThank you all."

GMAIL = {
    "English": "On Mon, 3 Nov 2025 at 10:12, Desk <desk@desk.example> wrote:",
    "English, American": "On Mon, Nov 3, 2025 at 10:12 AM Desk <desk@desk.example> wrote:",
    "English, date before name on the phone": "On 3 Nov 2025, at 10:12, Desk <desk@desk.example> wrote:",
    "English, slashes": "On 03/11/2025 10:12, Desk wrote:",
    "English, ISO date": "On 2025-11-03 10:12, Desk wrote:",
    "English, weekday first with name": "On Monday, November 3, 2025, 10:12 AM, Desk Team <desk@desk.example> wrote:",
    "English, offset": "On Mon, 2025-11-03 at 10:12 +0000, Desk wrote:",
    "English, name first": "Desk Team <desk@desk.example> wrote on Mon, 3 Nov 2025 at 10:12:",
    "English, only an address": "desk@desk.example wrote:",
    "English, news style": "In message <abc@desk.example>, Desk Team <desk@desk.example> writes:",
    "English, dashes around it": "---- On Mon, 03 Nov 2025 10:12:00 +0000 Desk<desk@desk.example> wrote ----",
    "Welsh": "Ar Llun, 3 Tach 2025 am 10:12 Desg <desk@desk.example> ysgrifennodd:",
    "Welsh, long day": "Ar ddydd Llun, 3 Tachwedd 2025 10:12, ysgrifennodd Desg <desk@desk.example>:",
    "Portuguese": "Em seg., 3 de nov. de 2025 às 10:12, Balcão <desk@desk.example> escreveu:",
    "Portuguese of Portugal": "Balcão <desk@desk.example> escreveu (segunda, 3/11/2025 à(s) 10:12):",
    "Portuguese, Thunderbird": "Em 03/11/2025 10:12, Balcão escreveu:",
    "Spanish": "El lun, 3 nov 2025 a las 10:12, Mesa (<desk@desk.example>) escribió:",
    "Spanish, phone": "El 3 nov 2025, a las 10:12, Mesa <desk@desk.example> escribió:",
    "French": "Le lun. 3 nov. 2025 à 10:12, Bureau <desk@desk.example> a écrit :",
    "French, Thunderbird": "Le 03/11/2025 à 10:12, Bureau a écrit :",
    "German": "Am Mo., 3. Nov. 2025 um 10:12 Uhr schrieb Pult <desk@desk.example>:",
    "German, phone": "Am 03.11.2025 um 10:12 schrieb Pult <desk@desk.example>:",
    "German, name first": "Pult <desk@desk.example> schrieb am Mo., 3. Nov. 2025, 10:12:",
    "Italian": "Il giorno lun 3 nov 2025 alle ore 10:12 Banco <desk@desk.example> ha scritto:",
    "Italian, Thunderbird": "Il 03/11/2025 10:12, Banco ha scritto:",
    "Dutch": "Op ma 3 nov 2025 om 10:12 schreef Balie <desk@desk.example>:",
    "Dutch, phone": "Op 3 nov. 2025, om 10:12 heeft Balie <desk@desk.example> het volgende geschreven:",
    "Polish": "pon., 3 lis 2025 o 10:12 Biuro <desk@desk.example> napisał(a):",
    "Polish, Thunderbird": "W dniu 03.11.2025 o 10:12, Biuro pisze:",
    "Polish, phone": "Wiadomość napisana przez Biuro <desk@desk.example> w dniu 3 lis 2025, o godz. 10:12:",
    "Polish, user": "W dniu 3 listopada 2025 10:12 użytkownik Biuro <desk@desk.example> napisał:",
    "Danish": "Den man. 3. nov. 2025 kl. 10.12 skrev Skranken <desk@desk.example>:",
    "Danish, without article": "man. 3. nov. 2025 kl. 10.12 skrev Skranken <desk@desk.example>:",
    "Swedish": "Den mån 3 nov. 2025 kl 10:12 skrev Disken <desk@desk.example>:",
    "Swedish, phone": "3 nov. 2025 kl. 10:12 skrev Disken <desk@desk.example>:",
    "Norwegian": "man. 3. nov. 2025 kl. 10:12 skrev Skranken <desk@desk.example>:",
    "Norwegian, older": "På 3. november 2025 kl. 10:12:18, Skranken (desk@desk.example) skrev:",
    "Finnish": "ma 3. marrask. 2025 klo 10.12 Palvelu (desk@desk.example) kirjoitti:",
    "Finnish, name first": "Palvelu <desk@desk.example> kirjoitti 3.11.2025 klo 10.12:",
    "Chinese": "在 2025年11月3日，上午10:12，服务台 <desk@desk.example> 写道：",
    "Chinese, name first": "服务台 <desk@desk.example> 于2025年11月3日周一 10:12写道：",
    "Chinese, traditional": "服務台 <desk@desk.example> 於 2025年11月3日 週一 上午10:12寫道：",
    "Russian": "пн, 3 нояб. 2025 г. в 10:12, Стол <desk@desk.example>:",
    "Russian, user": "понедельник, 3 ноября 2025 г. пользователь Стол <desk@desk.example> написал:",
    "Japanese": "2025年11月3日(月) 10:12 受付 <desk@desk.example>:",
    "Czech": "po 3. 11. 2025 v 10:12 odesílatel Pult <desk@desk.example> napsal:",
    "Czech, Thunderbird": "Dne 03. 11. 25 v 10:12 Pult napsal(a):",
    "No language": "2025-11-03 10:12 GMT+01:00 Desk <desk@desk.example>:",
    "No language, slashes": "2025/11/3 Desk <desk@desk.example>",
}

HEADERS = {
    "English": ("From: Desk <desk@desk.example>", "Sent: 03 November 2025 10:12", "To: Ward 3", "Subject: Door"),
    "English, bold as stars": ("*From:* Desk <desk@desk.example>", "*Sent:* 03 November 2025 10:12", "*To:* Ward 3", "*Subject:* Door"),
    "English, Date": ("From: Desk <desk@desk.example>", "Date: Monday, 3 November 2025 at 10:12", "To: Ward 3", "Cc: Estates", "Subject: Door"),
    "Welsh": ("Oddi wrth: Desg <desk@desk.example>", "Anfonwyd: 03 Tachwedd 2025 10:12", "At: Ward 3", "Pwnc: Drws"),
    "Portuguese": ("De: Balcão <desk@desk.example>", "Enviado: segunda-feira, 3 de novembro de 2025 10:12", "Para: Ward 3", "Assunto: Porta"),
    "Spanish": ("De: Mesa <desk@desk.example>", "Enviado el: lunes, 3 de noviembre de 2025 10:12", "Para: Ward 3", "Asunto: Puerta"),
    "French": ("De : Bureau <desk@desk.example>", "Envoyé : lundi 3 novembre 2025 10:12", "À : Ward 3", "Objet : Porte"),
    "German": ("Von: Pult <desk@desk.example>", "Gesendet: Montag, 3. November 2025 10:12", "An: Ward 3", "Betreff: Tür"),
    "Italian": ("Da: Banco <desk@desk.example>", "Inviato: lunedì 3 novembre 2025 10:12", "A: Ward 3", "Oggetto: Porta"),
    "Dutch": ("Van: Balie <desk@desk.example>", "Verzonden: maandag 3 november 2025 10:12", "Aan: Ward 3", "Onderwerp: Deur"),
    "Polish": ("Od: Biuro <desk@desk.example>", "Wysłano: poniedziałek, 3 listopada 2025 10:12", "Do: Ward 3", "Temat: Drzwi"),
    "Danish": ("Fra: Skranken <desk@desk.example>", "Sendt: 3. november 2025 10:12", "Til: Ward 3", "Emne: Dør"),
    "Swedish": ("Från: Disken <desk@desk.example>", "Skickat: den 3 november 2025 10:12", "Till: Ward 3", "Ämne: Dörr"),
    "Norwegian": ("Fra: Skranken <desk@desk.example>", "Dato: mandag 3. november 2025 kl. 10:12", "Til: Ward 3", "Emne: Dør"),
    "Finnish": ("Lähettäjä: Palvelu <desk@desk.example>", "Lähetetty: maanantai 3. marraskuuta 2025 10.12", "Vastaanottaja: Ward 3", "Aihe: Ovi"),
    "Chinese": ("发件人: 服务台 <desk@desk.example>", "发送时间: 2025年11月3日 10:12", "收件人: Ward 3", "主题: 门"),
    "Chinese, traditional": ("寄件者： 服務台 <desk@desk.example>", "寄件日期： 2025年11月3日 10:12", "收件者： Ward 3", "主旨： 門"),
    "Russian": ("От: Стол <desk@desk.example>", "Отправлено: 3 ноября 2025 г. 10:12", "Кому: Ward 3", "Тема: Дверь"),
    "Japanese": ("差出人: 受付 <desk@desk.example>", "送信日時: 2025年11月3日 10:12", "宛先: Ward 3", "件名: ドア"),
    "Czech": ("Od: Pult <desk@desk.example>", "Odesláno: pondělí 3. listopadu 2025 10:12", "Komu: Ward 3", "Předmět: Dveře"),
}  # fmt: skip

DIVIDERS = [
    "-----Original Message-----", "----- Original Message -----", "-------- Original message --------", "-----Neges Wreiddiol-----", "-----Mensagem original-----", "-----Mensaje original-----",
    "-----Message d'origine-----", "-----Message d’origine-----", "-----Ursprüngliche Nachricht-----", "-------- Originalnachricht --------", "-----Messaggio originale-----", "-----Oorspronkelijk bericht-----", "-----Oryginalna wiadomość-----", "-----Oprindelig meddelelse-----", "-----Ursprungligt meddelande-----",
    "-----Opprinnelig melding-----", "-----Alkuperäinen viesti-----", "------------------ 原始邮件 ------------------", "-----Исходное сообщение-----", "-----Původní zpráva-----", "*----- Original Message -----*",
]  # fmt: skip

SIGNED_BY_PHONE = [
    "Sent from my iPhone", "Sent from my iPad", "Sent from my Samsung Galaxy smartphone.", "Sent from my BlackBerry 10 smartphone on the EE network.", "Sent from Outlook for iOS", "Get Outlook for iOS", "Get Outlook for Android<https://aka.ms/AAb9ysg>", "Sent from Yahoo Mail on Android", "Sent from Mail for Windows 10", "Sent from my mobile device, please excuse any typos.",
    "Sent from ProtonMail mobile", "Anfonwyd o fy iPhone", "Enviado do meu iPhone", "Enviado a partir do meu smartphone Samsung", "Enviado desde mi iPhone", "Obtener Outlook para iOS", "Envoyé de mon iPhone", "Envoyé depuis mon mobile Orange", "Von meinem iPhone gesendet", "Gesendet von Outlook für Android", "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.",
    "Inviato da iPhone", "Inviato dal mio smartphone Samsung Galaxy.", "Verstuurd vanaf mijn iPhone", "Verzonden met Outlook voor Android", "Wysłane z iPhone'a", "Wysłano z telefonu Samsung Galaxy", "Sendt fra min iPhone", "Skickat från min iPhone", "Skickat från Outlook för iOS", "Lähetetty iPhonesta", "发自我的iPhone", "从我的 iPhone 发送", "從我的 iPhone 傳送", "Отправлено с iPhone", "iPhoneから送信", "Odesláno z iPhonu",
]  # fmt: skip


@pytest.mark.parametrize("heading", GMAIL.values(), ids=GMAIL.keys())
def test_what_is_quoted_under_a_heading_is_not_new(heading):
    message = read(plain(f"{WORDS}\n\n{heading}\n\n> Which door is it?\n>\n> The desk"))

    assert message.reply_text == WORDS


@pytest.mark.parametrize("heading", GMAIL.values(), ids=GMAIL.keys())
def test_a_heading_ends_the_new_words_even_where_nothing_marks_the_quoted_lines(heading):
    message = read(plain(f"{WORDS}\n{heading}\nWhich door is it?\n\nThe desk"))

    assert message.reply_text == WORDS


@pytest.mark.parametrize(
    "heading",
    [text for text in GMAIL.values() if " <" in text],
    ids=[key for key, text in GMAIL.items() if " <" in text],
)
def test_a_heading_may_be_wrapped_before_the_address(heading):
    message = read(plain(f"{WORDS}\n\n{heading.replace(' <', chr(10) + '<')}\n\n> Which door is it?"))

    assert message.reply_text == WORDS


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
@pytest.mark.parametrize(
    "rule",
    ["", "________________________________\n", "-----Original Message-----\n"],
    ids=["bare", "ruled", "divided"],
)
def test_the_headers_of_an_earlier_message_end_the_new_words(headers, rule):
    message = read(plain(f"{WORDS}\n\n{rule}{chr(10).join(headers)}\n\nWhich door is it?"))

    assert message.reply_text == WORDS


@pytest.mark.parametrize("divider", DIVIDERS)
def test_a_line_drawn_above_an_earlier_message_ends_the_new_words(divider):
    message = read(plain(f"{WORDS}\n\n{divider}\nWhich door is it?"))

    assert message.reply_text == WORDS


@pytest.mark.parametrize("line", SIGNED_BY_PHONE)
def test_what_the_telephone_adds_is_not_new(line):
    message = read(
        plain(
            f"{WORDS}\n\n{line}\n\nOn 3 Nov 2025, at 10:12, Desk <desk@desk.example> wrote:\n\n> Which door?"
        )
    )

    assert message.reply_text == WORDS
