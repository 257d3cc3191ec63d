"""Complaints to an authority (投诉), and apart from them reports to the departments (举报)."""
