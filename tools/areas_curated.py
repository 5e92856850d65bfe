# ruff: noqa: SIM905 - a list of codes reads best as one line of text
"""What the sources do not state about countries and areas, written by hand and read by `tools/areas.py`; names
stand in `areas_aliases.csv`.

Dates: day of the change in the statistical area, from the state's own act or the end of its predecessor; where
several acts compete (the Soviet republics) the day on which the predecessor ended. Designations imply no opinion.
"""

NAMES = {
    "BLM": "Saint Barthélemy", "CIV": "Côte d'Ivoire", "CUW": "Curaçao", "REU": "Réunion", "TUR": "Türkiye",
    "PRK": "Democratic People's Republic of Korea", "FSM": "Micronesia (Federated States of)", "ALA": "Åland Islands",
    "HKG": "China, Hong Kong Special Administrative Region", "MAC": "China, Macao Special Administrative Region",
    "GBR": "United Kingdom of Great Britain and Northern Ireland",
}  # fmt: skip

SHORT_NAMES = {
    "BOL": "Bolivia", "BRN": "Brunei", "COD": "DR Congo", "COG": "Republic of the Congo", "FLK": "Falkland Islands",
    "FSM": "Micronesia", "GBR": "United Kingdom", "HKG": "Hong Kong", "IRN": "Iran", "KOR": "South Korea",
    "LAO": "Laos", "MAC": "Macao", "MAF": "Saint Martin (French part)", "MDA": "Moldova", "PRK": "North Korea",
    "PSE": "Palestine", "RUS": "Russia", "SXM": "Sint Maarten", "SYR": "Syria", "TWN": "Taiwan", "TZA": "Tanzania",
    "USA": "United States", "VEN": "Venezuela", "VIR": "US Virgin Islands", "VNM": "Vietnam",
    "WLF": "Wallis and Futuna", "XKX": "Kosovo", "SJM": "Svalbard and Jan Mayen",
}  # fmt: skip

# UN members are 193; the Holy See and the State of Palestine are observer States.
TERRITORIES = (
    "ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG HMD IMN IOT "
    "JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL TWN UMI VGB VIR WLF XKX"
).split()

# (UN region, its M49 number) and subregions: the sources carry UN Population Division location codes instead.
REGION_M49 = {
    "Africa": 2, "Asia": 142, "Europe": 150, "Latin America and the Caribbean": 419, "Northern America": 21,
    "Oceania": 9,
}  # fmt: skip
SUBREGION_M49 = {
    "Eastern Africa": 14, "Middle Africa": 17, "Northern Africa": 15, "Southern Africa": 18, "Western Africa": 11,
    "Caribbean": 29, "Central America": 13, "South America": 5, "Northern America": 21, "Central Asia": 143,
    "Eastern Asia": 30, "South-Eastern Asia": 35, "Southern Asia": 34, "Western Asia": 145, "Eastern Europe": 151,
    "Northern Europe": 154, "Southern Europe": 39, "Western Europe": 155, "Australia/New Zealand": 53,
    "Melanesia": 54, "Micronesia": 57, "Polynesia": 61,
}  # fmt: skip

# code: (first day, predecessors) of areas that came to be, in their present limits, after 1949.
STARTS = {
    "BGD": ("1971-12-16", "PAK"), "SGP": ("1965-08-09", "MYS"), "TZA": ("1964-04-26", ""),
    "ABW": ("1986-01-01", "ANT"), "CUW": ("2010-10-10", "ANT"), "SXM": ("2010-10-10", "ANT"),
    "BES": ("2010-10-10", "ANT"), "BLM": ("2007-07-15", "GLP"), "MAF": ("2007-07-15", "GLP"),
    "YEM": ("1990-05-22", "YAR YMD"), "ERI": ("1993-05-24", "ETH"), "TLS": ("2002-05-20", "IDN"),
    "CZE": ("1993-01-01", "CSK"), "SVK": ("1993-01-01", "CSK"), "SDN": ("2011-07-09", "SUD"),
    "SSD": ("2011-07-09", "SUD"), "MNE": ("2006-06-03", "SCG"), "SRB": ("2006-06-03", "SCG"),
    "XKX": ("2008-02-17", "SRB"), "SCG": ("1992-04-28", "YUG"), "HRV": ("1991-10-08", "YUG"),
    "SVN": ("1991-10-08", "YUG"), "MKD": ("1991-09-08", "YUG"), "BIH": ("1992-03-03", "YUG"),
    "EST": ("1991-09-06", "SUN"), "LVA": ("1991-09-06", "SUN"), "LTU": ("1991-09-06", "SUN"),
    **dict.fromkeys("ARM AZE BLR GEO KAZ KGZ MDA RUS TJK TKM UKR UZB".split(), ("1991-12-26", "SUN")),
    "DEU": ("", "DDR"), "VNM": ("", "VDR"),
}  # fmt: skip

