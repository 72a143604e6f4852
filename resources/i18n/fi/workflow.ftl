# Kirjoituksen vaiheet.
phase-identify = tunnistetaan avainta
phase-keys = asetetaan salausavaimia
phase-files = luodaan tiedostoja
phase-write = kirjoitetaan
phase-commit = vahvistetaan
phase-read-back = luetaan takaisin
phase-factory-check = kokeillaan tehdasavaimia, joiden pitää epäonnistua
phase-empty = tyhjennetään

# Mitä komentorivillä luki.
error-usage = Komento ei ole tällaisenaan ymmärrettävä.
error-usage-remedy = Katso keywright --help, tai --help komennon jälkeen.
error-answer-not-written = Komento suoritettiin, mutta sen vastausta ei voitu kirjoittaa: { $reason }
error-answer-not-written-remedy = Katso komennoilla `show` tai `list`, miten asiat ovat; älä toista komentoa katsomatta.

# Aseman kieltäytymiset.
error-name-unknown = { $kind ->
    [user] Käyttäjää "{ $name }" ei ole.
    [role] Roolia "{ $name }" ei ole.
    [premises] Tilaa "{ $name }" ei ole.
    [lock] Lukkoa "{ $name }" ei ole.
    [lock-group] Lukkoryhmää "{ $name }" ei ole.
    [key-blocking-group] Avainten estoryhmää "{ $name }" ei ole.
    [key] Avainta "{ $name }" ei ole.
    [task] Avaimella "{ $name }" ei ole avointa tehtävää.
    [operator] Operaattoria "{ $name }" ei ole.
    [administrator-role] Pääkäyttäjäroolia "{ $name }" ei ole.
    [programming-key] Ohjelmointiavainta "{ $name }" ei ole.
   *[other] Kohdetta "{ $name }" ei ole.
    }
error-name-unknown-remedy = Katso tarkka nimi luettelosta tai käytä tunnusta.
error-name-ambiguous = { $kind ->
    [user] Usean käyttäjän nimi on "{ $name }".
    [role] Usean roolin nimi on "{ $name }".
    [premises] Usean tilan nimi on "{ $name }".
    [lock] Usean lukon nimi on "{ $name }".
    [lock-group] Usean lukkoryhmän nimi on "{ $name }".
    [key-blocking-group] Usean avainten estoryhmän nimi on "{ $name }".
   *[other] Usean kohteen nimi on "{ $name }".
    }
error-name-ambiguous-remedy = Käytä tunnusta, käyttäjistä sähköpostiosoitetta, tiloista polkua rakennuksesta alkaen.
error-role-not-linked = Rooli { $role } ei kuulu tilaan { $premises }.
error-role-not-linked-remedy = Valitse jokin tilaan liitetyistä rooleista tai liitä rooli ensin.
error-premises-not-private = { $premises } ei ole yksityinen tila.
error-premises-not-private-remedy = Valitse asunto tai muu yksityinen tila, tai anna käyttäjälle rooli.
error-source-not-held = Käyttäjällä ei ole lähdettä { $name }.
error-source-not-held-remedy = Nimeä vain se, mitä käyttäjälle on annettu.
error-encoder-not-named = Kooderia ei ole nimetty eikä löytynyt.
error-encoder-not-named-remedy = Kytke kooderi. Jos sen portti ei ole tavallinen USB-sovitin, anna --encoder PORTTI tai aseta KEYWRIGHT_ENCODER.
error-encoder-none-answers = Mikään kooderi ei vastaa kokeilluissa sarjaporteissa: { $ports }.
error-encoder-none-answers-remedy = Tarkista kaapeli ja kytke se uudelleen, sulje muut porttia käyttävät ohjelmat tai anna portti: --encoder PORTTI.
error-encoder-several = Koodereita on useita: { $ports }.
error-encoder-several-remedy = Irrota muut tai anna tarkoitettu: --encoder PORTTI.
error-programming-key-not-named = Ohjelmointiavainta ei ole nimetty.
error-programming-key-not-named-remedy = Anna --token tai aseta KEYWRIGHT_TOKEN.
error-programming-key-foreign = Tämä ohjelmointiavain ei kuulu tähän järjestelmään.
error-programming-key-foreign-remedy = Kytke järjestelmään lisätty ohjelmointiavain tai lisää tämä.
error-programming-key-of-others = Ohjelmointiavain {$label} ei ole henkilöä {$operator} varten.
error-programming-key-of-others-remedy = Käytä avainta, jonka käyttäjiin kuulut. Se, joka saa muokata ohjelmointiavaimia, lisää sinut tähän: `programming-key edit NIMI --add-operator EMAIL`, tai ikkunassa kohdassa Ohjelmointiavaimet.
error-clock-behind = Tämän tietokoneen kello näyttää { $now }, mutta { $passed } on jo ohi. Sen mukaan kirjoitettu alkaisi ja päättyisi väärään aikaan.
error-clock-behind-remedy = Aseta kello oikeaan aikaan ja yritä uudelleen. Jos se on oikeassa, vahvista se: valinnalla --confirm-clock tai ikkunassa järjestelmätiedoston kohdalta "Kello on oikeassa".
error-clock-impossible = Tämän tietokoneen kello näyttää { $now }. Tämä ohjelma on sitä uudempi, joten kello ei voi olla oikeassa.
error-clock-impossible-remedy = Aseta tietokoneen päivä ja aika ja yritä uudelleen. Jos ne katoavat aina, kun kone sammutetaan, vaihdata sen kellon paristo.
error-demo-only = Tämä toimii vain esittelyjärjestelmissä.
error-demo-only-remedy = Jätä --at ja penkin ohjelmointiavaimet pois tai tee esittelyjärjestelmä.
error-fob-of-other-key = Kooderilla oleva tunniste kuuluu avaimelle { $number }{ $known ->
    [yes] {" "}({ $holder })
   *[no] {""}
    }.
