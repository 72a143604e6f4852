# Skrivningens faser.
phase-identify = känner igen brickan
phase-keys = sätter dess nycklar
phase-files = skapar dess filer
phase-write = skriver
phase-commit = bekräftar
phase-read-back = läser tillbaka
phase-factory-check = provar fabriksnycklarna, som måste misslyckas
phase-empty = tömmer

# Det som skrevs på kommandoraden.
error-usage = Kommandot går inte att förstå som det står.
error-usage-remedy = Se keywright --help, eller --help efter kommandot.
error-answer-not-written = Kommandot utfördes, men svaret kunde inte skrivas: { $reason }
error-answer-not-written-remedy = Se med `show` eller `list` hur det står till; upprepa inte kommandot utan att titta.

# Stationens avslag.
error-name-unknown = { $kind ->
    [user] Det finns ingen användare "{ $name }".
    [role] Det finns ingen roll "{ $name }".
    [premises] Det finns inga lokaler "{ $name }".
    [lock] Det finns inget lås "{ $name }".
    [lock-group] Det finns ingen låsgrupp "{ $name }".
    [key-blocking-group] Det finns ingen spärrgrupp "{ $name }".
    [key] Det finns ingen nyckel "{ $name }".
    [task] Ingen öppen uppgift hör till nyckeln "{ $name }".
    [operator] Det finns ingen operatör "{ $name }".
    [administrator-role] Det finns ingen administratörsroll "{ $name }".
    [programming-key] Det finns ingen programmeringsnyckel "{ $name }".
   *[other] Det finns inget "{ $name }".
    }
error-name-unknown-remedy = Se det exakta namnet i listan eller använd id.
error-name-ambiguous = { $kind ->
    [user] Flera användare heter "{ $name }".
    [role] Flera roller heter "{ $name }".
    [premises] Flera lokaler heter "{ $name }".
    [lock] Flera lås heter "{ $name }".
    [lock-group] Flera låsgrupper heter "{ $name }".
    [key-blocking-group] Flera spärrgrupper heter "{ $name }".
   *[other] Flera poster heter "{ $name }".
    }
error-name-ambiguous-remedy = Använd id, för användare e-postadressen, för lokaler sökvägen från byggnaden.
error-role-not-linked = Rollen { $role } hör inte till { $premises }.
error-role-not-linked-remedy = Välj en av rollerna som är länkade till lokalerna, eller länka rollen först.
error-premises-not-private = { $premises } är inga privata lokaler.
error-premises-not-private-remedy = Välj en lägenhet eller andra privata lokaler, eller ge användaren en roll.
error-source-not-held = Användaren har inte { $name }.
error-source-not-held-remedy = Ange bara det som användaren har fått.
error-encoder-not-named = Ingen kodare är angiven och ingen hittades.
error-encoder-not-named-remedy = Anslut kodaren. Om dess port inte är en vanlig USB-adapter, ange --encoder PORT eller sätt KEYWRIGHT_ENCODER.
error-encoder-none-answers = Ingen kodare svarar på de serieportar som prövades: { $ports }.
error-encoder-none-answers-remedy = Kontrollera kabeln och anslut den på nytt, stäng andra program som använder porten, eller ange porten med --encoder PORT.
error-encoder-several = Det finns flera kodare: { $ports }.
error-encoder-several-remedy = Koppla ur de andra, eller ange den som avses med --encoder PORT.
error-programming-key-not-named = Ingen programmeringsnyckel är angiven.
error-programming-key-not-named-remedy = Ange --token eller sätt KEYWRIGHT_TOKEN.
error-programming-key-foreign = Den här programmeringsnyckeln hör inte till systemet.
error-programming-key-foreign-remedy = Anslut en programmeringsnyckel som hör till systemet, eller lägg till den här.
error-programming-key-of-others = Programmeringsnyckeln {$label} är inte till för {$operator}.
error-programming-key-of-others-remedy = Använd en som nämner dig bland sina operatörer. Den som får ändra programmeringsnycklar lägger till dig i den här: `programming-key edit NAMN --add-operator EMAIL`, eller i fönstret under Programmeringsnycklar.
error-clock-behind = Datorns klocka visar { $now }, men { $passed } har redan passerat. Det som skrivs efter den skulle börja och sluta vid fel tider.
error-clock-behind-remedy = Ställ klockan rätt och försök igen. Om den går rätt, bekräfta det: med --confirm-clock, eller i fönstret med "Klockan går rätt" vid systemfilen.
error-clock-impossible = Datorns klocka visar { $now }. Det här programmet är yngre än så, så klockan kan inte gå rätt.
error-clock-impossible-remedy = Ställ datorns datum och tid och försök igen. Om de går förlorade varje gång datorn stängs av, låt byta klockans batteri.
error-demo-only = Detta fungerar bara i demosystem.
error-demo-only-remedy = Utelämna --at och testbänkens nycklar, eller skapa ett demosystem.
error-fob-of-other-key = Brickan på kodaren hör till nyckel { $number }{ $known ->
    [yes] {" "}({ $holder })
   *[no] {""}
    }.
