using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Drift.Reports;

/// <summary>The look of the page, and the policy that allows it and nothing else.</summary>
internal static class ReportStyle
{
    // Neither "<" nor "&" may occur: the page is well-formed XML too.
    internal const string Sheet = """
        :root{color-scheme:light dark;--ink:#17202a;--soft:#5a6775;--paper:#fff;--card:#f6f8fa;--line:#d9e0e6;--now:#0b5cc4;--was:#b9c4ce;--bad:#b3261e;--badback:#fdeceb;--good:#1a7037;--goodback:#e9f6ed;--openback:#f1f3f5;--heat:196,62,44}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa8b5;--paper:#0f151b;--card:#161e26;--line:#2b3743;--now:#6cb0ff;--was:#47535f;--bad:#ff8a80;--badback:#3a1c1c;--good:#6bd68a;--goodback:#12301d;--openback:#1d2630;--heat:224,96,74}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1000px;padding:24px 18px 56px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
        h1{font-size:1.7rem;line-height:1.2;margin:0 0 4px}h2{font-size:1.25rem;line-height:1.25;margin:40px 0 6px}h3{font-size:1.05rem;line-height:1.3;margin:0 0 4px}
        p{margin:6px 0 12px;max-width:75ch}.soft,caption{color:var(--soft)}a{color:var(--now)}
        dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(104px,1fr));gap:8px 14px;margin:14px 0}dl.facts div{min-width:0}dt{color:var(--soft);font-size:.8rem}dd{margin:0;font-variant-numeric:tabular-nums}
        .verdict{border:1px solid var(--line);border-left-width:6px;border-radius:8px;padding:12px 16px;margin:18px 0;background:var(--openback)}.verdict p{margin:4px 0 0}.verdict strong{font-size:1.1rem}
        .verdict.bad{border-left-color:var(--bad);background:var(--badback)}.verdict.good{border-left-color:var(--good);background:var(--goodback)}
        .v{white-space:nowrap;font-weight:600}.v.bad{color:var(--bad)}.v.good{color:var(--good)}.v.open{color:var(--soft)}
        .scroll{overflow-x:auto;margin:8px 0}table{border-collapse:collapse;font-size:.88rem;width:100%;overflow-wrap:normal}caption{text-align:left;padding:4px 0;font-size:.85rem}
        th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:600}th.n,td.n{text-align:right;padding-right:16px;font-variant-numeric:tabular-nums;white-space:nowrap}td.d{white-space:nowrap;font-variant-numeric:tabular-nums}tbody th{color:var(--ink);font-weight:400;min-width:9em;overflow-wrap:anywhere}
        article{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px;margin:14px 0}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:6px 18px}figure{margin:6px 0;min-width:0}figcaption{font-size:.85rem;color:var(--soft)}
        svg{display:block;width:100%;height:auto;max-width:560px}svg text{font:12px system-ui,sans-serif;fill:var(--soft);unicode-bidi:isolate}
        .grid,.axis{stroke:var(--line)}.r{fill:var(--was)}.c{fill:none;stroke:var(--now);stroke-width:2}.cb{fill:var(--now)}.limit{stroke:var(--bad);stroke-dasharray:5 4;stroke-width:1.5}
        .t{fill:none;stroke:var(--now);stroke-width:1.5}.alarm{fill:var(--bad)}.quiet{fill:var(--card);stroke:var(--now);stroke-width:1.5}.nodata{stroke:var(--soft);stroke-width:1.5}
        .key{display:inline-block;width:14px;height:10px;margin:0 4px 0 0}.key.was{background:var(--was)}.key.now{border:2px solid var(--now)}.key.lim{height:0;border-top:2px dashed var(--bad);vertical-align:middle}
        ul.advice{margin:8px 0;padding-left:1.2em;max-width:75ch}ul.advice li{margin:3px 0}summary{cursor:pointer;color:var(--soft);font-size:.88rem}
        .heat{width:auto}.heat td{text-align:center;padding:3px 6px;border:1px solid var(--paper);font-variant-numeric:tabular-nums;min-width:1.9em}.heat tbody th{padding:3px 10px 3px 0;position:sticky;left:0;background:var(--paper);max-width:min(17em,42vw)}.heat thead th{font-size:.78rem;text-align:center;white-space:nowrap;padding:3px 4px}.tall thead th+th{writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;vertical-align:bottom;height:7.5em}
        .dense td{padding:3px 0;min-width:1.05em;font-size:.75rem}.h1{background:rgba(var(--heat),.08)}.h2{background:rgba(var(--heat),.18)}.h3{background:rgba(var(--heat),.3)}.h4{background:rgba(var(--heat),.44)}.h5{background:rgba(var(--heat),.6)}td.on{font-weight:700;text-decoration:underline}
        footer{margin-top:44px;color:var(--soft);font-size:.85rem}
        @media(max-width:520px){body{padding:16px 12px 40px}h1{font-size:1.4rem}article{padding:12px}}
        @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--card:#fff;--line:#bbb;--now:#0b5cc4;--was:#c4ccd4;--bad:#b3261e;--badback:#fff;--good:#1a7037;--goodback:#fff;--openback:#fff;--heat:196,62,44}
        body{max-width:none;padding:0;font-size:9pt}details:not([open]){display:none}article,svg,tr,.verdict{break-inside:avoid}h2,h3,summary,.full{break-after:avoid}.scroll{overflow:visible}a{color:inherit;text-decoration:none}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;

    /// <summary>Nothing may be loaded, run, sent or framed; the one style sheet is known by its digest.</summary>
    internal static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; base-uri 'none'; form-action 'none'";
}
