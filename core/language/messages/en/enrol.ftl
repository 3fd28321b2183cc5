# Enrolment: name, id number, phone, code; the wait when another phone is in use.

enrol-name-title = What is your name?
enrol-name-label = Name
enrol-name-purpose = To compare with your social security record.
enrol-name-hint = As on your ID card, with the dot if there is one.
enrol-name-rare = If a character cannot be typed, the counter helps.
enrol-id-title = What is your ID number?
enrol-id-label = ID number
enrol-id-purpose = To find your social security record.
enrol-id-hint = Eighteen digits. The last may be a letter.
enrol-id-hint-old = An old number of fifteen digits works too.
enrol-phone-title = What is your phone number?
enrol-phone-label = Phone number
enrol-phone-purpose = We send you six digits, and tell you when it is done.
enrol-phone-hint = Use a number in your own name.
enrol-code-title = What are the six digits we sent?
enrol-code-label = Six digits
enrol-code-purpose = To see that the phone is in your hands.
enrol-code-sent = The message went to { $phone }.
enrol-code-warning = Never give these digits to anyone who asks.
enrol-key-send = Send me a message
    .also = send message, text me
enrol-key-resend = Send another one
    .also = send again, once more
enrol-key-not-received = Nothing came
    .also = no message, did not get it
enrol-key-other-phone = Use another number
    .also = change number, other phone
enrol-key-ways = Other ways
    .also = another way, something else
enrol-resend-later = One was just sent. Try again in { COUNT(1, "minutes") }.
enrol-resent = Another one is on its way. Use the newest.

enrol-missing-title = No message?
enrol-missing-wait = Messages can be slow. Give it { COUNT(2, "minutes") }.
enrol-missing-spam = Look among the junk messages.
enrol-missing-number = See whether the number is right.
enrol-missing-counter = Still nothing? The counter can do it too.

enrol-ways-title = Other ways
enrol-ways-counter = Bring your ID card to the counter. Someone helps you.
enrol-ways-visit = Hard to get out? Call { $helpline } for a visit.

enrol-progress-check = Checking with social security.
enrol-progress-send = Sending the message.
enrol-progress-keys = Making a key for this phone.
enrol-progress-finish = Nearly done.

# The card is active on another phone: this one waits 24 hours, or a counter or visit code ends the wait.
enrol-waiting-title = Another phone uses your card
enrol-waiting-when = You can use this one from { $day }, { $time }.
enrol-waiting-why = The day of waiting keeps others from posing as you.
    .large = The wait protects you from others.
enrol-waiting-told = We have told the other phone.
enrol-waiting-pay = Your pension keeps coming meanwhile.
enrol-waiting-counter = With the eight-digit code from the counter it works at once.
enrol-waiting-key-code = I have the code
    .also = eight-digit code, I have a code
enrol-waiting-key-check = See if it is ready
    .also = is it ready, check
enrol-waiting-over = The wait is over. You can use this phone.

enrol-counter-title = What is the eight-digit code?
enrol-counter-label = Eight-digit code
enrol-counter-purpose = To see that it is you who changes phones.
enrol-counter-hint = From the counter or a visitor. It is good for one day.
enrol-counter-key-confirm = Change to this phone
    .also = change phones, switch

enrol-stopped-title = The other phone stopped it
enrol-stopped-other = If that was not you, call { $helpline }.
enrol-stopped-key-again = Change again
    .also = once more, try again

# On the old phone.
replace-title = Someone wants to replace this phone
replace-ask = Is it you?
replace-when = This phone stops working on { $day } at { $time }.
replace-key-stop = Not me, stop it
    .also = not me, stop it
replace-key-mine = It is me
    .also = yes it is me
replace-stopped-title = Stopped for you
replace-stopped = That phone cannot use your card.
replace-stopped-advice = If a stranger tried, please call { $helpline }.
replace-mine-note = Good. This phone will stop by itself.

enrol-done-title = You are signed up
enrol-done = { $name }, this phone knows you now.
enrol-done-next = Claim the card next, then you can show it.
enrol-done-key-claim = Claim the card
    .also = claim, get the card
enrol-done-key-later = See Home first
    .also = not yet, later

# Enrolment by eight digits, without a message; a relative's vouch that still waits for a proof.
enrol-key-by-code = Sign up with the code
    .also = I have the code, eight-digit code, no message, new number
    .hint = New number, or no message came
enrol-paper-title = What is the eight-digit code?
enrol-paper-label = Eight-digit code
enrol-paper-purpose = To see that it is you who signs up.
enrol-paper-hint = From the counter, a visitor or your family.
enrol-paper-key-confirm = Sign up this phone
    .also = sign up, this phone
enrol-paper-note = The code signs you up without a message.
enrol-key-by-message = Sign up with a message
    .also = by message, send me a message
enrol-proof-title = One more thing to look at
enrol-proof-why = Your family vouched. We still need to see that it is you.
enrol-proof-from = From { $day }, { $time } your card number is enough.
enrol-proof-ready = Your card number opens this phone.
enrol-proof-counter = With the eight-digit code from the counter it works at once.
enrol-proof-key-card = Use the card number
    .also = card number, the card is here
enrol-card-purpose = To see that the card is in your hands.
