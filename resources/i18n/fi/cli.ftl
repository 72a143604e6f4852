# Komentorivi: otsikot, sanat ja löydökset.
label-name = nimi
label-email = sähköposti
label-end-date = päättymispäivä
label-first-name = etunimi
label-last-name = sukunimi
label-company = yritys
label-external-id = ulkoinen tunnus
label-sources = roolit ja tilat
label-keys = avaimet
label-key = avain
label-key-number = avain
label-user = käyttäjä
label-user-name = käyttäjä
label-similar = samannimiset käyttäjät
label-kind = laji
label-state = tila
label-number = numero
label-pending = odottaa
label-uid = siru
label-shown = näytetty tunnuksella
label-stamp = leima
label-home-group = kotiryhmä
label-generation = sukupolvi
label-revision = versio
label-blocklist-version = estolista
label-written-at = kirjoitettu
label-roles = roolit
label-start = alkaen
label-end = asti
label-locks = lukot
label-lock = lukko
label-lock-groups = lukkoryhmät
label-access-times = kulkuajat
label-expiry-hours = vanhenee tunneissa
label-opens-nothing = ei avaa mitään
label-ended = päättynyt
label-clock = kello
label-blocking-group = estoryhmä
label-deployed-at = viety lukkoon
label-change = muutos
label-source = lähde
label-difference = ero
label-wanted = haluttu
label-written = kirjoitettu
label-target = avaa
label-windows = voimassaolo
label-doors-to-visit = ovet, joilla on käytävä ennen kuin se toimii
label-cannot-open = lukot, joita tämä avainlaji ei avaa
label-keys-changed = muuttuneet avaimet
label-operation = tehtävä
label-failure = auki, koska
label-created-at = luotu
label-changed-at = muutettu
label-created = luotu
label-zone = aikavyöhyke
label-demo = demo
label-live = käytössä
label-users = käyttäjät
label-audit = loki
label-entries = merkinnät
label-signed = allekirjoitettu
label-erased = poistettu
label-head = lokin pää
label-verified = tarkistettu
label-noted = verratut merkityt päät
label-repaired = korjattu
label-backup = varmuuskopio
label-restored = palautettu
label-from = lähteestä
label-previous = aiempi on säilytetty nimellä
label-recovery-code = palautuskoodi
label-notice = huomaa
label-serial = sarjanumero
label-operators = operaattorit
label-chip = sirutyyppi
label-system = järjestelmä
label-events = tapahtumat
label-signature = allekirjoitus
label-adopted = otettu haltuun
label-blocked-again = estetty uudelleen
label-blocked-unknown = estetty tunnisteella, ei tunneta täällä
label-replaces = korvaa
label-removed = poistettu
label-path = polku
label-private = yksityinen
label-generations = luotetut sukupolvet
label-as-recorded = kuten kirjattu
label-blocked = estetty
label-capacity = tilaa
label-locks-behind = lukkoja jäljessä
label-carriers = kantajat
label-carriers-current = kantajat ajan tasalla
label-sequence = merkintä
label-at = aika
label-actor = tekijä
label-actor-name = tekijä
label-subject = kohde
label-facts = tiedot
label-found = löydös
label-planned = tehdään
label-code = koodi
label-message = viesti
label-remedy = mitä tehdä
word-yes = kyllä
word-no = ei
word-ok = kunnossa
word-wrong = vika
word-not-checked = ei tarkistettu
word-valid = pätevä
word-invalid = virheellinen
word-done = tehty
word-refused = hylätty
word-failed = epäonnistui
word-add-user = käyttäjän lisäys
word-queue-invitation = kutsu jonoon
word-program-key = avaimen ohjelmointi
word-program-fob-key = tunnisteen ohjelmointi
word-program = ohjelmointi
word-empty = tyhjennys
word-phone = puhelin
word-fob = tunniste
word-k5 = K5
word-hybrid = hybridi
word-pin = PIN
word-role = rooli
word-premises = tilat
word-draft = luonnos
word-task = odottaa kooderia
word-programmed = ohjelmoitu
word-handed-over = luovutettu
word-returned = palautettu
word-write-failed = kirjoitus epäonnistui
word-empty-failed = tyhjennys epäonnistui
word-blocked = estetty
word-replaced = korvattu
word-deleted = poistettu
word-written-off = poistettu käytöstä
word-not-deployed = ei viety
word-deployed = viety
word-pending = odottaa
word-queued = jonossa
word-claimed = työn alla
word-writing = kirjoitus kesken
word-written = kirjoitettu, tarkistamatta
word-verified = luettu takaisin
word-cancelled = peruttu
told-similar = tämänniminen käyttäjä on jo: { $user }
told-no-sources = ei roolia eikä tiloja: ei avaa mitään
told-wire = { $exchanges } vaihtoa, { $out } tavua ulos, { $in } sisään
told-wire-resumed = { $exchanges } vaihtoa, { $out } tavua ulos, { $in } sisään vain tällä kerralla: ennen keskeytystä kulunutta ei ole laskettu mukaan
told-log-head = järjestelmän loki tähän asti: { $head }
told-cost = { $source }: { $bytes } tavua
told-recovery = Tulosta palautuskoodi ja säilytä se vain paperilla. Sitä ei näytetä uudelleen.
doctor-clock-behind = Tämän tietokoneen kello ({ $now }) on jäljessä tämän järjestelmän viimeisimmästä muutoksesta ({ $last }). Aseta se oikeaan aikaan ennen ohjelmointia: sen mukaan alkava ja päättyvä olisi väärin.
doctor-clock-impossible = Tämän tietokoneen kello näyttää { $now }, mikä ei voi pitää paikkaansa. Aseta päivä ja aika ennen ohjelmointia.
doctor-name-store = järjestelmätiedosto
doctor-name-encoder = kooderi
doctor-name-fob = tunniste
doctor-name-token = ohjelmointiavain
doctor-store = { $name }: ehjä, loki { $head } tarkistettu
doctor-encoder = PN532 vastaa
doctor-encoder-found = PN532 vastaa portissa { $path }
doctor-encoder-slow = PN532 vastaa, mutta sen sovitin pidättää jokaista vastausta jopa { $timer } ms; asenna tiedosto 70-keywright.rules hakemistoon /etc/udev/rules.d ja kytke kooderi uudelleen
doctor-fob-blank = { $chip } { $uid }, { $free } tavua vapaana: tyhjä, tilaa { $room } tavun pääsytaululle{ $least ->
    [same] {""}
   *[other] {" "}({ $least } tämän kokoisista pienimmällä; sillä `key show` laskee)
    }
