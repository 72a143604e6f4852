# Words of the list screens, the settings and the bench.
window-yes = Kyllä
window-no = Ei
window-none = Ei yhtään
window-nobody = Ei kukaan
window-everywhere = Kaikkialla
window-kind = Laji
window-state = Tila
window-column-number = Numero
window-column-serial = Sarjanumero
window-filter-all = Kaikki
window-list-empty = Täällä ei ole vielä mitään.
window-list-none = Mikään ei täsmää.
window-rows-count = { $count ->
    [one] { $count } yhteensä
   *[other] { $count } yhteensä
    }
window-rows-newest = Uusimmat { $count }
window-todo-count = { $count ->
    [one] { $count } tehtävä
   *[other] { $count } tehtävää
    }
window-count-locks = { $count ->
    [one] { $count } lukko
   *[other] { $count } lukkoa
    }
window-count-groups = { $count ->
    [one] { $count } ryhmä
   *[other] { $count } ryhmää
    }
window-count-rights = { $count ->
    [one] { $count } oikeus
   *[other] { $count } oikeutta
    }
window-count-operators = { $count ->
    [one] { $count } käyttäjä
   *[other] { $count } käyttäjää
    }
window-count-behind = { $count ->
    [one] { $count } jäljessä
   *[other] { $count } jäljessä
    }
window-count-carriers = { $count ->
    [one] { $count } avain
   *[other] { $count } avainta
    }
window-count-version = Versio { $count }
window-user-role = Käyttäjärooli
window-user-roles = Käyttäjäroolit
window-administrator-role = Pääkäyttäjärooli
window-administrator-roles = Pääkäyttäjäroolit
window-rights = Oikeudet
window-right = { permission }
window-operators = Operaattorit
window-operator = Operaattori
window-operator-user = Henkilö
window-operator-password = Uusi salasana
window-operator-password-hint = Vähintään 8 merkkiä; sitä ei kerrota muille.
window-operator-password-again = Uusi salasana uudelleen
window-operator-own-password = Oma salasanasi
window-operator-own-password-hint = Vain se avaa muiden salasanat.
window-operator-remove-body = Oikeus kirjautua poistuu salasanan mukana. Henkilö avaimineen ja oikeuksineen jää.
window-set-password = Aseta salasana
window-linked-premises = Liitetyt tilat
window-linked-roles = Liitetyt roolit
window-common-premises = Yhteinen alue
window-premises-inside = Sisällä olevat tilat
window-premises-parent = Sijaitsee
window-premises-parent-hint = Jätä tyhjäksi, jos kyseessä on oma rakennus.
window-private-hint = Täällä asutaan tai työskennellään omillaan; pääsyä voi jakaa.
window-lock-groups = Lukkoryhmät
window-lock-number = Lukko { $number }
window-group-number = Ryhmä { $number }
window-lock-kind-fob = Tunnistelukko
window-lock-kind-hybrid = Hybridilukko
window-lock-kind-pin = PIN-lukko
window-lock-clock = Kello
window-lock-clock-hint = Ilman kelloa se avautuu vain rajoittamattomilla oikeuksilla.
window-lock-not-deployed = Ei käytössä
window-lock-deployed = Käytössä
window-lock-pending = Odottaa
window-blocking-group = Avainten estoryhmä
window-deployed-at = Otettu käyttöön
window-blocklist-version = Estolistan versio
window-not-yet-at-door = Ei vielä ovella
window-still-at-door = Yhä ovella
window-blocklist = Estolista
window-entries-used = Käytetyt paikat
window-spread = Leviäminen
window-carriers = Kantajat
window-locks-behind = Lukkoja jäljessä
window-blocked-keys = Estetyt avaimet
window-entry-removable = Voidaan poistaa
window-entry-stranger = Tuntematon avain
window-blocklist-signed = Jaettavissa
window-blocklist-unsigned = Ei vielä jaettavissa
window-holder = Haltija
window-holder-none = Ei kellään; odottaa haltijaa
window-chip-number = Sirun numero
window-stamp = Leima
window-written-at = Kirjoitettu viimeksi
window-generation = Sukupolvi
window-written-wanted = Kirjoitetusta haluttuun
window-no-difference = Välineessä on se, mitä pitääkin.
window-title-fob = Avaintunniste { $number }
window-title-phone = Puhelinavain { $number }
window-title-k5 = K5-avain { $number }
window-return-key = Palauta ja tyhjennä
window-block-key = Estä
window-deploy = Ota käyttöön
window-deploy-title = Ota lukko käyttöön
window-deploying-visit = Lukolle toimitetaan sen asetukset. Ole oven luona.
window-deploying-done = Lukko { $uid } otti asetuksensa ja palautti ne samoina.
window-emptying-done = Tyhjennetty: { $uid }. Tehdasavaimet avaavat sen jälleen.
window-emptying-known-fob = Kooderilla on ohjelmoitu avaintunniste.
window-emptying-lay-fob = Aseta palautettava avaintunniste kooderille.
window-expiry-never = Ei koskaan
window-add-role = Lisää rooli
window-add-administrator-role = Lisää pääkäyttäjärooli
window-add-operator = Lisää operaattori
window-add-premises = Lisää tilat
window-add-lock = Lisää lukko
window-add-lock-group = Lisää lukkoryhmä
window-add-blocking-group = Lisää estoryhmä
window-edit-title = Muokkaa: { $name }
window-role-premises = Kuuluu
window-role-premises-hint = Jätä tyhjäksi, jos rooli koskee koko järjestelmää.
window-role-scope = Tilat (ei mitään = kaikkialla)
window-times-hint = Esimerkiksi ma-pe 07:00-18:00, la 10:00-14:00. Tyhjä = aina.
window-expiry-hint = Tunnit edellisestä ohjelmoinnista, joiden jälkeen avain ei avaa mitään. Tyhjä = ei koskaan.
window-choose-none = Ei mikään
window-saved = Tallennettu.
window-saved-pending = { $count ->
    [one] Tallennettu. { $count } avain on kirjoitettava uudelleen.
   *[other] Tallennettu. { $count } avainta on kirjoitettava uudelleen.
    }
