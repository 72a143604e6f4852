# Words of the list screens, the settings and the bench.
window-yes = Ja
window-no = Nej
window-none = Inga
window-nobody = Ingen
window-everywhere = Överallt
window-kind = Slag
window-state = Tillstånd
window-column-number = Nummer
window-column-serial = Serienummer
window-filter-all = Alla
window-list-empty = Här finns inget ännu.
window-list-none = Inget matchar.
window-rows-count = { $count ->
    [one] { $count } totalt
   *[other] { $count } totalt
    }
window-rows-newest = De senaste { $count }
window-todo-count = { $count ->
    [one] { $count } sak att göra
   *[other] { $count } saker att göra
    }
window-count-locks = { $count ->
    [one] { $count } lås
   *[other] { $count } lås
    }
window-count-groups = { $count ->
    [one] { $count } grupp
   *[other] { $count } grupper
    }
window-count-rights = { $count ->
    [one] { $count } rättighet
   *[other] { $count } rättigheter
    }
window-count-operators = { $count ->
    [one] { $count } operatör
   *[other] { $count } operatörer
    }
window-count-behind = { $count ->
    [one] { $count } efter
   *[other] { $count } efter
    }
window-count-carriers = { $count ->
    [one] { $count } nyckel
   *[other] { $count } nycklar
    }
window-count-version = Version { $count }
window-user-role = Användarroll
window-user-roles = Användarroller
window-administrator-role = Administratörsroll
window-administrator-roles = Administratörsroller
window-rights = Rättigheter
window-right = { permission }
window-operators = Operatörer
window-operator = Operatör
window-operator-user = Användare
window-operator-password = Nytt lösenord
window-operator-password-hint = Minst 8 tecken; det berättas inte för någon annan.
window-operator-password-again = Nytt lösenord igen
window-operator-own-password = Ditt eget lösenord
window-operator-own-password-hint = Bara det öppnar de andras lösenord.
window-operator-remove-body = Rätten att logga in försvinner med lösenordet. Användaren finns kvar, med nycklar och tillträde.
window-set-password = Ange lösenord
window-linked-premises = Kopplade lokaler
window-linked-roles = Kopplade roller
window-common-premises = Gemensamt område
window-premises-inside = Lokaler inuti
window-premises-parent = Ligger i
window-premises-parent-hint = Lämna tomt för en egen byggnad.
window-private-hint = Här bor eller arbetar någon för sig; tillträde kan delas.
window-lock-groups = Låsgrupper
window-lock-number = Lås { $number }
window-group-number = Grupp { $number }
window-lock-kind-fob = Bricklås
window-lock-kind-hybrid = Hybridlås
window-lock-kind-pin = PIN-lås
window-lock-clock = Har klocka
window-lock-clock-hint = Utan klocka öppnar det bara för obegränsat tillträde.
window-lock-not-deployed = Inte driftsatt
window-lock-deployed = Driftsatt
window-lock-pending = Väntar
window-blocking-group = Spärrgrupp
window-deployed-at = Driftsatt
window-blocklist-version = Spärrlistans version
window-not-yet-at-door = Ännu inte vid dörren
window-still-at-door = Ännu kvar vid dörren
window-blocklist = Spärrlista
window-entries-used = Använda platser
window-spread = Spridning
window-carriers = Bärare
window-locks-behind = Lås efter
window-blocked-keys = Spärrade nycklar
window-entry-removable = Kan tas bort
window-entry-stranger = Okänd nyckel
window-blocklist-signed = Kan spridas
window-blocklist-unsigned = Kan inte spridas än
window-holder = Innehavare
window-holder-none = Ingen; väntar på innehavare
window-chip-number = Chipnummer
window-stamp = Stämpel
window-written-at = Senast skriven
window-generation = Generation
window-written-wanted = Från skriven till önskad
window-no-difference = Mediet innehåller det som det ska.
window-title-fob = Nyckelbricka { $number }
window-title-phone = Telefonnyckel { $number }
window-title-k5 = K5-nyckel { $number }
window-return-key = Återta och töm
window-block-key = Spärra
window-deploy = Driftsätt
window-deploy-title = Driftsätt lås
window-deploying-visit = Konfigurationen levereras till låset. Stå vid dörren.
window-deploying-done = Låset { $uid } tog emot sin konfiguration och lämnade den lika.
window-emptying-done = Tömd: { $uid }. Fabriksnycklarna öppnar den igen.
window-emptying-known-fob = En programmerad nyckelbricka ligger på kodaren.
window-emptying-lay-fob = Lägg nyckelbrickan som återtas på kodaren.
window-expiry-never = Aldrig
window-add-role = Lägg till roll
window-add-administrator-role = Lägg till administratörsroll
window-add-operator = Lägg till operatör
window-add-premises = Lägg till lokaler
window-add-lock = Lägg till lås
window-add-lock-group = Lägg till låsgrupp
window-add-blocking-group = Lägg till spärrgrupp
window-edit-title = Ändra { $name }
window-role-premises = Hör till
window-role-premises-hint = Lämna tomt för hela systemet.
window-role-scope = Lokaler (inga = överallt)
window-times-hint = Till exempel mån-fre 07:00-18:00, lör 10:00-14:00. Tomt = alltid.
window-expiry-hint = Timmar sedan senaste programmeringen efter vilka nyckeln inte öppnar. Tomt = aldrig.
window-choose-none = Ingen
window-saved = Sparat.
window-saved-pending = { $count ->
    [one] Sparat. { $count } nyckel måste skrivas om.
   *[other] Sparat. { $count } nycklar måste skrivas om.
    }
