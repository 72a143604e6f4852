# Words of the window that every screen shares.
window-back = Takaisin
window-next = Seuraava
window-cancel = Peruuta
window-close = Sulje
window-save = Tallenna
window-confirm = Vahvista
window-edit = Muokkaa
window-remove = Poista
window-add = Lisää
window-retry = Yritä uudelleen
window-search = Hae
window-search-clear = Tyhjennä haku
window-filter = Suodata
window-choose = Valitse
window-show-details = Näytä tiedot
window-keep = Säilytä
window-today = Tänään
window-open-calendar = Avaa kalenteri
window-month-before = Edellinen kuukausi
window-month-after = Seuraava kuukausi
window-date-pattern = P.K.VVVV
window-date-malformed = Tämä ei ole päivämäärä. Kirjoita se muodossa 21.11.2026.
window-date-out-of-range = Valitse päivämäärä väliltä 1970–2105.
window-state-done = Valmis
window-state-ready = Valmiina
window-state-busy = Varattu
window-state-missing = Ei yhdistetty
window-state-no-permission = Ei käyttöoikeutta
window-state-token-busy = Toisen ohjelman käytössä
window-state-several = Useita kytketty
window-state-not-piv = Ei ohjelmointiavain
window-state-foreign-token = Ei tämän järjestelmän
window-state-token-of-others = Ei sinun käyttöösi
window-state-no-driver = Käyttöjärjestelmän estämä
window-state-no-service = Älykorttipalvelu ei käynnissä
window-state-failed = Epäonnistui
window-state-draft = Luonnos
window-state-pending = Odottaa
window-state-programmed = Ohjelmoitu
window-state-handed-over = Luovutettu
window-state-returned = Palautettu
window-state-blocked = Estetty
window-nav-users = Käyttäjät
window-nav-keys = Avaimet
window-nav-locks = Lukot
window-nav-premises = Tilat
window-nav-roles = Roolit
window-nav-blocking-groups = Estoryhmät
window-nav-todo = Tehtävät
window-nav-log = Loki
window-nav-programming-keys = Ohjelmointiavaimet
window-nav-settings = Asetukset
window-device-programming-key = Ohjelmointiavain
window-device-encoder = Kooderi
window-device-contact = Kosketuspaikka
window-device-store = Järjestelmätiedosto
window-device-mail = Sähköposti
window-step-basic = Perustiedot
window-step-roles = Roolit
window-step-keys = Avaimet
window-step-summary = Yhteenveto
window-step-feedback = Palaute
window-no-display = Näyttöä ikkunan avaamiseen ei ole. Käytä komentoriviä tai käynnistä ohjelma graafisessa istunnossa (DISPLAY tai WAYLAND_DISPLAY on asetettava).
window-month-1 = tammikuu
window-month-2 = helmikuu
window-month-3 = maaliskuu
window-month-4 = huhtikuu
window-month-5 = toukokuu
window-month-6 = kesäkuu
window-month-7 = heinäkuu
window-month-8 = elokuu
window-month-9 = syyskuu
window-month-10 = lokakuu
window-month-11 = marraskuu
window-month-12 = joulukuu
window-weekday-1 = ma
window-weekday-2 = ti
window-weekday-3 = ke
window-weekday-4 = to
window-weekday-5 = pe
window-weekday-6 = la
window-weekday-7 = su

