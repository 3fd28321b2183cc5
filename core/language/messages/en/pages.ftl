# Pages of the gateway in a browser: the login page and what it becomes, and the plain pages beside it.

pages-who = Asking who you are
pages-skip = Skip to the text

pages-login-title = Scan this code with your phone
pages-login-open = Open Leling Card on your phone
pages-login-scan = Press “Scan”
pages-login-aim = Point at this code
pages-login-qr = Login code. Please scan it with Leling Card
pages-login-renews = The code renews itself. No need to hurry.
pages-login-contested = Another phone scanned it too.
pages-login-contested-do = That did not count. Scan this new code.
pages-login-early = Your phone is not done yet. No need to hurry.
pages-login-offline = No internet. It goes on by itself when back.
pages-login-key-fresh = New code
pages-login-key-cancel = Do not log in
pages-login-go-on = I am done on the phone, go on

pages-other-title = Another way
pages-other-digits = Cannot scan? Enter digits
pages-other-digits-how = In “Scan”, press “Enter eight digits” and enter these.
pages-other-counter = No phone with you? Go to the counter
pages-other-counter-how = Bring your ID card and the staff do it for you.

pages-number-title = Look at your phone and press this number
pages-number = On the phone, press { $number }
pages-number-goes-on = Once you have, this page goes on by itself.
pages-number-key-not-me = I did not scan it
pages-typed-title = Please look at your phone
pages-typed = See who it is before you press “It is me”.

pages-approved-title = Done on the phone
pages-approved = If nothing happens, press below.
pages-approved-key-go = Go on

pages-refused-title = “Not me” was pressed on the phone
pages-refused = Stopped for you.
pages-wrong-title = The number did not match, so it stopped
pages-wrong = Both sides have stopped. It is not your fault.
pages-cancelled-title = Stopped
pages-cancelled = You were not logged in.
pages-superseded-title = The phone scanned another code
pages-superseded = The login here has stopped.
pages-revoked-title = This phone cannot log in right now
pages-revoked = The phone tells you what to do.
pages-end-nothing-told = They were told nothing. No money moved.
pages-end-key-again = Once more
pages-end-back = Back to { $party }

pages-gone-title = This page has been used
pages-gone = Go back to the website and log in again.
pages-elsewhere-title = You have opened another page
pages-elsewhere = Please go on in the newer one.
pages-party-title = We do not know this website
pages-party = It is not on the list. Give it nothing.
pages-request-title = The website did not say what it wants
pages-request = It is not your fault. They should have a look.
pages-nothing-title = There is no such page
pages-nothing = Please check the address.
pages-form-title = This page was open too long
pages-form = Open a new one and do it again.
pages-often-title = That was too fast
pages-often = Rest a little, then try again.
pages-broken-title = Something went wrong here
pages-broken = It is not your fault. Try again later.
pages-error-pay = Nothing changed. Your pension keeps coming.

pages-signed-out-title = You are logged out
pages-signed-out = This page no longer knows you.

pages-device-title = Enter eight digits on the phone
pages-device-digits = Press “Enter eight digits”
pages-device-type = Enter the digits from the machine
pages-device-nothing = There is nothing to fill in here.

pages-scanned-title = Please scan inside Leling Card
pages-scanned = Another app cannot log you in.
pages-scanned-nothing = Nothing was opened here. You are safe.

pages-not-theirs-title = This is not yours to do
pages-not-theirs = Please ask someone who may do it.
