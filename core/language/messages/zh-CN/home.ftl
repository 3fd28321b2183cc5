# Home: greeting, how the card stands, a few large things to do. And the three lamps.

home-greeting-early = { $name }，早上好
home-greeting-morning = { $name }，上午好
home-greeting-noon = { $name }，中午好
home-greeting-afternoon = { $name }，下午好
home-greeting-evening = { $name }，晚上好
home-greeting-plain = 您好
home-title = 首页

home-panel-over = 电子社保卡

# The status panel: the lead, and what helps in `.more`.
home-status-normal = 卡正常，能用
    .more = 没网也能出示。
home-status-not-claimed = 还没领卡
    .more = 三步就领好。
home-status-level-two = 卡正常，能付钱
    .more = 没网也能证明是您。
home-status-none = 您还没有社保卡
    .more = 带身份证去社保窗口办。
home-status-in-the-making = 卡正在做
    .more = 做好了，短信告诉您。
home-status-not-picked-up = 卡做好了，等您取
    .more = 带身份证去网点取。
home-status-social-off = 卡的社保功能没开
    .more = 带卡去社保窗口开。
home-status-lost = 卡在挂失中
    .more = 去窗口解挂或换卡，钱照发。
home-status-locked = 卡锁住了
    .more = 带身份证去窗口解开，钱照发。
home-status-cancelled = 卡已经注销
    .more = 要用，就去窗口办新卡。
home-status-replaced = 您换了新卡
    .more = 电子卡照样用，不用动。
home-status-replaced-unclaimed = 您换了新卡
    .more = 带新卡去窗口，接上就能领。
home-status-unbound = 电子卡已经解除
    .more = 想用，再领一次就好。
home-status-frozen = 这部手机已经冻结
    .more = 卡没事，去窗口能解开。
home-status-replaced-device = 您换了别的手机在用
    .more = 要用这部，再认一次。
home-status-no-device = 这部手机还没认您
    .more = 先填名字，再领卡。
home-status-unknown = 正在看您的卡
    .more = 没看到也不要紧，钱照发。
home-status-offline = 现在没网
    .more = 出示社保卡，照样能用。
home-status-as-of = { $day }看到的情况

home-key-show-code = 出示社保卡
    .also = 亮码、展码、亮卡、出示卡、出示码、看码、社保码
home-key-claim = 领电子社保卡
    .also = 领卡、领电子卡、领社保卡
home-key-enrol = 开始用
    .also = 认我、登记
home-key-lamps = 三盏灯
    .also = 看三盏灯、卡办到哪了、看看卡
    .hint = 卡办到哪一步了
home-key-records = 办事记录
    .also = 记录、谁办了什么、看记录
    .hint = 谁办过什么
home-key-settings = 设置
    .also = 换大小、改设置、长辈版、亲情版、关爱版、关怀版
    .hint = 字、声音、颜色
home-key-reset-password = 重设密码
    .also = 忘了密码、改密码、密码忘了
    .hint = 忘了密码，来这里
home-key-unlink = 解除绑定
    .also = 解绑、不用这部手机了
    .hint = 这部手机不用卡了

# The strip of modes.
home-mode-large = 大字
    .also = 大字版、字大一点
home-mode-voice = 语音
    .also = 语音版、念给我听
home-mode-scripts = 民族文字
    .also = 民族文字版、少数民族文字版、换文字

# Offered once, to a person of 60 and over who began with 普通版.
home-offer-elder-title = 换成长辈版吗？
home-offer-elder = 字大些，话短些。
home-offer-elder-key-yes = 换成长辈版
    .also = 换
home-offer-elder-key-no = 不换
    .also = 不用换

# Three lamps: 卡做好了, 社保功能, 银行功能; who can mend the one that is out.
lamps-title = 三盏灯
lamps-intro = 三盏都亮，卡就全能用。
lamps-all-on = 三盏都亮，全能用。
lamps-card = 卡做好了
lamps-social = 社保功能
lamps-bank = 银行功能
lamps-tag-on = 亮着
lamps-tag-off = 没亮
lamps-tag-waiting = 在办
lamps-card-none = 还没有卡，去社保窗口办。
lamps-card-in-the-making = 正在做，好了告诉您。
lamps-card-not-picked-up = 做好了，去网点取。
lamps-card-normal = 在您手里，能用。
lamps-card-social-off = 卡在您手里。
lamps-card-lost = 挂失中，去社保窗口解开。
lamps-card-locked = 锁住了，去社保窗口解开。
lamps-card-cancelled = 已注销，去窗口办新卡。
lamps-card-replaced = 换了新卡，能用。
lamps-social-on = 看病、领钱都能用。
lamps-social-off = 没开，社保窗口能开。
lamps-social-waiting = 正在开，等几天就好。
lamps-bank-on = 存钱、取钱都能用。
lamps-bank-off = 没开，银行柜台能开。
lamps-bank-waiting = 银行正在办，等几天。
lamps-bring = 带身份证和社保卡去。
lamps-not-sums = 这里只看卡，不看钱数。

home-key-scan = 扫一扫
    .also = 扫码登录、扫码、扫码登陆
    .hint = 扫屏幕上的码登录
home-stopped-since = 从{ $day }{ $time }起，这里用不了。
home-key-logins = 我登录过的地方
    .also = 登录过的地方、在哪里登录过、退出登录
    .hint = 一下就能退出
home-key-vouch = 帮家人换手机
    .also = 家人换手机、替家人作保
    .hint = 家人的手机丢了，来这里
home-login-open = 还有一个登录在等您
    .more = 是不是您，点一下就好。
home-key-login-open = 去看那个登录
    .also = 看看那个登录、去看看
home-services-title = 全部服务
