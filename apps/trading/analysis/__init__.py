"""Analysis of prices, returns and holdings: numbers in, results out. Knows no Django.

`ratios` and `optimisation` import pandas, SciPy and skfolio inside their functions, for only the analytics
worker may load those; everything else needs NumPy and TA-Lib.
"""
