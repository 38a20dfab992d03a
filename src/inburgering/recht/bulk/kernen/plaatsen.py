"""Where the facts, the timelines and the outcome of one person stand in the scratch arrays of a kernel.

`P` holds the facts as they were given, `A` the timelines of the person, `W` one row per verblijf, `U` the outcome,
`R` and `G` the tijdvakken and their interruptions, `B` the days on which something changes.
"""

AFWEZIG = -2
NIETS = -1
LIJST_MAX = 8
GRENZEN_MAX = 62

# facts
N_VERBLIJF, N_NATIONALITEIT, N_INSCHRIJVING, N_KENNISGEVING = 0, 1, 2, 3
N_OPLEIDING, N_DIPLOMA, N_BEDIENAAR, N_RICHTLIJN = 4, 5, 6, 7
P_GEBOREN, P_LEERPLICHT, P_HUIS, P_LTR = 8, 10, 12, 13
P_ONTHEFFING, P_ONTHEFFING_DEEL, P_INGEBURGERD, P_INGEBURGERD_TOT, P_INGEBURGERD_DEEL = 14, 16, 17, 19, 21
P_PIP = 22
P_VERBLIJF, V_BREED = 24, 13
P_VAK, K_BREED = 128, 7
# which regelversie: by verblijf or by person, the date a verblijf counts from, its outcomes, its reading of art. 54
P_PER_VERBLIJF, P_AANVANG, P_PLICHT, P_LEZING, P_NIEUW_OP_GRENS = 520, 521, 522, 523, 524
P_GEBOORTE_TELT = 525  # whether the date of birth can tell in a duty that is known
P_GROF = 526  # whether a look at a glance is worth while
P_LENGTE = 528
V_GROND, V_DOEL, V_INGANG, V_BESLUIT, V_BEKEND, V_EINDE, V_REF, V_REFDOEL, V_TIJDELIJK = 0, 1, 2, 4, 6, 8, 10, 11, 12
K_CODE, K_VANAF, K_TOT, K_AANSLUITEND, K_VRIJSTELLEND = 0, 1, 3, 5, 6

# the person: two days each, then two masks each
A_LEERPLICHT, A_KENNISGEVING = 0, 2
A_NEDERLANDER, A_EU, A_RICHTLIJN, A_VERVOLG, A_STUDIE, A_DIPLOMA, A_BEDIENAAR, A_LTR = 4, 6, 8, 10, 12, 14, 16, 18
A_AANWEZIG, A_PLICHT_OUD, A_PLICHT_NIEUW, A_VOORT_OUD, A_VOORT_NIEUW = 20, 21, 23, 25, 26
A_TURKS = 28
A_ACTIES = 30
A_VERBLIJVEN, A_WEG = 94, 95  # how many, and how many absences
A_LENGTE = 96

# each verblijf
W_GROND, W_DOEL, W_REF, W_REFDOEL, W_TIJDELIJK, W_AANVANG, W_EINDE, W_VERKREGEN, W_TURKS = 0, 1, 2, 3, 4, 5, 7, 9, 11
W_BEKEND, W_INGANG = 13, 15
W_PLICHT_OUD, W_PLICHT_NIEUW, W_VALT_OUD, W_VALT_NIEUW = 18, 20, 22, 24
W_ASIEL_OUD, W_ASIEL_NIEUW, W_HUIS, W_VOORT_OUD, W_VOORT_OUD_MISSCHIEN, W_VOORT_NIEUW = 26, 27, 28, 29, 30, 31
W_BREED = 32

# one row of what is not known (axis), of what it can be (choice), and of the choices of purpose and referent
AS_BREED, KEUS_BREED, KZ_BREED = 8, 4, 5
NATIES = 10_001

# outcome
U_OORDEEL, U_WET, U_INGANG, U_EINDE, U_REDEN, U_VRIJ, U_CATEGORIE, U_BEDIENAAR, U_COLLEGE = 0, 1, 2, 3, 4, 5, 6, 7, 8
U_PIP, U_INBURGERING, U_EXAMEN, U_PVT, U_WAARSCHUWING = 9, 10, 11, 12, 13
U_VERGELIJK = 13  # everything before the warnings makes two outcomes differ
U_GEKOZEN = 14
U_LENGTE = 16
NIET_PLICHTIG, PLICHTIG, ONBEKEND = 0, 1, 2
BEKEND, OPEN, ANDERE_MOTOR = 0, 1, 2  # of one person: every fact that matters, some missing, for the readable engine

# tijdvakken
R_AANTAL, R_VANAF, R_TOT, R_GATEN, R_GATEN_TOT, R_VOOR, R_VOOR_LAATSTE = 0, 1, 2, 3, 4, 5, 10
R_LENGTE = 24

# the interruptions stand first in `G`, and after them the days on which something changes, as they are met
G_DAGEN = 256
G_LENGTE = 768

# warnings, alphabetical
W_HUISVESTING_NIET_GEMELD, W_INGANG_NA_BEKENDMAKING, W_KENNISGEVING_ZONDER_PLICHT = 1, 2, 4
W_NIEUWE_PLICHT_NA_EINDE, W_ONDERBREKING_OVERBRUGD, W_ONTSTAAN_VOOR_2013, W_PIP_VOOR_ONTSTAAN = 8, 16, 32, 64
W_GEEINDIGD_VOOR_NIEUWE_WET, W_VRIJSTELLING_ZONDER_EINDE = 128, 256