window-removed = Poistettu.
window-blocked = Estetty. Uusi lista allekirjoitetaan seuraavassa ohjelmointiavaimen istunnossa.
window-exported = { $count ->
    [one] { $count } merkintä kirjoitettiin tiedostoon.
   *[other] { $count } merkintää kirjoitettiin tiedostoon.
    }
window-remove-title = Poistetaanko { $name }?
window-remove-body = Sitä, mihin muut vielä viittaavat, ei voi poistaa.
window-block-title = Estetäänkö { $name }?
window-block-body = Avain lisätään jokaisen sellaisen ryhmän estolistalle, jonka lukkoja se voi avata. Ovi torjuu sen, kun uusi lista on saavuttanut oven.
window-not-blocked = Älä estä
window-block-now = Estä nyt
window-export = Vie
window-export-title = Kirjoita loki tiedostoon
window-export-file = Tiedosto (CSV)
window-todo-what = Mikä
window-todo-why = Miksi
window-todo-act = Seuraava vaihe
window-todo-drafts = Luonnokset
window-todo-tasks = Työt
window-todo-pending = Odottavat
window-todo-doors = Käytävät ovet
window-todo-failed = Epäonnistuneet
window-todo-draft = Sillä ei ole vielä välinettä.
window-todo-task = Vahvistettu kirjoitus on kesken.
window-todo-pending-why = Välineessä on muuta kuin pitäisi.
window-todo-write-failed = Viimeisin kirjoitus epäonnistui.
window-todo-empty-failed = Tyhjennys epäonnistui.
window-todo-door = Jonkun on käytävä ovella uusien asetusten kanssa.
window-todo-unsigned = Estetty avain avaa, kunnes lista on allekirjoitettu ja viety oville.
window-sign-lists = Allekirjoita listat
window-signing-why = Jokainen odottava estolista allekirjoitetaan ohjelmointiavaimella. Sen jälkeen avaintunnisteet vievät sen lukoille.
window-signing-done = { $count ->
    [0] Yksikään lista ei odottanut allekirjoitusta.
    [one] Yksi lista on allekirjoitettu. Seuraava kirjoitettava tai ovelle tuotava tunniste vie sen.
   *[other] { $count } listaa on allekirjoitettu. Seuraavat kirjoitettavat tunnisteet vievät ne.
    }
window-log-time = Aika
window-log-operator = Operaattori
window-log-done = Mitä tehtiin
window-log-subject = Mille
window-log-details = Tiedot
window-log-users = Käyttäjät
window-log-keys = Avaimet
window-log-locks = Lukot
window-log-places = Roolit ja tilat
window-log-system = Järjestelmä
window-erased = Poistettu
window-setting-language = Kieli
window-setting-theme = Värit
window-setting-text-size = Tekstin koko
window-setting-scale = Ikkunan mittakaava
window-setting-lock = Lukitse ikkuna itsestään
window-setting-encoder = Kooderi
window-encoder-by-itself = Löytyy itsestään
window-encoder-by-itself-detail = Otetaan, kun vain yksi vastaa
window-encoder-answers = Kooderi vastaa
window-encoder-silent = Mikään ei vastannut
window-encoder-unasked = Toisen ohjelman käytössä tai ei katsottu
window-settings-hold = Valinnat tulevat heti voimaan sinulle tällä tietokoneella.
window-theme-light = Vaalea
window-theme-dark = Tumma
window-theme-high-contrast = Suuri kontrasti
window-text-normal = Tavallinen
window-text-large = Suuri
window-text-larger = Suurempi
window-lock-never = Ei koskaan
window-minutes = { $count ->
    [one] { $count } minuutti
   *[other] { $count } minuuttia
    }
