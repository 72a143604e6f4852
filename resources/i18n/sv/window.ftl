# Words of the window that every screen shares.
window-back = Tillbaka
window-next = Nästa
window-cancel = Avbryt
window-close = Stäng
window-save = Spara
window-confirm = Bekräfta
window-edit = Redigera
window-remove = Ta bort
window-add = Lägg till
window-retry = Försök igen
window-search = Sök
window-search-clear = Töm sökningen
window-filter = Filtrera
window-choose = Välj
window-show-details = Visa detaljer
window-keep = Behåll
window-today = I dag
window-open-calendar = Öppna kalendern
window-month-before = Föregående månad
window-month-after = Nästa månad
window-date-pattern = ÅÅÅÅ-MM-DD
window-date-malformed = Detta är inget datum. Skriv det som 2026-11-21.
window-date-out-of-range = Välj ett datum från 1970 till 2105.
window-state-done = Klar
window-state-ready = Redo
window-state-busy = Upptagen
window-state-missing = Inte ansluten
window-state-no-permission = Ingen behörighet
window-state-token-busy = Används av ett annat program
window-state-several = Flera anslutna
window-state-not-piv = Ingen programmeringsnyckel
window-state-foreign-token = Hör inte till systemet
window-state-token-of-others = Inte för dig
window-state-no-driver = Spärrad av operativsystemet
window-state-no-service = Smartkorttjänsten är stoppad
window-state-failed = Misslyckades
window-state-draft = Utkast
window-state-pending = Väntar
window-state-programmed = Programmerad
window-state-handed-over = Utlämnad
window-state-returned = Återlämnad
window-state-blocked = Spärrad
window-nav-users = Användare
window-nav-keys = Nycklar
window-nav-locks = Lås
window-nav-premises = Lokaler
window-nav-roles = Roller
window-nav-blocking-groups = Spärrgrupper
window-nav-todo = Att göra
window-nav-log = Logg
window-nav-programming-keys = Programmeringsnycklar
window-nav-settings = Inställningar
window-device-programming-key = Programmeringsnyckel
window-device-encoder = Kodare
window-device-contact = Kontaktplats
window-device-store = Systemfil
window-device-mail = E-post
window-step-basic = Grunduppgifter
window-step-roles = Roller
window-step-keys = Nycklar
window-step-summary = Sammanfattning
window-step-feedback = Återkoppling
window-no-display = Det finns ingen bildskärm att öppna ett fönster på. Använd kommandoraden eller starta programmet i en grafisk session (DISPLAY eller WAYLAND_DISPLAY måste vara satt).
window-month-1 = januari
window-month-2 = februari
window-month-3 = mars
window-month-4 = april
window-month-5 = maj
window-month-6 = juni
window-month-7 = juli
window-month-8 = augusti
window-month-9 = september
window-month-10 = oktober
window-month-11 = november
window-month-12 = december
window-weekday-1 = mån
window-weekday-2 = tis
window-weekday-3 = ons
window-weekday-4 = tors
window-weekday-5 = fre
window-weekday-6 = lör
window-weekday-7 = sön

# Words of the screens.
window-add-user = Lägg till användare
window-shortcuts = Kortkommandon
window-shortcut-find = Sök i listan
window-shortcut-tab = Nästa kontroll; med Skift den föregående
window-shortcut-enter = Tryck på knappen, välj raden
window-shortcut-menu = Menyn för vald rad
window-shortcut-back = Tillbaka, stäng, avbryt
window-key-cap-ctrl = Ctrl
window-key-cap-shift = Skift
window-stop = Stoppa
window-hide-details = Dölj detaljer
window-show-options = Visa alternativ
window-hide-options = Dölj alternativ
window-sign-in-title = Öppna ett system
window-sign-in-file = Systemfil
window-sign-in-password = Lösenord
window-sign-in-open = Logga in
window-sign-in-opening = Öppnar
window-field-first-name = Förnamn
window-field-last-name = Efternamn
window-field-email = E-post
window-field-company = Företag eller avdelning
window-field-title = Titel
window-field-person-code = Personnummer
window-field-telephone = Telefon
window-field-telephone-1 = Telefon 1
window-field-telephone-2 = Telefon 2
window-field-telephone-3 = Telefon 3
window-field-street = Gatuadress
window-field-postal-code = Postnummer
window-field-post-office = Postort
window-field-country = Land
window-field-external-id = Externt id
window-field-end-date = Slutdatum
window-field-description = Beskrivning
window-field-language = Inbjudans språk
window-email-hint = Inloggnings-id: inga två användare har samma.
window-email-taken = En annan användare har den här e-postadressen.
window-email-malformed = Skriv den som namn@example.org.
window-name-malformed = Ett namn har 1 till 200 tecken.
window-required = Detta krävs.
window-options-show = Visa fler alternativ
window-options-hide = Dölj fler alternativ
window-similar = En användare med detta namn finns redan: { $users }
window-similar-remedy = Om det är någon annan, tryck på Nästa igen.
window-column-name = Namn
window-column-given = Roller och lokaler
window-private-premises = Privata lokaler
window-step-given = Roller och lokaler
window-users-count = { $count ->
    [one] { $count } användare
   *[other] { $count } användare
    }
