"""An audit whose evidence or result lies where this machine opens no files, and Spark does.

Reading wants files that it can go about in and lock: evidence is copied to a scratch folder here,
the result is made there, and put up when it is whole. Tables on the way lie beside the result, in
its `work`, where every worker reaches them.
"""

from mingzheng.audit.far.asked import Question
from mingzheng.audit.far.places import AtHand, Far, at_hand, default_scratch

__all__ = ["AtHand", "Far", "Question", "at_hand", "default_scratch"]