error-fob-of-other-key-remedy = { $writable ->
    [no] Lägg en annan bricka, eller ta först tillbaka denna och töm den: `keywright key return { $number }`.
   *[other] Lägg en annan bricka. Denna skrivs för nyckel { $number } med `keywright key program { $number }`; ska någon annan få den, ta först tillbaka den: `keywright key return { $number }`.
    }
error-fob-unknown = Brickan på kodaren är programmerad, men uppgifterna har ingen nyckel med dess chipnummer.
error-fob-unknown-remedy = `keywright key read` visar om den hör till ett annat system, eller till en nyckel som lades till efter säkerhetskopian som systemet återställdes från: då tömmer `keywright key return` den. Lägg annars en annan bricka.
error-fob-blank = Brickan på kodaren är tom, och ingen nyckel angavs.
error-fob-blank-remedy = På den finns inget att tömma. Ange nyckeln som ska skrivas på den: `keywright key list` visar utkasten, `keywright key program NUMBER` skriver ett.
error-fob-begun-elsewhere = Första programmeringen av brickan har börjat, men ingen öppen uppgift i systemet gäller den.
error-fob-begun-elsewhere-remedy = Slutför den vid stationen som började. Om ingen gör det tömmer `keywright key return` den, om den hör till systemet; sedan kan den användas igen.
error-fob-not-genuine = Det brickan innehåller har inte signerats av detta system för denna bricka.
error-fob-not-genuine-remedy = Inget togs över. Behåll brickan och ta reda på varifrån den kommer.
error-fob-of-lost-key = Brickan bär nyckel { $number }, som uppgifterna saknar eller inte har i bruk: den programmerades efter säkerhetskopian som systemet återställdes från. Brickan öppnar vad den öppnade.
error-fob-of-lost-key-remedy = Töm den med `keywright key return`; sedan kan den användas igen. Om den lämnar dina händer, spärra den: `keywright key block --lost-number { $number }`. En nyare säkerhetskopia, om det finns någon, har nyckeln.
error-fob-older-than-recorded = Brickan för nyckel { $number } har äldre innehåll än vad som tidigare lästs från den.
error-fob-older-than-recorded-remedy = Inget togs över. Behåll brickan: någon kan ha lagt tillbaka gammalt innehåll. Ersätt nyckeln.
error-task-write-begun = Skrivningen till brickan för nyckel { $number } har börjat och kan inte tas tillbaka: brickan har det gamla innehållet eller det nya.
error-task-write-begun-remedy = Lägg brickan på kodaren och kör "task run"; det slutför skrivningen. Är brickan död eller förstörd, kör "key replace { $number } --written-off".
error-task-over = Uppgiften är avslutad ({ $state }).
error-task-over-remedy = Det finns inget att avbryta. "key show" visar hur det står till med nyckeln.
error-restore-other-system = Ett annat system finns på den platsen.
error-restore-other-system-remedy = Ange en annan fil med --system, eller flytta undan den som finns där.
error-restore-recipients-differ = Ingen programmeringsnyckel öppnar alla hemligheter i både systemet som finns där och säkerhetskopian.
error-restore-recipients-differ-remedy = Återställ en nyare säkerhetskopia, eller lägg till en programmeringsnyckel som säkerhetskopian känner i systemet som finns där (programming-key add) och återställ igen.
error-summary-changed = Det som bekräftades är inte det som skulle göras nu: någon har under tiden ändrat användaren, en roll, ett lås eller lokaler.
error-summary-changed-remedy = Se den nya sammanfattningen och bekräfta den; inget ändrades.
error-end-in-the-past = { $what } slutar i det förflutna.
error-end-in-the-past-remedy = Ange ett slut som ligger framåt, eller utelämna det.
error-start-after-end-date = { $what } börjar först efter { $end }, användarens sista dag, så det skulle aldrig gälla.
error-start-after-end-date-remedy = Ange en tidigare början eller ett senare slutdatum, eller utelämna det.
error-language-unknown = Inbjudningar skrivs inte på språket "{ $tag }".
error-language-unknown-remedy = Välj en, fi, sv eller de.
notice-nothing-to-do = Brickan har allt den ska ha; den lästes och jämfördes men skrevs inte. "--again" skriver den ändå.
error-key-kind-not-programmable = En nyckel av slaget { $kind } skrivs inte på den här kodaren.
error-key-kind-not-programmable-remedy = Nyckeln förblir ett utkast; programmera brickor här.
error-key-state-not-programmable = Nyckeln är { key-state-word } och kan inte programmeras.
error-key-state-not-programmable-remedy = { key-way-out }
error-request-contradictory = { $what }
error-request-contradictory-remedy = Ändra begäran.
error-demo-there = I { $folder } finns redan en demo.
error-demo-there-remedy = Lägg till --fresh för att göra om den; det som gjorts i den går förlorat. Eller ange en annan mapp. För att fortsätta med den här öppnar du dess fönster: keywright demo { $folder }, utan --headless.
error-demo-folder = Demomappen kan inte användas: { $reason }
error-demo-folder-remedy = Välj en tom mapp, eller lägg till --fresh för att ersätta en tidigare demo.
error-demo-no-image = Bänkens utskrift innehåller ingen avbild.
error-demo-no-image-remedy = Programmera brickan först.
error-demo-disagreement = Ett lås beslutade annat än vad brickans innehåll säger.
error-demo-disagreement-remedy = Rapportera detta med demons utskrift.

