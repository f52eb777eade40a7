"""New words are told from quoted ones, from signatures and from what gateways add."""

import pytest

from tests.tickets.mail.reading.messages import html, multipart, plain
from tickets.mail.reading import read

WROTE = "On Mon, 3 Nov 2025 at 10:12, Desk <desk@desk.example> wrote:"
EARLIER = (
    "From: Desk <desk@desk.example>\nSent: 03 November 2025 10:12\nTo: Ward 3\nSubject: Door\n\nWhich door?"
)

UNTOUCHED = {
    "a sentence that begins with On": "On Monday the porter said he would come.\nHe did not.",
    "what somebody wrote, told in a sentence": "On Friday Ann wrote: please order two chairs. She has not had them.",
    "a sentence about writing that ends in a colon": "On Monday 3 I wrote to them about the following:\n\n- the door\n- the lift",
    "telling where to look": "On your remote host you can run:\n\n    telnet 127.0.0.1\n\nThat should answer.",
    "From and To as places": "Two beds to move.\nFrom: bay two\nTo: bay five\nThank you.",
    "a From in the middle": "Please move the bed\nfrom: bay two, to the store.",
    "an address to write to": "Please write to ann@trust.example, she knows.",
    "times of day": "2024-01-15 14:30:25\n15.01.2024 14:30\n01/15/2024 at 2:30 PM\nThese are when it rang.",
    "a form with rules in it": "Stock\n----\n1. chairs\n2. tables\n----\nAnd that is all.\n\n====\n\nPlease order.",
    "a long rule in the midst": "First part.\n\n________________________________________\n\nSecond part.",
    "sent from in a sentence": "The order was sent from my desk, which is easier than by phone.",
    "sent from as a sentence of its own": "Here it is.\n\nSent from my desk, is much easier than from my mobile phone.",
    "a name that is no heading": "Ann said:\nthe door is shut.",
    "regards in a sentence": "With regards to the payment, it came.\n\nBest regards,\nAnn",
    "an original message that is spoken of": "The original message was about a door.\nPlease see it.",
    "a forwarded message that is spoken of": "I forwarded message 12 to them. Begin forwarded message means nothing to me.",
    "an arrow that is no quotation": ">>> >>>  http://www.trust.example <<<\nSee the notice above",
    "a subject and a date": "Subject: the lift\nDate: tomorrow\nIt needs oil.",
    "German words": "Am Montag schrieb ich ihnen, sie antworteten nicht.",
    "French words": "Le porteur a écrit une note.\nVoici.",
    "a list of links": "<https://one.trust.example> <https://two.trust.example>",
    "a plain minus as a list": "- chairs\n- tables",
    "a warning that is the message": "Warning: the external door does not close.",
}

