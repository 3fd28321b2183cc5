# Privacy: three sentences that are read in twenty seconds, the full text behind them, and what is possible without.

privacy-title = First, about your information
privacy-use = Your name, ID number and phone number show that it is you.
privacy-keep = Social security uses them, nobody else gets them.
privacy-choice = You can take this back, and the counter works without it.
privacy-key-full = Read it all
    .also = full text, see all, details
privacy-key-agree = Agree and go on
    .also = agree, I agree
privacy-key-refuse = Do not agree

privacy-refused-title = That is all right too
privacy-refused-kept = We have kept nothing about you.
privacy-refused-counter = With your ID card, the counter does everything.
privacy-refused-call = Or call { $helpline } and someone helps.
privacy-refused-pay = Your pension keeps coming, every fen of it.
privacy-refused-key-back = Look at it again
    .also = look again, go back and look

# Full text (Personal Information Protection Law, articles 7, 14-17, 28-30, 44-50). Version and day come from the app.
privacy-full-title = How we protect your information
privacy-full-version = Version { $version }, in force from { $day }.
privacy-full-who-title = Who uses your information
privacy-full-who = The social insurance agency where you are insured uses your information and answers for it. Leling Card is its phone app.
privacy-full-what-title = Which information
privacy-full-what = Your name, citizen ID number and phone number, to check who you are and to send you messages. Your card number and the state of your card, to claim the electronic card. The number of this phone’s key and the times of what you do, to keep others from posing as you.
privacy-full-sensitive-title = What needs special care
privacy-full-sensitive = Your ID number and card information are sensitive: if they leak, someone could pose as you. Without them the electronic card cannot be claimed, so we ask you separately and use them for this alone.
privacy-full-not-title = What we do not take
privacy-full-not = No face, fingerprint, place, contacts or pictures. Your fingerprint and phone password are checked by your phone alone. We never see them.
privacy-full-where-title = Where it is kept
privacy-full-where = On the agency’s servers inside China; it does not leave the country. The phone keeps only what it needs, encrypted, and clears it when you unlink.
privacy-full-share-title = Who else gets it
privacy-full-share = To check who you are, it goes to the checking services of the police and of the Ministry of Human Resources and Social Security. To send messages, your phone number goes to the telephone company. Nobody else gets it unless the law says so, and there is no advertising.
privacy-full-code-title = When you show your card
privacy-full-code = The code holds your masked name, your year of birth and the last four digits of your ID number. The machine that scans it does not see the whole number.
privacy-full-time-title = How long it is kept
privacy-full-time = Records are kept as long as the rules for social insurance files say. What is no longer needed is deleted when due, or your name is taken out. A sign-up that was not finished is cleared after thirty days.
privacy-full-rights-title = What you can do
privacy-full-rights = You can see it, correct it, get a copy, have it deleted, and ask us to explain. Do so under “Records” and “Settings”, at the counter, or by calling { $helpline }.
privacy-full-withdraw-title = How to take back your consent
privacy-full-withdraw = Press “Withdraw consent” under “Settings”, go to the counter, or call { $helpline }. The electronic card then stops. What was done before stays valid, and your pension is not affected.
privacy-full-without-title = If you do not agree
privacy-full-without = Social security works without it. Your plastic card, your ID card, the counter, home visits and the telephone all stay as they are.
privacy-full-helper-title = When someone helps you
privacy-full-helper = When family look at your phone, please stay beside them. Neither staff nor we will ever ask for your password or the digits of a message.
privacy-full-change-title = If this text changes
privacy-full-change = If something important changes, we show it to you and ask again. If you do not agree to the new text, the counter still does everything.
privacy-full-contact-title = Whom to talk to
privacy-full-contact = Call { $helpline }, or go to the social security counter where you are insured. You get an answer within fifteen working days. If you are not satisfied, you can complain to the cyberspace authority or go to court.
privacy-full-key-read = Read it all to me
    .also = read to me, read the full text