window-removed = Borttaget.
window-blocked = Spärrad. Den nya listan signeras vid nästa session med en programmeringsnyckel.
window-exported = { $count ->
    [one] { $count } post skrevs till filen.
   *[other] { $count } poster skrevs till filen.
    }
window-remove-title = Ta bort { $name }?
window-remove-body = Det som andra ännu hänvisar till kan inte tas bort.
window-block-title = Spärra { $name }?
window-block-body = Nyckeln läggs på spärrlistan för varje grupp vars lås den kan öppna. En dörr avvisar den när den nya listan nått dörren.
window-not-blocked = Spärra inte
window-block-now = Spärra nu
window-export = Exportera
window-export-title = Skriv loggen till en fil
window-export-file = Fil (CSV)
window-todo-what = Vad
window-todo-why = Varför
window-todo-act = Nästa steg
window-todo-drafts = Utkast
window-todo-tasks = Uppgifter
window-todo-pending = Väntande
window-todo-doors = Dörrar att besöka
window-todo-failed = Misslyckade
window-todo-draft = Den har inget medium ännu.
window-todo-task = En bekräftad skrivning är inte klar.
window-todo-pending-why = Mediet innehåller något annat än det ska.
window-todo-write-failed = Den senaste skrivningen misslyckades.
window-todo-empty-failed = Tömningen misslyckades.
window-todo-door = Någon måste besöka dörren med den nya konfigurationen.
window-todo-unsigned = En spärrad nyckel öppnar tills listan är signerad och buren till dörrarna.
window-sign-lists = Signera listor
window-signing-why = Varje spärrlista som väntar signeras med programmeringsnyckeln. Därefter bär brickor den till låsen.
window-signing-done = { $count ->
    [0] Ingen lista väntade på signering.
    [one] En lista är signerad. Nästa bricka som skrivs eller hålls mot en dörr bär den.
   *[other] { $count } listor är signerade. De nästa brickorna som skrivs bär dem.
    }
window-log-time = Tid
window-log-operator = Operatör
window-log-done = Vad som gjordes
window-log-subject = Med vad
window-log-details = Detaljer
window-log-users = Användare
window-log-keys = Nycklar
window-log-locks = Lås
window-log-places = Roller och lokaler
window-log-system = System
window-erased = Raderat
window-setting-language = Språk
window-setting-theme = Färger
window-setting-text-size = Textstorlek
window-setting-scale = Fönstrets skala
window-setting-lock = Lås fönstret automatiskt
window-setting-encoder = Kodare
window-encoder-by-itself = Hittas av sig själv
window-encoder-by-itself-detail = Tas när bara en svarar
window-encoder-answers = En kodare svarar
window-encoder-silent = Inget svarade
window-encoder-unasked = Används av ett annat program, eller inte prövad
window-settings-hold = Det som väljs gäller genast, för dig vid den här datorn.
window-theme-light = Ljust
window-theme-dark = Mörkt
window-theme-high-contrast = Hög kontrast
window-text-normal = Normal
window-text-large = Stor
window-text-larger = Större
window-lock-never = Aldrig
window-minutes = { $count ->
    [one] { $count } minut
   *[other] { $count } minuter
    }
