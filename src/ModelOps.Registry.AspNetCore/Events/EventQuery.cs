using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ModelOps.Registry.AspNetCore.Events;

/// <summary>What a caller wants to see of the log.</summary>
/// <param name="Since">Sequence of the last event seen; 0 for the beginning.</param>
/// <param name="Limit">Most events of a page.</param>
/// <param name="Model">Only those of this model; null for all.</param>
internal sealed record EventQuery(long Since, int Limit, string? Model)
{
    private const int DefaultLimit = 1000;
    private const int MaxLimit = 10_000;
    private const string LastSeenHeader = "Last-Event-ID"; // how a browser that lost the stream says where it was: it wins over the address

    public static bool TryRead(HttpRequest request, out EventQuery query, out string? problem)
    {
        query = new EventQuery(0, DefaultLimit, null);
        string? since = Last(request.Headers[LastSeenHeader]) ?? Last(request.Query["since"]);
        if (!TryReadNumber(since, 0, 0, long.MaxValue, out long after))
        {
            problem = $"'since' (or the header {LastSeenHeader}) must be a whole number of at least 0: the sequence of the last event seen.";
            return false;
        }

        if (!TryReadNumber(Last(request.Query["limit"]), DefaultLimit, 1, MaxLimit, out long limit))
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"'limit' must be a whole number from 1 to {MaxLimit}.");
            return false;
        }

        string? model = Last(request.Query["model"]);
        problem = model is null || ModelReference.IsName(model) ? null : $"'model' must be the name of a model: {ModelReference.NameRule}.";
        query = new EventQuery(after, (int)limit, model);
        return problem is null;
    }

    public bool Takes(RegistryEvent entry) => Model is null || string.Equals(entry.Model, Model, StringComparison.Ordinal);

    private static bool TryReadNumber(string? text, long missing, long least, long most, out long number)
    {
        number = missing;
        return text is null || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }

    private static string? Last(StringValues values) => values.Count > 0 ? values[^1] : null;
}
