# Home: greeting, how the card stands, a few large things to do. And the three lamps.

home-greeting-early = { $name }님, 안녕하세요
home-greeting-morning = { $name }님, 안녕하세요
home-greeting-noon = { $name }님, 점심은 드셨어요
home-greeting-afternoon = { $name }님, 안녕하세요
home-greeting-evening = { $name }님, 편안한 저녁입니다
home-greeting-plain = 안녕하세요
home-title = 첫페지

home-panel-over = 전자사회보장카드

# The status panel: the lead, and what helps in `.more`.
home-status-normal = 카드가 정상입니다
    .more = 인터넷 없이도 보여줄수 있습니다.
home-status-not-claimed = 아직 카드를 안 받았습니다
    .more = 세 단계면 됩니다.
home-status-level-two = 카드가 정상이고 결제도 됩니다
    .more = 인터넷 없이도 본인임을 증명합니다.
home-status-none = 아직 사회보장카드가 없습니다
    .more = 신분증을 가지고 창구에서 만드세요.
home-status-in-the-making = 카드를 만들고 있습니다
    .more = 다 되면 문자로 알려드립니다.
home-status-not-picked-up = 카드가 나왔으니 찾아가세요
    .more = 신분증을 가지고 찾아가세요.
home-status-social-off = 사회보장기능이 꺼져있습니다
    .more = 카드를 가지고 창구에서 켜세요.
home-status-lost = 카드가 분실신고중입니다
    .more = 창구에서 풀거나 바꾸세요, 돈은 그대로 나옵니다.
home-status-locked = 카드가 잠겼습니다
    .more = 신분증을 가지고 창구에서 푸세요, 돈은 그대로 나옵니다.
home-status-cancelled = 카드가 말소되였습니다
    .more = 쓰시려면 창구에서 새 카드를 만드세요.
home-status-replaced = 새 카드로 바꾸셨습니다
    .more = 전자카드는 그대로 쓰시면 됩니다.
home-status-replaced-unclaimed = 새 카드로 바꾸셨습니다
    .more = 새 카드를 창구에 가져가 이으면 받을수 있습니다.
home-status-unbound = 전자카드가 해제되였습니다
    .more = 쓰고싶으면 다시 받으면 됩니다.
home-status-frozen = 이 전화가 동결되였습니다
    .more = 카드는 괜찮고 창구에서 풀수 있습니다.
home-status-replaced-device = 다른 전화를 쓰고있습니다
    .more = 이 전화를 쓰려면 다시 등록하세요.
home-status-no-device = 이 전화는 아직 등록이 안되였습니다
    .more = 이름을 먼저 쓰고 카드를 받으세요.
home-status-unknown = 카드를 확인하고 있습니다
    .more = 안 보여도 괜찮습니다, 돈은 그대로 나옵니다.
home-status-offline = 지금 인터넷이 안됩니다
    .more = 사회보장카드는 보여줄수 있습니다.
home-status-as-of = { $day }에 본 상태

home-key-show-code = 카드 보여주기
    .also = 코드 보여줘, 카드 보여줘, 코드 보기, 내 카드
home-key-claim = 전자카드 받기
    .also = 카드 받기, 전자사회보장카드 받기
home-key-enrol = 시작하기
    .also = 등록, 등록하기
home-key-lamps = 세 등불
    .also = 등불 보기, 카드 어디까지, 카드 보기
    .hint = 카드가 어디까지 되였는지
home-key-records = 처리기록
    .also = 기록, 누가 했나, 기록 보기
    .hint = 누가 무엇을 했는지
home-key-settings = 설정
    .also = 크기 바꾸기, 설정 바꾸기
    .hint = 글자, 소리, 색
home-key-reset-password = 비밀번호 다시 정하기
    .also = 비밀번호 잊음, 비밀번호 바꾸기
    .hint = 비밀번호를 잊으면 여기로
home-key-unlink = 련결 해제
    .also = 해제, 이 전화 안쓰기
    .hint = 이 전화에서 카드를 안 씁니다

# The strip of modes.
home-mode-large = 큰글자
    .also = 큰글자판, 글자 크게
home-mode-voice = 음성
    .also = 음성판, 읽어줘
home-mode-scripts = 문자
    .also = 민족문자, 민족문자판, 문자 바꾸기

# Offered once, to a person of 60 and over who began with the standard version.
home-offer-elder-title = 로인판으로 바꿀가요?
home-offer-elder = 글자가 더 크고 말이 더 짧습니다.
home-offer-elder-key-yes = 로인판으로 바꾸기
    .also = 바꾸기
home-offer-elder-key-no = 바꾸지 않기
    .also = 안 바꿔

# Three lamps: card made, social security, bank; who can mend the one that is out.
lamps-title = 세 등불
lamps-intro = 세 등불이 다 켜지면 카드를 다 쓸수 있습니다.
lamps-all-on = 다 켜졌으니 모두 쓸수 있습니다.
lamps-card = 카드 제작
lamps-social = 사회보장기능
lamps-bank = 은행기능
lamps-tag-on = 켜짐
lamps-tag-off = 꺼짐
lamps-tag-waiting = 처리중
lamps-card-none = 카드가 없으니 창구에서 만드세요.
lamps-card-in-the-making = 만들고 있고 다 되면 알려드립니다.
lamps-card-not-picked-up = 다 되였으니 찾아가세요.
lamps-card-normal = 손에 있고 쓸수 있습니다.
lamps-card-social-off = 카드는 손에 있습니다.
lamps-card-lost = 분실신고중이니 창구에서 푸세요.
lamps-card-locked = 잠겼으니 창구에서 푸세요.
lamps-card-cancelled = 말소되였으니 창구에서 새로 만드세요.
lamps-card-replaced = 새 카드로 바꾸었고 쓸수 있습니다.
lamps-social-on = 진료와 돈 받기에 다 쓸수 있습니다.
lamps-social-off = 꺼져있고 창구에서 켤수 있습니다.
lamps-social-waiting = 켜는 중이니 며칠 기다리세요.
lamps-bank-on = 저금과 출금에 다 쓸수 있습니다.
lamps-bank-off = 꺼져있고 은행에서 켤수 있습니다.
lamps-bank-waiting = 은행에서 하고있으니 며칠 기다리세요.
lamps-bring = 신분증과 사회보장카드를 가져가세요.
lamps-not-sums = 여기서는 카드만 보고 돈은 안 봅니다.

home-key-scan = 스캔
    .also = 스캔해서 로그인, 코드 스캔
    .hint = 화면의 코드를 스캔해서 로그인
home-key-logins = 로그인한 곳
    .also = 어디에 로그인했나, 로그아웃
    .hint = 한번 누르면 로그아웃
home-key-vouch = 가족 전화 바꾸기
    .also = 가족 전화 바꿔줘, 가족을 위해 보증
    .hint = 가족이 전화를 잃으면 여기로
home-login-open = 기다리는 로그인이 있습니다
    .more = 본인인지 한번 누르면 됩니다.
home-key-login-open = 그 로그인 보기
    .also = 로그인 보기, 가보기
home-services-title = 모든 봉사
home-stopped-since = { $day } { $time }부터 여기서 못 씁니다.