window-shortcut-program = Programmera det som ligger på kodaren
window-shortcut-lock = Lås fönstret
window-log-action = { $action ->
    [user-added] Användare tillagd
    [user-changed] Användare ändrad
    [user-removed] Användare borttagen
    [person-erased] Person raderad
    [source-added] Roll eller lokaler gavs
    [source-changed] Roll eller lokaler ändrades
    [source-removed] Roll eller lokaler togs bort
    [key-added] Nyckel tillagd
    [key-changed] Nyckel ändrad
    [key-task] Skrivning bekräftad
    [key-writing] Nyckel skrivs
    [key-programmed] Nyckel programmerad
    [key-handed-over] Nyckel utlämnad
    [key-returned] Nyckel återtagen
    [key-write-failed] Skrivning misslyckades
    [key-empty-failed] Tömning misslyckades
    [key-blocked] Nyckel spärrad
    [key-replaced] Nyckel ersatt
    [key-deleted] Utkast borttaget
    [key-written-off] Nyckel avskriven
    [unknown-fob-emptying] Tömning av bricka med okänd nyckel påbörjad
    [unknown-fob-emptied] Bricka med okänd nyckel tömd
    [task-queued] Uppgift köad
    [task-done] Uppgift klar
    [task-failed] Uppgift misslyckades
    [task-cancelled] Uppgift avbruten
    [write-begun] Skrivning påbörjad
    [write-interrupted] Skrivning avbruten
    [lock-added] Lås tillagt
    [lock-changed] Lås ändrat
    [lock-removed] Lås borttaget
    [lock-deployed] Lås driftsatt
    [lock-deployment-begun] Driftsättning påbörjad
    [lock-group-added] Låsgrupp tillagd
    [lock-group-changed] Låsgrupp ändrad
    [lock-group-removed] Låsgrupp borttagen
    [blocking-group-added] Spärrgrupp tillagd
    [blocking-group-changed] Spärrgrupp ändrad
    [blocking-group-removed] Spärrgrupp borttagen
    [blocklist-key-added] Nyckel lagd på spärrlista
    [blocklist-key-removed] Nyckel borttagen från spärrlista
    [blocklist-signed] Spärrlista signerad
    [role-added] Roll tillagd
    [role-changed] Roll ändrad
    [role-removed] Roll borttagen
    [administrator-role-added] Administratörsroll tillagd
    [administrator-role-changed] Administratörsroll ändrad
    [administrator-role-removed] Administratörsroll borttagen
    [premises-added] Lokaler tillagda
    [premises-changed] Lokaler ändrade
    [premises-removed] Lokaler borttagna
    [operator-added] Operatör tillagd
    [operator-changed] Operatör ändrad
    [operator-removed] Operatör borttagen
    [programming-key-added] Programmeringsnyckel tillagd
    [programming-key-changed] Programmeringsnyckel ändrad
    [programming-key-removed] Programmeringsnyckel borttagen
    [envelope-added] Hemligheter förseglade
    [envelope-changed] Hemligheter förseglade på nytt
    [generation-raised] Ny generation av hemligheter
    [invitation-queued] Inbjudan köad
    [invitation-renewed] Inbjuden på nytt
    [invitation-sending] Inbjudan på väg
    [invitation-sent] Inbjudan skickad
    [invitation-put-off] Inbjudan uppskjuten
    [invitation-failed] Inbjudan misslyckades
    [invitation-revoked] Inbjudan återkallad
    [invitation-accepted] Inbjudan godtagen
    [invitation-requeued] Inbjudan köad igen
    [settings-changed] Inställningar ändrade
    [blocklist-version-raised] Spärrlistans version höjd
    [clock-confirmed] Klockan bekräftad som rätt
    [generation-abandoned] Ny generation av hemligheter avbruten
    [generation-due] Ny generation av hemligheter behövs
    [generation-seen] Nyare generation av hemligheter sedd
    [generations-retired] Gamla generationer av hemligheter tagna ur bruk
    [key-home-group-settled] Hemgrupp fastställd
    [lists-recounted] Listor omräknade
    [lock-stolen] Lås stulet
    [medium-adopted] Mediets tillstånd övertaget
    [password-recovered] Lösenord satt med återställningskoden
    [recovery-code-used] Hemligheterna öppnade med återställningskoden
    [recovery-rehearsed] Återställningskoden prövad
    [recovery-renewed] Återställningskoden förnyad
    [secrets-kept] Nyare hemligheter behållna vid återställning
    [system-live] Systemet taget i drift
    [system-restored] Systemet återställt från en säkerhetskopia
   *[other] { $action }
    }
