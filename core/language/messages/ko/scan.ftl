# Scanning: the camera, the eight digits, codes that are not ours; the decision with its number; the consent of another app.

scan-title = 화면의 코드 스캔
scan-cue = 코드를 테두리 안에 넣으세요
scan-calm = 서두르지 말고 천천히 하세요.
scan-key-digits = 여덟 자리 누르기
    .also = 수자 누르기, 사진기 없이, 다른 방법
scan-key-camera = 사진기로 스캔
    .also = 사진기, 스캔
scan-key-again = 다시 스캔
    .also = 다시, 새로 스캔

scan-digits-title = 화면의 여덟 자리는?
scan-digits-label = 여덟 자리
scan-digits-purpose = 어디에 로그인하는지 봅니다.
scan-digits-hint = 그쪽 화면의 코드 옆에 있습니다.
scan-digits-warning = 전화로 불러주는 수는 누르지 마세요.

scan-claiming-title = 누구의 코드인지 보고있습니다
scan-progress = 사회보장과 맞추어보고 있습니다.
scan-again-title = 다시 스캔해야 합니다
scan-again = 아까 못 끝냈으니 다시 스캔하면 됩니다.

scan-trouble-title = 사진기를 지금 못 씁니다
scan-trouble-key-settings = 설정에서 켜기
    .also = 설정으로, 사진기 켜기

scan-refused-title = 이 코드를 스캔하지 마세요
scan-refused-over = 막아드렸습니다
scan-refused-more = 아무것도 안 열었고 돈도 그대로입니다.
scan-refused-ignore = 누가 스캔하라 해도 듣지 마세요.
scan-refused-never = 사회보장은 스캔으로 돈을 주지 않습니다.
scan-refused-key-ask = { $helpline }에 물어보기
    .also = 전화하기, 진짜인지 묻기
scan-not-now-title = 스캔을 못했습니다

# Who asks, for what, and which number; nothing here comes from the code itself.
login-title = 본인이 여기서 로그인합니까?
login-purpose = { $party } { $purpose }.
login-sees-view = 사회보장을 보기만 하고 못 고칩니다
login-sees-none = 본인인것만 알고 다른것은 안 봅니다
login-sees = 알려줄것
login-sees-not = 안 알려줄것
login-known = 전에 보게 하셨습니다.
login-which = 그쪽 화면의 수는 어느것입니까?
login-which-kiosk = 기계의 수는 어느것입니까?
login-chosen = { $number }를 누르셨습니다.
login-fraud = 누가 전화로 시켰습니까?
login-fraud-do = “내가 아님”을 누르세요.
login-elsewhere = 여기는 { $city }이고 계시는 곳이 아닙니다.
login-elsewhere-do = 거기에 안 계시면 “내가 아님”을 누르세요.
login-key-no = 내가 아님
    .also = 아니야, 몰라, 멈춰
login-key-yes = 내가 맞음

login-password-title = 전자카드 비밀번호는?
login-password-purpose = 전화에 잠금이 없어 비밀번호로 확인합니다.
login-paused-title = 잠간 멈추세요
login-paused-trick = 전화로 시키는대로 하지 마세요.
login-paused-share = 남이 보고있으면 “내가 맞음”을 누르지 마세요.
login-paused-back = 그것을 끝내면 여기는 저절로 이어집니다.

login-sent-title = 로그인하고 있습니다
login-sent-no-title = 멈추고 있습니다
login-progress = 그쪽에 알리고있습니다.
login-done-title = 로그인되였습니다
login-done = 그쪽 화면을 보세요.
login-done-out = 다 쓰면 거기서 로그아웃하세요.
login-done-list = 멈추려면 “로그인한 곳”을 보세요.
login-stopped-title = 멈추었습니다
login-stopped = 그쪽은 로그인 못하고 돈도 그대로입니다.
login-stopped-others = 남이 하고있으면 { $helpline }에 전화하세요.
login-stopped-freeze = 전화를 잃었으면 먼저 동결하게 하세요.
login-ended-title = 로그인이 안되였습니다

# Another app on this phone.
consent-title = 본인을 알려줄가요?
consent-never = 비밀번호, 은행카드
consent-later = 동의한 후에도 언제든지 거둘수 있습니다.
consent-key-no = 동의 안함
    .also = 안돼, 알려주지 마
consent-key-yes = 동의
consent-progress = 그 앱에 알리고있습니다.
consent-sent-title = 하고있습니다
consent-done-title = 되였습니다
consent-done = { $party }로 돌아가세요.
consent-refused-title = 알려주지 않았습니다
consent-refused = { $party }는 아무것도 모릅니다.
consent-key-open = 그 앱으로 돌아가기
    .also = 돌아가기, 그 앱 열기
consent-no-app = 그 앱이 안 열렸습니다.
consent-no-app-do = 직접 열고 다시 해보세요.
authorize-title = 누가 로그인하려는지 보고있습니다
authorize-refused-title = 로그인이 안되였습니다

link-refused-title = 이 링크를 안 열었습니다
link-foreign = 이 링크는 우리것이 아닙니다.
link-foreign-do = 안 열었으니 마음 놓으세요.

# What a party may come to know, and the same in short for a list.
scope-profile = 이름
scope-age-65 = 만 { COUNT(65, "years") }가 넘었는지
scope-view = 사회보장 상태, 보기만
scope-phone = 전화번호
scope-id-number = 신분증 번호
scope-short-profile = 이름
scope-short-age-65 = 만 { COUNT(65, "years") }
scope-short-view = 사회보장 상태
scope-short-phone = 전화번호
scope-short-id-number = 신분증 번호
