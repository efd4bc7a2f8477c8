### Portico's own words. Keys are named after where they stand.

## Navigation

nav-label = Main
nav-services = Services
nav-articles = Help articles
nav-requests = My requests
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
go-home = Go to the start page
demo-tag = Demo
demo-note = Demonstration: the people are made up, and nothing you send reaches anybody.

## States

loading = Loading
show-more = Show more
more-loaded =
    { $count ->
        [one] { $count } more shown
       *[other] { $count } more shown
    }
try-again = Try again
failed-unreachable = We cannot reach the service
failed-timed-out = The service took too long to answer
failed-busy = The service is busy right now
failed-sign-in = Please sign in
failed-not-found = This does not exist, or not for you
failed-broken = Something went wrong on our side
advice-unreachable = Check your connection, then try again. Nothing you typed is lost.
advice-timed-out = It may be busy. Wait a moment, then try again. Nothing you typed is lost.
advice-busy = Nothing you typed is lost. Wait a moment, then try again.
advice-busy-until = Nothing you typed is lost. We will try again at { $time }.
advice-busy-in =
    { $count ->
        [one] Nothing you typed is lost. We will try again in { $count } second.
       *[other] Nothing you typed is lost. We will try again in { $count } seconds.
    }
advice-sign-in = You are not signed in, or your sign-in has expired.
advice-not-found = The address may be old. Search for what you need.
advice-refused = Change what is named above, or try again.
advice-broken = It is not your fault. Try again in a moment; if it stays like this, contact us.
opens-new-tab = (opens in a new tab)
read-more = Read more
all = All
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
search-start-text = Type a few words, such as “new laptop” or “VPN”.
search-count =
    { $count ->
        [0] Nothing found
        [one] { $count } result
       *[other] { $count } results
    }
search-nothing-title = Nothing found for “{ $words }”
search-nothing-text = Try other words, or tell us what you need. We will find the right place for it.
search-close = Close the search
search-clear = Clear
search-results = Results
search-recent = Searched before
search-forget = Forget these searches
search-places = In this portal
search-all = All results for “{ $words }”
search-all-of-kind = Show all
search-none-here = Nothing found so far. Press Enter for other ways to get help.
search-none-filtered = Nothing here matches.
search-unfiltered = Show all results
search-filters = Narrow the results
search-closest = Did you mean
search-layout = Shown for “{ $words }”, as another keyboard layout would have it.
search-why-matched = Matched:
search-why-typed = (you typed “{ $typed }”)
search-why-word = Also known by:
search-in-texts = Found in texts
search-keys-choose = choose
search-keys-open = open
search-keys-close = close
search-words-requests = status, tickets, orders, what became of it
search-words-drafts = unfinished, not sent, saved forms
search-words-services = catalogue, order something
search-words-contact = phone, call, e-mail, talk to a person, help desk
search-words-profile = sign out, language, account, shared computer

## Home

home-title = How can we help?
home-greeting = Hello { $name }, how can we help?
home-popular = Popular services
home-categories = Browse by category
home-all-services = All services
home-my-requests = Your open requests
home-all-requests = All your requests
home-articles = Help yourself
home-all-articles = All articles
home-help = Help
home-person = Would you rather talk to a person?
services-count =
    { $count ->
        [one] { $count } service
       *[other] { $count } services
    }

## Catalogue

services-title = Services
services-filter = Filter services
services-none-title = No services here
services-none-text = Try other words or another category.
service-missing = We cannot find this service
service-facts = About this service
service-included = What is included
service-steps = What happens next
service-order = Request this
service-sign-in-note = You can fill in the form now and sign in before sending.
service-articles = These articles may help
service-related = Related services
not-orderable-tag = Not for you to order
not-orderable-title = You cannot order this yourself
not-orderable-why = This service is not open to you.
not-orderable-contact = Ask us about it
fact-price = Price
fact-target = Done
fact-approvals = Approval
fact-provider = Provided by
fact-owner = Service owner
fact-seen-by = Who sees your request
approvals-none = None needed
approver-manager = Your manager
approver-manager-named = { $name } (your manager)
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
form-sending = Sending …
form-left =
    { $count ->
        [0] Ready to send
        [one] { $count } answer still needed
       *[other] { $count } answers still needed
    }
