"""How good the machine is: what it makes of recordings whose truth is known, measured, with intervals.

Beside the flow, never in it: nothing here is stored in a workspace, and nothing here speaks of anyone's work.
"""