window-shortcut-program = Ohjelmoi kooderilla oleva
window-shortcut-lock = Lukitse ikkuna
window-log-action = { $action ->
    [user-added] Käyttäjä lisätty
    [user-changed] Käyttäjä muutettu
    [user-removed] Käyttäjä poistettu
    [person-erased] Henkilötiedot poistettu
    [source-added] Rooli tai tilat annettu
    [source-changed] Rooli tai tilat muutettu
    [source-removed] Rooli tai tilat poistettu
    [key-added] Avain lisätty
    [key-changed] Avain muutettu
    [key-task] Kirjoitus vahvistettu
    [key-writing] Avainta kirjoitetaan
    [key-programmed] Avain ohjelmoitu
    [key-handed-over] Avain luovutettu
    [key-returned] Avain palautettu
    [key-write-failed] Kirjoitus epäonnistui
    [key-empty-failed] Tyhjennys epäonnistui
    [key-blocked] Avain estetty
    [key-replaced] Avain korvattu
    [key-deleted] Luonnos poistettu
    [key-written-off] Avain poistettu käytöstä
    [unknown-fob-emptying] Tuntemattoman avaimen tunnisteen tyhjennys alkoi
    [unknown-fob-emptied] Tuntemattoman avaimen tunniste tyhjennetty
    [task-queued] Työ jonossa
    [task-done] Työ valmis
    [task-failed] Työ epäonnistui
    [task-cancelled] Työ peruttu
    [write-begun] Kirjoitus alkoi
    [write-interrupted] Kirjoitus keskeytyi
    [lock-added] Lukko lisätty
    [lock-changed] Lukko muutettu
    [lock-removed] Lukko poistettu
    [lock-deployed] Lukko otettu käyttöön
    [lock-deployment-begun] Lukon käyttöönotto alkoi
    [lock-group-added] Lukkoryhmä lisätty
    [lock-group-changed] Lukkoryhmä muutettu
    [lock-group-removed] Lukkoryhmä poistettu
    [blocking-group-added] Estoryhmä lisätty
    [blocking-group-changed] Estoryhmä muutettu
    [blocking-group-removed] Estoryhmä poistettu
    [blocklist-key-added] Avain lisätty estolistalle
    [blocklist-key-removed] Avain poistettu estolistalta
    [blocklist-signed] Estolista allekirjoitettu
    [role-added] Rooli lisätty
    [role-changed] Rooli muutettu
    [role-removed] Rooli poistettu
    [administrator-role-added] Pääkäyttäjärooli lisätty
    [administrator-role-changed] Pääkäyttäjärooli muutettu
    [administrator-role-removed] Pääkäyttäjärooli poistettu
    [premises-added] Tilat lisätty
    [premises-changed] Tilat muutettu
    [premises-removed] Tilat poistettu
    [operator-added] Operaattori lisätty
    [operator-changed] Operaattori muutettu
    [operator-removed] Operaattori poistettu
    [programming-key-added] Ohjelmointiavain lisätty
    [programming-key-changed] Ohjelmointiavain muutettu
    [programming-key-removed] Ohjelmointiavain poistettu
    [envelope-added] Salaisuudet sinetöity
    [envelope-changed] Salaisuudet sinetöity uudelleen
    [generation-raised] Uusi salaisuuksien sukupolvi
    [invitation-queued] Kutsu jonossa
    [invitation-renewed] Kutsuttu uudelleen
    [invitation-sending] Kutsu lähdössä
    [invitation-sent] Kutsu lähetetty
    [invitation-put-off] Kutsu lykätty
    [invitation-failed] Kutsu epäonnistui
    [invitation-revoked] Kutsu peruttu
    [invitation-accepted] Kutsu hyväksytty
    [invitation-requeued] Kutsu taas jonossa
    [settings-changed] Asetukset muutettu
    [blocklist-version-raised] Estolistan versio nostettu
    [clock-confirmed] Kello vahvistettu oikeaksi
    [generation-abandoned] Salaisuuksien uusi sukupolvi peruttu
    [generation-due] Salaisuuksien uusi sukupolvi tarpeen
    [generation-seen] Uudempi salaisuuksien sukupolvi havaittu
    [generations-retired] Vanhat salaisuuksien sukupolvet poistettu käytöstä
    [key-home-group-settled] Kotiryhmä vahvistettu
    [lists-recounted] Luettelot laskettu uudelleen
    [lock-stolen] Lukko varastettu
    [medium-adopted] Median tila otettu haltuun
    [password-recovered] Salasana asetettu palautuskoodilla
    [recovery-code-used] Salaisuudet avattu palautuskoodilla
    [recovery-rehearsed] Palautuskoodi todettu toimivaksi
    [recovery-renewed] Palautuskoodi uusittu
    [secrets-kept] Uudemmat salaisuudet säilytetty palautuksessa
    [system-live] Järjestelmä otettu käyttöön
    [system-restored] Järjestelmä palautettu varmuuskopiosta
   *[other] { $action }
    }
