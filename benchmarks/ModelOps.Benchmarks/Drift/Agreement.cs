using System.Globalization;

namespace ModelOps.Benchmarks.Drift;

/// <summary>Makes sure that two sides found the same before they are timed.</summary>
internal static class Agreement
{
    /// <exception cref="InvalidOperationException">They did not.</exception>
    public static void Check(string what, double ours, double theirs, double relative)
    {
        if (!(Math.Abs(ours - theirs) <= relative * Math.Abs(theirs)))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{what}: ours is {ours:R}, the peer's {theirs:R}."));
        }
    }
}
