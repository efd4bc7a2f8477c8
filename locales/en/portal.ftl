### The portal's texts. A key is named after the place where its text is used.

## Navigation

nav-label = Main
nav-services = Services
nav-articles = Help articles
nav-requests = My requests
nav-approvals = Approvals
nav-work = Work
nav-waiting =
    { $count ->
        [one] { $count } waiting
       *[other] { $count } waiting
    }
nav-search = Search
nav-contact = Contact
nav-privacy = Privacy
nav-profile = Your profile, { $name }
skip-to-content = Skip to content
back = Back
close = Close
crumbs = Breadcrumb
theme = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark
go-home = Go to the home page
demo-tag = Demo
demo-note = This is a demo: the people are made up, and nothing you send reaches anyone.

## States

loading = Loading
show-more = Show more
more-loaded =
    { $count ->
        [one] { $count } more shown
       *[other] { $count } more shown
    }
try-again = Try again
failed-unreachable = We can’t reach the service
failed-timed-out = The service took too long to respond
failed-busy = The service is busy
failed-sign-in = Sign in to continue
failed-not-found = Page not found, or you don’t have access
failed-blocked = Your network blocked this (error { $status })
failed-broken = Something went wrong
portal-failed = Part of this portal couldn’t be loaded. { $why }.
advice-unreachable = Check your connection and try again. Nothing you typed is lost.
advice-timed-out = It may be busy. Wait a moment and try again. Nothing you typed is lost.
advice-busy = Nothing you typed is lost. Wait a moment and try again.
advice-busy-until = Nothing you typed is lost. We’ll try again at { $time }.
advice-busy-in =
    { $count ->
        [one] Nothing you typed is lost. We’ll try again in { $count } second.
       *[other] Nothing you typed is lost. We’ll try again in { $count } seconds.
    }
advice-sign-in = You’re not signed in, or your session has expired.
advice-not-found = The link may be out of date. Try searching instead.
advice-blocked = Nothing you typed is lost. Try again. If it keeps happening, tell the help desk the error number.
advice-refused = Fix the problem above, or try again.
advice-broken = This is a problem on our side. Try again in a moment. If it keeps happening, contact us.
opens-new-tab = (opens in a new tab)
read-more = Read more
all = All
language-other = In { $language }
language-unknown = In another language
categories = Categories
announcements = Announcements
announcement-close = Dismiss “{ $title }”
announcements-again =
    { $count ->
        [one] Show { $count } dismissed announcement
       *[other] Show { $count } dismissed announcements
    }
level-info = Information:
level-warning = Warning:
level-outage = Outage:

## Search

search = Search
search-label = Search for services and help
search-portal = Search the portal
search-title = Search
search-start-title = What do you need?
search-start-text = Try a few words, such as “new laptop” or “VPN”.
search-count =
    { $count ->
        [0] No results
        [one] { $count } result
       *[other] { $count } results
    }
search-nothing-title = No results for “{ $words }”
search-nothing-text = Try different words, or tell us what you need and we’ll find the right place for it.
search-close = Close search
search-clear = Clear
search-results = Results
search-recent = Recent searches
search-forget = Clear recent searches
search-places = Pages
search-all = All results for “{ $words }”
search-all-of-kind = Show all
search-none-here = No results yet. Press Enter for other ways to get help.
search-none-filtered = No results with this filter.
search-unfiltered = Show all results
search-filters = Filter results
search-closest = Did you mean
search-layout = Showing results for “{ $words }”, which is what you typed in another keyboard layout.
search-why-matched = Matched:
search-why-typed = (you typed “{ $typed }”)
search-why-word = Also known as:
search-in-texts = Found in the text
search-keys-choose = choose
search-keys-open = open
search-keys-close = close
search-words-requests = status, tickets, orders, progress, track
search-words-approvals = approve, decide, sign off, permission
search-words-work = queue, tickets, tasks, team, assigned
search-words-drafts = unfinished, not sent, saved forms
search-words-services = catalogue, order something
search-words-contact = phone, call, email, talk to a person, help desk
search-words-profile = sign out, language, account, shared computer