# Värden som inte duger.
error-email-malformed = Det är ingen e-postadress.
error-email-malformed-remedy = Skriv den som namn@example.org.
error-name-malformed = Ett namn har 1 till 200 tecken och inga styrtecken.
error-name-malformed-remedy = Skriv ett annat namn.
error-validity-end-before-start = En giltighet måste sluta efter sin början.
error-validity-end-before-start-remedy = Ändra början eller slut.
error-access-times-interval = { $quarter ->
    [yes] { $given } är inte en hel kvart.
   *[other] Det är inga åtkomsttider.
    }
error-access-times-interval-remedy = { $quarter ->
    [yes] Skriv { $nearest }, som är närmast: åtkomsttider växlar bara på hela kvartar.
   *[other] Skriv dem som "mån-fre 07:00-18:00, lör 10:00-14:00", på hela kvartar.
    }
error-id-malformed = Det är inget id.
error-id-malformed-remedy = Kopiera det helt från en lista.
error-number-out-of-range = Ett tal ligger utanför sitt område.
error-number-out-of-range-remedy = Använd ett mindre eller större.
error-uid-malformed = Det är inget chipnummer.
error-uid-malformed-remedy = Skriv 14 hexadecimala siffror.
error-stamp-malformed = En stämpel har fyra siffror.
error-stamp-malformed-remedy = Skriv de fyra siffrorna som är graverade.
error-word-unknown = Det ordet är inte känt här.
error-word-unknown-remedy = Se orden med --help.
error-time-malformed = Det är varken datum eller tid.
error-time-malformed-remedy = Skriv 2026-11-21 eller 2026-11-21T08:00:00+02:00.
error-zone-unknown = Den tidszonen är inte känd.
error-zone-unknown-remedy = Skriv dess namn som i Europe/Helsinki.
error-time-out-of-range = Brickor rymmer bara tider från 1970 till 2105.
error-time-out-of-range-remedy = Välj ett annat datum.

