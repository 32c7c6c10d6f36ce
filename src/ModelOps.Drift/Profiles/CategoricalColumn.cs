namespace ModelOps.Drift.Profiles;

/// <summary>Counts the values of one categorical feature without allocation. For one thread.</summary>
internal sealed class CategoricalColumn(CategoricalFeatureProfile bins)
{
    private readonly long[] _counts = new long[bins.Counts.Length];
    private long _missing;

    internal string Name => bins.Name;

    internal void Add(ReadOnlySpan<char> value) => _counts[bins.PositionOf(value)]++;

    internal void AddMissing() => _missing++;

    internal CategoricalFeatureProfile Snapshot() => bins.With([.. _counts], _missing);

    internal void Reset()
    {
        Array.Clear(_counts);
        _missing = 0;
    }
}
