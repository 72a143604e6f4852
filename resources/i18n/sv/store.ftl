error-store-file-missing = Det finns ingen systemfil på den platsen.
error-store-file-missing-remedy = Kontrollera sökvägen, eller ta den nyaste säkerhetskopian: system restore KOPIA.
error-store-backup-missing = Filen { $file } finns inte.
error-store-backup-missing-remedy = Kontrollera sökväg och namn. En kopia är vad `keywright system backup FIL` skrev, med FIL.slots bredvid; inget ändrades.
error-store-file-exists = Det finns redan en fil med det namnet.
error-store-file-exists-remedy = Välj ett annat namn; inget skrevs över.
error-store-wrong-key = Systemfilen öppnas inte med detta lösenord eller denna nyckel.
error-store-wrong-key-remedy = Kontrollera att filen och dess .slots hör ihop. Är filen skadad, ta den nyaste säkerhetskopian: system restore KOPIA; den gamla behålls.
error-store-damaged = Systemfilen är skadad: { $what }.
error-store-damaged-remedy = Inget programmeras från den. Ta den nyaste säkerhetskopian: system restore KOPIA; den gamla behålls.
error-store-miscounted = En del av det som hålls för att listor ska gå fort är fel: { $rows } rader. Det gäller inte vad nycklar innehåller eller öppnar.
error-store-miscounted-remedy = Räkna om det: keywright system verify --repair.
error-store-network-folder = Systemfilen ligger i en nätverksmapp eller synkroniserad mapp ({ $kind }).
error-store-network-folder-remedy = Flytta den till en disk i den här datorn; ha bara säkerhetskopior i nätverket.
error-store-in-use = Ett annat fönster eller kommando har systemet öppet för skrivning.
error-store-in-use-remedy = Fortsätt där, eller stäng det och försök igen. Läsning är möjlig under tiden.
error-store-read-only = Systemet är öppet endast för läsning.
error-store-read-only-remedy = Stäng det andra programmet eller kontrollera rättigheterna till filen och öppna igen.
error-store-busy = Systemfilen är upptagen.
error-store-busy-remedy = Vänta en stund och försök igen; inget ändrades.
error-store-disk-full = Disken är full.
error-store-disk-full-remedy = Frigör utrymme och försök igen; inget blev halvskrivet.
error-store-disk-failed = Disken rapporterade ett fel.
error-store-disk-failed-remedy = Stäng programmet och öppna systemet igen: det kontrolleras innan något skrivs.
error-store-newer-schema = Systemfilen är gjord med en nyare programversion (steg { $found }, känt till { $known }).
error-store-newer-schema-remedy = Uppdatera programmet eller återställ säkerhetskopian från före uppgraderingen.
error-store-schema-altered = Systemfilens struktur avviker från detta program i steg { $number }.
error-store-schema-altered-remedy = Öppna den med programmet som gjorde den eller återställ en säkerhetskopia.
error-changed-meanwhile = Någon annan ändrade posten ({ $entity }) under tiden.
error-changed-meanwhile-remedy = Se det nya läget och gör ändringen igen; inget skrevs över.
error-not-found = Posten ({ $entity }) finns inte.
error-not-found-remedy = Den kan ha tagits bort; uppdatera listan.
error-email-taken = { $waiting ->
    [yes] { $name } har redan den här e-postadressen, och nyckel { $waits } väntar fortfarande på att skrivas.
   *[no] En annan användare har den här e-postadressen.
    }
error-email-taken-remedy = { $waiting ->
    [yes] Skriv den nyckeln: `keywright key program { $waits }`. Ska någon annan läggas till, ange en annan adress.
   *[no] Öppna den användaren eller ange en annan adress.
    }
error-external-id-taken = En annan användare har detta externa id.
error-external-id-taken-remedy = Öppna den användaren eller ange ett annat id.
error-name-taken = Namnet är upptaget ({ $entity }).
error-name-taken-remedy = Välj ett annat namn.
error-medium-taken = Mediet hör till en annan nyckel.
error-medium-taken-remedy = Lägg ett annat medium på kodaren.
error-key-replaced-before = { $replaced ->
    [yes] Nyckel { $number } är redan ersatt: nyckel { $successor } har dess plats.
   *[no] Nyckeln är redan ersatt.
    }
error-key-replaced-before-remedy = { key-way-out }
error-record-exists = Posten ({ $entity }) finns redan.
error-record-exists-remedy = Öppna den som finns.
error-still-used = { $linked ->
    [yes] { $name } är ännu kopplad till: { $links }{ $more ->
        [0] {"."}
       *[other] {" "}och { $more } till.
        }
   *[other] Den används fortfarande ({ $entity }).
    }
