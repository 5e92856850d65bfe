"""What is the system: stocks, flows, indices, mirrors, and what each figure counts."""