window-stamp-hint = Välineeseen kaiverretut neljä numeroa. Ne auttavat silmää eivätkä ole ainutkertaisia.
window-log-fact = { $name ->
    [before] aiemmin
    [e-mail] sähköposti
    [failure] vika
    [first-name] etunimi
    [from] alkaen
    [generation] sukupolvi
    [key] avain
    [kind] laji
    [label] tunnus
    [last-name] sukunimi
    [name] nimi
    [number] numero
    [operation] toiminto
    [reason] syy
    [revision] revisio
    [rows] rivejä
    [serial] sarjanumero
    [state] tila
    [state-before] aiemmin
    [uid] siru
    [until] asti
    [version] versio
    [zone] aikavyöhyke
   *[other] { $name }
    }
window-log-value = { $value ->
    [phone] puhelinavain
    [fob] tunniste
    [k5] K5-avain
    [draft] luonnos
    [task] odottaa kooderia
    [writing] kirjoitetaan
    [programmed] ohjelmoitu
    [handed-over] luovutettu
    [returned] palautettu
    [write-failed] kirjoitus epäonnistui
    [empty-failed] tyhjennys epäonnistui
    [blocked] estetty
    [replaced] korvattu
    [deleted] poistettu
    [written-off] poistettu käytöstä
    [program] ohjelmointi
    [empty] tyhjennys
    [lost] kadonnut
    [stolen] varastettu
    [broken] rikki
    [moved-out] muuttanut
    [operator] asemalla
   *[other] { $value }
    }
window-lock-behind = jäljessä
window-log-kind = { $kind ->
    [user] Käyttäjä
    [source] Rooli tai tilat
    [key] Avain
    [task] Työ
    [lock] Lukko
    [lock-group] Lukkoryhmä
    [blocking-group] Estoryhmä
    [role] Rooli
    [administrator-role] Pääkäyttäjärooli
    [premises] Tilat
    [operator] Operaattori
    [programming-key] Ohjelmointiavain
    [envelope] Sinetöidyt salaisuudet
    [invitation] Kutsu
    [system] Järjestelmä
   *[other] { $kind }
    }
window-add-user-save = Lisää ilman ohjelmointia
window-edit-user = Muokkaa käyttäjää
window-remove-user = Poista käyttäjä
window-add-key = Lisää avain
window-step-change-summary = Muutosten yhteenveto
window-to-summary = Yhteenvetoon
window-save-and-close = Tallenna ja sulje
window-action-edit-user = Muuta: { $name }
window-action-change-basic = Muuta perustietoja: { $fields }
window-action-alter = Muuta: { $given }
window-action-take = Ota pois: { $given }
window-action-redraft = Muuta luonnosta: { $key }
window-action-rewrite = Kirjoita uudelleen: { $key }
window-action-take-back = Ota takaisin: { $key }. Se ei enää avaa mitään.
window-change-nothing = Mikään ei muutu.
window-change-before-after = Ennen ja jälkeen
window-change-reinvites = Osoite muuttuu: kutsu lähtee uuteen osoitteeseen.
window-change-rewrites = { $count ->
    [one] { $count } avain on kirjoitettava uudelleen, ennen kuin tämä toimii ovilla.
   *[other] { $count } avainta on kirjoitettava uudelleen, ennen kuin tämä toimii ovilla.
    }
window-change-rewrites-remedy = Vahvistus tarjoaa kooderilla olevan ohjelmointia; muut odottavat tehtävälistalla.
window-change-takes-back = { $count ->
    [one] { $count } avaimen avaintunniste avaa sille kirjoitetut ovet, kunnes se tyhjennetään.
   *[other] { $count } avaimen avaintunnisteet avaavat niille kirjoitetut ovet, kunnes ne tyhjennetään.
    }
window-change-takes-back-remedy = Vahvistus tarjoaa kooderilla olevan tyhjentämistä; muut odottavat tehtävälistalla.
window-leave-media = { $count ->
    [one] { $count } väline vaatii ensin päätöksen
   *[other] { $count } välinettä vaatii ensin päätöksen
    }