# Words of the screens.
window-add-user = Lisää käyttäjä
window-shortcuts = Pikanäppäimet
window-shortcut-find = Hae luettelosta
window-shortcut-tab = Seuraava kohta; Vaihto-näppäimellä edellinen
window-shortcut-enter = Paina painiketta, valitse rivi
window-shortcut-menu = Valitun rivin valikko
window-shortcut-back = Takaisin, sulje, peruuta
window-key-cap-ctrl = Ctrl
window-key-cap-shift = Vaihto
window-stop = Pysäytä
window-hide-details = Piilota tiedot
window-show-options = Näytä vaihtoehdot
window-hide-options = Piilota vaihtoehdot
window-sign-in-title = Avaa järjestelmä
window-sign-in-file = Järjestelmätiedosto
window-sign-in-password = Salasana
window-sign-in-open = Kirjaudu sisään
window-sign-in-opening = Avataan
window-field-first-name = Etunimi
window-field-last-name = Sukunimi
window-field-email = Sähköposti
window-field-company = Yritys tai osasto
window-field-title = Titteli
window-field-person-code = Henkilötunnus
window-field-telephone = Puhelin
window-field-telephone-1 = Puhelin 1
window-field-telephone-2 = Puhelin 2
window-field-telephone-3 = Puhelin 3
window-field-street = Katuosoite
window-field-postal-code = Postinumero
window-field-post-office = Postitoimipaikka
window-field-country = Maa
window-field-external-id = Ulkoinen tunniste
window-field-end-date = Päättymispäivä
window-field-description = Kuvaus
window-field-language = Kutsun kieli
window-email-hint = Kirjautumistunnus: kahdella käyttäjällä ei ole samaa.
window-email-taken = Toisella käyttäjällä on tämä sähköpostiosoite.
window-email-malformed = Kirjoita muodossa nimi@example.org.
window-name-malformed = Nimessä on 1–200 merkkiä.
window-required = Tämä on pakollinen.
window-options-show = Näytä lisätiedot
window-options-hide = Piilota lisätiedot
window-similar = Samanniminen käyttäjä on jo olemassa: { $users }
window-similar-remedy = Jos kyse on eri henkilöstä, paina Seuraava uudelleen.
window-column-name = Nimi
window-column-given = Roolit ja tilat
window-private-premises = Yksityiset tilat
window-step-given = Roolit ja tilat
window-users-count = { $count ->
    [one] { $count } käyttäjä
   *[other] { $count } käyttäjää
    }
window-users-found = { $count ->
    [one] { $count } löytyi
   *[other] { $count } löytyi
    }
window-users-found-more = Yli { $count } löytyi
window-users-none = Yksikään käyttäjä ei täsmää.
window-keys-pending = { $count } odottaa
window-keys-draft = { $count ->
    [one] { $count } luonnos
   *[other] { $count } luonnosta
    }
window-keys-fine = { $count ->
    [one] { $count } avain
   *[other] { $count } avainta
    }
window-keys-none = Ei avaimia
window-given-none = Ei rooleja tai tiloja
window-given-nothing = Käyttäjä, jolla ei ole roolia tai tiloja, ei avaa mitään eikä voi tehdä mitään.
window-given-nothing-remedy = Valitse yksi tai useampi, tai jatka ja anna ne myöhemmin.
window-program = Ohjelmoi
window-program-fob = Ohjelmoi tunniste
window-program-title = Ohjelmoi avain { $number }
window-program-changes = { $count ->
    [one] Muutos { $count } lukossa
   *[other] Muutoksia { $count } lukossa
    }
window-copy-email = Kopioi sähköpostiosoite
window-fob-laid = Tämä on avain { $number }, haltija { $name }.
window-fob-laid-started = Sen kirjoitus keskeytyi ja on kesken.
window-fob-laid-pending = { $count ->
    [one] Se on vanhentunut { $count } lukossa.
   *[other] Se on vanhentunut { $count } lukossa.
    }
window-fob-laid-fine = { $state }, mitään ei odota.
window-fob-laid-blocked = Sen avain on estetty, eikä sitä voi ohjelmoida. Ota se takaisin ja tyhjennä: esto poistuu samalla.
window-fob-laid-show = Näytä käyttäjä
window-fob-unknown = Järjestelmä ei tunne tämän tunnisteen haltijaa.
window-fob-unknown-remedy = Lue se, niin näet, mitä siinä on. Uutta avainta varten aseta uusi tai tyhjennetty tunniste.
window-lock-later = Ikkuna lukittuu heti, kun tämä on kirjoitettu.
window-key-phone = Puhelinavain
window-key-fob = Avaintunniste
window-key-k5 = K5-avain
window-kind-phone = Puhelin
window-kind-fob = Tunniste
window-kind-k5 = K5
window-key-remove = Poista tämä avain
window-key-opens = { $count ->
    [one] Avaa { $count } lukon
   *[other] Avaa { $count } lukkoa
    }