error-fob-of-other-key-remedy = { $writable ->
    [no] Aseta toinen tunniste, tai ota tämä ensin takaisin ja tyhjennä se: `keywright key return { $number }`.
   *[other] Aseta toinen tunniste. Tämä kirjoitetaan avaimelle { $number } komennolla `keywright key program { $number }`; jos se annetaan toiselle, palauta se ensin: `keywright key return { $number }`.
    }
error-fob-unknown = Kooderilla oleva tunniste on ohjelmoitu, mutta tiedoissa ei ole avainta, jolla olisi sen sirunumero.
error-fob-unknown-remedy = `keywright key read` kertoo, onko se toisen järjestelmän, vai avaimen, joka lisättiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin: silloin `keywright key return` tyhjentää sen. Muuten aseta toinen tunniste.
error-fob-blank = Kooderilla oleva tunniste on tyhjä, eikä avainta nimetty.
error-fob-blank-remedy = Siinä ei ole mitään tyhjennettävää. Nimeä avain, joka sille kirjoitetaan: `keywright key list` näyttää luonnokset, `keywright key program NUMBER` kirjoittaa sellaisen.
error-fob-begun-elsewhere = Tämän tunnisteen ensiohjelmointi on aloitettu, mutta mikään järjestelmän avoin tehtävä ei koske sitä.
error-fob-begun-elsewhere-remedy = Tee se valmiiksi asemalla, joka sen aloitti. Ellei kukaan tee, `keywright key return` tyhjentää sen, jos se on tämän järjestelmän; sitten se on taas käytettävissä.
error-fob-not-genuine = Tunnisteen sisältöä ei ole allekirjoittanut tämä järjestelmä tälle tunnisteelle.
error-fob-not-genuine-remedy = Mitään ei otettu haltuun. Pidä tunniste ja selvitä, mistä se on peräisin.
error-fob-of-lost-key = Tunnisteella on avain { $number }, jota tiedoissa ei ole, tai ei käytössä: se ohjelmoitiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin. Tunniste avaa saman kuin ennen.
error-fob-of-lost-key-remedy = Tyhjennä se komennolla `keywright key return`; sitten se on taas käytettävissä. Jos se lähtee käsistäsi, estä se: `keywright key block --lost-number { $number }`. Uudemmassa varmuuskopiossa, jos sellainen on, avain on mukana.
error-fob-older-than-recorded = Avaimen { $number } tunnisteella on vanhempi sisältö kuin siitä aiemmin luettiin.
error-fob-older-than-recorded-remedy = Mitään ei otettu haltuun. Pidä tunniste: joku on voinut palauttaa vanhan sisällön. Vaihda avain uuteen.
error-task-write-begun = Avaimen { $number } tunnisteen kirjoitus on alkanut, eikä sitä voi perua: tunnisteella on vanha tai uusi sisältö.
error-task-write-begun-remedy = Aseta tunniste kooderille ja aja "task run"; se tekee kirjoituksen valmiiksi. Jos tunniste on rikki tai tuhottu, aja "key replace { $number } --written-off".
error-task-over = Tehtävä on päättynyt ({ $state }).
error-task-over-remedy = Peruttavaa ei ole. "key show" kertoo avaimen tilan.
error-restore-other-system = Siinä paikassa on toinen järjestelmä.
error-restore-other-system-remedy = Nimeä toinen tiedosto valinnalla --system tai siirrä siinä oleva pois.
error-restore-recipients-differ = Mikään ohjelmointiavain ei avaa sekä paikalla olevan järjestelmän että varmuuskopion kaikkia salaisuuksia.
error-restore-recipients-differ-remedy = Palauta uudempi varmuuskopio, tai lisää paikalla olevaan järjestelmään ohjelmointiavain, jonka varmuuskopio tuntee (programming-key add), ja palauta uudelleen.
error-summary-changed = Vahvistettu ei ole enää se, mitä nyt tehtäisiin: joku muutti sillä välin käyttäjää, roolia, lukkoa tai tilaa.
error-summary-changed-remedy = Katso uusi yhteenveto ja vahvista se; mitään ei muutettu.
error-end-in-the-past = { $what } päättyy menneisyydessä.
error-end-in-the-past-remedy = Anna tuleva päättymisaika tai jätä se pois.
error-start-after-end-date = { $what } alkaa vasta käyttäjän viimeisen päivän { $end } jälkeen, joten se ei olisi koskaan voimassa.
error-start-after-end-date-remedy = Anna aikaisempi alku tai myöhempi päättymispäivä, tai jätä se pois.
error-language-unknown = Kutsuja ei kirjoiteta kielellä "{ $tag }".
error-language-unknown-remedy = Valitse en, fi, sv tai de.
notice-nothing-to-do = Tunnisteella on kaikki mitä pitää; se luettiin ja verrattiin, eikä sitä kirjoitettu. "--again" kirjoittaa sen silti.
error-key-kind-not-programmable = Avainta ({ $kind }) ei kirjoiteta tällä kooderilla.
error-key-kind-not-programmable-remedy = Avain jää luonnokseksi; ohjelmoi tässä tunnisteita.
error-key-state-not-programmable = Avaimen tila on: { key-state-word }. Sitä ei voi ohjelmoida.
error-key-state-not-programmable-remedy = { key-way-out }
error-request-contradictory = { $what }
error-request-contradictory-remedy = Muuta pyyntöä.
error-demo-there = Kansiossa { $folder } on jo esittely.
error-demo-there-remedy = Lisää --fresh, niin se tehdään uudelleen; siinä tehty katoaa. Tai nimeä toinen kansio. Jatkaaksesi tätä avaa sen ikkuna: keywright demo { $folder } ilman valintaa --headless.
error-demo-folder = Esittelykansiota ei voi käyttää: { $reason }
error-demo-folder-remedy = Valitse tyhjä kansio tai lisää --fresh korvataksesi aiemman.
error-demo-no-image = Penkin vedoksessa ei ole kuvaa.
error-demo-no-image-remedy = Ohjelmoi tunniste ensin.
error-demo-disagreement = Lukko päätti toisin kuin tunnisteen sisältö kertoo.
error-demo-disagreement-remedy = Ilmoita tästä esittelyn tulosteen kanssa.

