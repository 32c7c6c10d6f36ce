using System.Text;

namespace ModelOps.Registry.Governance;

/// <summary>The part of a card that people read, in Markdown.</summary>
internal static class HuggingFaceText
{
    public static string Write(VersionFacts facts)
    {
        ModelCard card = facts.Card;
        StringBuilder text = new($"# {facts.Version.Model} {facts.Version.Version}\n");
        Paragraph(text, facts.Description);
        Paragraph(text, card.Documentation);
        List(text, "Intended use", card.UseCases);
        List(text, "Intended users", card.Users);
        List(text, "Limitations", card.Limitations);
        List(text, "Trade-offs", card.Tradeoffs);
        List(text, "Ethical considerations", [.. card.EthicalConsiderations.Select(static r => r.Mitigation is null ? r.Name : $"{r.Name} Mitigation: {r.Mitigation}")]);
        List(text, "Fairness", [.. card.Fairness.Select(Fairness)]);
        List(text, "Training data", [.. facts.Datasets.Select(static d => string.Join(", ", new[] { d.Name, d.Role, d.Digest, d.Description }.Where(static p => p is not null)))]);
        Metrics(text, facts.Metrics);
        List(text, "Owners", [.. card.Owners.Select(static o => o.Contact is null ? o.Name : $"{o.Name}, {o.Contact}")]);
        List(text, "References", card.References);
        List(text, "Citation", card.Citations);
        return text.ToString();
    }

    private static void Metrics(StringBuilder text, IReadOnlyList<ModelCardMetric> metrics)
    {
        if (metrics.Count == 0) { return; }
        text.Append("\n## Evaluation\n\n| metric | value | interval | data | slice |\n|---|---|---|---|---|\n");
        foreach (ModelCardMetric m in metrics)
        {
            string interval = m is { LowerBound: { } lower, UpperBound: { } upper } ? $"{VersionFacts.Text(lower)} to {VersionFacts.Text(upper)}" : "";
            text.Append("| ").AppendJoin(" | ", new[] { m.Name, VersionFacts.Text(m.Value), interval, m.Dataset, m.Slice }.Select(Cell)).Append(" |\n");
        }
    }

    private static string Fairness(ModelCardFairness f) => string.Join(' ', new[]
    {
        $"{f.Group}:",
        f.Benefits is null ? null : $"Benefits: {f.Benefits}",
        f.Harms is null ? null : $"Harms: {f.Harms}",
        f.Mitigation is null ? null : $"Mitigation: {f.Mitigation}",
    }.Where(static p => p is not null));

    private static void Paragraph(StringBuilder text, string? paragraph)
    {
        if (!string.IsNullOrEmpty(paragraph)) { text.Append('\n').Append(paragraph.Trim()).Append('\n'); }
    }

    private static void List(StringBuilder text, string title, IReadOnlyList<string> items)
    {
        if (items.Count == 0) { return; }
        text.Append("\n## ").Append(title).Append("\n\n");
        foreach (string item in items) { text.Append("- ").Append(OneLine(item)).Append('\n'); }
    }

    private static string Cell(string? text) => OneLine(text ?? "").Replace("|", "\\|", StringComparison.Ordinal);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