CUT = {
    "answer on top": (f"It is mended.\n\n{WROTE}\n> Which door?", "It is mended."),
    "answer below": (f"{WROTE}\n> Which door?\n\nBay two.", "Bay two."),
    "answer below without an empty line": (f"{WROTE}\n\n>\n> Which door?\nBay two.", "Bay two."),
    "around": (f"It is mended.\n\n{WROTE}\n\n> Which door?\n\nRegards, Ann", "It is mended.\n\nRegards, Ann"),
    "answers between": ("> Which door?\n\nBay two.\n\n> Which hinge?\n\nThe top one.", "Bay two.\n\nThe top one."),
    "answers between, headed": (f"{WROTE}\n> Which door?\nBay two.\n> Which hinge?\nThe top one.\n> Thanks\n> Desk", "Bay two.\n\nThe top one."),
    "nested": (f"Mended.\n{WROTE}\n\n>Shut?\n>{WROTE}\n>\n>> Which?\n>> Ann\n\nRegards, Ann", "Mended.\n\nRegards, Ann"),
    "headed over three lines": ("Mended.\n\nOn Nov 30, 2025, at 12:47 PM, Somebody <\n416ffd3258d4d2fa4c85cfa4c44e1721d66e3e8f4@long.trust.example>\nwrote:\n\nWhich door?", "Mended."),
    "headed after a date line": ("Mended.\n\nOn Thursday, 3 November 2025\nat 10:12, Desk <desk@desk.example>\nwrote:\n\n> Which?", "Mended."),
    "headed with a space in front": ("Thanks Ann\n On Mar 8, 2025 9:59 AM, \"Desk\" <\nr+7f1b094ceb90e18cca93d53d3703feae@desk.example> wrote:\n\n\n>**\n>  Which door", "Thanks Ann"),
    "headed on the line of the answer": ("Mended On Wed, Apr 4, 2025 at 3:59 PM, desk@desk.example wrote:\n> Which?", "Mended"),
    "headed on the line of the answer, dashes": ("Mended--- On Wed, Apr 4, 2025 at 3:59 PM, desk@desk.example wrote:\n> Which?", "Mended"),
    "dashes and no colon": ("Mended.\n\n------On 12/29/2025 17:32 PM, The Desk wrote-----\n\nWhich door?", "Mended."),
    "only the heading's short form": ("Mended.\n\nOn Nov 30, Desk wrote:\n\n> Which?", "Mended."),
    "two answers without signs": (f"Mended.\n\n{WROTE}\n\nWhich?\n\nOn 2 Nov 2025, at 11:55, Ann <a@trust.example> wrote:\n\nThe door.\n\nSent from Acompli", "Mended."),
    "the heading is itself quoted": ("Mended.\n> On 22 Aug 2025, at 19:21, Desk <desk@desk.example> wrote:\n>\n> Which?", "Mended."),
    "old Hotmail": ("Mended.\n\n> Subject: Door\n> From: desk@desk.example\n> To: a@trust.example; b@trust.example\n> Date: Mon, 2 Nov 2025 17:44:22 +0400\n>\n> Which?", "Mended."),
    "Outlook": (f"Mended.\n\n{EARLIER}", "Mended."),
    "Outlook with a rule": (f"Mended.\n\n________________________________\n{EARLIER}", "Mended."),
    "Outlook with a rule close by": (f"Mended.\n________________________________________\n{EARLIER}", "Mended."),
    "Outlook 2003": (f"Mended.\n\n  _____  \n\n{EARLIER}", "Mended."),
    "Outlook with stars and a broken address": ("Mended.\n\n  *From:* Desk [mailto:\n  desk@desk.example]\n  *Sent:* Wednesday, June 27, 2025 3:05 PM\n  *To:* ann@trust.example\n  *Subject:* Door\n\n", "Mended."),
    "Outlook on the Mac": ("Mended.\n\nFrom: Desk <desk@desk.example>\nDate: Monday, 3 November 2025 at 10:12\nTo: Ann <a@trust.example>\nSubject: Re: Door\n\nWhich?", "Mended."),
    "Outlook, everyone on it": ("Mended.\n\nFrom: Desk <desk@desk.example>\nSent: 03 November 2025 10:12\nTo: Ann A; Bea B;\n Cal C; Dot D\nCc: Eve E;\n Fay F\nSubject: Door\nImportance: High\n\nWhich?", "Mended."),
    "Windows Mail": ("Mended.\n\nSent from Mail for Windows\n\nFrom: Desk\nSent: 03 November 2025 10:12\nTo: Ann\nSubject: Door\n\nWhich?", "Mended."),
    "AOL": ("Mended.\n\n\n-----Original Message-----\nFrom: desk <desk@desk.example>\nTo: ann <a@trust.example>\nSent: Mon, Nov 3, 2025 5:49 pm\nSubject: Door\n\n\nWhich?", "Mended."),
    "Zimbra": ("Mended.\n\n----- Original Message -----\nFrom: desk@desk.example\nTo: a@trust.example\nSent: Monday, November 3, 2025 5:44:22 PM\nSubject: Door\n\nWhich?", "Mended."),
    "Yahoo of old": ("Mended.\n\n--- On Mon, 3/11/25, Desk <desk@desk.example> wrote:\n\nFrom: Desk <desk@desk.example>\nSubject: Door\nTo: a@trust.example\nDate: Monday, 3 November, 2025, 10:12 AM\n\nWhich?", "Mended."),
    "ProtonMail": ("Mended.\n\nSent with Proton Mail secure email.\n\n------- Original Message -------\nOn Monday, November 3rd, 2025 at 10:12, Desk <desk@desk.example> wrote:\n\n> Which?", "Mended."),
    "Lotus Notes": ("Mended.\n\nDesk Team---03/11/2025 10:12:23---Which door is it?\n\nFrom:\tDesk Team/Trust\nTo:\tAnn/Trust@Trust\nDate:\t03/11/2025 10:12\nSubject:\tDoor", "Mended."),
    "Date first": ("Mended.\n\nDate: Wed, 16 May 2025 00:15:02 -0600\nTo: desk@desk.example", "Mended."),
    "Date first, broken": ("Mended.\nDate: Fri=2C 28 Sep 2025 10:55:48 +0000\nFrom: desk@desk.example\nTo: a@trust.example\nSubject: [Ticket #8] Door\n\n", "Mended."),
    "via a forum": ("Mended.\n\nDesk via Notice Board wrote:\n\n> Which?", "Mended."),
    "answer above this line": ("Mended.\n\n##- Please type your reply above this line -##\n\nYour request was updated.", "Mended."),
    "signature": ("Mended.\n\n-- \nAnn\nWard 3", "Mended."),
    "signature without its space": ("Mended.\n\n--\nAnn\nWard 3", "Mended."),
    "signature close by": ("Mended.\n--\nAnn", "Mended."),
    "signature and quotation": (f"Mended.\n\n-- \nAnn\n\n{WROTE}\n> Which?\n> -- \n> Desk", "Mended."),
    "signature below the quotation": (f"Mended.\n\n{WROTE}\n> Which?\n\n-- \nAnn\nWard 3", "Mended."),
    "two delimiters in a line": ("This has a -- in it.\n\n-- \nAnn", "This has a -- in it."),
    "telephone and signature": ("Mended.\n\nSent from my iPhone\n\n-- \nAnn", "Mended."),
    "telephone in brackets": ("Mended.\n\n(Sent from a phone)", "Mended."),
    "telephone with a link": ("Mended.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>", "Mended."),
    "list footer": ("Mended.\n\n_______________________________________________\nward mailing list\nward@lists.trust.example\nhttps://lists.trust.example/ward", "Mended."),
    "disclaimer": ("Mended.\n\nThis message and any attachments are confidential and intended solely for the addressee.\nIf you have received it in error please delete it.", "Mended."),
    "disclaimer under stars": ("Mended.\n\n********************************************************************\n\nThis message may contain confidential information. If you are not the intended recipient\nplease inform the sender.\n", "Mended."),
    "disclaimer in German": ("Fertig.\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind,\nlöschen Sie sie.", "Fertig."),
    "banner": ("CAUTION: This email originated from outside of the organisation. Do not click links.\n\nMended.", "Mended."),
    "wrapped quotation": (f"Mended.\n\n{WROTE}\n\n> A long line about the door in bay two that went on and on until it was\nwrapped\n> by somebody.\n>\n> Desk", "Mended."),
    "nothing but a signature": ("-- \nAnn", ""),
    "nothing but a quotation": (f"{WROTE}\n\n> Which door?", ""),
    "nothing at all": ("", ""),
    "Windows line ends": (f"Mended.\r\n\r\n{WROTE}\r\n\r\n> Which?\r\n", "Mended."),
    "no-break spaces": ("Mended.\n\nOn\u00a0Mon, 3\u00a0Nov 2025 at 10:12, Desk <desk@desk.example>\u00a0wrote:\n\n> Which?", "Mended."),
    "narrow spaces in the time": ("Mended.\n\nOn Mon, Nov 3, 2025 at 10:12\u202fAM Desk <desk@desk.example> wrote:\n\n> Which?", "Mended."),
    "marks for the direction": ("Mended.\n\n\u200eOn 3 Nov 2025, at 10:12, Desk <desk@desk.example> wrote:\u200e\n\n> Which?", "Mended."),
    "On the other hand, then a heading": (f"On the other hand the door shuts.\n\n{WROTE}\n> Which?", "On the other hand the door shuts."),
    "On the other hand, close by": (f"On the other hand the door shuts.\n{WROTE}\n> Which?", "On the other hand the door shuts."),
    "two paragraphs": (f"Mended.\n\nOn Friday, when I tried it, it did not.\n\nNow it does.\n\n{WROTE}\n\n> Which?", "Mended.\n\nOn Friday, when I tried it, it did not.\n\nNow it does."),
    "a heading broken inside the date": ("Mended.\n\nAnn Lee <ann@trust.example> schrieb am So., 23.\nJuni 2024, 21:08:\n\n> Which?", "Mended."),
    "a heading without its colon": ("Mended.\n\nOn Wed, 14 Nov 2025 08:14:43 -0200 Desk <desk@desk.example> wrote\n\nWhich?", "Mended."),
    "a link of a mail program": ("Mended.\n\nSent from TypeApp<http://www.typeapp.example/r?b=2>\nOn Jun 17, 2025, at 14:15, Desk <desk@desk.example> wrote:\nWhich?", "Mended."),
    "Mail.ru": ("Mended.\n\nWednesday, 17 November 2025, 3:32 PM +0300 from desk@desk.example <desk@desk.example>:\n\nWhich?", "Mended."),
    "Horde": ("Mended.\n\nQuoting Desk <desk@desk.example>:\n\n> Which?", "Mended."),
    "mutt": ("Mended.\n\n* Desk <desk@desk.example> [2025-11-03 10:12:00 +0000]:\n\n> Which?", "Mended."),
    "Tutanota": ("Mended.\n\n3 Nov 2025, 10:12 by desk@desk.example:\n\n> Which?", "Mended."),
    "GroupWise": ("Mended.\n\n>>> Desk Team <desk@desk.example> 03/11/2025 10:12 >>>\nWhich?", "Mended."),
    "QQ": ("Mended.\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人: \"x\"<desk@desk.example>;\n\nWhich?", "Mended."),
    "163": ("Mended.\n\n在 2025-11-03 10:12:00，\"Desk\" <desk@desk.example> 写道：\n>Which?\n", "Mended."),
    "K-9": ("Mended.\n\n-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.", "Mended."),
    "doubled stars": ("Mended.\n\n**From:** desk@desk.example <desk@desk.example>**On Behalf Of** Desk\n**Sent:** 28 July 2025 15:46\n**To:** Ann <a@trust.example>\n**Subject:** Door", "Mended."),
    "a card under a rule": ("Mended.\n\n_______________________\nAnn Lee, Ward 3", "Mended."),
    "a webmail's divider": ("Mended.\n\n----- Original Nachricht ----\nVon:     desk@desk.example\nAn:      ann@trust.example\nDatum:   30.05.2025 16:17\nBetreff: Tür\n\nWhich?", "Mended."),
    "names with signs in them": ("Mended.\n\nOn Mon, 3 Nov 2025 at 10:12, Ann O'Hara-Smith (Ward 3; nights) <desk@desk.example> wrote:\n> Which?", "Mended."),
}  # fmt: skip

