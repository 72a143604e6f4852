# Kooderi ja avaintunniste: kunkin virheen syy ja korjaus.

error-port-unavailable = Porttia {$path} ei voi avata: {$reason}
error-port-unavailable-remedy = Tarkista portin nimi, että laite on kytketty ja että sinulla on oikeus sarjaportteihin.

error-port-busy = Toinen ohjelma käyttää porttia {$path}.
error-port-busy-remedy = Sulje toinen ohjelma tai valitse toinen portti.

error-port-denied = Sinulla ei ole oikeutta käyttää porttia {$path}.
error-port-denied-remedy = Asenna tiedosto 70-keywright.rules hakemistoon /etc/udev/rules.d, irrota laite ja kytke se uudelleen. Istu tämän tietokoneen ääressä, tai kuulu ryhmään "plugdev".
error-port-not-serial = {$path} ei ole sarjaportti.
error-port-not-serial-remedy = Nimeä laitteen portti, esimerkiksi /dev/ttyUSB0 tai nimi hakemistosta /dev/serial/by-id.

error-encoder-unplugged = Yhteys kooderiin katkesi.
error-encoder-unplugged-remedy = Kytke kooderi uudelleen ja aja työ uudelleen: aloitettu viedään loppuun.

error-encoder-silent = Kooderi ei vastaa.
error-encoder-silent-remedy = Tarkista johto ja virta ja aja työ uudelleen: aloitettu viedään loppuun.

error-encoder-garbled = Kooderin vastaukset saapuvat vioittuneina.
error-encoder-garbled-remedy = Käytä toista johtoa tai USB-porttia ja aja työ uudelleen: aloitettu viedään loppuun.

error-encoder-refused = Kooderi hylkäsi komennon ({$command}).
error-encoder-refused-remedy = Irrota se ja kytke uudelleen. Jos vika toistuu, kooderi ei ole tuettua mallia.

error-not-an-encoder = Tämän portin laite ei ole kooderi.
error-not-an-encoder-remedy = Valitse kooderin portti.

error-fob-silent = Avaintunniste lakkasi vastaamasta ({$status}).
error-fob-silent-remedy = Aseta se kooderin päälle ja jätä siihen, aja työ sitten uudelleen: aloitettu viedään loppuun.

error-no-fob = Kooderin päällä ei ole avaintunnistetta.
error-no-fob-remedy = Aseta avaintunniste kooderin päälle.

error-fob-lifted = Avaintunniste nostettiin ennen kuin työ oli valmis.
error-fob-lifted-remedy = Aseta sama avaintunniste takaisin ja aja sama työ uudelleen: aloitettu viedään loppuun; jos mitään ei ollut vielä kirjoitettu, työ alkaa alusta.

error-wrong-fob = Kooderin päällä on toinen avaintunniste: {$found}{ $found_known ->
    [yes] {" "}(avain {$found_number}, {$found_name})
    [number] {" "}(avain {$found_number})
   *[no] {""}
    }, odotettu {$expected}{ $expected_known ->
    [yes] {" "}(avain {$expected_number}, {$expected_name})
    [number] {" "}(avain {$expected_number})
   *[no] {""}
    }.
error-wrong-fob-remedy = Aseta oikea avaintunniste kooderin päälle tai valitse avain, johon tämä kuuluu.

error-fob-chip-refused = Tällaisia siruja ei hyväksytä: {$chip}.
error-fob-chip-refused-remedy = Käytä avaintunnistetta, jossa on MIFARE DESFire EV1, EV2 tai EV3.

error-fob-random-uid = Tämä avaintunniste salaa sirunumeronsa.
error-fob-random-uid-remedy = Käytä toista avaintunnistetta; satunnaisia sirunumeroita ei voi perua.

error-fob-foreign-master-key = Avaintunnisteen pääavain on vieras. Mitään ei kirjoitettu.
error-fob-foreign-master-key-remedy = Pyydä omistajaa vapauttamaan se tai käytä uutta avaintunnistetta.

