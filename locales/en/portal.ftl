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
failed-sign-in = Please sign in
failed-not-found = This does not exist, or not for you
failed-broken = Something went wrong on our side
advice-unreachable = Check your connection, then try again. Nothing you typed is lost.
advice-timed-out = It may be busy. Wait a moment, then try again. Nothing you typed is lost.
advice-sign-in = You are not signed in, or your sign-in has expired.
advice-not-found = The address may be old. Search for what you need.
advice-refused = Change what is named above, or try again.
advice-broken = It is not your fault. Try again in a moment; if it stays like this, contact us.
opens-new-tab = (opens in a new tab)
read-more = Read more
all = All
categories = Categories
announcements = Announcements
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
search-no-services = No services match.
search-no-articles = No articles match.
search-nothing-title = Nothing found for “{ $words }”
search-nothing-text = Try other words, or tell us what you need. We will find the right place for it.

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
form-next = Before you send
form-send = Send request
form-sending = Sending …
form-leave = Back to the service
form-kept = Your answers are still here. Sending again cannot create a second request.
form-changed = This form was changed while you filled it. Your answers are still here: check them, then send again.
form-maybe-sent = An earlier try may have arrived with other answers. Look at your requests first; sending again creates a new one.
form-sign-in-note = You will be asked to sign in when you send. Your answers are kept.
form-unknown-title = This form cannot be shown
form-unknown-text = It uses something that this version does not know. Contact us and we will take your request.
optional = (optional)
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
wrong-number = Enter a number, such as 3 or 2.5
wrong-integer = Enter a whole number, such as 3
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
yes = Yes
no = No

## Requests

receipt-title = Request sent
receipt-number = Your number:
receipt-follow = Follow this request
receipt-questions = Questions?
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
request-state = Status
request-next = What happens next
request-due = Due
request-due-at = Due { $time }
request-sent-at = Sent { $time }
request-requester = Requested by
request-timeline = What has happened
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
sign-in-trouble = Trouble signing in?
sign-in-done = You are signed in as { $name }
sign-in-done-text = You can go on where you were.
sign-in-continue = Continue
sign-out = Sign out
signed-out = You are signed out
not-found-title = Page not found
not-found-text = The address may be mistyped or out of date. Search for what you need.
