"""What to-do lists refuse."""

from apps.system.errors import Conflict, Refused


class Blocked(Refused):
    """It needs what is still open; `details` lists it."""

    code, title = "todo_blocked", "Something else comes first"


class HasOpenParts(Refused):
    """Parts of it are still open; `details` lists them."""

    code, title = "todo_has_open_parts", "Parts of it are open"


class BadShape(Refused):
    """It would be part of itself, too deep, or wait for itself."""

    code, title = "todo_shape", "The list cannot have that shape"


class TooManyTodos(Refused):
    """The list is full of open to-dos."""

    code, title = "too_many_todos", "Too many to-dos"


class AlreadyClosed(Conflict):
    """It is done or cancelled."""

    code, title = "todo_closed", "Already closed"