doctor-fob-blank-small = { $chip } { $uid }, { $free } tavua vapaana: tyhjä, tilaa { $room } tavun pääsytaululle{ $least ->
    [same] {""}
   *[other] {" "}({ $least } tämän kokoisista pienimmällä; sillä `key show` laskee)
    } ja vain puolelle estolistalle
doctor-fob-started = { $chip } { $uid }, { $free } tavua vapaana: avaimen { $number } ({ $name }) ohjelmointi on kesken
doctor-fob-ours = { $chip } { $uid }, { $free } tavua vapaana: avain { $number } ({ $name })
doctor-fob-unasked = { $chip } { $uid }, { $free } tavua vapaana: ohjelmoitu; kenen se on, selviää kun järjestelmätiedosto avautuu
doctor-token = { $label } kuuluu tähän järjestelmään, sukupolvi { $generation }; sen PIN-koodia ei kysytty
doctor-token-tries = { $label } kuuluu tähän järjestelmään, sukupolvi { $generation }; sen PIN-koodia ei kysytty, ja siitä on jäljellä { $tries } yritystä
doctor-no-encoder = kooderia ei nimetty eikä löytynyt: kytke se, anna --encoder PORTTI tai aseta KEYWRIGHT_ENCODER
doctor-port = { $what }; jos kooderi on tässä: --encoder { $path }
doctor-needs-encoder = vaatii kooderin
doctor-no-fob = kooderilla ei ole tunnistetta
doctor-no-token = ohjelmointiavainta ei nimetty: anna --token tai aseta KEYWRIGHT_TOKEN
doctor-token-factory = PIV-tunniste { $number }, ei vielä valmisteltu (PIN-yrityksiä jäljellä { $tries }): ”programming-key prepare” tekee siitä ohjelmointiavaimen
doctor-token-prepared = PIV-tunniste { $number }, valmisteltu nimellä { $label } (PIN-yrityksiä jäljellä { $tries }); kenen se on, selviää kun järjestelmätiedosto avautuu
doctor-token-several = useita tunnisteita on kytketty: { $serials }; mikä niistä on oikea, selviää kun järjestelmätiedosto avautuu
doctor-usb-free = käytettävissä
doctor-usb-unusable = näkyy, ei käytettävissä ({ $reason })
doctor-usb-serviced = toinen ohjelma pitää sitä, useimmiten älykorttipalvelu, jonka kautta siihen saadaan yhteys
doctor-service = älykorttipalvelulla on tämä lukija
doctor-usb-none = kortinlukijaa tai turva-avainta ei ole kytketty
told-one-way = Salaisuuksiin on enää yksi tie: lisää toinen ohjelmointiavain, tai koeta palautuskoodi.
told-recovered = Palautuskoodi avasi salaisuudet. Ilmoita nyt kadonneiksi ne ohjelmointiavaimet, joita ei enää ole: programming-key lost AVAIN.
label-recovery-rehearsed = palautuskoodi koeteltu
label-fingerprint = sormenjälki
label-permissions = oikeudet
label-opens-generations = avaa sukupolvet
label-steps = tehdyt vaiheet
label-ways = tiet salaisuuksiin
label-ways-left = teitä jäljellä
label-campaign = uusiin salaisuuksiin siirtyminen
label-phase = vaihe
label-media-generation = uusien tunnisteiden sukupolvi
label-fobs = tunnisteet
label-total = yhteensä
label-left = jäljellä
label-locks-left = lukkoja jäljellä
label-fobs-left = tunnisteita jäljellä
label-pin-tries = PIN-yrityksiä
label-unblocked = lukitus avattu
label-stolen = varastettu
notice-mail-not-set = Sähköpostipalvelinta ei ole asetettu: kutsu odottaa, kunnes se asetetaan komennolla `system mail`.
label-attempts = yrityksiä
label-next-attempt-at = seuraava yritys
label-expires-at = voimassa
label-security = suojaus
label-host = sähköpostipalvelin
label-port = portti
label-sender = lähettäjä
label-account = tili
label-account-password = tilin salasana
label-authority = oma varmentaja
label-portal = portaali
label-set = asetettu
label-test = koeviesti osoitteeseen
label-language = kieli
label-sent = lähetetty
label-put-off = lykätty
label-failed = epäonnistunut
label-unsure = ei tiedossa
word-sending = lähdössä
word-unsure = ei tiedetä, lähtikö
word-sent = lähetetty
word-accepted = hyväksytty
word-revoked = peruttu
word-expired = vanhentunut
told-costs = { $excess ->
    [0] Näin paljon kukin lähde vie:
   *[other] { $excess } tavua liikaa; poista lähteitä, kunnes ne mahtuvat. Näin paljon kukin lähde vie:
    }