# Arvot, jotka eivät kelpaa.
error-email-malformed = Tuo ei ole sähköpostiosoite.
error-email-malformed-remedy = Kirjoita se muodossa nimi@example.org.
error-name-malformed = Nimessä on 1–200 merkkiä eikä ohjausmerkkejä.
error-name-malformed-remedy = Kirjoita toinen nimi.
error-validity-end-before-start = Voimassaolon on päätyttävä alkunsa jälkeen.
error-validity-end-before-start-remedy = Muuta alkua tai loppua.
error-access-times-interval = { $quarter ->
    [yes] { $given } ei ole tasan varttitunnilla.
   *[other] Nuo eivät ole kulkuaikoja.
    }
error-access-times-interval-remedy = { $quarter ->
    [yes] Kirjoita { $nearest }, joka on lähin: kulkuajat vaihtuvat vain varttitunnein.
   *[other] Kirjoita ne muodossa "ma-pe 07:00-18:00, la 10:00-14:00", varttitunnin tarkkuudella.
    }
error-id-malformed = Tuo ei ole tunnus.
error-id-malformed-remedy = Kopioi se kokonaan luettelosta.
error-number-out-of-range = Luku on sallitun alueen ulkopuolella.
error-number-out-of-range-remedy = Käytä pienempää tai suurempaa.
error-uid-malformed = Tuo ei ole sirunumero.
error-uid-malformed-remedy = Kirjoita 14 heksadesimaalinumeroa.
error-stamp-malformed = Leimassa on neljä numeroa.
error-stamp-malformed-remedy = Kirjoita kappaleeseen kaiverretut neljä numeroa.
error-word-unknown = Tuota sanaa ei tunneta tässä.
error-word-unknown-remedy = Katso sanat valinnalla --help.
error-time-malformed = Tuo ei ole päivä eikä aika.
error-time-malformed-remedy = Kirjoita 2026-11-21 tai 2026-11-21T08:00:00+02:00.
error-zone-unknown = Aikavyöhykettä ei tunneta.
error-zone-unknown-remedy = Kirjoita sen nimi kuten Europe/Helsinki.
error-time-out-of-range = Tunnisteisiin mahtuvat vain vuodet 1970–2105.
error-time-out-of-range-remedy = Valitse toinen päivä.