## Home

home-title = How can we help?
home-greeting = Hello { $name }, how can we help?
home-popular = Popular services
home-categories = Browse by category
home-waiting = Waiting for you
home-approvals =
    { $count ->
        [one] { $count } request needs your decision
       *[other] { $count } requests need your decision
    }
home-work =
    { $count ->
        [one] { $count } request for your team is unassigned
       *[other] { $count } requests for your team are unassigned
    }
home-all-services = All services
home-my-requests = Your open requests
home-all-requests = All your requests
home-articles = Fix it yourself
home-all-articles = All articles
home-help = Help
home-person = Prefer to talk to someone?
services-count =
    { $count ->
        [one] { $count } service
       *[other] { $count } services
    }

## Catalogue

services-title = Services
services-filter = Filter services
services-none-title = No services found
services-none-text = Try different words or another category.
service-missing = Service not found
order = Sort by
order-category = Category
order-best = Best match
order-name = Name
order-popular = Most requested
order-price = Price, lowest first
order-time = Delivery time, fastest first
group-other = Other
service-facts = About this service
service-included = What’s included
service-steps = What happens next
service-order = Request this
service-sign-in-note = You can fill in the form now and sign in when you send it.
service-articles = These articles may help
service-related = Related services
not-orderable-tag = You can’t order this
not-orderable-title = You can’t order this yourself
not-orderable-why = This service isn’t available to you.
not-orderable-contact = Ask us about it
fact-price = Price
fact-target = Delivery time
fact-approvals = Approval
fact-provider = Provided by
fact-owner = Service owner
fact-seen-by = Who can see your request
approvals-none = None needed
approver-manager = Your manager
approver-manager-named = { $name } (manager)
approver-owner = The service owner
approver-owner-named = { $name } (service owner)
approver-person = A named approver
price-free = Free
price-once = { $money }
price-month = { $money } per month
price-year = { $money } per year
within = within { $time }
working-days =
    { $count ->
        [one] { $count } working day
       *[other] { $count } working days
    }
days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
working-hours =
    { $count ->
        [one] { $count } working hour
       *[other] { $count } working hours
    }
hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }

## Forms

form-title = Request: { $service }
form-crumb = Request
form-next = Before you send
form-send = Send request
form-sending = Sending…
form-left =
    { $count ->
        [0] Ready to send
        [one] { $count } answer still needed
       *[other] { $count } answers still needed
    }
