"""The query language by examples: one conversation, and what each query finds in it. Tests run them; the page shows them.

In a table: the query; the moments it finds, whose and from when to when in seconds; why.
"""

from dialogues import dialogue

CALL_LINES = (
    "agent Bonjour, Opale à votre écoute.",
    "customer Bonjour, j'ai une panne, je veux",
    "agent oui",
    "customer résilier ma carte SIM tout de suite",
    "agent 20s Je comprends, je vous passe un technicien, la résiliation est gratuite.",
    "customer merci bonne journée",
    "end 40s",
)
CALL = dialogue(*CALL_LINES)

#: Title, text, examples.
SECTIONS = [
    (
        "Words and phrases",
        """\
Words one after the other are a phrase, with or without quotation marks. Capitals and accents do not
count; an apostrophe or a hyphen parts words. A phrase is looked for in what one party says: what the
other says in between does not interrupt it, a pause of more than ten seconds does. Inside quotation
marks `a|b` is one or the other, `?a` may be missing, `...` stands for up to four words and `...7` for up
to seven. `*` stands for any letters; at least two letters in a row remain. Placeholders of redaction,
such as `[PHONE]`, are words.
""",
        """
| bonjour                                            | agent 0-0.3 ; customer 2-2.3             |                                      |
| resilier                                           | customer 5.1-5.4                         | accents do not count                 |
| "je veux résilier"                                 | customer 3.2-5.4                         | what the agent says in between       |
| "j ai"                                             | customer 2.3-2.6                         | elisions part words, not their time  |
| resil*                                             | customer 5.1-5.4 ; agent 22.4-22.7       | any ending                           |
| "ma ?belle carte|puce"                             | customer 5.4-6                           |                                      |
| "ma ... suite"                                     | customer 5.4-7.2                         | four words between                   |
| "panne ...7 sim"                                   | customer 2.9-6.3                         | up to seven words                    |
| "panne ...2 sim"                                   |                                          | not more than two                    |
""",
    ),
    (
        "Inflections, families and sounds",
        """\
`+` before a word finds its inflections, `++` the words of its family, in French and in English, by the
dictionary of simplemma. `~` finds what sounds alike, whatever the recogniser wrote and wherever it cut
the words; `~90%` asks for more closeness, from 60% to 100%, where 80% is usual. Where the recogniser was
unsure of its words, more difference is allowed. `+`, `++` and `~` may stand inside a phrase.
""",
        """
| +résilions                                         | customer 5.1-5.4                         | inflections                          |
| ++résilier                                         | customer 5.1-5.4 ; agent 22.4-22.7       | the whole family                     |
| +comprendre                                        | agent 20.3-20.6                          | another stem, one verb               |
| ~résilié                                           | customer 5.1-5.4                         | the same sound                       |
| ~"carte cime"                                      | customer 5.7-6.3                         | the same sounds, spelled otherwise   |
""",
    ),
    (
        "Who speaks",
        """\
`client:` (or `customer:`) and `agent:` (or `conseiller:`) before a word, a phrase or a parenthesis.
""",
        """
| client: BONJOUR                                    | customer 2-2.3                           | one party                            |
| client: bonjour TIMES 1..1                         | customer 2-2.3                           |                                      |
""",
    ),
    (
        "Near, then, unless",
        """\
`NEAR/5`: at most five words between, in the words of one party. `NEAR/10s`: at most ten seconds between,
whoever speaks. `THEN` is the same in this order, and without a distance anywhere later in the contact.
`NOT NEAR` and `NOT THEN` keep the left side where no right side lies so; `UNLESS` keeps it where no
right side overlaps it. Of all stretches that answer, the shortest are found: none contains another.
""",
        """
| panne NEAR/5 sim                                   | customer 2.9-6.3                         | five words between                   |
| panne NEAR/4 sim                                   |                                          |                                      |
| sim NEAR/5 panne                                   | customer 2.9-6.3                         | NEAR has no order                    |
| sim THEN/5 panne                                   |                                          | THEN has                             |
| veux NEAR/0 oui                                    |                                          | distance in words is of one party    |
| veux NEAR/2s oui                                   | customer 3.5-4.6                         | in seconds it is not                 |
| client: résilier THEN/60s agent: technicien        | customer 5.1-22.1                        | a sequence across turns              |
| client: résilier THEN/10s agent: technicien        |                                          | too late                             |
| client: résilier NOT THEN/10s agent: +comprendre   | customer 5.1-5.4                         | nobody answered in time              |
| résilier NOT NEAR/3 panne                          |                                          | three words between                  |
| résilier NOT NEAR/1 panne                          | customer 5.1-5.4                         |                                      |
| carte UNLESS "carte sim"                           |                                          | inside what it must not be           |
""",
    ),
    (
        "Where in the contact, and how often",
        """\
`FIRST 30s` and `LAST 20%` keep what lies whole within that part of the contact; it is the time of the
words that counts, not that of their turn. `TIMES 2` keeps contacts with two or more, `TIMES 2..4` those
with two to four.
""",
        """
| bonjour FIRST 2s                                   | agent 0-0.3                              | the word's own time                  |
| bonjour FIRST 5%                                   | agent 0-0.3                              | 5 % of 40 s                          |
| merci LAST 20s                                     | customer 23.8-24.1                       |                                      |
| merci LAST 10s                                     |                                          |                                      |
| bonjour TIMES 2                                    | agent 0-0.3 ; customer 2-2.3             |                                      |
| bonjour TIMES 3                                    |                                          |                                      |
""",
    ),
    (
        "And, or, not",
        """\
`AND` asks for both, somewhere in the same contact. `NOT` asks for contacts without: its hit is the whole
contact. What binds most, first: a party; `FIRST`, `LAST`, `TIMES`; `NEAR`, `THEN`, `UNLESS`; `NOT`;
`AND`; `OR`. Parentheses decide otherwise.
""",
        """
| facture OR panne                                   | customer 2.9-3.2                         |                                      |
| panne AND merci                                    | customer 2.9-3.2 ; customer 23.8-24.1    |                                      |
| panne AND facture                                  |                                          |                                      |
| panne AND NOT facture                              | customer 2.9-3.2                         |                                      |
| NOT facture                                        | unknown 0-40                             | absence is of the whole contact      |
| NOT bonjour                                        |                                          |                                      |
""",
    ),
    (
        "Silence, overtalk, waiting",
        """\
`silence:` nobody says a word, the beginning and the end of the contact included; `overtalk:` agent and
customer speak at once; `latency:` what passes until one party answers the other; `hold:` music. With a
time they are moments and can be joined like words; with a percentage they are about the whole contact.
Times come from the words that were recognised.
""",
        """
| silence:>10s                                       | unknown 7.2-20 ; unknown 24.7-40         | nobody says a word                   |
| silence:>=60%                                      | unknown 0-40                             | 27.6 of 40 s and what is between     |
| silence:>90%                                       |                                          |                                      |
| agent: latency:>5s                                 | agent 7.2-20                             | who answers late                     |
| client: latency:>5s                                |                                          |                                      |
| sim THEN silence:>10s                              | customer 6-20                            | a silence is a moment like a word    |
""",
    ),
    (
        "What is known of the contact",
        """\
`site:`, `team:`, `language:`, `date:` (a year, a month or a day), `duration:` and `answer:`, the mark
that the customer gave in the survey within 14 days. What is not known of a contact fits nothing.
""",
        """
| langue:fr AND panne                                | customer 2.9-3.2                         |                                      |
| langue:en AND panne                                |                                          |                                      |
| duration:>30s AND panne                            | customer 2.9-3.2                         |                                      |
| duration:<30s AND panne                            |                                          |                                      |
| site:Lyon OR panne                                 | customer 2.9-3.2                         | a site nobody knows fits nothing     |
""",
    ),
]


def examples(table):
    """The cells of a table; ``|`` inside a query has no space around it."""
    lines = [line.strip().strip("|") for line in table.strip().splitlines()]
    return [tuple(cell.strip() for cell in line.split(" | ")) for line in lines]
