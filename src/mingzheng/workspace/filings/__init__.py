"""What units file: self-inspection, rectification plan, its progress, the province's report."""