form-kept = Your answers are still here. Sending again won’t create a second request.
form-kept-blocked = It probably didn’t reach us. Your answers are still here, and sending again won’t create a second request.
form-not-received = We haven’t received your request yet. Check its progress in My drafts.
form-changed = This form changed while you were filling it in. Your answers are still here: check them and send again.
form-maybe-sent = An earlier attempt may have reached us with different answers. Check your requests first: sending again creates a new one.
form-sign-in-note = You’ll be asked to sign in when you send. Your answers will be kept.
field-unknown = This version doesn’t support the field type “{ $control }”, so type your answer instead.
field-reveal = Show
field-not-set = not set
field-rating = { $mark } of { $most }
field-unit = Unit
unit-minutes = minutes
unit-hours = hours
unit-days = days
unit-weeks = weeks
range-from = From
range-to = To
lookup-loading = Searching…
lookup-failed = The search didn’t work. Type again to retry.
lookup-none = No matches
chip-remove = Remove { $name }
chip-removed = { $name } removed
choice-priced = { $label } (+ { $money })
markdown-modes = Write or preview
markdown-write = Write
markdown-preview = Preview
markdown-nothing = Nothing to preview yet.
markdown-hint = You can use **bold**, *italic*, - lists, `code` and [links](https://…).
files-drop = You can also drop or paste files here.
files-drop-pictures = You can also drop or paste pictures here, or take one with your phone.
file-remove = Remove { $name }
file-empty = { $name } is empty. Choose another file.
file-too-large = { $name } is too large. The limit is { $size }.
file-wrong-type = { $name } isn’t an accepted file type.
file-too-many =
    { $count ->
        [one] You can add one file. Remove it to choose another.
       *[other] You can add up to { $count } files.
    }
file-none-taken = Attachments aren’t supported here. Describe it in words instead.
file-sending = { $size }, uploading
file-waiting = { $size }, waiting for a connection. Saved on this device.
file-done = { $size }, received
file-cancelled = Upload cancelled
file-sign-in = Sign in to continue the upload.
file-refused-size = This file is too large. Remove it.
file-refused-type = This file’s content isn’t an accepted type. Remove it.
file-refused = This file wasn’t accepted. Remove it.
file-damaged = This file keeps arriving damaged. Try again, or choose another.
file-gone = This file is no longer on this device. Remove it and choose it again.
list-empty = Nothing added yet.
list-item = Item { $number }
list-add = Add another
list-full = You can’t add any more.
list-up = Move item { $number } up
list-down = Move item { $number } down
list-remove = Remove item { $number }
list-removed = Removed
list-moved = Moved to position { $number }
list-tools = Reorder or remove
steps-label = Steps
step-count = Step { $place } of { $count }
step-review = Check your answers
step-next = Continue
step-back = Back
review-change = Change
review-nothing = Nothing to answer here.
form-total = Total
form-due-now = Expected by { $time }
form-broken-title = There’s a problem with this form
form-broken-details = Details for the service owner
form-choose-first = There are two versions of your answers. Choose one above, then send.
form-broken-text = It’s not your fault. Tell us what you need: we’ll take your request and have the form fixed.
optional = (optional)
alternative-choose = Choose an option
alternative-none = None of these
alternative-number = Option { $number }
choose = Choose…
example = For example: { $example }
characters-left =
    { $count ->
        [one] { $count } character left
       *[other] { $count } characters left
    }
characters-over =
    { $count ->
        [one] { $count } character too many
       *[other] { $count } characters too many
    }
summary-title =
    { $count ->
        [one] There is a problem with one answer
       *[other] There are problems with { $count } answers
    }
error-required = Enter an answer
error-choose = Choose an option
error-date-missing = Enter a date
error-consent = Tick the box to continue
error-type = Enter a valid answer
error-number = Enter a number, such as { $example }
error-integer = Enter a whole number, such as { $example }
error-precision = Enter a number with at most 15 digits
error-min-length =
    { $count ->
        [one] Enter at least { $count } character
       *[other] Enter at least { $count } characters
    }
error-max-length =
    { $count ->
        [one] Enter at most { $count } character
       *[other] Enter at most { $count } characters
    }
error-pattern = Enter this in the right format
error-pattern-example = Use a format like { $example }
error-email = Enter an email address, such as name@company.com
error-uri = Enter a full web address, such as https://company.com
error-date = Enter a real date
error-minimum = Enter { $limit } or more
error-maximum = Enter { $limit } or less
error-more-than = Enter more than { $limit }
error-less-than = Enter less than { $limit }
error-multiple = Enter a multiple of { $limit }
error-choose-some = Choose at least one option
error-file-missing = Add a file
error-time = Enter a time, such as 14:30
error-moment = Enter a date and time
error-duration = Enter a length of time as a whole number
error-range = The end can’t be before the start
error-unique = Entries must be unique
error-unknown = This answer doesn’t belong to any field
error-lookup = Choose one of the suggestions
error-one-of = Answer one of these: { $fields }
error-only-one-of = Answer only one of these: { $fields }
error-min-properties =
    { $count ->
        [one] Answer at least one question
       *[other] Answer at least { $count } questions
    }
error-yes-no = For “yes”, tick the box. For “no”, tick it and clear it again.
error-pattern-help = Enter it as described: { $help }
error-date-part = Enter the whole date, or clear it
error-regex = Enter a valid regular expression
choice-lost = “{ $name }” was removed because it’s no longer available.
record-lost = Your choice no longer exists, so it was removed.
field-clear = Clear answer
list-removed-number = Item { $number } was removed.
list-undo = Undo
list-restored = Item restored
lookup-sign-in = Sign in to search here
error-min-items =
    { $count ->
        [one] Add at least { $count } entry
       *[other] Add at least { $count } entries
    }
error-max-items =
    { $count ->
        [one] Add no more than { $count } entry
       *[other] Add no more than { $count } entries
    }
yes = Yes
no = No

## Gallery

gallery-title = Form gallery
gallery-lead = Every type of field and rule, with its form document beside it. Edit the document to change the form.
gallery-file = Try your own form document
gallery-open = Open it
gallery-all = All examples
gallery-document = Form document
gallery-check = Check the answers
gallery-right = No problems with these answers.
gallery-sent = What would be sent

## Requests

receipt-title = Request sent
receipt-again = Already received as { $number }
receipt-again-text = We already had your request, so nothing was sent twice.
receipt-number = Request number:
receipt-follow = Track this request
receipt-questions = Questions?
waiting-title = Your request is waiting to be sent
waiting-text = It’s saved on this device. We’ll send it once, as soon as you’re back online, even if you close this page and come back later.
waiting-text-open = Keep this page open. We’ll send it once, as soon as you’re back online.
waiting-text-you = It’s saved on this device, but needs something from you before it can be sent.
waiting-gone-title = Nothing waiting here
waiting-gone-head = This request is no longer waiting
waiting-gone-text = It was sent, edited or cancelled.
arrived-request = Your request for { $service } was received as { $number }.
arrived-comment = Your comment on { $number } was received.
arrived-show = Show request
stages = Progress
stage-sent = Sent
stage-work = In progress
stage-end = Done
stage-by = By { $time }
stage-done = done
stage-now = now
stage-later = to come
stage-ended = stopped
requests-title = My requests
requests-filter = Filter requests
requests-open = Open
requests-closed = Closed
requests-none-title = No open requests
requests-none-text = When you request something, you can track it here.
requests-none-closed-title = Nothing closed yet
requests-none-closed-text = Closed requests stay here for you to look up.
requests-find = Find a service
request-from = From { $name }
request-assigned-to = Assigned to { $name }
request-assignee = Assigned to
request-rating = Rating
approvals-pending = To decide
approvals-decided = Decided
approvals-none-title = Nothing to approve
approvals-none-text = Requests that need your decision appear here.
approvals-none-decided-title = No decisions yet
approvals-none-decided-text = Requests that you decided on stay here for you to look up.
work-unassigned = Unassigned
work-mine = Mine
work-waiting = Waiting
work-open = All open
work-finished = Finished
work-none-unassigned-title = Nothing unassigned
work-none-unassigned-text = New requests for your team appear here.
work-none-mine-title = Nothing assigned to you
work-none-mine-text = Take a request to work on it.
work-none-title = No requests
work-none-text = Requests for your team appear here.
actions-decide = Your decision
actions-work = Work on this request
actions-title = What you can do
action-approve = Approve
action-decline = Decline
action-answer = Answer
action-close = Close the request
action-reopen = Reopen
action-cancel = Cancel the request
action-rate = Rate
action-take = Take
action-assign = Assign
action-start = Start work
action-ask = Ask a question
action-resolve = Mark as done
action-back = Not now
action-why-decline = Why do you decline it?
action-why-cancel = Why do you cancel it?
action-why-reopen = What is missing?
action-question = Your question
action-answer-text = Your answer
action-outcome = What was done?
action-note = Note (optional)
action-reason = Reason
action-who-reads = Everyone who sees this request can read it.
action-to = Who takes over?
action-to-missing = Choose a person
action-text-missing = Enter a text
action-done = Done
action-not-possible = This isn’t possible any more
action-not-possible-text = The request has changed in the meantime, or somebody else has decided. You see it as it is now; nothing was changed.
rating-label = How well did it go?
rating-missing = Choose a rating
rating-1 = 1 – Very badly
rating-2 = 2 – Badly
rating-3 = 3 – All right
rating-4 = 4 – Well
rating-5 = 5 – Very well
rating-of = { $stars } out of 5
request-missing = Request not found
request-facts = About this request
request-next = What happens next
request-due = Due
request-due-at = Due { $time }
request-sent-at = Sent { $time }
request-requester = Requested by
request-earlier = Show earlier activity
request-timeline = Activity
request-for = Requested for
request-watchers = Followers
request-answers = Your answers
request-answers-others = Answers
approval-pending = { $who }: pending
approval-approved = { $who }: approved
approval-declined = { $who }: declined
approval-other = { $who }: { $decision }
event-created = sent the request
event-state = changed the status
event-comment = commented
event-other = updated the request
comment-label = Add a comment
comment-missing = Enter a comment
comment-send = Send comment
comment-sent = Comment sent
comment-not-sent = This version wasn’t sent
comment-maybe-sent = An earlier version of this comment may already have reached us. Check the request’s activity first: sending again adds this text as another comment.
comment-kept = Your comment is still here. Sending again won’t send it twice.

## Articles

articles-title = Help articles
articles-filter = Filter articles
articles-none-title = No articles found
articles-none-text = Try different words or another category.
article-missing = Article not found
article-reviewed = Last reviewed { $date }
articles-count =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
article-contents = On this page
article-no-help = Still stuck?
article-person = Talk to someone
article-related = Read next
callout-note = Note
callout-tip = Tip
callout-important = Important
callout-warning = Warning
callout-caution = Caution
task-done = Done:
task-open = To do:
table-label = Table
download-failed = The download failed. Try again.

## People

contact-title = Contact
contact-phone = Phone
contact-email = Email
contact-hours = Hours
contact-place = Location
contact-none-title = No contact details
contact-none-text = This portal doesn’t list any contact details yet.
privacy-title = Privacy
privacy-none-title = No privacy notice
privacy-none-text = This portal doesn’t have a privacy notice yet.
profile-title = Your profile
profile-name = Name
profile-job = Job title
profile-department = Department
profile-location = Location
profile-manager = Manager
profile-language = Language
profile-none-title = You’re not signed in
profile-none-text = Sign in to see your details and requests.
sign-in = Sign in
sign-in-title = Sign in
sign-in-persona = This is a demo. Choose who to sign in as.
sign-in-bearer = The page around this portal signs you in. If it hasn’t, reload it.
sign-in-proxy = Your company signs you in automatically. If it hasn’t, reload this page.
sign-in-none-title = You can’t sign in here
sign-in-none-text = This portal doesn’t offer a way to sign in from this page.
sign-in-full-page = You can’t sign in on this page. Sign in on the help portal’s own page:
sign-in-open = Open the help portal
sign-in-trouble = Trouble signing in?
sign-in-done = You’re signed in as { $name }
sign-in-done-text = You can continue where you left off.
signed-in-at = You’re signed in. Select “{ $button }” to continue.
sign-in-continue = Continue
sign-out = Sign out
signed-out = You’re signed out
not-found-title = Page not found
not-found-text = The address may be wrong or out of date. Try searching instead.

## Drafts and the outbox

age-just-now = just now
age-minutes-ago =
    { $count ->
        [one] { $count } minute ago
       *[other] { $count } minutes ago
    }
age-hours-ago =
    { $count ->
        [one] { $count } hour ago
       *[other] { $count } hours ago
    }
age-days-ago =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
storage-here = Your draft is kept in this browser for 30 days. Only you can see it.
storage-account = Your draft is kept for 30 days, in this browser and in your account. Only you can see it.
storage-insecure = Your draft is only kept until you close this page, because this connection isn’t secure.
storage-refused = Your draft is only kept until you close this page, because this browser won’t store it.
storage-shared = Your draft is only kept until you close this page, because this is a shared computer.
storage-shared-computer = This is a shared computer
storage-shared-sure = Keep nothing here and delete my drafts
storage-own-computer = Only I use this computer
confirm-no = Go back
draft-restored = You started this { $age }. Your answers have been restored.
draft-restored-device = You started this { $age } on another device ({ $device }). Your answers have been restored.
draft-discard = Start again
drafts-discard = Discard
draft-discard-sure = Discard permanently
draft-discarded = Discarded
draft-versions = You also filled in this form in another tab or on another device, and all versions are kept. Choose which to continue with. The others will be discarded.
draft-mine = Continue with this version
draft-take = Show the version from { $age }
draft-gone = This was sent or discarded in another tab. It won’t be sent from here unless you continue with it.
draft-go-on = Continue anyway
draft-open-elsewhere = This form is also open in another tab. Anything you type in either tab is saved.
draft-stale = This draft is so old that we can’t tell whether you sent it from another device. Check your requests: is it there?
draft-renew = No, continue
draft-gone-elsewhere = This was sent or discarded on another device. What you typed here is kept, and sending it won’t create a second request.
draft-unsaved = Your draft can’t be saved in this browser. Keep this tab open until you’ve sent it.
draft-unfit = This form has changed, and these answers no longer fit:
draft-unfit-done = I don’t need them
drafts-title = My drafts
drafts-begun = Started
drafts-age = Last edited { $age }
drafts-age-device = Last edited { $age } on another device ({ $device })
drafts-versions = More than one version
drafts-ending = Will be deleted on { $date }
drafts-continue = Continue
drafts-none-title = No drafts
drafts-none-text = Forms you start are kept here until you send them.
drafts-unreadable =
    { $count ->
        [one] One draft in this browser can no longer be read. It hasn’t been changed.
       *[other] { $count } drafts in this browser can no longer be read. They haven’t been changed.
    }
outbox-title = Waiting to be sent
outbox-lead = These are sent automatically while this portal is open and you’re online. Nothing is sent twice.
outbox-badge =
    { $count ->
        [one] { $count } waiting to be sent
       *[other] { $count } waiting to be sent
    }
outbox-comment = Comment on { $number }
outbox-queued = Not sent yet
outbox-queued-until = Not sent yet. Next try: { $time }
outbox-offline = Not sent yet: you’re offline or not signed in
outbox-files = Waiting for its files
outbox-sending = Sending
outbox-checking = May have arrived. Checking now
outbox-checking-until = May have arrived. Next check: { $time }
outbox-checking-offline = May have arrived. We’ll check when you’re back online
outbox-busy-until = Not received yet: the service is busy. Next try: { $time }
outbox-received = Received as { $number }
outbox-received-comment = Received
outbox-received-before = Already received as { $number }
outbox-sign-in = Sign in to send it
outbox-refused-why = Not accepted: { $why }
outbox-blocked = Your network blocked this attempt, so it probably didn’t reach us (error { $status })
outbox-form-changed = Not accepted because the form has changed. Edit your answers to see the new form.
outbox-key-reused = Something else was received for this draft. Check your requests: is it there?
outbox-stale = The last attempt was too long ago to be sure. Check your requests: is it there?
outbox-file = { $name } wasn’t accepted. Edit your request to choose another file.
outbox-refused = This browser can’t save these. Keep this tab open until they’re sent.
outbox-edited = Your latest changes aren’t part of what we received.
outbox-edit = Edit
outbox-cancel = Cancel
outbox-cancel-sure = Don’t send it
outbox-cancel-doubt = Don’t send it again
outbox-now = Try now
outbox-there = Yes, it’s there
outbox-not-there = No, send it again
outbox-edit-comment = Send the changes as a comment
outbox-edit-drop = Discard the changes
outbox-seen = Done
sign-out-waiting =
    { $count ->
        [one] { $count } request hasn’t been sent yet. Signing out deletes it from this browser.
       *[other] { $count } requests haven’t been sent yet. Signing out deletes them from this browser.
    }
sign-out-anyway = Sign out and delete