window-leave-kept = { $key } on tyhjennetty. Sen määritys säilyy seuraavaa haltijaa varten.
window-leave-blocked = { $key } pysyy estolistoilla.
window-leave-goes = Käyttäjän mukana poistuvat: { $given }
window-return-now = Palauta ja tyhjennä nyt
window-new-key-for = Uusi avain: { $name }
window-new-key-for-whom = Valitse käyttäjä, jolle se tulee, tai lisää uusi.
window-draft-left = Käyttäjän lisäys jäi kesken: { $name }
window-draft-continue = Jatka
window-draft-resume = Jatka luonnosta
window-bench-title = Koepenkki
window-bench-show = Näytä koepenkki
window-bench-hide = Piilota koepenkki
window-bench-lay = Kooderille:
window-bench-new = Ota uusi tunniste
window-bench-lift = Nosta
window-bench-pull = Vedä pois kesken kirjoituksen
window-bench-unplug = Irrota ohjelmointiavain
window-bench-plug = Kytke ohjelmointiavain
window-bench-present = Vie { $fob } ovelle
window-bench-present-none = Vie ovelle
window-bench-open = { $door } aukeaa
window-bench-denied = { $door } pysyy kiinni: { $reason ->
    [not-listed] se ei avaa tätä ovea
    [outside-times] ei tähän aikaan
    [not-readable] siinä ei ole tämän järjestelmän tietoja
    [blocked] se on estetty
    [expired] se on vanhentunut
   *[other] { $reason }
    }
window-bench-monday = Maanantaina klo 10.00
window-tour-1 = Aseta tunniste kooderille.
window-tour-2 = Lisää käyttäjä.
window-tour-3 = Ohjelmoi tunniste.
window-tour-4 = Avaa sillä ovi.
window-shortcut-go = Siirry paikkaan ylhäältä alas
window-group-all = Kaikki ({ $count })
window-group-residents = Asukkaat ({ $count })
window-group-staff = Henkilökunta ({ $count })
window-group-pending = Avaimia kirjoitettavana ({ $count })
window-group-ended = Päättyneet ({ $count })
window-copy-emails = Kopioi sähköpostiosoitteet
window-users-picked = { $count ->
    [one] { $count } käyttäjä valittu
   *[other] { $count } käyttäjää valittu
    }
window-users-picked-hint = Ctrl merkitsee yhden lisää, vaihtonäppäin kaikki siihen asti.
window-remove-users = { $count ->
    [one] Poista { $count } käyttäjä
   *[other] Poista { $count } käyttäjää
    }
window-leave-others = { $count ->
    [one] Tämän jälkeen kysytään vielä { $count } käyttäjästä.
   *[other] Tämän jälkeen kysytään vielä { $count } käyttäjästä.
    }
