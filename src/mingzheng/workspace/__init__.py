"""The workspace: a web site in which ministry, provinces and authorities do the work of the notice.

Each room is a Django application: `models.py` (what there is), `states.py` (how it may change),
`permissions.py` (who may), `actions.py` (every write), `pages.py` and `urls.py` (what is shown).
"""
