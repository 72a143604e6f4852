# Kommandoraden: rubriker, ord och fynd.
label-name = namn
label-email = e-post
label-end-date = slutdatum
label-first-name = förnamn
label-last-name = efternamn
label-company = företag
label-external-id = externt id
label-sources = roller och lokaler
label-keys = nycklar
label-key = nyckel
label-key-number = nyckel
label-user = användare
label-user-name = användare
label-similar = liknande användare
label-kind = slag
label-state = tillstånd
label-number = nummer
label-pending = väntar
label-uid = chip
label-shown = visad som
label-stamp = stämpel
label-home-group = hemgrupp
label-generation = generation
label-revision = revision
label-blocklist-version = spärrlista
label-written-at = skriven
label-roles = roller
label-start = från
label-end = till
label-locks = lås
label-lock = lås
label-lock-groups = låsgrupper
label-access-times = tillträdestider
label-expiry-hours = upphör efter timmar
label-opens-nothing = öppnar inget
label-ended = slut
label-clock = klocka
label-blocking-group = spärrgrupp
label-deployed-at = driftsatt
label-change = ändring
label-source = från
label-difference = skillnad
label-wanted = önskat
label-written = skrivet
label-target = öppnar
label-windows = giltighet
label-doors-to-visit = dörrar att besöka innan det fungerar
label-cannot-open = lås som detta slags nyckel inte öppnar
label-keys-changed = ändrade nycklar
label-operation = uppgift
label-failure = öppen på grund av
label-created-at = skapad
label-changed-at = ändrad
label-created = skapat
label-zone = tidszon
label-demo = demo
label-live = i bruk
label-users = användare
label-audit = logg
label-entries = poster
label-signed = signerade
label-erased = raderade
label-head = loggens slut
label-verified = verifierad
label-noted = jämförda antecknade slut
label-repaired = rättade
label-backup = säkerhetskopia
label-restored = återställt
label-from = från
label-previous = det tidigare finns kvar som
label-recovery-code = återställningskod
label-notice = observera
label-serial = serienummer
label-operators = operatörer
label-chip = chiptyp
label-system = system
label-events = händelser
label-signature = signatur
label-adopted = övertaget
label-blocked-again = spärrade igen
label-blocked-unknown = spärrade på brickan, okända här
label-replaces = i stället för
label-removed = borttagen
label-path = sökväg
label-private = privat
label-generations = betrodda generationer
label-as-recorded = som antecknat
label-blocked = spärrade
label-capacity = kapacitet
label-locks-behind = lås efter
label-carriers = bärare
label-carriers-current = bärare aktuella
label-sequence = post
label-at = tid
label-actor = av
label-actor-name = av
label-subject = om
label-facts = uppgifter
label-found = fynd
label-planned = görs
label-code = kod
label-message = meddelande
label-remedy = vad som ska göras
word-yes = ja
word-no = nej
word-ok = i ordning
word-wrong = fel
word-not-checked = inte kontrollerat
word-valid = giltig
word-invalid = ogiltig
word-done = klart
word-refused = nekat
word-failed = misslyckades
word-add-user = lägg till användare
word-queue-invitation = köa inbjudan
word-program-key = programmera nyckel
word-program-fob-key = programmera nyckelbricka
word-program = programmering
word-empty = tömning
word-phone = telefon
word-fob = bricka
word-k5 = K5
word-hybrid = hybrid
word-pin = PIN
word-role = roll
word-premises = lokaler
word-draft = utkast
word-task = väntar på kodaren
word-programmed = programmerad
word-handed-over = utlämnad
word-returned = återlämnad
word-write-failed = skrivning misslyckades
word-empty-failed = tömning misslyckades
word-blocked = spärrad
word-replaced = ersatt
word-deleted = raderad
word-written-off = avskriven
word-not-deployed = inte driftsatt
word-deployed = driftsatt
word-pending = väntar
word-queued = i kö
word-claimed = påbörjad
word-writing = skrivning inte klar
word-written = skriven, okontrollerad
word-verified = läst tillbaka
word-cancelled = avbruten
told-similar = en användare med detta namn finns redan: { $user }
told-no-sources = ingen roll och inga lokaler: öppnar inget
told-wire = { $exchanges } utbyten, { $out } byte ut, { $in } in
told-wire-resumed = { $exchanges } utbyten, { $out } byte ut, { $in } in, enbart denna gång: det som gick åt före avbrottet är inte medräknat
told-log-head = systemets logg hit: { $head }
told-cost = { $source }: { $bytes } byte
told-recovery = Skriv ut återställningskoden och förvara den bara på papper. Den visas inte igen.
doctor-clock-behind = Datorns klocka ({ $now }) ligger före systemets senaste ändring ({ $last }). Ställ den rätt innan du programmerar: det som börjar och slutar efter den skulle bli fel.
doctor-clock-impossible = Datorns klocka visar { $now }, vilket inte kan stämma. Ställ datum och tid innan du programmerar.
doctor-name-store = systemfil
doctor-name-encoder = kodare
doctor-name-fob = bricka
doctor-name-token = programmeringsnyckel
doctor-store = { $name }: hel, logg { $head } verifierad
doctor-encoder = en PN532 svarar
doctor-encoder-found = en PN532 svarar på { $path }
doctor-encoder-slow = en PN532 svarar, men dess adapter håller kvar varje svar i upp till { $timer } ms; installera filen 70-keywright.rules i /etc/udev/rules.d och anslut kodaren igen
doctor-fob-blank = { $chip } { $uid }, { $free } byte lediga: tom, plats för en åtkomsttabell på { $room } byte{ $least ->
    [same] {""}
   *[other] {" "}({ $least } på den minsta brickan av denna storlek, som `key show` räknar med)
    }
