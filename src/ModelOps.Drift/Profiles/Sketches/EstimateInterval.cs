using System.Runtime.InteropServices;

namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>An estimate and the interval that holds the true value.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="Value">The estimate.</param>
/// <param name="High">Upper end.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EstimateInterval(double Low, double Value, double High)
{
    /// <summary>Whether a value lies within.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it does, ends included.</returns>
    public bool Contains(double value) => value >= Low && value <= High;
}
