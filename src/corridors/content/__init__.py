"""What briefs and answers are made of: facts, tables, figures and notes with their sources, and words for numbers."""
