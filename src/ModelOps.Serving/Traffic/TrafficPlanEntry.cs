namespace ModelOps.Serving;

/// <summary>The split of one model: for each variant, where its share ends on a line from 0 to the sum of weights.</summary>
/// <remarks>Variants keep their order, so while the sum stays the same, weight given to a later variant moves only callers of earlier ones.</remarks>
internal sealed class TrafficPlanEntry
{
    private readonly ModelReference[] _references;
    private readonly uint[] _ends;

    public TrafficPlanEntry(TrafficSplit split)
    {
        _references = [.. split.Variants.Select(v => ModelReference.ToAlias(split.Model, v.Alias))];
        _ends = new uint[_references.Length];
        uint end = 0;
        for (int i = 0; i < _ends.Length; i++)
        {
            end += (uint)split.Variants[i].Weight;
            _ends[i] = end;
        }
    }

    /// <summary>Answers for variants that are not ready.</summary>
    public ModelReference First => _references[0];

    /// <param name="hash">Uniform in all its bits.</param>
    public ModelReference Choose(ulong hash)
    {
        uint position = (uint)(((hash >> 32) * _ends[^1]) >> 32);
        int i = 0;
        while (position >= _ends[i]) { i++; }
        return _references[i];
    }
}
