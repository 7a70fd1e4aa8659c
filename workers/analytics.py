"""What the analytics worker loads once, before it forks: `celery -A workers worker -I workers.analytics`.

pandas, SciPy, scikit-learn and skfolio take seconds to load, and some 250 MB. Loaded in the parent, and put
where the collector does not touch it, they are there for the first call, and its children share the memory.
No other process imports this.
"""

import gc
from importlib import import_module

PRELOADED = ("pandas", "empyrical", "skfolio", "skfolio.optimization")

for name in PRELOADED:
    import_module(name)
gc.collect()
gc.freeze()
