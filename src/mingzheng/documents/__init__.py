"""What the three public documents say: practice statement, disclosure notice, subscriber agreement.

A file is read into one structure (`reading`), its headings are compared with the framework of
practice statements (`outline`), the values that can contradict each other are taken out (`terms`)
and the clauses that the law demands are looked for (`clauses`). Each answer names its sentence
and place; a person confirms.
"""