told-choice = { $group }: { $locks ->
    [one] { $locks } tämän avaimen lukko
   *[other] { $locks } tämän avaimen lukkoa
    } · estolistan versio { $version }, { $entries }/{ $most } merkintää · lukkoja jäljessä: { $behind } · muita kuljettajia: { $carriers } · ei kuljeta: { $without }
told-removed-user = poistettu käyttäjä
told-removable = Ryhmän { $group } estolistalta voi poistaa: { $count ->
    [0] ei mitään
   *[other] { $keys }
    }
label-telephones = puhelin
label-as-of = tiedot ajalta
label-title = titteli
label-person-code = henkilökoodi
label-telephone-1 = puhelin 1
label-telephone-2 = puhelin 2
label-telephone-3 = puhelin 3
label-street = katuosoite
label-postal-code = postinumero
label-post-office = postitoimipaikka
label-country = maa
label-description = kuvaus
label-blocklists = estolistat
label-known = tunnettu
label-distributable = voi jakaa
label-nearly-full = lähes täynnä
label-since-version = versiosta alkaen
label-reason = syy
label-removable = voi poistaa listalta
label-opens = avaa
label-actions = toimet
label-wire = linjalla
label-action = toimi
label-outcome = tulos
word-edit-user = käyttäjän muutos
word-give-source = anna
word-change-source = muuta
word-take-source = ota pois
word-save-draft = tallenna luonnos:
word-program-now = ohjelmoi nyt:
word-change-draft = muuta luonnosta:
word-rewrite-key = kirjoita uudelleen:
word-take-key-back = ota takaisin, ei enää avaa mitään:
word-remove-user = käyttäjän poisto
word-return-key = avaimen palautus ja tyhjennys
word-block-key = avaimen esto
word-lost = kadonnut
word-removed = käyttäjä poistettu
word-operator = operaattorin toimesta
notice-blocklist-unsigned = Avain on estetty, mutta uutta estolistaa ei voi vielä jakaa: ohjelmointiavainta ei ollut käsillä. Kytke ohjelmointiavain ja aja `keywright blocklist sign`.
notice-blocklist-waits = Tätä estolistaa ei voi vielä jakaa: sen uusinta versiota ei ole allekirjoitettu. Kytke ohjelmointiavain ja aja `keywright blocklist sign`.
notice-blocklist-not-signed = Avain on estetty, mutta uutta estolistaa ei voi vielä jakaa. { $cause } { $remedy } Aja sitten `keywright blocklist sign`.
notice-blocklist-nearly-full = Estolista on lähes täynnä; 500 avaimen jälkeen ei voi enää estää. `keywright blocklist prune GROUP` poistaa avaimet, jotka eivät enää avaa mitään; palauta ja tyhjennä muita.
receipt = KUITTAUS AVAIMESTA, { $system }

    { $holder } on vastaanottanut { $date }:
    avain { $key }, siru { $chip }, leima { $stamp }

    Se avaa: { $locks }

    Ilmoita kadonneesta avaimesta heti: vain silloin sen voi estää.

    Järjestelmän loki tähän asti: { $head }

    Allekirjoitus: ______________________________