PAGES = {
    "Gmail": ('<div dir="ltr">Mended.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Ar 3 Tach ysgrifennodd rhywun</div><blockquote class="gmail_quote">Which?</blockquote></div>', "Mended."),
    "Gmail of old": ('Mended.<br><div class="gmail_extra"><br><div class="gmail_quote">On Mon, 3 Nov 2025 at 10:12, Desk <span dir="ltr">&lt;<a href="mailto:desk@desk.example">desk@desk.example</a>&gt;</span> wrote:<br><blockquote class="gmail_quote">Which?</blockquote></div><br></div>', "Mended."),
    "Gmail's signature": ('<div dir="ltr">Mended.<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Ann<br>Ward 3</div></div>', "Mended."),
    "Outlook on the web": ('<div id="divtagdefaultwrapper"><p>Mended.</p></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>Gwahanol:</b> Desk<br>Which?</div><div>Which?</div>', "Mended."),
    "Outlook on the desktop": ('<div class="WordSection1"><p class="MsoNormal">Mended.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> Desk &lt;desk@desk.example&gt; <br><b>Sent:</b> 03 November 2025 10:12<br><b>To:</b> Ann<br><b>Subject:</b> Door</p></div></div><p>Which?</p></div>', "Mended."),
    "Outlook, bold headers and no border": ('<div class=WordSection1><p>Mended.</p><p><b>From:</b> Desk [mailto:desk@desk.example] <br><b>Sent:</b> November-03-25 4:22 PM<br><b>To:</b> Ann<br><b>Subject:</b> Door</p><p>Which?</p></div>', "Mended."),
    "Outlook on the telephone": ('<div>Mended.</div><div id="ms-outlook-mobile-signature"><div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div></div><hr><div id="divRplyFwdMsg"><strong>From:</strong> Desk</div>', "Mended."),
    "Apple Mail": ('<div>Mended.<div><br><blockquote type="cite"><div>On 3 Nov 2025, at 10:12, Desk &lt;desk@desk.example&gt; wrote:</div><br><div>Which?</div></blockquote></div></div>', "Mended."),
    "iPhone": ('<div dir="ltr">Mended.<br><br><div id="AppleMailSignature">Ann</div></div><div dir="ltr"><br><blockquote type="cite">On 3 Nov 2025, at 10:12, Desk &lt;desk@desk.example&gt; wrote:<br></blockquote></div><blockquote type="cite">Which?</blockquote>', "Mended."),
    "Thunderbird": ('<p>Mended.</p><div class="moz-cite-prefix">03/11/2025 10:12, rhywun:<br></div><blockquote type="cite">Which?</blockquote><pre class="moz-signature" cols="72">-- \nAnn</pre>', "Mended."),
    "Yahoo": ('<div class="yahoo-style-wrap"><div>Mended.</div></div><div id="yahoo_quoted_123" class="yahoo_quoted"><div>On Monday, somebody:</div><div>Which?</div></div>', "Mended."),
    "Zimbra": ('<div>Mended.<br><br><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>Desk</div><div data-marker="__QUOTED_TEXT__">Which?</div></div>', "Mended."),
    "Hotmail of old": ('<div dir="ltr">Mended.<br><br><div>&gt; Subject: Door<br>&gt; From: desk@desk.example<br>&gt; <br>&gt; Which?<br></div></div>', "Mended."),
    "ProtonMail": ('<div>Mended.</div><div class="protonmail_signature_block"><div>Sent with Proton Mail.</div></div><div class="protonmail_quote">------- Original Message -------<br>On Monday Desk wrote:<br><blockquote class="protonmail_quote">Which?</blockquote></div>', "Mended."),
    "a ruled block of headers": ('<div>Mended.<br><div><hr>Date: Fri, 23 Mar 2025 12:35:31 -0600<br>To: <a href="mailto:a@trust.example">a@trust.example</a><br>From: desk@desk.example<br>Subject: Door<br><br>Which?</div></div>', "Mended."),
    "answers between": ('<blockquote type="cite">Which door?</blockquote><p>Bay two.</p><blockquote type="cite">Which hinge?</blockquote><p>The top.</p>', "Bay two.\n\nThe top."),
    "Exchange's sections": ('<div><div name="messageBodySection">Mended.</div><div name="messageReplySection">Which?</div></div>', "Mended."),
    "Exchange's one section": ('<div name="messageReplySection"><p>Mended.</p></div>', "Mended."),
    "Hotmail": ('<div dir="ltr">Mended.<div><br></div><div>Thanks,</div><div>Ann<br><br><div><hr id="stopSpelling">Date: Thu, 26 Jun 2025 13:53:45 +0400<br>Subject: Door<br>From: desk@desk.example<br>To: ann@trust.example<br><br><div dir="ltr"><div class="ecxgmail_default">Which?</div></div></div></div></div>', "Mended.\n\nThanks,\nAnn"),
    "Mail.ru's page": ('<p>Mended.</p><p>Thanks,<br>Ann</p><br><br><br>Thu, 26 Jun 2025 14:00:51 +0400 от Desk &lt;desk@desk.example&gt;:<br>\n<blockquote style="border-left:1px solid #0857A6"><div>Which?</div></blockquote><br>', "Mended.\n\nThanks,\nAnn"),
    "Windows Mail's page": ('<div><div>Mended.</div><div data-signatureblock="true"><div><br></div></div><div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div><font><b>От:</b>&nbsp;<a href="mailto:desk@desk.example">Desk</a><br><b>Отправлено:</b>&nbsp;четверг, 26 июня 2025 г. 15:05<br><b>Кому:</b>&nbsp;<a href="mailto:ann@trust.example">Ann</a></font></div></div><div>Which?</div></div>', "Mended."),
    "a list and a table": ("<p>Please order</p><ul><li>chairs</li><li>tables</li></ul><table><tr><td>Bay</td><td>2</td></tr></table>", "Please order\n\n- chairs\n- tables\n\nBay 2"),
}  # fmt: skip


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_own_words_that_only_look_like_a_heading_stay(text):
    message = read(plain(text))

    assert message.reply_text == text


