//! The fixed words of a report, in one table: a column a language.

use crate::decision::Language;

macro_rules! words {
    ($($name:ident: $doc:literal, $en:literal, $zh:literal;)*) => {
        /// Fixed words of one language.
        #[derive(Debug)]
        pub struct Words {
            $(#[doc = $doc] pub $name: &'static str,)*
        }

        static EN: Words = Words { $($name: $en,)* };
        static ZH: Words = Words { $($name: $zh,)* };
    };
}

words! {
    on: "before the day asked", "on", "行为日";
    known: "before the law book's day", "by the law as known on", "法律状态截至";
    undetermined: "no single outcome", "undetermined", "尚不能确定";
    to: "between the ends of a range", "to", "至";
    why: "heading", "Why", "理由";
    shipment: "the subject without a path", "the shipment", "整批货物";
    nothing: "no rule has effect", "No rule has effect here.", "没有规则适用。";
    nothing_for: "before subjects on which no rule has effect", "no rule has effect on", "没有规则适用于";
    as_above: "a derivation told already", "as above", "同上";
    row: "before a row of a list of the law", "listed:", "列入：";
    others: "after a count", "others", "其他";
    perhaps: "not for certain", "perhaps", "可能";
    figure: "before a rule's figure", "figure", "数值";
    is: "before a status", "is", "属于";
    untold: "a fact that is not told", "not told", "未提供";
    set_aside: "heading", "Set aside", "不适用的规则";
    latent: "heading", "Otherwise", "若无暂停或生效日期";
    latent_text: "before the latent outcome", "but for what is suspended or not yet in force", "若不考虑暂停和尚未生效";
    by: "by whom, by when", "by", "由";
    from: "first day", "from", "自";
    through: "last day", "through", "至";
    lifted: "state", "lifted", "被排除";
    suspended: "state", "suspended", "暂停";
    ended: "state", "ended", "已失效";
    not_yet: "state", "not yet begun", "尚未生效";
    duties: "heading", "Duties", "义务";
    due_by: "before a day", "by", "不迟于";
    due_never: "a duty for which no day is set", "no day set", "未定期限";
    due_open: "a duty whose day cannot be counted", "day not known", "日期未知";
    done: "state", "done", "已履行";
    late: "state", "late", "逾期";
    state_unknown: "state", "whether done is not known", "是否履行未知";
    missing: "heading", "Missing", "缺少的信息";
    settles: "of a fact", "settles the outcome, whatever it is", "一经提供即可确定结果";
    can_settle: "of a fact", "can settle the outcome", "可能确定结果";
    matters: "of a fact", "matters", "有影响";
    question: "before a question's name", "question", "问题";
    gaps: "heading", "Not worked out", "无法计算";
    at: "before a place", "at", "位于";
    questions: "heading", "Open questions", "未决问题";
    taken: "the reading taken", "taken here", "采用";
    left_open: "no reading taken", "left open", "未选择";
    otherwise: "another reading", "otherwise", "其他解释";
    same: "a question that changes only the latent outcome", "the outcome is the same", "结果相同";
    latent_short: "before a latent range", "latent", "潜在结果";
    assumed: "heading", "Assumed", "推定";
    assumed_text: "under that heading", "not told, taken from the schema's defaults", "未提供，按默认值处理";
    basis: "heading", "Basis", "信息来源";
    official: "basis", "official: the published wording was read", "官方文本";
    reported: "basis", "reported: a summary or the press", "转述或报道";
    inferred: "basis", "inferred: follows from the wording", "由文本推断";
    recalled: "basis", "recalled: unconfirmed", "未经核实";
    no_basis: "nobody says", "not stated", "未说明";
    policies: "before a digest", "policies", "规则集";
    facts: "before a digest", "facts", "事实";
    scale: "before a further scale's name", "scale", "尺度";
    timeline: "heading", "Timeline", "时间线";
    own_book: "each day has its own law book", "each day by the law as known on that day", "每日均按当日已知的法律";
    changes: "heading", "Changes", "变化";
    no_change: "under that heading", "None on these days.", "此期间没有变化。";
    instruments: "heading", "Instruments", "法律文件";
    began: "a rule that comes to have effect", "has effect", "开始适用";
    ceased: "a rule that had effect", "no longer", "不再适用";
    turned: "a rule more or less certain", "now", "现为";
    duties_began: "rules with a new duty", "duty", "新增义务";
    duties_ceased: "rules whose duty is gone", "duty gone", "义务消失";
    questions_began: "questions that come to matter", "asks", "新增问题";
    questions_ceased: "questions that matter no more", "asks no more", "问题消失";
    is_published: "a cause", "is published", "公布";
    begins: "a cause", "begins", "开始施行";
    runs_out: "a cause", "runs out", "期满失效";
    suspends: "a cause", "suspends", "暂停";
    resumes: "a cause", "no longer suspends", "的暂停结束";
    repeals: "a cause", "repeals", "废止";
    replaces: "a cause", "replaces", "取代";
    list_changes: "a cause", "changes a list", "清单变动";
    arises: "a cause", "leaves a question open", "出现未决问题";
    if_read: "before a reading that is not taken", "if", "若采";
    own_days: "a cause", "the case's own days", "案件自身的日期";
    in_force: "how an instrument stands", "in force", "有效";
    in_part: "how an instrument stands", "in force in part, suspended in part", "部分有效，部分暂停";
    acts: "how an instrument stands", "acts on the others", "作用于其他文件";
    outcome: "a row of a picture", "Outcome", "结果";
    latent_row: "a row of a picture", "Latent", "潜在结果";
    latent_row_text: "under that word", "but for time", "若无暂停和生效日期";
    not_to_scale: "of a picture's days", "not to scale", "非等比例";
    stands_unknown: "how an instrument stands", "hangs on an open question", "取决于未决问题";
    comma: "between words", ", ", "，";
    listing: "between names", ", ", "、";
    semicolon: "between clauses", "; ", "；";
    open_place: "before a place behind words", " (", "〔";
    close_place: "behind a place", ")", "〕";
    open: "before a remark", " (", "（";
    open_wide: "before a remark that stands apart", "  (", "（";
    close: "behind a remark", ")", "）";
}

/// The words of that language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

impl Words {
    /// A state of a rule, in words.
    pub fn rule_state<'a>(&'a self, state: &'a str) -> &'a str {
        match state {
            "lifted" => self.lifted,
            "suspended" => self.suspended,
            "ended" => self.ended,
            "not_yet" => self.not_yet,
            other => other,
        }
    }

    /// How an instrument stands, in words.
    pub fn stand<'a>(&'a self, state: &'a str) -> &'a str {
        match state {
            "in_force" => self.in_force,
            "in_part" => self.in_part,
            "acts" => self.acts,
            "unknown" => self.stands_unknown,
            other => self.rule_state(other),
        }
    }

    /// A basis, in words.
    pub fn basis_text<'a>(&'a self, basis: Option<&'a str>) -> &'a str {
        match basis {
            Some("official") => self.official,
            Some("reported") => self.reported,
            Some("inferred") => self.inferred,
            Some("recalled") => self.recalled,
            Some(other) => other,
            None => self.no_basis,
        }
    }

    /// How many more there are.
    pub fn more(&self, count: impl std::fmt::Display) -> String {
        if self.others == ZH.others {
            format!("另有{count}项")
        } else {
            format!("+ {count} {}", self.others)
        }
    }

    /// By whom something was done, and what: the words of both languages stand in another order.
    pub fn done_by(&self, what: &str, by: &str) -> String {
        if self.by == ZH.by {
            format!("由 {by} {what}")
        } else {
            format!("{what} {} {by}", self.by)
        }
    }
}
