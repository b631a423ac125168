"""The Net Promoter Score: how sure it is, under weights too, what moved it, and its road to a target.

>>> from clairevoix.measure import nps
>>> round(nps.estimate(promoters=50, passives=33, detractors=17).low, 1)
17.6
>>> nps.from_scores([10, 9, 8, 3, 10]).value
40.0
"""

from clairevoix.measure.nps.arrays import Scores, net_promoter_scores
from clairevoix.measure.nps.backtest import Band, Trial, backtest, brier_score, reliability
from clairevoix.measure.nps.calibration import Weighting, indicators, post_stratify, rake
from clairevoix.measure.nps.comparisons import benjamini_hochberg, holm
from clairevoix.measure.nps.confidence_interval import DEFAULT_METHOD, METHODS, net_promoter_score
from clairevoix.measure.nps.contamination import Sign, hurried_answers, suppressed_invitations, survey_shares
from clairevoix.measure.nps.counts import PseudoCounts
from clairevoix.measure.nps.decomposition import Change, Stratum, change, strata_of
from clairevoix.measure.nps.difference import Difference, difference, paired_difference
from clairevoix.measure.nps.estimate import Mean, NpsEstimate, estimate, from_scores
from clairevoix.measure.nps.forecast import Prior
from clairevoix.measure.nps.limits import Limit
from clairevoix.measure.nps.nonresponse import (
    Dispositions,
    Funnel,
    gap_that_brings,
    rates_by,
    representativity,
    response_rates,
    score_of_all,
    sensitivity,
)
from clairevoix.measure.nps.outlook import MonthScore, NpsTarget, Outlook, Quantity, Wording, month_score, outlook
from clairevoix.measure.nps.replication import bootstrap_error, jackknife_error
from clairevoix.measure.nps.sample_size import answers_for_difference, answers_for_margin, half_width
from clairevoix.measure.nps.trajectory import required_from_now
from clairevoix.measure.nps.weighted import WeightedScore, design_effect, effective_size, weighted_score

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "Band",
    "Change",
    "Difference",
    "Dispositions",
    "Funnel",
    "Limit",
    "Mean",
    "MonthScore",
    "NpsEstimate",
    "NpsTarget",
    "Outlook",
    "Prior",
    "PseudoCounts",
    "Quantity",
    "Scores",
    "Sign",
    "Stratum",
    "Trial",
    "WeightedScore",
    "Weighting",
    "Wording",
    "answers_for_difference",
    "answers_for_margin",
    "backtest",
    "benjamini_hochberg",
    "bootstrap_error",
    "brier_score",
    "change",
    "design_effect",
    "difference",
    "effective_size",
    "estimate",
    "from_scores",
    "gap_that_brings",
    "half_width",
    "holm",
    "hurried_answers",
    "indicators",
    "jackknife_error",
    "month_score",
    "net_promoter_score",
    "net_promoter_scores",
    "outlook",
    "paired_difference",
    "post_stratify",
    "rake",
    "rates_by",
    "reliability",
    "representativity",
    "required_from_now",
    "response_rates",
    "score_of_all",
    "sensitivity",
    "strata_of",
    "suppressed_invitations",
    "survey_shares",
    "weighted_score",
]
