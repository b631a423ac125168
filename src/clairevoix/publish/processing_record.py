"""The entry of the record of processing activities that the controller keeps, as a draft (GDPR article 30)."""

from clairevoix.publish.processing import Processing, written


def processing_record(processing: Processing) -> str:
    """The entry in Markdown, in French. What only the controller knows is marked « À COMPLÉTER »."""
    return written("processing_record.fr.md.jinja", processing)
