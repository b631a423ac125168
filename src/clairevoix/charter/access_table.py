"""The table of access itself, as people read it: one row an action, one column a role, by its first three letters.

``+`` all of it · ``o`` own: about or assigned to whoever asks · ``.`` nothing. ``any``, anybody: ``+`` nobody is asked to
sign in; ``p`` nor here, unless ``web.login`` is ``all``; ``.`` everybody is. ``about``: released ``figures``, one ``person``,
customers' redacted ``words``, what the council is to ``witness``, an ``account``, the ``machine``, or ``nothing`` of the
workspace.

A command asks nobody who they are: its row says in whose hands the machine on which it runs must be.
"""

TABLE = """\
action                                                  about    any dir ana eva emp cou dpo ope

GET /                                                   nothing  +   +   +   +   +   +   +   +
GET /healthz                                            nothing  +   +   +   +   +   +   +   +
GET /static/{name}                                      nothing  +   +   +   +   +   +   +   +
GET /{lang}                                             nothing  +   +   +   +   +   +   +   +
GET /{lang}/                                            figures  p   +   +   +   +   +   +   +
GET /{lang}/cap.json                                    figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/nps.svg                              figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/nps.json                             figures  p   +   +   +   +   +   +   +
GET /{lang}/organisation                                figures  p   +   +   +   +   +   +   +
GET /{lang}/organisation.json                           figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/organisation.svg                     figures  p   +   +   +   +   +   +   +
GET /{lang}/prizes                                      figures  p   +   +   +   +   +   +   +
GET /{lang}/prizes.json                                 figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/arcep.svg                            figures  p   +   +   +   +   +   +   +
GET /{lang}/effort                                      figures  p   +   +   +   +   +   +   +
GET /{lang}/effort.json                                 figures  p   +   +   +   +   +   +   +
GET /{lang}/programmes                                  figures  p   +   +   +   +   +   +   +
GET /{lang}/programmes.json                             figures  p   +   +   +   +   +   +   +
GET /{lang}/listening                                   figures  p   +   +   +   +   +   +   +
GET /{lang}/listening.json                              figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/listening.svg                        figures  p   +   +   +   +   +   +   +
GET /{lang}/vigilance                                   figures  .   +   .   +   +   +   +   .
GET /{lang}/vigilance.json                              figures  .   +   .   +   +   +   +   .
GET /{lang}/charts/two-sides.svg                        figures  .   +   .   +   +   +   +   .
GET /{lang}/charts/pressure.svg                         figures  .   +   .   +   +   +   +   .
GET /{lang}/charts/sites.svg                            figures  .   +   .   +   +   +   +   .
GET /{lang}/fibre                                       figures  p   +   +   +   +   +   +   +
GET /{lang}/fibre.json                                  figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/fibre-months.svg                     figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/fibre-days.svg                       figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/fibre-map.svg                        figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/fibre-funnel.svg                     figures  p   +   +   +   +   +   +   +
GET /{lang}/journeys                                    figures  p   +   +   +   +   +   +   +
GET /{lang}/journeys.json                               figures  p   +   +   +   +   +   +   +
GET /{lang}/drivers                                     figures  p   +   +   +   +   +   +   +
GET /{lang}/drivers.json                                figures  p   +   +   +   +   +   +   +
GET /{lang}/answers                                     figures  p   +   +   +   +   +   +   +
GET /{lang}/answers.json                                figures  p   +   +   +   +   +   +   +
GET /{lang}/weights                                     figures  p   +   +   +   +   +   +   +
GET /{lang}/weights.json                                figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/drivers.svg                          figures  p   +   +   +   +   +   +   +
GET /{lang}/charts/silence.svg                          figures  p   +   +   +   +   +   +   +
GET /{lang}/excerpts/{excerpt_id}                       figures  p   +   +   +   +   +   +   +
GET /excerpts/{excerpt_id}.flac                         figures  p   +   +   +   +   +   +   +

GET /{lang}/login                                       nothing  +   +   +   +   +   +   +   +
POST /{lang}/login                                      nothing  +   +   +   +   +   +   +   +
GET /{lang}/invitation                                  nothing  +   +   +   +   +   +   +   +
POST /{lang}/invitation                                 nothing  +   +   +   +   +   +   +   +
GET /{lang}/account                                     account  .   o   o   o   o   o   o   o
POST /{lang}/account/password                           account  .   o   o   o   o   o   o   o
POST /{lang}/logout                                     account  .   o   o   o   o   o   o   o

GET /{lang}/pulse                                       nothing  +   +   +   +   +   +   +   +
POST /{lang}/pulse                                      nothing  +   +   +   +   +   +   +   +
GET /{lang}/me/pulse                                    person   .   .   .   .   o   .   .   .
POST /{lang}/me/pulse                                   person   .   .   .   .   o   .   .   .

GET /{lang}/me                                          person   .   .   .   .   o   .   .   .
POST /{lang}/me/notice                                  person   .   .   .   .   o   .   .   .
GET /{lang}/me/evaluations/{evaluation_id}.json         person   .   .   .   .   o   .   .   .
GET /{lang}/me/evaluations/{evaluation_id}              person   .   .   .   .   o   .   .   .
POST /{lang}/me/evaluations/{evaluation_id}/comment     person   .   .   .   .   o   .   .   .
POST /{lang}/me/evaluations/{evaluation_id}/accept      person   .   .   .   .   o   .   .   .
POST /{lang}/me/evaluations/{evaluation_id}/contest     person   .   .   .   .   o   .   .   .

GET /{lang}/evaluate                                    person   .   .   .   o   .   .   .   .
GET /{lang}/evaluate/{evaluation_id}                    person   .   .   .   o   .   .   .   .
POST /{lang}/evaluate/{evaluation_id}/open              person   .   .   .   o   .   .   .   .
POST /{lang}/evaluate/{evaluation_id}/read              person   .   .   .   o   .   .   .   .
POST /{lang}/evaluate/{evaluation_id}/confirm           person   .   .   .   o   .   .   .   .
POST /{lang}/evaluate/{evaluation_id}/discard           person   .   .   .   o   .   .   .   .
POST /{lang}/evaluate/{evaluation_id}/take-up           person   .   .   .   o   .   .   .   .
POST /{lang}/evaluate/{evaluation_id}/decide            person   .   .   .   o   .   .   .   .

GET /{lang}/code                                        words    .   .   +   .   .   .   .   .
GET /{lang}/code/{sample_id}                            words    .   .   +   .   .   .   .   .
POST /{lang}/code/{sample_id}                           words    .   .   +   .   .   .   .   .
GET /{lang}/themes                                      words    .   .   +   .   .   .   .   .
POST /{lang}/themes                                     words    .   .   +   .   .   .   .   .

GET /{lang}/council                                     witness  .   .   .   .   .   +   +   .
GET /{lang}/council/ledger                              witness  .   .   .   .   .   +   +   .
POST /{lang}/council/countersign                        witness  .   .   .   .   .   +   .   .
POST /{lang}/council/cosign                             witness  .   .   .   .   .   +   .   .
POST /{lang}/council/suspend                            witness  .   .   .   .   .   +   +   .

GET /{lang}/search                                      figures  .   .   +   .   .   .   .   .
POST /{lang}/search                                     figures  .   .   +   .   .   .   .   .
POST /{lang}/search/export                              figures  .   .   +   .   .   .   .   .
POST /{lang}/search/draft                               figures  .   .   +   .   .   .   .   .
GET /search/{contact_id}/{channel}/{start_ms}-{end_ms}.flac  figures  .   .   +   .   .   .   .   .

clairevoix transcribe                                   nothing  +   +   +   +   +   +   +   +
clairevoix models                                       nothing  +   +   +   +   +   +   +   +
clairevoix redact text                                  nothing  +   +   +   +   +   +   +   +
clairevoix redact audio                                 nothing  +   +   +   +   +   +   +   +
clairevoix nps                                          nothing  +   +   +   +   +   +   +   +
clairevoix pulse blind                                  nothing  +   +   +   +   +   +   +   +
clairevoix pulse unblind                                nothing  +   +   +   +   +   +   +   +
clairevoix plan                                         nothing  +   +   +   +   +   +   +   +
clairevoix evaluate                                     nothing  +   +   +   +   +   +   +   +
clairevoix account grant                                nothing  +   +   +   +   +   +   +   +
clairevoix charter keygen                               nothing  +   +   +   +   +   +   +   +
clairevoix ledger witness                               nothing  +   +   +   +   +   +   +   +
clairevoix demo                                         machine  .   .   .   .   .   .   .   +
clairevoix init                                         machine  .   .   .   .   .   .   .   +
clairevoix ingest calls                                 machine  .   .   .   .   .   .   .   +
clairevoix ingest contacts                              machine  .   .   .   .   .   .   .   +
clairevoix ingest responses                             machine  .   .   .   .   .   .   .   +
clairevoix ingest mystery                               machine  .   .   .   .   .   .   .   +
clairevoix ingest reviews                               machine  .   .   .   .   .   .   .   +
clairevoix ingest acts                                  machine  .   .   .   .   .   .   .   +
clairevoix ingest pulse                                 machine  .   .   .   .   .   .   .   +
clairevoix pulse open                                   machine  .   .   .   .   .   .   .   +
clairevoix pulse rounds                                 machine  .   .   .   .   .   .   .   +
clairevoix pulse remarks                                machine  .   .   .   .   .   .   .   +
clairevoix decide                                       machine  .   .   .   .   .   .   .   +
clairevoix ingest steps                                 machine  .   .   .   .   .   .   .   +
clairevoix run                                          machine  .   .   .   .   .   .   .   +
clairevoix query                                        machine  .   .   .   .   .   .   .   +
clairevoix publish                                      machine  .   .   .   .   .   .   .   +
clairevoix codebook check                               machine  .   .   .   .   .   .   .   +
clairevoix codebook diff                                machine  .   .   .   .   .   .   .   +
clairevoix codebook simulate                            machine  .   .   .   .   .   .   .   +
clairevoix codebook annotate                            machine  .   .   .   .   .   .   .   +
clairevoix codebook trend                               machine  .   .   .   .   .   .   .   +
clairevoix report                                       machine  .   .   .   .   .   .   .   +
clairevoix serve                                        machine  .   .   .   .   .   .   .   +
clairevoix purge                                        machine  .   .   .   .   .   .   .   +
clairevoix forget                                       machine  .   .   .   .   .   .   .   +
clairevoix attack                                       machine  .   .   .   .   .   .   .   +
clairevoix organisation show                            machine  .   .   .   .   .   .   .   +
clairevoix organisation check                           machine  .   .   .   .   .   .   .   +
clairevoix organisation simulate                        machine  .   .   .   .   .   .   .   +
clairevoix account add                                  account  .   .   .   .   .   .   .   +
clairevoix account list                                 account  .   .   .   .   .   .   .   +
clairevoix account reset                                account  .   .   .   .   .   .   .   +
clairevoix account disable                              account  .   .   .   .   .   .   .   +
clairevoix account totp                                 account  .   .   .   .   .   .   .   +
clairevoix annotator train                              machine  .   .   .   .   .   .   .   +
clairevoix annotator apply                              machine  .   .   .   .   .   .   .   +
clairevoix annotator list                               machine  .   .   .   .   .   .   .   +
clairevoix annotator drop                               machine  .   .   .   .   .   .   .   +
clairevoix code draw                                    machine  .   .   .   .   .   .   .   +
clairevoix code status                                  machine  .   .   .   .   .   .   .   +
clairevoix code resolve                                 machine  .   .   .   .   .   .   .   +
clairevoix code export                                  machine  .   .   .   .   .   .   .   +
clairevoix themes find                                  machine  .   .   .   .   .   .   .   +
clairevoix themes list                                  machine  .   .   .   .   .   .   .   +
clairevoix themes merge                                 machine  .   .   .   .   .   .   .   +
clairevoix themes split                                 machine  .   .   .   .   .   .   .   +
clairevoix themes ignore                                machine  .   .   .   .   .   .   .   +
clairevoix themes promote                               machine  .   .   .   .   .   .   .   +
clairevoix charter show                                 witness  .   .   .   .   .   .   .   +
clairevoix charter check                                witness  .   .   .   .   .   .   .   +
clairevoix charter record                               witness  .   .   .   .   .   .   .   +
clairevoix charter dpia                                 witness  .   .   .   .   .   .   .   +
clairevoix charter propose                              witness  .   .   .   .   .   .   .   +
clairevoix charter notify                               witness  .   .   .   .   .   .   .   +
clairevoix charter clock                                witness  .   .   .   .   .   .   .   +
clairevoix charter opinion                              witness  .   .   .   .   .   .   .   +
clairevoix charter countersign                          witness  .   .   .   .   .   .   .   +
clairevoix charter activate                             witness  .   .   .   .   .   .   .   +
clairevoix charter suspend                              witness  .   .   .   .   .   .   .   +
clairevoix charter resume                               witness  .   .   .   .   .   .   .   +
clairevoix charter withdraw                             witness  .   .   .   .   .   .   .   +
clairevoix charter register                             witness  .   .   .   .   .   .   .   +
clairevoix charter recount                              witness  .   .   .   .   .   .   .   +
clairevoix ledger verify                                witness  .   .   .   .   .   .   .   +
clairevoix ledger checkpoint                            witness  .   .   .   .   .   .   .   +
clairevoix ledger export                                witness  .   .   .   .   .   .   .   +
clairevoix ledger cosign                                witness  .   .   .   .   .   .   .   +
"""