error-still-used-remedy = Ta bort den där den används och försök igen.
error-record-names-missing = Den ({ $entity }) anger en post som inte längre finns.
error-record-names-missing-remedy = Uppdatera och välj igen.
error-change-abandoned = Ändringen avbröts; inget av den utfördes.
error-change-abandoned-remedy = Läs orsaken och försök igen.
error-premises-inside-themselves = Ett område kan inte ligga i sig självt.
error-premises-inside-themselves-remedy = Välj ett annat överordnat område.
error-user-has-media = { $named ->
    [yes] Användaren har fortfarande dessa nycklars medier: { $keys }.
   *[no] Användaren har fortfarande medier: { $count }.
    }
error-user-has-media-remedy = Bestäm för vart och ett: återlämna och töm det (`key return`) eller spärra det (`key block`); `user remove --return KEY --block KEY` gör det på vägen.
error-key-state = { $same ->
    [yes] Nyckeln är redan { key-state-word }.
   *[no] Nyckeln är { key-state-word }, vilket inte tillåter detta.
    }
error-key-state-remedy = { key-way-out }
error-key-blocked = Nyckeln är spärrad.
error-key-blocked-remedy = Häv spärren, ersätt den eller återlämna och töm den.
error-home-group-fixed = Hemgruppen är bestämd av den första lyckade skrivningen.
error-home-group-fixed-remedy = Återlämna och töm nyckeln och programmera den på nytt.
error-blocklist-full = Spärrlistan för { $group } är full; nyckeln spärrades ingenstans.
error-blocklist-full-remedy = `keywright blocklist prune GROUP` tar bort nycklar vars medium är tömt eller inte längre öppnar något. Finns inga sådana, flytta lås till en annan spärrgrupp.
error-blocklist-no-room = Spärrlistan för { $group } har inte plats för de { $count } spärrade nycklar som måste stå på den för att förbli utestängda. Inget ändrades.
error-blocklist-no-room-remedy = `keywright blocklist prune GROUP` tar bort nycklar vars medium är tömt eller inte längre öppnar något. Eller välj en annan spärrgrupp.
error-blocklist-version = Spärrlistan har ändrats; den har version { $current }.
error-blocklist-version-remedy = Signera den aktuella listan.
error-task-open = Nyckeln har en uppgift som inte är klar.
error-task-open-remedy = Kör den uppgiften eller avbryt den: task list visar den.
error-task-taken = Uppgiften hanteras av en annan station eller har gått vidare.
error-task-taken-remedy = Uppdatera listan; den andra stationen slutför den.
error-numbers-exhausted = Inga nummer är kvar ({ $entity }).
error-numbers-exhausted-remedy = Starta ett nytt system för fler poster.
error-restore-generations-differ = Säkerhetskopian och systemet som finns där har var för sig bytt hemligheter (generation { $generation }); bara det ena kan behållas.
error-restore-generations-differ-remedy = Återställ till en tom plats: ange en annan fil med --system. Behåll båda filerna: nyckelbrickor och lås av den andra generationen läses och töms med det system som skrev dem.
error-log-broken = Loggen är bruten vid post { $sequence }: { $fault }.
error-log-broken-remedy = Bevara filen som bevis och jämför den med det som antecknats: `keywright audit verify --noted NUMMER`, med loggens nummer från ett kvitto eller ur svaret på `keywright system backup`.
error-log-head-malformed = Detta är inte slutet av en logg i kortform.
error-log-head-malformed-remedy = Det ser ut som 128-0123456789ABCDEF, så som det står på ett kvitto.
error-random-failed = Datorn gav inga slumptal.
error-random-failed-remedy = Starta om datorn och försök igen; inget ändrades.
error-store-unreadable = Ett lagrat värde kan inte läsas ({ $what }).
error-store-unreadable-remedy = Kontrollera systemet och återställ den senaste kontrollerade säkerhetskopian.
error-store-engine = Databasen vägrade (kod { $code }).
error-store-engine-remedy = Detta är ett fel i programmet: rapportera det med det som visas här. Inget ändrades.
error-store-not-a-system-file = { $file } är ingen systemfil.
error-store-not-a-system-file-remedy = Ange systemfilen eller en säkerhetskopia som `keywright system backup` gjort; dess fil som slutar på .slots ligger bredvid.
fault-signed-head = signaturen av dess slut stämmer inte
fault-cut-off-before-a-signed-head = den är avklippt före ett signerat slut
fault-cut-off = den är avklippt
fault-noted-head = den är inte den som antecknats på ett kvitto eller vid en säkerhetskopia
fault-cut-off-before-a-noted-head = den är avklippt före det som antecknats på ett kvitto eller vid en säkerhetskopia
fault-personal-text-removed = en personuppgift har tagits bort
fault-missing = en post saknas
fault-changed = en post har ändrats
fault-personal-text = en personuppgift har ändrats
