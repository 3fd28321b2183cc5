# How values are drawn in English; the forms are listed in src/value/forms.rs.

money = ¥{ $sum }
date = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
    } { $day }, { $year }
month-day = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
    } { $day }
time = { $hour12 }:{ $minutes } { $half ->
    [am] a.m.
   *[pm] p.m.
    }
ordinal = { $n }
percent = { $n }%
count-times = { $n ->
    [one] { $n } time
   *[other] { $n } times
    }
count-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
    }
count-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
    }
count-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
    }
count-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
    }
count-digits = { $n ->
    [one] { $n } digit
   *[other] { $n } digits
    }
count-pieces = { $n ->
    [one] { $n } item
   *[other] { $n } items
    }
count-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
    }
count-steps = { $n ->
    [one] { $n } step
   *[other] { $n } steps
    }
count-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
    }
today = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
    }, { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
    } { $day }
