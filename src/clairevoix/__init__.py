"""clairevoix: an honest picture of the customer's experience, and the safeguards of those whose work is heard.

    ingest → transcribe → redact → annotate → measure → publish → web / reports

``clairevoix.pipeline`` shows every stage in order, on one page.
"""

__version__ = "0.1.0"
