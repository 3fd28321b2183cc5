# The first screen: how would you like to use it.

start-title = 어떻게 쓰시겠어요?
start-large = 큰글자판
    .hint = 글자가 크고 한번에 한가지
    .also = 큰글자, 글자 크게, 큰것
start-voice = 음성판
    .hint = 말로 하면 됩니다
    .also = 음성, 말로, 말하기
start-scripts = 민족문자판
    .hint = 익숙한 문자로 보기
    .also = 민족문자, 소수민족문자
start-key-standard = 일반판 쓰기
    .also = 일반판, 보통
start-later = 언제든지 바꿀수 있습니다.
start-key-use-large = 큰글자판 쓰기
start-key-use-voice = 음성판 쓰기
start-key-use-scripts = 민족문자판 쓰기
start-voice-read = 페지마다 읽어드립니다.

# The list of scripts. Each stands with its own name in its own script beside it.
language-title = 어느 문자를 보시겠어요?
language-zh-cn = 한어
    .also = 중국어, 보통화
language-ug = 위글문
    .also = 위구르문
language-bo = 장문
    .also = 티베트문
language-mn = 몽골문
language-ko = 조선문
    .also = 조선말, 한글
language-za = 쫭문
language-en = 영문
    .also = 영어
language-note = 번역이 안된 곳은 한문으로 나옵니다.
language-key-use = 이 문자 쓰기