window-stamp-hint = De fyra siffrorna som är graverade på mediet. De hjälper ögat och är inte unika.
window-log-fact = { $name ->
    [before] före
    [e-mail] e-post
    [failure] fel
    [first-name] förnamn
    [from] från
    [generation] generation
    [key] nyckel
    [kind] slag
    [label] etikett
    [last-name] efternamn
    [name] namn
    [number] nummer
    [operation] åtgärd
    [reason] orsak
    [revision] revision
    [rows] rader
    [serial] serienummer
    [state] tillstånd
    [state-before] tidigare
    [uid] chip
    [until] till
    [version] version
    [zone] tidszon
   *[other] { $name }
    }
window-log-value = { $value ->
    [phone] telefonnyckel
    [fob] nyckelbricka
    [k5] K5-nyckel
    [draft] utkast
    [task] väntar på kodaren
    [writing] skrivs
    [programmed] programmerad
    [handed-over] utlämnad
    [returned] återlämnad
    [write-failed] skrivningen misslyckades
    [empty-failed] tömningen misslyckades
    [blocked] spärrad
    [replaced] ersatt
    [deleted] borttagen
    [written-off] avskriven
    [program] programmering
    [empty] tömning
    [lost] förlorad
    [stolen] stulen
    [broken] trasig
    [moved-out] utflyttad
    [operator] vid stationen
   *[other] { $value }
    }
window-lock-behind = efter
window-log-kind = { $kind ->
    [user] Användare
    [source] Roll eller lokaler
    [key] Nyckel
    [task] Uppgift
    [lock] Lås
    [lock-group] Låsgrupp
    [blocking-group] Spärrgrupp
    [role] Roll
    [administrator-role] Administratörsroll
    [premises] Lokaler
    [operator] Operatör
    [programming-key] Programmeringsnyckel
    [envelope] Förseglade hemligheter
    [invitation] Inbjudan
    [system] System
   *[other] { $kind }
    }
window-add-user-save = Lägg till utan programmering
window-edit-user = Ändra användare
window-remove-user = Ta bort användare
window-add-key = Lägg till nyckel
window-step-change-summary = Sammanfattning av ändringar
window-to-summary = Till sammanfattningen
window-save-and-close = Spara och stäng
window-action-edit-user = Ändra { $name }
window-action-change-basic = Ändra basuppgifter: { $fields }
window-action-alter = Ändra { $given }
window-action-take = Ta bort { $given }
window-action-redraft = Ändra utkastet: { $key }
window-action-rewrite = Skriv om: { $key }
window-action-take-back = Ta tillbaka: { $key }. Den öppnar inget längre.
window-change-nothing = Inget ändras.
window-change-before-after = Före och efter
window-change-reinvites = Adressen ändras: en inbjudan går till den nya.
window-change-rewrites = { $count ->
    [one] { $count } nyckel måste skrivas om innan detta gäller vid dörrarna.
   *[other] { $count } nycklar måste skrivas om innan detta gäller vid dörrarna.
    }
window-change-rewrites-remedy = Bekräfta erbjuder att programmera det som ligger på kodaren; resten väntar på att göra-listan.
window-change-takes-back = { $count ->
    [one] Brickan till { $count } nyckel öppnar det som står på den tills den töms.
   *[other] Brickorna till { $count } nycklar öppnar det som står på dem tills de töms.
    }
