using CsCheck;
using ModelOps.Registry.Gates;

namespace ModelOps.Registry.Tests.Gates;

public sealed class PromotionPoliciesTests
{
    [Fact]
    public void Parse_AllGates_AreRead()
    {
        IReadOnlyList<PromotionPolicy> policies = PromotionPolicies.Parse(
            """
            policies:
              - aliases: [champion]
                models: [demand, price]
                gates:
                  - metric: { name: mae, max: 500.5 }
                  - metric: { name: r2, min: -0.5, max: 1 }
                  - champion: { test: wilcoxon, require: notWorse, level: 0.01, margin: 2.5, minRows: 50, resamples: 500, seed: 9 }
                  - schema
                  - drift: { maxAge: 1.00:00:00, max: 0.2 }
                  - budget: { maxBytes: 1000, maxLatency: 20, latencyMetric: p95 }
                  - approvals: { count: 2, from: [ann, bob] }
                  - card: { fields: [overview, licenses] }
                  - signed: {}
              - gates:
                  - champion
                  - card:
            """);

        PromotionPolicy first = policies[0];
        Assert.Equal(["champion"], first.Aliases);
        Assert.Equal(["demand", "price"], first.Models);
        Assert.Equal(
            [
                new MetricGate { Metric = "mae", Max = 500.5 },
                new MetricGate { Metric = "r2", Min = -0.5, Max = 1 },
                new ChampionGate { Test = PairedTestKind.Wilcoxon, Require = ChampionRequirement.NotWorse, Level = 0.01, Margin = 2.5, MinRows = 50, Resamples = 500, Seed = 9 },
                new SchemaGate(),
                new DriftGate { MaxAge = TimeSpan.FromDays(1), Max = 0.2 },
                new BudgetGate { MaxBytes = 1000, MaxLatency = 20, LatencyMetric = "p95" },
            ],
            first.Gates.Take(6));
        ApprovalsGate approvals = Assert.IsType<ApprovalsGate>(first.Gates[6]);
        Assert.Equal((2, "ann bob"), (approvals.Count, string.Join(' ', approvals.From)));
        Assert.Equal(["overview", "licenses"], Assert.IsType<CardGate>(first.Gates[7]).Fields!);
        Assert.IsType<SignedGate>(first.Gates[8]);
        Assert.Equal<IPromotionGate>([new ChampionGate(), new CardGate()], policies[1].Gates);
        Assert.Empty(policies[1].Aliases);
    }

    [Theory]
    [InlineData("- x", 1, "begin with 'policies:'")]
    [InlineData("policy: []", 1, "the document has no 'policy'. Use policies.")]
    [InlineData("policies:\n- alias: x\n  gates: []", 2, "a policy has no 'alias'. Use aliases, models, gates.")]
    [InlineData("policies:\n- gates:\n  - metrics: {}", 3, "'metrics' is no gate. Use metric, champion")]
    [InlineData("policies:\n- gates:\n  - metric: { name: mae }", 3, "give 'min', 'max' or both")]
    [InlineData("policies:\n- gates:\n  - metric: { name: mae, max: '1e999' }", 3, "'max' is '1e999', not a number")]
    [InlineData("policies:\n- gates:\n  - metric: { name: mae, min: 2, max: 1 }", 3, "'min' is above 'max'")]
    [InlineData("policies:\n- gates:\n  - champion: { level: 0.7 }", 3, "'level' is not above 0 and at most 0.5")]
    [InlineData("policies:\n- gates:\n  - champion: { test: z }", 3, "'test' is 'z'. Use bootstrap, wilcoxon, t.")]
    [InlineData("policies:\n- gates:\n  - champion: { require: notWorse }", 3, "needs a 'margin' above 0")]
    [InlineData("policies:\n- gates:\n  - approvals: { count: 2, from: [ann] }", 3, "fewer people")]
    [InlineData("policies:\n- gates:\n  - card: { fields: [overviev] }", 3, "'overviev' is no field of a model card")]
    [InlineData("policies:\n- gates:\n  - drift: { maxAge: soon }", 3, "'maxAge' is 'soon', not a time")]
    [InlineData("policies:\n- gates:\n  - schema: { strict: true }", 3, "gate 'schema' has no 'strict'. Use no keys.")]
    [InlineData("policies:\n- gates: [schema, schema]", 2, "gate 'schema' stands there twice")]
    [InlineData("policies:\n- gates: {a: b", 2, "this is no YAML")]
    public void Parse_Wrong_NamesLineAndMend(string yaml, long line, string message)
    {
        PromotionPolicyException error = Assert.Throws<PromotionPolicyException>(() => PromotionPolicies.Parse(yaml));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Line, line, line + 1);
    }

    [Fact]
    public void Parse_AnyText_IsReadOrRefused() => Gen.String["policies:-gatsmric{}[]&*!|>\n \"'#,1"].Sample(static text =>
    {
        try { PromotionPolicies.Parse("policies:\n- gates:\n  - " + text); }
        catch (PromotionPolicyException) { }
    }, iter: 3000);
}
