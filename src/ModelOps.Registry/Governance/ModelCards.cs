using System.Text.Json;

namespace ModelOps.Registry.Governance;

/// <summary>Writes model cards in the forms that others read, and says what is missing in them.</summary>
public static class ModelCards
{
    /// <summary>The card as JSON of Google's Model Card Toolkit, schema 0.0.2.</summary>
    /// <param name="version">The version.</param>
    /// <param name="card">Its card; null for what the registry knows alone.</param>
    /// <param name="training">How it was trained; null when that is not known.</param>
    /// <returns>JSON in UTF-8.</returns>
    public static byte[] WriteGoogleJson(ModelVersion version, ModelCard? card, TrainingRecord? training = null) => GoogleModelCard.Write(Facts(version, card, training));

    /// <summary>The card as the <c>README.md</c> of a Hugging Face repository: front matter with <c>model-index</c>, then the text.</summary>
    /// <param name="version">The version.</param>
    /// <param name="card">Its card; null for what the registry knows alone.</param>
    /// <param name="training">How it was trained; null when that is not known.</param>
    /// <returns>Markdown.</returns>
    public static string WriteHuggingFaceReadme(ModelVersion version, ModelCard? card, TrainingRecord? training = null) => HuggingFaceCard.Write(Facts(version, card, training));

    /// <summary>The card in our own JSON, as it is stored.</summary>
    /// <param name="card">The card.</param>
    /// <returns>JSON in UTF-8.</returns>
    /// <exception cref="ArgumentException">The card is not valid; the message lists all that is wrong.</exception>
    public static byte[] Write(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        CardRules.EnsureValid(card, nameof(card));
        return JsonSerializer.SerializeToUtf8Bytes(card, GovernanceJson.Default.ModelCard);
    }

    /// <summary>Reads our own JSON.</summary>
    /// <param name="json">JSON in UTF-8. What is not known is skipped.</param>
    /// <returns>The card.</returns>
    /// <exception cref="ArgumentException">It is not such JSON, or the card is not valid.</exception>
    public static ModelCard Read(ReadOnlySpan<byte> json)
    {
        try
        {
            ModelCard card = Complete.Card(JsonSerializer.Deserialize(json, GovernanceJson.Default.ModelCard) ?? throw new JsonException());
            CardRules.EnsureValid(card, nameof(json));
            return card;
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The text is no model card in JSON: it fails at {error.Path ?? "its beginning"}. Write cards with {nameof(ModelCards)}.{nameof(Write)}.", nameof(json), error);
        }
    }

    /// <summary>Says which fields a card leaves empty.</summary>
    /// <param name="version">The version.</param>
    /// <param name="card">Its card; null is one that says nothing.</param>
    /// <param name="training">How it was trained; null when that is not known.</param>
    /// <param name="required">Names of <see cref="ModelCardFields"/>; null for <see cref="ModelCardFields.Default"/>.</param>
    /// <returns>Those of the required fields that are empty, in the order asked for; empty when the card is complete.</returns>
    /// <exception cref="ArgumentException">A name is none of <see cref="ModelCardFields"/>.</exception>
    public static IReadOnlyList<string> FindMissing(ModelVersion version, ModelCard? card, TrainingRecord? training = null, IReadOnlyList<string>? required = null)
    {
        VersionFacts facts = Facts(version, card, training);
        return [.. (required ?? ModelCardFields.Default).Where(field => !CardCompleteness.Says(facts, field))];
    }

    private static VersionFacts Facts(ModelVersion version, ModelCard? card, TrainingRecord? training)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new VersionFacts(version, card ?? new ModelCard(), training);
    }
}