# code, kind, iso2, m49, name, short name, subregion, start, end, successors, note
FORMER = [
    ("ANT", "AN", 530, "Netherlands Antilles", "Netherlands Antilles", "Caribbean", "1954-12-15", "2010-10-09",
     "BES CUW SXM", "With Aruba until 1985 (M49 532 then)."),
    ("CSK", "", 200, "Czechoslovakia", "Czechoslovakia", "Eastern Europe", "", "1992-12-31", "CZE SVK",
     "ISO alpha-2 was CS, reused for SCG, so neither has it here."),
    ("DDR", "DD", 278, "German Democratic Republic", "East Germany", "Western Europe", "", "1990-10-02", "DEU",
     "ISO 3166-3; DEU before 1990 is the Federal Republic alone, M49 280."),
    ("SCG", "", 891, "Serbia and Montenegro", "Serbia and Montenegro", "Southern Europe", "1992-04-28",
     "2006-06-02", "MNE SRB", "Federal Republic of Yugoslavia until 4 February 2003. With Kosovo."),
    ("SUD", "", 736, "Sudan (former, with South Sudan)", "Sudan (until 2011)", "Northern Africa", "", "2011-07-08",
     "SDN SSD", "Own code: ISO kept SDN for what remained, M49 changed 736 to 729."),
    ("SUN", "SU", 810, "Union of Soviet Socialist Republics", "Soviet Union", "Eastern Europe", "", "1991-12-25",
     "ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS TJK TKM UKR UZB", "The Baltic States left on 6 September 1991."),
    ("VDR", "VD", None, "Democratic Republic of Viet-Nam", "North Vietnam", "South-Eastern Asia", "", "1976-07-01",
     "VNM", "VNM before 1976 is the Republic of Viet-Nam (South) or both, as the publisher says."),
    ("YAR", "", 886, "Yemen Arab Republic", "North Yemen", "Western Asia", "", "1990-05-21", "YEM",
     "Own code: ISO's was YEM, now the whole of Yemen. DEMIG VISA counts it as YEM."),
    ("YMD", "YD", 720, "Democratic Yemen", "South Yemen", "Western Asia", "1967-11-30", "1990-05-21", "YEM",
     "People's Democratic Republic of Yemen."),
    ("YUG", "YU", 890, "Socialist Federal Republic of Yugoslavia", "Yugoslavia", "Southern Europe", "",
     "1992-04-27", "BIH HRV MKD SCG SVN",
     "Some publishers kept YUG for Serbia and Montenegro until 2003 or later (CEPII trade until 2009)."),
]  # fmt: skip

# code, m49, name, short name, region, subregion, note
SPECIAL = [
    ("UNK", None, "Unknown origin or destination", "Unknown", "", "", "Not stated, not known or not specified."),
    ("STL", None, "Stateless persons", "Stateless", "", "", "As the publisher counts them."),
    ("FOR", None, "All foreigners", "All foreigners", "", "", "All foreign nationals, stateless persons included."),
    ("OTH", None, "Other areas", "Other", "", "", "All areas that the publisher does not name."),
    ("ROW", None, "Rest of the world", "Rest of the world", "", "", "All areas outside the publisher's system."),
    ("OOS", None, "Unidentified Sub-Saharan Africa", "Sub-Saharan Africa, unidentified", "Africa", "",
     "Frontex and IOM: origin known as Sub-Saharan Africa only."),
    ("TIB", None, "Tibetans, as UNHCR counts them", "Tibetans", "Asia", "Eastern Asia",
     "UNHCR's code for an origin; no opinion on the status of any area."),
    ("AB9", None, "Abyei Area", "Abyei", "Africa", "Eastern Africa", "IDMC's code; status undetermined."),
]  # fmt: skip

_EU = (
    "BEL:1958- DEU:1958- FRA:1958- ITA:1958- LUX:1958- NLD:1958- DNK:1973- IRL:1973- GBR:1973-2019 GRC:1981- ESP:1986- "
    "PRT:1986- AUT:1995- FIN:1995- SWE:1995- CYP:2004- CZE:2004- EST:2004- HUN:2004- LTU:2004- LVA:2004- MLT:2004- "
    "POL:2004- SVK:2004- SVN:2004- BGR:2007- ROU:2007- HRV:2013-"
)
_EU27 = "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE"
_NORDIC_ALPINE = "CHE:1960- ISL:1970- LIE:1991- NOR:1960-"

