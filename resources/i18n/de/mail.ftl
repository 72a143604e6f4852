# Letters.
mail-invitation-subject = Ihre Schlüssel in { $system }
mail-invitation-greeting = Guten Tag { $name },
mail-invitation-what = Sie haben Schlüssel in { $system } erhalten.
mail-invitation-how = Legen Sie ein Konto an, um Ihre Schlüssel zu sehen und wo sie öffnen:
mail-invitation-button = Konto anlegen
mail-invitation-until = Der Link gilt einmal, bis zum { $until }.
mail-invitation-unexpected = Wenn Sie diesen Brief nicht erwartet haben, müssen Sie nichts tun.

# Why a letter was not sent.
error-mail-settings = Die Einstellung { $what } des Mailservers ergibt keinen Sinn.
error-mail-settings-remedy = Berichtigen Sie sie mit `system mail`.
error-mail-server-unreachable = Dort antwortet kein Mailserver.
error-mail-server-unreachable-remedy = Prüfen Sie Name und Port mit `system mail` und das Netz. Die Einladung wartet und wird erneut versucht.
error-mail-server-slow = Der Mailserver hat zu lange gebraucht.
error-mail-server-slow-remedy = Die Einladung wartet und wird erneut versucht.
error-mail-server-without-tls = Der Mailserver bietet keine geschützte Verbindung; nichts wurde gesendet.
error-mail-server-without-tls-remedy = Erfragen Sie den richtigen Port (meist 587 mit starttls oder 465 mit tls). Briefe gehen nie ungeschützt hinaus.
error-mail-server-certificate = Das Zertifikat des Mailservers passt nicht zu seinem Namen, ist abgelaufen oder stammt von einer unbekannten Stelle.
error-mail-server-certificate-remedy = Nehmen Sie den vollen Namen des Servers; für eine eigene Zertifizierungsstelle geben Sie deren Zertifikat mit `system mail --authority FILE` an.
error-mail-sign-in = Der Mailserver weist Name und Passwort ab.
error-mail-sign-in-remedy = Berichtigen Sie sie mit `system mail`.
error-mail-refused = Der Mailserver weist den Brief ab ({ $status }).
error-mail-refused-remedy = Prüfen Sie die E-Mail-Adresse des Benutzers und senden Sie die Einladung dann erneut.
error-mail-put-off = Der Mailserver vertagt den Brief ({ $status }).
error-mail-put-off-remedy = Die Einladung wartet und wird erneut versucht.
error-mail-line-broken = Die Verbindung zum Mailserver brach ab; der Brief ging nicht hinaus.
error-mail-line-broken-remedy = Die Einladung wartet und wird erneut versucht.
error-mail-unsure = Die Verbindung brach ab, während der Mailserver den Brief annahm: ob er hinausging, ist nicht bekannt.
error-mail-unsure-remedy = Fragen Sie den Benutzer; kam nichts an, senden Sie die Einladung erneut. Der frühere Link gilt dann nicht mehr.
error-mail-address = Die E-Mail-Adresse kann in keinem Brief stehen.
error-mail-address-remedy = Berichtigen Sie E-Mail-Adresse oder Name des Benutzers.
error-mail-not-set = Kein Mailserver ist eingerichtet; die Einladung wartet.
error-mail-not-set-remedy = Richten Sie einen mit `system mail` ein.
