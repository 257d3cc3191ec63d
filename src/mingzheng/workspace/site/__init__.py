"""What all rooms share: the folder and its settings, the frame of the pages, both languages."""