window-users-found = { $count ->
    [one] { $count } träff
   *[other] { $count } träffar
    }
window-users-found-more = Fler än { $count } träffar
window-users-none = Ingen användare matchar.
window-keys-pending = { $count } väntar
window-keys-draft = { $count ->
    [one] { $count } utkast
   *[other] { $count } utkast
    }
window-keys-fine = { $count ->
    [one] { $count } nyckel
   *[other] { $count } nycklar
    }
window-keys-none = Inga nycklar
window-given-none = Inga roller eller lokaler
window-given-nothing = En användare utan roll eller lokaler öppnar inget och får göra inget.
window-given-nothing-remedy = Välj en eller flera, eller gå vidare och ge dem senare.
window-program = Programmera
window-program-fob = Programmera bricka
window-program-title = Programmera nyckel { $number }
window-program-changes = { $count ->
    [one] Ändring vid { $count } lås
   *[other] Ändringar vid { $count } lås
    }
window-copy-email = Kopiera e-postadress
window-fob-laid = Detta är nyckel { $number }, innehavare { $name }.
window-fob-laid-started = Skrivningen av den avbröts och är inte klar.
window-fob-laid-pending = { $count ->
    [one] Den är inaktuell vid { $count } lås.
   *[other] Den är inaktuell vid { $count } lås.
    }
window-fob-laid-fine = { $state }, inget väntar.
window-fob-laid-blocked = Dess nyckel är spärrad och kan inte programmeras. Ta tillbaka och töm den; då hävs spärren.
window-fob-laid-show = Visa användare
window-fob-unknown = Systemet känner ingen som innehar den här brickan.
window-fob-unknown-remedy = Läs den för att se vad den innehåller. Lägg en ny eller tömd bricka för att ge någon en nyckel.
window-lock-later = Fönstret låses så snart detta är skrivet.
window-key-phone = Telefonnyckel
window-key-fob = Nyckelbricka
window-key-k5 = K5-nyckel
window-kind-phone = Telefon
window-kind-fob = Bricka
window-kind-k5 = K5
window-key-remove = Ta bort denna nyckel
window-key-opens = { $count ->
    [one] Öppnar { $count } lås
   *[other] Öppnar { $count } lås
    }
window-key-opens-nothing = Denna nyckel skulle inte öppna något. Den kan sparas som utkast, inte programmeras.
window-key-cannot-open = { $count ->
    [one] { $count } av dess lås är inget hybridlås; nyckeln öppnar det inte.
   *[other] { $count } av dess lås är inga hybridlås; nyckeln öppnar dem inte.
    }
window-keys-add = Lägg till det som användaren öppnar med:
window-keys-none-yet = Ingen nyckel ännu. En användare kan också läggas till utan nyckel.
window-sources-on-key = Källor på nyckeln
window-phone-key-sources = Den öppnar vad dessa ger: { $sources }
window-home-group-title = Hemgrupp
window-home-group-missing = Välj hemgrupp först.
window-home-group-why = Nyckelns lås ligger i flera spärrgrupper. En nyckel bär spärrlistan för en av dem.
window-home-group-facts = { $locks ->
    [one] { $locks } av nyckelns lås
   *[other] { $locks } av nyckelns lås
    } · spärrlista version { $version }, { $entries } av { $most } poster · lås som ligger efter: { $behind } · andra bärare: { $carriers }
window-home-group-without = Denna nyckel bär inte spärrlistorna för: { $groups }
window-home-group-is = Hemgrupp { $group }
window-program-now = Programmera nu
window-program-now-detail = Skriver brickan på kodaren direkt efter Bekräfta.
window-save-draft = Spara som utkast
window-save-draft-detail = Nyckeln programmeras senare, från användarlistan.
window-valid-from = Giltig från
window-valid-until = Giltig till
window-validity-backwards = Slutet måste komma efter början.
window-validity-always = Giltig genast, utan slut
window-validity-from = från { $start }
window-validity-until = till { $end }
window-validity-between = { $start } till { $end }
window-times-always = Alla tider
window-details-groups = Låsgrupper
window-details-locks = Lås
window-details-times = Tillträdestider
window-details-expiry = Upphör efter
window-details-features = Användarfunktioner
window-hours = { $count ->
    [one] { $count } timme
   *[other] { $count } timmar
    }
