"""Forms that an agent may put before a person, and holding the answer against them. Pure.

A form is a flat JSON Schema object of text, numbers, yes or no, and choices: the same part of JSON Schema
that the Model Context Protocol allows for elicitation. It has no patterns and no references, so that nothing
an agent writes can keep a machine busy.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field, model_validator

from apps.system.bodies import Text
from apps.system.errors import FieldError, Invalid

MOST_FIELDS = 20
MOST_CHOICES = 50
LONGEST_TEXT = 4000

Words = Annotated[Text, Field(min_length=1, max_length=200)]


class _FormField(BaseModel):
    """What every field of a form may have."""

    model_config = ConfigDict(extra="forbid")

    title: Words | None = None
    description: Annotated[Text, Field(max_length=500)] | None = None


class TextField(_FormField):
    """Text, or one of some choices (`enum`)."""

    type: Literal["string"]
    minLength: Annotated[int, Field(ge=0, le=LONGEST_TEXT)] | None = None
    maxLength: Annotated[int, Field(ge=1, le=LONGEST_TEXT)] | None = None
    format: Literal["email", "uri", "date", "date-time"] | None = None
    enum: Annotated[list[Words], Field(min_length=1, max_length=MOST_CHOICES)] | None = None
    default: Annotated[Text, Field(max_length=LONGEST_TEXT)] | None = None


class NumberField(_FormField):
    """A number, or a whole one."""

    type: Literal["number", "integer"]
    minimum: float | None = None
    maximum: float | None = None
    default: float | None = None


class BooleanField(_FormField):
    """Yes or no."""

    type: Literal["boolean"]
    default: bool | None = None


FieldName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
FormField = Annotated[TextField | NumberField | BooleanField, Field(discriminator="type")]


class Form(BaseModel):
    """A form: its fields by name, and which of them must be filled in."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["object"] = "object"
    properties: Annotated[dict[FieldName, FormField], Field(min_length=1, max_length=MOST_FIELDS)]
    required: Annotated[list[FieldName], Field(max_length=MOST_FIELDS)] = []

    @model_validator(mode="after")
    def _requires_what_it_has(self) -> Self:
        if missing := [name for name in self.required if name not in self.properties]:
            raise ValueError(f"required names fields that the form has not: {', '.join(missing)}")
        return self

    def schema_of_answer(self) -> dict[str, Any]:
        """The JSON Schema that an answer is held against."""
        written = self.model_dump(mode="json", exclude_none=True)
        return {**written, "additionalProperties": False}


def check_answer(answer: Any, *, options: Sequence[str], form: dict[str, Any] | None) -> None:
    """Raise Invalid (`invalid_answer`), with a pointer per field, unless an answer is what was asked for."""
    errors = _faults_of_form(answer, form) if form is not None else _faults_of_text(answer, options)
    if errors:
        first = errors[0]
        raise Invalid(f"{first['pointer']}: {first['reason']}", code="invalid_answer", errors=errors)


def _faults_of_form(answer: Any, form: dict[str, Any]) -> list[FieldError]:
    judge = Draft202012Validator(form, format_checker=Draft202012Validator.FORMAT_CHECKER)
    faults = sorted(judge.iter_errors(answer), key=lambda each: [str(part) for part in each.absolute_path])
    return [
        {
            "pointer": "/answer" + "".join(f"/{part}" for part in each.absolute_path),
            "reason": each.message[:300],
        }
        for each in faults
    ]


def _faults_of_text(answer: Any, options: Sequence[str]) -> list[FieldError]:
    if options:
        fits, reason = answer in options, f"Choose one of: {', '.join(options)}"
    else:
        fits = isinstance(answer, str) and 0 < len(answer.strip()) <= LONGEST_TEXT
        reason = f"Answer with text of 1 to {LONGEST_TEXT} characters"
    return [] if fits else [{"pointer": "/answer", "reason": reason}]