doctor-fob-blank-small = { $chip } { $uid }, { $free } byte lediga: tom, plats för en åtkomsttabell på { $room } byte{ $least ->
    [same] {""}
   *[other] {" "}({ $least } på den minsta brickan av denna storlek, som `key show` räknar med)
    } och bara en halv spärrlista
doctor-fob-started = { $chip } { $uid }, { $free } byte lediga: programmeringen av nyckel { $number } ({ $name }) är inte klar
doctor-fob-ours = { $chip } { $uid }, { $free } byte lediga: nyckel { $number } ({ $name })
doctor-fob-unasked = { $chip } { $uid }, { $free } byte lediga: programmerad; vems den är visas när systemfilen öppnas
doctor-token = { $label } hör till det här systemet, generation { $generation }; dess PIN-kod frågades inte efter
doctor-token-tries = { $label } hör till det här systemet, generation { $generation }; dess PIN-kod frågades inte efter, och { $tries } försök är kvar
doctor-no-encoder = ingen kodare angiven och ingen hittad: anslut den, ange --encoder PORT eller sätt KEYWRIGHT_ENCODER
doctor-port = { $what }; om kodaren sitter här: --encoder { $path }
doctor-needs-encoder = kräver kodaren
doctor-no-fob = ingen bricka ligger på kodaren
doctor-no-token = ingen programmeringsnyckel angiven: ange --token eller sätt KEYWRIGHT_TOKEN
doctor-token-factory = PIV-token { $number }, ännu inte förberedd (PIN-koden har { $tries } försök kvar): ”programming-key prepare” gör den till programmeringsnyckel
doctor-token-prepared = PIV-token { $number }, förberedd som { $label } (PIN-koden har { $tries } försök kvar); vems den är visar sig när systemfilen går att öppna
doctor-token-several = flera token är anslutna: { $serials }; vilken som menas visar sig när systemfilen går att öppna
doctor-usb-free = kan användas
doctor-usb-unusable = syns, går inte att använda ({ $reason })
doctor-usb-serviced = ett annat program håller den, oftast smartkortstjänsten, och genom den nås den
doctor-service = smartkortstjänsten har denna läsare
doctor-usb-none = ingen kortläsare eller säkerhetsnyckel är ansluten
told-one-way = Bara en väg till hemligheterna är kvar: lägg till en andra programmeringsnyckel, eller prova återställningskoden.
told-recovered = Återställningskoden öppnade hemligheterna. Anmäl nu de programmeringsnycklar som är borta som förlorade: programming-key lost NYCKEL.
label-recovery-rehearsed = återställningskod prövad
label-fingerprint = fingeravtryck
label-permissions = rättigheter
label-opens-generations = öppnar generationer
label-steps = steg
label-ways = vägar till hemligheterna
label-ways-left = vägar kvar
label-campaign = byte till nya hemligheter
label-phase = fas
label-media-generation = generation på nya medier
label-fobs = nyckelbrickor
label-total = totalt
label-left = kvar
label-locks-left = lås kvar
label-fobs-left = brickor kvar
label-pin-tries = PIN-försök
label-unblocked = spärren hävd
label-stolen = stulen
notice-mail-not-set = Ingen e-postserver är inställd: inbjudan väntar tills en ställs in med `system mail`.
label-attempts = försök
label-next-attempt-at = nästa försök
label-expires-at = gäller till
label-security = skydd
label-host = e-postserver
label-port = port
label-sender = avsändare
label-account = konto
label-account-password = kontots lösenord
label-authority = egen utfärdare
label-portal = portal
label-set = inställd
label-test = provbrev till
label-language = språk
label-sent = skickade
label-put-off = uppskjutna
label-failed = misslyckade
label-unsure = okända
word-sending = på väg
word-unsure = okänt om den gick iväg
word-sent = skickad
word-accepted = godtagen
word-revoked = återkallad
word-expired = utgången
told-costs = { $excess ->
    [0] Så mycket tar varje källa:
   *[other] { $excess } byte för mycket; ta bort källor tills de ryms. Så mycket tar varje källa:
    }