window-feature-phone-key = Telefonnyckel
window-feature-share-access = Dela tillträde
window-feature-pins = PIN-koder
window-feature-own-log = Egen logg
window-summary-actions = Bekräfta gör detta
window-summary-difference = { $key }: { $count ->
    [one] tillträdet ändras vid { $count } lås
   *[other] tillträdet ändras vid { $count } lås
    }
window-summary-more = och { $count } till
window-summary-doors = { $count ->
    [one] { $count } dörr måste besökas innan nyckeln fungerar där:
   *[other] { $count } dörrar måste besökas innan nyckeln fungerar där:
    }
window-summary-computing = Beräknar ändringar
window-summary-show = Visa sammanfattning
window-summary-hide = Dölj sammanfattning
window-change-added = öppnar
window-change-removed = inte mer
window-change-changed = ändras
window-invite = Skicka registreringsinbjudan
window-invite-detail = Inbjudan läggs i utkorgen.
window-action-add-user = Lägg till { $name }
window-action-give = Ge { $given }
window-action-program = Programmera: { $key }
window-action-draft = Spara som utkast: { $key }
window-action-invite = Lägg inbjudan i utkorgen
window-state-waiting = Väntar
window-state-looking = Söker
window-state-unnamed = Inte inställd
window-state-new-fob = En ny bricka ligger på
window-state-fob-of = Bricka: { $name }
window-state-unknown-fob = Okänd bricka
window-state-foreign-fob = Främmande bricka
window-state-pin-blocked = PIN spärrad
window-state-last-try = Sista PIN-försöket
window-state-task = Väntar på kodaren
window-state-writing = Skrivning ej klar
window-state-write-failed = Skrivning misslyckades
window-state-empty-failed = Tömning misslyckades
window-state-replaced = Ersatt
window-state-deleted = Borttagen
window-state-written-off = Avskriven
window-pin-label = Programmeringsnyckelns PIN
window-pin-tries = { $label } · försök kvar: { $count }
window-pin-use-last = Använd sista försöket
window-pin-no-key = Anslut programmeringsnyckeln.
window-pin-interrupted = Programmeringsnyckeln byttes medan dess PIN-kod skrevs.
window-pin-interrupted-remedy = Det som skrevs är glömt, så att det inte kostar ett försök. Skriv PIN-koden för den anslutna programmeringsnyckeln.
window-pin-anew = Skriv PIN-koden på nytt
window-programming-lay-fob = Lägg en ny nyckelbricka på kodaren.
window-programming-new-fob = En ny nyckelbricka ligger på kodaren.
window-programming-known-fob = En programmerad nyckelbricka ligger på kodaren.
window-programming-unusable-fob = Det som ligger på kodaren kan inte användas. Lägg en ny nyckelbricka.
window-programming-no-encoder = Ingen kodare är inställd. Starta programmet med --encoder PORT.
window-programming-leave-fob = Låt brickan ligga.
window-programming-done = { $count ->
    [one] Skriven och återläst: { $uid }, tillträdet ändrades vid { $count } lås.
   *[other] Skriven och återläst: { $uid }, tillträdet ändrades vid { $count } lås.
    }
window-programming-resumed = { $count ->
    [one] Den avbrutna skrivningen slutfördes och återlästes: { $uid }, tillträdet ändrades vid { $count } lås.
   *[other] Den avbrutna skrivningen slutfördes och återlästes: { $uid }, tillträdet ändrades vid { $count } lås.
    }
window-phase-identify = Tittar på brickan
window-phase-keys = Sätter nycklar
window-phase-files = Skapar filer
window-phase-write = Skriver
window-phase-commit = Sätter i kraft
window-phase-read-back = Återläser
window-phase-factory-check = Provar fabriksnycklarna, som måste misslyckas
window-phase-empty = Tömmer
window-discard-title = Kasta det som matats in?
window-discard-body = Inget har sparats ännu.
window-discard-stay = Fortsätt redigera
window-discard-go = Kasta
window-home-group-orphaned = Nyckeln stannar i hemgruppen { $group }, fast inget av dess lås finns kvar i den.
window-home-group-orphaned-what = Den bär fortfarande en spärrlista som inget av dess lås följer. Byt hemgrupp genom att återta och tömma nyckeln och programmera den på nytt.
window-key-too-small = Åtkomsten tar { $needed } byte. Nyckelbrickor med dessa chip är för små:
window-column-behind = Efter
window-column-version = Version
window-column-blocking-group = Spärrgrupp
window-todo-empty = Töm
