"""The data protection impact assessment as a draft, along the CNIL's method (GDPR article 35)."""

from clairevoix.publish.processing import Processing, written


def impact_assessment(processing: Processing) -> str:
    """The assessment in Markdown, in French. What only the controller knows is marked « À COMPLÉTER »."""
    return written("impact_assessment.fr.md.jinja", processing)
