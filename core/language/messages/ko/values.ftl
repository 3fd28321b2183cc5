# How values are drawn in Korean; the forms are listed in src/value/forms.rs.

money = { $sum }원
date = { $year }년 { $month }월 { $day }일
month-day = { $month }월 { $day }일
time = { $half ->
    [am] 오전
   *[pm] 오후
    } { $hour12 }시{ $minute ->
    [0] { "" }
    [30] { " " }반
   *[other] { " " }{ $minute }분
    }
ordinal = { $n }
percent = { $n }%
count-times = { $n }번
count-days = { $n }일
count-hours = { $n }시간
count-minutes = { $n }분
count-months = { $n }개월
count-digits = { $n }자리
count-pieces = { $n }개
count-people = { $n }명
count-steps = { $n }단계
count-years = { $n }세
today = { $month }월 { $day }일 { $weekday ->
    [1] 월요일
    [2] 화요일
    [3] 수요일
    [4] 목요일
    [5] 금요일
    [6] 토요일
   *[7] 일요일
    } 음력 { $leap ->
    [1] 윤
   *[0] { "" }
    }{ $lunar-month }월 { $lunar-day }일
