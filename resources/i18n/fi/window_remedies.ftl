# Mitä ikkunassa tehdään seuraavaksi, kun komentorivillä neuvotaan komento. Painikkeet ja paikat omilla sanoillaan.

window-remedy-key-way-out = { $way ->
    [write] Aseta sen tunniste kooderille ja valitse avaimen kohdalla ”{ window-program }”: se kirjoitetaan tai aloitettu viedään loppuun.
    [write-or-lost] Aseta sen tunniste kooderille ja valitse avaimen kohdalla ”{ window-program }”. Jos sen tunniste ohjelmoitiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin, ja on kadonnut, avain { $number } estetään komentorivillä.
    [take-back] Aseta sen tunniste kooderille ja valitse avaimen kohdalla ”{ window-return-key }” (”{ window-nav-keys }”).
    [shut-out] Jos sen tunniste löytyy, aseta se kooderille ja valitse avaimen kohdalla ”{ window-return-key }”. Siihen asti ”{ window-block-key }” estää sen.
    [lift] Jos se on taas haltijallaan, esto poistetaan komentorivillä. Muuten aseta sen tunniste kooderille ja valitse avaimen kohdalla ”{ window-return-key }”.
    [replace] Haltija saa toisen sen tilalle: avaimen kohdalla ”{ window-replace-key }”.
    [write-off] Se päätetään avaimen kohdalla: ”{ window-replace-key }”.
    [pass-on] Sen tunniste on tyhjä. Avaimelle määritelty siirtyy seuraavalle haltijalle: avaimen kohdalla ”{ window-pass-on }”.
    [add] Avaimen tarvitseva saa toisen: käyttäjän kohdalla ”{ window-add-key }”.
    [add-or-lost] Avaimen tarvitseva saa toisen: käyttäjän kohdalla ”{ window-add-key }”. Jos sen tunniste ohjelmoitiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin, ja on kadonnut, avain { $number } estetään komentorivillä.
   *[other] Etsi avain kohdasta ”{ window-nav-keys }”: sen vieressä on, mitä sillä voi tehdä.
    }
window-remedy-key-replaced-before = { window-remedy-key-way-out }
window-remedy-key-state = { window-remedy-key-way-out }
window-remedy-key-state-not-programmable = { window-remedy-key-way-out }
window-remedy-key-without-medium = { window-remedy-key-way-out }
window-remedy-key-replaced = { window-remedy-key-way-out }
window-remedy-key-other-task-open = { window-remedy-key-way-out }
window-remedy-key-holder-removed = { window-remedy-key-way-out } Avain muulle henkilölle: tämän kohdalla ”{ window-add-key }”.
window-remedy-key-not-returned = { $medium ->
    [no] Sillä ei ole tunnistetta, joka voisi siirtyä. Anna seuraavalle haltijalle oma avain: tämän kohdalla ”{ window-add-key }”.
   *[yes] Aseta sen tunniste kooderille ja valitse avaimen kohdalla ”{ window-return-key }”. Siirrä se vasta sitten.
    }
