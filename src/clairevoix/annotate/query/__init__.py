"""The query language: what is asked of the redacted words, and the moments that answer it.

Parse once, then ask one contact or many::

    query = parsing.parse('client: ("je veux" NEAR/6 +résilier)')
    hits = searching.matches(query, transcript)
    found = searching.search(query, indexing.of_transcripts(transcripts))
"""