window-edit-draft = Muokkaa luonnosta
window-why-title = Mitä saa avata ja miksi
window-why-show = Näytä
window-why-hide = Piilota
window-why-hint = Kustakin lukosta rooli, tila ja ryhmä, josta oikeus tulee.
window-why-role = Rooli { $name }
window-why-premises = Yksityinen tila { $name }
window-why-group = Lukkoryhmä { $name }
window-todo-wizard = Käyttäjän lisääminen jäi kesken.
window-draft-step = Jäi kohtaan
window-todo-generation = Siinä on vielä edellisen sukupolven avaimet.
window-add-programming-key = Lisää ohjelmointiavain
window-token-label = Nimi
window-token-label-hint = Mitä siihen on kirjoitettu, jotta sen erottaa muista.
window-token-default-label = Keywright-ohjelmointiavain
window-token-certificate = Varmenne
window-token-fingerprint = Sormenjälki
window-token-opens = Avaa sukupolvet
window-token-rights = Mitä sen käyttäjät saavat tehdä
window-token-lost = Kadonnut
window-token-plugged = Kytketty
window-token-away = Ei kytketty
window-token-behind = Ei avaa uusinta
window-one-way = Salaisuuksiin tunnetaan vain yksi tie. Jos se katoaa, kaikki avaintunnisteet ja lukot menetetään.
window-one-way-remedy = Lisää toinen ohjelmointiavain tai todista palautuskoodi.
window-campaign-title = Vaihto uusiin salaisuuksiin: sukupolvi { $generation }
window-campaign-locks = 1. Lukot, jotka tuntevat uudet salaisuudet: { $done }/{ $all }
window-campaign-fobs = 2. Uudelleen kirjoitetut avaintunnisteet: { $done }/{ $all }
window-campaign-closing = 3. Lukot, jotka unohtivat vanhat: { $done }/{ $all }
window-campaign-next-locks = Käy tehtävälistan ovilla. Avaintunnisteet ovat vuorossa, kun jokainen lukko tuntee uudet salaisuudet.
window-campaign-next-fobs = Kirjoita tehtävälistan avaintunnisteet uudelleen.
window-campaign-next-closing = Käy ovilla vielä kerran. Sen jälkeen vanha tieto on arvotonta.
window-campaign-due = Toinen vaihto seuraa: jotakin varastettiin sillä välin. Se alkaa ensimmäisestä käynnistä lukolla tämän jälkeen.
window-rite-add = Lisää ohjelmointiavain { $name }
window-rite-prepare = Valmistele avain
window-rite-lose = { $name } on kadonnut
window-rite-unblock = Avaa PIN-lukitus
window-rite-recover = Palautuskoodi
window-rite-step = Vaihe { $number }/{ $all }
window-rite-say-prepare = Kytke uusi avain nykyisen tilalle. Se saa oman PIN-koodin, PUK-koodin ja avaimen; se, mitä sillä jo on, säilyy.
window-rite-say-anew = Se, mitä avaimella on paikassa 9D, katoaa silloin: mikään sille sinetöity ei enää aukea. Onko avain oikea?
window-rite-say-seal = Kytke järjestelmän ohjelmointiavain. Sillä salaisuudet sinetöidään uudelle.
window-rite-say-seal-code = Jätä uusi kytketyksi ja kirjoita palautusarkin koodi. Se avaa salaisuudet, ja ne sinetöidään uudelle.
window-rite-say-admit = Kytke uusi takaisin. Kun se avaa sille sinetöidyn, se kuuluu järjestelmään.
window-rite-say-remove = Salaisuudet sinetöidään uudelleen ilman sitä. Kytke järjestelmän toinen ohjelmointiavain.
window-rite-say-lose = Salaisuudet sinetöidään uudelleen ilman sitä. Kerro, voiko joku tietää sen PIN-koodin, ja kytke toinen ohjelmointiavain.
window-rite-say-unblock = Kytke avain, jonka PIN on lukkiutunut. PUK-koodi antaa sille uuden PIN-koodin.
window-rite-say-recover = Se avaa järjestelmän, kun ohjelmointiavaimet tai salasanat ovat kadonneet.
window-lose-unknown = Kukaan ei tiedä sen PIN-koodia
window-lose-unknown-detail = Ilman PIN-koodia se ei avaa mitään. Se poistetaan.
window-lose-known = Joku voi tietää sen PIN-koodin
window-lose-known-detail = Se poistetaan ja tehdään uudet salaisuudet: jokaisella lukolla käydään, sitten jokainen avaintunniste kirjoitetaan, sitten lukoilla käydään uudelleen.
window-seal-token = Avaa ohjelmointiavaimella
window-seal-token-detail = Se kytketään uuden tilalle.
window-seal-code = Avaa palautuskoodilla
window-seal-code-detail = Järjestelmän ohjelmointiavaimia ei ole jäljellä: arkki avaa salaisuudet.
window-recover-prove = Todista arkin koodi
window-recover-prove-detail = Se kirjoitetaan kuten painettu. Todistettuna se on tie salaisuuksiin.
window-recover-renew = Tee uusi koodi
window-recover-renew-detail = Arkki on kadonnut tai nähty: vanha koodi ei enää avaa mitään.
window-rite-new-pin = Uuden avaimen PIN
window-rite-new-pin-hint = 6–8 kirjainta, numeroa tai merkkiä. Nykyinen tai oma uusi.
window-rite-new-pin-again = Sama PIN uudelleen
window-rite-fresh-pin = Uusi PIN
window-rite-fresh-pin-hint = 6–8 kirjainta, numeroa tai merkkiä.
window-rite-new-puk = Uuden avaimen PUK
window-rite-new-puk-hint = 8 kirjainta, numeroa tai merkkiä. Sillä PIN-lukitus avataan. Jätä tyhjäksi, jos avaimella on jo oma.
window-rite-new-puk-again = Sama PUK uudelleen
window-rite-puk = Avaimen PUK
window-rite-differs = Se ei ole sama.
window-rite-code = Arkin koodi
window-rite-code-hint = Kuten arkilla; välit ja viivat eivät vaikuta.
window-rite-go-prepare = Valmistele
window-rite-go-anew = Tee molemmat uudelleen
window-rite-go-seal = Sinetöi
window-rite-go-admit = Viimeistele
window-rite-go-remove = Poista
window-rite-go-unblock = Avaa lukitus
window-rite-go-renew = Tee
window-rite-go-rehearse = Todista
window-rite-go-write = Kirjoita tiedostoon
window-rite-step-pin = PIN asetettu
window-rite-step-puk = PUK asetettu
window-rite-step-management-key = Hallinta-avain asetettu
window-rite-step-key = Avain tehty
window-rite-step-certificate = Varmenne tehty
window-rite-step-identity = Numero annettu
window-rite-step-read-back = Luettu takaisin
window-rite-prepared = Avain on valmis: { $serial }
window-rite-prepared-remedy = Lisää ohjelmointiavain liittää sen tähän järjestelmään.
window-rite-added = Se avaa sille sinetöidyn ja kuuluu järjestelmään.
window-rite-added-remedy = Säilytä se eri paikassa kuin ensimmäinen.
window-rite-added-by-code-remedy = Ilmoita nyt kadonneiksi ne ohjelmointiavaimet, joita ei enää ole, ja säilytä tätä ja arkkia eri paikoissa.
window-rite-removed = Sille ei enää sinetöidä mitään.
window-rite-campaign = Uudet salaisuudet on tehty. Ensin lukot, sitten avaintunnisteet.
window-rite-campaign-due = Se on merkitty. Uudet salaisuudet tehdään, kun jokaisella avaintunnisteella on ne, joita nyt kirjoitetaan.
window-rite-campaign-underway = Muita salaisuuksia ei tarvita: niitä, jotka lukot nyt oppivat, ei ollut sillä.
window-rite-campaign-remedy = Tehtävälista nimeää ovet; eteneminen näkyy ohjelmointiavainten luettelon yläpuolella.
window-rite-unblocked = { $name } sai uuden PIN-koodin ja kaikki yritykset.
window-rite-code-holds = Tämä koodi avaa järjestelmän ja kaikki salaisuudet.
window-rite-code-holds-remedy = Säilytä se vain paperilla, kassakaapissa. Uusi koodi todistetaan kerran arkilta ennen kuin se lasketaan.
window-rite-file = Arkin tiedosto
window-rite-file-hint = Tulosta se ja poista sitten tiedosto.
window-rite-written = Arkki on tiedostossa { $file }.
window-rite-written-remedy = Tulosta se, poista tiedosto ja säilytä paperi kassakaapissa.
window-plugged = Kytketty: { $label }
window-plugged-tries = Kytketty: { $label } · yrityksiä jäljellä: { $count }
window-plugged-empty = Tyhjä avain on kytketty.
window-plugged-unnamed = Ohjelmointiavainta ei ole määritetty. Käynnistä ohjelma valinnalla --token usb.
window-state-empty-token = Tyhjä avain
window-bench-new-token = Ota tyhjä avain
window-bench-plug-in = Kytke { $token }
window-todo-orphaned = Kotiryhmä menetetty
window-todo-orphaned-why = Yksikään sen lukoista ei enää kuulu sen kotiryhmään: palauta ja tyhjennä se ja ohjelmoi se uudelleen.
window-tour-3-pin = Ohjelmoi tunniste. PIN: { $pin }
window-bench-pin = Avaimen { $token } PIN: { $pin }
window-bench-unplug-encoder = Irrota kooderi
window-bench-plug-encoder = Kytke kooderi
window-source-opens = { $count ->
    [one] Avaa { $count } lukon · { $bytes } tavua välineellä
   *[other] Avaa { $count } lukkoa · { $bytes } tavua välineellä
    }
