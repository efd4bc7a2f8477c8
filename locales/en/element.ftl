# What the custom element says before the portal runs, and instead of it. Plain texts only: no variables.
element-loading = Loading the help portal
element-failed = The help portal could not start here. You can open it on its own page, or try again.
element-stopped = The help portal stopped because of a fault. Everything you sent is safe. Try again, or open it on its own page.
element-open = Open the help portal
element-retry = Try again
element-noscript = The help portal needs JavaScript. Please allow it for this page, or ask the service desk for help.
