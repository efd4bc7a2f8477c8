# Texte des Elements, bevor das Portal läuft und wenn es nicht laufen kann. Variablen sind nicht möglich.
element-loading = Das Hilfeportal wird geladen
element-failed = Das Hilfeportal konnte hier nicht starten. Versuchen Sie es erneut oder öffnen Sie es auf einer eigenen Seite.
element-stopped = Ein Fehler ist aufgetreten, und das Hilfeportal wurde beendet. Was Sie gesendet haben, ist sicher. Versuchen Sie es erneut oder öffnen Sie es auf einer eigenen Seite.
element-readable = Das Hilfeportal konnte hier nicht starten. Sie können diese Seite lesen und ihren Links folgen, aber keine Anfrage senden und sich nicht anmelden. Versuchen Sie es erneut oder wenden Sie sich an den Service-Desk.
element-open = Hilfeportal öffnen
element-retry = Erneut versuchen
element-noscript = Das Hilfeportal braucht JavaScript. Schalten Sie es für diese Seite ein oder wenden Sie sich an den Service-Desk.