# code, m49, name, short name, region, subregion, members (code:first year-last year on 1 July), note
GROUPS = [
    ("WLD", 1, "World", "World", "", "", "", "All areas."),
    ("TOT", None, "Total of all origins or destinations", "Total", "", "", "", "All areas, known or not."),
    ("EU", None, "European Union", "European Union", "", "", _EU, "Members of the time, European Communities before."),
    ("EU27", None, "European Union, 27 members since February 2020", "EU-27", "", "", _EU27, "The same in all years."),
    ("EU28", None, "European Union, 28 members of July 2013 to January 2020", "EU-28", "", "", f"{_EU27} GBR",
     "The same in all years."),
    ("EFTA", None, "European Free Trade Association", "EFTA", "", "",
     f"{_NORDIC_ALPINE} AUT:1960-1994 DNK:1960-1972 FIN:1986-1994 GBR:1960-1972 PRT:1960-1985 SWE:1960-1994",
     "Members of the time."),
    ("EU_EFTA", None, "European Union and EFTA", "EU and EFTA", "", "", f"{_EU} CHE ISL LIE NOR",
     "EU of the time with today's EFTA: also Frontex's EU and Schengen-associated countries."),
    ("GCC", None, "Gulf Cooperation Council", "GCC", "", "",
     "ARE:1981- BHR:1981- KWT:1981- OMN:1981- QAT:1981- SAU:1981-", "Founded 25 May 1981."),
    ("CHI", 830, "Channel Islands", "Channel Islands", "Europe", "Northern Europe", "GGY JEY",
     "One row in the International Migrant Stock and the World Bank; WPP has Guernsey and Jersey. Not ISO 3166."),
    *((code, None, f"{name} (QuantMig)", f"{name} (QuantMig)", "", "", "", "QuantMig world region, members not stated.")
      for code, name in {
          "R_OEU": "Other Europe", "R_NAF": "North Africa", "R_SSA": "Sub-Saharan Africa", "R_WAS": "West Asia",
          "R_EAS": "East Asia", "R_SSEA": "South and South-East Asia", "R_NAO": "North America and Oceania",
          "R_LAC": "Latin America"}.items()),
]  # fmt: skip

NOTES = {
    "DEU": "Before 3 October 1990 the Federal Republic alone in most sources.",
    "SDN": "Without South Sudan; SUD with it. WPP and IMS carry today's limits back.",
    "ETH": "With Eritrea before 24 May 1993 (M49 230 then).",
    "HKG": "Special Administrative Region of China since 1 July 1997.",
    "MAC": "Special Administrative Region of China since 20 December 1999.",
    "COK": "Self-governing in free association with New Zealand; not a UN member.",
    "NIU": "Self-governing in free association with New Zealand; not a UN member.",
    "PSE": "Observer State of the UN: West Bank, with East Jerusalem, and Gaza Strip.",
    "VAT": "Observer State of the UN.",
    "VNM": "Before July 1976 both Viet Nams in WPP, the South alone in ISO.",
    "EST": "Start: recognised by the USSR.", "LVA": "Start: recognised by the USSR.",
    "LTU": "Start: recognised by the USSR.",
}  # fmt: skip

# Fixes of CEPII's place names; the points stay.
MAIN_CITIES = {"KAZ": "Almaty", "MMR": "Yangon"}

