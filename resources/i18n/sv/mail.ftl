# Letters.
mail-invitation-subject = Dina nycklar i { $system }
mail-invitation-greeting = Hej { $name },
mail-invitation-what = du har fått nycklar i { $system }.
mail-invitation-how = Skapa ett konto för att se dina nycklar och var de öppnar:
mail-invitation-button = Skapa konto
mail-invitation-until = Länken fungerar en gång, till och med { $until }.
mail-invitation-unexpected = Om du inte väntade detta brev behöver du inte göra något.

# Why a letter was not sent.
error-mail-settings = E-postserverns inställning { $what } är orimlig.
error-mail-settings-remedy = Rätta den med `system mail`.
error-mail-server-unreachable = Ingen e-postserver svarar där.
error-mail-server-unreachable-remedy = Kontrollera namn och port med `system mail` och nätet. Inbjudan väntar och försöks igen.
error-mail-server-slow = E-postservern tog för lång tid.
error-mail-server-slow-remedy = Inbjudan väntar och försöks igen.
error-mail-server-without-tls = E-postservern erbjuder ingen skyddad förbindelse; inget skickades.
error-mail-server-without-tls-remedy = Fråga efter rätt port (oftast 587 med starttls eller 465 med tls). Brev skickas aldrig oskyddat.
error-mail-server-certificate = E-postserverns certifikat stämmer inte med namnet, är för gammalt eller från en okänd utfärdare.
error-mail-server-certificate-remedy = Använd serverns fullständiga namn; för en egen utfärdare ange dess certifikat med `system mail --authority FILE`.
error-mail-sign-in = E-postservern godtar inte namn och lösenord.
error-mail-sign-in-remedy = Rätta dem med `system mail`.
error-mail-refused = E-postservern avvisar brevet ({ $status }).
error-mail-refused-remedy = Kontrollera användarens e-postadress och skicka inbjudan igen.
error-mail-put-off = E-postservern skjuter upp brevet ({ $status }).
error-mail-put-off-remedy = Inbjudan väntar och försöks igen.
error-mail-line-broken = Förbindelsen till e-postservern bröts; brevet gick inte iväg.
error-mail-line-broken-remedy = Inbjudan väntar och försöks igen.
error-mail-unsure = Förbindelsen bröts medan e-postservern tog emot brevet: om det gick iväg är inte känt.
error-mail-unsure-remedy = Fråga användaren; om inget kom, skicka inbjudan igen. Den tidigare länken fungerar då inte längre.
error-mail-address = E-postadressen kan inte stå i ett brev.
error-mail-address-remedy = Rätta användarens e-postadress eller namn.
error-mail-not-set = Ingen e-postserver är inställd; inbjudan väntar.
error-mail-not-set-remedy = Ställ in en med `system mail`.