# Rights and operators.
error-operator-unknown = { $user } ei työskentele tällä asemalla.
error-operator-unknown-remedy = Kirjaudu operaattorina tai pyydä järjestelmän hallitsijaa lisäämään käyttäjä komennolla `operator add`.
error-operator-already = { $user } työskentelee jo tällä asemalla.
error-operator-already-remedy = Muuta operaattorin rooleja tai salasanaa komennolla `operator edit`.
error-operator-address = { $user } työskentelee tällä asemalla: osoite on operaattorin kirjautumistunnus.
error-operator-address-remedy = Vaihda se komennolla `operator edit`, joka kysyy salasanan.
error-user-still-operator = { $user } työskentelee yhä tällä asemalla.
error-user-still-operator-remedy = Poista ensin kirjautumisoikeus: `operator remove`.
error-operator-last-administrator = Kukaan ei enää voisi hallita koko järjestelmää.
error-operator-last-administrator-remedy = Tee ensin jostakusta muusta ylläpitäjä: `operator add USER --role ROLE` tai `operator edit OPERATOR --add-role ROLE` roolilla, jossa on hallintaoikeus; `administrator-role list` näyttää ne. Viimeinen ylläpitäjä jää.
# Rights, links, leaving, export.
permission = { $right ->
    [edit-users] muokata käyttäjiä
    [order-keys] tilata avaimia
    [program-keys] ohjelmoida avaimia
    [hand-over-keys] luovuttaa avaimia
    [return-keys] palauttaa avaimia
    [block-keys] estää avaimia
    [edit-roles] muokata rooleja
    [edit-premises] muokata tiloja ja lukkoja
    [deploy-locks] ottaa lukkoja käyttöön
    [edit-programming-keys] muokata ohjelmointiavaimia
    [view-log] nähdä lokin
    [administer] hallita järjestelmää
   *[other] { $right }
    }
error-right-missing = Rooliltasi puuttuu oikeus: { permission }. Mitään ei muutettu.
error-right-missing-remedy = Pyydä oikeus pääkäyttäjältä tai anna tehtävä jollekulle, jolla se on.
error-right-missing-here = { $named ->
    [yes] Rooliltasi puuttuu siellä oikeus: { permission }: { $place }.
   *[other] Rooliltasi puuttuu siellä oikeus: { permission }.
    }
error-right-missing-here-remedy = Pyydä ylläpitäjää lisäämään tilat rooliisi tai anna sen tehtäväksi, jolla on oikeus siellä. Mitään ei muutettu.
error-operator-own-account = Käyttäjät eivät poista omia oikeuksiaan.
error-operator-own-account-remedy = Anna toisen pääkäyttäjän tehdä se.
error-key-without-medium = Avaimella ei ole välinettä, jonka voisi tyhjentää.
error-key-without-medium-remedy = { key-way-out }
error-key-replaced = Avain { $number } on korvattu; toinen avain on sen tilalla.
error-key-replaced-remedy = { key-way-out }
error-key-not-returned = Avainta { $number } ei ole palautettu, joten se on vielä jonkun.
error-key-not-returned-remedy = { $medium ->
    [no] Sillä ei ole tunnistetta, joka voisi siirtyä. Anna seuraavalle haltijalle oma avain: `keywright user edit USER --key fob`.
   *[yes] Aseta sen tunniste kooderille ja ota se takaisin: `keywright key return { $number }`. Luovuta se sitten eteenpäin.
    }
error-key-holder-removed = Avaimen { $number } haltija on poistettu. Mitään ei muutettu.
error-key-holder-removed-remedy = { key-way-out } Avain muulle henkilölle: `keywright user edit USER --key fob`.
error-blocklist-number-unknown = Numero { $number } ei ole tällä listalla tuntemattomana numerona.
error-blocklist-number-unknown-remedy = `blocklist show GROUP` näyttää, mitä listalla on. Tunnettu avain poistetaan listalta komennolla `key unblock`.
error-key-other-task-open = { $open ->
    [empty] Avaimen tyhjennys on kesken.
   *[other] Avaimen toinen kirjoitus on kesken.
    }
