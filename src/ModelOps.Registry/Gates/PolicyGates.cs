using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Gates;

/// <summary>Reads one gate of a policy.</summary>
internal static class PolicyGates
{
    public static IPromotionGate Read(YamlNode yaml)
    {
        // "- schema" and "- schema: {}" say the same.
        string kind = yaml is YamlScalarNode { Value: { } word } ? word : PolicyNode.Of(yaml, "a gate").OnlyKey();
        PolicyNode node = yaml is YamlScalarNode ? PolicyNode.Empty(yaml, kind) : PolicyNode.Of(yaml, "a gate").Child(kind);
        return kind switch
        {
            "metric" => Metric(node),
            "champion" => Champion(node),
            "schema" => Nothing(node, new SchemaGate()),
            "drift" => Drift(node),
            "budget" => Budget(node),
            "approvals" => ApprovalsOf(node),
            "card" => Card(node),
            "signed" => Nothing(node, new SignedGate()),
            _ => throw new PromotionPolicyException($"'{kind}' is no gate. Use metric, champion, schema, drift, budget, approvals, card or signed.", yaml.Start.Line),
        };
    }

    private static MetricGate Metric(PolicyNode node)
    {
        node.Allow("name", "min", "max");
        MetricGate gate = new() { Metric = node.Text("name") ?? throw node.Error("'name' of the metric is missing."), Min = node.Number("min"), Max = node.Number("max") };
        if (gate is { Min: null, Max: null }) { throw node.Error("give 'min', 'max' or both."); }
        if (gate.Min > gate.Max) { throw node.Error("'min' is above 'max'."); }
        return gate;
    }

    private static ChampionGate Champion(PolicyNode node)
    {
        node.Allow("test", "require", "level", "margin", "minRows", "resamples", "seed");
        ChampionGate defaults = new();
        ChampionGate gate = defaults with
        {
            Test = node.Word("test", ("bootstrap", PairedTestKind.Bootstrap), ("wilcoxon", PairedTestKind.Wilcoxon), ("t", PairedTestKind.StudentT)) ?? defaults.Test,
            Require = node.Word("require", ("better", ChampionRequirement.Better), ("notWorse", ChampionRequirement.NotWorse)) ?? defaults.Require,
            Level = node.Number("level") ?? defaults.Level,
            Margin = node.Number("margin") ?? defaults.Margin,
            MinRows = (int)(node.Integer("minRows", 2, int.MaxValue) ?? defaults.MinRows),
            Resamples = (int)(node.Integer("resamples", 100, 100_000) ?? defaults.Resamples),
            Seed = node.Integer("seed", long.MinValue, long.MaxValue) ?? defaults.Seed,
        };
        if (PolicyRules.Check(gate) is { } error) { throw node.Error(error); }
        return gate;
    }

    private static DriftGate Drift(PolicyNode node)
    {
        node.Allow("maxAge", "max");
        DriftGate defaults = new();
        return defaults with { MaxAge = node.Span("maxAge") ?? defaults.MaxAge, Max = node.Number("max") };
    }

    private static BudgetGate Budget(PolicyNode node)
    {
        node.Allow("maxBytes", "maxLatency", "latencyMetric");
        BudgetGate defaults = new();
        return defaults with { MaxBytes = node.Integer("maxBytes", 1, long.MaxValue), MaxLatency = node.Number("maxLatency"), LatencyMetric = node.Text("latencyMetric") ?? defaults.LatencyMetric };
    }

    private static ApprovalsGate ApprovalsOf(PolicyNode node)
    {
        node.Allow("count", "from");
        ApprovalsGate gate = new() { Count = (int)(node.Integer("count", 1, 100) ?? 1), From = node.Texts("from") };
        if (PolicyRules.Check(gate) is { } error) { throw node.Error(error); }
        return gate;
    }

    private static CardGate Card(PolicyNode node)
    {
        node.Allow("fields");
        CardGate gate = new() { Fields = node.Texts("fields") is { Count: > 0 } fields ? fields : null };
        if (PolicyRules.Check(gate) is { } error) { throw node.Error(error); }
        return gate;
    }

    private static IPromotionGate Nothing(PolicyNode node, IPromotionGate gate)
    {
        node.Allow();
        return gate;
    }
}
