# Letters.
mail-invitation-subject = Your keys in { $system }
mail-invitation-greeting = Hello { $name },
mail-invitation-what = you have been given keys in { $system }.
mail-invitation-how = Make an account to see your keys and where they open:
mail-invitation-button = Make an account
mail-invitation-until = The link works once, until { $until }.
mail-invitation-unexpected = If you did not expect this letter, you need not do anything.

# Why a letter was not sent.
error-mail-settings = The setting { $what } of the mail server makes no sense.
error-mail-settings-remedy = Correct it with `system mail`.
error-mail-server-unreachable = No mail server answers there.
error-mail-server-unreachable-remedy = Check name and port with `system mail`, and the network. The invitation waits and is tried again.
error-mail-server-slow = The mail server took too long.
error-mail-server-slow-remedy = The invitation waits and is tried again.
error-mail-server-without-tls = The mail server offers no protected line; nothing was sent.
error-mail-server-without-tls-remedy = Ask for the right port (usually 587 with starttls or 465 with tls). Letters are never sent in the clear.
error-mail-server-certificate = The certificate of the mail server is not right for its name, too old, or of an authority this computer does not know.
error-mail-server-certificate-remedy = Use the server's full name; for a company's own authority give its certificate with `system mail --authority FILE`.
error-mail-sign-in = The mail server refuses name and password.
error-mail-sign-in-remedy = Correct them with `system mail`.
error-mail-refused = The mail server refuses the letter ({ $status }).
error-mail-refused-remedy = Check the user's e-mail address, then send the invitation again.
error-mail-put-off = The mail server puts the letter off ({ $status }).
error-mail-put-off-remedy = The invitation waits and is tried again.
error-mail-line-broken = The line to the mail server broke; the letter did not go.
error-mail-line-broken-remedy = The invitation waits and is tried again.
error-mail-unsure = The line broke while the mail server took the letter: whether it went is not known.
error-mail-unsure-remedy = Ask the user; where nothing came, send the invitation again. The earlier link then no longer works.
error-mail-address = The e-mail address cannot stand in a letter.
error-mail-address-remedy = Correct the user's e-mail address or name.
error-mail-not-set = No mail server is set up; the invitation waits.
error-mail-not-set-remedy = Set one up with `system mail`.