told-expiry = { $count ->
    [one] ohjelmoitava uudelleen joka tunti
   *[other] ohjelmoitava uudelleen { $count } tunnin välein
    }
notice-blocklist-pruned = Avaimia poistettiin estolistalta. Uutta listaa ei voi vielä jakaa: kytke ohjelmointiavain ja aja `keywright blocklist sign`.
told-too-small = Näiden pääsyoikeuksien { $needed } tavulle liian pienet avaintunnisteet: { $chips }
told-always = aina
told-new-key = uusi avain:
told-opens-nothing = { $key } ei enää avaa mitään: palauta ja tyhjennä se, tai estä se, jos se ei tule takaisin
notice-key-opens-nothing = Avain ei enää avaa mitään. Palauta ja tyhjennä se: `keywright key return { $number }`. Jos se ei tule takaisin, estä se: `keywright key block { $number }`.
notice-dry-run = Mitään ei muutettu: näin olisi.
notice-role-opens-nothing = Rooli ei avaa mitään: siinä ei ole vielä yhtään lukkoa.
told-orphaned = { $key } pysyy kotiryhmässä { $group }, vaikka yksikään sen lukoista ei enää kuulu siihen: palauta ja tyhjennä se ja ohjelmoi se uudelleen
notice-restored = Tiedot ovat ajalta { $time }. Sen jälkeen ohjelmoidut tunnisteet ja käyttöön otetut lukot sisältävät enemmän kuin ne tietävät. Aseta jokainen sellainen tunniste kooderille: `keywright key read` kertoo, onko se uudempi, `keywright key read --adopt` ottaa sen sisällön tietoihin; estä kadonneen numero: `keywright key block --lost-number`. Käy sitten ovilla: `keywright lock deploy --all`.
notice-home-group-orphaned = Avaimia jää kotiryhmään, jossa ei enää ole yhtäkään niiden lukkoa, ja ne kuljettavat edelleen sen estolistaa. `keywright key list --orphaned` nimeää ne; palauta ja tyhjennä kukin ja ohjelmoi se uudelleen.
label-bytes = tavua
label-chips = sirut
label-fits = mahtuu
label-home-group-orphaned = kotiryhmä menetetty
# Slips on the command line.
usage-value-missing = { $option } tarvitsee arvon.
usage-value-unknown = { $value } ei ole valinnan { $option } arvo. Tunnetut ovat: { $known }.
usage-value-malformed = { $value } ei ole valinnan { $option } arvo.
usage-option-unknown = Valintaa { $option } ei ole täällä.
usage-verb-unknown = Komentoa { $verb } ei ole.
usage-verb-missing = Komento puuttuu: ei ole mitään tehtävää.
usage-conflict = { $option } ja { $other } sulkevat toisensa pois.
usage-missing = Puuttuu: { $options }.
usage-values = Valinnalla { $option } on liikaa tai liian vähän arvoja.
usage-characters = Komennossa on merkkejä, jotka eivät ole tekstiä.
usage-perhaps = Ehkä tarkoitettiin { $other }.
usage-program-without-fob = --program tarvitsee valinnan --key fob.
usage-key-and-source = { $text }: kirjoita KEY=SOURCE.
usage-key-kind = --key { $text }: se on phone, fob tai k5.
usage-telephones = --telephone: enintään kolme.
usage-lock-kind = --kind { $text }: se on fob, hybrid tai pin.
usage-confirm-clock = --confirm-clock kuuluu vain komentoon, joka muuttaa avattua järjestelmää; tämä ei säilyttäisi sitä.
usage-no-locks = Lukkoa ei ole nimetty: nimeä lukkoja tai anna --all.
usage-validity = { $text }: voimassaolo on START..END, START.. tai ..END.
usage-address-without-password = Toisen uusi osoite vaatii uuden salasanan: lisää --new-password.
usage-role-without-premises = Rooli ilman tiloja ulottuu koko järjestelmään: lisää sitä varten uusi rooli.
usage-bench-not-from-here = Koepenkin käynnistää ohjelma, ei tämä.
usage-no-system = Järjestelmää ei ole nimetty: anna --system FILE tai aseta KEYWRIGHT_SYSTEM.
usage-system-files-only = Tämä versio avaa järjestelmätiedostoja; PostgreSQL:n yhteiset järjestelmät tulevat myöhemmin.
usage-no-operator = Operaattoria ei ole nimetty: anna --operator EMAIL tai aseta KEYWRIGHT_OPERATOR.
usage-secret-file = Tiedostoa { $file } ei voi lukea: { $reason }
usage-no-secret = { $what ->
    [new-password] Uusi salasana puuttuu
    [pin] PIN puuttuu
    [new-token-pin] Uuden ohjelmointiavaimen PIN puuttuu
    [puk] PUK puuttuu
    [recovery-code] Palautuskoodi puuttuu
   *[password] Salasana puuttuu
    }: anna { $option } FILE tai aseta { $variable }.