window-change-takes-back-remedy = Bekräfta erbjuder att tömma det som ligger på kodaren; resten väntar på att göra-listan.
window-leave-media = { $count ->
    [one] { $count } medium kräver först ett beslut
   *[other] { $count } medier kräver först ett beslut
    }
window-leave-kept = { $key } har tömts. Dess definition behålls för nästa innehavare.
window-leave-blocked = { $key } står kvar på spärrlistorna.
window-leave-goes = Med användaren försvinner: { $given }
window-return-now = Återta och töm nu
window-new-key-for = Ny nyckel till { $name }
window-new-key-for-whom = Välj vem den är till, eller lägg till någon.
window-draft-left = En användare höll på att läggas till: { $name }
window-draft-continue = Fortsätt
window-draft-resume = Fortsätt utkastet
window-bench-title = Testbänk
window-bench-show = Visa testbänken
window-bench-hide = Dölj testbänken
window-bench-lay = På kodaren:
window-bench-new = Ta en ny bricka
window-bench-lift = Lyft
window-bench-pull = Ryck bort under nästa skrivning
window-bench-unplug = Dra ut programmeringsnyckeln
window-bench-plug = Sätt i programmeringsnyckeln
window-bench-present = Håll { $fob } mot
window-bench-present-none = Håll mot
window-bench-open = { $door } öppnas
window-bench-denied = { $door } förblir stängd: { $reason ->
    [not-listed] den öppnar inte denna dörr
    [outside-times] inte vid denna tid
    [not-readable] inget av detta system finns på den
    [blocked] den är spärrad
    [expired] den har gått ut
   *[other] { $reason }
    }
window-bench-monday = På måndag kl. 10.00
window-tour-1 = Lägg en bricka på kodaren.
window-tour-2 = Lägg till en användare.
window-tour-3 = Programmera brickan.
window-tour-4 = Öppna en dörr med den.
window-shortcut-go = Gå till en plats, uppifrån och ned
window-group-all = Alla ({ $count })
window-group-residents = Boende ({ $count })
window-group-staff = Personal ({ $count })
window-group-pending = Med väntande nycklar ({ $count })
window-group-ended = Avslutade ({ $count })
window-copy-emails = Kopiera e-postadresser
window-users-picked = { $count ->
    [one] { $count } användare vald
   *[other] { $count } användare valda
    }
window-users-picked-hint = Ctrl markerar en till, Skift alla fram till den.
window-remove-users = { $count ->
    [one] Ta bort { $count } användare
   *[other] Ta bort { $count } användare
    }
window-leave-others = { $count ->
    [one] Efter den här gäller frågan { $count } till.
   *[other] Efter den här gäller frågan { $count } till.
    }
