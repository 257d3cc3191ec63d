"""The public documents of the synthetic CA as files: texts, composed, set as DOCX or PDF."""