window-source-would-open = { $count ->
    [one] Ei tällä avaimella. Avaisi { $count } lukon · { $bytes } tavua lisää
   *[other] Ei tällä avaimella. Avaisi { $count } lukkoa · { $bytes } tavua lisää
    }
window-cost = { $name }: { $bytes ->
    [one] { $bytes } tavu
   *[other] { $bytes } tavua
    }
window-later-k5 = K5-avaimia ei voi vielä ohjelmoida.
window-later-k5-what = Avain tallennetaan luonnoksena. Se ohjelmoidaan, kun tämä ohjelma osaa käyttää kosketuspaikkaa.
window-later-phone = Puhelinavaimia ei voi vielä luovuttaa.
window-later-phone-what = Avain tallennetaan luonnoksena. Haltija saa sen, kun tässä ohjelmassa on asukasportaali.
window-mail-not-set = Ei määritetty
window-mail-settled = Mitään ei odota
window-mail-waiting = { $count ->
    [one] { $count } kirje odottaa
   *[other] { $count } kirjettä odottaa
    }
window-mail-failed = { $count ->
    [one] { $count } kirje lähettämättä
   *[other] { $count } kirjettä lähettämättä
    }
window-mend-mail = Määritä
window-mend-clock = Kello on oikeassa
window-state-clock = Kello on väärässä ajassa
window-mend-letters = Näytä
window-mend-help = Mitä tehdä
window-mend-keys = Lisää se
window-mend-encoder = Valitse
window-state-fob-of-started = Tunniste: { $name }, kirjoitus kesken
window-state-fob-of-pending = { $count ->
    [one] Tunniste: { $name }, vanhentunut { $count } lukossa
   *[other] Tunniste: { $name }, vanhentunut { $count } lukossa
    }
