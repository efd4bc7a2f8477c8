### Porticos eigene Wörter.

## Navigation

nav-label = Hauptnavigation
nav-services = Services
nav-articles = Hilfeartikel
nav-requests = Meine Anfragen
nav-search = Suche
nav-contact = Kontakt
nav-privacy = Datenschutz
nav-profile = Ihr Profil, { $name }
skip-to-content = Zum Inhalt springen
back = Zurück
go-home = Zur Startseite
demo-tag = Demo
demo-note = Vorführung: Die Personen sind erfunden, und nichts, was Sie senden, erreicht jemanden.

## States

loading = Wird geladen
show-more = Mehr anzeigen
more-loaded =
    { $count ->
        [one] { $count } weiterer Eintrag
       *[other] { $count } weitere Einträge
    }
try-again = Erneut versuchen
failed-unreachable = Der Dienst ist nicht erreichbar
failed-timed-out = Der Dienst hat zu lange nicht geantwortet
failed-sign-in = Bitte melden Sie sich an
failed-not-found = Das gibt es nicht, oder nicht für Sie
failed-broken = Bei uns ist etwas schiefgegangen
advice-unreachable = Prüfen Sie Ihre Verbindung und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.
advice-timed-out = Vielleicht ist er gerade ausgelastet. Warten Sie einen Moment und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.
advice-sign-in = Sie sind nicht angemeldet, oder Ihre Anmeldung ist abgelaufen.
advice-not-found = Die Adresse ist vielleicht veraltet. Suchen Sie nach dem, was Sie brauchen.
advice-refused = Ändern Sie, was oben genannt ist, oder versuchen Sie es erneut.
advice-broken = Es liegt nicht an Ihnen. Versuchen Sie es gleich noch einmal; bleibt es so, melden Sie sich bei uns.
opens-new-tab = (öffnet einen neuen Tab)
read-more = Mehr lesen
all = Alle
categories = Kategorien
announcements = Mitteilungen
level-info = Information:
level-warning = Warnung:
level-outage = Störung:

## Search

search = Suchen
search-label = Services und Hilfe suchen
search-portal = Im Portal suchen
search-title = Suche
search-start-title = Was brauchen Sie?
search-start-text = Geben Sie ein paar Wörter ein, etwa „neuer Laptop“ oder „VPN“.
search-count =
    { $count ->
        [0] Nichts gefunden
        [one] { $count } Treffer
       *[other] { $count } Treffer
    }
search-no-services = Keine passenden Services.
search-no-articles = Keine passenden Artikel.
search-nothing-title = Nichts gefunden für „{ $words }“
search-nothing-text = Versuchen Sie andere Wörter, oder sagen Sie uns, was Sie brauchen. Wir finden die richtige Stelle dafür.

## Home

home-title = Wie können wir helfen?
home-greeting = Hallo { $name }, wie können wir helfen?
home-popular = Häufig gewünscht
home-categories = Nach Kategorie
home-all-services = Alle Services
home-my-requests = Ihre offenen Anfragen
home-all-requests = Alle Ihre Anfragen
home-articles = Selbst helfen
home-all-articles = Alle Artikel
home-person = Möchten Sie lieber mit einem Menschen sprechen?
services-count =
    { $count ->
        [one] { $count } Service
       *[other] { $count } Services
    }

## Catalogue