usage-no-locks-way = Tietä lukoille ei ole nimetty: anna --locks bench:DIR tai aseta KEYWRIGHT_LOCKS.
usage-locks-way = { $text }: lukot tavoitetaan muodossa bench:DIR.
usage-token-name = { $text }: ohjelmointiavaimet nimetään usb, usb:SERIAL, pcsc:READER tai bench:DIR.
usage-no-window = Tämä ohjelma on koottu ilman ikkunaa.
usage-mail-missing = Sähköpostipalvelinta ei ole vielä asetettu: lisää { $option }.
usage-nothing-typed = Vakiosyötteestä ei tullut mitään.
usage-nothing-to-change = Mitään ei muuteta: anna ainakin yksi näistä: { $options }.
told-nothing = Näytettävää ei ole.
told-left-to-write = Kesken jäänyt kirjoitetaan komennolla `keywright key program { $number }`{ $chosen ->
    [yes] {"."}
   *[no] , tai kun tunniste on kooderin päällä, komennolla `keywright task run`.
    }
label-premises = tilat
label-everywhere = kaikkialla
label-new-secrets = uudet salaisuudet
label-opened-by = avattu
word-made = tehty
word-due = odottaa vuoroaan
word-underway = jo käynnissä
word-recovery-code = palautuskoodi
word-programming-key = ohjelmointiavain
label-due = odottaa vuoroaan
label-changed = muutettu
label-operator = operaattori
label-recorded-blocklist-version = estolista tietojen mukaan
label-subject-kind = kohde
label-subject-name = mikä
doctor-name-contact = kosketuspaikka
doctor-contact-empty = lukija vastaa (laiteohjelmisto { $firmware }); paikka on tyhjä
doctor-contact-piv = lukija vastaa (laiteohjelmisto { $firmware }); paikassa on PIV-kortti
doctor-contact-other = lukija vastaa (laiteohjelmisto { $firmware }); paikassa on kortti, joka ei ole PIV-kortti
doctor-no-contact = kosketuspaikkaa ei nimetty: anna sen portti valinnalla --contact
subject-system = järjestelmä
subject-user = käyttäjä
subject-source = oikeus
subject-lock = lukko
subject-key = avain
subject-invitation = kutsu
subject-envelope = salaisuudet
subject-role = rooli
subject-premises = tilat
subject-lock-group = lukkoryhmä
subject-blocking-group = estoryhmä
subject-task = tehtävä
subject-programming-key = ohjelmointiavain
subject-operator = operaattori
subject-administrator-role = pääkäyttäjärooli
subject-draft = luonnos
word-locks = ensin lukot
word-fobs = sitten tunnisteet
word-closing = lukot uudelleen
# Asked for on a terminal.
ask-pin = Ohjelmointiavaimen { $label } PIN-koodi ({ $left } yritystä jäljellä):
ask-pin-last = Ohjelmointiavaimen { $label } PIN-koodi (viimeinen yritys: väärä koodi lukitsee sen):
ask-pin-plain = Ohjelmointiavaimen { $label } PIN-koodi:
label-lock-group-names = lukkoryhmät
label-blocking-group-name = estoryhmä
label-lock-name = lukko
label-lock-number = lukko
label-chip-name = sirutyyppi
notice-night-split = Yö jaettiin keskiyöllä; ajat ovat nyt: { $times }
told-nothing-to-deploy = Kaikki lukot ovat ajan tasalla: vietävää ei ole.
label-replaced-by = korvaava avain
usage-word-options = [VALINNAT]
usage-word-command = <KOMENTO>
usage-word-perhaps-command = [KOMENTO]
told-visit = { $verdict }  (päätös { $exchanges } vaihdon ja { $bytes } tavun jälkeen; koko käynti { $all } ja { $allbytes }{ $lists })
word-open = auki
word-denied = hylätty
told-list-taken = estolista otettu, versio { $version }
told-list-given = estolista annettu, versio { $version }
word-stolen = varastettu
word-broken = rikki
word-moved-out = muuttanut pois
label-e-mail = sähköposti
label-until = asti
label-role = rooli
label-before = ennen
remedy-home-group-not-chosen = Komentorivillä: --home-group RYHMÄ.
