"""The strategies there are, a file each; each is found by being here."""

from importlib import import_module
from pkgutil import iter_modules

for kind in iter_modules(__path__):
    import_module(f"{__name__}.{kind.name}")
