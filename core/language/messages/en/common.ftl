# Words of every screen: brand, bar, steps, answers, voice stage.

brand-name = Leling Card
brand-card = Electronic social security card
brand-card-short = Electronic card

common-key-back = Back
    .also = go back, return, previous page
common-key-home = Home
    .also = go home, home page, start page, main page
common-key-repeat = Read aloud
    .also = read it again, say it again, repeat, I did not hear
common-key-helpline = { $helpline }
    .spoken = Call { $helpline } for help
    .also = call { $helpline }, a person, talk to someone, get help, operator
common-key-help = Call { $helpline }
    .also = make a call, get help, a person
common-key-next = Next
    .also = go on, continue, next step
common-key-done = I see
    .also = okay, got it, understood
common-key-again = Try again
    .also = retry, once more, again
common-key-anew = Start over
    .also = from the beginning, do it again
common-key-later = Not now
    .also = later, some other time
common-key-change = Change
    .also = change it, edit
common-key-stop = Stop for now
    .also = stop, never mind
common-key-close = Close
    .also = close it, put it away
common-key-yes = Yes
common-key-no = No
common-key-all = All services
    .also = every service, more
common-key-to-home = Go to Home
    .also = home, home page

common-step = { $n } of { $of }
common-on = On
common-off = Off
common-wait = One moment, please.
common-working = Working on it. No need to hurry.
common-saved = Saved. It is sent when you are online.
common-try-later = Try again in a little while.
common-pay-goes-on = Your pension keeps coming.
common-money-safe = Nothing happened to your money or your card.
common-offline = Works without internet
common-draft-tag = 机器翻译 · Machine translation
common-simulated = Software key, for demonstration only
common-call-says = Call { $helpline } and someone will help.

# Fields with their own keys.
pad-key-erase = Erase one
    .also = take one back, delete one, erase
pad-key-speak = Say it
pad-one-digit = one digit
field-key-speak = Say
    .spoken = Say it to me

# Voice stage.
voice-listening = Go ahead, I am listening
voice-not-heard = I did not catch that. Please say it again
voice-can-say = You can say
voice-key-tap = Stop talking, use touch
    .also = use touch, stop talking
voice-key-finished = I am done
voice-ask = Which one would you like?
voice-rejected = That is not on this page.
voice-full-phrase = To do it, say all of this: “{ $phrase }”.
voice-no-engine = This phone cannot read aloud. Everything works by touch.