error-fob-foreign-application = Sovelluksemme paikalla on toisen valmistajan sovellus. Siihen ei koskettu.
error-fob-foreign-application-remedy = Käytä toista avaintunnistetta.

error-fob-other-system = Tämä avaintunniste kuuluu toiseen lukitusjärjestelmään.
error-fob-other-system-remedy = Avaa sen järjestelmän tiedosto tai käytä toista avaintunnistetta.

error-fob-not-programmed = Avaintunnistetta ei ole ohjelmoitu.
error-fob-not-programmed-remedy = `keywright key program NUMBER` kirjoittaa sille avaimen; `keywright key list` näyttää luonnokset.

error-fob-unfinished = Avaintunnisteen ensimmäinen ohjelmointi keskeytyi.
error-fob-unfinished-remedy = Aja sama työ uudelleen; se jatkuu siitä, mihin se jäi.

error-fob-full = Avaintunnisteessa on {$free} tavua vapaata muistia, tarvitaan {$needed}. Mitään ei kirjoitettu.
error-fob-full-remedy = Käytä avaintunnistetta, jossa on enemmän muistia tai ei muita sovelluksia. Avain, jonka kirjoitus aloitettiin tähän avaintunnisteeseen, otetaan siltä ensin pois: "key return" tyhjentää avaintunnisteen.

error-fob-image-too-large = Avaimen kulkutaulukko ei mahdu tähän avaintunnisteeseen. Mitään ei kirjoitettu.
error-fob-image-too-large-remedy = Anna vähemmän yksittäisiä lukkoja, käytä lukkoryhmiä tai avaintunnistetta, jossa on enemmän muistia.

error-fob-blocklist-too-large = Avaimen kotiryhmän estolista on kasvanut suuremmaksi kuin sille varattu tila tässä avaintunnisteessa. Mitään ei kirjoitettu.
error-fob-blocklist-too-large-remedy = `keywright blocklist prune GROUP` poistaa avaimet, jotka eivät enää avaa mitään. Jos se ei riitä, palauta ja tyhjennä tämä avaintunniste (`key return`) ja ohjelmoi tunniste, jossa on enemmän muistia.

error-fob-changed-elsewhere = Toinen asema on sillä välin muuttanut avaintunnistetta. Tämä työ ei koskenut siihen.
error-fob-changed-elsewhere-remedy = Lue avaintunniste ja aloita muutos alusta ajan tasalla olevalla asemalla. Jos tämä järjestelmä palautettiin varmuuskopiosta eikä muita asemia ole, aja ensin "key read --adopt".

error-fob-refused = Avaintunniste hylkäsi komennon ({$command}, tila {$status}).
error-fob-refused-remedy = Aja työ uudelleen. Jos vika toistuu, käytä toista avaintunnistetta.

error-fob-answer-forged = Avaintunnisteen vastaus ei ole aito.
error-fob-answer-forged-remedy = Aja työ uudelleen. Jos vika toistuu, älä luota tähän avaintunnisteeseen tai paikkaan, jossa se on.

error-fob-answer-malformed = Avaintunnisteen vastauksissa ei ole järkeä.
error-fob-answer-malformed-remedy = Käytä toista avaintunnistetta.

error-fob-answer-endless = Avaintunnisteen vastaus ei pääty.
error-fob-answer-endless-remedy = Käytä toista avaintunnistetta.

error-fob-file-too-short = Yksikään lukko ei pysty lukemaan tätä avaintunnistetta: sen kulkutaulukon tiedosto on liian lyhyt.
error-fob-file-too-short-remedy = Ota avain takaisin komennolla "key return", joka tyhjentää avaintunnisteen, ja ohjelmoi sille haltijan uusi avain; älä luovuta sitä ennen sitä. Jos avaintunnistetta ei silloin hyväksytä, käytä sellaista, jossa on enemmän muistia.