@pytest.mark.parametrize(("text", "own"), CUT.values(), ids=CUT.keys())
def test_only_the_new_words_are_the_reply(text, own):
    message = read(plain(text))

    assert message.reply_text == own


@pytest.mark.parametrize(("markup", "own"), PAGES.values(), ids=PAGES.keys())
def test_html_says_what_is_quoted(markup, own):
    message = read(html(markup))

    assert message.reply_text == own


def test_the_whole_text_keeps_what_is_quoted():
    text = f"Mended.\n\n{WROTE}\n\n> Which?"

    assert read(plain(text)).text == text


def test_plain_words_are_read_before_the_same_words_in_html():
    message = read(
        multipart(
            "Content-Type: text/plain\n\nHello in plain",
            "Content-Type: text/html\n\n<p>Hello in HTML</p>",
            kind="alternative",
        )
    )

    assert (message.text, message.html_clean) == ("Hello in plain", "<p>Hello in HTML</p>")


@pytest.mark.parametrize(
    "stub", ["", " \n ", "Your mail program does not show HTML.", "View this message in your browser"]
)
def test_plain_words_that_only_stand_in_for_html_are_passed_over(stub):
    page = "<p>" + "The door of bay two does not shut. " * 9 + "</p>"
    message = read(
        multipart(
            f"Content-Type: text/plain\n\n{stub}", f"Content-Type: text/html\n\n{page}", kind="alternative"
        )
    )

    assert message.text == ("The door of bay two does not shut. " * 9).strip()