# publisher, its code, our code ("" is no area), note
PUBLISHER_CODES = [
    ("CEPII", "ROM", "ROU", "Romania, ISO alpha-3 until 2002"),
    ("CEPII", "TMP", "TLS", "East Timor, ISO alpha-3 until 2002"),
    ("CEPII", "ZAR", "COD", "Zaire, ISO alpha-3 until 1997"),
    ("CEPII", "PAL", "PSE", "Palestine"),
    ("DEMIG", "CZV", "CSK", "Czechoslovakia"),
    ("DEMIG", "GDR", "DDR", "German Democratic Republic"),
    ("DEMIG", "GFR", "DEU", "Federal Republic of Germany before 1990"),
    ("DEMIG", "USR", "SUN", "Soviet Union"),
    ("DEMIG", "YEN", "YAR", "Yemen Arab Republic; the harmonised columns of visa_demig say YEM"),
    ("DEMIG", "YES", "YMD", "Democratic Yemen"),
    ("EM-DAT", "CHESLO", "CSK", "Czechoslovakia, Open Numbers' spelling"),
    ("EM-DAT", "DEU_WEST", "DEU", "Federal Republic of Germany before 1990, Open Numbers' spelling"),
    ("EM-DAT", "SPI", "ESP", "Canary Islands, part of Spain"),
    ("EM-DAT", "STBAR", "BLM", "Saint Barthélemy, Open Numbers' spelling"),
    ("EM-DAT", "USSR", "SUN", "Soviet Union"),
    ("EM-DAT", "YEM_NORTH", "YAR", "Yemen Arab Republic, Open Numbers' spelling"),
    ("Eurostat", "EL", "GRC", "Greece: not ISO's GR"),
    ("Eurostat", "UK", "GBR", "United Kingdom: not ISO's GB"),
    ("Eurostat", "XK", "XKX", "Kosovo (under UNSC res. 1244)"),
    ("Eurostat", "EU27_2020", "EU27", "27 members since February 2020"),
    ("Eurostat", "EU27_2007", "", "27 members of 2007 to June 2013: no row, use EU for the members of a year"),
    ("Eurostat", "FX", "FRA", "Metropolitan France"),
    ("Eurostat", "STLS", "STL", "Stateless"),
    ("Eurostat", "TOTAL", "TOT", "Total"),
    ("Frontex", "EU/Schengen", "EU_EFTA", "External borders of the EU and the Schengen-associated countries"),
    ("Gapminder", "GBG", "GGY", "Guernsey"),
    ("Gapminder", "GBM", "IMN", "Isle of Man"),
    ("Gapminder", "CHA", "CHI", "Channel Islands"),
    ("Gapminder", "USR", "SUN", "Soviet Union"),
    ("ILO", "CHA", "CHI", "Channel Islands"),
    ("ILO", "KOS", "XKX", "Kosovo"),
    ("IOM", "OOO", "UNK", "Unknown"),
    ("IOM", "XCX", "CHI", "Channel Islands"),
    ("ISO 3166-3", "AFI", "DJI", "French Afars and Issas, until 1977"),
    ("ISO 3166-3", "BUR", "MMR", "Burma, until 1989"),
    ("ISO 3166-3", "BYS", "BLR", "Byelorussian SSR, until 1992"),
    ("ISO 3166-3", "DHY", "BEN", "Dahomey, until 1977"),
    ("ISO 3166-3", "FXX", "FRA", "Metropolitan France, until 1997"),
    ("ISO 3166-3", "HVO", "BFA", "Upper Volta, until 1984"),
    ("ISO 3166-3", "NHB", "VUT", "New Hebrides, until 1980"),
    ("ISO 3166-3", "RHO", "ZWE", "Southern Rhodesia, until 1980"),
    ("ISO 3166-3", "TMP", "TLS", "East Timor, until 2002"),
    ("ISO 3166-3", "ZAR", "COD", "Zaire, until 1997"),
    ("M49", "230", "ETH", "Ethiopia with Eritrea, until 1993"),
    ("M49", "280", "DEU", "Federal Republic of Germany, until 1990"),
    ("M49", "532", "ANT", "Netherlands Antilles with Aruba, until 1985"),
    ("MIrreM", "12 European countries", "", "A sum over 12 countries that the copy does not list; no area"),
    ("OECD", "NS", "UNK", "Country of training not stated"),
    ("Pew", "EU+EFTA", "EU_EFTA", "EU of the time with the EFTA countries"),
    ("State Department", "KOS", "XKX", "Kosovo, in the Trafficking in Persons reports"),
    ("UNHCR", "STA", "STL", "Stateless"),
    ("UNHCR", "UKN", "UNK", "Unknown"),
    ("UNHCR", "XXA", "STL", "Stateless, as in travel documents (ICAO Doc 9303)"),
    ("UNODC", "All", "TOT", "All citizenships"),
    ("UNODC", "ESO", "", "Occurs once (Bolivia 2021), in no code list found; most likely a typing error, no area"),
    ("UNODC", "XXX", "UNK", "Unspecified nationality (ICAO Doc 9303)"),
    ("UN Population Division", "2003", "UNK", "Others: former States and origins not known"),
    ("World Bank", "ADO", "AND", "Andorra, former World Bank code"),
    ("World Bank", "IMY", "IMN", "Isle of Man, former World Bank code"),
    ("World Bank", "KSV", "XKX", "Kosovo, former World Bank code"),
    ("World Bank", "ROM", "ROU", "Romania, former World Bank code"),
    ("World Bank", "TMP", "TLS", "Timor-Leste, former World Bank code"),
    ("World Bank", "WBG", "PSE", "West Bank and Gaza, former World Bank code"),
    ("World Bank", "ZAR", "COD", "DR Congo, former World Bank code"),
]  # fmt: skip

# Names with more than one meaning: always an error that lists these.
AMBIGUOUS = {
    "Congo": "COD COG", "Korea": "KOR PRK", "Virgin Islands": "VIR VGB", "Saint Martin": "MAF SXM", "CS": "CSK SCG",
    "Guiana": "GUF GUY", "Antilles": "ANT CUW SXM BES",
}  # fmt: skip
