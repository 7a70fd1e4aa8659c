"""What messages refuse."""

from apps.system.errors import Refused


class InboxFull(Refused):
    """The recipient has left too many messages unread."""

    code, title = "inbox_full", "The inbox is full"


class ToItself(Refused):
    """Nobody writes to itself: that is a to-do, or something to remember."""

    code, title = "message_to_itself", "A message goes to somebody else"
