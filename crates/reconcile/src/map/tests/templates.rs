use super::*;

fn fill(template: &str) -> (String, Vec<String>) {
    let of = fields([
        ("first", "Aroha".into()),
        ("last", " parata ".into()),
        ("empty", Value::Null),
        ("blank", "".into()),
        ("year", 9.into()),
        ("boarder", true.into()),
        ("groups", list(["9TWH".into(), Value::Null, "82A".into()])),
        ("home", Value::Map(fields([("town", "Ōtaki".into())]))),
        ("long", "ā".repeat(9_000).into()),
    ]);
    let (value, codes) = run(Rule::template(template), of);
    (
        value.map_or("absent".to_owned(), |value| {
            if value == Value::Null { "empty".to_owned() } else { value.display() }
        }),
        codes,
    )
}

#[test]
fn templates_over_a_record() {
    let cases = [
        ("{{ first }}", "Aroha"),
        ("{{first}} {{ last|trim|title }}", "Aroha Parata"),
        ("Year {{ year }}", "Year 9"),
        ("{{ first }}{{ missing }}{{ empty }}", "Aroha"),
        ("{{ first }}{{ missing.deeper.still }}", "Aroha"),
        ("{{ missing }}", "absent"),
        ("Year {{ missing }}", "absent"),
        ("{{ empty }}", "empty"),
        ("{{ empty }}{{ missing }}", "empty"),
        ("{{ blank }}-{{ empty }}", "empty"),
        ("fixed", "fixed"),
        ("{{ boarder }}", "yes"),
        ("{{ groups }}", "9TWH, 82A"),
        ("{{ groups|join('/') }}", "9TWH/82A"),
        ("{{ groups|first }} of {{ groups|length }}", "9TWH of 3"),
        ("{{ home.town }}", "Ōtaki"),
        ("{{ empty|default('none') }} {{ first }}", "none Aroha"),
        ("{{ blank|default(first) }}", "Aroha"),
        ("{% if boarder %}B{% else %}D{% endif %}", "B"),
        ("{%- if year == 10 -%}ten{%- elif year == 9 -%}nine{%- endif -%}", "nine"),
        ("{{ 'B' if boarder else 'D' }}", "B"),
        ("{% if missing is defined %}a{% else %}b{% endif %}{{ first }}", "bAroha"),
        ("{{ $key }}@{{ $parent }}", "24117@9"),
        ("{# {% for %} #}{{ first }}", "Aroha"),
        ("<{{ first }}&>", "<Aroha&>"),
        ("{{ first|replace('Aro', 'Mo')|upper|lower }}", "moha"),
        ("a } b { c", "a } b { c"),
        ("{{ first }}} }}", "Aroha} }}"),
    ];
    for (template, expect) in cases {
        assert_eq!(fill(template), (expect.to_owned(), Vec::new()), "{template}");
    }
}

#[test]
fn templates_that_could_run_away_are_refused() {
    let long = "a".repeat(2_001);
    let cases = [
        "{% for a in groups %}{{ a }}{% endfor %}",
        "{% set a = first ~ first %}{{ a }}",
        "{% macro a() %}{% endmacro %}",
        "{% with a = 1 %}{% endwith %}",
        "{% include 'x' %}",
        "{% raw %}{% endraw %}",
        "{{ 'a' * 100000000 }}",
        "{{ {'a': 1}.a }}",
        "{{ range(9) }}",
        "{{ first|tojson }}",
        "{{ first.upper() }}",
        "{{ first",
        "{{ first + }}",
        "{% if boarder %}",
        "{{ ((((((((((((((first)))))))))))))) }}",
        &long,
    ];
    for template in cases {
        assert_eq!(fill(template), ("absent".to_owned(), vec!["bad_rule".to_owned()]), "{template}");
    }
}

#[test]
fn text_is_cut_after_its_limit() {
    let (text, codes) = fill("{{ long }}{{ long }}");
    assert_eq!((text.chars().count(), codes), (4_096, vec!["long_text".to_owned()]));
    assert_eq!(fill("{{ long|replace('ā', long) }}").0.chars().count(), 4_096);
}

#[test]
fn what_cannot_be_filled_is_told_and_dropped() {
    assert_eq!(fill("{{ first - 1 }}"), ("absent".to_owned(), vec!["template_failed".to_owned()]));
    let costly = format!("{{{{ first{} }}}}", "|trim".repeat(350));
    assert_eq!(fill(&costly).0, "Aroha", "within the fuel");
}

#[test]
fn a_template_is_followed_by_steps() {
    let rule = Rule::template("{{ first }} {{ last }}")
        .then(Step::Trim)
        .then(Step::Case(crosswalk_model::Case::Upper));
    let (value, _) = run(rule, fields([("first", " mere ".into())]));
    assert_eq!(shown(value.as_ref()), "\"MERE\"");
}

#[test]
fn no_template_runs_out_of_stack() {
    let cases = [
        ("{{ ", "(", "first }}"),
        ("{{ ", "[", "first }}"),
        ("{{ ", "not ", "first }}"),
        ("{{ ", "-", "1 }}"),
        ("{{ first", ".a", " }}"),
        ("{{ first", "[0]", " }}"),
        ("{{ first", "|trim", " }}"),
        ("{{ first", "~first", " }}"),
        ("{{ first", " if first", " }}"),
        ("{{ first", " if a else a", " }}"),
        ("", "{% if a %}", ""),
        ("{{ ", "first and ", "first }}"),
        ("{{ ", "f(", "first }}"),
    ];
    for (start, again, end) in cases {
        let times = (1_999 - start.len() - end.len()) / again.len();
        fill(&format!("{start}{}{end}", again.repeat(times)));
    }
}
