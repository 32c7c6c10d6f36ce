using System.Text.Json;
using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Governance;

/// <summary>What a card must be to be stored and written in every form.</summary>
internal static class CardRules
{
    private const int MaxBytes = 1 << 20;

    /// <exception cref="ArgumentException">The card is not valid; the message lists all that is wrong.</exception>
    public static void EnsureValid(ModelCard card, string parameter)
    {
        string[] errors = [.. Errors(card)];
        if (errors.Length > 0) { throw new ArgumentException(string.Join(Environment.NewLine, errors), parameter); }
    }

    private static IEnumerable<string> Errors(ModelCard card)
    {
        foreach (string reference in card.References)
        {
            if (!Uri.TryCreate(reference, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            {
                yield return $"References has '{reference}', which is no absolute address of http or https; use one such as 'https://example.org/demand'.";
            }
        }

        foreach (ModelCardMetric metric in card.Metrics)
        {
            if (string.IsNullOrWhiteSpace(metric.Name)) { yield return "Metrics has one without a name."; }
            if (metric.LowerBound > metric.UpperBound) { yield return $"Metrics has '{metric.Name}' with a lower bound above its upper bound; exchange them."; }
        }

        if (card.Owners.Any(static o => string.IsNullOrWhiteSpace(o.Name))) { yield return "Owners has one without a name."; }
        if (card.Licenses.Any(string.IsNullOrWhiteSpace)) { yield return "Licenses has an empty one."; }
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(card, GovernanceJson.Default.ModelCard);
        if (json.Length > MaxBytes) { yield return $"The card takes {json.Length} bytes; at most {MaxBytes} are allowed. Link to the bulk of it."; }
        if (new[] { card.Overview, card.Documentation }.Any(static t => t is not null && !TextRules.IsWellFormed(t))) { yield return "A text of the card is not well-formed Unicode (a lone surrogate)."; }
    }
}
