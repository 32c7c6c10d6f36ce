using System.Text.Json.Nodes;
using CsCheck;
using ModelOps.Drift.Alerts;
using ModelOps.TestServers;
using ModelOps.TestSupport;
using YamlDotNet.Serialization;

namespace ModelOps.Drift.Tests.Alerts.Rules;

public sealed class DriftAlertRulesTests
{
    private const string RulesFile = "drift-rules.yml";
    private const string TestsFile = "drift-rules.test.yml";
    private const string AlertmanagerFile = "alertmanager.yml";

    public static TheoryData<string> Cases => ["default", "models", "short", "long"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rules_PassPromtool_AndTheirUnitTests(string name)
    {
        using var folder = new TemporaryFolder();
        DriftRuleOptions options = Options(name);
        string rules = Path.Combine(folder.Path, RulesFile);
        string tests = Path.Combine(folder.Path, TestsFile);
        await File.WriteAllTextAsync(rules, DriftAlertRules.WriteRules(options), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(tests, DriftAlertRules.WriteUnitTests(RulesFile, options), TestContext.Current.CancellationToken);

        (int checkedCode, string checkedOutput) = await PrometheusServer.ToolAsync("check", "rules", rules);
        (int testedCode, string testedOutput) = await PrometheusServer.ToolAsync("test", "rules", tests);

        Assert.True(checkedCode == 0, checkedOutput);
        Assert.Contains("SUCCESS: 7 rules found", checkedOutput, StringComparison.Ordinal);
        Assert.True(testedCode == 0, testedOutput);
    }

    [Fact]
    public async Task UnitTests_OfOtherRules_Fail() // so that those that pass say something
    {
        using var folder = new TemporaryFolder();
        string rules = DriftAlertRules.WriteRules().Replace("== 1", "== 2", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, RulesFile), rules, TestContext.Current.CancellationToken);
        string tests = Path.Combine(folder.Path, TestsFile);
        await File.WriteAllTextAsync(tests, DriftAlertRules.WriteUnitTests(RulesFile), TestContext.Current.CancellationToken);

        (int code, string output) = await PrometheusServer.ToolAsync("test", "rules", tests);

        Assert.NotEqual(0, code);
        Assert.Contains("ModelFeatureDrifted", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alertmanager_PassesAmtool()
    {
        using var folder = new TemporaryFolder();
        DriftAlertmanagerOptions[] cases =
        [
            Everything,
            new() { WebhookUrl = new Uri("http://hook.example/drift") },
            new() { SlackUrlFile = "/etc/alertmanager/slack-url" },
        ];
        foreach (DriftAlertmanagerOptions options in cases)
        {
            string file = Path.Combine(folder.Path, AlertmanagerFile);
            await File.WriteAllTextAsync(file, DriftAlertmanagerConfig.Write(options), TestContext.Current.CancellationToken);

            (int code, string output) = await AlertmanagerServer.CheckAsync(file);

            Assert.True(code == 0, output);
        }
    }

    [Theory]
    [InlineData("prometheus.rules.json")]
    [InlineData("prometheus.rules.test.json")]
    [InlineData("prometheus-alertmanager.json")]
    public void Files_FitTheirSchemas(string schema)
    {
        string file = SharedFiles.Require($"k8s-schemas/jsonschema/schemastore/{schema}");
        string yaml = schema switch
        {
            "prometheus.rules.json" => DriftAlertRules.WriteRules(Options("models")),
            "prometheus.rules.test.json" => DriftAlertRules.WriteUnitTests(RulesFile, Options("models")),
            _ => DriftAlertmanagerConfig.Write(Everything),
        };

        Assert.Empty(new JsonSchema(file).Validate(Json(yaml)));
    }

    [Fact]
    public void PrometheusRule_FitsTheCustomResource()
    {
        JsonNode crd = JsonNode.Parse(File.ReadAllText(SharedFiles.Require("k8s-schemas/crds/monitoring.coreos.com_prometheusrules.json")))!;
        JsonNode written = Json(DriftAlertRules.WritePrometheusRule("modelops-drift", null, Options("models")))!;
        JsonObject rule = crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["properties"]!["groups"]!["items"]!.AsObject();
        JsonObject members = rule["properties"]!["rules"]!["items"]!["properties"]!.AsObject();

        Assert.Equal((string?)crd["spec"]!["names"]!["kind"], (string?)written["kind"]);
        JsonNode group = Assert.Single(written["spec"]!["groups"]!.AsArray())!;
        Assert.All(group.AsObject(), member => Assert.True(rule["properties"]!.AsObject().ContainsKey(member.Key), member.Key));
        Assert.Equal(7, group["rules"]!.AsArray().Count);
        Assert.All(group["rules"]!.AsArray(), one => Assert.All(one!.AsObject(), member =>
        {
            Assert.True(members.ContainsKey(member.Key), member.Key);
            if ((string?)members[member.Key]!["pattern"] is { } pattern) { Assert.Matches(pattern, (string?)member.Value); }
        }));
    }

    [Fact]
    public void CheckedInFiles_AreWhatTheCodeWrites()
    {
        string folder = Path.Combine(RepositoryFolder(), "deploy", "alerts");
        (string File, string Text)[] files =
        [
            (RulesFile, DriftAlertRules.WriteRules()),
            (TestsFile, DriftAlertRules.WriteUnitTests(RulesFile)),
            ("drift-prometheusrule.yml", DriftAlertRules.WritePrometheusRule("modelops-drift", new Dictionary<string, string> { ["release"] = "prometheus" })),
            (AlertmanagerFile, DriftAlertmanagerConfig.Write(Everything)),
        ];
        if (Environment.GetEnvironmentVariable("MODELOPS_WRITE_DEPLOY") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach ((string file, string text) in files) { File.WriteAllText(Path.Combine(folder, file), text); }
        }

        foreach ((string file, string text) in files) { Assert.Equal(text, File.ReadAllText(Path.Combine(folder, file))); }
    }

    [Fact]
    public void WrongOptions_AreAllNamed()
    {
        var options = new DriftRuleOptions { For = TimeSpan.FromMilliseconds(1), StaleAfter = TimeSpan.Zero, Interval = TimeSpan.Zero, CriticalShare = 2, ReportUrl = "nowhere" };
        options.Models.Add("a/b");
        options.Labels["model"] = "x";
        options.Labels["team"] = "{{ evil }}";

        ArgumentException error = Assert.Throws<ArgumentException>(() => DriftAlertRules.WriteRules(options));

        foreach (string part in (string[])["For is", "StaleAfter is", "Interval is", "CriticalShare is 2", "ReportUrl", "Models has", "Labels has 'model'", "template"])
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("no receiver", Assert.Throws<ArgumentException>(() => DriftAlertmanagerConfig.Write(new DriftAlertmanagerOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Yaml_AnyText_ReadsBackAsItWas() => Gen.Select(Gen.String, Gen.String).Sample((key, value) =>
    {
        if (key.Length == 0 || key.Concat(value).Any(char.IsSurrogate)) { return; }
        string yaml = Yaml.Write(Yaml.Map((key, Yaml.Map(("list", new object[] { value, Yaml.Map(("a", value), ("b", 1.5)) })))));
        var read = new DeserializerBuilder().Build().Deserialize<Dictionary<string, Dictionary<string, List<object>>>>(yaml);
        List<object> list = read[key]["list"];
        Assert.Equal(value, list[0]);
        Assert.Equal((value, "1.5"), (((Dictionary<object, object>)list[1])["a"], ((Dictionary<object, object>)list[1])["b"]));
    });

    private static DriftAlertmanagerOptions Everything => new()
    {
        SlackUrlFile = "/etc/alertmanager/secrets/slack-url",
        PagerDutyKeyFile = "/etc/alertmanager/secrets/pagerduty-key",
        SmtpHost = "smtp.example.org:587",
        MailFrom = "drift@example.org",
        MailTo = "team@example.org",
    };

    private static DriftRuleOptions Options(string name) => name switch
    {
        "models" => new DriftRuleOptions { Models = { "größe (v1) \"x\" + [a]", "demand.eu" }, Labels = { ["team"] = "it's: risk" }, ReportUrl = "https://reports.example/{model}/{version}?f={feature}" },
        "short" => new DriftRuleOptions { For = TimeSpan.Zero, StaleAfter = TimeSpan.FromMinutes(3), Interval = TimeSpan.FromSeconds(1), CriticalShare = 0.75 },
        "long" => new DriftRuleOptions { For = TimeSpan.FromHours(1), StaleAfter = TimeSpan.FromDays(1) },
        _ => new DriftRuleOptions(),
    };

    private static JsonNode? Json(string yaml)
    {
        object? read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(read));
    }

    private static string RepositoryFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ModelOps.sln"))) { folder = Path.GetDirectoryName(folder); }
        return folder ?? throw new InvalidOperationException("The repository's folder is not above the tests.");
    }
}
