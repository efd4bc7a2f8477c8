# Texte der Seiten, die der Server ausgibt; das Portal selbst lädt sie nicht.
page-noscript = Um einen Service anzufragen, sich anzumelden und Ihre Anfragen zu verfolgen, brauchen Sie JavaScript. Alles andere können Sie auch ohne JavaScript lesen und durchsuchen. Wenn Sie jetzt etwas brauchen, wenden Sie sich an den Service-Desk.
page-apply = Anwenden
page-nothing-found = Keine Ergebnisse
