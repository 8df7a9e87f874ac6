//! Colours and letters. Plain rules, one set for light, one for dark; paper is light.

/// The size of the letters of a class.
pub fn size(class: &str) -> i32 {
    match class {
        "title" => 18,
        "small" => 11,
        "tiny" => 10,
        _ => 12,
    }
}

/// Six steps from mild to strict: the darker, the stricter; blue, yellow and red are told apart by every kind of eye.
pub const CSS: &str = "\
text{pointer-events:none;font-family:'Helvetica Neue',Helvetica,Arial,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;font-size:12px}
.page{fill:#ffffff}
.title{font-size:18px;font-weight:600;fill:#14212e}
.ink{fill:#14212e}
.quiet{fill:#55636f}
.small{font-size:11px;fill:#55636f}
.tiny{font-size:10px;fill:#55636f}
.date{fill:#14212e;font-weight:600;font-variant-numeric:tabular-nums}
.axis{stroke:#8896a3;stroke-width:1}
.base{stroke:#e2e8ed;stroke-width:1}
.mark{stroke:#14212e;stroke-width:1;stroke-dasharray:2 3;opacity:.45}
.s0{fill:#d6e6f4}.s1{fill:#b9d8e0}.s2{fill:#f7d774}.s3{fill:#eda355}.s4{fill:#d0603f}.s5{fill:#8f1d2c}
.t0,.t1,.t2,.t3{fill:#14212e;font-weight:600}.t4,.t5{fill:#ffffff;font-weight:600}
.l0,.l1,.l2,.l3,.l4,.l5{stroke-width:1.5;stroke-dasharray:4 3;fill-opacity:.22}
.l0{fill:#d6e6f4;stroke:#7fa6c6}.l1{fill:#b9d8e0;stroke:#6fa0ad}.l2{fill:#f7d774;stroke:#c79a1c}.l3{fill:#eda355;stroke:#c57722}.l4{fill:#d0603f;stroke:#b24a2c}.l5{fill:#8f1d2c;stroke:#8f1d2c}
.force{fill:#3b6ea5}
.acts{fill:#55636f}
.gap{fill:#e7eef5}
.hatched{stroke:#3b6ea5;stroke-width:1}
.yet{fill:#ffffff;stroke:#3b6ea5;stroke-width:1.2;stroke-dasharray:3 3}
.open{fill:#e9ddf3;stroke:#7a4fa3;stroke-width:1.2}
.ended{stroke:#aab5bf;stroke-width:2}
@media screen and (prefers-color-scheme:dark){
.page{fill:#10171e}
.title,.ink,.date{fill:#e8eef3}
.quiet,.small,.tiny{fill:#9fb0be}
.axis{stroke:#627281}.base{stroke:#24303a}.mark{stroke:#e8eef3}
.s0{fill:#1f3d57}.s1{fill:#23545e}.s2{fill:#8a6a10}.s3{fill:#a85c1b}.s4{fill:#c4502f}.s5{fill:#e5848b}
.t0,.t1,.t2,.t3,.t4{fill:#ffffff}.t5{fill:#2a0509}
.force{fill:#6fa5dc}.acts{fill:#9fb0be}.gap{fill:#1a2733}.hatched{stroke:#6fa5dc}
.yet{fill:#10171e;stroke:#6fa5dc}.open{fill:#3a2750;stroke:#c19be6}.ended{stroke:#4c5a66}
}
@media print{*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
";