# Rights and operators.
error-operator-unknown = { $user } arbetar inte vid denna station.
error-operator-unknown-remedy = Logga in som operatör, eller låt någon som får administrera systemet lägga till användaren med `operator add`.
error-operator-already = { $user } arbetar redan vid denna station.
error-operator-already-remedy = Ändra operatörens roller eller lösenord med `operator edit`.
error-operator-address = { $user } arbetar vid denna station: adressen är en operatörs inloggning.
error-operator-address-remedy = Ändra den med `operator edit`, som frågar efter ett lösenord.
error-user-still-operator = { $user } arbetar fortfarande vid denna station.
error-user-still-operator-remedy = Ta först bort inloggningen: `operator remove`.
error-operator-last-administrator = Ingen skulle längre kunna administrera hela systemet.
error-operator-last-administrator-remedy = Gör först någon annan till administratör: `operator add USER --role ROLE` eller `operator edit OPERATOR --add-role ROLE` med en roll som har rätten att administrera; `administrator-role list` visar dem. Den sista administratören blir kvar.
# Rights, links, leaving, export.
permission = { $right ->
    [edit-users] ändra användare
    [order-keys] beställa nycklar
    [program-keys] programmera nycklar
    [hand-over-keys] lämna ut nycklar
    [return-keys] återta nycklar
    [block-keys] spärra nycklar
    [edit-roles] ändra roller
    [edit-premises] ändra lokaler och lås
    [deploy-locks] driftsätta lås
    [edit-programming-keys] ändra programmeringsnycklar
    [view-log] se loggen
    [administer] administrera systemet
   *[other] { $right }
    }
error-right-missing = Din roll saknar rätten att { permission }. Inget ändrades.
error-right-missing-remedy = Be en administratör om rätten, eller låt någon som har den göra det.
error-right-missing-here = { $named ->
    [yes] Din roll saknar där rätten att { permission }: { $place }.
   *[other] Din roll saknar där rätten att { permission }.
    }
error-right-missing-here-remedy = Be en administratör lägga till lokalerna i din roll, eller låt någon göra det som har rätten där. Inget har ändrats.
error-operator-own-account = Operatörer tar inte bort sina egna rättigheter.
error-operator-own-account-remedy = Låt en annan administratör göra det.
error-key-without-medium = Nyckeln har inget medium som kan tömmas.
error-key-without-medium-remedy = { key-way-out }
error-key-replaced = Nyckel { $number } är ersatt; en annan nyckel har dess plats.
error-key-replaced-remedy = { key-way-out }
error-key-not-returned = Nyckel { $number } är inte återlämnad och är alltså fortfarande någons.
error-key-not-returned-remedy = { $medium ->
    [no] Den har ingen bricka som kan gå vidare. Ge nästa innehavare en egen nyckel: `keywright user edit USER --key fob`.
   *[yes] Lägg dess bricka på kodaren och ta tillbaka den: `keywright key return { $number }`. Ge den sedan vidare.
    }
error-key-holder-removed = Innehavaren av nyckel { $number } är borttagen. Inget ändrades.
error-key-holder-removed-remedy = { key-way-out } En nyckel åt någon annan: `keywright user edit USER --key fob`.
error-blocklist-number-unknown = Numret { $number } står inte på listan som ett okänt nummer.
error-blocklist-number-unknown-remedy = `blocklist show GROUP` visar vad som står på den. En känd nyckel tas bort med `key unblock`.
error-key-other-task-open = { $open ->
    [empty] Tömningen av nyckeln är påbörjad men inte klar.
   *[other] En annan skrivning av nyckeln är inte klar.
    }
