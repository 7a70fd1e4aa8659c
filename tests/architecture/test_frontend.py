"""What the browser shows comes from the API: no chance, no made-up figures, no other origin."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import list_files, read_text

FIGURES = "price|equity|pnl|profit|value|volume|open|high|low|close|quantity|balance|cash|fee|score"
INVENTED = {
    "chance": r"Math\.random|\bfaker\b",
    "sample data": r"(?i)mock|fake|sample|dummy|demo|lorem",
    "a moment": r"['\"`](?:19|20)\d\d-\d\d",
    "a figure": rf"\b(?:{FIGURES})['\"]?\s*:\s*['\"`]?-?(?:[1-9]\d*|\d+\.\d+)['\"`]?\s*[,}}\]]",
    "a series": r"\[\s*-?\d[\d._]*(?:\s*,\s*-?\d[\d._]*){3,}",
    "another origin": r"\b(?:https?|wss?)://(?!127\.0\.0\.1|localhost\b|www\.w3\.org/2000/svg)[\w.-]+",
    "a network": r"(?:src|href|import|url)\s*[=(]?\s*['\"(]//",
}
EXAMPLES = {
    "chance": "const price = 100 * Math.random();",
    "sample data": "import { mockAgents } from './mockAgents';",
    "a moment": "const since = '2026-01-01T00:00:00Z';",
    "a figure": "const agents = [{ name: 'Alpha', equity: 125000.5 }];",
    "a series": "<Sparkline points={[3, 5, 4, 8, 12]} />",
    "another origin": "@import url('https://fonts.example.org/inter.css');",
    "a network": '<script src="//cdn.example.org/chart.js"></script>',
}


def _shown() -> list[Path]:
    """What becomes part of the pages: every source of the frontend but its tests."""
    root = Path("frontend/src")
    return [path for path in list_files() if path.is_relative_to(root) and ".test." not in path.name]


@pytest.mark.parametrize("what", INVENTED)
def test_nothing_that_is_shown_is_invented(what: str) -> None:
    sources = _shown()
    assert len(sources) > 100
    found = [
        f"{path}: {match[0]}" for path in sources for match in re.finditer(INVENTED[what], read_text(path))
    ]
    assert found == []


@pytest.mark.parametrize("what", INVENTED)
def test_what_is_invented_would_be_found(what: str) -> None:
    assert re.search(INVENTED[what], EXAMPLES[what])
