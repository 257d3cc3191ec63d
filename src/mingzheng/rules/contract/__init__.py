"""Items 3.1 to 3.3: is there a contract, and does it make rights and duties clear?"""
