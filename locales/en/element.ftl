# Texts of the custom element, shown before the portal runs and when it cannot run. They cannot have variables.
element-loading = Loading the help portal
element-failed = The help portal couldn’t start here. Try again, or open it on its own page.
element-stopped = Something went wrong and the help portal stopped. Everything you sent is safe. Try again, or open it on its own page.
element-readable = The help portal couldn’t start here. You can read this page and follow its links, but you can’t send a request or sign in. Try again, or contact the service desk.
element-open = Open the help portal
element-retry = Try again
element-noscript = The help portal needs JavaScript. Turn it on for this page, or contact the service desk.