error-fob-read-back-differs = Avaintunnisteelta luettu sisältö ei ole se, mikä kirjoitettiin.
error-fob-read-back-differs-remedy = Aja työ uudelleen. Jos vika toistuu, avaintunniste on kulunut: vaihda se.

error-fob-factory-key-works = Tehdasavain avaa yhä avaintunnisteen.
error-fob-factory-key-works-remedy = Älä luovuta sitä. Aja työ uudelleen; jos vika toistuu, poista avaintunniste käytöstä komennolla "key replace NUMERO --written-off" ja käytä toista.

error-fob-stopped-halfway = Avaintunnistetta ehdittiin muuttaa osittain ennen kuin työ pysähtyi ({$cause}).
error-fob-stopped-halfway-remedy = Jätä avaintunniste paikalleen ja aja sama työ uudelleen; se jatkuu siitä, mihin se jäi, tai kertoo esteen.

error-device-cancelled = Pysäytetty pyynnöstäsi.
error-device-cancelled-remedy = Jatka ajamalla sama työ uudelleen.

error-fob-no-key = Tämän avaintunnisteen sukupolven {$generation} avaimia ei ole käytettävissä.
error-fob-no-key-remedy = Palauta varmuuskopio, joka on tehty sukupolven vaihdon jälkeen. Jos sellaista ei ole, kirjoita tilalle uusi avaintunniste.

error-device-no-randomness = Tämä tietokone ei anna satunnaislukuja.
error-device-no-randomness-remedy = Käynnistä tietokone uudelleen. Mitään ei ohjelmoida ilman satunnaislukuja.

error-device-bad-job = Tämä työ on ristiriitainen. Mitään ei kirjoitettu.
error-device-bad-job-remedy = Tee muutos uudelleen. Jos näin käy taas, ilmoita siitä tässä näkyvin tiedoin.

error-encoder-closed = Kooderi on suljettu.
error-encoder-closed-remedy = Yhdistä kooderi uudelleen.

# Lukot kaapelin päässä: kunkin virheen syy ja korjaus.

error-lock-gone = Lukkoon {$lock} ei saada yhteyttä: {$reason}
error-lock-gone-remedy = Tarkista lukon kaapeli ja suorita työ uudelleen. Lukon lukeminen näyttää, tuliko viimeinen muutos voimaan.

error-lock-not-installed = Lukko {$lock} on tehdastilassa.
error-lock-not-installed-remedy = Uusi lukko asennetaan ensimmäisessä käyttöönotossa. Jos lukko on vaihdettu tai palautettu tehdastilaan, ota se käteesi ja aja sille yksin ”lock deploy --install”.

error-lock-installed-already = Lukko {$lock} on asennettu toisella avaimella.
error-lock-installed-already-remedy = Tarkista, että lukko on oikea. Jos on, palauta se tehdasasetuksiin itse lukosta valmistajan ohjeen mukaan ja aja työ uudelleen.

error-lock-configuration-forged = Lukko {$lock} ei usko asetuksia: ne ovat vioittuneet tai allekirjoitettu avaimella, johon lukko ei luota.
error-lock-configuration-forged-remedy = Tee asetukset uudelleen. Jos vika toistuu, palauta lukko tehdastilaan ja asenna se uudelleen.

error-lock-configuration-foreign = Asetukset eivät ole lukolle {$lock}.
error-lock-configuration-foreign-remedy = Tarkista, että kaapeli johtaa oikeaan lukkoon.

error-lock-configuration-old = Lukossa {$lock} on jo nämä asetukset tai uudemmat.
error-lock-configuration-old-remedy = Lue lukko, katso erot ja vie asetukset uudelleen, jos eroja on.

error-lock-blocklist-forged = Lukko {$lock} ei usko estolistaa: se on vioittunut, kuuluu toiseen ryhmään tai on allekirjoitettu avaimella, johon lukko ei luota.
error-lock-blocklist-forged-remedy = Ota lukko käyttöön vielä kerran. Jos vika toistuu, palauta lukko tehdasasetuksiin ja asenna se uudelleen: `lock deploy --install`.

