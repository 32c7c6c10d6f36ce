namespace ModelOps.Serving;

/// <summary>Chooses among weighted variants by weighted rendezvous hashing: each draws a time that is exponential with its weight as the rate, and the first wins.</summary>
/// <remarks>A variant wins with the probability of its share. Raising one weight alone makes that variant's time shorter and no other's, so callers move
/// only into it; lowering one moves only callers out of it. The order of variants does not matter.</remarks>
internal sealed class WeightedChoice
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);
    private readonly ulong[] _seeds;
    private readonly double[] _means;

    public WeightedChoice(IReadOnlyList<TrafficVariant> variants)
    {
        _seeds = [.. variants.Select(static v => StableHash.Compute(string.Empty, v.Alias))];
        _means = [.. variants.Select(static v => 1.0 / v.Weight)];
    }

    /// <param name="hash">Uniform in all its bits.</param>
    public int Choose(ulong hash)
    {
        if (_seeds.Length == 1) { return 0; }
        int chosen = 0;
        double first = double.PositiveInfinity;
        for (int i = 0; i < _seeds.Length; i++)
        {
            double uniform = ((StableHash.Mix(hash ^ _seeds[i]) >> 11) + 1) * UnitOf53Bits; // above 0, at most 1
            double time = _means[i] is var mean && double.IsFinite(mean) ? -Math.Log(uniform) * mean : double.PositiveInfinity;
            if (time < first) { (chosen, first) = (i, time); }
        }

        return chosen;
    }
}