told-choice = { $group }: { $locks ->
    [one] { $locks } av nyckelns lås
   *[other] { $locks } av nyckelns lås
    } · spärrlista version { $version }, { $entries } av { $most } poster · lås efter: { $behind } · andra bärare: { $carriers } · bärs inte: { $without }
told-removed-user = borttagen användare
told-removable = Kan tas bort från spärrlistan för { $group }: { $count ->
    [0] ingenting
   *[other] { $keys }
    }
label-telephones = telefon
label-as-of = uppgifter från
label-title = titel
label-person-code = personkod
label-telephone-1 = telefon 1
label-telephone-2 = telefon 2
label-telephone-3 = telefon 3
label-street = gatuadress
label-postal-code = postnummer
label-post-office = postort
label-country = land
label-description = beskrivning
label-blocklists = spärrlistor
label-known = känd
label-distributable = får spridas
label-nearly-full = nästan full
label-since-version = sedan version
label-reason = orsak
label-removable = får tas bort
label-opens = öppnar
label-actions = åtgärder
label-wire = på ledningen
label-action = åtgärd
label-outcome = utfall
word-edit-user = ändra användare
word-give-source = ge
word-change-source = ändra
word-take-source = ta bort
word-save-draft = spara utkast till
word-program-now = programmera nu
word-change-draft = ändra utkast till
word-rewrite-key = skriv om
word-take-key-back = ta tillbaka, öppnar inget längre:
word-remove-user = ta bort användare
word-return-key = återlämna och töm nyckel
word-block-key = spärra nyckel
word-lost = borttappad
word-removed = användaren borttagen
word-operator = av operatören
notice-blocklist-unsigned = Nyckeln är spärrad, men den nya spärrlistan kan inte spridas ännu: ingen programmeringsnyckel fanns till hands. Sätt i en och kör `keywright blocklist sign`.
notice-blocklist-waits = Spärrlistan kan inte spridas ännu: dess nyaste version är inte signerad. Sätt i en programmeringsnyckel och kör `keywright blocklist sign`.
notice-blocklist-not-signed = Nyckeln är spärrad, men den nya spärrlistan kan inte spridas ännu. { $cause } { $remedy } Kör sedan `keywright blocklist sign`.
notice-blocklist-nearly-full = En spärrlista är nästan full; vid 500 nycklar kan ingen mer spärras. `keywright blocklist prune GROUP` tar bort nycklar som inte längre öppnar något; återta och töm andra.
receipt = KVITTO PÅ EN NYCKEL, { $system }

    { $holder } har mottagit { $date }:
    nyckel { $key }, chip { $chip }, stämpel { $stamp }

    Den öppnar: { $locks }

    Anmäl genast om nyckeln tappas bort: bara då kan den spärras.

    Systemets logg hit: { $head }

    Underskrift: ______________________________
