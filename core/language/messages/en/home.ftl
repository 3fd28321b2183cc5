# Home: greeting, how the card stands, a few large things to do. And the three lamps.

home-greeting-early = Good morning, { $name }
home-greeting-morning = Good morning, { $name }
home-greeting-noon = Good day, { $name }
home-greeting-afternoon = Good afternoon, { $name }
home-greeting-evening = Good evening, { $name }
home-greeting-plain = Hello
home-title = Home

home-panel-over = Your electronic card

# The status panel: the lead, and what helps in `.more`.
home-status-normal = Your card works
    .more = You can show it without internet too.
home-status-not-claimed = Not claimed yet
    .more = It takes three steps.
home-status-level-two = Your card works and can pay
    .more = It proves who you are without internet too.
home-status-none = You have no card yet
    .more = Get one at the counter with your ID card.
home-status-in-the-making = Your card is being made
    .more = You get a text message when it is ready.
home-status-not-picked-up = Your card is ready to collect
    .more = Collect it with your ID card.
home-status-social-off = Your card is not switched on yet
    .more = Bring it to the counter to switch it on.
home-status-lost = Your card is reported lost
    .more = The counter lifts this or gives you a new card. Your pension keeps coming.
home-status-locked = Your card is locked
    .more = Bring your ID card to the counter. Your pension keeps coming.
home-status-cancelled = This card has been cancelled
    .more = The counter makes you a new one.
home-status-replaced = You have a new card
    .more = Your electronic card works as before.
home-status-replaced-unclaimed = You have a new card
    .more = Bring it to the counter, then claim it here.
home-status-unbound = Your electronic card is unlinked
    .more = You can claim it again at any time.
home-status-frozen = This phone is frozen
    .more = Your card is fine. The counter can unfreeze it.
home-status-replaced-device = You use another phone now
    .more = To use this one, let it get to know you again.
home-status-no-device = This phone does not know you yet
    .more = First your name, then the card.
home-status-unknown = Looking up your card
    .more = If it does not load, your pension still comes.
home-status-offline = No internet right now
    .more = You can still show your card.
home-status-as-of = As seen on { $day }

home-key-show-code = Show my card
    .also = show card, show code, my code, my card, show my code
home-key-claim = Claim my e-card
    .also = claim card, get my card, electronic card
home-key-enrol = Start
    .also = sign up, get started
home-key-lamps = Three lamps
    .also = the lamps, how far is my card, check my card
    .hint = How far your card has come
home-key-records = Records
    .also = what was done, history, log
    .hint = Who did what
home-key-settings = Settings
    .also = change size, options
    .hint = Letters, voice, colours
home-key-reset-password = Reset password
    .also = forgot password, change password, new password
    .hint = If you forgot your password
home-key-unlink = Unlink this phone
    .also = unlink, stop using this phone
    .hint = This phone stops using the card

# The strip of modes.
home-mode-large = Large
    .also = large text, bigger letters
home-mode-voice = Voice
    .also = voice mode, read to me
home-mode-scripts = Scripts
    .also = other scripts, change language

# Offered once, to a person of 60 and over who began with the standard version.
home-offer-elder-title = Switch to the senior version?
home-offer-elder = Bigger letters, shorter words.
home-offer-elder-key-yes = Switch
    .also = yes, change
home-offer-elder-key-no = Keep it as it is
    .also = no, do not switch

# Three lamps: card made, social security, bank; who can mend the one that is out.
lamps-title = Three lamps
lamps-intro = When all three are lit, everything on your card works.
lamps-all-on = All three are lit. Everything works.
lamps-card = Card made
lamps-social = Social security
lamps-bank = Bank
lamps-tag-on = On
lamps-tag-off = Off
lamps-tag-waiting = Under way
lamps-card-none = No card yet. The counter makes one.
lamps-card-in-the-making = Being made. We will tell you.
lamps-card-not-picked-up = Ready. Please collect it.
lamps-card-normal = In your hands, and it works.
lamps-card-social-off = The card is in your hands.
lamps-card-lost = Reported lost. The counter can lift this.
lamps-card-locked = Locked. The counter can unlock it.
lamps-card-cancelled = Cancelled. The counter makes a new one.
lamps-card-replaced = You have a new card, and it works.
lamps-social-on = Good for the doctor and for your pension.
lamps-social-off = Off. The counter can switch it on.
lamps-social-waiting = Being switched on. It takes a few days.
lamps-bank-on = You can save and withdraw money.
lamps-bank-off = Off. The bank can switch it on.
lamps-bank-waiting = The bank is working on it. It takes a few days.
lamps-bring = Bring your ID card and your card.
lamps-not-sums = This shows the card only, not sums of money.

home-key-scan = Scan
    .also = scan to log in, scan a code
    .hint = Log in on a screen with its code
home-key-logins = Where I logged in
    .also = my logins, log out
    .hint = Log out with one touch
home-key-vouch = Help a relative change phones
    .also = change a relative’s phone, vouch for a relative
    .hint = When a relative has lost their phone
home-login-open = A login is waiting for you
    .more = One touch says whether it is you.
home-key-login-open = See that login
    .also = see the login, go there
home-services-title = All services
home-stopped-since = Out of use here since { $day }, { $time }.
