"""`optimapos replay`: the management command of that name."""

from optimapos.config.cli.manage import execute


def command(arguments: list[str]) -> int:
    """Sell real baskets over HTTP; the arguments are the management command's."""
    return execute(["replay", *arguments])
