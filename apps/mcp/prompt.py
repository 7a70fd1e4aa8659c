"""Prompts that serve operators, and what completes their arguments: declared in `prompts.py` of any app."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from apps.mcp.selectors import tools_for
from apps.system.access.types import Caller
from apps.system.errors import Invalid, NotFound

MAX_ARGUMENT = 200
MAX_COMPLETIONS = 100

Write = TypeVar("Write", bound=Callable[..., str])
Complete = Callable[..., Sequence[str]]
"""From who asks (`actor`, or the whole `caller`) and what is written so far to what it may become, one more
than is shown at most."""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A text for a model, written from a few arguments. `arguments` are their descriptions, by name.

    `tools` are those that it has the model call: whoever may not call them is not offered it.
    """

    name: str
    title: str
    description: str
    arguments: Mapping[str, str]
    optional: frozenset[str]
    tools: frozenset[str]
    write: Callable[..., str]


_prompts: dict[str, Prompt] = {}
_completions: dict[str, Complete] = {}


def prompt(*, title: str, tools: Iterable[str] = (), **arguments: str) -> Callable[[Write], Write]:
    """Publish `def verb_noun(*, argument: str) -> str`; arguments with a default may be left out."""

    def register(write: Write) -> Write:
        parameters = inspect.signature(write).parameters
        if set(parameters) != set(arguments) or not inspect.getdoc(write) or write.__name__ in _prompts:
            raise ValueError(f"The prompt {write.__name__} is taken, or not described in full.")
        _prompts[write.__name__] = Prompt(
            name=write.__name__,
            title=title,
            description=inspect.getdoc(write) or "",
            arguments={name: arguments[name] for name in parameters},
            optional=frozenset(n for n, p in parameters.items() if p.default is not inspect.Parameter.empty),
            tools=frozenset(tools),
            write=write,
        )
        return write

    return register


def completion(*names: str) -> Callable[[Complete], Complete]:
    """Publish what completes arguments, of prompts and of resources' addresses, by their names."""

    def register(complete: Complete) -> Complete:
        _completions.update(dict.fromkeys(names, complete))
        return complete

    return register


def list_prompts() -> list[Prompt]:
    """Every prompt, by name."""
    return [_prompts[name] for name in sorted(_prompts)]


def prompts_for(caller: Caller) -> list[Prompt]:
    """The prompts whose tools a caller may call, by name."""
    own = {each.name for each in tools_for(caller)}
    return [each for each in list_prompts() if each.tools <= own]


def get_prompt(caller: Caller, name: str) -> Prompt:
    """The caller's prompt of this name. Raises NotFound (`unknown_prompt`)."""
    known = {each.name: each for each in prompts_for(caller)}
    if name not in known:
        raise NotFound(
            f"No prompt is called {name[:64]!a}. There are {', '.join(known) or 'none'}.",
            code="unknown_prompt",
        )
    return known[name]


def write_prompt(found: Prompt, given: Mapping[str, str]) -> str:
    """The text of a prompt. Raises Invalid for missing, unknown or too long arguments."""
    name = found.name
    missing = set(found.arguments) - found.optional - set(given)
    unknown = set(given) - set(found.arguments)
    wrong = sorted(missing | unknown | {key for key, text in given.items() if len(text) > MAX_ARGUMENT})
    if wrong:
        reason = f"{name} takes {', '.join(found.arguments)}, each of {MAX_ARGUMENT} characters at most."
        errors = [{"pointer": f"/{key}", "reason": reason} for key in wrong]
        raise Invalid(f"{', '.join(wrong)}: {reason}", code="invalid_arguments", errors=errors)  # type: ignore[arg-type]
    return found.write(**given)


def complete_argument(caller: Caller, name: str, written: str) -> Sequence[str]:
    """What an argument may become; nothing for one that nobody completes."""
    complete = _completions.get(name)
    if complete is None or len(written) > MAX_ARGUMENT:
        return ()
    by_key = next(iter(inspect.signature(complete).parameters)) == "caller"
    return complete(caller if by_key else caller.actor, written)
