# Showing the code; the phone's clock; the certificate.

code-title = كارتىنى كۆرسىتىش
code-purpose = تېلېفوننى خادىمغا بېرىپ سىكانلىتىڭ.
code-offline = تورسىزمۇ ئىشلىتىلىدۇ
code-renews = كود ئۆزى ئالمىشىدۇ، تەگمىسىڭىزمۇ بولىدۇ.
code-key-close = بولدى، يىغىش
code-key-reveal = نومۇرنى كۆرسىتىش
code-key-hide = نومۇرنى يوشۇرۇش
code-captured = ئېكران ئېلىنىۋاتىدۇ، كود يوشۇرۇلدى.
code-until = تورسىز { $day } گىچە ئىشلىتىلىدۇ.
code-signing = كودىڭىز تەييارلىنىۋاتىدۇ.

code-clock-title = تېلېفوننىڭ ۋاقتى توغرا ئەمەس
code-clock-what = ۋاقىت توغرا بولمىسا ماشىنا كودنى تونۇمايدۇ.
code-clock-how = تەڭشەكتە ئاپتوماتىك ۋاقىتنى ئېچىڭ.
code-clock-card = كارتىغا چاتاق يوق، ۋاقىت توغرىلانسا بولىدۇ.
code-clock-phone-says = تېلېفوندا { $day } { $time }
code-clock-key-fix = ۋاقىتنى تەڭشەش
code-clock-key-again = تەڭشىدىم

code-over-title = بىر قېتىم تورغا ئۇلانسىڭىز بولىدۇ
code-over-what = ئۇزۇن ئۇلانمىدىڭىز، كود يېڭىلىنىشى كېرەك.
code-over-how = تورغا ئۇلانسىڭىز ئۆزى يېڭىلىنىدۇ.
code-over-card = جىددىي بولسا، ئەسلى كارتىنى ئىشلىتىڭ.
code-over-key-again = ئۇلاندىم

code-refused-title = ھازىر كۆرسەتكىلى بولمايدۇ
code-refused-other = جىددىي بولسا كىملىكمۇ بولىدۇ.
code-other-way = سىكانلانمىسا، ئەسلى كارتىنى ئىشلىتىڭ.