form-kept = Your answers are still here. Sending again cannot create a second request.
form-not-received = Your request has not been received yet. My drafts shows where it stands.
form-changed = This form was changed while you filled it. Your answers are still here: check them, then send again.
form-maybe-sent = An earlier try may have arrived with other answers. Look at your requests first; sending again creates a new one.
form-sign-in-note = You will be asked to sign in when you send. Your answers are kept.
field-unknown = This version does not know the control “{ $control }”, so please type your answer.
field-reveal = Show
field-not-set = not chosen yet
field-rating = { $mark } of { $most }
field-unit = Unit
unit-minutes = minutes
unit-hours = hours
unit-days = days
unit-weeks = weeks
range-from = From
range-to = To
lookup-loading = Searching …
lookup-failed = The search did not work. Type again to try once more.
lookup-none = Nothing found
chip-remove = Remove { $name }
chip-removed = { $name } removed
choice-priced = { $label } (+ { $money })
markdown-modes = Write or preview
markdown-write = Write
markdown-preview = Preview
markdown-nothing = Nothing to preview yet.
markdown-hint = You can use **bold**, *italic*, - lists, `code` and [links](https://…).
files-drop = Or drop files here, or paste them.
files-drop-pictures = Or drop pictures here, or paste them. On a phone you can take one.
file-remove = Remove { $name }
file-empty = { $name } is empty, so there is nothing to send.
file-too-large = { $name } is too large. A file may have at most { $size }.
file-wrong-type = { $name } is of a type that is not accepted here.
file-too-many =
    { $count ->
        [one] You can add one file here. Remove it to choose another.
       *[other] You can add at most { $count } files here.
    }
file-none-taken = This portal takes no files. Describe it in words, please.
file-sending = { $size }, being sent
file-waiting = { $size }, waiting for the network; kept on this device
file-done = { $size }, received
file-cancelled = Taken back
file-sign-in = Sign in, then it goes on.
file-refused-size = Too large for this portal. Remove it, please.
file-refused-type = Its content is of a type that is not accepted. Remove it, please.
file-refused = It was refused. Remove it, please.
file-damaged = It arrives damaged again and again. Try again, or choose another.
file-gone = It is no longer on this device. Remove it and choose it again.
list-empty = Nothing added yet.
list-item = No. { $number }
list-add = Add another
list-full = You cannot add more.
list-up = Move no. { $number } up
list-down = Move no. { $number } down
list-remove = Remove no. { $number }
list-removed = Removed
list-moved = Moved to place { $number }
list-tools = Change order or remove
steps-label = Steps
step-count = Step { $place } of { $count }
step-review = Check your answers
step-next = Continue
step-back = Back
review-change = Change
review-nothing = Nothing to answer here.
form-total = Total
form-due-now = Expected by { $time } if you send it now
form-broken-title = This form has a fault
form-broken-details = For the service owner: what is wrong
form-choose-first = There are two versions of your answers. Choose one above, then send.
form-broken-text = It is not your fault. Tell us what you need and we will take your request, and have the form repaired.
optional = (optional)
alternative-choose = Choose one
alternative-none = None of these
alternative-number = Option { $number }
choose = Choose …
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
wrong-required = Enter an answer
wrong-choose = Choose one
wrong-date-missing = Enter a date
wrong-consent = Tick the box to go on
wrong-type = Enter another kind of answer
wrong-number = Enter a number, such as { $example }
wrong-integer = Enter a whole number, such as { $example }
wrong-precision = Enter a number with at most 15 digits
wrong-min-length =
    { $count ->
        [one] Enter at least { $count } character
       *[other] Enter at least { $count } characters
    }
wrong-max-length =
    { $count ->
        [one] Enter at most { $count } character
       *[other] Enter at most { $count } characters
    }
wrong-pattern = Enter it in the form that is described
wrong-pattern-example = Enter it like this: { $example }
wrong-email = Enter an e-mail address, such as name@company.com
wrong-uri = Enter a full web address, such as https://company.com
wrong-date = Enter a real date
wrong-minimum = Enter { $limit } or more
wrong-maximum = Enter { $limit } or less
wrong-more-than = Enter more than { $limit }
wrong-less-than = Enter less than { $limit }
wrong-multiple = Enter a multiple of { $limit }
wrong-choose-some = Choose at least one
wrong-file-missing = Add a file
wrong-time = Enter a time, such as 14:30
wrong-moment = Enter a day and a time
wrong-duration = Enter a length of time as a whole number
wrong-range = The end must not be before the start
wrong-unique = Each entry may stand here once
wrong-unknown = This answer belongs to no field
wrong-lookup = Choose one of those that the search finds
wrong-min-items =
    { $count ->
        [one] Add at least { $count } entry
       *[other] Add at least { $count } entries
    }
wrong-max-items =
    { $count ->
        [one] Keep at most { $count } entry
       *[other] Keep at most { $count } entries
    }
yes = Yes
no = No

## Gallery

gallery-title = Form gallery
gallery-lead = Every kind of field and rule, each with its document beside it. Change the document and see the form.
gallery-file = Try your own form document
gallery-open = Open it
gallery-all = All examples
gallery-document = Form document
gallery-check = Check the answers
gallery-right = Nothing is wrong with these answers.
gallery-sent = What would be sent

## Requests

receipt-title = Request sent
receipt-again = Already received as { $number }
receipt-again-text = Your request had arrived before, so nothing was sent twice.
receipt-number = Your number:
receipt-follow = Follow this request
receipt-questions = Questions?
waiting-title = Your request is waiting to be sent
waiting-text = It is saved on this device. We will send it, once, as soon as there is a connection, even if you close this page and come back later.
waiting-text-open = Keep this page open: we will send it, once, as soon as there is a connection.
waiting-text-you = It is saved on this device, and needs something from you before it can be sent.
waiting-gone-title = Nothing is waiting here
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
requests-filter = Which requests
requests-open = Open
requests-closed = Done
requests-none-title = No open requests
requests-none-text = When you ask for something, you can follow it here.
requests-none-closed-title = Nothing finished yet
requests-none-closed-text = Requests that are done stay here for you to look up.
requests-find = Find a service
request-missing = We cannot find this request
request-facts = About this request
request-next = What happens next
request-due = Due
request-due-at = Due { $time }
request-sent-at = Sent { $time }
request-requester = Requested by
request-earlier = Show earlier activity
request-timeline = What has happened
request-for = Requested for
request-watchers = Also following
request-answers = Your answers
approval-pending = { $who }: not decided yet
approval-approved = { $who }: approved
approval-declined = { $who }: declined
event-created = sent the request
event-state = changed the status
event-comment = wrote
event-other = updated the request
event-system = Portico
comment-label = Add a comment
comment-missing = Write something first
comment-send = Send comment
comment-sent = Comment sent
comment-kept = Your comment is still here. Sending again cannot send it twice.

## Articles

articles-title = Help articles
articles-filter = Filter articles
articles-none-title = No articles here
articles-none-text = Try other words or another category.
article-missing = We cannot find this article
article-reviewed = Checked on { $date }
article-other-language = Not available in your language
article-contents = On this page
article-no-help = Did not help?
article-person = Talk to a person
article-related = Read next
callout-note = Note
callout-tip = Tip
callout-important = Important
callout-warning = Warning
callout-caution = Caution
task-done = Done:
task-open = To do:
table-label = Table
download-failed = The download did not work. Try again.

## People

contact-title = Contact
contact-phone = Phone
contact-email = E-mail
contact-hours = Hours
contact-place = Place
contact-none-title = No contact given
contact-none-text = This portal does not name a contact yet.
privacy-title = Privacy
privacy-none-title = No privacy notice
privacy-none-text = This portal does not show a privacy notice yet.
profile-title = Your profile
profile-name = Name
profile-job = Role
profile-department = Department
profile-location = Location
profile-manager = Manager
profile-language = Language
profile-none-title = You are not signed in
profile-none-text = Sign in to see your details and requests.
sign-in = Sign in
sign-in-title = Sign in
sign-in-persona = This is a demonstration. Choose who you want to be.
sign-in-bearer = The page around this portal signs you in. Reload it if you are not.
sign-in-proxy = Your company’s sign-on signs you in. Reload this page if you are not.
sign-in-none-title = You cannot sign in here
sign-in-none-text = This portal offers no way to sign in from this page.
sign-in-trouble = Trouble signing in?
sign-in-done = You are signed in as { $name }
sign-in-done-text = You can go on where you were.
sign-in-continue = Continue
sign-out = Sign out
signed-out = You are signed out
not-found-title = Page not found
not-found-text = The address may be mistyped or out of date. Search for what you need.

## Drafts and the outbox

keep-just-now = just now
keep-minutes-ago =
    { $count ->
        [one] { $count } minute ago
       *[other] { $count } minutes ago
    }
keep-hours-ago =
    { $count ->
        [one] { $count } hour ago
       *[other] { $count } hours ago
    }
keep-days-ago =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
keep-here = What you type is kept in this browser for 30 days, for you alone.
keep-account = What you type is saved for 30 days, in this browser and in your account. Only you can see it.
keep-insecure = What you type is kept only until you close this page, since this address is not encrypted.
keep-refused = What you type is kept only until you close this page, since this browser keeps nothing for it.
keep-shared = What you type is kept only until you close this page, since others use this computer.
keep-shared-computer = Others use this computer
keep-shared-sure = Keep nothing here and remove my drafts
keep-own-computer = Only I use this computer
keep-no = No
keep-restored = You began this { $age }. Your answers are filled in.
keep-restored-device = You began this { $age } on another device ({ $device }). Your answers are filled in.
keep-discard = Start again
keep-discard-draft = Discard
keep-discard-sure = Discard for good
keep-discarded = Discarded
keep-versions = You filled this form in another tab or on another device too. Every version is kept. Choose the one to go on with; the others are then dropped.
keep-mine = Go on with what is on the screen
keep-take = Show the version from { $age }
keep-gone = This was sent or discarded in another tab. It is not sent from here, unless you go on with it.
keep-go-on = Go on with it
keep-open-elsewhere = This form is open in another tab too. Whatever you type in either of them is kept.
keep-stale = This was begun so long ago that nobody can be sure whether you sent it from another device. Look at your requests: is it there?
keep-renew = No, go on
keep-gone-elsewhere = This was sent or discarded on another device. What you typed here stays, and sending it cannot make a second request.
keep-unsaved = This browser does not take what you type. Keep this tab open until you have sent it.
keep-unfit = This form was changed. These answers have no place in it any more:
keep-unfit-done = I have dealt with them
drafts-title = My drafts
drafts-begun = Begun
drafts-age = Changed { $age }
drafts-age-device = Changed { $age } on another device ({ $device })
drafts-versions = More than one version
drafts-ending = Dropped on { $date }
drafts-continue = Continue
drafts-none-title = No drafts
drafts-none-text = What you begin to fill in is kept here until you send it.
drafts-unreadable =
    { $count ->
        [one] One draft in this browser cannot be read any more. It was left as it is.
       *[other] { $count } drafts in this browser cannot be read any more. They were left as they are.
    }
outbox-title = On the way
outbox-lead = These go out by themselves while this portal is open and there is a connection. Nothing is sent twice.
outbox-badge =
    { $count ->
        [one] { $count } waiting to be sent
       *[other] { $count } waiting to be sent
    }
outbox-comment = Comment on { $number }
outbox-queued = Waiting to be sent
outbox-queued-until = Waiting to be sent; next try { $time }
outbox-offline = Waiting to be sent: there is no connection, or you are not signed in
outbox-files = Waiting for its files
outbox-sending = Being sent
outbox-checking = It may have arrived; being checked
outbox-checking-until = It may have arrived; checked again { $time }
outbox-checking-offline = It may have arrived; checked again when there is a connection
outbox-busy-until = Not received yet: the service is busy. Sent again { $time }
outbox-received = Received as { $number }
outbox-received-comment = Received
outbox-received-before = Already received as { $number }
outbox-sign-in = Sign in, then it goes on
outbox-refused-why = Not accepted: { $why }
outbox-form-changed = Not accepted, since the form was changed. Edit it to see the new form.
outbox-key-reused = Something else was received for the same draft. Look at your requests: is it there?
outbox-stale = It was tried too long ago to be sure. Look at your requests: is it there?
outbox-file = { $name } was refused. Edit it to choose another file.
outbox-refused = This browser does not keep what happens to these. Keep this tab open until they are sent.
outbox-edited = What you typed last is not part of what was received.
outbox-edit = Edit
outbox-cancel = Cancel
outbox-cancel-sure = Do not send it
outbox-now = Try now
outbox-there = Yes, it is there
outbox-not-there = No, send it again
outbox-edit-comment = Send the change as a comment
outbox-edit-drop = Forget the change
outbox-seen = Done
sign-out-waiting =
    { $count ->
        [one] { $count } request is not sent yet. Signing out removes it from this browser.
       *[other] { $count } requests are not sent yet. Signing out removes them from this browser.
    }
sign-out-anyway = Sign out and remove them
