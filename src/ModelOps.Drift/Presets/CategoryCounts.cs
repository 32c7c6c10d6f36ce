namespace ModelOps.Drift.Presets;

/// <summary>Counts of the categories that either of two columns has, in ordinal order.</summary>
internal static class CategoryCounts
{
    internal static (long[] Reference, long[] Current) Of(IEnumerable<string?> reference, IEnumerable<string?> current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        Dictionary<string, int> x = reference.OfType<string>().CountBy(static value => value, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Dictionary<string, int> y = current.OfType<string>().CountBy(static value => value, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        string[] categories = [.. x.Keys.Union(y.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return ([.. categories.Select(name => (long)x.GetValueOrDefault(name))], [.. categories.Select(name => (long)y.GetValueOrDefault(name))]);
    }
}