told-expiry = { $count ->
    [one] ska programmeras om varje timme
   *[other] ska programmeras om var { $count }:e timme
    }
notice-blocklist-pruned = Nycklar togs bort från spärrlistan. Den nya listan kan ännu inte spridas: sätt i en programmeringsnyckel och kör `keywright blocklist sign`.
told-too-small = Nyckelbrickor som är för små för denna åtkomsts { $needed } byte: { $chips }
told-always = alltid
told-new-key = ny nyckel:
told-opens-nothing = { $key } öppnar inget längre: återta och töm den, eller spärra den om den inte kommer tillbaka
notice-key-opens-nothing = Nyckeln öppnar inget längre. Återta och töm den: `keywright key return { $number }`. Om den inte kommer tillbaka, spärra den: `keywright key block { $number }`.
notice-dry-run = Inget ändrades: så skulle det bli.
notice-role-opens-nothing = Rollen öppnar inget: den har inget lås ännu.
told-orphaned = { $key } stannar i hemgruppen { $group }, fast inget av dess lås finns kvar i den: återta och töm den och programmera den på nytt
notice-restored = Uppgifterna är från { $time }. Brickor som programmerats och lås som driftsatts efter det har mer än de vet. Lägg varje sådan bricka på kodaren: `keywright key read` säger om den är nyare, `keywright key read --adopt` tar över vad den har; spärra numret på en som är borta: `keywright key block --lost-number`. Besök sedan dörrarna: `keywright lock deploy --all`.
notice-home-group-orphaned = Nycklar stannar i en hemgrupp som inte längre har något av deras lås och bär fortfarande dess spärrlista. `keywright key list --orphaned` nämner dem; återta och töm var och en och programmera den på nytt.
label-bytes = byte
label-chips = chip
label-fits = ryms
label-home-group-orphaned = hemgrupp förlorad
# Slips on the command line.
usage-value-missing = { $option } behöver ett värde.
usage-value-unknown = { $value } är inget värde för { $option }. Kända är: { $known }.
usage-value-malformed = { $value } är inget värde för { $option }.
usage-option-unknown = { $option } finns inte här.
usage-verb-unknown = Kommandot { $verb } finns inte.
usage-verb-missing = Kommando saknas: det finns inget att göra.
usage-conflict = { $option } och { $other } utesluter varandra.
usage-missing = Saknas: { $options }.
usage-values = { $option } har för många eller för få värden.
usage-characters = Kommandot innehåller tecken som inte är text.
usage-perhaps = Kanske menas { $other }.
usage-program-without-fob = --program behöver --key fob.
usage-key-and-source = { $text }: skriv KEY=SOURCE.
usage-key-kind = --key { $text }: det är phone, fob eller k5.
usage-telephones = --telephone: högst tre.
usage-lock-kind = --kind { $text }: det är fob, hybrid eller pin.
usage-confirm-clock = --confirm-clock hör bara till ett kommando som ändrar ett öppnat system; det här skulle inte spara det.
usage-no-locks = Inget lås är angivet: ange lås, eller ge --all.
usage-validity = { $text }: giltigheten är START..END, START.. eller ..END.
usage-address-without-password = Någon annans nya adress kräver ett nytt lösenord: lägg till --new-password.
usage-role-without-premises = En roll utan lokaler når hela systemet: lägg till en ny roll för det.
usage-bench-not-from-here = Själva testbänken startas av programmet, inte härifrån.
usage-no-system = Inget system är angivet: ge --system FILE eller sätt KEYWRIGHT_SYSTEM.
usage-system-files-only = Den här versionen öppnar systemfiler; delade system på PostgreSQL kommer senare.
usage-no-operator = Ingen operatör är angiven: ge --operator EMAIL eller sätt KEYWRIGHT_OPERATOR.
usage-secret-file = Filen { $file } kan inte läsas: { $reason }
usage-no-secret = { $what ->
    [new-password] Det nya lösenordet saknas
    [pin] PIN-koden saknas
    [new-token-pin] Den nya programmeringsnyckelns PIN-kod saknas
    [puk] PUK-koden saknas
    [recovery-code] Återställningskoden saknas
   *[password] Lösenordet saknas
    }: ge { $option } FILE eller sätt { $variable }.
