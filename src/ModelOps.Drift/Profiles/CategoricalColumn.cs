using ModelOps.Drift.Profiles.Sketches;

namespace ModelOps.Drift.Profiles;

/// <summary>Counts the values of one categorical feature without allocation. For one thread.</summary>
/// <param name="bins">Categories of the reference.</param>
/// <param name="listsOthers">Whether values that the reference does not list are kept by name, which allocates for each new one.</param>
internal sealed class CategoricalColumn(CategoricalFeatureProfile bins, bool listsOthers = true)
{
    private readonly long[] _counts = new long[bins.Counts.Length];
    private long _missing;
    private HeavyHitters _others = new();

    internal string Name => bins.Name;

    internal void Add(ReadOnlySpan<char> value)
    {
        int position = bins.PositionOf(value);
        _counts[position]++;
        if (listsOthers && position == bins.Categories.Count) { _others.Add(value); }
    }

    internal void AddMissing() => _missing++;

    internal CategoricalFeatureProfile Snapshot() => bins.With([.. _counts], _missing);

    internal HeavyHitters Others()
    {
        var copy = new HeavyHitters();
        copy.Merge(_others);
        return copy;
    }

    internal void Reset()
    {
        Array.Clear(_counts);
        _missing = 0;
        if (listsOthers) { _others = new HeavyHitters(); }
    }
}