window-edit-draft = Redigera utkast
window-why-title = Vad som får öppnas och varför
window-why-show = Visa
window-why-hide = Dölj
window-why-hint = För varje lås rollen, lokalen och gruppen som rätten kommer från.
window-why-role = Roll { $name }
window-why-premises = Privat lokal { $name }
window-why-group = Låsgrupp { $name }
window-todo-wizard = En användare höll på att läggas till.
window-draft-step = Lämnades vid
window-todo-generation = Den har ännu nycklarna från föregående generation.
window-add-programming-key = Lägg till programmeringsnyckel
window-token-label = Etikett
window-token-label-hint = Vad som står på den, så att den skiljs från de andra.
window-token-default-label = Keywright programmeringsnyckel
window-token-certificate = Certifikat
window-token-fingerprint = Fingeravtryck
window-token-opens = Öppnar generationerna
window-token-rights = Vad dess operatörer får göra
window-token-lost = Förlorad
window-token-plugged = Ansluten
window-token-away = Inte ansluten
window-token-behind = Öppnar inget nytt
window-one-way = Bara en väg till hemligheterna är känd. Går den förlorad går alla nyckelbrickor och lås förlorade.
window-one-way-remedy = Lägg till en andra programmeringsnyckel eller bevisa återställningskoden.
window-campaign-title = Byte till nya hemligheter: generation { $generation }
window-campaign-locks = 1. Lås som känner de nya hemligheterna: { $done } av { $all }
window-campaign-fobs = 2. Nyckelbrickor skrivna på nytt: { $done } av { $all }
window-campaign-closing = 3. Lås som glömt de gamla: { $done } av { $all }
window-campaign-next-locks = Besök dörrarna på att göra-listan. Nyckelbrickorna följer när varje lås känner de nya hemligheterna.
window-campaign-next-fobs = Skriv nyckelbrickorna på att göra-listan på nytt.
window-campaign-next-closing = Besök dörrarna en gång till. Därefter är det som var känt värdelöst.
window-campaign-due = Ett byte till följer: något stals under tiden. Det börjar med det första besöket vid ett lås efter detta.
window-rite-add = Lägg till programmeringsnyckeln { $name }
window-rite-prepare = Förbered nyckel
window-rite-lose = { $name } är förlorad
window-rite-unblock = Lås upp PIN
window-rite-recover = Återställningskod
window-rite-step = Steg { $number } av { $all }
window-rite-say-prepare = Anslut den nya nyckeln i stället för den som sitter där. Den får en egen PIN, PUK och nyckel; vad den redan har blir kvar.
window-rite-say-anew = Det som nyckeln har i plats 9D går då förlorat: inget som förseglats för den öppnas mer. Är det rätt nyckel?
window-rite-say-seal = Anslut en programmeringsnyckel i systemet. Med den förseglas hemligheterna för den nya.
window-rite-say-seal-code = Låt den nya sitta kvar och skriv koden på återställningsbladet. Den öppnar hemligheterna, och de förseglas för den nya.
window-rite-say-admit = Anslut den nya igen. När den öppnar det som förseglats för den hör den till systemet.
window-rite-say-remove = Hemligheterna förseglas på nytt utan den. Anslut en annan programmeringsnyckel i systemet.
window-rite-say-lose = Hemligheterna förseglas på nytt utan den. Ange om någon kan känna till dess PIN och anslut en annan programmeringsnyckel.
window-rite-say-unblock = Anslut nyckeln vars PIN är spärrad. Dess PUK ger den en ny PIN.
window-rite-say-recover = Den öppnar systemet när programmeringsnycklar eller lösenord gått förlorade.
window-lose-unknown = Ingen känner till dess PIN
window-lose-unknown-detail = Utan PIN öppnar den ingenting. Den tas bort.
window-lose-known = Dess PIN kan vara känd
window-lose-known-detail = Den tas bort och nya hemligheter skapas: varje lås besöks, sedan skrivs varje nyckelbricka, sedan besöks låsen igen.
window-seal-token = Öppna med en programmeringsnyckel
window-seal-token-detail = Den ansluts i stället för den nya.
window-seal-code = Öppna med återställningskoden
window-seal-code-detail = Ingen programmeringsnyckel i systemet är kvar: bladet öppnar hemligheterna.
window-recover-prove = Bevisa koden på bladet
window-recover-prove-detail = Den skrivs som den är tryckt. Bevisad räknas den som en väg till hemligheterna.
window-recover-renew = Skapa en ny kod
window-recover-renew-detail = Bladet är förlorat eller har setts: den gamla koden öppnar inget mer.
window-rite-new-pin = Den nya nyckelns PIN
window-rite-new-pin-hint = 6 till 8 bokstäver, siffror eller tecken. Den som finns eller en egen.
window-rite-new-pin-again = Samma PIN igen
window-rite-fresh-pin = Ny PIN
window-rite-fresh-pin-hint = 6 till 8 bokstäver, siffror eller tecken.
window-rite-new-puk = Den nya nyckelns PUK
window-rite-new-puk-hint = 8 bokstäver, siffror eller tecken. Den låser upp PIN. Lämna tomt om nyckeln redan har en egen.
window-rite-new-puk-again = Samma PUK igen
window-rite-puk = Nyckelns PUK
window-rite-differs = Det är inte samma.
window-rite-code = Kod på bladet
window-rite-code-hint = Som på bladet; mellanslag och streck spelar ingen roll.
window-rite-go-prepare = Förbered
window-rite-go-anew = Gör båda på nytt
window-rite-go-seal = Försegla
window-rite-go-admit = Slutför
window-rite-go-remove = Ta bort
window-rite-go-unblock = Lås upp
window-rite-go-renew = Skapa
window-rite-go-rehearse = Bevisa
window-rite-go-write = Skriv till fil
window-rite-step-pin = PIN satt
window-rite-step-puk = PUK satt
window-rite-step-management-key = Hanteringsnyckel satt
window-rite-step-key = Nyckel skapad
window-rite-step-certificate = Certifikat skapat
window-rite-step-identity = Nummer givet
window-rite-step-read-back = Läst tillbaka
window-rite-prepared = Nyckeln är klar: { $serial }
window-rite-prepared-remedy = Lägg till programmeringsnyckel gör den till en i detta system.
window-rite-added = Den öppnar det som förseglats för den och hör till systemet.
window-rite-added-remedy = Förvara den på en annan plats än den första.
window-rite-added-by-code-remedy = Anmäl nu de programmeringsnycklar som är borta som förlorade, och förvara denna och bladet på två ställen.
window-rite-removed = Ingen hemlighet är längre förseglad för den.
window-rite-campaign = Nya hemligheter har skapats. Först låsen, sedan nyckelbrickorna.
window-rite-campaign-due = Det är noterat. Nya hemligheter skapas när varje nyckelbricka har dem som nu skrivs.
window-rite-campaign-underway = Inga andra hemligheter behövs: de som låsen nu lär sig fanns aldrig på den.
window-rite-campaign-remedy = Att göra-listan nämner dörrarna; framsteget står ovanför listan över programmeringsnycklar.
window-rite-unblocked = { $name } har sin nya PIN och alla försök.
window-rite-code-holds = Den här koden öppnar systemet och varje hemlighet.
window-rite-code-holds-remedy = Förvara den bara på papper, i ett kassaskåp. En ny kod bevisas en gång från bladet innan den räknas.
window-rite-file = Fil för bladet
window-rite-file-hint = Skriv ut den och ta sedan bort filen.
window-rite-written = Bladet ligger i { $file }.
window-rite-written-remedy = Skriv ut det, ta bort filen och förvara papperet i ett kassaskåp.
window-plugged = Ansluten: { $label }
window-plugged-tries = Ansluten: { $label } · försök kvar: { $count }
window-plugged-empty = En tom nyckel är ansluten.
window-plugged-unnamed = Ingen programmeringsnyckel är inställd. Starta programmet med --token usb.
window-state-empty-token = Tom nyckel
window-bench-new-token = Ta en tom nyckel
window-bench-plug-in = Anslut { $token }
window-todo-orphaned = Hemgruppen förlorad
window-todo-orphaned-why = Inget av dess lås finns kvar i dess hemgrupp: återta och töm den och programmera den på nytt.
window-tour-3-pin = Programmera brickan. PIN: { $pin }
window-bench-pin = PIN för { $token }: { $pin }
window-bench-unplug-encoder = Dra ut kodaren
window-bench-plug-encoder = Sätt i kodaren
window-source-opens = { $count ->
    [one] Öppnar { $count } lås · { $bytes } byte på mediet
   *[other] Öppnar { $count } lås · { $bytes } byte på mediet
    }