window-key-opens-nothing = Tämä avain ei avaisi mitään. Sen voi tallentaa luonnoksena, ei ohjelmoida.
window-key-cannot-open = { $count ->
    [one] { $count } sen lukoista ei ole hybridilukko; avain ei avaa sitä.
   *[other] { $count } sen lukoista ei ole hybridilukkoja; avain ei avaa niitä.
    }
window-keys-add = Lisää avain, jolla käyttäjä avaa:
window-keys-none-yet = Ei vielä avainta. Käyttäjän voi lisätä myös ilman avainta.
window-sources-on-key = Avaimen lähteet
window-phone-key-sources = Se avaa, mitä nämä antavat: { $sources }
window-home-group-title = Kotiryhmä
window-home-group-missing = Valitse ensin kotiryhmä.
window-home-group-why = Tämän avaimen lukot ovat usean estoryhmän alla. Avain kuljettaa yhden ryhmän estolistaa.
window-home-group-facts = { $locks ->
    [one] { $locks } tämän avaimen lukko
   *[other] { $locks } tämän avaimen lukkoa
    } · estolistan versio { $version }, { $entries }/{ $most } merkintää · jäljessä olevia lukkoja: { $behind } · muita kuljettajia: { $carriers }
window-home-group-without = Tämä avain ei kuljeta näiden estolistoja: { $groups }
window-home-group-is = Kotiryhmä { $group }
window-program-now = Ohjelmoi nyt
window-program-now-detail = Kirjoittaa kooderilla olevan tunnisteen heti vahvistuksen jälkeen.
window-save-draft = Tallenna luonnoksena
window-save-draft-detail = Avain ohjelmoidaan myöhemmin käyttäjäluettelosta.
window-valid-from = Voimassa alkaen
window-valid-until = Voimassa asti
window-validity-backwards = Lopun on oltava alun jälkeen.
window-validity-always = Voimassa heti, ilman loppua
window-validity-from = { $start } alkaen
window-validity-until = { $end } asti
window-validity-between = { $start } – { $end }
window-times-always = Kaikkina aikoina
window-details-groups = Lukkoryhmät
window-details-locks = Lukot
window-details-times = Kulkuajat
window-details-expiry = Vanhenee
window-details-features = Käyttäjän toiminnot
window-hours = { $count ->
    [one] { $count } tunti
   *[other] { $count } tuntia
    }
window-feature-phone-key = Puhelinavain
window-feature-share-access = Pääsyn jakaminen
window-feature-pins = PIN-koodit
window-feature-own-log = Oma loki
window-summary-actions = Vahvistus tekee tämän
window-summary-difference = { $key }: { $count ->
    [one] pääsy muuttuu { $count } lukossa
   *[other] pääsy muuttuu { $count } lukossa
    }
window-summary-more = ja { $count } muuta
window-summary-doors = { $count ->
    [one] { $count } ovella on käytävä ennen kuin avain toimii siellä:
   *[other] { $count } ovella on käytävä ennen kuin avain toimii siellä:
    }
