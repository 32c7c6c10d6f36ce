using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelOps.Registry.Governance;

/// <summary>The <c>README.md</c> of a model on Hugging Face: metadata in YAML between <c>---</c>, then the card for people.</summary>
internal static class HuggingFaceCard
{
    public static string Write(VersionFacts facts) => $"---\n{FrontMatter(facts)}---\n\n{HuggingFaceText.Write(facts)}";

    private static string FrontMatter(VersionFacts facts)
    {
        ModelCard card = facts.Card;
        StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        YamlLines yaml = new(new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, useUtf16SurrogatePairs: true)));
        yaml.Begin();
        yaml.List("language", card.Languages);
        if (card.Licenses is [var one] && LicenseNames.HuggingFace(one) is { } license) { yaml.Pair("license", license); }
        else if (card.Licenses.Count > 0)
        {
            yaml.Pair("license", "other");
            yaml.Pair("license_name", string.Join(", ", card.Licenses));
        }

        yaml.Pair("library_name", card.Library);
        yaml.Pair("pipeline_tag", card.Task);
        yaml.List("tags", card.Keywords);
        yaml.List("datasets", [.. facts.Datasets.Select(static d => d.Name).Distinct(StringComparer.Ordinal)]);
        yaml.List("metrics", [.. facts.Metrics.Select(static m => m.Name).Distinct(StringComparer.Ordinal)]);
        yaml.List("base_model", [.. facts.BaseModels.Select(static b => b.Name)]);
        WriteIndex(yaml, facts);
        yaml.End();
        return text.ToString();
    }

    /// <summary>The evaluation results. A result there has a task and a dataset, so a figure without them is left to the text.</summary>
    private static void WriteIndex(YamlLines yaml, VersionFacts facts)
    {
        string? evaluated = facts.Datasets.FirstOrDefault(static d => d.Role is "evaluation" or "test" or "validation")?.Name;
        IGrouping<string, ModelCardMetric>[] groups =
        [
            .. facts.Metrics
                .Where(m => double.IsFinite(m.Value) && (m.Dataset ?? evaluated) is not null)
                .GroupBy(m => (m.Dataset ?? evaluated)!, StringComparer.Ordinal),
        ];
        if (facts.Card.Task is not { } task || groups.Length == 0) { return; }
        yaml.Key("model-index");
        yaml.BeginList();
        yaml.BeginMap();
        yaml.Pair("name", facts.Version.Model);
        yaml.Key("results");
        yaml.BeginList();
        foreach (IGrouping<string, ModelCardMetric> group in groups)
        {
            yaml.BeginMap();
            yaml.Map("task", ("type", task));
            yaml.Map("dataset", ("type", group.Key), ("name", group.Key), ("revision", facts.Datasets.FirstOrDefault(d => d.Name == group.Key)?.Digest));
            yaml.Key("metrics");
            yaml.BeginList();
            foreach (ModelCardMetric metric in group)
            {
                yaml.BeginMap();
                yaml.Pair("type", metric.Name);
                yaml.Number("value", metric.Value);
                yaml.Pair("name", metric.Slice is null ? null : $"{metric.Name} ({metric.Slice})");
                yaml.EndMap();
            }

            yaml.EndList();
            yaml.EndMap();
        }

        yaml.EndList();
        yaml.EndMap();
        yaml.EndList();
    }
}