window-remedy-fob-not-programmed = Avain kirjoitetaan sille valitsemalla luonnoksen kohdalla ”{ window-program }” (”{ window-nav-todo }”).
window-remedy-fob-full = Käytä avaintunnistetta, jossa on enemmän muistia tai ei muita sovelluksia. Avain, jonka kirjoitus aloitettiin tähän tunnisteeseen, otetaan siltä ensin pois: avaimen kohdalla ”{ window-return-key }”.
window-remedy-fob-blocklist-too-large = Palauta ja tyhjennä tämä tunniste ja ohjelmoi sellainen, jossa on enemmän muistia. Avaimet, jotka eivät enää avaa mitään, poistetaan estolistalta komentorivillä.
window-remedy-fob-changed-elsewhere = Lue avaintunniste ja aloita muutos alusta ajan tasalla olevalla asemalla. Jos tämä järjestelmä palautettiin varmuuskopiosta eikä muita asemia ole, ota ensin tunnisteen sisältö haltuun komentorivillä.
window-remedy-fob-file-too-short = Valitse avaimen kohdalla ”{ window-return-key }”, joka tyhjentää tunnisteen, ja ohjelmoi sille haltijan uusi avain; älä luovuta mitään sitä ennen. Jos tunnistetta ei silloin hyväksytä, käytä sellaista, jossa on enemmän muistia.
window-remedy-fob-factory-key-works = Älä luovuta sitä. Yritä uudelleen; jos vika toistuu, valitse avaimen kohdalla ”{ window-replace-key }” ja käytä toista tunnistetta.
window-remedy-lock-not-installed = Uusi lukko asennetaan ensimmäisessä käyttöönotossa: ”{ window-deploy }” (”{ window-nav-locks }”). Vaihdettu tai tehdastilaan palautettu lukko asennetaan uudelleen komentorivillä.
window-remedy-lock-blocklist-forged = Valitse lukon kohdalla ”{ window-deploy }” vielä kerran. Jos vika toistuu, palauta lukko tehdastilaan ja asenna se uudelleen komentorivillä.
window-remedy-lock-of-lost-generation = Palauta varmuuskopio, joka on tehty sukupolven vaihdon jälkeen. Jos sellaista ei ole, palauta lukko tehdastilaan ja asenna se uudelleen komentorivillä.
window-remedy-usb-none-there = Kytke se.
window-remedy-usb-not-there = Kytke se, tai tarkista numero, jolla ohjelma käynnistettiin.
window-remedy-usb-several = Irrota muut.
window-remedy-usb-none-meant = Kytke tähän järjestelmään lisätty ohjelmointiavain tai lisää tämä kohdassa ”{ window-nav-programming-keys }”.
window-remedy-usb-no-driver = Tietokoneen ylläpitäjä päästää laitteen sisään, jos USBGuard tai vastaava pitää sen ulkona; Windowsissa ohjelman käynnistäjä nimeää sen älykorttipalvelun lukijana. Kytke se sitten uudelleen.
window-remedy-usb-busy = Sulje toinen ohjelma, tai irrota ohjelmointiavain ja kytke se uudelleen.
window-remedy-programming-key-foreign = Kytke tämän järjestelmän ohjelmointiavain tai lisää tämä kohdassa ”{ window-nav-programming-keys }”.
window-remedy-programming-key-not-named = Sulje ikkuna ja käynnistä ohjelma uudelleen: jos muuta ei nimetä, se etsii ohjelmointiavainta USB:stä.
window-remedy-encoder-not-named = Kytke kooderi. Jos sitä ei löydy itsestään, käynnistä ohjelma uudelleen sen sarjaportilla.
window-remedy-encoder-none-answers = Tarkista kooderin kaapeli, irrota kooderi ja kytke se uudelleen, tai valitse sen portti kohdassa ”{ window-nav-settings }”.
window-remedy-encoder-several = Irrota muut tai valitse yksi kohdassa ”{ window-nav-settings }”.
window-remedy-pcsc-not-there = Kytke ohjelmointiavain.
window-remedy-mail-settings = Korjaa se kohdassa ”{ window-nav-settings }”.
window-remedy-mail-server-unreachable = Tarkista nimi ja portti kohdassa ”{ window-nav-settings }” sekä verkko. Kutsu odottaa ja lähetetään uudelleen.
window-remedy-mail-server-certificate = Käytä palvelimen koko nimeä kohdassa ”{ window-nav-settings }”; yrityksen oman varmentajan varmenne annetaan komentorivillä.
window-remedy-mail-sign-in = Korjaa ne kohdassa ”{ window-nav-settings }”; odottavat lähtevät sitten.
window-remedy-mail-not-set = Aseta se kohdassa ”{ window-nav-settings }”; odottavat lähtevät sitten.
window-remedy-mail-sender-refused = Tarkista lähettäjä ja tili kohdassa ”{ window-nav-settings }” ja lähetä kutsu uudelleen.
window-remedy-programming-key-no-certificate = ”{ window-rite-prepare }” (”{ window-nav-programming-keys }”) tekee sinne avaimen ja varmenteen.
window-remedy-programming-key-certificate-unusable = Sen on oltava X.509-varmenne, jossa on P-256-avain. ”{ window-rite-prepare }” (”{ window-nav-programming-keys }”) tekee molemmat uudelleen, kysyttyään.
window-remedy-programming-key-factory-pin = Valitse toinen PIN. ”{ window-rite-prepare }” (”{ window-nav-programming-keys }”) vaihtaa sen tehtaan PIN-koodin tilalle.
window-remedy-programming-key-last-pin-try = Vielä yksi väärä PIN lukitsee avaimen. Tarkista PIN ja vahvista sitten, että viimeisen yrityksen saa käyttää.
window-remedy-programming-key-pin-untold = Väärä PIN voi olla viimeinen, jonka se ottaa vastaan. Tarkista PIN ja vahvista sitten, että viimeisen yrityksen saa käyttää.
window-remedy-programming-key-pin-blocked = ”{ window-rite-unblock }” (”{ window-nav-programming-keys }”) antaa sille PUK-koodilla uuden PINin. Tai käytä toista ohjelmointiavainta.
window-remedy-programming-key-factory-puk = Anna oma PUK-koodi.
window-remedy-programming-key-puk-untold = Kirjoita PUK-koodi, joka sillä on tai jonka se saa. Oikea koodi ei kuluta yritystä.
window-remedy-programming-key-last-puk-try = Vielä yksi väärä PUK-koodi päättää avaimen: valmistajan työkalun on tyhjennettävä se. Tarkista PUK-koodi ja vahvista sitten, että viimeisen yrityksen saa käyttää.
window-remedy-programming-key-in-use = Poista se ensin järjestelmästä toisella ohjelmointiavaimella, tai ota toinen avain.
window-remedy-programming-key-factory-management-key = ”{ window-rite-prepare }” (”{ window-nav-programming-keys }”) antaa avaimelle oman.
window-remedy-programming-key-management-key-unknown = Valmistele avain komentorivillä sen hallinta-avaimen tiedostolla, tai palauta avain valmistajan työkalulla.
window-remedy-programming-key-management-key-fixed = Vaihda se valmistajan työkalulla ja valmistele avain komentorivillä, tai käytä toista avainta.
window-remedy-programming-key-key-mismatch = ”{ window-rite-prepare }” (”{ window-nav-programming-keys }”) tekee molemmat uudelleen, kysyttyään.
window-remedy-programming-key-not-read-back = Yritä uudelleen. Jos vika toistuu, käytä toista avainta.
window-remedy-programming-key-untrue = Älä käytä sitä enää: se on vioittunut, tai se ei ole mitä se näyttää olevan. Käytä toista ohjelmointiavainta ja poista tämä kohdassa ”{ window-nav-programming-keys }”.
window-remedy-programming-key-of-others = Käytä avainta, jonka käyttäjiin kuulut. Se, joka saa muokata ohjelmointiavaimia, lisää sinut tähän kohdassa ”{ window-nav-programming-keys }”.
window-remedy-programming-key-no-operator = Valitse ainakin yksi.
window-remedy-secrets-wrong-password = Yritä uudelleen. Jos se on unohtunut, ylläpitäjä asettaa uuden kohdassa ”{ window-operators }”, tai palautuskoodi komentorivillä.
window-remedy-email-taken = { $waiting ->
    [yes] Käyttäjä on jo olemassa, ja hänen avaimensa odottaa: valitse sen kohdalla ”{ window-program }”. Jos lisättävä on joku muu, anna toinen osoite.
   *[no] Avaa tuo käyttäjä tai anna toinen osoite.
    }
