# Letters.
mail-invitation-subject = Avaimesi kohteessa { $system }
mail-invitation-greeting = Hei { $name },
mail-invitation-what = olet saanut avaimia kohteeseen { $system }.
mail-invitation-how = Luo tili nähdäksesi avaimesi ja mitä ne avaavat:
mail-invitation-button = Luo tili
mail-invitation-until = Linkki toimii kerran, { $until } asti.
mail-invitation-unexpected = Jos et odottanut tätä viestiä, sinun ei tarvitse tehdä mitään.

# Why a letter was not sent.
error-mail-settings = Sähköpostipalvelimen asetus { $what } on virheellinen.
error-mail-settings-remedy = Korjaa se komennolla `system mail`.
error-mail-server-unreachable = Siellä ei vastaa mikään sähköpostipalvelin.
error-mail-server-unreachable-remedy = Tarkista nimi ja portti komennolla `system mail` sekä verkko. Kutsu odottaa ja lähetetään uudelleen.
error-mail-server-slow = Sähköpostipalvelin vastasi liian hitaasti.
error-mail-server-slow-remedy = Kutsu odottaa ja lähetetään uudelleen.
error-mail-server-without-tls = Sähköpostipalvelin ei tarjoa suojattua yhteyttä; mitään ei lähetetty.
error-mail-server-without-tls-remedy = Kysy oikea portti (yleensä 587 ja starttls tai 465 ja tls). Viestejä ei koskaan lähetetä suojaamatta.
error-mail-server-certificate = Sähköpostipalvelimen varmenne ei vastaa sen nimeä, on vanhentunut tai tuntemattoman myöntäjän.
error-mail-server-certificate-remedy = Käytä palvelimen koko nimeä; yrityksen oman varmentajan varmenne annetaan komennolla `system mail --authority FILE`.
error-mail-sign-in = Sähköpostipalvelin ei hyväksy nimeä ja salasanaa.
error-mail-sign-in-remedy = Korjaa ne komennolla `system mail`.
error-mail-refused = Sähköpostipalvelin hylkäsi viestin ({ $status }).
error-mail-refused-remedy = Tarkista käyttäjän sähköpostiosoite ja lähetä kutsu uudelleen.
error-mail-put-off = Sähköpostipalvelin lykkäsi viestiä ({ $status }).
error-mail-put-off-remedy = Kutsu odottaa ja lähetetään uudelleen.
error-mail-line-broken = Yhteys sähköpostipalvelimeen katkesi; viesti ei lähtenyt.
error-mail-line-broken-remedy = Kutsu odottaa ja lähetetään uudelleen.
error-mail-unsure = Yhteys katkesi palvelimen ottaessa viestiä vastaan: ei tiedetä, lähtikö se.
error-mail-unsure-remedy = Kysy käyttäjältä; jos mitään ei tullut, lähetä kutsu uudelleen. Aiempi linkki ei sen jälkeen toimi.
error-mail-address = Sähköpostiosoite ei kelpaa viestiin.
error-mail-address-remedy = Korjaa käyttäjän sähköpostiosoite tai nimi.
error-mail-not-set = Sähköpostipalvelinta ei ole asetettu; kutsu odottaa.
error-mail-not-set-remedy = Aseta se komennolla `system mail`.