def test_a_forward_without_own_words_keeps_what_it_passes_on():
    text = "---------- Forwarded message ---------\nFrom: Ann A <ann@trust.example>\nDate: Mon, 3 Nov 2025 at 10:12\nSubject: Door\nTo: <ward3@trust.example>\n\nThe door is broken."
    message = read(plain(text, Subject="Fwd: Door"))

    assert message.reply_text == text
    assert message.forwarded_from is not None
    assert (message.forwarded_from.name, message.forwarded_from.email) == ("Ann A", "ann@trust.example")


@pytest.mark.parametrize(
    "above",
    [
        "---------- Forwarded message ---------\nFrom: Ann A <ann@trust.example>\nDate: Mon, 3 Nov 2025\nTo: x@trust.example",
        "Begin forwarded message:\n\nFrom: Ann A <ann@trust.example>\nSubject: Door\nDate: 3 November 2025 at 10:12\nTo: x@trust.example",
        "-------- Forwarded Message --------\nSubject: Door\nDate: Mon, 3 Nov 2025 10:12\nFrom: Ann A <ann@trust.example>\nTo: x@trust.example",
        "________________________________\nFrom: Ann A <ann@trust.example>\nSent: 03 November 2025 10:12\nTo: x@trust.example\nSubject: Door",
        "---------- Message transféré ---------\nDe : Ann A <ann@trust.example>\nDate : lun. 3 nov. 2025\nObjet : Porte\nÀ : x@trust.example",
        "---------- Weitergeleitete Nachricht ----------\nVon: Ann A <ann@trust.example>\nDatum: 3. November 2025\nBetreff: Tür\nAn: x@trust.example",
        "Von: Ann A [mailto:ann@trust.example]\nGesendet: Montag, 3. November 2025 10:12\nAn: x@trust.example\nBetreff: Tür",
        "---------- Neges wedi'i hanfon ymlaen ----------\nOddi wrth: Ann A <ann@trust.example>\nDyddiad: 3 Tach 2025\nPwnc: Drws\nAt: x@trust.example",
    ],
)
def test_who_wrote_what_is_passed_on_is_offered_and_own_words_stand_alone(above):
    message = read(plain(f"Can you see to this?\n\n{above}\n\nThe door is broken.", Subject="FW: Door"))

    assert message.reply_text == "Can you see to this?"
    assert message.forwarded_from is not None
    assert (message.forwarded_from.name, message.forwarded_from.email) == ("Ann A", "ann@trust.example")
    assert "The door is broken." in message.text


def test_an_attached_message_that_is_passed_on_names_its_writer():
    nested = "Content-Type: message/rfc822\n\nFrom: Ann A <ann@trust.example>\nSubject: Door\n\nThe door is broken."
    message = read(multipart("Content-Type: text/plain\n\nPlease see.", nested, Subject="Fwd: Door"))

    assert message.forwarded_from is not None
    assert message.forwarded_from.email == "ann@trust.example"


def test_an_ordinary_answer_passes_nobody_on():
    message = read(plain(f"Mended.\n\n{EARLIER}", Subject="Re: Door"))

    assert message.forwarded_from is None
