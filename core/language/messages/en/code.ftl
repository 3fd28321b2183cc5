# Showing the code; the phone's clock; the certificate.

code-title = Show my card
code-purpose = Let the staff scan your phone.
code-offline = Works without internet
code-level-one = Level one: proves who you are, cannot pay.
code-level-two = Level two: proves who you are and can pay.
code-renews = The code renews itself. You need do nothing.
code-alone = Take no photo of it and send it to nobody.
code-key-close = I am done, put it away
    .also = put it away, done, close
code-key-reveal = Show the number
    .also = see the number, reveal the number
code-key-hide = Hide the number
    .also = cover the number, hide it
code-revealed = The number is showing. Let nobody look on.
    .large = The number is showing. Take care.
code-captured = The screen is being recorded. The code is put away.
code-until = Works without internet until { $day }.
code-signing = Getting your code ready.

code-clock-title = Your phone shows the wrong time
code-clock-what = With a wrong time, machines cannot read your code.
code-clock-how = In the settings, turn on automatic time.
code-clock-card = Your card is fine. Set the time and it works.
code-clock-phone-says = Your phone says { $day }, { $time }
code-clock-key-fix = Set the time
    .also = change the time, fix the time
code-clock-key-again = I have set it
    .also = time is set

code-over-title = Go online once
code-over-what = It has been a while. The code needs renewing.
code-over-how = Once you are online it renews itself.
code-over-card = In a hurry, use the plastic card.
code-over-key-again = I am online
    .also = connected

code-refused-title = It cannot be shown right now
code-refused-other = In a hurry, your ID card will do.
code-other-way = If it cannot be scanned, use the plastic card.
