"""A workspace to try: an invented country at work, made by the rooms' own actions."""
