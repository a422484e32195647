"""`optimapos reprice`: the management command of that name."""

from optimapos.config.cli.manage import execute


def command(arguments: list[str]) -> int:
    """Price real baskets again; the arguments are the management command's."""
    return execute(["reprice", *arguments])