services-title = Services
services-filter = Services filtern
services-none-title = Hier gibt es keine Services
services-none-text = Versuchen Sie andere Wörter oder eine andere Kategorie.
service-missing = Diesen Service finden wir nicht
service-facts = Über diesen Service
service-included = Was dazugehört
service-steps = Wie es weitergeht
service-order = Anfragen
service-sign-in-note = Sie können das Formular jetzt ausfüllen und sich vor dem Senden anmelden.
service-articles = Diese Artikel könnten helfen
service-related = Ähnliche Services
not-orderable-tag = Für Sie nicht bestellbar
not-orderable-title = Sie können das nicht selbst bestellen
not-orderable-why = Dieser Service steht Ihnen nicht offen.
not-orderable-contact = Fragen Sie uns danach
fact-price = Preis
fact-target = Erledigt
fact-approvals = Genehmigung
fact-provider = Zuständig
fact-owner = Verantwortlich
fact-seen-by = Wer Ihre Anfrage sieht
approvals-none = Nicht nötig
approver-manager = Ihre Führungskraft
approver-manager-named = { $name } (Ihre Führungskraft)
approver-owner = Verantwortliche Person des Services
approver-owner-named = { $name } (verantwortlich für den Service)
approver-person = Eine benannte Person
price-free = Kostenlos
price-once = { $money }
price-month = { $money } pro Monat
price-year = { $money } pro Jahr
within = innerhalb von { $time }
working-days =
    { $count ->
        [one] { $count } Arbeitstag
       *[other] { $count } Arbeitstagen
    }
days =
    { $count ->
        [one] { $count } Tag
       *[other] { $count } Tagen
    }
working-hours =
    { $count ->
        [one] { $count } Arbeitsstunde
       *[other] { $count } Arbeitsstunden
    }
hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }

## Forms

form-title = Anfrage: { $service }
form-next = Bevor Sie senden
form-send = Anfrage senden
form-sending = Wird gesendet …
form-leave = Zurück zum Service
form-kept = Ihre Angaben sind noch da. Erneutes Senden kann keine zweite Anfrage anlegen.
form-changed = Dieses Formular wurde geändert, während Sie es ausgefüllt haben. Ihre Angaben sind noch da: Prüfen Sie sie und senden Sie erneut.
form-maybe-sent = Ein früherer Versuch ist vielleicht mit anderen Angaben angekommen. Sehen Sie zuerst in Ihren Anfragen nach; erneutes Senden legt eine neue an.
form-sign-in-note = Beim Senden werden Sie gebeten, sich anzumelden. Ihre Angaben bleiben erhalten.
form-unknown-title = Dieses Formular kann nicht angezeigt werden
form-unknown-text = Es enthält etwas, das diese Version nicht kennt. Melden Sie sich bei uns, wir nehmen Ihre Anfrage auf.
optional = (freiwillig)
choose = Auswählen …
example = Zum Beispiel: { $example }
characters-left =
    { $count ->
        [one] noch { $count } Zeichen
       *[other] noch { $count } Zeichen
    }
characters-over =
    { $count ->
        [one] { $count } Zeichen zu viel
       *[other] { $count } Zeichen zu viel
    }
summary-title =
    { $count ->
        [one] Eine Angabe stimmt noch nicht
       *[other] { $count } Angaben stimmen noch nicht
    }
wrong-required = Geben Sie etwas ein
wrong-choose = Wählen Sie etwas aus
wrong-date-missing = Geben Sie ein Datum ein
wrong-consent = Setzen Sie das Häkchen, um fortzufahren
wrong-type = Geben Sie etwas anderes ein
wrong-number = Geben Sie eine Zahl ein, etwa 3 oder 2,5
wrong-integer = Geben Sie eine ganze Zahl ein, etwa 3
wrong-min-length =
    { $count ->
        [one] Geben Sie mindestens { $count } Zeichen ein
       *[other] Geben Sie mindestens { $count } Zeichen ein
    }
wrong-max-length =
    { $count ->
        [one] Geben Sie höchstens { $count } Zeichen ein
       *[other] Geben Sie höchstens { $count } Zeichen ein
    }
wrong-pattern = Geben Sie es in der beschriebenen Form ein
wrong-pattern-example = Geben Sie es so ein: { $example }
wrong-email = Geben Sie eine E-Mail-Adresse ein, etwa name@firma.de
wrong-uri = Geben Sie eine vollständige Webadresse ein, etwa https://firma.de
wrong-date = Geben Sie ein gültiges Datum ein
wrong-minimum = Geben Sie { $limit } oder mehr ein
wrong-maximum = Geben Sie { $limit } oder weniger ein
wrong-more-than = Geben Sie mehr als { $limit } ein
wrong-less-than = Geben Sie weniger als { $limit } ein
wrong-multiple = Geben Sie ein Vielfaches von { $limit } ein
yes = Ja
no = Nein

