# Vad som kan göras med en nyckel som den är, och med en bricka vars nyckel uppgifterna saknar.

key-way-out = { $way ->
    [write] Med brickan på kodaren skriver `keywright key program { $number }` den, eller slutför det som påbörjats.
    [write-or-lost] Med brickan på kodaren skriver `keywright key program { $number }` den. Om en bricka till den programmerades efter säkerhetskopian som systemet återställdes från, och är borta, spärrar `keywright key block --lost-number { $number }` den.
    [take-back] Lägg brickan på kodaren och töm den: `keywright key return { $number }`.
    [shut-out] Om brickan dyker upp, lägg den på kodaren och töm den: `keywright key return { $number }`. Tills dess spärrar `keywright key block { $number }` den.
    [lift] Om innehavaren har den igen, häv spärren: `keywright key unblock { $number }`. Annars lägg brickan på kodaren och töm den: `keywright key return { $number }`.
    [replace] Innehavaren får en annan i dess ställe: `keywright key replace { $number } --lost`.
    [write-off] Den avslutas med `keywright key write-off { $number }`.
    [pass-on] Brickan är tom. Det som bestämts för nyckeln går vidare till nästa innehavare: `keywright key pass-on { $number } --to USER`.
    [add] Den som behöver en nyckel får en annan: `keywright user edit USER --key fob`.
    [add-or-lost] Den som behöver en nyckel får en annan: `keywright user edit USER --key fob`. Om en bricka till den programmerades efter säkerhetskopian som systemet återställdes från, och är borta, spärrar `keywright key block --lost-number { $number }` den.
   *[other] `keywright key show` visar hur det står till med nyckeln; välj en åtgärd som passar.
    }
key-state-word = { $state ->
    [draft] ett utkast
    [task] i väntan på kodaren
    [writing] skriven till hälften
    [programmed] programmerad
    [handed-over] utlämnad
    [returned] återlämnad
    [write-failed] inte skriven till slutet
    [empty-failed] inte tömd till slutet
    [blocked] spärrad
    [replaced] ersatt
    [deleted] raderad
    [written-off] avskriven
   *[other] { $state }
    }
error-fob-newer-than-records = Brickan bär nyckel { $number }, som enligt uppgifterna inte har någon bricka: den skrevs efter säkerhetskopian som systemet återställdes från, eller så gavs dess första skrivning upp.
error-fob-newer-than-records-remedy = Ta över det den bär: `keywright key read --adopt`. Sedan kan nyckeln skrivas, spärras eller återlämnas.
error-fob-ahead-of-records = Brickan har en nyare tabell för nyckel { $number } än uppgifterna: den skrevs efter säkerhetskopian som systemet återställdes från, eller av en annan station.
error-fob-ahead-of-records-remedy = Ta över vad den har: `keywright key read --adopt`. Aldrig där en annan station arbetar med samma system.
error-fob-not-dead = Brickan på kodaren fungerar, fast dess nyckel { $number } är avskriven. Den öppnar vad den öppnade, om ingen spärrlista har den.
error-fob-not-dead-remedy = Töm den: `keywright key return { $number }`. Eller spärra den: `keywright key block { $number }`.
error-number-has-key = Uppgifterna har en nyckel { $number }.
error-number-has-key-remedy = Spärra den som nyckel: `keywright key block { $number }`.
error-number-never-given = Systemet har aldrig gett numret { $number } till en nyckel.
error-number-never-given-remedy = Se på nyckelns kvitto, eller lägg brickan på kodaren: `keywright key read` visar numret.
notice-written-off = { $listed ->
    [yes] Brickan till nyckel { $number } står kvar på spärrlistorna, eftersom den kanske inte är död: `keywright blocklist prune GROUP` tar bort den när inget på den öppnar längre.
   *[no] Brickan till nyckel { $number } står inte på någon spärrlista: om den inte är trasig öppnar den vad den öppnade.
    } Skulle den dyka upp hel, spärra den med `keywright key block { $number }`, eller lägg den på kodaren och töm den med `keywright key return { $number }`.
notice-lost-number-blocked = Numret { $number }, som uppgifterna inte har någon nyckel i bruk för, står på spärrlistan för varje spärrgrupp. `keywright blocklist unblock GROUP { $number }` tar bort det.
notice-lost-draft-blocked = Nyckel { $number } är spärrad i varje spärrgrupp: ingen vet vad en bricka öppnar som programmerades efter säkerhetskopian. Innehavaren får en annan i dess ställe: `keywright key replace { $number } --lost`.
notice-blocked-carried = { $count ->
    [one] { $count } spärrad nyckel
   *[other] { $count } spärrade nycklar
    } följde med låset till spärrlistan för { $group }. Besök dess dörr: `keywright lock deploy` ger det den nya listan; tills dess lyder det den som det har.
notice-unknown-fob-emptied = Brickan är tom och kan användas igen. Om dess nummer spärrades står det kvar på spärrlistorna tills `keywright blocklist unblock GROUP NUMBER`.
notice-unblocked-behind = Dörrarna att besöka har en äldre spärrlista och nekar nyckeln tills den nya når dem: på någons bricka, eller med `keywright lock deploy`.
doctor-fob-out-of-use = { $chip } { $uid }, { $free } byte lediga: nyckel { $number } ({ $name }), som är { key-state-word }. { key-way-out }
window-fob-laid-not-dead = Dess nyckel är avskriven, men brickan fungerar och öppnar vad den öppnade, om ingen spärrlista har den. Ta tillbaka den, eller spärra nyckeln.
window-state-fob-out-of-use = Bricka: { $name }; { $state }
