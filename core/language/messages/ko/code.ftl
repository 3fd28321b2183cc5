# Showing the code; the phone's clock; the certificate.

code-title = 카드 보여주기
code-purpose = 일군에게 전화를 보여 스캔하게 하세요.
code-offline = 인터넷 없이도 됩니다
code-level-one = 일급 코드: 본인만 증명하고 결제는 안됩니다.
code-level-two = 이급 코드: 본인도 증명하고 결제도 됩니다.
code-renews = 코드는 저절로 바뀌니 그대로 두세요.
code-alone = 찍지도 말고 남에게 보내지도 마세요.
code-key-close = 다 썼으니 닫기
    .also = 닫기, 다 썼어, 됐어
code-key-reveal = 번호 보이기
    .also = 번호 보기, 번호 보여줘
code-key-hide = 번호 가리기
    .also = 숨기기, 가려
code-revealed = 번호가 보이니 남이 못 보게 하세요.
    .large = 번호가 보이니 조심하세요.
code-captured = 화면을 록화하고 있어 코드를 감춥니다.
code-until = 인터넷 없이 { $day }까지 쓸수 있습니다.
code-signing = 코드를 준비하고 있습니다.

code-clock-title = 전화 시간이 맞지 않습니다
code-clock-what = 시간이 틀리면 기계가 코드를 못 읽습니다.
code-clock-how = 설정에서 자동 시간을 켜세요.
code-clock-card = 카드는 괜찮고 시간만 맞추면 됩니다.
code-clock-phone-says = 전화 시간은 { $day } { $time }
code-clock-key-fix = 시간 맞추기
    .also = 시간 정하기, 시간 고치기
code-clock-key-again = 맞추었습니다
    .also = 시간 맞췄어

code-over-title = 인터넷에 한번만 이으세요
code-over-what = 오래 안 이어서 코드를 바꾸어야 합니다.
code-over-how = 인터넷이 되면 저절로 바뀝니다.
code-over-card = 급하면 실물카드를 쓰세요.
code-over-key-again = 이었습니다
    .also = 인터넷 돼

code-refused-title = 지금은 보여줄수 없습니다
code-refused-other = 급하면 신분증도 됩니다.
code-other-way = 스캔이 안되면 실물카드를 쓰세요.
