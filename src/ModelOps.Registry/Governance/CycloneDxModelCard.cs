using System.Text.Json.Nodes;

namespace ModelOps.Registry.Governance;

/// <summary>The <c>modelCard</c> of a CycloneDX component.</summary>
internal static class CycloneDxModelCard
{
    public static JsonObject Build(VersionFacts facts)
    {
        JsonObject card = new() { ["modelParameters"] = Parameters(facts) };
        if (facts.Metrics.Count > 0) { card["quantitativeAnalysis"] = new JsonObject { ["performanceMetrics"] = new JsonArray([.. facts.Metrics.Select(Metric)]) }; }
        if (Considerations(facts.Card) is { Count: > 0 } considerations) { card["considerations"] = considerations; }
        return card;
    }

    private static JsonObject Parameters(VersionFacts facts)
    {
        ModelCard card = facts.Card;
        JsonObject parameters = [];
        if (card.Approach is { } approach) { parameters["approach"] = new JsonObject { ["type"] = NameOf(approach) }; }
        if (card.Task is { } task) { parameters["task"] = task; }
        if (card.ArchitectureFamily is { } family) { parameters["architectureFamily"] = family; }
        if (card.Architecture is { } architecture) { parameters["modelArchitecture"] = architecture; }
        if (facts.Datasets.Count > 0) { parameters["datasets"] = new JsonArray([.. facts.Datasets.Select(static d => (JsonNode)new JsonObject { ["ref"] = BomComponents.DatasetReference(d) })]); }
        if (facts.Version.Signature is { } signature)
        {
            parameters["inputs"] = Formats(signature.Inputs);
            parameters["outputs"] = Formats(signature.Outputs);
        }

        return parameters;
    }

    private static JsonArray Formats(IReadOnlyList<TensorSpec> specs) => new([.. specs.Select(static s => (JsonNode)new JsonObject { ["format"] = s.ToString() })]);

    private static JsonNode Metric(ModelCardMetric metric)
    {
        JsonObject result = new() { ["type"] = metric.Name, ["value"] = VersionFacts.Text(metric.Value) };
        string slice = string.Join("; ", new[] { metric.Dataset, metric.Slice }.Where(static s => s is not null));
        if (slice.Length > 0) { result["slice"] = slice; }
        if (metric.LowerBound is not null || metric.UpperBound is not null)
        {
            JsonObject interval = [];
            if (metric.LowerBound is { } lower) { interval["lowerBound"] = VersionFacts.Text(lower); }
            if (metric.UpperBound is { } upper) { interval["upperBound"] = VersionFacts.Text(upper); }
            result["confidenceInterval"] = interval;
        }

        return result;
    }

    private static JsonObject Considerations(ModelCard card)
    {
        JsonObject considerations = [];
        AddTexts("users", card.Users);
        AddTexts("useCases", card.UseCases);
        AddTexts("technicalLimitations", card.Limitations);
        AddTexts("performanceTradeoffs", card.Tradeoffs);
        if (card.EthicalConsiderations.Count > 0)
        {
            considerations["ethicalConsiderations"] = new JsonArray([.. card.EthicalConsiderations.Select(static r => Node(("name", r.Name), ("mitigationStrategy", r.Mitigation)))]);
        }

        if (card.Fairness.Count > 0)
        {
            considerations["fairnessAssessments"] = new JsonArray([.. card.Fairness.Select(static f =>
                Node(("groupAtRisk", f.Group), ("benefits", f.Benefits), ("harms", f.Harms), ("mitigationStrategy", f.Mitigation)))]);
        }

        return considerations;

        void AddTexts(string name, IReadOnlyList<string> texts)
        {
            if (texts.Count > 0) { considerations[name] = CycloneDxDocument.Texts(texts); }
        }
    }

    private static JsonNode Node(params (string Name, string? Value)[] fields)
    {
        JsonObject node = [];
        foreach ((string name, string? value) in fields)
        {
            if (value is not null) { node[name] = value; }
        }

        return node;
    }

    private static string NameOf(LearningApproach approach) => approach switch
    {
        LearningApproach.Supervised => "supervised",
        LearningApproach.Unsupervised => "unsupervised",
        LearningApproach.ReinforcementLearning => "reinforcement-learning",
        LearningApproach.SemiSupervised => "semi-supervised",
        LearningApproach.SelfSupervised => "self-supervised",
        _ => throw new ArgumentOutOfRangeException(nameof(approach), approach, null),
    };
}
