namespace ModelOps.Drift.Statistics;

/// <summary>The size of one sample that carries as much information as two together.</summary>
internal static class EffectiveSize
{
    /// <summary><c>nm / (n + m)</c>, half the harmonic mean.</summary>
    internal static double Of(long reference, long current) => reference * (current / ((double)reference + current));
}
