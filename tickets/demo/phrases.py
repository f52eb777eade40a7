"""Sentences that serve for every process."""

CHASED_IN_VAIN = (
    "Rang twice, no answer. Left a message.",
    "Told that the person who knows is off until Thursday.",
    "Passed between two people; neither has it on a list.",
    "They are looking for it and will ring back.",
    "E-mailed the team inbox and copied the lead.",
    "Answering machine. Sent an e-mail as well.",
)
CHASED_AND_PROMISED = (
    "They apologised and gave a day.",
    "It was on a list with no date. It has one now.",
    "Walked over and looked at it together.",
    "Agreed what is missing and who does it.",
)
HEARD = (
    "They have what they need and are on it.",
    "Half of it is done; the rest waits for a signature.",
    "They ask whether it is still wanted. It is.",
    "They had closed it by mistake and have opened it again.",
    "Moved to the right person in the team.",
)
TOLD_THE_WARD = (
    "Told the ward where it stands.",
    "Rang to say it is done; sister has seen it.",
    "Told the ward the new date and why.",
    "Caught up at the nurses' station.",
)
ASKED_BY_TELEPHONE = (
    "Sister rang; written down while she spoke.",
    "Rang between two meetings, wants a call back after two.",
    "Asked at the end of another call.",
    "Caught me on the ward round with this.",
)
FIXED_AT_ONCE = (
    "Rang the right person while the ward was on the line.",
    "Knew the answer from last month.",
    "Sent the link; it worked.",
)
PART_DONE = ("Done, see note.", "Our part is done.", "Finished today.")
NOT_OURS = (
    "Not ours: we only pay, we do not decide.",
    "Not ours since the teams changed in the spring.",
    "Not ours. The form is kept elsewhere.",
    "We passed it to the other team last week and heard nothing.",
)
BROKEN = (
    "Nothing happened and nobody rang.",
    "The person is off sick and nobody took it over.",
    "It was the wrong form after all.",
)
WITHDRAWN = (
    "Not needed any more: found in the store room.",
    "Raised twice; the other one goes on.",
    "Ward has moved, so it is somebody else's now.",
    "Sister has found another way and is content.",
)
REOPENED = (
    "It was right for a day and is wrong again.",
    "Only half of it was done.",
    "This is not what we asked for.",
)
AFTER_ALL = "Put right after it came back: {}"
