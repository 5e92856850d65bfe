"""The table of countries and areas (`table`) and how names find their row (`names`); use `concepts.countries`."""