error-lock-refused = Lukko {$lock} hylkäsi työn ({$status}).
error-lock-refused-remedy = Aja työ uudelleen. Jos näin käy taas, ilmoita siitä tässä näkyvin tiedoin.

error-lock-answer-malformed = Lukon {$lock} vastauksissa ei ole järkeä.
error-lock-answer-malformed-remedy = Tarkista kaapeli ja suorita työ uudelleen. Jos vika toistuu, lukko on toista lajia.

# USB-väylän ohjelmointiavaimet ja lukijat: jokaisen virheen syy ja korjaus.

error-usb-none-there = Ohjelmointiavainta ei ole kytketty.
error-usb-none-there-remedy = Kytke se. Jos se on kytketty, "keywright doctor" luettelee, mitä USB:ssä näkyy.

error-usb-not-there = Ohjelmointiavainta numerolla {$serial} ei ole kytketty.
error-usb-not-there-remedy = Kytke se. Jos se on kytketty, tarkista numero; "keywright doctor" luettelee, mitä USB:ssä näkyy.

error-usb-several = Useita ohjelmointiavaimia on kytketty: {$serials}.
error-usb-several-remedy = Irrota muut, tai valitse oikea sen numerolla.

error-usb-none-meant = Mikään kytketyistä ohjelmointiavaimista ei ole haluttu: {$serials}.
error-usb-none-meant-remedy = Kytke oikea, tai valitse jokin näistä sen numerolla.

error-usb-busy = Toinen ohjelma käyttää laitetta {$device}.
error-usb-busy-remedy = Sulje se. Useimmiten se on älykorttipalvelu: pysäytä se komennolla "systemctl stop pcscd.socket pcscd", tai irrota ohjelmointiavain ja kytke se uudelleen.

error-usb-no-permission = Sinulla ei ole oikeutta käyttää laitetta {$device}.
error-usb-no-permission-remedy = Asenna tiedosto 70-keywright.rules hakemistoon /etc/udev/rules.d, irrota laite ja kytke se uudelleen. Istu tämän tietokoneen ääressä, tai kuulu ryhmään "plugdev".

error-usb-no-driver = Käyttöjärjestelmä ei anna pääsyä laitteeseen {$device}.
error-usb-no-driver-remedy = Windowsissa siihen on sidottu toinen ajuri: nimeä se muodossa --token pcsc:LUKIJA, jolloin yhteys kulkee älykorttipalvelun kautta. Linuxissa ydintä on käsketty pitämään se ulkona, esimerkiksi USBGuardilla: salli se siellä ja kytke laite uudelleen.

error-usb-gone = {$device} irrotettiin.
error-usb-gone-remedy = Kytke se uudelleen ja aja työ uudelleen; se jatkuu siitä, mihin se jäi.

error-usb-unusable = {$device} sanoo olevansa älykortinlukija mutta ei toimi sellaisena.
error-usb-unusable-remedy = Käytä toista lukijaa tai ohjelmointiavainta.

error-usb-failed = USB epäonnistui: {$reason}
error-usb-failed-remedy = Kytke laite toiseen porttiin. Jos vika toistuu, käynnistä tietokone uudelleen.

error-contact-silent = Portissa {$path} ei vastaa mikään: kosketuspaikan lukijaa ei ole.
error-contact-silent-remedy = Tarkista, että lukijalla on virta, että sen johto on kytketty ja että portti on oikea; aja sitten doctor uudelleen.

error-contact-not-a-reader = Portissa {$path} vastaava laite ei ole kosketuspaikan lukija.
error-contact-not-a-reader-remedy = Anna valinnalla --contact sellaisen GemPC Twin -lukijan portti, tai lukijan, joka puhuu samoin. Varmista, ettei portissa ole muuta laitetta, kuten kooderia.

