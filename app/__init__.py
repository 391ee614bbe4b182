import gc

# Nearly all that is made at start stays: to look for the rest as often as Python does takes a tenth of the start.
gc.set_threshold(50_000, 20, 100)