window-source-would-open = { $count ->
    [one] Inte på denna nyckel. Skulle öppna { $count } lås · { $bytes } byte till
   *[other] Inte på denna nyckel. Skulle öppna { $count } lås · { $bytes } byte till
    }
window-cost = { $name }: { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } byte
    }
window-later-k5 = K5-nycklar kan inte programmeras än.
window-later-k5-what = Nyckeln sparas som utkast. Den programmeras när detta program kan använda kontaktplatsen.
window-later-phone = Telefonnycklar kan inte lämnas ut än.
window-later-phone-what = Nyckeln sparas som utkast. Innehavaren får den när detta program har boendeportalen.
window-mail-not-set = Inte inställd
window-mail-settled = Inget väntar
window-mail-waiting = { $count ->
    [one] { $count } brev väntar
   *[other] { $count } brev väntar
    }
window-mail-failed = { $count ->
    [one] { $count } brev ej sänt
   *[other] { $count } brev ej sända
    }
window-mend-mail = Ställ in
window-mend-clock = Klockan går rätt
window-state-clock = Klockan står på fel tid
window-mend-letters = Visa
window-mend-help = Vad göra
window-mend-keys = Lägg till den
window-mend-encoder = Välj
window-state-fob-of-started = Bricka: { $name }, skrivningen inte klar
window-state-fob-of-pending = { $count ->
    [one] Bricka: { $name }, inaktuell vid { $count } lås
   *[other] Bricka: { $name }, inaktuell vid { $count } lås
    }