error-contact-gone = Kosketuspaikan portti on kadonnut.
error-contact-gone-remedy = Kytke sen johdon sovitin uudelleen, anna portti valinnalla --contact, jos sen nimi on nyt toinen, ja aja doctor uudelleen.

error-contact-stopped = Kosketuspaikan lukija ei enää vastaa.
error-contact-stopped-remedy = Ota kortti pois, katkaise lukijan virta ja kytke se takaisin, pane kortti paikalleen ja aja doctor uudelleen.

error-contact-garbled = Kosketuspaikan lukijan vastaus saapuu vioittuneena.
error-contact-garbled-remedy = Tarkista sarjajohdon liittimet, vaihda pitkä johto lyhyempään ja aja doctor uudelleen. Jos vika pysyy, käytä toista lukijaa.

error-contact-busy = Kosketuspaikan lukija suorittaa toista komentoa.
error-contact-busy-remedy = Odota hetki ja aja doctor uudelleen. Jos tila pysyy, katkaise lukijan virta ja kytke se takaisin.

error-contact-refused = Kosketuspaikan lukija hylkäsi komennon.
error-contact-refused-remedy = Katkaise sen virta, kytke se takaisin ja aja doctor uudelleen. Jos vika pysyy, käytä toista lukijaa.

error-reader-gone = Lukija irrotettiin.
error-reader-gone-remedy = Kytke se uudelleen ja aja työ uudelleen; se jatkuu siitä, mihin se jäi.

error-reader-silent = Lukija tai ohjelmointiavain ei vastaa.
error-reader-silent-remedy = Irrota se, kytke se uudelleen ja yritä vielä kerran.

error-reader-garbled = Lukijan tai ohjelmointiavaimen vastaukset saapuvat vahingoittuneina.
error-reader-garbled-remedy = Kytke se toiseen porttiin ilman keskitintä. Jos se ei auta, käytä toista.

error-reader-no-card = Lukijassa ei ole korttia.
error-reader-no-card-remedy = Aseta kortti lukijaan.

error-reader-card-mute = Lukijassa oleva kortti ei vastaa niin kuin pitäisi.
error-reader-card-mute-remedy = Tarkista, että se on oikein päin ja puhdas. Jos se ei auta, käytä toista korttia.

error-reader-busy = Lukija on varattu.
error-reader-busy-remedy = Sulje muut sitä käyttävät ohjelmat ja yritä uudelleen.

error-reader-refused = Lukija hylkäsi komennon.
error-reader-refused-remedy = Irrota se, kytke se uudelleen ja yritä vielä kerran. Jos se ei auta, käytä toista lukijaa.

error-reader-unsupported = Tätä lukijaa, tai tätä korttia siinä, ei tueta.
error-reader-unsupported-remedy = Käytä toista lukijaa, sellaista joka välittää APDU-komentoja.

error-pcsc-not-running = Älykorttipalvelu ei ole käynnissä.
error-pcsc-not-running-remedy = Käynnistä se komennolla "systemctl start pcscd.socket", tai nimeä ohjelmointiavain muodossa usb.

error-pcsc-not-there = Älykorttipalvelulla ei ole lukijaa "{$name}", jossa on kortti.
error-pcsc-not-there-remedy = Kytke ohjelmointiavain; "keywright doctor" luettelee palvelun lukijat.

error-pcsc-several = Älykorttipalvelulla on useita sen nimisiä lukijoita: {$readers}.
error-pcsc-several-remedy = Nimeä yksi niistä kokonaan: pcsc:LUKIJA.

error-pcsc-busy = Toinen ohjelma käyttää lukijan {$reader} korttia.
error-pcsc-busy-remedy = Sulje se ja yritä uudelleen.

error-pcsc-failed = Älykorttipalvelu kieltäytyy: {$reason}
error-pcsc-failed-remedy = Irrota ohjelmointiavain, kytke se uudelleen ja yritä vielä kerran.