## Requests

receipt-title = Anfrage gesendet
receipt-number = Ihre Nummer:
receipt-follow = Anfrage verfolgen
receipt-questions = Fragen?
requests-title = Meine Anfragen
requests-filter = Welche Anfragen
requests-open = Offen
requests-closed = Erledigt
requests-none-title = Keine offenen Anfragen
requests-none-text = Wenn Sie etwas anfragen, können Sie es hier verfolgen.
requests-none-closed-title = Noch nichts erledigt
requests-none-closed-text = Erledigte Anfragen bleiben hier zum Nachsehen.
requests-find = Service finden
request-missing = Diese Anfrage finden wir nicht
request-facts = Über diese Anfrage
request-state = Stand
request-next = Wie es weitergeht
request-due = Fällig
request-due-at = Fällig { $time }
request-sent-at = Gesendet { $time }
request-requester = Angefragt von
request-timeline = Was bisher geschah
request-answers = Ihre Angaben
approval-pending = { $who }: noch nicht entschieden
approval-approved = { $who }: genehmigt
approval-declined = { $who }: abgelehnt
event-created = hat die Anfrage gesendet
event-state = hat den Stand geändert
event-comment = schrieb
event-other = hat die Anfrage geändert
event-system = Portico
comment-label = Kommentar hinzufügen
comment-missing = Schreiben Sie zuerst etwas
comment-send = Kommentar senden
comment-sent = Kommentar gesendet
comment-kept = Ihr Kommentar ist noch da. Erneutes Senden kann ihn nicht doppelt senden.

## Articles

articles-title = Hilfeartikel
articles-filter = Artikel filtern
articles-none-title = Hier gibt es keine Artikel
articles-none-text = Versuchen Sie andere Wörter oder eine andere Kategorie.
article-missing = Diesen Artikel finden wir nicht
article-reviewed = Geprüft am { $date }
article-other-language = Nicht in Ihrer Sprache verfügbar
article-contents = Auf dieser Seite
article-no-help = Hat nicht geholfen?
article-person = Mit einem Menschen sprechen
article-related = Weiterlesen
callout-note = Hinweis
callout-tip = Tipp
callout-important = Wichtig
callout-warning = Warnung
callout-caution = Vorsicht
task-done = Erledigt:
task-open = Offen:
table-label = Tabelle
download-failed = Das Herunterladen hat nicht geklappt. Versuchen Sie es erneut.

## People

contact-title = Kontakt
contact-phone = Telefon
contact-email = E-Mail
contact-hours = Zeiten
contact-place = Ort
contact-none-title = Kein Kontakt angegeben
contact-none-text = Dieses Portal nennt noch keinen Kontakt.
privacy-title = Datenschutz
privacy-none-title = Keine Datenschutzhinweise
privacy-none-text = Dieses Portal zeigt noch keine Datenschutzhinweise.
profile-title = Ihr Profil
profile-name = Name
profile-job = Funktion
profile-department = Abteilung
profile-location = Standort
profile-manager = Führungskraft
profile-language = Sprache
profile-none-title = Sie sind nicht angemeldet
profile-none-text = Melden Sie sich an, um Ihre Daten und Anfragen zu sehen.
sign-in = Anmelden
sign-in-title = Anmelden
sign-in-persona = Dies ist eine Vorführung. Wählen Sie, wer Sie sein möchten.
sign-in-bearer = Die Seite um dieses Portal meldet Sie an. Laden Sie sie neu, falls nicht.
sign-in-proxy = Die Anmeldung Ihrer Firma meldet Sie an. Laden Sie diese Seite neu, falls nicht.
sign-in-trouble = Probleme beim Anmelden?
sign-in-done = Sie sind angemeldet als { $name }
sign-in-done-text = Sie können dort weitermachen, wo Sie waren.
sign-in-continue = Weiter
sign-out = Abmelden
signed-out = Sie sind abgemeldet
not-found-title = Seite nicht gefunden
not-found-text = Die Adresse ist vielleicht vertippt oder veraltet. Suchen Sie nach dem, was Sie brauchen.