usage-no-locks-way = Ingen väg till låsen är angiven: ge --locks bench:DIR eller sätt KEYWRIGHT_LOCKS.
usage-locks-way = { $text }: lås nås som bench:DIR.
usage-token-name = { $text }: programmeringsnycklar heter usb, usb:SERIAL, pcsc:READER eller bench:DIR.
usage-no-window = Det här programmet byggdes utan fönster.
usage-mail-missing = Ingen e-postserver är inställd ännu: lägg till { $option }.
usage-nothing-typed = Inget kom från standard in.
usage-nothing-to-change = Ingenting ska ändras: ange minst en av { $options }.
told-nothing = Det finns inget att visa.
told-left-to-write = Det som är kvar skrivs med `keywright key program { $number }`{ $chosen ->
    [yes] {"."}
   *[no] , eller med brickan på kodaren med `keywright task run`.
    }
label-premises = lokaler
label-everywhere = överallt
label-new-secrets = nya hemligheter
label-opened-by = öppnat med
word-made = gjorda
word-due = väntar
word-underway = redan på gång
word-recovery-code = återställningskod
word-programming-key = programmeringsnyckel
label-due = väntar
label-changed = ändrad
label-operator = operatör
label-recorded-blocklist-version = spärrlista enligt registret
label-subject-kind = om
label-subject-name = vilken
doctor-name-contact = kontaktplats
doctor-contact-empty = läsaren svarar (fast programvara { $firmware }); platsen är tom
doctor-contact-piv = läsaren svarar (fast programvara { $firmware }); ett PIV-kort ligger i platsen
doctor-contact-other = läsaren svarar (fast programvara { $firmware }); ett kort som inte är ett PIV-kort ligger i platsen
doctor-no-contact = kontaktplatsen angavs inte: ange dess port med --contact
subject-system = system
subject-user = användare
subject-source = behörighet
subject-lock = lås
subject-key = nyckel
subject-invitation = inbjudan
subject-envelope = hemligheter
subject-role = roll
subject-premises = lokaler
subject-lock-group = låsgrupp
subject-blocking-group = spärrgrupp
subject-task = uppgift
subject-programming-key = programmeringsnyckel
subject-operator = operatör
subject-administrator-role = administratörsroll
subject-draft = utkast
word-locks = först låsen
word-fobs = sedan brickorna
word-closing = låsen en gång till
# Asked for on a terminal.
ask-pin = PIN-kod för { $label } ({ $left } försök kvar):
ask-pin-last = PIN-kod för { $label } (sista försöket: en fel kod spärrar den):
ask-pin-plain = PIN-kod för { $label }:
label-lock-group-names = låsgrupper
label-blocking-group-name = spärrgrupp
label-lock-name = lås
label-lock-number = lås
label-chip-name = chiptyp
notice-night-split = Natten delades vid midnatt; tiderna är nu: { $times }
told-nothing-to-deploy = Alla lås är aktuella: det finns inget att driftsätta.
label-replaced-by = ersatt av nyckel
usage-word-options = [VAL]
usage-word-command = <KOMMANDO>
usage-word-perhaps-command = [KOMMANDO]
told-visit = { $verdict }  (beslut efter { $exchanges } utbyten och { $bytes } byte; hela besöket { $all } och { $allbytes }{ $lists })
word-open = öppet
word-denied = nekad
told-list-taken = spärrlista mottagen, version { $version }
told-list-given = spärrlista lämnad, version { $version }
word-stolen = stulen
word-broken = trasig
word-moved-out = utflyttad
label-e-mail = e-post
label-until = till
label-role = roll
label-before = före
remedy-home-group-not-chosen = På kommandoraden: --home-group GRUPP.