window-read = Läs
window-read-title = Vad som ligger på kodaren
window-read-why = Den bara läses; inget ändras på den.
window-shortcut-read = Läs det som ligger på kodaren
window-read-done = { $uid } lästes.
window-read-genuine = Signerad av detta system för denna bricka.
window-read-not-genuine = Inte signerad av detta system för denna bricka. Inget lås tror på den.
window-read-nothing = Ingen åtkomst är skriven på den.
window-read-chip = Chip
window-read-key = Nyckel
window-read-holder = Innehavare
window-read-revision = Version
window-read-events = Händelser från lås
window-read-entries = { $count ->
    [0] Den öppnar inget.
    [one] Vad den öppnar: { $count } post
   *[other] Vad den öppnar: { $count } poster
    }
window-read-difference = { $count ->
    [one] Den skiljer sig vid { $count } lås från vad den ska ha
   *[other] Den skiljer sig vid { $count } lås från vad den ska ha
    }
window-read-expires = { $count ->
    [one] går ut { $count } timme efter programmering
   *[other] går ut { $count } timmar efter programmering
    }
window-display-dead = Bildskärmen { $display } svarar inte, så inget fönster kan öppnas. Använd kommandoraden eller starta programmet i en grafisk session.
window-display-refused = Inget fönster kan öppnas på bildskärmen: { $reason }. Använd kommandoraden eller starta programmet i en grafisk session.
window-draft-change-left = Ändringar av en användare påbörjades och bekräftades inte: { $name }
window-todo-wizard-change = En ändring påbörjades och bekräftades inte.
window-draft-user-changed = Den här användaren har ändrats sedan du började.
window-draft-user-changed-remedy = Det du matade in ligger över det som nu är sparat. Läs sammanfattningen innan du bekräftar.
window-draft-gone = Det inmatade finns inte kvar: det bekräftades eller förkastades någon annanstans.
window-close-writing = En skrivning pågår
window-close-writing-body = Fönstret stängs när allt är skrivet och kontrollerat. En nyckelbricka eller uppgift lämnas aldrig halvskriven.
window-close-after = Skriv klart och stäng
window-close-stay = Håll öppet
window-close-waits = Fönstret stängs så snart det är klart.
window-close-going = Stänger
window-close-going-body = Det inmatade sparas.
window-close-unkept = Det inmatade kan inte sparas
window-close-anyway = Stäng utan det
window-home-group-of = Hemgrupp för { $key }
window-pass-on = Lämna vidare
window-pass-on-means = Nyckelnummer
window-pass-on-hint = Det som bestämts för den återtagna nyckeln blir ett utkast för nästa innehavare, med ett eget nummer.
window-pass-on-to = Nästa innehavare
window-replace-key = Ersätt eller avskriv
window-replace-end = Vad som hände med mediet
window-replace-lost = Förlorad: spärra nyckeln, nytt utkast i dess ställe
window-replace-written-off = Förstörd eller trasig: avskriv, nytt utkast i dess ställe
window-write-off-only = Förstörd eller trasig: avskriv, inget i dess ställe
window-write-off-hint = Avskriv endast ett medium som är förstört eller trasigt: inget töms och inget spärras. Ett medium som kan komma till rätta spärras.
window-write-off = Skriv av
window-not-written-off = Avskriv inte
window-write-off-now = Avskriv nu
window-locked-itself = { $count ->
    [one] Fönstret låste sig självt: ingen använde det på en minut.
   *[other] Fönstret låste sig självt: ingen använde det på { $count } minuter.
    }
window-locked-itself-remedy = Ange ditt lösenord. Det som fyllts i formulär och guider väntar här.
window-leave-written-off = { $key } är avskriven.