window-remedy-user-has-media = Päätä jokaisesta: ”{ window-return-key }” tai ”{ window-block-key }”. Käyttäjän poistaminen kysyy sen samalla.
window-remedy-blocklist-full = Avaimet, joiden väline on tyhjennetty tai ei enää avaa mitään, poistetaan listalta komentorivillä. Jos niitä ei ole, siirrä lukkoja toiseen ryhmään (”{ window-nav-blocking-groups }”).
window-remedy-store-not-a-system-file = Anna järjestelmätiedosto tai sen varmuuskopio; sen .slots-päätteinen tiedosto on sen vieressä.
window-remedy-fob-newer-than-records = Ota sen sisältö haltuun komentorivillä ja valitse sitten avaimen kohdalla ”{ window-program }”.
window-remedy-fob-ahead-of-records = Ota sen sisältö tietoihin komentorivillä, ellei toinen asema käytä samaa järjestelmää.
window-remedy-fob-not-dead = Valitse avaimen kohdalla ”{ window-return-key }”, joka tyhjentää sen, tai ”{ window-block-key }”, joka estää sen.
window-remedy-clock-behind = Aseta kello oikeaan aikaan ja yritä uudelleen. Jos se on oikeassa, vahvista se järjestelmätiedoston kohdalta: ”{ window-mend-clock }”.
window-remedy-fob-of-other-key = { $writable ->
    [no] Aseta toinen tunniste, tai ota tämä takaisin ja tyhjennä se ensin: avaimen { $number } kohdalla ”{ window-return-key }”.
   *[other] Aseta toinen tunniste. Jos tämä kirjoitetaan avaimelle { $number }, valitse sen kohdalla ”{ window-program }”; jos se annetaan muulle, ota se ensin takaisin: ”{ window-return-key }”.
    }