window-read = Lue
window-read-title = Mitä kooderilla on
window-read-why = Se vain luetaan; siinä ei muutu mitään.
window-shortcut-read = Lue kooderilla oleva väline
window-read-done = { $uid } luettiin.
window-read-genuine = Tämä järjestelmä on allekirjoittanut sen tälle tunnisteelle.
window-read-not-genuine = Tämä järjestelmä ei ole allekirjoittanut sitä tälle tunnisteelle. Mikään lukko ei usko sitä.
window-read-nothing = Sille ei ole kirjoitettu pääsyoikeuksia.
window-read-chip = Siru
window-read-key = Avain
window-read-holder = Haltija
window-read-revision = Versio
window-read-events = Lukkojen tapahtumia
window-read-entries = { $count ->
    [0] Se ei avaa mitään.
    [one] Mitä se avaa: { $count } merkintä
   *[other] Mitä se avaa: { $count } merkintää
    }
window-read-difference = { $count ->
    [one] Se poikkeaa { $count } lukossa siitä, mitä sillä pitäisi olla
   *[other] Se poikkeaa { $count } lukossa siitä, mitä sillä pitäisi olla
    }
window-read-expires = { $count ->
    [one] vanhenee { $count } tunnin kuluttua ohjelmoinnista
   *[other] vanhenee { $count } tunnin kuluttua ohjelmoinnista
    }
window-display-dead = Näyttö { $display } ei vastaa, joten ikkunaa ei voi avata. Käytä komentoriviä tai käynnistä ohjelma graafisessa istunnossa.
window-display-refused = Näytölle ei voi avata ikkunaa: { $reason }. Käytä komentoriviä tai käynnistä ohjelma graafisessa istunnossa.
window-draft-change-left = Käyttäjän muutokset jäivät kesken: { $name }
window-todo-wizard-change = Muutos jäi kesken.
window-draft-user-changed = Tätä käyttäjää on muutettu sen jälkeen, kun aloitit.
window-draft-user-changed-remedy = Syöttämäsi on nyt tallennetun päällä. Lue yhteenveto ennen kuin vahvistat.
window-draft-gone = Syötettyä ei enää ole: se vahvistettiin tai hylättiin muualla.
window-close-writing = Kirjoitus on kesken
window-close-writing-body = Ikkuna sulkeutuu, kun kirjoitettu on tarkistettu. Avaintunniste tai tietue ei jää puolittain kirjoitetuksi.
window-close-after = Kirjoita loppuun ja sulje
window-close-stay = Pidä auki
window-close-waits = Ikkuna sulkeutuu heti, kun kirjoitus on valmis.
window-close-going = Suljetaan
window-close-going-body = Syötettyä tallennetaan.
window-close-unkept = Syötettyä ei voi säilyttää
window-close-anyway = Sulje ilman sitä
window-home-group-of = Kotiryhmä: { $key }
window-pass-on = Siirrä seuraavalle
window-pass-on-means = Avaimen numero
window-pass-on-hint = Palautetun avaimen määritys siirtyy luonnoksena seuraavalle haltijalle, ja se saa oman numeron.
window-pass-on-to = Seuraava haltija
window-replace-key = Korvaa tai poista käytöstä
window-replace-end = Mitä avaimelle tapahtui
window-replace-lost = Kadonnut: avain estetään, tilalle uusi luonnos
window-replace-written-off = Tuhoutunut tai rikki: poistetaan käytöstä, tilalle uusi luonnos
window-write-off-only = Tuhoutunut tai rikki: poistetaan käytöstä, tilalle ei mitään
window-write-off-hint = Käytöstä poistetaan vain tuhoutunut tai rikkinäinen avain: mitään ei tyhjennetä eikä estetä. Avain, joka voi löytyä, estetään.
window-write-off = Poista käytöstä
window-not-written-off = Älä poista käytöstä
window-write-off-now = Poista käytöstä nyt
window-locked-itself = { $count ->
    [one] Ikkuna lukittui itsestään: sitä ei käytetty minuuttiin.
   *[other] Ikkuna lukittui itsestään: sitä ei käytetty { $count } minuuttiin.
    }
window-locked-itself-remedy = Kirjoita salasanasi. Lomakkeisiin ja ohjattuihin toimintoihin syötetyt tiedot odottavat täällä.
window-leave-written-off = { $key } on poistettu käytöstä.
