"""Who there is: organisations, their dated facts, persons, memberships, and what each may."""