window-remedy-fob-unknown = ”{ window-read }” kertoo, onko se toisen järjestelmän, vai avaimen, joka lisättiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin. Muuten aseta toinen tunniste.
window-remedy-fob-blank = Siinä ei ole mitään tyhjennettävää. Avain kirjoitetaan sille valitsemalla luonnoksen kohdalla ”{ window-program }” (”{ window-nav-todo }”).
window-remedy-fob-begun-elsewhere = Tee se valmiiksi asemalla, joka sen aloitti. Ellei kukaan tee, se tyhjennetään komentorivillä, jos se on tämän järjestelmän; sitten se on taas käytettävissä.
window-remedy-fob-of-lost-key = Se tyhjennetään komentorivillä; sitten se on taas käytettävissä. Jos se lähtee käsistäsi, myös sen numero { $number } estetään siellä. Uudemmassa varmuuskopiossa, jos sellainen on, avain on mukana.
window-remedy-task-write-begun = Aseta tunniste kooderille ja valitse avaimen kohdalla ”{ window-program }”; se vie kirjoituksen loppuun. Jos tunniste on rikki tai tuhottu, valitse avaimen { $number } kohdalla ”{ window-replace-key }”.
window-remedy-task-over = Ei ole mitään peruttavaa. Avaimen tila näkyy kohdassa ”{ window-nav-keys }”.
window-remedy-operator-last-administrator = Tee ensin jostakusta muusta ylläpitäjä: ”{ window-add-operator }” (”{ window-operators }”) roolilla, jossa on hallintaoikeus. Viimeinen ylläpitäjä jää.
window-remedy-recovery-code-not-shown = Näytä se siellä, missä sen voi lukea, ja tee uusi koodi uudelleen.
window-remedy-word-unknown = Valitse jokin tarjotuista sanoista.
window-remedy-campaign-running = Vie se ensin loppuun: ”{ window-nav-programming-keys }” kertoo, mitä on jäljellä.
window-remedy-invitation-missing = Lähetä käyttäjälle kutsu: sitä tarjotaan, kun käyttäjää muokataan.
window-remedy-invitation-revoked = Jos käyttäjä kutsutaan sittenkin, lähetä uusi kutsu: sitä tarjotaan, kun käyttäjää muokataan.
window-remedy-operator-address = Vaihda se kohdassa ”{ window-operators }”, jossa kysytään salasana.
window-remedy-operator-already = Muuta operaattorin rooleja tai salasanaa kohdassa ”{ window-operators }”.
window-remedy-operator-unknown = Kirjaudu operaattorina tai pyydä järjestelmän hallitsijaa lisäämään käyttäjä kohdassa ”{ window-operators }”.
window-remedy-system-one-recipient = Lisää toinen ohjelmointiavain kohdassa ”{ window-nav-programming-keys }”, tai koeta siellä tulostettu palautuskoodi. Ohjelmoi sitten ensimmäinen avaintunniste.
window-remedy-user-still-operator = Poista ensin kirjautumisoikeus kohdassa ”{ window-operators }”.
window-remedy-blocklist-no-room = Avaimet, joiden väline on tyhjennetty tai ei enää avaa mitään, poistetaan listalta komentorivillä. Tai valitse toinen avainten estoryhmä.
window-remedy-key-opens-nothing = { $held ->
    [yes] Aseta sen tunniste kooderille ja valitse avaimen kohdalla ”{ window-return-key }”. Jos se ei ole käsillä, ”{ window-block-key }” estää sen.
   *[other] Anna käyttäjälle rooli tai yksityinen tila, tai palauta lähde avaimelle.
}
window-remedy-log-broken = Säilytä tiedosto todisteena ja vertaa varmuuskopioon ja kuittien lokinumeroihin.
