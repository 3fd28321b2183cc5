# Claiming the electronic card: proof, number or code, password twice, review, done.

claim-proof-title = What do you have at hand?
claim-proof-card = My card is here
    .hint = Read the number off the card
    .also = I have the card, the card
claim-proof-code = A code from the counter
    .hint = Eight digits on a slip of paper
    .also = I have a code, eight-digit code
claim-proof-none = Neither
    .hint = There is a way for you too
    .also = none of these, no card

claim-none-title = You can claim it all the same
claim-none-counter = Take your ID card to the counter and ask for the eight-digit code.
claim-none-visit = Hard to get out? Call { $helpline } for a visit.
claim-none-card = If the card is lost, get a new one first.
claim-none-pay = No hurry. Your pension keeps coming.

claim-number-title = What is the number on your card?
claim-number-label = Card number
claim-number-purpose = To see that the card is in your hands.
claim-number-where = On the front of the card, nine characters.
claim-number-hint = Letters and digits.
claim-number-not-bank = Not the bank number on the back.
claim-number-tries = You can still try { $left }.
claim-number-key-other = Use the eight-digit code
    .also = use a code, another way

claim-code-title = What is the eight-digit code?
claim-code-label = Eight-digit code
claim-code-purpose = To see that it is really you.
claim-code-hint = From the counter or a visitor. It is good for one day.

claim-password-title = Choose a password for the card
claim-password-label = Six-digit password
claim-password-purpose = It shows that it is you when it matters.
claim-password-two = This is not your bank card password.
claim-password-rules = No runs, no repeats, not from your ID number.
    .standard = No runs of digits, no repeats, and no digits from your ID number.
claim-password-keep = Only you know it. Never give it to anyone.
claim-password-again-title = Enter the password again
claim-password-again-label = The same six digits
claim-password-again-purpose = To see that both are the same.

claim-review-title = Is everything right?
claim-review-name = Name
claim-review-id = ID number
claim-review-proof = Claimed with
claim-review-proof-card = The card in your hands, { $number }
claim-review-proof-code = The code from the counter
claim-review-where = Claimed to
claim-review-where-this = This phone
claim-review-level = What it can do
claim-review-level-one = Prove who you are, not pay
claim-review-password = Password
claim-review-password-set = Set
claim-review-phrase = If all is right, say “Confirm and claim”.
claim-key-confirm = Confirm and claim
claim-lock = Please confirm with your fingerprint or phone password.
login-lock = Please confirm with your fingerprint or phone password.
claim-lock-none = Your phone has no lock, so the new password shows that it is you.
claim-refused-title = It cannot be claimed right now
claim-progress-send = Claiming your card.
claim-sent-title = Claiming your card
claim-progress-code = Getting your code ready.

claim-done-title = Claimed
claim-done = { $name }, your electronic card is ready.
claim-done-level = It proves who you are. It cannot pay yet.
claim-done-offline = You can show it without internet too.
claim-done-password = Keep the password in mind. The counter can reset it.
claim-done-undo = You can unlink it at any time.
claim-done-key-show = Show my card
    .also = show code, see the code