error-key-other-task-open-remedy = { key-way-out }
error-file-not-written = Tiedostoa { $file } ei kirjoitettu: { $reason }
error-file-not-written-remedy = Valitse toinen kansio tai nimi; olemassa olevaa tiedostoa ei koskaan korvata.
error-not-chosen = { $what ->
    [user] Henkilöä ei ole valittu.
    [administrator-role] Pääkäyttäjäroolia ei ole valittu.
    [blocking-group] Avainten estoryhmää ei ole valittu.
   *[other] Lajia ei ole valittu.
    }
error-not-chosen-remedy = Valitse jokin ja tallenna uudelleen.
error-bench-refused = Koepenkki ei tee sitä: { $reason }
error-bench-refused-remedy = Käynnistä esittely uudelleen.

# Ohjelmointiavaimet, palautus, kampanjat.
error-programming-key-known = Tämä ohjelmointiavain kuuluu jo järjestelmään.
error-programming-key-known-remedy = Kytke toinen, tai muokkaa tätä.
error-programming-key-label-taken = Toisen ohjelmointiavaimen nimi on ”{ $label }”.
error-programming-key-label-taken-remedy = Anna sille toinen nimi; siitä ohjelmointiavaimet erotetaan.
error-programming-key-in-use = Tämä on järjestelmän ohjelmointiavain ”{ $label }”. Uudella avaimella se ei enää avaisi salaisuuksia.
error-programming-key-in-use-remedy = Poista se ensin järjestelmästä toisella ohjelmointiavaimella: `programming-key remove`. Tai ota toinen avain.
error-programming-key-no-operator = Ohjelmointiavain tarvitsee vähintään yhden käyttäjän.
error-programming-key-no-operator-remedy = Valitse ainakin yksi; komentorivillä: `programming-key add --operator-of-key OPERATOR` tai `programming-key edit --add-operator OPERATOR`.
error-programming-key-removes-itself = Ohjelmointiavain ei voi poistaa itseään.
error-programming-key-removes-itself-remedy = Tee se järjestelmän toisella ohjelmointiavaimella.
error-system-one-recipient = Vain tämän ohjelmointiavaimen tiedetään avaavan järjestelmän salaisuudet. Jos se katoaa, katoavat kaikki tunnisteet ja lukot.
error-system-one-recipient-remedy = Lisää toinen ohjelmointiavain (programming-key add), tai koeta tulostettu palautuskoodi (system rehearse-recovery). Ohjelmoi sitten ensimmäinen tunniste.
error-recovery-code-not-shown = Uutta palautuskoodia ei voitu näyttää, joten vanha säilytettiin.
error-recovery-code-not-shown-remedy = Tulosta tai näytä vastaus siellä, missä sen voi lukea, ja uusi koodi uudelleen: system recovery-sheet --renew.
error-campaign-running = Sukupolven vaihto on kesken; lukot uskovat kahta sukupolvea kerralla, eivät kolmea.
error-campaign-running-remedy = Vie se ensin loppuun: Ohjelmointiavaimet-näkymä tai "campaign show" kertoo, mitä on jäljellä.
error-lock-of-lost-generation = Lukko { $lock } uskoo vain sukupolvia, joita näissä tiedoissa ei ole.
error-lock-of-lost-generation-remedy = Palauta varmuuskopio, joka on tehty sukupolven vaihdon jälkeen. Jos sellaista ei ole, palauta lukko tehdastilaan ja asenna se valinnalla --install.
error-generations-used-up = Järjestelmän kaikki 255 sukupolvea on käytetty.
error-generations-used-up-remedy = Tee uusi järjestelmä ja siirrä ihmiset ja lukot sinne.

# Arkki, jolle palautuskoodi tulostetaan.
recovery-sheet = PALAUTUSKOODI: { $system }

    { $code }

  Tehty { $date }. Kenellä on tämä koodi ja järjestelmätiedosto, sillä on kaikki: jokainen ovi, jokainen salaisuus.
  Säilytä arkki kassakaapissa, vain paperilla, erillään tietokoneesta. Älä kopioi tai kuvaa sitä.

  Mihin se on: se avaa järjestelmän, kun ohjelmointiavaimet tai salasanat ovat kadonneet.
  Ohjelmointiavaimia ei ole jäljellä: keywright programming-key add --with-recovery-code
  Salasana on unohtunut: keywright system password --recovery-file TIEDOSTO
  Koeta se kerran vuodessa: keywright system rehearse-recovery
  Jos arkki katoaa tai joku on nähnyt sen: keywright system recovery-sheet --renew
