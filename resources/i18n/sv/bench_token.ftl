error-bench-token-state = Filen för den simulerade nyckeln kan inte läsas eller skrivas.
error-bench-token-state-remedy = Kontrollera att testbänkens mapp finns, att du får skriva där och att disken inte är full.
error-bench-token-unreadable = Filen för den simulerade nyckeln är skadad.
error-bench-token-unreadable-remedy = Ta bort filen och skapa en ny nyckel.
error-bench-token-exists = Det finns redan en simulerad nyckel med detta namn.
error-bench-token-exists-remedy = Välj ett annat namn.
error-bench-token-unknown = Det finns ingen simulerad programmeringsnyckel med det namnet.
error-bench-token-unknown-remedy = Skapa den med: keywright bench DIR new token NAMN