error-key-other-task-open-remedy = { key-way-out }
error-file-not-written = Filen { $file } skrevs inte: { $reason }
error-file-not-written-remedy = Välj en annan mapp eller ett annat namn; en befintlig fil skrivs aldrig över.
error-not-chosen = { $what ->
    [user] Ingen användare är vald.
    [administrator-role] Ingen administratörsroll är vald.
    [blocking-group] Ingen spärrgrupp är vald.
   *[other] Inget slag är valt.
    }
error-not-chosen-remedy = Välj en och spara igen.
error-bench-refused = Testbänken gör inte det: { $reason }
error-bench-refused-remedy = Starta demon på nytt.

# Programmeringsnycklar, återställning, kampanjer.
error-programming-key-known = Programmeringsnyckeln hör redan till systemet.
error-programming-key-known-remedy = Anslut en annan, eller ändra denna.
error-programming-key-label-taken = En annan programmeringsnyckel heter ”{ $label }”.
error-programming-key-label-taken-remedy = Ge den ett annat namn; det är så programmeringsnycklar skiljs åt.
error-programming-key-in-use = Detta är systemets programmeringsnyckel ”{ $label }”. Med en ny nyckel skulle den inte längre öppna hemligheterna.
error-programming-key-in-use-remedy = Ta först bort den ur systemet med en annan programmeringsnyckel: `programming-key remove`. Eller ta en annan.
error-programming-key-no-operator = En programmeringsnyckel behöver minst en operatör.
error-programming-key-no-operator-remedy = Välj minst en; på kommandoraden: `programming-key add --operator-of-key OPERATOR` eller `programming-key edit --add-operator OPERATOR`.
error-programming-key-removes-itself = En programmeringsnyckel kan inte ta bort sig själv.
error-programming-key-removes-itself-remedy = Gör det med en annan programmeringsnyckel i systemet.
error-system-one-recipient = Bara denna programmeringsnyckel är känd för att öppna systemets hemligheter. Försvinner den är alla nyckelbrickor och lås förlorade.
error-system-one-recipient-remedy = Lägg till en andra programmeringsnyckel (programming-key add), eller prova den utskrivna återställningskoden (system rehearse-recovery). Programmera sedan den första nyckelbrickan.
error-recovery-code-not-shown = Den nya återställningskoden kunde inte visas, så den gamla behölls.
error-recovery-code-not-shown-remedy = Skriv ut eller visa svaret där det kan läsas och förnya koden igen: system recovery-sheet --renew.
error-campaign-running = Ett generationsbyte pågår; lås tror på två generationer samtidigt, inte tre.
error-campaign-running-remedy = Gör klart det först: vyn Programmeringsnycklar eller "campaign show" visar vad som är kvar.
error-lock-of-lost-generation = Lås { $lock } tror bara på generationer av hemligheter som de här uppgifterna saknar.
error-lock-of-lost-generation-remedy = Återställ en säkerhetskopia som gjordes efter generationsbytet. Om det inte finns någon: återställ låset till fabriksläge och driftsätt det med --install.
error-generations-used-up = Systemets alla 255 generationer är använda.
error-generations-used-up-remedy = Skapa ett nytt system och flytta människor och lås dit.

# Bladet som återställningskoden skrivs ut på.
recovery-sheet = ÅTERSTÄLLNINGSKOD för { $system }

    { $code }

  Gjord { $date }. Den som har koden och systemfilen har allt: varje dörr, varje hemlighet.
  Förvara bladet i ett kassaskåp, bara på papper, skilt från datorn. Kopiera eller fotografera det inte.

  Vad den är till för: den öppnar systemet när programmeringsnycklar eller lösenord är förlorade.
  Ingen programmeringsnyckel kvar: keywright programming-key add --with-recovery-code
  Ett lösenord glömt: keywright system password --recovery-file FIL
  Prova den en gång om året: keywright system rehearse-recovery
  Om bladet är borta eller någon har sett det: keywright system recovery-sheet --renew
