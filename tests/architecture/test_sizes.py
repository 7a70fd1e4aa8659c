"""Short enough to see whole."""

from tests.architecture.sources import OURS, list_files, list_functions, list_python, read_text

FUNCTION_LINES = 40
FILE_LINES = 300
TEST_FILE_LINES = 500
TYPESCRIPT_LINES = 250


def _too_long(paths: object, limit: int) -> list[str]:
    assert isinstance(paths, list)
    sizes = {str(path): len(read_text(path).splitlines()) for path in paths}
    return [f"{path}: {size} lines" for path, size in sizes.items() if size > limit]


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{path}:{name}: {size} lines"
        for path in list_python(*OURS, "tests", "bench")
        for name, size in list_functions(path)
        if size > FUNCTION_LINES
    ]
    assert long == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    assert _too_long(list_python(*OURS, "bench"), FILE_LINES) == []


def test_no_test_file_is_longer_than_five_hundred_lines() -> None:
    assert _too_long(list_python("tests"), TEST_FILE_LINES) == []


def test_no_typescript_file_is_longer_than_two_hundred_and_fifty_lines() -> None:
    paths = [
        path
        for path in list_files()
        if path.suffix in {".ts", ".tsx"} and path.parts[0] == "frontend" and not path.name.endswith(".d.ts")
    ]
    assert _too_long(paths, TYPESCRIPT_LINES) == []
