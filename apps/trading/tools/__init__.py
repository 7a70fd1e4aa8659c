"""Trading's tools, a module per topic; each is found by being here."""

from importlib import import_module
from pkgutil import iter_modules

for topic in iter_modules(__path__):
    import_module(f"{__name__}.{topic.name}")
