# Texts of the pages that the server renders; the portal itself does not load them.
page-noscript = Requesting a service, signing in and following your requests need JavaScript. You can read and search everything else without it. To request something now, contact the service desk.
page-apply = Apply
page-nothing-found = No results
