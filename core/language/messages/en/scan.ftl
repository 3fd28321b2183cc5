# Scanning: the camera, the eight digits, codes that are not ours; the decision with its number; the consent of another app.

scan-title = Scan the code on a screen
scan-cue = Put the code inside the frame
scan-calm = Take your time.
scan-key-digits = Enter eight digits
    .also = enter digits, no camera, another way
scan-key-camera = Use the camera
    .also = camera, scan
scan-key-again = Scan again
    .also = once more, scan anew

scan-digits-title = What are the eight digits?
scan-digits-label = Eight digits
scan-digits-purpose = To see where you want to log in.
scan-digits-hint = On the other screen, beside the code.
scan-digits-warning = Never enter digits told to you by telephone.

scan-claiming-title = Seeing whose code this is
scan-progress = Checking with social security.
scan-again-title = Please scan again
scan-again = The scan was not finished. Once more will do.

scan-trouble-title = The camera does not work now
scan-trouble-key-settings = Open the settings
    .also = settings, allow camera

scan-refused-title = Do not scan this code
scan-refused-over = Stopped for you
scan-refused-more = Nothing was opened, no money moved.
scan-refused-ignore = Whoever told you to scan it, ignore them.
scan-refused-never = Social security never pays by scanning.
scan-refused-key-ask = Call { $helpline } to ask
    .also = call, is it real
scan-not-now-title = The scan did not work

# Who asks, for what, and which number; nothing here comes from the code itself.
login-title = Is it you who logs in here?
login-purpose = { $party } { $purpose }.
login-sees-view = Looks at your social security, changes nothing
login-sees-none = Sees only that it is you
login-sees = It will know
login-sees-not = It will not know
login-known = You have let it look before.
login-which = Which number is on that screen?
login-which-kiosk = Which number is on the machine?
login-chosen = You chose { $number }.
login-fraud = Did someone on the phone tell you to?
login-fraud-do = Please press “Not me”.
login-elsewhere = This is { $city }, not where you are.
login-elsewhere-do = If you are not there, press “Not me”.
login-key-no = Not me
    .also = no, I do not know it, stop
login-key-yes = It is me

login-password-title = What is the card password?
login-password-purpose = Your phone has no lock, so the password shows that it is you.
login-paused-title = Let us stop for a moment
login-paused-trick = Do not follow a voice on the phone.
login-paused-share = If someone looks on, do not press “It is me”.
login-paused-back = End that first, then this goes on by itself.

login-sent-title = Logging in
login-sent-no-title = Stopping it
login-progress = Telling the other side.
login-done-title = Logged in
login-done = Please look at the other screen.
login-done-out = Remember to log out there when done.
login-done-list = To stop it, see “Where I logged in”.
login-stopped-title = Stopped
login-stopped = They cannot log in. No money moved.
login-stopped-others = If someone else tried, call { $helpline }.
login-stopped-freeze = If your phone is lost, have it frozen first.
login-ended-title = You were not logged in

# Another app on this phone.
consent-title = Let it know who you are?
consent-never = Passwords and bank cards
consent-later = You can take it back at any time.
consent-key-no = Do not agree
    .also = no, do not tell it
consent-key-yes = Agree
consent-progress = Telling the app.
consent-sent-title = Working on it
consent-done-title = Done
consent-done = Please go back to { $party }.
consent-refused-title = It was not told
consent-refused = { $party } knows nothing.
consent-key-open = Back to that app
    .also = go back, open that app
consent-no-app = That app did not open.
consent-no-app-do = Please open it yourself and try again.
authorize-title = Seeing who wants to log in
authorize-refused-title = You were not logged in

link-refused-title = This link was not opened
link-foreign = This link is not ours.
link-foreign-do = We did not open it. You are safe.

# What a party may come to know, and the same in short for a list.
scope-profile = Your name
scope-age-65 = That you are { COUNT(65, "years") } old or more
scope-view = Your social security, to look at only
scope-phone = Your phone number
scope-id-number = Your ID number
scope-short-profile = name
scope-short-age-65 = { COUNT(65, "years") } or more
scope-short-view = social security
scope-short-phone = phone number
scope-short-id-number = ID number
