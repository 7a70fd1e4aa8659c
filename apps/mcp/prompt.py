"""Prompts that serve operators, and what completes their arguments: declared in `prompts.py` of any app."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from apps.system.access.models import Actor
from apps.system.errors import Invalid, NotFound

MAX_ARGUMENT = 200
MAX_COMPLETIONS = 100

Write = TypeVar("Write", bound=Callable[..., str])
Complete = Callable[[Actor, str], Sequence[str]]
"""From who asks and what is written so far to what it may become, one more than is shown at most."""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A text for a model, written from a few arguments. `arguments` are their descriptions, by name."""

    name: str
    title: str
    description: str
    arguments: Mapping[str, str]
    optional: frozenset[str]
    write: Callable[..., str]


_prompts: dict[str, Prompt] = {}
_completions: dict[str, Complete] = {}


def prompt(*, title: str, **arguments: str) -> Callable[[Write], Write]:
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


def get_prompt(name: str) -> Prompt:
    """The prompt of this name. Raises NotFound (`unknown_prompt`)."""
    found = _prompts.get(name)
    if found is None:
        raise NotFound(
            f"No prompt is called {name[:64]!a}. There are {', '.join(sorted(_prompts))}.",
            code="unknown_prompt",
        )
    return found


def write_prompt(name: str, given: Mapping[str, str]) -> str:
    """The text of a prompt. Raises NotFound, or Invalid for missing, unknown or too long arguments."""
    found = get_prompt(name)
    missing = set(found.arguments) - found.optional - set(given)
    unknown = set(given) - set(found.arguments)
    wrong = sorted(missing | unknown | {key for key, text in given.items() if len(text) > MAX_ARGUMENT})
    if wrong:
        reason = f"{name} takes {', '.join(found.arguments)}, each of {MAX_ARGUMENT} characters at most."
        errors = [{"pointer": f"/{key}", "reason": reason} for key in wrong]
        raise Invalid(f"{', '.join(wrong)}: {reason}", code="invalid_arguments", errors=errors)  # type: ignore[arg-type]
    return found.write(**given)


def complete_argument(actor: Actor, name: str, written: str) -> Sequence[str]:
    """What an argument may become; nothing for one that nobody completes."""
    complete = _completions.get(name)
    return () if complete is None or len(written) > MAX_ARGUMENT else complete(actor, written)
