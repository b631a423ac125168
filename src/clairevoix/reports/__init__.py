"""What people take to a meeting: the published snapshot as a document, for the works council or for the board.

A report says what the pages say, in their sentences, since it is made of the same contexts. :mod:`composing` puts the
parts in order; :mod:`pdf`, :mod:`workbook` and :mod:`slides` write them. Nothing here sees the lake or the vault.
"""