window-summary-computing = Lasketaan muutoksia
window-summary-show = Näytä yhteenveto
window-summary-hide = Piilota yhteenveto
window-change-added = avaa
window-change-removed = ei enää
window-change-changed = muuttuu
window-invite = Lähetä rekisteröitymiskutsu
window-invite-detail = Kutsu menee lähtevien jonoon.
window-action-add-user = Lisää { $name }
window-action-give = Anna { $given }
window-action-program = Ohjelmoi: { $key }
window-action-draft = Tallenna luonnoksena: { $key }
window-action-invite = Vie kutsu lähtevien jonoon
window-state-waiting = Odottaa
window-state-looking = Etsitään
window-state-unnamed = Ei määritetty
window-state-new-fob = Uusi tunniste paikallaan
window-state-fob-of = Tunniste: { $name }
window-state-unknown-fob = Tuntematon tunniste
window-state-foreign-fob = Vieras tunniste
window-state-pin-blocked = PIN lukittu
window-state-last-try = Viimeinen PIN-yritys
window-state-task = Odottaa kooderia
window-state-writing = Kirjoitus kesken
window-state-write-failed = Kirjoitus epäonnistui
window-state-empty-failed = Tyhjennys epäonnistui
window-state-replaced = Korvattu
window-state-deleted = Poistettu
window-state-written-off = Poistettu käytöstä
window-pin-label = Ohjelmointiavaimen PIN
window-pin-tries = { $label } · yrityksiä jäljellä: { $count }
window-pin-use-last = Käytä viimeinen yritys
window-pin-no-key = Kytke ohjelmointiavain.
window-pin-interrupted = Ohjelmointiavain vaihtui PIN-koodia kirjoitettaessa.
window-pin-interrupted-remedy = Kirjoitettu unohdettiin, jotta se ei kuluta yritystä. Kirjoita kytketyn ohjelmointiavaimen PIN-koodi.
window-pin-anew = Kirjoita PIN-koodi uudelleen
window-programming-lay-fob = Aseta uusi avaintunniste kooderille.
window-programming-new-fob = Kooderilla on uusi avaintunniste.
window-programming-known-fob = Kooderilla on ohjelmoitu avaintunniste.
window-programming-unusable-fob = Kooderilla olevaa ei voi käyttää. Aseta uusi avaintunniste.
window-programming-no-encoder = Kooderia ei ole määritetty. Käynnistä ohjelma valinnalla --encoder PORTTI.
window-programming-leave-fob = Jätä tunniste paikalleen.
window-programming-done = { $count ->
    [one] Kirjoitettu ja luettu takaisin: { $uid }, pääsy muuttui { $count } lukossa.
   *[other] Kirjoitettu ja luettu takaisin: { $uid }, pääsy muuttui { $count } lukossa.
    }
window-programming-resumed = { $count ->
    [one] Keskeytynyt kirjoitus vietiin loppuun ja luettiin takaisin: { $uid }, pääsy muuttui { $count } lukossa.
   *[other] Keskeytynyt kirjoitus vietiin loppuun ja luettiin takaisin: { $uid }, pääsy muuttui { $count } lukossa.
    }
window-phase-identify = Katsotaan tunnistetta
window-phase-keys = Asetetaan avaimia
window-phase-files = Tehdään tiedostoja
window-phase-write = Kirjoitetaan
window-phase-commit = Saatetaan voimaan
window-phase-read-back = Luetaan takaisin
window-phase-factory-check = Kokeillaan tehdasavaimia, joiden on epäonnistuttava
window-phase-empty = Tyhjennetään
window-discard-title = Hylätäänkö syötetyt tiedot?
window-discard-body = Mitään ei ole vielä tallennettu.
window-discard-stay = Jatka muokkausta
window-discard-go = Hylkää
window-home-group-orphaned = Avain pysyy kotiryhmässä { $group }, vaikka yksikään sen lukoista ei enää kuulu siihen.
window-home-group-orphaned-what = Se kuljettaa edelleen estolistaa, jota yksikään sen lukoista ei noudata. Vaihda kotiryhmä palauttamalla ja tyhjentämällä avain ja ohjelmoimalla se uudelleen.
window-key-too-small = Pääsyoikeudet vievät { $needed } tavua. Näillä siruilla varustetut avaintunnisteet ovat liian pieniä:
window-column-behind = Jäljessä
window-column-version = Versio
window-column-blocking-group = Estoryhmä
window-todo-empty = Tyhjennä
